"""What counts once: one record, or the records of one group together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from incident_mapper import schema as s


@dataclass(frozen=True, slots=True)
class Unit:
    """What counts once: one record, or the records of one group together."""

    key: str
    members: tuple[str, ...]
    low: int | None
    best: int | None
    high: int | None
    adm1: str
    adm2: str
    group: str = ""
    label: str = ""
    victims: frozenset[str] = frozenset()
    silent: bool = False
    abroad: bool = False
    differs: bool = False


def make_units(incidents: pd.DataFrame, *, metric: s.Metric, victims: s.VictimGroup) -> list[Unit]:
    """Return what counts once: for incidents every record, for figures every record or group of records."""
    names = [s.figure_column(metric, bound, group=victims) for bound in ("low", "best", "high")]
    figures = incidents.reindex(columns=names)
    groups: dict[str, list[int]] = defaultdict(list)
    keys = [str(name) for name in incidents.index]
    for position, group in enumerate(incidents[s.GROUP_ID]):
        groups[f"group {group}" if group and metric != "incidents" else keys[position]].append(position)
    adm1, adm2 = incidents[s.ADM1_CODE].tolist(), incidents[s.ADM2_CODE].tolist()
    rows = [
        tuple(None if pd.isna(value) else int(value) for value in row)
        for row in figures.itertuples(index=False, name=None)
    ]
    every = [name for name in incidents.columns if metric != "incidents" and name.startswith(f"{metric}_")]
    silent = (
        incidents[every].isna().all(axis=1).tolist() if every else [metric != "incidents"] * len(incidents)
    )
    group_ids, victims_of = incidents[s.GROUP_ID].tolist(), _victims_stated(incidents, metric)
    # Labels are for sentences about overlaps: without relations there are none.
    related = bool((incidents[s.RELATIONS] != "").any())
    found = []
    for key, positions in groups.items():
        stated = list(dict.fromkeys(rows[i] for i in positions if any(v is not None for v in rows[i])))
        low, best, high = (1, 1, 1) if metric == "incidents" else _of_group(stated)
        provinces, districts = {adm1[i] for i in positions}, {adm2[i] for i in positions}
        found.append(
            Unit(
                key,
                tuple(keys[i] for i in positions),
                low,
                best,
                high,
                provinces.pop() if len(provinces) == 1 else "",
                districts.pop() if len(districts) == 1 else "",
                str(group_ids[positions[0]]),
                _label(incidents, positions, keys) if related else key,
                frozenset().union(*(victims_of[i] for i in positions)),
                silent=metric != "incidents" and all(silent[i] for i in positions),
                differs=metric != "incidents" and len(stated) > 1,
            )
        )
    return found


def _of_group(stated: Sequence[tuple[int | None, ...]]) -> tuple[int | None, int | None, int | None]:
    """Return the figure of a group, which each member states; where they differ, what holds them all."""
    if not stated:
        return None, None, None
    lows, bests, highs = zip(*stated, strict=True)
    low = min((value for value in lows if value is not None), default=None)
    return low, bests[0] if len(stated) == 1 else None, None if None in highs else max(highs)


def _label(incidents: pd.DataFrame, positions: Sequence[int], keys: Sequence[str]) -> str:
    """Return what a sentence calls a record or group: its kind and day, or its id."""
    first = incidents.iloc[positions[0]]
    kind = str(first.get(s.EVENT_TYPE, "") or "")
    when = first.get(s.EVENT_DATE)
    if not kind:
        return str(first.get(s.GROUP_ID) or keys[positions[0]]) if len(positions) > 1 else keys[positions[0]]
    kind = kind[:1].lower() + kind[1:] if kind[:2] != kind[:2].upper() else kind
    if not isinstance(when, pd.Timestamp):
        return kind
    around = "around" if first.get(s.DATE_PRECISION) in ("week", "month", "year") else "of"
    return f"{kind} {around} {when.day} {when:%B} {when.year}"


def _victims_stated(incidents: pd.DataFrame, metric: s.Metric) -> list[frozenset[str]]:
    """Return, for each record, the groups of victims for which it gives a figure above zero."""
    found: list[set[str]] = [set() for _ in range(len(incidents))]
    for group in s.VICTIM_GROUPS:
        names = [s.figure_column(metric, bound, group=group) for bound in ("low", "high")]
        columns = [name for name in names if name in incidents]
        if columns and metric != "incidents":
            stated = (incidents[columns].fillna(0) > 0).any(axis=1).to_numpy(dtype=bool)
            for position in stated.nonzero()[0]:
                found[position].add(group)
    return [frozenset(groups) for groups in found]
