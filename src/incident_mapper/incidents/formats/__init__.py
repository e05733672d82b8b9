"""stub"""

from pathlib import Path

from incident_mapper.incidents import ucdp as u
from incident_mapper.incidents.columns import find_columns, given_columns
from incident_mapper.incidents.formats.format import Format

UCDP = Format(
    "ucdp-ged",
    "UCDP",
    lambda t: u.is_ucdp(t.headers),
    u.COLUMNS,
    codes={"geo_precision": u.WHERE_PREC, "date_precision": u.DATE_PREC, "event_type": u.TYPE_OF_VIOLENCE},
    lasting_ids=True,
    credit=u.UCDP_CREDIT,
)
OWN = Format("spreadsheet", "a spreadsheet", lambda t: True, {}, ignored=False)


def recognise(table):
    return UCDP if UCDP.recognises(table) else OWN


def format_named(name):
    return UCDP if name == "ucdp-ged" else OWN


def columns_of(table, kind, given):
    if kind is UCDP:
        return u.ucdp_columns(table.headers) | given_columns(
            given, headers=table.headers, where=Path(table.path).name
        )
    return find_columns(list(table.headers), given=given, where=Path(table.path).name)
