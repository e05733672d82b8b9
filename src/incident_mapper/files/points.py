"""The points of a column of shapes as columns of longitude and latitude, in degrees (EPSG:4326)."""

import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyproj
import shapely
from numpy.typing import NDArray

from incident_mapper.errors import ReadError
from incident_mapper.files.arrow import column_of
from incident_mapper.files.cells import Column

LONGITUDE, LATITUDE = "longitude", "latitude"
_DIGITS = 7  # about a centimetre; more of them come from reprojecting alone


@dataclass(frozen=True)
class Points:
    """A column of shapes that are, or may be, points.

    Attributes
    ----------
    column
        Its name in the file.
    to_degrees
        What turns its coordinates into degrees; nothing if they are degrees already.
    """

    column: str
    file: str
    to_degrees: pyproj.Transformer | None = field(default=None, repr=False)
    x: str = LONGITUDE
    y: str = LATITUDE

    def columns(self, shapes: Any) -> dict[str, Column]:
        """Return the coordinates of each point; what is no point has none."""
        longitude, latitude = self._coordinates(shapes)
        return {self.x: _degrees(longitude), self.y: _degrees(latitude)}

    def _coordinates(self, shapes: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        if isinstance(shapes, pa.ChunkedArray):
            shapes = shapes.combine_chunks()
        if isinstance(shapes.type, pa.BaseExtensionType):
            shapes = shapes.storage
        if pa.types.is_struct(shapes.type):  # points of GeoParquet 1.1, as two numbers
            x, y = (
                shapes.field(name).to_numpy(zero_copy_only=False).astype(np.float64) for name in ("x", "y")
            )
        elif pa.types.is_binary(shapes.type) or pa.types.is_large_binary(shapes.type):
            try:
                geometry = shapely.from_wkb(shapes.to_numpy(zero_copy_only=False))
            except shapely.errors.GEOSException as error:
                raise ReadError(
                    f"{self.file}: the column {self.column} holds shapes that cannot be read."
                ) from error
            x, y = shapely.get_x(geometry), shapely.get_y(geometry)
        else:
            raise ReadError(
                f"{self.file}: the shapes in column {self.column} are {shapes.type}. Expected WKB or points of x and y."
            )
        if self.to_degrees is None:
            return x, y
        x, y = self.to_degrees.transform(x, y)
        lost = ~(np.isfinite(x) & np.isfinite(y))
        return (
            np.asarray(np.round(np.where(lost, np.nan, x), _DIGITS), dtype=np.float64),
            np.asarray(np.round(np.where(lost, np.nan, y), _DIGITS), dtype=np.float64),
        )


def points_of(column: str, *, crs: Any, name: str) -> Points:
    """Return how points in a CRS become degrees.

    Parameters
    ----------
    crs
        Of the coordinates, in any form that pyproj knows; none means that it is not said.

    Raises
    ------
    ReadError
        If the CRS is not known or not said: coordinates would be in unknown units.
    """
    if not crs:
        raise ReadError(
            f"{name} does not say which CRS its coordinates are in. Set it (EPSG:4326 for degrees), then try again."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pyproj.CRS.from_user_input(crs)
            degrees = pyproj.CRS.from_epsg(4326)
            if found.equals(degrees, ignore_axis_order=True) or found == pyproj.CRS.from_user_input(
                "OGC:CRS84"
            ):
                return Points(column, name)
            return Points(column, name, pyproj.Transformer.from_crs(found, degrees, always_xy=True))
    except pyproj.exceptions.ProjError as error:
        raise ReadError(
            f"{name}: its CRS is not known ({str(error)[:120]}). Save it in EPSG:4326."
        ) from error


def _degrees(values: NDArray[np.float64]) -> Column:
    return column_of(pa.array(values, from_pandas=True))
