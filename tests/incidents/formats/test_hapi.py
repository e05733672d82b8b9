"""Counts by area and month are panels: months span their days, and kinds of event that overlap count once."""

import pytest

from incident_mapper import schema as s
from incident_mapper.incidents.formats import recognise
from incident_mapper.incidents.formats.hapi import HAPI_HEADERS, MONTHS_HEADERS
from incident_mapper.incidents.relations import read_relations

COUNT = {
    "location_code": "PAK", "has_hrp": "True", "in_gho": "True", "provider_admin1_name": "Balochistan",
    "provider_admin2_name": "Kalat", "admin1_code": "PK2", "admin1_name": "Balochistan", "admin2_code": "PK210",
    "admin2_name": "Kalat", "admin_level": "2", "event_type": "political_violence", "events": "3", "fatalities": "7",
    "reference_period_start": "2024-02-01T00:00:00", "reference_period_end": "2024-02-29T23:59:59",
}  # fmt: skip
MONTH = {
    "Country": "Pakistan", "Admin1": "Balochistan", "Admin2": "Kalat", "ISO3": "PAK", "Admin2 Pcode": "PK210",
    "Admin1 Pcode": "PK2", "Month": "February", "Year": "2024", "Events": "3", "Fatalities": "7",
}  # fmt: skip


def test_both_are_recognised_as_panels(opened):
    hapi, months = recognise(opened(HAPI_HEADERS, COUNT, bom=True)), recognise(opened(MONTHS_HEADERS, MONTH))
    assert (hapi.name, hapi.kind) == ("hapi", "panel")
    assert (months.name, months.kind) == ("hdx-months", "panel")


def test_totals_of_countries_are_recognised(opened):
    assert recognise(opened(["Country", "Month", "Year", "Events", "Fatalities"], MONTH)).name == "hdx-months"


def test_a_table_of_incidents_with_a_month_is_no_panel(opened):
    headers = [*MONTHS_HEADERS, "Latitude", "Longitude"]
    assert recognise(opened(headers, MONTH)).name == "spreadsheet"


def test_a_count_is_read(opened, fields):
    found = fields(opened(HAPI_HEADERS, COUNT))
    assert (found[s.EVENTS], found["killed"], found[s.EVENT_TYPE]) == (["3"], ["7"], ["Political violence"])
    assert (found[s.COUNTRY], found[s.ADM1_GIVEN], found[s.ADM2_GIVEN]) == (
        ["Pakistan"],
        ["Balochistan"],
        ["Kalat"],
    )
    assert (found[s.EVENT_DATE], found[s.EVENT_DATE_END]) == (
        ["2024-02-01T00:00:00"],
        ["2024-02-29T23:59:59"],
    )
    assert found[s.DATE_PRECISION] == ["month"]


def test_targeting_of_civilians_is_part_of_the_violence_of_its_area_and_month(opened, fields):
    kinds = ["political_violence", "civilian_targeting", "demonstration"]
    found = fields(opened(HAPI_HEADERS, *[COUNT | {"event_type": kind} for kind in kinds]))
    whole, part, other = found[s.INCIDENT_ID]
    assert len({whole, part, other}) == 3
    assert found[s.RELATIONS][0] == found[s.RELATIONS][2] == ""
    (relation,) = read_relations(found[s.RELATIONS][1])
    assert (relation.kind, relation.target) == ("part_of", whole)


def test_areas_and_months_have_ids_of_their_own(opened, fields):
    rows = [COUNT, COUNT | {"admin2_code": "PK211"}, COUNT | {"reference_period_start": "2024-03-01"}]
    assert len(set(fields(opened(HAPI_HEADERS, *rows))[s.INCIDENT_ID])) == 3


def test_the_name_of_the_provider_stands_in_for_an_area_without_one(opened, fields):
    assert fields(opened(HAPI_HEADERS, COUNT | {"admin2_name": ""}))[s.ADM2_GIVEN] == ["Kalat"]


@pytest.mark.parametrize(
    ("month", "days"),
    [
        ("February", ("2024-02-01", "2024-02-29")), ("feb", ("2024-02-01", "2024-02-29")),
        ("12", ("2024-12-01", "2024-12-31")), ("Febuary", ("Febuary 2024", "")),
    ],
)  # fmt: skip
def test_a_month_by_name_spans_its_days(opened, fields, month, days):
    found = fields(opened(MONTHS_HEADERS, MONTH | {"Month": month}))
    assert (found[s.EVENT_DATE][0], found[s.EVENT_DATE_END][0]) == days
    assert found[s.DATE_PRECISION] == ["month" if days[1] else ""]
    assert (found[s.EVENTS], found["killed"]) == (["3"], ["7"])
