"""Put the built bundle into a page: as it is, once, and never through a template."""

import re
from functools import cache
from importlib import resources

from branca.element import Element, Figure

from incident_mapper.errors import IncidentMapperError

__all__ = ["RawElement", "add_asset", "asset_tag", "asset_text", "escape_script"]

ASSET_PREFIX = "asset:"
_BROKEN = r"<\\"  # the replacement: "<" and one backslash


class RawElement(Element):
    """Text that is written as it stands: `Element` itself would read it as a template.

    Parameters
    ----------
    text
        Markup or a script, made by us.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "RawElement"
        self.text = text

    def render(self, **_kwargs: object) -> str:
        """Return the text."""
        return self.text


@cache
def asset_text(name: str) -> str:
    """Read a file of the bundle, for instance ``webmap.js``.

    Raises
    ------
    IncidentMapperError
        If the bundle lacks the file: it is made when the package is built.
    """
    file = resources.files("incident_mapper") / "_bundle" / name
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise IncidentMapperError(
            f"The package lacks its bundled page ({name}). It is made at installation: install again, "
            "in a checkout with `pip install -e .`"
        ) from None


def asset_tag(name: str) -> str:
    """Return a file of the bundle as a style or script element."""
    text = asset_text(name)
    if name.endswith(".css"):
        return f"<style>{re.sub('<(?=/style)', _BROKEN, text, flags=re.IGNORECASE)}</style>"
    return f"<script>{escape_script(text)}</script>"


def escape_script(code: str) -> str:
    r"""Keep a script from ending its element early; strings in it still mean the same.

    Examples
    --------
    >>> escape_script("s = '</script>'")
    "s = '<\\/script>'"
    """
    return re.sub(r"<(?=/script|!--)", _BROKEN, code, flags=re.IGNORECASE)


def add_asset(figure: Figure, name: str) -> None:
    """Add a file of the bundle to the head of a page, unless it is there."""
    key = ASSET_PREFIX + name
    if key not in figure.header._children:  # noqa: SLF001 - branca has no other way to ask
        figure.header.add_child(RawElement(asset_tag(name)), name=key)
