"""Look names up among the places that a user has added: an index on disk for each added gazetteer.

A file holds, for every place, the embedded tehsil that it lies in. The district, division and province follow
from the tehsil, so that one file serves every edition and day.
"""

import sqlite3
import threading
import weakref
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from incident_mapper.gazetteer.added_file import (
    AddedFile,
    AddedGazetteer,
    added_files,
    data_folder,
    open_added,
    unusable,
)
from incident_mapper.gazetteer.history import chain, current_parents, held_before
from incident_mapper.gazetteer.places import Place
from incident_mapper.names import Level, compact

__all__ = ["AddedGazetteer", "AddedPlaces", "data_folder"]

_LEVELS: Final[Mapping[str, Level]] = {"town": "town", "locality": "locality"}
_NAMED: Final = (
    "SELECT id, name, level, kind, feature, lon, lat, tehsil, urdu, others FROM named JOIN place ON id = place "
    "WHERE key = ? ORDER BY id"
)
_CODED: Final = (
    "SELECT id, name, level, kind, feature, lon, lat, tehsil, urdu, others FROM place WHERE id = ?"
)
_MAX_DIGITS: Final = 18
"""SQLite's whole numbers end at 2 ** 63, which has 19."""

PRECISION_KM: Final = 5.0
"""How far from its point a place may be: the convention of the embedded towns. Many points are rounded to a minute."""


class AddedPlaces:
    """The places of all added gazetteers, as an edition knows them on a day.

    Files are opened at the first look-up, so that a damaged one hinders only what would have used it.

    Parameters
    ----------
    edition, on
        Whose districts the places are said to be in.
    folder
        Where the added gazetteers are; by default `data_folder`.

    Examples
    --------
    >>> AddedPlaces("2023", date(2023, 3, 1), folder=Path("no such folder")).named("kharlachi")
    ()
    """

    def __init__(self, edition: str, on: date, *, folder: Path | None = None) -> None:
        self.edition = edition
        self.on = on
        self.folder = folder or data_folder()
        self._lock = threading.Lock()
        # Of this object, not of the class: what is remembered goes when the object goes.
        self._remembered = lru_cache(maxsize=20_000)(self._named)

    def __repr__(self) -> str:
        return f"AddedPlaces({self.edition!r}, on={self.on.isoformat()}, folder={str(self.folder)!r})"

    @cached_property
    def gazetteers(self) -> tuple[AddedGazetteer, ...]:
        """The added gazetteers, by name.

        Raises
        ------
        ReadError
            If one cannot be used: to leave it out without a word would change maps.
        """
        return tuple(file.info for file in self._files)

    def named(self, key: str) -> tuple[Place, ...]:
        """Return the places whose name or variant has this match key, towns first.

        Parameters
        ----------
        key
            A match key, with or without spaces (see `names.match_key`).

        Raises
        ------
        ReadError
            If an added gazetteer cannot be used; the message says what to do.

        Examples
        --------
        >>> AddedPlaces("2023", date(2023, 3, 1), folder=Path("no such folder")).named("sra rogha")
        ()
        """
        return self._remembered(compact(key))

    def coded(self, code: str) -> Place | None:
        """Return the place with a code such as ``GN-1174872`` or ``X-villages-17``, in any case, if there is one.

        Raises
        ------
        ReadError
            If an added gazetteer cannot be used.

        Examples
        --------
        >>> AddedPlaces("2023", date(2023, 3, 1), folder=Path("no such folder")).coded("GN-1") is None
        True
        """
        prefix, _, number = code.rpartition("-")
        if not (number.isascii() and number.isdigit()) or len(number) > _MAX_DIGITS:
            return None
        for file in self._files:
            if file.prefix.casefold() == f"{prefix}-".casefold():
                for row in self._rows(file, _CODED, int(number)):
                    return self._place(row, file)
        return None

    def credits_for(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return who is to be credited for the places with these codes; codes of other places do no harm.

        Examples
        --------
        >>> AddedPlaces("2023", date(2023, 3, 1), folder=Path("no such folder")).credits_for(["PK210"])
        ()
        """
        used = set(codes)
        return tuple(
            file.info.attribution
            for file in self._files
            if any(code.startswith(file.prefix) for code in used)
        )

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        return current_parents(self.edition, self.on)

    @cached_property
    def _former(self) -> Mapping[str, tuple[str, ...]]:
        """Tehsil to the units that are gone and once held it."""
        exists = {*self._parents, *self._parents.values()}
        before = held_before(self.edition, self.on)
        return {tehsil: tuple(sorted(codes - exists)) for tehsil, codes in before.items()}

    @cached_property
    def _files(self) -> tuple[AddedFile, ...]:
        files = []
        for path in added_files(self.folder):
            file = open_added(path)
            # From Python 3.13 on, a connection that nobody closes is warned about.
            weakref.finalize(self, file.connection.close)
            files.append(file)
        return tuple(files)

    def _named(self, key: str) -> tuple[Place, ...]:
        found: dict[str, Place] = {}
        for file in self._files:
            for row in self._rows(file, _NAMED, key):
                place = self._place(row, file)
                if place is not None:
                    found.setdefault(place.code, place)  # two dumps may hold the same place
        return tuple(sorted(found.values(), key=lambda place: place.level != "town"))

    def _rows(self, file: AddedFile, query: str, value: str | int) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return file.connection.execute(query, (value,)).fetchall()
        except sqlite3.Error as error:
            raise unusable(file.path, f"{file.path} is damaged ({error})") from error

    def _place(self, row: tuple[Any, ...], file: AddedFile) -> Place | None:
        number, name, level, kind, feature, lon, lat, tehsil, urdu, others = row
        line = chain(tehsil, self._parents)
        if len(line) == 1:
            return None  # no unit holds this land on the day
        return Place(
            code=f"{file.prefix}{number}",
            name=name,
            level=_LEVELS.get(level, "locality"),
            kind=kind,
            adm1_code=next((code for code in line if code.startswith("PK-")), ""),
            division_code=next((code for code in line if code.startswith("IM-V-")), ""),
            adm2_code=line[1],
            adm3_code=tehsil,
            urdu=urdu,
            variants=tuple(others.split("\n")) if others else (),
            lon=lon,
            lat=lat,
            precision_km=PRECISION_KM,
            source=f"added:{file.info.name}",
            note=", ".join(part for part in (file.info.title, feature) if part),
            former=self._former.get(tehsil, ()),
        )
