"""What changed between two editions of a dataset, as a table and as figures that add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.errors import OptionError

KINDS: Final[Mapping[str, str]] = {
    "added": "added",
    "deleted": "deleted",
    "moved": "moved to another place",
    "date": "with another date",
    "figures": "with other figures",
    "actors": "with other actors",
    "type": "of another type",
    "place": "with other words for the place",
    "text": "with another description",
    "source": "with other sources",
    "relations": "with other groups or relations",
}
"""Kind of change to what a reader should see."""

MatchBy = Literal["auto", "id", "likeness"]


@dataclass(frozen=True)
class CompareOptions:
    """How two editions are compared.

    Attributes
    ----------
    match
        Which rows are one incident: those of one id, those that are most alike, or (``auto``) by id where both
        editions state ids and share any.
    min_km
        A point that moved less far has not moved: editions round coordinates differently.
    min_score
        How alike rows must be, of 100, to be one incident where no id says so.
    """

    match: MatchBy = "auto"
    min_km: float = 0.1
    min_score: float = 60.0

    def __post_init__(self) -> None:
        """Refuse values that make no sense."""
        s.require_choice(self.match, ("auto", "id", "likeness"), option="match")
        if not self.min_km >= 0:
            raise OptionError(f"min_km must be 0 or more; instead got {self.min_km}.")
        if not 0 <= self.min_score <= 100:
            raise OptionError(f"min_score must be 0 to 100; instead got {self.min_score}.")


@dataclass(frozen=True, slots=True)
class TotalChange:
    """A total before and after, and what explains the difference.

    Attributes
    ----------
    metric
        ``incidents``, ``killed`` or ``injured``.
    old, new
        The sums of the rows: best estimates, or else lower ends. Groups and duplicates are not yet counted once.
    old_text, new_text
        The same with their ranges.
    added, deleted, changed
        What the rows of each kind contribute to the difference.
    old_silent, new_silent
        Rows that give no figure.
    """

    metric: str
    old: int
    new: int
    old_text: str
    new_text: str
    added: int
    deleted: int
    changed: int
    old_silent: int = 0
    new_silent: int = 0


@dataclass(frozen=True)
class Changes:
    """What changed between two editions.

    Attributes
    ----------
    table
        The columns `schema.CHANGE_COLUMNS`, one change a row; an incident may have several.
    old_rows, new_rows, changed
        How many rows each edition has, and how many of the rows that both have differ.
    kinds
        How many incidents have a change of each kind.
    totals
        Before and after.
    notes
        How rows were matched, and what could not be compared.
    """

    table: pd.DataFrame
    old_rows: int
    new_rows: int
    changed: int
    kinds: Mapping[str, int]
    totals: tuple[TotalChange, ...]
    notes: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything changed at all."""
        return not self.table.empty

    def as_dict(self) -> dict[str, Any]:
        """Return everything as one object for JSON."""
        fields = TotalChange.__dataclass_fields__
        return {
            "old_rows": self.old_rows,
            "new_rows": self.new_rows,
            "changed": self.changed,
            "kinds": dict(self.kinds),
            "totals": [{name: getattr(total, name) for name in fields} for total in self.totals],
            "changes": self.table.to_dict("records"),
            "notes": list(self.notes),
        }
