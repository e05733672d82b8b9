"""Say how well the first values of a column fit a field: dates look like dates, latitudes lie where latitudes lie."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from incident_mapper import schema as s
from incident_mapper.incidents.missing import MISSING
from incident_mapper.names import match_key

_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر"
    r"|اکتوبر|نومبر|دسمبر"
)
_DATE = re.compile(
    rf"\d{{4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?\b.*|\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:\d{{4}}|\d{{2}})\b.*"
    rf"|(?:19|20)\d{{6}}|[2-5]\d{{4}}(?:\.\d+)?|.*(?:{_MONTH}).*\d.*|.*\d.*(?:{_MONTH}).*",
    re.IGNORECASE | re.DOTALL,
)
_HIJRI_DATE = re.compile(r".*\b1[34]\d{2}\b.*", re.DOTALL)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?:at least|over|more than|about|some|>=?|≥|~)?\s*[\d٠-٩۰-۹][\d٠-٩۰-۹,.]*\s*(?:\+|(?:-|–|—|to)\s*[\d٠-٩۰-۹,.]+)?",
    re.IGNORECASE,
)
_FIGURE_WORDS = frozenset(
    {"dozens", "dozen", "several", "hundreds", "scores", "many", "few", "nil", "none", "zero"}
)
_NUMBER = re.compile(r"[-+\u2212]?\d+(?:[.,]\d+)?\s*°?\s*[NESW]?", re.IGNORECASE)
_PROVINCES: Final = frozenset(
    match_key(name)
    for name in (
        "Balochistan", "Baluchistan", "Khyber Pakhtunkhwa", "KP", "KPK", "NWFP", "Punjab", "Sindh", "Sind", "Islamabad",
        "ICT", "Islamabad Capital Territory", "Federal Capital", "FATA", "Gilgit-Baltistan", "Gilgit Baltistan", "GB",
        "Northern Areas", "AJK", "Azad Kashmir", "Azad Jammu and Kashmir", "AJ&K", "Capital", "بلوچستان",
        "خیبر پختونخوا", "پنجاب", "سندھ", "اسلام آباد", "گلگت بلتستان", "آزاد کشمیر", "Tribal Areas",
        "Baluchistan/Balochistan", "Khyber Pukhtunkhwa", "North-West Frontier Province",
    )
)  # fmt: skip
_PCODE = re.compile(r"PK-?\w{1,6}", re.IGNORECASE)
_LOOKED_AT: Final = 200  # letters of a cell: what it is shows at its beginning
_CLOSE: Final = (20.0, 40.0, 58.0, 82.0)
"""Pakistan and what lies around it: latitudes from 20 to 40, longitudes from 58 to 82 degrees."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the values say: how many of them fit, from 0 to 1, and in which words."""

    share: float
    words: str


def _degrees(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    return float(
        text.strip("°NESWnesw +").rstrip("° ").replace(",", ".").replace("\u2212", "-").split()[0].rstrip("°")
    )


def _is_latitude(text: str) -> bool:
    number = _degrees(text)
    # A swapped pair is still a pair: it is recognised later, with the boundaries at hand.
    return number is not None and (_CLOSE[0] <= number <= _CLOSE[1] or _CLOSE[2] <= number <= _CLOSE[3])


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text)) or text.casefold() in _FIGURE_WORDS


def _is_province(text: str) -> bool:
    return match_key(text) in _PROVINCES or bool(_PCODE.fullmatch(text))


def _is_words(text: str) -> bool:
    """Whether a text is no mere number, date or address of a page."""
    return any(letter.isalpha() for letter in text) and not _URL.match(text)


_NAMED: Final = (
    s.PLACE_TEXT, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.COUNTRY, s.EVENT_TYPE, s.ACTOR1, s.ACTOR2,
    s.DESCRIPTION, s.CLAIMED_BY, s.SOURCE_TITLE,
)  # fmt: skip
_LOOKS: Final[dict[str, tuple[Callable[[str], bool], str]]] = {
    s.EVENT_DATE: (lambda text: bool(_DATE.fullmatch(text)), "dates"),
    s.EVENT_DATE_END: (lambda text: bool(_DATE.fullmatch(text)), "dates"),
    s.SOURCE_DATE: (lambda text: bool(_DATE.fullmatch(text)), "dates"),
    s.HIJRI_DATE: (lambda text: bool(_HIJRI_DATE.fullmatch(text)), "Islamic years"),
    s.LATITUDE: (_is_latitude, "degrees in the region"),
    s.LONGITUDE: (_is_latitude, "degrees in the region"),
    s.ADM1_GIVEN: (_is_province, "names of provinces"),
    s.SOURCE_URL: (lambda text: bool(_URL.match(text)), "addresses of pages"),
    s.SOURCE_OUTLET: (lambda text: not _URL.match(text), "no addresses of pages"),
    s.EVENTS: (_is_figure, "numbers"),
    **dict.fromkeys(_NAMED, (_is_words, "words")),
}  # fmt: skip
STRICT: Final = frozenset(
    {s.EVENT_DATE, s.EVENT_DATE_END, s.LATITUDE, s.LONGITUDE, s.SOURCE_URL, s.HIJRI_DATE}
)
"""Fields whose values cannot be mistaken, so that they speak for or against a header that is not sure."""


def evidence(field: str, texts: Sequence[str]) -> Evidence | None:
    """Say how well texts fit a field; none where there is nothing to look at, or nothing that could be seen.

    Examples
    --------
    >>> evidence("event_date", ["2024-01-02", "16 May 2025", ""])
    Evidence(share=1.0, words='dates')
    >>> evidence("killed", ["4", "40+", "yes", "no"]).share
    0.5
    >>> evidence("group_id", ["a"]) is None
    True
    """
    short = (text[:_LOOKED_AT].strip() for text in texts)
    said = [text for text in short if text.casefold() not in MISSING]
    fits, words = (
        (_is_figure, "numbers") if field.startswith(("killed", "injured")) else _LOOKS.get(field, (None, ""))
    )
    if fits is None or not said:
        return None
    return Evidence(sum(map(fits, said)) / len(said), words)
