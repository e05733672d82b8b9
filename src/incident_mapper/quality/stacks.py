"""Points that stand for something wider than they say: town centres, middles of districts, round numbers."""

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.names import match_key, split_level
from incident_mapper.quality.found import found, together
from incident_mapper.quality.landmarks import Landmarks, Middle
from incident_mapper.quality.points import drawn, points_as_text

STACK: Final = 3
"""So many rows with as many different places on exactly one coordinate are no coincidence."""

_LOOKED_UP_PLACES: Final = 5
_LOOKED_UP_SHARE: Final = 0.9
_MAJORITY: Final = 0.8
_XY: Final = [s.LONGITUDE, s.LATITUDE]
_FINER: Final = (s.PLACE_TEXT, s.LOCALITY_GIVEN, s.ADM3_GIVEN)
_UNIT_TEXTS: Final = (s.LOCALITY_GIVEN, s.ADM3_GIVEN, s.ADM2_GIVEN)


def stack_findings(incidents: pd.DataFrame, landmarks: Landmarks) -> tuple[pd.DataFrame, pd.Series]:
    """Find points that claim more than they can know.

    Returns
    -------
    tuple
        The findings, and the precision that each row found should have instead.
    """
    rows = incidents[drawn(incidents)]
    tables = []
    lowered: dict[str, s.GeoPrecision] = {}
    for check, part, target, message in (*_shared(rows, landmarks), *_rounded(rows)):
        new = part[[_coarser(target, str(old)) for old in part[s.GEO_PRECISION]]]
        tables.append(
            found(
                check,
                new,
                field=s.GEO_PRECISION,
                value=points_as_text(new),
                message=message,
                advice=f"Set geo_precision to {target}.",
            )
        )
        for incident in new.index:
            if _coarser(target, lowered.get(incident, "exact")):
                lowered[incident] = target
    return together(tables), pd.Series(lowered, dtype=object, name=s.GEO_PRECISION)


def _coarser(first: str, second: str) -> bool:
    return s.GEO_PRECISIONS.index(first) > s.GEO_PRECISIONS.index(second)


def _shared(
    rows: pd.DataFrame, landmarks: Landmarks
) -> Iterator[tuple[str, pd.DataFrame, s.GeoPrecision, str]]:
    """Give the rows on each coordinate that stands for a town, a district or more, with what it stands for."""
    texts = _distinct_texts(rows)
    sizes = rows.groupby(_XY, sort=False)[s.ROW].transform("size")
    several = (sizes >= STACK) & (texts.groupby([rows[c] for c in _XY]).transform("nunique") >= STACK)
    several |= (sizes >= STACK) & ~_says_more(rows, _FINER)
    # Where a row names no more than its district, its point may be the middle of it: one such row is enough.
    only_unit = ~_says_more(rows, _FINER) | _names_its_unit(rows, landmarks)
    looked_up = _looked_up(rows, texts)
    for _, part in rows[several | only_unit | looked_up].groupby(_XY, sort=False):
        lon, lat = float(part[s.LONGITUDE].iloc[0]), float(part[s.LATITUDE].iloc[0])
        middle = landmarks.middle_at(lon, lat)
        stacked = bool((several | looked_up)[part.index].any())
        if not stacked and middle is None:
            continue
        town = _town_of_each(part, lon, lat, landmarks)
        in_town, rest = part[town != ""], part[town == ""]
        size = int(sizes[part.index[0]])
        if len(in_town) and stacked:
            yield "stacked", in_town, "near", _town_message(size, str(town[town != ""].mode().iloc[0]))
        if len(rest):
            level, unit = _stands_for(rest, part, middle)
            yield "centroid", rest, level, _unit_message(level, size, unit, middle)


