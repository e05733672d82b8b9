"""The names under which UCDP GED was known here before `incidents.formats.ucdp`."""

from collections.abc import Sequence

from incident_mapper.incidents.formats.headers import bare_table
from incident_mapper.incidents.formats.registry import columns_of
from incident_mapper.incidents.formats.ucdp import (
    CREDIT,
    DATE_PREC,
    TYPE_OF_VIOLENCE,
    UCDP,
    WHERE_PREC,
    is_ucdp,
)

__all__ = ["COLUMNS", "DATE_PREC", "TYPE_OF_VIOLENCE", "UCDP_CREDIT", "WHERE_PREC", "is_ucdp", "ucdp_columns"]
COLUMNS = UCDP.columns
UCDP_CREDIT = CREDIT


def ucdp_columns(headers: Sequence[str]) -> dict[str, str]:
    """Return field to header for the columns that this edition of UCDP GED has.

    Examples
    --------
    >>> ucdp_columns(["id", "best", "adm_2"])
    {'incident_id': 'id', 'adm2_given': 'adm_2', 'killed_best': 'best'}
    """
    found = columns_of(bare_table(headers), UCDP)
    return {field: header for field, header in found.items() if header not in UCDP.adds}
