"""Rows of delimited text, one at a time and with care: what the fast reader does is measured against this."""

import csv
import io
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from incident_mapper.errors import ReadError
from incident_mapper.files.cells import Batch, Column
from incident_mapper.files.layout import (
    HEAD_ROWS,
    TITLE_ROWS,
    Layout,
    Row,
    find_layout,
    nothing_below,
    too_wide,
)
from incident_mapper.files.text import Text

MOST_IN_CELL = 1_000_000  # characters
BATCH_ROWS = 100_000
BATCH_TEXT = 32_000_000  # characters
END = "\x03end of file\x03"

_DELIMITERS = ",;\t|"  # of two that are equally frequent, the first
_MOST_IN_LINE = 64_000_000
# A line that only names the delimiter is what some Excel exports begin with.
_NAMED_DELIMITER = re.compile(r"sep=(\t|[^\s\w\"])\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class Delimited:
    """An opened delimited text.

    Attributes
    ----------
    offset
        Where the first row of data begins, in bytes of UTF-8.
    before
        The number of the row before it.
    head
        The first rows of data, with their numbers.
    """

    text: Text
    delimiter: str
    layout: Layout
    offset: int
    before: int
    head: tuple[Row, ...]

    def rows(self) -> Iterator[Row]:
        """Give the rows of data that are not empty, as they stand."""
        for number, cells, _ in _records(
            lambda: self.text.lines(self.offset),
            name=self.text.source.name,
            delimiter=self.delimiter,
            headers=self.layout.headers,
            before=self.before,
        ):
            yield number, cells


def open_delimited(text: Text, *, header_row: int | None = None) -> Delimited:
    """Find the delimiter and the column names of a text.

    Raises
    ------
    ReadError
        If there is no table in it, or no row of data.
    """
    name = text.source.name
    with text.lines() as lines:
        start = lines.read(1 << 16)
    lead = _NAMED_DELIMITER.match(start)
    delimiter = lead[1] if lead else _delimiter(start)
    skipped = len(lead[0].encode()) if lead else 0
    before = 1 if lead else 0
    wanted = HEAD_ROWS + TITLE_ROWS * 2 + (header_row or 0)
    head = list(
        itertools.islice(
            _records(lambda: text.lines(skipped), name=name, delimiter=delimiter, before=before), wanted
        )
    )
    rows = [(number, cells) for number, cells, _ in head]
    layout = find_layout(rows, name=name, header_row=header_row, tabs=delimiter == "\t")
    if layout.above >= len(rows):
        raise ReadError(nothing_below(layout, name=name))
    offset, number = skipped, before
    if layout.above:
        number, _, used = head[layout.above - 1]
        offset += used
    data = tuple(rows[layout.above : layout.above + HEAD_ROWS])
    return Delimited(text, delimiter, layout, offset, number, data)


def careful_batches(table: Delimited, only: Collection[str] | None) -> Iterator[Batch]:
    """Give the rows in batches, by the reader of the standard library."""
    return in_batches(table.rows(), headers=table.layout.headers, only=only)


def in_batches(
    rows: Iterable[Row],
    *,
    headers: Sequence[str],
    only: Collection[str] | None,
    wrong: Callable[[Sequence[str], Sequence[str]], str] = too_wide,
) -> Iterator[Batch]:
    """Gather rows into batches of text.

    Parameters
    ----------
    wrong
        Says what is wrong with a row, given its cells and the headers.
    """
    kept: list[list[str]] = []
    numbers: list[int] = []
    size = 0
    for number, cells in rows:
        kept.append(cells)
        numbers.append(number)
        size += sum(map(len, cells))
        if len(kept) >= BATCH_ROWS or size >= BATCH_TEXT:
            yield _batch(numbers, kept, headers=headers, only=only, wrong=wrong)
            kept, numbers, size = [], [], 0
    if kept:
        yield _batch(numbers, kept, headers=headers, only=only, wrong=wrong)


def _batch(
    numbers: list[int],
    rows: list[list[str]],
    *,
    headers: Sequence[str],
    only: Collection[str] | None,
    wrong: Callable[[Sequence[str], Sequence[str]], str],
) -> Batch:
    columns = {
        name: Column.of([row[at] if at < len(row) else "" for row in rows])
        for at, name in enumerate(headers)
        if only is None or name in only
    }
    found = ((number, wrong(row, headers)) for number, row in zip(numbers, rows, strict=True))
    return Batch(np.array(numbers, dtype=np.int64), columns, {number: said for number, said in found if said})


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the header most, outside quotes, unless the rows say it is another."""
    lines = (line for line in text.splitlines() if line.strip())
    first = re.sub(r'"[^"]*"', "", next(lines, ""))
    best = max(_DELIMITERS, key=first.count)
    widths = {delimiter: _widths(text, delimiter) for delimiter in _DELIMITERS}
    if len(set(widths[best][:2])) == 1 and (widths[best][0] > 1 or len(widths[best]) == 1):
        return best

    def support(delimiter: str) -> tuple[int, int]:
        split = [width for width in widths[delimiter] if width > 1]
        usual = max(split, key=split.count, default=0)
        return split.count(usual), usual

    found = max(_DELIMITERS, key=support)
    return found if support(found) > support(best) else best


def _widths(text: str, delimiter: str) -> list[int]:
    widths = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) >= 2 * TITLE_ROWS:
                break
    except csv.Error:
        return widths or [0]
    return widths or [0]


class _Lines:
    """Lines for the reader, which remember where they are and which belong to the record that is read."""

    def __init__(self, lines: io.TextIOBase, *, name: str) -> None:
        self._lines = lines
        self._name = name
        self._ended = 0
        self.bytes = 0
        self.number = 0
        self.record: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._lines.readline(_MOST_IN_LINE)
        if not line:
            # A last line of our own shows whether a quote was left open: it then ends up inside a cell.
            self._ended += 1
            if self._ended > 2:
                raise StopIteration
            return "\n" if self._ended == 1 else END
        if len(line) >= _MOST_IN_LINE:
            raise ReadError(
                f"{self._name}: line {self.number + 1:,} has more than {_MOST_IN_LINE:,} characters, "
                "so this is no table of rows. Save it as CSV with one line a row."
            )
        self.number += 1
        self.bytes += len(line) if line.isascii() else len(line.encode("utf-8", "replace"))
        self.record.append(line)
        return line


def _records(
    opened: Callable[[], io.TextIOWrapper],
    *,
    name: str,
    delimiter: str,
    headers: Sequence[str] = (),
    before: int = 0,
) -> Iterator[tuple[int, list[str], int]]:
    """Give the rows that are not empty, with the number a spreadsheet gives them, and the bytes up to their end."""
    # The limit belongs to the whole process, and the library knows no other way; so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), MOST_IN_CELL))
    with opened() as stream:
        lines = _Lines(stream, name=name)
        reader = csv.reader(lines, delimiter=delimiter)
        number = before
        try:
            for number, record in enumerate(reader, start=before + 1):
                if record and record[-1].endswith(END):
                    if record != [END]:
                        raise ReadError(
                            f"{name}, row {number:,}: a quote is opened in this row and never closed, so rows may be "
                            "missing. Close it, or double it inside a quoted cell."
                        )
                    return
                if any(map(str.strip, record)):
                    headers = headers or record  # what looks like the names, until it is known
                    yield number, record, lines.bytes
                lines.record.clear()
        except csv.Error as error:
            column = _column("".join(lines.record), delimiter=delimiter)
            raise ReadError(_large(name, headers, row=number + 1, column=column)) from error


def too_large(table: Delimited, *, row: int, column: int) -> str:
    """Return what is wrong with a cell that is too large; columns count from 1."""
    return _large(table.text.source.name, table.layout.headers, row=row, column=column)


def _large(name: str, headers: Sequence[str], *, row: int, column: int) -> str:
    called = f" ({headers[column - 1].strip()})" if column <= len(headers) else ""
    return (
        f"{name}, row {row:,}, column {column:,}{called}: the cell has more than {MOST_IN_CELL:,} characters. "
        "Is a quote left open there? Close it, or shorten the cell."
    )


def _column(record: str, *, delimiter: str) -> int:
    """Return which cell of the beginning of a row its end stands in."""
    column, quoted, at = 1, False, 0
    for found in re.finditer(f'["{re.escape(delimiter)}]', record):
        if found.start() - at > MOST_IN_CELL:
            break
        if found[0] == '"':
            quoted = not quoted
        elif not quoted:
            column += 1
            at = found.end()
    return column
