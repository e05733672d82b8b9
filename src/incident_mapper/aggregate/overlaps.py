"""Add units up; what may overlap makes a range, what is the same counts once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from incident_mapper import schema as s
from incident_mapper.aggregate.total import Total
from incident_mapper.aggregate.units import Unit
from incident_mapper.incidents.relations import Relation

_OVERLAPS: Final = ("may_include", "may_be")


_SAME: Final = ("part_of", "duplicate_of")


def without_repeats(
    units: Sequence[Unit], relations: Mapping[str, tuple[Relation, ...]]
) -> tuple[list[Unit], dict[str, list[str]]]:
    """Leave out what another record already counts: its parts and its duplicates."""
    homes = _homes(units)
    inside: dict[str, list[str]] = {}
    notes: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        for member in unit.members:
            for relation in relations.get(member, ()):
                for target in homes.get(relation.target, ()):
                    part, whole = (target, unit.key) if relation.kind == "updates" else (unit.key, target)
                    if _leads(whole, part, inside):
                        continue
                    if relation.kind in _SAME and len(unit.members) == 1:
                        inside.setdefault(part, []).append(whole)
                        said = "is part of it" if relation.kind == "part_of" else "reports the same"
                        notes[target].append(f"the {unit.label} {said}")
                    elif relation.kind == "updates":
                        inside.setdefault(part, []).append(whole)
                        notes[unit.key].append(f"replaces {relation.target}")
    return [unit for unit in units if unit.key not in inside], notes


def _leads(start: str, end: str, links: Mapping[str, Sequence[str]]) -> bool:
    """Whether one unit is another or leads to it, so that a link back would close a circle."""
    waiting, seen = [start], set[str]()
    while waiting:
        key = waiting.pop()
        if key == end:
            return True
        if key not in seen:
            seen.add(key)
            waiting.extend(links.get(key, ()))
    return False


def _homes(units: Iterable[Unit]) -> dict[str, tuple[str, ...]]:
    """Return record and group id to the units that hold them."""
    homes: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        for name in (*unit.members, *([unit.group] if unit.group else [])):
            if unit.key not in homes[name]:
                homes[name].append(unit.key)
    return {name: tuple(keys) for name, keys in homes.items()}


def add_up(
    units: Sequence[Unit], relations: Mapping[str, tuple[Relation, ...]], *, metric: s.Metric
) -> Total:
    """Add units up; where one may include others, from the case that it does to the case that it does not."""
    known = [unit for unit in units if unit.low is not None or unit.high is not None or unit.best is not None]
    if not known:
        silent = sum(unit.silent for unit in units)
        return Total(None, None, None, unknown=silent, why=("no report gives a figure",) if silent else ())
    inside = _overlaps(known, relations, metric=metric)
    high_parts = [unit.high for unit in known]
    high = (
        None
        if any(part is None for part in high_parts)
        else sum(part for part in high_parts if part is not None)
    )
    by_key = {unit.key: unit for unit in known}
    held = {key for keys in inside.values() for key in keys}
    # "Up to five" alone says nothing about a lower end, which is then not zero but unknown.
    some = any(unit.low is not None for unit in known)
    low = sum(_least(key, by_key, inside) for key in by_key if key not in held) if some else None
    why = [
        _overlap_reason(by_key[key], [by_key[k] for k in keys], metric, least=_least(key, by_key, inside))
        for key, keys in inside.items()
    ]
    best_parts = [unit.best for unit in known]
    best = (
        sum(part for part in best_parts if part is not None)
        if None not in best_parts and not inside
        else None
    )
    if any(part is None for part in high_parts):
        why.append("a report says \u201cat least\u201d")
    if any(unit.differs for unit in known):
        why.append("records of one group state different figures")
    if any(unit.abroad for unit in known):
        why.append("a figure is shared with places abroad")
    unknown = sum(unit.silent for unit in units)
    if unknown:
        why.append(f"{unknown} {'report gives' if unknown == 1 else 'reports give'} no figure")
    return Total(low, best, high, unknown=unknown, why=tuple(why))


def _overlaps(
    units: Sequence[Unit], relations: Mapping[str, tuple[Relation, ...]], *, metric: s.Metric
) -> dict[str, list[str]]:
    """Return unit key to the keys it may include; no unit is included twice, and none includes itself."""
    homes = _homes(units)
    by_key = {unit.key: unit for unit in units}
    kinds = ("may_be",) if metric == "incidents" else _OVERLAPS
    inside: dict[str, list[str]] = {}
    taken: set[str] = set()
    # What two may include counts inside the larger one, which leaves the lower total.
    for unit in sorted(units, key=lambda unit: (-(unit.low or 0), unit.key)):
        for member in unit.members:
            for relation in relations.get(member, ()):
                if relation.kind not in kinds:
                    continue
                for target in homes.get(relation.target, ()):
                    if _other_victims(unit, by_key[target]):
                        continue
                    if target not in taken and not _leads(target, unit.key, inside):
                        inside.setdefault(unit.key, []).append(target)
                        taken.add(target)
    return inside


def _other_victims(one: Unit, other: Unit) -> bool:
    """Whether two records count different people: militants in one, civilians in the other. Such figures add."""
    return bool(one.victims and other.victims) and not (one.victims & other.victims) - {"unknown"}


def _least(
    key: str, units: Mapping[str, Unit], inside: Mapping[str, Sequence[str]], *, depth: int = 0
) -> int:
    own = units[key].low or 0
    if key not in inside or depth > len(units):
        return own
    return max(own, sum(_least(part, units, inside, depth=depth + 1) for part in inside[key]))


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
