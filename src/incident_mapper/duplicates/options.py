"""How duplicates are looked for, and what was found."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.errors import OptionError

PAIR_COLUMNS: Final = (
    s.LEFT, s.RIGHT, s.SCORE, *s.PAIR_PARTS, s.DAYS_APART, s.KM_APART, s.REASONS,
)  # fmt: skip


@dataclass(frozen=True)
class DuplicateOptions:
    """How duplicates are looked for.

    Attributes
    ----------
    days
        Reports whose days lie further apart are not compared. A coarser date (a week, a month) is compared
        over its whole span.
    min_score
        Pairs below it are not candidates.
    most
        With how many of its neighbours in time one report is compared at most; what is left out is noted.
    """

    days: int = 2
    min_score: float = 60.0
    most: int = 200

    def __post_init__(self) -> None:
        """Refuse values that make no sense."""
        if not 0 <= self.days <= 366:
            raise OptionError(f"days must be 0 to 366; instead got {self.days}.")
        if not 0 <= self.min_score <= 100:
            raise OptionError(f"min_score must be 0 to 100; instead got {self.min_score}.")
        if self.most < 1:
            raise OptionError(f"most must be at least 1; instead got {self.most}.")


@dataclass(frozen=True)
class Candidates:
    """Pairs of reports that may be of one event, the likeliest first.

    Attributes
    ----------
    pairs
        The columns `PAIR_COLUMNS`: both ids, the score, its parts, and the reasons in words.
    compared
        How many pairs were compared.
    notes
        What was not compared, and why.
    """

    pairs: pd.DataFrame
    compared: int
    notes: tuple[str, ...] = ()
