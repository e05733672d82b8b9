"""Total a metric for the areas of a level."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.overlaps import add_up, without_repeats
from incident_mapper.aggregate.total import COUNTRY, AreaTotals, Level, Total
from incident_mapper.aggregate.units import Unit, make_units
from incident_mapper.incidents.relations import read_relations


def aggregate(
    incidents: pd.DataFrame, *, metric: s.Metric, level: Level, victims: s.VictimGroup = ""
) -> AreaTotals:
    """Total a metric for the areas of a level.

    Figures of a group count once, in the smallest area that holds the whole group. A record that ``may_include``
    another makes a range; one that is ``part_of`` another, or a duplicate of it, counts once. A record known only
    to a province is never counted in a district.

    Parameters
    ----------
    incidents
        Placed incidents: ``adm1_code``, ``adm2_code``, ``outcome``, figures, ``group_id``, ``relations``.
    metric
        ``"incidents"``, ``"killed"`` or ``"injured"``.
    level
        ``"district"``, ``"province"`` or ``"country"``.
    victims
        Only these victims; empty for all.

    Returns
    -------
    AreaTotals
        The areas' totals and the rest; the lower ends add up to the country's where nothing overlaps.

    Raises
    ------
    SchemaError
        If a column is missing or a relation cannot be read.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "adm1_code": "PK-BA", "adm2_code": ["PK210", "PK226"], "outcome": "district", "group_id": ["", ""],
    ...         "relations": "", "killed_low": [4, None], "killed_best": [4, None], "killed_high": [4, None],
    ...     }, index=["a", "b"]
    ... ).astype({"killed_low": "Int64", "killed_best": "Int64", "killed_high": "Int64"})
    >>> totals = aggregate(table, metric="killed", level="district").totals
    >>> totals["PK210"].text, totals["PK226"].text
    ('4', 'not known')
    """
    s.require_columns(
        incidents, [s.ADM1_CODE, s.ADM2_CODE, s.OUTCOME, s.GROUP_ID, s.RELATIONS], what="incidents"
    )
    counted = incidents[~incidents[s.OUTCOME].isin(["foreign", "rejected"])]
    # What is on no map is in no area either, although its province may be known.
    nowhere = counted[s.OUTCOME].isin(["ambiguous", "unmatched", "country"])
    counted = counted.assign(**{c: counted[c].where(~nowhere, "") for c in (s.ADM1_CODE, s.ADM2_CODE)})
    abroad = set(incidents.loc[incidents[s.OUTCOME] == "foreign", s.GROUP_ID]) - {""}
    # By id, so that the order of the rows changes nothing.
    counted = counted.sort_index(key=lambda ids: ids.map(str))
    relations = {
        str(name): read_relations(text, row=f"incident {name}")
        for name, text in counted[s.RELATIONS].items()
        if text
    }
    units = [
        # A figure that is shared with a place abroad is nobody's own: none of it may be here, or all.
        replace(unit, adm1="", adm2="", low=0, best=None, abroad=True)
        if metric != "incidents" and unit.group in abroad and (unit.low is not None or unit.high is not None)
        else unit
        for unit in make_units(counted, metric=metric, victims=victims)
    ]
    units, merged = without_repeats(units, relations)
    places: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        places[_area_of(unit, level)].append(unit)
    elsewhere = places.pop("", None)
    totals = {code: add_up(members, relations, metric=metric) for code, members in places.items()}
    notes: dict[str, list[str]] = defaultdict(list)
    if level == "district" and metric != "incidents":
        _note_shared_figures(units, counted, totals, notes)
    for code, members in places.items():
        for unit in members:
            notes[code] += merged.get(unit.key, [])
    return AreaTotals(
        metric=metric,
        level=level,
        totals=totals,
        notes={code: tuple(dict.fromkeys(said)) for code, said in notes.items()},
        elsewhere=add_up(elsewhere, relations, metric=metric) if elsewhere else None,
    )


def country_total(incidents: pd.DataFrame, *, metric: s.Metric, victims: s.VictimGroup = "") -> Total:
    """Return the total of everything that is not abroad.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"adm1_code": ["PK-BA", ""], "outcome": ["province", "unmatched"]} | dict.fromkeys(
    ...         ["adm2_code", "group_id", "relations"], ""
    ...     )
    ... )
    >>> country_total(table, metric="incidents").text
    '2'
    """
    totals = aggregate(incidents, metric=metric, level="country", victims=victims).totals
    return totals.get(COUNTRY, Total(0, 0, 0))


def _area_of(unit: Unit, level: Level) -> str:
    return {"district": unit.adm2, "province": unit.adm1, "country": COUNTRY}[level]


def _note_shared_figures(
    units: Sequence[Unit], incidents: pd.DataFrame, totals: dict[str, Total], notes: dict[str, list[str]]
) -> None:
    """Say in each district that a figure is shared, and keep the district's own total unknown rather than zero."""
    district_of = {str(name): str(code) for name, code in incidents[s.ADM2_CODE].items()}
    for unit in units:
        if (len(unit.members) < 2 and not unit.abroad) or unit.adm2:
            continue
        codes = list(dict.fromkeys(code for name in unit.members if (code := district_of[name])))
        figure = Total(None if unit.abroad else unit.low, unit.best, unit.high)
        if figure.value is None and figure.high is None:
            continue
        for code in codes:
            with_others = (
                f"across {len(codes)} districts" if len(codes) > 1 else "with places that are not known"
            )
            across = f"part of {figure.text} {'together with places abroad' if unit.abroad else with_others}"
            notes[code].append(across)
            own = totals.get(code)
            if own is None:
                totals[code] = Total(None, None, None, unknown=1, why=(across,))
            else:
                totals[code] = Total(own.low, None, None, own.unknown + 1, (*own.why, across))
