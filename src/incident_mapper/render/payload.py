"""Gather everything the page is given into one plain object: see docs/architecture.md for its format."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from incident_mapper import schema as s
from incident_mapper._version import __version__
from incident_mapper.aggregate import AreaTotals, Total
from incident_mapper.areas import ATTRIBUTION, DISCLAIMER, disputed_territory, neighbours, sea_labels
from incident_mapper.classify import ZERO_COLOUR, Classes
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.ledger import Ledger
from incident_mapper.render import words
from incident_mapper.render.options import MapOptions
from incident_mapper.render.shapes import feature_collection

METRIC_LABELS: Final = {"incidents": "Incidents", "killed": "Killed", "injured": "Injured"}
CONTEXT_ATTRIBUTION: Final = "Neighbours and coast: Natural Earth, public domain"
PLACES_ATTRIBUTION: Final = "Towns: GeoNames, CC BY 4.0"
MAX_LISTED: Final = 2000
"""Ledger rows inside a page; the rest is counted and in the CSV."""


@dataclass(frozen=True)
class Coloured:
    """One choropleth: the totals of a metric at a level, and their classes."""

    totals: AreaTotals
    classes: Classes
    title: str
    note: str = ""


@dataclass(frozen=True)
class PageData:
    """All that a page shows, finished: render computes no statistics.

    Attributes
    ----------
    incidents
        Joined incidents with outcomes, or an empty frame for a table of areas.
    frames
        Level to polygons (EPSG:4326), simplified for drawing.
    coloured
        Level to metric to choropleth.
    metrics
        Metric to its label, in the order of the switch.
    totals
        Cells of the summary: value, label and why.
    sources
        Lines for the foot of the page.
    """

    incidents: pd.DataFrame
    gazetteer: Gazetteer
    frames: Mapping[str, gpd.GeoDataFrame]
    coloured: Mapping[str, Mapping[str, Coloured]]
    metrics: Mapping[str, str]
    ledger: Ledger
    totals: Sequence[Mapping[str, str]] = ()
    sources: Sequence[str] = ()
    attribution: Sequence[str] = (ATTRIBUTION, CONTEXT_ATTRIBUTION, PLACES_ATTRIBUTION)
    anchors: gpd.GeoDataFrame | None = field(default=None)


def make_payload(data: PageData, options: MapOptions) -> dict[str, Any]:
    """Return the object that crosses into the page, of plain JSON types.

    Parameters
    ----------
    data
        Finished tables.
    options
        Title, level, metric and the like.
    """
    levels = [level for level in ("province", "district") if level in data.coloured]
    return {
        "format": 1,
        "lang": options.lang,
        "version": __version__,
        "built": options.built.isoformat() if options.built else None,
        "edition": data.gazetteer.edition,
        "title": options.title,
        "subtitle": options.subtitle,
        "credit": options.credit,
        "level": options.level if options.level in levels else levels[0],
        "levels": levels,
        "metric": options.metric if options.metric in data.metrics else next(iter(data.metrics)),
        "metrics": dict(data.metrics),
        "bounds": _bounds(data),
        "areas": {level: _areas(frame) for level, frame in data.frames.items()},
        "context": _context(options),
        "anchors": _anchors(data),
        "values": {
            level: {m: _values(c.totals) for m, c in metrics.items()}
            for level, metrics in data.coloured.items()
        },
        "classes": {
            level: {m: _classes(c) for m, c in metrics.items()} for level, metrics in data.coloured.items()
        },
        "totals": list(data.totals),
        "incidents": _incidents(data),
        "ledger": _ledger(data.ledger),
        "sources": [*options.notes, *data.sources],
        "attribution": list(data.attribution),
        "disclaimer": DISCLAIMER,
    }


def _bounds(data: PageData) -> list[float]:
    frame = data.frames.get("province", next(iter(data.frames.values())))
    return [round(float(edge), 3) for edge in frame.total_bounds]


def _areas(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    return feature_collection(
        frame,
        (
            {
                "name": row["name"],
                "urdu": row["urdu"],
                "parent": row["parent"] or None,
                "lon": float(row["label_lon"]),
                "lat": float(row["label_lat"]),
                "note": "The limits of this unit are uncertain." if row["uncertain"] else "",
            }
            for row in _rows(frame)
        ),
    )


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as plain dictionaries, without geometry."""
    plain = frame.drop(columns="geometry", errors="ignore")
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def _context(options: MapOptions) -> dict[str, Any]:
    around, seas = neighbours(), sea_labels()
    disputed = disputed_territory()
    inside = disputed.geometry.representative_point()
    return {
        "neighbours": feature_collection(
            around, ({k: row[k] for k in ("name", "urdu", "lon", "lat")} for row in _rows(around))
        ),
        "disputed": feature_collection(
            disputed,
            [{"name": "Disputed territory", "urdu": "", "parent": None, "lon": round(float(inside.x.iloc[0]), 4),
              "lat": round(float(inside.y.iloc[0]), 4), "note": "Not counted."}],
        ) if options.disputed == "hatched" else None,
        "labels": [
            {"text": str(name), "lon": float(point.x), "lat": float(point.y), "kind": "sea"}
            for name, point in zip(seas["name"], seas.geometry, strict=True)
        ],
    }  # fmt: skip


