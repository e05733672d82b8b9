"""Whatever a file of rows is and is packed in, it is opened as the same table."""

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import sys

import geopandas as gpd
import make_files as make
import pyarrow as pa
import pytest
from shapely.geometry import Point, box

from incident_mapper.errors import ReadError
from incident_mapper.files import FileOptions, open_table

CSV = b"district,killed\nKalat,4\nQuetta,3.5\n"


def rows_of(table, only=None):
    """Give all rows as tuples, in the order of the headers."""
    out = []
    for batch in table.batches(only):
        columns = [batch.columns[name].expand().tolist() for name in table.headers if name in batch.columns]
        out += list(zip(*columns, strict=True))
        assert all(isinstance(text, str) and text == text.strip() for column in columns for text in column)
    return out


def numbers_of(table):
    return [int(number) for batch in table.batches() for number in batch.rows]


@pytest.fixture
def put(tmp_path):
    def put(content, name):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


PLAIN = {
    "csv": CSV,
    "csv.gz": gzip.compress(CSV),
    "csv.bz2": bz2.compress(CSV),
    "csv.xz": lzma.compress(CSV),
    "csv.zst": make.zstd(CSV),
    "zip": make.zipped({"a/reports.csv": CSV, "__MACOSX/a/._reports.csv": b"junk", "readme.txt": b"about"}),
    "xlsx": make.xlsx({"Sheet1": [["district", "killed"], ["Kalat", 4], ["Quetta", 3.5]]}),
    "ods": make.ods([["district", "killed"], ["Kalat", 4], ["Quetta", 3.5]]),
    "parquet": make.parquet_bytes(),
    "jsonl": '{"district": "Kalat", "killed": 4.0}\n\n{"district": "Quetta", "killed": 3.5}\n',
    "json": '[{"district": "Kalat", "killed": 4}, {"district": "Quetta", "killed": 3.5}]',
    "geojson": '{"features": [{"properties": {"district": "Kalat", "killed": 4.0}}, '
    '{"properties": {"district": "Quetta", "killed": 3.5}}]}',
}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("suffix", ["", ".csv", ".dat"])
def test_every_kind_is_known_by_its_content(put, name, suffix):
    table = open_table(put(PLAIN[name], f"reports.{name}{suffix}"))
    assert table.headers == ("district", "killed")
    assert rows_of(table) == rows_of(table) == [("Kalat", "4"), ("Quetta", "3.5")]
    assert table.head == (("Kalat", "4"), ("Quetta", "3.5"))
    assert rows_of(table, only={"killed"}) == [("4",), ("3.5",)]
    assert sum(len(batch) for batch in table.batches(set())) == 2


@pytest.mark.parametrize("name", ["csv", "csv.gz", "xlsx", "parquet", "jsonl"])
def test_the_same_content_has_the_same_digest_under_any_name(put, name):
    first, again = open_table(put(PLAIN[name], "a.dat")), open_table(put(PLAIN[name], "b.dat"))
    other = open_table(put(CSV + b"Pishin,1\n", "c.csv"))
    assert first.digest == again.digest != other.digest
    assert len(first.digest) == 32


def test_packed_and_plain_have_the_same_digest(put):
    assert open_table(put(CSV, "a.csv")).digest == open_table(put(gzip.compress(CSV), "a.csv.gz")).digest


@pytest.mark.parametrize("name", ["csv", "csv.gz", "zip", "xlsx", "parquet", "jsonl"])
def test_standard_input_is_read_and_leaves_nothing_behind(monkeypatch, tmp_path, name):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    content = PLAIN[name]
    stream = io.TextIOWrapper(io.BytesIO(content.encode() if isinstance(content, str) else content))
    monkeypatch.setattr(sys, "stdin", stream)
    table = open_table("-")
    assert rows_of(table) == rows_of(table) == [("Kalat", "4"), ("Quetta", "3.5")]
    assert table.path.startswith("standard input")
    assert list(tmp_path.iterdir())
    del table
    assert list(tmp_path.iterdir()) == []


