"""A user's own polygons, in place of the embedded ones at a level."""

from pathlib import Path
from typing import Literal

import geopandas as gpd
import pyogrio
import shapely

from incident_mapper.areas.embedded import AreaLevel, load_areas
from incident_mapper.areas.measure import measured
from incident_mapper.crs import WGS84, to_wgs84
from incident_mapper.errors import ReadError, SchemaError
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.names import compact, match_key
from incident_mapper.tables import table


def read_areas(
    path: Path, *, code_column: str, name_column: str, level: AreaLevel = "district", parent_column: str = ""
) -> gpd.GeoDataFrame:
    """Read a user's own polygons, to stand in for the embedded ones at a level.

    Parameters
    ----------
    path
        Any file GDAL reads, or GeoParquet.
    code_column, name_column
        The columns with the area's code and name. Codes are what incidents are joined by.
    level
        The level they stand for.
    parent_column
        The column with the province's code, if there is one.

    Returns
    -------
    GeoDataFrame
        The same columns as `load_areas`; polygons with one code are dissolved into one.

    Raises
    ------
    ReadError
        If the file cannot be read or holds no polygons.
    SchemaError
        If a column is missing or a code is empty.
    CRSError
        If the file does not say its CRS.
    """
    frame = _read_any(path)
    missing = [c for c in (code_column, name_column, parent_column) if c and c not in frame.columns]
    if missing:
        found = [str(c) for c in frame.columns if c != frame.geometry.name]
        raise SchemaError(
            f"{path.name} lacks columns: {', '.join(missing)}. Found: {', '.join(found)}.",
            missing=missing,
            found=found,
        )
    frame = to_wgs84(frame, what=path.name)
    frame = frame[frame.geometry.notna() & frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    if frame.empty:
        raise ReadError(f"{path} holds no polygons.")
    codes = frame[code_column].astype("string").str.strip()
    if codes.isna().any() or (codes == "").any():
        raise SchemaError(
            f"{path.name}: column {code_column} is empty in {int((codes.fillna('') == '').sum())} rows. "
            "Every area needs a code."
        )
    if len(frame) > 1 and codes.nunique() == 1:
        raise SchemaError(
            f"{path.name}: column {code_column} holds {codes.iloc[0]!r} in all {len(frame)} rows, so all areas would "
            "become one. Name the column with a code of its own for each area."
        )
    geometry = frame.geometry.map(lambda shape: shape if shape.is_valid else shapely.make_valid(shape))
    merged = gpd.GeoSeries(
        geometry.groupby(codes.to_numpy()).agg(lambda shapes: shapely.union_all(shapes.to_numpy())), crs=WGS84
    )
    first = frame.groupby(codes.to_numpy()).first()
    result = gpd.GeoDataFrame(
        {
            "name": first[name_column].astype(str),
            "urdu": "",
            "level": level,
            "parent": first[parent_column].astype(str) if parent_column else "",
            "uncertain": False,
        },
        geometry=merged,
        crs=WGS84,
    )
    return measured(result.rename_axis("area_code"))


def crosswalk(
    frame: gpd.GeoDataFrame, gazetteer: Gazetteer, *, level: Literal["province", "district"]
) -> dict[str, str]:
    """Say which of a user's areas stands for each unit of the gazetteer.

    By code where the file uses ours (or the P-codes of 2022); only where it uses other codes altogether, each
    area's name is resolved to a code once. A district that the file does not have yet goes to the one it was
    split from.

    Parameters
    ----------
    frame
        Areas with their codes as index and a column ``name``.
    gazetteer
        The units.
    level
        The level that the areas stand for.

    Returns
    -------
    dict
        Code of the gazetteer to code of the file; units that have no area are absent.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> box = shapely.box(65, 25, 67, 27)
    >>> frame = gpd.GeoDataFrame({"name": ["Lasbela"]}, index=["PK217"], geometry=[box], crs=WGS84)
    >>> crosswalk(frame, load_gazetteer(), level="district")
    {'PK217': 'PK217', 'IM-D-HUB': 'PK217'}
    """
    rows = table("provinces" if level == "province" else "districts")
    pcode = {row["code"]: row.get("pcode", "") for row in rows}
    split_from = {row["code"]: row.get("split_from", "") for row in rows}
    units = [p for p in gazetteer.places if p.level == level]
    known = {str(code) for code in frame.index}
    found = {p.code: code for p in units for code in (p.code, pcode[p.code]) if code and code in known}
    if not found:
        by_name = {compact(match_key(str(name))): str(code) for code, name in frame["name"].items()}
        for place in units:
            code = next(
                (by_name[key] for name in place.names if (key := compact(match_key(name))) in by_name), ""
            )
            if code:
                found[place.code] = code
    lacking = [p.code for p in units if split_from.get(p.code, "") in found and p.code not in found]
    if lacking:
        # Only if the file still draws it there: a file of one province lacks districts without holding their land.
        labels = load_areas(level, edition=gazetteer.edition, on=gazetteer.on)
        for code in lacking:
            home = found[split_from[code]]
            where = labels.loc[code, ["label_lon", "label_lat"]]
            if shapely.intersects_xy(frame.geometry[home], *where):
                found[code] = home
    return found


def _read_any(path: Path) -> gpd.GeoDataFrame:
    if not path.exists():
        raise ReadError(f"{path}: there is no such file.")
    try:
        frame = (
            gpd.read_parquet(path)
            if path.suffix.casefold() in {".parquet", ".geoparquet"}
            else gpd.read_file(path)
        )
    except (pyogrio.errors.DataSourceError, ValueError, OSError) as error:
        raise ReadError(f"{path} cannot be read as polygons: {error}") from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise ReadError(f"{path} is a table without geometry. Expected polygons.")
    return frame
