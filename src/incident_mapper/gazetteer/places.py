"""What the gazetteer holds: places, with the units that hold them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from incident_mapper.names import Level

COUNTRY_CODE: Final = "PK"
DISPUTED_CODE: Final = "IM-X-DISPUTED"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit or a town as an edition of the gazetteer knows it.

    Attributes
    ----------
    code
        P-code of 2022 for districts, ISO 3166-2 for provinces, an own code with ``IM-`` for the rest.
    level
        ``town`` is a populated place that people know as one; ``locality`` anything finer or wilder: a village, a
        neighbourhood, a valley, a pass, a road inside one town. `kind` says which.
    adm1_code, division_code, adm2_code, adm3_code
        The units that hold it (itself included); empty where there is none or it spans several.
    former
        Codes of units that are gone and once held it: an agency's province, a district since divided.
    needs_province
        Whether its name has better-known namesakes elsewhere, so that it means this place only in its province.
    lon, lat
        Degrees (EPSG:4326) of a town; ``None`` for units, which have polygons.
    """

    code: str
    name: str
    level: Level
    adm1_code: str = ""
    division_code: str = ""
    adm2_code: str = ""
    adm3_code: str = ""
    urdu: str = ""
    variants: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    uncertain: bool = False
    note: str = ""
    kind: str = ""
    precision_km: float | None = None
    former: tuple[str, ...] = ()
    needs_province: bool = False

    def __hash__(self) -> int:
        return hash(self.code)  # a code is one place's; hashing all fields would cost more than most look-ups

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling on record, the English name first."""
        return tuple(dict.fromkeys(n for n in (self.name, *self.variants, self.urdu) if n))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place whose name is close to what was asked for; `score` runs from 0 to 100."""

    place: Place
    name: str
    score: float


@lru_cache(maxsize=50_000)
def holders(place: Place) -> tuple[str, ...]:
    """Return the codes of the units that hold a place, itself included, and of those that once did and are gone.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> holders(load_gazetteer().find("Kalat", level="district"))
    ('PK210', 'IM-V-KALAT', 'PK-BA', 'PK')
    >>> "PK-TA" in holders(load_gazetteer().find("Khyber", level="district"))
    True
    """
    codes = (place.code, place.adm3_code, place.adm2_code, place.division_code, place.adm1_code, COUNTRY_CODE)
    return tuple(dict.fromkeys(code for code in (*codes, *place.former) if code))


def may_be_meant(place: Place, within: str | None) -> bool:
    """Whether a name may mean a place, where only places in the unit with a code are asked for, or all.

    Some names say something only once their province is known: every city has its Jinnah Road.

    Examples
    --------
    >>> road = Place("X", "Jinnah Road", "locality", adm1_code="PK-BA", needs_province=True)
    >>> may_be_meant(road, None), may_be_meant(road, "PK-BA"), may_be_meant(road, "PK-SD")
    (False, True, False)
    """
    return not place.needs_province if within is None else within in holders(place)


# With no level stated, a district is what such data means by a name; the town and the tehsil of the same
# name lie in it, so nothing is lost.
_LIKELY: Final[tuple[tuple[Level, ...], ...]] = (
    ("country",), ("district",), ("province",), ("division",), ("tehsil", "town"), ("locality",),
)  # fmt: skip


def most_likely(places: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places of the likeliest level among those that bear one name.

    A tehsil and a town are equally likely, so that a name they share across districts stays ambiguous. Sure places
    go before uncertain ones, and a locality, which has namesakes nobody wrote down, goes behind all.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> [place.level for place in most_likely(load_gazetteer().named("quetta"))]
    ['district']
    """
    found = tuple(places)
    if len(found) < 2:
        return found
    for levels in _LIKELY:
        same = tuple(p for p in found if p.level in levels)
        # Of units, the flag says that their limits or dates are not sure; of what is smaller, that its district is not.
        sure = tuple(p for p in same if not p.uncertain or p.level == "tehsil")
        if sure or (same and levels[0] not in ("tehsil", "locality")):
            return sure or same
    return next((same for levels in _LIKELY if (same := tuple(p for p in found if p.level in levels))), ())
