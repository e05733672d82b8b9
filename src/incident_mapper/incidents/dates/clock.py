"""The time of day behind a date, and the day it makes in Pakistan."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from incident_mapper.incidents.dates.answer import ReadDate, also, shown, spell

_ZONE = r"(?P<zone>z|pkt|pst|(?:utc|gmt)?(?P<offset>[+-][0-9]{2}:?(?:[0-9]{2})?)|utc|gmt)"
_CLOCK: Final = re.compile(
    r"(?P<body>.*?[^\W_])(?:t|,? +(?:at )?)"
    r"(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2})(?::(?P<s>[0-9]{2})(?:[.,][0-9]+)?)?)? ?"
    r"(?P<half>[ap]\.?m\.?)?(?P<hrs>h|hrs|hours)?"
    rf"(?: ?{_ZONE})?(?: \(.*\))?"
)
_COMPACT = re.compile(rf"(?P<body>[0-9]{{8}})t?(?P<h>[0-9]{{2}})(?P<m>[0-9]{{2}})(?P<s>[0-9]{{2}})?{_ZONE}?")
_MILITARY = re.compile(r"(?P<body>.*[^\W_]),? +(?:at )?(?P<h>[0-9]{2})(?P<m>[0-9]{2}) ?(?:h|hrs|hours)")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as written, and the offset from UTC where one is stated (``None``: local time)."""

    hour: int
    minute: int = 0
    second: int = 0
    half: str = ""
    offset: timedelta | None = None


def split_clock(clean: str) -> tuple[str, Clock | None]:
    """Split a time of day off the end of a cell.

    Examples
    --------
    >>> split_clock("2024-12-31t20:30:00z")
    ('2024-12-31', Clock(hour=20, minute=30, second=0, half='', offset=datetime.timedelta(0)))
    >>> split_clock("16 may 2025")
    ('16 may 2025', None)
    """
    found = _COMPACT.fullmatch(clean) or _MILITARY.fullmatch(clean) or _CLOCK.fullmatch(clean)
    if not found:
        return clean, None
    said = found.groupdict()
    plain_number = not (said.get("m") or said.get("half") or said.get("hrs"))
    if plain_number:
        return clean, None  # "16 may 2025": the year is no hour
    clock = Clock(
        int(said["h"]),
        int(said.get("m") or 0),
        int(said.get("s") or 0),
        (said.get("half") or "")[:1],
        _offset(said.get("zone") or "", said.get("offset") or ""),
    )
    return said["body"], clock


def _offset(zone: str, offset: str) -> timedelta | None:
    if offset:
        digits = offset[1:].replace(":", "").ljust(4, "0")
        amount = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return -amount if offset[0] == "-" else amount
    # In Pakistan PST is Pakistan Standard Time, the older name of PKT.
    return None if zone in {"", "pkt", "pst"} else timedelta(0)


def local_day(answer: ReadDate, clock: Clock, *, text: str) -> ReadDate:
    """Return the day in Pakistan for a day and time that state an offset from UTC.

    A time that does not exist is noted, and the day is kept as it is written.

    Examples
    --------
    >>> from datetime import date
    >>> written = ReadDate(date(2024, 12, 31), None, "day")
    >>> local_day(written, Clock(20, 30, offset=timedelta(0)), text="2024-12-31T20:30:00Z").note
    "'2024-12-31T20:30:00Z' is 1 January 2025 in Pakistan"
    """
    day = answer.day
    if day is None:
        return answer
    hour = clock.hour % 12 + (12 if clock.half == "p" else 0) if clock.half else clock.hour
    whole_day = (clock.hour, clock.minute, clock.second) == (24, 0, 0)
    odd_half = clock.half and not 1 <= clock.hour <= 12
    if odd_half or hour > 23 or clock.minute > 59 or clock.second > 60 or abs_hours(clock.offset) > 14:
        # 24:00 is midnight at the end of the day written, so that day is right.
        said = f"the time in {shown(text)} does not exist, so only its day is used"
        return answer if whole_day and clock.offset is None else also(answer, said, check="hour")
    if clock.offset is None:
        return answer
    moment = datetime.combine(day, time(hour, clock.minute), tzinfo=timezone(clock.offset))
    local = moment.astimezone(UTC).astimezone(_pakistan()).date()
    if local == day:
        return answer
    moved = ReadDate(local, None, answer.precision, answer.note, answer.check)
    return also(moved, f"{shown(text)} is {spell(local)} in Pakistan", check="offset")


def abs_hours(offset: timedelta | None) -> float:
    """Return the size of an offset in hours, 0 where there is none."""
    return abs(offset).total_seconds() / 3600 if offset else 0.0


@cache
def _pakistan() -> ZoneInfo:
    return ZoneInfo("Asia/Karachi")
