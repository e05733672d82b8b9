"""TopoJSON is decoded exactly, so that neighbours share every vertex of their border."""

import json

import pytest
import shapely

from incident_mapper.tables import data_bytes
from incident_mapper.topojson import decode, read_features

# Two squares side by side that share one arc, the second one running it backwards.
SQUARES = {
    "transform": {"scale": [1e-05, 1e-05], "translate": [66, 30]},
    "arcs": [
        [[1, 0], [0, 1]],
        [[1, 1], [-1, 0], [0, -1], [1, 0]],
        [[1, 0], [1, 0], [0, 1], [-1, 0]],
    ],
    "objects": {
        "land": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "west"}},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"code": "east"}},
                {"type": "Point", "coordinates": [1, 1]},
            ]
        }
    },
}


def test_a_shared_border_is_the_same_bit_for_bit():
    (west, _), (east, _), _ = decode(SQUARES, "land")
    assert west.is_valid
    assert east.is_valid
    assert set(west.exterior.coords) & set(east.geoms[0].exterior.coords) == {
        (66.00001, 30.0),
        (66.00001, 30.00001),
    }
    assert shapely.coverage_is_valid([west, east])


def test_a_point_is_on_the_same_grid_and_may_have_no_properties():
    point, properties = read_features(json.dumps(SQUARES).encode(), "land")[2]
    assert point.coords[0] == (66.00001, 30.00001)
    assert properties == {}


@pytest.mark.parametrize("name", ["tehsils", "tehsils-simple"])
def test_the_embedded_tehsils_are_a_coverage(name):
    features = read_features(data_bytes(f"boundaries/{name}.topojson"), "tehsils")
    assert len({properties["code"] for _, properties in features}) == len(features)
    assert shapely.coverage_is_valid([shape for shape, _ in features])
