"""Sort every row read into exactly one outcome, with its reason, so that the counts add up."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.join import Cases

OUTCOME_WORDS: Final[Mapping[str, str]] = {
    "district": "placed in a district",
    "province": "placed in a province or division only",
    "country": "somewhere in the country",
    "multi": "several districts named",
    "foreign": "abroad, or in disputed territory",
    "ambiguous": "may be one of several places",
    "unmatched": "place not found",
    "rejected": "row could not be used",
}
"""What each outcome means, as a reader should see it."""

FLAG_WORDS: Final[Mapping[str, str]] = {
    s.CONFLICT: "name and coordinates disagree",
    s.NEAR: "point just outside the boundaries, taken to the nearest area",
    s.SWAPPED: "latitude and longitude were the wrong way round",
    s.NO_DATE: "no date that could be read",
    s.NO_FIGURES: "no figure of killed or injured",
}
"""What each flag means; a row may have several."""

_WITHOUT_REASON: Final = {
    "province": "only the province or division is named",
    "country": "only the country is named",
}

_COUNTED: Final = (s.ADM1_CODE, s.ADM2_CODE, s.DIVISION_CODE, s.CONFLICT, s.REASON)
"""Of what is decided of a row, what counts and totals depend on."""

MOST_LISTED: Final = 100_000
"""Of files that are read in batches, so many rows are listed, so that the list fits into memory."""

REJECT_COLUMNS: Final = (
    s.FILE, s.ROW, s.INCIDENT_ID, s.PLACE_TEXT, "code", s.OUTCOME, "flags", s.REASON, s.SUGGESTION, s.CANDIDATES,
)  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """Where every row went.

    Attributes
    ----------
    rows
        Rows of data read.
    counts
        Rows by outcome; they add up to `rows`.
    flags
        Rows by flag; a row may be counted in several.
    placed
        Rows that the map shows in a district, a division or a province.
    listed
        One row for each row of input with something to say: what was not placed in a district, and every
        conflict, doubtful point and unreadable cell, with its reason and a suggestion.
    """

    rows: int
    placed: int
    counts: Mapping[str, int]
    flags: Mapping[str, int]
    listed: pd.DataFrame

    @property
    def unplaced(self) -> pd.DataFrame:
        """The rows that are nowhere on the map."""
        return self.listed[~self.listed["placed"]]

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as plain numbers: the keys of ``incident-mapper check --json``.

        Examples
        --------
        >>> ledger = Ledger(1, 1, {"district": 1}, {"near": 0}, pd.DataFrame())
        >>> ledger.as_dict()
        {'rows': 1, 'placed': 1, 'district': 1, 'near': 0}
        """
        return {"rows": self.rows, "placed": self.placed, **self.counts, **self.flags}

    def rejects(self) -> pd.DataFrame:
        """Return `listed` as the table that ``--rejects`` writes; filled in, it serves as ``--overrides``."""
        return self.listed.reindex(columns=list(REJECT_COLUMNS))


def with_outcomes(joined: pd.DataFrame) -> pd.DataFrame:
    """Add ``outcome``, ``no_date`` and ``no_figures`` to joined incidents.

    Returns
    -------
    DataFrame
        The same rows and index.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "reject_reason": ["", "no place"], "match_method": ["exact", ""], "placed_by": ["name", ""],
    ...         "match_status": ["matched", "unmatched"], "place_level": ["district", ""], "abroad": False,
    ...         "adm1_code": ["PK-BA", ""], "adm2_code": ["PK210", ""], "event_date": pd.NaT, "killed_low": 1,
    ...     }
    ... )
    >>> with_outcomes(table)["outcome"].tolist()
    ['district', 'rejected']
    """
    return joined.assign(**_settled(joined, _outcomes(joined)))


