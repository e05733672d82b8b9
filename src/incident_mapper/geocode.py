"""Add to any table the place that its text means, keeping its own columns as they are."""

from collections.abc import Iterable
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.areas import areas
from incident_mapper.crs import WGS84
from incident_mapper.errors import SchemaError
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.resolve import resolve_places

TOWN_PRECISION_KM: Final = 5.0
"""How far a report "in" a town may be from the town's coordinate. A stated convention, not a measurement."""

PROVINCE_COLUMNS: Final = ("province_text", "province", "adm1_name", "admin1", "adm_1")


def geocode_table(
    table: pd.DataFrame,
    gazetteer: Gazetteer,
    *,
    place_column: str = "place_text",
    province_column: str | None = None,
) -> gpd.GeoDataFrame:
    """Resolve one text column of a table.

    Parameters
    ----------
    table
        Any table of text.
    gazetteer
        Where to look.
    place_column
        The column with names or sentences.
    province_column
        The column that states the province; by default one with a usual name, if there is one.

    Returns
    -------
    GeoDataFrame
        The input's columns, unchanged and in order, then `schema.GEOCODE_COLUMNS` (one that clashes gets the suffix
        ``_resolved``); one row for each row of input; geometry is the place's point in EPSG:4326, or empty.

    Raises
    ------
    SchemaError
        If a named column is missing.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> table = pd.DataFrame({"id": ["1"], "place_text": ["Mashkai, Awaran"]})
    >>> geocode_table(table, load_gazetteer())[["id", "match_status", "adm2_name"]].iloc[0].tolist()
    ['1', 'matched', 'Awaran']
    """
    for column in (place_column, province_column):
        if column is not None and column not in table.columns:
            raise SchemaError(
                f"The table has no column {column!r}. Found: {', '.join(map(str, table.columns))}. "
                "Name it with --place-column or --province-column.",
                missing=[column],
                found=[str(c) for c in table.columns],
            )
    province = province_column or next(
        (c for c in PROVINCE_COLUMNS if c in table.columns and c != place_column), None
    )
    asked = pd.DataFrame({s.PLACE_TEXT: table[place_column]}, index=table.index)
    asked[s.ADM1_GIVEN] = table[province] if province else ""
    found = resolve_places(asked, gazetteer).incidents
    lon, lat, precision = _points(found, gazetteer)
    found[s.PLACE_LON], found[s.PLACE_LAT] = lon, lat
    found[s.PRECISION_KM] = np.fmax(found[s.PRECISION_KM].astype(float), precision)
    names = _free_names((*s.GEOCODE_COLUMNS, "geometry"), table.columns)
    added = found[list(s.GEOCODE_COLUMNS)].set_axis(names[:-1], axis=1)
    points = gpd.GeoSeries(_geometry(lon, lat), index=table.index, crs=WGS84, name=names[-1])
    return gpd.GeoDataFrame(pd.concat([table, added, points], axis=1), geometry=names[-1])


def _free_names(names: Iterable[str], taken: Iterable[object]) -> list[str]:
    """Return names for our columns that no column of the input bears, in capitals or small letters.

    A GeoPackage does not tell the two apart.
    """
    used = {str(name).casefold() for name in taken}
    free = []
    for wanted in names:
        name = wanted
        while name.casefold() in used:
            name = f"{name}_resolved"
        used.add(name)
        free.append(name)
    return free


def _geometry(lon: np.ndarray, lat: np.ndarray) -> gpd.array.GeometryArray:
    points = gpd.points_from_xy(lon, lat)
    points[np.isnan(lon)] = None
    return points


def _points(found: pd.DataFrame, gazetteer: Gazetteer) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return longitude, latitude and how far off it may be: of the town, or of the unit's label point."""
    units = pd.concat(
        [areas(level, edition=gazetteer.edition) for level in ("province", "division", "district", "tehsil")]
    )
    units = units[~units.index.duplicated()]
    known: dict[str, tuple[float, float, float]] = {
        str(code): (lon, lat, radius)
        for code, lon, lat, radius in zip(
            units.index, units["label_lon"], units["label_lat"], units["radius_km"], strict=True
        )
    }
    nowhere = (np.nan, np.nan, np.nan)
    for code in set(found[s.PLACE_CODE]) - known.keys() - {""}:
        place = gazetteer.by_code.get(code) or (gazetteer.added.coded(code) if gazetteer.added else None)
        if place is not None:
            # What has no coordinate of its own is somewhere in its district.
            known[code] = (
                (place.lon, place.lat, place.precision_km or TOWN_PRECISION_KM)
                if place.lon is not None and place.lat is not None
                else known.get(place.adm2_code, nowhere)
            )
    rows = [
        known.get(code, nowhere) if status != "unmatched" else nowhere
        for code, status in zip(found[s.PLACE_CODE], found[s.MATCH_STATUS], strict=True)
    ]
    table = np.array(rows, dtype=float).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]
