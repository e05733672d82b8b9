"""Read a file of any supported kind into a table of text, with the row numbers a person would use."""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from incident_mapper.errors import ReadError
from incident_mapper.files.geojson import geojson_cells

_DELIMITERS = ",;\t|"  # of two that are equally frequent, the first
_END = "\x03end of file\x03"
_HXL_TAG = re.compile(r"^#[a-z][a-z0-9_]*( ?[+][a-z0-9_]+)*$", re.IGNORECASE)
# A line that only names the delimiter is what some Excel exports begin with.
_NAMED_DELIMITER = re.compile(r"sep=(\t|[^\s\w\"])\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of text as it stands in a file.

    Attributes
    ----------
    cells
        One column of text per column of the file; the index holds the row numbers as a spreadsheet
        shows them (the header is row 1), or feature numbers for GeoJSON. Missing is empty text.
    problems
        Reason by row number, for rows that are not whole.
    notes
        What a careful reader should know about the file: its encoding, skipped rows.
    """

    path: str
    cells: pd.DataFrame
    problems: dict[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_table(path: Path) -> RawTable:
    """Read a delimited text file or GeoJSON.

    Parameters
    ----------
    path
        CSV (comma, semicolon, tab or bar; UTF-8 with or without BOM, UTF-16 with BOM, Windows-1252)
        or GeoJSON.

    Raises
    ------
    ReadError
        If the file is missing, empty, binary, or not a table; the message says what to do.
    """
    content = _read_bytes(path)
    text, notes = _decode(content, path=path)
    if path.suffix.casefold() in {".geojson", ".json"} or text.lstrip()[:1] == "{":
        cells, problems, said = geojson_cells(text, path=path)
        return RawTable(str(path), cells, problems, (*notes, *said))
    return _read_delimited(text, path=path, notes=notes)


def _read_bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"{path}: there is no such file.") from error
    except IsADirectoryError as error:
        raise ReadError(f"{path} is a folder. Name the file in it.") from error
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not content.strip():
        raise ReadError(f"{path} is empty. Expected a header row and at least one row of data.")
    return content


def _decode(content: bytes, *, path: Path) -> tuple[str, tuple[str, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ("read as UTF-16",)
        except UnicodeDecodeError as error:
            raise ReadError(
                f"{path} begins like UTF-16, but breaks off or is damaged at byte {error.start}. "
                "Save it as CSV (UTF-8), then try again."
            ) from error
    if b"\x00" in content[:65536]:
        raise ReadError(
            f"{path} is a binary file, not a table of text. "
            "Save it as CSV (UTF-8) or GeoJSON, then try again."
        )
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        # Bytes that Windows-1252 leaves undefined become the replacement mark rather than an error.
        note = f"not UTF-8 (first at line {line}): read as Windows-1252"
        return content.decode("cp1252", errors="replace"), (note,)


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the header most, outside quotes."""
    header = re.sub(r'"[^"]*"', "", next((line for line in text.splitlines() if line.strip()), ""))
    return max(_DELIMITERS, key=header.count)


def _header(names: list[str], *, path: Path) -> list[str]:
    """Return usable column names: trimmed, with empty and repeated ones numbered."""
    columns: dict[str, None] = {}  # in order, and quick to look into
    for position, raw in enumerate(names, start=1):
        base = name = raw.strip() or f"column {position}"
        copies = 1
        while name in columns:
            copies += 1
            name = f"{base} ({copies})"
        columns[name] = None
    if len(columns) == 1 and len(next(iter(columns))) > 500:
        raise ReadError(
            f"{path} has no header row that could be read. "
            "Expected column names, such as date,district,killed."
        )
    return list(columns)


def is_hxl_row(cells: list[str]) -> bool:
    """Whether a row holds HXL tags rather than data.

    Examples
    --------
    >>> is_hxl_row(["", "#date+year", "#adm1+name"]), is_hxl_row(["12", "#2 checkpoint"])
    (True, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(_HXL_TAG.match(cell) for cell in filled)


def _read_delimited(text: str, *, path: Path, notes: tuple[str, ...]) -> RawTable:
    header: list[str] | None = None
    rows: list[list[str]] = []
    numbers: list[int] = []
    problems: dict[int, str] = {}
    for number, record in _records(text, path=path):
        if header is None:
            header = _header(record, path=path)
            continue
        if not rows and is_hxl_row(record):
            notes = (*notes, f"row {number} holds HXL tags")
            continue
        if any(cell.strip() for cell in record[len(header) :]):
            problems[number] = (
                f"the row has {len(record)} cells under {len(header)} column names; "
                "a cell with the delimiter in it must be quoted"
            )
        rows.append((record + [""] * (len(header) - len(record)))[: len(header)])
        numbers.append(number)
    if header is None:
        raise ReadError(f"{path} is empty. Expected a header row and at least one row of data.")
    if not rows:
        raise ReadError(f"{path} has a header ({', '.join(header[:6])}) and no rows of data.")
    cells = pd.DataFrame(rows, columns=header, index=pd.Index(numbers, name="row"), dtype=str)
    return RawTable(str(path), cells, problems, notes)


def _records(text: str, *, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not empty, with the number a spreadsheet gives them."""
    lead = 0
    if found := _NAMED_DELIMITER.match(text):
        text, delimiter, lead = text[found.end() :], found[1], 1
    else:
        delimiter = _delimiter(text)
    # A last line of our own shows whether a quote was left open: it then ends up inside a cell.
    lines = itertools.chain(io.StringIO(text, newline=""), ["\n", _END])
    reader = csv.reader(lines, delimiter=delimiter)
    begins = 1
    try:
        for number, record in enumerate(reader, start=lead + 1):
            if record and record[-1].endswith(_END):
                if record != [_END]:
                    raise ReadError(
                        f"{path}, line {begins + lead}: a quote is opened in this row and never closed, so "
                        "rows may be missing. Close it, or double it inside a quoted cell."
                    )
                return
            if any(cell.strip() for cell in record):
                yield number, record
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ReadError(
            f"{path}, near line {reader.line_num + lead}: {error}. "
            "Is a quote left open, or a cell over 128 kB?"
        ) from error
