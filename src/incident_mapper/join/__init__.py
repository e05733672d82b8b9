"""Give each incident exactly one province and at most one district, by name or by point."""

from incident_mapper.join.decide import AreaSet, Trust
from incident_mapper.join.locate import MAX_GAP_KM, locate_points
from incident_mapper.join.table import Cases, join_areas, join_cases

__all__ = ["MAX_GAP_KM", "AreaSet", "Cases", "Trust", "join_areas", "join_cases", "locate_points"]
