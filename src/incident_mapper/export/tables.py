"""Write tables with or without geometry, atomically, each with its attribution inside where the format has room."""

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from incident_mapper.errors import OptionError, OutputError
from incident_mapper.export.atomic import write_atomic

TABLE_SUFFIXES: Final = (".csv", ".geojson", ".gpkg", ".parquet")

_RUN: Final = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_NUMBER: Final = re.compile(r"[+-]?(\d[\d,_ ]*)?\.?\d+([eE][+-]?\d+)?\s*%?")


def write_table(
    frame: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    attribution: str = "",
    second_header: Sequence[str] = (),
) -> Path:
    r"""Write a table in the format that the file's name says.

    Parameters
    ----------
    frame
        A table, or a GeoDataFrame in EPSG:4326.
    path
        ``.csv`` (geometry left out; a text that a spreadsheet would run as a formula gets an apostrophe in front, see
        `harmless`), ``.geojson``, ``.gpkg`` or ``.parquet`` (GeoParquet if there is a geometry).
    attribution
        Who is to be credited, written into the file beside the data, except into CSV, which has no room for it.
    second_header
        A row of text to stand under the header of a CSV file, such as HXL tags.

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
        return write_atomic(path, _csv(table, second_header))
    if suffix not in TABLE_SUFFIXES:
        raise OptionError(
            f"{path.name}: the format {suffix or 'without suffix'} is not known. Use {', '.join(TABLE_SUFFIXES)}."
        )
    if second_header:
        raise OptionError(f"{path.name}: only a .csv file has room for a second row of headers.")
    if suffix == ".parquet":
        return write_atomic(path, _parquet(frame, attribution))
    if not isinstance(frame, gpd.GeoDataFrame):
        raise OptionError(
            f"{path.name}: {suffix} holds geometry, and this table has none. Use .csv or .parquet."
        )
    if suffix == ".geojson":
        document = json.loads(_with_dates_as_text(frame).to_json(drop_id=True, na="null"))
        if attribution:
            document = {"type": document.pop("type"), "attribution": attribution, **document}
        return write_atomic(path, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
    return _write_geopackage(frame, path, attribution=attribution)


def harmless(cells: pd.Series) -> pd.Series:
    """Put an apostrophe before each text that a spreadsheet would run as a formula; all others stay as they are.

    Such a text begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end and is no number: ``-5`` and ``+92`` stay.
    The apostrophe is what OWASP advises against CSV injection. A program that reads the file back sees it, which is the
    price of a file that is safe to open; Parquet, GeoPackage and GeoJSON are written as they are.

    Examples
    --------
    >>> harmless(pd.Series(["=1+1", "-5", "- a dash", "Kalat"])).tolist()
    ["'=1+1", '-5', "'- a dash", 'Kalat']
    """
    if not (pd.api.types.is_string_dtype(cells.dtype) or cells.dtype == object):
        return cells
    return cells.map(lambda cell: f"'{cell}" if isinstance(cell, str) and _is_formula(cell) else cell)


def _is_formula(text: str) -> bool:
    # Spreadsheets pass over blanks at the beginning; a full-width sign is read as the plain one.
    start = text.lstrip(" ")[:1]
    return start in _RUN and start != "" and not _NUMBER.fullmatch(text.strip())


def _csv(table: pd.DataFrame, second_header: Sequence[str]) -> str:
    headers = [str(name) for name in harmless(pd.Series([str(name) for name in table.columns], dtype=object))]
    safe = pd.DataFrame({at: harmless(table.iloc[:, at]) for at in range(table.shape[1])}, index=table.index)
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    if headers:
        writer.writerow(headers)
    if second_header:
        writer.writerow(second_header)
    # A carriage return within a cell would end the row for many readers, and is not quoted of itself.
    returns = any(
        isinstance(cell, str) and "\r" in cell
        for _, cells in safe.select_dtypes(["object", "str"]).items()
        for cell in cells
    )
    body = safe.to_csv(
        index=False,
        header=not headers,
        lineterminator="\n",
        quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL,
    )
    return lines.getvalue() + body


def _parquet(frame: pd.DataFrame, attribution: str) -> bytes:
    """Return a Parquet file, with the attribution among its metadata."""
    made = io.BytesIO()
    if isinstance(frame, gpd.GeoDataFrame):
        frame.to_parquet(made, index=False)
        table = pq.read_table(io.BytesIO(made.getvalue()))
    else:
        table = pa.Table.from_pandas(frame, preserve_index=False)
    if attribution:
        table = table.replace_schema_metadata(
            {**(table.schema.metadata or {}), b"attribution": attribution.encode()}
        )
    made = io.BytesIO()
    pq.write_table(table, made)
    return made.getvalue()


def _with_dates_as_text(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Write days and times in ISO form, since JSON has no dates; a column of days has no times of day."""
    texts = {}
    for name in frame.columns[[pd.api.types.is_datetime64_any_dtype(kind) for kind in frame.dtypes]]:
        times = frame[name]
        days = times.dropna().eq(times.dropna().dt.normalize()).all()
        texts[name] = (
            times.dt.strftime("%Y-%m-%d" if days else "%Y-%m-%dT%H:%M:%S")
            .astype(object)
            .where(times.notna(), None)
        )
    return frame.assign(**texts) if texts else frame


def _write_geopackage(frame: gpd.GeoDataFrame, path: Path, *, attribution: str) -> Path:
    """Write beside the target, then take the bytes over as a whole."""
    with tempfile.TemporaryDirectory(prefix="incident-mapper-") as folder:
        spare = Path(folder) / "table.gpkg"
        try:
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
