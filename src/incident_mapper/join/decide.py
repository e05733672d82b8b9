"""Settle one row: whether its name or its point says where it was, and whether they agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from incident_mapper import schema as s
from incident_mapper.gazetteer import Gazetteer, era, successors

Trust = Literal["name", "point"]
NAMED_KM: Final = "named_km"


@dataclass(frozen=True)
class AreaSet:
    """The polygons that incidents are joined to.

    Attributes
    ----------
    district, province
        Frames as `areas.areas` returns them (EPSG:4326, index ``area_code``, column ``parent``).
    disputed
        Territory of no province, which is never counted; a point in it is said to be there.
    """

    district: gpd.GeoDataFrame
    province: gpd.GeoDataFrame
    disputed: gpd.GeoDataFrame | None = None

    @cached_property
    def disputed_shape(self) -> Any:
        """Disputed territory as one shape, prepared for many points; ``None`` if there is none."""
        if self.disputed is None:
            return None
        shape = shapely.union_all(self.disputed.geometry.to_numpy())
        shapely.prepare(shape)
        return shape

    @cached_property
    def _shapes(self) -> dict[str, Any]:
        return {}

    def shape(self, code: str, gazetteer: Gazetteer) -> Any:
        """Return the polygon of a district, a province or a division; ``None`` if it has none."""
        if code not in self._shapes:
            self._shapes[code] = self._made_shape(code, gazetteer)
        return self._shapes[code]

    def _made_shape(self, code: str, gazetteer: Gazetteer) -> Any:
        for frame in (self.district, self.province):
            if code in frame.index:
                shape = frame.geometry[code]
                shapely.prepare(shape)
                return shape
        members = [member for member in gazetteer.districts_of(code) if member in self.district.index]
        if not members:
            return None
        shape = shapely.union_all(self.district.geometry[members].to_numpy())
        shapely.prepare(shape)
        return shape


def decide(
    row: Mapping[str, object], gazetteer: Gazetteer, *, names: Mapping[str, str], trust: Trust
) -> dict[str, object]:
    """Settle one row: which district and province hold it, and whether its point may be drawn.

    Parameters
    ----------
    row
        A resolved row with what was found about its point, and ``named_km``: how far that is from what it names.
        Where nobody reads the sentences, distances may be stand-ins, as long as nought is nought.
    gazetteer
        Where codes are looked up.
    names
        Code to name, of the areas that are joined to.
    trust
        Which one decides where name and point disagree.
    """
    named = {key: str(row[key]) for key in (s.ADM1_CODE, s.ADM2_CODE, s.DIVISION_CODE)}
    point = {s.ADM1_CODE: str(row[s.POINT_ADM1_CODE]), s.ADM2_CODE: str(row[s.POINT_ADM2_CODE])}
    reason = str(row[s.REASON])
    gap, disputed = row["gap_km"], bool(row["in_dispute"])
    has_point = bool(row["has_point"])
    conflict, kilometres = False, float("nan")
    widest = widest_named(row)
    if disagree(row, gazetteer):
        kilometres = float(row[NAMED_KM])  # type: ignore[arg-type]
        # On the very border, the point lies in the unit named as well.
        conflict = kilometres != 0
    elif has_point and row[s.MATCH_METHOD] == "foreign" and point[s.ADM1_CODE]:
        # How far it is to "abroad" cannot be said.
        conflict = True
        reason = _and(reason, f"the point lies {_describe_point(point, gazetteer, gap)}")
    if conflict and widest:
        where = _describe_point(point, gazetteer, gap, disputed=disputed)
        reason = _and(
            reason,
            f"the name says {_unit(gazetteer, widest)}, the point lies {where}, {_km(kilometres)} away",
        )
    # The name in another province than the row states, and the point there too: two against one.
    outvoted = bool(has_point and point[s.ADM2_CODE] and row.get(s.ELSEWHERE) == point[s.ADM2_CODE])
    if outvoted:
        conflict, kilometres = False, float("nan")
        reason = (
            f"the row states {_unit(gazetteer, named[s.ADM1_CODE])}; its name and its point both say "
            f"{_unit(gazetteer, point[s.ADM2_CODE])}"
        )
    use_point = has_point and bool(point[s.ADM2_CODE]) and (
        (conflict and trust == "point") or (not conflict and (outvoted or _point_may_refine(row, named)))
    )  # fmt: skip
    if use_point:
        codes = {**named, **point, s.DIVISION_CODE: _division(point[s.ADM2_CODE], gazetteer)}
        by = "point"
    else:
        codes, by = named, "name" if any(named.values()) else ""
    if not by and has_point and not point[s.ADM1_CODE]:
        where = _describe_point(point, gazetteer, gap, disputed=disputed)
        reason = _and(reason, f"its point lies {where}")
    elif disputed and by == "point":
        reason = _and(reason, "its point lies in disputed territory")
    return {
        **codes,
        s.ADM1_NAME: _name(codes[s.ADM1_CODE], names, gazetteer),
        s.ADM2_NAME: _name(codes[s.ADM2_CODE], names, gazetteer),
        s.DIVISION_NAME: gazetteer.by_code[d].name
        if (d := codes[s.DIVISION_CODE]) in gazetteer.by_code
        else "",
        s.PLACED_BY: by,
        s.AS_IT_WAS: _as_it_was(codes, row, gazetteer) if by == "name" else "",
        s.POINT_USED: has_point and bool(point[s.ADM1_CODE]) and (not conflict or trust == "point"),
        s.ABROAD: not by and has_point and not point[s.ADM1_CODE],
        s.CONFLICT: conflict,
        s.REASON: reason,
        s.MATCH_METHOD: str(row[s.MATCH_METHOD]),
    }


def widest_named(row: Mapping[str, object]) -> str:
    """Return the code of the unit that the name says, empty if there is none.

    Of a name that means one of several districts, only what holds them all is stated: a point in it agrees.
    """
    return str(row[s.ADM2_CODE] or row[s.DIVISION_CODE] or row[s.ADM1_CODE])


def disagree(row: Mapping[str, object], gazetteer: Gazetteer) -> bool:
    """Whether the point lies in another unit than the name says, and in none that was split off from that since.

    Parameters
    ----------
    row
        A resolved row with the areas that hold its point, and ``has_point``.
    gazetteer
        Where codes are looked up.
    """
    return bool(row["has_point"] and widest_named(row)) and not _agree(row, gazetteer)


def _agree(row: Mapping[str, object], gazetteer: Gazetteer) -> bool:
    district, province = str(row[s.POINT_ADM2_CODE]), str(row[s.POINT_ADM1_CODE])
    if not province:
        return False
    if named := str(row[s.ADM2_CODE]):
        return named == district or district in once_part_of(named, row, gazetteer)
    if row[s.DIVISION_CODE]:
        return _division(district, gazetteer) == row[s.DIVISION_CODE]
    return row[s.ADM1_CODE] == province


def once_part_of(code: str, row: Mapping[str, object], gazetteer: Gazetteer) -> frozenset[str]:
    """Return the districts that were split off from a district since the day of the incident."""
    when = row.get(s.EVENT_DATE)
    if not isinstance(when, pd.Timestamp) or when.date() >= gazetteer.on:
        return frozenset()
    return frozenset(successors(code, gazetteer.edition, era(gazetteer.edition, when.date()), gazetteer.on))


def _as_it_was(codes: Mapping[str, str], row: Mapping[str, object], gazetteer: Gazetteer) -> str:
    """Say which districts of today a district named in an older report covered, if they are more than the one."""
    if row.get(s.PLACE_LEVEL) != "district":
        return ""  # a town did not move
    held = once_part_of(codes[s.ADM2_CODE], row, gazetteer)
    others = sorted(
        gazetteer.by_code[code].name for code in held - {codes[s.ADM2_CODE]} if code in gazetteer.by_code
    )
    return f"which then also covered {' and '.join(others)}" if others and codes[s.ADM2_CODE] else ""


def _point_may_refine(row: Mapping[str, object], named: Mapping[str, str]) -> bool:
    """Whether the point says more than the name, and may be believed to.

    "Karachi" with a coordinate is the coordinate of Karachi, not of a street: a point is no finer than the place
    text it belongs to. A row that only states its province, or nothing, is placed by its point.
    """
    if named[s.ADM2_CODE] or row[s.PLACE_LEVEL] == "division":
        return False
    return row[s.MATCH_METHOD] == "given" or not any(named.values()) or row[s.MATCH_STATUS] == "ambiguous"


def _division(code: str, gazetteer: Gazetteer) -> str:
    place = gazetteer.by_code.get(code)
    return place.division_code if place else ""


def _name(code: str, names: Mapping[str, str], gazetteer: Gazetteer) -> str:
    if code in names:
        return names[code]
    return gazetteer.by_code[code].name if code in gazetteer.by_code else code


def _unit(gazetteer: Gazetteer, code: str) -> str:
    return gazetteer.describe(gazetteer.by_code[code]) if code in gazetteer.by_code else code


def _describe_point(
    point: Mapping[str, str], gazetteer: Gazetteer, gap: object, *, disputed: bool = False
) -> str:
    if disputed:
        return f"in disputed territory, {_km(float(gap))} from the nearest area"  # type: ignore[arg-type]
    if point[s.ADM2_CODE]:
        return f"in {_unit(gazetteer, point[s.ADM2_CODE])}"
    return f"outside the mapped area ({_km(float(gap))})"  # type: ignore[arg-type]


def said_km(kilometres: pd.Series) -> pd.Series:
    """Return distances as they are said: to the kilometre, below ten to a tenth of it; nought is only inside."""
    rounded = kilometres.round(1).where(kilometres < 10, kilometres.round()).clip(upper=1000.0)
    return rounded.where((kilometres == 0) | kilometres.isna() | (rounded > 0), 0.1)


def _km(kilometres: float) -> str:
    if np.isnan(kilometres):
        return "an unknown distance"
    if kilometres >= 1000:
        return "1,000 km or more"
    return f"{kilometres:.1f} km" if kilometres < 10 else f"{kilometres:.0f} km"


def _and(first: str, second: str) -> str:
    return f"{first}; {second}" if first else second
