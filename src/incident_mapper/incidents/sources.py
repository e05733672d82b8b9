"""The sources of one incident: any number of them, each with outlet, title, date and address."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from incident_mapper.errors import SchemaError
from incident_mapper.incidents.missing import MISSING

_PARTS: Final = ("outlet", "title", "date", "url")
_BETWEEN: Final = re.compile(r"\s*[;|\n]\s*")
_ADDRESS: Final = re.compile(r"[\s;|,]+(?=https?://)")


@dataclass(frozen=True, slots=True)
class Source:
    """One source; what is not stated is empty text."""

    outlet: str = ""
    title: str = ""
    date: str = ""
    url: str = ""


def read_sources(text: str) -> tuple[Source, ...]:
    """Read the list that the column ``sources`` holds.

    Parameters
    ----------
    text
        JSON: a list of objects with ``outlet``, ``title``, ``date`` and ``url``, each optional.

    Raises
    ------
    SchemaError
        If it is no such list.

    Examples
    --------
    >>> read_sources('[{"outlet": "Dawn", "date": "2025-11-04"}]')
    (Source(outlet='Dawn', title='', date='2025-11-04', url=''),)
    """
    if not text:
        return ()
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SchemaError(f"sources {text[:60]!r} is no JSON: {error}.") from error
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise SchemaError(
            f"sources {text[:60]!r} is no list of objects such as "
            '[{"outlet": "Dawn", "title": "", "date": "2025-11-04", "url": ""}].'
        )
    return tuple(Source(**{part: str(item.get(part) or "").strip() for part in _PARTS}) for item in listed)


def sources_text(sources: Iterable[Source]) -> str:
    """Return sources as the column ``sources`` holds them, each once; empty text if there are none.

    Examples
    --------
    >>> sources_text([Source("Dawn"), Source("Dawn")])
    '[{"outlet": "Dawn", "title": "", "date": "", "url": ""}]'
    """
    kept = [asdict(source) for source in dict.fromkeys(sources) if source != Source()]
    return json.dumps(kept, ensure_ascii=False) if kept else ""


def split_sources(outlet: str, title: str, date: str, url: str) -> tuple[Source, ...]:
    """Return the sources that four cells name, each of which may list several.

    Lists of the same length belong together; where the lengths differ, nobody knows which address belongs to which
    outlet, and each stands alone.

    Examples
    --------
    >>> split_sources("Dawn; The News", "", "", "https://a.example https://b.example")[1]
    Source(outlet='The News', title='', date='', url='https://b.example')
    >>> [source.url for source in split_sources("Dawn; The News", "", "", "https://a.example")]
    ['', '', 'https://a.example']
    """
    lists = {
        "outlet": _several(outlet),
        # A title may hold a bar or a semicolon of its own: it is split only where there are several outlets.
        "title": _several(title) if len(_several(outlet)) > 1 else _one(title),
        "date": _several(date),
        "url": [part for part in (p.strip(" ;|,") for p in _ADDRESS.split(_known(url))) if part],
    }
    stated = {part: items for part, items in lists.items() if items}
    if not stated:
        return ()
    most = max(len(items) for items in stated.values())
    together = {part: items for part, items in stated.items() if len(items) == most}
    alone = [
        Source(**{part: item}) for part, items in stated.items() if part not in together for item in items
    ]
    return (*(Source(**{part: items[i] for part, items in together.items()}) for i in range(most)), *alone)


def _known(text: str) -> str:
    return "" if text.strip().casefold() in MISSING else text.strip()


def _one(text: str) -> list[str]:
    return [text] if (text := _known(text)) else []


def _several(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(_known(text)) if part]
