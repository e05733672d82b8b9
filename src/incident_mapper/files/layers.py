"""Layers of a GeoPackage, a shapefile or FlatGeobuf as rows of text, with the coordinates of their points."""

import contextlib
import warnings
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from incident_mapper.errors import ReadError
from incident_mapper.files.arrow import column_of
from incident_mapper.files.cells import Batch
from incident_mapper.files.layout import header_names
from incident_mapper.files.points import Points, points_of
from incident_mapper.files.source import Source

_BATCH = 65_536


@dataclass(frozen=True)
class Layer:
    """An opened layer."""

    source: Source
    layer: str
    headers: tuple[str, ...]
    stored: Mapping[str, str]
    points: Points | None
    features: int
    notes: tuple[str, ...]

    def batches(self, only: Collection[str] | None) -> Iterator[Batch]:
        """Give the features in batches, numbered from 1."""
        import pyogrio  # noqa: PLC0415  (only where it is needed)

        self.source.check()
        wanted = [name for name in self.headers if only is None or name in only]
        names = [self.stored[name] for name in wanted if name in self.stored]
        points = self.points
        geometry = points if points is not None and {points.x, points.y} & set(wanted) else None
        done = 0
        with (
            faults(self.source),
            pyogrio.open_arrow(
                self.source.path,
                layer=self.layer,
                columns=names,
                read_geometry=geometry is not None,
                batch_size=_BATCH,
                use_pyarrow=True,
                return_fids=not names and geometry is None,
            ) as (meta, reader),
        ):
            shape = meta["geometry_name"] or "wkb_geometry"
            for part in reader:
                columns = {
                    name: column_of(part.column(self.stored[name])) for name in wanted if name in self.stored
                }
                if geometry is not None:
                    columns |= geometry.columns(part.column(shape))
                numbers = np.arange(done + 1, done + part.num_rows + 1, dtype=np.int64)
                yield Batch(numbers, {name: columns[name] for name in wanted})
                done += part.num_rows
        if done != self.features:
            raise ReadError(
                f"{self.source.name} says it has {self.features:,} features, but gives {done:,}: it is damaged. "
                "Fetch it again."
            )
        self.source.check()


def open_layer(source: Source, *, layer: str = "") -> Layer:
    """Open a layer, by default the one with most points, or rows.

    Raises
    ------
    ReadError
        If the file is damaged, has no such layer, or no features.
    """
    import pyogrio  # noqa: PLC0415  (only where it is needed)

    source = source.on_disk()
    with faults(source):
        kinds = {str(name): kind for name, kind in pyogrio.list_layers(source.path)}
        if layer and layer not in kinds:
            raise ReadError(
                f"{source.name} has no layer {layer!r}. Its layers: {', '.join(map(repr, kinds))}."
            )
        looked = [layer] if layer else list(kinds)
        infos = {
            name: pyogrio.read_info(source.path, layer=name, force_feature_count=True) for name in looked
        }
    if not infos:
        raise ReadError(f"{source.name} has no layers.")
    chosen = max(
        infos, key=lambda name: (infos[name]["features"] > 0, _is_point(kinds[name]), infos[name]["features"])
    )
    info = infos[chosen]
    if info["features"] < 1:
        raise ReadError(f"{source.name}: the layer {chosen!r} has no features.")
    others = [name for name in kinds if name != chosen]
    notes: list[str] = []
    if others and not layer:
        notes.append(f"layer {chosen!r} is read; there are also: {', '.join(map(repr, others[:12]))}")
    points = None
    kind = kinds[chosen]
    if kind is not None and (_is_point(kind) or kind in {"Unknown", "Geometry"}):
        points = points_of("", crs=info["crs"], name=source.name)
    elif kind is not None:
        notes.append(f"the shapes are no points ({kind}); their attributes place them")
    names = [str(name) for name in info["fields"]]
    stored = dict(zip(header_names(names, name=source.name), names, strict=True))
    if points is not None:
        stored = {title: name for title, name in stored.items() if title not in {points.x, points.y}}
    headers = (*stored, *((points.x, points.y) if points is not None else ()))
    if not headers:
        raise ReadError(f"{source.name}: the layer {chosen!r} has no points and no attributes.")
    return Layer(source, chosen, headers, stored, points, int(info["features"]), tuple(notes))


@contextlib.contextmanager
def faults(source: Source) -> Iterator[None]:
    """Turn what the readers of layers raise into an error that says what to do.

    Raises
    ------
    ReadError
        In place of any of them.
    """
    import pyogrio.errors as pe  # noqa: PLC0415  (only where it is needed)

    known: tuple[type[Exception], ...] = (
        pe.DataSourceError, pe.DataLayerError, pe.CRSError, pe.FieldError, pe.FeatureError, pe.GeometryError,
        pa.ArrowException, OSError, ValueError, RuntimeError,
    )  # fmt: skip
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what matters is checked by counting the features
            yield
    except ReadError:
        raise
    except known as error:
        raise ReadError(
            f"{source.name} cannot be read as a file of layers, or is damaged ({str(error)[:200]}). Fetch it again."
        ) from error


def _is_point(kind: Any) -> bool:
    return isinstance(kind, str) and kind.startswith(("Point", "2.5D Point", "3D Point"))
