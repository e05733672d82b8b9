"""Dates of three numbers with the year last, such as 03/04/2024, which may be day first or month first."""

import re
from datetime import date
from typing import Final

from incident_mapper.incidents.dates.answer import (
    YEARS,
    ReadDate,
    also,
    calendar_day,
    shown,
    spell,
    unread,
)

SLASHED: Final = re.compile(r"([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})")
_NAMES = {"dmy": "day first", "mdy": "month first"}


def full_year(text: str) -> tuple[int, str]:
    """Return a year of four or two digits in full, and a sentence where the century could be another.

    00 to 49 are of this century, 50 to 99 of the last. Between 30 and 69 both are within living memory.

    Examples
    --------
    >>> full_year("25"), full_year("1999"), full_year("47")
    ((2025, ''), (1999, ''), (2047, "the year '47' is read as 2047"))
    """
    if len(text) > 2:
        return int(text), ""
    year = int(text) + (2000 if int(text) < 50 else 1900)
    return year, f"the year {text!r} is read as {year}" if year >= 2030 or year < 1970 else ""


def possible(first: str, second: str, year: str) -> tuple[date | None, date | None]:
    """Return the date read day first and the date read month first, each where the calendar has it.

    Examples
    --------
    >>> possible("25", "12", "2024")
    (datetime.date(2024, 12, 25), None)
    """
    return _date(year, second, first), _date(year, first, second)


def _date(year: str, month: str, day: str) -> date | None:
    whole = full_year(year)[0]
    try:
        return date(whole, int(month), int(day)) if whole in YEARS else None
    except ValueError:
        return None


def year_may_be_first(found: re.Match[str]) -> bool:
    """Whether three numbers of two digits may also be year, month and day, as in 25-11-03.

    With slashes or dots the year is taken to stand last: nobody was seen to write 25/11/03 year first.

    Examples
    --------
    >>> year_may_be_first(SLASHED.fullmatch("25-11-03")), year_may_be_first(SLASHED.fullmatch("25/11/03"))
    (True, False)
    """
    first, separator, second, year = found.groups()
    return len(year) == 2 and separator == "-" and _date(first, second, year) is not None


def read_slashed(found: re.Match[str], *, text: str, order: str) -> ReadDate:
    """Read a match of `SLASHED`, with the order that the column as a whole decides.

    Examples
    --------
    >>> found = SLASHED.fullmatch("03/04/2024")
    >>> read_slashed(found, text="03/04/2024", order="dmy").day
    datetime.date(2024, 4, 3)
    >>> read_slashed(found, text="03/04/2024", order="unknown").note
    "'03/04/2024' could be two days: write it as 2024-04-03 or 2024-03-04, or say which order the column has"
    """
    first, _, second, written = found.groups()
    year, century = full_year(written)
    if 0 in (int(first), int(second)):
        answer = _part_unknown(int(first), int(second), year, text=text, order=order)
    elif order not in _NAMES and year_may_be_first(found):
        why = "could have its year first or last: write the year with four digits"
        return unread(text, why, check="ambiguous_date")
    else:
        answer = _whole(first, second, written, text=text, order=order)
    return also(answer, century, check="century") if answer.day else answer


def _whole(first: str, second: str, written: str, *, text: str, order: str) -> ReadDate:
    by_order = dict(zip(_NAMES, possible(first, second, written), strict=True))
    days = {day for day in by_order.values() if day}
    if not days:
        return calendar_day(full_year(written)[0], int(second), int(first), text=text)
    if len(days) == 1:
        (day,) = days
        answer = calendar_day(day.year, day.month, day.day, text=text)
        if order in _NAMES and by_order[order] is None:
            other = _NAMES["mdy" if order == "dmy" else "dmy"]
            said = f"{shown(text)} can only be {other}, unlike its column, and is read as {spell(day)}"
            return also(answer, said, check="ambiguous_date")
        return answer
    chosen = by_order.get(order)
    if chosen:
        return calendar_day(chosen.year, chosen.month, chosen.day, text=text)
    readings = " or ".join(day.isoformat() for day in by_order.values() if day)
    proof = "; the column holds dates of both orders" if order == "mixed" else ""
    why = f"could be two days: write it as {readings}, or say which order the column has{proof}"
    return unread(text, why, check="ambiguous_date")


def _part_unknown(first: int, second: int, year: int, *, text: str, order: str) -> ReadDate:
    if first == second == 0:
        return calendar_day(year, 0, 0, text=text)
    if order in _NAMES:
        month, day = (second, first) if order == "dmy" else (first, second)
        return calendar_day(year, month, day, text=text)
    answer = calendar_day(year, 0, 0, text=text)
    if answer.day is None:
        return answer
    return also(answer, f"{shown(text)} leaves open which part is the month, so only the year is used")
