"""What a user may say about how files are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from incident_mapper.files import FileOptions

DayOrder = Literal["", "dmy", "mdy"]


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
    """

    columns: Mapping[str, str] | None = None
    format: str = ""
    dates: DayOrder = ""
    file: FileOptions = FileOptions()
