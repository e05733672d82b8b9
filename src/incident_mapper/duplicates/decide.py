"""Apply what a person decided about pairs: as relations between rows, each row staying where it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.duplicates.identity import fingerprints
from incident_mapper.duplicates.review import Records, Review
from incident_mapper.errors import SchemaError

ONE_EVENT: Final = ("same", "updates")


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the first row is the same as, updates, is part of, may be, or differs from the second."""

    row: int
    decision: str
    one: str
    other: str


@dataclass(frozen=True)
class Decisions:
    """The decisions of a review table on the rows of the data.

    Attributes
    ----------
    decided
        In the table's order.
    notes
        Which decisions were not applied, or were made before a row changed.
    """

    decided: tuple[Decided, ...]
    notes: tuple[str, ...] = ()


def find_decisions(incidents: pd.DataFrame, review: Review) -> Decisions:
    """Find the rows that a review table decides about, and make sure that the decisions agree.

    Parameters
    ----------
    incidents
        Incidents, read from the files that the table was made of, in any order.
    review
        What `read_review` returns.

    Raises
    ------
    SchemaError
        If decisions contradict each other; the message names their rows.
    """
    records = Records(incidents)
    decided, notes = [], []
    for number, row in review.rows.iterrows():
        if not row[s.DECISION]:
            continue
        told = {str(name): value for name, value in row.items()}
        (one, sure), (other, certain) = records.find(told, "a"), records.find(told, "b")
        said = f"{review.path}, row {number} ({told['id_a']}, {told['id_b']}), decided {row[s.DECISION]!r}"
        if not one or not other or one == other:
            lost = [told[f"id_{side}"] for side, name in (("a", one), ("b", other)) if not name]
            why = f"{' and '.join(lost)} not found in the data" if lost else "both sides are one row"
            notes.append(f"{said}: {why}, so it was not applied")
            continue
        if not (sure and certain):
            notes.append(f"{said}: applied, though the data has changed since; look at it again")
        decided.append(Decided(int(str(number)), str(row[s.DECISION]), one, other))
    _agree(decided, where=review.path)
    return Decisions(tuple(decided), tuple(notes))


def apply_decisions(incidents: pd.DataFrame, review: Review) -> pd.DataFrame:
    """Return the incidents with the decisions written into their relations; every row stays.

    Rows that are the same point to one of them, the one that says most; totals then count them once.

    Parameters
    ----------
    incidents
        Incidents, read from the files that the review was made of.
    review
        What `read_review` returns. Decisions on rows that are not there change nothing; `find_decisions` names
        them.

    Raises
    ------
    SchemaError
        If decisions contradict each other; the message names their rows.

    Examples
    --------
    >>> columns = ["decision", "fingerprint_a", "fingerprint_b", "id_a", "id_b"]
    >>> review = Review("review.csv", pd.DataFrame([["updates", "", "", "b", "a"]], columns=columns, index=[2]))
    >>> incidents = pd.DataFrame({s.RELATIONS: ["", ""]}, index=["a", "b"])
    >>> apply_decisions(incidents, review)[s.RELATIONS].to_dict()
    {'a': '', 'b': 'updates:a'}
    """
    decisions = find_decisions(incidents, review)
    relations: dict[str, list[str]] = defaultdict(list)
    same = clusters([(d.one, d.other) for d in decisions.decided if d.decision == "same"])
    if same:
        rank = fullness(incidents, [name for members in same for name in members])
        for members in same:
            first = max(members, key=rank.__getitem__)
            for name in members:
                if name != first:
                    relations[name].append(f"duplicate_of:{first}")
    for decided in decisions.decided:
        if decided.decision in ("updates", "part_of", "may_be"):
            relations[decided.one].append(f"{decided.decision}:{decided.other}")
    told = [
        _joined(str(cell or ""), relations.get(str(name), ()))
        for name, cell in zip(incidents.index, incidents[s.RELATIONS], strict=True)
    ]
    return incidents.assign(**{s.RELATIONS: told})


def _joined(cell: str, more: Sequence[str]) -> str:
    """Add relations to a cell, each once."""
    there = {"".join(part.split()) for part in cell.split(";")}
    new = [text for text in dict.fromkeys(more) if "".join(text.split()) not in there]
    return "; ".join([*([cell] if cell.strip() else []), *new])


