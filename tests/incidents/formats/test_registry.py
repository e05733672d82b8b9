"""Every kind of source keeps to the contract, and none is taken for another."""

import pytest

from incident_mapper import schema as s
from incident_mapper.errors import OptionError, SchemaError
from incident_mapper.files import Table
from incident_mapper.incidents.columns import USUAL_NAMES
from incident_mapper.incidents.formats import FORMATS, columns_of, format_named, propose, recognise
from incident_mapper.incidents.formats.headers import header_key


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_found_by_its_name(name):
    assert format_named(name).name == name


def test_a_name_that_does_not_exist_is_refused_with_all_that_do():
    with pytest.raises(OptionError, match=r"own, acled, ucdp-ged, gtd, .*spreadsheet; instead got 'xls'"):
        format_named("xls")


@pytest.mark.parametrize("name", FORMATS)
def test_it_keeps_to_the_contract(name):
    fmt = FORMATS[name]
    assert set(fmt.columns) <= set(USUAL_NAMES) | {s.GEO_PRECISION_GIVEN, s.DATE_PRECISION_GIVEN}
    assert set(fmt.adds) == set(fmt.made_from)
    assert set(fmt.needs) == {part for parts in fmt.made_from.values() for part in parts}
    assert (fmt.prepare is None) == (not fmt.adds)
    read = {header for headers in fmt.columns.values() for header in headers}
    assert set(fmt.adds) <= read
    assert set(fmt.codes.get(s.GEO_PRECISION, {}).values()) <= set(s.GEO_PRECISIONS)
    assert set(fmt.codes.get(s.DATE_PRECISION, {}).values()) <= set(s.DATE_PRECISIONS)
    assert fmt.publish == "full" or fmt.terms
    assert bool(fmt.credit) == bool(fmt.terms)


@pytest.mark.parametrize("name", [name for name, fmt in FORMATS.items() if not fmt.find and fmt.ignored])
def test_columns_are_found_however_their_headers_are_written(name):
    fmt = FORMATS[name]
    plain = [
        header
        for headers in fmt.columns.values()
        for header in headers
        if header not in fmt.adds
    ] + list(fmt.needs)  # fmt: skip
    plain = list(dict.fromkeys(plain))
    written = {"capitals": str.upper, "blanks": "  {} ".format, "quotes": '"{}"'.format}
    expected = {f: header_key(h) for f, h in columns_of(Table("a", tuple(plain), iter), fmt).items()}
    for way in written.values():
        table = Table("a", tuple(way(header) for header in plain), iter)
        assert {f: header_key(h) for f, h in columns_of(table, fmt).items()} == expected


def test_our_own_table_is_recognised_and_finds_itself():
    table = Table("incidents.csv", tuple(USUAL_NAMES), iter)
    fmt = recognise(table)
    assert fmt.name == "own"
    assert columns_of(table, fmt) == {name: name for name in USUAL_NAMES}


def test_an_id_alone_does_not_make_it_ours():
    assert recognise(Table("a.csv", ("incident_id", "When", "District"), iter)).name == "spreadsheet"


def test_a_format_may_be_named_against_what_is_recognised():
    table = Table("a.csv", ("event_id_cnty", "admin1", "Notes"), iter)
    assert recognise(table).name == "acled"
    assert columns_of(table, format_named("spreadsheet"))[s.DESCRIPTION] == "Notes"


def test_a_header_that_does_not_exist_is_refused():
    table = Table("a.csv", ("event_id_cnty", "admin1"), iter)
    with pytest.raises(SchemaError, match=r"a\.csv has no column 'Datum'"):
        columns_of(table, format_named("acled"), {"event_date": "Datum"})


def test_no_header_serves_two_fields():
    table = Table("a.csv", ("event_id_cnty", "notes", "location"), iter)
    found = propose(table, format_named("acled"), {"place_text": "notes"})
    assert [(p.field, p.header) for p in found] == [(s.PLACE_TEXT, "notes"), (s.INCIDENT_ID, "event_id_cnty")]
