"""A file of rows that has been opened: what it says about itself, and its rows in batches."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from incident_mapper.files.cells import Batch, Column
from incident_mapper.files.whole import read_table

Read = Callable[[Collection[str] | None], Iterator[Batch]]


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
        The file; its format is known by its content and name.
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
    raw = read_table(Path(path))
    headers = tuple(str(name) for name in raw.cells.columns)

    def read(only: Collection[str] | None) -> Iterator[Batch]:
        wanted = [name for name in headers if only is None or name in only]
        yield Batch(
            np.asarray(raw.cells.index, dtype=np.int64),
            {name: Column.of(raw.cells[name].tolist()) for name in wanted},
            raw.problems,
        )

    head = tuple(raw.cells.head(200).itertuples(index=False, name=None))
    return Table(raw.path, headers, read, head=head, notes=raw.notes)
