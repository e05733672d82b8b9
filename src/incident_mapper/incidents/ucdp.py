"""The columns and codes of the UCDP Georeferenced Event Dataset, 17.1 to today.

Source: Sundberg and Melander 2013, and the UCDP GED codebook. The place is what the coordinates belong
to (``where_coordinates``); the reporters' own words (``where_description``) are kept in the description.
"""

from collections.abc import Sequence
from typing import Final

from incident_mapper import schema as s

MARKS = ("where_prec", "type_of_violence", "date_start", "side_a", "best")
"""Headers that together say that a table is UCDP GED."""

COLUMNS: dict[str, tuple[str, ...]] = {
    s.INCIDENT_ID: ("id",),
    s.EVENT_DATE: ("date_start",),
    s.EVENT_DATE_END: ("date_end",),
    s.DATE_PRECISION: ("date_prec",),
    s.PLACE_TEXT: ("where_coordinates",),
    s.COUNTRY: ("country",),
    s.ADM1_GIVEN: ("adm_1",),
    s.ADM2_GIVEN: ("adm_2",),
    s.LONGITUDE: ("longitude",),
    s.LATITUDE: ("latitude",),
    s.GEO_PRECISION: ("where_prec",),
    s.EVENT_TYPE: ("type_of_violence",),
    s.ACTOR1: ("side_a",),
    s.ACTOR2: ("side_b",),
    s.DESCRIPTION: ("where_description",),
    s.SOURCE_OUTLET: ("source_office", "source_article"),
    s.SOURCE_TITLE: ("source_headline",),
    s.SOURCE_DATE: ("source_date",),
    "killed_low": ("low",),
    "killed_best": ("best",),
    "killed_high": ("high",),
    "killed_civilians": ("deaths_civilians",),
    "killed_unknown": ("deaths_unknown",),
}

WHERE_PREC = {
    "1": "exact",
    "2": "near",
    "3": "district",
    "4": "province",
    "5": "province",
    "6": "country",
    "7": "country",
}
"""5 is a line or a fuzzy area, 7 is sea or air: neither coordinate is a place."""

DATE_PREC = {"1": "day", "2": "day", "3": "week", "4": "month", "5": "year"}
"""2 is a span of two to six days, which ``event_date_end`` carries."""

UCDP_CREDIT: Final = "Events: UCDP Georeferenced Event Dataset (Uppsala Conflict Data Program), CC BY 4.0"
TYPE_OF_VIOLENCE = {"1": "State-based conflict", "2": "Non-state conflict", "3": "One-sided violence"}


def is_ucdp(headers: Sequence[str]) -> bool:
    """Whether the headers are those of UCDP GED.

    Examples
    --------
    >>> is_ucdp(["id", "where_prec", "type_of_violence", "date_start", "side_a", "best"]), is_ucdp(["date"])
    (True, False)
    """
    return set(MARKS) <= set(headers)


def ucdp_columns(headers: Sequence[str]) -> dict[str, str]:
    """Return field to header for the columns that this edition of UCDP GED has.

    Examples
    --------
    >>> ucdp_columns(["id", "best", "adm_2"])
    {'incident_id': 'id', 'adm2_given': 'adm_2', 'killed_best': 'best'}
    """
    return {
        name: next(header for header in usual if header in headers)
        for name, usual in COLUMNS.items()
        if any(header in headers for header in usual)
    }
