"""Compare two editions of a dataset: what came, what went, what changed, and what that does to the totals."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.total import Total
from incident_mapper.compare.fields import compare_fields, silent_columns
from incident_mapper.compare.match import match_rows
from incident_mapper.compare.result import KINDS, Changes, CompareOptions, TotalChange
from incident_mapper.duplicates.identity import base_id, figure_columns, stated
from incident_mapper.duplicates.reasons import figure_text
from incident_mapper.duplicates.review import date_text
from incident_mapper.errors import SchemaError


def compare_editions(
    old: pd.DataFrame, new: pd.DataFrame, *, options: CompareOptions = CompareOptions()
) -> Changes:
    """Say what changed between two editions of a dataset; another order of rows or columns is no change.

    Parameters
    ----------
    old, new
        Placed incidents, such as ``place_incidents(...).incidents``.
    options
        How rows are matched, and how far a point must have moved.

    Returns
    -------
    Changes
        Every change in a table, and what they come to.

    Raises
    ------
    SchemaError
        If a column of the incident table is missing.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.pipeline import place_incidents
    >>> old = place_incidents(example_file("incidents.csv")).incidents
    >>> compare_editions(old, old.iloc[::-1]).any
    False
    """
    for frame, what in ((old, "the old edition"), (new, "the new edition")):
        s.require_columns(frame, [s.EVENT_DATE, s.DATE_PRECISION, s.LONGITUDE, s.LATITUDE, s.ROW], what=what)
        if not frame.index.is_unique:
            raise SchemaError(f"{what} must have unique ids as its index.")
    matched = match_rows(old, new, options=options)
    notes = list(matched.notes)
    before, after = old.loc[list(matched.old)], new.loc[list(matched.new)]
    silent = silent_columns(old, new)
    for side, names in silent.items():
        if names:
            notes.append(
                f"{side} states no {', '.join(names)} in any row; that is not counted as a change of every row"
            )
    passed = [name for names in silent.values() for name in names]
    compared = (frame.drop(columns=passed, errors="ignore") for frame in (before, after))
    here, there = _Names(before), _Names(after)
    rows = []
    for at, kind, *told in compare_fields(*compared, min_km=options.min_km):
        rows.append((kind, there.id[at] or here.id[at], here.id[at], here.row[at], there.row[at], *told))
    changed = len({(row[2], row[3], row[4]) for row in rows})
    gone, come = old.drop(index=list(matched.old)), new.drop(index=list(matched.new))
    for kind, frame in (("deleted", gone), ("added", come)):
        for name, row, words in zip(*_Names(frame), _told(frame), strict=True):
            where = (name, row, "") if kind == "deleted" else ("", "", row)
            rows.append((kind, name, *where, "", "", "", words))
    table = pd.DataFrame(rows, columns=list(s.CHANGE_COLUMNS)).astype(object)
    rank = {kind: at for at, kind in enumerate(KINDS)}
    table["_rank"] = table[s.KIND].map(rank)
    table["_row"] = pd.to_numeric(table["new_row"].where(table["new_row"] != "", table["old_row"]))
    table = table.sort_values(["_rank", "_row", s.INCIDENT_ID], kind="stable").drop(columns=["_rank", "_row"])
    counts = table.drop_duplicates([s.KIND, "old_id", "old_row", "new_row"])[s.KIND].value_counts()
    return Changes(
        table.reset_index(drop=True),
        len(old),
        len(new),
        changed,
        {kind: int(counts[kind]) for kind in KINDS if kind in counts},
        _totals(before, after, gone, come),
        tuple(notes),
    )


class _Names:
    """How rows are called: by the id that the source states, the number of a row being none, and by row."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.id = [base_id(name) if stated(name) else "" for name in frame.index]
        self.row = [int(row) for row in frame[s.ROW]]

    def __iter__(self) -> Iterator[list[Any]]:
        return iter((self.id, self.row))


def _told(frame: pd.DataFrame) -> list[str]:
    """Say what each incident is: day, place, figures, actors."""
    return [_incident({str(name): cell for name, cell in row.items()}) for row in frame.to_dict("records")]


def _incident(row: Mapping[str, Any]) -> str:
    killed, injured = figure_text(row, "killed"), figure_text(row, "injured")
    place = str(row.get(s.PLACE_TEXT) or row.get(s.LOCALITY_GIVEN) or "")
    district = str(row.get(s.ADM2_NAME) or row.get(s.ADM1_NAME) or "")
    parts = [
        date_text(row) or "no date",
        ", ".join(text for text in dict.fromkeys((place, district)) if text) or "no place",
        f"{killed} killed" if killed else "",
        f"{injured} injured" if injured else "",
        " - ".join(str(row[name]) for name in (s.ACTOR1, s.ACTOR2) if row.get(name)),
    ]
    return "; ".join(part for part in parts if part)


def _totals(
    before: pd.DataFrame, after: pd.DataFrame, gone: pd.DataFrame, come: pd.DataFrame
) -> tuple[TotalChange, ...]:
    """Return the sums of both editions with what explains their difference."""
    found = []
    stated_ = {*figure_columns(before), *figure_columns(after), *figure_columns(gone), *figure_columns(come)}
    for metric in s.METRICS:
        if metric != "incidents" and not stated_ & {
            s.figure_column(metric, end) for end in ("low", "best", "high")
        }:
            continue
        ends = [_ends(frame, metric) for frame in (before, after, gone, come)]
        kept_old, kept_new, lost, won = (int(np.nansum(each[:, 1])) for each in ends)
        old, new = np.concatenate([ends[0], ends[2]]), np.concatenate([ends[1], ends[3]])
        found.append(
            TotalChange(
                metric,
                kept_old + lost,
                kept_new + won,
                _total(old).text,
                _total(new).text,
                added=won,
                deleted=-lost,
                changed=kept_new - kept_old,
                old_silent=int(np.isnan(old[:, 1]).sum()),
                new_silent=int(np.isnan(new[:, 1]).sum()),
            )
        )
    return tuple(found)


def _ends(frame: pd.DataFrame, metric: s.Metric) -> npt.NDArray[np.float64]:
    """Return low, value and high of each row; the value is the best estimate, or else the lower end."""
    if metric == "incidents":
        events = frame.get(s.EVENTS, pd.Series(pd.NA, index=frame.index))
        count = pd.to_numeric(events, errors="coerce").astype("Float64").fillna(1.0).to_numpy(dtype=float)
        return np.column_stack([count, count, count])
    names = [s.figure_column(metric, bound) for bound in ("low", "best", "high")]
    low, best, high = frame.reindex(columns=names).astype("Float64").to_numpy(dtype=float, na_value=np.nan).T
    said = ~(np.isnan(low) & np.isnan(best) & np.isnan(high))
    low = np.where(np.isnan(low), np.where(np.isnan(best), 0.0, best), low)
    high = np.where(np.isnan(high), np.inf, high)
    value = np.where(np.isnan(best), low, best)
    return np.where(said[:, None], np.column_stack([low, value, high]), np.nan)


def _total(ends: npt.NDArray[np.float64]) -> Total:
    """Add rows up into a range; one open end leaves the sum open."""
    if not len(ends) or np.isnan(ends[:, 1]).all():
        return Total(None, None, None) if len(ends) else Total(0, 0, 0)
    low, value, high = (float(np.nansum(column)) for column in ends.T)
    return Total(int(low), int(value), None if np.isinf(high) else int(high))