def _anchors(data: PageData) -> dict[str, Any]:
    """Return the label points that rings and squares stand on, only those that are used."""
    if data.anchors is None or data.incidents.empty:
        return {}
    used = {key for key in _anchor_column(data.incidents) if key}
    frame = data.anchors.loc[[code for code in data.anchors.index if code in used]]
    return {
        str(code): {
            "name": row["name"], "urdu": row["urdu"], "lon": float(row["label_lon"]), "lat": float(row["label_lat"]),
            "kind": row["level"],
        }
        for code, row in zip(frame.index, _rows(frame), strict=True)
    }  # fmt: skip


def _anchor_column(incidents: pd.DataFrame) -> list[str | None]:
    """Return the widest honest place for each row: its district, else its division, else its province."""
    drawn = incidents[s.OUTCOME].isin(["district", "province", "multi"])
    return [
        (adm2 or division or adm1 or None) if up and not point else None
        for up, point, adm2, division, adm1 in zip(
            drawn, incidents[s.POINT_USED], incidents[s.ADM2_CODE],
            incidents[s.DIVISION_CODE].where(incidents[s.PLACE_LEVEL] == "division", ""),
            incidents[s.ADM1_CODE], strict=True,
        )
    ]  # fmt: skip


def _precision(row: Mapping[str, Any]) -> str:
    if row[s.POINT_USED]:
        return "near" if row[s.GEO_PRECISION] == "near" else "point"
    outcome = str(row[s.OUTCOME])
    if outcome == "province" and row[s.PLACE_LEVEL] == "division":
        return "division"
    return outcome if outcome in ("district", "province", "multi", "country") else "none"


def _values(totals: AreaTotals) -> dict[str, Any]:
    said = {}
    for code, total in totals.totals.items():
        text, why = _text(total), "; ".join(dict.fromkeys(total.why))
        because = f"{text}, because {why}" if why and total.low != total.high else why
        notes = [*totals.notes.get(code, ()), *([because] if because else [])]
        # A reason that a note gives already is not given twice.
        note = "; ".join(n for i, n in enumerate(notes) if not any(n in other for other in notes[:i]))
        said[code] = {"value": total.value, "text": text, "note": note}
    return said


def _text(total: Total) -> str:
    if total.unknown and total.value is not None:
        return f"at least {total.text}" if not total.text.startswith("at least") else total.text
    return total.text


def _classes(coloured: Coloured) -> dict[str, Any]:
    classes = coloured.classes
    return {
        "title": coloured.title,
        "note": coloured.note,
        "edges": list(classes.edges),
        "labels": list(classes.labels),
        "colours": list(classes.colours),
        "zero": {"label": classes.zero_label, "colour": ZERO_COLOUR},
        "unknown": {"label": classes.unknown_label},
    }


