"""One row per event: every source kept, ranges wide enough for all that was said, nothing chosen."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.duplicates.decide import apply_decisions, clusters, fullness
from incident_mapper.duplicates.identity import figure_columns
from incident_mapper.duplicates.reasons import figure_text
from incident_mapper.duplicates.review import Review, date_text
from incident_mapper.incidents.relations import Relation, read_relations

_SOURCE: Final = {
    "outlet": s.SOURCE_OUTLET, "title": s.SOURCE_TITLE, "date": s.SOURCE_DATE, "url": s.SOURCE_URL,
}  # fmt: skip
# Texts that stand side by side in the merged row.
_JOINED: Final = (
    s.EVENT_TYPE, s.ACTOR1, s.ACTOR2, s.DESCRIPTION, s.CLAIMED_BY, s.INFERRED, s.UPDATED, s.READ_NOTES, s.DATASET,
)  # fmt: skip
# Facts of which a row can hold one only; what the others say goes into a column of its own.
_ONE_ONLY: Final = (
    s.PLACE_TEXT, s.COUNTRY, s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.GEO_PRECISION, s.GROUP_ID,
)  # fmt: skip
_BETWEEN: Final = " | "
_BOUNDS: Final = ("low", "best", "high")


def merge_incidents(incidents: pd.DataFrame, review: Review) -> pd.DataFrame:
    """Return the incidents with one row for each event that several rows report.

    Rows that are the same give a range that holds what each of them says; a row that updates another stands in its
    place, and the replaced figures are kept in the column of differences. What is part of another row, or may be
    it, stays a row. Relations already in the data count as decisions.

    Parameters
    ----------
    incidents
        Incidents, read from the files that the review was made of.
    review
        What `read_review` returns.

    Returns
    -------
    pandas.DataFrame
        In the order of the first row of each event; the columns of `incidents` and ``merged_ids``,
        ``merged_differs``, both empty where nothing was merged.

    Raises
    ------
    SchemaError
        If decisions contradict each other; the message names their rows.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.incidents import read_incidents
    >>> incidents = read_incidents(example_file("incidents.csv")).incidents
    >>> nothing = Review("none", pd.DataFrame(columns=["decision"]))
    >>> len(merge_incidents(incidents, nothing)) == len(incidents)
    True
    """
    related = apply_decisions(incidents, review)
    relations = {
        str(name): read_relations(str(cell or ""), row=str(name))
        for name, cell in zip(related.index, related[s.RELATIONS], strict=True)
    }
    there = set(relations)
    one_event = [
        (name, relation.target)
        for name, told in relations.items()
        for relation in told
        if relation.kind in ("duplicate_of", "updates") and relation.target in there
    ]
    events = clusters(one_event)
    rank = fullness(related, [name for members in events for name in members]) if events else {}
    merged: dict[str, dict[str, Any]] = {}
    home: dict[str, str] = {}
    for members in events:
        old = {
            relation.target
            for name in members
            for relation in relations[name]
            if relation.kind == "updates" and relation.target in members
        }
        current = [name for name in members if name not in old] or list(members)
        first = max(current, key=rank.__getitem__)
        rows = {name: related.loc[name].to_dict() for name in related.index[related.index.isin(members)]}
        merged[first] = _merged(rows, first=first, current=current, figures=figure_columns(related))
        home |= dict.fromkeys(members, first)
    result = related.assign(**{s.MERGED_IDS: "", s.MERGED_DIFFERS: ""})
    if s.SOURCES not in result:
        result[s.SOURCES] = ""
    for first, cells in merged.items():
        for name, value in cells.items():
            result.at[first, name] = value
    result[s.RELATIONS] = [
        _moved(str(name), _relations(str(name), merged, home, relations), home) for name in result.index
    ]
    # An event stands where its first row stood.
    order = {home.get(str(name), str(name)): at for at, name in reversed(list(enumerate(result.index)))}
    kept = result[[home.get(str(name), str(name)) == str(name) for name in result.index]]
    at = sorted(range(len(kept)), key=lambda position: order[str(kept.index[position])])
    return kept.iloc[at]


def _relations(
    name: str,
    merged: Mapping[str, object],
    home: Mapping[str, str],
    relations: Mapping[str, tuple[Relation, ...]],
) -> list[Relation]:
    """Return the relations of a row, or of all rows that were merged into it."""
    members = [member for member, first in home.items() if first == name] if name in merged else [name]
    return [relation for member in members for relation in relations[member]]


def _moved(name: str, relations: Sequence[Relation], home: Mapping[str, str]) -> str:
    """Write relations with the ids of merged rows, without those inside of one."""
    told = [f"{relation.kind}:{home.get(relation.target, relation.target)}" for relation in relations]
    return "; ".join(dict.fromkeys(text for text in told if text.partition(":")[2] != name))


def _merged(
    rows: Mapping[str, dict[str, Any]], *, first: str, current: Sequence[str], figures: Sequence[str]
) -> dict[str, Any]:
    """Return the cells of an event in which its rows do not all agree with the first."""
    standing = [rows[name] for name in rows if name in current]
    cells: dict[str, Any] = {s.MERGED_IDS: "; ".join(rows)}
    for name in _JOINED:
        distinct: dict[str, str] = {}
        for row in (rows[first], *rows.values()):
            text = str(row.get(name) or "").strip()
            if text:
                distinct.setdefault(" ".join(text.split()).casefold(), text)
        if name in rows[first] and distinct:
            cells[name] = _BETWEEN.join(distinct.values())
    cells |= _widened(standing, figures)
    cells |= _days(standing)
    sources = _sources(list(rows.values()))
    cells[s.SOURCES] = json.dumps(sources, ensure_ascii=False) if sources else ""
    cells[s.MERGED_DIFFERS] = _differences(rows, figures)
    return cells


def _widened(rows: Sequence[Mapping[str, Any]], figures: Sequence[str]) -> dict[str, Any]:
    """Return ranges that hold every row's; a row that gives no figure says nothing, and no best one is chosen."""
    found: dict[str, Any] = {}
    for stem in dict.fromkeys(name.rpartition("_")[0] for name in figures):
        told = [
            tuple(None if pd.isna(value := row.get(f"{stem}_{bound}")) else int(value) for bound in _BOUNDS)
            for row in rows
        ]
        stated = [
            (best if low is None else low, best, high)
            for low, best, high in told
            if (low, best, high) != (None, None, None)
        ]
        if not stated:
            continue
        lows, bests, highs = zip(*stated, strict=True)
        best = bests[0] if len(set(stated)) == 1 or len(set(bests)) == 1 else None
        ends = {
            "low": None if None in lows else min(lows),
            "best": best,
            "high": None if None in highs else max(highs),
        }
        found |= {
            f"{stem}_{bound}": pd.NA if value is None else value
            for bound, value in ends.items()
            if f"{stem}_{bound}" in figures
        }
    return found


