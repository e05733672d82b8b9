"""Read incidents, resolve their places and join them to areas: whole, or in batches."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.areas import ATTRIBUTION
from incident_mapper.duplicates import apply_decisions, find_decisions, read_review
from incident_mapper.gazetteer import Gazetteer, load_gazetteer
from incident_mapper.incidents import IncidentFiles, ReadOptions, open_incidents, read_incidents
from incident_mapper.incidents.formats import Format
from incident_mapper.join import AreaSet, Trust, join_areas, join_cases
from incident_mapper.ledger import MOST_LISTED, Ledger, add_ledgers, make_ledger, with_cases, with_outcomes
from incident_mapper.pipeline.ground import Ground, UserAreas, lay_ground
from incident_mapper.resolve import Memory, read_overrides, resolve_distinct

Step = Callable[[str], None]
"""Told the name of each step as it begins, for progress."""


@dataclass(frozen=True)
class PlaceOptions:
    """How incidents are read and placed.

    Attributes
    ----------
    columns
        Field to header, for headers that are not the usual ones.
    trust
        Whether name or point decides where they disagree.
    overrides
        A file of place texts and the codes they mean.
    edition
        The gazetteer's edition; empty for the default.
    areas
        The user's own polygons, if any.
    on
        The day whose districts are wanted; by default the day the edition describes.
    reading
        How the files are read; `columns` goes before its own.
    review
        A table of pairs of reports and what was decided about them, see `duplicates`.
    """

    columns: Mapping[str, str] | None = None
    trust: Trust = "name"
    overrides: Path | None = None
    edition: str = ""
    areas: UserAreas | None = None
    on: date | None = None
    reading: ReadOptions = ReadOptions()
    review: Path | None = None

    @property
    def to_read(self) -> ReadOptions:
        """How the files are read."""
        return replace(self.reading, columns={**(self.reading.columns or {}), **(self.columns or {})})


@dataclass(frozen=True)
class Placed:
    """Incidents on their areas, with the ledger of every row read.

    Attributes
    ----------
    incidents
        The joined incident table.
    ledger
        Where every row went.
    gazetteer, areas
        What they were placed with.
    notes
        What a careful reader should know about the files.
    drawn
        Level to simplified polygons.
    attribution, credits
        Who is to be credited for boundaries, and for data.
    findings
        What was found in single cells and rows, with the columns of ``schema.FINDING_COLUMNS``.
    formats
        The kinds of source that the files are of.
    columns
        Field to header, for each file.
    rows
        Whether a page may show single rows: not those of a panel, nor where only totals may be published.
    named
        Whether sentences about totals may name single reports.
    """

    incidents: pd.DataFrame
    ledger: Ledger
    gazetteer: Gazetteer
    areas: AreaSet
    notes: tuple[str, ...] = ()
    drawn: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    attribution: tuple[str, ...] = (ATTRIBUTION,)
    credits: tuple[str, ...] = ()
    findings: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(s.FINDING_COLUMNS)))
    formats: tuple[Format, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rows: bool = True
    named: bool = True


QUIET: Final[Step] = lambda _: None  # noqa: E731
"""Says nothing."""


class PlacedBatches:
    """Placed incidents that come in batches; what adds up over all of them is complete after the last.

    Parameters
    ----------
    files
        The files, opened and looked through.
    options
        How to place their incidents.
    """

    def __init__(self, files: IncidentFiles, *, options: PlaceOptions) -> None:
        self.files = files
        self.gazetteer: Gazetteer = load_gazetteer(options.edition, on=options.on)
        self.ground: Ground = lay_ground(
            self.gazetteer, edition=options.edition, on=options.on, mine=options.areas
        )
        self._trust: Trust = options.trust
        self._overrides = read_overrides(options.overrides, self.gazetteer) if options.overrides else None
        self._memory: Memory = {}
        self._ledgers: list[Ledger] = []
        self._mine: dict[str, None] = {}
        self._datasets: dict[str, None] = {}

    def __call__(self, fields: Collection[str] | None = None) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
        """Give the rows of all files in order, placed, with what was found in them.

        Parameters
        ----------
        fields
            The fields that are wanted; by default all. The others are empty.
        """
        for rows, found in self.files.batches(fields):
            placed = self.place(rows)
            self._note(rows, make_ledger(placed, most=self._room))
            yield placed, found

    def for_totals(self, fields: Collection[str] | None = None) -> Iterator[pd.DataFrame]:
        """Give the rows of all files in order, placed, with no more than what totals depend on: three times as quick.

        What is decided and counted is what `__call__` decides and counts; the ledger is the same.

        Parameters
        ----------
        fields
            The fields that are wanted; by default all. The others are empty.
        """
        for rows, _ in self.files.batches(fields):
            which, matches = self._matches(rows)
            found = join_cases(
                rows, matches, which, self.ground.areas, gazetteer=self.gazetteer, trust=self._trust
            )
            placed = with_cases(rows, found)
            told = partial(self._told, rows)
            self._note(rows, make_ledger(placed, most=self._room, told=told))
            yield placed

    def place(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Resolve the places of some rows, join them to areas and say what became of each."""
        which, matches = self._matches(rows)
        resolved = rows.assign(
            **{str(name): column.take(which).set_axis(rows.index) for name, column in matches.items()}
        )
        return with_outcomes(
            join_areas(resolved, self.ground.areas, gazetteer=self.gazetteer, trust=self._trust)
        )

    def _matches(self, rows: pd.DataFrame) -> tuple[NDArray[np.intp], pd.DataFrame]:
        """Return what each distinct combination of place texts means, and which of them each row has."""
        which, matches = resolve_distinct(
            rows, self.gazetteer, overrides=self._overrides, memory=self._memory
        )
        if self.gazetteer.added:
            self._mine |= dict.fromkeys(self.gazetteer.added.credits_for(matches[s.PLACE_CODE]))
        return which, self.ground.recoded(matches, self.gazetteer)

    def _told(self, rows: pd.DataFrame, at: NDArray[np.intp]) -> pd.DataFrame:
        """Return some of the rows placed with all that is to be said of them."""
        return self.place(rows.iloc[at])

    @property
    def _room(self) -> int:
        """How many more rows can be listed."""
        return max(0, MOST_LISTED - sum(len(ledger.listed) for ledger in self._ledgers))

    def _note(self, rows: pd.DataFrame, ledger: Ledger) -> None:
        self._ledgers.append(ledger)
        self._datasets |= dict.fromkeys(rows[s.DATASET].unique())

    @property
    def ledger(self) -> Ledger:
        """Where every row of the batches given so far went."""
        return add_ledgers(self._ledgers)

    @property
    def datasets(self) -> tuple[str, ...]:
        """What the column ``dataset`` of the batches given so far holds."""
        return tuple(self._datasets)

    @property
    def credits(self) -> tuple[str, ...]:
        """Who is to be credited for data, and for places that a user added."""
        return (*self.files.credits, *self._mine)


