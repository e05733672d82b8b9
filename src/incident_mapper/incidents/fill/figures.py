"""Fill in how many: killed and injured as ranges, in all and by group of victims."""

from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.incidents.figures import Figure, read_figure
from incident_mapper.incidents.fill.cells import Cells

Bound = Literal["low", "best", "high"]
_BOUNDS: Final[tuple[Bound, ...]] = ("low", "best", "high")
_Ends = dict[Bound, NDArray[np.float64]]


def fill_figures(table: dict[str, object], cells: Cells) -> None:
    """Add killed and injured to the columns of an incident table; what is unknown stays ``<NA>``.

    Parameters
    ----------
    table
        Column to values; ``killed_low`` and the like are added, and ``events``.
    cells
        The cells of the batch.
    """
    for metric in ("killed", "injured"):
        groups: list[_Ends] = []
        whole: _Ends = {}
        for group in ("", *s.VICTIM_GROUPS):
            names = {bound: s.figure_column(metric, bound, group=group) for bound in _BOUNDS}
            single = f"{metric}_{group}" if group else metric
            if group and not {single, *names.values()} & set(cells.headers):
                continue
            ends = _together(cells, single, names)
            _mend_order(ends, names, cells)
            if group:
                groups.append(ends)
                _add(table, names, ends)
            else:
                whole = ends
        _total_from_groups(whole, groups)
        _add(table, {bound: s.figure_column(metric, bound) for bound in _BOUNDS}, whole)
    if s.EVENTS in cells.headers:
        table[s.EVENTS] = _whole_numbers(_ends(cells, s.EVENTS)["best"])


def _add(table: dict[str, object], names: dict[Bound, str], ends: _Ends) -> None:
    for bound, name in names.items():
        table[name] = _whole_numbers(ends[bound])


def _whole_numbers(numbers: NDArray[np.float64]) -> pd.arrays.IntegerArray:
    unknown = np.isnan(numbers)
    return pd.arrays.IntegerArray(np.where(unknown, 0, numbers).astype(np.int64), unknown)


def _ends(cells: Cells, name: str) -> _Ends:
    """Return what a column says, row by row; ``NaN`` is unknown."""
    if name not in cells.headers:
        nothing = np.full(len(cells), np.nan)
        return {"low": nothing, "best": nothing, "high": nothing}
    column, answers = cells.read(name, read_figure, check="not_a_number")
    return {
        bound: np.array([_number(answer, bound) for answer in answers], dtype=float)[column.codes]
        for bound in _BOUNDS
    }


def _number(figure: Figure, bound: Bound) -> float:
    value = getattr(figure, bound)
    return np.nan if value is None else float(value)


def _together(cells: Cells, single: str, names: dict[Bound, str]) -> _Ends:
    """Put together what the columns of the ends, of the best estimate and of the whole figure say.

    A range in the column of the best estimate ("15-20") gives the ends that have no column of their own.
    """
    whole = _ends(cells, single)
    low, best, high = (_ends(cells, names[bound]) for bound in _BOUNDS)
    estimated = ~np.isnan(best["low"]) | ~np.isnan(best["high"]) | ~np.isnan(best["best"])
    found: _Ends = {
        "low": _first(low["low"], low["high"], whole["low"], best["low"]),
        "best": np.where(estimated, best["best"], whole["best"]),
        "high": _first(high["high"], high["best"], whole["high"], best["high"]),
    }
    certain = (found["low"] == found["high"]) & np.isnan(found["best"])
    found["best"] = np.where(certain, found["low"], found["best"])
    return found


def _first(*columns: NDArray[np.float64]) -> NDArray[np.float64]:
    found = columns[0]
    for column in columns[1:]:
        found = np.where(np.isnan(found), column, found)
    return found


def _mend_order(ends: _Ends, names: dict[Bound, str], cells: Cells) -> None:
    """Widen ranges that stand on their head, and say so."""
    low, best, high = (ends[bound] for bound in _BOUNDS)
    wrong = (low > high) | (low > best) | (best > high)  # false where one of the two is not known
    if not wrong.any():
        return
    three = np.stack([low, best, high])
    for at in np.flatnonzero(wrong):
        numbers = zip(names.values(), three[:, at], strict=True)
        said = ", ".join(f"{name} {'unknown' if np.isnan(n) else int(n)}" for name, n in numbers)
        cells.findings.add(
            "out_of_order", at, f"{said} are out of order", field=names["low"], value=said,
            suggestion="the range is read from the smallest to the largest; exchange the two in the source",
            fix="order",
        )  # fmt: skip
    # Out of order, the widest honest reading is from the smallest to the largest of the three.
    ends["low"], ends["high"] = low.copy(), high.copy()
    ends["low"][wrong] = np.nanmin(three[:, wrong], axis=0)
    ends["high"][wrong] = np.nanmax(three[:, wrong], axis=0)


def _total_from_groups(whole: _Ends, groups: list[_Ends]) -> None:
    """Where only groups of victims are counted, all victims together are the sum of the known groups."""
    unknown = np.logical_and.reduce([np.isnan(whole[bound]) for bound in _BOUNDS])
    if not groups or not unknown.any():
        return
    known = [np.logical_or.reduce([~np.isnan(ends[bound]) for bound in _BOUNDS]) for ends in groups]
    some = np.logical_or.reduce(known)
    for bound in _BOUNDS:
        parts = [np.where(k, ends[bound], 0.0) for k, ends in zip(known, groups, strict=True)]
        if bound == "low":
            # Of "up to five" militants and 3 civilians, three are sure.
            lows = np.stack([ends["low"] for ends in groups])
            summed = np.where(np.isnan(lows).all(axis=0), np.nan, np.nansum(lows, axis=0))
        else:
            # "40+" militants and 3 civilians are at least 43, and nobody knows how many at most.
            summed = np.sum(parts, axis=0)
        whole[bound] = np.where(unknown & some, summed, whole[bound])
