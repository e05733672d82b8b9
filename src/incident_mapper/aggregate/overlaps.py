"""Add units up; what may overlap makes a range, what is the same counts once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import product
from math import prod
from typing import Final

from incident_mapper import schema as s
from incident_mapper.aggregate.settle import has_circle, leads
from incident_mapper.aggregate.tally import NOTHING, Tally
from incident_mapper.aggregate.total import Total
from incident_mapper.aggregate.units import Unit

_MOST_WAYS: Final = 500
"""How many ways to include records in each other are tried; beyond, a bound that is surely low enough is taken."""

_Inside = dict[str, list[str]]


def add_up(units: Sequence[Unit], *, metric: s.Metric, alone: Tally = NOTHING) -> Total:
    """Add units up; where one may include others, from the case that it does to the case that it does not.

    Parameters
    ----------
    units
        What `settle` left for a cell.
    metric
        What is counted.
    alone
        The sums of the cell's rows that are tied to no other.

    Examples
    --------
    >>> alone = Tally(rows=2, known=1, silent=1, low=4, best=4, high=4, lows=1, bests=1, highs=1)
    >>> add_up([], metric="killed", alone=alone)
    Total(low=4, best=4, high=4, unknown=1, why=('1 report gives no figure',))
    """
    known = [unit for unit in units if unit.known]
    silent = sum(unit.silent for unit in units) + alone.silent
    if not known and not alone.known:
        return Total(None, None, None, unknown=silent, why=("no report gives a figure",) if silent else ())
    inside, least = _overlaps(known)
    # "Up to five" alone says nothing about a lower end, which is then not zero but unknown.
    some = alone.lows > 0 or any(unit.low is not None for unit in known)
    low = least + alone.low if some else None
    high = _sum_of([unit.high for unit in known], alone.high, complete=alone.highs == alone.known)
    best = _sum_of([unit.best for unit in known], alone.best, complete=alone.bests == alone.known)
    by_key = {unit.key: unit for unit in known}
    lows = _leasts(inside, by_key)
    why = [
        _overlap_reason(by_key[key], [by_key[k] for k in keys], metric, least=lows[key])
        for key, keys in inside.items()
    ]
    why += [reason for unit in known for reason in unit.why]
    if high is None:
        firm = alone.lows == alone.known and all(unit.low is not None for unit in known)
        why.append("a report says \u201cat least\u201d" + ("" if firm else " or \u201cabout\u201d"))
    if any(unit.differs for unit in known):
        why.append("records of one group state different figures")
    if any(unit.abroad for unit in known):
        why.append("a figure is shared with places abroad")
    if silent:
        why.append(f"{silent:,} {'report gives' if silent == 1 else 'reports give'} no figure")
    return Total(low, None if inside else best, high, unknown=silent, why=tuple(why))


def _sum_of(parts: Sequence[int | None], rest: int, *, complete: bool) -> int | None:
    if not complete or None in parts:
        return None
    return rest + sum(part for part in parts if part is not None)


def _overlaps(units: Sequence[Unit]) -> tuple[_Inside, int]:
    """Return unit key to the keys it may include, in the way that leaves the lowest total, and that total.

    Each unit is included in at most one other, and none in itself.
    """
    by_key = {unit.key: unit for unit in units}
    holders: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        for target in unit.doubts:
            if target in by_key and not _other_victims(unit, by_key[target]):
                holders[target].append(unit.key)
    inside: _Inside = {}
    least = sum(unit.low or 0 for unit in units)
    for keys in _connected(holders):
        choices = {key: holders[key] for key in keys if key in holders}
        chosen, total = _lowest(keys, choices, by_key)
        inside |= chosen
        least -= sum(by_key[key].low or 0 for key in keys) - total
    return inside, least


def _connected(holders: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Return the keys that hang together, each time in order."""
    beside: dict[str, set[str]] = defaultdict(set)
    for key, found in holders.items():
        for other in found:
            beside[key].add(other)
            beside[other].add(key)
    seen: set[str] = set()
    for start in sorted(beside):
        if start in seen:
            continue
        waiting, together = [start], []
        seen.add(start)
        while waiting:
            key = waiting.pop()
            together.append(key)
            fresh = beside[key] - seen
            seen |= fresh
            waiting.extend(fresh)
        yield sorted(together)


