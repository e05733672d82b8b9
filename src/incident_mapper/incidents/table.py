"""What the incident table holds, column by column: said once, for the reader, the documentation and the check."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.incidents.relations import KINDS, read_relations
from incident_mapper.incidents.sources import read_sources

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of the incident table.

    Attributes
    ----------
    name
        Its name.
    kind
        ``text`` (empty is "not stated"), ``date`` (``NaT`` is unknown), ``whole number`` (``<NA>`` is unknown) or
        ``degrees`` (``NaN`` is unknown).
    meaning
        What it says.
    words
        The words it may hold, if only some.
    always
        Whether every table has it.
    """

    name: str
    kind: str
    meaning: str
    words: tuple[str, ...] = ()
    always: bool = True


def _figures() -> Iterator[ColumnSpec]:
    ends = {"low": "at least", "best": "the source's best estimate", "high": "at most"}
    for metric in ("killed", "injured"):
        for group in ("", *s.VICTIM_GROUPS):
            for bound, words in ends.items():
                name = s.figure_column(metric, bound, group=group)  # type: ignore[arg-type]
                whom = {"": "people in all", "unknown": "people of whom it is not known who they were"}.get(
                    group, "members of the security forces" if group == "security" else group
                )
                yield ColumnSpec(name, "whole number", f"{whom} {metric}, {words}", always=not group)


COLUMNS: Final[tuple[ColumnSpec, ...]] = (
    ColumnSpec(s.INCIDENT_ID, "text", "the id, unique in the table (its index); made up where a row bears none"),
    ColumnSpec(s.FILE, "text", "the file it was read from"),
    ColumnSpec(s.ROW, "whole number", "the row of that file, as a spreadsheet counts"),
    ColumnSpec(s.DATASET, "text", "the kind of source: the name of its format, such as `ucdp-ged`"),
    ColumnSpec(s.EVENT_DATE, "date", "the first day, in Pakistan's local time"),
    ColumnSpec(s.EVENT_DATE_END, "date", "the last day, where it took or may have taken several"),
    ColumnSpec(s.DATE_PRECISION, "text", "how precisely the day is known", s.DATE_PRECISIONS),
    ColumnSpec(s.DATE_PRECISION_GIVEN, "text", "the source's own code or word for it"),
    ColumnSpec(s.DATE_TEXT, "text", "the date as the source writes it"),
    ColumnSpec(s.HIJRI_DATE, "text", "the Hijri date as the source writes it"),
    ColumnSpec(s.PLACE_TEXT, "text", "the place in the source's own words"),
    ColumnSpec(s.COUNTRY, "text", "the country it states"),
    ColumnSpec(s.ADM1_GIVEN, "text", "the province it states, a name or a code"),
    ColumnSpec(s.ADM2_GIVEN, "text", "the district it states, a name or a code"),
    ColumnSpec(s.ADM3_GIVEN, "text", "the tehsil it states"),
    ColumnSpec(s.LOCALITY_GIVEN, "text", "the town or village it states"),
    ColumnSpec(s.LONGITUDE, "degrees", "longitude, EPSG:4326"),
    ColumnSpec(s.LATITUDE, "degrees", "latitude, EPSG:4326"),
    ColumnSpec(
        s.GEO_PRECISION, "text", "what the coordinates stand for; empty without coordinates", ("", *s.GEO_PRECISIONS)
    ),
    ColumnSpec(s.GEO_PRECISION_GIVEN, "text", "the source's own code or word for it"),
    ColumnSpec(s.EVENT_TYPE, "text", "what kind of event"),
    ColumnSpec(s.ACTOR1, "text", "who acted"),
    ColumnSpec(s.ACTOR2, "text", "the other side"),
    ColumnSpec(s.ACTOR1_TYPE, "text", "what kind of actor acted, in the source's words"),
    ColumnSpec(s.ACTOR2_TYPE, "text", "what kind of actor the other side is"),
    ColumnSpec(s.DESCRIPTION, "text", "what happened, in the source's words"),
    ColumnSpec(s.EVENTS, "whole number", "how many incidents the row stands for: of panels; else one", always=False),
    *_figures(),
    ColumnSpec(s.CLAIMED_BY, "text", "who claims the figures"),
    ColumnSpec(s.SOURCE_OUTLET, "text", "the outlet, as the source file writes it"),
    ColumnSpec(s.SOURCE_TITLE, "text", "the title, likewise"),
    ColumnSpec(s.SOURCE_DATE, "text", "the day of publication, likewise"),
    ColumnSpec(s.SOURCE_URL, "text", "the address, likewise"),
    ColumnSpec(s.SOURCES, "text", "all sources: JSON, a list of objects with `outlet`, `title`, `date`, `url`"),
    ColumnSpec(s.GROUP_ID, "text", "what the rows share whose figures belong to all of them together"),
    ColumnSpec(s.RELATIONS, "text", f"pairs `kind:id` separated by `;`, of the kinds {', '.join(KINDS)}"),
    ColumnSpec(s.INFERRED, "text", "which fields were inferred rather than stated, separated by `|`"),
    ColumnSpec(s.UPDATED, "text", "when the source last changed the row"),
    ColumnSpec(s.REJECT_REASON, "text", "why the row cannot be used, if it cannot"),
    ColumnSpec(s.READ_NOTES, "text", "what a careful reader should know about its cells"),
)  # fmt: skip
"""Every column of the incident table, in the order of the documentation."""


