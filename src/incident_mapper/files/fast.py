"""Rows of delimited text in bulk: the same batches as the careful reader gives, from Arrow's reader."""

import contextlib
import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from incident_mapper.errors import ReadError
from incident_mapper.files.ahead import ahead
from incident_mapper.files.arrow import column_of, merged
from incident_mapper.files.cells import Batch, Column
from incident_mapper.files.delimited import (
    BATCH_ROWS,
    END,
    MOST_IN_CELL,
    Delimited,
    careful_batches,
    too_large,
)
from incident_mapper.files.layout import too_wide

# Arrow reads some blocks ahead, so that larger ones cost memory and bring nothing.
_LEAST_BLOCK, _MOST_BLOCK = 2 << 20, 8 << 20
_BATCH_BYTES = 32 << 20


class _UnsureError(Exception):
    """Something that only the careful reader, or all columns, can decide."""


@dataclass
class _Odd:
    """Rows that have more or fewer cells than most, by number from 1, as the parser meets them."""

    rows: list[tuple[int, str]] = field(default_factory=list)

    def __call__(self, row: Any) -> str:
        self.rows.append((row.number, row.text))
        return "skip"

    def among(self, last: int, count: int) -> tuple[NDArray[np.int64], list[tuple[int, str]]]:
        """Return the numbers of the next rows that are not odd, and the odd ones before the last of them."""
        known = self.rows[:]  # the parser may be ahead, and add to them
        at = np.array([number for number, _ in known], dtype=np.int64)
        taken = int(np.searchsorted(at - np.arange(len(at)), last + count, side="right"))
        numbers = np.arange(last + 1, last + count + taken + 1, dtype=np.int64)
        if taken:
            del self.rows[:taken]
            numbers = np.delete(numbers, at[:taken] - last - 1)
        return numbers, known[:taken]


def fast_batches(
    table: Delimited, only: Collection[str] | None, *, block: int | None = None
) -> Iterator[Batch]:
    """Give the rows in batches, in bulk where that gives the same rows, else by the careful reader.

    Parameters
    ----------
    only
        The headers that are wanted.
    block
        How many bytes are parsed at once; by default about 100,000 rows or 32 MB.

    Raises
    ------
    ReadError
        As the careful reader does.
    """
    done = table.before
    for every in (False, True):
        try:
            for batch in _in_bulk(table, only, every=every, block=block):
                if (rest := _after(batch, done)) is not None:
                    yield rest
                    done = int(rest.rows[-1])
        except (_UnsureError, pa.ArrowInvalid):
            continue
        return
    for batch in careful_batches(table, only):
        if (rest := _after(batch, done)) is not None:
            yield rest


def _after(batch: Batch, done: int) -> Batch | None:
    """Return the rows of a batch that were not given yet."""
    if not len(batch) or batch.rows[-1] <= done:
        return None
    if batch.rows[0] > done:
        return batch
    keep = batch.rows > done
    columns = {name: Column(column.codes[keep], column.texts) for name, column in batch.columns.items()}
    return Batch(batch.rows[keep], columns, {row: said for row, said in batch.problems.items() if row > done})


