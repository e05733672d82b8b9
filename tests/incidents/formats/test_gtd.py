"""The GTD's zeros, codes of unknown and fractions are read as what they are."""

import json

import pytest

from incident_mapper import schema as s
from incident_mapper.incidents.formats import recognise

HEADERS = (
    "eventid", "iyear", "imonth", "iday", "approxdate", "extended", "resolution", "country", "country_txt", "region",
    "region_txt", "provstate", "city", "latitude", "longitude", "specificity", "vicinity", "location", "summary",
    "crit1", "crit2", "crit3", "doubtterr", "attacktype1", "attacktype1_txt", "targtype1_txt", "gname",
    "weaptype1_txt", "nkill", "nkillus", "nkillter", "nwound", "nwoundus", "nwoundte", "property", "addnotes",
    "scite1", "scite2", "scite3", "dbsource", "INT_LOG", "INT_ANY", "related",
)  # fmt: skip
EVENT = {
    "eventid": "201305040001", "iyear": "2013", "imonth": "5", "iday": "4", "country_txt": "Pakistan",
    "provstate": "Sindh", "city": "Karachi", "latitude": "24.89", "longitude": "67.02", "specificity": "1",
    "vicinity": "0", "location": "NA", "summary": "05/04/2013: A bomb exploded.",
    "attacktype1_txt": "Bombing/Explosion", "targtype1_txt": "Business", "gname": "Unknown", "nkill": "3",
    "nkillter": "0", "nwound": "40", "nwoundte": ".", "related": "201305040002",
    "scite1": '"Blast kills three," Dawn, May 4, 2013.', "scite2": ".", "scite3": "NA",
}  # fmt: skip


@pytest.mark.parametrize("first", ["eventid", "ï»¿eventid", "\ufeffeventid", "ï..eventid"])
def test_it_is_recognised_whatever_became_of_its_first_header(opened, fields, first):
    table = opened(["", first, *HEADERS[1:]], {first: "201305040001", **EVENT})
    assert recognise(table).name == "gtd"
    assert fields(table)[s.INCIDENT_ID] == ["201305040001"]


@pytest.mark.parametrize(
    ("month", "day", "date"),
    [
        ("5", "4", "2013-05-04"),
        ("5", "0", "2013-05-00"),
        ("0", "0", "2013-00-00"),
        ("NA", "NA", "2013-00-00"),
    ],
)
def test_a_month_or_day_of_zero_is_handed_on_as_unknown(opened, fields, month, day, date):
    assert fields(opened(HEADERS, EVENT | {"imonth": month, "iday": day}))[s.EVENT_DATE] == [date]


@pytest.mark.parametrize(
    ("specificity", "vicinity", "precision"),
    [
        ("1", "0", "exact"), ("1", "1", "near"), ("2", "0", "district"), ("3", "1", "district"), ("4", "0", "province"),
        ("5", "0", "country"), ("NA", "0", ""), ("9", "0", "9"),
    ],
)  # fmt: skip
def test_a_centroid_is_no_place(opened, fields, specificity, vicinity, precision):
    found = fields(opened(HEADERS, EVENT | {"specificity": specificity, "vicinity": vicinity}))
    assert found[s.GEO_PRECISION] == [precision]
    assert found[s.GEO_PRECISION_GIVEN] == [specificity]


@pytest.mark.parametrize(
    ("cell", "figure"),
    [("3", "3"), ("3.0", "3"), ("2.5", "2-3"), ("-99", ""), ("-9", ""), ("NA", ""), ("0", "0")],
)
def test_codes_of_unknown_are_no_figures_and_fractions_are_ranges(opened, fields, cell, figure):
    found = fields(opened(HEADERS, EVENT | {"nkill": cell, "nkillter": cell, "nwoundte": cell}))
    assert found["killed"] == found["killed_militants"] == found["injured_militants"] == [figure]


def test_what_was_said_of_place_and_day_is_kept_with_the_summary(opened, fields):
    event = EVENT | {"location": "Near a bridge", "approxdate": "early May 2013", "iday": "0"}
    assert fields(opened(HEADERS, event))[s.DESCRIPTION] == [
        "05/04/2013: A bomb exploded. [place: Near a bridge] [date: early May 2013]"
    ]
    assert fields(opened(HEADERS, EVENT))[s.DESCRIPTION] == ["05/04/2013: A bomb exploded."]


def test_citations_become_sources(opened, fields):
    assert json.loads(fields(opened(HEADERS, EVENT))[s.SOURCES][0]) == [
        {"title": "Blast kills three", "outlet": "Dawn", "date": "May 4, 2013"}
    ]


def test_attacks_of_one_series_are_not_made_to_overlap(opened, fields):
    found = fields(opened(HEADERS, EVENT))
    assert not {s.RELATIONS, s.GROUP_ID} & set(found)


def test_rows_may_not_be_passed_on(opened):
    fmt = recognise(opened(HEADERS, EVENT))
    assert fmt.publish == "aggregate"
    assert "START" in fmt.credit
