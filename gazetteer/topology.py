"""Read and write plain TopoJSON: shared arcs stored once, whole numbers on a grid, deltas.

Only what this folder needs: polygons, multipolygons and points, a transform with a power-of-ten step. Both
directions are exact: a coordinate is a whole number divided once, so what two neighbours share stays bit for
bit the same, and a coverage that was valid when written is valid when read. Reading is the package's own
(`incident_mapper.topojson`), so that what is checked here is what the package will see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from incident_mapper.topojson import decode

Vertex = tuple[int, int]
Arc = tuple[Vertex, ...]
Feature = tuple[BaseGeometry, Mapping[str, Any]]
Coverage = npt.NDArray[np.object_]


def clean_coverage(polygons: Iterable[BaseGeometry], *, gap_width: float) -> Coverage:
    """Make one coverage of polygons that nearly fit (needs shapely 2.2 with GEOS 3.14).

    Parameters
    ----------
    polygons
        Polygons and multipolygons in degrees (EPSG:4326).
    gap_width
        Holes between them that are narrower than this many degrees go to the neighbour with the longest
        border. Overlaps do so whatever their width.

    Returns
    -------
    numpy.ndarray
        The coverage, in the same order.
    """
    if not hasattr(shapely, "coverage_clean"):
        raise RuntimeError(
            f"shapely {shapely.__version__} cannot clean coverages; install shapely 2.2 or newer."
        )
    cleaned: Coverage = shapely.coverage_clean(
        np.array(list(polygons), dtype=object), gap_width=gap_width, merge_strategy="longest_border"
    )
    return cleaned


def polygons_of(geometry: BaseGeometry) -> list[shapely.Polygon]:
    """Give the polygons of a geometry, leaving out the points and lines that a cut may produce."""
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 0]


def snap(geometries: Iterable[BaseGeometry], *, decimals: int) -> Coverage:
    """Round every vertex, the same vertex in two polygons to the same place.

    Unlike `shapely.set_precision`, which looks at one polygon at a time, this cannot open a gap between
    neighbours. It can fold a very thin polygon: check the coverage afterwards.

    Parameters
    ----------
    geometries
        Polygons, multipolygons or points in degrees (EPSG:4326).
    decimals
        Decimal places of a degree to keep.

    Returns
    -------
    numpy.ndarray
        The rounded geometries, in order, without repeated vertices.
    """
    rounded = shapely.transform(np.array(list(geometries), dtype=object), lambda xy: np.round(xy, decimals))
    return np.atleast_1d(shapely.remove_repeated_points(rounded))


def write(path: Path, objects: Mapping[str, Sequence[Feature]], *, decimals: int) -> None:
    """Write features as TopoJSON, atomically.

    Parameters
    ----------
    path
        Where to write; replaced only when everything has been written.
    objects
        For each object name its features: geometry in degrees (EPSG:4326) and properties. Edges that two
        polygons share must have the same vertices.
    decimals
        The grid: coordinates are stored as whole numbers of 10**-decimals degrees.
    """
    text = json.dumps(encode(objects, decimals=decimals), ensure_ascii=False, separators=(",", ":"))
    spare = path.with_name(path.name + ".part")
    spare.write_text(text + "\n", encoding="utf-8", newline="\n")
    spare.replace(path)


def read(path: Path, name: str) -> list[tuple[BaseGeometry, dict[str, Any]]]:
    """Read one object of a TopoJSON file.

    Parameters
    ----------
    path
        A file written by `write`.
    name
        The object's name in the file.

    Returns
    -------
    list
        Geometry in degrees (EPSG:4326) and properties of each feature, in the order of the file.

    Raises
    ------
    KeyError
        If the file has no such object.
    """
    topology = json.loads(path.read_text(encoding="utf-8"))
    if name not in topology["objects"]:
        known = ", ".join(sorted(topology["objects"]))
        raise KeyError(f"{path.name} has no object {name!r}; it has: {known}.")
    return decode(topology, name)


def encode(objects: Mapping[str, Sequence[Feature]], *, decimals: int) -> dict[str, Any]:
    """Turn features into a TopoJSON dictionary (see `write`)."""
    grid = _Grid.around(list(chain.from_iterable(objects.values())), scale=10**decimals)
    members = {
        name: {"type": "GeometryCollection", "geometries": [grid.member(*feature) for feature in features]}
        for name, features in objects.items()
    }
    return {
        "type": "Topology",
        "transform": {
            "scale": [1 / grid.scale, 1 / grid.scale],
            "translate": [corner // grid.scale for corner in grid.origin],
        },
        "objects": members,
        "arcs": [grid.deltas(arc) for arc in grid.arcs],
    }


@dataclass
class _Grid:
    """What encoding needs to know of the whole: the grid, where arcs begin, and the arcs found so far."""

    scale: int
    origin: Vertex
    nodes: set[Vertex]
    arcs: dict[Arc, int] = field(default_factory=dict)

    @classmethod
    def around(cls, features: Sequence[Feature], *, scale: int) -> _Grid:
        """Lay a grid around features and find the vertices where their rings must be cut."""
        rings = [ring for geometry, _ in features for part in _rings(geometry, scale) for ring in part]
        vertices = [
            _on_grid(xy, scale) for geometry, _ in features for xy in shapely.get_coordinates(geometry)
        ]
        # Whole degrees keep the first number of every arc short and the translation exact.
        west = min(x for x, _ in vertices) // scale * scale
        south = min(y for _, y in vertices) // scale * scale
        return cls(scale, (west, south), _nodes(rings))

    def member(self, geometry: BaseGeometry, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Encode one feature, adding the arcs that are new."""
        if geometry.geom_type == "Point":
            x, y = _on_grid(geometry.coords[0], self.scale)
            place = [x - self.origin[0], y - self.origin[1]]
            return {"type": "Point", "properties": dict(properties), "coordinates": place}
        indices = [[self._ring_arcs(ring) for ring in part] for part in _rings(geometry, self.scale)]
        if len(indices) == 1:
            return {"type": "Polygon", "properties": dict(properties), "arcs": indices[0]}
        return {"type": "MultiPolygon", "properties": dict(properties), "arcs": indices}

    def _ring_arcs(self, ring: Sequence[Vertex]) -> list[int]:
        """Cut a ring at its nodes and give the index of each piece, `~index` where it runs backwards."""
        starts = [position for position, vertex in enumerate(ring) if vertex in self.nodes]
        # A ring without a node (an island, or an enclave and the hole around it) starts at its least vertex,
        # so that both sides of it begin at the same place.
        starts = starts or [ring.index(min(ring))]
        stops = [*starts[1:], starts[0] + len(ring)]
        indices = []
        for start, stop in zip(starts, stops, strict=True):
            arc = tuple(ring[position % len(ring)] for position in range(start, stop + 1))
            known = self.arcs.get(arc[::-1])
            indices.append(self.arcs.setdefault(arc, len(self.arcs)) if known is None else ~known)
        return indices

    def deltas(self, arc: Arc) -> list[list[int]]:
        """Give the steps from vertex to vertex, the first from the origin."""
        steps = np.diff(np.array([self.origin, *arc], dtype=np.int64), axis=0)
        return [[int(x), int(y)] for x, y in steps]


