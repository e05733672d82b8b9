"""Write a mended table as CSV, under the header as the user wrote it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from incident_mapper.files.layout import is_hxl_row
from incident_mapper.files.whole import RawTable
from incident_mapper.quality.fixes import Fixed

_HEAD_BYTES: Final = 1_000_000
_DELIMITERS: Final = ",;\t|"


def fixed_csv(raw: RawTable, fixed: Fixed) -> str:
    r"""Return a mended table as the text of a CSV file (comma, UTF-8).

    Parameters
    ----------
    raw
        The table that was mended: its file says how the header is written, and whether a row of HXL tags follows.
    fixed
        The mended table.

    Examples
    --------
    >>> import pandas as pd
    >>> cells = pd.DataFrame({"a": ["1"]}, index=[2])
    >>> fixed_csv(RawTable("gone.csv", cells), Fixed(cells, pd.DataFrame(), {}))
    'a\n1\n'
    """
    names = [str(name) for name in fixed.cells.columns]
    header, tags = _head(raw)
    added = names[len(raw.cells.columns) :]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*header, *added])
    if tags:
        writer.writerow([*tags, *[""] * (len(names) - len(tags))])
    writer.writerows(fixed.cells.itertuples(index=False, name=None))
    return out.getvalue()


def _head(raw: RawTable) -> tuple[list[str], list[str]]:
    """Return the header and the row of HXL tags as they stand in the file, or the names as they were read."""
    names = [str(name) for name in raw.cells.columns]
    try:
        with Path(raw.path).open("rb") as file:
            text = _decoded(file.read(_HEAD_BYTES))
    except OSError:
        return names, []
    for delimiter in _DELIMITERS:
        records = _records(text, delimiter)
        if records and _is_header(records[0], names):
            tags = records[1] if len(records) > 1 and is_hxl_row(records[1]) else []
            return records[0], tags[: len(names)]
    return names, []


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Cut in the middle of a letter, it is still UTF-8.
        if error.start > len(content) - 4:
            return content[: error.start].decode("utf-8-sig")
        return content.decode("cp1252", errors="replace")


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Return the first two records that are not empty."""
    found = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in record):
                found.append(record)
            if len(found) == 2:
                break
    except csv.Error:
        pass
    return found


def _is_header(record: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a record is what the names were read from: trimmed, and numbered where they repeat."""
    if len(record) != len(names) or len(names) < 2:
        return False
    return all(name.startswith(cell.strip()) for cell, name in zip(record, names, strict=True))
