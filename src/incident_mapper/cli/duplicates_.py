"""``incident-mapper duplicates``: pairs of reports that may be of one event, and what was decided about them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from incident_mapper.cli import options as o
from incident_mapper.cli.console import messages, results, working
from incident_mapper.errors import OptionError, SchemaError

if TYPE_CHECKING:
    import pandas as pd

    from incident_mapper.duplicates import Review, ReviewTable

_SHOWN = 8


def duplicates(
    files: o.Files,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="REVIEW.csv",
            help="The review table to write; default beside the data, as NAME.duplicates.csv.",
        ),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(
            metavar="REVIEW.csv",
            help="An earlier review table whose decisions are kept; default the output itself, if it is there.",
        ),
    ] = None,
    days: Annotated[int, typer.Option(help="Compare reports at most this many days apart.")] = 2,
    min_score: Annotated[float, typer.Option(help="List pairs from this score on, of 100.")] = 60.0,
    most: Annotated[
        int, typer.Option(help="Compare a report with at most this many of its neighbours in time.")
    ] = 200,
    related: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Write the incidents with what was decided as relations, so that totals count once.",
        ),
    ] = None,
    merged: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV", help="Write the incidents with one row for each event decided to be one."
        ),
    ] = None,
    columns: o.Columns = None,
    format_: o.Format = "",
    sheet: o.Sheet = "",
    dates: o.Dates = "",
    mapping: o.Mapping = None,
    overrides: o.Overrides = None,
) -> None:
    """List pairs of reports that may be of one event, for a person to decide.

    Fill the column "decision" of the table with: same (both report one event), updates (a corrects b), part_of (a is
    part of b), may_be (a may be b), different. Run the command again to keep the decisions and to find what is new.
    """
    from incident_mapper.duplicates import (
        DuplicateOptions,
        apply_decisions,
        find_decisions,
        find_duplicates,
        make_review,
        merge_incidents,
    )
    from incident_mapper.export import write_table
    from incident_mapper.pipeline import PlaceOptions, place_incidents

    table = output or files[0].with_name(f"{files[0].stem}.duplicates.csv")
    o.check_outputs(table, related, merged, inputs=[*files, overrides], page=False)
    earlier = _earlier(table, review)
    how = DuplicateOptions(days=days, min_score=min_score, most=most)
    with working() as step:
        reading = o.read_options(columns, format_=format_, sheet=sheet, dates=dates, mapping=mapping)
        placing = PlaceOptions(overrides=overrides, reading=reading)
        incidents = place_incidents(*files, options=placing, step=step).incidents
        step("comparing")
        candidates = find_duplicates(incidents, options=how)
        made = make_review(incidents, candidates, earlier=earlier)
        if earlier:
            find_decisions(incidents, earlier)  # refuses decisions that contradict each other
        step("writing")
        if related and earlier:
            write_table(_as_read(apply_decisions(incidents, earlier)), related)
        if merged and earlier:
            write_table(_as_read(merge_incidents(incidents, earlier)), merged)
        write_table(made.table, table)
    _say(made, rows=len(incidents), compared=candidates.compared, notes=candidates.notes)
    for path in (related, merged):
        if path is not None:
            done = "written" if earlier else "not written, because nothing is decided yet"
            messages().print(f"{path}: {done}", markup=False)
    results().print(str(table), markup=False)


def _as_read(incidents: "pd.DataFrame") -> "pd.DataFrame":
    """Return the columns that a file of incidents has, without what was found out about places here."""
    from incident_mapper import schema as s
    from incident_mapper.duplicates.identity import figure_columns

    names = [
        s.EVENT_DATE, s.EVENT_DATE_END, s.DATE_PRECISION, *s.TEXT_COLUMNS, s.EVENTS, s.LONGITUDE, s.LATITUDE,
        s.GEO_PRECISION, *figure_columns(incidents), s.MERGED_IDS, s.MERGED_DIFFERS,
    ]  # fmt: skip
    told = incidents[[name for name in dict.fromkeys(names) if name in incidents]]
    return told.loc[:, (told.notna() & (told != "")).any().to_numpy()].reset_index()


def _earlier(table: Path, review: Path | None) -> "Review | None":
    """Read the earlier decisions; a table that would be written over must not hold others."""
    from incident_mapper.duplicates import read_review
    from incident_mapper.schema import DECISION

    if review is not None:
        earlier = read_review(review)
        if table.exists() and table.resolve() != review.resolve():
            lost = int((read_review(table).rows[DECISION] != "").sum())
            if lost:
                raise OptionError(
                    f"{table} holds {lost} decisions that would be written over. Name another output, or give "
                    f"that file with --review."
                )
        return earlier
    if not table.exists():
        return None
    try:
        return read_review(table)
    except SchemaError as error:
        raise OptionError(f"{table} is there already and would be written over: {error}") from error


def _say(made: "ReviewTable", *, rows: int, compared: int, notes: tuple[str, ...]) -> None:
    """Print what was found: how many at which score, and the likeliest."""
    import pandas as pd

    console = messages()
    table = made.table
    decided = int((table["decision"] != "").sum())
    console.print(
        f"[bold]{rows:,} rows: {len(table):,} {'pair' if len(table) == 1 else 'pairs'} that may be of one event[/] "
        f"({made.new:,} new, {made.kept:,} listed before, {decided:,} decided)"
    )
    still = table[table["decision"] == ""]
    scores = pd.to_numeric(still["score"], errors="coerce")
    for low, high, words in ((80, 101, "very alike"), (70, 80, "alike"), (0, 70, "in part alike")):
        if count := int(((scores >= low) & (scores < high)).sum()):
            ends = (
                f"{low} and more" if high > 100 else f"less than {high}" if low == 0 else f"{low} to {high}"
            )
            console.print(f"  {count:,} open, with a score of {ends}: {words}")
    for row in (
        still.loc[scores.sort_values(ascending=False, kind="stable").index].head(_SHOWN).to_dict("records")
    ):
        console.print(
            f"  {row['score']:>4}  {escape(row['id_a'])} and {escape(row['id_b'])}: {escape(row['reasons'])}"
        )
    for note in (*notes, *made.notes):
        console.print(f"note: {escape(note)}")
    console.print(
        f"{compared:,} pairs near in time and place were compared. Nothing is decided by the score: fill the column "
        "'decision' and run this again."
    )
