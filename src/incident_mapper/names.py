"""Pure text: turn any spelling of a name into one match key.

The same normaliser is used for the gazetteer's names and for the texts that are looked up, so that
capitals, accents, dots, hyphens and the letter variants of the Arabic script never decide a match.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Level = Literal["country", "province", "division", "district", "tehsil", "town", "locality"]
"""The levels of a place, widest first."""

# One letter for each group that keyboards and fonts tell apart and readers of Urdu do not.
_ARABIC_LETTERS = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ے": "ی", "ۓ": "ی",
        "ك": "ک", "ڪ": "ک",
        "ه": "ہ", "ة": "ہ", "ۀ": "ہ", "ۂ": "ہ", "ھ": "ہ", "ە": "ہ",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
        "ؤ": "و", "ٸ": "ی", "ء": "",
    }
)  # fmt: skip
_INVISIBLE = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_APOSTROPHES = re.compile("['`\u00b4\u2018\u2019\u201b\u02bb\u02bc\u02be\u02bf\u2032]")
_POSSESSIVE = re.compile("['\u2019]s\\b", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[\W_]+")

LEVEL_WORDS: dict[str, Level] = {
    "district": "district", "districts": "district", "distt": "district", "dist": "district", "distric": "district",
    "distict": "district", "disrict": "district", "distrct": "district", "districk": "district", "zila": "district",
    "zilla": "district", "agency": "district", "agencies": "district", "ضلع": "district",
    "ایجنسی": "district",
    "division": "division", "divisions": "division", "ڈویژن": "division",
    "province": "province", "صوبہ": "province",
    "tehsil": "tehsil", "tehsils": "tehsil", "tahsil": "tehsil", "thesil": "tehsil", "tehseel": "tehsil",
    "tahseel": "tehsil", "tehsel": "tehsil", "taluka": "tehsil", "taluk": "tehsil",
    "talluka": "tehsil", "subdivision": "tehsil", "subtehsil": "tehsil", "تحصیل": "tehsil",
    "town": "town", "city": "town", "شہر": "town", "village": "locality", "گاوں": "locality",
}  # fmt: skip
"""Words that say of which level a name is; they are no part of the name."""


@lru_cache(maxsize=100_000)
def match_key(name: str) -> str:
    r"""Return the key under which a name is stored and looked up.

    Parameters
    ----------
    name
        A name in Latin or Arabic script, in any spelling.

    Returns
    -------
    str
        Lower-case words of letters and digits, one space between them; applying the function again
        changes nothing.

    Examples
    --------
    >>> match_key("  D.I. Khan ")
    'd i khan'
    >>> match_key("Kharlāchi Kili"), match_key("Qila-Abdullah")
    ('kharlachi kili', 'qila abdullah')
    >>> match_key("Sho'ba"), match_key("Quetta's")
    ('shoba', 'quetta')
    >>> match_key("بلوچستان\u200c") == match_key("بلوچستان"), match_key("پشي") == match_key("پشی")
    (True, True)
    """
    if name.isascii():  # most names: nothing of what follows concerns them
        plain = _APOSTROPHES.sub("", _POSSESSIVE.sub("", name)) if "'" in name or "`" in name else name
        return _NOT_LETTERS.sub(" ", plain.casefold()).strip()
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name))
    text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text))
    text = text.translate(_ARABIC_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    # What decomposing brought to light (a hamza above, a maddah) is folded as well, so that keys are stable.
    text = text.translate(_ARABIC_LETTERS).casefold()
    return _NOT_LETTERS.sub(" ", text).strip()


def compact(key: str) -> str:
    """Return a key without its spaces: "Musa Khel" and "Musakhel" are one name.

    Examples
    --------
    >>> compact(match_key("Musa Khel")) == compact(match_key("Musakhel"))
    True
    """
    return key.replace(" ", "")


@dataclass(frozen=True, slots=True)
class NamedLevel:
    """A name without its level words, and the level those words state."""

    key: str
    level: Level | None


@lru_cache(maxsize=100_000)
def split_level(name: str) -> NamedLevel:
    """Take the level words off a name.

    Parameters
    ----------
    name
        A name such as "Kalat District", "Khyber Agency", "FR Kohat" or "ضلع کیچ".

    Returns
    -------
    NamedLevel
        The key of the bare name, and the level stated, or ``None``. A name that consists of level
        words only is kept as it is.

    Examples
    --------
    >>> split_level("Khyber Agency")
    NamedLevel(key='khyber', level='district')
    >>> split_level("Karachi division").level, split_level("Kalat").level
    ('division', None)
    """
    words = match_key(name).split()
    # "sub-division" and "sub tehsil" are one word by now or two; the second form is joined here.
    joined = " ".join(words).replace("sub division", "subdivision").replace("sub tehsil", "subtehsil").split()
    levels = [LEVEL_WORDS[word] for word in joined if word in LEVEL_WORDS]
    bare = [word for word in joined if word not in LEVEL_WORDS]
    if not bare or not levels:
        return NamedLevel(" ".join(words), None)
    return NamedLevel(" ".join(bare), levels[0])
