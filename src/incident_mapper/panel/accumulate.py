"""Add incidents to a panel batch by batch, keeping sums of what stands alone and rows only of what is tied."""

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.areas import CODE_OF
from incident_mapper.aggregate.counted import Counted, count_rows
from incident_mapper.aggregate.tally import Ints, Tally, tally
from incident_mapper.aggregate.total import COUNTRY
from incident_mapper.aggregate.units import NO_PERIOD, Cell
from incident_mapper.errors import SchemaError
from incident_mapper.incidents.relations import read_relations
from incident_mapper.panel.grid import place_of
from incident_mapper.panel.periods import assign_periods
from incident_mapper.panel.plan import make_plan
from incident_mapper.panel.table import Gathered, Panel, make_panel

_FIELDS: Final = len(Tally._fields)
_OFFSET: Final = 2**31


class PanelAccumulator:
    """A panel in the making: give it batches of incidents, then ask for the result.

    Only sums are kept of rows that stand alone, so memory grows with the cells of the panel and with 8 bytes a row, not
    with the incidents. Rows of a group, with relations, or whose id or group is `involved`, are kept to the end.

    Parameters
    ----------
    by, metrics, areas, start, end
        See `panel`.
    involved
        The ids and groups that relations anywhere in the data name, and ids that come more than once: see
        `involved_ids`. Not needed if all incidents come in one batch.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> from incident_mapper.pipeline import place_incidents
    >>> incidents = place_incidents(example_file("incidents.csv")).incidents
    >>> making = PanelAccumulator(by=["province", "year"], involved=involved_ids(incidents))
    >>> making.add(incidents.iloc[:4])
    >>> making.add(incidents.iloc[4:])
    >>> making.finish().national["killed"].text
    '200–292'
    """

    def __init__(
        self,
        *,
        by: Sequence[str] = ("district", "month"),
        metrics: Sequence[s.Metric] = s.METRICS,
        areas: pd.DataFrame | None = None,
        start: date | None = None,
        end: date | None = None,
        involved: Set[str] = frozenset(),
    ) -> None:
        self._plan = make_plan(by, metrics=metrics, areas=areas, start=start, end=end)
        self._involved = frozenset(involved)
        self._counted_metrics: tuple[s.Metric, ...] = tuple(dict.fromkeys(("incidents", *self._plan.metrics)))
        self._places: dict[str, int] = {}
        self._reasons: dict[str, int] = {}
        self._keys: list[Ints] = []
        self._sums: list[Ints] = []
        self._waiting = 0
        self._tied: list[pd.DataFrame] = []
        self._abroad: set[str] = set()
        self._seen: list[np.ndarray] = []

    def add(self, incidents: pd.DataFrame, *, involved: Set[str] = frozenset()) -> None:
        """Add a batch of placed incidents.

        Parameters
        ----------
        incidents
            The batch.
        involved
            Of its ids and groups, further ones that rows elsewhere name.

        Raises
        ------
        SchemaError
            If a column is missing or a relation cannot be read.
        """
        if self._plan.period:
            s.require_columns(incidents, [s.EVENT_DATE], what="incidents")
        counted = count_rows(incidents, involved=self._involved | involved)
        self._abroad |= counted.abroad
        if len(counted.tied):
            self._tied.append(counted.tied)
        rows = counted.alone
        if rows.empty:
            return
        self._seen.append(_hashes(rows.index))
        numbers, reasons, which = self._periods(rows)
        known = np.array(
            [self._reasons.setdefault(reason, len(self._reasons)) for reason in reasons], dtype=np.int64
        )
        if len(known):
            numbers = np.where(which >= 0, NO_PERIOD + 1 + known[which], numbers)
        key = self._place_numbers(rows) * 2**32 + numbers + _OFFSET
        cells, found = pd.factorize(key)
        sums = [tally(rows, cells, count=len(found), metric=metric) for metric in self._counted_metrics]
        self._keys.append(np.asarray(found, dtype=np.int64))
        self._sums.append(np.hstack(sums))
        self._waiting += len(found)
        # Sums of many batches are put together now and then, so that they stay as few as the cells.
        if self._waiting > max(100_000, 2 * len(self._keys[0])):
            self._put_together()

    def finish(self) -> Panel:
        """Return the panel of all that was added.

        Raises
        ------
        SchemaError
            If rows that had to be kept were not, because `involved` does not name them.
        """
        tied = pd.concat(self._tied) if self._tied else None
        counted = None
        if tied is not None:
            again = count_rows(tied, involved=frozenset(tied.index.map(str)))
            counted = replace(again, abroad=frozenset(self._abroad))
        self._refuse_what_was_not_kept(counted)
        self._put_together()
        cells: list[Cell] = []
        why: list[str] = []
        if counted is not None:
            cells, why = self._cells(counted.tied)
        keys = self._keys[0] if self._keys else np.zeros(0, dtype=np.int64)
        width = _FIELDS * len(self._counted_metrics)
        gathered = Gathered(
            places=tuple(self._places),
            reasons=tuple(self._reasons),
            place=keys >> 32,
            number=(keys & (2**32 - 1)) - _OFFSET,
            sums=self._sums[0] if self._sums else np.zeros((0, width), dtype=np.int64),
            counted=counted,
            cells=tuple(cells),
            why=tuple(why),
        )
        return make_panel(self._plan, gathered, metrics=self._counted_metrics)

    def _periods(self, rows: pd.DataFrame) -> tuple[Ints, list[str], Ints]:
        return assign_periods(rows, period=self._plan.period, start=self._plan.start, end=self._plan.end)

    def _codes(self, rows: pd.DataFrame) -> pd.Series:
        if self._plan.level == "country":
            return pd.Series(COUNTRY, index=rows.index, dtype="str")
        s.require_columns(rows, [CODE_OF[self._plan.level]], what="incidents")
        return rows[CODE_OF[self._plan.level]]

    def _place_numbers(self, rows: pd.DataFrame) -> Ints:
        areas = self._codes(rows)
        which, found = pd.factorize(areas)
        numbers = [self._place(place_of(str(area), "")) if area else -1 for area in found]
        places = np.array(numbers, dtype=np.int64)[which]
        lost = places < 0
        if lost.any():
            homes, provinces = pd.factorize(rows[s.ADM1_CODE][lost])
            places[lost] = np.array([self._place(place_of("", str(code))) for code in provinces])[homes]
        return places

    def _place(self, name: str) -> int:
        return self._places.setdefault(name, len(self._places))

    def _cells(self, rows: pd.DataFrame) -> tuple[list[Cell], list[str]]:
        """Return the cell of each tied row, and why it is in no period."""
        numbers, reasons, which = self._periods(rows)
        cells = [
            Cell(str(area), str(adm1), int(number))
            for area, adm1, number in zip(self._codes(rows), rows[s.ADM1_CODE], numbers, strict=True)
        ]
        return cells, [reasons[i] if i >= 0 else "" for i in which]

    def _put_together(self) -> None:
        if len(self._keys) < 2:
            return
        keys, inverse = np.unique(np.concatenate(self._keys), return_inverse=True)
        sums = np.zeros((len(keys), self._sums[0].shape[1]), dtype=np.int64)
        np.add.at(sums, inverse, np.concatenate(self._sums))
        self._keys, self._sums, self._waiting = [keys], [sums], len(keys)

    def _refuse_what_was_not_kept(self, counted: Counted | None) -> None:
        """Refuse a result in which a row was summed that another row is tied to."""
        if not self._seen:
            return
        seen = np.sort(np.concatenate(self._seen))
        twice = int((seen[1:] == seen[:-1]).sum())
        if twice:
            raise SchemaError(
                f"{twice:,} ids came in several batches, and their rows were summed each time. Name ids that come more "
                "than once in 'involved', or add all incidents as one batch."
            )
        if counted is None:
            return
        named = {relation.target for found in counted.relations.values() for relation in found}
        named |= set(counted.tied.index.map(str))
        names = pd.Index(sorted(named), dtype="str")
        lost = names[np.isin(_hashes(names), seen)]
        if len(lost):
            raise SchemaError(
                f"Incident {lost[0]!r} was summed in one batch, and rows of another batch name it or bear its id"
                f"{f' (and so for {len(lost) - 1:,} others)' if len(lost) > 1 else ''}. Name it in 'involved', or add "
                "all incidents as one batch."
            )


def involved_ids(incidents: pd.DataFrame) -> frozenset[str]:
    """Return the ids and groups that relations name, and the ids that several rows bear.

    Examples
    --------
    >>> table = pd.DataFrame({"relations": ["", "part_of:x", ""]}, index=["a", "b", "a"])
    >>> sorted(involved_ids(table))
    ['a', 'x']
    """
    s.require_columns(incidents, [s.RELATIONS], what="incidents")
    cells = incidents[s.RELATIONS].fillna("")
    stated = cells[cells != ""].items()
    named = {
        relation.target for name, text in stated for relation in read_relations(text, row=f"incident {name}")
    }
    if not incidents.index.is_unique:
        named |= set(incidents.index[incidents.index.duplicated()].map(str))
    return frozenset(named)


def _hashes(ids: pd.Index) -> np.ndarray:
    texts = ids.to_numpy(dtype=object)
    if pd.api.types.infer_dtype(texts, skipna=False) != "string":
        texts = ids.map(str).to_numpy(dtype=object)
    return pd.util.hash_array(texts, categorize=False)
