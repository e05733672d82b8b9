"""Join a whole table of incidents to provinces and districts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.crs import distances_km
from incident_mapper.gazetteer import Gazetteer, era, load_gazetteer
from incident_mapper.join.decide import (
    NAMED_KM,
    AreaSet,
    Trust,
    decide,
    disagree,
    once_part_of,
    said_km,
    widest_named,
)
from incident_mapper.join.locate import MAX_GAP_KM, locate_xy

_NAMED: Final = (
    s.ADM1_CODE, s.ADM2_CODE, s.DIVISION_CODE, s.REASON, s.MATCH_METHOD, s.MATCH_STATUS, s.PLACE_LEVEL, s.ELSEWHERE,
)  # fmt: skip
"""What `decide` looks at of what a text was found to mean."""

_DECIDED: Final = (
    s.ADM1_CODE, s.ADM2_CODE, s.ADM1_NAME, s.ADM2_NAME, s.DIVISION_CODE, s.DIVISION_NAME, s.PLACED_BY, s.POINT_USED,
    s.ABROAD, s.CONFLICT, s.REASON, s.MATCH_METHOD, s.AS_IT_WAS,
)  # fmt: skip


@dataclass(frozen=True)
class Cases:
    """What was decided of many rows, each case once, without the distances that only sentences tell.

    Attributes
    ----------
    cases
        The codes of each case and the like, with ``match_status`` and ``place_level``. Whether ``reason`` is empty is
        right; its distances are not.
    which
        The case of each row.
    near, swapped
        See `join_areas`.
    """

    cases: pd.DataFrame
    which: NDArray[np.intp]
    near: NDArray[np.bool_]
    swapped: NDArray[np.bool_]


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
    names = [name for name in _NAMED if name in joined]
    which, first = numbered(*(joined[name] for name in names))
    named = joined[names].iloc[first].to_dict("records")
    points = _points(
        joined, areas, foreign=joined[s.MATCH_METHOD] == "foreign", max_gap_km=max_gap_km, told=True
    )
    which, decisions, kilometres = _decided(
        joined, named, which, points, areas=areas, gazetteer=gazetteer, trust=trust, told=True
    )
    index = joined.index
    joined[s.LONGITUDE], joined[s.LATITUDE] = points.lon, points.lat
    joined[s.SWAPPED] = points.swapped
    joined[s.POINT_ADM2_CODE] = pd.Series(points.district_codes, index=index, dtype=object)
    joined[s.POINT_ADM1_CODE] = pd.Series(points.province_codes, index=index, dtype=object)
    joined[s.NEAR_KM] = np.where(points.near, points.gap, np.nan)
    joined[s.NEAR] = points.near
    for name in _DECIDED:
        joined[name] = pd.Series([decision[name] for decision in decisions]).take(which).set_axis(index)
    joined[s.CONFLICT_KM] = np.where(joined[s.CONFLICT], kilometres, np.nan)
    return joined


def join_cases(
    rows: pd.DataFrame, matches: pd.DataFrame, which: NDArray[np.intp], areas: AreaSet, *, gazetteer: Gazetteer,
    trust: Trust = "name", max_gap_km: float = MAX_GAP_KM,
) -> Cases:  # fmt: skip
    """Decide what `join_areas` decides, for totals: quicker, because nobody reads the sentences.

    Parameters
    ----------
    rows
        Incidents with coordinates and dates.
    matches
        What their texts were found to mean, each combination of texts once.
    which
        For each row, which of these holds.
    areas, gazetteer, trust, max_gap_km
        See `join_areas`.
    """
    alike, first = numbered(*(matches[name] for name in _NAMED))
    named = matches[list(_NAMED)].iloc[first].to_dict("records")
    which = alike[which]
    foreign = np.array([row[s.MATCH_METHOD] == "foreign" for row in named], dtype=bool)[which]
    points = _points(rows, areas, foreign=foreign, max_gap_km=max_gap_km, told=False)
    case, decisions, _ = _decided(
        rows, named, which, points, areas=areas, gazetteer=gazetteer, trust=trust, told=False
    )
    cases = pd.DataFrame(decisions, dtype=object).astype(dict.fromkeys((s.ABROAD, s.CONFLICT), bool))
    # Rows of one case are of one match, or of matches that are alike in all that counts.
    _, at = np.unique(case, return_index=True)
    for name in (s.MATCH_STATUS, s.PLACE_LEVEL):
        cases[name] = matches[name].to_numpy(dtype=object)[first][which[at]]
    return Cases(cases, case, points.near, points.swapped)


@dataclass(frozen=True)
class _Points:
    """The coordinates of rows and where they lie; the areas by their position, -1 for none.

    `gap` is how far outside the nearest area, and ``NaN`` where there is no coordinate that could be joined.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    swapped: NDArray[np.bool_]
    district: NDArray[np.intp]
    province: NDArray[np.intp]
    gap: NDArray[np.float64]
    in_dispute: NDArray[np.bool_]
    codes: tuple[NDArray[np.object_], NDArray[np.object_]]

    @property
    def near(self) -> NDArray[np.bool_]:
        """Whether a point just outside was taken to the nearest area."""
        return np.asarray((self.gap > 0) & (self.province_codes != ""))

    @property
    def district_codes(self) -> NDArray[np.object_]:
        """The district of each row, empty text for none."""
        return self.codes[0][self.district]

    @property
    def province_codes(self) -> NDArray[np.object_]:
        """The province of each row, likewise."""
        return self.codes[1][self.province]


