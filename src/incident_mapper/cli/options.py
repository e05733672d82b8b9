"""Options that several commands share."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo

import typer

from incident_mapper.errors import OptionError, OutputError

if TYPE_CHECKING:
    from incident_mapper.incidents import ReadOptions

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV or GeoJSON files of incidents.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="OUT.html", help="The HTML file to write.")]
Level = Annotated[Literal["province", "district"], typer.Option(help="What the colours stand for at first.")]
Metric = Annotated[
    Literal["incidents", "killed", "injured"], typer.Option(help="What the colours count at first.")
]
TrustOption = Annotated[
    Literal["name", "point"],
    typer.Option(help="Which one decides where place name and coordinates disagree."),
]
Title = Annotated[str, typer.Option(help="The map's title.")]
Credit = Annotated[str, typer.Option(help="Who made the map.")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="FIELD=HEADER",
        help="Where a field is, if its header is not a usual one; repeat as needed.",
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format", metavar="NAME", help="The kind of the files, such as acled; by default it is recognised."
    ),
]
Sheet = Annotated[str, typer.Option(help="The sheet of a workbook, or the layer of a GeoPackage.")]
Dates = Annotated[
    Literal["", "dmy", "mdy"],
    typer.Option(
        metavar="dmy|mdy", help="The order of day and month in 03/04/2024; by default the column decides."
    ),
]
Mapping = Annotated[
    Path | None,
    typer.Option(metavar="TOML", help="Which column holds what, as `columns FILE --save` writes it."),
]
Review = Annotated[
    Path | None,
    typer.Option(
        metavar="CSV", help="Pairs of reports and what was decided about them; `duplicates` writes it."
    ),
]
Publish = Annotated[
    Literal["", "full", "located", "aggregate"],
    typer.Option(
        metavar="full|located|aggregate",
        help="How much leaves with the page: rows as they are, rows without the source's words, or totals only; "
        "by default as much as the terms of the data allow.",
    ),
]
MayPublishRows = Annotated[
    bool,
    typer.Option(
        "--i-may-publish-rows",
        help="State that you hold the right to publish rows of a dataset whose terms forbid it.",
    ),
]
Drop = Annotated[
    list[str] | None, typer.Option(metavar="FIELD", help="Leave a field out, such as description; repeat.")
]
Round = Annotated[
    int | None,
    typer.Option(
        "--round", metavar="N", help="Round coordinates to N decimals of a degree (1 is some 11 km)."
    ),
]
Delay = Annotated[int, typer.Option(metavar="DAYS", help="Withhold the incidents of the last so many days.")]
Overrides = Annotated[
    Path | None,
    typer.Option(metavar="CSV", help="Place texts and the codes they mean (columns place_text, code)."),
]
Rejects = Annotated[
    Path | None,
    typer.Option(metavar="CSV", help="Write every row with something to say, with reason and suggestion."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if any row is not on the map.")]
Edition = Annotated[
    str, typer.Option(help="Which statement of the districts: 2023 (default) or 2026-reported.")
]
On = Annotated[
    str,
    typer.Option(
        metavar="DATE", help="The districts of this day, such as 2015-06-30; default the edition's day."
    ),
]
Built = Annotated[
    str, typer.Option(metavar="DATE", help="The build date to print; default SOURCE_DATE_EPOCH, else none.")
]
Open = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]


def check_outputs(
    *outputs: Path | None,
    inputs: Iterable[Path | None] = (),
    page: bool = True,
    tables: tuple[str, ...] = (".csv",),
) -> None:
    """Refuse, before any work, to write over an input or another output, or a file whose name says another format.

    Parameters
    ----------
    outputs
        The files to write, the main one first; ``None`` is skipped.
    inputs
        The files that are read.
    page
        Whether the main output is an HTML page.
    tables
        The suffixes that the other outputs may have.

    Raises
    ------
    OptionError
        If a file would be lost, or does not bear the suffix of its format.

    Examples
    --------
    >>> check_outputs(Path("map.html"), inputs=[Path("reports.csv")])
    >>> check_outputs(Path("map.csv"))
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: map.csv: this output is a page. Expected a name that ends in .html or .htm.
    """
    taken = {_real(path): "it is read as an input" for path in inputs if path}
    for position, path in enumerate(outputs):
        if path is None:
            continue
        expected, kind = ((".html", ".htm"), "a page") if page and position == 0 else (tables, "a table")
        if path.suffix.casefold() not in expected:
            raise OptionError(
                f"{path}: this output is {kind}. Expected a name that ends in {' or '.join(expected)}."
            )
        if _real(path) in taken:
            raise OptionError(f"{path} would be written over: {taken[_real(path)]}. Name another file.")
        if not _real(path).parent.is_dir():
            raise OutputError(
                f"Cannot write {str(path)!r}: there is no folder {str(path.parent)!r}. Make it first."
            )
        taken[_real(path)] = "another output goes there"


def _real(path: Path) -> Path:
    """Return where a path leads; links in a circle are left for the writer to refuse."""
    return Path(os.path.realpath(path))


def read_columns(pairs: list[str] | None) -> dict[str, str] | None:
    """Read ``FIELD=HEADER`` pairs.

    Raises
    ------
    OptionError
        If a pair has no equals sign.

    Examples
    --------
    >>> read_columns(["event_date=Datum"])
    {'event_date': 'Datum'}
    """
    if not pairs:
        return None
    found = {}
    for pair in pairs:
        field, equals, header = pair.partition("=")
        if not equals or not field.strip() or not header.strip():
            raise OptionError(
                f"--column expects FIELD=HEADER, such as event_date=Datum; instead got {pair!r}."
            )
        found[field.strip()] = header.strip()
    return found


def read_options(
    columns: list[str] | None,
    *,
    format_: str = "",
    sheet: str = "",
    dates: str = "",
    mapping: Path | None = None,
) -> "ReadOptions":
    """Return how files are read, from the options that say so; what stands on the command line goes before a file.

    Raises
    ------
    OptionError
        If a pair of ``--column`` has no equals sign, or there is no such format.
    SchemaError
        If the mapping holds a key that does not exist.

    Examples
    --------
    >>> read_options(["event_date=Datum"], dates="dmy").dates
    'dmy'
    """
    from incident_mapper.files import FileOptions
    from incident_mapper.incidents import ReadOptions
    from incident_mapper.incidents.formats import format_named, read_mapping

    if format_:
        format_named(format_)
    found = ReadOptions(read_columns(columns), format_, dates, FileOptions(sheet))  # type: ignore[arg-type]
    return found if mapping is None else found.over(read_mapping(mapping))


def day_on(given: str) -> date | None:
    """Return the day whose districts are wanted, or none.

    Raises
    ------
    OptionError
        If it is no date.

    Examples
    --------
    >>> day_on("2015-06-30"), day_on("")
    (datetime.date(2015, 6, 30), None)
    """
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise OptionError(f"--on expects a day such as 2015-06-30; instead got {given!r}.") from error


def build_date(given: str) -> date | None:
    """Return the build date to print: as given, or from ``SOURCE_DATE_EPOCH``, or none.

    Raises
    ------
    OptionError
        If it is no date.

    Examples
    --------
    >>> build_date("2026-02-01")
    datetime.date(2026, 2, 1)
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        if given:
            return date.fromisoformat(given)
        return datetime.fromtimestamp(int(epoch), tz=UTC).date() if epoch else None
    except (ValueError, OverflowError, OSError) as error:
        raise OptionError(
            f"the build date must be a day such as 2026-02-01; instead got {given or epoch!r}."
        ) from error


def today() -> date:
    """Return the day it is in Pakistan."""
    return datetime.now(tz=ZoneInfo("Asia/Karachi")).date()


def open_page(path: Path) -> None:
    """Open a page in the user's browser."""
    import webbrowser

    webbrowser.open(path.resolve().as_uri())
