"""Polygons of every level fit together, carry their measures, and can be replaced by a user's own."""

from datetime import date

import geopandas as gpd
import pytest
import shapely

from incident_mapper import crs
from incident_mapper.areas import (
    AREA_LEVELS,
    crosswalk,
    disputed_territory,
    load_areas,
    neighbours,
    read_areas,
    sea_labels,
    simplified,
    with_units,
)
from incident_mapper.errors import CRSError, EditionError, ReadError, SchemaError
from incident_mapper.gazetteer import DISPUTED_CODE, load_gazetteer

COLUMNS = [
    "name", "urdu", "level", "parent", "label_lon", "label_lat", "area_km2", "radius_km", "uncertain", "geometry",
]  # fmt: skip


@pytest.mark.parametrize("level", AREA_LEVELS)
def test_every_unit_of_a_level_has_one_valid_polygon(level):
    frame = load_areas(level)
    units = {place.code for place in load_gazetteer().places if place.level == level}
    assert list(frame.columns) == COLUMNS
    assert frame.index.name == "area_code"
    assert frame.crs == crs.WGS84
    assert frame.index.is_unique
    assert set(frame.index) == units
    assert frame.geometry.is_valid.all()
    assert set(frame["level"]) == {level}


@pytest.mark.parametrize("detail", ["full", "simple"])
@pytest.mark.parametrize("level", AREA_LEVELS)
def test_neighbours_share_their_borders(level, detail):
    assert shapely.coverage_is_valid(load_areas(level, detail=detail).geometry.to_numpy())


def test_provinces_are_exactly_their_districts():
    districts = load_areas("district")
    for code, province in load_areas("province").geometry.items():
        members = districts[districts["parent"] == code].geometry.to_numpy()
        assert shapely.equals(shapely.coverage_union_all(members), province)


def test_label_points_lie_inside_and_radii_reach_every_corner():
    frame = load_areas("district")
    labels = gpd.points_from_xy(frame["label_lon"], frame["label_lat"], crs=crs.WGS84)
    assert frame.geometry.contains(gpd.GeoSeries(labels, index=frame.index)).all()
    for row in frame.itertuples():
        corners = shapely.get_coordinates(row.geometry.convex_hull)
        farthest = max(crs.geodesic_km(row.label_lon, row.label_lat, *corner) for corner in corners)
        assert row.radius_km == pytest.approx(farthest, rel=0.02, abs=0.2)


def test_areas_are_square_kilometres_and_add_up():
    districts, provinces = load_areas("district"), load_areas("province")
    assert provinces.loc["PK-BA", "area_km2"] == pytest.approx(347_190, rel=0.02)
    assert districts["area_km2"].sum() == pytest.approx(provinces["area_km2"].sum(), rel=1e-4)


def test_the_disputed_unit_is_in_no_level():
    disputed = disputed_territory(detail="full")
    assert list(disputed.index) == [DISPUTED_CODE]
    for level in AREA_LEVELS:
        assert DISPUTED_CODE not in load_areas(level).index
    inside = disputed.geometry.iloc[0].representative_point()
    assert not load_areas("province").geometry.intersects(inside).any()


def test_a_frame_is_the_callers_own():
    frame = load_areas("province")
    frame.loc["PK-BA", "name"] = "changed"
    assert load_areas("province").loc["PK-BA", "name"] == "Balochistan"


def test_an_earlier_day_has_the_districts_of_that_day():
    before, after = load_areas("district", on=date(2018, 1, 1)), load_areas("district", on=date(2019, 1, 1))
    assert "IM-D-CHITRAL" in before.index
    whole = shapely.coverage_union_all(after.loc[["PK507", "PK508"]].geometry.to_numpy())
    assert shapely.equals(before.loc["IM-D-CHITRAL", "geometry"], whole)


def test_unknown_levels_and_editions_are_refused():
    with pytest.raises(EditionError, match=r"no level 'city'\. Levels: province"):
        load_areas("city")
    with pytest.raises(EditionError, match="Editions: 2023"):
        load_areas("district", edition="1947")


