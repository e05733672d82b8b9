"""Write a folium map as one HTML file that opens without a network."""

import html
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import folium
from branca.element import Element, Figure, Link
from jinja2 import TemplateSyntaxError

from incident_mapper.errors import IncidentMapperError
from incident_mapper.export._guard import find_references, find_uses, refuse, unescape_json
from incident_mapper.export._links import library_of, needed_assets, rotation_css
from incident_mapper.export._tree import figure_of, renumber_ids, restored
from incident_mapper.export.atomic import write_atomic
from incident_mapper.render._assets import ASSET_PREFIX, asset_tag, escape_script
from incident_mapper.render._escape import LONE_SURROGATE

__all__ = ["save_html", "to_html"]

# The browser enforces what the checks below promise. Pictures may lie beside the page.
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; "
    "img-src data: blob: file: 'self'; media-src data: blob: file: 'self'; font-src data:; "
    "connect-src data: blob:; worker-src blob: data:; frame-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
_DATA_BLOCK = re.compile(r"<script type=\"application/json\".*?</script>", re.DOTALL)
# folium's own forbids zooming with two fingers, which people with weak sight need.
_FOLIUM_META = re.compile(r"<meta (?:name=\"viewport\"|http-equiv=\"content-type\")[^>]*>", re.IGNORECASE)


def to_html(map_: folium.Map, *, title: str, lang: str = "en", allow_network: bool = False) -> str:
    """Return a map as a whole HTML page with everything it needs inside.

    Parameters
    ----------
    map_
        The map, with any layers of folium's own. It is left as it was.
    title
        The page's title, plain text.
    lang
        The language of the page, a BCP 47 tag.
    allow_network
        Keep links to what is not bundled, and tiles. Such a page shows them only online.

    Returns
    -------
    str
        HTML. The same map gives the same text.

    Raises
    ------
    NetworkAssetError
        If the map would load something from the network; names what and from where.

    Examples
    --------
    >>> page = to_html(folium.Map(tiles=None), title="Kalat & Quetta")
    >>> "<title>Kalat &amp; Quetta</title>" in page
    True
    """
    figure = figure_of(map_)
    if not allow_network:
        refuse(find_uses(figure))
    with restored(figure):
        own = {id(element) for part in _parts_of(figure) for element in part._children.values()}
        _render_layers(figure)
        head = _read_head(figure, own)
        parts = [head.markup, *("\n".join(_texts(part, own)) for part in _parts_of(figure)[1:])]
        parts = renumber_ids(parts, figure)
    code = unescape_json(_DATA_BLOCK.sub("", "\n".join(parts)))
    if not allow_network:
        refuse([*head.links, *(("the page", url) for url in find_references(code))])
    assets = needed_assets(head.libraries, code)
    assets += [name for name in head.assets if name not in assets]
    return _compose(parts, assets=assets, code=code, title=title, lang=lang, allow_network=allow_network)


def save_html(
    map_: folium.Map,
    path: str | os.PathLike[str],
    *,
    title: str,
    lang: str = "en",
    allow_network: bool = False,
) -> Path:
    """Write a map as one HTML file; see `to_html` for the options.

    Parameters
    ----------
    map_
        The map.
    path
        The file to write, whole or not at all.
    title, lang, allow_network
        As for `to_html`.

    Returns
    -------
    pathlib.Path
        The path as given.

    Raises
    ------
    NetworkAssetError
        If the map would load something from the network.
    OutputError
        If the file cannot be written.
    """
    page = to_html(map_, title=title, lang=lang, allow_network=allow_network)
    return write_atomic(path, page)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the rendered elements put into the head of the page, sorted."""

    libraries: list[str]
    assets: list[str]
    links: list[tuple[str, str]]
    markup: str


def _parts_of(figure: Figure) -> tuple[Element, Element, Element]:
    return figure.header, figure.html, figure.script


def _render_layers(figure: Figure) -> None:
    """Let every layer put its part into head, body and script."""
    try:
        for child in figure._children.values():
            child.render()
    except TemplateSyntaxError as error:
        raise IncidentMapperError(
            f"The text of a layer reads as a template ({error.message}): folium stumbles over {{{{, {{% and "
            "{#. Pass such text through incident_mapper.render.html_text before giving it to folium."
        ) from error


def _texts(part: Element, own: set[int]) -> Iterator[str]:
    """Yield what the elements left in a part of the page, without the blank space around it.

    branca would read a layer's finished text as a template once more, and so compute what stands in a
    report between double braces. Only what the user put there (`own`, by id) is rendered.
    """
    for child in part._children.values():
        is_finished = type(child) is Element and child._template_str is not None and id(child) not in own
        yield (child._template_str or "" if is_finished else child.render()).strip()


def _read_head(figure: Figure, own: set[int]) -> _Head:
    """Sort the head into known libraries, files of the bundle, other links, and markup."""
    libraries: list[str] = []
    assets: list[str] = []
    links: list[tuple[str, str]] = []
    markup: list[str] = []
    texts = _texts(figure.header, own)
    for (name, element), text in zip(figure.header._children.items(), texts, strict=True):
        if name.startswith(ASSET_PREFIX):
            assets.append(name.removeprefix(ASSET_PREFIX))
        elif isinstance(element, Link) and (library := library_of(element.url)):
            libraries.append(library)
        else:
            if isinstance(element, Link) and not element.url.startswith("data:"):
                links.append((f"{type(element).__name__} {name!r}", element.url))
            markup.append(_FOLIUM_META.sub("", text).strip())
    return _Head(libraries, assets, links, "\n".join(filter(None, markup)))


def _compose(
    parts: list[str], *, assets: list[str], code: str, title: str, lang: str, allow_network: bool
) -> str:
    """Put the page together."""
    head, body, script = parts
    rotation = rotation_css(code) if "compat-icon.css" in assets else ""
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{html.escape(lang)}">',
        "<head>",
        '<meta charset="utf-8">',
        "" if allow_network else f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(title)}</title>",
        '<link rel="icon" href="data:,">',  # or the browser asks the host for one
        *(asset_tag(name) for name in sorted(assets, key=lambda name: not name.endswith(".css"))),
        rotation and f"<style>{rotation}</style>",
        head,
        "</head>",
        "<body>",
        "<noscript>This map is drawn by JavaScript, which is switched off here.</noscript>",
        body,
        f"<script>\n{escape_script(script)}\n</script>",
        "</body>",
        "</html>",
    ]
    return LONE_SURROGATE.sub("\ufffd", "\n".join(filter(None, lines)) + "\n")
