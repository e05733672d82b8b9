"""Find which column of a table holds which field of the schema, by the field's usual names."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final, Literal

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.names import compact, match_key

_BOUNDS: Final[tuple[Literal["low", "best", "high"], ...]] = ("low", "best", "high")
_FIGURE_FIELDS = {
    name: (name,)
    for metric in ("killed", "injured")
    for group in ("", *s.VICTIM_GROUPS)
    for bound in _BOUNDS
    for name in [s.figure_column(metric, bound, group=group)]
}

USUAL_NAMES: dict[str, tuple[str, ...]] = {
    s.INCIDENT_ID: (
        "incident_id", "id", "event_id", "event_id_cnty", "data_id", "eventid", "S#", "incident no",
        "serial no", "sr no",
    ),
    s.EVENT_DATE: (
        "event_date", "date", "date_start", "date of incident", "incident date", "day", "occurred",
        "date occurred", "date of attack", "attack date", "date of event",
    ),
    s.EVENT_DATE_END: ("event_date_end", "date_end", "end date"),
    s.DATE_PRECISION: ("date_precision",),
    s.PLACE_TEXT: (
        "place_text", "place", "location", "location name", "place name", "site", "area", "where",
        "place of incident", "place of occurrence", "location of incident", "location of attack",
        "incident location", "place of attack", "incident place", "venue",
    ),
    s.COUNTRY: ("country", "country_name", "adm0_name", "admin0"),
    s.ADM1_GIVEN: (
        "adm1_given", "adm1_name", "admin1", "adm_1", "province", "province_text", "state", "provstate",
        "adm1", "admin1 name", "region",
        "province/state", "state/province", "province/region", "province name", "prov", "adm1_en",
        "adm1_code", "adm1_pcode", "admin1_pcode", "admin1Pcode", "province code",
    ),
    s.ADM2_GIVEN: (
        "adm2_given", "adm2_name", "admin2", "adm_2", "district", "district name", "adm2", "admin2 name",
        "distt", "districts",
        "district/agency", "agency/district", "adm2_en", "adm2_code", "adm2_pcode", "admin2_pcode",
        "admin2Pcode", "district code", "pcode", "p-code",
    ),
    s.ADM3_GIVEN: ("adm3_given", "adm3_name", "admin3", "adm_3", "tehsil", "taluka", "adm3", "tehsil name", "adm3_en"),
    s.LOCALITY_GIVEN: ("locality_given", "locality", "city", "town", "village", "city/town", "town/city"),
    s.LONGITUDE: ("longitude", "lon", "lng", "long", "x"),
    s.LATITUDE: ("latitude", "lat", "y"),
    s.GEO_PRECISION: ("geo_precision", "precision", "location precision"),
    s.EVENT_TYPE: (
        "event_type", "type", "incident type", "type of incident", "category", "attack type",
        "sub_event_type",
    ),
    s.ACTOR1: ("actor1", "side_a", "actor", "perpetrator", "group responsible", "gname"),
    s.ACTOR2: ("actor2", "side_b", "target", "target type"),
    s.DESCRIPTION: (
        "description", "notes", "summary", "details", "what", "remarks", "comments", "incident",
    ),
    s.CLAIMED_BY: ("claimed_by", "claim", "claimed by", "according to"),
    s.SOURCE_OUTLET: ("source_outlet", "source", "outlet", "newspaper", "source_office"),
    s.SOURCE_TITLE: ("source_title", "title", "headline", "source_headline"),
    s.SOURCE_DATE: ("source_date", "published", "publication date"),
    s.SOURCE_URL: ("source_url", "url", "link", "sourceurl"),
    s.GROUP_ID: ("group_id",),
    s.RELATIONS: ("relations",),
    s.INFERRED: ("inferred",),
    s.HIJRI_DATE: ("hijri_date", "islamic date", "hijri", "date hijri", "hijri date", "islamic calendar date"),
    s.ACTOR1_TYPE: ("actor1_type",),
    s.ACTOR2_TYPE: ("actor2_type",),
    s.UPDATED: ("updated", "last updated", "updated at"),
    s.SOURCES: ("sources",),
    s.EVENTS: ("events", "no of events", "number of events", "no of incidents", "number of incidents"),
    **_FIGURE_FIELDS,
    "killed": (
        "killed", "fatalities", "deaths", "dead", "total killed", "no of killed", "number killed",
        "people killed", "died", "nkill",
    ),
    "injured": (
        "injured", "wounded", "total injured", "no of injured", "number injured", "people injured", "nwound",
    ),
    "killed_low": ("killed_low", "killed min", "min killed", "fatalities min"),
    "killed_high": ("killed_high", "killed max", "max killed", "fatalities max"),
    "injured_low": ("injured_low", "injured min", "min injured"),
    "injured_high": ("injured_high", "injured max", "max injured"),
    **{
        f"{metric}_{group}": (f"{metric}_{group}", f"{group} {metric}")
        for metric in ("killed", "injured")
        for group in s.VICTIM_GROUPS
    },
}  # fmt: skip
"""For each field, the headers it is known by, best first.

