"""Checks of dates, figures, codes and whole columns."""

import itertools
import re
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.quality.found import found, of_column, together
from incident_mapper.resolve.lookup import look_up

FOUNDED: Final = date(1947, 8, 14)
_MANY_ROWS: Final = 10
_OUTLIER_FLOOR: Final = 200
_OUTLIER_TIMES: Final = 5
_OUTLIERS_AT_MOST: Final = 3
_CODE: Final = re.compile(r"(?:PK|IM)-?[A-Z0-9-]*\d[A-Z0-9-]*|PK-[A-Z]{2}", re.IGNORECASE)


def value_findings(incidents: pd.DataFrame, *, gazetteer: Gazetteer, today: date) -> pd.DataFrame:
    """Find what is wrong with dates, figures, codes and columns."""
    return together(
        [
            *_dates(incidents, today),
            *_figures(incidents),
            *_codes(incidents, gazetteer),
            *_constant(incidents),
        ]
    )


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


def _dates(incidents: pd.DataFrame, today: date) -> list[pd.DataFrame]:
    start, end = incidents[s.EVENT_DATE], incidents[s.EVENT_DATE_END]
    tables = []
    both = {s.EVENT_DATE: start, s.EVENT_DATE_END: end}
    for field, days in both.items():
        # The last day of a month that has only begun is no mistake.
        late = incidents[days > pd.Timestamp(today)] if field == s.EVENT_DATE else incidents.iloc[:0]
        early = incidents[days < pd.Timestamp(FOUNDED)]
        for check, rows, said in (
            ("future", late, f"is after {_day(pd.Timestamp(today))}, the day of this check"),
            ("before_1947", early, f"is before {_day(pd.Timestamp(FOUNDED))}, when Pakistan was founded"),
        ):
            texts = _date_texts(rows, field)
            tables.append(
                found(check, rows, field=field, value=texts, message=[f"{_day(d)} {said}" for d in rows[field]])
            )  # fmt: skip
    rows = incidents[end < start]
    pairs = list(zip(rows[s.EVENT_DATE], rows[s.EVENT_DATE_END], strict=True))
    tables.append(
        found(
            "end_before_start",
            rows,
            field=s.EVENT_DATE_END,
            value=[f"{last:%Y-%m-%d}" for _, last in pairs],
            message=[f"it ends on {_day(last)}, before it begins on {_day(first)}" for first, last in pairs],
        )
    )
    return tables


def _date_texts(rows: pd.DataFrame, field: str) -> list[str]:
    if field == s.EVENT_DATE and s.DATE_TEXT in rows:
        return [str(text) for text in rows[s.DATE_TEXT]]
    return [f"{day:%Y-%m-%d}" for day in rows[field]]


def _figure_columns(incidents: pd.DataFrame, *, bound: Literal["low", "best", "high"]) -> list[str]:
    names = [
        s.figure_column(m, bound, group=g) for m in ("killed", "injured") for g in ("", *s.VICTIM_GROUPS)
    ]
    return [name for name in names if name in incidents]


def _figures(incidents: pd.DataFrame) -> list[pd.DataFrame]:
    tables = []
    for low, high in zip(
        _figure_columns(incidents, bound="low"), _figure_columns(incidents, bound="high"), strict=True
    ):
        rows = incidents[(incidents[low] > incidents[high]).fillna(False).astype(bool)]
        ends = list(zip(rows[low], rows[high], strict=True))
        tables.append(
            found(
                "out_of_order",
                rows,
                field=f"{low}, {high}",
                value=[f"{a}, {b}" for a, b in ends],
                message=[f"{low} is {a} and {high} is {b}" for a, b in ends],
            )
        )
    for metric in ("killed", "injured"):
        # All victims together only: a group's figure that stands out makes the whole stand out.
        name = s.figure_column(metric, "high")
        values = incidents[name].astype(float)
        limit = _outlier_limit(values.dropna().to_numpy(float))
        if limit is not None:
            rows = incidents[(values > limit).fillna(False)]
            tables.append(
                found(
                    "outlier",
                    rows,
                    field=name,
                    value=[str(number) for number in rows[name]],
                    message=f"the next highest figure of {metric} is {limit:,.0f}",
                )
            )
    return tables


def _outlier_limit(values: np.ndarray) -> float | None:
    """Return the highest figure that is not far below those few that stand out, if any do."""
    top = np.sort(values)[::-1][: _OUTLIERS_AT_MOST + 1]
    if len(values) < _MANY_ROWS:
        return None
    for above, below in itertools.pairwise(top):
        if above >= _OUTLIER_FLOOR and above > _OUTLIER_TIMES * max(below, 1):
            return float(below)
    return None


def _codes(incidents: pd.DataFrame, gazetteer: Gazetteer) -> list[pd.DataFrame]:
    tables = []
    day = _day(pd.Timestamp(gazetteer.on))
    for field in (s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN):
        if field not in incidents:
            continue
        unknown = {
            text: "" for text in incidents[field].unique() if _CODE.fullmatch(text) and not _known(text, gazetteer)
        }  # fmt: skip
        rows = incidents[incidents[field].isin(unknown)]
        tables.append(
            found(
                "unknown_code",
                rows,
                field=field,
                value=rows[field].tolist(),
                message=[f"no unit on {day} has the code {text!r}" for text in rows[field]],
            )
        )
    return tables


def _known(code: str, gazetteer: Gazetteer) -> bool:
    return code.upper() in gazetteer.former or look_up(code, gazetteer, fuzzy=False).status == "matched"


def _constant(incidents: pd.DataFrame) -> list[pd.DataFrame]:
    """Find columns in which rows should differ and do not, file by file."""
    tables = []
    groups: Sequence[tuple[str, tuple[str, ...]]] = (
        (s.EVENT_DATE, (s.EVENT_DATE,)),
        (f"{s.LATITUDE}, {s.LONGITUDE}", (s.LATITUDE, s.LONGITUDE)),
        (s.PLACE_TEXT, (s.PLACE_TEXT,)),
        (s.DESCRIPTION, (s.DESCRIPTION,)),
        ("killed", (s.figure_column("killed", "low"), s.figure_column("killed", "high"))),
        ("injured", (s.figure_column("injured", "low"), s.figure_column("injured", "high"))),
    )
    for file, rows in incidents.groupby(s.FILE, sort=False):
        if len(rows) < _MANY_ROWS:
            continue
        for field, columns in groups:
            if any(column not in rows for column in columns):
                continue
            cells = rows[list(columns)]
            same = all((cells[column].iloc[0] == cells[column]).all() for column in columns)
            first = cells.iloc[0]
            if not same or first.isna().any() or (first == "").any():
                continue
            value = ", ".join(
                f"{v:%Y-%m-%d}" if isinstance(v, pd.Timestamp) else str(v) for v in first.unique()
            )
            message = f"all {len(rows):,} rows have the same {field}: {value[:80]}"
            tables.append(
                of_column("constant_column", file=str(file), field=field, value=value, message=message)
            )
    return tables