def _points(rows: pd.DataFrame, areas: AreaSet, *, foreign: Any, max_gap_km: float, told: bool) -> _Points:
    lon, lat, swapped = _unswapped(rows, areas)
    stated = rows[s.GEO_PRECISION].isin(s.POINT_PRECISIONS).to_numpy(dtype=bool)
    precise = stated & ~np.isnan(lon) & ~np.isnan(lat)
    district, province = (np.full(len(rows), -1, dtype=np.intp) for _ in range(2))
    gap = np.full(len(rows), np.nan)
    # Each distinct coordinate once.
    pairs, distinct = pd.factorize(lon[precise] + 1j * lat[precise])
    x, y = np.real(distinct), np.imag(distinct)
    found, distance = locate_xy(x, y, areas.district, max_gap_km=max_gap_km, measured=told)
    codes = np.array([*areas.district.index, ""], dtype=object)
    provinces, homes = pd.factorize(np.array([*areas.district["parent"], ""], dtype=object))
    homes = np.array([*homes, ""], dtype=object)
    holding = provinces[found]
    if (homes[holding[found >= 0]] == "").any():
        # A user's own districts may not say which province they are in: then the point does.
        homes = np.array([*areas.province.index, ""], dtype=object)
        holding, _ = locate_xy(x, y, areas.province, max_gap_km=max_gap_km, measured=told)
    district[precise], province[precise], gap[precise] = found[pairs], holding[pairs], distance[pairs]
    # A place abroad with a point just across the border is abroad twice over, not near anything of ours.
    across = np.asarray(foreign, dtype=bool) & (gap > 0)
    district[across], province[across] = -1, -1
    outside = np.flatnonzero(gap > 0)
    in_dispute = np.zeros(len(rows), dtype=bool)
    if areas.disputed_shape is not None and len(outside):
        in_dispute[outside] = shapely.intersects_xy(areas.disputed_shape, lon[outside], lat[outside])
    return _Points(lon, lat, swapped & precise, district, province, gap, in_dispute, (codes, homes))


