"""Write the places of an added gazetteer as one file with an index, the same bytes for the same places."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from incident_mapper.add_places.records import RawPlace
from incident_mapper.errors import OutputError
from incident_mapper.export.atomic import write_atomic
from incident_mapper.gazetteer.added_file import APPLICATION_ID, FORMAT

_TABLES: Final = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, level TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, tehsil TEXT NOT NULL, urdu TEXT NOT NULL, others TEXT NOT NULL
);
CREATE TABLE named (key TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""


def write_store(
    path: Path,
    places: Iterable[tuple[RawPlace, str]],
    *,
    keys: Iterable[tuple[str, int]],
    about: Mapping[str, str],
) -> None:
    """Write an added gazetteer, whole or not at all.

    Parameters
    ----------
    path
        The file to write or to replace; its folder is made if need be.
    places
        Places, each with the code of its tehsil.
    keys
        Compact match keys and the numbers of the places they mean; repeated ones count once.
    about
        The facts about the gazetteer (see `gazetteer.added_file`).

    Raises
    ------
    OutputError
        If it cannot be written; what was there before stays.

    Examples
    --------
    >>> from incident_mapper.gazetteer.added_file import read_info
    >>> with TemporaryDirectory() as folder:
    ...     write_store(Path(folder, "none.sqlite"), [], keys=[], about={})
    ...     "does not say its" in read_info(Path(folder, "none.sqlite")).problem
    True
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="incident-mapper-") as workshop:
            draft = Path(workshop, "places.sqlite")
            _write(draft, places, keys=keys, about=about)
            content = draft.read_bytes()
    except (OSError, sqlite3.Error) as error:
        raise OutputError(
            f"Cannot write {str(path)!r}: {error}. Is there room, and leave to write there?"
        ) from error
    write_atomic(path, content)


def _write(
    draft: Path,
    places: Iterable[tuple[RawPlace, str]],
    *,
    keys: Iterable[tuple[str, int]],
    about: Mapping[str, str],
) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        # A draft that is broken off is thrown away: it needs no journal.
        connection.executescript(
            f"PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT}; {_TABLES}"
        )
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        rows = sorted(_row(place, tehsil) for place, tehsil in places)
        # In order, each row goes to the end of its tree: quicker, and the file does not depend on the input's order.
        connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 10)})", rows)  # noqa: S608
        connection.executemany("INSERT INTO named VALUES (?, ?)", sorted(set(keys)))
        connection.execute("COMMIT")


def _row(place: RawPlace, tehsil: str) -> tuple[int, str, str, str, str, float, float, str, str, str]:
    level = "town" if place.kind == "town" else "locality"  # as the embedded places have it
    others = "\n".join(place.others)
    return (
        place.number, place.name, level, place.kind, place.feature, place.lon, place.lat, tehsil, place.urdu, others
    )  # fmt: skip
