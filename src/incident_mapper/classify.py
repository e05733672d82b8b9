"""Class breaks, labels and colours, computed once for every output."""

import math
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from incident_mapper import schema as s

SCHEMES: Final = ("quantiles", "equalinterval", "fisherjenks", "headtailbreaks", "maximumbreaks")
"""Not "naturalbreaks", which draws lots: the same values would not always give the same classes."""

# ColorBrewer "Oranges" (Cynthia Brewer, Apache 2.0), by number of classes; safe for colour-blind readers and legible
# in grey. One class takes a middle tone: a single value is neither much nor little.
_ORANGES: Final = {
    1: ("#fdae6b",),
    2: ("#fdd0a2", "#e6550d"),
    3: ("#fee6ce", "#fdae6b", "#e6550d"),
    4: ("#feedde", "#fdbe85", "#fd8d3c", "#d94701"),
    5: ("#feedde", "#fdbe85", "#fd8d3c", "#e6550d", "#a63603"),
    6: ("#feedde", "#fdd0a2", "#fdae6b", "#fd8d3c", "#e6550d", "#a63603"),
    7: ("#feedde", "#fdd0a2", "#fdae6b", "#fd8d3c", "#f16913", "#d94801", "#8c2d04"),
}
ZERO_COLOUR: Final = "#fffefb"


@dataclass(frozen=True)
class Classes:
    """Classes of a choropleth, for the page and for print alike.

    Attributes
    ----------
    edges
        Upper ends, right-closed, ascending; every value above zero is at most the last.
    labels, colours
        One a class.
    zero_label, unknown_label
        What the two classes of their own are called: nothing reported, and not known.
    """

    edges: tuple[float, ...]
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    zero_label: str = "none reported"
    unknown_label: str = "figures not known"

    def index_of(self, value: float | None) -> int | str:
        """Return the class of a value: its number, ``"zero"`` or ``"unknown"``.

        Examples
        --------
        >>> classes = classify([1, 2, 8])
        >>> classes.index_of(2), classes.index_of(0), classes.index_of(None)
        (1, 'zero', 'unknown')
        """
        if value is None or math.isnan(value):
            return "unknown"
        if value == 0:
            return "zero"
        return next((i for i, edge in enumerate(self.edges) if value <= edge), len(self.edges) - 1)


def classify(values: Iterable[float | None], *, scheme: str = "quantiles", k: int = 5) -> Classes:
    """Put values into classes; zero and unknown are classes of their own and influence no break.

    Parameters
    ----------
    values
        Counts or rates; ``None`` and NaN are unknown.
    scheme
        A mapclassify scheme, one of `SCHEMES`.
    k
        At most so many classes, 1 to 7. Few distinct values get a class each.

    Raises
    ------
    OptionError
        If `scheme` or `k` is not allowed.

    Examples
    --------
    >>> classify([0, 1, 1, 2, 5, None]).labels
    ('1', '2', '5')
    >>> classify(range(1, 101)).labels
    ('1–20', '21–40', '41–60', '61–80', '81–100')
    """
    s.require_choice(scheme, SCHEMES, option="scheme")
    s.require_choice(str(k), [str(n) for n in _ORANGES], option="k")
    known = sorted(float(v) for v in values if v is not None and not math.isnan(v) and v > 0)
    whole = all(v.is_integer() for v in known)
    distinct = sorted(set(known))
    if len(distinct) <= k:
        edges = tuple(distinct)
        labels = tuple(_number(v) for v in distinct)
    else:
        edges = _breaks(np.array(known), scheme=scheme, k=k, whole=whole)
        labels = _labels(edges, known, whole=whole)
    return Classes(edges, labels, _ORANGES[max(1, len(edges))][: len(edges)])


def _breaks(known: np.ndarray, *, scheme: str, k: int, whole: bool) -> tuple[float, ...]:
    import mapclassify  # noqa: PLC0415 - seconds to import, and few distinct values need no scheme

    with warnings.catch_warnings():
        # mapclassify warns when there are fewer distinct values than classes, which the caller has excluded.
        warnings.simplefilter("ignore")
        made = (
            mapclassify.classify(known, scheme)
            if scheme == "headtailbreaks"
            else mapclassify.classify(known, scheme, k=k)
        )
    bins = [float(b) for b in made.bins]
    # A count has no halves: a break at 2.4 puts 2 below and 3 above, and so does 2.
    bins = [float(math.floor(b)) for b in bins[:-1]] + [float(known[-1])] if whole else bins
    edges = sorted({b for b in bins if b >= known[0]})[-max(_ORANGES) :]
    return tuple(
        e for n, e in enumerate(edges) if ((known <= e) & (known > (edges[n - 1] if n else 0))).any()
    )


def _labels(edges: tuple[float, ...], known: list[float], *, whole: bool) -> tuple[str, ...]:
    labels = []
    lower = known[0]
    for edge in edges:
        labels.append(_number(edge) if lower == edge else f"{_number(lower)}\u2013{_number(edge)}")
        lower = edge + 1 if whole else edge
    return tuple(labels)


def _number(value: float) -> str:
    return f"{int(value):,}" if value.is_integer() else f"{value:,.1f}" if value >= 1 else f"{value:.2g}"
