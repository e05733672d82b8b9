"""Fill the rows of a geocoded table for which the gazetteer had no place, each row once."""

import re
from dataclasses import replace
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from incident_mapper import schema as s
from incident_mapper.crs import WGS84
from incident_mapper.errors import SchemaError
from incident_mapper.geocode import PROVINCE_COLUMNS  # the same column has to be found here
from incident_mapper.geocoders.believe import Belief
from incident_mapper.geocoders.fallback import FallbackGeocoder, Found
from incident_mapper.geocoders.report import OnlineAnswer, OnlineReport

_SUFFIX: Final = re.compile(r"(?:_resolved)+$")


def geocode_unmatched(
    table: gpd.GeoDataFrame,
    geocoder: FallbackGeocoder,
    *,
    place_column: str = s.PLACE_TEXT,
    province_column: str | None = None,
) -> tuple[gpd.GeoDataFrame, OnlineReport]:
    """Ask an online service for the places that `geocode_table` did not find.

    Parameters
    ----------
    table
        What `geocode_table` returns.
    geocoder
        Who is asked; offline unless it was made with ``online=True``.
    place_column, province_column
        As `geocode_table` was given them.

    Returns
    -------
    GeoDataFrame
        The same rows, columns and index. Of rows that were ``unmatched``, those with a believed answer have
        ``match_status`` ``matched``, ``match_method`` such as ``online:nominatim``, a score below 100, ``place_level``
        ``point``, an empty ``place_code``, the point in ``place_lon``, ``place_lat`` and the geometry, and the
        province, division, district and tehsil whose polygon holds it. All other rows are as they were: what is
        ambiguous or abroad is not asked for.
    OnlineReport
        Every query of these rows with its outcome, its reason and the positions of its rows.

    Raises
    ------
    SchemaError
        If `table` lacks a column, or is not what `geocode_table` returns.

    Examples
    --------
    >>> from incident_mapper.geocode import geocode_table
    >>> geocoder = FallbackGeocoder()
    >>> table = pd.DataFrame({"place_text": ["Kalat", "Gazi Tir"]})
    >>> filled, report = geocode_unmatched(geocode_table(table, geocoder.offline.gazetteer), geocoder)
    >>> filled["match_status"].tolist(), report.reasons()
    (['matched', 'unmatched'], {'Gazi Tir': 'online look-up was not asked for'})
    """
    wanted = [place_column, *([province_column] if province_column else [])]
    s.require_columns(table, wanted, what="the table")
    names = _our_columns(table)
    province = province_column or next(
        (c for c in PROVINCE_COLUMNS if c in table.columns and c != place_column), None
    )
    cells = {ours: table[theirs].tolist() for ours, theirs in names.items()}
    points = table.geometry.tolist()
    texts = table[place_column].tolist()
    stated = table[province].tolist() if province else [""] * len(table)
    asked: dict[tuple[str, str], OnlineAnswer] = {}
    before = geocoder.report
    for at, text in enumerate(texts):
        if cells[s.MATCH_STATUS][at] != "unmatched" or cells[s.MATCH_METHOD][at] == "foreign":
            continue
        found = _look(geocoder, text, province=stated[at], code=str(cells[s.ADM1_CODE][at] or ""))
        if found.online is None:
            continue
        key = (found.online.query, found.online.within)
        earlier = asked.get(key, found.online)
        asked[key] = replace(earlier, rows=(*earlier.rows, at))
        if found.belief:
            for ours, value in _row(found.belief, geocoder, method=f"online:{before.service}").items():
                cells[ours][at] = value
            points[at] = shapely.Point(found.belief.answer.lon, found.belief.answer.lat)
    filled = table.copy()
    for ours, theirs in names.items():
        filled[theirs] = pd.Series(cells[ours], index=table.index, dtype=table[theirs].dtype)
    filled = filled.set_geometry(
        gpd.GeoSeries(points, index=table.index, crs=WGS84, name=table.geometry.name)
    )
    report = geocoder.report_of(list(asked.values()))
    return filled, replace(report, requests=report.requests - before.requests)


def _our_columns(table: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the names that `geocode_table` gave its columns: they stand together, some with a suffix."""
    columns = [str(name) for name in table.columns]
    width = len(s.GEOCODE_COLUMNS)
    for start in reversed(range(len(columns) - width + 1)):
        block = columns[start : start + width]
        if all(_SUFFIX.sub("", name) == ours for name, ours in zip(block, s.GEOCODE_COLUMNS, strict=True)):
            return dict(zip(s.GEOCODE_COLUMNS, block, strict=True))
    raise SchemaError(
        f"The table has no columns of geocode_table ({s.GEOCODE_COLUMNS[0]}, ...). Found: {', '.join(columns)}. "
        "Give what geocode_table returns.",
        missing=list(s.GEOCODE_COLUMNS),
        found=columns,
    )


def _look(geocoder: FallbackGeocoder, text: Any, *, province: Any, code: str) -> Found:
    """Look a row up in the province that it states, which nobody is asked about if it is none of ours."""
    query = text if isinstance(text, str) else ""
    said = province.strip() if isinstance(province, str) else ""
    if said and not code:
        match = geocoder.offline.match(query)
        reason = f"no province is called {said[:60]!r}, so an answer could not be checked"
        return Found(match, OnlineAnswer(" ".join(query.split()), said, "not asked", reason))
    return geocoder.look(query, within=code or None)


def _row(belief: Belief, geocoder: FallbackGeocoder, *, method: str) -> dict[str, Any]:
    place, by_code = belief.place, geocoder.offline.gazetteer.by_code

    def name(code: str) -> str:
        return by_code[code].name if code else ""

    return {
        s.MATCH_STATUS: "matched",
        s.MATCH_METHOD: method,
        s.MATCH_SCORE: belief.score,
        s.PLACE_LEVEL: "point",
        s.PLACE_NAME: belief.answer.address.split(",")[0],
        s.PLACE_CODE: "",
        s.ADM1_NAME: name(place.adm1_code),
        s.ADM1_CODE: place.adm1_code,
        s.DIVISION_NAME: name(place.division_code),
        s.ADM2_NAME: name(place.adm2_code),
        s.ADM2_CODE: place.adm2_code,
        s.ADM3_NAME: name(place.adm3_code),
        s.CANDIDATES: "",
        s.PLACE_LON: belief.answer.lon,
        s.PLACE_LAT: belief.answer.lat,
        s.PRECISION_KM: belief.precision_km,
    }
