"""One row for each area and period, quiet ones too, in one pass over any number of batches."""

from incident_mapper.panel.accumulate import PanelAccumulator, involved_ids
from incident_mapper.panel.make import panel
from incident_mapper.panel.periods import PERIODS, Period
from incident_mapper.panel.table import Panel

__all__ = ["PERIODS", "Panel", "PanelAccumulator", "Period", "involved_ids", "panel"]