def _unswapped(
    table: pd.DataFrame, areas: AreaSet
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Recognise pairs that lie outside as written and inside the country the other way round."""
    lon, lat = (table[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in (s.LONGITUDE, s.LATITUDE))
    west, south, east, north = areas.province.total_bounds
    outside = ~_between(lon, west - 1, east + 1) | ~_between(lat, south - 1, north + 1)
    swapped = outside & _between(lat, west, east) & _between(lon, south, north)
    return np.where(swapped, lat, lon), np.where(swapped, lon, lat), swapped


def _between(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.bool_]:
    return (values >= low) & (values <= high)


def _decided(
    rows: pd.DataFrame, named: Sequence[Mapping[Any, Any]], which: NDArray[np.intp], points: _Points, *,
    areas: AreaSet, gazetteer: Gazetteer, trust: Trust, told: bool,
) -> tuple[NDArray[np.intp], list[dict[str, object]], NDArray[np.float64]]:  # fmt: skip
    """Decide each distinct case once.

    Returns
    -------
    tuple
        The case of each row, the decision of each case, and for each row how far its point is from what it names,
        ``NaN`` where there is no need to know. If nobody is `told`, distances are only nought or not.
    """
    dates = rows.get(s.EVENT_DATE)
    gap = points.gap if told else np.sign(points.gap)
    history = _histories(named, which, dates, gazetteer)
    alike, first = numbered(which, points.district, points.province, np.isnan(gap), history)
    district, province = points.district_codes[first], points.province_codes[first]
    days = [None] * len(first) if dates is None else dates.iloc[first].tolist()
    seen = [
        {
            **named[which[at]],
            s.POINT_ADM2_CODE: district[case],
            s.POINT_ADM1_CODE: province[case],
            "has_point": not np.isnan(gap[at]),
            s.EVENT_DATE: days[case],
        }
        for case, at in enumerate(first)
    ]
    kilometres = _named_km(seen, alike, points, areas=areas, gazetteer=gazetteer, told=told)
    # As they are said, so that it does not matter which row of a case comes first.
    gap, said = (said_km(pd.Series(km)).to_numpy() for km in (gap, kilometres))
    case, first = numbered(alike, points.in_dispute, gap, said)
    names = {
        str(code): str(name)
        for frame in (areas.province, areas.district)
        for code, name in frame["name"].items()
    }
    decisions = [
        decide(
            {
                **seen[alike[at]],
                "gap_km": gap[at],
                NAMED_KM: said[at],
                "in_dispute": points.in_dispute[at],
            },
            gazetteer,
            names=names,
            trust=trust,
        )
        for at in first
    ]
    return case, decisions, kilometres


def _named_km(
    seen: Sequence[Mapping[str, Any]], alike: NDArray[np.intp], points: _Points, *, areas: AreaSet,
    gazetteer: Gazetteer, told: bool,
) -> NDArray[np.float64]:  # fmt: skip
    """Return how far each point is from what its row names; ``NaN`` where there is no need to know."""
    found = np.full(len(alike), np.nan)
    asked = [
        widest_named(row) if row[s.ADM2_CODE] != row[s.POINT_ADM2_CODE] and disagree(row, gazetteer) else ""
        for row in seen
    ]
    codes, units = pd.factorize(np.array(asked, dtype=object))
    apart = codes[alike]
    for number, code in enumerate(units):
        shape = areas.shape(str(code), gazetteer) if code else None
        if shape is not None:
            at = np.flatnonzero(apart == number)
            lon, lat = points.lon[at], points.lat[at]
            found[at] = distances_km(lon, lat, shape) if told else ~shapely.intersects_xy(shape, lon, lat)
    return found


def numbered(*keys: Any) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give numbers to the distinct combinations of some columns.

    Returns
    -------
    tuple
        For each row the number of its combination, and for each combination the first row that has it.

    Examples
    --------
    >>> which, first = numbered(["a", "b", "a"], [1, 1, 1])
    >>> which.tolist(), first.tolist()
    ([0, 1, 0], [0, 1])
    """
    which = np.zeros(len(keys[0]), dtype=np.intp)
    for key in keys:
        codes, _ = pd.factorize(np.asarray(key) if isinstance(key, list) else key, use_na_sentinel=True)
        # Numbered anew after each column, so that the numbers stay small.
        which, _ = pd.factorize(which * (int(codes.max(initial=-1)) + 2) + codes + 1)
    return which, pd.Series(which).drop_duplicates().index.to_numpy()


def _histories(
    named: Sequence[Mapping[Any, Any]], which: NDArray[np.intp], dates: pd.Series | None, gazetteer: Gazetteer
) -> NDArray[np.intp]:
    """Give numbers to what the districts named covered on the day of each row: all that a day decides."""
    if dates is None:
        return np.zeros(len(which), dtype=np.intp)
    codes, units = pd.factorize(np.array([row[s.ADM2_CODE] for row in named], dtype=object))
    alike, first = numbered(codes[which], _eras(dates, gazetteer))
    days = dates.iloc[first].tolist()
    held: dict[frozenset[str], int] = {}
    numbers = []
    for code, day in zip(units[codes[which[first]]], days, strict=True):
        found = once_part_of(code, {s.EVENT_DATE: day}, gazetteer) if code else frozenset()
        numbers.append(held.setdefault(found, len(held)))
    return np.array(numbers, dtype=np.intp)[alike]


def _eras(dates: pd.Series, gazetteer: Gazetteer) -> NDArray[np.float64]:
    """Return for each date the stretch of time, between two changes of districts, that it lies in."""
    codes, days = pd.factorize(dates)
    eras = [
        era(gazetteer.edition, day.date()).toordinal() if day.date() < gazetteer.on else 0
        for day in pd.DatetimeIndex(days)
    ]
    return np.array([*eras, -1], dtype=float)[codes]
