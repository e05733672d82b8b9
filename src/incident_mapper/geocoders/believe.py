"""Decide whether an online service's answers are believed: where they lie, what they are called, how wide they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rapidfuzz.distance import OSA

from incident_mapper.crs import geodesic_km
from incident_mapper.gazetteer import Place, holders
from incident_mapper.geocode import TOWN_PRECISION_KM
from incident_mapper.geocoders.cache import Answer
from incident_mapper.geocoders.ground import Ground
from incident_mapper.geocoders.options import WIDEST_KM
from incident_mapper.names import compact, match_key, split_level
from incident_mapper.sounds import sound_key

# Words that say what kind of place a name is of, where a map mostly leaves them out.
_KINDS: Final = frozenset({"village", "city", "area", "gaon"})
_BEST_SCORE: Final = 90.0
"""What the gazetteer knows is surer than what a service says, however well the name fits."""
_SAME_SOUND: Final = 95.0
"""Of 100, for a name that differs by habits of transliteration only: Gazi, Ghazi."""


@dataclass(frozen=True, slots=True)
class Belief:
    """An answer that is believed.

    Attributes
    ----------
    answer
        What the service said.
    place
        The finest unit of ours that holds its point.
    score, same_name
        How well its name fits, from 0 to 90, and whether it is the same but for habits of spelling.
    precision_km
        How far from its point it may be.
    gap_km
        How far outside the boundaries its point lies, up to 10 km.
    others
        The addresses of further answers in the same district.
    """

    answer: Answer
    place: Place
    score: float
    precision_km: float
    gap_km: float
    same_name: bool
    others: tuple[str, ...] = ()


def believe(
    query: str, answers: Sequence[Answer], ground: Ground, *, within: str | None, min_score: float
) -> Belief | str:
    """Return the one place that a service's answers agree on, or why none is believed.

    Parameters
    ----------
    query
        What was asked for.
    answers
        The service's, best first; at least one.
    ground
        Our polygons.
    within
        The code of the unit that the place is said to be in, or ``None``.
    min_score
        How much of its name, of 100, an answer must have in common with the query.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> ground = Ground(load_gazetteer())
    >>> here, away = Answer("Gazi Tir, Kalat", 66.6, 29.0), Answer("Gazi Tir", 77.2, 28.6)
    >>> believe("Gazi Tir", [away, here], ground, within=None, min_score=85).place.name
    'Kalat'
    >>> believe("Gazi Tir", [away], ground, within=None, min_score=85)
    "the answer 'Gazi Tir' lies outside Pakistan"
    >>> believe("Gazi Tir", [here], ground, within="PK-SD", min_score=85)
    "the answer 'Gazi Tir, Kalat' lies in Kalat district, Balochistan, not in Sindh"
    """
    judged = [_judge(query, answer, ground, within=within, min_score=min_score) for answer in answers]
    beliefs = [verdict for verdict in judged if isinstance(verdict, Belief)]
    if not beliefs:
        return next(verdict for verdict in judged if isinstance(verdict, str))
    # What bears the name goes before what has one letter otherwise, but two that bear it are a question.
    beliefs = [belief for belief in beliefs if belief.same_name] or beliefs
    districts = list(dict.fromkeys(belief.place.adm2_code for belief in beliefs))
    if len(districts) > 1:
        listed = ", ".join(
            ground.gazetteer.describe(ground.gazetteer.by_code[code]) for code in districts[:5]
        )
        return f"there are several places of that name: in {listed}"
    if any(belief.precision_km > WIDEST_KM for belief in beliefs):
        # Nor is a village believed that bears a region's name: the region is what people know.
        return "a region, a river or a road bears that name"
    first, *rest = beliefs
    # A village is often on the map as a dot, a boundary and a post office: one place, known as well as they agree.
    apart = max((_km_between(first.answer, other.answer) for other in rest), default=0.0)
    if apart > WIDEST_KM:
        where = ground.gazetteer.describe(ground.gazetteer.by_code[districts[0]])
        return f"there are several places of that name in {where}, {apart:.0f} km apart"
    return replace(
        first,
        precision_km=max(first.precision_km, round(apart, 1)),
        others=tuple(other.answer.address for other in rest),
    )


def _judge(
    query: str, answer: Answer, ground: Ground, *, within: str | None, min_score: float
) -> Belief | str:
    said = f"the answer {answer.address[:120]!r}"
    if abroad := _stated_country(answer, ground):
        return f"{said} is in {abroad}, as the service says"
    standing = ground.at(answer.lon, answer.lat)
    if standing.disputed:
        return f"{said} lies in disputed territory"
    if standing.place is None:
        return f"{said} lies outside Pakistan"
    if within and within not in holders(standing.place):
        district = ground.gazetteer.by_code[standing.place.adm2_code]
        stated = ground.gazetteer.unit(within).name
        return f"{said} lies in {ground.gazetteer.describe(district)}, not in {stated}"
    score = name_score(query, answer)
    if score < min_score:
        return f"{said} has another name"
    return Belief(
        answer,
        standing.place,
        round(_BEST_SCORE * score / 100, 1),
        max(TOWN_PRECISION_KM, round(_radius_km(answer.raw), 1)),
        standing.gap_km,
        score >= _SAME_SOUND,
    )


def name_score(query: str, answer: Answer) -> float:
    """Return how much of its name an answer has in common with a query, from 0 to 100.

    Only the query's first part counts: "Gazi Tir, Kalat" asks for Gazi Tir. A part of a longer name is usually
    another place, so that "Ghazi" is not "Ghazi Kot".

    Examples
    --------
    >>> name_score("Gazi Tir village, Kalat", Answer("Gazi Tir, Kalat District", 66.6, 29.0))
    100.0
    >>> name_score("Ghazi Teer", Answer("Gazi Tir", 66.6, 29.0))
    95.0
    >>> name_score("Gazi", Answer("Gazi Tir", 66.6, 29.0)) < 60
    True
    """
    asked = _bare(query.split(",", maxsplit=1)[0])
    return max((_alike(asked, _bare(name)) for name in _names(answer)), default=0.0)


def _alike(asked: str, name: str) -> float:
    if not asked or not name:
        return 0.0
    letters = round(100 * OSA.normalized_similarity(compact(asked), compact(name)), 1)
    return max(letters, _SAME_SOUND) if sound_key(asked) == sound_key(name) else letters


def _bare(name: str) -> str:
    words = split_level(name).key.split()
    return " ".join(word for word in words if word not in _KINDS) or " ".join(words)


def _names(answer: Answer) -> Iterator[str]:
    """Give every name that an answer states, as Nominatim, Photon and others write them."""
    yield answer.address.split(",")[0]
    properties, details = _mapping(answer.raw, "properties"), _mapping(answer.raw, "namedetails")
    for value in (answer.raw.get("name"), properties.get("name"), *details.values()):
        if isinstance(value, str):
            yield from value.split(";")


def _stated_country(answer: Answer, ground: Ground) -> str:
    """Return the country that the service itself says, if it is another one.

    Spin Boldak is within the few kilometres that drawings of the border differ by; its country is not in doubt.
    """
    code = _mapping(answer.raw, "address").get("country_code") or _mapping(answer.raw, "properties").get(
        "countrycode"
    )
    if isinstance(code, str) and match_key(code) != "pk":
        return code.upper()
    return ground.gazetteer.foreign.get(match_key(answer.address.rsplit(",", 1)[-1]), "")


def _radius_km(raw: Mapping[str, Any]) -> float:
    """Return half the diagonal of the box that the service draws around an answer, 0 if it draws none."""
    box, extent = raw.get("boundingbox"), _mapping(raw, "properties").get("extent")
    try:
        if isinstance(box, list | tuple):  # Nominatim: south, north, west, east
            south, north, west, east = (float(side) for side in box)
        elif isinstance(extent, list | tuple):  # Photon: west, north, east, south
            west, north, east, south = (float(side) for side in extent)
        else:
            return 0.0
        return geodesic_km(west, south, east, north) / 2
    except (TypeError, ValueError):
        # A box that cannot be read says nothing of how wide the thing is: then it is not believed to be a place.
        return float("inf")


def _km_between(one: Answer, other: Answer) -> float:
    return geodesic_km(one.lon, one.lat, other.lon, other.lat)


def _mapping(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, Mapping) else {}
