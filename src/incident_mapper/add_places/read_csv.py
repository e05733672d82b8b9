"""Read any table with names and coordinates."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from incident_mapper.add_places.records import (
    BAD_ROW,
    NO_NAME,
    NO_POINT,
    RawPlace,
    ReadPlaces,
    Step,
    clean,
    degrees,
    readable,
)
from incident_mapper.errors import SchemaError
from incident_mapper.files.whole import read_table
from incident_mapper.names import compact, match_key

_NAME: Final = (
    "name", "name_en", "name:en", "place_name", "place", "village", "village_name", "town", "settlement",
    "settlement_name", "locality", "mauza", "mouza", "location", "location_name", "asciiname", "title",
)  # fmt: skip
_LON: Final = (
    "longitude",
    "lon",
    "lng",
    "long",
    "x",
    "x_coord",
    "point_x",
    "longitude_dd",
    "decimal longitude",
)
_LAT: Final = ("latitude", "lat", "y", "y_coord", "point_y", "latitude_dd", "decimal latitude")
_URDU: Final = ("urdu", "name_ur", "name:ur", "urdu_name", "name_urdu")
_OTHERS: Final = (
    "alternatenames",
    "alternate_names",
    "alt_name",
    "alt_names",
    "other_names",
    "variants",
    "aliases",
)
_KIND: Final = ("kind", "type", "feature_code", "fcode", "fclass", "feature_class", "place_type", "category")

# Of a table that says the kind; words of OpenStreetMap, and GeoNames' codes by their first letters.
_POPULATED: Final = frozenset(
    [
        "city",
        "town",
        "village",
        "hamlet",
        "suburb",
        "neighbourhood",
        "neighborhood",
        "settlement",
        "locality",
        "isolated_dwelling",
        "quarter",
        "borough",
        "municipality",
        "p",
    ]
)


@dataclass(frozen=True, slots=True)
class CsvColumns:
    """Which columns hold name, longitude and latitude; empty to find them by their usual names."""

    name: str = ""
    lon: str = ""
    lat: str = ""


def read_csv_places(path: Path, *, columns: CsvColumns, step: Step) -> ReadPlaces:
    """Read the places of a table.

    Parameters
    ----------
    path
        A CSV, as `files.whole.read_table` reads them. Further columns are used if they have a usual name: the
        Urdu name, other names (parted by ``|`` or ``;``), and the kind, such as "village"; without a kind, a
        place is taken for one where people live.
    columns
        Which columns hold what.
    step
        Told what begins.

    Raises
    ------
    ReadError
        If the file cannot be read.
    SchemaError
        If there is no such column.

    Examples
    --------
    >>> read_csv_places(Path("gone.csv"), columns=CsvColumns(), step=lambda _: None)
    Traceback (most recent call last):
    incident_mapper.errors.ReadError: gone.csv: there is no such file.
    """
    step(f"reading {path.name}")
    table = read_table(path)
    headers = [str(header) for header in table.cells.columns]
    name = _needed(columns.name, _NAME, headers, what="name", path=path)
    lon = _needed(columns.lon, _LON, headers, what="lon", path=path)
    lat = _needed(columns.lat, _LAT, headers, what="lat", path=path)
    rest = [header for header in headers if header not in (name, lon, lat)]
    chosen = [name, lon, lat, *(_usual(usual, rest) for usual in (_URDU, _OTHERS, _KIND))]
    blank = [""] * len(table.cells)
    cells = zip(*(table.cells[header].tolist() if header else blank for header in chosen), strict=True)
    skipped: Counter[str] = Counter()
    places = []
    for row, values in zip(table.cells.index.tolist(), cells, strict=True):
        found = BAD_ROW if row in table.problems else _place(row, values)
        if isinstance(found, str):
            skipped[found] += 1
        else:
            places.append(found)
    return ReadPlaces(tuple(places), len(table.cells), skipped, title=path.stem, notes=table.notes)


def _place(row: int, values: tuple[str, ...]) -> RawPlace | str:
    """Return the place of a row, or why it is none."""
    name, lon, lat, urdu, others, kind = map(clean, values)
    point = degrees(lon, lat)
    if point is None:
        return NO_POINT
    spellings = (name, urdu, *(clean(other) for other in others.replace(";", "|").split("|")))
    names = list(dict.fromkeys(spelling for spelling in spellings if readable(spelling)))
    if not names:
        return NO_NAME
    return RawPlace(
        number=row, name=names[0], kind=kind.casefold(), populated=_populated(kind), lon=point[0], lat=point[1],
        urdu=urdu if readable(urdu) else "", others=tuple(other for other in names[1:] if other != urdu),
    )  # fmt: skip


def _populated(kind: str) -> bool:
    return not kind or kind.casefold() in _POPULATED or kind.upper().removeprefix("P.").startswith("PPL")


def _needed(given: str, usual: Iterable[str], headers: list[str], *, what: str, path: Path) -> str:
    found = _usual((given,) if given else usual, headers)
    if not found:
        wanted = f"column {given!r}" if given else f"column for the {what} with a usual name"
        raise SchemaError(
            f"{path} has no {wanted}. Found: {', '.join(headers)}. Name it with --{what}-column.",
            missing=[given or what],
            found=headers,
        )
    return found


def _usual(usual: Iterable[str], headers: list[str]) -> str:
    """Return the first header that bears one of the names, in any spelling; the same spelling goes first."""
    for name in usual:
        if name in headers:
            return name
        key = compact(match_key(name))
        for header in headers:
            if compact(match_key(header)) == key:
                return header
    return ""
