"""Put a finished payload on a folium map."""

from typing import Any

import folium

from incident_mapper.render._element import MapElement


class IncidentPage(MapElement):
    """The element that turns a folium map into the page: backdrop, colours, symbols, panels.

    Parameters
    ----------
    payload
        What `make_payload` returns.

    Examples
    --------
    >>> page = IncidentPage({"format": 1}).add_to(folium.Map(tiles=None))
    >>> page.payload()
    {'format': 1}
    """

    start = "window.incidentMapper.mount({map: {{ map_name }}, dataId: {{ data_id|js }}, mapId: {{ map_name|js }}});"

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__()
        self._payload = payload

    def payload(self) -> dict[str, Any]:
        """Return the data for the page."""
        return self._payload


def build_map(payload: dict[str, Any]) -> folium.Map:
    """Return a folium map with the page on it; layers of one's own can be added.

    Parameters
    ----------
    payload
        What `make_payload` returns.

    Returns
    -------
    folium.Map
        Without tiles: public tile servers refuse local files.
    """
    west, south, east, north = payload["bounds"]
    map_ = folium.Map(
        location=[(south + north) / 2, (west + east) / 2], zoom_start=5, tiles=None, control_scale=False
    )
    IncidentPage(payload).add_to(map_)
    return map_
