"""The gazetteer as a geopy geocoder: never a guess, never the network."""

import json
import socket

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from incident_mapper.areas import disputed_territory, load_areas
from incident_mapper.errors import EditionError, UnknownPlaceError
from incident_mapper.geocode import geocode_table
from incident_mapper.geocoders import PakistanGeocoder


@pytest.fixture(scope="module")
def geocoder():
    return PakistanGeocoder()


# --- names ----------------------------------------------------------------------------------------------


def test_it_is_a_geocoder_of_geopy_s(geocoder):
    assert isinstance(geocoder, Geocoder)
    found = geocoder.geocode("Kalat", timeout=1)
    assert isinstance(found, Location)
    address, (lat, lon) = found
    assert (address, lat, lon) == ("Kalat district, Balochistan, Pakistan", found.latitude, found.longitude)
    with geocoder as same:
        assert same is geocoder


def test_a_unit_stands_at_its_label_point_inside_its_polygon_and_says_how_far_it_goes(geocoder, area_set):
    found = geocoder.geocode("Kalat")
    assert area_set.district.geometry["PK210"].contains(shapely.Point(found.longitude, found.latitude))
    assert (found.raw["code"], found.raw["level"]) == ("PK210", "district")
    assert found.raw["precision_km"] == area_set.district.at["PK210", "radius_km"]


def test_raw_is_plain_and_says_what_how_and_from_whom(geocoder):
    raw = geocoder.geocode("Qalat district").raw
    assert json.loads(json.dumps(raw)) == raw
    assert raw["parents"] == [
        {"code": "IM-V-KALAT", "level": "division", "name": "Kalat"},
        {"code": "PK-BA", "level": "province", "name": "Balochistan"},
    ]
    assert (raw["match_status"], raw["match_method"], raw["match_score"]) == ("matched", "alias", 100.0)
    assert {"Kalat", "Qalat", raw["urdu"]} <= set(raw["names"])
    assert (raw["alternatives"], raw["reason"]) == ([], "")
    assert "ODbL" in raw["attribution"]


@pytest.mark.parametrize(
    "text", ["Kalat", "Mashkai, Awaran", "Balochistan", "قلات", "Mastung town", "5 km from Mastung"]
)
def test_it_says_the_same_as_geocoding_a_table(geocoder, text):
    row = geocode_table(pd.DataFrame({"place_text": [text]}), geocoder.gazetteer).iloc[0]
    found = geocoder.geocode(text)
    assert (found.longitude, found.latitude) == (row["place_lon"], row["place_lat"])
    raw = found.raw
    assert (raw["code"], raw["level"], raw["precision_km"], raw["match_method"], raw["match_score"]) == (
        row["place_code"], row["place_level"], row["precision_km"], row["match_method"], row["match_score"],
    )  # fmt: skip


def test_a_distance_in_the_text_makes_the_answer_less_precise(geocoder):
    town = next(p for p in geocoder.gazetteer.places if p.level == "town" and p.lon and "Gwadar" in p.name)
    match = geocoder.match(town.code)
    near = geocoder.locations(match)
    assert near.raw["precision_km"] < 18
    object.__setattr__(match, "precision_km", 18.0)
    assert geocoder.locations(match).raw["precision_km"] == 18.0


def test_what_may_be_several_places_is_none_of_them_and_all_on_demand(geocoder):
    assert geocoder.geocode("Khanpur") is None
    found = geocoder.geocode("Khanpur", exactly_one=False)
    assert {"Rahim Yar Khan", "Shikarpur"} <= {place.raw["name"] for place in found}
    assert {place.raw["match_status"] for place in found} == {"ambiguous"}
    assert "Shikarpur" in {other["name"] for other in found[0].raw["alternatives"]}
    assert found[0].raw["name"] not in {other["name"] for other in found[0].raw["alternatives"]}
    assert len(geocoder.geocode("Khanpur", exactly_one=False, limit=1)) == 1


def test_several_districts_in_one_text_are_no_one_place(geocoder):
    assert geocoder.geocode("between Mastung and Kalat") is None
    both = geocoder.geocode("between Mastung and Kalat", exactly_one=False)
    assert {place.raw["name"] for place in both} == {"Mastung", "Kalat"}


@pytest.mark.parametrize(
    "text", ["Atlantis", "Kandahar, Afghanistan", "Mumbai", "", "  ", None, float("nan"), pd.NA, "Pakistan"]
)
@pytest.mark.parametrize("exactly_one", [True, False])
def test_what_is_unknown_abroad_missing_or_the_whole_country_is_nowhere(geocoder, text, exactly_one):
    assert geocoder.geocode(text, exactly_one=exactly_one) is None


def test_the_reason_for_no_answer_can_be_had(geocoder):
    assert "Afghanistan" in geocoder.match("Kandahar, Afghanistan").reason
    assert "may be" in geocoder.match("Khanpur").reason or "ambiguous" in geocoder.match("Khanpur").reason


def test_one_answer_may_come_as_a_list(geocoder):
    assert [place.raw["code"] for place in geocoder.geocode("Kalat", exactly_one=False)] == ["PK210"]


@pytest.mark.parametrize(("within", "district"), [("Punjab", "Rahim Yar Khan"), ("PK-SD", "Shikarpur")])
def test_a_stated_unit_decides(geocoder, within, district):
    assert geocoder.geocode("Khanpur", within=within).raw["parents"][0]["name"] == district
    assert PakistanGeocoder(within=within).geocode("Khanpur").raw["parents"][0]["name"] == district
    assert geocoder.geocode("Kalat", within=within) is None


