"""Parquet and Arrow files as rows of text, a part of a row group at a time."""

import contextlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from incident_mapper.errors import ReadError
from incident_mapper.files.ahead import ahead
from incident_mapper.files.arrow import column_of
from incident_mapper.files.cells import Batch
from incident_mapper.files.layout import MOST_COLUMNS, header_names
from incident_mapper.files.points import Points, points_of
from incident_mapper.files.source import Source

_BATCH = 100_000


@dataclass(frozen=True)
class Columnar:
    """An opened file of columns.

    Attributes
    ----------
    headers
        The names of the columns as they are given, those of the coordinates last.
    stored
        The name in the file for each header that is not a coordinate.
    """

    source: Source
    headers: tuple[str, ...]
    stored: Mapping[str, str]
    points: Points | None
    notes: tuple[str, ...]

    def batches(self, only: Collection[str] | None, *, most: int = _BATCH) -> Iterator[Batch]:
        """Give the rows in batches of so many at most; columns that are not wanted are not read."""
        self.source.check()
        wanted = [name for name in self.headers if only is None or name in only]
        names = [self.stored[name] for name in wanted if name in self.stored]
        points = self.points
        geometry = points if points is not None and {points.x, points.y} & set(wanted) else None
        if geometry is not None:
            names.append(geometry.column)
        done = 0
        with _faults(self.source), parquet.ParquetFile(self.source.path) as file:
            texts = [name for name in names if _is_text(file.schema_arrow.field(name).type)]
            file.close()
        with _faults(self.source), parquet.ParquetFile(self.source.path, read_dictionary=texts) as file:
            rows = file.metadata.num_rows
            if not names:
                yield from self._bare(rows)
                return
            size = min(most, _rows_at_once(file))
            for part in ahead(file.iter_batches(batch_size=size, columns=names, use_threads=True)):
                columns = {
                    name: column_of(part.column(self.stored[name])) for name in wanted if name in self.stored
                }
                if geometry is not None:
                    columns |= geometry.columns(part.column(geometry.column))
                count = part.num_rows
                numbers = np.arange(done + 1, done + count + 1, dtype=np.int64)
                yield Batch(numbers, {name: columns[name] for name in wanted})
                done += count
        if done != rows:
            raise ReadError(
                f"{self.source.name} says it has {rows:,} rows, but gives {done:,}. Fetch it again."
            )
        self.source.check()

    @staticmethod
    def _bare(rows: int) -> Iterator[Batch]:
        for start in range(0, rows, _BATCH):
            yield Batch(np.arange(start + 1, min(start + _BATCH, rows) + 1, dtype=np.int64), {})


def open_columnar(source: Source) -> Columnar:
    """Open a Parquet file.

    Raises
    ------
    ReadError
        If it is damaged, or has no rows.
    """
    source = source.on_disk()
    with _faults(source), parquet.ParquetFile(source.path) as file:
        schema = file.schema_arrow
        rows = file.metadata.num_rows
        meta = (schema.metadata or {}).get(b"geo")
    if len(schema.names) > MOST_COLUMNS:
        raise ReadError(
            f"{source.name} has {len(schema.names):,} columns; at most {MOST_COLUMNS:,} are read."
        )
    if not rows:
        raise ReadError(f"{source.name} has columns ({', '.join(schema.names[:6])}) and no rows of data.")
    if len(set(schema.names)) < len(schema.names):
        raise ReadError(f"{source.name} has two columns of one name. Rename one, then try again.")
    points, shapes, notes = _geometry(meta, source)
    names = [name for name in schema.names if name not in shapes]
    titles = header_names(names, name=source.name)
    stored = dict(zip(titles, names, strict=True))
    if points is not None:
        stored = {title: name for title, name in stored.items() if title not in {points.x, points.y}}
    headers = (*stored, *((points.x, points.y) if points is not None else ()))
    return Columnar(source, headers, stored, points, notes)


def _geometry(meta: bytes | None, source: Source) -> tuple[Points | None, set[str], tuple[str, ...]]:
    """Return the column of points, all columns of shapes, and what to say of them."""
    if meta is None:
        return None, set(), ()
    try:
        said = json.loads(meta)
        shapes = dict(said["columns"])
        main = str(said["primary_column"])
        column = dict(shapes[main])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ReadError(
            f"{source.name} says that it is GeoParquet, but not in a way that is known ({error})."
        ) from error
    kinds = [str(kind) for kind in column.get("geometry_types") or ()]
    if kinds and not any(kind.startswith("Point") for kind in kinds):
        note = f"the shapes are no points ({', '.join(kinds)}); the other columns place the rows"
        return None, set(shapes), (note,)
    return points_of(main, crs=column.get("crs", "OGC:CRS84"), name=source.name), set(shapes), ()


@contextlib.contextmanager
def _faults(source: Source) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise ReadError(
            f"{source.name} is a Parquet file that is damaged or cut off ({str(error)[:200]}). Fetch it again."
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(
            f"{source.name} is a Parquet file that cannot be understood ({str(error)[:200]}). Save it as CSV (UTF-8)."
        ) from error


def _rows_at_once(file: Any) -> int:
    """Return how many rows are about 32 MB."""
    size = sum(file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups))
    mean = size // max(file.metadata.num_rows, 1)
    return int(min(_BATCH, max(1_000, 64_000_000 // max(mean, 1))))


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
