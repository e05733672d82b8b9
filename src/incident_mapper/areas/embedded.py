"""The embedded polygons of a level, for an edition and a day, dissolved from the tehsils."""

from datetime import date
from functools import cache, lru_cache
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from incident_mapper.areas.measure import measured
from incident_mapper.crs import WGS84
from incident_mapper.errors import EditionError
from incident_mapper.gazetteer import DISPUTED_CODE, Gazetteer, load_gazetteer
from incident_mapper.tables import data_bytes, table
from incident_mapper.topojson import read_features

AreaLevel = Literal["province", "division", "district", "tehsil"]
AREA_LEVELS: Final[tuple[AreaLevel, ...]] = ("province", "division", "district", "tehsil")
Detail = Literal["full", "simple"]

ATTRIBUTION: Final = (
    "Boundaries: geoBoundaries PAK-ADM3 (Pathways Data / Pakistan Bureau of Statistics 2017), ODbL 1.0, "
    "dissolved by Incident Mapper"
)
DISCLAIMER: Final = "Boundaries imply no endorsement."

_UNIT_OF = {
    "province": "adm1_code",
    "division": "division_code",
    "district": "adm2_code",
    "tehsil": "adm3_code",
}
_FILES = {"full": "boundaries/tehsils.topojson", "simple": "boundaries/tehsils-simple.topojson"}


def load_areas(
    level: AreaLevel, *, on: date | None = None, edition: str = "", detail: Detail = "full"
) -> gpd.GeoDataFrame:
    """Return the polygons of a level.

    Parameters
    ----------
    level
        ``"province"``, ``"division"``, ``"district"`` or ``"tehsil"``.
    on
        The day whose units are wanted; by default the day the edition describes.
    edition
        Which statement of the districts; empty for the default.
    detail
        ``"full"`` for joining and measuring, ``"simple"`` for drawing.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; index ``area_code``; columns ``name``, ``urdu``, ``level``, ``parent`` (the province's
        code), ``label_lon``, ``label_lat`` (degrees, inside the polygon), ``area_km2`` (equal-area),
        ``radius_km`` (from the label point to the farthest corner), ``uncertain``, ``geometry``.
        Disputed territory is no unit and is not in it.

    Raises
    ------
    EditionError
        If there is no such level or edition.

    Source
    ------
    geoBoundaries PAK-ADM3, see the data's README.

    Examples
    --------
    >>> load_areas("province").loc["PK-BA", "name"]
    'Balochistan'
    """
    if level not in AREA_LEVELS:
        raise EditionError(f"There is no level {level!r}. Levels: {', '.join(AREA_LEVELS)}.")
    return _areas(level, load_gazetteer(edition, on=on), detail).copy()


