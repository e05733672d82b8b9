"""Make one column from several: each distinct row of texts is looked at once."""

import calendar
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from incident_mapper.files import Batch, Column
from incident_mapper.incidents.formats.headers import Cells
from incident_mapper.incidents.missing import MISSING

Maker = tuple[tuple[str, ...], Callable[..., str]]
"""The headers that a column is made from, and how their texts make its text."""

MONTHS: Final = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
"""Month by its English name in lower case."""


_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode  # made once: a million rows may have a million sources


def combined(columns: Sequence[Column], join: Callable[..., str]) -> Column:
    """Return the column whose texts `join` makes from those of the others, row by row.

    Parameters
    ----------
    columns
        Columns of one length.
    join
        Takes a text of each; asked once for each distinct row of texts.

    Examples
    --------
    >>> year, month = Column.of(["2013", "2013", "2014"]), Column.of(["5", "5", "0"])
    >>> combined([year, month], lambda y, m: f"{y}-{int(m):02d}").expand().tolist()
    ['2013-05', '2013-05', '2014-00']
    """
    first, *others = columns
    codes = first.codes.astype(np.int64)
    parts = [(first.codes, first.texts)]
    for column in others:
        # Numbered anew after each column, so that the product never outgrows an integer.
        codes, _ = pd.factorize(codes * max(len(column.texts), 1) + column.codes)
        parts.append((column.codes, column.texts))
    _, at, codes = np.unique(codes, return_index=True, return_inverse=True)
    texts = np.empty(len(at), dtype=object)
    texts[:] = list(map(join, *(texts_[codes_[at]] for codes_, texts_ in parts)))
    return Column(codes.astype(np.int32), texts)


def preparing(makers: Mapping[str, Maker]) -> Callable[[Batch], Batch]:
    """Return the function that adds these columns to a batch, each one if a column it is made from is there.

    Examples
    --------
    >>> prepare = preparing({"(date)": (("y", "m"), lambda y, m: f"{y}-{m}")})
    >>> batch = Batch(np.array([2]), {"Y": Column.of(["2013"]), "M": Column.of(["05"])})
    >>> prepare(batch).column("(date)").expand().tolist()
    ['2013-05']
    """

    def prepare(batch: Batch) -> Batch:
        cells = Cells(batch)
        return batch.with_columns(
            {
                header: combined([cells.column(name) for name in names], join)
                for header, (names, join) in makers.items()
                if cells.has_any(names)
            }
        )

    return prepare


def made_from(makers: Mapping[str, Maker]) -> dict[str, tuple[str, ...]]:
    """Return each header that is made to those it is made from."""
    return {header: names for header, (names, _) in makers.items()}


def needed(makers: Mapping[str, Maker]) -> tuple[str, ...]:
    """Return all headers that something is made from, each once."""
    return tuple(dict.fromkeys(name for names, _ in makers.values() for name in names))


def stated(text: str) -> str:
    """Return a text, or an empty one for every way to write that nothing is known.

    Examples
    --------
    >>> stated(" Quetta "), stated("N/A"), stated(".")
    ('Quetta', '', '')
    """
    text = text.strip()
    return "" if text.casefold() in MISSING else text


def first_stated(*texts: str) -> str:
    """Return the first text that says something."""
    return next((said for text in texts if (said := stated(text))), "")


def sources_json(sources: Sequence[Mapping[str, str]]) -> str:
    """Return sources as the cell ``sources`` holds them: what is empty is left out, nothing at all is no text.

    Examples
    --------
    >>> sources_json([{"outlet": "Dawn", "date": ""}, {"outlet": ""}])
    '[{"outlet": "Dawn"}]'
    """
    kept = [{name: text for name, text in source.items() if text} for source in sources]
    kept = [source for source in kept if source]
    return _AS_JSON(kept) if kept else ""


def split_list(text: str, *, by: str = ";") -> list[str]:
    """Return the parts of a list in a cell, without missing ones.

    Examples
    --------
    >>> split_list("Dawn; Geo;")
    ['Dawn', 'Geo']
    """
    return [said for part in text.split(by) if (said := stated(part))]


_WHOLE = re.compile(r"\d+(?:\.0*)?")


def whole_number(text: str) -> int | None:
    """Return the whole number that a cell of digits holds, such as ``5`` or ``5.0``, or none.

    Examples
    --------
    >>> whole_number("5.0"), whole_number("-9"), whole_number("NA")
    (5, None, None)
    """
    text = text.strip()
    return int(float(text)) if _WHOLE.fullmatch(text) and len(text) < 16 else None
