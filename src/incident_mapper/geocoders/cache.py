"""Answers of online geocoders, kept in an SQLite file, with an expiry.

What a service does not know is kept as well, for a shorter time: somebody may add it to the map.
"""

import json
import os
import sqlite3
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

from incident_mapper.errors import OptionError, ReadError

FOUND_DAYS: Final = 90.0
"""How long an answer is kept. A stated convention: long enough for a project, short enough for corrections."""
EMPTY_DAYS: Final = 7.0
"""How long it is kept that a service knows no such place."""

_APPLICATION_ID: Final = 0x494D4743  # "IMGC", in the header of every SQLite file of ours
_DAY: Final = 86_400.0
_WAIT_SECONDS: Final = 10.0
_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS answers_1 (
        service TEXT NOT NULL, query TEXT NOT NULL, options TEXT NOT NULL, at REAL NOT NULL, answers TEXT NOT NULL,
        PRIMARY KEY (service, query, options)
    ) WITHOUT ROWID
"""


class CacheWarning(UserWarning):
    """The cache is damaged or cannot be used; answers are asked for again, and nothing else is lost."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One place that a service answered with; degrees (EPSG:4326); `raw` is what the service said of it."""

    address: str
    lon: float
    lat: float
    raw: Mapping[str, Any] = field(default_factory=dict)


def default_cache_path() -> Path:
    """Return where answers are kept unless another path is given: in the user's cache folder.

    Examples
    --------
    >>> default_cache_path().name
    'geocoding.sqlite'
    """
    return user_cache_path("incident-mapper", appauthor=False) / "geocoding.sqlite"


