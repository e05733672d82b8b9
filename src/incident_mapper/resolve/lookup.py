"""Look one name up: exactly, by a variant, or by a careful fuzzy step that refuses close calls."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from incident_mapper.gazetteer import Gazetteer, Place, holders, most_likely
from incident_mapper.names import Level, compact, match_key, split_level
from incident_mapper.resolve.match import Match, several, unmatched, whole_division
from incident_mapper.sounds import sound_key
from incident_mapper.tables import table

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

NAMESAKELESS: Final = 3
"""A district's name of so many words (Dera Ghazi Khan, Toba Tek Singh) is no other place's."""

NOT_ON_RECORD: Final = "no place in the gazetteer is called that"

SOUND_SCORE: Final = 96.0
"""The score of a name that is written otherwise and sounds the same."""


def look_up(
    name: str,
    gazetteer: Gazetteer,
    *,
    within: str | None = None,
    level: Level | None = None,
    fuzzy: bool = True,
) -> Match:
    """Look up a text that is one name and nothing else.

    Parameters
    ----------
    name
        The name, with or without words such as "district".
    gazetteer
        Where to look.
    within
        Only places in the unit with this code, such as the stated province.
    level
        Only places of this level.
    fuzzy
        Whether a name may match that is a few letters apart from one on record; without, nothing is suggested
        either.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> gazetteer = load_gazetteer()
    >>> look_up("Kalat", gazetteer).place.code, look_up("Qalat district", gazetteer).method
    ('PK210', 'alias')
    >>> look_up("Nushkee", gazetteer).method, look_up("Nuskhi", gazetteer).method
    ('sound', 'sound')
    >>> look_up("Rawlpindi", gazetteer).method, look_up("Nowhere", gazetteer).status
    ('fuzzy', 'unmatched')
    """
    if (coded := _by_code(name, gazetteer)) and level in (None, coded.level):
        return Match("matched", "code", 100.0, coded)
    bare, whole = split_level(name), match_key(name)
    if not bare.key:
        return Match("unmatched", reason="no place is given")
    stated = level or bare.level
    match: Match | None = None
    if bare.level and whole != bare.key:
        # "Hazara Town", "Mir Ali Division": the level word may be a part of the name.
        match = _by_name(name, whole, gazetteer, within=within, stated=None, only=level, here=True)
    match = match or _by_name(name, bare.key, gazetteer, within=within, stated=stated, only=level)
    if match is not None and (match.status != "unmatched" or match.method == "foreign"):
        return match
    if other := _by_sound(name, bare.key, gazetteer, within=within, stated=stated, only=level):
        return other
    if not fuzzy:
        return match or Match("unmatched", reason=NOT_ON_RECORD)
    return closest(name, gazetteer, within=within, level=level, known=match)


def closest(
    name: str,
    gazetteer: Gazetteer,
    *,
    within: str | None = None,
    level: Level | None = None,
    known: Match | None = None,
) -> Match:
    """Answer for a name that is not on record here: what is a few letters apart, or else a suggestion.

    Parameters
    ----------
    name, gazetteer, within, level
        As for `look_up`.
    known
        What is known of the name elsewhere, if it is on record there: then it is no slip for one here, as "D.G. Khan"
        is never D.I. Khan.
    """
    bare = split_level(name)
    if known is None and sound_key(bare.key) not in gazetteer.sounds:
        stated = level or bare.level
        if found := _fuzzy(name, bare.key, gazetteer, within=within, stated=stated, only=level):
            return found
    return known or unmatched(name, gazetteer, within=within)


def _by_code(text: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place that a text gives the code of: ours, or a province's P-code of 2022."""
    code = text.strip().upper()
    if not code.startswith(("PK", "IM-")):
        return None
    province = next((row["code"] for row in table("provinces") if row["pcode"] == code), "")
    return gazetteer.by_code.get(code) or gazetteer.by_code.get(province)


def _by_name(
    name: str,
    key: str,
    gazetteer: Gazetteer,
    *,
    within: str | None,
    stated: Level | None,
    only: Level | None,
    here: bool = False,
) -> Match | None:
    """Answer for a name that is on record as it is written; with `here`, only if it is inside what is allowed."""
    declared = gazetteer.ambiguous.get(compact(key))
    # "Dir town" is none of the two districts of Dir.
    smaller = stated in ("tehsil", "town") and any(p.level == stated for p in gazetteer.named(key))
    if declared and not smaller:
        match = _declared(name, declared, gazetteer, within=within, stated=stated, only=only)
        if match is not None:
            return match
    bearers = gazetteer.named(key)
    if only:
        bearers = tuple(p for p in bearers if p.level == only)
    inside = [p for p in bearers if within is None or within in holders(p)]
    if inside:
        return _choose(name, inside, gazetteer, stated=stated)
    if here:
        return None
    if bearers and within:
        likely = most_likely(bearers)
        elsewhere = likely[0]
        where = gazetteer.describe(elsewhere)
        unique = (
            len(likely) == 1 and elsewhere.level == "district" and len(elsewhere.name.split()) >= NAMESAKELESS
        )
        return Match(
            "unmatched",
            "alias" if unique else "",
            100.0 if unique else 0.0,
            outweighs=elsewhere if unique else None,
            elsewhere=elsewhere.code if len(likely) == 1 and elsewhere.level == "district" else "",
            reason=f"{name[:80]!r} is {where}, not in {gazetteer.unit(within).name}",
            suggestion=f"{where} ({elsewhere.code})?",
        )
    if match_key(name) in gazetteer.foreign or key in gazetteer.foreign:
        country = gazetteer.foreign.get(match_key(name)) or gazetteer.foreign[key]
        return Match("unmatched", "foreign", 100.0, reason=f"{name[:80]!r} is in {country}")
    return None


