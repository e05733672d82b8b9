"""One JSON document as rows of text: a GeoJSON FeatureCollection, or a list of objects."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from incident_mapper.errors import ReadError
from incident_mapper.files.cells import Batch
from incident_mapper.files.json_rows import (
    Record,
    batches_of,
    feature_record,
    list_of_rows,
    parsed,
    records_of,
    shapes_note,
)
from incident_mapper.files.text import Text

MOST_BYTES = 512_000_000  # of one document, which is held as a whole


@dataclass(frozen=True)
class Document:
    """A document that has been read."""

    headers: tuple[str, ...]
    whole: tuple[Batch, ...]
    notes: tuple[str, ...]
    row_word: str

    def batches(self, only: Collection[str] | None) -> Iterator[Batch]:
        """Give the rows in batches."""
        for batch in self.whole:
            columns = {name: column for name, column in batch.columns.items() if only is None or name in only}
            yield Batch(batch.rows, columns, batch.problems)


def open_document(text: Text) -> Document:
    """Read a document: a name may come first in its last object.

    Raises
    ------
    ReadError
        If it is not valid JSON, too large, or holds no rows.
    """
    name = text.source.name
    if text.size > MOST_BYTES:
        raise ReadError(
            f"{name} is one JSON document of {text.size:,} bytes; at most {MOST_BYTES:,} are read. "
            "Save it as GeoJSON sequence (one feature a line), GeoPackage or Parquet."
        )
    with text.lines() as lines:
        document = parsed(lines.read(), name=name)
    features = document.get("features") if isinstance(document, dict) else None
    try:
        if isinstance(features, list):
            _refuse_other_crs(document, name=name)
            records = _features(features, name=name)
        else:
            records = _rows(document, name=name)
    except RecursionError as error:
        raise ReadError(f"{name} is not JSON that can be read: it is nested too deeply.") from error
    headers = tuple(dict.fromkeys(key for record in records for key in record.cells))
    shapes = shapes_note([record.number for record in records if record.is_shape])
    whole = tuple(batches_of(iter(records), headers=headers, only=None))
    return Document(headers, whole, shapes, "feature" if isinstance(features, list) else "row")


def _features(features: list[Any], *, name: str) -> list[Record]:
    if not features:
        raise ReadError(f"{name} is a FeatureCollection without features.")
    return [
        feature_record(feature, number=number)
        if isinstance(feature, dict)
        else Record(number, {}, problem="the feature is not a JSON object")
        for number, feature in enumerate(features, start=1)
    ]


def _rows(document: Any, *, name: str) -> list[Record]:
    rows = list_of_rows(document)
    if rows is not None:
        return records_of(rows, name=name)
    if isinstance(document, dict) and document.get("type") == "Feature":
        return records_of([document], name=name)
    raise ReadError(
        f"{name} is JSON, but not a GeoJSON FeatureCollection or a list of objects. "
        'Expected an object with a list \'features\', or a list such as [{"district": "Kalat"}].'
    )


def _refuse_other_crs(document: dict[str, Any], *, name: str) -> None:
    """Old GeoJSON may name a CRS; in any but degrees its coordinates would be misread."""
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    said = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(said, str) and not said.upper().endswith(("CRS84", "EPSG::4326", "EPSG:4326")):
        raise ReadError(f"{name}: its coordinates are in {said[:60]}. Export it in EPSG:4326, in degrees.")