def with_units(frame: gpd.GeoDataFrame, gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Add to areas the units that hold them, and the people who live there.

    Parameters
    ----------
    frame
        What `load_areas` returns.
    gazetteer
        The same edition and day.

    Returns
    -------
    GeoDataFrame
        With ``adm1_code``, ``adm1_name``, ``division_code``, ``division_name``, ``adm2_code``, ``adm2_name`` (empty
        where an area is wider than that) and, for districts and wider, ``pop_2017``, ``pop_2023``: ``<NA>`` where the
        census gives no figure for just this area. The censuses count the districts of the default edition; for other
        days and editions, whose districts hold other land, there are no such columns.

    Source
    ------
    Population: censuses of 2017 and 2023, Pakistan Bureau of Statistics, by district.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> frame = with_units(load_areas("district"), load_gazetteer())
    >>> frame.loc["PK210", ["adm1_name", "division_name", "pop_2023"]].astype(str).tolist()
    ['Balochistan', 'Kalat', '271560']
    """
    places = [gazetteer.by_code[str(code)] for code in frame.index]
    added: dict[str, Any] = {}
    for name in ("adm1", "division", "adm2"):
        codes = [getattr(place, f"{name}_code") for place in places]
        added[f"{name}_code"] = list(codes)
        added[f"{name}_name"] = [gazetteer.by_code[code].name if code else "" for code in codes]
    counted = load_gazetteer()
    if (gazetteer.edition, gazetteer.on) == (counted.edition, counted.on) and frame["level"].ne(
        "tehsil"
    ).all():
        for year in ("pop_2017", "pop_2023"):
            added[year] = pd.array(
                [_people(str(code), gazetteer, year) for code in frame.index], dtype="Int64"
            )
    geometry = frame.geometry.name
    return frame.assign(**added)[[*frame.columns.drop(geometry), *added, geometry]]


def _people(code: str, gazetteer: Gazetteer, year: str) -> int | None:
    """Return the people of a district or wider unit.

    A new district may still be counted with the one it was split from: their figure is then known for both together.
    """
    rows = {row["code"]: row for row in table("districts")}
    inside = gazetteer.districts_of(code)
    uncounted = {p.code for p in gazetteer.places if p.level == "district" and not rows[p.code][year]}
    shared = {child: rows[child]["split_from"] for child in uncounted}
    if any((child in inside) != (home in inside) for child, home in shared.items() if home in rows):
        return None
    stated = [rows[district][year] for district in inside if not shared.get(district)]
    return sum(map(int, stated)) if stated and all(stated) else None


@lru_cache(maxsize=32)
def _areas_cached(level: AreaLevel, edition: str, on: date, detail: Detail) -> gpd.GeoDataFrame:
    gazetteer = load_gazetteer(edition, on=on)
    shapes, codes = [], []
    for code, shape in _tehsils(detail).items():
        place = gazetteer.by_code.get(code)
        unit = getattr(place, _UNIT_OF[level]) if place else ""
        if unit:
            shapes.append(shape)
            codes.append(unit)
    # Neighbours share every vertex of their border, so dissolving is exact and needs no tolerance.
    dissolved = {
        unit: shapely.coverage_union_all([shapes[i] for i in members])
        for unit, members in pd.Series(range(len(codes))).groupby(np.array(codes)).groups.items()
    }
    order = [p for p in gazetteer.places if p.code in dissolved and p.level == level]
    frame = gpd.GeoDataFrame(
        {
            "name": [p.name for p in order],
            "urdu": [p.urdu for p in order],
            "level": level,
            "parent": [p.adm1_code for p in order],
            "uncertain": [p.uncertain for p in order],
        },
        geometry=[dissolved[p.code] for p in order],
        crs=WGS84,
        index=pd.Index([p.code for p in order], name="area_code"),
    )
    return measured(frame)


def _areas(level: AreaLevel, gazetteer: Gazetteer, detail: Detail) -> gpd.GeoDataFrame:
    return _areas_cached(level, gazetteer.edition, gazetteer.on, detail)


@cache
def _tehsils(detail: Detail) -> dict[str, shapely.Geometry]:
    return {
        properties["code"]: shape
        for shape, properties in read_features(data_bytes(_FILES[detail]), "tehsils")
    }


def disputed_territory(*, detail: Detail = "simple") -> gpd.GeoDataFrame:
    """Return the disputed unit, which belongs to no province and is never counted.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; one row, indexed by its code.

    Examples
    --------
    >>> len(disputed_territory())
    1
    """
    return gpd.GeoDataFrame(
        {"name": ["Disputed territory"]},
        geometry=[_tehsils(detail)[DISPUTED_CODE]],
        crs=WGS84,
        index=pd.Index([DISPUTED_CODE], name="area_code"),
    )


def neighbours() -> gpd.GeoDataFrame:
    """Return the neighbouring countries' land, clipped to the map's surroundings.

    Returns
    -------
    GeoDataFrame
        EPSG:4326; columns ``name``, ``urdu``, ``lon``, ``lat`` (label point, degrees), ``geometry``.

    Source
    ------
    Natural Earth by way of the npm package world-atlas, public domain.

    Examples
    --------
    >>> "Afghanistan" in set(neighbours()["name"])
    True
    """
    return _context("neighbours")


def sea_labels() -> gpd.GeoDataFrame:
    """Return where the names of the seas stand: points with ``name`` and ``urdu``, EPSG:4326.

    Examples
    --------
    >>> "Arabian Sea" in set(sea_labels()["name"])
    True
    """
    return _context("sea_labels")


def _context(name: str) -> gpd.GeoDataFrame:
    features = read_features(data_bytes("boundaries/context.topojson"), name)
    return gpd.GeoDataFrame(
        [properties for _, properties in features], geometry=[shape for shape, _ in features], crs=WGS84
    )
