"""Tiny files of each kind, made in code: workbooks by hand, so that no writer of them is needed."""

import io
import zipfile
from xml.sax.saxutils import escape

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as parquet
from shapely.geometry import Point

ROWS = [["district", "killed", "date"], ["Kalat", 4, "2025-11-01"], ["Quetta", 3.5, "2025-11-02"]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def letters(column):
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def xlsx_cell(row, column, value):
    at = f'r="{letters(column)}{row}"'
    if value is None:
        return ""
    if isinstance(value, bool):
        return f'<c {at} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, tuple):  # a day, as its serial number
        return f'<c {at} s="1"><v>{value[0]}</v></c>'
    if isinstance(value, str):
        return f'<c {at} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c {at}><v>{value}</v></c>"


def xlsx(sheets, *, merged=None, hidden=()):
    """Give the bytes of a workbook; cells are texts, numbers, booleans, ``None``, or ``(serial,)`` for a day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/></Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = related = ""
        for at, name in enumerate(sheets, start=1):
            state = ' state="hidden"' if name in hidden else ""
            listed += f'<sheet name="{escape(name)}" sheetId="{at}"{state} r:id="r{at}"/>'
            related += (
                f'<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            )
        related += f'<Relationship Id="r99" Type="{OFFICE}/styles" Target="styles.xml"/>'
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        )
        book.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
        )
        for at, (name, rows) in enumerate(sheets.items(), start=1):
            body = ""
            for number, row in enumerate(rows, start=1):
                cells = "".join(xlsx_cell(number, column, value) for column, value in enumerate(row))
                body += f'<row r="{number}">{cells}</row>'
            ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in (merged or {}).get(name, ()))
            joined = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
            book.writestr(
                f"xl/worksheets/sheet{at}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{joined}</worksheet>',
            )
    return out.getvalue()


def ods(rows, *, repeated=""):
    """Give the bytes of a sheet of LibreOffice; `repeated` is put into the last row as it is."""
    out = io.BytesIO()
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    }
    spaces = " ".join(f'xmlns:{short}="{long}"' for short, long in names.items())

    def cell(value):
        if isinstance(value, str):
            kind = 'office:value-type="string"'
        else:
            kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", "<manifest/>")
        book.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="Sheet1">{body}{repeated}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def zipped(members):
    """Give the bytes of a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def parquet_bytes(columns=None, **options):
    """Give the bytes of a Parquet file."""
    out = io.BytesIO()
    table = pa.table(columns or {"district": ["Kalat", "Quetta"], "killed": [4.0, 3.5]})
    parquet.write_table(table, out, **options)
    return out.getvalue()


def points(crs="EPSG:4326"):
    """Give two places as a frame, in any CRS."""
    frame = gpd.GeoDataFrame(
        {"district": ["Kalat", "Quetta"], "killed": [4, 3]},
        geometry=[Point(66.5, 29.0), Point(67.0, 30.2)],
        crs="EPSG:4326",
    )
    return frame.to_crs(crs)


def zstd(content):
    """Give bytes as zstd packs them."""
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as packed:
        packed.write(content)
    return out.getvalue().to_pybytes()
