"""What is known about one kind of source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from incident_mapper.files import Batch, Table

Publish = Literal["full", "located", "aggregate"]
ADDED = "("
"""How the header of every column begins that is not in the file, but made from others."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One header that may hold one field.

    Attributes
    ----------
    field
        The field of the schema.
    header
        The header, as the file writes it, or of a column that is made from others.
    score
        How sure it is, from 0 to 100.
    why
        What speaks for it, in a few words.
    used
        Whether it is read; a proposal below the threshold is only shown.
    """

    field: str
    header: str
    score: int
    why: str
    used: bool = True


Find = Callable[[Table, Mapping[str, str]], Sequence[Proposal]]


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
        that `columns` then names, and returns the same rows. It makes what it can from the columns of the batch, so
        that a caller who does not want a field need not read what it is made from.
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
    made_from
        Header that `prepare` adds to the headers it is made from; its keys are `adds`, its values `needs`.
    find
        Proposes the headers of fields, where `columns` cannot: by HXL tags, or by a guess. What the user says is
        given, and left alone.
    notes
        What a reader of a map should know about every dataset of this kind.
    facts
        Where the meaning of its columns and codes is documented.
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
    made_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    find: Find | None = None
    notes: tuple[str, ...] = ()
    facts: str = ""
    ignored: bool = True
