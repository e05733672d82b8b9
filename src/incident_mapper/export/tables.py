"""Write tables with or without geometry, atomically, each with its attribution inside where the format has room."""

import json
import os
import tempfile
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import pyogrio

from incident_mapper.errors import OptionError, OutputError
from incident_mapper.export.atomic import write_atomic

TABLE_SUFFIXES: Final = (".csv", ".geojson", ".gpkg", ".parquet")


def write_table(frame: pd.DataFrame, path: str | os.PathLike[str], *, attribution: str = "") -> Path:
    r"""Write a table in the format that the file's name says.

    Parameters
    ----------
    frame
        A table, or a GeoDataFrame in EPSG:4326.
    path
        ``.csv`` (geometry left out), ``.geojson``, ``.gpkg`` or ``.parquet``.
    attribution
        Who is to be credited, written into GeoJSON and GeoPackage files beside the data.

    Returns
    -------
    pathlib.Path
        The path as given.

    Raises
    ------
    OptionError
        If the format is not known, or needs a geometry that `frame` does not have.
    OutputError
        If the file cannot be written.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_table(pd.DataFrame({"a": [1]}), folder / "t.csv").read_text()
    'a\n1\n'
    """
    path = Path(path)
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        table = (
            pd.DataFrame(frame.drop(columns=frame.geometry.name))
            if isinstance(frame, gpd.GeoDataFrame)
            else frame
        )
        return write_atomic(path, table.to_csv(index=False, lineterminator="\n"))
    if suffix not in TABLE_SUFFIXES:
        raise OptionError(
            f"{path.name}: the format {suffix or 'without suffix'} is not known. Use {', '.join(TABLE_SUFFIXES)}."
        )
    if not isinstance(frame, gpd.GeoDataFrame):
        raise OptionError(f"{path.name}: {suffix} holds geometry, and this table has none. Use .csv.")
    if suffix == ".geojson":
        document = json.loads(frame.to_json(drop_id=True, na="null"))
        if attribution:
            document = {"type": document.pop("type"), "attribution": attribution, **document}
        return write_atomic(path, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    return _write_binary(frame, path, suffix=suffix, attribution=attribution)


def _write_binary(frame: gpd.GeoDataFrame, path: Path, *, suffix: str, attribution: str) -> Path:
    """Write beside the target, then take the bytes over as a whole."""
    with tempfile.TemporaryDirectory(prefix="incident-mapper-") as folder:
        spare = Path(folder) / f"table{suffix}"
        try:
            if suffix == ".parquet":
                frame.to_parquet(spare, index=False)
            else:
                # Without this, the file would hold the time at which it was written.
                pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "1970-01-01T00:00:00Z"})
                metadata = {"ATTRIBUTION": attribution} if attribution else None
                pyogrio.write_dataframe(
                    frame,
                    spare,
                    driver="GPKG",
                    layer=path.stem,
                    dataset_metadata=metadata,
                    layer_options=_own_columns(frame),
                )
        except (OSError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise OutputError(f"{path} cannot be written: {error}") from error
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        return write_atomic(path, spare.read_bytes())


def _own_columns(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Return names for the two columns that a GeoPackage adds, which must be none of the table's."""
    taken = {str(name).casefold() for name in frame.columns if name != frame.geometry.name}
    free = {}
    for option, usual in (("FID", "fid"), ("GEOMETRY_NAME", "geom")):
        name = usual
        while name in taken:
            name += "_"
        free[option] = name
    return free
