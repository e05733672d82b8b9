"""One row for each area and period, quiet ones too, in one pass over any number of batches."""

from incident_mapper.panel.accumulate import PanelAccumulator, involved_ids
from incident_mapper.panel.hxl import hxl_tag
from incident_mapper.panel.make import panel
from incident_mapper.panel.periods import PERIODS, Period
from incident_mapper.panel.shapes import panel_areas, with_shapes
from incident_mapper.panel.table import Panel

__all__ = [
    "PERIODS",
    "Panel",
    "PanelAccumulator",
    "Period",
    "hxl_tag",
    "involved_ids",
    "panel",
    "panel_areas",
    "with_shapes",
]
