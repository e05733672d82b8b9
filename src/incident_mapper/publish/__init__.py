"""Decide how much of the data may leave with a map, and take the rest out before anything is drawn."""

from incident_mapper.publish.policy import LEVELS, PublishOptions, allowed_level, origins
from incident_mapper.publish.redact import WITHHELD, redact
from incident_mapper.publish.unnamed import unnamed, without_names, without_rows

__all__ = [
    "LEVELS",
    "WITHHELD",
    "PublishOptions",
    "allowed_level",
    "origins",
    "redact",
    "unnamed",
    "without_names",
    "without_rows",
]
