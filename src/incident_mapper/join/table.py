"""Join a whole table of incidents to provinces and districts."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.crs import WGS84, distances_km
from incident_mapper.gazetteer import Gazetteer, era, load_gazetteer
from incident_mapper.join.decide import AreaSet, Trust, decide, said_km
from incident_mapper.join.locate import MAX_GAP_KM, locate_points

_NAMED_KM: Final = "named_km"
_DECIDED: Final = (
    s.ADM1_CODE, s.ADM2_CODE, s.ADM1_NAME, s.ADM2_NAME, s.DIVISION_CODE, s.DIVISION_NAME, s.PLACED_BY, s.POINT_USED,
    s.ABROAD, s.CONFLICT, s.REASON, s.MATCH_METHOD, s.AS_IT_WAS,
)  # fmt: skip


def join_areas(
    resolved: pd.DataFrame, areas: AreaSet, *, gazetteer: Gazetteer | None = None, trust: Trust = "name",
    max_gap_km: float = MAX_GAP_KM,
) -> pd.DataFrame:  # fmt: skip
    """Give each resolved incident its final province and district.

    Where the place is named, the code decides; where a precise coordinate is given and the name says less, the
    point does. Coordinates of precision district, province or country are somebody's centroid and are never
    joined. Where name and point disagree the row is flagged ``conflict`` and `trust` decides.

    Parameters
    ----------
    resolved
        What `resolve_places` returns, with ``longitude``, ``latitude`` and ``geo_precision``.
    areas
        The polygons.
    gazetteer
        Where codes and names are looked up; the default edition if not given.
    trust
        ``"name"`` (coordinates in such data are often wrong) or ``"point"``.
    max_gap_km
        See `locate_points`.

    Returns
    -------
    DataFrame
        The same rows and index; ``adm1_code``, ``adm2_code`` and their names are final; added are ``placed_by``
        (``name``, ``point`` or empty), ``point_adm1_code``, ``point_adm2_code``, ``point_used`` (whether the point
        may be drawn), ``conflict``, ``conflict_km``, ``near``, ``near_km``, ``swapped``, ``as_it_was`` (what else
        the district covered on the day of the incident).

    Examples
    --------
    >>> from incident_mapper.areas import areas as load
    >>> from incident_mapper.resolve import resolve_places
    >>> table = pd.DataFrame(
    ...     {"place_text": "Kalat", "longitude": [66.6, 62.3], "latitude": [29.0, 25.1], "geo_precision": "exact"}
    ... )
    >>> gazetteer = load_gazetteer()
    >>> joined = join_areas(resolve_places(table, gazetteer).incidents, AreaSet(load("district"), load("province")))
    >>> joined["adm2_name"].tolist(), joined["conflict"].tolist(), int(joined["conflict_km"].max())
    (['Kalat', 'Kalat'], [False, True], 545)
    """
    gazetteer = gazetteer or load_gazetteer()
    joined = resolved.copy()
    lon, lat, swapped = _unswapped(joined, areas)
    precise = joined[s.GEO_PRECISION].isin(s.POINT_PRECISIONS) & lon.notna() & lat.notna()
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(lon.where(precise), lat.where(precise)), index=joined.index, crs=WGS84
    )
    located = _locate_distinct(points, areas, max_gap_km=max_gap_km)
    # A place abroad with a point just across the border is abroad twice over, not near anything of ours.
    across = (joined[s.MATCH_METHOD] == "foreign") & (located["gap_km"] > 0)
    located.loc[across, ["district", "province"]] = ""
    joined[s.LONGITUDE], joined[s.LATITUDE] = lon, lat
    joined[s.SWAPPED] = swapped & precise
    joined[s.POINT_ADM2_CODE] = located["district"].where(precise, "")
    joined[s.POINT_ADM1_CODE] = located["province"].where(precise, "")
    joined[s.NEAR_KM] = located["gap_km"].where(
        precise & (located["gap_km"] > 0) & (located["province"] != "")
    )
    joined[s.NEAR] = joined[s.NEAR_KM].notna()
    joined["gap_km"] = located["gap_km"].where(precise)
    joined["in_dispute"] = _in_dispute(points, areas) & (joined["gap_km"] > 0)
    joined[_NAMED_KM] = _named_km(joined, areas, gazetteer)
    which, first = _alike(joined, gazetteer)
    names = {
        str(code): str(name)
        for frame in (areas.province, areas.district)
        for code, name in frame["name"].items()
    }
    distinct = joined[[name for name in (*_DECISIVE, s.EVENT_DATE) if name in joined]].iloc[first]
    decisions = [decide(row, gazetteer, names=names, trust=trust) for row in _rows(distinct)]
    for name in _DECIDED:
        joined[name] = (
            pd.Series([decision[name] for decision in decisions]).take(which).set_axis(joined.index)
        )
    joined[s.CONFLICT_KM] = joined[_NAMED_KM].where(joined[s.CONFLICT])
    return joined.drop(columns=["gap_km", "in_dispute", _NAMED_KM])


def _unswapped(table: pd.DataFrame, areas: AreaSet) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Recognise pairs that lie outside as written and inside the country the other way round."""
    lon, lat = table[s.LONGITUDE].astype(float), table[s.LATITUDE].astype(float)
    west, south, east, north = areas.province.total_bounds
    outside = ~(lon.between(west - 1, east + 1) & lat.between(south - 1, north + 1))
    turned = lat.between(west, east) & lon.between(south, north)
    swapped = (outside & turned).fillna(False)
    return lon.where(~swapped, lat), lat.where(~swapped, lon), swapped