def test_rows_above_the_names_are_named_and_not_read(put):
    table = open_table(
        put("Incidents in Pakistan\nSource: press\n\ndate,district,killed\n2025,Kalat,4\n", "a.csv")
    )
    assert table.headers == ("date", "district", "killed")
    assert numbers_of(table) == [5]
    assert table.notes == (
        "rows 1-2 above the column names are not read: 'Incidents in Pakistan / Source: press'",
    )


def test_a_title_does_not_hide_the_delimiter(put):
    table = open_table(put("Report, 2025\n\ndate;district;killed\n2025;Kalat;4\n2025;Quetta;\n", "a.csv"))
    assert table.headers == ("date", "district", "killed")


def test_a_header_with_empty_names_is_no_title(put):
    table = open_table(put("place,\nKalat,4\nQuetta,5\n", "a.csv"))
    assert table.headers == ("place", "column 2")


def test_rows_of_every_width_do_not_make_the_names_a_title(put):
    rows = "".join(f"Kalat,{', '.join('word' for _ in range(at % 9 + 3))}\n" for at in range(30))
    table = open_table(put(f"place,what\n{rows}", "a.csv"))
    assert table.headers == ("place", "what")
    assert len(next(table.batches()).problems) == 30


def test_text_beside_the_table_of_a_sheet_is_a_problem_of_its_row(put):
    rows = [["district", "killed"], ["Kalat", 4], ["Quetta", 1, None, "check this"]]
    batch = next(open_table(put(make.xlsx({"S": rows}), "a.xlsx")).batches())
    assert batch.problems == {3: "the row has 'check this' to the right of the column names; it is not read"}


def test_the_row_of_the_names_can_be_given(put):
    path = put("a,b\nc,d\n1,2\n", "a.csv")
    assert open_table(path, options=FileOptions(header_row=2)).headers == ("c", "d")
    with pytest.raises(ReadError, match="row 9 is said to hold the column names"):
        open_table(path, options=FileOptions(header_row=9))


def test_tags_are_given_by_header(put):
    table = open_table(put("date,place,killed\n#date,,#affected+killed\n2025,Kalat,4\n", "a.csv"))
    assert table.tags == {"date": "#date", "killed": "#affected+killed"}
    assert numbers_of(table) == [3]


def test_tags_further_down_are_found(put):
    table = open_table(put("date,place\nwhen,where\n\n#date,#adm2+name\n2025,Kalat\n", "a.csv"))
    assert table.headers == ("date", "place")
    assert table.tags == {"date": "#date", "place": "#adm2+name"}
    assert numbers_of(table) == [5]
    assert table.notes[0] == "row 2 between the column names and the HXL tags is not read"


def test_tags_alone_are_the_names(put):
    table = open_table(put("#date,#adm2+name\n2025,Kalat\n", "a.csv"))
    assert table.tags == {"#date": "#date", "#adm2+name": "#adm2+name"}


@pytest.mark.parametrize("width", [57, 58, 61])
def test_events_of_gdelt_have_no_names(put, width):
    line = "\t".join(["1234567890", "20251101", *(str(at) for at in range(width - 2))])
    table = open_table(put(f"{line}\n{line}\n", "20251101.export.CSV"))
    assert table.headerless
    assert table.headers[:2] == ("column 1", "column 2")
    assert numbers_of(table) == [1, 2]


def test_a_sheet_is_chosen_by_how_it_looks_and_the_others_are_named(put):
    remarks = [["Read me first"], ["This book has incidents."]]
    data = [["Incidents, 2025"], [], *make.ROWS]
    path = put(make.xlsx({"About": remarks, "Data": data, "Old": make.ROWS}, hidden=["Old"]), "book.xlsx")
    table = open_table(path)
    assert table.headers == ("district", "killed", "date")
    assert numbers_of(table) == [4, 5]
    assert table.notes == (
        "sheet 'Data' is read; there are also: 'About', 'Old'",
        "row 1 above the column names is not read: 'Incidents, 2025'",
    )
    assert numbers_of(open_table(path, options=FileOptions(sheet="Old"))) == [2, 3]
    with pytest.raises(ReadError, match=r"has no sheet 'Nov'. Its sheets: 'About', 'Data', 'Old'"):
        open_table(path, options=FileOptions(sheet="Nov"))


