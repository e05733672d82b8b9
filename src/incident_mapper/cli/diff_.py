"""``incident-mapper diff``: what changed between two editions of a dataset."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from incident_mapper.cli import options as o
from incident_mapper.cli.console import messages, results, working

if TYPE_CHECKING:
    from incident_mapper.compare import Changes, TotalChange

_SHOWN = 3


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier edition.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later edition.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="CSV", help="Write every change, one a row."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object with every change.")] = False,
    match: Annotated[
        Literal["auto", "id", "likeness"],
        typer.Option(help="Which rows are one incident: those of one id, or those most alike."),
    ] = "auto",
    min_km: Annotated[float, typer.Option(help="A point that moved less far has not moved.")] = 0.1,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if anything changed.")] = False,
    columns: o.Columns = None,
    format_: o.Format = "",
    sheet: o.Sheet = "",
    dates: o.Dates = "",
    mapping: o.Mapping = None,
    edition: o.Edition = "",
) -> None:
    """Say what changed between two editions of a dataset: added, deleted, moved, dates, figures, texts.

    Another order of rows or columns is no change. Exits with 0 whether or not there are changes.
    """
    from incident_mapper.compare import CompareOptions, compare_editions
    from incident_mapper.export import write_table
    from incident_mapper.pipeline import PlaceOptions, place_incidents

    if output is not None:
        o.check_outputs(output, inputs=[old, new], page=False)
    how = CompareOptions(match=match, min_km=min_km)
    reading = o.read_options(columns, format_=format_, sheet=sheet, dates=dates, mapping=mapping)
    placing = PlaceOptions(edition=edition, reading=reading)
    with working() as step:
        before, after = (place_incidents(path, options=placing, step=step).incidents for path in (old, new))
        step("comparing")
        changes = compare_editions(before, after, options=how)
        if output is not None:
            write_table(changes.table, output)
    if as_json:
        results().print(json.dumps(changes.as_dict(), ensure_ascii=False), markup=False)
    else:
        _say(changes)
        if output is not None:
            messages().print(f"every change: {output}", markup=False)
    if exit_code and changes.any:
        raise typer.Exit(1)


def _say(changes: "Changes") -> None:
    """Print the counts, the totals, and the first changes of each kind."""
    from incident_mapper.compare import KINDS

    def say(text: str) -> None:
        results().print(text, markup=False)

    kinds = dict(changes.kinds)
    added, deleted = kinds.pop("added", 0), kinds.pop("deleted", 0)
    head = f"OLD {changes.old_rows:,} incidents, NEW {changes.new_rows:,}: "
    if not changes.any:
        say(f"{head}no change")
    else:
        how = ", ".join(f"{count:,} {KINDS[kind]}" for kind, count in kinds.items())
        say(
            f"{head}{added:,} added, {deleted:,} deleted, {changes.changed:,} changed"
            + (f": {how}" if how else "")
        )
        if len(kinds) > 1:
            say("(an incident may have changed in several ways)")
    for total in changes.totals:
        if total.old_silent == changes.old_rows and total.new_silent == changes.new_rows:
            continue  # a figure that neither edition gives
        say(f"  {_total(total)}")
    for note in changes.notes:
        say(f"note: {note}")
    table = changes.table
    for kind, words in KINDS.items():
        if kind not in changes.kinds:
            continue
        say(f"{words} ({changes.kinds[kind]:,})")
        rows = table[table["kind"] == kind]
        incidents: dict[tuple[str, str, str], list[str]] = {}
        for name, was, now, message in (
            rows[["incident_id", "old_row", "new_row", "message"]].to_numpy().tolist()
        ):
            incidents.setdefault((name, was, now), []).append(message)
        for (name, was, now), messages_ in list(incidents.items())[:_SHOWN]:
            message = "; ".join(messages_)
            at = f"row {now}" if now != "" else f"row {was} of OLD"
            say(f"  {name}, {at}: {message}" if name else f"  {at}: {message}")
        if len(incidents) > _SHOWN:
            say(f"  and {len(incidents) - _SHOWN:,} more")


def _total(total: "TotalChange") -> str:
    """Say a total before and after, and what explains the difference."""
    said = f"{total.metric}: {total.old_text} -> {total.new_text}"
    steps = [
        f"{value:+,} {words}"
        for value, words in (
            (total.added, "in what was added"),
            (total.deleted, "in what was deleted"),
            (total.changed, "in what changed"),
        )
        if value
    ]
    if steps:
        said += f"; {total.new - total.old:+,} = {', '.join(steps)}"
    if total.old_silent or total.new_silent:
        said += f"; rows without a figure: {total.old_silent:,} -> {total.new_silent:,}"
    return said