def test_a_unit_that_is_none_is_refused(geocoder):
    with pytest.raises(UnknownPlaceError, match="'Helmand'"):
        geocoder.geocode("Kalat", within="Helmand")
    with pytest.raises(UnknownPlaceError):
        PakistanGeocoder(within="Helmand")


def test_other_editions_and_days_can_be_asked_for():
    assert PakistanGeocoder(edition="2026-reported").geocode("Kalat").raw["edition"] == "2026-reported"
    with pytest.raises(EditionError):
        PakistanGeocoder(edition="1066")


@pytest.mark.parametrize("query", [3, 3.5, ["Kalat"], {"city": "Kalat"}, b"Kalat"])
def test_what_is_no_text_is_refused_as_geopy_does(geocoder, query):
    with pytest.raises(GeocoderQueryError, match="must be text"):
        geocoder.geocode(query)


def test_a_limit_below_one_is_refused(geocoder):
    with pytest.raises(ValueError, match="at least 1"):
        geocoder.geocode("Kalat", exactly_one=False, limit=0)


# --- points ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [(29.0, 66.6), Point(29.0, 66.6), "29.0, 66.6", "29.0 66.6", [29.0, 66.6]])
def test_a_point_is_in_its_district_however_it_is_written(geocoder, query):
    found = geocoder.reverse(query)
    assert (found.latitude, found.longitude) == (29.0, 66.6)
    raw = found.raw
    assert (raw["code"], raw["level"], raw["tehsil"]["name"], raw["gap_km"]) == (
        "PK210",
        "district",
        "Kalat",
        0,
    )
    assert [unit["level"] for unit in raw["parents"]] == ["division", "province"]
    assert json.loads(json.dumps(raw)) == raw
    assert geocoder.reverse(query, exactly_one=False)[0].raw == raw


def test_every_district_s_label_point_is_in_it_and_in_one_of_its_tehsils(geocoder, area_set):
    for code, row in list(area_set.district.iterrows())[::8]:
        raw = geocoder.reverse((row["label_lat"], row["label_lon"])).raw
        assert raw["code"] == code
        assert geocoder.gazetteer.by_code[raw["tehsil"]["code"]].adm2_code == code


def test_a_point_just_off_the_coast_says_how_far(geocoder):
    karachi = geocoder.reverse((24.76, 66.95))
    assert 0 < karachi.raw["gap_km"] < 10


@pytest.mark.parametrize("point", [(28.6, 77.2), (20.0, 64.0), (34.5, 69.2), (0, 0)])
def test_abroad_and_at_sea_is_nowhere(geocoder, point):
    assert geocoder.reverse(point) is None
    assert geocoder.reverse(point, exactly_one=False) is None


def test_disputed_territory_is_in_no_district_however_near(geocoder):
    land = disputed_territory(detail="full").geometry.iloc[0]
    districts = load_areas("district").geometry.union_all()
    strip = land.intersection(districts.buffer(0.05)).difference(districts)
    point = strip.representative_point()
    assert geocoder.reverse((point.y, point.x)) is None


@pytest.mark.parametrize("query", ["nowhere", 5, None, (float("nan"), 66.6), object()])
def test_what_is_no_point_is_refused(geocoder, query):
    with pytest.raises(ValueError, match="coordinate pair"):
        geocoder.reverse(query)


# --- with others ----------------------------------------------------------------------------------------


def test_geopandas_uses_it_as_a_provider(area_set):
    names = pd.Series(["Kalat", "Turbat", "Atlantis", "Khanpur", None], index=list("abcde"))
    frame = gpd.tools.geocode(names, provider=PakistanGeocoder)
    assert frame.index.tolist() == list("abcde")
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_empty.tolist() == [False, False, True, True, True]
    assert frame["address"].tolist()[:2] == [
        "Kalat district, Balochistan, Pakistan",
        "Kech district, Balochistan, Pakistan",
    ]
    assert area_set.district.geometry["PK210"].contains(frame.geometry["a"])
    framed = gpd.tools.geocode(
        ["Khanpur"], provider=PakistanGeocoder, within="Sindh", timeout=3, user_agent="x"
    )
    assert "Shikarpur" in framed["address"].iloc[0]


def test_geopandas_reverses_with_it():
    frame = gpd.tools.reverse_geocode(
        [shapely.Point(66.6, 29.0), shapely.Point(77.2, 28.6)], provider=PakistanGeocoder
    )
    assert frame["address"].iloc[0] == "Kalat tehsil, Kalat district, Balochistan, Pakistan"
    assert frame.geometry.is_empty.tolist() == [False, True]


def test_geopy_s_rate_limiter_may_stand_before_it(geocoder):
    assert RateLimiter(geocoder.geocode)("Kalat").raw["code"] == "PK210"


def test_it_opens_no_socket_and_its_adapter_refuses_to(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    geocoder = PakistanGeocoder()
    assert geocoder.geocode("Kalat").raw["code"] == "PK210"
    assert geocoder.reverse((29.0, 66.6)).raw["code"] == "PK210"
    assert not hasattr(geocoder.adapter, "session")
    for get in (geocoder.adapter.get_json, geocoder.adapter.get_text):
        with pytest.raises(GeocoderUnavailable, match="never uses the network"):
            get("http://127.0.0.1/", timeout=1, headers={})
