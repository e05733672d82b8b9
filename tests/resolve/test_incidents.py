"""Each row's columns are put together to one place; nothing is dropped, nothing is forced."""

import pandas as pd
import pytest

from incident_mapper import schema as s
from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.resolve import resolve_places

GAZETTEER = load_gazetteer()


def resolve(**cells):
    return resolve_places(pd.DataFrame([cells]), GAZETTEER).incidents.iloc[0]


def test_rows_and_index_are_the_inputs_and_it_is_not_changed():
    table = pd.DataFrame(
        {"place_text": ["Kalat", "Atlantis", "Kalat"], "mine": [1, 2, 3]}, index=["a", "b", "a"]
    )
    before = table.copy()
    found = resolve_places(table, GAZETTEER).incidents
    pd.testing.assert_frame_equal(table, before)
    assert list(found.index) == ["a", "b", "a"]
    assert found["mine"].tolist() == [1, 2, 3]
    assert found[s.ADM2_CODE].tolist() == ["PK210", "", "PK210"]


def test_all_columns_are_there_even_for_an_empty_table():
    wanted = set(s.GEOCODE_COLUMNS) - {s.PLACE_LON, s.PLACE_LAT}
    for table in (
        pd.DataFrame({"place_text": ["Kalat"]}),
        pd.DataFrame({"place_text": pd.Series([], dtype=str)}),
    ):
        found = resolve_places(table, GAZETTEER).incidents
        assert wanted | {s.REASON, s.SUGGESTION, s.DIVISION_CODE} <= set(found.columns)


def test_missing_cells_are_no_place():
    assert resolve(place_text=None, adm2_given=float("nan"))[s.REASON] == "no place is given"


def test_a_resolution_sorts_its_leftovers_and_says_so():
    table = pd.DataFrame({"place_text": ["Kalat", "Chitral", "Atlantis"]})
    found = resolve_places(table, GAZETTEER)
    assert found.unmatched["place_text"].tolist() == ["Atlantis"]
    assert found.ambiguous["place_text"].tolist() == ["Chitral"]
    assert repr(found) == "Resolution(3 incidents: 1 matched, 1 ambiguous, 1 unmatched)"


def test_a_place_carries_all_that_holds_it():
    row = resolve(place_text="Tump")
    assert (row[s.PLACE_LEVEL], row[s.ADM3_NAME], row[s.ADM2_NAME]) == ("tehsil", "Tump", "Kech")
    assert (row[s.DIVISION_NAME], row[s.ADM1_NAME], row[s.ADM1_CODE]) == ("Mekran", "Balochistan", "PK-BA")


@pytest.mark.parametrize(
    ("cells", "district"),
    [
        ({"adm1_given": "Sindh", "place_text": "Khanpur"}, "PK720"),
        ({"adm1_given": "Khyber Pakhtunkhwa", "place_text": "Khanpur"}, "PK511"),
        ({"adm1_given": "Balochistan", "place_text": "Khost"}, "PK206"),
        ({"adm2_given": "Harnai", "place_text": "Khost"}, "PK206"),
        ({"adm1_given": "FATA", "place_text": "Khyber Agency"}, "PK513"),
        ({"adm2_given": "Karachi", "place_text": "Lyari"}, "PK721"),
        ({"adm2_given": "Makran Division", "place_text": "Turbat"}, "PK211"),
        ({"adm2_given": "Chitral", "place_text": "Booni"}, "PK508"),
        ({"adm1_given": "Atlantis", "place_text": "Kalat"}, "PK210"),
        ({"description": "A blast in Quetta killed four"}, "PK226"),
        ({"place_text": "Kalat", "description": "said an officer in Quetta"}, "PK210"),
    ],
)
def test_the_columns_of_a_row_decide_together(cells, district):
    assert resolve(**cells)[s.ADM2_CODE] == district


def test_the_district_column_goes_before_the_place():
    assert resolve(adm2_given="Quetta", place_text="Mastung")[s.ADM2_CODE] == "PK226"


