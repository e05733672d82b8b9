"""What kind of file it is, by its first bytes, and then by its name."""

import re
from typing import Literal

from incident_mapper.errors import ReadError
from incident_mapper.files.source import Source
from incident_mapper.files.workbook import SUFFIXES

Kind = Literal["text", "json", "lines", "parquet", "layers", "workbook"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS: dict[bytes, str] = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x7fELF": "a program",
    b"MZ\x90\x00": "a program",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it",
    b"Rar!\x1a": "a RAR archive; unpack it",
    b"ARROW1": "an Arrow file; save it as Parquet",
    b"FEA1": "a Feather file; save it as Parquet",
    b"ORC": "an ORC file; save it as Parquet",
    b"Obj\x01": "an Avro file; save it as Parquet",
    b"$FL2": "an SPSS file; save it as CSV",
    b"<stata_dta>": "a Stata file; save it as CSV",
    b"RDX": "an R file; save it as CSV",
    b"{\\rtf": "a text of a word processor (RTF)",
}
_LINE_SUFFIXES = {".jsonl", ".ndjson", ".geojsonl", ".geojsons", ".jsonlines"}
_WEB = re.compile(
    rb"\s*(<!--.*?-->\s*)?<(!doctype html|html|head|body|table|meta|div|style)\b", re.IGNORECASE | re.DOTALL
)


def kind_of(source: Source) -> Kind:
    """Say which kind of table a source is.

    Raises
    ------
    ReadError
        If it is a kind that is no table.
    """
    start = source.beginning()
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"SQLite format 3\x00"):
        if start[68:72] not in {b"GPKG", b"GP10", b"GP11"} and source.suffix != ".gpkg":
            raise ReadError(
                f"{source.name} is an SQLite database, but no GeoPackage. "
                "Export the table as CSV (UTF-8), then try again."
            )
        return "layers"
    if start.startswith(b"fgb") or (start.startswith(b"\x00\x00\x27\x0a") and source.suffix == ".shp"):
        return "layers"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)):
        return "workbook"
    _refuse_known(source, start)
    return _text_kind(source, start)


def _refuse_known(source: Source, start: bytes) -> None:
    for mark, what in _MARKS.items():
        if start.startswith(mark) and not (mark in {b"ORC", b"RDX", b"FEA1"} and b"\x00" not in start[:4096]):
            raise ReadError(
                f"{source.name} is {what}, not a table. "
                "Expected CSV, Excel, GeoJSON, JSON lines, Parquet or GeoPackage."
            )
    if start[257:262] == b"ustar":
        raise ReadError(f"{source.name} is a tar archive. Unpack it, then give the table in it.")
    bare = start.removeprefix(b"\xef\xbb\xbf")
    if _WEB.match(bare):
        called = "though its name is that of a workbook" if source.suffix in SUFFIXES else "not a table"
        raise ReadError(
            f"{source.name} is a web page (HTML), {called}. Open it in Excel or LibreOffice, and save it as .xlsx "
            "or CSV; if it was fetched from the web, it may be a page to log in."
        )
    if bare.lstrip().startswith(b"<?xml"):
        workbook = b"urn:schemas-microsoft-com:office:spreadsheet" in start
        what = "an XML workbook of Excel 2003" if workbook else "XML"
        raise ReadError(
            f"{source.name} is {what}. Open it in Excel, QGIS or LibreOffice, and save it as .xlsx, CSV or GeoJSON."
        )


def _text_kind(source: Source, start: bytes) -> Kind:
    if source.suffix in _LINE_SUFFIXES or start.startswith(b"\x1e"):
        return "lines"
    bare = _as_ascii(start).strip()
    if bare.startswith(b"{"):
        lines = [line for line in re.split(rb"[\r\n]+", bare) if line.strip()]
        several = len(lines) > 1 and lines[0].rstrip().endswith(b"}") and lines[1].lstrip().startswith(b"{")
        return "lines" if several else "json"
    if source.suffix in {".geojson", ".json"} or re.match(rb"\[\s*(\{|\])", bare):
        return "json"
    return "text"


def _as_ascii(start: bytes) -> bytes:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[2:].replace(b"\x00", b"")
    return start.removeprefix(b"\xef\xbb\xbf")
