"""Plain spreadsheets with headers that people wrote."""

from typing import Final

from incident_mapper.incidents.columns import USUAL_NAMES
from incident_mapper.incidents.formats.format import Format

SPREADSHEET: Final = Format(
    name="spreadsheet",
    title="a plain spreadsheet",
    recognises=lambda _: True,
    columns=USUAL_NAMES,
    ignored=False,
)
