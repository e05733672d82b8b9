"""Choose among the places that bear one name, or keep them as candidates."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from incident_mapper.gazetteer import Gazetteer, Place, holders, most_likely
from incident_mapper.names import Level, compact, match_key, split_level
from incident_mapper.resolve.match import Match, Method, several, whole_division

MOST_LISTED: Final = 8
"""So many namesakes are named in a reason."""


def declared_match(
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
    bare = compact(split_level(name).key)
    if bare in gazetteer.unsure and within is None and stated is None:
        reason = f"{name[:80]!r} is ambiguous: {why}"
        return several(_districts(places), gazetteer, method="alias", reason=reason)
    if stated in ("province", "division") and not any(p.level == stated for p in places):
        return None  # "Kalat division" is none of the places that are listed for "Kalat"
    if stated and any(p.level == stated for p in places):
        places = [p for p in places if p.level == stated]
    if within:
        places = [p for p in places if within in holders(p)]
    elif len(places) == 1 and match_key(name) in gazetteer.foreign:
        # "Khost" alone is more often the Afghan province than the tehsil of Harnai.
        return several(
            _districts(places), gazetteer, method="alias", reason=f"{name[:80]!r} is ambiguous: {why}"
        )
    bearers = [p for p in places if bare in {compact(match_key(n)) for n in p.names}]
    if any(p.level == "district" for p in bearers):
        # "Sahiwal" is a district; the tehsil of that name elsewhere would be called one.
        places = [p for p in bearers if p.level == "district"]
    if len(places) == 1:
        return found(name, places[0])
    districts = _districts(places)
    if len(districts) < 2:
        return None
    match = several(districts, gazetteer, method="alias", reason=f"{name[:80]!r} is ambiguous: {why}")
    if match.place and gazetteer.districts_of(match.place.code) == set(districts):
        # All districts of one division, as with Karachi: that is less ambiguous than wide.
        return whole_division(match.place, gazetteer, method=found(name, match.place).method)
    return match


def choose(name: str, places: Sequence[Place], gazetteer: Gazetteer, *, stated: Level | None) -> Match:
    """Choose among places that bear the name, all of them inside what the context allows."""
    # Reports call a town a village, and a village a town: such a word only says that no district is meant.
    wanted = ("tehsil", "town", "locality") if stated == "locality" else (stated,)
    best = most_likely(p for p in places if p.level in wanted) if stated else ()
    best = best or most_likely(places)
    if len(best) == 1:
        # The town, the tehsil and the district of one name: the district is what is sure.
        return found(name, best[0])
    districts = _districts(best)
    if len(districts) == 1:
        return _of_one_district(name, best, gazetteer)
    return among(name, best, gazetteer, method="exact")


def among(name: str, places: Sequence[Place], gazetteer: Gazetteer, *, method: Method) -> Match:
    """Answer for namesakes in several districts, all of them as candidates if these are all there are.

    Of villages, most are not on record: two that are do not mean that it must be one of them.
    """
    listed = ", ".join(gazetteer.describe(p) for p in places[:MOST_LISTED])
    match = several(_districts(places), gazetteer, method=method, reason=f"{name[:80]!r} may be {listed}")
    if any(not place.uncertain for place in places):
        return match
    told = "; ".join(f"{gazetteer.describe(p)} ({p.adm2_code})?" for p in places[:MOST_LISTED])
    return replace(match, candidates=(), reason=f"{match.reason}, or others of the name", suggestion=told)


def _of_one_district(name: str, places: Sequence[Place], gazetteer: Gazetteer) -> Match:
    """Answer for namesakes in one district: with what holds them all, if they stand at different points."""
    if len({(p.lon, p.lat) for p in places if p.lon is not None}) < 2:
        return found(name, places[0])
    tehsils = {p.adm3_code for p in places}
    home = gazetteer.by_code[tehsils.pop() if len(tehsils) == 1 else places[0].adm2_code]
    reason = f"{len(places)} places in {gazetteer.describe(home)} are called {name[:80]!r}"
    return replace(found(name, places[0]), place=home, reason=reason)


def found(name: str, place: Place) -> Match:
    """Return the match of a name with the place that bears it."""
    exact = match_key(place.name) in (match_key(name), split_level(name).key)
    return Match("matched", "exact" if exact else "alias", 100.0, place)


def _districts(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.adm2_code for p in places if p.adm2_code))
