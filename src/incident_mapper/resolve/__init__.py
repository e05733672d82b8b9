"""Give each incident a place code, with the method, the score and the leftovers."""

from incident_mapper.resolve.explain import Explanation, explain
from incident_mapper.resolve.incidents import Memory, Resolution, resolve_distinct, resolve_places
from incident_mapper.resolve.lookup import look_up
from incident_mapper.resolve.match import Match
from incident_mapper.resolve.overrides import read_overrides
from incident_mapper.resolve.scan import Mention, scan
from incident_mapper.resolve.text import read_text

__all__ = [
    "Explanation",
    "Match",
    "Memory",
    "Mention",
    "Resolution",
    "explain",
    "look_up",
    "read_overrides",
    "read_text",
    "resolve_distinct",
    "resolve_places",
    "scan",
]
