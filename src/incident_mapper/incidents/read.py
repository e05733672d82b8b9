"""Read files of incidents into one table, whole or in batches: nothing dropped, what is doubtful noted."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.errors import ReadError
from incident_mapper.files import Table, ahead, open_table
from incident_mapper.incidents.assemble import PLACE_FIELDS, assemble
from incident_mapper.incidents.columns import unread_places
from incident_mapper.incidents.formats import Format, columns_of, format_named, recognise
from incident_mapper.incidents.ids import IdGiver
from incident_mapper.incidents.options import ReadOptions
from incident_mapper.incidents.survey import OpenedFile, Survey, survey
from incident_mapper.incidents.table import check_incidents

_LISTED: Final = 12


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
    findings
        What was found in single cells and rows, with the columns of ``schema.FINDING_COLUMNS``.
    files
        The files, opened and looked through.
    """

    incidents: pd.DataFrame
    columns: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]
    credits: tuple[str, ...] = ()
    findings: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(s.FINDING_COLUMNS)))
    files: "IncidentFiles" = field(default_factory=lambda: IncidentFiles(()))

    @property
    def formats(self) -> tuple[Format, ...]:
        """The kinds of source that the files are of, each once."""
        return self.files.formats


@dataclass
class IncidentFiles:
    """Files of incidents that were opened and looked through once, to be read in batches.

    Attributes
    ----------
    files
        The files.
    survey
        What the first look found.
    notes
        What a careful reader should know; complete once all batches were read.
    """

    files: tuple[OpenedFile, ...] = ()
    survey: Survey = field(default_factory=Survey)
    notes: list[str] = field(default_factory=list)

    @property
    def formats(self) -> tuple[Format, ...]:
        """The kinds of source that the files are of, each once."""
        return tuple({file.format.name: file.format for file in self.files}.values())

    @property
    def credits(self) -> tuple[str, ...]:
        """The datasets to be credited."""
        return tuple(kind.credit for kind in self.formats if kind.credit)

    @property
    def columns(self) -> dict[str, Mapping[str, str]]:
        """Field to header, for each file."""
        return {file.table.path: file.headers for file in self.files}

    def involved(self, rows: pd.DataFrame) -> frozenset[str]:
        """Return the ids of some rows that rows elsewhere bear too, and all ids and groups that relations name."""
        return self.survey.involved | self.survey.ids.repeated_among(rows.index)

    def batches(self, fields: Collection[str] | None = None) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
        """Give the rows of all files in order, as pieces of the incident table with what was found in them.

        Parameters
        ----------
        fields
            The fields that are wanted; by default all. The others are empty.
        """
        # The next batch is put together on another core while the last one is in use.
        yield from ahead(self.in_turn(fields))

    def in_turn(self, fields: Collection[str] | None = None) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
        """Give the same, each batch put together when it is asked for."""
        ids = IdGiver(self.survey.ids)
        for file, forms in zip(self.files, self.survey.dates, strict=True):
            for batch in file.batches(fields):
                frame, found, said = assemble(batch, file, forms=forms, ids=ids, fields=fields)
                self._note(f"{Path(file.table.path).name}: {text}" for text in said)
                yield frame, found

    def _note(self, notes: Iterator[str]) -> None:
        self.notes += [note for note in notes if note not in self.notes]


