"""Our own schema: every column by its own name, as our tables are written and as the documentation describes them."""

from typing import Final

from incident_mapper import schema as s
from incident_mapper.files import Table
from incident_mapper.incidents.columns import USUAL_NAMES
from incident_mapper.incidents.formats.format import Format
from incident_mapper.incidents.formats.headers import count, has

_ENOUGH = 4  # of our names, the id among them


def _recognises(table: Table) -> bool:
    return has(table, s.INCIDENT_ID) and count(table, USUAL_NAMES) >= _ENOUGH


OWN: Final = Format(
    name="own",
    title="the schema of Incident Mapper",
    recognises=_recognises,
    # Each field's own name comes first among its usual names; a usual one is read where it is not there.
    columns=USUAL_NAMES,
    facts="the table of fields in the documentation",
    ignored=False,
)
