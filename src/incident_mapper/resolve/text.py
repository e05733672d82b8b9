"""Say which place a longer text means.

"115 km north of Quetta" does not mean Quetta, and "Zabul, Afghanistan" no place of ours.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from incident_mapper.gazetteer import Gazetteer, Place, holders, most_likely
from incident_mapper.names import compact, match_key
from incident_mapper.resolve.match import Match, several, whole_division
from incident_mapper.resolve.scan import Mention, scan

# What joins two places of equal rank: "Bannu-Miranshah road", "Kalat and Panjgur".
_JOINT = re.compile(
    r"\s*(?:district|area|areas)?\s*(?:-|\u2013|/|&|;|\n|and|to)\s*(?:the\s+)?", re.IGNORECASE
)
_COMMA = re.compile(r"\s*,\s*")
FAR_KM: Final = 20.0
"""A place more than so many kilometres from a town is not said to be in the town's district."""


@lru_cache(maxsize=100_000)
def read_text(text: str, gazetteer: Gazetteer, *, within: str | None = None) -> Match | None:
    """Say which place a text means, or ``None`` if it names none.

    The finest unit wins that is consistent with everything wider; a district named in the text goes before a
    village that happens to bear another district's name; two districts are kept as two.

    Parameters
    ----------
    text
        A phrase or a sentence.
    gazetteer
        Where to look.
    within
        Only places in the unit with this code.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> gazetteer = load_gazetteer()
    >>> read_text("Sui town, Dera Bugti district, Balochistan", gazetteer).place.adm2_code
    'PK204'
    >>> read_text("between Mastung and Kalat", gazetteer).method
    'multi'
    >>> read_text("115 km north of Quetta", gazetteer).place is None
    True
    """
    mentions = scan(text, gazetteer)
    if foreign := _foreign(text, mentions):
        return foreign
    provinces = _provinces(mentions)
    if within is None and len(provinces) == 1:
        within = provinces[0].code
    usable = [m for m in mentions if _counts(m) and _inside(m, within)]
    far = [m for m in usable if m.distance_km is not None and m.distance_km > FAR_KM]
    usable = [m for m in usable if m not in far]
    # "Kohat Road" alone names a road. "Bannu-Miranshah road" names two places, unless a third says where on it.
    roads = [m for m in mentions if m.namesake]
    outright = [m for m in usable if not m.namesake and not _begins_a_road(text, m, roads)]
    firm = [m for m in outright if not m.nearby and m.distance_km is None]
    match = (
        _joined_places(text, firm or outright, gazetteer, within=within)
        or _districts_named(outright, gazetteer, within=within)
        or _finer_named(outright, gazetteer, within=within)
        or _joined_places(text, usable, gazetteer, within=within)
    )
    if match is None:
        match = _wider_named(usable, provinces, gazetteer, within=within)
    if far and (match is None or not match.adm2_code):
        anchor = far[0]
        reason = (
            f"{anchor.distance_km:.0f} km from {anchor.name} is not {anchor.name}: the district is not known"
        )
        return match.because(reason) if match else Match("unmatched", reason=reason)
    return match


def _begins_a_road(text: str, mention: Mention, roads: list[Mention]) -> bool:
    """Whether a mention is the first half of a road's name: "Quetta" in "Quetta-Karachi highway"."""
    return any(_JOINT.fullmatch(text, mention.end, road.start) for road in roads)


def _counts(mention: Mention) -> bool:
    """Whether a mention names a place of its own.

    A part of a longer name is usually another place ("Ghazi Kot"); words such as "Press Club" make no longer
    name ("Quetta Press Club").
    """
    return bool(mention.places) and mention.whole


def _inside(mention: Mention, within: str | None) -> list[Place]:
    return [p for p in mention.places if within is None or within in holders(p)]


def _foreign(text: str, mentions: tuple[Mention, ...]) -> Match | None:
    """Answer for a text that puts its place abroad.

    That is "Zabul, Afghanistan", but not "near the Afghanistan border".
    """
    # A name that is also one of ours (Khost) says nothing by itself.
    abroad = [m for m in mentions if m.country and not m.places and not m.nearby and m.distance_km is None]
    if not abroad:
        return None
    last = abroad[-1]
    if re.match(r"\W*(?:border|frontier|side|based|backed|-)", text[last.end :], re.IGNORECASE):
        return None
    sure = [m for m in mentions if m.places and m.whole]
    # A country at the end, after a comma or in brackets, says where all before it lies.
    hierarchical = re.search(r"[,(]\s*$|\bin\s+$", text[: last.start]) and not re.search(
        r"\w", text[last.end :]
    )
    if sure and not (
        hierarchical and not any(p.level in ("province", "country") for m in sure for p in m.places)
    ):
        return None
    return Match("unmatched", "foreign", 100.0, reason=f"the text places it in {last.country}")


def _provinces(mentions: tuple[Mention, ...]) -> list[Place]:
    found: list[Place] = []
    for mention in mentions:
        if mention.namesake or mention.nearby or not mention.whole:
            continue
        provinces = [p for p in mention.places if p.level == "province"]
        # Islamabad and Gilgit are districts as well: as a lone word they are no mere constraint.
        if provinces and all(p.level == "province" for p in most_likely(mention.places)):
            found += [p for p in provinces if p not in found]
    return found


