"""Load the packaged tables as the places of an edition on a day."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from incident_mapper.errors import EditionError
from incident_mapper.gazetteer.gazetteer import Gazetteer
from incident_mapper.gazetteer.history import chain, current_parents, former_units
from incident_mapper.gazetteer.places import COUNTRY_CODE, Place
from incident_mapper.names import Level, compact, match_key
from incident_mapper.tables import split_list, table

_TABLES: Final[tuple[tuple[Level, str], ...]] = (
    ("province", "provinces"),
    ("division", "divisions"),
    ("district", "districts"),
    ("tehsil", "tehsils"),
)


@lru_cache(maxsize=64)
def load_gazetteer(edition: str = "", *, on: date | None = None) -> Gazetteer:
    """Load the places of an edition.

    Parameters
    ----------
    edition
        Its name; empty for the default one.
    on
        The day whose units are wanted; by default the day the edition describes.

    Raises
    ------
    EditionError
        If there is no such edition; the message lists those there are.

    Examples
    --------
    >>> gazetteer = load_gazetteer()
    >>> gazetteer.edition, sum(place.level == "province" for place in gazetteer.places)
    ('2023', 7)
    """
    row = _edition(edition)
    day = on or date.fromisoformat(row["as_of"])
    declared = {
        compact(match_key(cells["name"])): (split_list(cells["codes"]), cells["reason"])
        for cells in table("ambiguous")
    }
    return Gazetteer(
        edition=row["edition"],
        on=day,
        places=tuple(_places(row["edition"], day)),
        ambiguous=MappingProxyType(former_units(row["edition"], day) | declared),
        foreign=MappingProxyType({match_key(cells["name"]): cells["country"] for cells in table("foreign")}),
    )


def _places(edition: str, day: date) -> Iterator[Place]:
    """Give every place of an edition on a day, the widest first."""
    parents = current_parents(edition, day)
    yield Place(COUNTRY_CODE, "Pakistan", "country", urdu="پاکستان", source="iso-3166")
    for level, name in _TABLES:
        for cells in table(name):
            if level != "province" and cells["code"] not in parents:
                continue
            place = _unit(cells, level=level, parents=parents)
            if (place.valid_from or date.min) <= day < (place.valid_to or date.max):
                yield place
                if cells.get("hq_name"):
                    yield _headquarters(cells, place)


def _edition(name: str) -> Mapping[str, str]:
    rows = table("editions")
    for row in rows:
        if (name and row["edition"] == name) or (not name and row["default"] == "1"):
            return row
    known = ", ".join(row["edition"] for row in rows)
    raise EditionError(f"There is no edition {name!r}. Editions: {known}.")


def _unit(cells: Mapping[str, str], *, level: Level, parents: Mapping[str, str]) -> Place:
    line = chain(cells["code"], parents)
    district = {"tehsil": line[1:2], "district": line[:1]}.get(level, [])
    return Place(
        code=cells["code"],
        name=cells["name"],
        level=level,
        adm1_code=next((code for code in line if code.startswith("PK-")), ""),
        division_code=next((code for code in line if code.startswith("IM-V-")), ""),
        adm2_code="".join(district),
        adm3_code=cells["code"] if level == "tehsil" else "",
        urdu=cells["urdu"],
        variants=split_list(cells["variants"]),
        valid_from=date.fromisoformat(cells["valid_from"]) if cells.get("valid_from") else None,
        valid_to=date.fromisoformat(cells["valid_to"]) if cells.get("valid_to") else None,
        source=cells["source"],
        uncertain=cells["uncertain"] == "1",
        note=cells["note"],
    )


def _headquarters(cells: Mapping[str, str], district: Place) -> Place:
    return Place(
        code=f"IM-P-{district.code}-HQ",
        name=cells["hq_name"],
        level="town",
        adm1_code=district.adm1_code,
        division_code=district.division_code,
        adm2_code=district.code,
        lon=float(cells["hq_lon"]) if cells["hq_lon"] else None,
        lat=float(cells["hq_lat"]) if cells["hq_lat"] else None,
        source=cells["hq_source"],
        uncertain=not cells["hq_lon"],
        note=f"headquarters of {district.name} district",
    )
