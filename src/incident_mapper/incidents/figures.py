"""Turn what a cell says about killed or injured into low, best and high, or into an honest unknown."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from incident_mapper.incidents.dates.words import month_of, tidy
from incident_mapper.incidents.missing import MISSING

FIGURE_CHECKS: Final = {
    "not_a_number": "the cell holds something that is no number of people",
    "too_large": "the number has ten digits or more: an identifier, a telephone number or a slip",
    "reversed": "the range has its lower end above its upper end",
    "approximate": "the number is only about right, so its ends are not known",
    "vague": "a word that only bounds the number, or does not say how many at all",
}
"""What each code in `Figure.check` means."""

_ONES = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
_WORDS = {word: number for number, word in enumerate(_ONES.split(), start=1)}
_BY_TEN = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: number * 10 for number, word in enumerate(_BY_TEN.split(), start=2)}
_DOZENS = {"a dozen": 12, "one dozen": 12, "dozen": 12, "half a dozen": 6, "two dozen": 24, "three dozen": 36}
_VAGUE = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "several": 2, "a few": 2, "few": 2,
    "a couple": 2, "multiple": 2, "a number": 2, "many": None, "numerous": None, "some": None,
    "a large number": None, "unspecified": None,
}  # fmt: skip

# The grouping of thousands in English, and of lakhs and crores in South Asia.
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|[0-9]+"
_IN_WORDS = "|".join(
    [
        *(rf"(?:{ten})(?:[- ](?:{'|'.join(list(_WORDS)[:9])}))?" for ten in _TENS),
        *sorted([*_WORDS, *_DOZENS], key=len, reverse=True),
        "zero|nil",
    ]
)
_N = rf"({_DIGITS}|(?<![a-z])(?:{_IN_WORDS})(?![a-z]))"
_TO = r" ?(?:-+|to) ?"
# Words behind a number that make it a number of something else, or not the whole of it, or not sure.
_ELSE = """or and to of per plus minus point than not km kms kilometre kilometres metre metres m mile miles kg kgs
    ton tons day days week weeks month months year years hour hours hrs h minute minutes min am pm percent times
    rounds round rs rupees pkr usd dollars million millions billion thousand thousands hundred hundreds lakh lakhs
    crore crores dozen dozens score scores k x st nd rd th districts villages incidents attacks blasts houses
    vehicles shops alive survived survivors escaped rescued arrested unhurt missing feared unconfirmed unknown
    zero nil no none nobody"""
_NOT_PLAIN = frozenset(_ELSE.split()) | {*_WORDS, *_TENS} | {word for word in _VAGUE if " " not in word}
_HARM = """killed dead deaths death died casualties casualty fatalities fatality injuries injury injured wounded
    hurt victims victim losses loss"""
_ZERO_OF = frozenset(_HARM.split())
_BESIDE_ZERO = frozenset({"or", "and", "reported", "people", "person", "persons", "civilian", "civilians"})

_EXACT = re.compile(rf"{_N}(?:\.0*)?")
_RANGE = re.compile(rf"(?:from |between )?{_N}{_TO}{_N}|between {_N} and {_N}")
_WITH_RANGE = re.compile(rf"{_N} ?[(\[](?:range )?{_N}{_TO}{_N}[)\]]")
_RANGE_WITH = re.compile(rf"{_N}{_TO}{_N} ?[(\[](?:best )?{_N}[)\]]")
_LEAST = re.compile(
    rf"(?:at least|not less than|no less than|no fewer than|minimum(?: of)?|min\.?|>=|≥|کم از کم) ?{_N}\+?"
    rf"|{_N} ?(?:\+|or more|and above|at least)"
)
_MORE = re.compile(rf"(?:over|more than|above|upwards of|in excess of|>) ?{_N}|{_N} سے زا[یيئ]?د")
_MOST = re.compile(
    rf"(?:up to|upto|at most|no more than|not more than|maximum(?: of)?|max\.?|<=|≤) ?{_N}|{_N} (?:or less|or fewer)"
)
_FEWER = re.compile(rf"(?:fewer than|less than|under|below|<) ?{_N}")
_ABOUT = re.compile(
    rf"(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca?\.|~|≈|an estimated|estimated) ?{_N}"
    rf"|{_N} ?\((?:approx\.?|approximately|estimate|estimated|est\.)\)"
)
_WORD = re.compile(r"[a-z]+[.,]?")
_NO = re.compile(r"(?:no one|nobody|none|zero|nil|no)(?: was| were)?(?: (.+))?")
_FRACTION = re.compile(r"[0-9,]*\.[0-9]+")
_SPREADSHEET = re.compile(r"([0-9]{1,2})-([a-z]{3})|([a-z]{3})-([0-9]{1,2})")
_MARKS = str.maketrans({"٬": ",", "٫": ".", "\u00a0": " ", "\u202f": " "})
# "Zero information" is not zero; the words for zero have a rule of their own.
_SAYS_ZERO = frozenset({"zero", "nil"})
_NOUNS = 4
_LONGEST = 100
_MOST_DIGITS = 9
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a range; ``None`` is unknown, never zero.

    Attributes
    ----------
    low, best, high
        The ends of the range and the source's best number, each ``None`` where the cell does not give it.
        "About 5" has a best number and no ends; "dozens" has a lower end only.
    note
        A sentence for the reader where something is wrong or was decided.
    check
        A key of `FIGURE_CHECKS` where the quality report should list the cell; empty otherwise.
    """

    low: int | None = None
    best: int | None = None
    high: int | None = None
    note: str = ""
    check: str = ""

    @property
    def known(self) -> bool:
        """Whether the source gives any number at all."""
        return not (self.low is self.best is self.high is None)


