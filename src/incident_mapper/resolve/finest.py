"""Of the names found in a text, choose the finest place that agrees with everything wider, or keep several."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from incident_mapper.gazetteer import Gazetteer, Place, may_be_meant, most_likely
from incident_mapper.names import compact, match_key
from incident_mapper.resolve.choose import among
from incident_mapper.resolve.match import Match, several, whole_division
from incident_mapper.resolve.scan import Mention

# What joins two places of equal rank: "Bannu-Miranshah road", "Kalat and Panjgur".
JOINT = re.compile(
    r"\s*(?:district|area|areas)?\s*(?:-|\u2013|/|&|;|\n|and|to|اور|تا)\s*(?:the\s+)?", re.IGNORECASE
)
_COMMA = re.compile(r"\s*,\s*")


def inside_of(mention: Mention, within: str | None) -> list[Place]:
    """Return the places of a mention that lie in a unit."""
    return [p for p in mention.places if may_be_meant(p, within)]


def _meant(mention: Mention, gazetteer: Gazetteer, *, within: str | None) -> tuple[Place, ...]:
    """Return the likeliest places of a mention, or all of them where the name is known to be ambiguous."""
    inside = inside_of(mention, within)
    best = most_likely(inside)
    bearers = gazetteer.named(match_key(mention.name))
    if len({p.adm2_code for p in inside}) > 1 and not any(p in bearers for p in best):
        return tuple(inside)
    return best


def _as_district(mention: Mention, gazetteer: Gazetteer, *, within: str | None) -> Place | None:
    """Return the one district that a mention means, if it means a district."""
    inside = inside_of(mention, within)
    smaller = mention.level in ("tehsil", "division")
    if smaller and any(p.level == mention.level for p in inside):
        return None
    best = _meant(mention, gazetteer, within=within)
    if mention.level == "district" and best and best[0].level in ("tehsil", "town"):
        # "Kambar district" is called after its town; its own name is longer.
        districts = {p.adm2_code for p in best}
        return gazetteer.by_code[districts.pop()] if len(districts) == 1 else None
    return best[0] if len(best) == 1 and best[0].level == "district" else None


def joined_places(
    text: str, mentions: list[Mention], gazetteer: Gazetteer, *, within: str | None
) -> Match | None:
    """Keep places that the text joins as several, unless they are in one district."""
    for listed in _lists(text, mentions):
        sides = [_one_district_or_division(m, gazetteer, within=within) for m in listed]
        named = [(m.name, side) for m, side in zip(listed, sides, strict=True) if side]
        if named and not frozenset.intersection(*(side for _, side in named)):
            codes = tuple(dict.fromkeys(code for _, side in named for code in sorted(side)))
            names = ", ".join(name for name, _ in named)
            return several(codes, gazetteer, method="multi", reason=f"the text names several places: {names}")
    return None


def _lists(text: str, mentions: list[Mention]) -> Iterator[list[Mention]]:
    """Give the mentions that stand in one list ("Quetta, Mastung and Pishin") or beside each other."""
    listed: list[Mention] = []
    joined = False
    for mention in mentions:
        last = listed[-1].end if listed else 0
        if listed and JOINT.fullmatch(text, last, mention.start):
            joined = True
        elif not (listed and _COMMA.fullmatch(text, last, mention.start)):
            if joined:
                yield listed
            listed, joined = [], False
        listed.append(mention)
    if joined:
        yield listed


def _one_district_or_division(
    mention: Mention, gazetteer: Gazetteer, *, within: str | None
) -> frozenset[str]:
    """Return the district that a mention lies in, or those of the division it names, as with Karachi."""
    best = _meant(mention, gazetteer, within=within)
    if len(best) == 1 and best[0].level == "division":
        return gazetteer.districts_of(best[0].code)
    codes = frozenset(p.adm2_code for p in best if p.adm2_code)
    return codes if len(codes) == 1 else frozenset()


def city_named(mentions: list[Mention], gazetteer: Gazetteer, *, within: str | None) -> Match | None:
    """Answer for a text that names a city of several districts outright, as Karachi is: it is no mere division.

    A place in the city is the answer; a place elsewhere beside it makes two.
    """
    meant = [(m, best[0]) for m in mentions if (best := _meant(m, gazetteer, within=within))]
    cities = {
        p.code: p
        for _, p in meant
        if p.level == "division" and whole_division(p, gazetteer, method="text").wide
    }
    if len(cities) != 1:
        return None
    (city,) = cities.values()
    rest = [m for m, p in meant if p.code != city.code and p.level not in ("province", "country", "division")]
    inside = [m for m in rest if inside_of(m, city.code)]
    if (found := finer_named(inside, gazetteer, within=city.code)) and found.adm2_code:
        return found
    others = dict.fromkeys(p.adm2_code for m, p in meant if m in rest and m not in inside and p.adm2_code)
    if not others:
        return whole_division(city, gazetteer, method="text")
    names = ", ".join([city.name, *(gazetteer.by_code[code].name for code in others)])
    codes = (*others, *sorted(gazetteer.districts_of(city.code)))
    return several(codes, gazetteer, method="multi", reason=f"the text names several places: {names}")


def districts_named(
    text: str, mentions: list[Mention], gazetteer: Gazetteer, *, within: str | None
) -> Match | None:
    """Answer from the districts that are named: one decides, with the finest place in it; several stay several."""
    named = [(m, d) for m in mentions if (d := _as_district(m, gazetteer, within=within)) is not None]
    stated = [(m, d) for m, d in named if m.level == "district"]
    if stated and len({d.code for _, d in stated}) == 1:
        # "Nasirabad, Kambar district": the other name is a smaller place inside, if there is one.
        inside = stated[0][1].code
        named = [(m, d) for m, d in named if d.code == inside or not inside_of(m, inside)]
    if len({d.code for _, d in named}) > 1:
        # "Kanak near Mastung in Quetta": what is only near goes behind what is named outright.
        outright = [(m, d) for m, d in named if not m.nearby and m.distance_km is None]
        named = outright or named
    if named and all(m.nearby or m.distance_km is not None for m, _ in named):
        # "Bara area near Peshawar": Bara is named, Peshawar only tells where it is.
        outright_finer = [m for m in mentions if not m.nearby and m.distance_km is None]
        if (finer_match := finer_named(outright_finer, gazetteer, within=within)) and finer_match.adm2_code:
            return finer_match
    codes = _youngest(text, named, gazetteer)
    if len(codes) > 1:
        listed = ", ".join(gazetteer.by_code[code].name for code in codes)
        return several(codes, gazetteer, method="multi", reason=f"the text names several districts: {listed}")
    if not codes:
        return None
    finer = [p for m in mentions for p in inside_of(m, codes[0]) if p.level in ("town", "tehsil", "locality")]
    finer.sort(key=_fineness)
    # The headquarters town bears the district's own name more often than not: it is no finer statement then.
    finer = [p for p in finer if match_key(p.name) != match_key(gazetteer.by_code[codes[0]].name)]
    place = next(iter(finer), gazetteer.by_code[codes[0]])
    distance = next((m.distance_km for m, d in named if m.distance_km is not None), None)
    return Match("matched", "text", 100.0, _in_its_tehsil(place, mentions), precision_km=distance)


def _in_its_tehsil(place: Place, mentions: list[Mention]) -> Place:
    """Add the tehsil that the text itself states to a place of which only the district is on record."""
    stated = {
        p.code
        for m in mentions
        for p in m.places
        if m.level == p.level == "tehsil" and p.adm2_code == place.adm2_code
    }
    unknown = place.level == "locality" and not place.adm3_code
    return replace(place, adm3_code=stated.pop()) if unknown and len(stated) == 1 else place


_OF = re.compile(
    r"\s*(?:area|town|tehsil|city|village|region)?\s*(?:,|\(|\bof\b|\bin\b)\s*(?:the\s+)?", re.IGNORECASE
)


def _youngest(text: str, named: list[tuple[Mention, Place]], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the districts named, without one of which the name before it was once a part: "Surab, Kalat".

    Anywhere else in a text, "Kalat" and "Mastung" are two.
    """
    held = {
        old.code
        for (left, young), (right, old) in itertools.pairwise(named)
        if old.code in gazetteer.lineage.get(young.code, ()) and _OF.fullmatch(text, left.end, right.start)
    }
    return tuple(dict.fromkeys(d.code for _, d in named if d.code not in held))