class AnswerCache:
    """Answers by service, query and options, safe to share among threads and processes.

    Nothing is opened or written before the first answer is kept. A damaged file is put aside, not deleted, and a new
    one started, with a `CacheWarning`; a cache that cannot be read or written at all is done without, with another.

    Parameters
    ----------
    path
        The SQLite file; by default `default_cache_path`. It holds the names that were asked for, so it is made
        readable for its owner only.
    found_days, empty_days
        How long answers, and answers that there is nothing, are believed.
    clock
        Gives the time in seconds since 1970.

    Raises
    ------
    OptionError
        If a number of days is negative.
    ReadError
        If there is a file at a given path that is no cache of this package; it is left as it is.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     cache = AnswerCache(Path(folder, "answers.sqlite"))
    ...     cache.put("nominatim", "Somewhere", {}, [Answer("Somewhere, Pakistan", 66.6, 29.0)])
    ...     cache.put("nominatim", "Atlantis", {}, [])
    ...     cache.get("nominatim", "Somewhere", {})[0].lat, cache.get("nominatim", "Atlantis", {})
    (29.0, ())
    >>> cache.get("nominatim", "never asked", {}) is None
    True
    """

    def __init__(
        self,
        path: Path | str | None = None,
        *,
        found_days: float = FOUND_DAYS,
        empty_days: float = EMPTY_DAYS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not (found_days >= 0 and empty_days >= 0):
            raise OptionError(
                f"found_days and empty_days must be 0 or more; instead got {found_days!r} and {empty_days!r}."
            )
        self.path = Path(path) if path is not None else default_cache_path()
        self._keep = {True: found_days * _DAY, False: empty_days * _DAY}
        self._clock = clock
        self._warned = False
        self._swept = False
        if path is not None:
            _refuse_foreign(self.path)

    def get(self, service: str, query: str, options: Mapping[str, Any]) -> tuple[Answer, ...] | None:
        """Return what was answered: places, ``()`` for none, or ``None`` if it is not known or too old."""
        if not self.path.exists():
            return None
        sql = "SELECT at, answers FROM answers_1 WHERE service = ? AND query = ? AND options = ?"
        row = self._run(sql, _key(service, query, options))
        if row is None:
            return None
        try:
            answers = tuple(Answer(**item) for item in json.loads(row[1]))
        except (TypeError, ValueError):
            return None
        # An answer from the future was written under another clock; nobody knows how old it is.
        return answers if 0 <= self._clock() - row[0] < self._keep[bool(answers)] else None

    def put(self, service: str, query: str, options: Mapping[str, Any], answers: Sequence[Answer]) -> None:
        """Keep what was answered, in the place of an earlier answer; an empty list says that there is nothing."""
        if not self._swept:
            self._swept = True
            # Names of places in unpublished reports are not kept for longer than they are of use.
            self._run("DELETE FROM answers_1 WHERE at < ?", (self._clock() - max(self._keep.values()),))
        text = json.dumps([asdict(answer) for answer in answers], default=str, ensure_ascii=False)
        self._run(
            "INSERT OR REPLACE INTO answers_1 VALUES (?, ?, ?, ?, ?)",
            (*_key(service, query, options), self._clock(), text),
        )

    def clear(self) -> None:
        """Forget all answers."""
        if self.path.exists():
            self._run("DELETE FROM answers_1", ())

    def _run(self, sql: str, values: tuple[object, ...]) -> tuple[Any, ...] | None:
        """Run one statement, on a new file if the old one is damaged; without a usable file, do nothing."""
        try:
            try:
                return self._execute(sql, values)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                if self._is_damaged():
                    self._put_aside()
                return self._execute(sql, values)
        except (sqlite3.Error, OSError) as error:
            if not self._warned:
                self._warned = True
                self._warn(f"The cache {self.path} cannot be used ({error}); this run does without it.")
            return None

    def _execute(self, sql: str, values: tuple[object, ...]) -> tuple[Any, ...] | None:
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # SQLite itself would make a file that all may read.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        # A connection for each statement: none crosses a thread or a fork, and none is left open.
        with closing(sqlite3.connect(self.path, timeout=_WAIT_SECONDS)) as connection, connection:
            connection.execute(_TABLE)
            if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID:
                connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            row: tuple[Any, ...] | None = connection.execute(sql, values).fetchone()
            return row

    def _is_damaged(self) -> bool:
        """Look again: another process may have put the damaged file aside and started the new one by now."""
        try:
            with closing(sqlite3.connect(self.path, timeout=_WAIT_SECONDS)) as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
        except sqlite3.DatabaseError as error:
            return _is_damage(error)

    def _put_aside(self) -> None:
        aside = self.path.with_name(f"{self.path.name}.damaged")
        self.path.replace(aside)
        self._warn(
            f"The cache {self.path} was damaged; a new one is started and its answers are asked for again. "
            f"The damaged file is kept as {aside.name}; delete it when you like."
        )

    def _warn(self, message: str) -> None:
        warnings.warn(message, CacheWarning, stacklevel=5)


def _key(service: str, query: str, options: Mapping[str, Any]) -> tuple[str, str, str]:
    return service, query, json.dumps(dict(options), sort_keys=True, default=str, ensure_ascii=False)


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest tells kinds of damage apart
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


_PATIENCE: Final = 20


def _refuse_foreign(path: Path) -> None:
    """Refuse a file that is somebody else's: a table given by mistake must not be put aside as damaged."""
    for _ in range(_PATIENCE):
        try:
            with path.open("rb") as handle:
                header = handle.read(100)
        except FileNotFoundError:
            return
        except OSError as error:
            raise ReadError(
                f"The cache {path} cannot be read: {error.strerror}. Give the path of a file."
            ) from error
        database, mark = header[:16] == b"SQLite format 3\0", header[68:72]
        if not header or (database and mark == _APPLICATION_ID.to_bytes(4, "big")):
            return
        if not database or any(mark):
            break
        time.sleep(0.05)  # another process may be at making it: its mark comes last
    raise ReadError(
        f"{path} is no cache of geocoding answers, so it is left alone. "
        "Give another path; if it is a damaged cache, delete it."
    )
