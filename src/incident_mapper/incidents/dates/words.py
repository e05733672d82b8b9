"""The words and digits of dates, in English and Urdu: tidying a cell, and naming months and weekdays."""

import re
import unicodedata
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from incident_mapper.names import match_key

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_URDU_MONTHS = (
    "جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر",
)  # fmt: skip
_URDU_WEEKDAYS = ("پیر سوموار", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ سنیچر", "اتوار")
_SHORT_WEEKDAYS = ("mon", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun")

# Names of three letters are too short to be told apart once a letter of them is wrong.
_SHORTEST_MISSPELT = 4

DIGITS: Final = {0x06F0 + n: str(n) for n in range(10)} | {0x0660 + n: str(n) for n in range(10)}
"""Urdu and Arabic digits, for `str.translate`."""
_PLAIN = DIGITS | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-") | {
    ord("،"): ",", ord("\u2019"): "'", ord("۔"): ".", ord("\u0640"): None,
}  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_URDU_YEAR = re.compile(r"(?<=[0-9])\s*\u0621")


def tidy(text: str) -> str:
    """Return a cell in lower case, with plain digits, plain dashes and single spaces.

    Marks that stand above letters go, superscripts stay: the footnote in ``1¹ May`` must not make it the 11th.

    Examples
    --------
    >>> tidy("  16\u2013May ۲۰۲۵ء ")
    '16-may 2025'
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text).translate(_PLAIN)
        parts = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        text = _URDU_YEAR.sub("", "".join(parts))
    return " ".join(text.casefold().split())


@cache
def _months() -> dict[str, int]:
    words = {"sept": 9}
    for number, (english, urdu) in enumerate(zip(MONTHS, _URDU_MONTHS, strict=True), start=1):
        words |= dict.fromkeys((english.casefold(), english[:3].casefold(), match_key(urdu)), number)
    return words


@cache
def _weekdays() -> dict[str, int]:
    words: dict[str, int] = {}
    for number, names in enumerate(zip(WEEKDAYS, _SHORT_WEEKDAYS, _URDU_WEEKDAYS, strict=True)):
        words |= {match_key(word): number for name in names for word in name.split()}
    return words


@lru_cache(maxsize=10_000)
def month_of(word: str) -> tuple[int, str] | None:
    """Return the month that a word names, and a sentence where the word is misspelt.

    One wrong, missing, added or exchanged letter is forgiven if that leaves a single month.

    Examples
    --------
    >>> month_of("nov"), month_of("دسمبر")
    ((11, ''), (12, ''))
    >>> month_of("novemebr")
    (11, "'novemebr' is read as November")
    >>> month_of("juny") is None  # June and July are equally near
    True
    """
    key = match_key(word)
    if key in _months():
        return _months()[key], ""
    near = _nearest(key, _months())
    return (near, f"{word!r} is read as {MONTHS[near - 1]}") if near is not None else None


@lru_cache(maxsize=10_000)
def weekday_of(word: str) -> int | None:
    """Return the weekday that a word names, Monday being 0; one wrong letter is forgiven.

    Examples
    --------
    >>> weekday_of("thursay"), weekday_of("جمعہ"), weekday_of("may")
    (3, 4, None)
    """
    key = match_key(word)
    found = _weekdays().get(key)
    return found if found is not None else _nearest(key, _weekdays())


def _nearest(key: str, words: dict[str, int]) -> int | None:
    if len(key) < _SHORTEST_MISSPELT or len(key) > 12:
        return None
    near = {
        number
        for name, number in words.items()
        if len(name) >= _SHORTEST_MISSPELT and OSA.distance(key, name, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None


def nearest_weekday(day: date, weekday: int) -> date:
    """Return the day nearest to a date that is of a weekday (at most three days away).

    Examples
    --------
    >>> nearest_weekday(date(2002, 5, 8), 4)
    datetime.date(2002, 5, 10)
    """
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)
