"""The rows of a panel: every area in every period, and beside them what belongs to no one area or period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate.tally import Ints
from incident_mapper.aggregate.units import NO_PERIOD, Cell
from incident_mapper.panel.periods import first_day, last_day, period_name
from incident_mapper.panel.plan import CODE_AND_NAME, PanelPlan

_REST: Final = "\x1f"  # no code holds this character
NOT_PLACED: Final = "not placed, or in several provinces"


def place_of(area: str, adm1: str) -> str:
    """Return what a place is called within: the code of its area, or else that of the province behind a mark.

    Examples
    --------
    >>> place_of("PK210", "PK-BA"), place_of("", "PK-BA") == place_of("", "")
    ('PK210', False)
    """
    return area or f"{_REST}{adm1}"


@dataclass(frozen=True)
class Grid:
    """The rows of a panel: first `areas` times `periods` rows, by area and then period, then the others.

    Attributes
    ----------
    codes
        The areas.
    first, periods
        The number of the first period, and how many there are.
    others
        Place and period of the other rows.
    """

    codes: tuple[str, ...]
    first: int
    periods: int
    others: tuple[tuple[str, int], ...]
    _area_at: dict[str, int] = field(repr=False)
    _other_at: dict[tuple[str, int], int] = field(repr=False)

    @property
    def areas(self) -> int:
        """How many areas there are."""
        return len(self.codes)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.areas * self.periods + len(self.others)

    def row(self, place: str, number: int) -> int:
        """Return the row of a place and period."""
        area = self._area_at.get(place)
        if area is not None and 0 <= number - self.first < self.periods:
            return area * self.periods + number - self.first
        return self._other_at[place, number]

    def row_of(self, cell: Cell) -> int:
        """Return the row of a cell."""
        return self.row(place_of(cell.area, cell.adm1), cell.period)

    def rows_of(self, places: Sequence[str], numbers: Ints) -> Ints:
        """Return the rows of many places and periods."""
        found = [self.row(place, number) for place, number in zip(places, numbers.tolist(), strict=True)]
        return np.array(found, dtype=np.int64)

    @property
    def no_area(self) -> npt.NDArray[np.bool_]:
        """Which rows are of no one area."""
        return np.array(
            [False] * (self.areas * self.periods) + [place.startswith(_REST) for place, _ in self.others],
            dtype=bool,
        )

    @property
    def no_period(self) -> npt.NDArray[np.bool_]:
        """Which rows are of no one period."""
        return np.array(
            [False] * (self.areas * self.periods) + [n == NO_PERIOD for _, n in self.others], dtype=bool
        )

    @property
    def order(self) -> Ints:
        """The order in which rows are shown: each area's periods, and what is in none of them, then the rest."""
        rank = {code: at for at, code in enumerate(self.codes)}
        rests = sorted(
            {place for place, _ in self.others if place not in rank}, key=lambda p: (p == _REST, p)
        )
        rank |= {place: len(rank) + at for at, place in enumerate(rests)}
        last = self.first + self.periods
        places = [*np.repeat(np.arange(self.areas), self.periods), *(rank[place] for place, _ in self.others)]
        numbers = [
            *np.tile(np.arange(self.first, last), self.areas),
            *(last if n == NO_PERIOD else n for _, n in self.others),
        ]
        return np.lexsort((numbers, places)).astype(np.int64)

    def labels(self, plan: PanelPlan) -> pd.DataFrame:
        """Return the columns that say where and when each row is."""
        places = [
            *(code for code in self.codes for _ in range(self.periods)),
            *(place for place, _ in self.others),
        ]
        which, names = pd.factorize(np.array(places, dtype=object))
        told = [_names(str(place), plan) for place in names]
        table = pd.DataFrame(
            {
                column: pd.array(np.array([row[i] for row in told], dtype=object)[which], dtype="str")
                for i, column in enumerate(plan.area_columns)
            },
            index=range(self.size),
        )
        if not plan.period:
            return table
        span = list(range(self.first, self.first + self.periods))
        numbers = np.array([*(span * self.areas), *(n for _, n in self.others)], dtype=np.int64)
        which, found = pd.factorize(numbers)
        real = [int(n) for n in found]
        words = [period_name(n, plan.period) if n != NO_PERIOD else "" for n in real]
        table[s.PERIOD] = pd.array(np.array(words, dtype=object)[which], dtype="str")
        for column, day in ((s.PERIOD_START, first_day), (s.PERIOD_END, last_day)):
            days = [np.datetime64(day(n, plan.period) if n != NO_PERIOD else "NaT", "s") for n in real]
            table[column] = np.array(days, dtype="datetime64[s]")[which]
        return table


def make_grid(plan: PanelPlan, places: Sequence[str], numbers: Ints, cells: Iterable[Cell]) -> Grid:
    """Return the rows that a panel needs.

    Parameters
    ----------
    plan
        What it is made by.
    places, numbers
        Place and period of the sums.
    cells
        Further cells that must be there.
    """
    found = [
        *zip(places, numbers.tolist(), strict=True),
        *((place_of(c.area, c.adm1), c.period) for c in cells),
    ]
    dated = [number for _, number in found if number != NO_PERIOD]
    first = plan.start if plan.start is not None else min(dated, default=None)
    last = plan.end if plan.end is not None else max(dated, default=None)
    if not plan.period:
        first = last = 0
    count = 0 if first is None or last is None else max(0, last - first + 1)
    codes = [str(code) for code in plan.areas.index]
    known = set(codes)
    codes += sorted({place for place, _ in found if not place.startswith(_REST)} - known)
    area_at = {code: at for at, code in enumerate(codes)}
    start = first or 0
    others = sorted(
        {(place, n) for place, n in found if place not in area_at or not 0 <= n - start < count},
    )
    size = len(codes) * count
    return Grid(
        tuple(codes),
        start,
        count,
        tuple(others),
        area_at,
        {other: size + at for at, other in enumerate(others)},
    )


def _names(place: str, plan: PanelPlan) -> tuple[str, ...]:
    """Return the cells of the columns that say where a row is."""
    if place in plan.areas.index:
        return tuple(str(name) for name in plan.areas.loc[place])
    blank = dict.fromkeys(plan.area_columns, "")
    code, name = CODE_AND_NAME[plan.level]
    if not place.startswith(_REST):
        # A code that is none of the areas': its incidents are shown all the same.
        return tuple((blank | {code: place, name: place}).values())
    adm1 = place.removeprefix(_REST)
    if not adm1:
        return tuple((blank | {name: NOT_PLACED}).values())
    home = _province_name(adm1, plan)
    told = {s.ADM1_CODE: adm1, s.ADM1_NAME: home, name: f"{home}, no one {plan.level}"}
    return tuple((blank | told).values())


def _province_name(code: str, plan: PanelPlan) -> str:
    found = plan.areas.loc[plan.areas[s.ADM1_CODE] == code, s.ADM1_NAME]
    return str(found.iloc[0]) if len(found) else code
