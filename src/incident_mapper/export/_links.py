"""What folium's elements link to, and which files of the bundle stand in for it.

folium links six libraries for every map, used or not. A page of ours holds the parts it uses.
"""

import re
from collections.abc import Callable, Iterable

__all__ = ["library_of", "needed_assets", "rotation_css"]

# The library a link means, whatever its version and host.
_LIBRARIES = tuple(
    (re.compile(pattern, re.IGNORECASE), library)
    for pattern, library in (
        (r"/leaflet(@1\.\d+(\.\d+)?|/1\.\d+(\.\d+)?)/(dist/)?leaflet(\.min)?\.(js|css)$", "leaflet"),
        (r"/jquery[-/@]?3\.\d+\.\d+(/dist)?(/jquery)?(\.slim)?(\.min)?\.js$", "jquery"),
        (
            r"/bootstrap(@5[.\d]*|/5[.\d]*)/(dist/)?(js|css)/bootstrap(\.bundle)?(\.min)?\.(js|css)$",
            "bootstrap",
        ),
        (r"/bootstrap/3[.\d]*/css/bootstrap-glyphicons\.css$", "glyphicons"),
        (
            r"/leaflet\.awesome-markers(@|/)2[.\d]*/(dist/)?leaflet\.awesome-markers(\.min)?\.(js|css)$",
            "markers",
        ),
        (r"/leaflet\.awesome\.rotate(\.min)?\.css$", "markers"),
        (r"/fontawesome-free@[56][.\d]*/css/all(\.min)?\.css$", "fontawesome"),
        (r"/d3[/@](v?3)[.\d]*/d3(\.min)?\.js$|//d3js\.org/d3\.v3(\.min)?\.js$", "d3"),
        (r"/topojson/1[.\d]*/topojson(\.min)?\.js$", "topojson"),
    )
)

_LEGEND_CALLS = {"scale.threshold", "scale.linear", "svg.axis", "select"}
_D3_CALL = re.compile(r"\bd3\.((?:scale|svg)\.\w+|\w+)")
_POPUP_CALL = re.compile(r"\$\(`|\$\(document\)\.ready\(")
_JQUERY_CALL = re.compile(r"(?<![\w$])(?:\$\s*[.(]|jQuery\b)")


def library_of(url: str) -> str | None:
    """Return the library that a link of folium's means and the bundle holds; None for any other.

    Examples
    --------
    >>> library_of("https://code.jquery.com/jquery-3.7.1.min.js")
    'jquery'
    >>> library_of("https://cdn.jsdelivr.net/npm/leaflet.heat/leaflet-heat.js") is None
    True
    """
    return next((library for pattern, library in _LIBRARIES if pattern.search(url)), None)


def _has(pattern: str) -> Callable[[str], bool]:
    """Return a test for a pattern."""
    compiled = re.compile(pattern)
    return lambda page: compiled.search(page) is not None


def _uses_more_jquery(page: str) -> bool:
    return _JQUERY_CALL.search(_POPUP_CALL.sub(" ", page)) is not None


def _uses_more_d3(page: str) -> bool:
    return not set(_D3_CALL.findall(page)) <= _LEGEND_CALLS


# Asset, the library it is part of, and the page that needs it; in the order in which a page loads them.
# A test that finds too much costs bytes; one that finds too little would cost the user a layer.
_ASSETS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("webmap.css", "leaflet", lambda _: True),
    ("compat-table.css", "bootstrap", _has(r"class=\\?[\"'][^\"'<>]*\btable\b")),
    ("compat-icon.css", "markers", _has(r"AwesomeMarkers")),
    ("compat-glyphicon.css", "glyphicons", _has(r"glyphicon")),
    ("compat-fa.css", "fontawesome", _has(r"\"prefix\": \"fa|\bfa-(?!rotate-\d)[a-z]|\bfa[srb]? fa-")),
    ("compat-fa-regular.css", "fontawesome", _has(r"\"prefix\": \"far\"|\bfa-regular\b|\bfar fa-")),
    ("compat-fa-brands.css", "fontawesome", _has(r"\"prefix\": \"fab\"|\bfa-brands\b|\bfab fa-")),
    ("webmap.js", "leaflet", lambda _: True),
    ("compat-marker.js", "leaflet", _has(r"(?i)\bL\.(?:marker|geoJson)|\bmarker\(")),
    ("compat-jquery.js", "jquery", _uses_more_jquery),
    ("compat-dollar.js", "jquery", lambda page: "$(" in page and not _uses_more_jquery(page)),
    ("compat-icon.js", "markers", _has(r"AwesomeMarkers")),
    ("compat-d3.js", "d3", _uses_more_d3),
    ("compat-legend.js", "d3", lambda page: not _uses_more_d3(page)),
    ("compat-topojson.js", "topojson", lambda _: True),
)


def needed_assets(libraries: Iterable[str], page: str) -> list[str]:
    """Return the files of the bundle that a page needs, in loading order.

    Parameters
    ----------
    libraries
        The libraries its elements link to.
    page
        The markup and scripts its elements rendered, without the data blocks.
    """
    linked = set(libraries)
    return [asset for asset, library, is_used in _ASSETS if library in linked and is_used(page)]


def rotation_css(page: str) -> str:
    """Return the style for the angles of this page's icons, a sheet folium links from its repository."""
    angles = sorted({int(angle) % 360 for angle in re.findall(r"\bfa-rotate-(-?\d+)\b", page)} - {0})
    return "".join(f".awesome-marker .fa-rotate-{angle}{{transform:rotate({angle}deg)}}" for angle in angles)
