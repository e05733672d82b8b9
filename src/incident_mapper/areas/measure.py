"""What every frame of areas has: a label point, the area and the radius; and a lighter shape for drawing."""

import geopandas as gpd
import numpy as np
import shapely

from incident_mapper.crs import EQUAL_AREA, WGS84, area_km2


def measured(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add the label point, the area and the radius to polygons in EPSG:4326."""
    flat = frame.geometry.to_crs(EQUAL_AREA)
    # The centre of the largest circle that fits inside reads better than a centroid, and is always inside.
    label = flat.map(_label_point)
    points = gpd.GeoSeries(label, crs=EQUAL_AREA)
    radius = [
        float(shapely.distance(point, shapely.points(shapely.get_coordinates(shape))).max()) / 1000
        for point, shape in zip(points, flat, strict=True)
    ]
    back = points.to_crs(WGS84)
    frame = frame.assign(
        label_lon=back.x.round(4),
        label_lat=back.y.round(4),
        area_km2=area_km2(frame.geometry).round(1),
        radius_km=np.round(radius, 1),
    )
    columns = [
        "name", "urdu", "level", "parent", "label_lon", "label_lat", "area_km2", "radius_km", "uncertain",
    ]  # fmt: skip
    return frame[[*columns, "geometry"]]


def _label_point(shape: shapely.Geometry) -> shapely.Point:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=500)
    middle = shapely.get_point(line, 0)
    assert isinstance(middle, shapely.Point)
    return middle


def simplified(frame: gpd.GeoDataFrame, *, tolerance: float = 0.01) -> gpd.GeoDataFrame:
    """Return areas light enough to draw; shared borders stay shared where the areas form a coverage.

    Parameters
    ----------
    frame
        Polygons in EPSG:4326.
    tolerance
        Degrees.

    Examples
    --------
    >>> from incident_mapper.areas import load_areas
    >>> light = simplified(load_areas("province"))
    >>> light.geometry.is_valid.all().item()
    True
    """
    shapes = frame.geometry.to_numpy()
    if shapely.coverage_is_valid(shapes):
        light = shapely.coverage_simplify(shapes, tolerance)
    else:
        light = shapely.simplify(shapes, tolerance / 2, preserve_topology=True)
    return frame.set_geometry(gpd.GeoSeries(light, index=frame.index, crs=frame.crs))
