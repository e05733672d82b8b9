"""Immutable places, look-up and suggestions, from the packaged tables."""

from incident_mapper.gazetteer.countries import HOME, country_named
from incident_mapper.gazetteer.find import Found, find
from incident_mapper.gazetteer.gazetteer import Gazetteer
from incident_mapper.gazetteer.history import current_parents, era, successors
from incident_mapper.gazetteer.load import load_gazetteer
from incident_mapper.gazetteer.places import (
    COUNTRY_CODE,
    DISPUTED_CODE,
    Place,
    Suggestion,
    holders,
    may_be_meant,
    most_likely,
)

__all__ = [
    "COUNTRY_CODE",
    "DISPUTED_CODE",
    "HOME",
    "Found",
    "Gazetteer",
    "Place",
    "Suggestion",
    "country_named",
    "current_parents",
    "era",
    "find",
    "holders",
    "load_gazetteer",
    "may_be_meant",
    "most_likely",
    "successors",
]
