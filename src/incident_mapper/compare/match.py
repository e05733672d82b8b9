"""Which row of one edition is which row of the other: by id, by what they say, or by how alike they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.compare.result import CompareOptions
from incident_mapper.duplicates.blocks import find_pairs
from incident_mapper.duplicates.identity import base_id, figure_columns, fingerprints, stated
from incident_mapper.duplicates.options import DuplicateOptions
from incident_mapper.duplicates.score import score_pairs

_PLACES: Final = (
    s.PLACE_TEXT, s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.LONGITUDE, s.LATITUDE,
    s.GEO_PRECISION,
)  # fmt: skip
_DATES: Final = (s.EVENT_DATE, s.EVENT_DATE_END, s.DATE_PRECISION)
_TELLING: Final = 20
"""From this length on, a description is one event's and not a kind of event's. A stated convention."""


@dataclass(frozen=True)
class Matched:
    """Rows of both editions that are one incident, and how they were found."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    notes: tuple[str, ...] = ()


def match_rows(old: pd.DataFrame, new: pd.DataFrame, *, options: CompareOptions) -> Matched:
    """Find the rows that are in both editions.

    Parameters
    ----------
    old, new
        Placed incidents.
    options
        By what to match.
    """
    ids = [{base_id(name) for name in frame.index if stated(name)} for frame in (old, new)]
    missing = [side for side, found in zip(("OLD", "NEW"), ids, strict=True) if not found]
    shared = ids[0] & ids[1]
    if options.match == "id" or (options.match == "auto" and shared):
        pairs = _by_id(old, new)
        few = options.match == "auto" and len(shared) * 20 < min(map(len, ids))
        note = (
            f"only {len(shared):,} ids are in both: if the source numbers its incidents anew, match by likeness"
            if few
            else ""
        )
        return _matched(pairs, [note] if note else [])
    pairs = _by_likeness(old, new, options=options)
    if options.match == "likeness":
        why = "as asked"
    elif missing:
        why = f"because {' and '.join(missing)} state{'s' if len(missing) == 1 else ''} no ids"
    else:
        why = "because no id is in both"
    same = len(_same(old, new, fingerprints(old, ids=False), fingerprints(new, ids=False)))
    note = (
        f"rows were matched by what they say, {why}: {same:,} are the same, {len(pairs) - same:,} are alike "
        f"(a score of {options.min_score:g} or more); the rest counts as added and deleted"
    )
    return _matched(pairs, [note])


def _matched(pairs: Sequence[tuple[str, str]], notes: Iterable[str]) -> Matched:
    return Matched(tuple(one for one, _ in pairs), tuple(other for _, other in pairs), tuple(notes))


def _by_id(old: pd.DataFrame, new: pd.DataFrame) -> list[tuple[str, str]]:
    """Match rows of one id; of several rows with one id first those that say the same, then in their order."""
    pairs = []
    rows = [_grouped(frame) for frame in (old, new)]
    repeated = [
        name for name in rows[0] if name in rows[1] and (len(rows[0][name]) > 1 or len(rows[1][name]) > 1)
    ]
    prints = [
        fingerprints(frame.loc[[row for name in repeated for row in group[name]]])
        for frame, group in zip((old, new), rows, strict=True)
    ]
    several = set(repeated)
    for name, ones in rows[0].items():
        others = rows[1].get(name, [])
        if name in several:
            marks = [
                {row: str(found[row]).partition("-")[0] for row in group}
                for group, found in zip((ones, others), prints, strict=True)
            ]
            left, right = list(ones), list(others)
            for one in ones:
                twin = next((other for other in right if marks[1][other] == marks[0][one]), None)
                if twin is not None:
                    pairs.append((one, twin))
                    left.remove(one)
                    right.remove(twin)
            pairs += zip(left, right, strict=False)
        elif others:
            pairs.append((ones[0], others[0]))
    # Rows without an id of their own can still be the same.
    bare = [frame[[not stated(name) for name in frame.index]] for frame in (old, new)]
    if len(bare[0]) and len(bare[1]):
        pairs += _same(bare[0], bare[1], fingerprints(bare[0]), fingerprints(bare[1]))
    return pairs


def _grouped(frame: pd.DataFrame) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in frame.index:
        if stated(name):
            groups.setdefault(base_id(name), []).append(str(name))
    return groups


def _same(old: pd.DataFrame, new: pd.DataFrame, marks: pd.Series, others: pd.Series) -> list[tuple[str, str]]:
    """Match rows whose marks are the same."""
    by_mark = {mark: str(name) for name, mark in zip(new.index, others, strict=True)}
    return [
        (str(name), by_mark[mark]) for name, mark in zip(old.index, marks, strict=True) if mark in by_mark
    ]


def _by_likeness(old: pd.DataFrame, new: pd.DataFrame, *, options: CompareOptions) -> list[tuple[str, str]]:
    """Match rows that say the same, then those that tell the same in all but one respect, then the most alike."""
    pairs = _same(old, new, fingerprints(old, ids=False), fingerprints(new, ids=False))
    for respects in (figure_columns(old), _PLACES, _DATES):
        left, right = _rest(old, new, pairs)
        told = [
            frame[_telling(frame)].drop(columns=list(respects), errors="ignore") for frame in (left, right)
        ]
        marks = [fingerprints(frame, ids=False) for frame in told]
        # Only where one row of each edition answers: of two that tell the same, neither is surely the one.
        clear = [found[~found.str.split("-").str[0].duplicated(keep=False)] for found in marks]
        pairs += _same(told[0].loc[clear[0].index], told[1].loc[clear[1].index], clear[0], clear[1])
    left, right = _rest(old, new, pairs)
    return [*pairs, *_most_alike(left, right, options=options)]


def _telling(frame: pd.DataFrame) -> pd.Series:
    """Whether rows say something that hardly another row says."""
    return (frame[s.DESCRIPTION].fillna("").str.len() >= _TELLING) | (frame[s.SOURCE_TITLE].fillna("") != "")


def _rest(
    old: pd.DataFrame, new: pd.DataFrame, pairs: Sequence[tuple[str, str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    return old.drop(index=[one for one, _ in pairs]), new.drop(index=[other for _, other in pairs])


def _most_alike(old: pd.DataFrame, new: pd.DataFrame, *, options: CompareOptions) -> list[tuple[str, str]]:
    """Match rows by their score, the likeliest first, each once."""
    if old.empty or new.empty:
        return []
    names = [*old.index, *new.index]
    both = pd.concat([old, new], ignore_index=True)
    both.index = pd.Index(
        [f"row-{at}" for at in range(len(both))]
    )  # no ids: they would speak against each other
    found = find_pairs(both, options=DuplicateOptions())
    across = (found.left < len(old)) & (found.right >= len(old))
    scored = score_pairs(both, found.left[across], found.right[across], min_score=options.min_score)
    ordered = scored.sort_values([s.SCORE, s.LEFT, s.RIGHT], ascending=[False, True, True], kind="stable")
    pairs, taken = [], set[int]()
    for one, other in zip(ordered[s.LEFT].tolist(), ordered[s.RIGHT].tolist(), strict=True):
        if one not in taken and other not in taken:
            taken |= {one, other}
            pairs.append((str(names[one]), str(names[other])))
    return pairs
