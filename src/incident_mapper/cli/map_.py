"""``incident-mapper map``: incidents in, one offline page out."""

from pathlib import Path
from typing import Annotated

import typer

from incident_mapper.cli import options as o
from incident_mapper.cli.console import messages, print_ledger, results, working

_HINT = (
    "Write these rows with --rejects rejects.csv, fill its column 'code', "
    "and give it back with --overrides rejects.csv."
)


def map_command(
    files: o.Files,
    output: o.Output,
    level: o.Level = "district",
    metric: o.Metric = "incidents",
    title: o.Title = "",
    subtitle: Annotated[
        str, typer.Option(help="The line under the title; default the period of the data.")
    ] = "",
    credit: o.Credit = "",
    trust: o.TrustOption = "name",
    columns: o.Columns = None,
    format_: o.Format = "",
    sheet: o.Sheet = "",
    dates: o.Dates = "",
    mapping: o.Mapping = None,
    review: o.Review = None,
    publish: o.Publish = "",
    may_publish_rows: o.MayPublishRows = False,
    drop: o.Drop = None,
    round_: o.Round = None,
    delay: o.Delay = 0,
    overrides: o.Overrides = None,
    rejects: o.Rejects = None,
    areas: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Your own polygons, in place of the embedded ones at --level."),
    ] = None,
    code_column: Annotated[str, typer.Option(help="The column of --areas with the areas' codes.")] = "",
    name_column: Annotated[str, typer.Option(help="The column of --areas with the areas' names.")] = "",
    disputed: Annotated[
        str, typer.Option(help="How disputed territory is drawn: hatched or none.")
    ] = "hatched",
    allow_network: Annotated[
        bool,
        typer.Option(
            "--allow-network",
            help="Leave out the page's rule against the network, for a site that adds tiles or layers to it.",
        ),
    ] = False,
    edition: o.Edition = "",
    on: o.On = "",
    built: o.Built = "",
    strict: o.Strict = False,
    open_: o.Open = False,
) -> None:
    """Map incidents as one HTML file that opens with no network.

    Exits with 0 whenever the page was written, however many rows could not be placed: those are listed in the
    page, on the terminal, and with --rejects as a table.
    """
    from incident_mapper.export import save_html, write_table
    from incident_mapper.pipeline import PlaceOptions, UserAreas, make_map, place_incidents, published
    from incident_mapper.publish import PublishOptions
    from incident_mapper.render import MapOptions

    if areas is not None and not (code_column and name_column):
        raise typer.BadParameter(
            "--areas needs --code-column and --name-column, to say which columns hold code and name."
        )
    o.check_outputs(output, rejects, inputs=[*files, overrides, areas, review, mapping])
    mine = UserAreas(areas, code_column, name_column, level) if areas else None
    heading = title or "Reported incidents"
    shown = MapOptions(
        title=heading, subtitle=subtitle, credit=credit, level=level, metric=metric,
        disputed=disputed,  # type: ignore[arg-type]  # the bundle itself refuses other words
        built=o.build_date(built),
    )  # fmt: skip
    reading = o.read_options(columns, format_=format_, sheet=sheet, dates=dates, mapping=mapping)
    how = PlaceOptions(
        trust=trust,
        overrides=overrides,
        edition=edition,
        areas=mine,
        on=o.day_on(on),
        reading=reading,
        review=review,
    )
    care = PublishOptions(
        publish, may_publish_rows, tuple(drop or ()), round_, delay, today=shown.built or o.today()
    )
    with working() as step:
        placed = published(place_incidents(*files, options=how, step=step), options=care)
        step("writing the page")
        save_html(make_map(placed, options=shown), output, title=heading, allow_network=allow_network)
        if rejects:
            write_table(placed.ledger.rejects(), rejects)
    print_ledger(
        placed.ledger, console=messages(), notes=placed.notes, hint="" if rejects or overrides else _HINT
    )
    results().print(str(output), markup=False)
    if open_:
        o.open_page(output)
    if strict and placed.ledger.placed < placed.ledger.rows:
        raise typer.Exit(1)
