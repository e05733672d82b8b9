"""Know a header again, however a program or a person has rewritten it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from incident_mapper.files import Batch, Column, Table
from incident_mapper.names import compact, match_key

# A byte order mark read as Windows-1252, whole or as R's `read.csv` and spreadsheets rewrite it.
_BROKEN_MARK = re.compile(r"^(?:\ufeff|ï»¿|ï\.\.|X\.U\.FEFF\.|<U\+FEFF>|\u00ef\u00bb\u00bf)+")


def header_key(header: str) -> str:
    """Return the key under which a header is known: its letters and digits, without a byte order mark.

    Examples
    --------
    >>> header_key("ï»¿eventid"), header_key('"EVENT_DATE" '), header_key("Event Date")
    ('eventid', 'eventdate', 'eventdate')
    """
    return compact(match_key(_BROKEN_MARK.sub("", header.strip())))


def by_key(headers: Iterable[str]) -> dict[str, str]:
    """Return key to header; of two headers with one key, the first.

    Examples
    --------
    >>> by_key(["ID", "Event Date", "event_date"])
    {'id': 'ID', 'eventdate': 'Event Date'}
    """
    found: dict[str, str] = {}
    for header in headers:
        found.setdefault(header_key(header), header)
    return found


def bare_table(headers: Iterable[str]) -> Table:
    """Return a table of which only the headers are known."""

    def read(_: Collection[str] | None) -> Iterator[Batch]:
        return iter(())

    return Table("the table", tuple(headers), read)


def has(table: Table, *names: str) -> bool:
    """Whether a table has all of these headers, in any spelling."""
    keys = {header_key(header) for header in table.headers}
    return all(header_key(name) in keys for name in names)


def count(table: Table, names: Collection[str]) -> int:
    """Return how many of these headers a table has, in any spelling."""
    return len({header_key(header) for header in table.headers} & {header_key(name) for name in names})


def head_texts(table: Table, name: str) -> list[str]:
    """Return the texts under a header in the first rows, in any spelling of it; missing ones left out.

    Examples
    --------
    >>> table = Table("a.csv", ("ID", "Type"), iter, head=(("1", "Riots"), ("2", "")))
    >>> head_texts(table, "type")
    ['Riots']
    """
    wanted = header_key(name)
    position = next((at for at, header in enumerate(table.headers) if header_key(header) == wanted), None)
    if position is None:
        return []
    return [row[position].strip() for row in table.head if position < len(row) and row[position].strip()]


class Cells:
    """The columns of a batch by any spelling of their headers."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._headers: Mapping[str, str] = by_key(batch.columns)

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether one of these headers is there."""
        return any(header_key(name) in self._headers for name in names)

    def column(self, name: str) -> Column:
        """Return the cells under a header; without such a header, cells without text."""
        return self._batch.column(self._headers.get(header_key(name), name))
