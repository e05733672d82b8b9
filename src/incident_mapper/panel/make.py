"""The panel of one table of incidents."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.panel.accumulate import PanelAccumulator
from incident_mapper.panel.table import Panel


def panel(
    incidents: pd.DataFrame,
    *,
    by: Sequence[str] = ("district", "month"),
    metrics: Sequence[s.Metric] = s.METRICS,
    areas: pd.DataFrame | None = None,
    start: date | None = None,
    end: date | None = None,
) -> Panel:
    """Total incidents by area and period, one row for each, made also where nothing was reported.

    A report is never guessed into a period: one dated only to a year, one that spans two months, and a figure whose
    group lies in several come as rows without a period, with the reason in ``note``. What is known only to a province,
    or shared by several districts, comes as a row of that province; what is not placed, as a row of its own. Reports
    that may overlap across two cells are counted in full in both, since neither cell alone has a range; `national`
    takes the overlap off. So the columns ``_low`` add up to the country's lower end, or more where reports overlap
    across cells; the columns ``_high`` add up to its upper end, except that a cell with an unknown part of a shared
    figure has no upper end of its own.

    Parameters
    ----------
    incidents
        Placed incidents with ``event_date`` and, where there are such, ``event_date_end``, ``date_precision``.
    by
        A level (``district``, ``division``, ``province``, ``country``), a period (``year``, ``quarter``, ``month``,
        ``week``, ``day``), or one of each.
    metrics
        Of ``incidents``, ``killed`` and ``injured``.
    areas
        The areas of the level with the names of what holds them, as `areas.with_units` returns; by default those of the
        gazetteer's default edition.
    start, end
        Days in the first and the last period; by default those of the data. What lies outside comes without a period.

    Returns
    -------
    Panel
        Its `table` has ``adm1_code``, ``adm1_name`` and so on down to the level, ``period``, ``period_start``,
        ``period_end``; for each metric ``_low``, ``_best``, ``_high`` (0 where nothing was reported, ``<NA>`` where no
        report gives a figure) and ``_unknown`` (reports without a figure); ``why`` and ``note``.

    Raises
    ------
    SchemaError
        If a column is missing or a relation cannot be read.
    OptionError
        If `by` or `metrics` is not understood.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.pipeline import place_incidents
    >>> made = panel(place_incidents(example_file("incidents.csv")).incidents, by=["province", "quarter"])
    >>> rows = made.table[made.table["incidents_high"] > 0]
    >>> print(rows[["adm1_code", "period", "killed_low", "killed_high"]].to_csv(index=False).strip())
    adm1_code,period,killed_low,killed_high
    PK-BA,2025-Q4,4,4
    PK-BA,2026-Q1,145,237
    PK-BA,,48,48
    PK-KP,2025-Q4,3,3
    """
    making = PanelAccumulator(by=by, metrics=metrics, areas=areas, start=start, end=end)
    making.add(incidents)
    return making.finish()
