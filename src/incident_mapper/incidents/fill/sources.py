"""Fill in the sources of a row: as many as it names, each with outlet, title, date and address."""

import numpy as np

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.incidents.fill.cells import Cells
from incident_mapper.incidents.sources import Source, read_sources, sources_text, split_sources

_FLAT = (s.SOURCE_OUTLET, s.SOURCE_TITLE, s.SOURCE_DATE, s.SOURCE_URL)


def fill_sources(table: dict[str, object], cells: Cells) -> None:
    """Add all sources of each row as one text (see `incidents.sources`); the single columns stay as they are."""
    for name in _FLAT:
        table[name] = cells.column(name).expand()
    texts = np.full(len(cells), "", dtype=object)
    table[s.SOURCES] = texts
    if not {s.SOURCES, *_FLAT} & set(cells.headers):
        return
    listed = cells.column(s.SOURCES).expand()
    known: dict[tuple[str, ...], str] = {}
    flat = [cells.column(name).expand() for name in _FLAT]
    for at, row in enumerate(zip(listed, *flat, strict=True)):
        if not any(row):
            continue
        if row not in known:
            given, outlet, title, published, url = row
            apart = split_sources(outlet, title, published, url)
            try:
                known[row] = sources_text(_listed(given) if given else apart)
            except SchemaError as error:
                known[row] = sources_text(apart)
                cells.findings.add("sources", at, str(error), field=s.SOURCES, value=str(given)[:200])
        texts[at] = known[row]


def _listed(text: str) -> tuple[Source, ...]:
    """Read a cell of sources: the list that we write, or the outlets that people write there."""
    return read_sources(text) if text.startswith(("[", "{")) else split_sources(text, "", "", "")
