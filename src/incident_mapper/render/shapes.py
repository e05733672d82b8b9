"""Turn area frames into the GeoJSON that the page draws, rounded to what a screen can show."""

from collections.abc import Iterable
from typing import Any, Final

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

DECIMALS: Final = 4
"""Ten metres: the grid of the simplified boundaries, so that rounding moves nothing apart."""


def feature_collection(frame: gpd.GeoDataFrame, properties: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection, coordinates rounded.

    Parameters
    ----------
    frame
        Polygons in EPSG:4326; the index becomes the features' ids.
    properties
        One dictionary a row.

    Examples
    --------
    >>> frame = gpd.GeoDataFrame(geometry=[shapely.box(66, 29, 66.50001, 29.5)], index=["a"], crs="EPSG:4326")
    >>> feature_collection(frame, [{"name": "A"}])["features"][0]["geometry"]["coordinates"][0][0]
    [66.5, 29.0]
    """
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": str(code), "properties": said, "geometry": _geometry(shape)}
            for code, shape, said in zip(frame.index, frame.geometry, properties, strict=True)
        ],
    }


def _geometry(shape: BaseGeometry) -> dict[str, Any]:
    parts = [
        [
            [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring.coords]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
    ]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}
