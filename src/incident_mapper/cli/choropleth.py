"""``incident-mapper choropleth``: any table of areas and values as a map."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from incident_mapper.cli import options as o
from incident_mapper.cli.console import messages, print_ledger, results, working


def choropleth(
    table: Annotated[
        Path, typer.Argument(metavar="TABLE", help="A CSV with a column of areas and a column of values.")
    ],
    output: o.Output,
    area: Annotated[
        str,
        typer.Option(
            metavar="COLUMN", help="The column that names provinces or districts, or gives their codes."
        ),
    ],
    value: Annotated[str, typer.Option(metavar="COLUMN", help="The column with the values.")],
    title: o.Title = "",
    label: Annotated[str, typer.Option(help="What the values are; default the column's name.")] = "",
    credit: o.Credit = "",
    level: Annotated[
        Literal["province", "district"] | None, typer.Option(help="Default: what most rows name.")
    ] = None,
    rejects: o.Rejects = None,
    edition: o.Edition = "",
    built: o.Built = "",
    strict: o.Strict = False,
    open_: o.Open = False,
) -> None:
    """Colour provinces or districts by a table of values.

    A row for the whole country ("Pakistan") is not drawn: what no area accounts for is stated as the rest.
    """
    from incident_mapper.area_table import make_area_map, read_area_table
    from incident_mapper.export import save_html, write_table
    from incident_mapper.render import MapOptions

    o.check_outputs(output, rejects, inputs=[table])
    name = label or value.replace("_", " ").strip().capitalize()
    heading = title or name
    with working() as step:
        step("reading")
        read = read_area_table(table, area=area, value=value, level=level, edition=edition)
        step("writing the page")
        shown = MapOptions(
            title=heading, credit=credit, built=o.build_date(built), notes=(f"Data: {table.name}",)
        )
        save_html(make_area_map(read, label=name, options=shown, edition=edition), output, title=heading)
        if rejects:
            write_table(read.ledger.rejects(), rejects)
    print_ledger(read.ledger, console=messages())
    results().print(str(output), markup=False)
    if open_:
        o.open_page(output)
    lost = read.ledger.rows - read.ledger.placed - read.ledger.counts["country"]
    if strict and lost:
        raise typer.Exit(1)
