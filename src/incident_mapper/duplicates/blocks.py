"""Which pairs of reports are compared at all: those near in time and place, found without comparing all with all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.duplicates.options import DuplicateOptions
from incident_mapper.names import match_key

Numbers = npt.NDArray[np.int64]
_SPAN: Final = 10_000_000
"""More days than any two dates lie apart, so that key and day fit into one number."""
_CELL: Final = 0.3
"""Degrees: points up to half of it apart are compared across a district's border. A stated convention."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of row positions, each once; how many were left out, and a row of the most crowded block, or -1."""

    left: Numbers
    right: Numbers
    left_out: int = 0
    crowded: int = -1


def spans(incidents: pd.DataFrame) -> tuple[Numbers, Numbers]:
    """Return the first and last day that each row may be about, as days since 1970; -1 > -2 where it is unknown.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {s.EVENT_DATE: pd.to_datetime(["1970-02-10", None]), s.DATE_PRECISION: ["month", "day"]}
    ... )
    >>> [days.tolist() for days in spans(frame)]
    [[31, -1], [58, -2]]
    """
    start = pd.to_datetime(incidents[s.EVENT_DATE])
    ends = incidents.get(s.EVENT_DATE_END, pd.Series(pd.NaT, index=incidents.index))
    end = pd.to_datetime(ends)
    stated = end.notna() & (end >= start)
    end = end.where(stated, start)
    precision = incidents[s.DATE_PRECISION]
    first, last = start.copy(), end.copy()
    night = (precision == "night") & ~stated
    last = last.where(~night, last + pd.Timedelta(days=1))
    week = (precision == "week") & ~stated
    first = first.where(~week, first - pd.Timedelta(days=6))
    last = last.where(~week, last + pd.Timedelta(days=6))
    for name, letter in (("month", "M"), ("year", "Y")):
        coarse = (precision == name) & start.notna()
        if coarse.any():
            first = first.mask(coarse, start.dt.to_period(letter).dt.start_time)
            last = last.mask(coarse, end.dt.to_period(letter).dt.end_time)
    known = start.notna().to_numpy()
    epoch = pd.Timestamp(0)
    days = [((column - epoch) // pd.Timedelta(days=1)).to_numpy(dtype=float) for column in (first, last)]
    low = np.where(known, np.nan_to_num(days[0], nan=-1), -1).astype(np.int64)
    high = np.where(known, np.nan_to_num(days[1], nan=-2), -2).astype(np.int64)
    return low, high


def find_pairs(incidents: pd.DataFrame, *, options: DuplicateOptions) -> Pairs:
    """Return the pairs to compare: of one district, division, province or place, and near in time.

    Parameters
    ----------
    incidents
        Placed incidents.
    options
        The window, and how many neighbours at most.
    """
    first, last = spans(incidents)
    dated = last >= first
    adm1, division, adm2 = (
        incidents.get(name, pd.Series("", index=incidents.index)).fillna("").astype(str)
        for name in (s.ADM1_CODE, s.DIVISION_CODE, s.ADM2_CODE)
    )
    order = _order(incidents)
    within = _Search(first, last, order, options)
    nowhere = (adm1 == "") & (adm2 == "")
    named = incidents[s.PLACE_TEXT].where(nowhere, "")
    keys = {text: match_key(text) for text in named.unique()}
    places = named.map(keys)
    found = [within.same(adm2, dated), within.same(places, dated)]
    found += [within.same(cell, dated) for cell in _cells(incidents)]
    # What is known only to a wider area is compared with all that lies in it.
    only_division = (adm2 == "") & (division != "")
    only_province = (adm2 == "") & (division == "") & (adm1 != "")
    found.append(within.wider(division, only_division, (adm2 != "") & (division != ""), dated))
    found.append(within.same(division.where(only_division, ""), dated))
    found.append(within.wider(adm1, only_province, ~only_province & (adm1 != ""), dated))
    found.append(within.same(adm1.where(only_province, ""), dated))
    left, right = (np.concatenate([getattr(each, side) for each in found]) for side in ("left", "right"))
    low, high = np.minimum(left, right), np.maximum(left, right)
    unique = np.unique(low * len(incidents) + high)
    crowded = next((each.crowded for each in found if each.crowded >= 0), -1)
    return Pairs(
        unique // len(incidents) if len(incidents) else unique,
        unique % len(incidents) if len(incidents) else unique,
        sum(each.left_out for each in found),
        crowded,
    )


def _order(incidents: pd.DataFrame) -> Numbers:
    """Rank rows by where they are and what they say, so that of a crowd the likeliest are neighbours."""
    names = [s.LATITUDE, s.LONGITUDE, s.figure_column("killed", "high"), s.figure_column("injured", "high")]
    ranked = incidents.reindex(columns=names).astype(float).fillna(-1.0)
    ranked["_id"] = incidents.index.astype(str)
    order = np.lexsort([ranked[name].to_numpy() for name in ["_id", *reversed(names)]])
    ranks = np.empty(len(incidents), dtype=np.int64)
    ranks[order] = np.arange(len(incidents))
    return ranks


def _cells(incidents: pd.DataFrame) -> Sequence[pd.Series]:
    """Return for each point the cell it lies in, in four grids half a cell apart; any near two share one."""
    usable = incidents[s.GEO_PRECISION].isin(s.POINT_PRECISIONS) & incidents[s.LONGITUDE].notna()
    found = []
    for shift_x in (0.0, 0.5):
        for shift_y in (0.0, 0.5):
            x = np.floor(incidents[s.LONGITUDE].fillna(0.0) / _CELL + shift_x).astype(np.int64)
            y = np.floor(incidents[s.LATITUDE].fillna(0.0) / _CELL + shift_y).astype(np.int64)
            cell = x.astype(str) + "/" + y.astype(str)
            found.append(cell.where(usable, ""))
    return found


class _Search:
    """Finds rows of one key whose spans of days overlap, by sorting."""

    def __init__(self, first: Numbers, last: Numbers, order: Numbers, options: DuplicateOptions) -> None:
        self.first, self.last, self.order = first, last, order
        self.window, self.most = options.days, options.most

    def same(self, keys: pd.Series, dated: npt.NDArray[np.bool_]) -> Pairs:
        """Return pairs of rows that share a key."""
        rows = np.flatnonzero(dated & (keys != "").to_numpy())
        codes = pd.factorize(keys.to_numpy()[rows], sort=True)[0].astype(np.int64)
        sort = np.lexsort([self.order[rows], self.first[rows], codes])
        rows, codes = rows[sort], codes[sort]
        values = codes * _SPAN + self.first[rows]
        ends = np.searchsorted(values, codes * _SPAN + self.last[rows] + self.window, side="right")
        starts = np.arange(len(rows)) + 1
        return self._spread(rows, rows, starts, ends)

    def wider(self, keys: pd.Series, of: pd.Series, among: pd.Series, dated: npt.NDArray[np.bool_]) -> Pairs:
        """Return pairs of a row of one kind and a row of another that share a key."""
        few = np.flatnonzero(dated & of.to_numpy())
        many = np.flatnonzero(dated & among.to_numpy())
        codes = pd.factorize(keys.to_numpy(), sort=True)[0].astype(np.int64)
        # Two spans overlap if one of them begins while the other lasts.
        one = self._begin_within(few, many, codes, after=0)
        other = self._begin_within(many, few, codes, after=1)
        return Pairs(
            np.concatenate([one.left, other.left]),
            np.concatenate([one.right, other.right]),
            one.left_out + other.left_out,
            max(one.crowded, other.crowded),
        )

    def _begin_within(self, these: Numbers, those: Numbers, codes: Numbers, *, after: int) -> Pairs:
        """Pair each of these with those that begin while it lasts."""
        sort = np.lexsort([self.order[those], self.first[those], codes[those]])
        those = those[sort]
        values = codes[those] * _SPAN + self.first[those]
        low, high = self.first[these] + after, self.last[these] + self.window
        starts = np.searchsorted(values, codes[these] * _SPAN + low, side="left")
        ends = np.searchsorted(values, codes[these] * _SPAN + high, side="right")
        return self._spread(these, those, starts, np.maximum(starts, ends))

    def _spread(self, these: Numbers, those: Numbers, starts: Numbers, ends: Numbers) -> Pairs:
        """Write out the ranges as pairs, no more of each than is allowed."""
        counts = np.maximum(ends - starts, 0)
        kept = np.minimum(counts, self.most)
        total = int(kept.sum())
        offsets = np.repeat(np.cumsum(kept) - kept, kept)
        right = those[np.repeat(starts, kept) + np.arange(total) - offsets]
        left_out = int((counts - kept).sum())
        crowded = int(these[int(np.argmax(counts))]) if left_out else -1
        return Pairs(np.repeat(these, kept), right, left_out, crowded)
