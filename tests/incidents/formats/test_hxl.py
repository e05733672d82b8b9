"""Columns with HXL tags are known by tag and attributes, whatever their headers say."""

import pytest

from incident_mapper import schema as s
from incident_mapper.files import Table
from incident_mapper.incidents.formats import columns_of, recognise
from incident_mapper.incidents.formats.hxl import HXL, RULES


def tagged(*tags):
    headers = tuple(f"c{number}" for number, _ in enumerate(tags))
    return Table("a.csv", headers, lambda _: iter(()), tags=dict(zip(headers, tags, strict=True)))


def fields_of(*tags):
    found = columns_of(tagged(*tags), HXL)
    return {field: tags[int(header[1:])] for field, header in found.items()}


@pytest.mark.parametrize(
    ("tag", "field"),
    [
        ("#date+occurred", s.EVENT_DATE), ("#date+start", s.EVENT_DATE), ("#date", s.EVENT_DATE),
        ("#date+end", s.EVENT_DATE_END), ("#date+reported", s.SOURCE_DATE), ("#adm1+name", s.ADM1_GIVEN),
        ("#adm2+name+en", s.ADM2_GIVEN), ("#adm2+code", s.ADM2_GIVEN), ("#adm3+name", s.ADM3_GIVEN),
        ("#loc+name", s.PLACE_TEXT), ("#loc", s.PLACE_TEXT), ("#geo+lat", s.LATITUDE), ("#geo+lon", s.LONGITUDE),
        ("#country+name", s.COUNTRY), ("#event+type", s.EVENT_TYPE), ("#group+name+first", s.ACTOR1),
        ("#group+name+second", s.ACTOR2), ("#meta+source", s.SOURCE_OUTLET), ("#meta+source+url", s.SOURCE_URL),
        ("#description", s.DESCRIPTION), ("#affected+killed", "killed"), ("#affected+killed+num", "killed"),
        ("#affected+min+killed", "killed_low"), ("#affected+killed+low", "killed_low"),
        ("#affected+killed+max", "killed_high"), ("#affected+high+killed", "killed_high"),
        ("#affected+killed+civilians", "killed_civilians"), ("#affected+injured", "injured"),
        ("#Affected +killed", "killed"),
    ],
)  # fmt: skip
def test_each_tag_has_its_field(tag, field):
    assert fields_of(tag) == {field: tag}


@pytest.mark.parametrize(
    "tag",
    ["#affected+killed+f", "#affected+m+killed", "#affected+killed+children", "#affected+infected", "#affected",
     "#date+year", "#region+name", "#adm1+killed+x y", "#loc+code", "#population"],
)  # fmt: skip
def test_parts_and_other_things_are_not_read(tag):
    assert fields_of(tag) == {}


def test_the_total_is_read_and_its_parts_are_not():
    found = fields_of("#affected+killed+f", "#affected+killed+m", "#affected+killed")
    assert found == {"killed": "#affected+killed"}


def test_the_plainest_of_several_columns_is_read():
    found = fields_of(
        "#adm2+name+alt", "#adm2+name", "#adm2+code", "#date+end", "#date+start", "#date+reported"
    )
    assert found[s.ADM2_GIVEN] == "#adm2+name"
    assert (found[s.EVENT_DATE], found[s.EVENT_DATE_END]) == ("#date+start", "#date+end")


def test_two_known_tags_make_it_such_a_table():
    assert recognise(tagged("#adm2+name", "#affected+killed")).name == "hxl"
    assert recognise(tagged("#adm2+name")).name == "spreadsheet"
    assert recognise(tagged("#population", "#region")).name == "spreadsheet"


def test_tags_may_be_the_headers(opened, fields):
    table = opened(["#date", "#adm2+name", "#affected+killed"], ["2024-01-02", "Kalat", "4"])
    assert recognise(table).name == "hxl"
    assert fields(table) == {s.EVENT_DATE: ["2024-01-02"], s.ADM2_GIVEN: ["Kalat"], "killed": ["4"]}


def test_a_row_of_tags_under_headers_is_read(opened, fields):
    tags = {"When": "#date+start", "Distt": "#adm2+name", "Dead": "#affected+killed"}
    table = opened(list(tags), ["2024-01-02", "Kalat", "4"], tags=tags)
    assert fields(table) == {s.EVENT_DATE: ["2024-01-02"], s.ADM2_GIVEN: ["Kalat"], "killed": ["4"]}


def test_what_the_user_says_goes_first():
    found = columns_of(tagged("#date+start", "#date+end"), HXL, {"event_date": "c1"})
    assert found == {s.EVENT_DATE: "c1"}


def test_no_rule_is_given_twice():
    assert len({(rule.tag, rule.has, rule.field) for rule in RULES}) == len(RULES)
