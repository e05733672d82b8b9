"""Which column holds which field is found by usual names, or said by the user and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.incidents.columns import USUAL_NAMES, find_columns


@pytest.mark.parametrize("field", USUAL_NAMES)
def test_every_field_is_found_under_its_own_name(field):
    headers = {"killed": "killed", "injured": "injured"}
    assert find_columns([field]) == {field: headers.get(field, field)}


def test_the_whole_schema_finds_itself():
    headers = list(USUAL_NAMES)
    assert find_columns(headers) == {header: header for header in headers}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Date of Incident", s.EVENT_DATE),
        ("PROVINCE", s.ADM1_GIVEN),
        ("District_Name", s.ADM2_GIVEN),
        ("Killed Max", "killed_high"),
        ("Fatalities", "killed"),
        ("Militants killed", "killed_militants"),
        ("Lat", s.LATITUDE),
        ("Source URL", s.SOURCE_URL),
    ],
)
def test_usual_headers_are_found_in_any_spelling(header, field):
    assert find_columns([header]) == {field: header}


def test_the_best_name_wins_and_no_header_serves_two_fields():
    found = find_columns(["place", "location", "source", "newspaper"])
    assert found == {s.PLACE_TEXT: "place", s.SOURCE_OUTLET: "source"}


@given(
    st.lists(
        st.sampled_from(["id", "date", "day", "place", "area", "x", "lat", "type", "killed", "?"]),
        unique=True,
    )
)
def test_found_headers_exist_and_are_used_once(headers):
    found = find_columns(headers)
    assert set(found.values()) <= set(headers)
    assert len(set(found.values())) == len(found)


def test_what_the_user_says_goes_first():
    found = find_columns(["date", "When", "Where it was"], given={"date": "When", "place": "where it was"})
    assert found == {s.EVENT_DATE: "When", s.PLACE_TEXT: "Where it was"}


def test_a_field_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(SchemaError, match=r"no field 'kiled'.*Did you mean .*killed"):
        find_columns(["a"], given={"kiled": "a"})


def test_a_header_that_does_not_exist_is_refused_with_those_found():
    with pytest.raises(SchemaError, match=r"reports\.csv has no column 'Datum'\. Found: a, b\.") as caught:
        find_columns(["a", "b"], given={"date": "Datum"}, where="reports.csv")
    assert caught.value.missing == ("Datum",)
