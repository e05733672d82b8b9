"""Periods of a calendar as whole numbers, and which one, if any, an incident surely belongs to."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.tally import Ints
from incident_mapper.aggregate.units import NO_PERIOD

Period = Literal["year", "quarter", "month", "week", "day"]
PERIODS: Final[tuple[Period, ...]] = ("year", "quarter", "month", "week", "day")

_Days = npt.NDArray[np.datetime64]
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DAY_TO_MONDAY: Final = 3  # day 0 of the count, 1 January 1970, was a Thursday
_EXACT, _WEEK, _MONTH, _YEAR, _UNKNOWN = range(5)
_PRECISION: Final = {"week": _WEEK, "month": _MONTH, "year": _YEAR, "unknown": _UNKNOWN}
_PER_YEAR: Final = {"year": 1, "quarter": 4, "month": 12}


def number_of(days: Any, period: str) -> Any:
    """Return the numbers of the periods that hold days.

    Parameters
    ----------
    days
        Days as ``datetime64[D]``, one or an array.
    period
        One of `PERIODS`, or empty for all time as one.

    Examples
    --------
    >>> int(number_of(np.datetime64("1970-05-01"), "quarter")), int(number_of(np.datetime64("1970-01-05"), "week"))
    (1, 1)
    """
    if not period:
        return np.zeros(np.shape(days), dtype=np.int64)
    count = days.astype("datetime64[D]").astype(np.int64)
    if period == "day":
        return count
    if period == "week":
        return (count + _DAY_TO_MONDAY) // 7
    if period == "year":
        return days.astype("datetime64[Y]").astype(np.int64)
    months = days.astype("datetime64[M]").astype(np.int64)
    return months // 3 if period == "quarter" else months


def first_day(number: int, period: str) -> date:
    """Return the first day of a period.

    Examples
    --------
    >>> first_day(1, "quarter"), first_day(1, "week")
    (datetime.date(1970, 4, 1), datetime.date(1970, 1, 5))
    """
    if period == "day":
        return date(1970, 1, 1) + timedelta(days=number)
    if period == "week":
        return date(1970, 1, 1) + timedelta(days=7 * number - _DAY_TO_MONDAY)
    per_year = _PER_YEAR[period]
    return date(1970 + number // per_year, 1 + number % per_year * (12 // per_year), 1)


def last_day(number: int, period: str) -> date:
    """Return the last day of a period.

    Examples
    --------
    >>> last_day(0, "month"), last_day(54, "year")
    (datetime.date(1970, 1, 31), datetime.date(2024, 12, 31))
    """
    return first_day(number + 1, period) - timedelta(days=1)


def period_name(number: int, period: str) -> str:
    """Return what a period is called: ``2024``, ``2024-Q1``, ``2024-03``, ISO week ``2024-W05``, ``2024-03-05``.

    Examples
    --------
    >>> [period_name(int(number_of(np.datetime64("2024-12-30"), p)), p) for p in PERIODS]
    ['2024', '2024-Q4', '2024-12', '2025-W01', '2024-12-30']
    """
    first = first_day(number, period)
    if period == "year":
        return f"{first.year:04d}"
    if period == "quarter":
        return f"{first.year:04d}-Q{1 + first.month // 3}"
    if period == "month":
        return f"{first.year:04d}-{first.month:02d}"
    if period == "week":
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return first.isoformat()


def assign_periods(
    rows: pd.DataFrame, *, period: str, start: int | None = None, end: int | None = None
) -> tuple[Ints, list[str], Ints]:
    """Say which period each row surely belongs to, and for those that belong to none, why.

    Parameters
    ----------
    rows
        With ``event_date`` and, where there are such, ``event_date_end`` and ``date_precision``.
    period
        One of `PERIODS`, or empty for none.
    start, end
        The first and last period that are wanted, by number.

    Returns
    -------
    numbers
        The number of each row's period; `NO_PERIOD` where it is not surely one.
    reasons
        Sentences.
    which
        For each row the position of its reason, or -1.

    Examples
    --------
    >>> rows = pd.DataFrame({"event_date": pd.to_datetime(["2009-01-01"]), "date_precision": ["year"]})
    >>> assign_periods(rows, period="month")[1], assign_periods(rows, period="year")[0].tolist()
    (['dated only to the year 2009'], [39])
    """
    count = len(rows)
    if not period or not count:
        return np.zeros(count, dtype=np.int64), [], np.full(count, -1, dtype=np.int64)
    low, high, precision = _spans(rows)
    dated = ~np.isnat(low) & (precision != _UNKNOWN)
    filled = [np.where(dated, days, np.datetime64("1970-01-01")) for days in (low, high)]
    first, last = (number_of(days, period) for days in filled)
    sure = dated & (first == last)
    before = sure & (first < start) if start is not None else np.zeros(count, dtype=bool)
    after = sure & (first > end) if end is not None else np.zeros(count, dtype=bool)
    reasons: dict[str, int] = {}
    which = np.full(count, -1, dtype=np.int64)

    def tell(mask: npt.NDArray[np.bool_], said: Callable[[int], str], by: Sequence[Ints]) -> None:
        at = np.flatnonzero(mask)
        if len(at):
            # Rows with the same dates have the same reason, which is put into words once.
            _, firsts, inverse = np.unique(
                np.column_stack([part[at] for part in by]), axis=0, return_index=True, return_inverse=True
            )
            numbers = [reasons.setdefault(said(int(at[i])), len(reasons)) for i in firsts]
            which[at] = np.array(numbers)[inverse.ravel()]

    spans = [days.astype(np.int64) for days in filled]
    tell(~dated, lambda _: "date not known", [np.zeros(count, dtype=np.int64)])
    tell(
        dated & ~sure,
        lambda i: _why_several(filled[0][i].item(), filled[1][i].item(), int(precision[i]), period),
        [*spans, precision],
    )
    tell(before, lambda _: f"before {period_name(start or 0, period)}", [np.zeros(count, dtype=np.int64)])
    tell(after, lambda _: f"after {period_name(end or 0, period)}", [np.zeros(count, dtype=np.int64)])
    return np.where(which < 0, first, NO_PERIOD), list(reasons), which


def _spans(rows: pd.DataFrame) -> tuple[_Days, _Days, Ints]:
    """Return the first and last day on which each incident may have been, and how precisely that is known."""
    low = rows[s.EVENT_DATE].to_numpy(dtype="datetime64[D]")
    high = low
    if s.EVENT_DATE_END in rows:
        given = rows[s.EVENT_DATE_END].to_numpy(dtype="datetime64[D]")
        other = np.where(np.isnat(given), low, given)
        low, high = np.minimum(low, other), np.maximum(low, other)
    precision = np.full(len(rows), _EXACT, dtype=np.int64)
    if s.DATE_PRECISION in rows:
        codes, words = pd.factorize(rows[s.DATE_PRECISION])
        kinds = np.array([*(_PRECISION.get(str(word), _EXACT) for word in words), _EXACT])
        precision = kinds[codes]
    for kind, unit in ((_MONTH, "M"), (_YEAR, "Y")):
        at = (precision == kind) & ~np.isnat(low)
        if at.any():
            whole = f"datetime64[{unit}]"
            low = np.where(at, low.astype(whole).astype("datetime64[D]"), low)
            high = np.where(at, (high.astype(whole) + 1).astype("datetime64[D]") - 1, high)
    # Where the source says from when to when, that is the week; else the calendar's week that holds the day.
    at = (precision == _WEEK) & (low == high)
    if at.any():
        monday = low - (low.astype(np.int64) + _DAY_TO_MONDAY) % 7
        low, high = np.where(at, monday, low), np.where(at, monday + 6, high)
    return low, high, precision


def _why_several(low: date, high: date, precision: int, period: str) -> str:
    """Say why a span is no one period."""
    if precision == _YEAR:
        years = f"year {low.year}" if low.year == high.year else f"years {low.year} to {high.year}"
        return f"dated only to the {years}"
    if precision == _MONTH and (low.year, low.month) == (high.year, high.month):
        return f"dated only to {low:%B} {low.year}"
    if precision == _WEEK:
        return f"known only to be between {low.isoformat()} and {high.isoformat()}"
    return spans_several(
        1 + int(number_of(np.datetime64(high), period)) - int(number_of(np.datetime64(low), period)),
        period,
    )


def spans_several(count: int, period: str) -> str:
    """Say that an incident lies in several periods.

    Examples
    --------
    >>> spans_several(2, "month"), spans_several(12, "day")
    ('spans two months', 'spans 12 days')
    """
    return f"spans {_WORDS[count] if count < len(_WORDS) else f'{count:,}'} {period}s"
