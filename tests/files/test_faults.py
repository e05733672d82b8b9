"""What is no table, or no longer one, is refused with a message that names the file and says what to do."""

import bz2
import gzip
import io
import json
import lzma
import os
import re
import sys
import zipfile

import make_files as make
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from incident_mapper.errors import ReadError
from incident_mapper.files import FileOptions, open_table, source

CSV = b"district,killed\nKalat,4\nQuetta,3.5\n"
LONG = b"district,killed\n" + b"".join(b"Kalat %d,%d\n" % (at, at * 7919 % 1000) for at in range(20_000))


def read(path, **options):
    """Read all rows; give the message of the error that ends it."""
    with pytest.raises(ReadError) as caught:
        list(open_table(path, options=FileOptions(**options)).batches())
    return str(caught.value)


@pytest.fixture
def put(tmp_path):
    def put(content, name="reports.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return put


def damaged(content, at=None):
    at = at or len(content) // 2
    return content[:at] + bytes(255 - byte for byte in content[at : at + 8]) + content[at + 8 :]


def encrypted_zip():
    content = bytearray(make.zipped({"a.csv": CSV}))
    content[6] |= 1  # the flag in the header of the member, and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def nested(depth):
    return b'{"features": [{"properties": {"a": ' + b"[" * depth + b"]" * depth + b"}}]}"


def far_cell():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    book = io.BytesIO(make.xlsx({"S": make.ROWS}))
    out = io.BytesIO()
    with zipfile.ZipFile(book) as given, zipfile.ZipFile(out, "w") as changed:
        for name in given.namelist():
            content = given.read(name)
            if name.endswith("sheet1.xml"):
                content = re.sub(
                    rb"<sheetData>.*</sheetData>", f"<sheetData>{cells}</sheetData>".encode(), content
                )
            changed.writestr(name, content)
    return out.getvalue()


REPEATED = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" '
    'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
)

