"""What the two versions of an incident say differently, field by field."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from pyproj import Geod

from incident_mapper import schema as s
from incident_mapper.duplicates.identity import figure_columns

_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "actors": (s.ACTOR1, s.ACTOR2, s.CLAIMED_BY),
    "type": (s.EVENT_TYPE,),
    "place": (
        s.PLACE_TEXT, s.COUNTRY, s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.GEO_PRECISION,
    ),
    "text": (s.DESCRIPTION,),
    "source": (s.SOURCE_OUTLET, s.SOURCE_TITLE, s.SOURCE_DATE, s.SOURCE_URL, s.SOURCES),
    "relations": (s.GROUP_ID, s.RELATIONS),
}  # fmt: skip
_ELLIPSOID: Final = Geod(ellps="WGS84")
_WORDS: Final = {
    s.ACTOR1: "first actor", s.ACTOR2: "second actor", s.CLAIMED_BY: "claimed by", s.EVENT_TYPE: "type",
    s.PLACE_TEXT: "place", s.COUNTRY: "country", s.ADM1_GIVEN: "stated province", s.ADM2_GIVEN: "stated district",
    s.ADM3_GIVEN: "stated tehsil", s.LOCALITY_GIVEN: "stated locality", s.GEO_PRECISION: "precision of the place",
    s.DESCRIPTION: "description", s.SOURCE_OUTLET: "source", s.SOURCE_TITLE: "title of the source",
    s.SOURCE_DATE: "date of the source", s.SOURCE_URL: "address of the source", s.SOURCES: "list of sources",
    s.GROUP_ID: "group", s.RELATIONS: "relations", s.EVENT_DATE: "day", s.EVENT_DATE_END: "last day",
    s.DATE_PRECISION: "precision of the date",
}  # fmt: skip

Change = tuple[int, str, str, str, str, str]
"""Position of the pair, kind, field, old, new, and the change in words."""


def compare_fields(old: pd.DataFrame, new: pd.DataFrame, *, min_km: float) -> Iterator[Change]:
    """Give every difference between rows at the same position of two tables.

    Parameters
    ----------
    old, new
        The matched rows, in the same order.
    min_km
        How far a point must have moved.
    """
    yield from _places(old, new, min_km=min_km)
    yield from _dates(old, new)
    yield from _figures(old, new)
    for kind, names in _TEXTS.items():
        for name in names:
            one, other = (_plain(frame, name) for frame in (old, new))
            if name == s.SOURCES:
                one, other = ([_listed(text) for text in texts] for texts in (one, other))
            for at, (was, now) in enumerate(zip(one, other, strict=True)):
                if was != now:
                    yield at, kind, name, was, now, _words(name, was, now)


def silent_columns(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, list[str]]:
    """Return, for each edition, the columns that it leaves empty throughout and the other one fills.

    A column that an edition does not have is no change of every row.
    """
    names = [*(name for group in _TEXTS.values() for name in group), *_figure_columns(old, new)]
    stated = [{name for name in names if _states(frame, name)} for frame in (old, new)]
    return {
        "OLD": [name for name in names if name in stated[1] - stated[0]],
        "NEW": [name for name in names if name in stated[0] - stated[1]],
    }


def _states(frame: pd.DataFrame, name: str) -> bool:
    return name in frame and bool((frame[name].notna() & (frame[name].astype(str) != "")).any())


def _figure_columns(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys((*figure_columns(old), *figure_columns(new))))


def _plain(frame: pd.DataFrame, name: str) -> list[str]:
    """Return texts with their blanks made even; empty where the table has no such column."""
    if name not in frame:
        return [""] * len(frame)
    return [" ".join(str(text).split()) if isinstance(text, str) else "" for text in frame[name]]


def _listed(text: str) -> str:
    """Return a list of sources in one order, however it was written."""
    try:
        return json.dumps(sorted(json.loads(text or "[]"), key=str), sort_keys=True, ensure_ascii=False)
    except (ValueError, TypeError):
        return text


def _short(text: str) -> str:
    return f"{text[:77]}..." if len(text) > 80 else text


def _words(name: str, was: str, now: str) -> str:
    called = _WORDS[name]
    if not was:
        return f"{called} now stated: {_short(now)}"
    if not now:
        return f"{called} no longer stated; was: {_short(was)}"
    return f"{called}: {_short(was)} -> {_short(now)}"


def _dates(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[Change]:
    days: list[list[list[str]]] = []
    for frame in (old, new):
        start = pd.to_datetime(frame[s.EVENT_DATE])
        end = pd.to_datetime(frame.get(s.EVENT_DATE_END, start)).fillna(start)
        days.append([column.dt.strftime("%Y-%m-%d").fillna("").tolist() for column in (start, end)])
        days[-1].append(_plain(frame, s.DATE_PRECISION))
    for name, one, other in zip((s.EVENT_DATE, s.EVENT_DATE_END, s.DATE_PRECISION), *days, strict=True):
        for at, (was, now) in enumerate(zip(one, other, strict=True)):
            # One day instead of another is one change, though it is also the last day.
            follows = name == s.EVENT_DATE_END and was == days[0][0][at] and now == days[1][0][at]
            if was != now and not follows:
                yield at, "date", name, was, now, _words(name, was, now)


def _places(old: pd.DataFrame, new: pd.DataFrame, *, min_km: float) -> Iterator[Change]:
    for code, name, level in ((s.ADM1_CODE, s.ADM1_NAME, "province"), (s.ADM2_CODE, s.ADM2_NAME, "district")):
        codes, names = ([_plain(frame, column) for frame in (old, new)] for column in (code, name))
        for at, (was, now) in enumerate(zip(*codes, strict=True)):
            if was != now:
                one, other = names[0][at] or was or "none", names[1][at] or now or "none"
                yield at, "moved", code, was, now, f"{level}: {one} -> {other}"
    (lon, lat), (lon_new, lat_new) = (
        (frame[s.LONGITUDE].to_numpy(dtype=float), frame[s.LATITUDE].to_numpy(dtype=float))
        for frame in (old, new)
    )
    had, has = ~(np.isnan(lon) | np.isnan(lat)), ~(np.isnan(lon_new) | np.isnan(lat_new))
    both = np.flatnonzero(had & has)
    km = _ELLIPSOID.inv(lon[both], lat[both], lon_new[both], lat_new[both])[2] / 1000
    field = f"{s.LONGITUDE}, {s.LATITUDE}"
    for at, far in zip(both[km >= min_km].tolist(), km[km >= min_km].tolist(), strict=True):
        points = f"{lon[at]:g}, {lat[at]:g}", f"{lon_new[at]:g}, {lat_new[at]:g}"
        yield at, "moved", field, *points, f"the point moved by {far:,.1f} km"
    for at in np.flatnonzero(had & ~has).tolist():
        yield at, "place", field, f"{lon[at]:g}, {lat[at]:g}", "", "the point is no longer stated"
    for at in np.flatnonzero(~had & has).tolist():
        yield at, "place", field, "", f"{lon_new[at]:g}, {lat_new[at]:g}", "the point is now stated"


def _figures(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[Change]:
    columns = _figure_columns(old, new)
    told = [_numbers(frame, columns) for frame in (old, new)]
    for stem in dict.fromkeys(name.rpartition("_")[0] for name in columns):
        names = [name for name in columns if name.rpartition("_")[0] == stem]
        at_of = [columns.index(name) for name in names]
        for at in np.flatnonzero((told[0][:, at_of] != told[1][:, at_of]).any(axis=1)):
            was, now = ({name: frame[at, columns.index(name)] for name in names} for frame in told)
            verdict = range_verdict(_range(was, stem), _range(now, stem))
            for name in names:
                if was[name] != now[name]:
                    bound = name.rpartition("_")[2]
                    step = f"{was[name] or 'unknown'} -> {now[name] or 'unknown'}"
                    said = f"{stem.replace('_', ', ')} {bound} {step} ({verdict})"
                    yield int(at), "figures", name, was[name], now[name], said


def _numbers(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return figures as texts, unknown as empty text, which is equal to itself."""
    table = np.full((len(frame), len(columns)), "", dtype=object)
    for at, name in enumerate(columns):
        if name in frame:
            table[:, at] = ["" if pd.isna(value) else str(int(value)) for value in frame[name]]
    return table


def _range(cells: Mapping[str, str], stem: str) -> tuple[float, float] | None:
    low, best, high = (cells.get(f"{stem}_{bound}", "") for bound in ("low", "best", "high"))
    if not (low or best or high):
        return None
    return float(low or best or 0), float(high) if high else float("inf")


def range_verdict(was: tuple[float, float] | None, now: tuple[float, float] | None) -> str:
    """Say what became of a range.

    Examples
    --------
    >>> range_verdict((2, 6), (3, 5)), range_verdict((3, 3), (2, 6)), range_verdict((3, 3), (5, 5))
    ('range narrowed', 'range widened', 'raised')
    >>> range_verdict(None, (1, 1)), range_verdict((2, 4), (2, 4))
    ('now stated', 'same range')
    """
    if was is None or now is None:
        return "now stated" if was is None else "no longer stated"
    if was == now:
        return "same range"
    if was[0] <= now[0] and now[1] <= was[1]:
        return "range narrowed"
    if now[0] <= was[0] and was[1] <= now[1]:
        return "range widened"
    return "raised" if now[0] >= was[0] and now[1] >= was[1] else "lowered"