def _declared(
    name: str,
    declared: tuple[tuple[str, ...], str],
    gazetteer: Gazetteer,
    *,
    within: str | None,
    stated: Level | None,
    only: Level | None,
) -> Match | None:
    """Answer for a name that is known to mean several places, unless the context decides."""
    codes, why = declared
    places = [p for code in codes if (p := gazetteer.by_code.get(code)) and only in (None, p.level)]
    if stated and any(p.level == stated for p in places):
        places = [p for p in places if p.level == stated]
    if within:
        places = [p for p in places if within in holders(p)]
    elif len(places) == 1 and match_key(name) in gazetteer.foreign:
        # "Khost" alone is more often the Afghan province than the tehsil of Harnai.
        return several(
            _districts(places), gazetteer, method="alias", reason=f"{name[:80]!r} is ambiguous: {why}"
        )
    bearers = [p for p in places if compact(match_key(name)) in {compact(match_key(n)) for n in p.names}]
    if any(p.level == "district" for p in bearers):
        # "Sahiwal" is a district; the tehsil of that name elsewhere would be called one.
        places = [p for p in bearers if p.level == "district"]
    if len(places) == 1:
        return _found(name, places[0])
    districts = _districts(places)
    if len(districts) < 2:
        return None
    match = several(districts, gazetteer, method="alias", reason=f"{name[:80]!r} is ambiguous: {why}")
    if match.place and gazetteer.districts_of(match.place.code) == set(districts):
        # All districts of one division, as with Karachi: that is less ambiguous than wide.
        return whole_division(match.place, gazetteer, method=_found(name, match.place).method)
    return match


def _choose(name: str, places: Sequence[Place], gazetteer: Gazetteer, *, stated: Level | None) -> Match:
    """Choose among places that bear the name, all of them inside what the context allows."""
    if stated and any(p.level == stated for p in places):
        best: tuple[Place, ...] = tuple(p for p in places if p.level == stated)
    else:
        best = most_likely(places)
    if len(best) == 1:
        # The town, the tehsil and the district of one name: the district is what is sure.
        return _found(name, best[0])
    districts = _districts(best)
    if len(districts) == 1:
        return _found(name, best[0])
    listed = ", ".join(gazetteer.describe(p) for p in best)
    return several(districts, gazetteer, method="exact", reason=f"{name[:80]!r} may be {listed}")


def _found(name: str, place: Place) -> Match:
    exact = match_key(place.name) in (match_key(name), split_level(name).key)
    return Match("matched", "exact" if exact else "alias", 100.0, place)


def _districts(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.adm2_code for p in places if p.adm2_code))


def _by_sound(
    name: str, key: str, gazetteer: Gazetteer, *, within: str | None, stated: Level | None, only: Level | None
) -> Match | None:
    """Answer for a name that is written otherwise than on record and sounds the same."""
    sound = sound_key(key)
    places = [
        p
        for p in gazetteer.sounds.get(sound, ())
        if (within is None or within in holders(p)) and (only is None or p.level == only)
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
        found = _declared(declared_name, declared, gazetteer, within=within, stated=stated, only=only)
        if found is not None:
            return found
    return _choose(places[0].name, places, gazetteer, stated=stated)


def _fuzzy(
    name: str, key: str, gazetteer: Gazetteer, *, within: str | None, stated: Level | None, only: Level | None
) -> Match | None:
    sound = sound_key(key)
    if len(sound) < MIN_FUZZY_LETTERS or not sound.isascii():
        return None
    allowed = 1 if len(sound) < LONG else 2
    options: list[tuple[int, str, list[Place]]] = []
    # One step further than allowed is searched too: a runner-up just behind makes it a close call.
    for candidate, distance in _near(gazetteer, compact(key), sound, allowed + 1):
        places = [
            p
            for p in gazetteer.alike(candidate)
            if (within is None or within in holders(p)) and (only is None or p.level == only)
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