def test_the_surroundings_do_not_cover_the_map():
    land = shapely.union_all(neighbours().geometry.to_numpy())
    country = shapely.coverage_union_all(load_areas("province", detail="simple").geometry.to_numpy())
    overlap = gpd.GeoSeries([shapely.intersection(land, country)], crs=crs.WGS84)
    assert crs.area_km2(overlap).item() < 100
    assert set(sea_labels().geom_type) == {"Point"}


def test_a_lighter_shape_keeps_codes_and_shared_borders():
    frame = load_areas("district")
    light = simplified(frame)
    assert list(light.index) == list(frame.index)
    assert shapely.coverage_is_valid(light.geometry.to_numpy())
    before, after = (shapely.get_num_coordinates(f.geometry.to_numpy()).sum() for f in (frame, light))
    assert after < before


def test_areas_that_overlap_can_be_made_lighter_all_the_same():
    frame = gpd.GeoDataFrame(
        geometry=[shapely.Point(67, 30).buffer(1), shapely.box(67, 30, 68, 31)], crs=crs.WGS84
    )
    assert simplified(frame).geometry.is_valid.all()


@pytest.fixture
def own():
    return gpd.GeoDataFrame(
        {"CODE": ["A", "B", "B"], "NAME": ["West", "East", "East"], "PROV": ["PK-BA"] * 3},
        geometry=[shapely.box(66, 30, 67, 31), shapely.box(67, 30, 68, 31), shapely.box(68, 30, 69, 31)],
        crs=crs.WGS84,
    )


def write(frame, folder):
    path = folder / "mine.geojson"
    frame.to_file(path)
    return path


def read(path, **options):
    return read_areas(path, **{"code_column": "CODE", "name_column": "NAME", **options})


def test_own_areas_have_the_same_columns_and_one_row_a_code(own, tmp_path):
    frame = read(write(own, tmp_path), parent_column="PROV")
    assert list(frame.columns) == COLUMNS
    assert list(frame.index) == ["A", "B"]
    assert frame["name"].tolist() == ["West", "East"]
    assert frame["parent"].tolist() == ["PK-BA", "PK-BA"]
    assert frame.loc["B", "geometry"].equals(shapely.box(67, 30, 69, 31))


def test_own_areas_in_another_crs_come_out_in_degrees(own, tmp_path):
    own.to_crs("EPSG:32642").to_parquet(tmp_path / "mine.parquet")
    frame = read(tmp_path / "mine.parquet")
    assert frame.crs == crs.WGS84
    assert frame.loc["A"].geometry.bounds == pytest.approx((66, 30, 67, 31), abs=0.01)


def test_a_polygon_that_crosses_itself_is_mended(own, tmp_path):
    bow = shapely.Polygon([(66, 30), (67, 31), (67, 30), (66, 31)])
    assert read(write(own.assign(geometry=[bow, *own.geometry[1:]]), tmp_path)).geometry.is_valid.all()


def test_a_missing_column_is_named_with_those_there_are(own, tmp_path):
    with pytest.raises(SchemaError, match=r"lacks columns: ID\. Found: CODE, NAME, PROV\."):
        read(write(own, tmp_path), code_column="ID")


def test_an_empty_code_is_refused(own, tmp_path):
    with pytest.raises(SchemaError, match=r"column CODE is empty in 2 rows\. Every area needs a code\."):
        read(write(own.assign(CODE=["A", None, " "]), tmp_path))