def _locate_distinct(points: gpd.GeoDataFrame, areas: AreaSet, *, max_gap_km: float) -> pd.DataFrame:
    """Locate each distinct coordinate once."""
    key = pd.Series(shapely.to_wkb(points.geometry.to_numpy()), index=points.index)
    first = ~key.duplicated()
    distinct = points[first.to_numpy()]
    district = locate_points(distinct, areas.district, max_gap_km=max_gap_km)
    parents = areas.district["parent"].to_dict()
    province = district["area_code"].map(lambda code: parents.get(code, "")).astype(object)
    if (province[district["area_code"] != ""] == "").any():
        # A user's own districts may not say which province they are in: then the point does.
        province = locate_points(distinct, areas.province, max_gap_km=max_gap_km)["area_code"]
    table = pd.DataFrame(
        {"district": district["area_code"], "province": province, "gap_km": district["gap_km"]}
    )
    table.index = pd.Index(key[first])
    return table.loc[key.to_numpy()].set_axis(points.index)


def _in_dispute(points: gpd.GeoDataFrame, areas: AreaSet) -> pd.Series:
    if areas.disputed is None:
        return pd.Series(False, index=points.index)
    shape = shapely.union_all(areas.disputed.geometry.to_numpy())
    shapely.prepare(shape)
    return pd.Series(shapely.intersects(shape, points.geometry.to_numpy()), index=points.index)


def _named_km(rows: pd.DataFrame, areas: AreaSet, gazetteer: Gazetteer) -> NDArray[np.float64]:
    """Return how far each point is from what its row names; ``NaN`` where there is no need to know."""
    found = np.full(len(rows), np.nan)
    widest = rows[s.ADM2_CODE].where(rows[s.ADM2_CODE] != "", rows[s.DIVISION_CODE])
    widest = widest.where(widest != "", rows[s.ADM1_CODE])
    elsewhere = (rows["gap_km"].notna() & (rows[s.ADM2_CODE] != rows[s.POINT_ADM2_CODE])).to_numpy()
    lon, lat = rows[s.LONGITUDE].to_numpy(), rows[s.LATITUDE].to_numpy()
    for code in sorted(set(widest[elsewhere]) - {""}):
        shape = _shape(code, areas, gazetteer)
        if shape is not None:
            at = np.flatnonzero(elsewhere & (widest == code).to_numpy())
            found[at] = distances_km(lon[at], lat[at], shape)
    return found


def _shape(code: str, areas: AreaSet, gazetteer: Gazetteer) -> Any:
    for frame in (areas.district, areas.province):
        if code in frame.index:
            return frame.geometry[code]
    members = [member for member in gazetteer.districts_of(code) if member in areas.district.index]
    return shapely.union_all(areas.district.geometry[members].to_numpy()) if members else None


_DECISIVE: Final = (
    s.ADM1_CODE, s.ADM2_CODE, s.DIVISION_CODE, s.POINT_ADM1_CODE, s.POINT_ADM2_CODE, s.REASON, s.MATCH_METHOD,
    s.MATCH_STATUS, s.PLACE_LEVEL, s.ELSEWHERE, "in_dispute", "gap_km", _NAMED_KM,
)  # fmt: skip
"""What `decide` looks at, besides the day."""


def _alike(joined: pd.DataFrame, gazetteer: Gazetteer) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for each row which decision holds for it, and for each decision the first row that it holds for."""
    # Distances differ where they are said to differ.
    distances = ("gap_km", _NAMED_KM)
    keys = [said_km(joined[n]) if n in distances else joined[n] for n in _DECISIVE if n in joined]
    if s.EVENT_DATE in joined:
        keys.append(_eras(joined[s.EVENT_DATE], gazetteer))
    which = np.zeros(len(joined), dtype=np.intp)
    for key in keys:
        codes, _ = pd.factorize(key, use_na_sentinel=True)
        which, _ = pd.factorize(which * (int(codes.max(initial=-1)) + 2) + codes + 1)
    first = pd.Series(which).drop_duplicates().index.to_numpy()
    return which, first


def _eras(dates: pd.Series, gazetteer: Gazetteer) -> pd.Series:
    """Return for each date the stretch of time, between two changes of districts, that it lies in."""
    days = pd.Series(dates.unique()).dropna()
    eras = {
        day: era(gazetteer.edition, day.date()).toordinal() if day.date() < gazetteer.on else 0
        for day in days
    }
    return dates.map(eras)


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
