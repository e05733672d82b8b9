"""Totals per area as ranges, counting groups and overlaps once, keeping zero and unknown apart."""

from incident_mapper.aggregate.areas import CODE_OF, aggregate, country_total
from incident_mapper.aggregate.counted import Counted, count_rows
from incident_mapper.aggregate.total import COUNTRY, LEVELS, AreaTotals, Level, Total

__all__ = [
    "CODE_OF",
    "COUNTRY",
    "LEVELS",
    "AreaTotals",
    "Counted",
    "Level",
    "Total",
    "aggregate",
    "count_rows",
    "country_total",
]
