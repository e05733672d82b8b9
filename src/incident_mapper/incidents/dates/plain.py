"""One date by itself, in numbers or with the month as a word: a day, a week, a month, a quarter or a year."""

import calendar
import re
from datetime import date, timedelta

from incident_mapper.incidents.dates.answer import YEARS, ReadDate, also, calendar_day, unread
from incident_mapper.incidents.dates.slashed import SLASHED, full_year, read_slashed
from incident_mapper.incidents.dates.words import month_of

DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
MONTH = r"([^\W\d_]{3,12})\.?"
YEAR = r"([0-9]{4})"
# Two digits for the year only where nothing else can be meant: "May 16-25" may be ten days.
_SHORT = "'?([0-9]{2})"

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/. ])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"((?:18|19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_YEAR_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/]([0-9]{4})")
_YEAR_ALONE = re.compile(r"([0-9]{4})(?:\.0)?")
_QUARTER = re.compile(r"([0-9]{4})[- ]?([qh])([1-4])|([qh])([1-4])[-, ]*([0-9]{4})")
_ISO_WEEK = re.compile(r"([0-9]{4})-?w([0-9]{2})(?:-?([1-7]))?")
_DMY = re.compile(rf"{DAY}(?: of)?[-/., ]*{MONTH}[-/., ]*{YEAR}")
_DMY_SHORT = re.compile(rf"{DAY}([-/. ]?){MONTH}(?:\2|, ?| ){_SHORT}")
_MDY = re.compile(rf"{MONTH}[-/., ]*{DAY}[-/., ]+{YEAR}")
_MDY_SHORT = re.compile(rf"{MONTH}([-/. ]){DAY}(?:\2|, ?){_SHORT}")
_YMD = re.compile(rf"{YEAR}[-/., ]*{MONTH}[-/., ]*{DAY}")
_MY = re.compile(rf"{MONTH}(?: of)?[-/., ]*{YEAR}")
_YM = re.compile(rf"{YEAR}[-/., ]*{MONTH}")
_PART = re.compile(r"(?:the )?(?:early|mid|middle|late|beginning|start|end)(?: of| in)?[- ]+(.+)")


def read_plain(clean: str, *, text: str, order: str) -> ReadDate | None:
    """Read one date that stands alone, or return ``None`` where the cell has no such form.

    Parameters
    ----------
    clean
        The cell, as `words.tidy` returns it, or a part of it.
    text
        The cell as it is, for sentences.
    order
        The order of day and month that the column decides.

    Examples
    --------
    >>> read_plain("may 16, 2025", text="May 16, 2025", order="unknown").day
    datetime.date(2025, 5, 16)
    >>> read_plain("2024 q1", text="2024 Q1", order="unknown").end
    datetime.date(2024, 3, 31)
    """
    return _in_numbers(clean, text=text, order=order) or _in_words(clean, text=text, order=order)


def last_day(answer: ReadDate) -> date | None:
    """Return the last day that an answer allows: the end of its month or year, where that is all it says.

    Examples
    --------
    >>> last_day(ReadDate(date(2024, 2, 1), None, "month"))
    datetime.date(2024, 2, 29)
    """
    day = answer.day
    if day is None or answer.end:
        return answer.end
    if answer.precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day.replace(month=12, day=31) if answer.precision == "year" else day


def _in_numbers(clean: str, *, text: str, order: str) -> ReadDate | None:
    if not (clean[:1].isdigit() or clean[:1] in "qh"):
        return None
    if found := _YEAR_FIRST.fullmatch(clean):
        return calendar_day(int(found[1]), int(found[3]), int(found[4]), text=text)
    if found := _COMPACT.fullmatch(clean):
        return calendar_day(int(found[1]), int(found[2]), int(found[3]), text=text)
    if found := SLASHED.fullmatch(clean):
        return read_slashed(found, text=text, order=order)
    if found := _YEAR_MONTH.fullmatch(clean):
        return _month(found[1], int(found[2]), text=text)
    if found := _MONTH_YEAR.fullmatch(clean):
        return _month(found[2], int(found[1]), text=text)
    if found := _YEAR_ALONE.fullmatch(clean):
        return calendar_day(int(found[1]), 0, 0, text=text)
    return _part_of_year(clean, text=text)


def _month(year: str, month: int, *, text: str) -> ReadDate:
    answer = calendar_day(int(year), month, 0, text=text)
    # 2024-00 is a year whose month is not known.
    return answer if month <= 12 else unread(text, "is no month of the calendar")


def _part_of_year(clean: str, *, text: str) -> ReadDate | None:
    if found := _QUARTER.fullmatch(clean):
        year, kind, number = found[1] or found[6], found[2] or found[4], int(found[3] or found[5])
        months = 3 if kind == "q" else 6
        if int(year) not in YEARS or number * months > 12:
            return unread(text, "is no part of a year")
        first, last = date(int(year), (number - 1) * months + 1, 1), date(int(year), number * months, 1)
        # Longer than a month, and there is no word between month and year.
        return ReadDate(first, last_day(ReadDate(last, None, "month")), "year")
    if found := _ISO_WEEK.fullmatch(clean):
        if int(found[1]) not in YEARS:
            return unread(text, "is no week that can be meant")
        try:
            day = date.fromisocalendar(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:
            return unread(text, "is no week of the calendar")
        return ReadDate(day, None, "day") if found[3] else ReadDate(day, day + timedelta(days=6), "week")
    return None


# Each form, and where in it year, month and day stand; a month by itself has no day.
_WORDED = (
    (_DMY, 3, 2, 1),
    (_MDY, 3, 1, 2),
    (_DMY_SHORT, 4, 3, 1),
    (_MDY_SHORT, 4, 1, 3),
    (_YMD, 1, 2, 3),
    (_MY, 2, 1, 0),
    (_YM, 1, 2, 0),
)


def _in_words(clean: str, *, text: str, order: str) -> ReadDate | None:
    for form, year, month, day in _WORDED:
        found = form.fullmatch(clean)
        answer = found and _worded(found[year], found[month], found[day] if day else "0", text=text)
        if answer:
            return answer
    found = _PART.fullmatch(clean)
    return _about(found[1], text=text, order=order) if found else None


def _worded(written: str, word: str, day: str, *, text: str) -> ReadDate | None:
    month = month_of(word)
    if month is None:
        return None
    year, century = full_year(written)
    answer = calendar_day(year, month[0], int(day), text=text)
    if answer.day is None:
        return answer
    return also(also(answer, month[1], check="month_spelling"), century, check="century")


def _about(rest: str, *, text: str, order: str) -> ReadDate | None:
    """Read "early May 2024" as the month: where it ends is nobody's to say."""
    answer = read_plain(rest, text=text, order=order)
    return answer if answer and answer.precision in {"month", "year"} and not answer.end else None
