"""What the readers hand on: places as a file states them, and why its other rows are none."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from incident_mapper.names import LEVEL_WORDS, compact, match_key, split_level

Step = Callable[[str], None]
"""Told the name of each step as it begins, for progress."""

# Why a row is not stored, as it is counted and printed.
BAD_ROW: Final = "not whole: another number of columns, no id, or not UTF-8"
OTHER_KIND: Final = "of a kind that one point cannot stand for, or that is embedded"
REPEATED: Final = "an id that was there before"
NO_POINT: Final = "without coordinates in degrees"
NO_NAME: Final = "without a name in Latin or Arabic script"
COMMON_NAME: Final = 'with a name that is a common word ("Rest House", "Police Station")'
DISPUTED: Final = "in disputed territory, which belongs to no district"
ABROAD: Final = "abroad"
AT_SEA: Final = "at sea, or where drawings of the border differ"

# A name of these words says what a place is, not which one: "the police station" in a report is no match for it.
_COMMON: Final = frozenset(
    word
    for line in (
        "a abandoned aerodrome airfield airport airstrip and area army bank barrage barracks basic bazaar bazar",
        "boys bridge building bungalow bus camp canal canteen cantonment cantt cave cemetery central check checkpoint",
        "checkpost chowk christian church circuit city civil club coal college colony compound court custom customs",
        "dak dam dispensary district east eastern factory farm ferry fm fort fountain frontier garden gas gate general",
        "girls government govt graveyard ground guest hall halt hamlet head headquarters headworks health high hill",
        "hospital hostel hotel house hq hut imambargah industrial inn inspection islamic jail jamia jungle junction",
        "khassadar lake landing levies levy lines lower madrasa madrassa main majid market masjid medical middle",
        "military mill mine mines ministry model mosque mountain muslim new north northern office officers oil old",
        "outpost park pass peak picket petrol police polo post power primary prison private public pump quarry",
        "quarters rail railway range rest residency rice river road rock royal rural ruins saint school scouts",
        "secondary serai shop shrine shrines site small south southern spring st stadium state station store stream",
        "sugar tank temple the tomb tombs tower town township training trading tribal tunnel unit university unknown",
        "unnamed upper valley veterinary village ward water waterfall well wells west western works workshop",
    )
    for word in line.split()
).union(LEVEL_WORDS)
# Latin with its accents and punctuation, and Arabic; by their blocks in Unicode.
_READABLE = re.compile(
    r"[\u0000-\u024f\u02b0-\u036f\u1e00-\u1eff\u2000-\u206f"
    r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]*"
)
_LETTER = re.compile(r"[^\W\d_]")
_MIN_LETTERS: Final = 2


@dataclass(frozen=True, slots=True)
class RawPlace:
    """A place as a file states it.

    Attributes
    ----------
    number
        What tells it from the others of its file: GeoNames' id, or the row.
    kind
        What it is, in a word: town, village, pass; empty if not stated.
    populated
        Whether people live there; otherwise it is a spot, such as a pass or a dam.
    feature
        Class and code of GeoNames, such as ``P.PPL``; empty if it is not of GeoNames.
    lon, lat
        Degrees (EPSG:4326).
    """

    number: int
    name: str
    kind: str
    populated: bool
    lon: float
    lat: float
    feature: str = ""
    urdu: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPlaces:
    """What a file holds.

    Attributes
    ----------
    rows
        How many rows were read.
    skipped
        How many are no places of ours, by reason.
    title
        What the file is, for people.
    date
        ISO day of the data; empty if it is not stated.
    notes
        What a careful reader should know about the file.
    """

    places: tuple[RawPlace, ...]
    rows: int
    skipped: Mapping[str, int] = field(default_factory=Counter)
    title: str = ""
    date: str = ""
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    r"""Return a name on one line, with one space between its words.

    Examples
    --------
    >>> clean("  Sra \n Rogha ")
    'Sra Rogha'
    """
    return " ".join(text.split())


def readable(name: str) -> bool:
    """Whether a name is in Latin or Arabic script and has a letter.

    Examples
    --------
    >>> [readable(name) for name in ("Kharlāchi", "خرلاچی", "卡拉奇", "123")]
    [True, True, False, False]
    """
    return bool((name.isascii() or _READABLE.fullmatch(name)) and _LETTER.search(name))


def degrees(lon: str, lat: str) -> tuple[float, float] | None:
    """Return coordinates as numbers, or ``None`` if they are none or no degrees.

    Examples
    --------
    >>> degrees("66.99", " 30.18"), degrees("", ""), degrees("3300000", "3500000")
    ((66.99, 30.18), None, None)
    """
    try:
        x, y = float(lon), float(lat)
    except ValueError:
        return None
    # An infinity or a NaN fails the comparison too.
    return (x, y) if math.fabs(x) <= 180 and math.fabs(y) <= 90 else None


def keys(place: RawPlace) -> Iterator[str]:
    """Give the compact match keys that a place is found under; a key may come twice.

    Examples
    --------
    >>> list(keys(RawPlace(1, "Khāno Goth", "village", True, 67.0, 25.0, others=("Goth Khano", "Village"))))
    ['khanogoth', 'gothkhano']
    >>> list(keys(RawPlace(2, "Manjhand Taluka", "area", False, 68.2, 25.9, "A.ADM3")))
    ['manjhandtaluka', 'manjhand']
    """
    for name in (place.name, *place.others, place.urdu):
        if name and (key := _key(match_key(name))):
            yield key
            if place.feature.startswith("A.") and (bare := _key(split_level(name).key)) != key and bare:
                yield bare  # "Manjhand tehsil" and "Manjhand taluka" are one


def _key(words: str) -> str:
    key = compact(words)
    if len(key) < _MIN_LETTERS or not _LETTER.search(key):
        return ""
    # Nearly every name is decided by its first word.
    return "" if words.partition(" ")[0] in _COMMON and _COMMON.issuperset(words.split()) else key
