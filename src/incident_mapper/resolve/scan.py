"""Find the gazetteer's names inside a longer text.

A name counts only where the writer wrote it as a name of its own: "Ghazi Kot town" does not name Ghazi.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from incident_mapper.gazetteer import Gazetteer, Place
from incident_mapper.names import LEVEL_WORDS, Level, match_key
from incident_mapper.sounds import sound_key

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019\u02bc`][^\W\d_]+)?", re.UNICODE)
_POSSESSIVE = re.compile(r"['\u2019]s$")
# What may stand between two words of one name.
_INSIDE = re.compile(r"[ \t\u00a0.\-\u2010-\u2013'\u2019/]*")
_DISTANCE = re.compile(
    r"(\d+(?:\.\d+)?)\s*-?\s*(km|kms|kilometers?|kilometres?|miles?|mi)\b"
    r"[^,;.]{0,60}?\b(?:of|from|off)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NEARBY = re.compile(
    r"\b(?:near|close to|outskirts of|off|along|around|towards?|from|bordering)\s+(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)
_DISTANCE_AFTER = re.compile(
    r"\s*(?:\u0633\u06d2|se)\s+(?:\w+\s+)?(\d+(?:\.\d+)?)\s*(km|kilomet\w*|\u06a9\u0644\u0648\s?\u0645\u06cc\u0679\u0631|\u0645\u06cc\u0644)",
    re.IGNORECASE,
)
# Where people come from, are taken, or speak says little about where it happened.
_ASIDE = re.compile(
    r"\b(?:"
    r"(?:residents?|natives?|inhabitants?|citizens?|belong(?:s|ed|ing)?|hail(?:s|ed|ing)?|people|tribesmen)\s+(?:of|to|from)"
    r"|(?:shifted|taken|moved|transferred|rushed|referred|airlifted|evacuated|sent|brought|transported|admitted)\b"
    r"(?:(?!\b(?:attack|kill|ambush|hit|blast|explo|fire|shot|when|where))[^.;]){0,40}?\b(?:to|for|in|at)"
    r"|(?:fled|returned|returning|heading|headed|going|travell?ing|bound|way|route|back)\b"
    r"(?:(?!\b(?:attack|kill|ambush|hit|blast|explo|fire|shot|torch|when|where))[^.;]){0,40}?\b(?:to|for|towards?)"
    r"|(?:hospitals?|officials?|police|sources|spokes(?:man|person|woman)|journalists?|reporters?|correspondents?)\s+in"
    r"|buried\s+in"
    r"|from\s+(?:the\s+)?[A-Z][\w.'-]*(?:\s+[A-Z][\w.'-]*){0,3}\s+to"
    r")\s+(?:the\s+|a\s+|an\s+)?$"
)
_FAR_FROM = re.compile(
    r"(?:\bfar\s+(?:away\s+)?|\b(?:hours?|days?|minutes?)['\u2019]?\s+(?:drive|walk|journey|away)?\s*)(?:of|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BASED = re.compile(
    r"-(?:based|bound|born)\b|\s+(?:residents?|natives?|journalists?|traders?|students?|condemn(?:s|ed)|said|says|told)\b",
    re.IGNORECASE,
)
# A road, a house or a regiment bears the name of somewhere else more often than not: "Kohat Road" is in Peshawar.
_NAMESAKES: Final = frozenset(
    {"road", "rd", "highway", "motorway", "expressway", "street", "avenue", "house", "regiment", "rifles"}
    | {"community", "colony", "tribe", "scouts", "militia", "brigade", "express", "mail", "team"}
)
_PARTS: Final = re.compile(r"[,;()\n]+")
_CORE_WORDS: Final = 3
# Names that are English words as well: in small letters or in capitals throughout, nothing else tells them apart.
_ALSO_WORDS: Final = frozenset(
    {"tank", "hub", "swat", "drug", "mach", "site", "thana", "bar", "nag", "sam", "mand"}
)
_ARTICLES: Final = frozenset({"a", "an", "the"})
_SHORT_WITHOUT_CAPITALS: Final = 5
_UNITS: Final = frozenset({"country", "province", "division", "district"})
_CLEAR: Final = 6  # letters that make a name in small letters likely to be one
_SHORT: Final = 10  # words; in longer texts, only embedded names are looked for
_LEADS: Final = frozenset(
    {
        "of",
        "to",
        "from",
        "for",
        "in",
        "at",
        "the",
        "a",
        "an",
        "near",
        "off",
        "along",
        "around",
        "toward",
        "towards",
    }
)
_LEAD: Final = 120  # so many letters before a name are asked what they say about it
_KM_A_MILE: Final = 1.609
_OF_ROADS: Final = frozenset({"national", "main", "super", "coastal", "link", "bypass", "indus", "trunk"})
_MIN_SOUND: Final = 5  # a word of a text that merely sounds like a name must be so long

# Words that stand beside a name without being part of it.
_GENERIC: Final = frozenset(
    word
    for line in (
        "a an and are area areas at bazaar bazar between border by bypass camp cantonment cantt capital",
        "check checkpoint checkpost chowk city east eastern from fort headquarters highway hills hospital",
        "in is locality localities location main market mountain mountains near neighborhood",
        "neighbourhood neighbouring north northeast northern northwest northwestern of on outskirts",
        "outside part parts pass police port post province range region regions remote road roads rural",
        "sector sectors side south southeast southeastern southern southwest southwestern station sub",
        "subdivision suburb tehsil tehsils the to town towns union council urban valley village villages",
        "west western within zone compound headquarter airport railway university jail prison mosque",
        "school college court press club army military levies frontier corps fc pakistan's baloch pashtun",
        "tribal district districts agency agencies division province balochistan baluchistan sindh punjab kp kpk",
        "coastal remote mountainous hilly small busy restive rugged crowded troubled forest forests",
    )
    for word in line.split()
)


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
    if any(match_key(found[0]) in _NAMESAKES for found in _TOKEN.finditer(text)):
        return ""  # "Kohat Road" is not Kohat
    for part in _PARTS.split(text):
        tokens = [(found, match_key(found[0])) for found in _TOKEN.finditer(part)]
        while tokens and (tokens[0][1] in _GENERIC or tokens[0][1] in LEVEL_WORDS):
            tokens.pop(0)
        while tokens and (tokens[-1][1] in _GENERIC or tokens[-1][1] in LEVEL_WORDS):
            tokens.pop()
        if tokens:
            core = part[tokens[0][0].start() : tokens[-1][0].end()]
            named = len(tokens) <= _CORE_WORDS and all(found[0][:1].isupper() for found, _ in tokens)
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
            _Token(found.start(), found.end(), key, word[0].isupper() or not word[0].isalpha())
            for found in _TOKEN.finditer(text)
            if (key := match_key(word := found[0]))
        )
        # Urdu has no capitals, so in an Urdu text nothing tells a longer name.
        capital = text != text.lower()
        small = any(not token.capital for token in tokens if len(token.key) > 1)
        every = all(token.capital for token in tokens)
        return cls(text, tokens, gazetteer, cased=capital and (small or (every and not text.isupper())))

    def longest(self, start: int) -> int:
        """Return of how many words the longest name is that begins at a word; 0 if none does."""
        if self.tokens[start].key in _ARTICLES and not self.tokens[start].capital:
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
        if self.gazetteer.added is None or len(self.tokens) > _SHORT:
            return 0
        most = 0
        while start + most < len(self.tokens) and (
            most == 0 or self._touch(*self.tokens[start + most - 1 :][:2])
        ):
            token = self.tokens[start + most]
            if not token.capital or token.key in _GENERIC or token.key in LEVEL_WORDS:
                break
            most += 1
        return next((size for size in range(most, 0, -1) if self._bearers(start, size)), 0)

    def _is_name(self, start: int, size: int, phrase: str, key: str) -> bool:
        if len(key) < 3 or key in LEVEL_WORDS:
            return False
        if size == 1 and key in _GENERIC and key not in self.gazetteer.index:
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
            and not _POSSESSIVE.search(name)
            and not self.longest(start + size)
        )
        # Whatever says how a place is meant ends in a small word just before it, so most names need no search.
        led = start > 0 and self.tokens[start - 1].key in _LEADS
        lead = self.text[max(0, first.start - _LEAD) : first.start] if led else ""
        distance = (_DISTANCE.search(lead) if led else None) or _DISTANCE_AFTER.match(self.text, last.end)
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
            if led and _FAR_FROM.search(lead)
            else None,
            nearby=(led and bool(_NEARBY.search(lead) or _ASIDE.search(lead)))
            or bool(_BASED.match(self.text, last.end)),
            namesake=self._names_a_road(start + size) and not _POSSESSIVE.search(name),
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
            if self.tokens[at].key in _NAMESAKES:
                return True
            if self.tokens[at].key not in _OF_ROADS:
                return False
            at += 1
        return False

    def _touch(self, left: _Token, right: _Token) -> bool:
        return bool(_INSIDE.fullmatch(self.text, left.end, right.start))

    def _bearers(self, start: int, size: int) -> tuple[Place, ...]:
        """Return the places that bear a name, or else those whose names sound like it."""
        words = self.tokens[start : start + size]
        key = "".join(token.key.replace(" ", "") for token in words)
        known = self.gazetteer.index.get(key, ())
        # Urdu has no capitals: in a sentence of it, a village called "president" or "potato" is no village.
        written_as_name = (
            all(token.capital for token in words)
            if self.cased
            else len(self.tokens) <= _SHORT_WITHOUT_CAPITALS
        )
        if size == 1 and not self.cased and key in _ALSO_WORDS and not self._stands_as_place(start):
            return ()
        if not written_as_name:
            # In small letters, "tank", "site" and "mana" are words; "quetta" is a city all the same.
            clear = len(key) >= _CLEAR
            known = tuple(
                p
                for p in known
                if (clear or not self.cased if p.level in _UNITS else clear and p.level != "locality")
            )
        elif not known and not any(token.key in _GENERIC for token in words):
            sound = sound_key(" ".join(token.key for token in words))
            # "Bezai tehsil": the word beside it says that it is a name.
            behind = self.tokens[start + size] if start + size < len(self.tokens) else None
            least = _MIN_SOUND - (_level(behind) in ("tehsil", "district"))
            known = self.gazetteer.sounds.get(sound, ()) if len(sound) >= least else ()
            if not known and len(self.tokens) <= _SHORT:
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
    return token.capital and token.key not in _GENERIC and token.key not in LEVEL_WORDS


def _level(token: _Token | None) -> Level | None:
    return LEVEL_WORDS.get(token.key) if token else None


def _kilometres(found: re.Match[str]) -> float:
    return float(found[1]) * (_KM_A_MILE if found[2].casefold().startswith(("mi", "\u0645")) else 1.0)
