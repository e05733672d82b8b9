"""Coordinates have a stated CRS, areas are equal-area and distances are metres on the ellipsoid."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from incident_mapper.crs import WGS84, area_km2, distance_km, geodesic_km, require_crs, to_wgs84
from incident_mapper.errors import CRSError, IncidentMapperError

longitudes = st.floats(60, 78)
latitudes = st.floats(23, 37)


def test_a_frame_without_crs_is_refused_by_name():
    bare = gpd.GeoDataFrame(geometry=gpd.points_from_xy([67.0], [30.2]))
    with pytest.raises(CRSError, match=r"my areas has no CRS.*set_crs"):
        require_crs(bare, what="my areas")
    with pytest.raises(IncidentMapperError):
        to_wgs84(bare)


def test_other_crs_are_turned_into_degrees():
    metres = gpd.GeoDataFrame(geometry=gpd.points_from_xy([7458405.6], [3530000.0]), crs="EPSG:3857")
    point = to_wgs84(metres).geometry.iloc[0]
    assert 66.9 < point.x < 67.1
    assert 30 < point.y < 31


def test_area_shrinks_towards_the_pole_though_degrees_are_the_same():
    squares = gpd.GeoSeries([shapely.box(67, 24, 68, 25), shapely.box(67, 36, 68, 37)], crs=WGS84)
    south, north = area_km2(squares)
    assert south == pytest.approx(11_240, rel=0.005)
    assert north == pytest.approx(9_920, rel=0.005)


def test_a_point_inside_or_on_the_border_is_at_no_distance():
    square = shapely.box(67, 30, 68, 31)
    assert distance_km(67.5, 30.5, square) == 0
    assert distance_km(67, 30.5, square) == 0


def test_the_nearest_side_is_found_in_kilometres_not_in_degrees():
    # 0.10 degrees west is nearer than 0.095 degrees north at this latitude.
    ell = shapely.union_all([shapely.box(66, 35, 66.9, 37), shapely.box(66, 36.095, 68, 37)])
    west = geodesic_km(67.0, 36.0, 66.9, 36.0)
    assert distance_km(67.0, 36.0, ell) == pytest.approx(west, rel=0.001)
    assert west < geodesic_km(67.0, 36.0, 67.0, 36.095)


@given(longitudes, latitudes, longitudes, latitudes)
def test_distance_to_a_point_is_the_geodesic(lon, lat, other_lon, other_lat):
    expected = geodesic_km(lon, lat, other_lon, other_lat)
    assert distance_km(lon, lat, shapely.Point(other_lon, other_lat)) == pytest.approx(expected, abs=0.001)
