"""The points that stand for something wider: middles of districts and provinces, and the coordinates of towns."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import Geod

from incident_mapper import schema as s
from incident_mapper.crs import EQUAL_AREA, WGS84
from incident_mapper.gazetteer import Gazetteer, Place
from incident_mapper.join import AreaSet
from incident_mapper.names import match_key

TOWN_KM: Final = 10.0
"""A point so near to a town's is the town's: coordinates of one town differ by as much between gazetteers."""

_MIDDLE_KM: Final = 1.0
_MIDDLE_SHARE: Final = 0.05  # of the unit's radius: in a small district much lies near the middle
_ELLIPSOID: Final = Geod(ellps="WGS84")

Numbers = npt.NDArray[np.float64]


def distances_km(lon: float | Numbers, lat: float | Numbers, lons: Numbers, lats: Numbers) -> Numbers:
    """Return geodesic distances in kilometres from one point, or from each of some, to the others.

    Examples
    --------
    >>> distances_km(67.0, 30.2, np.array([66.6]), np.array([29.0])).round().tolist()
    [139.0]
    """
    from_lon, from_lat = np.broadcast_to(lon, lons.shape), np.broadcast_to(lat, lats.shape)
    _, _, metres = _ELLIPSOID.inv(from_lon, from_lat, lons, lats)
    return np.asarray(metres, dtype=float) / 1000


def _keys(place: Place) -> set[str]:
    return {key for name in place.names if len(key := match_key(name)) > 2}


@dataclass(frozen=True, slots=True)
class Middle:
    """The unit whose middle a point is."""

    level: s.GeoPrecision
    name: str
    kilometres: float


@dataclass(frozen=True, eq=False)
class Landmarks:
    """Where the units and towns of a gazetteer are usually put.

    Examples
    --------
    >>> from incident_mapper.areas import load_areas
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> marks = Landmarks(load_gazetteer(), AreaSet(load_areas("district"), load_areas("province")))
    >>> [town.name for town in marks.towns_at(67.01, 30.19)][:1]
    ['Quetta']
    """

    gazetteer: Gazetteer
    areas: AreaSet

    def middle_at(self, lon: float, lat: float) -> Middle | None:
        """Return the district or province whose middle lies at a point (degrees), if there is one."""
        lons, lats, limits, names = self._middles
        away = distances_km(lon, lat, lons, lats)
        hits = np.flatnonzero(away <= limits)
        if not len(hits):
            return None
        best = int(hits[np.argmin(away[hits])])
        level, name = names[best]
        return Middle(level, name, float(away[best]))

    def towns_at(self, lon: float, lat: float) -> list[Place]:
        """Return the towns within `TOWN_KM` of a point (degrees), the nearest first."""
        towns, lons, lats = self._towns
        away = distances_km(lon, lat, lons, lats)
        order = np.argsort(away, kind="stable")
        return [towns[at] for at in order[: int((away <= TOWN_KM).sum())]]

    @cached_property
    def town_names(self) -> Mapping[str, tuple[str, ...]]:
        """Code of a town to the match keys that it is known by.

        A town with the name of its district goes by the other names of the district too: D.I. Khan is both.
        """
        found = {}
        for town in self._towns[0]:
            keys = _keys(town)
            district = self.gazetteer.by_code.get(town.adm2_code)
            if district is not None and match_key(town.name) in (of_district := _keys(district)):
                keys |= of_district
            found[town.code] = tuple(sorted(keys))
        return found

    @cached_property
    def _towns(self) -> tuple[list[Place], Numbers, Numbers]:
        towns = [p for p in self.gazetteer.places if p.lon is not None and p.lat is not None]
        return towns, np.array([t.lon for t in towns], float), np.array([t.lat for t in towns], float)

    @cached_property
    def _middles(self) -> tuple[Numbers, Numbers, Numbers, list[tuple[s.GeoPrecision, str]]]:
        """Return centroids and label points with how near counts as being there."""
        lons: list[float] = []
        lats: list[float] = []
        limits: list[float] = []
        names: list[tuple[s.GeoPrecision, str]] = []
        frames: tuple[tuple[s.GeoPrecision, gpd.GeoDataFrame], ...] = (
            ("district", self.areas.district),
            ("province", self.areas.province),
        )
        for level, frame in frames:
            centres = frame.geometry.to_crs(EQUAL_AREA).centroid.to_crs(WGS84)
            for xs, ys in ((centres.x, centres.y), (frame["label_lon"], frame["label_lat"])):
                lons += [float(x) for x in xs]
                lats += [float(y) for y in ys]
                limits += [min(_MIDDLE_KM, _MIDDLE_SHARE * float(r)) for r in frame["radius_km"]]
                names += [(level, str(name)) for name in frame["name"]]
        return np.array(lons), np.array(lats), np.array(limits), names