def finer_named(mentions: list[Mention], gazetteer: Gazetteer, *, within: str | None) -> Match | None:
    """Answer from tehsils, towns and localities, if they agree on a district."""
    options: list[tuple[Mention, list[Place]]] = []
    for mention in mentions:
        places = [p for p in inside_of(mention, within) if p.adm2_code]
        if mention.level and any(p.level == mention.level for p in places):
            places = [p for p in places if p.level == mention.level]
        if places:
            options.append((mention, places))
    if not options:
        return None
    first, its_places = options[0]
    if len(options) == 1 and first.country and within is None:
        # "Khost" alone is more often the Afghan province than the tehsil of Harnai.
        here = tuple(dict.fromkeys(p.adm2_code for p in its_places))
        reason = f"{first.name!r} may be {gazetteer.describe(its_places[0])}, or in {first.country}"
        return several(here, gazetteer, method="text", reason=reason)
    stated = {p.adm2_code for m, places in options if m.level in ("tehsil", "district") for p in places}
    if len(stated) == 1:
        # "Dargai area of Datta Khel tehsil": what is called a tehsil is sure, its neighbour may be a namesake.
        options = [(m, [p for p in places if p.adm2_code in stated]) for m, places in options]
        options = [(m, places) for m, places in options if places]
        first, its_places = options[0]
    shared = set.intersection(*({p.adm2_code for p in places} for _, places in options))
    codes = tuple(dict.fromkeys(p.adm2_code for _, places in options for p in places))
    if len(shared) == 1 or len(codes) == 1:
        district = shared.pop() if shared else codes[0]
        finest = sorted(
            (p for _, places in options for p in places if p.adm2_code == district),
            key=_fineness,
        )
        place = _in_its_tehsil(finest[0], mentions)
        return Match("matched", "text", 100.0, place, precision_km=options[0][0].distance_km)
    if len(options) == 1:
        mention, places = options[0]
        if declared := gazetteer.ambiguous.get(compact(match_key(mention.name))):
            return several(codes, gazetteer, method="text", reason=f"{mention.name!r} may be {declared[1]}")
        return among(mention.name, places, gazetteer, method="text")
    outright = [
        places for m, places in options if not m.nearby and m.distance_km is None and len(places) == 1
    ]
    if len({p.adm2_code for places in outright for p in places}) == 1:
        return Match("matched", "text", 100.0, outright[0][0])
    listed = ", ".join(gazetteer.by_code[code].name for code in codes)
    return several(
        codes, gazetteer, method="multi", reason=f"the text names places in several districts: {listed}"
    )


def _fineness(place: Place) -> tuple[int, bool]:
    """Sort the finest place first, of these the sure ones."""
    return ("locality", "town", "tehsil", "district").index(place.level), place.uncertain
