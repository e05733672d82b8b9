"""Match a name that is not on record as it is written: by its sound, or by a careful count of letters."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from incident_mapper.gazetteer import Gazetteer, Place, holders, may_be_meant, most_likely
from incident_mapper.names import Level, compact, match_key
from incident_mapper.resolve.choose import choose, declared_match
from incident_mapper.resolve.match import Match
from incident_mapper.sounds import sound_key

MIN_FUZZY_LETTERS: Final = 6
"""Shorter names have too many neighbours: Sibi, Swabi; Dir, Mir; Kech, Kach. Counted in sounds, not as written."""

LONG: Final = 11
"""Only names of so many letters may differ by two."""

MIN_SCORE: Final = 85.0
"""Share of letters, of 100, that a fuzzy match must have in common with the name on record."""

LOCALITY_LETTERS: Final = 8
"""The name of a tehsil, town or village must have so many letters for a slip in it to be mended."""

MIN_SOUND_LETTERS: Final = 4
"""A sound of fewer letters is too many names: Dir, Der; Mir, Mer. One more for what is smaller than a district."""

SOUND_SCORE: Final = 96.0
"""The score of a name that is written otherwise and sounds the same."""


def by_sound(
    name: str, key: str, gazetteer: Gazetteer, *, within: str | None, stated: Level | None, only: Level | None
) -> Match | None:
    """Answer for a name that is written otherwise than on record and sounds the same."""
    sound = sound_key(key)
    places = [
        p
        for p in gazetteer.sounds.get(sound, ())
        if may_be_meant(p, within) and (only is None or p.level == only)
    ]
    # In a stated province there are fewer names to be mistaken for.
    least = MIN_SOUND_LETTERS - (within is not None)
    if len(sound) <= least:
        places = [
            p for p in places if p.level not in ("tehsil", "town", "locality") or len(sound) == least == 3
        ]
    if not places or len(sound) < least:
        return None
    match = _of_alike(sound, places, gazetteer, within=within, stated=stated, only=only)
    if match.place is None or match.status != "matched":
        return match
    reason = f"{name[:80]!r} is read as {match.place.name}, which sounds the same"
    return Match("matched", "sound", SOUND_SCORE, match.place, reason=reason)


def _of_alike(
    sound: str,
    places: Sequence[Place],
    gazetteer: Gazetteer,
    *,
    within: str | None,
    stated: Level | None,
    only: Level | None,
) -> Match:
    """Choose among places of one sound; a name known to mean several is no less ambiguous for being misspelt."""
    names = {compact(match_key(n)) for p in places for n in p.names if sound_key(match_key(n)) == sound} | {
        sound
    }
    for declared_name in sorted(names & gazetteer.ambiguous.keys()):
        declared = gazetteer.ambiguous[declared_name]
        found = declared_match(declared_name, declared, gazetteer, within=within, stated=stated, only=only)
        if found is not None:
            return found
    return choose(places[0].name, places, gazetteer, stated=stated)


def by_letters(
    name: str, key: str, gazetteer: Gazetteer, *, within: str | None, stated: Level | None, only: Level | None
) -> Match | None:
    """Answer for a name that is a few letters apart from one on record, and from no other that is as near."""
    sound = sound_key(key)
    if max(len(sound), len(compact(key))) < MIN_FUZZY_LETTERS or not sound.isascii():
        return None
    allowed = 1 if len(sound) < LONG else 2
    options: list[tuple[int, str, list[Place]]] = []
    # One step further than allowed is searched too: a runner-up just behind makes it a close call.
    for candidate, distance in _near(gazetteer, compact(key), sound, allowed + 1):
        places = [
            p
            for p in gazetteer.alike(candidate)
            if may_be_meant(p, within) and (only is None or p.level == only)
        ]
        if places:
            options.append((distance, candidate, places))
    if not options or options[0][0] > allowed:
        return None
    distance, candidate, places = options[0]
    best = _of_alike(candidate, places, gazetteer, within=within, stated=stated, only=only)
    score = round(100 * (1 - distance / max(len(sound), len(candidate))), 1)
    if best.status != "matched" or best.place is None or score < MIN_SCORE:
        return None
    small = best.place.level in ("tehsil", "town", "locality")
    if small and (
        distance > 1
        or len(sound) < LOCALITY_LETTERS
        or (stated == "locality") != (best.place.level == stated)
    ):
        return (
            None  # small places are too many, and too few of them on record, to tell a slip from a namesake
        )
    for near, _, others in options[1:]:
        close = near <= distance + (distance > 1)
        if close and any(_is_rival(place, best.place) for place in most_likely(others)):
            return None
    apart = "one letter" if distance == 1 else f"{distance} letters"
    reason = f"{name[:80]!r} is read as {best.place.name}, {apart} apart"
    return Match("matched", "fuzzy", score, best.place, reason=reason)


def _is_rival(place: Place, best: Place) -> bool:
    """Whether a place is another answer, not one inside the best one or in the same district."""
    return best.code not in holders(place) and place.adm2_code != best.adm2_code


@lru_cache(maxsize=20_000)
def _near(gazetteer: Gazetteer, short: str, sound: str, distance: int) -> tuple[tuple[str, int], ...]:
    """Return what is near a name as it is written or as it sounds, each once, nearest first."""
    found: dict[str, int] = {}
    for key in dict.fromkeys((short, sound)):
        for candidate, apart in gazetteer.near(key, distance=distance):
            found[candidate] = min(apart, found.get(candidate, apart))
    return tuple(sorted(found.items(), key=lambda item: (item[1], item[0])))
