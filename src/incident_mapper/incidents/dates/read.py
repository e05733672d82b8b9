"""Read one cell: the forms that have one meaning, in a fixed order, and a sentence for all the others."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from incident_mapper.incidents.dates.answer import UNSTATED, ReadDate, also, spell, unread
from incident_mapper.incidents.dates.clock import Clock, local_day, split_clock
from incident_mapper.incidents.dates.hijri import hijri_date
from incident_mapper.incidents.dates.plain import DAY, MONTH, YEAR, read_plain
from incident_mapper.incidents.dates.spans import night_part, read_night, read_span, read_week
from incident_mapper.incidents.dates.survey import UNDECIDED, DateForm, serial_day
from incident_mapper.incidents.dates.words import WEEKDAYS, month_of, nearest_weekday, tidy, weekday_of
from incident_mapper.incidents.missing import MISSING

# What most tables of data write. The years 1900 and before take the slow way, where they are looked at.
_FAST: Final = re.compile(
    r"(?:19(?!00)|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)?"
)
_LONGEST = 200
# The days of the 1900 system, for numbers after the 29 February 1900 that it has by mistake.
_EXCEL_ZERO = date(1899, 12, 30)
_WEEKDAY_FIRST = re.compile(r"(?:بروز )?([^\W\d_]{3,11})(?:[-., ]+)(.+)")
_WEEKDAY_LAST = re.compile(r"(.+[0-9])(?:,? (?:بروز )?([^\W\d_]{3,11})| ?\(([^\W\d_]{3,11})\))")
_TIME_OF_DAY = "(?:morning|afternoon|evening|noon|midday|dawn|hours)"
_PART_OF_DAY = re.compile(
    rf"(?:on |in )?(?:the )?(?:early |late |small )?{_TIME_OF_DAY}(?: of| on|,)? (?P<a>.+)"
    rf"|(?P<b>.+?),? (?:in the )?\(?(?:early |late )?{_TIME_OF_DAY}\)?"
)
_NO_YEAR = re.compile(
    rf"(?:{DAY}(?: ?(?:-|to|and) ?[0-9]{{1,2}})?(?: of)?[-/., ]*{MONTH}"
    rf"|{MONTH}[-/., ]*{DAY}(?: ?(?:-|to|and) ?[0-9]{{1,2}})?|([0-9]{{1,2}})[/.-]([0-9]{{1,2}}))"
)
_RELATIVE = re.compile(r"\b(?:yesterday|today|tonight|tomorrow|ago|last|next|this|recently|now)\b")
_SEEN = re.compile(
    rf"(?<![0-9])(?<![0-9][-/])(?:[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}|{DAY}(?: of)?[-/., ]*{MONTH}[-/., ]*{YEAR}"
    rf"|{MONTH}[-/., ]*{DAY}[-/., ]+{YEAR})(?![0-9])"
)


def read_date(text: str, form: DateForm = UNDECIDED) -> ReadDate:
    """Read one cell that says when something happened.

    Only forms with one meaning are read. ``03/04/2024`` has two: the column as a whole decides
    (`survey_dates`), or the cell is noted and stays unknown. Days are those of Pakistan.

    Parameters
    ----------
    text
        The cell, as text.
    form
        What the column as a whole decides; without it, nothing is decided.

    Returns
    -------
    ReadDate
        With a note wherever something is wrong or was decided.

    Examples
    --------
    >>> read_date("2009-06-08 00:00:00.000").day
    datetime.date(2009, 6, 8)
    >>> read_date("Friday-May 8-2002").note
    '8 May 2002 was a Wednesday, not a Friday; the nearest Friday is 10 May 2002'
    >>> read_date("night of Nov. 1, 2025").end
    datetime.date(2025, 11, 2)
    >>> read_date("2024").precision, read_date("03/2024").precision
    ('year', 'month')
    >>> read_date("yesterday").note
    "'yesterday' counts from a day that the cell does not state: write the date itself"
    """
    if _FAST.fullmatch(text):
        answer = _iso_day(text[:10])
        if answer:
            return answer
    if len(text) > _LONGEST:
        return _too_long(text)
    return _read(text, form.order, form.serials)


@lru_cache(maxsize=100_000)
def _iso_day(text: str) -> ReadDate | None:
    """Return the same answer for all the cells of a day: there are many more of these than days."""
    try:
        return ReadDate(date.fromisoformat(text), None, "day")
    except ValueError:
        return None


def _too_long(text: str) -> ReadDate:
    stripped = text.strip()
    if len(stripped) <= _LONGEST:
        return read_date(stripped)
    return unread(stripped[:_LONGEST], "is too long to be a date")


@lru_cache(maxsize=200_000)
def _read(text: str, order: str, serials: bool) -> ReadDate:  # noqa: FBT001 - the form, as its hash is quicker
    clean = tidy(text)
    if clean in MISSING:
        return UNSTATED
    days = serial_day(clean)
    if days is not None:
        day = _EXCEL_ZERO + timedelta(days=days)
        if serials:
            return ReadDate(day, None, "day")
        return unread(
            text, f"is a number; as a day of Excel it would be {day}, but not all of its column are"
        )
    return (
        read_plain(clean, text=text, order=order)
        or _with_extras(clean, text=text, order=order)
        or _hijri(text)
        or _unreadable(clean, text=text)
    )


def _with_extras(clean: str, *, text: str, order: str) -> ReadDate | None:
    """Read a date that has a time, a weekday or a part of the day beside it, or is a span."""
    body, clock = split_clock(clean)
    rest, weekday = _split_weekday(body)
    answer = _of_any_length(rest, text=text, order=order)
    if answer is None and weekday is None and clock is None:
        found = _PART_OF_DAY.fullmatch(clean)
        if not found:
            return None
        rest, weekday = _split_weekday(found["a"] or found["b"])
        answer = read_plain(rest, text=text, order=order)
        if answer and answer.precision not in {"day", "unknown"}:
            return None
    if answer is None:
        return None
    return _checked(answer, weekday, clock, text=text)


def _of_any_length(rest: str, *, text: str, order: str) -> ReadDate | None:
    part = night_part(rest)
    if part is not None:
        part, weekday = _split_weekday(part)
        night = read_night(part, text=text, order=order)
        return _checked(night, weekday, None, text=text) if night else None
    return (
        read_plain(rest, text=text, order=order)
        or read_span(rest, text=text, order=order)
        or read_week(rest, text=text, order=order)
    )


def _checked(answer: ReadDate, weekday: int | None, clock: Clock | None, *, text: str) -> ReadDate | None:
    if answer.day is None or (weekday is None and clock is None):
        return answer
    if answer.precision not in {"day", "night"} or (clock and answer.end):
        return None  # a weekday or an hour of a whole month makes no sense, so it was misunderstood
    day = answer.day
    if weekday is not None and day.weekday() != weekday:
        said = f"{spell(day)} was a {WEEKDAYS[day.weekday()]}, not a {WEEKDAYS[weekday]}"
        near = f"the nearest {WEEKDAYS[weekday]} is {spell(nearest_weekday(day, weekday))}"
        answer = also(answer, f"{said}; {near}", check="weekday")
    return local_day(answer, clock, text=text) if clock else answer


def _split_weekday(clean: str) -> tuple[str, int | None]:
    if (found := _WEEKDAY_FIRST.fullmatch(clean)) and month_of(found[1]) is None:
        weekday = weekday_of(found[1])
        if weekday is not None:
            return found[2], weekday
    if (found := _WEEKDAY_LAST.fullmatch(clean)) and month_of(found[2] or found[3]) is None:
        weekday = weekday_of(found[2] or found[3])
        if weekday is not None:
            return found[1], weekday
    return clean, None


def _hijri(text: str) -> ReadDate | None:
    """Convert a date that names a month of the Hijri calendar: it can be nothing else."""
    answer = hijri_date(text)
    return answer if answer.day else None


def _unreadable(clean: str, *, text: str) -> ReadDate:
    part = night_part(clean) or clean
    found = _NO_YEAR.fullmatch(_split_weekday(part)[0])
    if found:
        word = found[2] or found[3]
        if word is None or month_of(word):
            return unread(text, "has no year, or not all of it: write the whole date, such as 2025-11-01")
    if weekday_of(clean) is not None or weekday_of(part) is not None or _RELATIVE.search(clean):
        return unread(text, "counts from a day that the cell does not state: write the date itself")
    inside = _dates_inside(clean)
    if len(inside) == 1:
        return unread(text, f"says more than a date: if {inside[0]} is meant, write only that")
    if inside:
        listed = ", ".join(map(str, inside))
        return unread(
            text, f"holds several dates ({listed}): write one, or a span as {inside[0]}/{inside[-1]}"
        )
    return unread(text, "is no date that could be read")


def _dates_inside(clean: str) -> list[date]:
    reads = [read_plain(seen[0], text=seen[0], order="unknown") for seen in _SEEN.finditer(clean)]
    return sorted({read.day for read in reads if read and read.day and read.precision == "day"})
