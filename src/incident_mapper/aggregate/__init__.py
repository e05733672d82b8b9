"""Totals per area as ranges, counting groups and overlaps once, keeping zero and unknown apart."""

from incident_mapper.aggregate.areas import aggregate, country_total
from incident_mapper.aggregate.total import COUNTRY, AreaTotals, Level, Total

__all__ = [
    "COUNTRY",
    "AreaTotals",
    "Level",
    "Total",
    "aggregate",
    "country_total",
]
