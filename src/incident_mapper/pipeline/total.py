"""Total files of incidents by area and period, batch by batch, so that a file may be larger than memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate import Total
from incident_mapper.incidents.columns import USUAL_NAMES
from incident_mapper.incidents.formats import Format
from incident_mapper.ledger import Ledger
from incident_mapper.panel import Panel, PanelAccumulator, involved_ids, panel_areas
from incident_mapper.panel.plan import make_plan
from incident_mapper.panel.table import unknown_column
from incident_mapper.pipeline.place import QUIET, PlaceOptions, Step, place_in_batches, place_incidents
from incident_mapper.publish import PublishOptions, allowed_level, origins, unnamed

_FINER: Final = (s.PLACE_TEXT, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN)
_NEEDED: Final = (
    *_FINER, s.INCIDENT_ID, s.EVENT_DATE, s.EVENT_DATE_END, s.DATE_PRECISION, s.HIJRI_DATE, s.COUNTRY, s.ADM1_GIVEN,
    s.LONGITUDE, s.LATITUDE, s.GEO_PRECISION, s.GROUP_ID, s.RELATIONS, s.EVENTS, s.EVENT_TYPE, s.DATASET,
)  # fmt: skip
"""What a total depends on, besides the figures."""


@dataclass(frozen=True)
class Totals:
    """A panel with the ledger of every row read for it.

    Attributes
    ----------
    panel
        One row for each area and period.
    areas
        The areas of its level, with their polygons (EPSG:4326).
    ledger
        Where every row went.
    notes
        What a careful reader should know about the files.
    attribution, credits
        Who is to be credited for boundaries, and for data.
    """

    panel: Panel
    areas: gpd.GeoDataFrame
    ledger: Ledger
    notes: tuple[str, ...]
    attribution: tuple[str, ...]
    credits: tuple[str, ...]


def total_incidents(
    *files: str | Path, by: Sequence[str] = ("district", "month"), metrics: Sequence[s.Metric] = (),
    start: date | None = None, end: date | None = None, options: PlaceOptions = PlaceOptions(), step: Step = QUIET,
) -> Totals:  # fmt: skip
    """Read incidents, place them, and total them by area and period.

    Parameters
    ----------
    files
        Files of incidents; they are read in batches, whatever their size.
    by, start, end
        See `panel.panel`.
    metrics
        What to total; by default the incidents, and killed and injured if any report gives a figure of them. A metric
        asked for that no report gives is unknown everywhere, also in quiet areas: it was not looked for.
    options
        How to read and place them. With a `review`, all rows are held in memory.
    step
        Told what begins, for progress.

    Returns
    -------
    Totals
        Of data whose terms forbid passing on rows, its sentences name no single report.

    Raises
    ------
    IncidentMapperError
        If a file cannot be read or an option is wrong.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> made = total_incidents(example_file("incidents.csv"), by=["country"])
    >>> made.panel.national["killed"].text, made.ledger.rows
    ('200–292', 10)
    """
    wanted = tuple(metrics) or s.METRICS
    # Refused before any work, if they do not fit.
    level = make_plan(by, metrics=wanted, start=start, end=end).level

    def accumulator(areas: gpd.GeoDataFrame, involved: frozenset[str]) -> PanelAccumulator:
        known = None if level == "country" else areas
        return PanelAccumulator(by=by, metrics=wanted, areas=known, start=start, end=end, involved=involved)

    if options.review is not None:
        placed = place_incidents(*files, options=options, step=step)
        step("totalling")
        areas = panel_areas(level, placed.gazetteer)
        making = accumulator(areas, frozenset(involved_ids(placed.incidents)))
        making.add(placed.incidents)
        kinds = origins(placed.formats, placed.incidents[s.DATASET].unique())
        made = _careful(_stated(making.finish(), asked=metrics), kinds)
        return Totals(made, areas, placed.ledger, placed.notes, placed.attribution, placed.credits)
    batches = place_in_batches(*files, options=options, step=step)
    step("reading, placing and totalling")
    areas = panel_areas(level, batches.gazetteer)
    making = accumulator(areas, batches.files.survey.involved)
    for rows in batches.for_totals(_fields(batches.files.columns, wanted)):
        making.add(rows, involved=batches.files.involved(rows))
    made = _stated(making.finish(), asked=metrics)
    made = _careful(made, origins(batches.files.formats, batches.datasets))
    notes = tuple(batches.files.notes)
    return Totals(made, areas, batches.ledger, notes, batches.ground.attribution, batches.credits)


def _fields(columns: Mapping[str, Mapping[str, str]], metrics: Collection[str]) -> frozenset[str]:
    """Return the fields that the totals depend on; a description only where nothing else says where."""
    figures = {name for name in USUAL_NAMES if name.split("_")[0] in metrics}
    searched = any(not set(_FINER) & set(found) for found in columns.values())
    return frozenset({*_NEEDED, *figures, *((s.DESCRIPTION,) if searched else ())})


def _stated(made: Panel, *, asked: Collection[str]) -> Panel:
    """Claim nothing of a metric that no report gives a figure of: a quiet area is no zero of what was not counted."""
    silent = [m for m, t in made.national.items() if t.low is None and t.best is None and t.high is None]
    table = made.table
    for metric in silent:
        ends = [s.figure_column(metric, bound) for bound in ("low", "best", "high")]
        if metric in asked:
            table = table.assign(**{name: pd.array([pd.NA] * len(table), dtype="Int64") for name in ends})
        else:
            table = table.drop(columns=[*ends, unknown_column(metric)])
            said = rf"(?:^|; ){metric}: no report gives a figure(?=; |$)"
            table[s.WHY] = table[s.WHY].str.replace(said, "", regex=True).str.removeprefix("; ")
    kept = tuple(metric for metric in made.metrics if metric in asked or metric not in silent)
    return replace(
        made, table=table, metrics=kept, national={metric: made.national[metric] for metric in kept}
    )


def _careful(made: Panel, kinds: Iterable[Format]) -> Panel:
    """Leave out of a panel what would tell of single reports, where the terms of the data ask for that."""
    level, _ = allowed_level(kinds, options=PublishOptions())
    if level != "aggregate":
        return made
    why = made.table[s.WHY].map(
        lambda text: (
            "; ".join(unnamed(Total(None, None, None, why=tuple(text.split("; ")))).why) if text else ""
        )
    )
    national = {metric: unnamed(total) for metric, total in made.national.items()}
    return replace(made, table=made.table.assign(**{s.WHY: why}), national=national)
