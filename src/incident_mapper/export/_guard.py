"""Find what would make a page load something from the network."""

import re
from collections.abc import Iterator

from branca.element import Element, Figure, Html, Link
from folium.elements import JSCSSMixin
from folium.map import Popup, Tooltip

from incident_mapper.errors import NetworkAssetError
from incident_mapper.export._links import library_of
from incident_mapper.export._tree import walk

__all__ = ["find_references", "find_uses", "refuse", "unescape_json"]

_EXTERNAL = re.compile(r"(?:https?:|wss?:|ftp:)?//", re.IGNORECASE)
_ADDRESS = r"((?:https?:|wss?:|ftp:)?//[^\s\"'<>`\\)]+)"
# Their strings are shown, not loaded; what loads in their markup is found in the rendered page.
_TEXT_CLASSES = (Html, Tooltip, Popup, Link, Figure)
_TEXT_ATTRIBUTES = {"layer_name", "tile_name", "attr", "attribution"}

_TAG = re.compile(
    r"<([a-z][\w:-]*)[^<>]*?\b(src|href|srcset|poster|data|action|formaction|background)\s*=\s*[\"']?\s*"
    + _ADDRESS,
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:\burl\(\s*[\"']?\s*"
    r"|@import\s+[\"']\s*"
    r"|\.(?:src|href)\s*=\s*[\"'`]\s*"
    r"|<meta\b[^<>]*\burl="
    r"|\b(?:fetch|import|importScripts|WebSocket|EventSource|Worker|ajax|getJSON|tileLayer|wms|imageOverlay"
    r"|videoOverlay)\(\s*[\"'`]\s*)" + _ADDRESS,
    re.IGNORECASE,
)
_JSON_ESCAPES = (("\\u003c", "<"), ("\\u003e", ">"), ("\\u0026", "&"), ("\\u0027", "'"), ('\\"', '"'))
_SHOWN = 5


def find_uses(figure: Figure) -> list[tuple[str, str]]:
    """List class name and address of every element that asks for the network, before rendering.

    Parameters
    ----------
    figure
        The figure a map stands in.

    Returns
    -------
    list of tuple
        Links to libraries the bundle does not hold, and tiles, pictures and data with an address.
    """
    uses: dict[tuple[str, str], None] = {}
    for element in walk(figure):
        name = type(element).__name__
        if isinstance(element, JSCSSMixin):
            for _, url in (*element.default_js, *element.default_css):
                if library_of(url) is None and not url.startswith("data:"):
                    uses[name, url] = None
        if not isinstance(element, _TEXT_CLASSES):
            for url in _addresses(element):
                uses[name, url] = None
    return list(uses)


def _addresses(element: Element) -> Iterator[str]:
    """Yield the attributes and options of an element that are addresses."""
    options = getattr(element, "options", None)
    attributes = {**vars(element), **(options if isinstance(options, dict) else {})}
    for key, value in attributes.items():
        if not isinstance(value, str) or key in _TEXT_ATTRIBUTES:
            continue
        # GeoJson(..., embed=False) would fetch even a file that lies beside the page.
        if key == "embed_link" or _EXTERNAL.match(value.strip()):
            yield value


def unescape_json(page: str) -> str:
    """Read the escapes that folium writes into scripts, so that markup in strings looks like markup."""
    for escaped, plain in _JSON_ESCAPES:
        page = page.replace(escaped, plain)
    return page


def find_references(page: str) -> list[str]:
    """List the addresses that a rendered page would load; links for people to follow are none.

    Parameters
    ----------
    page
        Markup and scripts, through `unescape_json`, without data blocks and the files of the bundle.

    Examples
    --------
    >>> find_references('<a href="https://a.example">source</a><img src="https://b.example/x.png">')
    ['https://b.example/x.png']
    """
    found = [
        (match.start(), match[3])
        for match in _TAG.finditer(page)
        if not (match[1].lower() in {"a", "area"} and match[2].lower() == "href")
    ]
    found += [(match.start(), match[1]) for match in _OTHER.finditer(page)]
    return list(dict.fromkeys(url for _, url in sorted(found)))


def refuse(uses: list[tuple[str, str]]) -> None:
    """Raise an error that names each element and address, when there are any.

    Raises
    ------
    NetworkAssetError
        If the list is not empty.
    """
    if not uses:
        return
    shown = "; ".join(f"{name} loads {url}" for name, url in uses[:_SHOWN])
    more = f"; and {len(uses) - _SHOWN} more" if len(uses) > _SHOWN else ""
    tiles = " (folium.Map(tiles=None) has none)" if any("TileLayer" in name for name, _ in uses) else ""
    raise NetworkAssetError(
        f"This map needs the network: {shown}{more}. Our pages open without one. Leave this out{tiles}, or "
        "allow it with allow_network=True (on the command line --allow-network); the page then needs it."
    )
