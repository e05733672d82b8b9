"""Assemble the incident table from files: columns found, dates and figures read, nothing dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.errors import ReadError, SchemaError
from incident_mapper.files.whole import RawTable, read_table
from incident_mapper.incidents.columns import find_columns, given_columns, unread_places
from incident_mapper.incidents.fields import Source, read_coordinates, read_dates, read_figures
from incident_mapper.incidents.relations import read_relations
from incident_mapper.incidents.ucdp import TYPE_OF_VIOLENCE, UCDP_CREDIT, is_ucdp, ucdp_columns

_PLACE_FIELDS = (s.PLACE_TEXT, s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN)
# "NA" and "Unknown" are the name of no place; elsewhere the reporters' words are kept as they are.
_STATED = (*_PLACE_FIELDS, s.COUNTRY, s.DESCRIPTION)
_LISTED = 12
_NO_PLACE = "the row names no place and gives no coordinates"


@dataclass(frozen=True)
class Reading:
    """What was read: one row in `incidents` for every row of data in the sources.

    Attributes
    ----------
    incidents
        The incident table; index ``incident_id`` (text, unique).
    columns
        Field to header, for each file.
    notes
        What a careful reader should know about the files.
    credits
        Datasets to be credited, where a file is recognised as one.
    """

    incidents: pd.DataFrame
    columns: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]
    credits: tuple[str, ...] = ()


def read_incidents(*sources: str | Path, columns: Mapping[str, str] | None = None) -> Reading:
    r"""Read incidents from one or several files into one table.

    Parameters
    ----------
    sources
        CSV or GeoJSON files; UCDP GED is recognised by its header.
    columns
        Field to header, for headers that are not the usual ones, such as ``{"event_date": "Datum"}``.

    Returns
    -------
    Reading
        With the table described in the documentation of the schema: dates as ``datetime64``, figures as
        nullable integers (unknown is ``<NA>``), coordinates in degrees (EPSG:4326).

    Raises
    ------
    ReadError
        If a file cannot be read.
    SchemaError
        If `columns` names a field or header that does not exist.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "reports.csv"
    >>> _ = path.write_text("date,district,killed\n2025-11-01,Kalat,4\n", encoding="utf-8")
    >>> table = read_incidents(path).incidents
    >>> print(table.loc["row-1", ["event_date", "adm2_given", "killed_best"]].to_string())
    event_date     2025-11-01 00:00:00
    adm2_given                   Kalat
    killed_best                      4
    """
    if not sources:
        raise ReadError("No file was named. Name at least one CSV or GeoJSON file of incidents.")
    frames: list[pd.DataFrame] = []
    found: dict[str, Mapping[str, str]] = {}
    notes: list[str] = []
    known: list[bool] = []
    for source in sources:
        raw = read_table(Path(source))
        known.append(is_ucdp(list(raw.cells.columns)))
        frame, used, said = _incidents(raw, columns=columns)
        frames.append(frame)
        found[raw.path] = used
        notes += [f"{Path(raw.path).name}: {note}" for note in (*raw.notes, *said)]
    table = pd.concat(frames, ignore_index=True)
    given = table[s.INCIDENT_ID]
    table[s.INCIDENT_ID] = _unique_ids(given)
    again = (given != "") & (given != table[s.INCIDENT_ID])
    for at in table.index[again]:
        said_of = f"the id {given[at]!r} is another row's too; here it is {table.at[at, s.INCIDENT_ID]!r}"
        table.at[at, s.READ_NOTES] = "; ".join(
            part for part in (str(table.at[at, s.READ_NOTES]), said_of) if part
        )
    credits_ = (UCDP_CREDIT,) if any(known) else ()
    return Reading(table.set_index(s.INCIDENT_ID), found, tuple(notes), credits_)


def _incidents(
    raw: RawTable, *, columns: Mapping[str, str] | None
) -> tuple[pd.DataFrame, Mapping[str, str], list[str]]:
    headers = list(raw.cells.columns)
    name = Path(raw.path).name
    ucdp = is_ucdp(headers)
    if ucdp:
        used = ucdp_columns(headers) | given_columns(columns or {}, headers=headers, where=name)
    else:
        used = find_columns(headers, given=columns, where=name)
    if not {*_PLACE_FIELDS, s.DESCRIPTION, s.LONGITUDE} & set(used):
        raise ReadError(
            f"{raw.path} has no column that says where: expected a place, district, province or coordinates. "
            f"Found: {', '.join(headers[:12])}. Name one with --column place_text=HEADER."
        )
    missed = unread_places(headers, used.values())
    if missed and s.DESCRIPTION not in (columns or {}) and not {*_PLACE_FIELDS, s.LONGITUDE} & set(used):
        # The description would be searched for places instead, which is no better than a guess.
        raise ReadError(
            f"{raw.path}: no column of places is known by its name, but {missed[0]!r} looks like one. "
            f"Name it with --column place_text={missed[0]!r}; or, to search the description for places, with "
            f"--column description={used[s.DESCRIPTION]!r}."
        )
    source = Source(raw.cells, used, coded=ucdp)
    table = pd.DataFrame({s.FILE: name, s.ROW: raw.cells.index}, index=raw.cells.index)
    table[s.INCIDENT_ID] = source.cells(s.INCIDENT_ID)
    for column in s.TEXT_COLUMNS:
        table[column] = source.stated(column) if column in _STATED else source.cells(column)
    read_dates(table, source)
    read_figures(table, source)
    table[s.RELATIONS] = _readable_relations(table[s.RELATIONS], source)
    said = [*_unused(headers, used, missed=missed, ucdp=ucdp), *read_coordinates(table, source)]
    if ucdp:
        table[s.EVENT_TYPE] = table[s.EVENT_TYPE].map(lambda code: TYPE_OF_VIOLENCE.get(code, code))
    table[s.READ_NOTES] = ["; ".join(source.notes.get(int(row), ())) for row in table.index]
    table[s.REJECT_REASON] = _rejections(table, raw.problems)
    return table, used, said


def _unused(
    headers: Sequence[str], used: Mapping[str, str], *, missed: Sequence[str], ucdp: bool
) -> list[str]:
    """Say which columns were not read: one of them may hold what the map then lacks."""
    if ucdp:
        return []  # its many other columns are known and left out on purpose
    taken = set(used.values())
    left = [h for h in headers if h not in taken]
    said = f"columns not used: {', '.join(left[:_LISTED])}" + (" and others" if len(left) > _LISTED else "")
    nowhere = not {*_PLACE_FIELDS, s.LONGITUDE} & set(used)
    hint = (
        f"; if {missed[0]!r} says where, add --column place_text={missed[0]!r}" if missed and nowhere else ""
    )
    return [said + hint] if left else []


def _readable_relations(cells: pd.Series, source: Source) -> list[str]:
    """Return the cells of relations that can be read; the others are noted, and their rows count for themselves."""
    kept = []
    for row, text in cells.items():
        try:
            read_relations(str(text))
            kept.append(str(text))
        except SchemaError as error:
            source.note(row, f"relations not read, so overlaps with other rows are not known: {error}")
            kept.append("")
    return kept


def _rejections(table: pd.DataFrame, problems: Mapping[int, str]) -> list[str]:
    nowhere = table[s.LONGITUDE].isna()
    for name in _STATED:
        nowhere &= table[name] == ""
    return [
        problems.get(row, _NO_PLACE if lost else "")
        for row, lost in zip(table[s.ROW].tolist(), nowhere, strict=True)
    ]


def _unique_ids(given: pd.Series) -> Sequence[str]:
    """Return ids as text, numbering rows without one and telling repeated ones apart."""
    taken = set(given)  # an id made up here must not be one that another row bears
    copies: dict[str, int] = {}
    seen: set[str] = {""}
    ids: list[str] = []
    for position, name in enumerate(given, start=1):
        base = name or f"row-{position}"
        unique = base
        while unique in (seen if name == unique else taken):
            copies[base] = copies.get(base, 1) + 1
            unique = f"{base}#{copies[base]}"
        seen.add(name)
        taken.add(unique)
        ids.append(unique)
    return ids
