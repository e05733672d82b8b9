"""JSON as rows of text: GeoJSON, one object a line, or a list of objects."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from incident_mapper.errors import ReadError
from incident_mapper.files.cells import Batch, Column
from incident_mapper.files.delimited import BATCH_ROWS, BATCH_TEXT
from incident_mapper.files.geojson import article, clean, point_cells, property_cells
from incident_mapper.files.layout import HEAD_ROWS
from incident_mapper.files.text import Text
from incident_mapper.files.written import written

_MOST_LINE = 64_000_000
_RECORD_MARK = "\x1e"  # begins each line of a GeoJSON sequence (RFC 8142)


@dataclass(frozen=True)
class Record:
    """An object as cells, with what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    problem: str = ""
    is_shape: bool = False


@dataclass(frozen=True)
class Lines:
    """An opened file of one object a line: its names are those of all lines."""

    text: Text
    headers: tuple[str, ...]
    head: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    def batches(self, only: Collection[str] | None) -> Iterator[Batch]:
        """Give the rows in batches."""
        name = self.text.source.name
        records = (
            record_of(value, number=number, name=name, only=only) for number, value in json_lines(self.text)
        )
        return batches_of(records, headers=self.headers, only=only)


def open_lines(text: Text) -> Lines:
    """Look through all lines for their names: a name may come first in the last line.

    Raises
    ------
    ReadError
        If a line is no JSON object, or there is none.
    """
    headers: dict[str, None] = {}
    first: list[Record] = []
    shapes: list[int] = []
    name = text.source.name
    for number, value in json_lines(text):
        if len(first) >= HEAD_ROWS and isinstance(value, dict) and value.get("type") != "Feature":
            headers.update(dict.fromkeys(map(clean, value)))  # the cells are not needed yet
            continue
        record = record_of(value, number=number, name=name)
        headers.update(dict.fromkeys(record.cells))
        if len(first) < HEAD_ROWS:
            first.append(record)
        if record.is_shape:
            shapes.append(record.number)
    if not first:
        raise ReadError(f"{text.source.name} is empty. Expected one JSON object a line.")
    head = tuple(tuple(record.cells.get(name, "").strip() for name in headers) for record in first)
    return Lines(text, tuple(headers), head, shapes_note(shapes))


def shapes_note(shapes: list[int]) -> tuple[str, ...]:
    """Say how many features are no points."""
    if not shapes:
        return ()
    return (
        f"{len(shapes)} features are no points (first: feature {shapes[0]}); their properties place them",
    )


def json_lines(text: Text) -> Iterator[tuple[int, Any]]:
    """Give what each line that is not blank holds, with the number of the line.

    Raises
    ------
    ReadError
        If a line is no valid JSON.
    """
    name = text.source.name
    with text.lines() as lines:
        number = 0
        while line := lines.readline(_MOST_LINE):
            number += 1
            if len(line) >= _MOST_LINE:
                raise ReadError(
                    f"{name}, line {number:,}: more than {_MOST_LINE:,} characters, so no row of a table."
                )
            line = line.strip().lstrip(_RECORD_MARK)
            if line:
                yield number, parsed(line, name=name, line=number)


def parsed(text: str, *, name: str, line: int = 0) -> Any:
    """Return what a JSON text holds.

    Raises
    ------
    ReadError
        If it is not valid, or nested too deeply.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = line or error.lineno
        raise ReadError(
            f"{name}, line {at}: not valid JSON ({error.msg}, character {error.colno}). "
            "Is the file cut off? Export it again."
        ) from error
    except RecursionError as error:
        where = f", line {line}" if line else ""
        raise ReadError(f"{name}{where} is not JSON that can be read: it is nested too deeply.") from error
    except ValueError as error:  # a number of thousands of digits
        where = f", line {line}" if line else ""
        raise ReadError(f"{name}{where} is not JSON that can be read: {error}.") from error


def list_of_rows(document: Any) -> list[Any] | None:
    """Return the rows of a document: a list of objects, or the only such list in it, as services answer."""
    if isinstance(document, list):
        return document if _are_rows(document) else None
    if isinstance(document, dict):
        found = [value for value in document.values() if isinstance(value, list) and _are_rows(value)]
        return found[0] if len(found) == 1 else None
    return None


def records_of(rows: list[Any], *, name: str) -> list[Record]:
    """Return the objects of a list as records, counted from 1."""
    return [record_of(row, number=number, name=name) for number, row in enumerate(rows, start=1)]


def batches_of(
    records: Iterator[Record], *, headers: tuple[str, ...], only: Collection[str] | None
) -> Iterator[Batch]:
    """Gather records into batches; a name that a record does not have is empty text."""
    wanted = [name for name in headers if only is None or name in only]
    kept: list[Record] = []
    size = 0
    for record in records:
        kept.append(record)
        size += sum(map(len, record.cells.values()))
        if len(kept) >= BATCH_ROWS or size >= BATCH_TEXT:
            yield _batch(kept, wanted)
            kept, size = [], 0
    if kept:
        yield _batch(kept, wanted)


def _batch(records: list[Record], wanted: list[str]) -> Batch:
    return Batch(
        np.array([record.number for record in records], dtype=np.int64),
        {name: Column.of([record.cells.get(name, "") for record in records]) for name in wanted},
        {record.number: record.problem for record in records if record.problem},
    )


def _are_rows(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, dict) for value in values)


def record_of(value: Any, *, number: int, name: str, only: Collection[str] | None = None) -> Record:
    """Return an object as a record, or only what is wanted of it.

    Raises
    ------
    ReadError
        If it is no object, or nested too deeply.
    """
    if not isinstance(value, dict):
        raise ReadError(
            f'{name}, line {number}: expected a JSON object, such as {{"district": "Kalat"}}, '
            f"found {json.dumps(value)[:40]}."
        )
    try:
        if value.get("type") == "Feature":
            return feature_record(value, number=number)
        cells = ((clean(key), cell) for key, cell in value.items())
        return Record(
            number, {key: clean(written(cell)) for key, cell in cells if only is None or key in only}
        )
    except RecursionError as error:
        raise ReadError(
            f"{name}, line {number} is not JSON that can be read: it is nested too deeply."
        ) from error


def feature_record(feature: Mapping[str, Any], *, number: int) -> Record:
    """Return a GeoJSON feature as a record: its properties, and the coordinates of a point."""
    cells = property_cells(feature)
    geometry = feature.get("geometry")
    if (point := point_cells(geometry)) is not None:
        return Record(number, cells | point)
    if any(cells.values()):
        return Record(number, cells, is_shape=True)
    said = f"{article(geometry)} is no point, and the feature has no properties to place it by"
    return Record(number, cells, problem=said)
