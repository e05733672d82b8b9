"""Fill in how a row relates to others."""

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.incidents.fill.cells import Cells
from incident_mapper.incidents.relations import read_relations


class _Cell:
    """A cell of relations that was kept, or why it was not."""

    def __init__(self, text: str, note: str = "") -> None:
        self.text, self.note = text, note


def fill_relations(table: dict[str, object], cells: Cells) -> None:
    """Add the relations that can be read; the others are noted, and their rows count for themselves."""

    def read(text: str) -> _Cell:
        try:
            read_relations(text)
        except SchemaError as error:
            return _Cell("", f"relations not read, so overlaps with other rows are not known: {error}")
        return _Cell(text)

    column, answers = cells.read(s.RELATIONS, read, check="relation")
    table[s.RELATIONS] = column.changed(answer.text for answer in answers).expand()
