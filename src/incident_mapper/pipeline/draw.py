"""Total, classify and draw placed incidents."""

from collections.abc import Sequence
from dataclasses import replace

import folium
import geopandas as gpd
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate import AreaTotals, Counted, Level, aggregate, count_rows
from incident_mapper.areas import areas
from incident_mapper.classify import classify
from incident_mapper.ledger import make_ledger
from incident_mapper.pipeline.place import Placed
from incident_mapper.publish import (
    WITHHELD,
    PublishOptions,
    allowed_level,
    origins,
    redact,
    without_names,
    without_rows,
)
from incident_mapper.render import Coloured, MapOptions, PageData, build_map, make_payload
from incident_mapper.render.payload import CONTEXT_ATTRIBUTION, METRIC_LABELS, PLACES_ATTRIBUTION
from incident_mapper.render.words import period, victims
from incident_mapper.summary import summarise


def colour(
    incidents: pd.DataFrame, *, metrics: Sequence[s.Metric], options: MapOptions, named: bool = True
) -> dict[str, dict[str, Coloured]]:
    """Total and classify every metric at every level that the page can switch to.

    Parameters
    ----------
    incidents
        Joined incidents with outcomes.
    metrics
        What to total.
    options
        How values are put into classes.
    named
        Whether sentences may name single reports.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.pipeline import place_incidents
    >>> placed = place_incidents(example_file("incidents.csv"))
    >>> coloured = colour(placed.incidents, metrics=["killed"], options=MapOptions())
    >>> coloured["province"]["killed"].totals.totals["PK-BA"].text
    '197–289'
    """
    made: dict[str, dict[str, Coloured]] = {}
    counted = count_rows(incidents)
    levels: tuple[Level, ...] = ("province", "district")
    for level in levels:
        made[level] = {}
        for metric in metrics:
            found = aggregate(counted, metric=metric, level=level)
            totals = _with_victims(found if named else without_names(found), counted)
            classes = classify((t.value for t in totals.totals.values()), scheme=options.scheme, k=options.k)
            wider = totals.elsewhere
            ranged = any(t.low != t.high and t.value is not None for t in totals.totals.values())
            note = "Coloured by the best estimate, or else by the lower end of a range" if ranged else ""
            if wider and (wider.value or wider.unknown):
                said = wider.text if wider.value is not None else "figures not known"
                rest = f"Not in any {level}: {said}, known only to a wider area or not placed"
                note = f"{rest}. {note}" if note else rest
            made[level][metric] = Coloured(totals, classes, f"{METRIC_LABELS[metric]} per {level}", note)
    return made


def _with_victims(totals: AreaTotals, counted: Counted) -> AreaTotals:
    """Add to each area who was killed or injured, where the records say so."""
    level, metric = totals.level, totals.metric
    if metric == "incidents":
        return totals
    groups = [g for g in s.VICTIM_GROUPS if s.figure_column(metric, "low", group=g) in counted.alone]
    by_group = {
        g: aggregate(counted, metric=metric, level=level, victims=g).totals  # type: ignore[arg-type]
        for g in groups
    }
    said = {
        code: victims({g: found[code] for g, found in by_group.items() if code in found})
        for code in totals.totals
    }
    notes = {
        code: tuple(note for note in (text, *totals.notes.get(code, ())) if note)
        for code, text in said.items()
    }
    return replace(totals, notes={**totals.notes, **notes})


def make_map(placed: Placed, *, options: MapOptions = MapOptions()) -> folium.Map:
    """Return the page of placed incidents as a folium map, to which layers can be added.

    Parameters
    ----------
    placed
        What `place_incidents` returns.
    options
        Title, level, metric and the like.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.pipeline import place_incidents
    >>> type(make_map(place_incidents(example_file("incidents.csv")))).__name__
    'Map'
    """
    incidents = placed.incidents
    stated = [
        m
        for m in ("killed", "injured")
        if incidents.filter(regex=f"^{m}_(low|best|high)$").notna().any(axis=None)
    ]
    metrics: list[s.Metric] = ["incidents", *stated]  # type: ignore[list-item]
    if options.metric not in metrics:
        metrics.append(options.metric)
    coloured = colour(incidents, metrics=metrics, options=options, named=placed.named)
    files = sorted(set(incidents[s.FILE])) if s.FILE in incidents else []
    outlets = _outlets(incidents) if placed.rows else []
    data = PageData(
        incidents=incidents if placed.rows else incidents.head(0),
        gazetteer=placed.gazetteer,
        frames=placed.drawn,
        coloured=coloured,
        metrics={m: METRIC_LABELS[m] for m in metrics},
        ledger=placed.ledger,
        totals=summarise(incidents, named=placed.named),
        sources=[*placed.credits, *outlets, *([f"Data: {', '.join(files)}"] if files else [])],
        attribution=(*placed.attribution, CONTEXT_ATTRIBUTION, PLACES_ATTRIBUTION),
        anchors=_anchors(placed),
    )
    subtitle = options.subtitle or period(pd.concat([incidents[s.EVENT_DATE], incidents[s.EVENT_DATE_END]]))
    return build_map(make_payload(data, options.with_changes(subtitle=subtitle)))


def published(placed: Placed, *, options: PublishOptions) -> Placed:
    """Return placed incidents with what may be published of them, and notes that say what was taken out.

    Parameters
    ----------
    placed
        What `place_incidents` returns.
    options
        How much may leave with the map.

    Raises
    ------
    OptionError
        If more is asked for than the terms of the data allow.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.pipeline import place_incidents
    >>> placed = place_incidents(example_file("incidents.csv"))
    >>> published(placed, options=PublishOptions("aggregate")).rows
    False
    """
    level, said = allowed_level(
        origins(placed.formats, placed.incidents[s.DATASET].unique()), options=options
    )
    incidents = redact(placed.incidents, level=level, options=options)
    ledger = placed.ledger if incidents is placed.incidents else make_ledger(incidents)
    rows = level != "aggregate" and placed.rows
    shown = ("Totals of areas only: the terms of the data do not let its rows be passed on",) if said else ()
    withheld = int(incidents[s.REJECT_REASON].str.startswith(WITHHELD).sum())
    if withheld:
        late = f"{withheld:,} incidents of the last {options.delay_days} days, or without a day, are withheld"
        said, shown = (*said, late), (*shown, late)
    return replace(
        placed,
        incidents=incidents,
        ledger=without_rows(ledger) if level == "aggregate" else ledger,
        rows=rows,
        notes=(*placed.notes, *said),
        credits=(*placed.credits, *shown),
        named=level != "aggregate",
    )


def _anchors(placed: Placed) -> gpd.GeoDataFrame:
    divisions = areas("division", edition=placed.gazetteer.edition, on=placed.gazetteer.on, detail="simple")
    frames = [placed.areas.district, divisions, placed.areas.province]
    together = pd.concat(frames)
    return gpd.GeoDataFrame(together[~together.index.duplicated()], crs=frames[0].crs)


def _outlets(incidents: pd.DataFrame, *, most: int = 6) -> list[str]:
    """Name the outlets that the rows name, as long as they are few enough to read."""
    named = [o for o in incidents[s.SOURCE_OUTLET].unique() if o and o != "not stated"]
    if not named or len(named) > most:
        return [f"{len(named)} sources, named row by row"] if named else []
    return [f"Reported by: {', '.join(named)}"]
