"""Sheets of Excel and LibreOffice as rows of text, merged cells filled and the likeliest sheet chosen."""

import contextlib
import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from incident_mapper.errors import ReadError
from incident_mapper.files.layout import HEAD_ROWS, TITLE_ROWS, Layout, Row, find_layout, nothing_below
from incident_mapper.files.source import Source, refuse_bomb
from incident_mapper.files.written import written

SUFFIXES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
MOST_CELLS = 25_000_000  # the library holds a sheet as a whole, empty cells included
_REFERENCE = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_OPEN_ROW_OR_CELL = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b([^>]*)>")
_ROWS_REPEATED = re.compile(rb'number-rows-repeated="(\d+)"')
_COLUMNS_REPEATED = re.compile(rb'number-columns-repeated="(\d+)"')
_CHUNK = 1 << 20
_MOST_MERGED = 1_000_000


@dataclass(frozen=True)
class Sheet:
    """An opened sheet.

    Attributes
    ----------
    source
        The workbook on disk.
    label
        The name of the sheet.
    layout
        Where its column names are.
    head
        The first rows of data.
    """

    source: Source
    label: str
    layout: Layout
    head: tuple[Row, ...]
    notes: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Give the rows of data that are not empty, with the numbers that the sheet shows."""
        self.source.check()
        with reading(self.source) as book:
            yield from itertools.islice(_rows(book, self.label), self.layout.above, None)


def open_sheet(source: Source, *, sheet: str = "", header_row: int | None = None) -> Sheet:
    """Open a sheet of a workbook, by default the one that looks most like a table of rows.

    Raises
    ------
    ReadError
        If the workbook cannot be read, has no such sheet, or no rows.
    """
    source = source.on_disk()
    _refuse_large(source)
    wanted = HEAD_ROWS + 2 * TITLE_ROWS + (header_row or 0)
    with reading(source) as book:
        labels = _visible(book)
        if sheet and sheet not in book.sheet_names:
            raise ReadError(
                f"{source.name} has no sheet {sheet!r}. Its sheets: {', '.join(map(repr, book.sheet_names))}."
            )
        looked = [sheet] if sheet else labels
        first = {label: _first(book, label, wanted) for label in looked}
        grouped = {label: _grouped(book.get_sheet_by_name(label)) for label in looked}
    label = max(looked, key=lambda label: _likeness(first[label]), default="")
    if not label or not first[label]:
        where = f"its sheet {sheet!r}" if sheet else "every sheet of it"
        raise ReadError(
            f"{source.name}: {where} is empty. Expected a header row and at least one row of data."
        )
    rows = first[label]
    name = f"{source.name} (sheet {label!r})" if len(book.sheet_names) > 1 else source.name
    layout = find_layout(rows, name=name, header_row=header_row)
    if header_row is None and layout.above < len(rows) and rows[layout.above - 1][0] in grouped[label]:
        layout = _two_rows(rows, layout, name=name)
    if layout.above >= len(rows):
        raise ReadError(nothing_below(layout, name=name))
    others = [other for other in book.sheet_names if other != label]
    notes: tuple[str, ...] = ()
    if others and not sheet:
        notes = (f"sheet {label!r} is read; there are also: {', '.join(map(repr, others[:12]))}",)
    return Sheet(source, label, layout, tuple(rows[layout.above :][:HEAD_ROWS]), (*notes, *layout.notes))


@contextlib.contextmanager
def reading(source: Source) -> Iterator[Any]:
    """Give the workbook, and turn what its reader raises into errors that say what to do.

    Raises
    ------
    ReadError
        In place of any of them.
    """
    import python_calamine as calamine  # noqa: PLC0415  (only where it is needed)

    try:
        with calamine.CalamineWorkbook.from_path(str(source.path)) as book:
            yield book
    except calamine.PasswordError as error:
        raise ReadError(_protected(source)) from error
    except (calamine.CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(_damaged(source, str(error))) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the library's own bug, with a damaged file
            raise ReadError(_damaged(source, str(error))) from error
        raise


def _protected(source: Source) -> str:
    return f"{source.name} is protected by a password. Open it, save it without the password, then try again."


def _damaged(source: Source, said: str) -> str:
    return (
        f"{source.name} is no workbook that can be read, or is damaged ({said[:200]}). "
        "Open it and save it again as .xlsx, or as CSV (UTF-8)."
    )


def _visible(book: Any) -> list[str]:
    import python_calamine as calamine  # noqa: PLC0415  (only where it is needed)

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible == calamine.SheetVisibleEnum.Visible]
    return shown or [sheet.name for sheet in sheets]


def _first(book: Any, label: str, wanted: int) -> list[Row]:
    rows: list[Row] = []
    for row in _rows(book, label):
        rows.append(row)
        if len(rows) >= wanted:
            break
    return rows


def _grouped(sheet: Any) -> set[int]:
    """Return the numbers of the rows that have a cell over several columns: names of groups of columns, if names."""
    ranges = sheet.merged_cell_ranges or () if sheet.start is not None else ()
    return {top + 1 for (top, left), (_, right) in ranges if right > left}


def _two_rows(rows: list[Row], layout: Layout, *, name: str) -> Layout:
    """Join names in two rows, such as "Killed" over "Min" and "Max", unless the second row is data."""
    at = layout.above - 1
    (number, upper), (below, lower) = rows[at], rows[at + 1]
    if below != number + 1 or any(any(map(str.isdigit, cell)) for cell in lower) or layout.tags:
        return layout
    width = max(len(upper), len(lower))
    pairs = zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True)
    joined = [" ".join(dict.fromkeys(part.strip() for part in pair if part.strip())) for pair in pairs]
    if len(set(joined)) < width:
        return layout
    found = find_layout([(below, joined), *rows[at + 2 :]], name=name, header_row=below)
    notes = (*layout.notes, f"rows {number}-{below} hold the column names", *found.notes)
    return Layout(found.headers, found.above + at + 1, tags=found.tags, notes=notes)


def _likeness(rows: list[Row]) -> tuple[int, int]:
    """How much rows look like a table: full rows of several columns count, a page of remarks does not."""
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in rows]
    usual = sorted(filled)[len(filled) // 2] if filled else 0
    return (sum(1 for count in filled if count >= max(2, usual / 2)) if usual > 1 else 0), len(rows)


def beyond_names(cells: Sequence[str], headers: Sequence[str]) -> str:
    """Return what is wrong with a row that has text to the right of the table, or nothing.

    Examples
    --------
    >>> beyond_names(["Kalat", "", "see note"], ["district"])
    "the row has 'see note' to the right of the column names; it is not read"
    """
    text = next((cell.strip() for cell in cells[len(headers) :] if cell.strip()), "")
    return f"the row has {text[:40]!r} to the right of the column names; it is not read" if text else ""


def _rows(book: Any, label: str) -> Iterator[Row]:
    """Give the rows that are not empty; empty columns before the first filled one are left out, as by the library."""
    sheet = book.get_sheet_by_name(label)
    if sheet.start is None:
        return
    left = sheet.start[1]
    fill = _merged(sheet)
    kept: dict[tuple[int, int], str] = {}
    for number, values in enumerate(sheet.iter_rows()):
        cells = [written(value) for value in values]
        here = [
            (column, origin) for column, origin in fill.get(number, ()) if 0 <= column - left < len(cells)
        ]
        kept |= {origin: cells[column - left] for column, origin in here if origin == (number, column)}
        covered = {column - left for column, _ in here}
        several = len({origin for _, origin in here}) > 1 or len(here) == 1
        if several or any(cell.strip() for at, cell in enumerate(cells) if at not in covered):
            for column, origin in here:  # a row that is nothing but merged is a title, and stays one cell
                cells[column - left] = kept.get(origin, "")
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number + 1, cells


def _merged(sheet: Any) -> dict[int, list[tuple[int, tuple[int, int]]]]:
    """Return, by row, the columns that are part of a merged cell, with the cell that holds its text."""
    fill: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for (top, left), (bottom, end) in sheet.merged_cell_ranges or ():
        low, right = min(bottom, sheet.end[0]), min(end, sheet.end[1])
        if (right - left + 1) * (low - top + 1) > _MOST_MERGED:
            continue  # a merged page is decoration
        for row in range(top, low + 1):
            fill.setdefault(row, []).extend((column, (top, left)) for column in range(left, right + 1))
    return fill


def _refuse_large(source: Source) -> None:
    """Raise if a sheet would need more memory than it can be meant to: empty cells are held too."""
    with source.path.open("rb") as stream:
        start = stream.read(4)
        if start == b"\xd0\xcf\x11\xe0":
            if _is_encrypted(stream):
                raise ReadError(_protected(source))
            return
    try:
        with zipfile.ZipFile(source.path) as archive:
            for member in archive.infolist():
                refuse_bomb(member.file_size, max(member.compress_size, 1), name=source.name)
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
                    _refuse_extent(source, _extent(archive, member.filename))
                elif member.filename == "content.xml":
                    _refuse_extent(source, _open_extent(archive, member.filename))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(_damaged(source, str(error))) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise ReadError(_damaged(source, str(error))) from error
        raise


def _is_encrypted(stream: BinaryIO) -> bool:
    """Whether an old container of Office holds a new workbook under a password."""
    mark = "EncryptedPackage".encode("utf-16-le")
    left = b""
    while chunk := stream.read(_CHUNK):
        if mark in left + chunk:
            return True
        left = chunk[-len(mark) :]
    return False


def _extent(archive: zipfile.ZipFile, member: str) -> int:
    rows = columns = 0
    for found in _matches(archive, member, _REFERENCE):
        rows = max(rows, int(found[2]))
        columns = max(columns, _column_number(found[1]))
    return rows * columns


def _refuse_extent(source: Source, cells: int) -> None:
    if cells > MOST_CELLS:
        raise ReadError(
            f"{source.name} has a sheet that reaches over {cells:,} cells; at most {MOST_CELLS:,} are read. "
            "Delete what stands far off the table, or save the sheet as CSV (UTF-8)."
        )


def _open_extent(archive: zipfile.ZipFile, member: str) -> int:
    """Return how far the sheets of LibreOffice reach: it writes a run of equal rows or cells once, with its length."""
    row = rows = columns = column = 0
    for found in _matches(archive, member, _OPEN_ROW_OR_CELL):
        if found[1] == b"table-row":
            times = _ROWS_REPEATED.search(found[2])
            row, column = row + (int(times[1]) if times else 1), 0
            continue
        times = _COLUMNS_REPEATED.search(found[2])
        column += int(times[1]) if times else 1
        if b"value-type" in found[2]:
            rows, columns = max(rows, row), max(columns, column)
    return rows * columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _matches(archive: zipfile.ZipFile, member: str, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    with archive.open(member) as stream:
        left = b""
        while chunk := stream.read(_CHUNK):
            text = left + chunk
            yield from pattern.finditer(text)
            left = text[max(text.rfind(b"<"), len(text) - 4096) :]
