"""ACLED's event exports: whole or cut, old or new, in capitals or not.

Facts from the ACLED codebook and its guide to the column changes of 2023:

- ``geo_precision`` 1: a town is named and its coordinates are used, which is what UCDP's 1 and our ``exact`` mean (the
  named place, not the spot in it). 2: a small part of a region, or somewhere near a town, shown by a town that stands
  for it. 3: a larger region, shown by a natural feature or by the capital of the province.
- ``time_precision`` 1: the day. 2: the week. 3: the month. The day that is written is then one that stands for it.
- ``inter1`` and ``inter2`` are numbers in older exports and words in newer ones; ``interaction`` follows from the two.
- ``fatalities`` is the most conservative figure of the reports; 0 also stands where no report speaks of deaths.
- ``data_id`` changed with every update and is no id of an event; ``event_id_cnty`` is.
"""

from typing import Final

from incident_mapper import schema as s
from incident_mapper.files import Table
from incident_mapper.incidents.formats.format import Format
from incident_mapper.incidents.formats.headers import count, has, head_texts
from incident_mapper.incidents.formats.making import (
    Maker,
    made_from,
    needed,
    preparing,
    sources_json,
    split_list,
)

HEADERS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
"""The 31 columns of an export since 2023."""
_OLD = ("data_id", "event_id_no_cnty", "iso3")
_EVENT_TYPES = frozenset(
    {
        "battles", "explosions/remote violence", "violence against civilians", "protests", "riots",
        "strategic developments",
    }
)  # fmt: skip
_ENOUGH = 6  # of ACLED's headers together with its own word for a kind of event
_SOURCES = "(sources of source)"
_GEO = {"1": "exact", "2": "near", "3": "province"}
_TIME = {"1": "day", "2": "week", "3": "month"}
INTER: Final = {
    "0": "", "1": "State forces", "2": "Rebel group", "3": "Political militia", "4": "Identity militia",
    "5": "Rioters", "6": "Protesters", "7": "Civilians", "8": "External/Other forces",
}  # fmt: skip
"""What the numbers of old exports stand for, in the words of new ones; 0 is "no second actor"."""


def _recognises(table: Table) -> bool:
    if has(table, "event_id_cnty"):
        return True
    alike = count(table, (*HEADERS, *_OLD))
    if has(table, "sub_event_type"):
        return alike >= _ENOUGH
    # A copy cut down to a few columns still speaks ACLED's language.
    kinds = {text.casefold() for text in head_texts(table, "event_type")}
    return bool(kinds) and kinds <= _EVENT_TYPES and alike >= _ENOUGH


def _sources(source: str) -> str:
    return sources_json([{"outlet": outlet} for outlet in split_list(source)])


_MAKERS: Final[dict[str, Maker]] = {_SOURCES: (("source",), _sources)}

ACLED: Final = Format(
    name="acled",
    title="ACLED event data",
    recognises=_recognises,
    columns={
        s.INCIDENT_ID: ("event_id_cnty",),
        s.EVENT_DATE: ("event_date",),
        s.DATE_PRECISION: ("time_precision",),
        s.PLACE_TEXT: ("location",),
        s.COUNTRY: ("country", "iso3"),
        s.ADM1_GIVEN: ("admin1",),
        s.ADM2_GIVEN: ("admin2",),
        s.ADM3_GIVEN: ("admin3",),
        s.LONGITUDE: ("longitude",),
        s.LATITUDE: ("latitude",),
        s.GEO_PRECISION: ("geo_precision",),
        s.EVENT_TYPE: ("event_type", "sub_event_type"),
        s.ACTOR1: ("actor1",),
        s.ACTOR2: ("actor2",),
        s.ACTOR1_TYPE: ("inter1",),
        s.ACTOR2_TYPE: ("inter2",),
        s.DESCRIPTION: ("notes",),
        s.SOURCE_OUTLET: ("source",),
        s.SOURCES: (_SOURCES,),
        "killed": ("fatalities",),
        s.UPDATED: ("timestamp",),
    },
    prepare=preparing(_MAKERS),
    made_from=made_from(_MAKERS),
    needs=needed(_MAKERS),
    adds=tuple(_MAKERS),
    codes={
        s.GEO_PRECISION: _GEO,
        s.DATE_PRECISION: _TIME,
        s.ACTOR1_TYPE: INTER,
        s.ACTOR2_TYPE: INTER,
        s.COUNTRY: {"PAK": "Pakistan"},
    },
    lasting_ids=True,
    publish="aggregate",
    credit="Events: Armed Conflict Location & Event Data (ACLED), www.acleddata.com",
    terms=(
        "ACLED's terms of use (acleddata.com) forbid giving others its rows, and ask that every map names ACLED with "
        "a link, the date of access, the filters used and what was changed."
    ),
    notes=("ACLED writes 0 fatalities also where no report speaks of deaths",),
    facts="ACLED codebook; ACLED guide to the column changes of 2023; ACLED terms of use and attribution policy",
)
