"""A name leads to the one place that bears it, on the day and in the unit that are asked for."""

import contextlib
import dataclasses
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_mapper.errors import AmbiguousPlaceError, EditionError, UnknownPlaceError
from incident_mapper.gazetteer import (
    COUNTRY_CODE,
    DISPUTED_CODE,
    current_parents,
    holders,
    load_gazetteer,
    most_likely,
)
from incident_mapper.names import compact, match_key

EDITIONS = ("2023", "2026-reported")


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def level(gazetteer, name):
    return [place for place in gazetteer.places if place.level == name]


def test_the_default_edition_has_the_census_districts_and_two_uncertain_new_ones(gazetteer):
    assert gazetteer.edition == "2023"
    assert len(level(gazetteer, "province")) == 7
    assert {p.code for p in level(gazetteer, "district") if p.uncertain} >= {"IM-D-HUB", "IM-D-USTA-MUHAMMAD"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_district_lies_in_one_province_and_every_tehsil_in_one_district(edition):
    gazetteer = load_gazetteer(edition)
    for place in gazetteer.places:
        assert set(holders(place)) <= {*gazetteer.by_code, *gazetteer.former}
        assert (place.adm1_code == "") == (place.level == "country")
        if place.adm2_code == "" and place.level in ("town", "locality"):
            # Known by its district of 2023 only, which this edition has divided.
            assert edition != EDITIONS[0]
        else:
            assert (place.adm2_code == "") == (place.level in ("country", "province", "division"))
        assert (place.adm3_code == place.code) == (place.level == "tehsil")


def test_codes_are_unique_and_the_disputed_unit_is_no_place(gazetteer):
    assert len(gazetteer.by_code) == len(gazetteer.places)
    assert DISPUTED_CODE not in gazetteer.by_code


def test_no_name_carries_the_word_of_its_level(gazetteer):
    assert [
        p.name for p in level(gazetteer, "division") if "division" in p.name.casefold() or "ڈویژن" in p.urdu
    ] == []


def test_every_name_on_record_leads_back_to_its_place(gazetteer):
    for place in gazetteer.places:
        for name in place.names:
            assert place in gazetteer.named(match_key(name))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kalat", "PK210"),
        ("Qalat district", "PK210"),
        ("قلات", "PK210"),
        ("كوئٹه", "PK226"),
        ("پشين", "PK225"),
        ("پش\u200cین", "PK225"),
        ("D.I. Khan", "PK509"),
        ("Dera Ismail Khan", "PK509"),
        ("D. G. Khan", "PK607"),
        ("Karachi", "IM-V-KARACHI"),
        ("Kalat Division", "IM-V-KALAT"),
        ("قلات ڈویژن", "IM-V-KALAT"),
        ("Balochistan", "PK-BA"),
        ("NWFP", "PK-KP"),
        ("FATA", "PK-KP"),
        ("Pakistan", COUNTRY_CODE),
    ],
)
def test_a_name_in_any_spelling_is_found(gazetteer, name, code):
    assert gazetteer.find(name).code == code


def test_a_stated_level_decides(gazetteer):
    assert gazetteer.find("Quetta").level == "district"
    assert gazetteer.find("Quetta", level="division").code == "IM-V-QUETTA"
    assert gazetteer.find("Quetta Division").code == "IM-V-QUETTA"
    with pytest.raises(UnknownPlaceError):
        gazetteer.find("Balochistan", level="tehsil")


def test_a_unit_narrows_the_search(gazetteer):
    assert gazetteer.find("Khanpur", within="PK-SD").code == "IM-T-SHIKARPUR-KHANPUR"
    with pytest.raises(UnknownPlaceError):
        gazetteer.find("Quetta", within="PK-PB")


@pytest.mark.parametrize("name", ["Khanpur", "Chitral", "Kohistan", "Waziristan"])
def test_a_name_of_several_places_is_ambiguous_and_names_them(gazetteer, name):
    with pytest.raises(AmbiguousPlaceError) as caught:
        gazetteer.find(name)
    assert len(caught.value.candidates) > 1


def test_an_unknown_name_is_refused_with_suggestions(gazetteer):
    with pytest.raises(UnknownPlaceError, match="Closest: Nushki"):
        gazetteer.find("Nushkiii")


