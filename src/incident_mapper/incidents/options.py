"""What a user may say about how files are read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from incident_mapper.files import FileOptions
from incident_mapper.incidents.formats.mapping import ColumnMapping, Order


@dataclass(frozen=True)
class ReadOptions:
    """How files of incidents are read, where they do not say so themselves.

    Attributes
    ----------
    columns
        Field to header, for headers that are not the usual ones, such as ``{"event_date": "Datum"}``.
    format
        The kind of the source, such as ``acled``; by default it is recognised.
    dates
        The order of day and month in dates such as ``03/04/2024``: ``dmy`` or ``mdy``; by default the column decides.
    file
        How the files are opened.
    guess
        Whether columns that are not named may be found by their headers and cells, where the format leaves that open.
    """

    columns: Mapping[str, str] | None = None
    format: str = ""
    dates: Order = ""
    file: FileOptions = FileOptions()
    guess: bool = True

    def over(self, mapping: ColumnMapping) -> "ReadOptions":
        """Return these options with those of a mapping file wherever they say nothing."""
        return replace(
            self,
            columns={**mapping.columns, **(self.columns or {})},
            format=self.format or mapping.format,
            dates=self.dates or mapping.order,
            guess=self.guess and mapping.guess,
        )