def _days(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the span of days that holds every row's, and the coarsest precision."""
    dated = [
        row
        for row in rows
        if isinstance(row.get(s.EVENT_DATE), pd.Timestamp) and not pd.isna(row[s.EVENT_DATE])
    ]
    if len({date_text(row) for row in dated}) < 2:
        return {
            name: dated[0][name]
            for name in (s.EVENT_DATE, s.EVENT_DATE_END, s.DATE_PRECISION)
            if dated and name in dated[0]
        }
    start = min(row[s.EVENT_DATE] for row in dated)
    ends = [row.get(s.EVENT_DATE_END) for row in dated]
    last = max(row[s.EVENT_DATE] if pd.isna(end) else end for row, end in zip(dated, ends, strict=True))
    precision = max(
        (str(row[s.DATE_PRECISION]) for row in dated),
        key=lambda word: s.DATE_PRECISIONS.index(word) if word in s.DATE_PRECISIONS else 0,
    )
    return {s.EVENT_DATE: start, s.EVENT_DATE_END: last, s.DATE_PRECISION: precision}


def _sources(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the sources of all rows, each once."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        for source in sources_of(row):
            key = tuple(" ".join(source.get(name, "").split()).casefold() for name in _SOURCE)
            found.setdefault(key, source)
    return list(found.values())


def sources_of(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the sources of a row: from its list, or else the one source that its columns name.

    Examples
    --------
    >>> sources_of({s.SOURCES: "", s.SOURCE_OUTLET: "Dawn", s.SOURCE_URL: ""})
    [{'outlet': 'Dawn'}]
    >>> sources_of({s.SOURCES: '[{"outlet": "Dawn", "url": null}]'})
    [{'outlet': 'Dawn'}]
    """
    try:
        listed = json.loads(str(row.get(s.SOURCES) or "") or "[]")
    except ValueError:
        listed = []
    kept = [
        {str(name): str(value) for name, value in source.items() if value not in (None, "")}
        for source in (listed if isinstance(listed, list) else [])
        if isinstance(source, dict)
    ]
    one = {name: str(row.get(column) or "").strip() for name, column in _SOURCE.items()}
    one = {name: value for name, value in one.items() if value and value != "not stated"}
    return [source for source in kept if source] or ([one] if one else [])


def _differences(rows: Mapping[str, Mapping[str, Any]], figures: Sequence[str]) -> str:
    """Say, where rows differ in what one row can hold only once or as a range, what each of them says."""
    told: dict[str, dict[str, str]] = {s.EVENT_DATE: {name: date_text(row) for name, row in rows.items()}}
    for column in _ONE_ONLY:
        told[column] = {name: str(row.get(column) or "").strip() for name, row in rows.items()}
    for stem in dict.fromkeys(name.rpartition("_")[0] for name in figures):
        told[stem] = {name: figure_text(row, stem) for name, row in rows.items()}
    told["point"] = {name: _point(row) for name, row in rows.items()}
    said = []
    for column, texts in told.items():
        stated = {name: text for name, text in texts.items() if text}
        if len(set(stated.values())) > 1:
            said.append(f"{column}: " + ", ".join(f"{text} ({name})" for name, text in stated.items()))
    return "; ".join(said)


def _point(row: Mapping[str, Any]) -> str:
    lon, lat = row.get(s.LONGITUDE), row.get(s.LATITUDE)
    return "" if lon is None or lat is None or pd.isna(lon) or pd.isna(lat) else f"{lon:g} {lat:g}"
