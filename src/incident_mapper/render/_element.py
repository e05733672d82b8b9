"""The base of our own folium elements: data crosses once, as JSON, and scripts come from the bundle."""

from functools import cache
from typing import Any, ClassVar

from branca.element import Figure, MacroElement
from jinja2 import Environment, StrictUndefined, Template, Undefined

from incident_mapper.render._assets import RawElement, add_asset
from incident_mapper.render._escape import json_script

__all__ = ["MapElement"]

# Only templates of our own are read here, and values reach them through `js`: HTML escapes would be wrong.
_ENV = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701


def _js(value: Any) -> str:
    """Write a value as JavaScript; a misspelt variable says its name, instead of what JSON makes of it."""
    return json_script(str(value) if isinstance(value, Undefined) else value)


_ENV.filters["js"] = _js


class MapElement(MacroElement):
    r"""An element of a folium map that starts a script of the bundle on data of its own.

    A subclass names the files it needs in `assets`, returns its data from `payload`, and gives in
    `start` the JavaScript that begins the work: a Jinja template that knows `name` (of this element),
    `map_name` (the JavaScript variable and element id of the map) and `data_id` (id of the script element
    that holds the data), and the filter `js`. A misspelt variable is an error.

    Examples
    --------
    >>> class Note(MapElement):
    ...     assets = ()
    ...     start = "L.note({{ map_name }}, {{ data_id|js }});"
    ...
    ...     def payload(self):
    ...         return {"text": "{{ 7*7 }}"}
    >>> import folium
    >>> page = Note().add_to(folium.Map(tiles=None)).get_root().render()
    >>> r'{"text":"\u007b{ 7*7 }}"}' in page
    True
    """

    assets: ClassVar[tuple[str, ...]] = ("webmap.css", "webmap.js")
    start: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__

    def payload(self) -> Any:
        """Return the data for the page: what `json.dumps` takes, display text included."""
        raise NotImplementedError

    def render(self, **kwargs: object) -> str:
        """Add assets, data and script to the page, each as it stands; nothing is left to print."""
        figure = self.get_root()
        if not isinstance(figure, Figure) or self._parent is None:
            raise TypeError(f"{self._name} is on no map; call add_to(map) before rendering.")
        for name in self.assets:
            add_asset(figure, name)
        names = {"name": self.get_name(), "data_id": f"{self.get_name()}_data"}
        data = json_script(self.payload())
        block = f'<script type="application/json" id="{names["data_id"]}">{data}</script>'
        figure.html.add_child(RawElement(block), name=names["data_id"])
        start = _template(self.start).render(this=self, map_name=self._parent.get_name(), **names)
        figure.script.add_child(RawElement(start), name=names["name"])
        for child in self._children.values():
            child.render(**kwargs)
        return ""


@cache
def _template(source: str) -> Template:
    """Compile a template once; elements hold the source, so that they pickle."""
    return _ENV.from_string(source)