def place_in_batches(
    *files: str | Path, options: PlaceOptions = PlaceOptions(), step: Step = QUIET
) -> PlacedBatches:
    """Open files of incidents, to be placed batch by batch: for files that are larger than memory.

    Parameters
    ----------
    files
        Files of incidents.
    options
        How to read and place them.
    step
        Told what begins, for progress.

    Raises
    ------
    IncidentMapperError
        If a file cannot be read or an option is wrong.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> placed = place_in_batches(example_file("incidents.csv"))
    >>> [len(rows) for rows, found in placed()], placed.ledger.counts["district"]
    ([10], 6)
    """
    step("looking through the files")
    opened = open_incidents(*files, options=options.to_read)
    return PlacedBatches(opened, options=options)


def place_incidents(*files: str | Path, options: PlaceOptions = PlaceOptions(), step: Step = QUIET) -> Placed:
    """Read incidents, resolve their places and join them to provinces and districts.

    Parameters
    ----------
    files
        Files of incidents.
    options
        How to read and place them.
    step
        Told what begins, for progress.

    Returns
    -------
    Placed
        Nothing is dropped: one row for each row read, counted in the ledger.

    Raises
    ------
    IncidentMapperError
        If a file cannot be read or an option is wrong.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> place_incidents(example_file("incidents.csv")).ledger.counts["district"]
    6
    """
    step("reading")
    reading = read_incidents(*files, options=options.to_read)
    batches = PlacedBatches(reading.files, options=options)
    step("placing incidents")
    joined = batches.place(reading.incidents)
    said: tuple[str, ...] = ()
    if options.review is not None:
        review = read_review(options.review)
        said = find_decisions(joined, review).notes
        joined = apply_decisions(joined, review)
    ground = batches.ground
    return Placed(
        joined,
        make_ledger(joined),
        batches.gazetteer,
        ground.areas,
        (*reading.notes, *said),
        ground.drawn,
        ground.attribution,
        batches.credits,
        reading.findings,
        reading.formats,
        reading.columns,
        rows=any(kind.kind == "incidents" for kind in reading.formats),
    )
