"""All kinds of sources, how one is recognised, and which of a table's columns it reads."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from incident_mapper.errors import OptionError
from incident_mapper.files import Table
from incident_mapper.incidents.columns import given_columns
from incident_mapper.incidents.formats.acled import ACLED
from incident_mapper.incidents.formats.format import Format, Proposal
from incident_mapper.incidents.formats.gdelt import GDELT_1, GDELT_2, GDELT_NAMED
from incident_mapper.incidents.formats.gtd import GTD
from incident_mapper.incidents.formats.hapi import HAPI, HDX_MONTHS
from incident_mapper.incidents.formats.headers import by_key, header_key
from incident_mapper.incidents.formats.hxl import HXL
from incident_mapper.incidents.formats.own import OWN
from incident_mapper.incidents.formats.spreadsheet import SPREADSHEET
from incident_mapper.incidents.formats.ucdp import UCDP

FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        known.name: known
        for known in (
            OWN, ACLED, UCDP, GTD, GDELT_2, GDELT_1, GDELT_NAMED, HAPI, HDX_MONTHS, HXL, SPREADSHEET,
        )
    }
)  # fmt: skip
"""Name to kind of source, in the order in which they are tried; the last one takes every table."""


def format_named(name: str) -> Format:
    """Return the kind of source of a name.

    Raises
    ------
    OptionError
        If there is none of that name; all are listed.

    Examples
    --------
    >>> format_named("acled").title
    'ACLED event data'
    >>> format_named("excel")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: --format must be one of own, acled, ...; instead got 'excel'.
    """
    if name not in FORMATS:
        raise OptionError(f"--format must be one of {', '.join(FORMATS)}; instead got {name!r}.")
    return FORMATS[name]


def recognise(table: Table) -> Format:
    """Return the kind of source that an opened table is, by its headers, its tags and its first rows.

    Examples
    --------
    >>> recognise(Table("events.csv", ("\ufeffEVENT_ID_CNTY", "EVENT_DATE", "ADMIN1"), iter)).name
    'acled'
    >>> recognise(Table("reports.csv", ("Date", "District"), iter)).name
    'spreadsheet'
    """
    return next(known for known in FORMATS.values() if known.recognises(table))


def propose(
    table: Table, fmt: Format, given: Mapping[str, str] | None = None, *, guess: bool = True
) -> tuple[Proposal, ...]:
    """Say which header may hold which field, how sure that is, and why; what is not sure is not used.

    Parameters
    ----------
    table
        The opened table.
    fmt
        The kind of source it is.
    given
        Field to header, as the user says; this goes first and is checked.
    guess
        Whether fields that are not given may be guessed; the columns of a known format are no guess.

    Returns
    -------
    tuple
        In the order of the fields; of the used ones, each field and each header stands once.

    Raises
    ------
    SchemaError
        If a given field or header does not exist; the nearest ones are named.
    """
    said = given_columns(given or {}, headers=table.headers, where=table.path)
    proposals = [Proposal(field, header, 100, "named by you") for field, header in said.items()]
    if fmt.find is not None:
        return (*proposals, *(fmt.find(table, said) if guess else ()))
    keys = by_key(table.headers)
    taken = set(said.values())
    for field, names in fmt.columns.items():
        for name in names if field not in said else ():
            if name in fmt.made_from:
                parts = [keys[key] for part in fmt.made_from[name] if (key := header_key(part)) in keys]
                header, why = (name if parts else None), f"made from {', '.join(parts)}"
            else:
                header, why = keys.get(header_key(name)), "column of the dataset"
            if header is not None and header not in taken:
                proposals.append(Proposal(field, header, 100, why))
                taken.add(header)
                break
    return tuple(proposals)


def columns_of(
    table: Table, fmt: Format, given: Mapping[str, str] | None = None, *, guess: bool = True
) -> dict[str, str]:
    """Return field to header: a header of the file, or one that the format's ``prepare`` adds.

    Raises
    ------
    SchemaError
        If a given field or header does not exist; the nearest ones are named.

    Examples
    --------
    >>> table = Table("events.csv", ("EVENT_ID_CNTY", "ADMIN1", "tags"), iter)
    >>> columns_of(table, FORMATS["acled"])
    {'incident_id': 'EVENT_ID_CNTY', 'adm1_given': 'ADMIN1'}
    >>> columns_of(table, FORMATS["acled"], {"description": "tags"})["description"]
    'tags'
    """
    return {p.field: p.header for p in propose(table, fmt, given, guess=guess) if p.used}


def headers_to_read(
    table: Table, fmt: Format, columns: Mapping[str, str], *, fields: Collection[str] | None = None
) -> tuple[str, ...]:
    """Return the headers of the file that must be read to have the fields wanted, parts of made columns included.

    Parameters
    ----------
    table
        The opened table.
    fmt
        The kind of source it is.
    columns
        Field to header, as `columns_of` gives them.
    fields
        The fields wanted; by default all of `columns`.

    Examples
    --------
    >>> table = Table("gtd.csv", ("eventid", "iyear", "imonth", "city", "nkill"), iter)
    >>> columns = columns_of(table, FORMATS["gtd"])
    >>> headers_to_read(table, FORMATS["gtd"], columns, fields=["event_date", "place_text"])
    ('iyear', 'imonth', 'city')
    """
    keys = by_key(table.headers)
    wanted: list[str] = []
    for field, header in columns.items():
        if fields is None or field in fields:
            parts = fmt.made_from.get(header)
            wanted += [header] if parts is None else [keys[k] for p in parts if (k := header_key(p)) in keys]
    return tuple(dict.fromkeys(wanted))
