"""Column names, vocabularies and frame checks: the only place a column is spelled as a string."""

from collections.abc import Iterable
from typing import Final, Literal

import pandas as pd

from incident_mapper.errors import OptionError, SchemaError

# --- the incident table -------------------------------------------------------------------------------
INCIDENT_ID: Final = "incident_id"
FILE: Final = "file"
ROW: Final = "row"
EVENT_DATE: Final = "event_date"
EVENT_DATE_END: Final = "event_date_end"
DATE_PRECISION: Final = "date_precision"
DATE_TEXT: Final = "date_text"
PLACE_TEXT: Final = "place_text"
COUNTRY: Final = "country"
ADM1_GIVEN: Final = "adm1_given"
ADM2_GIVEN: Final = "adm2_given"
ADM3_GIVEN: Final = "adm3_given"
LOCALITY_GIVEN: Final = "locality_given"
LONGITUDE: Final = "longitude"
LATITUDE: Final = "latitude"
GEO_PRECISION: Final = "geo_precision"
EVENT_TYPE: Final = "event_type"
ACTOR1: Final = "actor1"
ACTOR2: Final = "actor2"
DESCRIPTION: Final = "description"
CLAIMED_BY: Final = "claimed_by"
SOURCE_OUTLET: Final = "source_outlet"
SOURCE_TITLE: Final = "source_title"
SOURCE_DATE: Final = "source_date"
SOURCE_URL: Final = "source_url"
GROUP_ID: Final = "group_id"
RELATIONS: Final = "relations"
INFERRED: Final = "inferred"
REJECT_REASON: Final = "reject_reason"
READ_NOTES: Final = "read_notes"
DATASET: Final = "dataset"
"""Which kind of file a row was read from: the name of its format, such as ``ucdp-ged``."""
EVENTS: Final = "events"
"""How many incidents a row stands for: ``<NA>`` is one; a row of a panel (counts per area and month) has more, or 0."""
SOURCES: Final = "sources"
"""All sources of a row, as JSON: a list of objects with ``outlet``, ``title``, ``date``, ``url``."""
HIJRI_DATE: Final = "hijri_date"
"""The day in the Islamic calendar, as the source writes it."""
ACTOR1_TYPE: Final = "actor1_type"
ACTOR2_TYPE: Final = "actor2_type"
"""What kind of actor each one is, in the source's words, such as ``Rebel group``."""
UPDATED: Final = "updated"
"""When the source last changed the row, as the source writes it."""
GEO_PRECISION_GIVEN: Final = "geo_precision_given"
DATE_PRECISION_GIVEN: Final = "date_precision_given"
"""The source's own codes of precision, kept as they are."""

TEXT_COLUMNS: Final = (
    DATE_TEXT, PLACE_TEXT, COUNTRY, ADM1_GIVEN, ADM2_GIVEN, ADM3_GIVEN, LOCALITY_GIVEN, EVENT_TYPE, ACTOR1,
    ACTOR2, DESCRIPTION, CLAIMED_BY, SOURCE_OUTLET, SOURCE_TITLE, SOURCE_DATE, SOURCE_URL, SOURCES, GROUP_ID,
    RELATIONS, INFERRED, HIJRI_DATE, ACTOR1_TYPE, ACTOR2_TYPE, UPDATED, GEO_PRECISION_GIVEN,
    DATE_PRECISION_GIVEN, DATASET, REJECT_REASON, READ_NOTES,
)  # fmt: skip
"""Columns of text; empty text means "not stated"."""

Metric = Literal["incidents", "killed", "injured"]
METRICS: Final[tuple[Metric, ...]] = ("incidents", "killed", "injured")

VictimGroup = Literal["", "militants", "security", "civilians", "unknown"]
VICTIM_GROUPS: Final[tuple[VictimGroup, ...]] = ("militants", "security", "civilians", "unknown")

GeoPrecision = Literal["exact", "near", "district", "province", "country"]
GEO_PRECISIONS: Final = ("exact", "near", "district", "province", "country")
POINT_PRECISIONS: Final = ("exact", "near")
"""Precisions whose coordinates are a place; the others are somebody's centroid and never joined as points."""

DATE_PRECISIONS: Final = ("day", "night", "week", "month", "year", "unknown")

# --- findings: what a careful reader should know about single cells and rows -----------------------------
CHECK: Final = "check"
FIELD: Final = "field"
VALUE: Final = "value"
MESSAGE: Final = "message"
FIX: Final = "fix"

# --- duplicates, decisions about them, and changes between editions ---------------------------------------
LEFT: Final = "left"
RIGHT: Final = "right"
SCORE: Final = "score"
PAIR_PARTS: Final = (
    "date_score", "place_score", "figures_score", "text_score", "actors_score", "type_score",
)  # fmt: skip
"""How alike two rows are in one respect, 0-100; ``NaN`` says nothing, which is not the same as nothing in common."""
DATE_PART, PLACE_PART, FIGURES_PART, TEXT_PART, ACTORS_PART, TYPE_PART = PAIR_PARTS
DAYS_APART: Final = "days_apart"
KM_APART: Final = "km_apart"
REASONS: Final = "reasons"
DECISION: Final = "decision"
NOTE: Final = "note"
FINGERPRINT: Final = "fingerprint"
DECISIONS: Final = ("same", "updates", "part_of", "may_be", "different")
"""What a person may decide: the first of a pair is the same as, updates, is part of, may be, or is not the second."""
REVIEW_FIELDS: Final = (
    "id", "file", "row", "date", "place", "district", "killed", "injured", "type", "actors", "source", "description",
    FINGERPRINT,
)  # fmt: skip
"""What a review table shows of each of the two rows; the columns end in ``_a`` and ``_b``."""
REVIEW_COLUMNS: Final = (
    DECISION, SCORE, REASONS, NOTE, *(f"{name}_{side}" for name in REVIEW_FIELDS for side in "ab"),
)  # fmt: skip
MERGED_IDS: Final = "merged_ids"
"""The ids of all rows that were merged into one."""
MERGED_DIFFERS: Final = "merged_differs"
"""What the merged rows state differently, row by row."""
KIND: Final = "kind"
OLD: Final = "old"
NEW: Final = "new"
CHANGE_COLUMNS: Final = (KIND, INCIDENT_ID, "old_id", "old_row", "new_row", FIELD, OLD, NEW, MESSAGE)
"""One change a row: what kind it is, of which incident, in which field, from what to what, and in words."""

