"""What tables write where nothing is known."""

from typing import Final

MISSING: Final = frozenset(
    {"", "-", "--", ".", "?", "na", "n/a", "nan", "nat", "none", "null", "unknown", "not known", "not stated"}
)
"""Cells, in lower case, that say "not stated" (``NA`` is what R writes, ``Unknown`` what the GTD does)."""