def _shared(data: PageData) -> dict[str, str]:
    """Return group id to the sentence that says its figure is shared."""
    found = {}
    for group, rows in data.incidents[data.incidents[s.GROUP_ID] != ""].groupby(s.GROUP_ID):
        districts = rows[s.ADM2_CODE].replace("", pd.NA).nunique()
        text = words.figures(_rows(rows.head(1))[0], "killed")
        if len(rows) > 1 and text != "not stated":
            across = (
                f"across {districts} districts" if districts > 1 else f"in {len(rows)} incidents together"
            )
            found[str(group)] = f"part of {text} {across}"
    return found


def _incidents(data: PageData) -> dict[str, list[Any]]:
    frame = data.incidents
    columns: dict[str, list[Any]] = {
        name: []
        for name in ("id", "row", "precision", "anchor", "lon", "lat", "adm1", "adm2", "date", "what", "reported",
                     "resolved", "killed", "injured", "claimed_by", "source", "url", "marks")
    }  # fmt: skip
    if frame.empty:
        return columns
    shared, uncertain = _shared(data), {p.code for p in data.gazetteer.places if p.uncertain}
    names = _names(frame)
    for (key, row), anchor in zip(_records(frame), _anchor_column(frame), strict=True):
        point, part = bool(row[s.POINT_USED]), shared.get(row[s.GROUP_ID], "")
        killed = words.figures(row, "killed")
        values = {
            "id": key, "row": int(row[s.ROW]), "precision": _precision(row), "anchor": anchor,
            "lon": round(float(row[s.LONGITUDE]), 5) if point else None,
            "lat": round(float(row[s.LATITUDE]), 5) if point else None,
            "adm1": row[s.ADM1_CODE] or None, "adm2": row[s.ADM2_CODE] or None,
            "date": words.when(row), "what": words.what(row), "reported": words.reported(row),
            "resolved": words.resolved(row, uncertain=row[s.ADM2_CODE] in uncertain),
            "killed": part or killed, "injured": words.figures(row, "injured"),
            "claimed_by": row[s.CLAIMED_BY] or "not stated", "source": words.source(row), "url": words.link(row),
            "marks": words.marks(row, shared="", names=names),
        }  # fmt: skip
        for name, value in values.items():
            columns[name].append(value)
    return columns


def _records(frame: pd.DataFrame) -> Iterable[tuple[str, dict[str, Any]]]:
    yield from zip(map(str, frame.index), _rows(frame), strict=True)


def _names(frame: pd.DataFrame) -> dict[str, str]:
    """Return what a sentence calls a record or a group, for notes such as "may include ..."."""
    found: dict[str, str] = {}
    for key, row in _records(frame[frame[s.RELATIONS] != ""]):
        for item in str(row[s.RELATIONS]).split(";"):
            target = item.partition(":")[2].strip()
            held = frame[(frame.index == target) | (frame[s.GROUP_ID] == target)]
            if held.empty:
                continue
            first = _rows(held.head(1))[0]
            kind = first[s.EVENT_TYPE] or target
            districts = held[s.ADM2_NAME].replace("", pd.NA).dropna().unique()
            where = f" in {', '.join(districts)}" if len(districts) else ""
            found[target] = f"\u201c{kind}\u201d, {words.when(first)}{where}"
        found.setdefault(key, key)
    return found


def _ledger(ledger: Ledger) -> dict[str, Any]:
    unplaced = ledger.unplaced
    columns = [s.ROW, s.PLACE_TEXT, s.OUTCOME, s.REASON, s.SUGGESTION]
    return {
        "rows": ledger.rows,
        "placed": ledger.placed,
        "counts": dict(ledger.counts),
        "flags": dict(ledger.flags),
        "unplaced": [
            {"row": int(row), "text": text, "outcome": outcome, "reason": reason, "suggestion": suggestion}
            for row, text, outcome, reason, suggestion in unplaced[columns]
            .head(MAX_LISTED)
            .itertuples(index=False, name=None)
        ],
    }
