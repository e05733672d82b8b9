"""``incident-mapper check``: where every row would go, what deserves a look, and a mended copy."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from incident_mapper.cli import options as o
from incident_mapper.cli.console import messages, print_ledger, results, working
from incident_mapper.errors import OptionError

if TYPE_CHECKING:
    from incident_mapper.pipeline import Placed
    from incident_mapper.quality import QualityReport
    from incident_mapper.quality.fixes import Fixed

_EXAMPLES = 3
_CHANGES = 6
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def check(
    files: o.Files,
    trust: o.TrustOption = "name",
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object: counts, checks, findings.")
    ] = False,
    summary: Annotated[bool, typer.Option("--summary", help="Counts only: no rows, no findings.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="HTML", help="Write the quality report as a page that works offline."),
    ] = None,
    findings: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Write every finding, one a row.")
    ] = None,
    fix: Annotated[
        str,
        typer.Option(
            metavar="WORDS", help="Mend in a copy: swap, precision, order, place, dates, repeated; needs -o."
        ),
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="CSV", help="The mended copy, for --fix.")
    ] = None,
    changes: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Write every cell that --fix changed.")
    ] = None,
    columns: o.Columns = None,
    format_: o.Format = "",
    sheet: o.Sheet = "",
    dates: o.Dates = "",
    mapping: o.Mapping = None,
    overrides: o.Overrides = None,
    rejects: o.Rejects = None,
    edition: o.Edition = "",
    on: o.On = "",
    strict: o.Strict = False,
) -> None:
    """Say where every row would go, and which rows deserve a look, without writing a map."""
    from incident_mapper.export import write_atomic, write_table
    from incident_mapper.pipeline import PlaceOptions, place_incidents
    from incident_mapper.quality import quality_report
    from incident_mapper.quality.page import report_page

    fixes = _check_options(files, fix=fix, output=output, changes=changes)
    read = [*files, overrides]
    o.check_outputs(html, inputs=read)
    o.check_outputs(output, rejects, findings, changes, inputs=[*read, html], page=False)
    fixed = None
    with working() as step:
        reading = o.read_options(columns, format_=format_, sheet=sheet, dates=dates, mapping=mapping)
        how = PlaceOptions(
            trust=trust, overrides=overrides, edition=edition, on=o.day_on(on), reading=reading
        )
        placed = place_incidents(*files, options=how, step=step)
        step("checking")
        report = quality_report(
            placed.incidents,
            gazetteer=placed.gazetteer,
            areas=placed.areas,
            findings=placed.findings,
            today=o.build_date("") or o.today(),
        )
        if rejects:
            write_table(placed.ledger.rejects(), rejects)
        if findings:
            write_table(report.findings, findings)
        if html:
            write_atomic(html, report_page(report, placed.ledger))
        if output:
            fixed = _mend(files[0], output, placed=placed, report=report, fixes=fixes)
            if changes:
                write_table(fixed.changes, changes)
    if as_json:
        told = {**placed.ledger.as_dict(), **report.as_dict(summary=summary)}
        results().print(json.dumps(told, ensure_ascii=False), markup=False)
    else:
        print_ledger(placed.ledger, console=results(), notes=placed.notes)
        print_quality(report, console=results(), examples=0 if summary else _EXAMPLES)
    if fixed is not None and output is not None:
        # The result of --json is one object; what was changed is then said beside it.
        print_changes(fixed, output, console=messages() if as_json else results(), listed=changes is not None)
    for path in (html, findings, changes, rejects):
        if path and not as_json:
            results().print(f"written: {path}", markup=False)
    if strict and placed.ledger.placed < placed.ledger.rows:
        raise typer.Exit(1)


def _check_options(
    files: list[Path], *, fix: str, output: Path | None, changes: Path | None
) -> tuple[str, ...]:
    """Refuse options of --fix that do not go together, before any work."""
    from incident_mapper.quality.fixes import read_fixes

    if not fix:
        for path, option in ((output, "-o"), (changes, "--changes")):
            if path:
                raise OptionError(f"{option} {path} goes with --fix, such as --fix swap,precision.")
        return ()
    fixes = read_fixes(fix)
    if output is None:
        raise OptionError("--fix writes a new file and changes none: say which with -o fixed.csv.")
    if len(files) > 1:
        raise OptionError(f"--fix mends one file at a time; instead got {len(files)}.")
    return fixes


def _mend(
    file: Path,
    output: Path,
    *,
    placed: "Placed",
    report: "QualityReport",
    fixes: tuple[str, ...],
) -> "Fixed":
    """Write the mended copy of a file."""
    from incident_mapper.export import write_atomic
    from incident_mapper.files import read_table
    from incident_mapper.quality.fixed_file import fixed_csv
    from incident_mapper.quality.fixes import apply_fixes

    raw = read_table(file)
    fixed = apply_fixes(
        raw, incidents=placed.incidents, headers=placed.columns[raw.path], report=report, fixes=fixes
    )
    write_atomic(output, fixed_csv(raw, fixed))
    return fixed


def print_quality(report: "QualityReport", *, console: Console, examples: int = _EXAMPLES) -> None:
    """Print what the checks found, the most harmful first, each with a few rows.

    Parameters
    ----------
    report
        What was found.
    console
        Where to print.
    examples
        Rows to show of each check.
    """
    from incident_mapper.quality import CHECKS, check_named

    if not report.raised:
        console.print(f"[bold]quality[/]: none of the {len(CHECKS)} checks found anything")
        return
    counts = report.severities()
    said = ", ".join(f"{count:,} with {name}s" for name, count in counts.items() if count)
    console.print(f"[bold]quality[/]: rows {said} (a row may be counted in several)")
    for name in report.raised:
        known, rows = check_named(name), report.count(name)
        colour = _COLOURS[known.severity]
        hint = f" [dim]--fix {known.fix}[/]" if known.fix else ""
        console.print(
            f"  [{colour}]{known.severity}[/] [bold]{escape(name)}[/] "
            f"{rows:,} {'row' if rows == 1 else 'rows'}: {escape(known.means)}"
        )
        if examples:
            _print_examples(report, name, console=console, examples=examples)
        console.print(f"    {escape(known.advice)}{hint}")


def _print_examples(report: "QualityReport", name: str, *, console: Console, examples: int) -> None:
    """Print the first rows of a check, each message once."""
    import pandas as pd

    own = report.of(name)
    several = len(report.files) > 1
    grouped = own.groupby(["file", "value", "message"], sort=False, dropna=False)["row"].agg(
        ["first", "size"]
    )
    for (file, value, message), (first, size) in list(
        zip(grouped.index, grouped.to_numpy(dtype=object), strict=True)
    )[:examples]:
        where = "all rows" if pd.isna(first) else f"row {first}"
        where += f" and {size - 1} more" if size > 1 else ""
        where = f"{file}, {where}" if several else where
        told = f"{' '.join(str(value).split())[:80]!r}: " if value else ""
        console.print(f"    {escape(where)}: {escape(told)}{escape(str(message)[:200])}")
    if len(grouped) > examples:
        console.print(f"    [dim]and {len(grouped) - examples:,} others[/]")


def print_changes(fixed: "Fixed", output: Path, *, console: Console, listed: bool = False) -> None:
    """Print what --fix changed: row, column, old and new; `listed` says that a file lists it all."""
    from incident_mapper.quality import FIXES
    from incident_mapper.quality.fixes import WHOLE_ROW

    console.print(f"[bold]mended[/] copy: {escape(str(output))}")
    for fix, count in fixed.counts.items():
        unit = "row" if fix == "repeated" else "cell"
        done = f"{count:,} {unit}{'' if count == 1 else 's'}" if count else "nothing to change"
        console.print(f"  --fix {fix} ({FIXES[fix]}): {done}")
        own = fixed.changes[fixed.changes["fix"] == fix]
        for _, row, column, old, new in own.head(_CHANGES).itertuples(index=False, name=None):
            told = "taken out" if column == WHOLE_ROW else f"{column}: {old[:60]!r} -> {new[:60]!r}"
            console.print(f"    row {row}, {escape(told)}")
        if len(own) > _CHANGES:
            console.print(f"    [dim]and {len(own) - _CHANGES:,} more[/]")
    if len(fixed.changes) > _CHANGES and not listed:
        console.print("  --changes changes.csv lists every cell")
