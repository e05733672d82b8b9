"""What an online service says is checked before it is believed: country, province, name, width and namesakes."""

import json

import pytest
from geocoder_service import DELHI, KALAT, LAHORE, NAME, feature, place

from incident_mapper.areas import disputed_territory, load_areas


def test_an_answer_of_nominatim_s_that_fits_is_believed_below_what_the_gazetteer_knows(service, online):
    geocoder = online(service.say([place(address={"country_code": "pk"})]).nominatim())
    found = geocoder.geocode(NAME, within="Balochistan")
    assert (found.longitude, found.latitude) == KALAT
    raw = found.raw
    assert (raw["match_status"], raw["match_method"], raw["level"], raw["code"]) == (
        "matched", "online:nominatim", "point", "",
    )  # fmt: skip
    assert 0 < raw["match_score"] < 100
    assert raw["precision_km"] == 5
    assert [unit["code"] for unit in raw["parents"]] == ["IM-T-KALAT-KALAT", "PK210", "IM-V-KALAT", "PK-BA"]
    assert "OpenStreetMap contributors, ODbL" in raw["attribution"]
    assert raw["answer"]["display_name"] == f"{NAME}, Pakistan"
    assert json.loads(json.dumps(raw)) == raw
    assert geocoder.geocode(NAME, within="Balochistan", exactly_one=False) == [found]
    report = geocoder.report
    assert (report.service, report.asked, report.requests, report.count("found")) == ("nominatim", 1, 1, 1)
    assert report.attribution == raw["attribution"]


def test_an_answer_of_photon_s_is_believed_as_well(service, online):
    found = online(service.say({"features": [feature()]}).photon()).geocode(NAME)
    assert found.raw["match_method"] == "online:photon"
    assert "OpenStreetMap" in found.raw["attribution"]


def photon_box(west, south, east, north):
    return {"extent": [west, north, east, south]}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (place(at=DELHI), "lies outside Pakistan"),
        (place(at=(0, 0)), "lies outside Pakistan"),
        (place(at=LAHORE), "lies in Lahore district, Punjab, not in Balochistan"),
        (place("Vezhal"), "has another name"),
        (place("Zarkot Vezhal Kot"), "has another name"),
        (place(address={"country_code": "af"}), "is in AF, as the service says"),
        (place(display_name=f"{NAME}, Afghanistan"), "is in Afghanistan, as the service says"),
        (place(boundingbox=["27.5", "30.5", "65.0", "68.0"]), "a region, a river or a road"),
        (place(boundingbox=["a", "b", "c", "d"]), "a region, a river or a road"),
    ],
)
def test_a_lie_is_refused_with_its_reason(service, online, said, reason):
    geocoder = online(service.say([said]).nominatim())
    assert geocoder.geocode(NAME, within="Balochistan") is None
    assert reason in geocoder.report.reasons("refused")[f"{NAME} (in PK-BA)"]
    assert geocoder.report.count("refused") == geocoder.report.asked == 1
    assert geocoder.report.attribution == ""


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"at": DELHI}, "lies outside Pakistan"),
        ({"countrycode": "IN"}, "is in IN, as the service says"),
        (photon_box(65.0, 27.5, 68.0, 30.5), "a region, a river or a road"),
    ],
)
def test_photon_s_lies_are_refused_too(service, online, more, reason):
    geocoder = online(service.say({"features": [feature(**more)]}).photon())
    assert geocoder.geocode(NAME) is None
    assert reason in geocoder.report.reasons("refused")[NAME]


@pytest.mark.parametrize("kind", ["nominatim", "photon"])
@pytest.mark.parametrize(
    "at", [(float("nan"), 29.0), (66.6, float("nan")), (66.6, 95.0), (None, None), ("x", "y")]
)
@pytest.mark.filterwarnings("ignore:Latitude normalization:UserWarning")  # geopy's, before it refuses
def test_what_is_no_coordinate_is_no_answer(service, online, kind, at):
    said = [place(at=at)] if kind == "nominatim" else {"features": [feature(at=at)]}
    geocoder = online(getattr(service.say(said), kind)())
    assert geocoder.geocode(NAME) is None
    assert list(geocoder.report.reasons("refused")) == [NAME]


