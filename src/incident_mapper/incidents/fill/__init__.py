"""Fill the fields of the incident table from cells: one module for each kind of field."""

from incident_mapper.incidents.fill.cells import Cells, Findings
from incident_mapper.incidents.fill.coordinates import fill_coordinates
from incident_mapper.incidents.fill.dates import fill_dates
from incident_mapper.incidents.fill.figures import fill_figures
from incident_mapper.incidents.fill.relations import fill_relations
from incident_mapper.incidents.fill.sources import fill_sources

__all__ = [
    "Cells",
    "Findings",
    "fill_coordinates",
    "fill_dates",
    "fill_figures",
    "fill_relations",
    "fill_sources",
]
