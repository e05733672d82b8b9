"""What a total says: a range, what stays unknown, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from incident_mapper import schema as s

Level = Literal["district", "division", "province", "country"]
LEVELS: Final[tuple[Level, ...]] = ("district", "division", "province", "country")


COUNTRY: Final = "PK"


@dataclass(frozen=True, slots=True)
class Total:
    """A total as a range, and why it is one.

    Attributes
    ----------
    low, best, high
        ``None`` is unknown. `best` is known only if every part has one and nothing may overlap.
    unknown
        Records in the area that give no figure.
    why
        Sentences that say why the range is a range, or what stays unknown.
    """

    low: float | None
    best: float | None
    high: float | None
    unknown: int = 0
    why: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        """The one number to colour a map by: the best estimate, or else what is sure at least.

        Of "0–5" without a best estimate nothing is sure, not even that it is something.
        """
        if self.best is None and self.low == 0 and self.high != 0:
            return None
        return self.best if self.best is not None else self.low

    @property
    def text(self) -> str:
        """The total as a reader should see it.

        Examples
        --------
        >>> Total(145, None, 237).text, Total(4, 4, 4).text, Total(None, None, None, unknown=1).text
        ('145–237', '4', 'not known')
        >>> Total(2, 3, 5).text, Total(40, None, None).text
        ('3 (2–5)', 'at least 40')
        >>> Total(None, 5, None).text, Total(3, 8, None).text
        ('about 5', 'about 8 (at least 3)')
        """
        if self.low is None and self.high is None:
            return "not known" if self.best is None else f"about {self.best:,}"
        if self.high is None and self.best is not None:
            return f"about {self.best:,} (at least {self.low:,})"
        if self.low == self.high:
            return f"{self.low:,}"
        if self.high is None:
            return f"at least {self.low:,}"
        span = f"up to {self.high:,}" if self.low is None else f"{self.low:,}\u2013{self.high:,}"
        return f"{self.best:,} ({span})" if self.best is not None else span


@dataclass(frozen=True)
class AreaTotals:
    """Totals of a metric for the areas of a level.

    Attributes
    ----------
    metric, level
        What is counted, and where.
    totals
        Area code to total; an area that is not in it has no report at all.
    notes
        Area code to sentences that belong beside its total, such as "part of 92 across 5 districts"; also for areas
        without a total of their own, whose reports are counted elsewhere.
    elsewhere
        The total of what is known only to a wider area, or to none.
    """

    metric: s.Metric
    level: str
    totals: Mapping[str, Total]
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: Total | None = None
