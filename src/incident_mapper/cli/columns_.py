"""``incident-mapper columns``: what kind of file it is, which column holds which field, and how sure that is."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from incident_mapper.cli import options as o
from incident_mapper.cli.console import messages, results
from incident_mapper.errors import OptionError, OutputError

if TYPE_CHECKING:
    from incident_mapper.files import Table
    from incident_mapper.incidents.formats import Format, Proposal

_WIDE = 34


def columns(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of incidents, or of counts by area.")],
    format_: Annotated[
        str,
        typer.Option("--format", metavar="NAME", help="What kind of file it is, if it is not recognised."),
    ] = "",
    given: o.Columns = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="MAPPING.toml", help="Write what was found to a file that --mapping takes."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what kind of file it is, which column is read as which field, how sure that is, and what is left out."""
    from incident_mapper.export import write_atomic
    from incident_mapper.files import open_table
    from incident_mapper.incidents.formats import format_named, mapping_text, propose, recognise

    if save is not None:
        _check_save(save, file)
    table = open_table(file)
    fmt = format_named(format_) if format_ else recognise(table)
    proposals = propose(table, fmt, o.read_columns(given))
    used = {one.header for one in proposals if one.used}
    parts = {part for one in proposals if one.used for part in _parts(one, table, fmt)}
    unused = [header for header in table.headers if header not in used | parts]
    if as_json:
        results().print(
            json.dumps(_as_dict(table, fmt, proposals, unused), ensure_ascii=False, indent=2), markup=False
        )
    else:
        _print(table, fmt, proposals, unused)
    if save is not None:
        unsure = {one.header for one in proposals if not one.used}
        left = [header for header in unused if header not in unsure]
        write_atomic(save, mapping_text(fmt, proposals, unused=left, source=file.name))
        if not as_json:
            messages().print(f"written: {save}", markup=False)


def _check_save(save: Path, file: Path) -> None:
    """Refuse, before any work, to write over the input or under a name that says another format."""
    if save.suffix.casefold() != ".toml":
        raise OptionError(f"{save}: a mapping is TOML. Expected a name that ends in .toml.")
    if save.resolve() == file.resolve():
        raise OptionError(f"{save} would be written over: it is read as an input. Name another file.")
    if not save.resolve().parent.is_dir():
        raise OutputError(
            f"Cannot write {str(save)!r}: there is no folder {str(save.parent)!r}. Make it first."
        )


def _parts(one: "Proposal", table: "Table", fmt: "Format") -> tuple[str, ...]:
    """Return the headers of the file that a column which is made from others is made from."""
    from incident_mapper.incidents.formats import headers_to_read

    return headers_to_read(table, fmt, {one.field: one.header}) if one.header in fmt.made_from else ()


def _examples(table: "Table", fmt: "Format", proposals: Sequence["Proposal"]) -> dict[str, str]:
    """Return field to the first value that it has, with the word that a code stands for."""
    import numpy as np

    from incident_mapper.files import Batch, Column

    cells = {
        header: Column.of(row[at] if at < len(row) else "" for row in table.head)
        for at, header in enumerate(table.headers)
    }
    batch = Batch(np.arange(len(table.head)), cells)
    batch = fmt.prepare(batch) if fmt.prepare else batch
    found = {}
    for one in proposals:
        text = next((text for text in batch.column(one.header).expand() if text), "")
        word = fmt.codes.get(one.field, {}).get(text, "")
        found[f"{one.field} {one.header}"] = f"{text} = {word}" if word and word != text else text
    return found


def _as_dict(
    table: "Table", fmt: "Format", proposals: Sequence["Proposal"], unused: Sequence[str]
) -> dict[str, Any]:
    examples = _examples(table, fmt, proposals)
    return {
        "file": table.path, "format": fmt.name, "title": fmt.title, "kind": fmt.kind, "publish": fmt.publish,
        "credit": fmt.credit, "terms": fmt.terms, "notes": [*table.notes, *fmt.notes],
        "columns": [
            {
                "field": one.field, "header": one.header, "score": one.score, "why": one.why, "used": one.used,
                "example": examples[f"{one.field} {one.header}"], "made_from": list(_parts(one, table, fmt)),
            }
            for one in proposals
        ],
        "unused": list(unused),
    }  # fmt: skip


def _print(table: "Table", fmt: "Format", proposals: Sequence["Proposal"], unused: Sequence[str]) -> None:
    from rich.markup import escape

    console = results()
    console.print(f"[bold]{escape(fmt.title)}[/] (--format {fmt.name})")
    for note in (*table.notes, *fmt.notes):
        console.print(f"note: {note}", markup=False)
    if fmt.publish != "full":
        console.print(f"terms: {fmt.terms}", markup=False)
    examples = _examples(table, fmt, proposals)
    sure = [one for one in proposals if one.used]
    unsure = [one for one in proposals if not one.used]
    if sure:
        _table("read", sure, examples)
    else:
        console.print("no column is known; name them with --column FIELD=HEADER")
    if unsure:
        _table("not sure enough, so not read (take one with --column FIELD=HEADER)", unsure, examples)
    named = {one.header for one in unsure}
    left = [header for header in unused if header not in named]
    if left:
        console.print(f"not used: {', '.join(map(repr, left))}", markup=False)


def _table(title: str, proposals: Sequence["Proposal"], examples: dict[str, str]) -> None:
    """Print one line a proposal; lines are never cut to the width of a terminal, so that they can be searched."""
    rows = [("field", "column", "score", "for example", "why")]
    for one in proposals:
        example = _short(examples[f"{one.field} {one.header}"]) or "(none in the first rows)"
        rows.append((one.field, _short(one.header), str(one.score), example, one.why))
    widths = [max(len(row[at]) for row in rows) for at in range(4)]
    results().print(f"{title}:", markup=False)
    for field, header, score, example, why in rows:
        line = (
            f"  {field:{widths[0]}}  {header:{widths[1]}}  {score:>{widths[2]}}  {example:{widths[3]}}  {why}"
        )
        results().print(line, markup=False)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDE else flat[: _WIDE - 1] + "…"