def with_cases(rows: pd.DataFrame, found: Cases) -> pd.DataFrame:
    """Add to incidents what was decided of each case, as far as counts and totals depend on it, and the outcomes.

    Parameters
    ----------
    rows
        Incidents as they were read.
    found
        What `join_cases` returns for them.

    Returns
    -------
    DataFrame
        The same rows and index.
    """
    outcomes = _outcomes(found.cases)[found.which]
    outcomes[(rows[s.REJECT_REASON] != "").to_numpy(dtype=bool)] = "rejected"
    decided = {name: found.cases[name].to_numpy()[found.which] for name in _COUNTED}
    return rows.assign(
        # As objects: a column of the type "str" would be made anew, text by text.
        **{name: pd.Series(values, rows.index, values.dtype) for name, values in decided.items()},
        **{s.NEAR: found.near, s.SWAPPED: found.swapped},
        **_settled(rows, outcomes),
    )


def _settled(rows: pd.DataFrame, outcomes: NDArray[np.object_]) -> dict[str, Any]:
    figures = [name for name in rows.columns if name.startswith(("killed_", "injured_"))]
    return {
        s.OUTCOME: pd.Series(outcomes, rows.index, dtype=object),
        s.NO_DATE: rows[s.EVENT_DATE].isna() if s.EVENT_DATE in rows else True,
        s.NO_FIGURES: np.logical_and.reduce([rows[name].isna() for name in figures]) if figures else True,
    }


def _outcomes(joined: pd.DataFrame) -> NDArray[np.object_]:
    """Return for each row the first of the outcomes that is true of it."""
    by_name = (joined[s.PLACED_BY] != "point").to_numpy(dtype=bool)
    method, level = joined[s.MATCH_METHOD], joined[s.PLACE_LEVEL]
    tests: dict[s.Outcome, Any] = {
        "rejected": joined[s.REJECT_REASON].fillna("") != ""
        if s.REJECT_REASON in joined
        else joined[s.ABROAD] & False,
        "foreign": by_name & (method == "foreign"),
        "district": joined[s.ADM2_CODE] != "",
        "multi": by_name & (method == "multi"),
        # "Karachi" may be any of seven districts, and is placed in the division that they make up.
        "ambiguous": by_name & (joined[s.MATCH_STATUS] == "ambiguous") & (level != "division"),
        "province": joined[s.ADM1_CODE] != "",
        "country": level == "country",
    }
    # Only where the row says nothing else does a point outside put it abroad.
    conditions = [*tests.values(), joined[s.ABROAD]]
    outcomes = [*tests, "foreign"]
    which = np.select([np.asarray(c, dtype=bool) for c in conditions], range(len(outcomes)), len(outcomes))
    return np.asarray(np.array([*outcomes, "unmatched"], dtype=object)[which])


def is_placed(incidents: pd.DataFrame) -> pd.Series:
    """Whether the map shows a row: in a district, or in the one province that holds all it names.

    Examples
    --------
    >>> is_placed(pd.DataFrame({"outcome": ["multi", "multi"], "adm1_code": ["PK-BA", ""]})).tolist()
    [True, False]
    """
    return incidents[s.OUTCOME].isin(["district", "province", "multi"]) & (incidents[s.ADM1_CODE] != "")