def _meant(mention: Mention, gazetteer: Gazetteer, *, within: str | None) -> tuple[Place, ...]:
    """Return the likeliest places of a mention, or all of them where the name is known to be ambiguous."""
    inside = _inside(mention, within)
    best = most_likely(inside)
    bearers = gazetteer.named(match_key(mention.name))
    if len({p.adm2_code for p in inside}) > 1 and not any(p in bearers for p in best):
        return tuple(inside)
    return best


def _as_district(mention: Mention, gazetteer: Gazetteer, *, within: str | None) -> Place | None:
    """Return the one district that a mention means, if it means a district."""
    inside = _inside(mention, within)
    smaller = mention.level in ("tehsil", "division")
    if smaller and any(p.level == mention.level for p in inside):
        return None
    best = _meant(mention, gazetteer, within=within)
    if mention.level == "district" and best and best[0].level in ("tehsil", "town"):
        # "Kambar district" is called after its town; its own name is longer.
        districts = {p.adm2_code for p in best}
        return gazetteer.by_code[districts.pop()] if len(districts) == 1 else None
    return best[0] if len(best) == 1 and best[0].level == "district" else None


def _joined_places(
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
        if listed and _JOINT.fullmatch(text, last, mention.start):
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


def _districts_named(mentions: list[Mention], gazetteer: Gazetteer, *, within: str | None) -> Match | None:
    named = [(m, d) for m in mentions if (d := _as_district(m, gazetteer, within=within)) is not None]
    stated = [(m, d) for m, d in named if m.level == "district"]
    if stated and len({d.code for _, d in stated}) == 1:
        # "Nasirabad, Kambar district": the other name is a smaller place inside, if there is one.
        inside = stated[0][1].code
        named = [(m, d) for m, d in named if d.code == inside or not _inside(m, inside)]
    if len({d.code for _, d in named}) > 1:
        # "Kanak near Mastung in Quetta": what is only near goes behind what is named outright.
        outright = [(m, d) for m, d in named if not m.nearby and m.distance_km is None]
        named = outright or named
    if named and all(m.nearby or m.distance_km is not None for m, _ in named):
        # "Bara area near Peshawar": Bara is named, Peshawar only tells where it is.
        outright_finer = [m for m in mentions if not m.nearby and m.distance_km is None]
        if (finer_match := _finer_named(outright_finer, gazetteer, within=within)) and finer_match.adm2_code:
            return finer_match
    codes = _youngest(tuple(dict.fromkeys(d.code for _, d in named)), gazetteer)
    if len(codes) > 1:
        listed = ", ".join(gazetteer.by_code[code].name for code in codes)
        return several(codes, gazetteer, method="multi", reason=f"the text names several districts: {listed}")
    if not codes:
        return None
    finer = [p for m in mentions for p in _inside(m, codes[0]) if p.level in ("town", "tehsil", "locality")]
    finer.sort(key=_fineness)
    # The headquarters town bears the district's own name more often than not: it is no finer statement then.
    finer = [p for p in finer if match_key(p.name) != match_key(gazetteer.by_code[codes[0]].name)]
    place = next(iter(finer), gazetteer.by_code[codes[0]])
    distance = next((m.distance_km for m, d in named if m.distance_km is not None), None)
    return Match("matched", "text", 100.0, place, precision_km=distance)


def _youngest(codes: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Leave out a district that once held another one named beside it: "Surab, Kalat" is in Surab today."""
    held = {old for code in codes for old in gazetteer.lineage.get(code, ()) if old in codes}
    return tuple(code for code in codes if code not in held) or codes


def _finer_named(mentions: list[Mention], gazetteer: Gazetteer, *, within: str | None) -> Match | None:
    options: list[tuple[Mention, list[Place]]] = []
    for mention in mentions:
        places = [p for p in _inside(mention, within) if p.adm2_code]
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
        return Match("matched", "text", 100.0, finest[0], precision_km=options[0][0].distance_km)
    if len(options) == 1:
        mention, places = options[0]
        declared = gazetteer.ambiguous.get(compact(match_key(mention.name)))
        listed = declared[1] if declared else ", ".join(gazetteer.describe(p) for p in places)
        return several(codes, gazetteer, method="text", reason=f"{mention.name!r} may be {listed}")
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


def _wider_named(
    mentions: list[Mention], provinces: list[Place], gazetteer: Gazetteer, *, within: str | None
) -> Match | None:
    divisions = list(dict.fromkeys(p for m in mentions for p in _inside(m, within) if p.level == "division"))
    if len(divisions) == 1:
        return whole_division(divisions[0], gazetteer, method="text")
    if len(provinces) == 1:
        return Match("matched", "text", 100.0, provinces[0])
    if len(provinces) > 1:
        listed = ", ".join(p.name for p in provinces)
        return Match("ambiguous", "multi", 100.0, None, reason=f"the text names several provinces: {listed}")
    if any(p.level == "country" for m in mentions for p in m.places):
        return Match(
            "matched", "text", 100.0, next(p for m in mentions for p in m.places if p.level == "country")
        )
    return None
