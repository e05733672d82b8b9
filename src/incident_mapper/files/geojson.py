"""Turn the features of a GeoJSON document into cells of text."""

from collections.abc import Mapping
from typing import Any

from incident_mapper.files.written import written


def property_cells(feature: Mapping[str, Any]) -> dict[str, str]:
    """Return the properties as cells, and the id of the feature where they have none."""
    properties = feature.get("properties")
    record: dict[str, str] = {}
    if isinstance(properties, dict):
        record = {clean(name): clean(written(value)) for name, value in properties.items()}
    if "id" in feature and "id" not in record:
        record["id"] = clean(written(feature["id"]))
    return record


def point_cells(geometry: Any) -> dict[str, str] | None:
    """Return the coordinates of a point as cells, none for no geometry, ``None`` for another shape.

    Examples
    --------
    >>> point_cells({"type": "Point", "coordinates": [66.5, 29.0]})
    {'longitude': '66.5', 'latitude': '29'}
    """
    if not isinstance(geometry, dict):
        return {}
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(coordinates, list):
        if len(coordinates) < 2:  # an empty point, as some programs write it
            return {}
        return {"longitude": clean(written(coordinates[0])), "latitude": clean(written(coordinates[1]))}
    return None


def article(geometry: Any) -> str:
    """Return what a geometry is called in a sentence."""
    kind = str(geometry.get("type"))[:40]
    return f"{'an' if kind[:1] in 'AEIOUaeiou' else 'a'} {kind}"


def clean(text: str) -> str:
    r"""Return a text that can be written again: JSON may hold half of a character (``"\ud800"``)."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
