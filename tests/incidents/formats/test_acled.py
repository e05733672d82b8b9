"""ACLED exports are read whole or cut, old or new, and their codes mean what the codebook says."""

import json

import pytest

from incident_mapper import schema as s
from incident_mapper.incidents.formats import columns_of, recognise
from incident_mapper.incidents.formats.acled import HEADERS, INTER

EVENT = {
    "event_id_cnty": "PAK1", "event_date": "16 May 2025", "year": "2025", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Pakistan", "inter1": "State forces", "actor2": "An armed group",
    "inter2": "Rebel group", "interaction": "State forces-Rebel group", "iso": "586", "country": "Pakistan",
    "admin1": "Balochistan", "admin2": "Kalat", "admin3": "Kalat", "location": "Kalat", "latitude": "29.02",
    "longitude": "66.59", "geo_precision": "1", "source": "Dawn (Pakistan); The Nation (Pakistan)",
    "source_scale": "National", "notes": "On 16 May 2025, four were killed.", "fatalities": "4",
    "timestamp": "1747700000",
}  # fmt: skip
OLD = ("data_id", "iso", "event_id_cnty", "event_id_no_cnty", *HEADERS[1:-2], "timestamp", "iso3")
BALOCHISTAN = (
    "event_date", "year", "event_type", "sub_event_type", "actor1", "actor2", "interaction", "admin1", "admin2",
    "location", "latitude", "longitude", "fatalities", "civilian_targeting", "notes", "month",
)  # fmt: skip


@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("headers", [HEADERS, HEADERS[:-1], OLD, BALOCHISTAN, [h.upper() for h in HEADERS]])
def test_every_kind_of_export_is_recognised(opened, headers, bom):
    assert recognise(opened(headers, EVENT, bom=bom)).name == "acled"


def test_an_export_without_its_own_columns_is_recognised_by_its_words(opened):
    headers = [
        "event_date",
        "event_type",
        "actor1",
        "admin1",
        "location",
        "latitude",
        "longitude",
        "fatalities",
    ]
    assert recognise(opened(headers, EVENT)).name == "acled"
    assert recognise(opened(headers, EVENT | {"event_type": "Firing"})).name != "acled"


def test_a_whole_export_is_read(opened, fields):
    found = fields(opened(HEADERS, EVENT, EVENT | {"event_date": "2024-12-31"}, bom=True))
    assert found[s.INCIDENT_ID] == ["PAK1", "PAK1"]
    assert found[s.EVENT_DATE] == ["16 May 2025", "2024-12-31"]
    assert (found[s.PLACE_TEXT][0], found[s.ADM2_GIVEN][0], found["killed"][0]) == ("Kalat", "Kalat", "4")
    assert found[s.UPDATED][0] == "1747700000"
    assert json.loads(found[s.SOURCES][0]) == [
        {"outlet": "Dawn (Pakistan)"},
        {"outlet": "The Nation (Pakistan)"},
    ]


def test_capitals_change_nothing(opened, fields):
    lower = fields(opened(HEADERS, EVENT))
    upper = fields(opened([h.upper() for h in HEADERS], {k.upper(): v for k, v in EVENT.items()}))
    assert upper == lower


@pytest.mark.parametrize(("code", "precision"), [("1", "exact"), ("2", "near"), ("3", "province")])
def test_the_precision_of_the_place_is_put_into_words(opened, fields, code, precision):
    assert fields(opened(HEADERS, EVENT | {"geo_precision": code}))[s.GEO_PRECISION] == [precision]


@pytest.mark.parametrize(("code", "precision"), [("1", "day"), ("2", "week"), ("3", "month")])
def test_the_precision_of_the_day_is_put_into_words(opened, fields, code, precision):
    assert fields(opened(HEADERS, EVENT | {"time_precision": code}))[s.DATE_PRECISION] == [precision]


def test_old_numbers_of_actors_mean_what_new_words_say(opened, fields):
    rows = [EVENT | {"inter1": code, "inter2": "0"} for code in INTER]
    found = fields(opened(OLD, *rows))
    assert found[s.ACTOR1_TYPE] == list(INTER.values())
    assert set(found[s.ACTOR2_TYPE]) == {""}
    assert fields(opened(HEADERS, EVENT))[s.ACTOR1_TYPE] == ["State forces"]


def test_the_number_that_changes_with_every_update_is_no_id(opened):
    headers = [h for h in OLD if h != "event_id_cnty"]
    table = opened(headers, EVENT | {"data_id": "99"})
    assert s.INCIDENT_ID not in columns_of(table, recognise(table))


def test_rows_may_not_be_passed_on(opened):
    fmt = recognise(opened(HEADERS, EVENT))
    assert fmt.publish == "aggregate"
    assert "acleddata.com" in fmt.credit
