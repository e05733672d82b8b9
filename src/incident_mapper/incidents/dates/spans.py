"""Spans of days, months and years, weeks told by a day in them, and nights."""

import re
from dataclasses import replace
from datetime import timedelta

from incident_mapper.incidents.dates.answer import ReadDate, also, shown, spell, unread
from incident_mapper.incidents.dates.plain import DAY, MONTH, YEAR, last_day, read_plain

_TO = r"(?: ?(?:-|/|&) ?| (?:to|and|until|till|through|or) )"
_FROM = re.compile(r"(?:from|between) ")
# Each form, and what its two dates are in full.
_FORMS = (
    (re.compile(rf"{DAY}{_TO}{DAY}(?: of)?[-/., ]*{MONTH}[-/., ]*{YEAR}"), "{0} {2} {3}", "{1} {2} {3}"),
    (re.compile(rf"{MONTH} ?{DAY}{_TO}{DAY}[-/., ]+{YEAR}"), "{1} {0} {3}", "{2} {0} {3}"),
    (re.compile(rf"{DAY} ?{MONTH}{_TO}{DAY} ?{MONTH}[-/., ]*{YEAR}"), "{0} {1} {4}", "{2} {3} {4}"),
    (re.compile(rf"{MONTH} ?{DAY}{_TO}{MONTH} ?{DAY}[-/., ]+{YEAR}"), "{1} {0} {4}", "{3} {2} {4}"),
    (re.compile(rf"{MONTH}{_TO}{MONTH}[-/., ]*{YEAR}"), "{0} {2}", "{1} {2}"),
)
_BETWEEN = re.compile(r" (?:to|and|until|till|through|or|-|--|/|&) |--|/|(?<=[0-9]{4})-(?=[0-9]{4}$)")
_SHORT_SPAN = timedelta(days=92)
_COARSEST = ("day", "week", "month", "year")

_WEEK_OF = re.compile(r"(?:the )?(?:week (of|beginning|starting|commencing|ending)|(w/c)) (.+)")
_NTH_WEEK = re.compile(r"(?:the )?(first|1st|second|2nd|third|3rd|fourth|4th|last) week (?:of|in) (.+)")
_NTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}

_NIGHT = re.compile(
    r"(?:on |during )?(?:the )?(?:late )?night (?:of |on |between |from )?(?:the )?(?P<a>.+)"
    r"|overnight,?(?: on| of)? (?P<b>.+)|(?P<c>.+?),? (?:at night|overnight|night|\((?:at )?night\)|کی (?:رات|شب))"
)
NIGHT_WORDS = ("night", "رات", "شب")


def read_span(clean: str, *, text: str, order: str) -> ReadDate | None:
    """Read a span from one date to another, or return ``None`` where the cell is none.

    Examples
    --------
    >>> read_span("30 april - 2 may 2024", text="", order="unknown").end
    datetime.date(2024, 5, 2)
    """
    rest = _FROM.sub("", clean, count=1) if _FROM.match(clean) else clean
    for form, first, last in _FORMS:
        if found := form.fullmatch(rest):
            ends = (first.format(*found.groups()), last.format(*found.groups()))
            answer = _between(*ends, text=text, order=order)
            if answer and answer.day is None:
                year = found[form.groups]
                ends = (f"{ends[0].removesuffix(year)}{int(year) - 1}", ends[1])
                answer = _over_new_year(*ends, text=text) or answer
            if answer:
                return answer
    for found in _BETWEEN.finditer(rest):
        answer = _between(rest[: found.start()], rest[found.end() :], text=text, order=order)
        if answer:
            return answer
    return None