def test_cells_of_excel_are_written_as_a_person_would(put):
    rows = [
        ["a", "b", "c", "d", None],
        [(45962,), True, 1e15, 0.1, None],
        [(45962.5,), False, 4, "x ", None],
        [],
    ]
    table = open_table(put(make.xlsx({"S": rows}), "a.xlsx"))
    assert table.headers == ("a", "b", "c", "d")
    assert rows_of(table) == [
        ("2025-11-01", "true", "1000000000000000", "0.1"),
        ("2025-11-01 12:00:00", "false", "4", "x"),
    ]


def test_merged_cells_are_filled(put):
    rows = [["province", "district"], ["Sindh", "Thatta"], [None, "Badin"], [], ["Punjab", "Attock"]]
    table = open_table(put(make.xlsx({"S": rows}, merged={"S": ["A2:A3"]}), "a.xlsx"))
    assert rows_of(table) == [("Sindh", "Thatta"), ("Sindh", "Badin"), ("Punjab", "Attock")]
    assert numbers_of(table) == [2, 3, 5]


def test_a_merged_title_is_still_a_title(put):
    rows = [["Incidents", None, None], *make.ROWS]
    table = open_table(put(make.xlsx({"S": rows}, merged={"S": ["A1:C1"]}), "a.xlsx"))
    assert table.headers == ("district", "killed", "date")


def test_names_of_groups_of_columns_are_joined_to_those_below(put):
    rows = [["Place", "Killed", None], [None, "Min", "Max"], ["Kalat", 4, 5], ["Quetta", 1, 2]]
    table = open_table(put(make.xlsx({"S": rows}, merged={"S": ["A1:A2", "B1:C1"]}), "a.xlsx"))
    assert table.headers == ("Place", "Killed Min", "Killed Max")
    assert numbers_of(table) == [3, 4]
    assert table.notes == ("rows 1-2 hold the column names",)


def test_lines_of_json_have_the_names_of_all_lines(put):
    content = '{"a": 1}\n{"a": null, "b": {"c": [1.0, "x"]}}\n'
    table = open_table(put(content, "a.jsonl"))
    assert table.headers == ("a", "b")
    assert rows_of(table) == [("1", ""), ("", '{"c": [1.0, "x"]}')]
    assert table.head == (("1", ""), ("", '{"c": [1.0, "x"]}'))


def test_a_geojson_sequence_has_coordinates(put):
    line = json.dumps(
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [66.5, 29]}, "properties": {"a": 1}}
    )
    table = open_table(put(f"\x1e{line}\n\x1e{line}\n", "a.geojsons"))
    assert rows_of(table) == [("1", "66.5", "29")] * 2


def test_the_answer_of_a_service_is_read_by_its_only_list(put):
    table = open_table(put('{"status": 200, "data": [{"a": 1}, {"b": 2}]}', "a.json"))
    assert rows_of(table) == [("1", ""), ("", "2")]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32642"])
@pytest.mark.parametrize("name", ["a.gpkg", "a.fgb", "a.parquet", "a.shp"])
def test_points_of_any_crs_become_degrees(tmp_path, crs, name):
    path = tmp_path / name
    frame = make.points(crs)
    if name.endswith(".parquet"):
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    table = open_table(path)
    assert table.headers == ("district", "killed", "longitude", "latitude")
    found = rows_of(table)
    assert {row[:2] for row in found} == {("Kalat", "4"), ("Quetta", "3")}
    places = sorted((round(float(row[2]), 6), round(float(row[3]), 6)) for row in found)
    assert places == [(66.5, 29.0), (67.0, 30.2)]
    assert rows_of(table, only={"district"})[0] in {("Kalat",), ("Quetta",)}
    assert len(rows_of(table, only={"latitude"})[0]) == 1


def test_a_shapefile_in_a_zip_is_read_with_its_siblings(tmp_path):
    make.points("EPSG:3857").to_file(tmp_path / "places.shp")
    members = {f"in/{path.name}": path.read_bytes() for path in tmp_path.glob("places.*")}
    path = tmp_path / "shapes.zip"
    path.write_bytes(make.zipped(members))
    assert rows_of(open_table(path))[0] == ("Kalat", "4", "66.5", "29")


