"""The command line as a whole: its commands, and how errors end it."""

import sys
from typing import Annotated

import typer

from incident_mapper._version import __version__
from incident_mapper.cli import (
    aggregate_,
    check,
    choropleth,
    columns_,
    demo,
    diff_,
    duplicates_,
    gazetteer_,
    look_up,
    map_,
    tables,
)
from incident_mapper.cli.console import say_error
from incident_mapper.errors import IncidentMapperError, OptionError

app = typer.Typer(
    name="incident-mapper",
    help="Turn reports of security incidents in Pakistan into maps that can be trusted and published.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"incident-mapper {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that belong to no command."""


app.command("demo")(demo.demo)
app.command("map")(map_.map_command)
app.command("choropleth")(choropleth.choropleth)
app.command("aggregate")(aggregate_.aggregate)
app.command("check")(check.check)
app.command("duplicates")(duplicates_.duplicates)
app.command("diff")(diff_.diff)
app.command("geocode")(tables.geocode)
app.command("columns")(columns_.columns)
app.command("places")(look_up.places)
app.command("areas")(look_up.areas_command)
app.add_typer(gazetteer_.app, name="gazetteer")


def main() -> None:
    """Run the command line; a known failure is one sentence and an exit code, never a traceback.

    Exit codes: 0 the result was written, 1 unreadable input (or ``--strict`` and unplaced rows), 2 wrong usage.
    """
    # Names and reasons are written in several scripts, whatever the terminal says it can show.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except OptionError as error:
        say_error(str(error))
        sys.exit(2)
    except IncidentMapperError as error:
        say_error(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does: nothing is left to say.
        sys.stderr.close()
        sys.exit(0)
