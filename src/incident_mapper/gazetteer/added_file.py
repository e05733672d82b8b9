"""One added gazetteer as a file: where such files lie, what they say about themselves, what is wrong with them."""

import hashlib
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from incident_mapper.errors import ReadError
from incident_mapper.tables import data_bytes

DATA_VARIABLE: Final = "INCIDENT_MAPPER_DATA"
SUFFIX: Final = ".sqlite"
APPLICATION_ID: Final = 0x494D475A  # "IMGZ", which SQLite keeps in the file's header
FORMAT: Final = 1

State = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of each file of added places: a new state asks for new look-ups."""

_HEADER: Final = b"SQLite format 3\x00"
_FACTS: Final = frozenset(
    {"title", "source", "licence", "attribution", "date", "places", "built_with", "prefix", "boundaries"}
)


@dataclass(frozen=True, slots=True)
class AddedGazetteer:
    """What is known about one added gazetteer.

    Attributes
    ----------
    name
        What the user calls it; also the name of its file.
    title
        What it is, for people.
    source
        The name of the file it was read from.
    licence, attribution
        Under which terms its places may be shown, and what a map that shows one has to print.
    date
        ISO day of the data; empty if not stated.
    places
        How many places it holds.
    built_with
        The version of this package that placed them into districts.
    problem
        Why it cannot be used, with what to do; all else may then be empty.
    """

    name: str
    title: str = ""
    source: str = ""
    licence: str = ""
    attribution: str = ""
    date: str = ""
    places: int = 0
    built_with: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AddedFile:
    """An added gazetteer that is open for reading.

    Attributes
    ----------
    prefix
        What the codes of its places begin with, such as ``GN-``.
    """

    path: Path
    connection: sqlite3.Connection
    info: AddedGazetteer
    prefix: str


def data_folder() -> Path:
    """Return the folder of added gazetteers, which need not exist.

    It is ``gazetteers`` in the user's data folder, or in the folder that the environment variable
    ``INCIDENT_MAPPER_DATA`` names.

    Examples
    --------
    >>> data_folder().name
    'gazetteers'
    """
    named = os.environ.get(DATA_VARIABLE, "")
    base = Path(named) if named else platformdirs.user_data_path("incident-mapper", appauthor=False)
    return base / "gazetteers"


def added_files(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the files of added gazetteers, by name.

    Examples
    --------
    >>> added_files(Path("no such folder"))
    ()
    """
    return tuple(sorted((folder or data_folder()).glob(f"*{SUFFIX}")))


def added_state(folder: Path | None = None) -> State:
    """Return what tells one set of added gazetteers from another: a key for whatever is cached about them.

    Examples
    --------
    >>> added_state(Path("no such folder"))
    ()
    """
    found = []
    for path in added_files(folder):
        try:
            stat = path.stat()
        except OSError:  # removed meanwhile, or a link to nowhere: reading it will say so
            found.append((path.name, 0, 0))
        else:
            found.append((path.name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def boundaries_stamp() -> str:
    """Return a stamp of the embedded boundaries: added places lie in the tehsils of just these.

    Examples
    --------
    >>> len(boundaries_stamp())
    16
    """
    return hashlib.sha256(data_bytes("boundaries/tehsils.topojson")).hexdigest()[:16]


def read_info(path: Path) -> AddedGazetteer:
    """Return what is known about an added gazetteer, or what is wrong with its file.

    Parameters
    ----------
    path
        Its file.

    Examples
    --------
    >>> read_info(Path("gone.sqlite")).problem
    "The added gazetteer 'gone' cannot be used: gone.sqlite cannot be read (No such file or directory). ..."
    """
    try:
        opened = open_added(path)
    except ReadError as error:
        return AddedGazetteer(name=path.stem, problem=str(error))
    with closing(opened.connection):
        return opened.info


def open_added(path: Path) -> AddedFile:
    """Open an added gazetteer for reading.

    Parameters
    ----------
    path
        Its file.

    Raises
    ------
    ReadError
        If it is damaged, of another format, or placed by other boundaries than the embedded ones; the message says
        what to do.

    Examples
    --------
    >>> open_added(Path("gone.sqlite"))
    Traceback (most recent call last):
    incident_mapper.errors.ReadError: The added gazetteer 'gone' cannot be used: gone.sqlite cannot be read ...
    """
    connection = _connect(path)
    try:
        return _opened(path, connection)
    except BaseException:
        connection.close()
        raise


def unusable(path: Path, why: str, *, source: str = "FILE") -> ReadError:
    """Return the error for an added gazetteer that cannot be used, with what to do about it.

    Examples
    --------
    >>> str(unusable(Path("pk.sqlite"), "it is damaged"))
    "The added gazetteer 'pk' cannot be used: it is damaged. Remove it with: incident-mapper gazetteer remove pk; ..."
    """
    return ReadError(
        f"The added gazetteer {path.stem!r} cannot be used: {why}. Remove it with: incident-mapper gazetteer "
        f"remove {path.stem}; then add it again with: incident-mapper gazetteer add {source} --name {path.stem}"
    )


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file; what is wrong with it as a file is told by its header, which SQLite itself believes."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
            size = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise unusable(path, f"{path} cannot be read ({error.strerror or error})") from error
    if not head.startswith(_HEADER) or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise unusable(path, f"{path} is no file of added places, or is damaged")
    page = int.from_bytes(head[16:18], "big")
    whole = page * int.from_bytes(head[28:32], "big")
    if size != whole:
        raise unusable(path, f"{path} is damaged: it has {size:,} of {whole:,} bytes")
    if int.from_bytes(head[60:64], "big") != FORMAT:
        raise unusable(path, f"{path} was written by another version of Incident Mapper")
    try:
        # A file is never changed, only replaced as a whole: it needs no locks.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)
    except sqlite3.Error as error:
        raise unusable(path, f"{path} cannot be opened ({error})") from error


def _opened(path: Path, connection: sqlite3.Connection) -> AddedFile:
    try:
        about = {str(key): str(value) for key, value in connection.execute("SELECT key, value FROM about")}
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise unusable(path, f"{path} is damaged ({error})") from error
    missing = sorted(_FACTS - set(about))
    if missing or not about["places"].isdigit():
        raise unusable(path, f"{path} is damaged: it does not say its {', '.join(missing) or 'size'}")
    if about["boundaries"] != boundaries_stamp():
        why = f"its places were put into the districts of version {about['built_with']}, whose boundaries differ"
        raise unusable(path, why, source=about["source"])
    info = AddedGazetteer(
        name=path.stem,
        title=about["title"],
        source=about["source"],
        licence=about["licence"],
        attribution=about["attribution"],
        date=about["date"],
        places=int(about["places"]),
        built_with=about["built_with"],
    )
    return AddedFile(path, connection, info, about["prefix"])
