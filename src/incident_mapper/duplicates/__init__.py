"""Find reports that may be of one event, keep what a person decides about them, and count them once."""

from incident_mapper.duplicates.decide import Decisions, apply_decisions, find_decisions
from incident_mapper.duplicates.find import find_duplicates
from incident_mapper.duplicates.merge import merge_incidents
from incident_mapper.duplicates.options import Candidates, DuplicateOptions
from incident_mapper.duplicates.review import Review, ReviewTable, make_review, read_review

__all__ = [
    "Candidates",
    "Decisions",
    "DuplicateOptions",
    "Review",
    "ReviewTable",
    "apply_decisions",
    "find_decisions",
    "find_duplicates",
    "make_review",
    "merge_incidents",
    "read_review",
]
