"""What a panel is made by: the level of its areas, its periods, its metrics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate import COUNTRY, LEVELS, Level
from incident_mapper.areas import load_areas, with_units
from incident_mapper.errors import OptionError
from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.panel.periods import PERIODS, number_of, period_name

CODE_AND_NAME: Final = {
    "country": (s.ADM0_CODE, s.ADM0_NAME),
    "province": (s.ADM1_CODE, s.ADM1_NAME),
    "division": (s.DIVISION_CODE, s.DIVISION_NAME),
    "district": (s.ADM2_CODE, s.ADM2_NAME),
}
"""The columns that hold the code and the name of an area."""

_COUNTRY_NAME: Final = "Pakistan"
_SHOWN: Final = {
    "country": ("country",),
    "province": ("province",),
    "division": ("province", "division"),
    "district": ("province", "division", "district"),
}


@dataclass(frozen=True)
class PanelPlan:
    """What a panel is made by.

    Attributes
    ----------
    level
        The level of its areas.
    period
        What its periods are; empty if it has none.
    metrics
        What it counts.
    areas
        Code to the columns `area_columns` names, in the order in which areas are listed.
    start, end
        The numbers of the first and last period, where they are given.
    """

    level: Level
    period: str
    metrics: tuple[s.Metric, ...]
    areas: pd.DataFrame
    start: int | None = None
    end: int | None = None

    @property
    def area_columns(self) -> tuple[str, ...]:
        """The columns that say where a row of the panel is."""
        return tuple(name for level in _SHOWN[self.level] for name in CODE_AND_NAME[level])


def make_plan(
    by: Sequence[str],
    *,
    metrics: Sequence[s.Metric] = s.METRICS,
    areas: pd.DataFrame | None = None,
    start: date | None = None,
    end: date | None = None,
) -> PanelPlan:
    """Read what a panel is to be made by.

    Raises
    ------
    OptionError
        If a word is unknown, there are two levels or two periods, or the end lies before the start.

    Examples
    --------
    >>> plan = make_plan(["month"])
    >>> plan.level, plan.period
    ('country', 'month')
    """
    for word in by:
        s.require_choice(word, (*LEVELS, *PERIODS), option="by")
    for metric in metrics:
        s.require_choice(metric, s.METRICS, option="metric")
    levels, periods = [w for w in LEVELS if w in by], [w for w in PERIODS if w in by]
    if len(levels) > 1 or len(periods) > 1 or not by or len(set(by)) < len(by):
        raise OptionError(
            f"by expects a level ({', '.join(LEVELS)}), a period ({', '.join(PERIODS)}) or one of each, such as "
            f"district,month; instead got {','.join(by)!r}."
        )
    if not metrics:
        raise OptionError(f"A panel needs a metric: {', '.join(s.METRICS)}.")
    level: Level = levels[0] if levels else "country"
    period = periods[0] if periods else ""
    if not period and (start or end):
        raise OptionError(
            "start and end are days of a panel by period, and none is asked for: add one to by, such as month."
        )
    first, last = (
        None if day is None else int(number_of(np.datetime64(day), period)) for day in (start, end)
    )
    if first is not None and last is not None and last < first:
        raise OptionError(
            f"The panel would end ({period_name(last, period)}) before it starts ({period_name(first, period)})."
        )
    return PanelPlan(level, period, tuple(dict.fromkeys(metrics)), _named(areas, level), first, last)


def _named(areas: pd.DataFrame | None, level: Level) -> pd.DataFrame:
    """Return the names of areas and of what holds them, by code."""
    columns = [name for shown in _SHOWN[level] for name in CODE_AND_NAME[shown]]
    if level == "country":
        return pd.DataFrame([[COUNTRY, _COUNTRY_NAME]], index=[COUNTRY], columns=columns)
    if areas is None:
        areas = with_units(load_areas(level, detail="simple"), load_gazetteer())
    s.require_columns(areas, columns, what="areas")
    named = pd.DataFrame({name: areas[name].astype(str) for name in columns})
    return named.set_axis(areas.index.map(str))
