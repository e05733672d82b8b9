"""What a column of dates decides as a whole: the order of day and month, and whether its numbers are days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

from incident_mapper.errors import OptionError
from incident_mapper.incidents.dates.slashed import SLASHED, possible, year_may_be_first
from incident_mapper.incidents.dates.words import tidy
from incident_mapper.incidents.missing import MISSING

Order = Literal["dmy", "mdy", "unknown", "mixed"]

_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
# In the 1900 system: October 1954 to April 2064. Day 60, the 29 February 1900 that never was, is far below.
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000
_NEAR_NUMBERS = re.compile(rf"(?<![0-9/.-]){SLASHED.pattern}(?![0-9/-]|\.[0-9])")
_LONGEST = 200
_SAID = {"dmy": "day first", "mdy": "month first"}


@dataclass(frozen=True, slots=True)
class DateForm:
    """What a column as a whole decides.

    Attributes
    ----------
    order
        Whether 03/04/2024 is day first or month first; ``unknown`` where no cell tells, ``mixed`` where
        cells prove both orders. With the last two, such a cell is flagged and has no day.
    serials
        Whether numbers such as 45292 are days of Excel (1900 system).
    said
        A sentence that says how this was decided.
    """

    order: Order = "unknown"
    serials: bool = False
    said: str = ""


UNDECIDED = DateForm()


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What the cells of a column say about its form; the evidence of several batches adds up.

    Attributes
    ----------
    day_first, month_first
        Cells that can only be read in this order, such as 25/12/2024.
    either
        Cells that could be read in both orders, as two different days.
    numbers
        Cells that may be days of Excel.
    others
        All other cells that say something.
    proof_day_first, proof_month_first
        The first such cell, for the sentence.
    """

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    numbers: int = 0
    others: int = 0
    proof_day_first: str = ""
    proof_month_first: str = ""

    def __add__(self, other: Self) -> "DateEvidence":
        return DateEvidence(
            self.day_first + other.day_first,
            self.month_first + other.month_first,
            self.either + other.either,
            self.numbers + other.numbers,
            self.others + other.others,
            self.proof_day_first or other.proof_day_first,
            self.proof_month_first or other.proof_month_first,
        )

    def decide(self, *, order: Literal["dmy", "mdy", ""] = "") -> DateForm:
        """Return the form of the column; an order stated by the user always wins.

        Parameters
        ----------
        order
            What the user states, or empty.

        Raises
        ------
        OptionError
            If `order` is another word.

        Examples
        --------
        >>> batches = (DateEvidence(day_first=2, proof_day_first="25/12/2024"), DateEvidence(either=7))
        >>> (batches[0] + batches[1]).decide().said
        "day first, because 2 different cells can only be read so, such as '25/12/2024'"
        """
        if order not in ("dmy", "mdy", ""):
            raise OptionError(
                f"The order of dates {order!r} is not known. Use 'dmy' or 'mdy', or leave it out."
            )
        serials = self.numbers > 0 and self.others == 0
        if serials:
            said = f"all {self.numbers} different cells are numbers, read as days of Excel (1900 system)"
            return DateForm(order or "unknown", True, said)
        if order:
            return DateForm(order, False, f"{_SAID[order]}, as stated")
        if self.day_first and self.month_first:
            said = (
                f"cells prove both orders: {self.day_first} can only be day first, such as "
                f"{self.proof_day_first!r}, and {self.month_first} only month first, such as "
                f"{self.proof_month_first!r}; {self.either} that could be either are left without a day"
            )
            return DateForm("mixed", False, said)
        if self.day_first or self.month_first:
            found: Order = "dmy" if self.day_first else "mdy"
            count = self.day_first or self.month_first
            proof = self.proof_day_first or self.proof_month_first
            cells = "1 cell" if count == 1 else f"{count} different cells"
            said = f"{_SAID[found]}, because {cells} can only be read so, such as {proof!r}"
            return DateForm(found, False, said)
        if self.either:
            cells = "1 cell" if self.either == 1 else f"{self.either} different cells"
            return DateForm(said=f"{cells} could be day first or month first, and no cell decides")
        return UNDECIDED


def survey_dates(texts: Iterable[str], *, order: Literal["dmy", "mdy", ""] = "") -> DateForm:
    """Decide from all cells of a column how its dates are written.

    Parameters
    ----------
    texts
        The distinct cells. For a column that arrives in batches, add up `date_evidence` and decide at the end.
    order
        What the user states about ``03/04/2024``; it wins over what the cells say.

    Raises
    ------
    OptionError
        If `order` is another word.

    Examples
    --------
    >>> survey_dates(["03/04/2024", "25/12/2024"]).order, survey_dates(["03/04/2024"]).order
    ('dmy', 'unknown')
    >>> survey_dates(["03/04/2024", "25/12/2024", "12/31/2024"]).order
    'mixed'
    >>> survey_dates(["45292", "45293.75"]).serials, survey_dates(["45292", "May 2024"]).serials
    (True, False)
    """
    return date_evidence(texts).decide(order=order)


def date_evidence(texts: Iterable[str]) -> DateEvidence:
    """Count what the distinct cells of one batch say about the form of their column.

    Examples
    --------
    >>> date_evidence(["25/12/2024", "03/04/2024"]).either
    1
    """
    counts = {"day_first": 0, "month_first": 0, "either": 0, "numbers": 0, "others": 0, "": 0}
    proofs = {"day_first": "", "month_first": ""}
    for text in texts:
        kind = _kind(text)
        counts[kind] += 1
        if kind in proofs and not proofs[kind]:
            proofs[kind] = text.strip()[:40]
    return DateEvidence(
        day_first=counts["day_first"],
        month_first=counts["month_first"],
        either=counts["either"],
        numbers=counts["numbers"],
        others=sum(counts[kind] for kind in ("day_first", "month_first", "either", "others")),
        proof_day_first=proofs["day_first"],
        proof_month_first=proofs["month_first"],
    )


def _kind(text: str) -> str:
    if len(text) > _LONGEST or (text[4:5] == "-" and text[:4].isdigit()):
        return "others"  # an ISO date, most often; what is longer than this is no date
    clean = tidy(text)
    if clean in MISSING:
        return ""
    if serial_day(clean) is not None:
        return "numbers"
    found = _NEAR_NUMBERS.search(clean)
    if not found or year_may_be_first(found):
        return "others"
    by_day, by_month = possible(found[1], found[3], found[4])
    if by_day and by_month:
        return "others" if by_day == by_month else "either"
    return "day_first" if by_day else "month_first" if by_month else "others"


def serial_day(clean: str) -> int | None:
    """Return the whole days of a number that may be a day of Excel, with or without a time.

    Examples
    --------
    >>> serial_day("45292.75"), serial_day("2024")
    (45292, None)
    """
    found = _SERIAL.fullmatch(clean)
    days = int(found[1]) if found else 0
    return days if FIRST_SERIAL <= days <= LAST_SERIAL else None
