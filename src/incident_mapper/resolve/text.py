"""Say which place a longer text means.

"115 km north of Quetta" does not mean Quetta, and "Zabul, Afghanistan" no place of ours.
"""

import itertools
import math
import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from incident_mapper.gazetteer import Gazetteer, Place, holders, most_likely
from incident_mapper.resolve.finest import (
    JOINT,
    city_named,
    districts_named,
    finer_named,
    inside_of,
    joined_places,
)
from incident_mapper.resolve.match import Match, whole_division
from incident_mapper.resolve.scan import Mention, scan

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
    mentions = _as_near_as_the_first(text, _without_compounds(text, scan(text, gazetteer)))
    if foreign := _foreign(text, mentions):
        return foreign
    named = _provinces(mentions)
    provinces = list(dict.fromkeys(place for mention, place in named if not mention.nearby))
    if within is None and len(provinces) == 1:
        within = provinces[0].code
    provinces = provinces or list(dict.fromkeys(place for _, place in named))
    usable = [m for m in mentions if _counts(m) and inside_of(m, within)]
    far = [m for m in usable if m.distance_km is not None and m.distance_km > FAR_KM]
    far += [m for m in usable if any(_tells_where(text, m, anchor) for anchor in far)]
    usable = [m for m in usable if m not in far]
    # "Kohat Road" alone names a road. "Bannu-Miranshah road" names two places, unless a third says where on it.
    roads = [m for m in mentions if m.namesake]
    outright = [m for m in usable if not m.namesake and not _begins_a_road(text, m, roads)]
    firm = [m for m in outright if not m.nearby and m.distance_km is None]
    if far and not firm:
        outright = []  # "45 km off Turbat towards Panjgur" is in neither
    match = (
        city_named(firm, gazetteer, within=within)
        or joined_places(text, firm or outright, gazetteer, within=within)
        or districts_named(text, outright, gazetteer, within=within)
        or finer_named(outright, gazetteer, within=within)
        or (None if far else joined_places(text, usable, gazetteer, within=within))
    )
    if match is None:
        match = _wider_named(outright, provinces, gazetteer, within=within)
    if far and (match is None or not match.adm2_code):
        anchor = far[0]
        reason = (
            f"{_far(anchor.distance_km)} from {anchor.name} is not {anchor.name}: the district is not known"
        )
        return match.because(reason) if match else Match("unmatched", reason=reason)
    return match


def _as_near_as_the_first(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Read a list as a whole: "near AJK & Punjab" is only near Punjab, too."""
    told: list[Mention] = []
    for mention in mentions:
        joined = bool(told) and told[-1].nearby and JOINT.fullmatch(text, told[-1].end, mention.start)
        told.append(replace(mention, nearby=True) if joined else mention)
    return tuple(told)


def _far(kilometres: float | None) -> str:
    return f"{kilometres:.0f} km" if kilometres is not None and kilometres < math.inf else "some way"


def _begins_a_road(text: str, mention: Mention, roads: list[Mention]) -> bool:
    """Whether a mention is the first half of a road's name: "Quetta" in "Quetta-Karachi highway"."""
    return any(JOINT.fullmatch(text, mention.end, road.start) for road in roads)


def _tells_where(text: str, mention: Mention, anchor: Mention) -> bool:
    """Whether a name only says where the one before it is: "28 km from Khar, Bajaur" is as far from both."""
    beside = re.fullmatch(r"\s*[,(]\s*", text[anchor.end : mention.start])
    return bool(beside) and any(
        p.code in holders(q) for p in mention.places for q in anchor.places if p.level == "district"
    )


def _without_compounds(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Leave out two names that stand side by side and have nothing to do with each other.

    They are one name of a third place: "Khar Warsak" is neither Khar nor Warsak. "Mach Bolan" is Mach in Bolan.
    """
    strange: set[int] = set()
    for at, (left, right) in enumerate(itertools.pairwise(mentions)):
        if text[left.end : right.start].strip(" -") or not (left.places and right.places) or right.level:
            continue
        held = [{code for place in m.places for code in holders(place)[:-1]} for m in (left, right)]
        if not any(p.code in held[1] for p in left.places) and not any(
            p.code in held[0] for p in right.places
        ):
            shared = {p.adm2_code for p in left.places} & {p.adm2_code for p in right.places} - {""}
            if not shared and "-" not in text[left.end : right.start]:
                strange |= {at, at + 1}
    return tuple(mention for at, mention in enumerate(mentions) if at not in strange)


def _counts(mention: Mention) -> bool:
    """Whether a mention names a place of its own.

    A part of a longer name is usually another place ("Ghazi Kot"); words such as "Press Club" make no longer
    name ("Quetta Press Club").
    """
    return bool(mention.places) and mention.whole


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
    # "Spin Boldak near Chaman" is where Spin Boldak is.
    sure = [m for m in mentions if m.places and m.whole and not m.nearby and m.distance_km is None]
    # A country at the end, after a comma or in brackets, says where all before it lies.
    hierarchical = re.search(r"[,،(]\s*$|\bin\s+$", text[: last.start]) and not re.search(
        r"\w", text[last.end :]
    )
    # "Punjab, India" is in India, although "Punjab" is a province of ours.
    outright = bool(sure) and re.fullmatch(r"\s*[,،(]\s*", text[sure[-1].end : last.start]) and not sure[:-1]
    if (
        sure
        and not (hierarchical and outright)
        and not (hierarchical and not any(p.level in ("province", "country") for m in sure for p in m.places))
    ):
        return None
    return Match("unmatched", "foreign", 100.0, reason=f"the text places it in {last.country}")


def _provinces(mentions: tuple[Mention, ...]) -> list[tuple[Mention, Place]]:
    """Return the mentions that can only mean a province, with the province."""
    found: list[tuple[Mention, Place]] = []
    for mention in mentions:
        if mention.namesake or not mention.whole:
            continue
        provinces = [p for p in mention.places if p.level == "province"]
        # Islamabad and Gilgit are districts as well: as a lone word they are no mere constraint.
        if provinces and all(p.level == "province" for p in most_likely(mention.places)):
            found += [(mention, p) for p in provinces]
    return found


def _wider_named(
    mentions: list[Mention], provinces: list[Place], gazetteer: Gazetteer, *, within: str | None
) -> Match | None:
    divisions = list(
        dict.fromkeys(p for m in mentions for p in inside_of(m, within) if p.level == "division")
    )
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