def _in_bulk(
    table: Delimited, only: Collection[str] | None, *, every: bool, block: int | None
) -> Iterator[Batch]:
    headers = table.layout.headers
    if not table.delimiter.isascii() or not _fits(table):
        raise _UnsureError
    width = _width(table)
    wanted = [at for at, name in enumerate(headers) if only is None or name in only]
    # Cells beyond the header are looked at for text; the fullest column shows that a row is not empty.
    read = set(range(width)) if every else {*wanted, *range(len(headers), width), _fullest(table)}
    every = len(read) == width
    at_of = {at: f"c{at}" for at in sorted(read) if at < width}
    odd = _Odd()
    with contextlib.closing(_Ended(table.text.utf8(table.offset))) as stream:
        reader = arrow_csv.open_csv(
            pa.PythonFile(stream, "r"),
            # One thread parses in order, so that rows have their numbers; ours runs beside it.
            read_options=arrow_csv.ReadOptions(
                use_threads=False,
                block_size=block or _block(table),
                column_names=[f"c{at}" for at in range(width)],
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=table.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=odd,
            ),
            convert_options=arrow_csv.ConvertOptions(
                check_utf8=False,  # it is UTF-8 already
                include_columns=list(at_of.values()),
                column_types=dict.fromkeys(at_of.values(), pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                null_values=[],
            ),
        )
        yield from _numbered(
            ahead(_gathered(reader, most=2 * block if block else _BATCH_BYTES)),
            table,
            odd=odd,
            width=width,
            every=every,
            only=only,
        )


def _gathered(blocks: Iterator[Any], *, most: int) -> Iterator[Any]:
    """Give several blocks as one, until they are a batch."""
    held: list[Any] = []
    for block in blocks:
        held.append(block)
        if sum(one.num_rows for one in held) >= BATCH_ROWS or sum(one.nbytes for one in held) >= most:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _numbered(
    blocks: Iterator[Any],
    table: Delimited,
    *,
    odd: _Odd,
    width: int,
    every: bool,
    only: Collection[str] | None,
) -> Iterator[Batch]:
    """Give each block its row numbers, and the rows that Arrow left out their place."""
    wanted = [at for at, name in enumerate(table.layout.headers) if only is None or name in only]
    last = 0  # the last row, counted from 1 behind the header
    ended = False
    for block in blocks:
        if not block.num_rows:
            continue
        numbers, extra = odd.among(last, block.num_rows)
        last = int(numbers[-1])
        read = {int(name[1:]): column_of(block.column(at)) for at, name in enumerate(block.schema.names)}
        ended = _ends(read, extra, width=width)
        for at, name in enumerate(block.schema.names):
            _refuse_large(
                block.column(at), read[int(name[1:])], table.before + numbers, table=table, at=int(name[1:])
            )
        yield _placed(read, numbers, extra, table=table, wanted=wanted, every=every)
    rest = odd.rows
    ended = ended or any(text.strip("\r\n") == END for _, text in rest)
    if rest:
        nothing = {at: Column.empty(0) for at in range(width)}
        yield _placed(nothing, np.zeros(0, np.int64), rest, table=table, wanted=wanted, every=True)
    if not ended:
        raise _UnsureError  # a quote is open: the careful reader says where


def _ends(read: dict[int, Column], extra: list[tuple[int, str]], *, width: int) -> bool:
    if any(text.strip("\r\n") == END for _, text in extra):
        return True
    first = read.get(0)
    return width == 1 and first is not None and len(first) > 0 and str(first.texts[first.codes[-1]]) == END


def _placed(
    read: dict[int, Column],
    numbers: NDArray[np.int64],
    extra: Sequence[tuple[int, str]],
    *,
    table: Delimited,
    wanted: Sequence[int],
    every: bool,
) -> Batch:
    """Return the rows of a block and the odd ones among them, without the empty ones and the mark of the end."""
    headers = table.layout.headers
    problems: dict[int, str] = {}
    keep = np.zeros(len(numbers), dtype=bool)
    # From the fullest column on: one that has text in every row makes the others needless.
    fullest = _fullest(table)
    for at in sorted(read, key=lambda at: at != fullest):
        if at < len(headers) and keep.all():
            continue
        column = read[at]
        filled = column.each((column.texts != "") & (column.texts != END))
        keep |= filled
        if at >= len(headers):
            for row in np.flatnonzero(filled):
                problems[int(table.before + numbers[row])] = ""
    if not every and not keep.all() and _unsure(read, keep):
        raise _UnsureError  # empty in what was read; perhaps not in the other columns
    for number in problems:
        position = int(np.searchsorted(numbers, number - table.before))
        cells = [
            str(read[at].texts[read[at].codes[position]]) if at in read else "" for at in range(max(read) + 1)
        ]
        problems[number] = too_wide(cells, headers)
    columns = {headers[at]: read.get(at, Column.empty(len(numbers))) for at in wanted}
    if not keep.all():
        numbers = numbers[keep]
        columns = {name: Column(column.codes[keep], column.texts) for name, column in columns.items()}
    rows = table.before + numbers
    added = [(table.before + at, _cells(text, table.delimiter)) for at, text in extra]
    added = [(row, cells) for row, cells in added if cells != [END] and any(map(str.strip, cells))]
    if added:
        order = np.argsort(
            np.concatenate([rows, np.array([row for row, _ in added], dtype=np.int64)]), kind="stable"
        )
        rows = np.concatenate([rows, np.array([row for row, _ in added], dtype=np.int64)])[order]
        columns = {
            headers[at]: merged(
                columns[headers[at]], [cells[at] if at < len(cells) else "" for _, cells in added], order
            )
            for at in wanted
        }
        problems |= {row: said for row, cells in added if (said := too_wide(cells, headers))}
    return Batch(rows, columns, dict(sorted(problems.items())))


def _unsure(read: dict[int, Column], keep: NDArray[np.bool_]) -> bool:
    """Whether a row that is empty in what was read may hold something; the mark of the end does not count."""
    first = read.get(0)
    if first is None:
        return True
    marks = first.each(np.array([text == END for text in first.texts], dtype=bool))
    return bool((~keep & ~marks).any())


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])