def _lowest(
    keys: Sequence[str], choices: Mapping[str, Sequence[str]], units: Mapping[str, Unit]
) -> tuple[_Inside, int]:
    """Return the way to include units in each other that leaves the lowest total, and that total."""
    circular = has_circle(choices)
    usual = _into_largest(choices, units, circular=circular)
    best, lowest = usual, _total(keys, usual, units)
    free = [
        key for key in choices if len(choices[key]) > 1 or (circular and leads(choices[key][0], key, choices))
    ]
    if not free:
        return best, lowest
    if prod(len(choices[key]) + 1 for key in free) > _MOST_WAYS:
        # Those that nothing may hold are surely apart, and the largest is surely there.
        roots = sum(units[key].low or 0 for key in keys if key not in choices)
        return best, max(roots, *(units[key].low or 0 for key in keys))
    fixed = {key: choices[key][0] for key in choices if key not in free}
    lows = {key: units[key].low or 0 for key in keys}
    for way in product(*([*choices[key], ""] for key in free)):
        holder_of = fixed | {key: holder for key, holder in zip(free, way, strict=True) if holder}
        total = _total_of_way(holder_of, lows)
        if total is not None and total < lowest:
            tried: _Inside = {}
            for key in sorted(holder_of):
                tried.setdefault(holder_of[key], []).append(key)
            best, lowest = tried, total
    return best, lowest


def _total_of_way(holder_of: Mapping[str, str], lows: Mapping[str, int]) -> int | None:
    """Return what one way of including records in each other comes to at least; nothing if it goes in a circle."""
    depths = dict.fromkeys(lows, 0)
    for key in lows:
        outer = holder_of.get(key)
        while outer:
            depths[key] += 1
            if depths[key] > len(lows):
                return None
            outer = holder_of.get(outer)
    total, held = 0, dict.fromkeys(lows, 0)
    for key in sorted(lows, key=depths.__getitem__, reverse=True):
        least = max(lows[key], held[key])
        if key in holder_of:
            held[holder_of[key]] += least
        else:
            total += least
    return total


def _into_largest(
    choices: Mapping[str, Sequence[str]], units: Mapping[str, Unit], *, circular: bool
) -> _Inside:
    """Include what several may include in the larger one, which mostly leaves the lower total."""
    may_hold: _Inside = defaultdict(list)
    for target, found in choices.items():
        for holder in found:
            may_hold[holder].append(target)
    inside: _Inside = {}
    taken: set[str] = set()
    for holder in sorted(may_hold, key=lambda key: (-(units[key].low or 0), key)):
        for target in may_hold[holder]:
            if target not in taken and not (circular and leads(target, holder, inside)):
                inside.setdefault(holder, []).append(target)
                taken.add(target)
    return inside


def _total(keys: Sequence[str], inside: _Inside, units: Mapping[str, Unit]) -> int:
    held = {key for found in inside.values() for key in found}
    lows = _leasts(inside, units)
    return sum(lows[key] if key in lows else units[key].low or 0 for key in keys if key not in held)


def _leasts(inside: _Inside, units: Mapping[str, Unit]) -> dict[str, int]:
    """Return the least that each unit and all that is included in it may come to together."""
    lows: dict[str, int] = {}
    for key in TopologicalSorter(inside).static_order():
        own = units[key].low or 0
        lows[key] = max(own, sum(lows[part] for part in inside.get(key, ())))
    return lows


def _other_victims(one: Unit, other: Unit) -> bool:
    """Whether two records count different people: militants in one, civilians in the other. Such figures add."""
    return bool(one.victims and other.victims) and not (one.victims & other.victims) - {"unknown"}


def _overlap_reason(unit: Unit, parts: Sequence[Unit], metric: s.Metric, *, least: int) -> str:
    """Return the sentence that says why a total has an upper end above its lower one."""
    others = " and the ".join(_called(parts))
    if metric == "incidents":
        return f"the {unit.label} may be the same as the {others}"
    figures = " and the ".join(Total(part.low, part.best, part.high).text for part in parts)
    own = Total(unit.low, unit.best, unit.high).text
    highs = [member.high for member in (unit, *parts)]
    most = None if None in highs else sum(high for high in highs if high is not None)
    together = Total(least, least if least == most else None, most).text
    (name,) = _called([unit])
    return f"the {own} of the {name} may include the {figures} of the {others}: together {together}"


def _called(units: Sequence[Unit]) -> list[str]:
    """Return what a sentence calls units, those of one kind and day together: "5 incidents (assault of 31 January)"."""
    counts: dict[str, int] = defaultdict(int)
    for unit in units:
        counts[unit.label] += len(unit.members)
    return [label if n == 1 else f"{n} incidents ({label})" for label, n in counts.items()]
