"""The ground under names and points: where a place is drawn, and which units hold a point."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from incident_mapper.areas import AREA_LEVELS, ATTRIBUTION, areas, disputed_territory
from incident_mapper.crs import WGS84
from incident_mapper.gazetteer import Gazetteer, Place
from incident_mapper.geocode import TOWN_PRECISION_KM
from incident_mapper.join import MAX_GAP_KM, locate_points

TOWNS_ATTRIBUTION: Final = "Towns: GeoNames, CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in degrees (EPSG:4326), and how far from it the thing meant may be."""

    lon: float
    lat: float
    precision_km: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a point lies.

    Attributes
    ----------
    place
        The tehsil, or the district where the tehsil is not known; ``None`` outside the country.
    gap_km
        0 inside; else the distance to the nearest district.
    disputed
        Whether the point lies in territory that is in no province.
    """

    place: Place | None
    gap_km: float
    disputed: bool = False


@dataclass(frozen=True, eq=False)
class Ground:
    """The polygons of a gazetteer's edition and day, loaded when they are first needed.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> ground = Ground(load_gazetteer())
    >>> ground.at(66.6, 29.0).place.adm2_code
    'PK210'
    >>> ground.at(77.2, 28.6).place is None
    True
    """

    gazetteer: Gazetteer

    def spot(self, place: Place) -> Spot | None:
        """Return where a place is drawn: its own coordinate, or the label point of the unit.

        A town without a coordinate is somewhere in its district. The whole country has no spot: a mark in its
        middle would say something that nobody said.
        """
        if place.lon is not None and place.lat is not None:
            return Spot(place.lon, place.lat, place.precision_km or TOWN_PRECISION_KM)
        # The finest unit known to hold it, itself if it is one.
        known = (place.code, place.adm3_code, place.adm2_code)
        return next((self._label_points[code] for code in known if code in self._label_points), None)

    def at(self, lon: float, lat: float) -> Standing:
        """Say which units hold a point, in degrees; up to `MAX_GAP_KM` off the coast or border, the nearest do."""
        point = gpd.GeoDataFrame(geometry=gpd.points_from_xy([lon], [lat]), crs=WGS84)
        found = locate_points(point, self._districts, max_gap_km=MAX_GAP_KM).iloc[0]
        gap = float(found["gap_km"])
        if gap > 0 and shapely.intersects_xy(self._disputed, lon, lat):
            return Standing(None, gap, disputed=True)
        if not found["area_code"]:
            return Standing(None, gap)
        district = self.gazetteer.by_code[str(found["area_code"])]
        # Only the district's own tehsils: on a border both looks have to end on the same side.
        own = [
            code
            for code in self._tehsils.index
            if self.gazetteer.by_code[str(code)].adm2_code == district.code
        ]
        tehsil = locate_points(point, self._tehsils.loc[own], max_gap_km=MAX_GAP_KM)["area_code"].iloc[0]
        return Standing(self.gazetteer.by_code[str(tehsil)] if tehsil else district, gap)

    def parents(self, place: Place) -> list[dict[str, str]]:
        """Return the units that hold a place, itself left out, the finest first."""
        codes = (place.adm3_code, place.adm2_code, place.division_code, place.adm1_code)
        units = [self.gazetteer.by_code[code] for code in codes if code and code != place.code]
        return [{"code": unit.code, "level": unit.level, "name": unit.name} for unit in units]

    def address(self, place: Place) -> str:
        """Return a place as one line that ends with the country."""
        return place.name if place.level == "country" else f"{self.gazetteer.describe(place)}, Pakistan"

    def facts(self, place: Place) -> dict[str, Any]:
        """Return what the gazetteer knows of a place, as plain values."""
        return {
            "code": place.code,
            "level": place.level,
            "name": place.name,
            "urdu": place.urdu,
            "names": list(place.names),
            "parents": self.parents(place),
            "edition": self.gazetteer.edition,
            "attribution": ATTRIBUTION if place.lon is None else TOWNS_ATTRIBUTION,
        }

    @cached_property
    def _label_points(self) -> Mapping[str, Spot]:
        frames = [areas(level, edition=self.gazetteer.edition, on=self.gazetteer.on) for level in AREA_LEVELS]
        # Islamabad is a province and a district under one code each; a code is taken once.
        frame = pd.concat(frames)
        rows = zip(frame.index, frame["label_lon"], frame["label_lat"], frame["radius_km"], strict=True)
        return {str(code): Spot(float(lon), float(lat), float(radius)) for code, lon, lat, radius in rows}

    @cached_property
    def _districts(self) -> gpd.GeoDataFrame:
        return areas("district", edition=self.gazetteer.edition, on=self.gazetteer.on)

    @cached_property
    def _tehsils(self) -> gpd.GeoDataFrame:
        return areas("tehsil", edition=self.gazetteer.edition, on=self.gazetteer.on)

    @cached_property
    def _disputed(self) -> shapely.Geometry:
        shape = shapely.union_all(disputed_territory(detail="full").geometry.to_numpy())
        shapely.prepare(shape)
        return shape
