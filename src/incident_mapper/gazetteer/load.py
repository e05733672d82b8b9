"""Load the packaged tables as the places of an edition on a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from incident_mapper.errors import EditionError
from incident_mapper.gazetteer.added import AddedPlaces
from incident_mapper.gazetteer.added_file import State, added_state, data_folder
from incident_mapper.gazetteer.gazetteer import Gazetteer
from incident_mapper.gazetteer.history import chain, current_parents, former_units, held_before
from incident_mapper.gazetteer.places import COUNTRY_CODE, Place
from incident_mapper.names import Level, compact, match_key
from incident_mapper.tables import split_list, table

_TABLES: Final[tuple[tuple[Level, str], ...]] = (
    ("province", "provinces"),
    ("division", "divisions"),
    ("district", "districts"),
    ("tehsil", "tehsils"),
)


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
    folder = data_folder()
    return _loaded(edition, on, folder, added_state(folder))


@lru_cache(maxsize=64)
def _loaded(edition: str, on: date | None, folder: Path, state: State) -> Gazetteer:
    """Load anew when the user's own gazetteers have changed."""
    row = _edition(edition)
    day = on or date.fromisoformat(row["as_of"])
    declared = {
        compact(match_key(cells["name"])): (split_list(cells["codes"]), cells["reason"])
        for cells in table("ambiguous")
    }
    unsure = {compact(match_key(cells["name"])) for cells in table("ambiguous") if cells["bare"]}
    # A name that means no one place by itself means none in Urdu either.
    urdu = {
        compact(match_key(cells["urdu"])): key
        for name in ("districts", "tehsils")
        for cells in table(name)
        if cells["urdu"] and (key := compact(match_key(cells["name"]))) in unsure
    }
    return Gazetteer(
        edition=row["edition"],
        on=day,
        places=tuple(_places(row["edition"], day)),
        ambiguous=MappingProxyType(
            former_units(row["edition"], day) | declared | {key: declared[of] for key, of in urdu.items()}
        ),
        foreign=MappingProxyType({match_key(cells["name"]): cells["country"] for cells in table("foreign")}),
        unsure=frozenset((*unsure, *urdu)),
        former=MappingProxyType({place.code: place for place in _gone(day)}),
        lineage=MappingProxyType(_lineage(row["edition"], day)),
        added=AddedPlaces(row["edition"], day, folder=folder) if state else None,
    )


def _gone(day: date) -> Iterator[Place]:
    """Give the units that had ended by a day."""
    for level, name in _TABLES[:3]:
        for cells in table(name):
            if cells["valid_to"] and date.fromisoformat(cells["valid_to"]) <= day:
                yield _unit(cells, level=level, parents={}, former={})


def _lineage(edition: str, day: date) -> dict[str, frozenset[str]]:
    """Return, for each district of a day, the other districts of that day which once held some of its land."""
    parents = current_parents(edition, day)
    units = set(parents.values())
    found: dict[str, set[str]] = {}
    for tehsil, codes in held_before(edition, day).items():
        found.setdefault(parents[tehsil], set()).update(
            code for code in codes if code in units and not code.startswith(("PK-", "IM-V-"))
        )
    return {district: frozenset(codes) for district, codes in found.items() if codes}


def _places(edition: str, day: date) -> Iterator[Place]:
    """Give every place of an edition on a day, the widest first."""
    parents, before = current_parents(edition, day), held_before(edition, day)
    exists = {*parents, *parents.values()}
    gone: dict[str, set[str]] = {}
    for tehsil, codes in before.items():
        for unit in chain(tehsil, parents):
            gone.setdefault(unit, set()).update(codes - exists)
    former = {unit: tuple(sorted(codes)) for unit, codes in gone.items()}
    yield Place(COUNTRY_CODE, "Pakistan", "country", urdu="پاکستان", source="iso-3166")
    yield from _units(parents, former, day)
    yield from _settlements(parents, former)


