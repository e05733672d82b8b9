"""What is known about one kind of source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from incident_mapper.files import Batch, Table

Publish = Literal["full", "located", "aggregate"]


@dataclass(frozen=True)
class Format:
    """One kind of source: how it is recognised, and what its columns and codes mean.

    Attributes
    ----------
    name
        The word of ``--format``, such as ``ucdp-ged``; it is kept in the column ``dataset`` of each row.
    title
        What people call it.
    recognises
        Whether an opened table is of this kind.
    columns
        Field of the schema to the headers it may stand under; the first that is there is read. Fields are those of
        `incidents.columns.USUAL_NAMES` (``killed``, ``injured_civilians`` and the like may hold a range in one cell).
    prepare
        Adds columns that several others make together, such as a date from a year, a month and a day, under headers
        that `columns` then names; it sees all columns of `needs`, and returns the same rows.
    needs
        Headers that `prepare` reads besides those of `columns`.
    adds
        Headers that `prepare` adds.
    codes
        Field to the words that its codes stand for, such as ``{"event_type": {"1": "State-based conflict"}}``. A code
        that is not in it stays as it is, noted as unknown for ``geo_precision`` and ``date_precision``.
    lasting_ids
        Whether an id means the same record in every copy of the dataset.
    kind
        ``incidents``, or ``panel`` for counts per area and period, which are no incidents.
    publish
        The most that its terms allow to be passed on: rows (``full``), or totals only (``aggregate``).
    credit
        The line that a map made with it carries.
    terms
        Where its terms stand, and what they ask for, in one sentence.
    ignored
        Whether its other columns are known and left out on purpose, so that no note lists them.
    """

    name: str
    title: str
    recognises: Callable[[Table], bool]
    columns: Mapping[str, tuple[str, ...]]
    prepare: Callable[[Batch], Batch] | None = None
    needs: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lasting_ids: bool = False
    kind: Literal["incidents", "panel"] = "incidents"
    publish: Publish = "full"
    credit: str = ""
    terms: str = ""
    ignored: bool = True
