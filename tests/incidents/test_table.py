"""The incident table is what the documentation says, and nothing else passes for one."""

import re
from pathlib import Path

import pandas as pd
import pytest
import tiny_country

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.example import example_file
from incident_mapper.incidents import read_incidents
from incident_mapper.incidents.table import COLUMNS, check_incidents, columns_as_markdown

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def table():
    return tiny_country.incident_table(
        [{"id": "a", "killed": 4, "longitude": 60.5, "latitude": 30.5}, {"id": "b"}]
    )


def test_the_documentation_shows_the_columns_as_they_are():
    (shown,) = re.findall(
        r"<!-- columns -->\n(.*)<!-- /columns -->", (DOCS / "schema.md").read_text("utf-8"), re.DOTALL
    )
    assert shown == columns_as_markdown()


def test_what_is_read_keeps_to_the_schema_and_has_no_other_column():
    read = read_incidents(example_file("incidents.csv")).incidents
    assert check_incidents(read) is read
    assert set(read.columns) <= {spec.name for spec in COLUMNS}


def test_a_table_made_by_hand_keeps_to_the_schema(table):
    assert check_incidents(table) is table


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"killed_low": pd.array([9, None], dtype="Int64")},
            "killed_low <= killed_best <= killed_high does not hold at 'a'",
        ),
        (
            {"killed_low": pd.array([-1, None], dtype="Int64")},
            "killed_low: expected no number below zero, found '-1' at 'a'",
        ),
        ({"killed_low": 4.0}, "killed_low: expected the type ('Int64'), found 'float64'"),
        ({s.GEO_PRECISION: ["rough", ""]}, "geo_precision: expected one of exact, near"),
        ({s.DATE_PRECISION: ""}, "date_precision: expected one of day, night"),
        ({s.LONGITUDE: [200.0, 1.0]}, "longitude: expected between -180 and 180 degrees"),
        ({s.EVENT_DATE: ["2024-01-01", ""]}, "event_date: expected days"),
        ({s.RELATIONS: ["near:b", ""]}, "relations: expected pairs .* found 'near:b' at 'a'"),
        ({s.SOURCES: ["Dawn", ""]}, "sources: expected all sources: JSON"),
        ({s.PLACE_TEXT: [None, ""]}, "place_text: expected text, empty where nothing is stated"),
    ],
)
def test_what_does_not_keep_to_the_schema_is_named_with_its_column_and_id(table, changes, said):
    with pytest.raises(SchemaError, match=said.replace("(", r"\(").replace(")", r"\)")):
        check_incidents(table.assign(**changes))


def test_two_rows_of_one_id_are_refused(table):
    with pytest.raises(SchemaError, match=r"expected .*unique"):
        check_incidents(table.set_axis(["a", "a"]))


def test_a_missing_column_is_named(table):
    with pytest.raises(SchemaError, match="mine lacks columns: killed_low"):
        check_incidents(table.drop(columns="killed_low"), what="mine")


def test_input_is_not_changed(table):
    before = table.copy()
    check_incidents(table)
    pd.testing.assert_frame_equal(table, before)
