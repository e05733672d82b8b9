"""Walk a figure's elements, and put them back after a rendering, which alters them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from branca.element import Element, Figure

__all__ = ["figure_of", "renumber_ids", "restored", "walk"]

_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


def figure_of(element: Element) -> Figure:
    """Return the figure an element stands in, also when it stands in a subplot of it.

    Raises
    ------
    TypeError
        If there is none.
    """
    top = element
    while top._parent is not None:
        top = top._parent
    if not isinstance(top, Figure):
        raise TypeError(f"{type(element).__name__} is on no map; call add_to(map) before saving.")
    return top


def walk(element: Element) -> Iterator[Element]:
    """Yield an element and all it holds: children, and elements kept as attributes, each once."""
    seen: set[int] = set()
    todo = [element]
    while todo:
        current = todo.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        held: list[object] = list(current._children.values())
        for name, value in vars(current).items():
            if name == "_parent":
                continue
            held.extend(value if isinstance(value, (list, tuple)) else (value,))
        todo.extend(item for item in reversed(held) if isinstance(item, Element))


@contextmanager
def restored(figure: Figure) -> Iterator[None]:
    """Undo on leaving what a rendering adds: links, markers' icons, legends, computed attributes.

    Without this a second rendering would hold some things twice, and a map would not be the user's
    any more. (A deep copy would do, but layers can be large and hold what cannot be copied.)
    """
    before = [
        (element, dict(vars(element)), element._children, dict(element._children)) for element in walk(figure)
    ]
    try:
        yield
    finally:
        for element, attributes, children, entries in before:
            vars(element).clear()
            vars(element).update(attributes)
            children.clear()
            children.update(entries)


def renumber_ids(parts: list[str], figure: Figure) -> list[str]:
    """Replace branca's random ids by numbers in order of appearance, so that equal maps are equal bytes.

    Only ids of this figure's elements are touched: a checksum in an incident's text looks the same.
    """
    random = {element._id for element in walk(figure)}
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        if match[0] not in random:
            return match[0]
        return numbers.setdefault(match[0], f"{len(numbers) + 1:032x}")

    return [_ID.sub(number, part) for part in parts]