def test_a_place_that_is_not_in_the_stated_province_is_placed_in_the_province_only():
    row = resolve(adm1_given="Punjab", place_text="Quetta")
    assert (row[s.ADM1_CODE], row[s.ADM2_CODE], row[s.MATCH_METHOD]) == ("PK-PB", "", "given")
    assert "not in Punjab; placed in its province only" in row[s.REASON]
    assert "PK226" in row[s.SUGGESTION]


def test_a_province_alone_is_never_pushed_down_to_a_district():
    row = resolve(adm1_given="Balochistan")
    assert (row[s.MATCH_STATUS], row[s.PLACE_CODE], row[s.ADM2_CODE]) == ("matched", "PK-BA", "")


def test_a_column_of_districts_decides_what_a_bare_name_leaves_open():
    assert resolve(place_text="Ziarat")[s.MATCH_STATUS] == "ambiguous"
    assert resolve(adm2_given="Ziarat")[s.ADM2_CODE] == "PK232"
    assert resolve(adm2_given="Chitral")[s.MATCH_STATUS] == "ambiguous"


def test_a_division_is_matched_without_a_district():
    row = resolve(place_text="Karachi")
    assert (row[s.PLACE_LEVEL], row[s.ADM1_CODE], row[s.ADM2_CODE]) == ("division", "PK-SD", "")


def test_an_ambiguous_place_names_its_candidates_and_what_holds_them_all():
    row = resolve(place_text="Chitral")
    assert (row[s.MATCH_STATUS], row[s.ADM2_CODE], row[s.DIVISION_NAME]) == ("ambiguous", "", "Malakand")
    assert (row[s.PLACE_NAME], row[s.PLACE_CODE]) == ("", "")  # the text does not name the division
    assert row[s.CANDIDATES] == "Lower Chitral|Upper Chitral"


def test_a_row_of_another_country_is_foreign_whatever_its_place_is_called():
    row = resolve(country="Afghanistan", place_text="Kalat")
    assert (row[s.MATCH_STATUS], row[s.MATCH_METHOD], row[s.PLACE_CODE]) == ("unmatched", "foreign", "")


def test_the_country_itself_is_not_foreign():
    assert resolve(country="Pakistan", place_text="Kalat")[s.ADM2_CODE] == "PK210"


def test_a_place_that_says_it_is_abroad_stays_foreign_in_a_stated_province():
    assert resolve(adm1_given="Balochistan", place_text="Zabul, Afghanistan")[s.MATCH_METHOD] == "foreign"


def test_an_unknown_province_is_said():
    row = resolve(adm1_given="Atlantis", place_text="Nowhere")
    assert row[s.MATCH_STATUS] == "unmatched"
    assert "no province is called 'Atlantis'" in row[s.REASON]


def test_a_distance_is_kept_as_the_precision():
    assert resolve(place_text="5 km from Quetta")[s.PRECISION_KM] == 5
    assert pd.isna(resolve(place_text="Quetta")[s.PRECISION_KM])


def test_an_override_goes_before_everything():
    table = pd.DataFrame({"place_text": ["GAZI TIR", "Quetta"], "adm1_given": ["Punjab", ""]})
    found = resolve_places(table, GAZETTEER, overrides={"gazi tir": "PK204", "quetta": "PK-BA"}).incidents
    assert found[s.MATCH_METHOD].tolist() == ["override", "override"]
    assert found[s.PLACE_CODE].tolist() == ["PK204", "PK-BA"]
    assert found[s.ADM1_CODE].tolist() == ["PK-BA", "PK-BA"]


@pytest.mark.parametrize(
    ("country", "status", "reason"),
    [
        ("France", "unmatched", "the row's country is France"),
        ("IND", "unmatched", "the row's country is India"),
        ("PAK", "matched", ""),
        ("Islamic Republic of Pakistan", "matched", ""),
        ("Pakstan", "matched", ""),
        ("", "matched", ""),
    ],
)
def test_a_row_that_states_another_country_is_abroad_whatever_its_place_is_called(country, status, reason):
    table = pd.DataFrame({"country": [country], "place_text": ["Kalat"]})
    row = resolve_places(table, load_gazetteer()).incidents.iloc[0]
    assert (row["match_status"], row["reason"]) == (status, reason)
    assert (row["match_method"] == "foreign") == bool(reason)
