"""Checks of single points: the wrong way round, outside, far from the place named, too round to be exact."""

from typing import Final

import numpy as np
import pandas as pd
import shapely

from incident_mapper import schema as s
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.join import AreaSet
from incident_mapper.quality.found import found, together
from incident_mapper.quality.landmarks import distances_km

FAR_KM: Final = 10.0
"""Beyond this, a point in another district than the one named is far; nearer, it may be a matter of boundaries."""

TOWN_FAR_KM: Final = 25.0
"""Beyond this, a point in the right district is far from a town that is named.

Source: of 520 points that UCDP gives exactly or nearly for towns in Pakistan, 98 in 100 lie within 18 km.
"""


def point_findings(incidents: pd.DataFrame, *, gazetteer: Gazetteer, areas: AreaSet) -> pd.DataFrame:
    """Find what is wrong with single points of placed incidents."""
    return together(
        [
            _swapped(incidents),
            _outside(incidents, areas),
            _far(incidents, gazetteer),
            _far_from_town(incidents, gazetteer),
            _near_border(incidents),
        ]
    )


def drawn(incidents: pd.DataFrame) -> pd.Series:
    """Whether a row gives a point that it says is a place, not somebody's centroid."""
    given = incidents[s.LONGITUDE].notna() & incidents[s.LATITUDE].notna()
    return given & incidents[s.GEO_PRECISION].isin(s.POINT_PRECISIONS)


def place_texts(rows: pd.DataFrame) -> list[str]:
    """Return the finest thing that each row says about its place."""
    return [next((text for text in texts if text), "") for texts in _told(rows)]


def _told(rows: pd.DataFrame) -> list[list[str]]:
    """Return all that each row says about its place, from the finest to the widest."""
    names = (s.PLACE_TEXT, s.LOCALITY_GIVEN, s.ADM3_GIVEN, s.ADM2_GIVEN, s.ADM1_GIVEN)
    columns = [name for name in names if name in rows]
    told = rows[columns].itertuples(index=False, name=None)
    return [[" ".join(text.split()) for text in texts] for texts in told]


def points_as_text(rows: pd.DataFrame) -> list[str]:
    """Write the points of rows as latitude and longitude, with the letters that say which is which."""
    pairs = zip(rows[s.LATITUDE], rows[s.LONGITUDE], strict=True)
    return [f"{abs(y):g}° {'NS'[y < 0]}, {abs(x):g}° {'EW'[x < 0]}" for y, x in pairs]


def km(kilometres: float) -> str:
    """Write a distance as a reader wants it.

    Examples
    --------
    >>> km(3.14), km(1234.0), km(float("nan"))
    ('3.1 km', '1,234 km', 'an unknown distance')
    """
    if np.isnan(kilometres):
        return "an unknown distance"
    return f"{kilometres:.1f} km" if kilometres < 10 else f"{kilometres:,.0f} km"


def _swapped(incidents: pd.DataFrame) -> pd.DataFrame:
    rows = incidents[incidents[s.SWAPPED].astype(bool)]
    # The joined table holds the pair the right way round.
    pairs = list(zip(rows[s.LATITUDE], rows[s.LONGITUDE], strict=True))
    return found(
        "swapped",
        rows,
        field=f"{s.LATITUDE}, {s.LONGITUDE}",
        value=[f"latitude {lon:g}, longitude {lat:g}" for lat, lon in pairs],
        message=[
            f"latitude {lon:g} and longitude {lat:g} lie outside Pakistan; the other way round, they lie in it"
            for lat, lon in pairs
        ],
        advice=[f"Write latitude {lat:g} and longitude {lon:g}." for lat, lon in pairs],
    )


def _outside(incidents: pd.DataFrame, areas: AreaSet) -> pd.DataFrame:
    """Find points in no province, off the coast and border by more than the join forgives."""
    # A row that says itself that it was abroad is no mistake.
    is_out = (
        drawn(incidents) & (incidents[s.POINT_ADM1_CODE] == "") & (incidents[s.MATCH_METHOD] != "foreign")
    )
    rows = incidents[is_out]
    disputed = np.zeros(len(rows), dtype=bool)
    if areas.disputed is not None and len(rows):
        shape = shapely.union_all(areas.disputed.geometry.to_numpy())
        disputed = shapely.intersects_xy(
            shape, rows[s.LONGITUDE].to_numpy(float), rows[s.LATITUDE].to_numpy(float)
        )
    out, inside = rows[~disputed], rows[disputed]
    field = f"{s.LATITUDE}, {s.LONGITUDE}"
    return together(
        [
            found(
                "outside", out, field=field, value=points_as_text(out),
                message=[
                    f"the point lies outside Pakistan, {km(far)} from {place}, which the row names{said}"
                    if place and not np.isnan(far)
                    else "the point lies outside Pakistan"
                    for far, place, said in zip(out[s.CONFLICT_KM], _named(out), _quoted(out), strict=True)
                ],
            ),
            found(
                "disputed", inside, field=field, value=points_as_text(inside),
                message="the point lies in disputed territory, which is counted in no province",
            ),
        ]
    )  # fmt: skip


