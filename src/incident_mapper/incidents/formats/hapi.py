"""Counts of conflict events by area and month, as HDX gives them: through HAPI, and as workbooks of ACLED's totals.

They are panels: a row is a count, no incident, and has no point.

Facts from the documentation of HDX HAPI and of ACLED:

- HAPI counts three kinds of event. Civilian targeting lies within political violence, so that adding the two counts it
  twice: its row is read as part of the row of political violence of the same area and month. Demonstrations are counted
  besides; only those where security forces used excessive force on peaceful protesters are in both, which no row tells.
- A row of 0 events says that nothing was reported there in that month.
- The areas are named with P-codes; where an area has none, the name that the provider gave is read.
- The workbooks count all of ACLED's events of one kind, which the name of the file says; ``Month`` is a name.
"""

import calendar
from typing import Final

from incident_mapper import schema as s
from incident_mapper.incidents.formats.format import Format
from incident_mapper.incidents.formats.headers import count, has
from incident_mapper.incidents.formats.making import (
    MONTHS,
    Maker,
    first_stated,
    made_from,
    needed,
    preparing,
    stated,
    whole_number,
)

_CREDIT = (
    "Counts: Armed Conflict Location & Event Data (ACLED), www.acleddata.com, through HDX (data.humdata.org)"
)
_TERMS = (
    "The counts are ACLED's (acleddata.com): its terms of use and its attribution policy hold for them too."
)
_NOTE = "the rows are counts by area and month, not incidents"
_HAPI_NOTE = (
    f"{_NOTE}; civilian targeting is part of political violence and counted once, while a protest met with excessive "
    "force may be counted as a demonstration and as political violence"
)

# --- HDX HAPI -----------------------------------------------------------------------------------------
HAPI_HEADERS: Final = (
    "location_code", "has_hrp", "in_gho", "provider_admin1_name", "provider_admin2_name", "admin1_code", "admin1_name",
    "admin2_code", "admin2_name", "admin_level", "event_type", "events", "fatalities", "reference_period_start",
    "reference_period_end", "dataset_hdx_id", "resource_hdx_id", "warning", "error",
)  # fmt: skip
_WHOLE, _PART = "political_violence", "civilian_targeting"
_TYPES = {_WHOLE: "Political violence", _PART: "Civilian targeting", "demonstration": "Demonstration"}
_AREA = (
    "location_code", "admin1_code", "provider_admin1_name", "admin2_code", "provider_admin2_name",
    "reference_period_start",
)  # fmt: skip


def _id(*texts: str) -> str:
    """Return an id that is the same in every copy: the area, the month, the kind of event."""
    *area, start, kind = (stated(text) for text in texts)
    country, code1, name1, code2, name2 = area
    parts = [country, *(name for name in (code1 or name1, code2 or name2) if name), start[:10], kind]
    return "/".join(part.replace(";", ",").replace(":", " ") for part in parts)


def _relation(*texts: str) -> str:
    *area, kind = texts
    return f"part_of:{_id(*area, _WHOLE)}" if kind.strip() == _PART else ""


def _span(start: str, end: str) -> str:
    """Return the precision of a span of days.

    Examples
    --------
    >>> _span("2024-03-01T00:00:00", "2024-03-31T23:59:59"), _span("2024-01-01", "2024-12-31")
    ('month', 'year')
    """
    if not stated(start) or not stated(end):
        return ""
    return "month" if start.strip()[:7] == end.strip()[:7] else "year"


