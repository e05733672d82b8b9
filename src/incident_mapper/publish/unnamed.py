"""Totals and ledgers that tell of no single report."""

from dataclasses import replace
from typing import Final

from incident_mapper.aggregate import AreaTotals, Total
from incident_mapper.ledger import Ledger


def without_rows(ledger: Ledger) -> Ledger:
    """Return a ledger that counts, and quotes no row.

    Examples
    --------
    >>> import pandas as pd
    >>> ledger = Ledger(2, 1, {"district": 1, "unmatched": 1}, {}, pd.DataFrame({"row": [3], "placed": False}))
    >>> len(without_rows(ledger).listed), without_rows(ledger).counts["unmatched"]
    (0, 1)
    """
    return replace(ledger, listed=ledger.listed.head(0))


_OVERLAP: Final = "reports overlap, or state ranges"
_PLAIN_REASONS: Final = ("no report gives a figure", "a report says", "gives no figure", "give no figure")


def without_names(totals: AreaTotals) -> AreaTotals:
    """Return totals whose sentences name no single report: why a range is one, in general words."""
    return replace(
        totals,
        totals={code: unnamed(total) for code, total in totals.totals.items()},
        notes={},
        elsewhere=unnamed(totals.elsewhere) if totals.elsewhere else None,
    )


def unnamed(total: Total) -> Total:
    """Return a total that names no single report.

    Examples
    --------
    >>> unnamed(Total(4, None, 9, why=("the 4 of the raid of 1 May may include the 5 of the blast",))).why
    ('reports overlap, or state ranges',)
    """
    plain = [why for why in total.why if any(part in why for part in _PLAIN_REASONS)]
    general = [_OVERLAP] if len(plain) < len(total.why) else []
    return replace(total, why=(*plain, *general))
