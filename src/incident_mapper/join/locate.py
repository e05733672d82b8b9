"""Say in which area each point lies, each border once."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from incident_mapper.crs import WGS84, distances_km, require_crs

MAX_GAP_KM: Final = 10.0
"""How far off the coast or border a point may lie and still go to the nearest area, flagged with the distance.

Source: the boundaries and other drawings of the same coast differ by up to a few kilometres; fishing grounds and
border posts lie within ten.
"""
_KM_PER_DEGREE: Final = 110.0  # a little less than a degree of latitude has anywhere


def locate_points(
    points: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, *, max_gap_km: float = MAX_GAP_KM
) -> pd.DataFrame:
    """Say in which area each point lies.

    Parameters
    ----------
    points
        Points with a CRS; an empty geometry lies nowhere.
    areas
        Polygons, EPSG:4326, index ``area_code``, that do not overlap.
    max_gap_km
        A point in no area goes to the nearest one within so many kilometres.

    Returns
    -------
    DataFrame
        One row for each point, in the index of `points`: ``area_code`` (empty if there is none) and ``gap_km``
        (0 inside an area; the distance to the nearest one otherwise, up to 1,000 km).

        A point on a border belongs to both sides and counts once, for the area whose code is first.

    Raises
    ------
    CRSError
        If a frame has no CRS.

    Examples
    --------
    >>> squares = gpd.GeoDataFrame(
    ...     geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], index=["west", "east"], crs=WGS84
    ... )
    >>> on_border = gpd.GeoDataFrame(geometry=gpd.points_from_xy([1.0, 0.5], [0.5, 0.5]), crs=WGS84)
    >>> locate_points(on_border, squares)["area_code"].tolist()
    ['east', 'west']
    """
    require_crs(points, what="points")
    require_crs(areas, what="areas")
    places = points.geometry.to_crs(WGS84)
    geometry = places.where(~places.is_empty).to_numpy()
    found, gap = locate_xy(shapely.get_x(geometry), shapely.get_y(geometry), areas, max_gap_km=max_gap_km)
    codes = np.array([*areas.index, ""], dtype=object)
    return pd.DataFrame({"area_code": codes[found], "gap_km": gap}, index=points.index)


def locate_xy(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    areas: gpd.GeoDataFrame,
    *,
    max_gap_km: float = MAX_GAP_KM,
    measured: bool = True,
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Say in which area each of many coordinates lies, as `locate_points` does, without making points of them.

    Parameters
    ----------
    lon, lat
        Degrees, EPSG:4326; ``NaN`` is nowhere.
    areas, max_gap_km
        See `locate_points`.
    measured
        Whether to measure distances of more than `max_gap_km`; else they are 1,000 km, which is quicker.

    Returns
    -------
    tuple
        The position of the area, -1 if there is none, and the distance to it in kilometres.
    """
    shapes = areas.geometry.to_numpy()
    found = np.full(len(lon), -1, dtype=np.intp)
    where = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    # In the order of their latitude, the points that can lie in an area are a stretch.
    where = where[np.argsort(lat[where], kind="stable")]
    x, y = lon[where], lat[where]
    west, south, east, north = shapely.bounds(shapes).T
    first, last = np.searchsorted(y, south, side="left"), np.searchsorted(y, north, side="right")
    # Backwards by code, so that the first code is written last and stays.
    for area in np.argsort(areas.index.to_numpy().astype(str), kind="stable")[::-1]:
        stretch = slice(first[area], last[area])
        near = first[area] + np.flatnonzero((x[stretch] >= west[area]) & (x[stretch] <= east[area]))
        if len(near):
            shapely.prepare(shapes[area])  # many points in one area at a time: a hundred times as quick
            found[where[near[shapely.intersects_xy(shapes[area], x[near], y[near])]]] = area
    gap = np.full(len(lon), np.nan)
    gap[where] = 0.0
    outside = np.sort(where[found[where] < 0])
    if len(outside):
        within = None if measured else max_gap_km
        nearest, gap[outside] = _nearest(lon[outside], lat[outside], areas, within_km=within)
        found[outside] = np.where(gap[outside] <= max_gap_km, nearest, -1)
    return found, gap


def _nearest(
    lon: NDArray[np.float64], lat: NDArray[np.float64], areas: gpd.GeoDataFrame, *, within_km: float | None
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return for each point the nearest area and its distance in kilometres, measured on the ellipsoid.

    Degrees only choose the candidates: all areas that can be nearest in kilometres are measured.
    """
    codes, shapes = areas.index.to_numpy().astype(str), areas.geometry.to_numpy()
    tree, points = shapely.STRtree(shapes), np.asarray(shapely.points(lon, lat), dtype=object)
    best, kilometres = np.full(len(points), -1, dtype=np.intp), np.full(len(points), 1000.0)
    shrink = np.maximum(np.cos(np.radians(np.minimum(89.0, np.abs(lat)))), 0.05)
    if within_km is None:
        degrees = shapely.distance(points, shapes[tree.nearest(points)])
    else:
        degrees = np.full(len(points), within_km / _KM_PER_DEGREE)
    reach = np.where(degrees > 9, -1.0, degrees / shrink + 0.01)
    near = np.flatnonzero(reach >= 0)
    positions, hits = tree.query(points[near], predicate="dwithin", distance=reach[near])
    # By code, so that of two at the same distance the first code stays.
    for area in sorted(set(hits.tolist()), key=lambda at: codes[at]):
        at = near[positions[hits == area]]
        measured = distances_km(lon[at], lat[at], shapes[area])
        closer = (best[at] < 0) | (measured < kilometres[at])
        best[at[closer]], kilometres[at[closer]] = area, measured[closer]
    return best, kilometres
