"""Read a country dump of GeoNames and its table of alternate names.

Source: the readme of https://download.geonames.org/export/dump/, which states both tables' columns.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from incident_mapper.add_places.archive import table_name, text_lines
from incident_mapper.add_places.features import is_taken, kind_of
from incident_mapper.add_places.records import (
    BAD_ROW,
    NO_NAME,
    NO_POINT,
    OTHER_KIND,
    REPEATED,
    RawPlace,
    ReadPlaces,
    Step,
    clean,
    degrees,
    readable,
)
from incident_mapper.errors import ReadError

COLUMNS: Final = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
    "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation",
    "dem", "timezone", "modification date",
)  # fmt: skip
"""The columns of a country dump, which has no header."""

LANGUAGES: Final = frozenset({"", "en", "ur", "ps", "sd", "bal", "brh", "pnb", "skr"})
"""English, and the languages of Pakistan that are written in Arabic script; without a code for most villages.

Links, post and airport codes stand in the same column as the languages and are no names.
"""

MAX_DUMP_BYTES: Final = 2**30
"""The largest country has a third of it; the dump of all countries would fill the memory for a few places of ours."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EVERY: Final = 100_000


def read_geonames(path: Path, *, alternate_names: Path | None = None, step: Step) -> ReadPlaces:
    """Read the places of a country dump that reports may name.

    Parameters
    ----------
    path
        A zip with ``XX.txt`` in it, or that text: 19 columns parted by tabs, no header, UTF-8.
    alternate_names
        ``alternateNamesV2`` or a country's part of it, zip or text. It says the language of each name, so the names
        in the dump itself, of no stated language, are then not used.
    step
        Told what begins.

    Raises
    ------
    ReadError
        If a file cannot be read, or its rows are not those of GeoNames.

    Examples
    --------
    >>> read_geonames(Path("gone.txt"), step=print)
    Traceback (most recent call last):
    incident_mapper.errors.ReadError: gone.txt: there is no such file.
    """
    skipped: Counter[str] = Counter()
    places: dict[int, RawPlace] = {}
    newest, rows = "", 0
    with closing(text_lines(path, max_bytes=MAX_DUMP_BYTES)) as lines:
        for rows, line in enumerate(_not_blank(lines), start=1):
            if rows % _EVERY == 1:
                step(f"reading {path.name}, row {rows:,}")
            cells = _cells(line)
            if len(cells) != len(COLUMNS) or not _is_number(cells[0]):
                if rows == 1:
                    raise ReadError(_not_a_dump(path, cells))
                skipped[BAD_ROW] += 1
                continue
            if cells[18] > newest and _DAY.fullmatch(cells[18]):
                newest = cells[18]
            found = _place(cells, with_others=alternate_names is None)
            if isinstance(found, str):
                skipped[found] += 1
            elif places.setdefault(found.number, found) is not found:
                skipped[REPEATED] += 1
    if not rows:
        raise ReadError(f"{path} is empty. Expected rows of {len(COLUMNS)} columns, parted by tabs.")
    notes: tuple[str, ...] = ()
    if alternate_names is not None:
        notes = _add_names(places, alternate_names, step=step)
    title = f"GeoNames {table_name(path)}"
    return ReadPlaces(tuple(places.values()), rows, skipped, title=title, date=newest, notes=notes)


def _not_blank(lines: Iterator[bytes]) -> Iterator[bytes]:
    return (line for line in lines if line.strip())


def _cells(line: bytes) -> list[str]:
    """Return the cells of a row: quotes mean nothing in these tables. None, if the row is no UTF-8."""
    try:
        return line.decode("utf-8").split("\t")
    except UnicodeDecodeError:
        return [""]


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) <= 18


def _not_a_dump(path: Path, cells: list[str]) -> str:
    begins = clean(" | ".join(cells))[:60]
    return (
        f"{path}, row 1, is no row of a GeoNames dump: expected {len(COLUMNS)} columns parted by tabs, in UTF-8, with "
        f"an id first; instead got {len(cells)}, {begins!r}. A table with a header must be called .csv."
    )


def _place(cells: list[str], *, with_others: bool) -> RawPlace | str:
    """Return the place of a row, or why it is none of ours."""
    number, name, plain, others, lat, lon, feature_class, code = cells[:8]
    population = cells[14]
    if not is_taken(feature_class, code):
        return OTHER_KIND
    point = degrees(lon, lat)
    if point is None:
        return NO_POINT
    # A town of stated population has names in the whole world's languages, spelt out in Latin letters: as no language
    # is stated here, one of them may well be another place's. Its own spellings are embedded.
    with_others = with_others and not population.strip("0")
    names = dict.fromkeys(
        cleaned
        for text in (name, plain, *(others.split(",") if with_others else ()))
        if (cleaned := clean(text)) and readable(cleaned)
    )
    if not names:
        return NO_NAME
    first, *rest = names
    return RawPlace(
        number=int(number), name=first, kind=kind_of(feature_class, code, population=population),
        populated=feature_class == "P", lon=point[0], lat=point[1], feature=f"{feature_class}.{code}",
        others=tuple(rest),
    )  # fmt: skip


def _add_names(places: dict[int, RawPlace], path: Path, *, step: Step) -> tuple[str, ...]:
    """Put alternate names to their places, and say what a reader should know about the file."""
    # The table of the whole world has 16 million rows: of those that are not ours only the id is looked at.
    wanted = {str(number).encode(): number for number in places}
    names: dict[int, list[_AlternateName]] = {}
    bad = 0
    with closing(text_lines(path)) as lines:
        for row, line in enumerate(_not_blank(lines), start=1):
            if row % (10 * _EVERY) == 1:
                step(f"reading {path.name}, row {row:,}")
            cells = line.split(b"\t", 4)
            if len(cells) < 4 or not cells[1].isdigit():
                if row == 1:
                    raise ReadError(
                        f"{path}, row 1, is no row of alternateNamesV2: expected 10 columns parted by tabs, of "
                        f"which the second is an id; instead got {len(cells)}."
                    )
                bad += 1
            elif (number := wanted.get(cells[1])) is not None:
                try:
                    name = _alternate([cell.decode("utf-8") for cell in cells])
                except UnicodeDecodeError:
                    bad += 1
                    continue
                if name is not None:
                    names.setdefault(number, []).append(name)
    for number, its_names in names.items():
        places[number] = _named(places[number], its_names)
    return (f"{path.name}: {bad:,} rows are not whole and were left out",) if bad else ()


_AlternateName = tuple[bool, bool, str]
"""Whether it is in Urdu, whether it is the preferred one of its language, and the name."""


def _alternate(cells: list[str]) -> _AlternateName | None:
    """Return a name that is in a language of ours; past, short and colloquial ones count, as reports use them."""
    language = cells[2].partition("-")[0].casefold()
    name = clean(cells[3])
    if language not in LANGUAGES or not readable(name):
        return None
    return language == "ur", cells[4][:1] == "1" if len(cells) > 4 else False, name


def _named(place: RawPlace, names: list[_AlternateName]) -> RawPlace:
    urdu = [(preferred, name) for in_urdu, preferred, name in names if in_urdu]
    shown = next((name for preferred, name in urdu if preferred), urdu[0][1] if urdu else "")
    others = dict.fromkeys((*place.others, *(name for _, _, name in names)))
    return replace(
        place, urdu=shown, others=tuple(name for name in others if name not in (place.name, shown))
    )
