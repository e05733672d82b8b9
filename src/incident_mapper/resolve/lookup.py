"""Look one name up: exactly, by a variant, or by what it is most like."""

from typing import Final

from incident_mapper.gazetteer import Gazetteer, Place, may_be_meant, most_likely
from incident_mapper.names import Level, compact, match_key, split_level
from incident_mapper.resolve.alike import by_letters, by_sound
from incident_mapper.resolve.choose import choose, declared_match
from incident_mapper.resolve.match import Match, unmatched
from incident_mapper.sounds import sound_key
from incident_mapper.tables import table

NAMESAKELESS: Final = 3
"""A district's name of so many words (Dera Ghazi Khan, Toba Tek Singh) is no other place's."""

NOT_ON_RECORD: Final = "no place in the gazetteer is called that"


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
    if bare.level and whole in gazetteer.foreign:
        # "Khost province" is abroad, whatever "Khost" may be.
        return Match("unmatched", "foreign", 100.0, reason=f"{name[:80]!r} is in {gazetteer.foreign[whole]}")
    match: Match | None = None
    if bare.level and whole != bare.key:
        # "Hazara Town", "Mir Ali Division": the level word may be a part of the name.
        match = _by_name(name, whole, gazetteer, within=within, stated=None, only=level, here=True)
    match = match or _by_name(name, bare.key, gazetteer, within=within, stated=stated, only=level)
    if match is not None and (match.status != "unmatched" or match.method == "foreign"):
        return match
    if other := by_sound(name, bare.key, gazetteer, within=within, stated=stated, only=level):
        # "Gawdar" is Gwadar with two letters swapped rather than a hamlet that sounds like it.
        doubtful = other.place is not None and other.place.uncertain and level is None
        unit = (
            by_letters(name, bare.key, gazetteer, within=within, stated=None, only="district")
            if doubtful
            else None
        )
        return unit or other
    if match is None and (mine := _by_user(name, gazetteer, within=within, stated=stated, only=level)):
        return mine
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
    elsewhere = any(not p.uncertain for p in gazetteer.sounds.get(sound_key(bare.key), ()))
    if known is None and not elsewhere:
        stated = level or bare.level
        if found := by_letters(name, bare.key, gazetteer, within=within, stated=stated, only=level):
            return found
    return known or unmatched(name, gazetteer, within=within)


def _by_code(text: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place that a text gives the code of: ours, or a province's P-code of 2022."""
    code = text.strip().upper()
    if gazetteer.added is not None and code.startswith(("GN-", "X-")):
        return gazetteer.added.coded(code)
    if not code.startswith(("PK", "IM-")):
        return None
    province = next((row["code"] for row in table("provinces") if row["pcode"] == code), "")
    return gazetteer.by_code.get(code) or gazetteer.by_code.get(province)


def _by_user(
    name: str, gazetteer: Gazetteer, *, within: str | None, stated: Level | None, only: Level | None
) -> Match | None:
    """Answer from the gazetteers that the user added, which come after all that is embedded."""
    bearers = gazetteer.named_by_user(match_key(name)) or gazetteer.named_by_user(split_level(name).key)
    places = [p for p in bearers if may_be_meant(p, within) and only in (None, p.level)]
    return choose(name, places, gazetteer, stated=stated) if places else None


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
    smaller = (
        stated in ("tehsil", "town")
        and any(p.level == stated for p in gazetteer.named(key))
        and not any(p.level == stated for c in (declared or ((), ""))[0] if (p := gazetteer.by_code.get(c)))
    )
    if declared and not smaller:
        match = declared_match(name, declared, gazetteer, within=within, stated=stated, only=only)
        if match is not None:
            return match
    bearers = gazetteer.named(key)
    if only:
        bearers = tuple(p for p in bearers if p.level == only)
    inside = [p for p in bearers if may_be_meant(p, within)]
    if inside:
        return choose(name, inside, gazetteer, stated=stated)
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
