"""Turn what a cell says about killed or injured into low, best and high, or into an honest unknown."""

import re
from dataclasses import dataclass
from functools import lru_cache

from incident_mapper.incidents.missing import MISSING

# Nine digits at most: more is a telephone number or a slip, and would not fit the table.
_NUMBER = r"\d{1,3}(?:,\d{3}){1,2}|\d{1,9}"
_EXACT = re.compile(rf"({_NUMBER})(?:\.0*)?")
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|\u2013|\u2014|to)\s*({_NUMBER})")
_AT_LEAST = re.compile(rf"(at least|over|more than|>=|>|\u2265)\s*({_NUMBER})\+?|({_NUMBER})\s*\+")
_MORE_THAN = {"over", "more than", ">"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a range; ``None`` is unknown, never zero."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether the source gives any bound at all."""
        return self.low is not None or self.high is not None


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


@lru_cache(maxsize=50_000)
def read_figure(text: str) -> Figure:
    """Read one cell.

    Parameters
    ----------
    text
        The cell, as text.

    Returns
    -------
    Figure
        With a `note` when the cell holds something that is no figure; such a cell is unknown.

    Examples
    --------
    >>> read_figure("4"), read_figure("1,234").best
    (Figure(low=4, best=4, high=4, note=''), 1234)
    >>> read_figure("15-20")
    Figure(low=15, best=None, high=20, note='')
    >>> read_figure("40+")
    Figure(low=40, best=None, high=None, note='')
    >>> read_figure(""), read_figure("dozens").note
    (Figure(low=None, best=None, high=None, note=''), "'dozens' is no figure")
    """
    value = text.strip()
    low_case = value.casefold()
    if low_case in MISSING:
        return Figure()
    if found := _EXACT.fullmatch(value):
        number = _whole(found[1])
        return Figure(number, number, number)
    if found := _RANGE.fullmatch(low_case):
        low, high = _whole(found[1]), _whole(found[2])
        if low > high:
            return Figure(note=f"{value!r} has its lower end above its upper end")
        return Figure(low, low if low == high else None, high)
    if found := _AT_LEAST.fullmatch(low_case):
        return Figure(low=_whole(found[2] or found[3]) + (found[1] in _MORE_THAN))
    return Figure(note=f"{value[:40]!r} is no figure")
