"""What one cell says about a date, and the few ways to say that it could not be read."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from incident_mapper.incidents.dates.words import MONTHS

YEARS: Final = range(1800, 2201)
"""Years that a report can mean; outside of them a year is a slip of the pen, or of another calendar."""

DATE_CHECKS: Final = {
    "weekday": "the weekday written does not fit the date",
    "ambiguous_date": "day and month cannot be told apart, or contradict the rest of the column",
    "unreadable_date": "the cell holds something that is no date, or only part of one",
    "hijri": "converted from the Hijri calendar, so only known to within a few days",
    "hijri_differs": "the Hijri and the Gregorian date lie more than two days apart",
    "offset": "the stated offset from UTC makes it another day in Pakistan",
    "hour": "the time of day does not exist",
    "century": "two digits stand for a year that could as well be in another century",
    "month_spelling": "a month is misspelt",
    "placeholder": "a day that software writes where there is no date",
}
"""What each code in `ReadDate.check` means."""

# The first days of the calendars of spreadsheets and of Unix, which is what an empty date turns into.
_PLACEHOLDERS = frozenset({date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1)})
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a cell says about a date.

    Attributes
    ----------
    day
        The first day, or ``None`` where no day can be told. A month and a year begin on their first day.
    end
        The last day, where the cell states a span; ``None`` otherwise.
    precision
        How well it is known: a word of `schema.DATE_PRECISIONS`. A span from one stated day to another is
        as precise as its ends, so ``day``; a span of some weeks has the next coarser word that is true.
    note
        A sentence for the reader where something is wrong or was decided; sentences are joined by ``"; "``.
    check
        A key of `DATE_CHECKS` where the quality report should list the cell; empty otherwise.
    """

    day: date | None = None
    end: date | None = None
    precision: str = "unknown"
    note: str = ""
    check: str = ""


UNSTATED: Final = ReadDate()
"""The answer for a cell that says nothing."""


def spell(day: date) -> str:
    """Write a day for a sentence: ``8 May 2002``.

    Examples
    --------
    >>> spell(date(2002, 5, 8))
    '8 May 2002'
    """
    # Not %B: the sentence must not change with the locale of the machine.
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def shown(text: str) -> str:
    """Quote a cell for a sentence, shortened.

    Examples
    --------
    >>> shown("a" * 50) == repr("a" * 39 + "…")
    True
    """
    plain = text.strip()
    return repr(plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…")


def unread(text: str, why: str, *, check: str = "unreadable_date") -> ReadDate:
    """Answer that a cell could not be read.

    Examples
    --------
    >>> unread("31 June 2025", "is no day of the calendar").note
    "'31 June 2025' is no day of the calendar"
    """
    return ReadDate(note=f"{shown(text)} {why}", check=check)


def also(answer: ReadDate, note: str, *, check: str = "") -> ReadDate:
    """Add a sentence to an answer; a new code takes the place of the old one.

    Examples
    --------
    >>> also(ReadDate(note="one"), "two", check="hour")
    ReadDate(day=None, end=None, precision='unknown', note='one; two', check='hour')
    """
    if not note:
        return answer
    joined = f"{answer.note}; {note}" if answer.note else note
    return replace(answer, note=joined, check=check or answer.check)


def calendar_day(year: int, month: int, day: int, *, text: str) -> ReadDate:
    """Answer with a day, unless the calendar has none such or the year is a slip of the pen.

    A nought stands for a part that is not known, as in the tables of the GTD and of MySQL.

    Examples
    --------
    >>> calendar_day(2013, 5, 0, text="2013-05-00").precision
    'month'
    >>> calendar_day(2025, 2, 30, text="2025-02-30").note
    "'2025-02-30' is no day of the calendar"
    """
    if year == 0:
        return unread(text, "states no year, so no date")
    if year not in YEARS:
        return unread(text, f"is no date that can be meant: the year is not in {YEARS[0]} to {YEARS[-1]}")
    if year < 1901 and 0 in (month, day):
        return unread(text, "is what a spreadsheet makes of an empty cell", check="placeholder")
    try:
        if month == 0:
            said = (
                "" if day == 0 else f"{shown(text)} gives a day without its month, so only the year is used"
            )
            return ReadDate(date(year, 1, 1), None, "year", said, "unreadable_date" if said else "")
        if day == 0:
            return ReadDate(date(year, month, 1), None, "month")
        found = date(year, month, day)
    except ValueError:
        return unread(text, "is no day of the calendar")
    if found in _PLACEHOLDERS:
        said = f"{shown(text)} is what software writes where there is no date; check the source"
        return ReadDate(found, None, "day", said, "placeholder")
    return ReadDate(found, None, "day")
