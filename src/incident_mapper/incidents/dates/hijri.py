"""Dates of the Hijri calendar, converted to within a few days, and weighed against a Gregorian date.

The months of Pakistan begin with the sighting of the moon, announced by a committee the evening before; the
tables of every library follow another rule (here Umm al-Qura, the calendar of Saudi Arabia), which is mostly
one day ahead and may be two. So a converted date never has the precision ``day``: it is a span of five days
around the converted one, whose word is ``week``.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from incident_mapper.incidents.dates.answer import UNSTATED, ReadDate, also, spell, unread
from incident_mapper.incidents.dates.plain import last_day
from incident_mapper.incidents.dates.words import tidy
from incident_mapper.incidents.missing import MISSING
from incident_mapper.names import match_key

HIJRI_MONTHS: Final = (
    "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Thani", "Rajab", "Shaban",
    "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
)  # fmt: skip
APART_DAYS: Final = 2
"""Days by which the sighting of the moon may differ from the tables, either way."""

# The library's tables begin with 1343 AH (1924) and end with 1500 AH (2077).
_FIRST, _LAST = 1343, 1500
_LONGEST = 200
_ERA = r"(?: ?(?:a\.? ?h\.?|h\.?|hijri|hijra|ہجری|ھ|ہ|ه)\.?)?"
_WRITTEN = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[-/., ]*([^0-9]+?)[-/., ]*([0-9]{{4}}){_ERA}")
_MONTH_ONLY = re.compile(rf"([^0-9]+?)[-/., ]*([0-9]{{4}}){_ERA}")
_NUMBERS = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_ERA}")
_SLASHED = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}){_ERA}")

_ARTICLES = frozenset(["al", "ul", "el", "il", "ur", "us", "as", "ath", "ud", "ad", "az", "an"])
_HONOURS = frozenset(
    [
        "haram",
        "muzaffar",
        "muzafar",
        "murajjab",
        "muazzam",
        "moazzam",
        "mubarak",
        "mubarik",
        "mukarram",
        "mukaram",
    ]
)
# Consonants only, the same letter once: what is left of a month's name in any transliteration.
_LATIN = tuple(
    re.compile(pattern)
    for pattern in (
        "mhrm", "sfr", r"rb[lwy1]*l|rb1", r"rb[ld]*(?:thn|sn|khr|khr?h)|rb2", r"[jg]m[dz][lwy]*lh?|[jg]m[dz]1",
        r"[jg]m[dz][ld]*(?:thn|sn|khr)h?|[jg]m[dz]2", "rjb", "shbn", "rm(?:dh?|z|zd|th)n", "shl",
        "(?:thl?|dhl?|zl?|dl)[qk]h?dh?", "(?:thl?|dhl?|zl?|dl)h?jh?",
    )
)  # fmt: skip
_URDU = tuple(
    re.compile(pattern)
    for pattern in (
        "محرم(?:الحرام)?", "صفر(?:المظفر)?", "ربیعا?ل?اول", "ربیع(?:الثانی|ثانی|الاخر)",
        "جماد[یا]?(?:الاولی?|اول)", "جماد[یا]?(?:الثانیہ?|ثانی|الاخر[یہ]?)", "رجب(?:المرجب)?", "شعبان(?:المعظم)?",
        "رمضان(?:المبارک)?", "شوال(?:المکرم)?", "ذ[یو]?ا?ل?قعدہ?", "ذ[یو]?ا?ل?حجہ?",
    )
)  # fmt: skip
_ORDINALS = {"i": "1", "1": "1", "ii": "2", "2": "2"}


@lru_cache(maxsize=10_000)
def _month_of(word: str) -> int | None:
    tokens = [token for token in match_key(word).split() if token not in _HONOURS]
    if not word.isascii():
        urdu = "".join(tokens)
        found = [n for n, pattern in enumerate(_URDU, start=1) if pattern.fullmatch(urdu)]
        if found:
            return found[0]
    kept = [_ORDINALS.get(token, token) for token in tokens if token not in _ARTICLES]
    bones = re.sub(r"[aeiouwy]", "", "".join(kept).replace("ph", "f"))
    key = re.sub(r"(.)\1+", r"\1", bones)
    fits = [n for n, pattern in enumerate(_LATIN, start=1) if pattern.fullmatch(key)]
    return fits[0] if len(fits) == 1 else None


def hijri_date(text: str) -> ReadDate:
    """Read a date of the Hijri calendar and convert it to a span of days.

    Parameters
    ----------
    text
        The cell, such as ``25 safar 1423 A.H`` or ``1445-09-12``; years 1343 to 1500.

    Returns
    -------
    ReadDate
        From two days before to two days after the converted day, with the precision ``week`` and the
        check ``hijri``; a month by itself spans its days as well.

    Examples
    --------
    >>> read = hijri_date("25 safar 1423 A.H")
    >>> read.day, read.end, read.precision
    (datetime.date(2002, 5, 6), datetime.date(2002, 5, 10), 'week')
    >>> read.note
    'converted from the Hijri calendar (25 Safar 1423 AH): may be a day or two off'
    """
    return _read(text) if len(text) <= _LONGEST else unread(text, "is no Hijri date that could be read")


@lru_cache(maxsize=50_000)
def _read(text: str) -> ReadDate:
    clean = tidy(text)
    if clean in MISSING:
        return UNSTATED
    if found := _WRITTEN.fullmatch(clean):
        month, day, year = _month_of(found[2]), int(found[1]), int(found[3])
    elif found := _NUMBERS.fullmatch(clean):
        month, day, year = int(found[3]), int(found[4]), int(found[1])
    elif found := _SLASHED.fullmatch(clean):
        first, second = int(found[1]), int(found[3])
        if first <= 12 and second <= 12 and first != second:
            why = "could be two days of the Hijri calendar: write it with the month's name"
            return unread(text, why, check="ambiguous_date")
        month, day, year = min(first, second) if second > 12 else second, max(first, second), int(found[4])
    elif found := _MONTH_ONLY.fullmatch(clean):
        month, day, year = _month_of(found[1]), 0, int(found[2])
    else:
        return unread(text, "is no Hijri date that could be read")
    if month is None:
        return unread(text, "names no month of the Hijri calendar that is known")
    return _convert(year, month, day, text=text)


def _convert(year: int, month: int, day: int, *, text: str) -> ReadDate:
    if not _FIRST <= year <= _LAST:
        why = f"is not converted: only the years {_FIRST} to {_LAST} of the Hijri calendar are"
        return unread(text, why)
    # The library's table knows months of 29 days where the moon of Pakistan made 30, so only 30 is the limit.
    if not (1 <= month <= 12 and day <= 30):
        return unread(text, "is no day of the Hijri calendar")
    first = _first_of(year, month)
    spread = timedelta(days=APART_DAYS)
    if day == 0:
        written = f"{HIJRI_MONTHS[month - 1]} {year} AH"
        note = f"converted from the Hijri calendar ({written}): its ends may be a day or two off"
        return ReadDate(first - spread, first + timedelta(days=29) + spread, "month", note, "hijri")
    middle = first + timedelta(days=day - 1)
    written = f"{day} {HIJRI_MONTHS[month - 1]} {year} AH"
    note = f"converted from the Hijri calendar ({written}): may be a day or two off"
    return ReadDate(middle - spread, middle + spread, "week", note, "hijri")


def _first_of(year: int, month: int) -> date:
    from hijridate import Hijri  # noqa: PLC0415 - only tables with such dates need it

    gregorian = Hijri(year, month, 1).to_gregorian()
    return date(gregorian.year, gregorian.month, gregorian.day)


def merge_with_hijri(gregorian: ReadDate, hijri: ReadDate) -> ReadDate:
    """Put the two dates of a row together: the Gregorian one wins.

    Parameters
    ----------
    gregorian
        What `read_date` made of the one cell.
    hijri
        What `hijri_date` made of the other.

    Returns
    -------
    ReadDate
        The Gregorian date, with the check ``hijri_differs`` where the other lies more than two days away;
        the converted one where there is no Gregorian. A note about the Gregorian cell is kept; its code
        gives way to the new one, so list `gregorian` by itself as well.

    Examples
    --------
    >>> merge_with_hijri(ReadDate(date(2002, 5, 18), None, "day"), hijri_date("25 safar 1423 A.H")).note
    'the Hijri date beside it is about 8 May 2002, 10 days from 18 May 2002'
    >>> merge_with_hijri(ReadDate(), hijri_date("25 safar 1423 A.H")).precision
    'week'
    """
    if hijri.day is None:
        return also(gregorian, hijri.note, check="" if gregorian.check else hijri.check)
    if gregorian.day is None:
        note = "; ".join(part for part in (gregorian.note, hijri.note) if part)
        return replace(hijri, note=note)
    last, until = last_day(gregorian) or gregorian.day, hijri.end or hijri.day
    if gregorian.day <= until and hijri.day <= last:
        return gregorian
    beside = hijri.day + (until - hijri.day) // 2
    nearest = gregorian.day if beside < gregorian.day else last
    about = f"the Hijri date beside it is about {spell(beside)}"
    return also(
        gregorian,
        f"{about}, {abs((beside - nearest).days)} days from {spell(nearest)}",
        check="hijri_differs",
    )
