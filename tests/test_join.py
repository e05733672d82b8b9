"""Each incident gets exactly one province and at most one district, by name or by point."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_country import SQUARES, incident_table, tiny_areas, tiny_gazetteer

from incident_mapper.areas import disputed_territory, load_areas
from incident_mapper.crs import WGS84, geodesic_km
from incident_mapper.errors import CRSError
from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.join import MAX_GAP_KM, AreaSet, join_areas, locate_points
from incident_mapper.resolve import resolve_places

INSIDE = {"A": (60.5, 31.5), "B": (61.5, 31.5), "C": (60.5, 30.5), "D": (61.5, 30.5)}
NORTHWARD = 110.88  # kilometres to a degree of latitude near 32 N


def points(*pairs) -> gpd.GeoDataFrame:
    lon, lat = zip(*pairs, strict=True)
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=WGS84)


def at(lon, lat, **cells) -> dict:
    return {"longitude": lon, "latitude": lat, **cells}


@pytest.fixture
def join(small_areas, small_gazetteer):
    """Resolve and join rows in the country of four squares."""

    def join_(*rows, **options) -> pd.DataFrame:
        resolved = resolve_places(incident_table(list(rows)), small_gazetteer).incidents
        return join_areas(resolved, small_areas, gazetteer=small_gazetteer, **options)

    return join_


@pytest.fixture
def join_real(area_set, gazetteer):
    """Resolve and join rows in the real country."""

    def join_(*rows, **options) -> pd.DataFrame:
        resolved = resolve_places(incident_table(list(rows)), gazetteer).incidents
        return join_areas(resolved, area_set, gazetteer=gazetteer, **options)

    return join_


# --- points in polygons --------------------------------------------------------------------------------


def test_a_point_lies_in_the_square_around_it(small_areas):
    found = locate_points(points(*INSIDE.values()), small_areas.district)
    assert found["area_code"].tolist() == list(INSIDE)
    assert found["gap_km"].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("lon", "lat", "first"),
    [(61, 31.5, "A"), (61, 30.5, "C"), (60.5, 31, "A"), (61.5, 31, "B"), (61, 31, "A")],
)
def test_a_point_on_a_shared_border_counts_once_for_the_first_code(small_areas, lon, lat, first):
    for frame in (small_areas.district, small_areas.district[::-1]):
        found = locate_points(points((lon, lat)), frame)
        assert found["area_code"].tolist() == [first]
        assert found["gap_km"].tolist() == [0]


def test_a_point_on_the_outer_edge_lies_inside(small_areas):
    assert locate_points(points((60, 30.5)), small_areas.district)["area_code"].tolist() == ["C"]


def test_a_point_just_outside_goes_to_the_nearest_area_with_its_distance(small_areas):
    found = locate_points(points((60.5, 32 + 5 / NORTHWARD)), small_areas.district)
    assert found["area_code"].tolist() == ["A"]
    assert found["gap_km"].iloc[0] == pytest.approx(5, abs=0.2)


@pytest.mark.parametrize(("kilometres", "code"), [(9.5, "A"), (10.5, "")])
def test_the_stated_distance_is_the_limit(small_areas, kilometres, code):
    assert MAX_GAP_KM == 10
    found = locate_points(points((60.5, 32 + kilometres / NORTHWARD)), small_areas.district)
    assert found["area_code"].tolist() == [code]
    assert found["gap_km"].iloc[0] == pytest.approx(kilometres, abs=0.2)


def test_another_limit_may_be_given(small_areas):
    far = points((60.5, 32 + 40 / NORTHWARD))
    assert locate_points(far, small_areas.district, max_gap_km=50)["area_code"].tolist() == ["A"]
    assert locate_points(far, small_areas.district, max_gap_km=0)["area_code"].tolist() == [""]


def test_the_nearest_area_is_nearest_in_kilometres_not_in_degrees():
    # At 60 N a degree of longitude is half as long as one of latitude.
    frame = gpd.GeoDataFrame(
        geometry=[shapely.box(0.08, 60, 1, 61), shapely.box(-1, 58, 0.05, 59.94)],
        index=["east", "south"],
        crs=WGS84,
    )
    found = locate_points(points((0.0, 60.0)), frame)
    assert found["area_code"].tolist() == ["east"]
    assert found["gap_km"].iloc[0] == pytest.approx(geodesic_km(0, 60, 0.08, 60), abs=0.02)


def test_a_point_without_coordinates_lies_nowhere(small_areas):
    frame = gpd.GeoDataFrame(
        geometry=[shapely.Point(), None, shapely.Point(np.nan, 31), shapely.Point(60.5, 31.5)], crs=WGS84
    )
    found = locate_points(frame, small_areas.district)
    assert found["area_code"].tolist() == ["", "", "", "A"]
    assert found["gap_km"].isna().tolist() == [True, True, True, False]


def test_points_in_another_crs_are_taken_where_they_are(small_areas):
    projected = points(INSIDE["D"]).to_crs("EPSG:3857")
    assert locate_points(projected, small_areas.district)["area_code"].tolist() == ["D"]


def test_a_frame_without_crs_is_refused(small_areas):
    bare = gpd.GeoDataFrame(geometry=[shapely.Point(60.5, 31.5)])
    with pytest.raises(CRSError, match="points has no CRS"):
        locate_points(bare, small_areas.district)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(59.8, 62.2), st.floats(29.8, 32.2)), min_size=1, max_size=12))
def test_every_point_comes_out_once_and_in_an_area_that_touches_it(pairs):
    frame = tiny_areas().district
    found = locate_points(points(*pairs), frame)
    assert len(found) == len(pairs)
    for (lon, lat), code, gap in zip(pairs, found["area_code"], found["gap_km"], strict=True):
        touching = [c for c, (_, _, shape) in SQUARES.items() if shapely.intersects_xy(shape, lon, lat)]
        if touching:
            assert (code, gap) == (touching[0], 0)
        else:
            assert gap > 0
            assert (code != "") == (gap <= MAX_GAP_KM)


# --- incidents: names and points together -------------------------------------------------------------


def test_a_name_alone_decides(join):
    (row,) = join({"place_text": "Beta"}).to_dict("records")
    assert (row["adm1_code"], row["adm2_code"], row["placed_by"]) == ("N", "B", "name")
    assert (row["adm1_name"], row["adm2_name"], row["division_name"]) == ("North", "Beta", "Upland")
    assert not row["point_used"]


def test_a_point_alone_decides(join):
    (row,) = join(at(*INSIDE["D"])).to_dict("records")
    assert (row["adm1_code"], row["adm2_code"], row["adm2_name"], row["placed_by"]) == (
        "S",
        "D",
        "Delta",
        "point",
    )
    assert row["point_used"]


def test_a_province_alone_gets_no_district(join):
    (row,) = join({"adm1_given": "North"}).to_dict("records")
    assert (row["adm1_code"], row["adm2_code"], row["placed_by"]) == ("N", "", "name")


def test_a_province_with_an_exact_point_goes_to_the_point_s_district(join):
    table = join(
        {"adm1_given": "North"} | at(*INSIDE["B"]),
        {"adm1_given": "North"} | at(*INSIDE["B"], geo_precision="near"),
    )
    assert table["adm2_code"].tolist() == ["B", "B"]
    assert table["placed_by"].tolist() == ["point", "point"]
    assert table["division_name"].tolist() == ["Upland", "Upland"]


@pytest.mark.parametrize("precision", ["district", "province", "country", ""])
def test_a_centroid_is_never_joined_as_a_point(join, precision):
    rows = join(
        at(*INSIDE["D"], geo_precision=precision),
        at(*INSIDE["D"], geo_precision=precision, place_text="Alpha"),
        at(*INSIDE["D"], geo_precision=precision, adm1_given="South"),
    )
    assert rows["adm2_code"].tolist() == ["", "A", ""]
    assert rows["point_adm2_code"].tolist() == ["", "", ""]
    assert not rows[["conflict", "near", "swapped", "point_used"]].any(axis=None)


def test_a_point_in_the_named_district_is_no_conflict_and_may_be_drawn(join):
    (row,) = join(at(*INSIDE["A"], place_text="Alpha")).to_dict("records")
    assert (row["adm2_code"], row["placed_by"], row["conflict"], row["point_used"]) == (
        "A",
        "name",
        False,
        True,
    )


def test_a_point_on_the_border_of_the_named_district_is_no_conflict(join):
    # On the border the first code wins, but the point does lie in the district named.
    (row,) = join(at(61, 31.5, place_text="Beta")).to_dict("records")
    assert row["adm2_code"] == "B"
    assert not row["conflict"]


def test_a_conflict_carries_both_answers_and_the_distance(join):
    (row,) = join(at(61.5, 30.5, place_text="Alpha")).to_dict("records")
    assert row["conflict"]
    assert (row["adm2_code"], row["point_adm2_code"], row["point_adm1_code"]) == ("A", "D", "S")
    expected = geodesic_km(61.5, 30.5, 61, 31)
    assert row["conflict_km"] == pytest.approx(expected, rel=0.01)
    assert "Alpha district, North" in row["reason"]
    assert "Delta district, South" in row["reason"]
    assert f"{expected:.0f} km" in row["reason"]


def test_under_trust_in_the_name_no_point_of_a_conflict_is_drawn(join):
    (row,) = join(at(61.5, 30.5, place_text="Alpha"), trust="name").to_dict("records")
    assert (row["adm1_code"], row["adm2_code"], row["placed_by"], row["point_used"]) == (
        "N",
        "A",
        "name",
        False,
    )


def test_under_trust_in_the_point_a_conflict_goes_where_the_point_is(join):
    (row,) = join(at(61.5, 30.5, place_text="Alpha"), trust="point").to_dict("records")
    assert (row["adm1_code"], row["adm2_code"], row["placed_by"], row["point_used"]) == (
        "S",
        "D",
        "point",
        True,
    )
    assert (row["adm1_name"], row["adm2_name"], row["division_name"]) == ("South", "Delta", "")
    assert row["conflict"]


def test_a_point_far_outside_contradicts_the_name_and_is_never_drawn(join):
    for trust in ("name", "point"):
        (row,) = join(at(65, 31.5, place_text="Alpha"), trust=trust).to_dict("records")
        assert row["conflict"]
        assert (row["adm2_code"], row["placed_by"], row["point_used"]) == ("A", "name", False)
        assert "outside the mapped area" in row["reason"]


def test_a_division_agrees_with_a_point_anywhere_in_it_and_stays_a_division(join):
    rows = join(
        at(*INSIDE["B"], place_text="Upland division"), at(*INSIDE["C"], place_text="Upland division")
    )
    assert rows["adm2_code"].tolist() == ["", ""]
    assert rows["adm1_code"].tolist() == ["N", "N"]
    assert rows["conflict"].tolist() == [False, True]
    assert rows["conflict_km"].iloc[1] == pytest.approx(0.5 * NORTHWARD, rel=0.01)


def test_a_point_off_the_coast_is_flagged_with_its_distance(join):
    rows = join(
        at(60.5, 32 + 5 / NORTHWARD),
        at(60.5, 32 + 5 / NORTHWARD, place_text="Alpha"),
        at(60.5, 32 + 15 / NORTHWARD),
        at(*INSIDE["A"]),
    )
    assert rows["near"].tolist() == [True, True, False, False]
    assert rows["near_km"].iloc[0] == pytest.approx(5, abs=0.2)
    assert rows["near_km"].iloc[2:].isna().all()
    assert rows["adm2_code"].tolist() == ["A", "A", "", "A"]
    assert rows["conflict"].tolist() == [False, False, False, False]
    assert rows["point_used"].tolist() == [True, True, False, True]


def test_swapped_coordinates_are_turned_and_reported(join):
    lon, lat = INSIDE["B"]
    rows = join(at(lat, lon), at(lat, lon, place_text="Beta"), at(lon, lat))
    assert rows["swapped"].tolist() == [True, True, False]
    assert rows["adm2_code"].tolist() == ["B", "B", "B"]
    assert rows["conflict"].tolist() == [False, False, False]
    assert rows["longitude"].tolist() == [lon, lon, lon]
    assert rows["latitude"].tolist() == [lat, lat, lat]


def test_a_pair_that_is_outside_either_way_round_is_not_swapped(join):
    assert join(at(10, 20), at(0, 31.5))["swapped"].tolist() == [False, False]


def test_a_place_abroad_takes_no_point_from_across_the_border(join):
    (row,) = join(at(60.5, 32 + 5 / NORTHWARD, country="Faraway", place_text="Elsewhere")).to_dict("records")
    assert (row["adm1_code"], row["adm2_code"], row["placed_by"]) == ("", "", "")
    assert not row["near"]
    assert not row["point_used"]


def test_a_place_abroad_with_a_point_inside_is_a_conflict_that_trust_decides(join):
    told = at(*INSIDE["A"], country="Faraway", place_text="Elsewhere")
    (by_name,) = join(told).to_dict("records")
    assert (by_name["conflict"], by_name["adm2_code"], by_name["point_used"]) == (True, "", False)
    assert "Alpha district" in by_name["reason"]
    (by_point,) = join(told, trust="point").to_dict("records")
    assert (by_point["conflict"], by_point["adm2_code"], by_point["placed_by"]) == (True, "A", "point")


def test_coordinates_that_are_missing_in_part_are_no_point(join):
    rows = join(
        at(np.nan, 31.5), at(60.5, np.nan, place_text="Alpha"), at(np.nan, np.nan, adm1_given="South")
    )
    assert rows["adm2_code"].tolist() == ["", "A", ""]
    assert rows["adm1_code"].tolist() == ["", "N", "S"]
    assert not rows[["conflict", "near", "swapped", "point_used"]].any(axis=None)


def test_rows_that_are_all_abroad_come_out_unplaced(join):
    rows = join(*[at(20 + i, 50, country="Faraway", place_text="Elsewhere") for i in range(3)])
    assert len(rows) == 3
    assert set(rows["adm1_code"]) == {""}
    assert rows["reason"].str.contains("Faraway").all()


def test_a_point_abroad_that_is_the_only_statement_is_abroad(join):
    rows = join(at(75, 31), at(75, 31, place_text="Alpha"), at(*INSIDE["A"]), {"place_text": "Atlantis"})
    assert rows["abroad"].tolist() == [True, False, False, False]
    assert "outside the mapped area" in rows["reason"].iloc[0]


def test_an_empty_table_stays_empty(join):
    made = join({"place_text": "Alpha"})
    gazetteer, areas = tiny_gazetteer(), tiny_areas()
    resolved = resolve_places(incident_table([{"place_text": "Alpha"}])[:0], gazetteer).incidents
    empty = join_areas(resolved, areas, gazetteer=gazetteer)
    assert len(empty) == 0
    assert set(empty.columns) == set(made.columns)


def test_every_row_comes_out_once_with_its_index_and_the_input_is_left_alone(small_areas, small_gazetteer):
    rows = [
        {"place_text": "Alpha", "id": "b"},
        at(*INSIDE["A"][::-1], id="a"),
        at(61.5, 30.5, place_text="Alpha", id="a2"),
        {"id": "7", "place_text": "Atlantis"},
        at(61, 31, id="x"),
    ]
    resolved = resolve_places(incident_table(rows), small_gazetteer).incidents
    before, areas_before = resolved.copy(deep=True), small_areas.district.copy(deep=True)
    joined = join_areas(resolved, small_areas, gazetteer=small_gazetteer)
    assert joined.index.tolist() == ["b", "a", "a2", "7", "x"]
    pd.testing.assert_frame_equal(resolved, before)
    pd.testing.assert_frame_equal(small_areas.district, areas_before)
    assert set(resolved.columns) <= set(joined.columns)
    assert "gap_km" not in joined


# --- the real country ----------------------------------------------------------------------------------


def test_a_report_from_before_a_district_was_split_agrees_with_a_point_in_the_new_one(join_real):
    # Washuk was split from Kharan in October 2005.
    point = at(64.5, 27.7, place_text="Kharan")
    rows = join_real(point | {"event_date": "2003-05-01"}, point | {"event_date": "2015-05-01"}, point)
    assert len(set(rows["point_adm2_code"])) == 1
    assert rows["adm2_name"].tolist() == ["Kharan"] * 3
    assert rows["conflict"].tolist() == [False, True, True]
    assert rows["point_used"].tolist() == [True, False, False]


def test_karachi_with_the_city_s_coordinate_stays_a_division(join_real):
    (row,) = join_real(at(67.01, 24.86, place_text="Karachi")).to_dict("records")
    assert (row["adm1_name"], row["division_name"], row["adm2_code"]) == ("Sindh", "Karachi", "")
    assert not row["conflict"]


def test_a_province_with_an_exact_point_goes_to_its_district_in_the_real_country(join_real):
    (row,) = join_real(at(66.6, 29.0, adm1_given="Balochistan")).to_dict("records")
    assert (row["adm2_name"], row["placed_by"]) == ("Kalat", "point")


def test_off_the_real_coast_near_and_far(join_real):
    rows = join_real(at(62.3, 25.03, place_text="Gwadar"), at(62.3, 24.5, place_text="Gwadar"))
    assert rows["near"].tolist() == [True, False]
    assert 0 < rows["near_km"].iloc[0] <= MAX_GAP_KM
    assert rows["conflict"].tolist() == [False, True]


def test_label_points_of_all_real_districts_are_joined_to_their_own(area_set, gazetteer):
    frame = area_set.district
    rows = [at(x, y) for x, y in zip(frame["label_lon"], frame["label_lat"], strict=True)]
    joined = join_areas(
        resolve_places(incident_table(rows), gazetteer).incidents, area_set, gazetteer=gazetteer
    )
    assert joined["adm2_code"].tolist() == frame.index.tolist()
    assert joined["adm1_code"].tolist() == frame["parent"].tolist()


def test_districts_without_parents_leave_the_province_to_the_point(area_set, gazetteer):
    mine = type(area_set)(area_set.district.assign(parent=""), load_areas("province"))
    resolved = resolve_places(incident_table([at(66.6, 29.0)]), gazetteer).incidents
    (row,) = join_areas(resolved, mine, gazetteer=gazetteer).to_dict("records")
    assert (row["adm1_code"], row["adm2_name"]) == ("PK-BA", "Kalat")


def test_a_point_in_disputed_territory_is_said_to_be_there_and_is_in_no_area():
    areas = AreaSet(load_areas("district"), load_areas("province"), disputed_territory(detail="full"))
    table = pd.DataFrame(
        {
            "place_text": ["", "", "Muzaffarabad"], "longitude": [74.8, 74.05, 74.8], "latitude": 34.08,
            "geo_precision": "exact",
        }
    )  # fmt: skip
    joined = join_areas(resolve_places(table, load_gazetteer()).incidents, areas)
    assert joined["adm1_code"].tolist() == ["", "PK-JK", "PK-JK"]
    assert joined["abroad"].tolist() == [True, False, False]
    assert joined["near"].tolist() == [False, True, False]
    assert joined["conflict"].tolist() == [False, False, True]
    assert joined["reason"].str.contains("in disputed territory").all()


def test_an_old_label_over_a_successor_s_polygon_is_consistent_and_says_what_it_covered():
    areas = AreaSet(load_areas("district"), load_areas("province"))
    table = pd.DataFrame(
        {
            # The point lies in Duki, which was a part of Loralai until 2017.
            "place_text": "Loralai", "longitude": [68.57, 68.57, np.nan], "latitude": [30.15, 30.15, np.nan],
            "geo_precision": "exact", "event_date": pd.to_datetime(["2010-01-01", "2020-01-01", "2010-01-01"]),
        }
    )  # fmt: skip
    joined = join_areas(resolve_places(table, load_gazetteer()).incidents, areas)
    assert joined["conflict"].tolist() == [False, True, False]
    assert joined["as_it_was"].tolist() == [
        "which then also covered Duki",
        "",
        "which then also covered Duki",
    ]
