"""Check placed incidents, say what deserves a look, and mend what is asked in a new file."""

from incident_mapper.quality.catalogue import CHECKS, FIXES, SEVERITIES, Check, Severity, check_named
from incident_mapper.quality.report import QualityReport, quality_report

__all__ = [
    "CHECKS",
    "FIXES",
    "SEVERITIES",
    "Check",
    "QualityReport",
    "Severity",
    "check_named",
    "quality_report",
]
