"""Mend what is asked in a copy of the user's own table, and list every cell that changed."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, get_args

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.errors import OptionError
from incident_mapper.files.whole import RawTable
from incident_mapper.quality.catalogue import FIXES, Fix
from incident_mapper.quality.report import QualityReport
from incident_mapper.quality.rows import misspelt

CHANGE_COLUMNS: Final = ("fix", s.ROW, "column", "old", "new")
WHOLE_ROW: Final = "(whole row)"
"""What a change has as its column when a row is taken out; its cells are then in ``old``, as JSON."""

ISO_COLUMN: Final = f"{s.EVENT_DATE}_iso"
MATCHED: Final = (f"matched_{s.ADM2_NAME}", f"matched_{s.ADM2_CODE}")
"""The columns that the fixes ``dates`` and ``place`` add; reading such a file again goes by the user's own columns."""

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}|")
_PLAIN: Final = re.compile(r"\d[\d,]*(?:\.0*)?")
_CODED: Final[Mapping[str, Mapping[str, str]]] = {
    "where_prec": {"near": "2", "district": "3", "province": "4", "country": "6"},  # UCDP
    s.GEO_PRECISION: {"near": "2", "district": "3", "province": "3", "country": "3"},  # ACLED
}
"""How sources that write precisions as numbers would write them, by their header."""


@dataclass(frozen=True)
class Fixed:
    """A table with some cells mended.

    Attributes
    ----------
    cells
        The table as text, as `RawTable.cells` has it, with columns added at its end where a fix needs them.
    changes
        One row for each cell changed, columns `CHANGE_COLUMNS`.
    counts
        Cells changed (or rows taken out) by fix, 0 where it found nothing to do.
    """

    cells: pd.DataFrame
    changes: pd.DataFrame
    counts: Mapping[str, int]


@dataclass(frozen=True)
class _Work:
    """What the fixes work on: the copy, the placed rows by row number, and the changes so far."""

    cells: pd.DataFrame
    rows: pd.DataFrame
    headers: Mapping[str, str]
    report: QualityReport
    changes: list[tuple[str, int, str, str, str]] = field(default_factory=list)

    def set(self, fix: str, row: int, column: str, new: str) -> None:
        """Write one cell, adding its column if there is none, and note what it was."""
        if column not in self.cells:
            self.cells[column] = ""
        old = str(self.cells.at[row, column])
        if old != new:
            self.cells.at[row, column] = new
            self.changes.append((fix, row, column, old, new))

    def header(self, field_: str) -> str:
        """Return the user's header of a field, or empty text."""
        return self.headers.get(field_, "")


def read_fixes(given: str) -> tuple[Fix, ...]:
    """Read the words of ``--fix``.

    Parameters
    ----------
    given
        Words separated by commas.

    Raises
    ------
    OptionError
        If one is not known, or there is none.

    Examples
    --------
    >>> read_fixes("swap, precision")
    ('swap', 'precision')
    >>> read_fixes("magic")
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: --fix knows no 'magic'. Fixes: swap (exchange latitude and longitude); ...
    """
    words = [word.strip().casefold() for word in given.split(",") if word.strip()]
    listed = "; ".join(f"{name} ({does})" for name, does in FIXES.items())
    for word in words:
        if word not in FIXES:
            raise OptionError(f"--fix knows no {word!r}. Fixes: {listed}.")
    if not words:
        raise OptionError(f"--fix expects words separated by commas. Fixes: {listed}.")
    return tuple(fix for fix in get_args(Fix) if fix in words)


def apply_fixes(
    raw: RawTable,
    *,
    incidents: pd.DataFrame,
    headers: Mapping[str, str],
    report: QualityReport,
    fixes: Iterable[str],
) -> Fixed:
    """Mend a copy of a table; every cell that no fix is about stays as it is, to the letter.

    Parameters
    ----------
    raw
        The table as `read_table` returns it.
    incidents
        Its placed rows, as the report was made from.
    headers
        Field to header, as ``Reading.columns`` has it for the file.
    report
        What `quality_report` found in them.
    fixes
        Words of `FIXES`.

    Returns
    -------
    Fixed
        The copy, and what changed.
    """
    rows = incidents.assign(**{s.INCIDENT_ID: incidents.index.astype(str)}).set_index(s.ROW)
    work = _Work(raw.cells.copy(), rows, headers, report)
    does: Mapping[str, Callable[[_Work], None]] = {
        "swap": _swap, "precision": _precision, "order": _order, "place": _place, "dates": _dates,
    }  # fmt: skip
    chosen = list(fixes)
    for fix in chosen:
        if fix in does:
            does[fix](work)
    # Last, so that what the other fixes wrote into a row is not listed for a row that is gone.
    cells = _repeated(work) if "repeated" in chosen else work.cells
    changes = pd.DataFrame(work.changes, columns=list(CHANGE_COLUMNS)).astype({s.ROW: "Int64"})
    counts = {fix: int((changes["fix"] == fix).sum()) for fix in chosen}
    return Fixed(cells, changes, counts)