def _named(rows: pd.DataFrame) -> list[str]:
    """Return the unit that decides where each row goes by its name, or the place, in the gazetteer's spelling."""
    return [
        next((name for name in names if name), "")
        for names in zip(
            rows[s.ADM2_NAME].where(rows[s.PLACED_BY] == "name", ""),
            rows[s.DIVISION_NAME].where(rows[s.PLACED_BY] == "name", ""),
            rows[s.ADM1_NAME].where(rows[s.PLACED_BY] == "name", ""),
            rows[s.PLACE_NAME],
            strict=True,
        )
    ]


def _quoted(rows: pd.DataFrame) -> list[str]:
    """Return what each row says about its place, ready to end a sentence: the finest text and the next one."""
    said = []
    for texts in _told(rows):
        finest, *wider = [text for text in texts if text] or [""]
        said.append((f": {finest[:60]!r}" if finest else "") + (f" ({wider[0][:40]})" if wider else ""))
    return said


def _far(incidents: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Find points in another unit than the one named, with the distance to it."""
    # What lies outside altogether is found there, with the same distance.
    rows = incidents[incidents[s.CONFLICT].astype(bool) & (incidents[s.POINT_ADM1_CODE] != "")]
    where = [
        gazetteer.by_code[code].name if code in gazetteer.by_code else code
        for code in rows[s.POINT_ADM2_CODE].where(rows[s.POINT_ADM2_CODE] != "", rows[s.POINT_ADM1_CODE])
    ]
    message = [
        f"the point lies in {there}, {km(far)} from {place or 'the place'}, which the row names{said}"
        for there, far, place, said in zip(
            where, rows[s.CONFLICT_KM], _named(rows), _quoted(rows), strict=True
        )
    ]
    # Without a distance (the row says it was abroad), near cannot be said.
    is_far = ~(rows[s.CONFLICT_KM] < FAR_KM).to_numpy()
    tables = []
    for check, chosen in (("far", is_far), ("other_side", ~is_far)):
        said = [text for text, taken in zip(message, chosen, strict=True) if taken]
        part = rows[chosen]
        tables.append(
            found(
                check,
                part,
                field=f"{s.LATITUDE}, {s.LONGITUDE}",
                value=points_as_text(part),
                message=said,
            )
        )
    return together(tables)


def _far_from_town(incidents: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Find points in the right district, and far from the town in it that is named."""
    may = drawn(incidents) & (incidents[s.PLACE_LEVEL] == "town") & ~incidents[s.CONFLICT].astype(bool)
    may &= (incidents[s.MATCH_METHOD] != "foreign") & (incidents[s.POINT_ADM1_CODE] != "")
    rows = incidents[may]
    towns = [gazetteer.by_code.get(code) for code in rows[s.PLACE_CODE]]
    lons = np.array([t.lon if t and t.lon is not None else np.nan for t in towns], dtype=float)
    lats = np.array([t.lat if t and t.lat is not None else np.nan for t in towns], dtype=float)
    away = np.full(len(rows), np.nan)
    known = ~np.isnan(lons)
    away[known] = distances_km(
        rows[s.LONGITUDE].to_numpy(float)[known], rows[s.LATITUDE].to_numpy(float)[known], lons[known], lats[known]
    )  # fmt: skip
    # "40 km from Kohat" may lie forty kilometres from Kohat.
    allowed = TOWN_FAR_KM + rows[s.PRECISION_KM].fillna(0).to_numpy(float)
    is_far = np.nan_to_num(away) > allowed
    far = rows[is_far]
    return found(
        "far",
        far,
        field=f"{s.LATITUDE}, {s.LONGITUDE}",
        value=points_as_text(far),
        message=[
            f"the point lies {km(distance)} from {place}, the town in the same district that the row names{said}"
            for distance, place, said in zip(away[is_far], far[s.PLACE_NAME], _quoted(far), strict=True)
        ],
    )


def _near_border(incidents: pd.DataFrame) -> pd.DataFrame:
    rows = incidents[incidents[s.NEAR].astype(bool) & ~incidents[s.CONFLICT].astype(bool)]
    return found(
        "near_border",
        rows,
        field=f"{s.LATITUDE}, {s.LONGITUDE}",
        value=points_as_text(rows),
        message=[f"the point lies {km(gap)} outside the nearest district" for gap in rows[s.NEAR_KM]],
    )