def test_a_file_without_polygons_crs_or_geometry_is_refused(own, tmp_path):
    with pytest.raises(ReadError, match="holds no polygons"):
        read(write(own.assign(geometry=own.geometry.representative_point()), tmp_path))
    own.set_crs(None, allow_override=True).to_parquet(tmp_path / "bare.parquet")
    with pytest.raises(CRSError, match=r"bare\.parquet has no CRS"):
        read(tmp_path / "bare.parquet")
    (tmp_path / "table.csv").write_text("CODE,NAME\nA,West\n", encoding="utf-8")
    with pytest.raises(ReadError, match="without geometry"):
        read(tmp_path / "table.csv")
    own.drop(columns="geometry").to_parquet(tmp_path / "table.parquet")
    with pytest.raises(ReadError, match="cannot be read as polygons"):
        read(tmp_path / "table.parquet")
    (tmp_path / "noise.shp").write_bytes(b"noise")
    with pytest.raises(ReadError, match="cannot be read as polygons"):
        read(tmp_path / "noise.shp")
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "no.geojson")


def areas_called(**names):
    shapes = [shapely.box(60 + n, 30, 61 + n, 31) for n in range(len(names))]
    return gpd.GeoDataFrame({"name": list(names.values())}, index=list(names), geometry=shapes, crs=crs.WGS84)


def test_areas_are_matched_by_code_where_the_codes_are_ours():
    found = crosswalk(areas_called(PK210="anything", PK217="Lasbela"), load_gazetteer(), level="district")
    assert (found["PK210"], found["PK217"]) == ("PK210", "PK217")


def test_a_district_that_own_areas_do_not_have_yet_is_in_the_one_it_was_split_from():
    districts = load_areas("district")
    old_lasbela = shapely.union_all(districts.geometry[["PK217", "IM-D-HUB"]].to_numpy())
    own = areas_called(PK217="Lasbela").set_geometry([old_lasbela])
    assert crosswalk(own, load_gazetteer(), level="district") == {"PK217": "PK217", "IM-D-HUB": "PK217"}


def test_a_district_beyond_own_areas_is_in_none_of_them_whatever_it_was_split_from():
    own = load_areas("district").loc[["PK210"]]  # Mastung was once split from Kalat
    assert crosswalk(own, load_gazetteer(), level="district") == {"PK210": "PK210"}


def test_areas_with_other_codes_are_matched_by_name():
    found = crosswalk(areas_called(a="Qalat", b="Atlantis"), load_gazetteer(), level="district")
    assert found["PK210"] == "a"
    assert "b" not in found.values()


def test_provinces_are_matched_by_their_p_code():
    assert crosswalk(areas_called(PK2="x"), load_gazetteer(), level="province") == {"PK-BA": "PK2"}


def test_areas_say_which_units_hold_them_and_who_lives_there():
    gazetteer = load_gazetteer()
    districts = with_units(load_areas("district"), gazetteer)
    assert districts.loc["PK226", ["adm1_code", "division_name", "adm2_name"]].tolist() == [
        "PK-BA",
        "Quetta",
        "Quetta",
    ]
    # Jaffarabad's figure is counted with Usta Muhammad's, which was split from it: each alone is not known.
    assert districts.loc[["PK207", "IM-D-USTA-MUHAMMAD"], "pop_2023"].isna().all()
    provinces = with_units(load_areas("province"), gazetteer)
    # Census 2023, Pakistan Bureau of Statistics.
    assert provinces.loc["PK-BA", "pop_2023"] == 14_894_402
    assert provinces.loc["PK-KP", "pop_2023"] == 40_856_097
    tehsils = with_units(load_areas("tehsil"), gazetteer)
    assert "pop_2023" not in tehsils
    assert (tehsils["adm2_code"] != "").all()


def test_people_are_not_given_for_districts_of_another_day():
    then = date(2015, 6, 30)
    frame = with_units(load_areas("district", on=then), load_gazetteer(on=then))
    assert "pop_2017" not in frame
    assert (frame["adm1_name"] != "").all()


def test_one_code_for_all_areas_is_refused(tmp_path):
    frame = load_areas("district").iloc[:3].reset_index()[["name", "geometry"]].assign(code="PK")
    frame.to_file(tmp_path / "areas.gpkg")
    with pytest.raises(SchemaError, match="holds 'PK' in all 3 rows"):
        read_areas(tmp_path / "areas.gpkg", code_column="code", name_column="name")
