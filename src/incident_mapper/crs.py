"""WGS 84, the metric and the equal-area CRS, and refusing frames that have none."""

import geopandas as gpd
import numpy as np
import shapely
from geopy.distance import geodesic
from numpy.typing import NDArray
from pyproj import Geod

from incident_mapper.errors import CRSError

WGS84 = "EPSG:4326"
"""Longitude and latitude in degrees: the CRS of every frame that crosses a room's door."""

EQUAL_AREA = "+proj=aea +lat_1=26 +lat_2=35 +lat_0=30 +lon_0=69 +datum=WGS84 +units=m +no_defs"
"""Albers equal-area conic with standard parallels inside Pakistan: areas in square metres."""


def require_crs(frame: gpd.GeoDataFrame, *, what: str) -> None:
    """Refuse a frame without a CRS instead of guessing one.

    Parameters
    ----------
    frame
        Any frame with a geometry.
    what
        How the message calls the frame, such as ``"areas"``.

    Raises
    ------
    CRSError
        If `frame` has no CRS.

    Examples
    --------
    >>> bare = gpd.GeoDataFrame(geometry=gpd.points_from_xy([67.0], [30.2]))
    >>> require_crs(bare, what="areas")
    Traceback (most recent call last):
    incident_mapper.errors.CRSError: areas has no CRS, so its units are unknown. Set it with ...
    """
    if frame.crs is None:
        raise CRSError(
            f"{what} has no CRS, so its units are unknown. "
            "Set it with .set_crs('EPSG:4326') if the coordinates are longitude and latitude."
        )


def to_wgs84(frame: gpd.GeoDataFrame, *, what: str = "the frame") -> gpd.GeoDataFrame:
    """Return the frame in longitude and latitude (EPSG:4326).

    Parameters
    ----------
    frame
        Any frame with a CRS.
    what
        How an error calls the frame.

    Raises
    ------
    CRSError
        If `frame` has no CRS.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy([0.0], [0.0]), crs="EPSG:3857")
    >>> to_wgs84(frame).crs.to_epsg()
    4326
    """
    require_crs(frame, what=what)
    return frame.to_crs(WGS84)


def area_km2(geometries: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return areas in square kilometres, measured in an equal-area projection.

    Parameters
    ----------
    geometries
        Polygons with a CRS.

    Examples
    --------
    >>> square = gpd.GeoSeries([shapely.box(67, 30, 67.1, 30.1)], crs=WGS84)
    >>> round(float(area_km2(square).iloc[0]))
    107
    """
    return geometries.to_crs(EQUAL_AREA).area / 1e6


def distance_km(lon: float, lat: float, geometry: shapely.Geometry) -> float:
    """Return the geodesic distance from a point to the nearest part of a geometry, in kilometres.

    Parameters
    ----------
    lon, lat
        The point, in degrees (EPSG:4326).
    geometry
        Any geometry in EPSG:4326.

    Returns
    -------
    float
        0 if the point lies inside.

    Examples
    --------
    >>> round(distance_km(67.0, 30.0, shapely.Point(67.0, 31.0)))
    111
    """
    return float(distances_km(np.array([lon]), np.array([lat]), geometry)[0])


def distances_km(
    lon: NDArray[np.float64], lat: NDArray[np.float64], geometry: shapely.Geometry
) -> NDArray[np.float64]:
    """Return the geodesic distance from each of many points to the nearest part of one geometry, in kilometres.

    The nearest part is looked for on a plane whose degrees of longitude are as short as they are in the geometry's own
    latitude; the distance to it is measured on the ellipsoid. Within a district, and to districts anywhere else in the
    country, this is right to half a percent (measured against an azimuthal equidistant projection around each point).

    Parameters
    ----------
    lon, lat
        The points, in degrees (EPSG:4326).
    geometry
        Any geometry in EPSG:4326.

    Returns
    -------
    numpy.ndarray
        0 for points that lie inside.

    Examples
    --------
    >>> distances_km(np.array([67.0, 67.5]), np.array([30.0, 31.5]), shapely.box(67, 31, 68, 32)).round().tolist()
    [111.0, 0.0]
    """
    _, south, _, north = shapely.bounds(geometry)
    shrink = max(np.cos(np.radians((south + north) / 2)), 0.01)
    flat = shapely.transform(geometry, lambda xy: xy * [shrink, 1.0])
    nearest = shapely.get_point(shapely.shortest_line(flat, shapely.points(lon * shrink, lat)), 0)
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, shapely.get_x(nearest) / shrink, shapely.get_y(nearest))
    inside = shapely.intersects_xy(geometry, lon, lat)
    return np.where(inside, 0.0, np.asarray(metres) / 1000)


def geodesic_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the geodesic distance between two points, in kilometres.

    Examples
    --------
    >>> round(geodesic_km(67.0, 30.2, 66.6, 29.0))
    139
    """
    return float(geodesic((lat_a, lon_a), (lat_b, lon_b)).kilometers)
