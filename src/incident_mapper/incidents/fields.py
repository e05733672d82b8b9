"""Fill the typed fields of the incident table from text: dates, figures, coordinates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.incidents.dates import read_date
from incident_mapper.incidents.figures import Figure, read_figure
from incident_mapper.incidents.missing import MISSING
from incident_mapper.incidents.ucdp import DATE_PREC, WHERE_PREC

Bound = Literal["low", "best", "high"]
_BOUNDS: Final[tuple[Bound, ...]] = ("low", "best", "high")


@dataclass(frozen=True)
class Source:
    """The cells of one file by field, with notes about its rows.

    Attributes
    ----------
    table
        The file as text, indexed by row number.
    headers
        Field to header.
    coded
        Whether precisions are UCDP's numbers.
    notes
        By row number; the functions below add to it.
    """

    table: pd.DataFrame
    headers: Mapping[str, str]
    coded: bool = False
    notes: dict[int, list[str]] = field(default_factory=dict)

    def cells(self, name: str) -> pd.Series:
        """Return the cells of a field, trimmed; empty text where the file has no such column."""
        if name in self.headers:
            return self.table[self.headers[name]].str.strip()
        return pd.Series("", index=self.table.index, dtype=str)

    def stated(self, name: str) -> pd.Series:
        """Return the cells of a field with every way to write "not stated" as empty text."""
        cells = self.cells(name)
        return cells.mask(cells.str.casefold().isin(MISSING), "")

    def each(self, name: str, read: Callable[[str], Any]) -> pd.Series:
        """Read each distinct cell once: a million rows have a few thousand distinct ones."""
        cells = self.cells(name)
        answers = {text: read(text) for text in cells.unique()}
        found = pd.Series([answers[text] for text in cells], index=cells.index, dtype=object)
        for row, answer in found.items():
            if answer.note:
                self.note(row, answer.note)
        return found

    def note(self, row: Any, text: str) -> None:
        """Note something about a row."""
        self.notes.setdefault(int(row), []).append(text)


def read_dates(table: pd.DataFrame, source: Source) -> None:
    """Add the days and how precisely they are known to the incident table."""
    start = source.each(s.EVENT_DATE, read_date)
    end = source.each(s.EVENT_DATE_END, read_date)
    table[s.DATE_TEXT] = source.cells(s.EVENT_DATE)
    for name, reads in ((s.EVENT_DATE, start), (s.EVENT_DATE_END, end)):
        table[name] = pd.to_datetime(pd.Series([read.day for read in reads], index=table.index))
    given = source.cells(s.DATE_PRECISION).str.casefold()
    if source.coded:
        given = given.map(lambda code: DATE_PREC.get(code, ""))
    table[s.DATE_PRECISION] = [
        said if said in s.DATE_PRECISIONS and read.day is not None else read.precision
        for said, read in zip(given, start, strict=True)
    ]


def read_figures(table: pd.DataFrame, source: Source) -> None:
    """Add killed and injured as ranges to the incident table; what is unknown stays ``<NA>``."""
    for metric in ("killed", "injured"):
        for group in ("", *s.VICTIM_GROUPS):
            names = _names(metric, group)
            whole = f"{metric}_{group}" if group else metric
            if group and not {whole, *names.values()} & set(source.headers):
                continue
            whole_cells = source.each(whole, read_figure)
            ends = [source.each(name, read_figure) for name in names.values()]
            figures = [
                _together(total, low=low, best=best, high=high)
                for total, low, best, high in zip(whole_cells, *ends, strict=True)
            ]
            for bound, name in names.items():
                table[name] = pd.array([getattr(figure, bound) for figure in figures], dtype="Int64")
            _mend_order(table, names, source)
        _total_from_groups(table, metric)


def _names(metric: str, group: str) -> dict[Bound, str]:
    return {bound: s.figure_column(metric, bound, group=group) for bound in _BOUNDS}


def _together(whole: Figure, *, low: Figure, best: Figure, high: Figure) -> Figure:
    """Put together what the columns of the ends, of the best estimate and of the whole figure say.

    A range in the column of the best estimate ("15-20") gives the ends that have no column of their own.
    """
    return Figure(
        low=_first(low.low, low.high, whole.low, best.low),
        best=best.best if best.known else whole.best,
        high=_first(high.high, high.best, whole.high, best.high),
    )


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _mend_order(table: pd.DataFrame, names: Mapping[Bound, str], source: Source) -> None:
    """Fill the ends that follow from the others, and widen ranges that stand on their head."""
    low, best, high = names["low"], names["best"], names["high"]
    wrong = (table[low] > table[high]) | (table[low] > table[best]) | (table[best] > table[high])
    wrong = wrong.fillna(False).astype(bool)
    # Out of order, the widest honest reading is from the smallest to the largest of the three.
    three = table.loc[wrong, [low, best, high]]
    for row, *numbers in three.itertuples(name=None):
        said = ", ".join(f"{name} {number}" for name, number in zip(three, numbers, strict=True))
        source.note(row, f"{said} are out of order")
    table.loc[wrong, low], table.loc[wrong, high] = three.min(axis=1), three.max(axis=1)
    table[low] = table[low].fillna(table[best])
    table[high] = table[high].fillna(table[best])
    certain = (table[low] == table[high]).fillna(False).astype(bool)
    table[best] = table[best].fillna(table[low].where(certain))


def _total_from_groups(table: pd.DataFrame, metric: str) -> None:
    """Where only groups of victims are counted, all victims together are the sum of the known groups."""
    groups = [names for group in s.VICTIM_GROUPS if (names := _names(metric, group))["low"] in table]
    total = _names(metric, "")
    unknown = table[list(total.values())].isna().all(axis=1)
    if not groups or not unknown.any():
        return
    for bound, name in total.items():
        summed = table[[names[bound] for names in groups]].sum(axis=1, min_count=1).astype("Int64")
        if bound != "low":
            # "40+" militants and 3 civilians are at least 43, and nobody knows how many at most.
            for names in groups:
                known = table[names["low"]].notna() | table[names["high"]].notna()
                summed = summed.mask(known & table[names[bound]].isna())
        table[name] = table[name].mask(unknown, summed)


def read_coordinates(table: pd.DataFrame, source: Source) -> list[str]:
    """Add longitude and latitude (degrees, EPSG:4326) and their precision to the incident table.

    Returns
    -------
    list
        What a careful reader should know about the coordinates of this file.
    """
    for name in (s.LONGITUDE, s.LATITUDE):
        text = source.stated(name).str.replace("\u2212", "-")
        number = pd.to_numeric(text, errors="coerce").astype(float)
        # Latitudes up to 180 are kept: a swapped pair is recognised later, with the boundaries at hand.
        usable = number.abs() <= 180
        for row in table.index[~usable & (text != "")]:
            source.note(row, f"{name} {text[row][:40]!r} is no number of degrees")
        table[name] = number.where(usable)
    lon, lat = table[s.LONGITUDE], table[s.LATITUDE]
    # A pair with one half missing is no coordinate; 0, 0 is what software writes for "none".
    given = [source.stated(name) != "" for name in (s.LONGITUDE, s.LATITUDE)]
    for row in table.index[given[0] != given[1]]:
        source.note(row, "only one of longitude and latitude is given, so neither is used")
    nought = (lon == 0) & (lat == 0)
    for row in table.index[nought]:
        source.note(row, "the coordinates 0, 0 are taken as not given")
    absent = lon.isna() | lat.isna() | nought
    table.loc[absent, [s.LONGITUDE, s.LATITUDE]] = float("nan")
    return _read_precision(table, source, absent=absent)


def _read_precision(table: pd.DataFrame, source: Source, *, absent: pd.Series) -> list[str]:
    given = source.stated(s.GEO_PRECISION).str.casefold()
    if source.coded:
        given = given.map(lambda code: WHERE_PREC.get(code, "country"))
    known = given.isin(s.GEO_PRECISIONS)
    for row in table.index[~known & (given != "")]:
        source.note(row, f"geo_precision {given[row][:40]!r} is none of {', '.join(s.GEO_PRECISIONS)}")
    # A stated precision that nobody understands must not make a point of what may be a centroid.
    assumed = given.mask(given != "", "district").mask(given == "", "exact")
    table[s.GEO_PRECISION] = given.where(known, assumed).mask(absent, "")
    if (~absent & (given == "")).any() and s.GEO_PRECISION not in source.headers:
        said = "the precision of the coordinates is not stated; they are taken as exact"
        return [f"{said} (add a column {s.GEO_PRECISION})"]
    return []
