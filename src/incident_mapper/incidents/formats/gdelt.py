"""GDELT events, 2.0 (61 fields) and 1.0 (57 or 58), which come without a header.

Facts from the GDELT event codebooks (2.0 of 2015, 1.03 of 2013) and the CAMEO codebook:

- A row is what a program understood in the news, not a checked incident: one event is often several rows, and a row
  may be about something that never happened. The counts of mentions are no figures of people; none are read.
- Three places are given: two of the actors, and that of the action, which is the only one read.
- ``ActionGeo_Type`` 1: a country. 2: a state of the US. 3: a city or landmark in the US. 4: one elsewhere. 5: a
  province elsewhere. For 1, 2 and 5 the coordinates are a centroid.
- Countries and provinces have FIPS 10-4 codes. Those of Pakistan are older than the renaming of the North-West
  Frontier Province and the Northern Areas, and than the merger of FATA.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from incident_mapper import schema as s
from incident_mapper.files import Table
from incident_mapper.incidents.formats.format import Format
from incident_mapper.incidents.formats.headers import has
from incident_mapper.incidents.formats.making import Maker, made_from, needed, preparing

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
          "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_PLACES = ("Actor1Geo", "Actor2Geo", "ActionGeo")
_EVENT = ("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
          "NumSources", "NumArticles", "AvgTone")  # fmt: skip


def _names(place: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(f"{actor}{name}" for actor in ("Actor1", "Actor2") for name in _ACTOR),
        *_EVENT,
        *(f"{where}_{name}" for where in _PLACES for name in place),
        *("DATEADDED", "SOURCEURL"),
    )


HEADERS_2: Final = _names(_PLACE)
"""The 61 fields of a row of GDELT 2.0, by the names of the codebook."""
HEADERS_1: Final = _names(tuple(name for name in _PLACE if name != "ADM2Code"))
"""The 58 fields of a row of GDELT 1.0; its files of the years to 2013 lack the last one."""

COUNTRIES: Final = {
    "PK": "Pakistan", "AF": "Afghanistan", "IN": "India", "IR": "Iran", "CH": "China", "TI": "Tajikistan",
    "TX": "Turkmenistan", "UZ": "Uzbekistan", "KG": "Kyrgyzstan", "NP": "Nepal", "BG": "Bangladesh",
    "CE": "Sri Lanka", "MV": "Maldives", "BT": "Bhutan", "SA": "Saudi Arabia", "AE": "United Arab Emirates",
    "QA": "Qatar", "KU": "Kuwait", "BA": "Bahrain", "MU": "Oman", "YM": "Yemen", "IZ": "Iraq", "SY": "Syria",
    "TU": "Turkey", "RS": "Russia", "UK": "United Kingdom", "US": "United States",
}  # fmt: skip
"""FIPS 10-4 codes of the neighbourhood; of other countries, the name in ``ActionGeo_FullName`` is taken."""
PROVINCES: Final = {
    "PK01": "Federally Administered Tribal Areas", "PK02": "Balochistan", "PK03": "Khyber Pakhtunkhwa",
    "PK04": "Punjab", "PK05": "Sindh", "PK06": "Azad Kashmir", "PK07": "Gilgit-Baltistan", "PK08": "Islamabad",
}  # fmt: skip
"""FIPS 10-4 codes of Pakistan's provinces."""
GEO_TYPES: Final = {"1": "country", "2": "province", "3": "near", "4": "near", "5": "province"}
ROOT_CODES: Final = {
    "01": "Make public statement", "02": "Appeal", "03": "Express intent to cooperate", "04": "Consult",
    "05": "Engage in diplomatic cooperation", "06": "Engage in material cooperation", "07": "Provide aid",
    "08": "Yield", "09": "Investigate", "10": "Demand", "11": "Disapprove", "12": "Reject", "13": "Threaten",
    "14": "Protest", "15": "Exhibit force posture", "16": "Reduce relations", "17": "Coerce", "18": "Assault",
    "19": "Fight", "20": "Use unconventional mass violence",
}  # fmt: skip
"""The twenty kinds of event of CAMEO."""

