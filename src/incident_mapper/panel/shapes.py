"""Give the rows of a panel the polygons of their areas."""

import geopandas as gpd
import pandas as pd
import shapely

from incident_mapper.aggregate import COUNTRY
from incident_mapper.areas import load_areas, with_units
from incident_mapper.crs import WGS84
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.panel.plan import CODE_AND_NAME
from incident_mapper.panel.table import Panel


def panel_areas(level: str, gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Return the areas of a level with the names of what holds them: what `panel` takes as its areas.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, simplified for drawing; index the areas' codes.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> len(panel_areas("country", load_gazetteer()))
    1
    """
    of = {"edition": gazetteer.edition, "on": gazetteer.on}
    if level != "country":
        return with_units(load_areas(level, **of, detail="simple"), gazetteer)  # type: ignore[arg-type]
    provinces = load_areas("province", **of, detail="simple")  # type: ignore[arg-type]
    whole = shapely.coverage_union_all(provinces.geometry.to_numpy())
    return gpd.GeoDataFrame(
        {"name": [gazetteer.by_code[COUNTRY].name]}, geometry=[whole], index=[COUNTRY], crs=WGS84
    )


def with_shapes(made: Panel, areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows of a panel with the polygons of their areas; rows of no one area have none.

    Examples
    --------
    >>> table = pd.DataFrame({"adm1_code": ["PK-BA", ""]})
    >>> made = Panel(table, "province", "", (), {}, 1, 0, 1, 0)
    >>> shapes = gpd.GeoDataFrame(geometry=gpd.points_from_xy([67], [30]), index=["PK-BA"], crs=WGS84)
    >>> with_shapes(made, shapes).geometry.notna().tolist()
    [True, False]
    """
    codes = made.table[CODE_AND_NAME[made.level][0]]
    shapes = areas.geometry.reindex(pd.Index(codes)).to_numpy()
    return gpd.GeoDataFrame(made.table.copy(), geometry=shapes, crs=areas.crs)