def test_disputed_territory_is_refused_however_near(service, online):
    land = disputed_territory(detail="full").geometry.iloc[0]
    districts = load_areas("district").geometry.union_all()
    point = land.intersection(districts.buffer(0.05)).difference(districts).representative_point()
    geocoder = online(service.say([place(at=(point.x, point.y))]).nominatim())
    assert geocoder.geocode(NAME) is None
    assert "disputed territory" in geocoder.report.reasons()[NAME]


def test_a_point_just_off_the_coast_is_believed_and_says_how_far_off_it_is(service, online):
    found = online(service.say([place(at=(66.95, 24.76))]).nominatim()).geocode(NAME)
    assert 0 < found.raw["gap_km"] < 10


def test_a_point_across_a_near_border_is_not_if_the_service_says_so(service, online):
    spin_boldak = (66.40, 31.0)
    service.say([place(at=spin_boldak)]).say([place(at=spin_boldak, address={"country_code": "af"})])
    assert online(keep=False).geocode(NAME) is not None
    assert online(keep=False).geocode(NAME) is None


def test_places_of_one_name_in_several_districts_are_a_question_and_no_answer(service, online):
    geocoder = online(service.say([place(), place(at=LAHORE)]).nominatim())
    assert geocoder.geocode(NAME) is None
    assert "several places of that name: in Kalat district" in geocoder.report.reasons("refused")[NAME]
    # The stated province decides, here as in the gazetteer.
    assert geocoder.geocode(NAME, within="Punjab").raw["parents"][-1]["code"] == "PK-PB"


def test_the_name_itself_goes_before_one_that_is_a_letter_off(service, online):
    service.say([place("Zarkot Vezhan", LAHORE), place()])
    assert online().geocode(NAME).raw["parents"][1]["code"] == "PK210"


def test_far_apart_in_one_district_is_a_question_too(service, online):
    geocoder = online(service.say([place(), place(at=(66.6, 29.3))]).nominatim())
    assert geocoder.geocode(NAME) is None
    assert "several places of that name in Kalat district" in geocoder.report.reasons("refused")[NAME]


def test_several_marks_of_one_place_are_one_answer_as_precise_as_they_agree(service, online):
    found = online(service.say([place(), place(at=(66.6, 29.1))]).nominatim()).geocode(NAME)
    assert (found.longitude, found.latitude) == KALAT
    assert found.raw["precision_km"] == pytest.approx(11.1, abs=0.1)
    assert found.raw["alternatives"] == [f"{NAME}, Pakistan"]


def test_a_habit_of_spelling_is_no_other_name_and_costs_a_little(service, online):
    service.say([place()]).say([place("Zarqot Vezhaal")])
    exact, spelt = (online(keep=False).geocode(NAME) for _ in range(2))
    assert 0 < spelt.raw["match_score"] < exact.raw["match_score"]


@pytest.mark.parametrize(
    "said",
    [{"namedetails": {"name:ur": "زرکوٹ", "alt_name": "Other;Zarkot Vezhal"}}, {"name": "Zarkot Vezhal"}],
)
def test_any_name_of_the_answer_may_fit(service, online, said):
    geocoder = online(service.say([place("Somewhere Else") | said]).nominatim())
    assert geocoder.geocode(NAME) is not None


def test_an_answer_in_urdu_is_compared_in_urdu(service, online):
    said = place("Zarkot", namedetails={"name:ur": "زرکوٹ وژل"})
    assert online(service.say([said]).nominatim()).geocode("زركوٹ وژل").raw["match_score"] > 80
