"""Lay the cells of a panel out as a table, quiet ones too, with what belongs to no area or no period beside them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.counted import Counted
from incident_mapper.aggregate.overlaps import add_up
from incident_mapper.aggregate.settle import Settled, settle
from incident_mapper.aggregate.shared import shared_figures, with_shared
from incident_mapper.aggregate.tally import Ints, Tally
from incident_mapper.aggregate.total import Total
from incident_mapper.aggregate.units import NO_PERIOD, Cell, make_units
from incident_mapper.panel.grid import Grid, make_grid
from incident_mapper.panel.plan import PanelPlan

_FIELDS: Final = len(Tally._fields)
_ENDS: Final = ("low", "best", "high")


@dataclass(frozen=True)
class Panel:
    """One row for each area and period.

    Attributes
    ----------
    table
        The panel: see `panel` for its columns.
    level, period
        What its areas and periods are.
    metrics
        What it counts.
    national
        The country's totals over all time, with overlaps between areas and periods taken into account.
    areas, periods
        How many of each it has.
    in_no_area, in_no_period
        How many reports belong to no single area, and to no single period.
    """

    table: pd.DataFrame
    level: str
    period: str
    metrics: tuple[s.Metric, ...]
    national: Mapping[str, Total]
    areas: int
    periods: int
    in_no_area: int
    in_no_period: int


@dataclass(frozen=True)
class Gathered:
    """What an accumulator has: sums by place and period of what stands alone, and the rows that are tied.

    Attributes
    ----------
    places, reasons
        The names that `place` and negative numbers stand for.
    place, number, sums
        For each cell of sums: its place, the number of its period or of its reason, and the tallies of all metrics.
    counted, cells, why
        The tied rows, the cell of each, and why it is in no period.
    """

    places: tuple[str, ...]
    reasons: tuple[str, ...]
    place: Ints
    number: Ints
    sums: Ints
    counted: Counted | None
    cells: tuple[Cell, ...] = ()
    why: tuple[str, ...] = ()


@dataclass
class _Columns:
    """The figures of one metric, a row for each cell."""

    ends: dict[str, npt.NDArray[np.float64]]
    unknown: Ints
    why: dict[int, tuple[str, ...]] = field(default_factory=dict)
    notes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def make_panel(plan: PanelPlan, gathered: Gathered, *, metrics: Sequence[s.Metric]) -> Panel:
    """Return the panel of what an accumulator gathered.

    Parameters
    ----------
    plan
        What it is made by.
    gathered
        Sums and rows; its tallies are of `metrics`, of which the first is the incidents.
    metrics
        What was tallied.
    """
    settled = {metric: _settled(gathered, metric) for metric in metrics}
    cells = {*gathered.cells, *(unit.cell for found in settled.values() for unit in found.units)}
    numbers = np.where(gathered.number < _first_real(gathered), NO_PERIOD, gathered.number)
    alone = [gathered.places[i] for i in gathered.place]
    grid = make_grid(plan, alone, numbers, sorted(cells))
    at = grid.rows_of(alone, numbers)
    sums = np.zeros((grid.size, gathered.sums.shape[1]), dtype=np.int64)
    np.add.at(sums, at, gathered.sums)
    columns = {
        metric: _columns(
            sums[:, i * _FIELDS : (i + 1) * _FIELDS], settled[metric], grid, plan=plan, metric=metric
        )
        for i, metric in enumerate(metrics)
    }
    reports = sums[:, Tally._fields.index("rows")].copy()
    np.add.at(reports, [grid.row_of(cell) for cell in gathered.cells], 1)
    national = {
        metric: add_up(
            settled[metric].units,
            metric=metric,
            alone=Tally(*gathered.sums[:, i * _FIELDS : (i + 1) * _FIELDS].sum(axis=0).tolist()),
        )
        if len(reports) and reports.any()
        else Total(0, 0, 0)
        for i, metric in enumerate(metrics)
    }
    wanted = {metric: columns[metric] for metric in plan.metrics}
    table = _table(plan, grid, wanted, _reasons(gathered, grid, settled, at=at, plan=plan))
    return Panel(
        table=table,
        level=plan.level,
        period=plan.period,
        metrics=plan.metrics,
        national={metric: national[metric] for metric in plan.metrics},
        areas=grid.areas,
        periods=grid.periods if plan.period else 0,
        in_no_area=int(reports[grid.no_area].sum()),
        in_no_period=int(reports[grid.no_period].sum()),
    )


def _first_real(gathered: Gathered) -> int:
    """Return the lowest number that is a period's; those below stand for reasons."""
    return NO_PERIOD + 1 + len(gathered.reasons)


def _settled(gathered: Gathered, metric: s.Metric) -> Settled:
    if gathered.counted is None:
        return Settled(())
    units = make_units(gathered.counted, gathered.cells, metric=metric, victims="")
    return settle(units, gathered.counted.relations, figures=metric != "incidents")


