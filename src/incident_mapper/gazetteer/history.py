"""Which unit lies in which on a day, and what became of the units that are gone."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from incident_mapper.names import compact, match_key
from incident_mapper.tables import split_list, table

_UNIT_TABLES: Final = {"provinces": "PK-", "divisions": "IM-V-", "districts": ""}


def day_of(cell: str, *, otherwise: date) -> date:
    """Return the day in a cell of a table, or another one where the cell is empty."""
    return date.fromisoformat(cell) if cell else otherwise


def chain(code: str, parents: Mapping[str, str]) -> list[str]:
    """Return a code and those of all units that hold it, up to the province.

    Examples
    --------
    >>> chain("a", {"a": "b", "b": "c"})
    ['a', 'b', 'c']
    """
    line = [code]
    while line[-1] in parents:
        line.append(parents[line[-1]])
    return line


@lru_cache(maxsize=64)
def current_parents(edition: str, on: date) -> Mapping[str, str]:
    """Return child code to parent code, for an edition on a day.

    A row of the edition itself goes before the shared rows of the same child.

    Examples
    --------
    >>> current_parents("2023", date(2023, 3, 1))["PK210"]
    'IM-V-KALAT'
    """
    parents: dict[str, str] = {}
    for shared in (True, False):
        for row in table("parents"):
            if bool(row["edition"]) is shared or (not shared and row["edition"] != edition):
                continue
            starts = day_of(row["valid_from"], otherwise=date.min)
            if starts <= on < day_of(row["valid_to"], otherwise=date.max):
                parents[row["child"]] = row["parent"]
    return MappingProxyType(parents)


@lru_cache(maxsize=16)
def _changes(edition: str) -> tuple[date, ...]:
    """Return the days on which a unit began or ended, the first ones first."""
    return tuple(
        sorted(
            date.fromisoformat(row[name])
            for row in table("parents")
            if row["edition"] in ("", edition)
            for name in ("valid_from", "valid_to")
            if row[name]
        )
    )


def era(edition: str, day: date) -> date:
    """Return the day of the last change before or on a day: all days until the next change have the same units.

    Examples
    --------
    >>> era("2023", date(2018, 7, 1)), era("2023", date(1900, 1, 1))
    (datetime.date(2018, 5, 31), datetime.date(1, 1, 1))
    """
    changes = _changes(edition)
    at = bisect_right(changes, day)
    return changes[at - 1] if at else date.min


@lru_cache(maxsize=16)
def held_before(edition: str, day: date) -> Mapping[str, frozenset[str]]:
    """Return, for each tehsil, every unit that has held it on any day on record and does not hold it on this one.

    Examples
    --------
    >>> before = held_before("2023", date(2023, 3, 1))
    >>> sorted(before["IM-T-SURAB-SURAB"]), "PK-TA" in before["IM-T-KHYBER-BARA"]
    (['PK210'], True)
    """
    now = current_parents(edition, day)
    states = [
        current_parents(edition, on) for on in dict.fromkeys((date.min, *_changes(edition))) if on <= day
    ]
    return MappingProxyType(
        {
            tehsil: frozenset(code for then in states for code in chain(tehsil, then))
            - set(chain(tehsil, now))
            for tehsil in now
            if tehsil.startswith("IM-T-")
        }
    )


@lru_cache(maxsize=64)
def _tehsils_of(edition: str, on: date) -> Mapping[str, list[str]]:
    """Return each unit of a day, and which tehsils it holds."""
    parents = current_parents(edition, on)
    held: dict[str, list[str]] = {}
    for child in parents:
        for code in chain(child, parents) if child.startswith("IM-T-") else ():
            held.setdefault(code, []).append(child)
    return held


@lru_cache(maxsize=20_000)
def successors(code: str, edition: str, then: date, now: date) -> tuple[str, ...]:
    """Return the units that hold on one day what a unit held on another, largest part first.

    Parameters
    ----------
    code
        A province, division or district of the day `then`.

    Examples
    --------
    >>> successors("PK-TA", "2023", date(2010, 1, 1), date(2023, 3, 1))
    ('PK-KP',)
    """
    after = current_parents(edition, now)
    lands = _tehsils_of(edition, then).get(code, [])
    name = "provinces" if code.startswith("PK-") else "divisions" if code.startswith("IM-V-") else "districts"
    counted = Counter(unit for land in lands if (unit := _unit_at(name, chain(land, after))))
    return tuple(unit for unit, _ in counted.most_common())


def former_units(edition: str, day: date) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return the names of units that are gone by a day, with the units that hold their land now.

    "Chitral" was divided in two, the agencies' province became part of another: both follow from the
    tehsils.

    Returns
    -------
    dict
        Compact match key to codes and the reason.

    Examples
    --------
    >>> former_units("2023", date(2023, 3, 1))["chitral"][0]
    ('PK507', 'PK508')
    """
    now = current_parents(edition, day)
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for name in _UNIT_TABLES:
        for cells in table(name):
            ended = day_of(cells["valid_to"], otherwise=date.max)
            codes = _heirs(name, cells["code"], edition=edition, ended=ended, now=now) if ended <= day else ()
            if codes:
                where = "more than one unit" if len(codes) > 1 else "another unit"
                reason = f"{cells['name']} ended on {ended.isoformat()}; its land is now in {where}"
                for spelling in (cells["name"], *split_list(cells["variants"]), cells["urdu"]):
                    found[compact(match_key(spelling))] = (codes, reason)
    return found


def _heirs(
    table_name: str, code: str, *, edition: str, ended: date, now: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the units of a table that hold today what a unit held on its last day."""
    then = current_parents(edition, ended - timedelta(days=1))
    lands = [child for child in then if child.startswith("IM-T-") and code in chain(child, then)]
    units = (_unit_at(table_name, chain(land, now)) for land in lands)
    return tuple(dict.fromkeys(unit for unit in units if unit))


def _unit_at(table_name: str, line: Sequence[str]) -> str:
    """Return the code in a chain of parents that belongs to a table: the district follows the tehsil."""
    if table_name == "districts":
        return line[1] if len(line) > 1 else ""
    return next((code for code in line if code.startswith(_UNIT_TABLES[table_name])), "")