def _says_more(rows: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Whether any of some columns says something."""
    said = pd.Series(False, index=rows.index)
    for name in columns:
        if name in rows:
            said |= rows[name] != ""
    return said


def _names_its_unit(rows: pd.DataFrame, landmarks: Landmarks) -> pd.Series:
    """Whether the place text is the name of the district or province that the row is in, and no more."""
    if s.PLACE_TEXT not in rows:
        return pd.Series(False, index=rows.index)
    known = landmarks.gazetteer.by_code
    pairs = zip(rows[s.PLACE_TEXT], rows[s.PLACE_CODE], rows[s.PLACE_LEVEL], strict=True)
    answer = []
    for text, code, level in pairs:
        bare = split_level(text)
        names = known[code].names if code in known and level in ("district", "province") else ()
        own = bare.level in (None, "district", "province")
        answer.append(own and any(match_key(name) == bare.key for name in names))
    return pd.Series(answer, index=rows.index)


def _distinct_texts(rows: pd.DataFrame) -> pd.Series:
    """Return what tells the places of rows apart: the place text, or else what happened there."""
    texts = rows[s.PLACE_TEXT] if s.PLACE_TEXT in rows else pd.Series("", index=rows.index)
    if s.DESCRIPTION in rows and not (texts != "").any():
        texts = rows[s.DESCRIPTION]
    return _match_keys(texts).replace("", None)


def _match_keys(texts: pd.Series) -> pd.Series:
    """Return the match key of each text, each distinct text read once."""
    return texts.map({text: match_key(text) for text in texts.unique()})


def _looked_up(rows: pd.DataFrame, texts: pd.Series) -> pd.Series:
    """Whether rows are of a file that has one coordinate for each city or district: it was looked up by the name."""
    answer = pd.Series(False, index=rows.index)
    pairs = rows.groupby(_XY, sort=False).ngroup()
    for field in _UNIT_TEXTS:
        if field not in rows:
            continue
        named = rows[field] != ""
        by = [rows[s.FILE], _match_keys(rows[field])]
        points, places = pairs[named].groupby(by).nunique(), texts[named].groupby(by).nunique()
        telling = points[places >= STACK]
        for file, of_file in telling.groupby(level=0):
            if len(of_file) >= _LOOKED_UP_PLACES and (of_file == 1).mean() >= _LOOKED_UP_SHARE:
                answer |= named & (rows[s.FILE] == file)
    return answer


def _town_of_each(part: pd.DataFrame, lon: float, lat: float, landmarks: Landmarks) -> pd.Series:
    """Return, for each row, the town at its point that the row names, or empty text."""
    towns = landmarks.towns_at(lon, lat)
    names = {town.code: town.name for town in towns}
    own = _one_locality(part, landmarks)
    columns = [name for name in (*_UNIT_TEXTS, s.PLACE_TEXT) if name in part]
    answer = []
    for (code, level), texts in zip(
        part[[s.PLACE_CODE, s.PLACE_LEVEL]].itertuples(index=False, name=None),
        part[columns].itertuples(index=False, name=None),
        strict=True,
    ):
        said = f" {' '.join(map(match_key, texts))} "
        # A row that names another town, whose coordinates are known, is not in this one.
        elsewhere = level == "town" and code not in names and code in landmarks.town_names
        named = (
            town.name for town in towns if any(f" {key} " in said for key in landmarks.town_names[town.code])
        )
        answer.append("" if elsewhere else names.get(code, "") or next(named, "") or own)
    return pd.Series(answer, index=part.index, dtype=object)


def _one_locality(part: pd.DataFrame, landmarks: Landmarks) -> str:
    """Return the one town or village that the rows at a point name in its own column, wherever that may be."""
    if s.LOCALITY_GIVEN not in part:
        return ""
    keys = {match_key(text) for text in part[s.LOCALITY_GIVEN]}
    key = split_level(part[s.LOCALITY_GIVEN].iloc[0]).key
    units = {"district", "division", "province"}
    # Files write districts in the column of cities too: those are wider than a town.
    is_unit = any(place.level in units for place in landmarks.gazetteer.named(key))
    return "" if len(keys) > 1 or not key or is_unit else " ".join(part[s.LOCALITY_GIVEN].iloc[0].split())


def _stands_for(rest: pd.DataFrame, part: pd.DataFrame, middle: Middle | None) -> tuple[s.GeoPrecision, str]:
    """Return how wide a unit a point stands for, and its name: the narrowest that nearly all its rows are in."""
    if middle is not None and middle.level == "province" and rest[s.PLACE_LEVEL].eq("province").all():
        return "province", middle.name
    levels: tuple[tuple[s.GeoPrecision, str], ...] = (("district", s.ADM2_NAME), ("province", s.ADM1_NAME))
    for level, column in levels:
        named = part.loc[part[column] != "", column].value_counts()
        if len(named) and named.iloc[0] >= _MAJORITY * named.sum():
            return level, str(named.index[0])
    return "country", "the country"


def _town_message(size: int, town: str) -> str:
    if size < STACK:
        return f"the point is that of the town {town}: this file has one point for each place that it names"
    return f"{size} rows with different places share this point, that of the town {town}"


def _unit_message(level: str, size: int, unit: str, middle: Middle | None) -> str:
    if middle is not None:
        return f"the point is the middle of {middle.name}" + (f", as {size} rows have it" if size > 1 else "")
    if size < STACK:
        return f"the point stands for {unit}: this file has one point for each place that it names"
    within = unit if level == "district" else f"several districts of {unit}"
    return f"{size} rows with different places in {within} share this point"


def _rounded(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, s.GeoPrecision, str]]:
    """Give the rows whose coordinates are too round for what they claim."""
    exact = rows[s.GEO_PRECISION] == "exact"
    whole = (rows[s.LONGITUDE] % 1 == 0) & (rows[s.LATITUDE] % 1 == 0)
    tenths = _to_tenths(rows[s.LONGITUDE]) & _to_tenths(rows[s.LATITUDE]) & ~whole
    if whole.any():
        yield "rounded", rows[whole], "province", "the coordinates are whole degrees, right to 50 km at best"
    if (tenths & exact).any():
        said = "the coordinates have one decimal, so they are right to 5 km at best"
        yield "rounded", rows[tenths & exact], "near", said


def _to_tenths(degrees: pd.Series) -> pd.Series:
    return ((degrees * 10) - (degrees * 10).round()).abs() < 1e-9
