"""Points the wrong way round, outside, far from the place named."""

from datetime import date

import geopandas as gpd
import pytest
import shapely

from incident_mapper import schema as s
from incident_mapper.crs import WGS84

ROW = {"id": "x", "event_date": date(2025, 1, 1), "killed": 1, "adm2_given": "Alpha"}


def at(longitude, latitude, **more):
    return ROW | {"longitude": longitude, "latitude": latitude} | more


def test_a_sound_row_raises_nothing(found):
    assert found([at(60.31, 31.27)]) == {}


def test_a_swapped_pair_is_found_with_the_pair_to_write(check):
    report = check([at(31.27, 60.31)])
    assert report.raised == ("swapped",)
    (finding,) = report.findings.to_dict("records")
    assert finding[s.VALUE] == "latitude 60.31, longitude 31.27"
    assert finding[s.SUGGESTION] == "Write latitude 31.27 and longitude 60.31."
    assert finding[s.FIX] == "swap"


def test_a_point_in_no_province_is_outside_with_its_distance(check):
    report = check([at(62.53, 31.51)])
    assert report.raised == ("outside",)
    assert "145 km from Alpha" in report.findings[s.MESSAGE].iloc[0]


def test_a_point_outside_of_a_row_that_names_nothing_is_outside(found):
    assert found([at(62.53, 31.51, adm2_given="")])["outside"] == ["x"]


def test_a_row_that_says_it_was_abroad_may_lie_outside(found):
    assert "outside" not in found([at(62.53, 31.51, adm2_given="", place_text="Faraway")])


def test_a_point_in_disputed_territory_is_a_note_and_not_outside(found):
    shape = gpd.GeoDataFrame(geometry=[shapely.box(62.4, 31, 63, 32)], crs=WGS84)
    assert found([at(62.53, 31.51, adm2_given="")], disputed=shape)["disputed"] == ["x"]


def test_a_point_in_another_district_is_far_and_says_what_the_row_says(check):
    report = check([at(61.53, 30.51, place_text="Hamlet xq")])
    assert report.raised == ("far",)
    message = report.findings[s.MESSAGE].iloc[0]
    assert message.startswith("the point lies in Delta, ")
    assert message.endswith(" km from Alpha, which the row names: 'Hamlet xq' (Alpha)")


def test_a_point_just_across_the_border_is_only_a_note(found):
    assert found([at(61.02, 31.27)]) == {"other_side": ["x"]}


@pytest.mark.parametrize(("longitude", "names"), [(60.93, {"far"}), (60.61, set())])
def test_a_point_far_from_the_town_in_its_district_is_found(found, longitude, names):
    assert set(found([at(longitude, 30.53, adm2_given="", place_text="Omega")])) == names


def test_a_distance_that_the_text_states_is_allowed_for(check, place):
    row = at(60.93, 30.53, adm2_given="", place_text="20 km from Omega")
    assert place([row])[s.PRECISION_KM].iloc[0] == 20
    assert check([row]).raised == ()


def test_a_point_just_off_the_border_is_a_note(check):
    report = check([at(59.97, 31.27)])
    assert report.raised == ("near_border",)
    assert report.findings[s.MESSAGE].iloc[0] == "the point lies 2.9 km outside the nearest district"


def test_a_centroid_is_no_point_to_be_far(found):
    assert found([at(61.53, 30.51, geo_precision="district")]) == {}
