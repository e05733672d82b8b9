"""Put places into the embedded tehsils by polygon, or say where else they lie."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from incident_mapper.add_places.records import ABROAD, AT_SEA, DISPUTED
from incident_mapper.areas import areas, disputed_territory, neighbours
from incident_mapper.crs import WGS84
from incident_mapper.join.locate import locate_points


def tehsils_of(lon: Sequence[float], lat: Sequence[float]) -> tuple[list[str], list[str]]:
    """Say in which tehsil each point lies.

    Parameters
    ----------
    lon, lat
        Degrees (EPSG:4326).

    Returns
    -------
    tuple
        For each point the code of its tehsil, or empty text; and, where that is empty, where the point lies instead.
        A point beside a polygon is not in it, however near: for a village, unlike for an incident, nothing else
        says that it is in the country.

    Examples
    --------
    >>> tehsils_of([66.5910, 69.17, 64.0], [29.0225, 34.53, 22.0])
    (['IM-T-KALAT-KALAT', '', ''], ['', 'abroad', 'at sea, or where drawings of the border differ'])
    """
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat, crs=WGS84))
    tree = shapely.STRtree(points.to_numpy())
    tehsils = areas("tehsil")
    inside = _within(tree, tehsils)
    codes = np.full(len(points), "", dtype=object)
    if len(inside):
        # `locate_points` knows which side of a border counts. It measures how far away each point outside is, which
        # takes milliseconds a point, so it is given none of those.
        frame = gpd.GeoDataFrame(geometry=points.iloc[inside])
        codes[inside] = locate_points(frame, tehsils)["area_code"].to_numpy()
    land = neighbours()
    west, south, east, north = land.total_bounds
    reasons = np.full(len(points), ABROAD, dtype=object)
    reasons[points.x.between(west, east) & points.y.between(south, north)] = AT_SEA
    reasons[_within(tree, land)] = ABROAD
    reasons[_within(tree, disputed_territory(detail="full"))] = DISPUTED
    reasons[codes != ""] = ""
    return codes.tolist(), reasons.tolist()


def _within(tree: shapely.STRtree, polygons: gpd.GeoDataFrame) -> np.ndarray:
    """Return the positions of the points in any of some polygons; a polygon is prepared once for all its points."""
    return np.unique(tree.query(polygons.geometry.to_numpy(), predicate="intersects")[1])
