"""``incident-mapper geocode``: what would be placed where, as a table."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from incident_mapper.cli import options as o
from incident_mapper.cli.console import messages, results, working
from incident_mapper.cli.online import Server, Service, UserAgent, online_geocoder, say_report


def geocode(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV or GeoJSON file with a column of place texts.")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="OUT", help="A .csv, .geojson, .gpkg or .parquet file to write."
        ),
    ],
    id_column: Annotated[
        str | None,
        typer.Option(help="The column that identifies a row, for messages; default id, if there is one."),
    ] = None,
    place_column: Annotated[
        str,
        typer.Option(
            help="The column with names or sentences; default place_text, or one with a usual name."
        ),
    ] = "",
    province_column: Annotated[
        str | None, typer.Option(help="The column that states the province, if any.")
    ] = None,
    online: Service = None,
    user_agent: UserAgent = "",
    server: Server = "",
    edition: o.Edition = "",
    strict: o.Strict = False,
) -> None:
    """Add to each row the place that its text means; its own columns stay as they are.

    The place column may hold a whole sentence. Every row comes out once, matched, ambiguous or unmatched.
    """
    from incident_mapper.areas import ATTRIBUTION
    from incident_mapper.errors import SchemaError
    from incident_mapper.export import TABLE_SUFFIXES, write_table
    from incident_mapper.files.whole import read_table
    from incident_mapper.gazetteer import load_gazetteer
    from incident_mapper.geocode import geocode_table
    from incident_mapper.geocoders import geocode_unmatched
    from incident_mapper.render.payload import PLACES_ATTRIBUTION
    from incident_mapper.schema import GEOCODE_COLUMNS, PLACE_CODE

    o.check_outputs(output, inputs=[file], page=False, tables=TABLE_SUFFIXES)
    geocoder = (
        online_geocoder(online, user_agent=user_agent, server=server, edition=edition) if online else None
    )
    report = None
    with working() as step:
        step("reading")
        raw = read_table(file)
        if id_column is not None and id_column not in raw.cells:
            raise SchemaError(
                f"{file} has no column {id_column!r}. Found: {', '.join(raw.cells.columns)}.",
                missing=[id_column],
            )
        place_column = place_column or _place_column(raw.cells.columns)
        step("resolving places")
        gazetteer = load_gazetteer(edition)
        done = geocode_table(raw.cells, gazetteer, place_column=place_column, province_column=province_column)
        codes = done.iloc[:, raw.cells.shape[1] + GEOCODE_COLUMNS.index(PLACE_CODE)]
        mine = gazetteer.added.credits_for(codes) if gazetteer.added else ()
        if geocoder is not None:
            step("asking online")
            done, report = geocode_unmatched(
                done, geocoder, place_column=place_column, province_column=province_column
            )
            mine = (*mine, report.attribution)
        write_table(
            done, output, attribution=". ".join((ATTRIBUTION, PLACES_ATTRIBUTION, *mine, "")).rstrip()
        )
    if report is not None:
        say_report(report)
    # The first of our columns, whatever it had to be called.
    status = done.iloc[:, raw.cells.shape[1]]
    counts = status.value_counts()
    said = ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("matched", "ambiguous", "unmatched"))
    messages().print(f"{len(done):,} rows: {said}", markup=False)
    lost = done[status == "unmatched"]
    names = id_column or "id"
    ids = lost[names] if names in lost else "row " + lost.index.to_series().astype(str)
    for name, text in list(zip(ids, lost[place_column], strict=True))[:8]:
        messages().print(f"  {name}: {str(text)[:80]!r} was not found", markup=False)
    if len(lost) > 8:
        messages().print(f"  and {len(lost) - 8:,} more; filter the output by match_status", markup=False)
    results().print(str(output), markup=False)
    if strict and len(lost):
        raise typer.Exit(1)


def _place_column(headers: Iterable[str]) -> str:
    """Return the column of places by its usual names, or the one that is asked for if there is none."""
    from incident_mapper.incidents.columns import find_columns
    from incident_mapper.schema import ADM2_GIVEN, LOCALITY_GIVEN, PLACE_TEXT

    found = find_columns([str(header) for header in headers])
    return next(
        (found[name] for name in (PLACE_TEXT, LOCALITY_GIVEN, ADM2_GIVEN) if name in found), PLACE_TEXT
    )
