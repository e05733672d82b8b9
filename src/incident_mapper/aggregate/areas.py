"""Total a metric for the areas of a level."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.counted import Counted, count_rows
from incident_mapper.aggregate.overlaps import add_up
from incident_mapper.aggregate.settle import settle
from incident_mapper.aggregate.shared import shared_figures, with_shared
from incident_mapper.aggregate.tally import NOTHING, Tally, tally
from incident_mapper.aggregate.total import COUNTRY, LEVELS, AreaTotals, Level, Total
from incident_mapper.aggregate.units import Cell, Unit, make_units

CODE_OF: Final[Mapping[str, str]] = {
    "district": s.ADM2_CODE,
    "division": s.DIVISION_CODE,
    "province": s.ADM1_CODE,
}
"""The column that says which area of a level a row is in."""


def aggregate(
    incidents: pd.DataFrame | Counted, *, metric: s.Metric, level: Level, victims: s.VictimGroup = ""
) -> AreaTotals:
    """Total a metric for the areas of a level.

    Figures of a group count once, in the smallest area that holds the whole group. Duplicates count once, with the
    range that holds the figures of all of them; an update replaces what it updates; what is ``part_of`` another counts
    in it. A record that ``may_include`` another makes a range. A record known only to a province is never counted in
    a district.

    Parameters
    ----------
    incidents
        Placed incidents: ``adm1_code``, ``adm2_code``, ``outcome``, figures, ``group_id``, ``relations``, and, where
        there are such, ``division_code`` and ``events`` (how many incidents a row stands for). Whoever totals one
        table many times hands over what `count_rows` makes of it.
    metric
        ``"incidents"``, ``"killed"`` or ``"injured"``.
    level
        ``"district"``, ``"division"``, ``"province"`` or ``"country"``.
    victims
        Only these victims; empty for all.

    Returns
    -------
    AreaTotals
        The areas' totals and the rest; the lower ends add up to the country's where nothing overlaps.

    Raises
    ------
    SchemaError
        If a column is missing or a relation cannot be read.
    OptionError
        If there is no such level.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "adm1_code": "PK-BA", "adm2_code": ["PK210", "PK226"], "outcome": "district", "group_id": ["", ""],
    ...         "relations": "", "killed_low": [4, None], "killed_best": [4, None], "killed_high": [4, None],
    ...     }, index=["a", "b"]
    ... ).astype({"killed_low": "Int64", "killed_best": "Int64", "killed_high": "Int64"})
    >>> totals = aggregate(table, metric="killed", level="district").totals
    >>> totals["PK210"].text, totals["PK226"].text
    ('4', 'not known')
    """
    s.require_choice(level, LEVELS, option="level")
    counted = incidents if isinstance(incidents, Counted) else count_rows(incidents)
    codes = _codes(counted.tied, level)
    units = make_units(counted, [Cell(code) for code in codes], metric=metric, victims=victims)
    settled = settle(units, counted.relations, figures=metric != "incidents")
    places: dict[str, list[Unit]] = defaultdict(list)
    for unit in settled.units:
        places[unit.cell.area].append(unit)
    alone = _alone(counted.alone, metric=metric, level=level, victims=victims)
    found = {
        code: add_up(places.get(code, []), metric=metric, alone=alone.get(code, NOTHING))
        for code in sorted({*places, *alone})
    }
    elsewhere = found.pop("", None)
    notes: dict[str, list[str]] = defaultdict(list)
    if level in ("district", "division") and metric != "incidents":
        for cell, said in shared_figures(settled.units, area=level):
            if cell.area:
                notes[cell.area] += [said] if said else []
                found[cell.area] = with_shared(found.get(cell.area), said)
    for code, members in places.items():
        for unit in members:
            notes[code] += settled.notes.get(unit.key, ())
    for cell, moved in settled.moved.items():
        if cell.area:
            notes[cell.area] += moved
    return AreaTotals(
        metric=metric,
        level=level,
        totals=found,
        notes={code: tuple(dict.fromkeys(said)) for code, said in notes.items()},
        elsewhere=elsewhere,
    )


def country_total(
    incidents: pd.DataFrame | Counted, *, metric: s.Metric, victims: s.VictimGroup = ""
) -> Total:
    """Return the total of everything that is not abroad.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"adm1_code": ["PK-BA", ""], "outcome": ["province", "unmatched"]} | dict.fromkeys(
    ...         ["adm2_code", "group_id", "relations"], ""
    ...     )
    ... )
    >>> country_total(table, metric="incidents").text
    '2'
    """
    totals = aggregate(incidents, metric=metric, level="country", victims=victims).totals
    return totals.get(COUNTRY, Total(0, 0, 0))


def _codes(rows: pd.DataFrame, level: Level) -> list[str]:
    """Return the code of the area of a level that each row is in."""
    if level == "country":
        return [COUNTRY] * len(rows)
    s.require_columns(rows, [CODE_OF[level]], what="incidents")
    return [str(code) for code in rows[CODE_OF[level]]]


def _alone(rows: pd.DataFrame, *, metric: s.Metric, level: Level, victims: s.VictimGroup) -> dict[str, Tally]:
    """Return the sums of the rows that are tied to no other, by area."""
    if rows.empty:
        return {}
    if level == "country":
        numbers, codes = np.zeros(len(rows), dtype=np.int64), [COUNTRY]
    else:
        s.require_columns(rows, [CODE_OF[level]], what="incidents")
        numbers, codes = pd.factorize(rows[CODE_OF[level]])  # type: ignore[assignment]
    sums = tally(rows, numbers, count=len(codes), metric=metric, victims=victims)
    return {str(code): Tally(*found) for code, found in zip(codes, sums.tolist(), strict=True)}
