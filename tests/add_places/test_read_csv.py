"""Tables with names and coordinates, under several headers."""

import pytest

from incident_mapper.add_places import CsvColumns
from incident_mapper.add_places import records as r
from incident_mapper.add_places.read_csv import read_csv_places
from incident_mapper.errors import ReadError, SchemaError


@pytest.fixture
def read(tmp_path):
    def read_(text, encoding="utf-8", **columns):
        path = tmp_path / "villages.csv"
        path.write_text(text, encoding=encoding, newline="")
        return read_csv_places(path, columns=CsvColumns(**columns), step=lambda _: None)

    return read_


@pytest.mark.parametrize(
    "text",
    [
        "name,lon,lat\nMalant,62.4,26.1\n",
        "Latitude;Longitude;Village Name\n26.1;62.4;Malant\n",
        "place_name\tx\ty\nMalant\t62.4\t26.1\n",
        "osm_id,name_en,name,Long,Lat\n5,Malant,ملانت,62.4,26.1\n",
        "#,Mauza,LONGITUDE,LATITUDE\n1, Malant ,62.4 , 26.1\n",
    ],
)
def test_columns_are_found_by_their_usual_names(read, text):
    (place,) = read(text).places
    assert (place.number, place.lon, place.lat, place.populated) == (2, 62.4, 26.1, True)
    assert "Malant" in (place.name, *place.others) or place.name == "ملانت"


def test_columns_can_be_named(read):
    text = "name,ort,breite,laenge\nno,Malant,26.1,62.4\n"
    (place,) = read(text, name="ort", lon="laenge", lat="breite").places
    assert (place.name, place.lon, place.lat) == ("Malant", 62.4, 26.1)


@pytest.mark.parametrize(
    ("header", "columns", "missing"),
    [
        ("ort,lon,lat", {}, r"no column for the name with a usual name.*Found: ort, lon, lat.*--name-column"),
        ("name,lat,z", {}, r"no column for the lon with a usual name.*--lon-column"),
        ("name,lon,z", {}, r"no column for the lat with a usual name.*--lat-column"),
        ("name,lon,lat", {"lon": "laenge"}, r"no column 'laenge'.*--lon-column"),
    ],
)
def test_a_missing_column_is_named_with_those_there_are(read, header, columns, missing):
    with pytest.raises(SchemaError, match=missing):
        read(f"{header}\na,1,2\n", **columns)


def test_urdu_other_names_and_kind_are_used_where_they_are_stated(read):
    text = (
        "name,lon,lat,name:ur,alt_name,fclass\n"
        'Malant,62.4,26.1,ملانت,"Malantabad; Malant Kalat|Malant",village\n'
        "Malant Pass,62.5,26.2,,,mountain_pass\n"
        "Kot,62.5,26.2,,,PPLX\n"
    )
    village, mountain_pass, section = read(text).places
    assert (village.urdu, village.others) == ("ملانت", ("Malantabad", "Malant Kalat"))
    assert [p.populated for p in (village, mountain_pass, section)] == [True, False, True]
    assert mountain_pass.kind == "mountain_pass"


def test_rows_that_are_no_places_are_counted_and_the_others_keep_their_numbers(read):
    found = read("name,lon,lat\n,66,29\nA,,\nB,66,29,7\nC,east,29\nD,7200000,29\nMalant,62.4,26.1\n")
    assert dict(found.skipped) == {r.NO_NAME: 1, r.NO_POINT: 3, r.BAD_ROW: 1}
    assert (found.rows, [place.number for place in found.places]) == (6, [7])


def test_another_encoding_is_read_and_said(read):
    found = read("name,lon,lat\nMalänt,62.4,26.1\n", encoding="cp1252")
    assert found.places[0].name == "Malänt"
    assert "Windows-1252" in found.notes[0]


def test_a_binary_file_is_refused(tmp_path):
    path = tmp_path / "villages.xlsx"
    path.write_bytes(b"PK\x03\x04\x00\x00\x00")
    with pytest.raises(ReadError, match="binary"):
        read_csv_places(path, columns=CsvColumns(), step=lambda _: None)