def _refuse_large(cells: Any, column: Column, rows: NDArray[np.int64], *, table: Delimited, at: int) -> None:
    if (pc.max(pc.binary_length(cells)).as_py() or 0) <= MOST_IN_CELL:
        return
    large = column.each(np.array([len(text) > MOST_IN_CELL for text in column.texts], dtype=bool))
    if large.any():
        raise ReadError(too_large(table, row=int(rows[large.argmax()]), column=at + 1))


def _width(table: Delimited) -> int:
    """Return how many cells most rows have; a delimiter at the end of each row makes it one more than the names."""
    widths = [len(cells) for _, cells in table.head]
    return max(set(widths), key=widths.count)


def _fits(table: Delimited) -> bool:
    """Whether no cell of the first rows is so large that a block could not hold a row."""
    return all(sum(map(len, cells)) < _LEAST_BLOCK // 4 for _, cells in table.head)


def _fullest(table: Delimited) -> int:
    filled = [
        sum(1 for _, cells in table.head if at < len(cells) and cells[at].strip())
        for at in range(len(table.layout.headers))
    ]
    width = _width(table)
    return max(range(min(len(filled), width)), key=filled.__getitem__)


def _block(table: Delimited) -> int:
    mean = sum(sum(len(cell) + 1 for cell in cells) for _, cells in table.head) // max(len(table.head), 1)
    return min(max(BATCH_ROWS * mean, _LEAST_BLOCK), _MOST_BLOCK)


class _Ended:
    """A stream for Arrow, with a last line of our own, which shows whether a quote was left open."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._end = f"{END}\n".encode()
        self._last = b"\n"
        self._held = b""

    def read(self, size: int) -> bytes:
        chunk = self._held + self._raw.read(size - len(self._held))
        if chunk == self._held:
            newline = b"\n" if self._last != b"\n" or chunk else b""
            chunk, self._end = (chunk + newline + self._end if self._end else b""), b""
            self._held, self._last = b"", b"\n"
            return chunk
        # Arrow drops a line feed that begins a block behind a carriage return, even inside quotes.
        self._held = b"\r" if chunk.endswith(b"\r") else b""
        chunk = chunk[: len(chunk) - len(self._held)]
        self._last = chunk[-1:] or self._last
        return chunk or self.read(size)

    @property
    def closed(self) -> bool:
        return self._raw.closed

    def close(self) -> None:
        self._raw.close()
