"""GDELT is recognised without a header; only where the action was is read, and no counts as figures."""

import dataclasses

import numpy as np
import pytest

from incident_mapper import schema as s
from incident_mapper.files import Batch, Column, Table
from incident_mapper.incidents.formats import columns_of, recognise
from incident_mapper.incidents.formats.gdelt import HEADERS_1, HEADERS_2

EVENT = {
    "GLOBALEVENTID": "410412347", "SQLDATE": "20250516", "Actor1Name": "PAKISTAN", "Actor2Name": "MILITANT",
    "EventCode": "190", "EventRootCode": "19", "NumMentions": "12", "Actor1Geo_FullName": "Washington, United States",
    "ActionGeo_Type": "4", "ActionGeo_FullName": "Quetta, Balochistan, Pakistan", "ActionGeo_CountryCode": "PK",
    "ActionGeo_ADM1Code": "PK02", "ActionGeo_Lat": "30.18", "ActionGeo_Long": "67.0",
    "DATEADDED": "20250516120000", "SOURCEURL": "https://example.org/a",
}  # fmt: skip


def headerless(names, *events):
    rows = [tuple((EVENT | event).get(name, "") for name in names) for event in events or ({},)]
    headers = tuple(f"column {number + 1}" for number in range(len(names)))

    def read(only):
        columns = {
            h: Column.of(row[at] for row in rows) for at, h in enumerate(headers) if only is None or h in only
        }
        yield Batch(np.arange(1, len(rows) + 1), columns)

    return Table("20250516.export.CSV", headers, read, headerless=True, head=tuple(rows))


@pytest.mark.parametrize(
    ("names", "known"), [(HEADERS_2, "gdelt"), (HEADERS_1, "gdelt-1"), (HEADERS_1[:-1], "gdelt-1")]
)
def test_each_edition_is_known_by_the_number_of_its_fields(names, known):
    assert recognise(headerless(names)).name == known


def test_the_fields_are_as_many_as_the_codebooks_say():
    assert (len(HEADERS_2), len(HEADERS_1)) == (61, 58)
    assert (HEADERS_2.index("ActionGeo_Type"), HEADERS_2.index("ActionGeo_Long")) == (51, 57)


def test_other_files_without_a_header_are_not_taken_for_it():
    table = headerless(HEADERS_2)
    assert recognise(dataclasses.replace(table, headerless=False)).name == "spreadsheet"
    assert recognise(dataclasses.replace(table, head=(("a", "b") * 30,))).name == "spreadsheet"


@pytest.mark.parametrize("names", [HEADERS_2, HEADERS_1])
def test_a_row_is_read_by_position(fields, names):
    found = fields(headerless(names))
    assert found[s.INCIDENT_ID] == ["410412347"]
    assert found[s.EVENT_DATE] == ["20250516"]
    assert found[s.PLACE_TEXT] == ["Quetta, Balochistan, Pakistan"]
    assert (found[s.COUNTRY], found[s.ADM1_GIVEN]) == (["Pakistan"], ["Balochistan"])
    assert (found[s.LATITUDE], found[s.LONGITUDE]) == (["30.18"], ["67.0"])
    assert (found[s.EVENT_TYPE], found[s.GEO_PRECISION]) == (["Fight"], ["near"])
    assert found[s.SOURCE_URL] == (
        ["https://example.org/a"] if names == HEADERS_2 or len(names) == 58 else [""]
    )


def test_a_file_with_a_header_is_read_by_name(opened, fields):
    table = opened(HEADERS_2, EVENT)
    assert recognise(table).name == "gdelt-named"
    assert fields(table)[s.ADM1_GIVEN] == ["Balochistan"]


def test_mentions_are_no_figures():
    table = headerless(HEADERS_2)
    read = columns_of(table, recognise(table))
    assert not [field for field in read if field.startswith(("killed", "injured"))]
    assert s.EVENTS not in read


@pytest.mark.parametrize(
    ("event", "country", "province"),
    [
        ({"ActionGeo_CountryCode": "AF", "ActionGeo_ADM1Code": "AF13"}, "Afghanistan", ""),
        ({"ActionGeo_CountryCode": "IN", "ActionGeo_ADM1Code": "IN12"}, "India", ""),
        ({"ActionGeo_CountryCode": "IZ", "ActionGeo_ADM1Code": "IZ07"}, "Iraq", ""),
        ({"ActionGeo_CountryCode": "FR", "ActionGeo_FullName": "Paris, France (general), France"}, "France", None),
        ({"ActionGeo_CountryCode": "ZZ", "ActionGeo_FullName": ""}, "ZZ", None),
        ({"ActionGeo_ADM1Code": "PK01"}, "Pakistan", "Federally Administered Tribal Areas"),
        ({"ActionGeo_ADM1Code": "PK03"}, "Pakistan", "Khyber Pakhtunkhwa"),
        ({"ActionGeo_ADM1Code": "PK"}, "Pakistan", ""),
    ],
)  # fmt: skip
def test_fips_codes_are_put_into_names(fields, event, country, province):
    found = fields(headerless(HEADERS_2, event))
    assert found[s.COUNTRY] == [country]
    if province is not None:
        assert found[s.ADM1_GIVEN] == [province]


@pytest.mark.parametrize(
    ("kind", "precision"),
    [("1", "country"), ("2", "province"), ("3", "near"), ("4", "near"), ("5", "province")],
)
def test_a_centroid_is_no_place(fields, kind, precision):
    assert fields(headerless(HEADERS_2, {"ActionGeo_Type": kind}))[s.GEO_PRECISION] == [precision]


def test_it_is_said_that_rows_are_coded_by_machine():
    fmt = recognise(headerless(HEADERS_2))
    assert "machine" in fmt.credit
    assert "several rows" in fmt.notes[0]
