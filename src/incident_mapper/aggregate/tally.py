"""Sum the figures of rows that stand alone, all cells at once."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from incident_mapper import schema as s

Ints = npt.NDArray[np.int64]


class Tally(NamedTuple):
    """Sums over the rows of a cell, with how many rows state each end: enough to say its total as a range.

    Attributes
    ----------
    rows, known, silent
        All rows; those that state a figure; those that state none of any kind.
    low, best, high
        The sums of what is stated.
    lows, bests, highs
        How many rows state it.
    """

    rows: int = 0
    known: int = 0
    silent: int = 0
    low: int = 0
    best: int = 0
    high: int = 0
    lows: int = 0
    bests: int = 0
    highs: int = 0


NOTHING: Final = Tally()


def tally(
    rows: pd.DataFrame, cells: Ints, *, count: int, metric: s.Metric, victims: s.VictimGroup = ""
) -> Ints:
    """Sum the figures of rows by cell.

    Parameters
    ----------
    rows
        Rows of which none counts together with another.
    cells
        For each row, the number of its cell, from 0 to `count` - 1.
    count
        How many cells there are.
    metric, victims
        What is counted, and of whom.

    Returns
    -------
    numpy.ndarray
        A row for each cell, a column for each field of `Tally`.

    Examples
    --------
    >>> frame = pd.DataFrame({"killed_low": [2, 3, None], "killed_high": [2, None, None]})
    >>> Tally(*tally(frame, np.array([0, 0, 0]), count=1, metric="killed")[0].tolist())
    Tally(rows=3, known=2, silent=1, low=5, best=0, high=2, lows=2, bests=0, highs=1)
    """
    sums = np.zeros((count, len(Tally._fields)), dtype=np.int64)

    def add(field: str, values: npt.NDArray[np.float64] | npt.NDArray[np.bool_] | None) -> None:
        # Sums of whole numbers are exact in floating point up to 2**53.
        found = np.bincount(cells, weights=values, minlength=count)
        sums[:, Tally._fields.index(field)] = np.rint(found)

    add("rows", None)
    if metric == "incidents":
        events = events_of(rows)
        for end in ("low", "best", "high"):
            add(end, events)
        for field in ("known", "lows", "bests", "highs"):
            add(field, None)
        return sums
    known = np.zeros(len(rows), dtype=bool)
    for end in ("low", "best", "high"):
        values = _numbers(rows, s.figure_column(metric, end, group=victims))  # type: ignore[arg-type]
        stated = ~np.isnan(values)
        known |= stated
        add(end, np.where(stated, values, 0.0))
        add(f"{end}s", stated)
    add("known", known)
    add("silent", silent_rows(rows, metric))
    return sums


def events_of(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Return how many incidents each row stands for; a row that does not say is one."""
    events = _numbers(rows, s.EVENTS)
    return np.where(np.isnan(events), 1.0, events)


def silent_rows(rows: pd.DataFrame, metric: s.Metric) -> npt.NDArray[np.bool_]:
    """Say which rows give no figure at all: neither of all victims nor of a group of them."""
    silent = np.full(len(rows), metric != "incidents")
    if metric != "incidents":
        for name in rows.columns:
            if str(name).startswith(f"{metric}_"):
                silent &= rows[name].isna().to_numpy(dtype=bool)
    return silent


def _numbers(rows: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    if name not in rows:
        return np.full(len(rows), np.nan)
    return rows[name].to_numpy(dtype=np.float64, na_value=np.nan)
