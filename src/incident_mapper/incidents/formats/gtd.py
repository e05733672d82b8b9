"""The Global Terrorism Database of START, whole, cut, or as R writes it.

Facts from the GTD codebook:

- ``imonth`` and ``iday`` are 0 where they are not known; ``approxdate`` then tells what is, in words.
- ``specificity`` 1: the coordinates are the city's. 2: a city is named but was not found, and 3: no city is named;
  both times the coordinates are the centre of the smallest area known. 4: they are the centre of the province.
  5: not even that is known. ``vicinity`` 1: near the city, not in it.
- ``nkill`` and ``nwound`` are everybody, attackers (``nkillter``, ``nwoundte``) included. Where one figure was given
  for several attacks it is shared out among them, so that it may be a fraction.
- -9 and -99 are codes for unknown, 0 is a figure.
- ``related`` names the other attacks of a series; each has its own figures, so that nothing overlaps. It is not read.
"""

import re
from typing import Final

from incident_mapper import schema as s
from incident_mapper.files import Table
from incident_mapper.incidents.formats.format import Format
from incident_mapper.incidents.formats.headers import count, has
from incident_mapper.incidents.formats.making import (
    Maker,
    made_from,
    needed,
    preparing,
    sources_json,
    stated,
    whole_number,
)

_MARKS = (
    "imonth", "iday", "country_txt", "provstate", "attacktype1_txt", "targtype1_txt", "gname", "nkill", "nwound",
    "specificity",
)  # fmt: skip
_DATE = "(date)"
_PRECISION = "(precision)"
_DESCRIPTION = "(description)"
_SOURCES = "(sources)"
_SPECIFICITY = {"1": "exact", "2": "district", "3": "district", "4": "province", "5": "country"}
_UNKNOWN = frozenset({"-9", "-99"})
_DECIMAL = re.compile(r"\d+\.\d+")
_LONGEST = 2_000  # letters of a citation
_CITED = re.compile(
    r"""^["\u201c](?P<title>.+?),?["\u201d],?\s*(?P<outlet>.*?),?\s*(?P<date>[A-Z][a-z]+ \d{1,2}, \d{4})?\.?$"""
)


def _recognises(table: Table) -> bool:
    return has(table, "eventid", "iyear") and count(table, _MARKS) >= 3


def _date(year: str, month: str, day: str) -> str:
    """Return a day with zeros for what is not known, such as ``2013-05-00``."""
    numbers = [whole_number(text) for text in (year, month, day)]
    if numbers[0] is None:
        return stated(year)
    return f"{numbers[0]:04d}-{numbers[1] or 0:02d}-{numbers[2] or 0:02d}"


def _precision(specificity: str, vicinity: str) -> str:
    found = _SPECIFICITY.get(stated(specificity).removesuffix(".0"), stated(specificity))
    return "near" if found == "exact" and whole_number(vicinity) == 1 else found


def _figure(text: str) -> str:
    r"""Return a figure as a whole number, a range for a fraction, and empty text for a code of unknown.

    Examples
    --------
    >>> _figure("3.0"), _figure("2.5"), _figure("-99"), _figure("NA")
    ('3', '2-3', '', '')
    """
    said = stated(text)
    if said.removesuffix(".0") in _UNKNOWN:
        return ""
    if (number := whole_number(said)) is not None:
        return str(number)
    if _DECIMAL.fullmatch(said):
        return f"{int(float(said))}-{int(float(said)) + 1}"
    return said


def _description(summary: str, location: str, approximate: str) -> str:
    parts = [stated(summary)]
    if place := stated(location):
        parts.append(f"[place: {place}]")
    if when := stated(approximate):
        parts.append(f"[date: {when}]")
    return " ".join(part for part in parts if part)


def _sources(*cited: str) -> str:
    return sources_json([_source(text) for text in cited if stated(text)])


def _source(text: str) -> dict[str, str]:
    """Return what a citation names.

    Examples
    --------
    >>> _source('"Six die in blast," Dawn, May 4, 2013.')
    {'title': 'Six die in blast', 'outlet': 'Dawn', 'date': 'May 4, 2013'}
    >>> _source("Police reports")
    {'title': 'Police reports'}
    """
    found = _CITED.match(text.strip()) if len(text) <= _LONGEST else None
    return (
        {name: said or "" for name, said in found.groupdict().items()} if found else {"title": text.strip()}
    )


_FIGURES: Final = {
    "killed": "nkill", "killed_militants": "nkillter", "injured": "nwound", "injured_militants": "nwoundte",
}  # fmt: skip
_MAKERS: Final[dict[str, Maker]] = {
    _DATE: (("iyear", "imonth", "iday"), _date),
    _PRECISION: (("specificity", "vicinity"), _precision),
    _DESCRIPTION: (("summary", "location", "approxdate"), _description),
    _SOURCES: (("scite1", "scite2", "scite3"), _sources),
    **{f"({name})": ((name,), _figure) for name in _FIGURES.values()},
}

GTD: Final = Format(
    name="gtd",
    title="Global Terrorism Database",
    recognises=_recognises,
    columns={
        s.INCIDENT_ID: ("eventid",),
        s.EVENT_DATE: (_DATE,),
        s.PLACE_TEXT: ("city",),
        s.COUNTRY: ("country_txt",),
        s.ADM1_GIVEN: ("provstate",),
        s.LONGITUDE: ("longitude",),
        s.LATITUDE: ("latitude",),
        s.GEO_PRECISION: (_PRECISION,),
        s.GEO_PRECISION_GIVEN: ("specificity",),
        s.EVENT_TYPE: ("attacktype1_txt",),
        s.ACTOR1: ("gname",),
        s.ACTOR2: ("targtype1_txt",),
        s.DESCRIPTION: (_DESCRIPTION,),
        s.SOURCES: (_SOURCES,),
        **{field: (f"({name})",) for field, name in _FIGURES.items()},
    },
    prepare=preparing(_MAKERS),
    made_from=made_from(_MAKERS),
    needs=needed(_MAKERS),
    adds=tuple(_MAKERS),
    lasting_ids=True,
    publish="aggregate",
    credit=(
        "Events: START (National Consortium for the Study of Terrorism and Responses to Terrorism), University of "
        "Maryland: Global Terrorism Database, www.start.umd.edu/gtd"
    ),
    terms=(
        "The GTD's end user agreement (start.umd.edu/gtd) forbids posting or passing on the data, and commercial use "
        "without a licence; it asks for its citation and for every change to be named."
    ),
    notes=("GTD figures of killed and wounded include the attackers",),
    facts="GTD codebook; GTD end user agreement",
)
