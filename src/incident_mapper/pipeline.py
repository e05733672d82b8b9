"""The one-call path through all rooms; composition only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import folium
import geopandas as gpd
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate import AreaTotals, Counted, Level, aggregate, count_rows
from incident_mapper.areas import (
    ATTRIBUTION,
    AreaLevel,
    areas,
    crosswalk,
    disputed_territory,
    read_areas,
    simplified,
)
from incident_mapper.classify import classify
from incident_mapper.gazetteer import Gazetteer, load_gazetteer
from incident_mapper.incidents import read_incidents
from incident_mapper.join import AreaSet, Trust, join_areas
from incident_mapper.ledger import Ledger, make_ledger, with_outcomes
from incident_mapper.render import Coloured, MapOptions, PageData, build_map, make_payload
from incident_mapper.render.payload import CONTEXT_ATTRIBUTION, METRIC_LABELS, PLACES_ATTRIBUTION
from incident_mapper.render.words import period, victims
from incident_mapper.resolve import read_overrides, resolve_places
from incident_mapper.summary import summarise

Step = Callable[[str], None]
"""Told the name of each step as it begins, for progress."""


@dataclass(frozen=True)
class UserAreas:
    """A user's own polygons, and which columns of theirs hold code and name."""

    path: Path
    code_column: str
    name_column: str
    level: AreaLevel = "district"


@dataclass(frozen=True)
class PlaceOptions:
    """How incidents are read and placed.

    Attributes
    ----------
    columns
        Field to header, for headers that are not the usual ones.
    trust
        Whether name or point decides where they disagree.
    overrides
        A file of place texts and the codes they mean.
    edition
        The gazetteer's edition; empty for the default.
    areas
        The user's own polygons, if any.
    on
        The day whose districts are wanted; by default the day the edition describes.
    """

    columns: Mapping[str, str] | None = None
    trust: Trust = "name"
    overrides: Path | None = None
    edition: str = ""
    areas: UserAreas | None = None
    on: date | None = None


@dataclass(frozen=True)
class Placed:
    """Incidents on their areas, with the ledger of every row read."""

    incidents: pd.DataFrame
    ledger: Ledger
    gazetteer: Gazetteer
    areas: AreaSet
    notes: tuple[str, ...] = ()
    drawn: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    attribution: tuple[str, ...] = (ATTRIBUTION,)
    credits: tuple[str, ...] = ()


_QUIET: Final[Step] = lambda _: None  # noqa: E731


def place_incidents(
    *files: str | Path, options: PlaceOptions = PlaceOptions(), step: Step = _QUIET
) -> Placed:
    """Read incidents, resolve their places and join them to provinces and districts.

    Parameters
    ----------
    files
        CSV or GeoJSON files of incidents.
    options
        How to read and place them.
    step
        Told what begins, for progress.

    Returns
    -------
    Placed
        Nothing is dropped: one row for each row read, counted in the ledger.

    Raises
    ------
    IncidentMapperError
        If a file cannot be read or an option is wrong.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> place_incidents(example_file("incidents.csv")).ledger.counts["district"]
    6
    """
    step("reading")
    reading = read_incidents(*files, columns=options.columns)
    gazetteer = load_gazetteer(options.edition, on=options.on)
    overrides = read_overrides(options.overrides, gazetteer) if options.overrides else None
    step("resolving places")
    resolved = resolve_places(reading.incidents, gazetteer, overrides=overrides).incidents
    mine = gazetteer.added.credits_for(resolved[s.PLACE_CODE]) if gazetteer.added else ()
    credits_ = (*reading.credits, *mine)
    step("joining to areas")
    area_set, drawn, attribution = _areas(options, gazetteer)
    if options.areas is not None:
        resolved = _recode(resolved, area_set, gazetteer, options.areas)
    joined = with_outcomes(join_areas(resolved, area_set, gazetteer=gazetteer, trust=options.trust))
    return Placed(
        joined, make_ledger(joined), gazetteer, area_set, reading.notes, drawn, attribution, credits_
    )


