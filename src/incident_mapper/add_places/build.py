"""Add a gazetteer: read it, put its places into districts, write the index."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from incident_mapper._version import __version__
from incident_mapper.add_places.districts import tehsils_of
from incident_mapper.add_places.manage import gazetteer_file, require_name
from incident_mapper.add_places.read_csv import CsvColumns, read_csv_places
from incident_mapper.add_places.read_geonames import read_geonames
from incident_mapper.add_places.records import COMMON_NAME, RawPlace, ReadPlaces, Step, keys
from incident_mapper.add_places.store import write_store
from incident_mapper.errors import OptionError, ReadError
from incident_mapper.gazetteer.added_file import AddedGazetteer, boundaries_stamp, read_info

GEONAMES_LICENCE: Final = "GeoNames, CC BY 4.0"
NOT_STATED: Final = "not stated"
_QUIET: Final[Step] = lambda _: None  # noqa: E731


@dataclass(frozen=True)
class AddOptions:
    """How a gazetteer is added.

    Attributes
    ----------
    name
        What to call it; by default the file's name.
    licence
        Under which terms its places may be shown; by default that of GeoNames for its dumps, else "not stated".
    alternate_names
        GeoNames' table of alternate names, for a dump.
    columns
        Which columns of a CSV hold what.
    date
        ISO day of the data; by default the newest day in a dump, else none.
    replace
        Whether it may take the place of one of the same name.
    """

    name: str = ""
    licence: str = ""
    alternate_names: Path | None = None
    columns: CsvColumns = field(default_factory=CsvColumns)
    date: str = ""
    replace: bool = False


@dataclass(frozen=True)
class Added:
    """What became of the rows of a file.

    Attributes
    ----------
    info
        What is now known about the gazetteer.
    path
        Its file.
    read, stored
        How many rows were read, and how many of them are now places.
    skipped
        How many are not, by reason; with `stored` they add up to `read`.
    notes
        What a careful reader should know about the file.
    """

    info: AddedGazetteer
    path: Path
    read: int
    stored: int
    skipped: Mapping[str, int]
    notes: tuple[str, ...] = ()


def add_gazetteer(
    path: Path, *, options: AddOptions | None = None, folder: Path | None = None, step: Step = _QUIET
) -> Added:
    r"""Add the places of a GeoNames country dump or of a table to the user's own gazetteers.

    Parameters
    ----------
    path
        A ``.zip`` or ``.txt`` of GeoNames, or any other table with names and coordinates (EPSG:4326).
    options
        How to add it.
    folder
        Where added gazetteers are; by default `data_folder`.
    step
        Told what begins, for progress.

    Returns
    -------
    Added
        Every row is a place now, or is counted with its reason.

    Raises
    ------
    ReadError
        If a file cannot be read, or holds no place in Pakistan.
    SchemaError
        If a table lacks a column.
    OptionError
        If an option does not fit the file, or the name is taken.
    OutputError
        If the index cannot be written; what was there before stays.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder, "villages.csv")
    ...     _ = table.write_text("name,lon,lat\nMalant,62.4,26.1\nKabul,69.17,34.53\n")
    ...     added = add_gazetteer(table, folder=Path(folder))
    >>> added.stored, dict(added.skipped), added.info.licence
    (1, {'abroad': 1}, 'not stated')
    """
    given = options or AddOptions()
    dump = path.suffix.casefold() in {".zip", ".txt"}
    name = given.name or _name_of(path)
    _check(given, name=name, dump=dump)
    target = gazetteer_file(name, folder=folder)
    if target.exists() and not given.replace:
        raise OptionError(
            f"There is already an added gazetteer {name!r}. Replace it with --replace, or call this one otherwise "
            "with --name."
        )
    if dump:
        read = read_geonames(path, alternate_names=given.alternate_names, step=step)
    else:
        read = read_csv_places(path, columns=given.columns, step=step)
    step(f"putting places into districts: {len(read.places):,}")
    kept, found, skipped = _placed(read)
    if not kept:
        raise ReadError(_nothing_left(path, read, skipped))
    step(f"writing the index of places: {len(kept):,}")
    about = _about(path, read, given=given, dump=dump)
    prefix = "GN-" if dump else f"X-{name}-"
    write_store(
        target, kept, keys=found,
        about={**about, "places": str(len(kept)), "prefix": prefix, "boundaries": boundaries_stamp()},
    )  # fmt: skip
    return Added(read_info(target), target, read.rows, len(kept), skipped, read.notes)


def _placed(
    read: ReadPlaces,
) -> tuple[list[tuple[RawPlace, str]], list[tuple[str, int]], Mapping[str, int]]:
    """Return the places that lie in a tehsil, with it; their keys; and the counts of all that are left out."""
    tehsils, reasons = tehsils_of([p.lon for p in read.places], [p.lat for p in read.places])
    skipped = Counter(read.skipped)
    kept, found = [], []
    for place, tehsil, reason in zip(read.places, tehsils, reasons, strict=True):
        its_keys = list(keys(place)) if tehsil else []
        if its_keys:
            kept.append((place, tehsil))
            found += [(key, place.number) for key in its_keys]
        else:
            skipped[reason or COMMON_NAME] += 1
    return kept, found, dict(skipped.most_common())


def _check(given: AddOptions, *, name: str, dump: bool) -> None:
    require_name(name)
    if dump and given.columns != CsvColumns():
        raise OptionError("A GeoNames dump has no column names: --name-column and the like are for a .csv.")
    if not dump and given.alternate_names is not None:
        raise OptionError("--alternate-names is for a GeoNames dump, which is a .zip or .txt.")
    try:
        if given.date:
            date.fromisoformat(given.date)
    except ValueError as error:
        raise OptionError(f"--date expects a day such as 2026-01-31; instead got {given.date!r}.") from error


def _name_of(path: Path) -> str:
    """Return a name made of the file's: "PK (1).zip" is called "pk-1"."""
    return re.sub(r"[^a-z0-9]+", "-", path.stem.casefold()).strip("-")[:40].strip("-")


def _about(path: Path, read: ReadPlaces, *, given: AddOptions, dump: bool) -> dict[str, str]:
    licence = given.licence or (GEONAMES_LICENCE if dump else NOT_STATED)
    day = given.date or read.date
    of_day = f", data of {day}" if day else ""
    who = f"{read.title} (www.geonames.org)" if dump else read.title
    return {
        "title": read.title,
        "source": path.name,
        "licence": licence,
        "attribution": f"Places: {who}{of_day}; licence: {licence}",
        "date": day,
        "built_with": __version__,
    }


def _nothing_left(path: Path, read: ReadPlaces, skipped: Mapping[str, int]) -> str:
    said = "; ".join(f"{count:,} {reason}" for reason, count in skipped.items())
    turned, _ = tehsils_of(*_swapped(read))
    hint = " Are longitude and latitude swapped?" if any(turned) else ""
    return f"{path} holds no place that could be added, of {read.rows:,} rows: {said}.{hint}"


def _swapped(read: ReadPlaces) -> tuple[list[float], list[float]]:
    return [p.lat for p in read.places], [p.lon for p in read.places]