_HAPI_MAKERS: Final[dict[str, Maker]] = {
    "(id)": ((*_AREA, "event_type"), _id),
    "(relation)": ((*_AREA, "event_type"), _relation),
    "(precision)": (("reference_period_start", "reference_period_end"), _span),
    "(province)": (("admin1_name", "provider_admin1_name", "admin1_code"), first_stated),
    "(district)": (("admin2_name", "provider_admin2_name", "admin2_code"), first_stated),
}
HAPI: Final = Format(
    name="hapi",
    title="HDX HAPI conflict events",
    recognises=lambda table: has(table, "reference_period_start", "event_type", "events", "fatalities"),
    columns={
        s.INCIDENT_ID: ("(id)",),
        s.EVENT_DATE: ("reference_period_start",),
        s.EVENT_DATE_END: ("reference_period_end",),
        s.DATE_PRECISION: ("(precision)",),
        s.COUNTRY: ("location_name", "location_code"),
        s.ADM1_GIVEN: ("(province)",),
        s.ADM2_GIVEN: ("(district)",),
        s.EVENT_TYPE: ("event_type",),
        s.EVENTS: ("events",),
        "killed": ("fatalities",),
        s.RELATIONS: ("(relation)",),
    },
    prepare=preparing(_HAPI_MAKERS),
    made_from=made_from(_HAPI_MAKERS),
    needs=needed(_HAPI_MAKERS),
    adds=tuple(_HAPI_MAKERS),
    codes={
        s.EVENT_TYPE: _TYPES,
        s.COUNTRY: {"PAK": "Pakistan", "AFG": "Afghanistan", "IND": "India", "IRN": "Iran", "CHN": "China"},
    },
    lasting_ids=True,
    kind="panel",
    publish="aggregate",
    credit=_CREDIT,
    terms=_TERMS,
    notes=(_HAPI_NOTE,),
    facts="documentation of HDX HAPI; ACLED codebook",
)

# --- the workbooks of totals --------------------------------------------------------------------------
MONTHS_HEADERS: Final = (
    "Country", "Admin1", "Admin2", "ISO3", "Admin2 Pcode", "Admin1 Pcode", "Month", "Year", "Events", "Fatalities",
)  # fmt: skip
_MARKS = ("Country", "Month", "Year", "Events", "Fatalities")


def _month(month: str, year: str) -> tuple[int, int] | None:
    """Return year and month as numbers, or none."""
    number = MONTHS.get(month.strip().casefold()) or whole_number(month)
    of_year = whole_number(year)
    return (of_year, number) if of_year and number and 1 <= number <= 12 and of_year < 10_000 else None


def _first_day(month: str, year: str) -> str:
    """Return the first day of a month, or the two texts where they are none.

    Examples
    --------
    >>> _first_day("March", "2024"), _first_day("Marsh", "2024")
    ('2024-03-01', 'Marsh 2024')
    """
    found = _month(month, year)
    return f"{found[0]:04d}-{found[1]:02d}-01" if found else f"{month} {year}".strip()


def _last_day(month: str, year: str) -> str:
    found = _month(month, year)
    return f"{found[0]:04d}-{found[1]:02d}-{calendar.monthrange(*found)[1]:02d}" if found else ""


def _month_precision(month: str, year: str) -> str:
    return "month" if _month(month, year) else ""


def _months_id(*texts: str) -> str:
    *area, month, year = texts
    iso3, country, code1, name1, code2, name2 = (stated(text) for text in area)
    names = [name for name in (iso3 or country, code1 or name1, code2 or name2) if name]
    return "/".join([*names, _first_day(month, year)[:7]])


_PERIOD = ("Month", "Year")
_MONTHS_MAKERS: Final[dict[str, Maker]] = {
    "(id)": (("ISO3", "Country", "Admin1 Pcode", "Admin1", "Admin2 Pcode", "Admin2", *_PERIOD), _months_id),
    "(date)": (_PERIOD, _first_day),
    "(end)": (_PERIOD, _last_day),
    "(precision)": (_PERIOD, _month_precision),
}
HDX_MONTHS: Final = Format(
    name="hdx-months",
    title="ACLED totals by month on HDX",
    recognises=lambda table: (
        has(table, *_MARKS) and count(table, ("latitude", "event_date", "event_type")) == 0
    ),
    columns={
        s.INCIDENT_ID: ("(id)",),
        s.EVENT_DATE: ("(date)",),
        s.EVENT_DATE_END: ("(end)",),
        s.DATE_PRECISION: ("(precision)",),
        s.COUNTRY: ("Country",),
        s.ADM1_GIVEN: ("Admin1", "Admin1 Pcode"),
        s.ADM2_GIVEN: ("Admin2", "Admin2 Pcode"),
        s.EVENTS: ("Events",),
        "killed": ("Fatalities",),
    },
    prepare=preparing(_MONTHS_MAKERS),
    made_from=made_from(_MONTHS_MAKERS),
    needs=needed(_MONTHS_MAKERS),
    adds=tuple(_MONTHS_MAKERS),
    kind="panel",
    publish="aggregate",
    credit=_CREDIT,
    terms=_TERMS,
    notes=(_NOTE,),
    facts="the workbooks of ACLED's totals on HDX",
)
