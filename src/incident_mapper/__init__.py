"""Turn reports of security incidents in Pakistan into maps that can be trusted and published.

The names below are loaded when they are first used, so that importing the package costs nothing.

Examples
--------
>>> import incident_mapper
>>> incident_mapper.load_gazetteer().find("Kalat").code
'PK210'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from incident_mapper._version import __version__

if TYPE_CHECKING:
    from incident_mapper.areas import load_areas, read_areas
    from incident_mapper.errors import IncidentMapperError
    from incident_mapper.gazetteer import Gazetteer, Place, load_gazetteer
    from incident_mapper.incidents import Reading, read_incidents
    from incident_mapper.resolve import Resolution, resolve_places

_HOMES = {
    "Gazetteer": "gazetteer",
    "IncidentMapperError": "errors",
    "Place": "gazetteer",
    "Reading": "incidents",
    "Resolution": "resolve",
    "load_areas": "areas",
    "load_gazetteer": "gazetteer",
    "read_areas": "areas",
    "read_incidents": "incidents",
    "resolve_places": "resolve",
}

__all__ = [
    "Gazetteer",
    "IncidentMapperError",
    "Place",
    "Reading",
    "Resolution",
    "__version__",
    "load_areas",
    "load_gazetteer",
    "read_areas",
    "read_incidents",
    "resolve_places",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'incident_mapper' has no attribute {name!r}")
    return getattr(import_module(f"incident_mapper.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
