"""Count once what several records report: duplicates, updates, and parts of a whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

from incident_mapper.aggregate.total import Total
from incident_mapper.aggregate.units import Cell, Unit, hold_all
from incident_mapper.incidents.relations import Relation

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Settled:
    """What is left to be counted.

    Attributes
    ----------
    units
        Each counts once; those that may overlap name each other in `doubts`.
    notes
        Key of a unit to sentences about what was merged into it.
    moved
        Cell to sentences about its records that are counted in another cell.
    """

    units: tuple[Unit, ...]
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    moved: Mapping[Cell, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _Links:
    """How units are tied: what is the same, what replaces, what is inside, what may overlap."""

    same: list[tuple[str, str]] = field(default_factory=list)
    replaced: dict[str, list[str]] = field(default_factory=dict)
    parts: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    repeats: set[str] = field(default_factory=set)
    """Units that say they repeat another, so that the other stands for both."""
    repeated: set[str] = field(default_factory=set)
    replacing: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Merged:
    """Units with their duplicates merged: by the first key of each cluster, and which of them hold which."""

    merged: Mapping[str, Unit]
    cluster_of: Mapping[str, str]
    inside: Mapping[str, Sequence[str]]


def settle(units: Sequence[Unit], relations: Mapping[str, tuple[Relation, ...]], *, figures: bool) -> Settled:
    """Merge what reports the same, replace what was updated, and take parts into their wholes.

    Reports of one incident make a range that holds all their figures. A part counts in its whole, which is then no
    less than the sum of its parts' lower ends.

    Parameters
    ----------
    units
        All units of a table.
    relations
        Id to relations.
    figures
        Whether people are counted; incidents that are parts of another are one with it, however many they are.

    Returns
    -------
    Settled
        Units in the order of their keys.
    """
    units = sorted(units, key=lambda unit: unit.key)
    by_key = {unit.key: unit for unit in units}
    links = _links(units, by_key, relations, figures=figures)
    cluster_of = _clusters(by_key, links)
    overruled = {key for key in links.replaced if _overruled(key, by_key, links.replaced)}
    clusters: dict[str, list[str]] = defaultdict(list)
    for key, root in cluster_of.items():
        clusters[root].append(key)
    inside = _inside(links.parts, cluster_of)
    merged = {root: _merge([by_key[k] for k in keys], links, overruled) for root, keys in clusters.items()}
    wholes = _with_parts(merged, inside) if figures else merged
    state = _Merged(merged, cluster_of, inside)
    notes, moved = _said(units, links, state)
    doubts = _doubts(links, state, figures=figures)
    kept = [
        replace(unit, doubts=tuple(doubts[unit.key])) if unit.key in doubts else unit
        for root, unit in wholes.items()
        if root not in inside
    ]
    return Settled(tuple(kept), notes, moved)


def leads(start: str, end: str, links: Mapping[str, Sequence[str]]) -> bool:
    """Whether one key is another or leads to it, so that a link back would close a circle."""
    waiting, seen = [start], set[str]()
    while waiting:
        key = waiting.pop()
        if key == end:
            return True
        if key not in seen:
            seen.add(key)
            waiting.extend(links.get(key, ()))
    return False


def _overruled(key: str, by_key: Mapping[str, Unit], replaced: Mapping[str, Sequence[str]]) -> bool:
    """Whether a later report of the same gives a figure."""
    waiting, seen = list(replaced[key]), set[str]()
    while waiting:
        later = waiting.pop()
        if by_key[later].known:
            return True
        if later not in seen:
            seen.add(later)
            waiting.extend(replaced.get(later, ()))
    return False


def has_circle(links: Mapping[str, Sequence[str]]) -> bool:
    """Whether links anywhere lead back to where they began."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError:
        return True
    return False


def _homes(units: Iterable[Unit]) -> dict[str, tuple[str, ...]]:
    """Return record and group id to the units that hold them."""
    homes: dict[str, dict[str, None]] = defaultdict(dict)
    for unit in units:
        for name in (*unit.members, *([unit.group] if unit.group else [])):
            homes[name][unit.key] = None
    return {name: tuple(keys) for name, keys in homes.items()}


