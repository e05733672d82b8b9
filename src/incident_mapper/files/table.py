"""A file of rows that has been opened: what it says about itself, and its rows in batches."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from incident_mapper.errors import ReadError
from incident_mapper.files.archive import with_siblings
from incident_mapper.files.cells import Batch, Column
from incident_mapper.files.columnar import open_columnar
from incident_mapper.files.delimited import Delimited, careful_batches, in_batches, open_delimited
from incident_mapper.files.document import open_document
from incident_mapper.files.fast import fast_batches
from incident_mapper.files.json_rows import open_lines
from incident_mapper.files.kinds import kind_of
from incident_mapper.files.layers import open_layer
from incident_mapper.files.layout import HEAD_ROWS, Layout, Row
from incident_mapper.files.opening import open_source
from incident_mapper.files.source import Source
from incident_mapper.files.text import Text, fingerprint, scan_text
from incident_mapper.files.workbook import beyond_names, open_sheet

Read = Callable[[Collection[str] | None], Iterator[Batch]]
_LARGE = 4_000_000  # bytes; below, the careful reader is quick enough


@dataclass(frozen=True)
class FileOptions:
    """How a file is opened, where it does not say so itself.

    Attributes
    ----------
    sheet
        The sheet of a workbook or the layer of a GeoPackage; by default the one that looks like a table of rows.
    header_row
        The row with the column names, counted from 1; by default it is looked for.
    encoding
        Of text; by default UTF-8, UTF-16 with its mark, or else Windows-1252.
    """

    sheet: str = ""
    header_row: int | None = None
    encoding: str = ""


@dataclass(frozen=True)
class Table:
    """An opened file of rows.

    Attributes
    ----------
    path
        How messages call the file.
    headers
        The column names, trimmed, unique. A file without a header row has ``column 1`` and so on.
    headerless
        Whether the file has no header row.
    tags
        Header to HXL tag, where the file has a row of tags.
    head
        The first rows, cell by cell in the order of `headers`, for looking at.
    notes
        What a careful reader should know about the file: its encoding, its sheet, skipped rows.
    digest
        A fingerprint of the content: the same file given twice is recognised.
    row_word
        What a row is called: ``row`` or ``feature``.
    """

    path: str
    headers: tuple[str, ...]
    read: Read = field(repr=False)
    headerless: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    head: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = ""
    row_word: str = "row"

    def batches(self, only: Collection[str] | None = None) -> Iterator[Batch]:
        """Give the rows, in order; each call begins anew.

        Parameters
        ----------
        only
            The headers of the columns that are wanted; by default all.
        """
        return self.read(only)


def open_table(path: str | Path, *, options: FileOptions = FileOptions()) -> Table:
    r"""Open a file of rows: read what it says about itself, and no more of it than that takes.

    Parameters
    ----------
    path
        The file, or ``-`` for standard input; its format is known by its content, then by its name.
    options
        What the file does not say itself.

    Raises
    ------
    ReadError
        If the file is missing, empty, damaged or not a table; the message says what to do.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "reports.csv"
    >>> _ = path.write_text("district,killed\nKalat,4\n", encoding="utf-8")
    >>> table = open_table(path)
    >>> table.headers, [batch.column("district").expand().tolist() for batch in table.batches()]
    (('district', 'killed'), [['Kalat']])
    """
    return table_of(open_source(path), options=options)


def table_of(source: Source, *, options: FileOptions = FileOptions()) -> Table:
    """Open a table whose bytes are at hand.

    Raises
    ------
    ReadError
        As `open_table` does.
    """
    kind = kind_of(source)
    if kind == "workbook":
        return _of_sheet(source, options)
    if options.sheet and kind != "layers":
        raise ReadError(f"{source.name} has no sheets, so there is no sheet {options.sheet!r} to read.")
    if kind == "parquet":
        return _of_columns(source)
    if kind == "layers":
        return _of_layer(source, options)
    text = scan_text(source, encoding=options.encoding)
    if kind == "lines":
        return _of_lines(text)
    if kind == "json":
        return _of_document(text)
    return _of_text(open_delimited(text, header_row=options.header_row))


def _of_text(table: Delimited) -> Table:
    def read(only: Collection[str] | None) -> Iterator[Batch]:
        if table.text.size < _LARGE:
            return careful_batches(table, only)
        return fast_batches(table, only)

    text, layout = table.text, table.layout
    return Table(
        text.source.name,
        layout.headers,
        read,
        headerless=layout.headerless,
        tags=layout.tags,
        head=_head(table.head, layout),
        notes=(*text.notes, *layout.notes),
        digest=text.digest,
    )


def _of_sheet(source: Source, options: FileOptions) -> Table:
    digest, _ = fingerprint(source)
    sheet = open_sheet(source, sheet=options.sheet, header_row=options.header_row)
    layout = sheet.layout

    def read(only: Collection[str] | None) -> Iterator[Batch]:
        return in_batches(sheet.rows(), headers=layout.headers, only=only, wrong=beyond_names)

    return Table(
        source.name,
        layout.headers,
        read,
        headerless=layout.headerless,
        tags=layout.tags,
        head=_head(sheet.head, layout),
        notes=sheet.notes,
        digest=digest,
    )


def _of_columns(source: Source) -> Table:
    digest, _ = fingerprint(source)
    file = open_columnar(source)
    head = _first_rows(file.batches(None, most=HEAD_ROWS), file.headers)
    return Table(source.name, file.headers, file.batches, head=head, notes=file.notes, digest=digest)


def _of_layer(source: Source, options: FileOptions) -> Table:
    digest, _ = fingerprint(source)
    if source.packing == "zip" and source.suffix == ".shp":
        source = with_siblings(source)
    layer = open_layer(source, layer=options.sheet)
    head = _first_rows(layer.batches(None), layer.headers)
    return Table(
        source.name,
        layer.headers,
        layer.batches,
        head=head,
        notes=layer.notes,
        digest=digest,
        row_word="feature",
    )


def _of_lines(text: Text) -> Table:
    lines = open_lines(text)
    return Table(
        text.source.name,
        lines.headers,
        lines.batches,
        head=lines.head,
        notes=(*text.notes, *lines.notes),
        digest=text.digest,
    )


def _of_document(text: Text) -> Table:
    document = open_document(text)
    head = _first_rows(document.batches(None), document.headers)
    return Table(
        text.source.name,
        document.headers,
        document.batches,
        head=head,
        notes=(*text.notes, *document.notes),
        digest=text.digest,
        row_word=document.row_word,
    )


def _head(rows: tuple[Row, ...], layout: Layout) -> tuple[tuple[str, ...], ...]:
    width = len(layout.headers)
    return tuple(tuple(cell.strip() for cell in (cells + [""] * width)[:width]) for _, cells in rows)


def _first_rows(batches: Iterator[Batch], headers: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    batch = next(batches, None)
    if batch is None:
        return ()
    columns = (Column(column.codes[:HEAD_ROWS], column.texts) for column in map(batch.column, headers))
    return tuple(zip(*(column.expand().tolist() for column in columns), strict=True))
