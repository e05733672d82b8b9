"""A whole file as one table of text, for tables that are small: areas, places, corrections."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from incident_mapper.files.delimited import open_delimited
from incident_mapper.files.kinds import kind_of
from incident_mapper.files.layout import too_wide
from incident_mapper.files.opening import open_source
from incident_mapper.files.source import Source
from incident_mapper.files.table import table_of
from incident_mapper.files.text import scan_text


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
    """Read a file of any kind that `open_table` opens, as a whole.

    Parameters
    ----------
    path
        The file. Cells of delimited text are as they stand in it, with the blanks around them.

    Raises
    ------
    ReadError
        If the file is missing, empty, binary, or not a table; the message says what to do.
    """
    source = open_source(path)
    if kind_of(source) == "text":
        return _read_text(source)
    table = table_of(source)
    frames = []
    problems: dict[int, str] = {}
    for batch in table.batches():
        columns = {name: batch.column(name).expand() for name in table.headers}
        frames.append(pd.DataFrame(columns, index=pd.Index(batch.rows, name="row"), dtype=str))
        problems |= batch.problems
    return RawTable(table.path, pd.concat(frames), problems, table.notes)


def _read_text(source: Source) -> RawTable:
    table = open_delimited(scan_text(source))
    headers = table.layout.headers
    rows: list[list[str]] = []
    numbers: list[int] = []
    problems: dict[int, str] = {}
    for number, cells in table.rows():
        if said := too_wide(cells, headers):
            problems[number] = said
        rows.append((cells + [""] * (len(headers) - len(cells)))[: len(headers)])
        numbers.append(number)
    frame = pd.DataFrame(rows, columns=list(headers), index=pd.Index(numbers, name="row"), dtype=str)
    return RawTable(source.name, frame, problems, (*table.text.notes, *table.layout.notes))