def test_suggestions_are_scored_best_first_and_stay_in_the_unit(gazetteer):
    found = gazetteer.suggest("Kallat", limit=5)
    assert found[0].place.code == "PK210"
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert all(0 < s.score <= 100 for s in found)
    assert all("PK-PB" in holders(s.place) for s in gazetteer.suggest("Kallat", within="PK-PB"))


@given(st.text(max_size=40))
@settings(deadline=None)
def test_no_text_makes_a_search_fail_otherwise(text):
    gazetteer = load_gazetteer()
    assert len(gazetteer.suggest(text)) <= 3
    with contextlib.suppress(UnknownPlaceError, AmbiguousPlaceError):
        assert gazetteer.find(text) in gazetteer.places


def test_karachi_is_a_division_of_seven_districts(gazetteer):
    assert len(gazetteer.districts_of("IM-V-KARACHI")) == 7
    assert all(
        gazetteer.by_code[code].adm1_code == "PK-SD" for code in gazetteer.districts_of("IM-V-KARACHI")
    )


def test_former_units_lead_to_those_that_hold_their_land(gazetteer):
    codes, reason = gazetteer.ambiguous["hunzanagar"]
    assert {"PK306", "PK308"} <= set(codes)
    codes, reason = gazetteer.ambiguous[compact(match_key("FR Peshawar"))]
    assert codes == ("PK528",)
    assert reason == "FR Peshawar ended on 2018-05-31; its land is now in another unit"


def test_an_earlier_day_has_the_units_of_that_day():
    before, after = load_gazetteer(on=date(2018, 1, 1)), load_gazetteer(on=date(2019, 1, 1))
    assert before.find("Chitral", level="district").code == "IM-D-CHITRAL"
    with pytest.raises((AmbiguousPlaceError, UnknownPlaceError)):
        after.find("Chitral", level="district")
    assert current_parents("2023", date(2018, 1, 1)) != current_parents("2023", date(2019, 1, 1))


def test_an_edition_of_its_own_holds_what_the_press_reported(gazetteer):
    reported = load_gazetteer("2026-reported")
    new = {p.name for p in level(reported, "district")} - {p.name for p in level(gazetteer, "district")}
    assert {"Tump", "Wadh"} <= new
    assert all(p.uncertain for p in level(reported, "district") if p.name in {"Tump", "Wadh"})


def test_an_unknown_edition_is_refused_with_those_there_are():
    with pytest.raises(EditionError, match=r"no edition '1998'\. Editions: 2023, 2026-reported\."):
        load_gazetteer("1998")


def test_places_and_tables_cannot_be_changed(gazetteer):
    with pytest.raises(dataclasses.FrozenInstanceError):
        gazetteer.places[0].name = "x"
    for mapping in (gazetteer.by_code, gazetteer.index, gazetteer.ambiguous, gazetteer.foreign):
        with pytest.raises(TypeError):
            mapping["x"] = ()


def test_the_likeliest_of_a_name_is_the_district_and_sure_ones_go_first(gazetteer):
    kalat = gazetteer.find("Kalat")
    unsure = dataclasses.replace(kalat, code="IM-D-OTHER", uncertain=True)
    town = dataclasses.replace(kalat, code="IM-P-KALAT", level="town")
    assert most_likely([town, unsure, kalat]) == (kalat,)
    assert most_likely([town, unsure]) == (unsure,)
    assert most_likely([]) == ()


def test_a_place_is_described_with_what_holds_it(gazetteer):
    assert gazetteer.describe(gazetteer.find("Tump")) == "Tump tehsil, Kech district, Balochistan"
    assert gazetteer.describe(gazetteer.find("Karachi")) == "Karachi division, Sindh"
    assert gazetteer.describe(gazetteer.find("Balochistan")) == "Balochistan"
    assert gazetteer.describe(gazetteer.by_code[COUNTRY_CODE]) == "Pakistan"


def test_headquarters_are_towns_in_their_district_with_coordinates(gazetteer):
    turbat = gazetteer.find("Turbat", level="town")
    assert (turbat.adm2_code, round(turbat.lon), round(turbat.lat)) == ("PK211", 63, 26)
    assert all((p.lon is None) <= p.uncertain for p in level(gazetteer, "town"))