def _links(
    units: Sequence[Unit],
    by_key: Mapping[str, Unit],
    relations: Mapping[str, tuple[Relation, ...]],
    *,
    figures: bool,
) -> _Links:
    homes, links = _homes(units), _Links()
    for unit in units:
        for relation, wholly in _relations_of(unit, relations):
            if relation.kind == "may_include" and not figures:
                continue  # they are two incidents whether or not one's dead are among the other's
            targets = [key for key in homes.get(relation.target, ()) if key != unit.key]
            for key in targets:
                # Of a group's one figure, a relation to one of its records concerns only a part.
                all_of_it = relation.target == by_key[key].group or len(by_key[key].members) == 1
                covers = (wholly, all_of_it, len(targets) > 1)
                _link(links, (unit.key, key), kind=relation.kind, covers=covers)
    # Several rows of one id are reports of one incident, unless they stand in groups of their own.
    for name, keys in homes.items():
        holders = [key for key in keys if name in by_key[key].members]
        for key in holders[1:]:
            alone = [len(by_key[k].members) == 1 for k in (holders[0], key)]
            _link(links, (key, holders[0]), kind="duplicate_of", covers=(alone[1], alone[0], False))
    return links


def _relations_of(
    unit: Unit, relations: Mapping[str, tuple[Relation, ...]]
) -> Iterator[tuple[Relation, bool]]:
    """Return what the members of a unit say, and whether all of them say so."""
    said: dict[Relation, int] = {}
    for member in unit.members:
        for relation in relations.get(member, ()):
            said[relation] = said.get(relation, 0) + 1
    for relation, count in said.items():
        yield relation, count == len(unit.members)


def _link(links: _Links, pair: tuple[str, str], *, kind: str, covers: tuple[bool, bool, bool]) -> None:
    """Tie two units by a relation of the one to the other."""
    one, other = pair
    wholly, all_of_it, several = covers
    if kind == "updates" and all_of_it:
        if not leads(one, other, links.replaced):
            links.replaced.setdefault(other, []).append(one)
            links.replacing.add(one)
            (links.same if wholly else links.parts).append((one, other) if wholly else (other, one))
    elif kind in ("may_include", "may_be"):
        links.doubts.append((one, other))
    elif kind == "duplicate_of" and wholly and all_of_it and not several:
        links.same.append((one, other))
        links.repeats.add(one)
        links.repeated.add(other)
    elif wholly:
        links.parts.append((one, other))
    elif kind == "duplicate_of" and all_of_it:
        links.parts.append((other, one))
    else:
        # Each covers something that the other does not: how much they share is not known.
        links.doubts.append((one, other))


