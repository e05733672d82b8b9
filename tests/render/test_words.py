"""A row of the incident table is said in plain words: nothing is claimed that it does not hold."""

from datetime import date

import pandas as pd
import pytest
from tiny_country import placed_table

from incident_mapper.render import words


def row(**cells) -> dict:
    """Return a row as it leaves the ledger, with what resolving and joining add left empty."""
    frame = placed_table([cells])
    flags = {"conflict": False, "swapped": False, "near": False, "near_km": float("nan")}
    names = ("reason", "place_level", "place_name", "adm1_name", "adm2_name", "division_name", "candidates")
    added = flags | dict.fromkeys(names, "") | {"match_method": "exact", "placed_by": "name"}
    return added | frame.iloc[0].to_dict() | {k: v for k, v in cells.items() if k in added}


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        ("day", "1 February 2026"),
        ("night", "night of 1 February 2026"),
        ("week", "around 1 February 2026"),
        ("month", "February 2026"),
        ("year", "2026"),
        ("unknown", "1 February 2026"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(precision, said):
    assert words.day(date(2026, 2, 1), precision) == said
    assert words.when(row(event_date="2026-02-01", date_precision=precision)) == said


def test_a_span_of_days_has_two_ends():
    assert (
        words.when(row(event_date="2026-01-30", event_date_end="2026-02-01"))
        == "30 January 2026 to 1 February 2026"
    )
    assert words.when(row(event_date="2026-01-30", event_date_end="2026-01-30")) == "30 January 2026"


def test_a_date_that_is_not_there_or_not_read_is_said_so():
    assert words.when(row()) == "not stated"
    assert words.when(row(date_text="03/04/2024")) == "not read: 03/04/2024"


def test_the_period_of_the_data():
    dates = pd.to_datetime(pd.Series(["2026-02-01", None, "2025-11-01"]))
    assert words.period(dates) == "1 November 2025 to 1 February 2026"
    assert words.period(dates[:1]) == "1 February 2026"
    assert words.period(dates[1:2]) == "no dates stated"


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({}, "not stated"),
        ({"killed": 0}, "0"),
        ({"killed": 3}, "3"),
        ({"killed": 1234}, "1,234"),
        ({"killed": (2, 3, 5)}, "3 (2–5)"),
        ({"killed": (15, None, 20)}, "15–20"),
        ({"killed": (40, None, None)}, "at least 40"),
        ({"killed": (None, None, 5)}, "up to 5"),
        ({"killed": 4, "killed_militants": 4}, "4 militants"),
        ({"killed": 1, "killed_civilians": 1}, "1 civilian"),
        ({"killed": 48, "killed_security": 17, "killed_civilians": 31}, "17 officers, 31 civilians"),
        ({"killed": 9, "killed_militants": 4}, "9, among them 4 militants"),
        ({"killed": 5, "killed_unknown": 5}, "5"),
    ],
)
def test_figures_by_group_of_victims_where_that_is_stated(figures, said):
    assert words.figures(row(**figures), "killed") == said


def test_groups_that_do_not_add_up_to_the_total_do_not_stand_for_it():
    told = words.figures(row(killed=9, killed_militants=4, killed_civilians=2), "killed")
    assert told.startswith("9")
    assert "4 militants" in told
    assert "2 civilians" in told


def test_injured_are_said_apart_from_killed():
    assert words.figures(row(killed=3, injured=7), "injured") == "7"


