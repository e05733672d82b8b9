"""Turn finished tables into folium elements; computes no statistics."""

from incident_mapper.render._escape import html_text
from incident_mapper.render.options import MapOptions
from incident_mapper.render.page import IncidentPage, build_map
from incident_mapper.render.payload import Coloured, PageData, make_payload

__all__ = ["Coloured", "IncidentPage", "MapOptions", "PageData", "build_map", "html_text", "make_payload"]