# --- what resolving adds ------------------------------------------------------------------------------
MATCH_STATUS: Final = "match_status"
MATCH_METHOD: Final = "match_method"
MATCH_SCORE: Final = "match_score"
PLACE_LEVEL: Final = "place_level"
PLACE_NAME: Final = "place_name"
PLACE_CODE: Final = "place_code"
ADM1_NAME: Final = "adm1_name"
ADM1_CODE: Final = "adm1_code"
DIVISION_NAME: Final = "division_name"
DIVISION_CODE: Final = "division_code"
ADM2_NAME: Final = "adm2_name"
ADM2_CODE: Final = "adm2_code"
ADM3_NAME: Final = "adm3_name"
CANDIDATES: Final = "candidates"
PLACE_LON: Final = "place_lon"
PLACE_LAT: Final = "place_lat"
PRECISION_KM: Final = "precision_km"
REASON: Final = "reason"
SUGGESTION: Final = "suggestion"
ELSEWHERE: Final = "adm2_elsewhere"
AS_IT_WAS: Final = "as_it_was"

GEOCODE_COLUMNS: Final = (
    MATCH_STATUS, MATCH_METHOD, MATCH_SCORE, PLACE_LEVEL, PLACE_NAME, PLACE_CODE, ADM1_NAME, ADM1_CODE,
    DIVISION_NAME, ADM2_NAME, ADM2_CODE, ADM3_NAME, CANDIDATES, PLACE_LON, PLACE_LAT, PRECISION_KM,
)  # fmt: skip
"""The columns that ``incident-mapper geocode`` adds, in this order."""

# --- what joining and the ledger add ------------------------------------------------------------------
PLACED_BY: Final = "placed_by"
POINT_ADM1_CODE: Final = "point_adm1_code"
POINT_ADM2_CODE: Final = "point_adm2_code"
POINT_USED: Final = "point_used"
ABROAD: Final = "abroad"
CONFLICT: Final = "conflict"
CONFLICT_KM: Final = "conflict_km"
NEAR: Final = "near"
NEAR_KM: Final = "near_km"
SWAPPED: Final = "swapped"
NO_DATE: Final = "no_date"
NO_FIGURES: Final = "no_figures"
OUTCOME: Final = "outcome"

# --- what a panel adds --------------------------------------------------------------------------------
ADM0_CODE: Final = "adm0_code"
ADM0_NAME: Final = "adm0_name"
PERIOD: Final = "period"
PERIOD_START: Final = "period_start"
PERIOD_END: Final = "period_end"
WHY: Final = "why"

Outcome = Literal["district", "province", "country", "multi", "foreign", "ambiguous", "unmatched", "rejected"]
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "district", "province", "country", "multi", "foreign", "ambiguous", "unmatched", "rejected",
)  # fmt: skip
FINDING_COLUMNS: Final = (CHECK, FILE, ROW, INCIDENT_ID, FIELD, VALUE, MESSAGE, SUGGESTION, FIX)
"""One finding a row: which check found it, where, the text found, what is wrong, what to do, and which fix (a word
of ``--fix``) would do it, if any."""
FLAGS: Final = (CONFLICT, NEAR, SWAPPED, NO_DATE, NO_FIGURES)


def figure_column(metric: str, bound: Literal["low", "best", "high"], *, group: str = "") -> str:
    """Return the name of a column that holds a figure.

    Parameters
    ----------
    metric
        ``"killed"`` or ``"injured"``.
    bound
        Which end of the range, or the source's best estimate.
    group
        One of `VICTIM_GROUPS`, or empty for all victims together.

    Examples
    --------
    >>> figure_column("killed", "low"), figure_column("killed", "best", group="militants")
    ('killed_low', 'killed_militants_best')
    """
    return "_".join(part for part in (metric, group, bound) if part)


def require_columns(frame: pd.DataFrame, columns: Iterable[str], *, what: str) -> None:
    """Refuse a frame that lacks columns, naming those it has.

    Raises
    ------
    SchemaError
        If a column is missing.

    Examples
    --------
    >>> require_columns(pd.DataFrame({"a": [1]}), ["a", "b"], what="table")
    Traceback (most recent call last):
    incident_mapper.errors.SchemaError: table lacks columns: b. Found: a.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        found = [str(column) for column in frame.columns]
        raise SchemaError(
            f"{what} lacks columns: {', '.join(missing)}. Found: {', '.join(found)}.",
            missing=missing,
            found=found,
        )


def require_choice(value: str, choices: Iterable[str], *, option: str) -> None:
    """Refuse an option value outside its vocabulary.

    Raises
    ------
    OptionError
        If `value` is none of `choices`.

    Examples
    --------
    >>> require_choice("points", ["name", "point"], option="trust")
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: trust must be one of name, point; instead got 'points'.
    """
    allowed = list(choices)
    if value not in allowed:
        raise OptionError(f"{option} must be one of {', '.join(allowed)}; instead got {value!r}.")