def test_a_claim_is_a_claim():
    assert words.claimed(row(claimed_by="ISPR")) == "as claimed by ISPR"
    assert words.claimed(row()) == "not stated"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "not stated"),
        ({"source_outlet": "not stated", "source_date": "not stated"}, "not stated"),
        (
            {"source_outlet": "Dawn", "source_title": "Attack", "source_date": "2026-02-01"},
            "Dawn, “Attack”, 2026-02-01",
        ),
        ({"source_outlet": "not stated", "source_title": "Attack"}, "“Attack” (outlet not stated)"),
        ({"source_outlet": "Dawn"}, "Dawn"),
    ],
)
def test_a_source_leaves_out_what_is_not_stated(cells, said):
    assert words.source(row(**cells)) == said


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "http://example.org"])
def test_a_web_address_is_a_link(url):
    assert words.link(row(source_url=f" {url} ")) == url


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//example.org", "example.org", "file:///etc",
     "https://a b", "https://", "https://x\njavascript:alert(1)", "https://x\n", "vbscript:x", "mailto:a@b"],
)  # fmt: skip
def test_anything_else_is_no_link(url):
    assert words.link(row(source_url=url)) in ("", "https://x")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "not stated"),
        ({"event_type": "Raid"}, "Raid"),
        ({"event_type": "Raid", "actor1": "A", "actor2": "B"}, "Raid (A and B)"),
        ({"actor2": "B"}, "B"),
        ({"event_type": "Raid", "description": "Text."}, "Raid. Text."),
        ({"description": "Text."}, "Text."),
    ],
)
def test_what_happened(cells, said):
    assert words.what(row(**cells)) == said


def marks(**cells) -> list[str]:
    return words.marks(row(**cells), shared="", names={"y": "“Raid”"})


def test_a_plain_row_has_no_marks():
    assert marks(adm2_code="A", killed=4) == []


def test_every_doubt_has_its_mark():
    assert marks(inferred="day|year") == ["day inferred", "year inferred"]
    assert marks(relations="may_include:y;part_of:z") == ["may include “Raid”", "part of z"]
    assert marks(conflict=True, reason="here, there, 5 km away") == ["conflict: here, there, 5 km away"]
    assert marks(near=True, near_km=3.25) == ["the point lies 3.2 km outside the boundaries"]
    assert marks(swapped=True) == ["latitude and longitude were the wrong way round"]
    assert marks(read_notes="'dozens' is no figure") == ["'dozens' is no figure"]
    assert marks(match_method="fuzzy", reason="read as Kalat", adm2_code="A") == ["read as Kalat"]
    assert marks(outcome="multi", reason="two named") == ["two named"]
    assert words.marks(row(), shared="part of 92", names={}) == ["part of 92"]


def test_where_it_was_and_how_that_is_known():
    district = {"adm2_code": "A", "adm2_name": "Alpha", "adm1_name": "North"}
    assert words.resolved(row(**district), uncertain=False) == "Alpha district, North"
    assert words.resolved(row(**district), uncertain=True) == "Alpha district, North (an uncertain unit)"
    assert (
        words.resolved(row(**district, placed_by="point"), uncertain=False)
        == "Alpha district, North (by its coordinates)"
    )
    fuzzy = row(**district, match_method="fuzzy")
    assert words.resolved(fuzzy, uncertain=False) == "Alpha district, North (by a close spelling)"
    town = row(**district, place_level="town", place_name="Omega")
    assert words.resolved(town, uncertain=False) == "Omega, Alpha district, North"
    tehsil = row(**district, place_level="tehsil", place_name="Omega")
    assert words.resolved(tehsil, uncertain=False) == "Omega tehsil, Alpha district, North"


def test_where_only_something_wider_is_known():
    province = {"adm1_code": "N", "adm1_name": "North"}
    assert (
        words.resolved(row(**province, match_method="given"), uncertain=False) == "North (as the row states)"
    )
    division = row(**province, division_name="Upland", place_level="division")
    assert words.resolved(division, uncertain=False) == "Upland division, North"
    multi = row(**province, outcome="multi", match_method="multi", candidates="Alpha|Beta")
    assert words.resolved(multi, uncertain=False) == "Alpha, Beta (North) (several districts named)"
    assert words.resolved(row(match_method=""), uncertain=False) == "not placed"


def test_the_place_as_the_row_writes_it():
    assert (
        words.reported(row(place_text="Omega bazaar", adm2_given="Gamma", adm1_given="South"))
        == "Omega bazaar, Gamma, South"
    )
    assert words.reported(row(place_text="Gamma", adm2_given="Gamma")) == "Gamma"
    assert words.reported(row()) == "coordinates only"
