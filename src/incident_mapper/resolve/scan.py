"""Find the gazetteer's names inside a longer text.

A name counts only where the writer wrote it as a name of its own: "Ghazi Kot town" does not name Ghazi.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from incident_mapper.gazetteer import Gazetteer, Place
from incident_mapper.names import LEVEL_WORDS, Level, match_key
from incident_mapper.resolve.phrases import (
    ALSO_WORDS,
    ARTICLES,
    ASIDE,
    BASED,
    CLEAR,
    CORE_WORDS,
    DISTANCE,
    DISTANCE_AFTER,
    FAR_FROM,
    GENERIC,
    INSIDE,
    IZAFAT,
    KM_A_MILE,
    LEAD,
    LEADS,
    MIN_SOUND,
    NAMESAKES,
    NEARBY,
    OF_ROADS,
    PARTS,
    POSSESSIVE,
    SHORT,
    SHORT_WITHOUT_CAPITALS,
    TOKEN,
    UNITS,
)
from incident_mapper.sounds import sound_key


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the gazetteer found in a text.

    Attributes
    ----------
    start, end
        Where it stands: ``text[start:end]``.
    places
        The places that bear the name.
    level
        The level that a word beside it states, such as "tehsil".
    whole
        Whether it stands as a name of its own, not as a part of a longer one.
    distance_km
        How far away from it the text says something was, if it says so.
    nearby
        Whether the text only says that something was near it, or that somebody came from there, was taken there or
        spoke there.
    """

    start: int
    end: int
    name: str
    places: tuple[Place, ...]
    level: Level | None = None
    whole: bool = True
    distance_km: float | None = None
    nearby: bool = False
    namesake: bool = False
    country: str = ""


class _Token(NamedTuple):  # thousands are made a second
    start: int
    end: int
    key: str
    capital: bool


def core_name(text: str) -> str:
    """Return the one name in a short phrase, without the words around it; empty if the phrase is no such.

    Examples
    --------
    >>> core_name("near Nall area"), core_name("in the coastal town of Jewni, Balochistan")
    ('Nall', 'Jewni')
    >>> core_name("a blast hit a convoy"), core_name("115 km north of Quetta")
    ('', '')
    """
    if any(match_key(found[0]) in NAMESAKES for found in TOKEN.finditer(text)):
        return ""  # "Kohat Road" is not Kohat
    for part in PARTS.split(text):
        tokens = [(found, match_key(found[0])) for found in TOKEN.finditer(part)]
        while tokens and (tokens[0][1] in GENERIC or tokens[0][1] in LEVEL_WORDS):
            tokens.pop(0)
        while tokens and (tokens[-1][1] in GENERIC or tokens[-1][1] in LEVEL_WORDS):
            tokens.pop()
        if tokens:
            core = part[tokens[0][0].start() : tokens[-1][0].end()]
            named = len(tokens) <= CORE_WORDS and all(
                found[0][:1].isupper() or found[0] in IZAFAT for found, _ in tokens
            )
            return core if named else ""
    return ""


