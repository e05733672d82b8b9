"""Points that stand for something wider, and the precision they should have."""

import pytest
from checked_rows import village

from incident_mapper import schema as s
from incident_mapper.gazetteer import Place
from incident_mapper.quality.landmarks import Landmarks

HERE = {"longitude": 60.3123, "latitude": 31.2345}
OMEGA = {"longitude": 60.5012, "latitude": 30.5034}


def test_different_places_on_one_point_make_it_a_stand_in_for_the_district(check):
    report = check([village(n, **HERE) for n in range(4)])
    assert report.raised == ("centroid",)
    assert report.lowered == dict.fromkeys(["v0", "v1", "v2", "v3"], "district")
    assert report.findings[s.MESSAGE].iloc[0] == "4 rows with different places in Alpha share this point"


@pytest.mark.parametrize(
    "rows",
    [
        [village(n, **HERE) for n in range(2)],
        [village(n, **HERE, place_text="Hamlet xq") for n in range(5)],
        [village(n, **HERE, geo_precision="district") for n in range(5)],
        [village(n, longitude=60.31 + n / 100, latitude=31.23) for n in range(5)],
    ],
    ids=["two are a coincidence", "one place", "already a centroid", "different points"],
)
def test_what_is_no_stack_raises_nothing(found, rows):
    assert found(rows) == {}


def test_a_towns_coordinate_for_places_in_it_is_near_and_only_a_note(check):
    rows = [village(n, **OMEGA, adm2_given="Gamma", locality_given="Omega") for n in range(3)]
    report = check(rows)
    assert report.raised == ("stacked",)
    assert set(report.lowered.values()) == {"near"}
    assert report.findings[s.MESSAGE].iloc[0].endswith("that of the town Omega")


def test_what_is_near_already_stays_unsaid(found):
    row = {"adm2_given": "Gamma", "locality_given": "Omega", "geo_precision": "near"}
    assert found([village(n, **OMEGA, **row) for n in range(3)]) == {}


def test_a_stack_over_several_districts_is_no_finer_than_the_province(check):
    rows = [village(n, **HERE, adm2_given=("Alpha", "Beta")[n % 2]) for n in range(4)]
    report = check(rows)
    assert set(report.lowered.values()) == {"province"}
    assert report.raised == ("centroid",)  # Beta is a part of what the point stands for
    assert "in several districts of North share this point" in " ".join(report.of("centroid")[s.MESSAGE])


def test_the_middle_of_a_district_is_found_where_no_more_than_the_district_is_named(check):
    report = check([village(0, longitude=60.5, latitude=31.5021, place_text="")])
    assert (report.raised, report.lowered) == (("centroid",), {"v0": "district"})
    assert report.findings[s.MESSAGE].iloc[0] == "the point is the middle of Alpha"


@pytest.mark.parametrize(
    "row", [{"place_text": "Hamlet xq"}, {"place_text": "", "longitude": 60.56}], ids=["a place", "elsewhere"]
)
def test_a_place_that_happens_to_lie_in_the_middle_is_left_alone(found, row):
    assert found([village(0, **({"longitude": 60.5, "latitude": 31.5021} | row))]) == {}


def test_rows_that_name_only_their_district_share_its_stand_in(check):
    report = check([village(n, **HERE, place_text="") for n in range(3)])
    assert set(report.lowered.values()) == {"district"}


def test_a_file_with_one_point_for_each_city_has_looked_them_up(check):
    rows = [
        village(0, id=f"{city}{n}", locality_given=f"Cityx{city}", place_text=f"Spot {'klm'[n]} of {city}",
                longitude=60.1111 + at / 10, latitude=31.1777)
        for at, city in enumerate("abcde") for n in range(3)
    ]  # fmt: skip
    alone = village(1, id="alone", locality_given="Cityxz", longitude=60.7171, latitude=31.6161)
    report = check([*rows, alone])
    assert report.lowered["alone"] == "near"
    assert "one point for each place" in report.of("stacked").set_index(s.INCIDENT_ID).at["alone", s.MESSAGE]
    assert "alone" not in check([*rows[:9], alone]).lowered


def test_a_stand_in_is_not_far_from_a_town_in_its_district(found):
    town = village(9, adm2_given="", place_text="Omega", longitude=60.8123, latitude=30.2345)
    others = [village(n, adm2_given="Gamma", longitude=60.8123, latitude=30.2345) for n in range(2)]
    assert found([town]) == {"far": ["v9"]}
    assert found([town, *others]) == {"centroid": ["v9", "v0", "v1"]}


def test_a_row_that_names_a_town_elsewhere_is_not_in_the_town_at_its_point(found):
    sigma = Place("S2", "Sigma", "town", adm1_code="S", adm2_code="C", lon=60.1, lat=30.1)
    rows = [village(n, **OMEGA, adm2_given="Gamma", locality_given="Omega") for n in range(3)]
    elsewhere = village(3, **OMEGA, adm2_given="Gamma", place_text="Omega road, Sigma")
    assert found([*rows, elsewhere], towns=[sigma]) == {"centroid": ["v3"], "stacked": ["v0", "v1", "v2"]}
    assert found([*rows, elsewhere]) == {"stacked": ["v0", "v1", "v2", "v3"]}


def test_a_town_goes_by_the_other_names_of_the_district_that_bears_its_name(gazetteer, area_set):
    marks = Landmarks(gazetteer, area_set)
    assert "d i khan" in marks.town_names["IM-P-PK509-HQ"]
    assert "swat" not in marks.town_names["IM-P-PK532-HQ"]  # run from Saidu Sharif


def test_a_village_that_is_not_on_record_may_have_a_point_of_its_own(found):
    rows = [village(n, **HERE, locality_given="Zabzab") for n in range(3)]
    assert found(rows) == {"stacked": ["v0", "v1", "v2"]}
    assert found([row | {"locality_given": "Alpha"} for row in rows]) == {"centroid": ["v0", "v1", "v2"]}


@pytest.mark.parametrize(
    ("longitude", "latitude", "lowered"),
    [(60.3, 31.2, "near"), (60.3, 31.25, None), (61.0, 31.0, "province")],
)
def test_round_coordinates_are_not_exact(check, longitude, latitude, lowered):
    report = check([village(0, longitude=longitude, latitude=latitude, adm2_given="North", place_text="")])
    assert report.lowered.get("v0") == lowered
    assert ("rounded" in report.raised) is (lowered is not None)


def test_the_coarsest_of_two_precisions_is_the_one_to_write(check):
    report = check([village(n, longitude=60.3, latitude=31.2) for n in range(3)])
    assert set(report.raised) == {"centroid", "rounded"}
    assert set(report.lowered.values()) == {"district"}
