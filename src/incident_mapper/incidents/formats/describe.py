"""Write the page of the documentation about formats from the formats themselves, so that it cannot be wrong."""

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from incident_mapper import schema as s
from incident_mapper.incidents.columns import USUAL_NAMES
from incident_mapper.incidents.formats.format import Format
from incident_mapper.incidents.formats.gdelt import HEADERS_1, HEADERS_2
from incident_mapper.incidents.formats.guess import SHOWN_FROM, USED_FROM
from incident_mapper.incidents.formats.hxl import RULES
from incident_mapper.incidents.formats.registry import FORMATS
from incident_mapper.incidents.formats.words import FURTHER_NAMES

_BEGINNING: Final = """\
# Formats

Which files are understood, which of their columns become which field, and what their codes are taken to mean. This
page is written by `python -m incident_mapper.incidents.formats.describe > docs/formats.md`; a test compares the two.

A file is recognised by its header, its HXL tags or, without a header, by its first rows; `--format NAME` decides
otherwise. Headers are known in capitals, with blanks or quotation marks around them, with a byte order mark whole or
broken, and where columns were cut away. `incident-mapper columns FILE` prints what was found.

A column in brackets, such as `(date)`, is not in the file: it is made from the columns that are named behind it. Codes
that are not listed are kept as they are and noted. The source's own codes of precision are kept beside ours.

| format | what it is | rows are | may be published as |
|---|---|---|---|
"""
_GUESS: Final = f"""\
Each header is compared with the names below, in Latin or Urdu script, then with the words that figures are made of
("No. of dead", "Killed (Min)"), then with spellings near a name, then with single words. The first values of the column
are looked at too: dates must look like dates, degrees must lie in the region, figures must be numbers, addresses must
be addresses. The score is from 0 to 100; from {USED_FROM} a column is read, from {SHOWN_FROM} it is shown and not read.
A field has one column, a column one field.
"""


_GDELT_NAMES: Final = {"gdelt": HEADERS_2, "gdelt-1": HEADERS_1}


def page() -> str:
    """Return the whole page, in Markdown.

    Examples
    --------
    >>> "| `killed` | `fatalities` | |" in page()
    True
    """
    rows = [
        f"| `{fmt.name}` | {fmt.title} | {fmt.kind} | {'rows' if fmt.publish == 'full' else 'totals only'} |\n"
        for fmt in FORMATS.values()
    ]
    sections = []
    for module, formats in groupby(FORMATS.values(), key=lambda fmt: fmt.recognises.__module__):
        sections.append(_section(module, list(formats)))
    return _BEGINNING + "".join(rows) + "\n" + "\n".join(sections)


def _section(module: str, formats: Iterable[Format]) -> str:
    said = (inspect.getdoc(sys.modules[module]) or "").replace("``", "`")
    first, _, rest = said.partition("\n\n")
    lines = [f"## {first.removesuffix('.')}", ""]
    lines += [rest, ""] if rest else []
    for fmt in formats:
        lines += [*_about(fmt), "", *_table(fmt), ""]
    return "\n".join(lines)


def _about(fmt: Format) -> Iterator[str]:
    yield f"### `--format {fmt.name}`: {fmt.title}"
    yield ""
    if fmt.facts:
        yield f"- Source of these facts: {fmt.facts}."
    for note in fmt.notes:
        yield f"- Worth knowing: {note}."
    if fmt.credit:
        yield f"- Credit on every map: {fmt.credit}."
    if fmt.terms:
        yield f"- Terms: {fmt.terms}"
    yield f"- An id means the same record in every copy: {'yes' if fmt.lasting_ids else 'no'}."


def _table(fmt: Format) -> Iterator[str]:
    if fmt.name == "own":
        yield "The fields stand under their own names, or else under the usual names of a plain spreadsheet, below."
        return
    if fmt.name == "hxl":
        yield from _rows("| field | tags, best first |", _tags())
        groups = ", ".join(f"`+{group}`" for group in s.VICTIM_GROUPS)
        yield ""
        yield f"With {groups}, the tags of figures are those of a group, such as `killed_civilians_low`."
        return
    if fmt.name == "spreadsheet":
        yield _GUESS
        yield from _rows("| field | names |", {field: _names(field) for field in USUAL_NAMES})
        return
    yield "| field | their column | codes |"
    yield "|---|---|---|"
    for field, headers in fmt.columns.items():
        found = " or ".join(_header(header, fmt) for header in headers)
        yield f"| `{field}` | {found} | {_codes(fmt.codes.get(field, {}))} |".replace("|  |", "| |")


def _rows(head: str, cells: Mapping[str, str]) -> Iterator[str]:
    yield head
    yield "|---|---|"
    for field, names in cells.items():
        yield f"| `{field}` | {names} |"


def _header(header: str, fmt: Format) -> str:
    parts = fmt.made_from.get(header)
    if header.startswith("column "):
        return f"`{header}` ({_GDELT_NAMES[fmt.name][int(header.split()[1]) - 1]})"
    return f"`{header}`" + (f" from {', '.join(f'`{part}`' for part in parts)}" if parts else "")


def _codes(codes: Mapping[str, str]) -> str:
    return ", ".join(f"`{code}` {word}" if code else f"empty: {word}" for code, word in codes.items() if word)


def _names(field: str) -> str:
    names = dict.fromkeys((*USUAL_NAMES[field], *FURTHER_NAMES.get(field, ())))
    return ", ".join(f"`{name}`" for name in names)


def _tags() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for rule in RULES:
        if rule.has & set(s.VICTIM_GROUPS):
            continue  # said in one sentence
        found.setdefault(rule.field, []).append(f"`{'+'.join([rule.tag, *sorted(rule.has)])}`")
    return {field: ", ".join(dict.fromkeys(tags)) for field, tags in found.items()}


if __name__ == "__main__":
    sys.stdout.write(page())
