"""Say what changed between two editions of a dataset."""

from incident_mapper.compare.editions import compare_editions
from incident_mapper.compare.result import KINDS, Changes, CompareOptions, TotalChange

__all__ = ["KINDS", "Changes", "CompareOptions", "TotalChange", "compare_editions"]
