"""Plain spreadsheets with headers that people wrote: every column is a guess, shown with its score and its reason."""

from typing import Final

from incident_mapper.incidents.columns import USUAL_NAMES
from incident_mapper.incidents.formats.format import Format
from incident_mapper.incidents.formats.guess import guess

SPREADSHEET: Final = Format(
    name="spreadsheet",
    title="a plain spreadsheet",
    recognises=lambda _: True,
    columns=USUAL_NAMES,
    find=guess,
    ignored=False,
)
