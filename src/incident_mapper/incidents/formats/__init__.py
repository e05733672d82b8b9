"""One module for each kind of source: how it is recognised, and what its columns and codes mean."""

from incident_mapper.incidents.formats.format import Format

__all__ = ["Format"]