def test_a_layer_is_chosen_and_the_others_are_named(tmp_path):
    path = tmp_path / "a.gpkg"
    shapes = gpd.GeoDataFrame({"name": ["x"]}, geometry=[box(66, 29, 67, 30)], crs="EPSG:4326")
    shapes.to_file(path, layer="areas")
    make.points().to_file(path, layer="incidents")
    table = open_table(path)
    assert table.notes == ("layer 'incidents' is read; there are also: 'areas'",)
    assert table.row_word == "feature"
    areas = open_table(path, options=FileOptions(sheet="areas"))
    assert areas.headers == ("name",)
    assert areas.notes == ("the shapes are no points (Polygon); their attributes place them",)
    with pytest.raises(ReadError, match=r"has no layer 'x'. Its layers: 'areas', 'incidents'"):
        open_table(path, options=FileOptions(sheet="x"))


def test_a_layer_without_a_crs_is_refused(tmp_path):
    path = tmp_path / "a.parquet"
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[Point(1, 2)])
    frame.to_parquet(path)
    with pytest.raises(ReadError, match="does not say which CRS"):
        open_table(path)


def test_values_of_parquet_are_written_as_a_person_would(put):
    columns = {
        "whole": pa.array([4.0, None]),
        "large": pa.array([1e22, 1e-7]),
        "text": pa.array([" Kalat ", None]),
        "coded": pa.array(["b", None]).dictionary_encode(),
        "sure": pa.array([True, None]),
        "day": pa.array([dt.date(2025, 11, 1), None]),
        "at": pa.array(["2025-11-01", "2025-11-01T14:30:00"]).cast(pa.timestamp("ns")),
        "zoned": pa.array(["2025-11-01T09:00:00Z", None]).cast(pa.timestamp("ms", tz="Asia/Karachi")),
        "list": pa.array([[1, 2], None]),
        "record": pa.array([{"a": "b"}, None]),
        "bytes": pa.array([b"Kalat", b"\xff"]),
        "nothing": pa.nulls(2),
        "price": pa.array(["1.50", "2.00"]).cast(pa.decimal128(6, 2)),
    }
    assert rows_of(open_table(put(make.parquet_bytes(columns), "a.parquet"))) == [
        (
            "4", "10000000000000000000000", "Kalat", "b", "true", "2025-11-01", "2025-11-01",
            "2025-11-01 14:00:00+05:00", "[1, 2]", '{"a": "b"}', "Kalat", "", "1.5",
        ),
        ("", "0.0000001", "", "", "", "", "2025-11-01 14:30:00", "", "", "", "ff", "", "2"),
    ]  # fmt: skip


def test_row_groups_are_numbered_through(put):
    content = make.parquet_bytes({"a": pa.array(range(2500))}, row_group_size=1000)
    table = open_table(put(content, "a.parquet"))
    assert numbers_of(table) == list(range(1, 2501))
    assert [row[0] for row in rows_of(table)] == [str(number) for number in range(2500)]


def test_columns_by_the_thousand_are_read(put):
    names = ",".join(f"c{at}" for at in range(10_000))
    table = open_table(put(names + "\n" + ",".join("1" * 10_000) + "\n", "a.csv"))
    assert len(table.headers) == 10_000
    assert rows_of(table, only={"c9999"}) == [("1",)]


def test_a_link_is_followed(put, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(put(CSV, "real.csv"))
    assert len(rows_of(open_table(link))) == 2


def test_one_damaged_character_does_not_spoil_the_others(put):
    table = open_table(put(b"place,what\n" + "کوئٹہ,قلات\n".encode() * 3 + b"Kalat,a\xffb\n", "a.csv"))
    assert rows_of(table)[0] == ("کوئٹہ", "قلات")
    assert rows_of(table)[3] == ("Kalat", "a\ufffdb")
    assert table.notes == ("1 byte is not UTF-8 (first at line 5): shown as \ufffd",)


def test_an_encoding_can_be_given(put):
    table = open_table(
        put("place\nقلات\n".encode("cp1256"), "a.csv"), options=FileOptions(encoding="windows-1256")
    )
    assert rows_of(table) == [("قلات",)]