def _areas(
    options: PlaceOptions, gazetteer: Gazetteer
) -> tuple[AreaSet, dict[str, gpd.GeoDataFrame], tuple[str, ...]]:
    """Return the areas to join to, those to draw, and who is to be credited for them."""
    levels: tuple[AreaLevel, ...] = ("province", "district")
    of = {"edition": options.edition, "on": options.on}
    full: dict[str, gpd.GeoDataFrame] = {level: areas(level, **of) for level in levels}  # type: ignore[arg-type]
    drawn: dict[str, gpd.GeoDataFrame] = {level: areas(level, **of, detail="simple") for level in levels}  # type: ignore[arg-type]
    if options.areas is None:
        return (
            AreaSet(full["district"], full["province"], disputed_territory(detail="full")),
            drawn,
            (ATTRIBUTION,),
        )
    mine = options.areas
    s.require_choice(mine.level, ("province", "district"), option="level of the given areas")
    frame = read_areas(
        mine.path, code_column=mine.code_column, name_column=mine.name_column, level=mine.level
    )
    if mine.level == "district":
        homes = {
            theirs: gazetteer.by_code[ours].adm1_code
            for ours, theirs in crosswalk(frame, gazetteer, level="district").items()
        }
        frame["parent"] = [homes.get(str(code), "") for code in frame.index]
    else:
        # The embedded districts then lie in the provinces of the file, under its codes.
        theirs_of = crosswalk(frame, gazetteer, level="province")
        for table in (full["district"], drawn["district"]):
            table["parent"] = table["parent"].map(lambda code: theirs_of.get(code, ""))
    full[mine.level], drawn[mine.level] = frame, simplified(frame)
    credit = f"{mine.level.capitalize()} boundaries: {mine.path.name}, as given by the publisher of this map"
    return (
        AreaSet(full["district"], full["province"], disputed_territory(detail="full")),
        drawn,
        (credit, ATTRIBUTION),
    )


def _recode(resolved: pd.DataFrame, area_set: AreaSet, gazetteer: Gazetteer, mine: UserAreas) -> pd.DataFrame:
    """Give incidents the codes of the user's areas, and say so where there is no such area."""
    column, frame = (
        (s.ADM2_CODE, area_set.district) if mine.level == "district" else (s.ADM1_CODE, area_set.province)
    )
    walk = crosswalk(frame, gazetteer, level="district" if mine.level == "district" else "province")
    recoded = resolved.copy()
    recoded[column] = resolved[column].map(lambda code: walk.get(code, "") if code else "")
    lost = (resolved[column] != "") & (recoded[column] == "")
    names = resolved[column].map(lambda code: gazetteer.describe(gazetteer.by_code[code]) if code else "")
    recoded.loc[lost, s.REASON] = names[lost] + f" is not among the areas of {mine.path.name}"
    recoded.loc[lost, s.MATCH_METHOD] = "given"
    return recoded


def colour(
    incidents: pd.DataFrame, *, metrics: Sequence[s.Metric], options: MapOptions
) -> dict[str, dict[str, Coloured]]:
    """Total and classify every metric at every level that the page can switch to.

    Examples
    --------
    >>> from incident_mapper.example import example_file
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
            totals = _with_victims(aggregate(counted, metric=metric, level=level), counted)
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
    coloured = colour(incidents, metrics=metrics, options=options)
    files = sorted(set(incidents[s.FILE])) if s.FILE in incidents else []
    data = PageData(
        incidents=incidents,
        gazetteer=placed.gazetteer,
        frames=placed.drawn,
        coloured=coloured,
        metrics={m: METRIC_LABELS[m] for m in metrics},
        ledger=placed.ledger,
        totals=summarise(incidents),
        sources=[*placed.credits, *_outlets(incidents), *([f"Data: {', '.join(files)}"] if files else [])],
        attribution=(*placed.attribution, CONTEXT_ATTRIBUTION, PLACES_ATTRIBUTION),
        anchors=_anchors(placed),
    )
    subtitle = options.subtitle or period(incidents[s.EVENT_DATE])
    return build_map(make_payload(data, options.with_changes(subtitle=subtitle)))


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
