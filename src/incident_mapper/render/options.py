"""What a map says about itself, as one frozen bundle."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from incident_mapper import schema as s

Disputed = Literal["hatched", "none"]


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How a page introduces and shows its map.

    Attributes
    ----------
    title, subtitle, credit
        Plain text; an empty subtitle becomes the period of the data.
    level
        ``"province"`` or ``"district"``: what the colours stand for at first.
    metric
        What the colours count at first.
    scheme, k
        How values are put into classes, see `classify.classify`.
    disputed
        Whether the disputed unit is drawn, hatched, or left out.
    lang
        The language of the page, a BCP 47 tag.
    built
        The build date to print; ``None`` prints none, so that the same input gives the same bytes.
    notes
        Sentences about the data, printed with its sources.

    Examples
    --------
    >>> MapOptions(title="Kalat").with_changes(level="province").level
    'province'
    """

    title: str = "Reported incidents"
    subtitle: str = ""
    credit: str = ""
    level: Literal["province", "district"] = "district"
    metric: s.Metric = "incidents"
    scheme: str = "quantiles"
    k: int = 5
    disputed: Disputed = "hatched"
    lang: str = "en"
    built: date | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse values outside the vocabulary when the bundle is made, not when the map is drawn."""
        s.require_choice(self.level, ("province", "district"), option="level")
        s.require_choice(self.metric, s.METRICS, option="metric")
        s.require_choice(self.disputed, ("hatched", "none"), option="disputed")

    def with_changes(self, **changes: object) -> "MapOptions":
        """Return the same options with some of them changed."""
        return replace(self, **changes)  # type: ignore[arg-type]
