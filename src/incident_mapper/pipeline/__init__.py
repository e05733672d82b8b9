"""The one-call path through all rooms; composition only."""

from incident_mapper.pipeline.draw import colour, make_map, published
from incident_mapper.pipeline.ground import Ground, UserAreas
from incident_mapper.pipeline.place import (
    Placed,
    PlacedBatches,
    PlaceOptions,
    place_in_batches,
    place_incidents,
)
from incident_mapper.pipeline.total import Totals, total_incidents

__all__ = [
    "Ground",
    "PlaceOptions",
    "Placed",
    "PlacedBatches",
    "Totals",
    "UserAreas",
    "colour",
    "make_map",
    "place_in_batches",
    "place_incidents",
    "published",
    "total_incidents",
]