def _clusters(by_key: Mapping[str, Unit], links: _Links) -> dict[str, str]:
    """Return key to the first key of all that report the same."""
    root = {key: key for key in by_key}

    def find(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for one, other in links.same:
        first, second = sorted((find(one), find(other)))
        root[second] = first
    return {key: find(key) for key in by_key}


def _inside(parts: Iterable[tuple[str, str]], cluster_of: Mapping[str, str]) -> dict[str, list[str]]:
    """Return each part to the wholes that hold it; a link that would close a circle is left out."""
    pairs = sorted({(cluster_of[part], cluster_of[whole]) for part, whole in parts})
    inside: dict[str, list[str]] = defaultdict(list)
    for part, whole in pairs:
        if part != whole:
            inside[part].append(whole)
    if not has_circle(inside):
        return dict(inside)
    inside = {}
    for part, whole in pairs:
        if not leads(whole, part, inside):
            inside.setdefault(part, []).append(whole)
    return inside


def _merge(members: Sequence[Unit], links: _Links, overruled: Set[str]) -> Unit:
    """Return the unit that stands for all reports of one incident, with the range that holds their figures."""
    voices = [unit for unit in members if unit.key not in links.replaced] or members
    first = min(voices, key=lambda unit: (_rank(unit.key, links), unit.key))
    # An update that gives no figure does not take the older one back.
    telling = [unit for unit in members if unit.known and unit.key not in overruled]
    if not telling:
        return replace(first, low=None, best=None, high=None, silent=all(unit.silent for unit in voices))
    if telling == [first]:
        return first
    stated = sorted(
        {unit.ends for unit in telling}, key=lambda ends: tuple(-1 if end is None else end for end in ends)
    )
    low, best, high = hold_all(stated)
    why = first.why
    if len(stated) > 1:
        texts = [Total(*ends).text for ends in stated]
        several = (
            f"{_number(len(telling))} reports of one incident give {', '.join(texts[:-1])} and {texts[-1]}"
        )
        why = (*why, several)
    return replace(
        first,
        low=low,
        best=best,
        high=high,
        why=why,
        victims=frozenset().union(*(unit.victims for unit in telling)),
        silent=False,
        abroad=any(unit.abroad for unit in telling),
        differs=any(unit.differs for unit in telling),
    )


def _rank(key: str, links: _Links) -> int:
    """Rank a report by how well it stands for the others: one that repeats none, then the latest, then one repeated."""
    if key not in links.repeats:
        return 0
    if key in links.replacing:
        return 1
    return 2 if key in links.repeated else 3


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _with_parts(merged: Mapping[str, Unit], inside: Mapping[str, Sequence[str]]) -> dict[str, Unit]:
    """Raise each whole to the sum of its parts' lower ends."""
    parts: dict[str, list[str]] = defaultdict(list)
    for part, wholes in inside.items():
        # A part of two wholes raises one of them only, or it would count twice.
        parts[wholes[0]].append(part)
    done = dict(merged)
    for whole in TopologicalSorter(parts).static_order():
        held = [done[part] for part in parts.get(whole, ())]
        done[whole] = _raise(merged[whole], [unit for unit in held if unit.known])
    return done


def _raise(whole: Unit, parts: Sequence[Unit]) -> Unit:
    least = sum(unit.low or 0 for unit in parts)
    if least <= (whole.low or 0):
        return whole
    highs = [unit.high for unit in parts]
    most = None if None in highs else sum(high for high in highs if high is not None)
    low, best, high = least, whole.best, whole.high
    if high is not None and high < least:
        high = most
    own = (
        f", although it gives {Total(*whole.ends).text} itself"
        if whole.known
        else ", and it gives no figure itself"
    )
    best = best if best is not None and best >= low else None
    why = f"the parts of the {whole.label} come to {Total(least, None, most).text}{own}"
    return replace(whole, low=low, best=best, high=high, silent=False, why=(*whole.why, why))


def _said(
    units: Sequence[Unit], links: _Links, state: _Merged
) -> tuple[dict[str, tuple[str, ...]], dict[Cell, tuple[str, ...]]]:
    """Say beside each unit what counts with it, and in the cell of what does that it counts elsewhere."""
    notes: dict[str, list[str]] = defaultdict(list)
    moved: dict[Cell, list[str]] = defaultdict(list)
    for unit in units:
        key, root = unit.key, state.cluster_of[unit.key]
        if key in links.replaced:
            said = f"replaces {unit.members[0] if len(unit.members) == 1 else unit.group}"
        elif root in state.inside:
            said = f"the {unit.label} is part of it"
        elif state.merged[root].key != key:
            said = f"the {unit.label} reports the same"
        else:
            continue
        while root in state.inside:
            root = state.inside[root][0]
        keeper = state.merged[root]
        notes[keeper.key].append(said)
        for cell in unit.cells:
            if cell != keeper.cell:
                moved[cell].append(f"a report is counted with the {keeper.label}")
    return {key: tuple(said) for key, said in notes.items()}, {
        cell: tuple(dict.fromkeys(said)) for cell, said in moved.items()
    }


def _doubts(links: _Links, state: _Merged, *, figures: bool) -> dict[str, list[str]]:
    """Return unit to the units it may include: those still counted, or else the wholes they count in."""
    outer = {root: [root] for root in state.merged}
    for part in TopologicalSorter(state.inside).static_order():
        if part in state.inside:
            outer[part] = list(dict.fromkeys(top for whole in state.inside[part] for top in outer[whole]))
    pairs = [
        (holder, held)
        for one, other in links.doubts
        if one not in links.replaced
        for holder in outer[state.cluster_of[one]]
        for held in outer[state.cluster_of[other]]
    ]
    if figures:
        # Two wholes that hold the same part share at least that.
        pairs += [(tops[0], top) for part in state.inside for tops in [outer[part]] for top in tops[1:]]
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in dict.fromkeys(pairs):
        if one != other:
            found[state.merged[one].key].append(state.merged[other].key)
    return found