FAULTS = [
    ("empty", b"", "is empty. Expected a header row and at least one row of data."),
    ("whitespace", b" \r\n\t\n", "is empty"),
    ("mark only", b"\xef\xbb\xbf", "is empty"),
    ("header only", b"date,district\n", r"has a header \(date, district\) and no rows of data"),
    ("no header", b"x" * 600 + b"\ny\n", "no header row that could be read"),
    ("open quote", b'a,b\n1,2\n3,"4\n5,6\n', "row 3: a quote is opened in this row and never closed"),
    ("NUL", b"a,b\n1,2\n3,\x004\n", "line 3 holds a NUL byte"),
    ("NUL far down", LONG + b"\x00\n", "line 20,002 holds a NUL byte"),
    ("no mark", "a,b\n1,2\n".encode("utf-16-le"), "looks like UTF-16 without its mark.* utf-16-le"),
    ("half a character", "place\nکوئٹہ".encode()[:-1], "ends in the middle of a character, so it is cut off"),
    ("half UTF-16", b"\xff\xfea\x00\n\x00b", "begins like UTF-16, but breaks off or is damaged at byte 6"),
    ("large cell", b"a,b\n1,2\n3," + b"x" * 1_000_001 + b"\n", r"row 3, column 2 \(b\): the cell has more than 1,0"),
    ("50 MB cell", b"a,b\n1,2\n3," + b"x" * 50_000_000 + b"\n", r"row 3, column 2 \(b\): the cell has more than"),
    ("quoted large cell", b'a,b\n"1,\n1",2\n3,"' + b"x\n" * 600_000 + b'"\n', r"row 3, column 2 \(b\)"),
    ("columns", b",".join(b"c%d" % at for at in range(20_000)) + b"\n1\n", "has 20,000 columns; at most 16,384"),
    ("cut gzip", gzip.compress(LONG)[:-2000], "is cut off: its gzip data end too early. Fetch the file again."),
    ("gzip without its end", gzip.compress(LONG)[:-8], "is cut off: its gzip data end too early"),
    ("damaged gzip", damaged(gzip.compress(LONG)), "its gzip data do not unpack"),
    ("only a gzip header", gzip.compress(LONG)[:6], "is cut off"),
    ("cut zstd", make.zstd(LONG)[:-2000], "is cut off: its zstd data end too early"),
    ("damaged zstd", damaged(make.zstd(LONG)), "its zstd data do not unpack"),
    ("cut bzip2", bz2.compress(LONG)[:-2000], "is cut off: its bzip2 data end too early"),
    ("cut xz", lzma.compress(LONG)[:-2000], "is cut off: its xz data end too early"),
    ("cut zip", make.zipped({"a.csv": LONG})[:-30], "begins like a zip, but is cut off or damaged"),
    ("damaged zip", damaged(make.zipped({"a.csv": LONG}), 2000), "its zip data do not unpack"),
    ("protected zip", encrypted_zip(), "is protected by a password. Unpack it"),
    ("zip in zip", make.zipped({"a.csv": make.zipped({"b.csv": CSV})}), "is an archive in an archive"),
    ("gzip in zip", make.zipped({"a.csv": gzip.compress(CSV)}), "is an archive in an archive"),
    ("two tables", make.zipped({"a.csv": CSV, "b/c.csv": CSV}), r"has several tables in it: a.csv, b/c.csv. Unpack it"),
    ("no table", make.zipped({"a.doc": b"x", "b.pdf": b"y"}), "has no table in it; found: a.doc, b.pdf"),
    ("nothing in it", make.zipped({}), "has no table in it; found: nothing"),
    ("members", make.zipped({f"{at}.csv": b"" for at in range(10_001)}), "holds 10,001 files"),
    ("PDF", b"%PDF-1.7\n%\xe2\xe3", "is a PDF, not a table. Expected CSV, Excel"),
    ("image", b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image, not a table"),
    ("program", b"MZ\x90\x00\x03\x00", "is a program, not a table"),
    ("tar", b"a.csv".ljust(257, b"\x00") + b"ustar\x0000" + b"\x00" * 300, "is a tar archive. Unpack it"),
    ("database", b"SQLite format 3\x00" + b"\x00" * 100, "is an SQLite database, but no GeoPackage"),
    ("XML", b"<?xml version='1.0'?><kml/>", "is XML. Open it in Excel, QGIS or LibreOffice"),
    ("web page", b"\n<html><body><table>", "is a web page"),
    ("protected workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le"),
     "is protected by a password. Open it, save it without"),
    ("old document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2048,
     "is no workbook that can be read, or is damaged"),
    ("cut workbook", make.xlsx({"S": make.ROWS})[:-200], "cut off or damaged"),
    ("damaged workbook", damaged(make.xlsx({"S": make.ROWS * 50}), 1200),
     "no workbook that can be read, or is damaged"),
    ("empty workbook", make.xlsx({"S": []}), "every sheet of it is empty"),
    ("far cell", far_cell(), "reaches over 17,179,869,184 cells; at most 25,000,000 are read"),
    ("repeated cells", make.ods(make.ROWS, repeated=REPEATED), "reaches over 1,000,003,000 cells"),
    ("bad JSON", b'{"features": [}', "line 1: not valid JSON"),
    ("other JSON", b'{"type": "Topology"}', "not a GeoJSON FeatureCollection or a list of objects"),
    ("no features", b'{"features": []}', "is a FeatureCollection without features"),
    ("deep JSON", nested(100_000), "nested too deeply"),
    ("deep line", b'{"a": 1}\n{"a": ' + b"[" * 100_000 + b"\n",
     "line 2 is not JSON that can be read: it is nested too deeply"),
    ("cut line", b'{"a": 1}\n{"a": 2\n', "line 2: not valid JSON .* Is the file cut off"),
    ("line of text", b'{"a": 1}\n{"a": 2}\n[3]\n', r"line 3: expected a JSON object, .* found \[3\]"),
    ("other CRS", json.dumps({"crs": {"properties": {"name": "EPSG:32642"}}, "features": [{}]}).encode(),
     "its coordinates are in EPSG:32642. Export it in EPSG:4326"),
    ("cut Parquet", make.parquet_bytes()[:-20], "is a Parquet file that is damaged or cut off"),
    ("empty Parquet", make.parquet_bytes({"a": pa.array([], pa.string())}), r"has columns \(a\) and no rows of data"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_named_and_what_to_do(put, content, said):
    path = put(content)
    message = read(path)
    assert re.search(said, message)
    assert message.startswith(str(path))
    assert message.endswith((".", "?"))
    assert "Traceback" not in message


def test_a_web_page_renamed_to_a_workbook_is_told_from_one(put):
    assert "though its name is that of a workbook" in read(put(b"<html><table>", "incidents.xls"))


def test_what_has_no_sheets_has_no_such_sheet(put):
    assert "has no sheets, so there is no sheet 'Nov'" in read(put(CSV), sheet="Nov")


def test_an_encoding_that_does_not_exist_or_does_not_fit_is_refused(put):
    assert "there is no encoding 'utf-99'. Usual ones" in read(put(CSV), encoding="utf-99")
    assert "is not utf-8: byte 7 cannot be read as that" in read(put(b"place\nK\xe9"), encoding="utf-8")


def test_a_damaged_geopackage_is_refused(tmp_path):
    path = tmp_path / "a.gpkg"
    make.points().to_file(path)
    content = path.read_bytes()
    path.write_bytes(content[:20_000])
    assert "cannot be read as a file of layers, or is damaged" in read(path)


def test_a_shapefile_without_its_siblings_is_refused(tmp_path):
    make.points().to_file(tmp_path / "a.shp")
    (tmp_path / "a.shx").unlink()
    (tmp_path / "a.dbf").unlink()
    assert "a.shp" in read(tmp_path / "a.shp")


@pytest.mark.parametrize(("name", "said"), [
    ("no.csv", "there is no such file"),
    (".", "is a folder. Name the file in it."),
    ("a\x00b.csv", "is no name of a file"),
    ("x" * 5000, "cannot be read"),
])  # fmt: skip
def test_a_path_that_is_no_file_is_named(tmp_path, name, said):
    assert said in read(tmp_path / name)


def test_links_that_lead_nowhere_are_told_apart(tmp_path):
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "no.csv")
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    assert "is a link to" in read(tmp_path / "dangling.csv")
    assert "cannot be read: Too many levels of symbolic links" in read(tmp_path / "a.csv")


def test_a_pipe_or_a_device_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", "/dev/zero"):
        assert "is a pipe or a device, not a file. Give its content on standard input" in read(path)


def test_a_file_without_permission_is_named(put, monkeypatch):
    path = put(CSV)
    opened = type(path).open

    def refuse(self, *given, **named):
        if self == path:
            raise PermissionError(13, "Permission denied")
        return opened(self, *given, **named)

    monkeypatch.setattr(type(path), "open", refuse)
    assert "cannot be read: Permission denied. Ask its owner" in read(path)


def test_nothing_on_standard_input_is_said(monkeypatch):
    class Terminal(io.TextIOWrapper):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO()))
    assert "Nothing is given on standard input" in read("-")


