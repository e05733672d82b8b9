"""A first look through all files: what can only be said of a column, or of all rows, as a whole."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.files import Batch, Table
from incident_mapper.incidents.dates import DateEvidence, DateForm, date_evidence
from incident_mapper.incidents.formats import Format, headers_to_read
from incident_mapper.incidents.formats.mapping import Order
from incident_mapper.incidents.ids import SeenIds
from incident_mapper.incidents.relations import read_relations

DATES: Final = (s.EVENT_DATE, s.EVENT_DATE_END)


@dataclass(frozen=True)
class OpenedFile:
    """A file of incidents: its table, the kind it is of, and which header holds which field."""

    table: Table
    format: Format
    headers: Mapping[str, str]

    def batches(self, fields: Collection[str] | None = None) -> Iterator[Batch]:
        """Give the rows with the columns that some fields are read from, those included that the format makes."""
        wanted = headers_to_read(self.table, self.format, self.headers, fields=fields)
        for batch in self.table.batches(wanted):
            yield self.format.prepare(batch) if self.format.prepare else batch


@dataclass(frozen=True)
class Survey:
    """What a first look found.

    Attributes
    ----------
    ids
        The ids that rows bear.
    dates
        For each file, field to what its column decides about dates.
    involved
        Ids of incidents and groups that a relation names: rows that cannot be totalled by themselves.
    rows
        How many rows there are in all.
    """

    ids: SeenIds = field(default_factory=SeenIds)
    dates: tuple[Mapping[str, DateForm], ...] = ()
    involved: frozenset[str] = frozenset()
    rows: int = 0


def survey(files: Sequence[OpenedFile], *, order: Order = "") -> Survey:
    """Look through the columns that have to be known as a whole before any row is read."""
    ids, involved, rows = SeenIds(), set[str](), 0
    forms: list[Mapping[str, DateForm]] = []
    for file in files:
        wanted = {
            name: file.headers[name] for name in (*DATES, s.INCIDENT_ID, s.RELATIONS) if name in file.headers
        }
        evidence = {name: DateEvidence() for name in DATES if name in wanted}
        # Without any of these columns there is nothing to look for: the rows are counted when they are read.
        for batch in file.batches(wanted) if wanted else ():
            rows += len(batch)
            if s.INCIDENT_ID in wanted:
                ids.look(batch.column(wanted[s.INCIDENT_ID]))
            if s.RELATIONS in wanted:
                involved |= _targets(batch.column(wanted[s.RELATIONS]).texts.tolist())
            for name in evidence:
                evidence[name] += date_evidence(batch.column(wanted[name]).texts.tolist())
        forms.append({name: found.decide(order=order) for name, found in evidence.items()})
    ids.settle()
    return Survey(ids, tuple(forms), frozenset(involved), rows)


def _targets(cells: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for text in cells:
        try:
            found |= {relation.target for relation in read_relations(text)}
        except SchemaError:
            continue  # noted when the row itself is read
    return found
