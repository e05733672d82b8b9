"""Take out of placed incidents what is not to be published."""

from collections.abc import Container, Sequence
from datetime import timedelta
from typing import Any, Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.errors import OptionError
from incident_mapper.incidents.formats.format import Publish
from incident_mapper.incidents.relations import read_relations
from incident_mapper.publish.policy import PublishOptions

WITHHELD: Final = "withheld by the publisher"
"""How the reason of a row begins that is withheld."""
_FREE_TEXT: Final = (
    s.DESCRIPTION, s.ACTOR1, s.ACTOR2, s.ACTOR1_TYPE, s.ACTOR2_TYPE, s.CLAIMED_BY,
    s.SOURCE_OUTLET, s.SOURCE_TITLE, s.SOURCE_DATE, s.SOURCE_URL,
    s.SOURCES, s.PLACE_TEXT, s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.DATE_TEXT, s.HIJRI_DATE, s.UPDATED, s.READ_NOTES,
)  # fmt: skip
"""What ``located`` leaves out: the source's own words, who said it, and what was noted about its cells."""
_KEPT: Final = (
    s.FILE, s.ROW, s.OUTCOME, s.ADM1_CODE, s.ADM2_CODE, s.DIVISION_CODE, s.DATASET, s.REJECT_REASON, s.EVENT_DATE,
    s.GROUP_ID, s.RELATIONS, s.LONGITUDE, s.LATITUDE, s.GEO_PRECISION,
)  # fmt: skip
_DEGREE_KM: Final = 111.2


def redact(incidents: pd.DataFrame, *, level: Publish, options: PublishOptions) -> pd.DataFrame:
    """Return placed incidents without what is not to be published; none is lost, some are withheld.

    Parameters
    ----------
    incidents
        Joined incidents with outcomes.
    level
        What `allowed_level` returns.
    options
        What else is to be taken out.

    Returns
    -------
    DataFrame
        The same number of rows. A withheld row has the outcome ``rejected`` and says only that it is withheld.

    Raises
    ------
    OptionError
        If a field to be dropped does not exist.
    """
    table = _without_recent(incidents, options)
    if options.drop:
        table = _without_fields(table, options.drop)
    if level == "located":
        named = [name for name in _FREE_TEXT if name in table]
        table = table.assign(**dict.fromkeys(named, ""))
        table = _renamed(_without_reasons(table))
    if options.decimals is not None:
        table = _rounded(table, options.decimals)
    return table


def _without_recent(incidents: pd.DataFrame, options: PublishOptions) -> pd.DataFrame:
    if not options.delay_days or options.today is None:
        return incidents
    last = pd.Timestamp(options.today - timedelta(days=options.delay_days))
    days = incidents[s.EVENT_DATE]
    until = incidents[s.EVENT_DATE_END].where(incidents[s.EVENT_DATE_END] > days, days)
    # Of "2026" nobody knows whether it was yesterday.
    ends: dict[str, Any] = {
        "month": pd.offsets.MonthEnd(0),
        "year": pd.offsets.YearEnd(0),
        "week": pd.Timedelta(days=6),
    }
    for word, step in ends.items():
        coarse = (incidents[s.DATE_PRECISION] == word) & days.notna()
        until = until.where(~coarse, until + step)
    recent = ((until > last) | days.isna()) & (incidents[s.OUTCOME] != "rejected")
    table = incidents.copy()
    text = [
        name for name in table if table[name].dtype == object or pd.api.types.is_string_dtype(table[name])
    ]
    silent = [name for name in text if name not in (s.FILE, s.DATASET)]
    table.loc[recent, silent] = ""
    figures = [name for name in table if str(name).startswith(("killed_", "injured_"))]
    table.loc[recent, figures] = pd.NA
    table.loc[recent, [s.EVENT_DATE, s.EVENT_DATE_END]] = pd.NaT
    table.loc[recent, [s.LONGITUDE, s.LATITUDE]] = float("nan")
    flags = [name for name in (*s.FLAGS, s.POINT_USED, s.ABROAD) if name in table]
    table.loc[recent, flags] = False
    table.loc[recent, s.DATE_PRECISION] = "unknown"
    table.loc[recent, s.OUTCOME] = "rejected"
    table.loc[recent, s.REJECT_REASON] = f"{WITHHELD}: not before {options.delay_days} days have passed"
    # Their ids would be a trace of them, their own and those that other rows relate to.
    gone = {str(name) for name in incidents.index[recent]}
    table[s.RELATIONS] = table[s.RELATIONS].map(lambda text: _relations_without(text, gone))
    numbers = iter(range(1, len(gone) + 1))
    named = [
        f"withheld {next(numbers)}" if late else name for name, late in zip(table.index, recent, strict=True)
    ]
    return table.set_axis(pd.Index(named, name=s.INCIDENT_ID))


def _relations_without(text: str, gone: Container[str]) -> str:
    """Return a cell of relations without those to rows that are gone."""
    return "; ".join(f"{r.kind}:{r.target}" for r in read_relations(text) if r.target not in gone)


def _without_fields(incidents: pd.DataFrame, drop: Sequence[str]) -> pd.DataFrame:
    table = incidents.copy()
    for name in drop:
        columns = [c for c in table if c == name or str(c).startswith(f"{name}_")]
        if not columns or name in _KEPT:
            known = [str(c) for c in table if c not in _KEPT]
            raise OptionError(
                f"drop: there is no field {name!r} that could be left out. Fields: {', '.join(known)}."
            )
        for column in columns:
            number = pd.api.types.is_numeric_dtype(table[column]) and not pd.api.types.is_bool_dtype(
                table[column]
            )
            table[column] = pd.array([pd.NA] * len(table), dtype="Int64") if number else ""
    return table


def _without_reasons(incidents: pd.DataFrame) -> pd.DataFrame:
    """Leave out sentences that quote the source's words; what became of a row stays."""
    named = [name for name in (s.REASON, s.SUGGESTION, s.CANDIDATES) if name in incidents]
    return incidents.assign(**dict.fromkeys(named, ""))


def _renamed(incidents: pd.DataFrame) -> pd.DataFrame:
    """Give ids and groups new numbers: the source's own would lead back to its rows."""
    ids = {str(name): str(number) for number, name in enumerate(incidents.index, start=1)}
    groups = [str(group) for group in incidents[s.GROUP_ID].unique() if group]
    new = ids | {group: f"group {number}" for number, group in enumerate(groups, start=1)}

    def relations(text: str) -> str:
        found = read_relations(text)
        return "; ".join(f"{r.kind}:{new[r.target]}" for r in found if r.target in new)

    table = incidents.set_axis([ids[str(name)] for name in incidents.index])
    table.index.name = s.INCIDENT_ID
    table[s.GROUP_ID] = table[s.GROUP_ID].map(lambda group: new.get(str(group), ""))
    table[s.RELATIONS] = table[s.RELATIONS].map(relations)
    return table


def _rounded(incidents: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Round coordinates, and claim no more precision than is left."""
    table = incidents.copy()
    for name in (s.LONGITUDE, s.LATITUDE):
        table[name] = table[name].round(decimals)
    kilometres = _DEGREE_KM * 10.0**-decimals
    if kilometres > 1:
        table[s.GEO_PRECISION] = table[s.GEO_PRECISION].replace("exact", "near")
    if kilometres > 30:  # wider than "near" means: no point is drawn
        table[s.POINT_USED] = False
    return table
