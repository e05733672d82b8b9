"""Read any supported source into one incident table."""

from incident_mapper.incidents.read import Reading, read_incidents

__all__ = ["Reading", "read_incidents"]