def read_figure(text: str) -> Figure:
    """Read one cell.

    Parameters
    ----------
    text
        The cell, as text, as reports write numbers: in digits or words, as a range, a bound or "about".
        ``none`` by itself says that nothing is stated, as in many tables; "none killed" is zero.

    Returns
    -------
    Figure
        With a `note` where the cell holds something that is no figure (such a cell is unknown), or where
        its words were turned into a bound.

    Examples
    --------
    >>> read_figure("4").best, read_figure("1,23,456").best, read_figure("twenty-five").best
    (4, 123456, 25)
    >>> read_figure("15-20").low, read_figure("15-20").high, read_figure("3 (2-5)").best
    (15, 20, 3)
    >>> read_figure("40+").low, read_figure("more than 5").low, read_figure("up to 5").high
    (40, 6, 5)
    >>> read_figure("dozens").note
    "'dozens' is read as at least 24"
    >>> read_figure("none killed").best, read_figure("none").known
    (0, False)
    >>> read_figure("https://example.org").check
    'not_a_number'
    """
    if len(text) > _LONGEST:
        stripped = text.strip()
        if len(stripped) <= _LONGEST:
            return _read(stripped)
        start = stripped[:_LONGEST]
        return _figure(start, None, None, text=start) if start.isdecimal() else _no_figure(start)
    return _read(text)


@lru_cache(maxsize=50_000)
def _read(text: str) -> Figure:
    clean = tidy(text if text.isascii() else text.translate(_MARKS))
    if clean in MISSING:
        return Figure()
    return (
        _read_clean(clean, text=text)
        or _nought(clean)
        or _before_nouns(clean, text=text)
        or _no_figure(text, clean=clean)
    )


def _before_nouns(clean: str, *, text: str) -> Figure | None:
    """Read a figure that says who it counts, such as "4 militants", but not "4 days"."""
    words = clean.split()
    for start in range(len(words) - 1, max(0, len(words) - 1 - _NOUNS), -1):
        word = words[start]
        of_people = word == "of" and start < len(words) - 1  # "dozens of people"
        if not of_people and (not _WORD.fullmatch(word) or word in _NOT_PLAIN or month_of(word)):
            return None
        before = " ".join(words[:start])
        figure = None if before in _SAYS_ZERO else _read_clean(before, text=text)
        if figure:
            return figure
    return None


def _read_clean(clean: str, *, text: str) -> Figure | None:
    if clean.isascii() and clean.isdigit():  # most cells
        return _figure(clean, clean, clean, text=text)
    if found := _EXACT.fullmatch(clean):
        return _figure(found[1], found[1], found[1], text=text)
    if found := _RANGE.fullmatch(clean):
        return _figure(found[1] or found[3], None, found[2] or found[4], text=text)
    if found := _WITH_RANGE.fullmatch(clean):
        return _figure(found[2], found[1], found[3], text=text)
    if found := _RANGE_WITH.fullmatch(clean):
        return _figure(found[1], found[3], found[2], text=text)
    return _bounded(clean, text=text) or _vague(clean, text=text)