def _units(parents: Mapping[str, str], former: Mapping[str, tuple[str, ...]], day: date) -> Iterator[Place]:
    """Give the provinces, divisions, districts with their headquarters, and tehsils of a day."""
    known = _towns_by_district(parents)
    for level, name in _TABLES:
        for cells in table(name):
            if level != "province" and cells["code"] not in parents:
                continue
            place = _unit(cells, level=level, parents=parents, former=former)
            if (place.valid_from or date.min) <= day < (place.valid_to or date.max):
                yield place
                if cells.get("hq_name"):
                    yield _headquarters(
                        cells, place, known.get((compact(match_key(cells["hq_name"])), place.code), {})
                    )


def _edition(name: str) -> Mapping[str, str]:
    rows = table("editions")
    for row in rows:
        if (name and row["edition"] == name) or (not name and row["default"] == "1"):
            return row
    known = ", ".join(row["edition"] for row in rows)
    raise EditionError(f"There is no edition {name!r}. Editions: {known}.")


def _settlements(parents: Mapping[str, str], former: Mapping[str, tuple[str, ...]]) -> Iterator[Place]:
    """Give the towns of GeoNames, each in the tehsil whose polygon holds it, and the places of general knowledge."""
    seats = {
        (compact(match_key(cells["hq_name"])), cells["code"])
        for cells in table("districts")
        if cells["hq_name"]
    }
    for (name, district), cells in _towns_by_district(parents).items():
        if (name, district) not in seats or district not in parents:  # else it is there as the headquarters
            yield _settlement(cells, [cells["tehsil"]], parents=parents, former=former)
    tehsils: dict[str, list[str]] = {}
    for row in table("parents"):
        # The default edition's districts are those that general knowledge is stated for.
        if row["child"].startswith("IM-T-") and not row["edition"] and not row["valid_to"]:
            tehsils.setdefault(row["parent"], []).append(row["child"])
    for cells in table("localities"):
        lands = [cells["tehsil"]] if cells["tehsil"] else tehsils.get(cells["district"], [])
        yield _settlement(cells, lands, parents=parents, former=former)


def _towns_by_district(parents: Mapping[str, str]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the towns of GeoNames by name and the district that holds them on a day."""
    return {
        (compact(match_key(cells["name"])), parents[cells["tehsil"]]): cells
        for cells in table("geonames")
        if cells["tehsil"] in parents
    }


def _settlement(
    cells: Mapping[str, str],
    lands: Sequence[str],
    *,
    parents: Mapping[str, str],
    former: Mapping[str, tuple[str, ...]],
) -> Place:
    """Return a town or locality, in the units that hold all of the land it may stand on."""
    lines = [chain(land, parents) for land in lands]
    shared = [code for code in lines[0] if all(code in line for line in lines)] if lines else []
    district = next((line[1] for line in lines[:1] if len(line) > 1 and line[1] in shared), "")
    tehsil = lands[0] if len(lands) == 1 else ""
    return Place(
        code=cells["code"],
        name=cells["name"],
        level="town" if cells["kind"] == "town" else "locality",
        kind=cells["kind"],
        adm1_code=next((code for code in shared if code.startswith("PK-")), ""),
        division_code=next((code for code in shared if code.startswith("IM-V-")), ""),
        adm2_code=district,
        adm3_code=tehsil,
        urdu=cells["urdu"],
        variants=split_list(cells["variants"]),
        lon=float(cells["lon"]) if cells.get("lon") else None,
        lat=float(cells["lat"]) if cells.get("lat") else None,
        precision_km=float(cells["precision_km"]) if cells.get("precision_km") else None,
        source=cells["source"],
        uncertain=cells["uncertain"] == "1",
        note=cells["note"],
        needs_province=cells.get("needs", "") == "province",
        # Of which part of its district is not known, only what held the whole district surely held the place.
        former=tuple(
            code
            for code in former.get(tehsil or district, ())
            if tehsil or all(code in former.get(land, ()) for land in lands)
        ),
    )


def _unit(
    cells: Mapping[str, str],
    *,
    level: Level,
    parents: Mapping[str, str],
    former: Mapping[str, tuple[str, ...]],
) -> Place:
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
        former=former.get(cells["code"], ()),
    )


def _headquarters(cells: Mapping[str, str], district: Place, town: Mapping[str, str]) -> Place:
    """Return the town a district is run from, with the spellings that GeoNames has for it."""
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
        urdu=town.get("urdu", ""),
        variants=split_list(town.get("variants", "")),
        kind="town",
        former=district.former,
    )