def make_ledger(
    incidents: pd.DataFrame, *, most: int | None = None,
    told: Callable[[NDArray[np.intp]], pd.DataFrame] | None = None,
) -> Ledger:  # fmt: skip
    """Count and list where every row went.

    Parameters
    ----------
    incidents
        What `with_outcomes` returns.
    most
        Of the rows with something to say, only so many are listed; all are counted.
    told
        Given positions of rows, returns these rows with all that is to be said of them, if `incidents` lacks that.

    Returns
    -------
    Ledger
        Its counts add up to the number of rows.
    """
    counts = incidents[s.OUTCOME].value_counts()
    raised = {flag: incidents[flag].to_numpy(dtype=bool) for flag in s.FLAGS}
    placed = is_placed(incidents).to_numpy(dtype=bool)
    tell = (incidents[s.OUTCOME] != "district").to_numpy(dtype=bool, copy=True)
    for name in (s.REJECT_REASON, s.REASON, s.READ_NOTES):
        if name in incidents:
            tell |= (incidents[name].fillna("") != "").to_numpy(dtype=bool)
    for flag, up in raised.items():
        # A missing figure or date alone is counted, not listed: it keeps no row from its place.
        if flag not in (s.NO_DATE, s.NO_FIGURES):
            tell |= up
    at = np.flatnonzero(tell)[:most]
    listed = incidents.iloc[at].copy() if told is None or not len(at) else told(at)
    listed[s.INCIDENT_ID], listed["placed"], listed["code"] = listed.index, placed[at], ""
    listed["flags"], listed[s.REASON], listed[s.PLACE_TEXT] = (
        _flag_names(listed),
        _reasons(listed),
        _texts(listed),
    )
    listed = listed.reindex(columns=[*REJECT_COLUMNS, "placed"])
    return Ledger(
        rows=len(incidents),
        placed=int(placed.sum()),
        counts={outcome: int(counts.get(outcome, 0)) for outcome in s.OUTCOMES},
        flags={flag: int(up.sum()) for flag, up in raised.items()},
        listed=listed.reset_index(drop=True),
    )


def add_ledgers(ledgers: Iterable[Ledger], *, most: int = MOST_LISTED) -> Ledger:
    """Return the ledger of tables that came in batches.

    Parameters
    ----------
    ledgers
        One for each batch, in order.
    most
        Of more rows with something to say, only so many are listed; all are counted.

    Examples
    --------
    >>> one = Ledger(1, 1, {"district": 1}, {"near": 0}, pd.DataFrame({"row": [2]}))
    >>> both = add_ledgers([one, one])
    >>> both.rows, both.counts, len(both.listed)
    (2, {'district': 2}, 2)
    """
    rows = placed = kept = 0
    counts: dict[str, int] = {}
    flags: dict[str, int] = {}
    listed: list[pd.DataFrame] = []
    for ledger in ledgers:
        rows, placed = rows + ledger.rows, placed + ledger.placed
        counts = {name: counts.get(name, 0) + n for name, n in ledger.counts.items()}
        flags = {name: flags.get(name, 0) + n for name, n in ledger.flags.items()}
        if kept < most or not listed:
            listed.append(ledger.listed.head(most - kept))
            kept += len(listed[-1])
    return Ledger(rows, placed, counts, flags, pd.concat(listed, ignore_index=True))


def _flag_names(incidents: pd.DataFrame) -> list[str]:
    return [
        "|".join(flag for flag, up in zip(s.FLAGS, row, strict=True) if up)
        for row in incidents[list(s.FLAGS)].itertuples(index=False, name=None)
    ]


def _reasons(incidents: pd.DataFrame) -> list[str]:
    reasons = []
    columns = [s.OUTCOME, s.REJECT_REASON, s.REASON, s.READ_NOTES, s.SWAPPED, s.NEAR, s.NEAR_KM]
    if incidents.empty:
        return []
    for row in incidents[columns].itertuples(index=False, name=None):
        outcome, rejected, reason, notes, swapped, near, near_km = row
        parts = [rejected, "" if rejected else reason or _WITHOUT_REASON.get(outcome, ""), notes]
        parts += ["latitude and longitude were swapped" if swapped else ""]
        parts += [f"the point lies {near_km:.1f} km outside the nearest area" if near else ""]
        reasons.append("; ".join(part for part in parts if part))
    return reasons


def _texts(incidents: pd.DataFrame) -> list[str]:
    """Return what each row says about its place, from the finest statement to the widest."""
    names = (s.PLACE_TEXT, s.LOCALITY_GIVEN, s.ADM3_GIVEN, s.ADM2_GIVEN, s.ADM1_GIVEN)
    columns = [name for name in names if name in incidents]
    return [
        next((text for text in row if text), "")
        for row in incidents[columns].itertuples(index=False, name=None)
    ]
