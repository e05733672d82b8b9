"""Checks of whole rows: repeated, said twice, without date or figures, nowhere on the map."""

from typing import Final

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.ledger import is_placed
from incident_mapper.quality.found import found, of_column, together
from incident_mapper.quality.points import place_texts

_SAME: Final = (
    s.EVENT_DATE, s.EVENT_DATE_END, s.COUNTRY, s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.PLACE_TEXT,
    s.LONGITUDE, s.LATITUDE, s.EVENT_TYPE, s.ACTOR1, s.ACTOR2, s.DESCRIPTION,
)  # fmt: skip
"""What two reports of one incident have in common; who reported it may differ."""

_BY_SPELLING: Final = ("sound", "fuzzy")


def row_findings(incidents: pd.DataFrame) -> pd.DataFrame:
    """Find rows that stand there twice, lack what a map needs, or are nowhere on it."""
    return together(
        [
            _duplicates(incidents),
            _not_placed(incidents),
            _spelling(incidents),
            _lacking(incidents, s.NO_DATE, s.EVENT_DATE, "date"),
            _lacking(incidents, s.NO_FIGURES, "killed", "figure of killed or injured"),
        ]
    )


def misspelt(incidents: pd.DataFrame) -> pd.Series:
    """Whether a place was read from a spelling that is not on record."""
    return incidents[s.MATCH_METHOD].isin(_BY_SPELLING) & (incidents[s.PLACE_NAME] != "")


def _figures(incidents: pd.DataFrame) -> list[str]:
    return [name for name in incidents.columns if name.startswith(("killed_", "injured_"))]


def _content(incidents: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """Return a number for each row that is the same for rows with the same content."""
    names = [name for name in (*columns, *_figures(incidents)) if name in incidents]
    return incidents.groupby([s.FILE, *names], dropna=False, sort=False).ngroup()


def _numbers(incidents: pd.DataFrame) -> dict[str, int]:
    """Return the row number of each incident id."""
    return dict(zip(incidents.index.astype(str), incidents[s.ROW].astype(int), strict=True))


def _first_with_same(content: pd.Series) -> pd.Series:
    """Return, for each row, the id of the first row with its content."""
    ids = pd.Series(content.index.astype(str), index=content.index)
    return ids.groupby(content).transform("first")


def _duplicates(incidents: pd.DataFrame) -> pd.DataFrame:
    """Find rows that say the same under different ids, and say enough for that to mean something."""
    content = _content(incidents, _SAME)
    first = _first_with_same(content)
    figures = [n for n in _figures(incidents) if n in incidents]
    told = pd.Series(False, index=incidents.index)
    for name in (s.DESCRIPTION, s.PLACE_TEXT, s.LOCALITY_GIVEN):
        if name in incidents:
            told |= incidents[name] != ""
    # Two bombs on one day in one district, of which nothing else is known, may well be two.
    enough = incidents[s.EVENT_DATE].notna() & told & (incidents[figures] > 0).any(axis=1)
    enough &= incidents[s.DATE_PRECISION].isin(("day", "night")) if s.DATE_PRECISION in incidents else True
    # A figure that belongs to a group stands in each of its rows.
    enough &= incidents[s.GROUP_ID] == "" if s.GROUP_ID in incidents else True
    is_double = enough & (first != incidents.index.astype(str)) & (incidents[s.OUTCOME] != "rejected")
    said = incidents[s.RELATIONS] if s.RELATIONS in incidents else pd.Series("", index=incidents.index)
    settled = [_related(said, str(own), other) for own, other in first[is_double].items()]
    rows = incidents[is_double][~np.array(settled, dtype=bool)]
    others = first[rows.index]
    number = _numbers(incidents)
    return found(
        "likely_duplicate",
        rows,
        field=s.INCIDENT_ID,
        value=rows.index.astype(str).tolist(),
        message=[
            f"day, place, figures and text are those of row {number[other]} (id {other})" for other in others
        ],
        advice=[
            f"If they are one incident, write duplicate_of:{other} in the column relations."
            for other in others
        ],
    )


def _related(said: pd.Series, own: str, other: str) -> bool:
    """Whether one of two rows says how it relates to the other: then somebody has looked at them."""
    pairs = ((own, other), (other, own))
    return any(
        relation.rpartition(":")[2].strip() == target
        for source, target in pairs
        for relation in str(said[source]).split(";")
    )


_WHY: Final = {
    "country": "only the country is named",
    "multi": "several districts of different provinces are named",
    "foreign": "the place is abroad or in disputed territory",
    "ambiguous": "the place may be one of several",
    "unmatched": "the place is not found",
    "rejected": "the row could not be used",
}


def _not_placed(incidents: pd.DataFrame) -> pd.DataFrame:
    rows = incidents[~is_placed(incidents)]
    columns = [s.OUTCOME, s.REJECT_REASON, s.REASON, s.SUGGESTION]
    told = rows.reindex(columns=columns).fillna("").itertuples(index=False, name=None)
    message, advice = [], []
    for outcome, rejected, reason, suggestion in told:
        message.append(rejected or reason or _WHY.get(outcome, outcome))
        advice.append(suggestion)
    usual = "Correct the place, or answer for it in a file of --overrides."
    return found(
        "not_placed",
        rows,
        field=s.PLACE_TEXT,
        value=place_texts(rows),
        message=message,
        advice=[text or usual for text in advice],
    )


def _spelling(incidents: pd.DataFrame) -> pd.DataFrame:
    rows = incidents[misspelt(incidents)]
    return found(
        "spelling",
        rows,
        field=s.PLACE_TEXT,
        value=place_texts(rows),
        message=[
            f"read as {place}" + (f" in {district}" if district and district != place else "")
            for place, district in zip(rows[s.PLACE_NAME], rows[s.ADM2_NAME], strict=True)
        ],
    )


def _lacking(incidents: pd.DataFrame, flag: str, field: str, what: str) -> pd.DataFrame:
    """Find rows without a date or figures; a file without any is said once."""
    tables = []
    for file, rows in incidents.groupby(s.FILE, sort=False):
        lack = rows[rows[flag].astype(bool)]
        if len(lack) == len(rows) > 1:
            said = f"no row of the file has a {what}"
            tables.append(of_column(flag, file=str(file), field=field, value="", message=said))
        else:
            text = lack[s.DATE_TEXT].tolist() if flag == s.NO_DATE and s.DATE_TEXT in lack else ""
            tables.append(found(flag, lack, field=field, value=text, message=f"the row has no {what}"))
    return together(tables)
