"""The polygons of a level: the embedded ones for an edition and a day, or a user's own."""

from incident_mapper.areas.embedded import (
    AREA_LEVELS,
    ATTRIBUTION,
    DISCLAIMER,
    AreaLevel,
    Detail,
    disputed_territory,
    load_areas,
    neighbours,
    sea_labels,
    with_units,
)
from incident_mapper.areas.measure import simplified
from incident_mapper.areas.own import crosswalk, read_areas

areas = load_areas
"""The short name, for use within the package; outside it would hide this module, or be hidden by it."""

__all__ = [
    "AREA_LEVELS",
    "ATTRIBUTION",
    "DISCLAIMER",
    "AreaLevel",
    "Detail",
    "areas",
    "crosswalk",
    "disputed_territory",
    "load_areas",
    "neighbours",
    "read_areas",
    "sea_labels",
    "simplified",
    "with_units",
]