def _between(first: str, last: str, *, text: str, order: str) -> ReadDate | None:
    ends = [read_plain(part.strip(), text=text, order=order) for part in (first, last)]
    start, stop = ends
    if start is None or stop is None:
        return None
    for end in ends:
        if end and end.day is None:
            return end
    until = last_day(stop)
    if start.day is None or until is None:
        return None
    if until < start.day:
        return unread(text, "ends before it begins")
    precision = max(start.precision, stop.precision, key=_COARSEST.index)
    answer = ReadDate(start.day, until, precision, start.note, start.check)
    return also(answer, stop.note, check=stop.check) if stop.note not in start.note else answer


def _over_new_year(first: str, last: str, *, text: str) -> ReadDate | None:
    """Read "30 December - 2 January 2024", whose year is that of its end, if it is a short span."""
    answer = _between(first, last, text=text, order="unknown")
    if answer is None or answer.day is None or answer.end is None or answer.end - answer.day > _SHORT_SPAN:
        return None
    return also(answer, f"{shown(text)} is read as beginning on {spell(answer.day)}")


def read_week(clean: str, *, text: str, order: str) -> ReadDate | None:
    """Read a week told by its first or last day, or by its number in a month.

    "Week of 5 May" is read as the seven days from that day, and says so.

    Examples
    --------
    >>> read_week("week of 5 may 2024", text="week of 5 May 2024", order="unknown").note
    "'week of 5 May 2024' is read as the seven days from 5 May 2024"
    """
    if found := _WEEK_OF.fullmatch(clean):
        answer = read_plain(found[3], text=text, order=order)
        if answer is None:
            return _stated_week(read_span(found[3], text=text, order=order), text=text)
        if answer.day is None or answer.precision != "day":
            return answer if answer.day is None else None
        first = answer.day - timedelta(days=6 if found[1] == "ending" else 0)
    elif found := _NTH_WEEK.fullmatch(clean):
        answer = read_plain(found[2], text=text, order=order)
        if answer is None or answer.day is None or answer.precision != "month":
            return answer if answer and answer.day is None else None
        last = last_day(answer)
        if last is None:
            return None
        first = answer.day + timedelta(weeks=_NTH[found[1]]) if found[1] in _NTH else last - timedelta(days=6)
    else:
        return None
    said = f"{shown(text)} is read as the seven days from {spell(first)}"
    return also(ReadDate(first, first + timedelta(days=6), "week", answer.note, answer.check), said)


def _stated_week(span: ReadDate | None, *, text: str) -> ReadDate | None:
    """Return "week of 5-11 May 2024" as a week, if its ends are a week apart."""
    if span is None or span.day is None or span.end is None:
        return span
    if span.precision == "day" and span.end - span.day in {timedelta(days=6), timedelta(days=7)}:
        return replace(span, precision="week")
    return unread(text, "speaks of a week, but its ends are not a week apart")


def night_part(clean: str) -> str | None:
    """Return the date in a cell that speaks of a night, or ``None`` where it does not.

    Examples
    --------
    >>> night_part("the night of nov. 1, 2025"), night_part("overnight 1 nov 2025"), night_part("1 nov 2025")
    ('nov. 1, 2025', '1 nov 2025', None)
    """
    if not any(word in clean for word in NIGHT_WORDS):
        return None
    found = _NIGHT.fullmatch(clean)
    return (found["a"] or found["b"] or found["c"]).strip() if found else None


def read_night(part: str, *, text: str, order: str) -> ReadDate | None:
    """Read the date of a night: the night begins on that day and ends on the next.

    Examples
    --------
    >>> read_night("1-2 november 2025", text="", order="unknown").precision
    'night'
    """
    answer = read_plain(part, text=text, order=order) or read_span(part, text=text, order=order)
    if answer is None or answer.day is None:
        return answer
    if answer.precision != "day":
        return unread(text, "does not say which night")
    morning = answer.day + timedelta(days=1)
    if answer.end and answer.end != morning:
        return unread(text, "is more than one night, or none")
    night = ReadDate(answer.day, morning, "night", answer.note, answer.check)
    said = f"{shown(text)} is read as the night from {spell(answer.day)} to {spell(morning)}"
    return night if answer.end else also(night, said)
