"""``incident-mapper gazetteer``: bring places of your own, and see or remove those you brought."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incident_mapper.cli.console import messages, results, working
from incident_mapper.errors import ReadError

if TYPE_CHECKING:
    from incident_mapper.add_places import Added, AddedGazetteer

app = typer.Typer(
    name="gazetteer",
    help="Bring places of your own, such as the villages of GeoNames, and see or remove those you brought.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="What the gazetteer is called; see list.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("add")
def add(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A GeoNames country dump (.zip, or its .txt), or a .csv with names and coordinates.",
        ),
    ],
    name: Annotated[str, typer.Option(help="What to call it; default the file's name.")] = "",
    licence: Annotated[
        str,
        typer.Option(help='Under which terms it may be used; default "GeoNames, CC BY 4.0" or "not stated".'),
    ] = "",
    alternate_names: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="GeoNames' alternateNamesV2 or a country's part of it, .zip or .txt."
        ),
    ] = None,
    name_column: Annotated[str, typer.Option(metavar="COLUMN", help="The column of a .csv with names.")] = "",
    lon_column: Annotated[
        str, typer.Option(metavar="COLUMN", help="The one with longitudes, in degrees.")
    ] = "",
    lat_column: Annotated[
        str, typer.Option(metavar="COLUMN", help="The one with latitudes, in degrees.")
    ] = "",
    date: Annotated[
        str, typer.Option(metavar="DATE", help="The day of the data; default the newest day in a dump.")
    ] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of an added gazetteer of the same name.")
    ] = False,
) -> None:
    """Add the places of a file; look-ups then find them wherever no embedded name answers.

    Each place is put into the district whose polygon it lies in. Places abroad, at sea or in disputed territory, and
    features that one point cannot stand for, such as rivers, are counted and left out.
    """
    from incident_mapper.add_places import AddOptions, CsvColumns, add_gazetteer

    options = AddOptions(
        name=name, licence=licence, alternate_names=alternate_names, date=date, replace=replace,
        columns=CsvColumns(name_column, lon_column, lat_column),
    )  # fmt: skip
    with working() as step:
        added = add_gazetteer(file, options=options, step=step)
    _print_added(added)
    results().print(str(added.path), markup=False)


@app.command("list")
def list_(as_json: _Json = False) -> None:
    """List the gazetteers that you added."""
    from incident_mapper.add_places import list_gazetteers

    found = list_gazetteers()
    if as_json:
        _print_json([dataclasses.asdict(info) for info in found])
        return
    if not found:
        messages().print(
            "No gazetteer was added. Add one with: incident-mapper gazetteer add FILE", markup=False
        )
    width = max((len(info.name) for info in found), default=0)
    for info in found:
        results().print(f"{info.name:<{width}}  {_summary(info)}", markup=False)


@app.command("info")
def info(name: _Name, as_json: _Json = False) -> None:
    """Say what is known about an added gazetteer: size, licence, date, source."""
    from incident_mapper.add_places.manage import find_gazetteer
    from incident_mapper.gazetteer.added_file import read_info

    path = find_gazetteer(name)
    found = read_info(path)
    if found.problem:
        raise ReadError(found.problem)
    if as_json:
        _print_json({**dataclasses.asdict(found), "file": str(path)})
        return
    said = {
        "name": found.name, "title": found.title, "places": f"{found.places:,}", "read from": found.source,
        "date": found.date or "not stated", "licence": found.licence, "attribution": found.attribution,
        "placed by": f"version {found.built_with}", "file": str(path),
    }  # fmt: skip
    for key, value in said.items():
        results().print(f"{key:<12}{value}", markup=False)


@app.command("remove")
def remove(name: _Name) -> None:
    """Remove an added gazetteer."""
    from incident_mapper.add_places import remove_gazetteer

    path = remove_gazetteer(name)
    messages().print(f"removed the added gazetteer {name}", markup=False)
    results().print(str(path), markup=False)


def _print_added(added: "Added") -> None:
    """Print what became of the rows, counts that add up."""
    console = messages()
    said = f"{added.stored:,} of {added.read:,} rows added as {added.info.name!r}"
    console.print(f"{said}, {_summary(added.info)}", markup=False)
    for reason, count in added.skipped.items():
        console.print(f"{count:>11,}  {reason}", markup=False)
    for note in added.notes:
        console.print(f"note: {note}", markup=False)
    if added.info.licence == "not stated":
        console.print(
            "note: no licence is stated. Say under which terms you may publish these places with --licence.",
            markup=False,
        )


def _summary(info: "AddedGazetteer") -> str:
    if info.problem:
        return info.problem
    places = "place" if info.places == 1 else "places"
    return f"{info.places:,} {places}, {info.date or 'no date'}, {info.licence}, from {info.source}"


def _print_json(value: object) -> None:
    results().print(json.dumps(value, ensure_ascii=False, indent=2), markup=False)
