"""What makes a record the same record again: the id its source states, and a fingerprint of what it says."""

import hashlib
import re
from collections import Counter
from typing import Any, Final

import pandas as pd

from incident_mapper import schema as s

_COPY: Final = re.compile(r"#\d+$")
_MADE_UP: Final = re.compile(r"^row-\d+(#\d+)?$")

_SAID: Final = (
    s.EVENT_DATE, s.EVENT_DATE_END, s.DATE_PRECISION, s.PLACE_TEXT, s.COUNTRY, s.ADM1_GIVEN, s.ADM2_GIVEN,
    s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.GEO_PRECISION, s.EVENT_TYPE, s.ACTOR1, s.ACTOR2, s.DESCRIPTION,
    s.CLAIMED_BY, s.SOURCE_OUTLET, s.SOURCE_TITLE, s.SOURCE_DATE, s.SOURCE_URL, s.GROUP_ID,
)  # fmt: skip
"""What a record says of its event. Not where it stands in a file, nor what was found out about it here."""


def base_id(name: object) -> str:
    """Return the id as its source states it, without the mark of a repeated one.

    Examples
    --------
    >>> base_id("u1#2"), base_id("u1")
    ('u1', 'u1')
    """
    return _COPY.sub("", str(name))


def stated(name: object) -> bool:
    """Whether an id is the source's, and not the number of a row.

    Examples
    --------
    >>> stated("u1"), stated("row-7")
    (True, False)
    """
    return not _MADE_UP.match(str(name))


def figure_columns(incidents: pd.DataFrame) -> list[str]:
    """Return the columns of figures that a table has, in the schema's order."""
    return [
        name
        for metric in ("killed", "injured")
        for group in ("", *s.VICTIM_GROUPS)
        for bound in ("low", "best", "high")
        if (name := s.figure_column(metric, bound, group=group)) in incidents
    ]


def fingerprints(incidents: pd.DataFrame, *, ids: bool = True) -> pd.Series:
    """Return a short text for each row that is the same wherever and in whatever order the row is read again.

    Rows that say the same under the same id are numbered, so that each fingerprint is one row's.

    Parameters
    ----------
    incidents
        Incidents; columns that are not there count as empty.
    ids
        Whether the id that the source states is part of what a row says.

    Examples
    --------
    >>> frame = pd.DataFrame({s.PLACE_TEXT: ["Kalat", "Quetta"]}, index=["row-1", "row-2"])
    >>> turned = frame.iloc[::-1].set_axis(["row-1", "row-2"])
    >>> sorted(fingerprints(frame)) == sorted(fingerprints(turned))
    True
    """
    columns = [name for name in _SAID if name in incidents]
    figures = figure_columns(incidents)
    told = [
        _texts(incidents[name], name)
        for name in (*columns, *figures, *(n for n in (s.LONGITUDE, s.LATITUDE) if n in incidents))
    ]
    names = [f"id={base_id(name)}" if ids and stated(name) else "" for name in incidents.index]
    seen: Counter[str] = Counter()
    found = []
    for cells in zip(names, *told, strict=True):
        # Only what is stated: a column that another version reads besides, and is empty, changes nothing.
        text = "\x1f".join(cell for cell in cells if cell)
        digest = "f" + hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        seen[digest] += 1
        found.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return pd.Series(found, index=incidents.index, dtype=object)


def _texts(column: pd.Series, name: str) -> list[str]:
    """Return a column as ``name=value``, empty where nothing is stated; each distinct value is written once."""
    codes, values = pd.factorize(column, use_na_sentinel=True)
    # The last stands for -1, which is what unknown is numbered.
    texts = [*(_written(value, name) for value in values), ""]
    return [texts[code] for code in codes]


def _written(value: Any, name: str) -> str:
    if isinstance(value, pd.Timestamp):
        text = f"{value:%Y-%m-%d}"
    elif name in (s.LONGITUDE, s.LATITUDE):
        text = f"{value:.5f}"
    elif isinstance(value, str):
        text = " ".join(value.split())
    else:
        text = f"{value:g}"
    return f"{name}={text}" if text else ""