def _bounded(clean: str, *, text: str) -> Figure | None:
    if found := _LEAST.fullmatch(clean):
        return _figure(found[1] or found[2], None, None, text=text)
    if found := _MORE.fullmatch(clean):
        figure = _figure(found[1] or found[2], None, None, text=text)
        return figure if figure.low is None else replace(figure, low=figure.low + 1)
    if found := _MOST.fullmatch(clean):
        return _figure(None, None, found[1] or found[2], text=text)
    if found := _FEWER.fullmatch(clean):
        figure = _figure(None, None, found[1], text=text)
        if figure.high is None:
            return figure
        return replace(figure, high=figure.high - 1) if figure.high else _no_figure(text)
    if found := _ABOUT.fullmatch(clean):
        figure = _figure(None, found[1] or found[2], None, text=text)
        if figure.best is None:
            return figure
        note = f"{_shown(text)} gives no ends: {figure.best} is kept as the best number"
        return replace(figure, note=note, check="approximate")
    return None


def _figure(low: str | None, best: str | None, high: str | None, *, text: str) -> Figure:
    """Make a figure of the numbers written, unless they contradict each other or are too long."""
    low_n, best_n, high_n = (None if part is None else _whole(part) for part in (low, best, high))
    numbers = [number for number in (low_n, best_n, high_n) if number is not None]
    if len(numbers) < sum(part is not None for part in (low, best, high)):
        return _no_figure(text)
    if any(number >= 10**_MOST_DIGITS for number in numbers):
        why = f"{_shown(text)} is no figure: it has more than {_MOST_DIGITS} digits"
        return Figure(note=why, check="too_large")
    if numbers != sorted(numbers):
        why = (
            "has its lower end above its upper end"
            if best is None
            else "has its best number outside its range"
        )
        return Figure(note=f"{_shown(text)} {why}", check="reversed")
    if low_n is not None and low_n == high_n:
        best_n = low_n
    return Figure(low_n, best_n, high_n)


def _whole(text: str) -> int | None:
    if text[0].isdigit():
        digits = text.replace(",", "")
        # Longer ones are refused all the same, and turning a million digits into a number takes its time.
        return int(digits[: _MOST_DIGITS + 1]) if len(digits) <= _MOST_DIGITS + 1 else 10**_MOST_DIGITS
    if text in {"zero", "nil"}:
        return 0
    if text in _DOZENS:
        return _DOZENS[text]
    ten, _, one = text.replace("-", " ").partition(" ")
    if ten in _TENS:
        return _TENS[ten] + _WORDS.get(one, 0)
    return _WORDS.get(text)


def _vague(clean: str, *, text: str) -> Figure | None:
    if clean not in _VAGUE:
        return None
    low = _VAGUE[clean]
    said = "does not say how many" if low is None else f"is read as at least {low}"
    return Figure(low=low, note=f"{_shown(text)} {said}", check="vague")


def _nought(clean: str) -> Figure | None:
    """Read the words for zero, but only those that plainly say it: "no information" does not."""
    found = _NO.fullmatch(clean)
    if not found:
        return None
    rest = set((found[1] or "").split())
    plainly = rest & _ZERO_OF and rest <= _ZERO_OF | _BESIDE_ZERO
    return Figure(0, 0, 0) if plainly or clean == "no" else None


def _no_figure(text: str, *, clean: str = "") -> Figure:
    why = ""
    if _FRACTION.fullmatch(clean):
        why = ": people are counted in whole numbers"
    elif "://" in clean or clean.startswith("www."):
        why = " but an address of the web: the columns of this row may have slipped"
    elif (found := _SPREADSHEET.fullmatch(clean)) and (month := month_of(found[2] or found[3])):
        day = int(found[1] or found[4])
        ends = f"{min(day, month[0])}-{max(day, month[0])}"
        why = f" but a date; a spreadsheet may have made it of the range {ends}"
    return Figure(note=f"{_shown(text)} is no figure{why}", check="not_a_number")


def _shown(text: str) -> str:
    plain = text.strip()
    return repr(plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…")