def _columns(sums: Ints, settled: Settled, grid: Grid, *, plan: PanelPlan, metric: s.Metric) -> _Columns:
    """Turn sums and units into ranges: at once where a cell has only sums, one by one where it has more."""
    part = {name: sums[:, i] for i, name in enumerate(Tally._fields)}
    known, reported = part["known"] > 0, part["rows"] > 0
    nan = np.nan
    complete = {
        "low": part["lows"] > 0,
        "best": part["bests"] == part["known"],
        "high": part["highs"] == part["known"],
    }
    ends = {
        end: np.where(
            known, np.where(complete[end], part[end].astype(float), nan), np.where(reported, nan, 0.0)
        )
        for end in _ENDS
    }
    found = _Columns(ends, part["silent"].copy())
    tell = np.flatnonzero((part["silent"] > 0) | (known & ~complete["high"]))
    said: dict[tuple[bool, bool, int], tuple[str, ...]] = {}
    for row in tell.tolist():
        case = (bool(known[row]), bool(complete["high"][row]), int(part["silent"][row]))
        if case not in said:
            said[case] = add_up([], metric=metric, alone=Tally(*sums[row].tolist())).why
        found.why[row] = said[case]
    _settle_cells(found, sums, settled, grid, plan=plan, metric=metric)
    return found


def _settle_cells(
    found: _Columns, sums: Ints, settled: Settled, grid: Grid, *, plan: PanelPlan, metric: s.Metric
) -> None:
    """Total the cells that hold units, or a part of a figure, or reports that are counted elsewhere."""
    units: dict[int, list[Any]] = defaultdict(list)
    for unit in settled.units:
        row = grid.row_of(unit.cell)
        units[row].append(unit)
        found.notes[row] += settled.notes.get(unit.key, ())
    totals: dict[int, Total | None] = {
        row: add_up(held, metric=metric, alone=Tally(*sums[row].tolist())) for row, held in units.items()
    }

    def own(row: int) -> Total | None:
        alone = Tally(*sums[row].tolist())
        if row not in totals:
            totals[row] = add_up([], metric=metric, alone=alone) if alone.rows else None
        return totals[row]

    if metric != "incidents":
        for cell, said in shared_figures(settled.units, area=plan.level, period=plan.period):
            row = grid.row_of(cell)
            totals[row] = with_shared(own(row), said)
            if said:
                found.notes[row].append(said)
    for cell, moved in settled.moved.items():
        row = grid.row_of(cell)
        found.notes[row] += moved
        if own(row) is None:
            totals[row] = Total(None, None, None)
    for row, total in totals.items():
        if total is not None:
            for end in _ENDS:
                value = getattr(total, end)
                found.ends[end][row] = np.nan if value is None else value
            found.unknown[row] = total.unknown
            found.why[row] = tuple(why for why in total.why if why not in found.notes[row])


def _reasons(
    gathered: Gathered, grid: Grid, settled: Mapping[s.Metric, Settled], *, at: Ints, plan: PanelPlan
) -> dict[int, Counter[str]]:
    """Count for each row of the panel why its reports are in no period."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = (
        gathered.sums[:, Tally._fields.index("rows")] if len(gathered.sums) else np.zeros(0, dtype=np.int64)
    )
    real = _first_real(gathered)
    for i in np.flatnonzero(gathered.number < real).tolist():
        found[int(at[i])][gathered.reasons[gathered.number[i] - NO_PERIOD - 1]] += int(rows[i])
    for cell, why in zip(gathered.cells, gathered.why, strict=True):
        if why:
            found[grid.row_of(cell)][why] += 1
    seen = set()
    for told in settled.values():
        for unit in told.units:
            apart = {cell.period for cell in unit.cells}
            if unit.cell.period == NO_PERIOD and len(apart) > 1 and unit.key not in seen:
                seen.add(unit.key)
                found[grid.row_of(unit.cell)][
                    f"the records of {unit.label} lie in several {plan.period}s"
                ] += 1
    return found


def _table(
    plan: PanelPlan, grid: Grid, columns: Mapping[s.Metric, _Columns], reasons: Mapping[int, Counter[str]]
) -> pd.DataFrame:
    """Put the columns of a panel together."""
    table = grid.labels(plan)
    for metric, found in columns.items():
        for end in _ENDS:
            values = found.ends[end]
            lost = np.isnan(values)
            whole = np.where(lost, 0, values).astype(np.int64)
            table[s.figure_column(metric, end)] = pd.arrays.IntegerArray(whole, lost)
        table[unknown_column(metric)] = found.unknown
    why: dict[int, list[str]] = defaultdict(list)
    notes: dict[int, list[str]] = defaultdict(list)
    for row, counts in reasons.items():
        notes[row] += [said if n == 1 else f"{said} ({n:,} reports)" for said, n in sorted(counts.items())]
    for metric, found in columns.items():
        for row, sentences in found.why.items():
            why[row] += [f"{metric}: {said}" for said in dict.fromkeys(sentences)]
        for row, told in found.notes.items():
            notes[row] += [
                f"{metric}: {said}" if said.startswith("part of") else said for said in dict.fromkeys(told)
            ]
    for name, texts_of in ((s.WHY, why), (s.NOTE, notes)):
        texts = np.full(grid.size, "", dtype=object)
        for row, parts in texts_of.items():
            texts[row] = "; ".join(dict.fromkeys(parts))
        table[name] = pd.array(texts, dtype="str")
    return table.iloc[grid.order].reset_index(drop=True)


def unknown_column(metric: str) -> str:
    """Return the name of the column that counts the reports without a figure.

    Examples
    --------
    >>> unknown_column("killed")
    'killed_unknown'
    """
    return f"{metric}_unknown"
