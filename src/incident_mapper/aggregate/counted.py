"""Set the rows that stand alone, which are simply summed, apart from those that are tied to others."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.incidents.relations import Relation, read_relations

_NOT_COUNTED = ("foreign", "rejected")
_NOWHERE = ("ambiguous", "unmatched", "country")
_CODES = (s.ADM1_CODE, s.DIVISION_CODE, s.ADM2_CODE)
_OTHERS = (
    s.OUTCOME,
    s.GROUP_ID,
    s.RELATIONS,
    s.EVENTS,
    s.EVENT_TYPE,
    s.EVENT_DATE,
    s.EVENT_DATE_END,
    s.DATE_PRECISION,
)
_REQUIRED = (s.ADM1_CODE, s.ADM2_CODE, s.OUTCOME, s.GROUP_ID, s.RELATIONS)
_FIGURES = tuple(f"{metric}_" for metric in s.METRICS if metric != "incidents")


@dataclass(frozen=True)
class Counted:
    """The rows that count, in two parts.

    Attributes
    ----------
    alone
        Rows with no group and no relation, which no relation names: their figures are summed.
    tied
        All others, by id, so that the order in which they were read changes nothing.
    relations
        Id to relations, for the rows of `tied`.
    abroad
        Groups that have a member abroad.
    """

    alone: pd.DataFrame
    tied: pd.DataFrame
    relations: Mapping[str, tuple[Relation, ...]]
    abroad: frozenset[str]


def count_rows(incidents: pd.DataFrame, *, involved: Set[str] = frozenset()) -> Counted:
    """Leave out what is abroad or rejected, and part the rest into what stands alone and what is tied to other rows.

    `aggregate` does this itself; whoever totals one table many times does it once and hands over the result.

    Parameters
    ----------
    incidents
        Placed incidents. Rows of one id that say the same are one row; those that differ are reports of one incident.
    involved
        Ids and groups that relations of other tables name.

    Returns
    -------
    Counted
        Only the columns that counting needs.

    Raises
    ------
    SchemaError
        If a column is missing or a relation cannot be read.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"adm1_code": "PK-BA", "adm2_code": "", "outcome": "province", "group_id": ["", "", "g"], "relations": ""},
    ...     index=["a", "b", "c"],
    ... )
    >>> counted = count_rows(table)
    >>> counted.alone.index.tolist(), counted.tied.index.tolist()
    (['a', 'b'], ['c'])
    """
    s.require_columns(incidents, _REQUIRED, what="incidents")
    figures = [name for name in incidents.columns if str(name).startswith(_FIGURES)]
    frame = incidents[[*(name for name in (*_CODES, *_OTHERS) if name in incidents), *figures]]
    frame = frame.assign(
        **{
            name: frame[name].fillna("")
            for name in (*_CODES, s.GROUP_ID, s.RELATIONS)
            if name in frame and frame[name].hasnans
        }
    )
    out = frame[s.OUTCOME].isin(_NOT_COUNTED).to_numpy(dtype=bool)
    abroad = frozenset(frame[s.GROUP_ID][(frame[s.OUTCOME] == "foreign").to_numpy(dtype=bool)]) - {""}
    if out.any():
        frame = frame[~out]
    nowhere = frame[s.OUTCOME].isin(_NOWHERE).to_numpy(dtype=bool)
    if nowhere.any():
        # What is on no map is in no area either, although its province may be known.
        frame = frame.assign(**{name: frame[name].where(~nowhere, "") for name in _CODES if name in frame})
    frame = _without_copies(frame)
    tied = np.zeros(len(frame), dtype=bool) if frame.index.is_unique else frame.index.duplicated(keep=False)
    stated = (frame[s.RELATIONS] != "").to_numpy(dtype=bool)
    relations: dict[str, tuple[Relation, ...]] = {}
    for name, text in frame[s.RELATIONS][stated].items():
        found = read_relations(str(text), row=f"incident {name}")
        relations[str(name)] = tuple(dict.fromkeys((*relations.get(str(name), ()), *found)))
    tied |= stated | (frame[s.GROUP_ID] != "").to_numpy(dtype=bool)
    named = {relation.target for found in relations.values() for relation in found} | involved
    if named:
        tied |= frame.index.map(str).isin(named)
    if not tied.any():
        return Counted(frame, frame.iloc[:0], {}, abroad)
    return Counted(frame[~tied], _by_id(frame[tied]), relations, abroad)


def _without_copies(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out rows that repeat another of the same id in all that is counted."""
    if frame.index.is_unique:
        return frame
    repeated = frame.index.duplicated(keep=False)
    twice = frame[repeated]
    copies = twice.assign(**{s.INCIDENT_ID: twice.index.map(str)}).duplicated()
    keep = ~repeated
    keep[repeated] = ~copies.to_numpy(dtype=bool)
    return frame[keep]


def _by_id(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort rows by id, and those of one id by what they say."""
    if frame.empty:
        return frame
    if frame.index.is_unique:
        return frame.sort_index(key=lambda ids: ids.map(str))
    said = frame.astype("string").fillna("").agg("\x1f".join, axis=1)
    order = (
        pd.DataFrame({"id": frame.index.map(str), "said": said.to_numpy()}).sort_values(["id", "said"]).index
    )
    return frame.iloc[order]