def _found(work: _Work, check: str) -> list[int]:
    return [int(row) for row in work.report.of(check)[s.ROW].dropna()]


def _swap(work: _Work) -> None:
    lon, lat = work.header(s.LONGITUDE), work.header(s.LATITUDE)
    if not lon or not lat:
        return
    for row in _found(work, "swapped"):
        east, north = str(work.cells.at[row, lon]), str(work.cells.at[row, lat])
        work.set("swap", row, lon, north)
        work.set("swap", row, lat, east)


def _precision(work: _Work) -> None:
    header = work.header(s.GEO_PRECISION) or s.GEO_PRECISION
    given = work.cells[header] if header in work.cells else pd.Series("", index=work.cells.index)
    said = given[given.str.strip() != ""]
    coded = _CODED.get(header) if len(said) and said.str.strip().str.fullmatch(r"\d").all() else None
    for row, incident in work.rows[s.INCIDENT_ID].items():
        target = work.report.lowered.get(str(incident))
        if target:
            work.set("precision", int(str(row)), header, coded[target] if coded else target)


def _order(work: _Work) -> None:
    for metric in ("killed", "injured"):
        for group in ("", *s.VICTIM_GROUPS):
            low = work.header(s.figure_column(metric, "low", group=group))
            high = work.header(s.figure_column(metric, "high", group=group))
            if not low or not high:
                continue
            ends = work.cells[[low, high]]
            numbers = ends.apply(lambda column: column.map(_number))
            for row in ends.index[(numbers[low] > numbers[high]).fillna(False).astype(bool)]:
                work.set("order", int(row), low, str(ends.at[row, high]))
                work.set("order", int(row), high, str(ends.at[row, low]))


def _number(text: str) -> float:
    """Return a cell as a number if it is one and nothing else."""
    stated = text.strip()
    return float(stated.replace(",", "")) if _PLAIN.fullmatch(stated) else float("nan")


def _place(work: _Work) -> None:
    rows = work.rows[misspelt(work.rows) & (work.rows[s.ADM2_CODE] != "")]
    name, code = (_free(column, work) for column in MATCHED)
    for row, adm2_name, adm2_code in rows[[s.ADM2_NAME, s.ADM2_CODE]].itertuples(name=None):
        work.set("place", int(row), name, str(adm2_name))
        work.set("place", int(row), code, str(adm2_code))


def _dates(work: _Work) -> None:
    doubtful = {
        row for check in ("hijri", "ambiguous_date", "unreadable_date") for row in _found(work, check)
    }
    rows = work.rows[work.rows[s.EVENT_DATE].notna() & ~work.rows.index.isin(doubtful)]
    if (
        s.DATE_TEXT in rows
        and rows[s.DATE_TEXT].map(lambda text: bool(_ISO.fullmatch(str(text).strip()))).all()
    ):
        return
    written = {"month": "%Y-%m", "year": "%Y"}
    column = _free(ISO_COLUMN, work)
    for row, day, precision in rows[[s.EVENT_DATE, s.DATE_PRECISION]].itertuples(name=None):
        work.set("dates", int(row), column, day.strftime(written.get(precision, "%Y-%m-%d")))


def _repeated(work: _Work) -> pd.DataFrame:
    """Return the table without exact repeats of a row; each goes whole into the list of changes."""
    header = work.header(s.INCIDENT_ID)
    if not header:
        return work.cells
    again = work.cells.duplicated() & (work.cells[header].str.strip() != "")
    gone = work.cells[again]
    for row, cells in zip(gone.index, gone.to_dict("records"), strict=True):
        told = json.dumps({str(name): str(cell) for name, cell in cells.items()}, ensure_ascii=False)
        work.changes.append(("repeated", int(row), WHOLE_ROW, told, ""))
    return work.cells[~again]


def _free(column: str, work: _Work) -> str:
    """Return a name for a new column that no column of the user has."""
    while column in work.cells:
        column += "_"
    return column