@pytest.mark.parametrize("pack", [lambda content: content, gzip.compress, make.zstd])
def test_a_file_that_changes_while_it_is_read_is_noticed(put, pack):
    path = put(pack(LONG))
    table = open_table(path)
    path.write_bytes(pack(LONG + b"Quetta,1\n"))
    with pytest.raises(ReadError, match="was changed while it was read"):
        list(table.batches())
    path.unlink()
    with pytest.raises(ReadError, match="is gone while it is read"):
        list(table.batches())


@pytest.mark.parametrize("pack", [gzip.compress, make.zstd, lambda content: make.zipped({"a.csv": content})])
def test_what_unpacks_without_end_is_refused(put, pack, monkeypatch):
    monkeypatch.setattr(source, "BOMB_BYTES", 1 << 20)
    path = put(pack(b"a,b\n" + b"0,0\n" * 1_000_000))
    assert re.search(r"bytes that unpack to more than [\d,]+: that is no table", read(path))


def test_a_workbook_that_unpacks_without_end_is_refused(put, monkeypatch):
    monkeypatch.setattr(source, "BOMB_BYTES", 1 << 18)
    rows = [["a", "b"], *([["0" * 2000, "0" * 2000]] * 400)]
    assert "that is no table" in read(put(make.xlsx({"S": rows})))


def test_parquet_that_claims_other_shapes_is_refused(put):
    table = pa.table({"geometry": [b"not a shape"]}).replace_schema_metadata(
        {"geo": json.dumps({"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}})}
    )
    out = io.BytesIO()
    parquet.write_table(table, out)
    assert "holds shapes that cannot be read" in read(put(out.getvalue(), "a.parquet"))
    out = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata({"geo": "{}"}), out)
    assert "says that it is GeoParquet, but not in a way that is known" in read(
        put(out.getvalue(), "a.parquet")
    )