@lru_cache(maxsize=50_000)
def scan(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Find every name of the gazetteer in a text, longest first, in one pass.

    Parameters
    ----------
    text
        Any text, a name or a whole report.
    gazetteer
        Where the names come from.

    Returns
    -------
    tuple of Mention
        In the order of the text; they do not overlap.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> text = "Malant area of Tump tehsil (Kech, Balochistan)"
    >>> [(m.name, m.level) for m in scan(text, load_gazetteer())]
    [('Malant', None), ('Tump', 'tehsil'), ('Kech', None), ('Balochistan', None)]
    """
    words = _Words.of(text, gazetteer)
    mentions: list[Mention] = []
    after = position = 0
    while position < len(words.tokens):
        size = words.longest(position)
        if size:
            mentions.append(words.mention(position, size, after=after))
            after = position + size
        position += size or 1
    return tuple(mentions)


@dataclass(frozen=True)
class _Words:
    """A text in words, and the names that stand in it."""

    text: str
    tokens: tuple[_Token, ...]
    gazetteer: Gazetteer
    cased: bool
    """Whether capitals tell names from other words."""

    @classmethod
    def of(cls, text: str, gazetteer: Gazetteer) -> "_Words":
        tokens = tuple(
            _Token(
                found.start(), found.end(), key, word[0].isupper() or not word[0].isalpha() or word in IZAFAT
            )
            for found in TOKEN.finditer(text)
            if (key := match_key(word := found[0]))
        )
        # Urdu has no capitals, so in an Urdu text nothing tells a longer name.
        capital = text != text.lower()
        small = any(not token.capital for token in tokens if len(token.key) > 1)
        every = all(token.capital for token in tokens)
        return cls(text, tokens, gazetteer, cased=capital and (small or (every and not text.isupper())))

    def longest(self, start: int) -> int:
        """Return of how many words the longest name is that begins at a word; 0 if none does."""
        if self.tokens[start].key in ARTICLES and not self.tokens[start].capital:
            return 0
        best, phrase, key = 0, "", ""
        beginnings = self.gazetteer.beginnings
        for at in range(start, min(len(self.tokens), start + self.gazetteer.longest_name + 1)):
            # A comma or bracket between two words parts them.
            if at > start and not self._touch(self.tokens[at - 1], self.tokens[at]):
                break
            word = self.tokens[at].key
            phrase, key = (f"{phrase} {word}" if phrase else word), key + word.replace(" ", "")
            if key not in beginnings and sound_key(phrase) not in beginnings:
                break
            if self._is_name(start, at + 1 - start, phrase, key):
                best = at + 1 - start
        return best or self._longest_of_user(start)

    def _longest_of_user(self, start: int) -> int:
        """Ask the user's own gazetteers, in a text so short that a word with a capital is likely a name."""
        if self.gazetteer.added is None or len(self.tokens) > SHORT:
            return 0
        most = 0
        while start + most < len(self.tokens) and (
            most == 0 or self._touch(*self.tokens[start + most - 1 :][:2])
        ):
            token = self.tokens[start + most]
            if not token.capital or token.key in GENERIC or token.key in LEVEL_WORDS:
                break
            most += 1
        return next((size for size in range(most, 0, -1) if self._bearers(start, size)), 0)

    def _is_name(self, start: int, size: int, phrase: str, key: str) -> bool:
        if len(key) < 3 or key in LEVEL_WORDS:
            return False
        if size == 1 and key in GENERIC and key not in self.gazetteer.index:
            return False
        if phrase in self.gazetteer.foreign or key in self.gazetteer.ambiguous:
            return True
        return bool(self._bearers(start, size))

    def mention(self, start: int, size: int, *, after: int) -> Mention:
        """Describe the name of `size` words at a word; words before `after` belong to another name."""
        words = self.tokens[start : start + size]
        first, last = words[0], words[-1]
        name = self.text[first.start : last.end]
        before = self.tokens[start - 1] if start > after else None
        if before is not None and not self._touch(before, first):
            before = None
        behind = self.tokens[start + size] if start + size < len(self.tokens) else None
        if behind is not None and not self._touch(last, behind):
            behind = None
        longer_before = before is not None and _may_belong(before)
        # "Quetta's Sariab Road" is in Quetta: the possessive says that the name is whole.
        longer_behind = (
            behind is not None
            and _may_belong(behind)
            and not POSSESSIVE.search(name)
            and not self.longest(start + size)
        )
        # Whatever says how a place is meant ends in a small word just before it, so most names need no search.
        led = start > 0 and self.tokens[start - 1].key in LEADS
        lead = self.text[max(0, first.start - LEAD) : first.start] if led else ""
        distance = (DISTANCE.search(lead) if led else None) or DISTANCE_AFTER.match(self.text, last.end)
        return Mention(
            start=first.start,
            end=last.end,
            name=name,
            places=self._bearers(start, size),
            level=_level(behind) or _level(before),
            whole=not (self.cased and (longer_before or longer_behind)),
            distance_km=_kilometres(distance)
            if distance
            else math.inf
            if led and FAR_FROM.search(lead)
            else None,
            nearby=(led and bool(NEARBY.search(lead) or ASIDE.search(lead)))
            or bool(BASED.match(self.text, last.end)),
            namesake=self._names_a_road(start + size) and not POSSESSIVE.search(name),
            country=self.gazetteer.foreign.get(" ".join(token.key for token in words), ""),
        )

    def _stands_as_place(self, at: int) -> bool:
        """Whether a word that is also an ordinary one is used as a name, where no capitals tell: "blast in tank"."""
        if len(self.tokens) == 1:
            return True
        before = self.tokens[at - 1].key if at else ""
        behind = self.tokens[at + 1].key if at + 1 < len(self.tokens) else ""
        return before in {"in", "at", "near", "from", "district"} or behind in LEVEL_WORDS

    def _names_a_road(self, at: int) -> bool:
        """Whether the words from a position on say that the name before them is a road's, a house's, a regiment's."""
        while at < len(self.tokens) and self._touch(self.tokens[at - 1], self.tokens[at]):
            if self.tokens[at].key in NAMESAKES:
                return True
            if self.tokens[at].key not in OF_ROADS:
                return False
            at += 1
        return False

    def _touch(self, left: _Token, right: _Token) -> bool:
        return bool(INSIDE.fullmatch(self.text, left.end, right.start))

    def _bearers(self, start: int, size: int) -> tuple[Place, ...]:
        """Return the places that bear a name, or else those whose names sound like it."""
        words = self.tokens[start : start + size]
        key = "".join(token.key.replace(" ", "") for token in words)
        known = self.gazetteer.index.get(key, ())
        # Urdu has no capitals: in a sentence of it, a village called "president" or "potato" is no village.
        written_as_name = (
            all(token.capital for token in words)
            if self.cased
            else len(self.tokens) <= SHORT_WITHOUT_CAPITALS
        )
        if size == 1 and not self.cased and key in ALSO_WORDS and not self._stands_as_place(start):
            return ()
        if not written_as_name:
            # In small letters, "tank", "site" and "mana" are words; "quetta" is a city all the same.
            clear = len(key) >= CLEAR
            known = tuple(
                p
                for p in known
                if (clear or not self.cased if p.level in UNITS else clear and p.level != "locality")
            )
        elif not known and not any(token.key in GENERIC for token in words):
            sound = sound_key(" ".join(token.key for token in words))
            # "Bezai tehsil": the word beside it says that it is a name.
            behind = self.tokens[start + size] if start + size < len(self.tokens) else None
            least = MIN_SOUND - (_level(behind) in ("tehsil", "district"))
            known = self.gazetteer.sounds.get(sound, ()) if len(sound) >= least else ()
            if not known and len(self.tokens) <= SHORT:
                known = self.gazetteer.named_by_user(" ".join(token.key for token in words))
        if any(place.level not in ("tehsil", "town", "locality") for place in known):
            return known
        if key not in self.gazetteer.ambiguous:
            return known
        # "Chitral" is a tehsil, but also what two districts were called together.
        codes, _ = self.gazetteer.ambiguous[key]
        declared = (self.gazetteer.by_code[code] for code in codes if code in self.gazetteer.by_code)
        return tuple(dict.fromkeys((*known, *declared)))


def _may_belong(token: _Token) -> bool:
    """Whether a word beside a name may be a part of a longer name."""
    return token.capital and token.key not in GENERIC and token.key not in LEVEL_WORDS


def _level(token: _Token | None) -> Level | None:
    return LEVEL_WORDS.get(token.key) if token else None


def _kilometres(found: re.Match[str]) -> float:
    return float(found[1]) * (KM_A_MILE if found[2].casefold().startswith(("mi", "\u0645")) else 1.0)
