"""Write HTML and tables atomically, with nothing left on the network."""

from incident_mapper.export.atomic import write_atomic
from incident_mapper.export.html import save_html, to_html
from incident_mapper.export.tables import TABLE_SUFFIXES, write_table

__all__ = ["TABLE_SUFFIXES", "save_html", "to_html", "write_atomic", "write_table"]
