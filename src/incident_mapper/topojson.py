"""Read TopoJSON exactly: whole numbers on a grid, divided once, so that shared borders stay shared."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Feature = tuple[BaseGeometry, dict[str, Any]]


def read_features(content: bytes, name: str) -> list[Feature]:
    """Return the features of one object of a TopoJSON document.

    Parameters
    ----------
    content
        The document.
    name
        The object in it.

    Returns
    -------
    list
        Geometry in degrees (EPSG:4326) and properties of each feature, in the order of the file.

    Examples
    --------
    >>> text = (
    ...     b'{"transform": {"scale": [0.1, 0.1], "translate": [60, 20]},'
    ...     b' "arcs": [[[0, 0], [0, 5], [5, -5], [-5, 0]]], "objects": {"land": {"geometries":'
    ...     b' [{"type": "Polygon", "arcs": [[0]], "properties": {"code": "a"}}]}}}'
    ... )
    >>> read_features(text, "land")[0][0].wkt
    'POLYGON ((60 20, 60 20.5, 60.5 20, 60 20))'
    """
    return decode(json.loads(content), name)


def decode(topology: Mapping[str, Any], name: str) -> list[Feature]:
    """Turn one object of a TopoJSON dictionary into geometries and properties (see `read_features`)."""
    step = round(1 / topology["transform"]["scale"][0])
    origin = np.array(topology["transform"]["translate"]) * step
    # 6650001 / 100000 is the double nearest to 66.50001, while 60 + 650001 * 1e-05 is not.
    arcs = [(np.cumsum(arc, axis=0) + origin) / step for arc in topology["arcs"]]
    features: list[Feature] = []
    for member in topology["objects"][name]["geometries"]:
        if member["type"] == "Point":
            geometry: BaseGeometry = shapely.Point((np.array(member["coordinates"]) + origin) / step)
        else:
            parts = [member["arcs"]] if member["type"] == "Polygon" else member["arcs"]
            shapes = [
                shapely.Polygon(shell, holes) for shell, *holes in (_stitch(part, arcs) for part in parts)
            ]
            geometry = shapes[0] if member["type"] == "Polygon" else shapely.MultiPolygon(shapes)
        features.append((geometry, member.get("properties", {})))
    return features


def _stitch(
    rings: Sequence[Sequence[int]], arcs: Sequence[npt.NDArray[np.float64]]
) -> list[npt.NDArray[np.float64]]:
    """Join arcs to rings; a negative index is an arc run backwards, and joints are stored twice."""
    stitched = []
    for ring in rings:
        pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in ring]
        stitched.append(np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])]))
    return stitched
