"""Find pairs of reports that may be of one event."""

from collections import defaultdict

import numpy as np
import numpy.typing as npt
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.duplicates.blocks import Pairs, find_pairs, spans
from incident_mapper.duplicates.options import PAIR_COLUMNS, Candidates, DuplicateOptions
from incident_mapper.duplicates.reasons import reasons_for
from incident_mapper.duplicates.score import score_pairs
from incident_mapper.errors import SchemaError
from incident_mapper.incidents.relations import read_relations

_SAME = ("duplicate_of", "updates")


def find_duplicates(incidents: pd.DataFrame, *, options: DuplicateOptions = DuplicateOptions()) -> Candidates:
    """Return the pairs of reports that may be of one event, the likeliest first.

    Parameters
    ----------
    incidents
        Placed incidents, such as ``place_incidents(...).incidents``.
    options
        How far apart in time, how likely, and how many to compare.

    Returns
    -------
    Candidates
        Nothing is decided: a pair is a question to a person. Rows that are already related, or members of one
        group, are left out.

    Raises
    ------
    SchemaError
        If a column of the incident table is missing.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.pipeline import place_incidents
    >>> find_duplicates(place_incidents(example_file("incidents.csv")).incidents).pairs.empty
    True
    """
    s.require_columns(incidents, [s.EVENT_DATE, s.DATE_PRECISION, s.RELATIONS, s.FILE], what="incidents")
    if not incidents.index.is_unique:
        raise SchemaError("incidents must have unique ids as their index.")
    usable, notes = _usable(incidents)
    pairs = _unrelated(usable, find_pairs(usable, options=options))
    if pairs.left_out:
        row = usable.iloc[pairs.crowded]
        where = str(row.get(s.ADM2_NAME) or row.get(s.ADM1_NAME) or row[s.PLACE_TEXT])
        day = pd.Timestamp(row[s.EVENT_DATE]).date()
        notes.append(
            f"{pairs.left_out:,} pairs were not compared, because more than {options.most} reports lie within "
            f"{options.days} days of each other in one area, most of them around {day} in {where}: raise the "
            f"number of neighbours (most) to compare them"
        )
    scored = score_pairs(usable, pairs.left, pairs.right, min_score=options.min_score)
    return Candidates(_named(usable, scored), len(pairs.left), tuple(notes))


def _usable(incidents: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the rows that can be compared, and say how many cannot."""
    notes = []
    usable = incidents
    if s.EVENTS in usable:
        panel = usable[s.EVENTS].notna() & (usable[s.EVENTS] != 1)
        if panel.any():
            notes.append(_left(panel, "is a count of several incidents", "are counts of several incidents"))
            usable = usable[~panel.to_numpy(dtype=bool)]
    first, last = spans(usable)
    undated = last < first
    if undated.any():
        notes.append(_left(undated, "has no date", "have no date"))
        usable = usable[~undated]
    said = usable.reindex(columns=[s.ADM1_CODE, s.ADM2_CODE, s.PLACE_TEXT]).astype(object).fillna("")
    pointed = usable[s.GEO_PRECISION].isin(s.POINT_PRECISIONS) & usable[s.LONGITUDE].notna()
    nowhere = ~((said != "").any(axis=1) | pointed).to_numpy(dtype=bool)
    if nowhere.any():
        notes.append(_left(nowhere, "says no place", "say no place"))
    return usable[~nowhere], notes


def _left(rows: "pd.Series | npt.NDArray[np.bool_]", one: str, several: str) -> str:
    """Say how many rows are not compared, and why."""
    count = int(rows.sum())
    return (
        f"1 row {one}, and was not compared"
        if count == 1
        else f"{count:,} rows {several}, and were not compared"
    )


def _unrelated(incidents: pd.DataFrame, pairs: Pairs) -> Pairs:
    """Leave out pairs that the table relates already, directly or as the same as a third row."""
    groups = incidents[s.GROUP_ID].fillna("").to_numpy(dtype=object)
    keep: npt.NDArray[np.bool_] = (groups[pairs.left] != groups[pairs.right]) | (groups[pairs.left] == "")
    links = _links(incidents)
    if links:
        ends = [(links.get(int(a)), links.get(int(b))) for a, b in zip(pairs.left, pairs.right, strict=True)]
        keep &= np.array([not (one and other and one & other) for one, other in ends], dtype=bool)
    return Pairs(pairs.left[keep], pairs.right[keep], pairs.left_out, pairs.crowded)


def _links(incidents: pd.DataFrame) -> dict[int, frozenset[str]]:
    """Return, by row number, marks that two related rows share."""
    told = incidents[s.RELATIONS].fillna("")
    rows = np.flatnonzero((told != "").to_numpy())
    if not len(rows):
        return {}
    position = {str(name): at for at, name in enumerate(incidents.index)}
    members: dict[str, list[int]] = defaultdict(list)
    for at, group in enumerate(incidents[s.GROUP_ID].fillna("")):
        if group:
            members[group].append(at)
    home = {str(name): str(name) for name in incidents.index}

    def root(name: str) -> str:
        while home.get(name, name) != name:
            name = home[name]
        return name

    marks: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        own = str(incidents.index[int(row)])
        for relation in read_relations(str(told.iloc[row]), row=own):
            if relation.kind in _SAME and relation.target in position:
                home[root(own)] = root(relation.target)
            else:
                mark = f"{own}>{relation.target}"
                marks[int(row)].add(mark)
                targets = [position[relation.target]] if relation.target in position else []
                for at in (*targets, *members.get(relation.target, ())):
                    marks[at].add(mark)
    for name, at in position.items():
        if root(name) != name or at in marks or name in home.values():
            marks[at].add(f"same {root(name)}")
    return {at: frozenset(found) for at, found in marks.items()}


def _named(incidents: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """Put ids for row numbers, the earlier report first, and the likeliest pair at the top."""
    ids = incidents.index.to_numpy(dtype=object)
    left, right = scored[s.LEFT].to_numpy(dtype=np.int64), scored[s.RIGHT].to_numpy(dtype=np.int64)
    rank = np.empty(len(incidents), dtype=np.int64)
    keys = pd.DataFrame(
        {"date": incidents[s.EVENT_DATE].to_numpy(), "file": incidents[s.FILE].to_numpy(), "id": ids}
    )
    rank[keys.sort_values(["date", "file", "id"], kind="stable").index.to_numpy()] = np.arange(len(keys))
    turned = rank[left] > rank[right]
    left, right = np.where(turned, right, left), np.where(turned, left, right)
    pairs = scored.assign(**{s.LEFT: left, s.RIGHT: right})
    pairs[s.REASONS] = reasons_for(incidents, pairs)
    pairs["_left"], pairs["_right"] = rank[left], rank[right]
    pairs = pairs.sort_values([s.SCORE, "_left", "_right"], ascending=[False, True, True], kind="stable")
    pairs[s.LEFT], pairs[s.RIGHT] = ids[pairs[s.LEFT].to_numpy()], ids[pairs[s.RIGHT].to_numpy()]
    return pairs.reset_index(drop=True)[list(PAIR_COLUMNS)]
