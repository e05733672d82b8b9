"""One module for each kind of source: how it is recognised, and what its columns and codes mean."""

from incident_mapper.incidents.formats.format import Format, Proposal
from incident_mapper.incidents.formats.mapping import ColumnMapping, mapping_text, read_mapping
from incident_mapper.incidents.formats.registry import (
    FORMATS,
    columns_of,
    format_named,
    headers_to_read,
    propose,
    recognise,
)

__all__ = [
    "FORMATS",
    "ColumnMapping",
    "Format",
    "Proposal",
    "columns_of",
    "format_named",
    "headers_to_read",
    "mapping_text",
    "propose",
    "read_mapping",
    "recognise",
]
