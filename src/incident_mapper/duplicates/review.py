"""The table in which a person decides about pairs, and what keeps the decisions when the data is read again."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.duplicates.identity import base_id, figure_columns, fingerprints, stated
from incident_mapper.duplicates.options import Candidates
from incident_mapper.duplicates.reasons import figure_text
from incident_mapper.errors import SchemaError
from incident_mapper.files.whole import read_table

_KEYS: Final = (s.DECISION, "fingerprint_a", "fingerprint_b", "id_a", "id_b")
_CHANGED: Final = "changed since, look at it again"


@dataclass(frozen=True)
class Review:
    """A review table as it was read.

    Attributes
    ----------
    path
        Where it was read from, for messages.
    rows
        One row a pair, as text; the index holds the row numbers as a spreadsheet shows them.
    """

    path: str
    rows: pd.DataFrame


@dataclass(frozen=True)
class ReviewTable:
    """A review table to write, and what a person should know about it.

    Attributes
    ----------
    table
        The columns `schema.REVIEW_COLUMNS`, and those that the earlier table had besides.
    new, kept
        How many pairs are new, and how many were in the earlier table.
    notes
        What has changed under decisions that were made.
    """

    table: pd.DataFrame
    new: int
    kept: int
    notes: tuple[str, ...] = ()


def read_review(path: str | os.PathLike[str]) -> Review:
    r"""Read a review table, with the decisions that a person wrote into it.

    Parameters
    ----------
    path
        What `make_review` made and a spreadsheet may have saved again.

    Raises
    ------
    ReadError
        If the file cannot be read.
    SchemaError
        If it is no review table, or a decision is none of `schema.DECISIONS`; the row is named.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> _ = path.write_text("decision,fingerprint_a,fingerprint_b,id_a,id_b\nSame,f1,f2,a,b\n", encoding="utf-8")
    >>> read_review(path).rows[s.DECISION].tolist()
    ['same']
    """
    name = Path(path).name
    cells = read_table(Path(path)).cells
    missing = [column for column in _KEYS if column not in cells]
    if missing:
        raise SchemaError(
            f"{name} is no review table: it lacks the columns {', '.join(missing)}. "
            "Write one with: incident-mapper duplicates FILE -o REVIEW.csv",
            missing=missing,
            found=list(cells.columns),
        )
    rows = cells.copy()
    told = rows[s.DECISION].str.strip().str.casefold().str.replace(r"[\s-]+", "_", regex=True)
    wrong = told[~told.isin(["", *s.DECISIONS])]
    if len(wrong):
        said = str(rows[s.DECISION][wrong.index[0]])
        raise SchemaError(
            f"{name}, row {wrong.index[0]}: the decision {said[:40]!r} is none of "
            f"{', '.join(s.DECISIONS)}. Correct it, or leave the cell empty."
        )
    rows[s.DECISION] = told
    return Review(name, rows)


class Records:
    """Finds the row of the data that a review table means, by fingerprint or by the id its source states."""

    def __init__(self, incidents: pd.DataFrame) -> None:
        prints = fingerprints(incidents)
        self.fingerprint: Mapping[str, str] = dict(zip(map(str, incidents.index), prints, strict=True))
        self.by_print = {mark: name for name, mark in self.fingerprint.items()}
        self.by_id: dict[str, list[str]] = {}
        for name in self.fingerprint:
            if stated(name):
                self.by_id.setdefault(base_id(name), []).append(name)

    def find(self, row: Mapping[Any, Any], side: str) -> tuple[str, bool]:
        """Return the id of the row meant, empty if there is none, and whether it says what it said."""
        mark = str(row[f"{s.FINGERPRINT}_{side}"])
        if mark in self.by_print:
            return self.by_print[mark], True
        same = self.by_id.get(base_id(row[f"id_{side}"]), [])
        return (same[0] if len(same) == 1 else ""), False


def make_review(
    incidents: pd.DataFrame, candidates: Candidates, *, earlier: Review | None = None
) -> ReviewTable:
    """Return the table to decide in: the earlier decisions, then the pairs that are new, the likeliest first.

    Parameters
    ----------
    incidents
        The incidents that the candidates are of.
    candidates
        What `find_duplicates` returns.
    earlier
        The table of an earlier run. Its decisions stay, found again by what both rows say or by their ids,
        however the data is sorted; what is decided and no longer in the data stays as well.

    Raises
    ------
    SchemaError
        If a column of the incident table is missing.

    Examples
    --------
    >>> from incident_mapper.duplicates import find_duplicates
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.pipeline import place_incidents
    >>> incidents = place_incidents(example_file("incidents.csv")).incidents
    >>> make_review(incidents, find_duplicates(incidents)).new
    0
    """
    records = Records(incidents)
    pairs = candidates.pairs
    scores = {frozenset((str(pair[s.LEFT]), str(pair[s.RIGHT]))): pair for pair in pairs.to_dict("records")}
    shown = _Shown(incidents, records)
    kept: list[dict[str, Any]] = []
    notes: list[str] = []
    seen: set[frozenset[str]] = set()
    for number, row in _numbered(earlier):
        (one, sure), (other, certain) = records.find(row, "a"), records.find(row, "b")
        pair = frozenset((one, other))
        if not row[s.DECISION] and (not one or not other or pair not in scores):
            continue  # an open question that no longer stands
        said = dict(row)
        if one and other and one != other:
            seen.add(pair)
            fresh = shown.pair(one, other, scores.get(pair))
            changes = [] if (sure and certain) or not row[s.DECISION] else _changes(row, fresh)
            said |= fresh
            # What changed stays said until a person clears the cell.
            before = str(row.get(s.NOTE, ""))
            said[s.NOTE] = (
                f"{_CHANGED}: {'; '.join(changes)}"
                if changes
                else before
                if before.startswith(_CHANGED)
                else ""
            )
        else:
            lost = [row[f"id_{side}"] for side, found in (("a", one), ("b", other)) if not found]
            gone = f"{' and '.join(lost)} no longer in the data" if lost else "both sides are now one row"
            said[s.NOTE] = f"{gone}: kept, and not applied"
        if said[s.NOTE]:
            names = f"{row['id_a']}, {row['id_b']}"
            notes.append(f"row {number} of the review ({names}), decided {row[s.DECISION]!r}: {said[s.NOTE]}")
        kept.append(said)
    new = [
        {s.DECISION: "", s.NOTE: "", **shown.pair(str(pair[s.LEFT]), str(pair[s.RIGHT]), pair)}
        for key, pair in scores.items()
        if key not in seen
    ]
    extra = [name for name in earlier.rows if name not in s.REVIEW_COLUMNS] if earlier else []
    table = pd.DataFrame([*kept, *new], columns=[*s.REVIEW_COLUMNS, *extra]).fillna("").astype(str)
    return ReviewTable(table, len(new), len(kept), tuple(notes))


def _numbered(review: Review | None) -> list[tuple[int, Mapping[Any, Any]]]:
    """Return the rows of a review with their numbers."""
    if review is None:
        return []
    return list(zip(review.rows.index, review.rows.to_dict("records"), strict=True))


def _changes(row: Mapping[Any, Any], fresh: Mapping[str, Any]) -> list[str]:
    """Say what the two records said when they were decided about, and say now."""
    found = []
    for side in "ab":
        name = fresh[f"id_{side}"]
        if row[f"{s.FINGERPRINT}_{side}"] == fresh[f"{s.FINGERPRINT}_{side}"]:
            continue
        differ = []
        for field in s.REVIEW_FIELDS:
            if field in ("id", "file", "row", s.FINGERPRINT):
                continue
            was, now = (" ".join(str(each.get(f"{field}_{side}", "")).split()) for each in (row, fresh))
            if was != now:
                differ.append(f"{field} {was or 'not stated'} -> {now or 'not stated'}")
        found.append(f"{name}: {', '.join(differ) if differ else 'in what this table does not show'}")
    return found


class _Shown:
    """What a review table shows of rows, side by side."""

    def __init__(self, incidents: pd.DataFrame, records: Records) -> None:
        self.incidents, self.records = incidents, records
        names = [
            s.FILE, s.ROW, s.EVENT_DATE, s.EVENT_DATE_END, s.DATE_PRECISION, s.PLACE_TEXT, s.LOCALITY_GIVEN,
            s.ADM2_NAME, s.ADM1_NAME, s.EVENT_TYPE, s.ACTOR1, s.ACTOR2, s.SOURCE_OUTLET, s.SOURCE_TITLE,
            s.SOURCE_DATE, s.SOURCE_URL, s.DESCRIPTION, *figure_columns(incidents),
        ]  # fmt: skip
        self.names = [name for name in names if name in incidents]
        self.cells = incidents[self.names]
        self.place = {str(name): at for at, name in enumerate(incidents.index)}

    def pair(self, one: str, other: str, pair: Mapping[Any, Any] | None) -> dict[str, Any]:
        """Return the cells of a pair."""
        told: dict[str, Any] = {}
        for name, side in ((one, "a"), (other, "b")):
            told |= {f"{field}_{side}": value for field, value in self._row(name).items()}
        if pair is not None:
            told |= {s.SCORE: f"{pair[s.SCORE]:g}", s.REASONS: pair[s.REASONS]}
        return told

    def _row(self, name: str) -> dict[str, Any]:
        row = dict(zip(self.names, self.cells.iloc[self.place[name]].tolist(), strict=True))

        def together(*columns: str, by: str) -> str:
            texts = [" ".join(str(row.get(column) or "").split()) for column in columns]
            return by.join(text for text in dict.fromkeys(texts) if text)

        return {
            "id": name,
            "file": row[s.FILE],
            "row": row[s.ROW],
            "date": date_text(row),
            "place": together(s.PLACE_TEXT, s.LOCALITY_GIVEN, by=", "),
            "district": row.get(s.ADM2_NAME) or row.get(s.ADM1_NAME) or "",
            "killed": figure_text(row, "killed"),
            "injured": figure_text(row, "injured"),
            "type": together(s.EVENT_TYPE, by=""),
            "actors": together(s.ACTOR1, s.ACTOR2, by=" - "),
            "source": together(s.SOURCE_OUTLET, s.SOURCE_TITLE, s.SOURCE_DATE, s.SOURCE_URL, by=", "),
            "description": together(s.DESCRIPTION, by=""),
            s.FINGERPRINT: self.records.fingerprint[name],
        }


def date_text(row: Mapping[Any, Any]) -> str:
    """Return the day or days of a row, with the precision where it is not a day.

    Examples
    --------
    >>> date_text({s.EVENT_DATE: pd.Timestamp("2020-03-01"), s.DATE_PRECISION: "month"})
    '2020-03-01 (month)'
    """
    start, end = row.get(s.EVENT_DATE), row.get(s.EVENT_DATE_END)
    if not isinstance(start, pd.Timestamp):
        return ""
    span = f"{start:%Y-%m-%d}"
    if isinstance(end, pd.Timestamp) and end > start:
        span += f" to {end:%Y-%m-%d}"
    precision = str(row.get(s.DATE_PRECISION) or "")
    return span if precision in ("", "day", "unknown") else f"{span} ({precision})"
