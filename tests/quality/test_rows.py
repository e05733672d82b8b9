"""Rows that stand there twice, lack something, or are nowhere on the map."""

from datetime import date

import pytest
from checked_rows import village

from incident_mapper import schema as s

SAME = {"place_text": "Hamlet xq", "event_date": date(2025, 1, 1), "killed": 4, "injured": 1}


def test_rows_that_say_the_same_under_two_ids_are_likely_one(check):
    report = check([village(0, **SAME), village(1, **SAME, source_outlet="Another paper")])
    assert report.raised == ("likely_duplicate",)
    (finding,) = report.findings.to_dict("records")
    assert (finding[s.INCIDENT_ID], "row 2 (id v0)" in finding[s.MESSAGE]) == ("v1", True)
    assert "duplicate_of:v0" in finding[s.SUGGESTION]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"killed": 5}),
        ({}, {"event_date": date(2025, 1, 2)}),
        ({}, {"place_text": "Hamlet yq"}),
        ({}, {"description": "A second blast"}),
        ({}, {"relations": "duplicate_of:v0"}),
        ({"relations": "part_of:total; updates:v1"}, {}),
        ({"group_id": "g"}, {"group_id": "g"}),
        ({"place_text": ""}, {"place_text": ""}),
        ({"killed": 0, "injured": 0}, {"killed": 0, "injured": 0}),
        ({"date_precision": "month"}, {"date_precision": "month"}),
    ],
    ids=[
        "figure",
        "day",
        "place",
        "text",
        "settled",
        "settled by the other",
        "one figure for both",
        "only a district",
        "nobody hurt",
        "some day of a month",
    ],
)
def test_rows_that_may_well_be_two_are_left_alone(found, first, second):
    assert found([village(0, **SAME | first), village(1, **SAME | second)]) == {}


def test_an_id_repeated_over_another_row_is_not_a_repeated_row(found):
    rows = [village(0, **SAME), village(0, **SAME | {"killed": 9}) | {"id": "v0#2", "read_notes": "noted"}]
    assert found(rows) == {"noted": ["v0#2"]}


def test_rows_that_are_nowhere_say_why(check):
    report = check([village(0, adm2_given="", place_text="Atlantis"), village(1)])
    assert report.raised == ("not_placed",)
    (finding,) = report.findings.to_dict("records")
    assert (finding[s.INCIDENT_ID], finding[s.VALUE]) == ("v0", "Atlantis")
    assert finding[s.MESSAGE] == "no place in the gazetteer is called 'Atlantis'"


def test_a_place_read_from_another_spelling_is_noted(check):
    report = check([village(0, adm2_given="", place_text="Ommega")])
    assert report.raised == ("spelling",)
    assert report.findings[s.MESSAGE].iloc[0] == "read as Omega in Gamma"


def test_missing_dates_and_figures_are_notes(found):
    row = village(0)
    del row["event_date"], row["killed"], row["injured"]
    assert found([row, village(1)]) == {"no_date": ["v0"], "no_figures": ["v0"]}


def test_a_file_without_any_figures_is_said_once(check):
    rows = [village(n) for n in range(3)]
    for row in rows:
        del row["killed"], row["injured"]
    report = check(rows)
    (finding,) = report.findings.to_dict("records")
    assert finding[s.MESSAGE] == "no row of the file has a figure of killed or injured"
    assert report.count("no_figures") == 3
