"""``incident-mapper aggregate``: incidents in, one table of areas and periods out."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incident_mapper.cli import options as o
from incident_mapper.cli.console import messages, print_ledger, results, working
from incident_mapper.errors import OptionError

if TYPE_CHECKING:
    from incident_mapper.panel import Panel

_HINT = (
    "Write these rows with --rejects rejects.csv, fill its column 'code', "
    "and give it back with --overrides rejects.csv."
)


def aggregate(
    files: o.Files,
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="OUT", help="A .csv, .parquet, .gpkg or .geojson file to write."
        ),
    ],
    by: Annotated[
        str,
        typer.Option(
            metavar="LEVEL,PERIOD",
            help="A level (district, division, province, country), a period (year, quarter, month, week, day), "
            "or one of each.",
        ),
    ] = "district,month",
    metric: Annotated[
        list[str] | None,
        typer.Option(
            help="What to count: incidents, killed or injured; repeat as needed, default what the data give."
        ),
    ] = None,
    hxl: Annotated[
        bool, typer.Option("--hxl", help="Add the row of HXL tags under the header of a .csv file.")
    ] = False,
    geometry: Annotated[
        bool, typer.Option("--geometry", help="Put the areas' polygons into a .parquet file too.")
    ] = False,
    start: Annotated[
        str, typer.Option(metavar="DATE", help="The first period: 2024, 2024-03 or 2024-03-05.")
    ] = "",
    end: Annotated[str, typer.Option(metavar="DATE", help="The last period, written likewise.")] = "",
    trust: o.TrustOption = "name",
    columns: o.Columns = None,
    format_: o.Format = "",
    sheet: o.Sheet = "",
    dates: o.Dates = "",
    mapping: o.Mapping = None,
    review: o.Review = None,
    overrides: o.Overrides = None,
    rejects: o.Rejects = None,
    edition: o.Edition = "",
    on: o.On = "",
    strict: o.Strict = False,
) -> None:
    """Total incidents by area and period, one row for each, quiet ones too.

    Every figure is a range with its reason. What belongs to no one area or period has rows of its own, so that
    nothing is lost. The polygons of the areas are in .gpkg and .geojson files.
    """
    from incident_mapper.export import TABLE_SUFFIXES, write_table
    from incident_mapper.panel import hxl_tag, with_shapes
    from incident_mapper.pipeline import PlaceOptions, total_incidents

    o.check_outputs(output, inputs=[*files, overrides, review, mapping], page=False, tables=TABLE_SUFFIXES)
    o.check_outputs(rejects, inputs=[*files, overrides, review, mapping, output], page=False)
    suffix = output.suffix.casefold()
    if hxl and suffix != ".csv":
        raise OptionError(f"--hxl adds a row to a .csv file, and {output.name} is none.")
    if geometry and suffix == ".csv":
        raise OptionError(
            f"--geometry: {output.name} has no room for polygons. Use .parquet, .gpkg or .geojson."
        )
    words = [word.strip() for word in by.split(",")]
    days = {"start": _day(start, option="--start"), "end": _day(end, option="--end", last=True)}
    reading = o.read_options(columns, format_=format_, sheet=sheet, dates=dates, mapping=mapping)
    how = PlaceOptions(
        trust=trust, overrides=overrides, edition=edition, on=o.day_on(on), reading=reading, review=review
    )
    with working() as step:
        totals = total_incidents(*files, by=words, metrics=metric or (), options=how, step=step, **days)  # type: ignore[arg-type]
        made, ledger = totals.panel, totals.ledger
        step("writing")
        shaped = suffix in (".gpkg", ".geojson") or geometry
        write_table(
            with_shapes(made, totals.areas) if shaped else made.table,
            output,
            attribution=". ".join((*totals.attribution, *totals.credits)),
            second_header=[hxl_tag(str(name)) for name in made.table.columns] if hxl else (),
        )
        if rejects:
            write_table(ledger.rejects(), rejects)
    print_ledger(ledger, console=messages(), notes=totals.notes, hint="" if rejects or overrides else _HINT)
    for line in _summary(made):
        messages().print(line, markup=False)
    results().print(str(output), markup=False)
    if strict and ledger.placed < ledger.rows:
        raise typer.Exit(1)


def _summary(made: "Panel") -> list[str]:
    """Say how many rows were written, what is in no one area or period, and the country's totals."""
    areas = _count(made.areas, made.level) if made.level != "country" else "the country"
    cells = f"{areas} x {_count(made.periods, made.period)}" if made.period else areas
    lost = [(made.in_no_area, made.level)] if made.level != "country" else []
    lost += [(made.in_no_period, made.period)] if made.period else []
    said = ", ".join(f"{_count(count, 'report')} in no one {word}" for count, word in lost if count)
    lines = [f"wrote {_count(len(made.table), 'row')}: {cells}" + (f"; {said}" if said else "")]
    for metric, total in made.national.items():
        why = f" ({'; '.join(dict.fromkeys(total.why))})" if total.why else ""
        lines.append(f"{metric} in the country: {total.text}{why}")
    return lines


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _day(given: str, *, option: str, last: bool = False) -> date | None:
    """Return the first, or last, day of what a year, month or day is written as.

    Examples
    --------
    >>> _day("2024", option="--start"), _day("2024-02", option="--end", last=True)
    (datetime.date(2024, 1, 1), datetime.date(2024, 2, 29))
    """
    if not given:
        return None
    try:
        parts = [int(part) for part in given.split("-")]
        first = date(*[*parts, 1, 1][:3])
    except (ValueError, TypeError) as error:
        raise OptionError(
            f"{option} expects a year, month or day, such as 2024, 2024-03 or 2024-03-05; instead got {given!r}."
        ) from error
    if not last or len(parts) == 3:
        return first
    following = date(first.year + 1, 1, 1) if len(parts) == 1 else (first + timedelta(days=31)).replace(day=1)
    return following - timedelta(days=1)
