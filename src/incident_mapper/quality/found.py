"""Build tables of findings, one finding a row."""

from collections.abc import Sequence
from functools import cache
from typing import Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.quality.catalogue import check_named

Cells = str | Sequence[str]


def no_findings() -> pd.DataFrame:
    """Return an empty table of findings.

    Examples
    --------
    >>> len(no_findings()), list(no_findings())[:3]
    (0, ['check', 'file', 'row'])
    """
    return _empty().copy()


@cache
def _empty() -> pd.DataFrame:
    return _typed(pd.DataFrame({column: [] for column in s.FINDING_COLUMNS}))


def found(
    check: str,
    rows: pd.DataFrame,
    *,
    field: Cells = "",
    value: Cells = "",
    message: Cells,
    advice: Cells = "",
) -> pd.DataFrame:
    """Return one finding for each of some rows of the incident table.

    Parameters
    ----------
    check
        Name of the check.
    rows
        The rows found.
    field, value, message, advice
        One text for all rows, or one each.

    Examples
    --------
    >>> rows = pd.DataFrame({"file": "a.csv", "row": [2]}, index=["x"])
    >>> found("future", rows, message="2090 is not yet")["incident_id"].tolist()
    ['x']
    """
    if rows.empty:
        return no_findings()  # as most checks end; the table below takes a hundred times as long to make
    table = pd.DataFrame(
        {
            s.CHECK: check,
            s.FILE: rows[s.FILE].to_numpy(),
            s.ROW: rows[s.ROW].to_numpy(),
            s.INCIDENT_ID: rows.index.astype(str),
            s.FIELD: _cells(field, rows),
            s.VALUE: _cells(value, rows),
            s.MESSAGE: _cells(message, rows),
            s.SUGGESTION: _cells(advice or check_named(check).advice, rows),
            s.FIX: check_named(check).fix,
        }
    )
    return _typed(table)


def of_column(check: str, *, file: str, field: str, value: str, message: str) -> pd.DataFrame:
    """Return one finding about a whole column of a file; it has no row.

    Examples
    --------
    >>> of_column("no_date", file="a.csv", field="event_date", value="", message="none")["row"].tolist()
    [<NA>]
    """
    known = check_named(check)
    cells = (check, file, pd.NA, "", field, value, message, known.advice, known.fix)
    return _typed(pd.DataFrame([cells], columns=list(s.FINDING_COLUMNS)))


_TEXT: Final = [column for column in s.FINDING_COLUMNS if column != s.ROW]


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype(dict.fromkeys(_TEXT, str) | {s.ROW: "Int64"})[list(s.FINDING_COLUMNS)]


def _cells(given: Cells, rows: pd.DataFrame) -> list[str]:
    return [given] * len(rows) if isinstance(given, str) else list(given)


def together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of findings as one.

    Examples
    --------
    >>> len(together([no_findings(), no_findings()]))
    0
    """
    filled = [table for table in tables if len(table)]
    return _typed(pd.concat(filled, ignore_index=True)) if filled else no_findings()