def fullness(incidents: pd.DataFrame, names: Sequence[str]) -> dict[str, tuple[object, ...]]:
    """Rank rows by how much they say: district, point, day, figures, text; then by what they say.

    A row that already is somebody's duplicate comes last, so that no two rows are each other's.
    """
    rows = incidents.loc[list(dict.fromkeys(names))]
    marks = fingerprints(rows)

    def has(name: str) -> Sequence[bool]:
        if name not in rows:
            return [False] * len(rows)
        return (rows[name].notna() & (rows[name].astype(str) != "")).tolist()

    day = (rows[s.DATE_PRECISION] == "day").tolist() if s.DATE_PRECISION in rows else [False] * len(rows)
    best = s.figure_column("killed", "best")
    long = [len(str(text or "")) for text in rows.get(s.DESCRIPTION, pd.Series("", index=rows.index))]
    told = rows.get(s.RELATIONS, pd.Series("", index=rows.index))
    own = ["duplicate_of" not in str(cell) for cell in told]
    cells = zip(own, has(s.ADM2_CODE), has(s.LONGITUDE), day, has(best), long, marks, strict=True)
    return {str(name): (*ranks, str(name)) for name, ranks in zip(rows.index, cells, strict=True)}


def clusters(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the sets that pairs join, in the order in which they are met.

    Examples
    --------
    >>> clusters([("a", "b"), ("c", "d"), ("b", "e")])
    [('a', 'b', 'e'), ('c', 'd')]
    """
    home: dict[str, dict[str, None]] = {}
    for one, other in pairs:
        joined = home.get(one, {one: None}) | home.get(other, {other: None})
        for name in joined:
            home[name] = joined
    return [tuple(members) for members in {id(each): each for each in home.values()}.values()]


def _agree(decided: Sequence[Decided], *, where: str) -> None:
    """Refuse decisions that contradict each other: said twice of one pair, or by way of a third row."""
    said: dict[frozenset[str], Decided] = {}
    for each in decided:
        before = said.setdefault(frozenset((each.one, each.other)), each)
        turned = before.one != each.one and each.decision in ("updates", "part_of")
        if before.decision != each.decision or turned:
            raise SchemaError(f"{where}: {_told(before)}, but {_told(each)}. Keep one of the two decisions.")
    _no_circles(decided, where=where)
    for kinds, against in ((ONE_EVENT, ("different",)), (("same",), ("updates", "part_of"))):
        links: dict[str, list[tuple[str, Decided]]] = defaultdict(list)
        for each in decided:
            if each.decision in kinds:
                links[each.one].append((each.other, each))
                links[each.other].append((each.one, each))
        for each in decided:
            if each.decision in against and (path := _way(each.one, each.other, links)):
                steps = ", ".join(_told(step) for step in path)
                raise SchemaError(
                    f"{where}: {steps}; but {_told(each)}. They cannot all be true: correct one of these rows."
                )


def _no_circles(decided: Sequence[Decided], *, where: str) -> None:
    """Refuse rows that update, or are part of, themselves by way of others."""
    for kind in ("updates", "part_of"):
        links: dict[str, list[tuple[str, Decided]]] = defaultdict(list)
        for each in decided:
            if each.decision == kind:
                links[each.one].append((each.other, each))
        for each in decided:
            if each.decision == kind and (path := _way(each.other, each.one, links)):
                steps = ", ".join(_told(step) for step in (each, *path))
                raise SchemaError(f"{where}: {steps}. They lead in a circle: correct one of these rows.")


def _told(each: Decided) -> str:
    words = {
        "same": "is the same as",
        "different": "differs from",
        "part_of": "is part of",
        "may_be": "may be",
    }
    return f"row {each.row} says that {each.one} {words.get(each.decision, each.decision)} {each.other}"


def _way(start: str, end: str, links: Mapping[str, Sequence[tuple[str, Decided]]]) -> list[Decided]:
    """Return the decisions that lead from one row to another, the fewest; none if they do not."""
    came: dict[str, tuple[str, Decided]] = {}
    waiting, seen = [start], {start}
    while waiting:
        name = waiting.pop(0)
        if name == end:
            path = []
            while name != start:
                name, step = came[name]
                path.append(step)
            return path[::-1]
        for other, step in links.get(name, ()):
            if other not in seen:
                seen.add(other)
                came[other] = (name, step)
                waiting.append(other)
    return []
