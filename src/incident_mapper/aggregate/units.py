"""What counts once: one record, or the records of one group together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.counted import Counted
from incident_mapper.aggregate.tally import events_of, silent_rows
from incident_mapper.aggregate.total import COUNTRY

NO_PERIOD: Final = -(2**31)
"""The period of what belongs to no single one."""

Ends = tuple[int | None, int | None, int | None]
"""The low, best and high of a figure; ``None`` is unknown."""


class Cell(NamedTuple):
    """Where, and for a panel when, something is counted.

    Attributes
    ----------
    area
        The code of an area of the level; empty where no single area is known.
    adm1
        The province, which may be known although the area is not.
    period
        The period's number, or `NO_PERIOD`.
    """

    area: str
    adm1: str = ""
    period: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """What counts once: one record, or the records of one group together."""

    key: str
    members: tuple[str, ...]
    low: int | None
    best: int | None
    high: int | None
    cell: Cell
    cells: tuple[Cell, ...]
    group: str = ""
    label: str = ""
    victims: frozenset[str] = frozenset()
    silent: bool = False
    abroad: bool = False
    differs: bool = False
    why: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def ends(self) -> Ends:
        """The figure."""
        return self.low, self.best, self.high

    @property
    def known(self) -> bool:
        """Whether there is a figure."""
        return self.ends != (None, None, None)


def make_units(
    counted: Counted, cells: Sequence[Cell], *, metric: s.Metric, victims: s.VictimGroup
) -> list[Unit]:
    """Return what counts once: for incidents every record, for figures every record or group of records.

    Parameters
    ----------
    counted
        Of which the tied rows are taken.
    cells
        The cell of each of them.
    metric, victims
        What is counted, and of whom.
    """
    rows = counted.tied
    names = [str(name) for name in rows.index]
    keys = _own_keys(names)
    group_ids = [str(group) for group in rows[s.GROUP_ID]]
    groups: dict[str, list[int]] = defaultdict(list)
    for position, group in enumerate(group_ids):
        groups[f"group {group}" if group and metric != "incidents" else keys[position]].append(position)
    figures = _figures(rows, metric=metric, victims=victims)
    silent = silent_rows(rows, metric).tolist()
    stated_victims = _victims_stated(rows, metric)
    words = [_list(rows, name) for name in (s.EVENT_TYPE, s.EVENT_DATE, s.DATE_PRECISION)]
    found = []
    for key, at in groups.items():
        stated = list(dict.fromkeys(figures[i] for i in at if figures[i] != (None, None, None)))
        first, group = at[0], group_ids[at[0]]
        members = tuple(dict.fromkeys(names[i] for i in at))
        low, best, high = hold_all(stated)
        cell = _common([cells[i] for i in at])
        abroad = metric != "incidents" and group in counted.abroad and (low is not None or high is not None)
        if abroad:
            # A figure that is shared with a place abroad is nobody's own: none of it may be here, or all.
            low, best = 0, None
            cell = Cell(COUNTRY if cell.area == COUNTRY else "", "", cell.period)
        found.append(
            Unit(
                key,
                members,
                low,
                best,
                high,
                cell,
                tuple(cells[i] for i in at),
                group,
                _label(
                    *(column[first] for column in words),
                    name=(group or names[first]) if len(at) > 1 else names[first],
                ),
                frozenset().union(*(stated_victims[i] for i in at)),
                silent=all(silent[i] for i in at),
                abroad=abroad,
                differs=len(stated) > 1,
            )
        )
    return found


def hold_all(stated: Iterable[Ends]) -> Ends:
    """Return the range that holds all figures: an end that one of them leaves open stays open.

    Examples
    --------
    >>> hold_all([(3, 3, 3), (5, 5, 5)]), hold_all([(3, 3, 3), (2, None, None)])
    ((3, None, 5), (2, None, None))
    """
    figures = list(dict.fromkeys(stated))
    if not figures:
        return None, None, None
    lows, bests, highs = zip(*figures, strict=True)
    low = None if None in lows else min(lows)
    high = None if None in highs else max(highs)
    if low is None and high is None:
        low = 0  # "at least 3" and "up to 5": there are figures, though they hold nothing in
    return low, bests[0] if len(set(bests)) == 1 else None, high


def _own_keys(names: Sequence[str]) -> list[str]:
    """Return a key for each row: its id, and for further rows of the same id, the id with a number."""
    seen: dict[str, int] = {}
    keys = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        # No id holds this character, so no key is another row's.
        keys.append(name if seen[name] == 1 else f"{name}\x1f{seen[name]}")
    return keys


def _figures(rows: pd.DataFrame, *, metric: s.Metric, victims: s.VictimGroup) -> list[Ends]:
    if metric == "incidents":
        return [(int(n), int(n), int(n)) for n in events_of(rows)]
    names = [s.figure_column(metric, bound, group=victims) for bound in ("low", "best", "high")]
    columns = [[None if pd.isna(value) else int(value) for value in _list(rows, name)] for name in names]
    return list(zip(*columns, strict=True))


def _list(rows: pd.DataFrame, name: str) -> list[Any]:
    return rows[name].tolist() if name in rows else [None] * len(rows)


def _common(cells: Sequence[Cell]) -> Cell:
    """Return the smallest cell that holds all of these."""
    if len(cells) == 1:
        return cells[0]
    areas, provinces, periods = (set(part) for part in zip(*cells, strict=True))
    return Cell(
        areas.pop() if len(areas) == 1 else "",
        provinces.pop() if len(provinces) == 1 else "",
        periods.pop() if len(periods) == 1 else NO_PERIOD,
    )


def _label(kind: object, when: object, precision: object, *, name: str) -> str:
    """Return what a sentence calls a record or group: its kind and day, or its id."""
    if not isinstance(kind, str) or not kind:
        return name
    kind = kind[:1].lower() + kind[1:] if kind[:2] != kind[:2].upper() else kind
    if not isinstance(when, pd.Timestamp):
        return kind
    around = "around" if precision in ("week", "month", "year") else "of"
    return f"{kind} {around} {when.day} {when:%B} {when.year}"


def _victims_stated(rows: pd.DataFrame, metric: s.Metric) -> list[frozenset[str]]:
    """Return, for each record, the groups of victims for which it gives a figure above zero."""
    found: list[set[str]] = [set() for _ in range(len(rows))]
    for group in s.VICTIM_GROUPS:
        names = [s.figure_column(metric, bound, group=group) for bound in ("low", "high")]
        columns = [name for name in names if name in rows]
        if columns and metric != "incidents":
            stated = (rows[columns].fillna(0) > 0).any(axis=1).to_numpy(dtype=bool)
            for position in stated.nonzero()[0]:
                found[position].add(group)
    return [frozenset(groups) for groups in found]