``killed`` without an end may hold a range in one cell.
"""

SHORT_NAMES = {
    "province": s.ADM1_GIVEN, "adm1_name": s.ADM1_GIVEN, "district": s.ADM2_GIVEN, "adm2_name": s.ADM2_GIVEN,
    "tehsil": s.ADM3_GIVEN, "adm3_name": s.ADM3_GIVEN, "fatalities": "killed", "date": s.EVENT_DATE,
    "place": s.PLACE_TEXT, "lon": s.LONGITUDE, "lat": s.LATITUDE,
}  # fmt: skip
"""What people call the fields when they name a column by hand."""


_GEOGRAPHIC: Final = frozenset(
    {
        "place",
        "location",
        "district",
        "distt",
        "province",
        "city",
        "town",
        "village",
        "tehsil",
        "area",
        "locality",
    }
    | {"where", "region", "division", "site", "venue"}
)


def unread_places(headers: Sequence[str], used: Iterable[str]) -> list[str]:
    """Return the headers that look like the name of a place column and that no field was found in.

    Examples
    --------
    >>> unread_places(["Date", "Affected city or town"], ["Date"])
    ['Affected city or town']
    """
    taken = set(used)
    return [h for h in headers if h not in taken and _GEOGRAPHIC & set(match_key(h).split())]


def _key(header: str) -> str:
    return compact(match_key(header))


def find_columns(
    headers: Sequence[str], *, given: Mapping[str, str] | None = None, where: str = "the table"
) -> dict[str, str]:
    """Say which header holds which field.

    Parameters
    ----------
    headers
        The headers of the table.
    given
        Field to header, as the user says; this goes first and is checked.
    where
        How an error calls the table.

    Returns
    -------
    dict
        Field to header; fields that are not in the table are absent, and no header serves two fields.

    Raises
    ------
    SchemaError
        If a given field or header does not exist; the nearest ones are named.

    Examples
    --------
    >>> find_columns(["Date", "District", "Killed (Min)"])
    {'event_date': 'Date', 'adm2_given': 'District', 'killed_low': 'Killed (Min)'}
    >>> find_columns(["When", "District"], given={"event_date": "When"})["event_date"]
    'When'
    """
    found = given_columns(given or {}, headers=headers, where=where)
    by_key: dict[str, str] = {}
    for header in headers:
        by_key.setdefault(_key(header), header)
    taken = set(found.values())
    for name, usual in USUAL_NAMES.items():
        if name in found:
            continue
        for candidate in usual:
            header_found = by_key.get(_key(candidate))
            if header_found is not None and header_found not in taken:
                found[name] = header_found
                taken.add(header_found)
                break
    return found


def given_columns(given: Mapping[str, str], *, headers: Sequence[str], where: str) -> dict[str, str]:
    """Return field to header as the user says, with short names of fields written out.

    Raises
    ------
    SchemaError
        If a field or header does not exist.

    Examples
    --------
    >>> given_columns({"date": "When"}, headers=["When"], where="reports.csv")
    {'event_date': 'When'}
    """
    return {
        _given_field(name): _given_header(header, headers=headers, where=where)
        for name, header in given.items()
    }


def _given_field(name: str) -> str:
    name = SHORT_NAMES.get(name, name)
    if name not in USUAL_NAMES:
        near = get_close_matches(name, USUAL_NAMES, n=3, cutoff=0.5)
        hint = f" Did you mean {' or '.join(near)}?" if near else f" Fields: {', '.join(USUAL_NAMES)}."
        raise SchemaError(f"There is no field {name!r} in the incident schema.{hint}", missing=[name])
    return name


def _given_header(header: str, *, headers: Sequence[str], where: str) -> str:
    if header in headers:
        return header
    alike = [candidate for candidate in headers if _key(candidate) == _key(header)]
    if len(alike) == 1:
        return alike[0]
    raise SchemaError(
        f"{where} has no column {header!r}. Found: {', '.join(headers)}.",
        missing=[header],
        found=list(headers),
    )
