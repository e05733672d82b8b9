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
    codes = areas.index.to_numpy()
    found = np.full(len(places), "", dtype=object)
    tree = shapely.STRtree(areas.geometry.to_numpy())
    geometry = places.where(~places.is_empty).to_numpy()
    usable = np.isfinite(shapely.get_x(geometry)) & np.isfinite(shapely.get_y(geometry))
    where = np.flatnonzero(usable)
    lon, lat = shapely.get_x(geometry[where]), shapely.get_y(geometry[where])
    positions, hits = tree.query(geometry[where])
    order = np.argsort(hits, kind="stable")
    ends = np.searchsorted(hits[order], np.arange(len(codes) + 1))
    # Backwards by code, so that the first code is written last and stays.
    for area in np.argsort(codes.astype(str), kind="stable")[::-1]:
        near = positions[order[ends[area] : ends[area + 1]]]
        if len(near):
            shape = areas.geometry.iloc[area]
            shapely.prepare(shape)  # many points in one area at a time: a hundred times as quick
            found[where[near[shapely.intersects_xy(shape, lon[near], lat[near])]]] = codes[area]
    gap = np.zeros(len(places))
    gap[~usable] = np.nan
    outside = np.flatnonzero(usable & (found == ""))
    if len(outside):
        nearest, gap[outside] = _nearest(geometry[outside], areas, tree)
        found[outside] = np.where(gap[outside] <= max_gap_km, nearest, "")
    return pd.DataFrame({"area_code": found, "gap_km": gap}, index=points.index)


def _nearest(
    points: NDArray[np.object_], areas: gpd.GeoDataFrame, tree: shapely.STRtree
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Return for each point the nearest area and its distance in kilometres, measured on the ellipsoid.

    Degrees only choose the candidates: all areas that can be nearest in kilometres are measured.
    """
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    codes, shapes = areas.index.to_numpy().astype(str), areas.geometry.to_numpy()
    best, kilometres = np.full(len(points), "", dtype=object), np.full(len(points), 1000.0)
    degrees = shapely.distance(points, shapes[tree.nearest(points)])
    shrink = np.maximum(np.cos(np.radians(np.minimum(89.0, np.abs(lat)))), 0.05)
    reach = np.where(degrees > 9, -1.0, degrees / shrink + 0.01)
    near = np.flatnonzero(reach >= 0)
    positions, hits = tree.query(points[near], predicate="dwithin", distance=reach[near])
    # By code, so that of two at the same distance the first code stays.
    for area in sorted(set(hits.tolist()), key=lambda at: codes[at]):
        at = near[positions[hits == area]]
        measured = distances_km(lon[at], lat[at], shapes[area])
        closer = (best[at] == "") | (measured < kilometres[at])
        best[at[closer]], kilometres[at[closer]] = codes[area], measured[closer]
    return best, kilometres
