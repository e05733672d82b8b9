"""Read any supported source into one incident table."""

from incident_mapper.incidents.options import ReadOptions
from incident_mapper.incidents.read import IncidentFiles, Reading, open_incidents, read_incidents

__all__ = ["IncidentFiles", "ReadOptions", "Reading", "open_incidents", "read_incidents"]