_COUNTRY = "(country)"
_PROVINCE = "(province)"
_NOTE = (
    "GDELT rows are what a program understood in the news, not checked incidents: one event is often several rows, "
    "and no figures of people are given"
)


def _country(code: str, full_name: str) -> str:
    return COUNTRIES.get(code.strip().upper(), "") or full_name.rpartition(",")[2].strip() or code.strip()


def _province(code: str) -> str:
    return PROVINCES.get(code.strip().upper(), "")


def _headerless(table: Table, *, fields: Collection[int]) -> bool:
    """Whether the rows have so many fields, an id first and then a day."""
    if not table.headerless or len(table.headers) not in fields:
        return False
    return all(row[0].isdigit() and row[1].isdigit() and len(row[1]) == 8 for row in table.head)


def _format(
    name: str, title: str, *, header_of: Callable[[str], str], recognises: Callable[[Table], bool]
) -> Format:
    """Return GDELT as a kind of source, where `header_of` says under which header a field of the codebook stands."""

    def action(part: str) -> str:
        return header_of(f"ActionGeo_{part}")

    makers: dict[str, Maker] = {
        _COUNTRY: ((action("CountryCode"), action("FullName")), _country),
        _PROVINCE: ((action("ADM1Code"),), _province),
    }
    return Format(
        name=name,
        title=title,
        recognises=recognises,
        columns={
            s.INCIDENT_ID: (header_of("GLOBALEVENTID"),),
            s.EVENT_DATE: (header_of("SQLDATE"),),
            s.PLACE_TEXT: (action("FullName"),),
            s.COUNTRY: (_COUNTRY,),
            s.ADM1_GIVEN: (_PROVINCE,),
            s.LONGITUDE: (action("Long"),),
            s.LATITUDE: (action("Lat"),),
            s.GEO_PRECISION: (action("Type"),),
            s.EVENT_TYPE: (header_of("EventRootCode"),),
            s.ACTOR1: (header_of("Actor1Name"),),
            s.ACTOR2: (header_of("Actor2Name"),),
            s.SOURCE_URL: (header_of("SOURCEURL"),),
            s.UPDATED: (header_of("DATEADDED"),),
        },
        prepare=preparing(makers),
        made_from=made_from(makers),
        needs=needed(makers),
        adds=tuple(makers),
        # A spreadsheet takes the zero off "04".
        codes={
            s.GEO_PRECISION: GEO_TYPES,
            s.EVENT_TYPE: {**ROOT_CODES, **{code.lstrip("0"): words for code, words in ROOT_CODES.items()}},
        },
        lasting_ids=True,
        credit="Events: The GDELT Project, www.gdeltproject.org (coded by machine from news reports)",
        terms="Free for any use (gdeltproject.org/about.html); asks that the GDELT Project is named, with a link.",
        notes=(_NOTE,),
        facts="GDELT event codebooks 2.0 and 1.03; CAMEO codebook; FIPS 10-4",
    )


def _position(headers: Sequence[str]) -> Callable[[str], str]:
    return lambda field: f"column {headers.index(field) + 1}"


GDELT_2: Final = _format(
    "gdelt",
    "GDELT 2.0 events",
    header_of=_position(HEADERS_2),
    recognises=lambda table: _headerless(table, fields=(len(HEADERS_2),)),
)
GDELT_1: Final = _format(
    "gdelt-1",
    "GDELT 1.0 events",
    header_of=_position(HEADERS_1),
    recognises=lambda table: _headerless(table, fields=(len(HEADERS_1) - 1, len(HEADERS_1))),
)
GDELT_NAMED: Final = _format(
    "gdelt-named",
    "GDELT events with a header",
    header_of=lambda field: field,
    recognises=lambda table: has(table, "GLOBALEVENTID", "SQLDATE", "ActionGeo_FullName"),
)
