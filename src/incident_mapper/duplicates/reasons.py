"""Say in words why two reports may be of one event, and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.total import Total
from incident_mapper.duplicates.identity import base_id, figure_columns, stated
from incident_mapper.duplicates.place import NAMED_APART, NAMED_APART_NEAR, NAMED_OTHERWISE, SETTLEMENTS
from incident_mapper.duplicates.score import CURATED

Row = Mapping[str, Any]
_READ: Final = (
    s.EVENT_DATE, s.DATE_PRECISION, s.PLACE_NAME, s.PLACE_LEVEL, s.PLACE_CODE, s.ADM2_CODE, s.ADM2_NAME,
    s.ADM1_CODE, s.SOURCE_URL, s.DATASET, s.FILE,
)  # fmt: skip
# From which score on a part speaks for a pair, below which against it, and in which words.
_PARTS: Final = (
    (s.ACTORS_PART, 85, 50, "same actors", "other actors"),
    (s.TYPE_PART, 60, 60, "same type of event", "other type of event"),
    (s.TEXT_PART, 60, 25, "texts alike", "texts differ"),
)
_COARSE: Final = ("week", "month", "year")


def bounds(row: Row, metric: str) -> tuple[int | None, int | None, int | None]:
    """Return low, best and high of a figure; a best estimate alone is its own lower end."""
    low, best, high = (_number(row.get(f"{metric}_{end}")) for end in ("low", "best", "high"))
    return best if low is None else low, best, high


def figure_text(row: Row, metric: str) -> str:
    """Return a figure as a reader should see it, or empty text if the row gives none.

    Examples
    --------
    >>> figure_text({"killed_low": 2, "killed_best": 3, "killed_high": 5}, "killed")
    '3 (2–5)'
    >>> figure_text({"killed_low": None}, "killed")
    ''
    """
    low, best, high = bounds(row, metric)
    return "" if low is None and high is None else Total(low, best, high).text


def _number(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def reasons_for(incidents: pd.DataFrame, pairs: pd.DataFrame) -> list[str]:
    """Return a sentence for each pair of row numbers.

    Parameters
    ----------
    incidents
        Placed incidents.
    pairs
        What `score_pairs` returns.
    """
    rows = np.unique(pairs[[s.LEFT, s.RIGHT]].to_numpy(dtype=np.int64))
    names = [name for name in (*_READ, *figure_columns(incidents)) if name in incidents]
    involved = incidents[names].iloc[rows]
    told = involved.assign(**{s.INCIDENT_ID: involved.index}).to_dict("records")
    at: dict[int, Row] = {int(row): record for row, record in zip(rows, told, strict=True)}  # type: ignore[misc]
    return [_reason(at[int(pair[s.LEFT])], at[int(pair[s.RIGHT])], pair) for pair in pairs.to_dict("records")]


@dataclass
class _Case:
    """Two rows, and what speaks for and against their being one event."""

    one: Row
    other: Row
    pair: Mapping[Any, Any]
    pro: list[str] = field(default_factory=list)
    contra: list[str] = field(default_factory=list)

    def same(self, name: str) -> bool:
        """Whether both rows have the same text in a column, and any."""
        return bool(self.one.get(name)) and self.one.get(name) == self.other.get(name)


def _reason(one: Row, other: Row, pair: Mapping[Any, Any]) -> str:
    case = _Case(one, other, pair)
    _date(case)
    _place(case)
    for metric in ("killed", "injured"):
        _figures(case, metric)
    for part, best, least, pro, contra in _PARTS:
        if pair[part] >= best:
            case.pro.append(pro)
        elif pair[part] < least:
            case.contra.append(contra)
    if case.same(s.SOURCE_URL):
        case.pro.append("same web page as source")
    ids = [row[s.INCIDENT_ID] for row in (one, other)]
    if base_id(ids[0]) != base_id(ids[1]) and all(stated(name) for name in ids):
        if case.same(s.DATASET) and one[s.DATASET] in CURATED:
            case.contra.append(f"{one[s.DATASET]} lists them as two events")
        elif case.same(s.FILE):
            case.contra.append("one file lists them under two ids")
    return "; but ".join(", ".join(said) for said in (case.pro, case.contra) if said)


def _date(case: _Case) -> None:
    one, other = case.one, case.other
    days = int(case.pair[s.DAYS_APART])
    coarse = [str(row[s.DATE_PRECISION]) for row in (one, other) if row[s.DATE_PRECISION] in _COARSE]
    if days:
        said = case.pro if days == 1 else case.contra
        said.append(f"{days} day{'s' if days > 1 else ''} apart")
    elif coarse:
        case.pro.append(f"dates overlap, known to the {max(coarse, key=_COARSE.index)} only")
    else:
        case.pro.append("same day" if one[s.EVENT_DATE] == other[s.EVENT_DATE] else "dates overlap")


def _place(case: _Case) -> None:
    one, other = case.one, case.other
    km, score = case.pair[s.KM_APART], case.pair[s.PLACE_PART]
    near = "" if pd.isna(km) else "same point" if km < 0.05 else f"points {km:.1f} km apart"
    district = str(one.get(s.ADM2_NAME, "")) if case.same(s.ADM2_CODE) else ""
    if case.same(s.PLACE_CODE) and (one[s.PLACE_LEVEL] in SETTLEMENTS or not district):
        case.pro.append(f"same {one[s.PLACE_LEVEL]} ({one[s.PLACE_NAME]})")
    elif district:
        alike = "place names alike, in" if score >= 80 and not near else "same district"
        case.pro.append(f"{alike} {district}" if " in" in alike else f"{alike} ({district})")
    elif one.get(s.ADM2_CODE) and other.get(s.ADM2_CODE):
        case.contra.append(f"other district ({one.get(s.ADM2_NAME)}, {other.get(s.ADM2_NAME)})")
    elif one.get(s.ADM1_CODE) or other.get(s.ADM1_CODE):
        case.contra.append("one is known to a wider area only")
    else:
        case.pro.append("same name of a place that was not found")
    if near:
        (case.pro if km <= 15 else case.contra).append(near)
    if score in (NAMED_APART, NAMED_OTHERWISE, NAMED_APART_NEAR):
        case.contra.append("the places are named differently")


def _figures(case: _Case, metric: str) -> None:
    said, also = figure_text(case.one, metric), figure_text(case.other, metric)
    if not said or not also:
        return
    if said == also:
        case.pro.append(f"both say {said} {metric}")
        return
    ends = [
        (low or 0, float("inf") if high is None else high)
        for low, _, high in (bounds(row, metric) for row in (case.one, case.other))
    ]
    meet = max(low for low, _ in ends) <= min(high for _, high in ends)
    (case.pro if meet else case.contra).append(f"{said} and {also} {metric}" + (" agree" if meet else ""))
