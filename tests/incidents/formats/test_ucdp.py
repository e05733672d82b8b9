"""UCDP GED keeps its meaning: codes, sources, and who the dead of each side were."""

import json

import pytest

from incident_mapper import schema as s
from incident_mapper.incidents.formats import columns_of, headers_to_read, recognise
from incident_mapper.incidents.formats.ucdp import HEADERS, UCDP

EVENT = {
    "id": "244657", "type_of_violence": "1", "side_a": "Government of Pakistan", "side_b": "TTP",
    "source_article": '"Reuters News,2009-06-08,Raid kills eight";"Dawn,2009-06-09,Eight dead, army says"',
    "source_office": "Reuters News;Dawn", "source_date": "2009-06-08;2009-06-09",
    "source_headline": "Raid kills eight;Eight dead, army says", "source_original": "the army", "where_prec": "1",
    "where_coordinates": "Wana town", "where_description": "near Wana", "adm_1": "FATA",
    "adm_2": "South Waziristan", "latitude": "32.30", "longitude": "69.57", "country": "Pakistan",
    "date_prec": "1", "date_start": "2009-06-08 00:00:00.000", "date_end": "2009-06-08 00:00:00.000",
    "deaths_a": "2", "deaths_b": "6", "deaths_civilians": "0", "deaths_unknown": "1", "best": "9", "high": "9",
    "low": "3",
}  # fmt: skip
LACKING_IN_19_1 = {
    "relid", "code_status", "conflict_dset_id", "dyad_dset_id", "side_a_dset_id", "side_b_dset_id",
    "where_description",
}  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        HEADERS,
        [h for h in HEADERS if h not in LACKING_IN_19_1],
        [*HEADERS[:34], "iso3", *HEADERS[34:]],
        [h.upper() for h in HEADERS],
    ],
    ids=["49 columns", "42 columns", "50 columns", "capitals"],
)
def test_every_edition_is_recognised(opened, headers):
    assert recognise(opened(headers, EVENT)).name == "ucdp-ged"


def test_a_row_of_tags_makes_no_other_format_of_it(opened):
    tags = {
        "where_coordinates": "#loc+name",
        "latitude": "#geo+lat",
        "longitude": "#geo+lon",
        "best": "#affected",
    }
    assert recognise(opened(HEADERS, EVENT, tags=tags)).name == "ucdp-ged"


def test_low_and_high_are_of_all_deaths(opened, fields):
    found = fields(opened(HEADERS, EVENT))
    assert [found[f"killed_{bound}"] for bound in ("low", "best", "high")] == [["3"], ["9"], ["9"]]
    assert not {f"killed_{group}_low" for group in s.VICTIM_GROUPS} & set(found)


@pytest.mark.parametrize(
    ("event", "security", "militants"),
    [
        ({}, "2", "6"),
        ({"side_a": "Government of India", "side_b": "Government of Pakistan"}, "8", ""),
        ({"type_of_violence": "2", "side_a": "Bugti tribe", "side_b": "Mazari tribe"}, "", ""),
        ({"type_of_violence": "3", "side_a": "TTP", "side_b": "Civilians"}, "", ""),
        ({"type_of_violence": "3", "side_b": "Civilians"}, "", ""),
        ({"side_b": ""}, "2", ""),
        ({"deaths_a": "", "deaths_b": ""}, "", ""),
    ],
    ids=[
        "insurgency",
        "two states",
        "tribes",
        "attack on civilians",
        "state on civilians",
        "no side b",
        "unknown",
    ],
)
def test_only_fighters_against_a_state_are_militants(opened, fields, event, security, militants):
    found = fields(opened(HEADERS, EVENT | event))
    assert (found["killed_security"], found["killed_militants"]) == ([security], [militants])


def test_several_sources_are_kept_apart(opened, fields):
    assert json.loads(fields(opened(HEADERS, EVENT))[s.SOURCES][0]) == [
        {"outlet": "Reuters News", "date": "2009-06-08", "title": "Raid kills eight"},
        {"outlet": "Dawn", "date": "2009-06-09", "title": "Eight dead, army says"},
    ]


def test_a_semicolon_in_a_headline_joins_no_headline_to_the_wrong_paper(opened, fields):
    event = EVENT | {"source_headline": "Raid kills eight; army silent;Eight dead"}
    first, second, third = json.loads(fields(opened(HEADERS, event))[s.SOURCES][0])
    assert (first, second) == (
        {"outlet": "Reuters News", "date": "2009-06-08"},
        {"outlet": "Dawn", "date": "2009-06-09"},
    )
    assert third == {"title": "Raid kills eight; army silent; Eight dead"}


def test_sources_of_older_editions_are_taken_apart(opened, fields):
    event = EVENT | {"source_office": "", "source_date": "", "source_headline": ""}
    assert json.loads(fields(opened(HEADERS, event))[s.SOURCES][0]) == [
        {"outlet": "Reuters News", "date": "2009-06-08", "title": "Raid kills eight"},
        {"outlet": "Dawn", "date": "2009-06-09", "title": "Eight dead, army says"},
    ]


def test_what_is_not_wanted_is_not_read(opened):
    table = opened(HEADERS, EVENT)
    columns = columns_of(table, UCDP)
    assert headers_to_read(table, UCDP, columns, fields=["killed_best"]) == ("best",)
    assert set(headers_to_read(table, UCDP, columns, fields=["killed_militants"])) == {
        "type_of_violence", "side_a", "side_b", "deaths_b",
    }  # fmt: skip