def columns_as_markdown() -> str:
    """Return the table of columns that the documentation shows.

    Examples
    --------
    >>> print(columns_as_markdown().splitlines()[2])
    | `incident_id` | text | the id, unique in the table (its index); made up where a row bears none |  |
    """
    head = ["| column | kind | what it says | words |", "|---|---|---|---|"]
    rows = [
        f"| `{spec.name}` | {spec.kind} | {spec.meaning} | {', '.join(word for word in spec.words if word)} |"
        for spec in COLUMNS
    ]
    return "\n".join([*head, *rows]) + "\n"


def check_incidents(incidents: pd.DataFrame, *, what: str = "incidents") -> pd.DataFrame:
    """Refuse a table that is no incident table, with every fault named.

    Parameters
    ----------
    incidents
        A table as `read_incidents` returns it.
    what
        How the message calls it.

    Returns
    -------
    DataFrame
        The table as given.

    Raises
    ------
    SchemaError
        If columns are missing, are of the wrong type or hold what they may not; ids and values are named.

    Examples
    --------
    >>> check_incidents(pd.DataFrame({"killed_low": [3]}))
    Traceback (most recent call last):
    incident_mapper.errors.SchemaError: incidents lacks columns: file, row, dataset, event_date, ...
    """
    from pandera.errors import SchemaErrors

    missing = [c.name for c in COLUMNS if c.always and c.name != s.INCIDENT_ID and c.name not in incidents]
    s.require_columns(incidents, [*incidents.columns, *missing], what=what)
    try:
        _schema().validate(incidents, lazy=True)
    except SchemaErrors as error:
        told = list(dict.fromkeys(_told(case) for case in error.failure_cases.to_dict("records")))
        more = f"; and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
        raise SchemaError(
            f"{what} does not keep to the schema of incidents: {'; '.join(told[:_SHOWN])}{more}. "
            "The columns are described in docs/schema.md.",
            found=[str(name) for name in incidents.columns],
        ) from error
    return incidents


def _told(case: Mapping[Hashable, object]) -> str:
    """Return what a fault says: the column, what is expected, what stands there, and at which id."""
    at = "" if pd.isna(case["index"]) else f" at {case['index']!r}"  # type: ignore[call-overload]
    if case["schema_context"] == "DataFrameSchema":
        return f"{case['check']} does not hold{at}"
    expected = str(case["check"]).replace("dtype(", "the type (")
    return f"{case['column']}: expected {expected}, found {str(case['failure_case'])[:60]!r}{at}"


@cache
def _schema() -> "DataFrameSchema":
    """Return the check of the whole table; made on first use, because the library is slow to import."""
    import pandera.pandas as pa

    columns = {
        spec.name: pa.Column(
            {"whole number": "Int64", "degrees": float}.get(spec.kind) if spec.name != s.ROW else None,
            checks=_checks(spec),
            required=spec.always,
            nullable=True,  # that text is never missing is part of its own check, which is quicker
        )
        for spec in COLUMNS
        if spec.name != s.INCIDENT_ID
    }
    return pa.DataFrameSchema(
        columns,
        index=pa.Index(None, unique=True, nullable=False),
        checks=[
            _in_order(metric, group) for metric in ("killed", "injured") for group in ("", *s.VICTIM_GROUPS)
        ],
    )


def _checks(spec: ColumnSpec) -> list[Any]:
    import pandera.pandas as pa

    if spec.words:
        return [pa.Check.isin(spec.words, error=f"one of {', '.join(filter(None, spec.words))}")]
    if spec.kind == "degrees":
        return [pa.Check.in_range(-180, 180, error="between -180 and 180 degrees")]
    if spec.kind == "date":
        return [pa.Check(pd.api.types.is_datetime64_any_dtype, error="days (datetime64)")]
    if spec.kind == "whole number":
        return [pa.Check.ge(0, error="no number below zero")]
    if spec.name in (s.RELATIONS, s.SOURCES):
        read = read_relations if spec.name == s.RELATIONS else read_sources
        return [pa.Check(lambda cells: _readable(cells, read), error=spec.meaning)]
    return [pa.Check(_all_text, error="text, empty where nothing is stated", ignore_na=False)]


def _all_text(cells: pd.Series) -> bool:
    if cells.dtype != object:
        return pd.api.types.is_string_dtype(cells) and not cells.isna().any()
    return pd.api.types.infer_dtype(cells, skipna=False) in ("string", "empty")


def _readable(cells: pd.Series, read: Callable[[str], object]) -> pd.Series:
    """Whether each cell can be read; each distinct one is tried once."""
    wrong = set()
    for text in cells.unique():
        try:
            read(text)
        except SchemaError:
            wrong.add(text)
    return ~cells.isin(wrong)


def _in_order(metric: str, group: str) -> object:
    import pandera.pandas as pa

    low, best, high = (s.figure_column(metric, bound, group=group) for bound in ("low", "best", "high"))

    def holds(table: pd.DataFrame) -> pd.Series:
        if low not in table:
            return pd.Series(True, index=table.index)
        if not all(pd.api.types.is_numeric_dtype(table[name]) for name in (low, best, high)):
            return pd.Series(True, index=table.index)  # the columns' own checks say so
        wrong = (table[low] > table[high]) | (table[low] > table[best]) | (table[best] > table[high])
        return ~wrong.fillna(False).astype(bool)

    return pa.Check(holds, error=f"{low} <= {best} <= {high}")
