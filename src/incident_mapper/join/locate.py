"""Say in which area each point lies, each border once."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from incident_mapper.crs import WGS84, distance_km, require_crs

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
    for at in np.flatnonzero(usable & (found == "")):
        code, kilometres = _nearest(geometry[at], areas, tree)
        gap[at] = kilometres
        if kilometres <= max_gap_km:
            found[at] = code
    return pd.DataFrame({"area_code": found, "gap_km": gap}, index=points.index)


def _nearest(point: shapely.Point, areas: gpd.GeoDataFrame, tree: shapely.STRtree) -> tuple[str, float]:
    """Return the nearest area and its distance in kilometres, measured on the ellipsoid.

    Degrees only choose the candidates: all areas that can be nearest in kilometres are measured.
    """
    degrees = float(shapely.distance(point, areas.geometry.iloc[int(tree.nearest(point))]))
    if degrees > 9:
        return "", 1000.0
    shrink = max(np.cos(np.radians(min(89.0, abs(point.y)))), 0.05)
    candidates = tree.query(point, predicate="dwithin", distance=degrees / shrink + 0.01)
    measured = [
        (distance_km(point.x, point.y, areas.geometry.iloc[int(i)]), str(areas.index[int(i)]))
        for i in candidates
    ]
    kilometres, code = min(measured)
    return code, kilometres