def _on_grid(vertex: Sequence[float] | npt.NDArray[np.float64], scale: int) -> Vertex:
    return round(float(vertex[0]) * scale), round(float(vertex[1]) * scale)


def _rings(geometry: BaseGeometry, scale: int) -> list[list[list[Vertex]]]:
    """Give the rings of each polygon as open lists of grid vertices, the shell first; none for a point."""
    if geometry.geom_type == "Point":
        return []
    if geometry.geom_type not in {"Polygon", "MultiPolygon"} or geometry.is_empty:
        raise TypeError(f"Expected points and polygons that are not empty, not {geometry.wkt[:60]}.")
    return [
        [
            [_on_grid(vertex, scale) for vertex in ring.coords[:-1]]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in polygons_of(geometry)
    ]


def _nodes(rings: Iterable[Sequence[Vertex]]) -> set[Vertex]:
    """Find where arcs must begin: at vertices that have not just the same two neighbours in all rings."""
    neighbours: dict[Vertex, set[Vertex]] = {}
    for ring in rings:
        for position, vertex in enumerate(ring):
            around = ring[position - 1], ring[(position + 1) % len(ring)]
            neighbours.setdefault(vertex, set()).update(around)
    return {vertex for vertex, around in neighbours.items() if len(around) != 2}