def open_incidents(*sources: str | Path, options: ReadOptions = ReadOptions()) -> IncidentFiles:
    r"""Open files of incidents and look through them once, to read them in batches.

    Parameters
    ----------
    sources
        Files of any supported kind.
    options
        What the files do not say themselves.

    Raises
    ------
    ReadError
        If a file cannot be read, or does not say where its incidents were.
    SchemaError
        If a column is named that does not exist.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "reports.csv"
    >>> _ = path.write_text("date,district,killed\n2025-11-01,Kalat,4\n", encoding="utf-8")
    >>> files = open_incidents(path)
    >>> [len(rows) for rows, _ in files.batches()], files.formats[0].name
    ([1], 'spreadsheet')
    """
    if not sources:
        raise ReadError("No file was named. Name at least one file of incidents, such as reports.csv.")
    files: list[OpenedFile] = []
    notes: list[str] = []
    seen: dict[str, str] = {}
    for source in sources:
        table = open_table(source, options=options.file)
        name = Path(table.path).name
        if table.digest and table.digest in seen:
            notes.append(f"{name} is the same file as {seen[table.digest]} and was read once")
            continue
        seen[table.digest] = name
        file = _recognised(table, options)
        files.append(file)
        notes += [f"{name}: {note}" for note in (*table.notes, *_unused(file))]
    found = survey(files, order=options.dates)
    for file, forms in zip(files, found.dates, strict=True):
        notes += [f"{Path(file.table.path).name}: {form.said}" for form in forms.values() if form.said]
    return IncidentFiles(tuple(files), found, notes)


def read_incidents(
    *sources: str | Path, columns: Mapping[str, str] | None = None, options: ReadOptions = ReadOptions()
) -> Reading:
    r"""Read incidents from one or several files into one table.

    Parameters
    ----------
    sources
        Files of any supported kind: delimited text, Excel, GeoJSON, GeoPackage, Parquet, JSON lines; UCDP, ACLED, GTD,
        GDELT, HDX and HXL-tagged tables are recognised by their headers.
    columns
        Field to header, for headers that are not the usual ones, such as ``{"event_date": "Datum"}``.
    options
        What else the files do not say themselves.

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
    if columns:
        options = replace(options, columns={**(options.columns or {}), **columns})
    files = open_incidents(*sources, options=options)
    pieces = list(files.batches())
    table = check_incidents(pd.concat([rows for rows, _ in pieces]))
    found = [found for _, found in pieces if len(found)]
    return Reading(
        table,
        files.columns,
        tuple(files.notes),
        files.credits,
        pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(s.FINDING_COLUMNS)),
        files,
    )


def _recognised(table: Table, options: ReadOptions) -> OpenedFile:
    """Say of which kind a file is and which header holds which field, and refuse one that does not say where."""
    kind = format_named(options.format) if options.format else recognise(table)
    given = options.columns or {}
    used = columns_of(table, kind, given, guess=options.guess)
    headers = list(table.headers)
    if not {*PLACE_FIELDS, s.DESCRIPTION, s.LONGITUDE} & set(used):
        raise ReadError(
            f"{table.path} has no column that says where: expected a place, district, province or coordinates. "
            f"Found: {', '.join(headers[:12])}. Name one with --column place_text=HEADER."
        )
    missed = unread_places(headers, used.values())
    if missed and s.DESCRIPTION not in given and not {*PLACE_FIELDS, s.LONGITUDE} & set(used):
        # The description would be searched for places instead, which is no better than a guess.
        raise ReadError(
            f"{table.path}: no column of places is known by its name, but {missed[0]!r} looks like one. "
            f"Name it with --column place_text={missed[0]!r}; or, to search the description for places, with "
            f"--column description={used[s.DESCRIPTION]!r}."
        )
    return OpenedFile(table, kind, used)


def _unused(file: OpenedFile) -> Sequence[str]:
    """Say which columns were not read: one of them may hold what the map then lacks."""
    if file.format.ignored:
        return []  # its many other columns are known and left out on purpose
    taken = set(file.headers.values())
    left = [h for h in file.table.headers if h not in taken]
    said = f"columns not used: {', '.join(left[:_LISTED])}" + (" and others" if len(left) > _LISTED else "")
    nowhere = not {*PLACE_FIELDS, s.LONGITUDE} & set(file.headers)
    missed = unread_places(file.table.headers, taken)
    hint = (
        f"; if {missed[0]!r} says where, add --column place_text={missed[0]!r}" if missed and nowhere else ""
    )
    return [said + hint] if left else []
