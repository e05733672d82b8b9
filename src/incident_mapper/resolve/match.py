"""What one look-up answers: a place or candidates, how it was found, and what is left to say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from incident_mapper.gazetteer import Gazetteer, Place
from incident_mapper.names import compact, match_key

Status = Literal["matched", "ambiguous", "unmatched"]
Method = Literal[
    "", "code", "override", "exact", "alias", "sound", "fuzzy", "text", "multi", "foreign", "given"
]
"""How a place was found.

``text``: inside a longer text; ``multi``: the text itself names several districts; ``given``: only the
province or district that the row states is known.
"""


RULES: Final[Mapping[str, str]] = {
    "": "nothing on record answers to it",
    "code": "it is a code of the gazetteer",
    "override": "answered by hand, in the file of overrides",
    "exact": "the name is on record as it is written",
    "alias": "another spelling or name on record",
    "sound": "written otherwise than on record, and sounds the same",
    "fuzzy": "a few letters apart from one name on record, and from no other that is as near",
    "text": "the finest place named in the text that agrees with everything wider named there",
    "multi": "several districts are named, and are kept as several",
    "foreign": "it is abroad or in disputed territory, and in no district of ours",
    "given": "no more than the district or province that the row states is known",
    "online": "an online service answered; its point lies where the row says",
}
"""What each method of matching means."""


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to one look-up.

    Attributes
    ----------
    place
        The finest place that is sure, which may be no finer than a province; ``None`` if there is none.
    candidates
        District codes, when several are possible (``ambiguous``) or named (method ``multi``).
    score
        0 to 100; 100 for everything that is written as the gazetteer writes it.
    precision_km
        How far from the named place it may have been, where the text says a distance.
    wide
        Whether the candidates are all of one division, which the text names: Karachi, not one of seven places.
    outweighs
        The district of that name elsewhere, if its name is so long that it has no namesake: it goes before a
        province that the row states wrongly.
    elsewhere
        Code of the one district of that name in another province than the stated one.
    """

    status: Status
    method: Method = ""
    score: float = 0.0
    place: Place | None = None
    candidates: tuple[str, ...] = ()
    precision_km: float | None = None
    reason: str = ""
    suggestion: str = ""
    elsewhere: str = ""
    wide: bool = False
    outweighs: Place | None = None

    @property
    def adm1_code(self) -> str:
        """The province, if the place lies in one."""
        return self.place.adm1_code if self.place else ""

    @property
    def adm2_code(self) -> str:
        """The district, if the place lies in one."""
        return self.place.adm2_code if self.place else ""

    @property
    def names_place(self) -> bool:
        """Whether `place` is what the text names, not what holds all it may mean."""
        return self.wide or self.status != "ambiguous"

    def because(self, reason: str, *, suggestion: str = "") -> "Match":
        """Return the same answer with another sentence about it."""
        return replace(self, reason=reason, suggestion=suggestion or self.suggestion)


def unmatched(name: str, gazetteer: Gazetteer, *, within: str | None = None) -> Match:
    """Return the answer for a name nobody bears, with the closest names as a suggestion.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> unmatched("Gazi Tir", load_gazetteer()).reason
    "no place in the gazetteer is called 'Gazi Tir'"
    """
    near = [s for s in gazetteer.suggest(name, within=within) if s.score >= 70]
    return Match(
        "unmatched",
        reason=f"no place in the gazetteer is called {name[:80]!r}",
        suggestion="; ".join(f"{gazetteer.describe(s.place)} ({s.place.code})?" for s in near),
    )


def whole_division(place: Place, gazetteer: Gazetteer, *, method: Method) -> Match:
    """Return the answer for a division; one that is a single city, such as Karachi, is any of its districts.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> gazetteer = load_gazetteer()
    >>> match = whole_division(gazetteer.find("Karachi", level="division"), gazetteer, method="exact")
    >>> match.status, len(match.candidates), match.reason
    ('ambiguous', 7, 'Karachi is a division of 7 districts')
    """
    districts = gazetteer.districts_of(place.code)
    once_one, _ = gazetteer.ambiguous.get(compact(match_key(place.name)), ((), ""))
    if not districts <= set(once_one):
        return Match("matched", method, 100.0, place)
    reason = f"{place.name} is a division of {len(districts)} districts"
    return Match("ambiguous", method, 100.0, place, tuple(sorted(districts)), reason=reason, wide=True)


def several(codes: tuple[str, ...], gazetteer: Gazetteer, *, method: Method, reason: str) -> Match:
    """Return the answer when several districts are possible or named.

    The place is the smallest unit that holds them all: a division, a province, or none.
    """
    places = [gazetteer.by_code[code] for code in codes]
    shared: Place | None = None
    for attribute in ("division_code", "adm1_code"):
        held = {getattr(place, attribute) for place in places}
        if len(held) == 1 and "" not in held:
            shared = gazetteer.by_code[held.pop()]
            break
    return Match("ambiguous", method, 100.0, shared, codes, reason=reason)
