"""Give every row an id of its own, and recognise rows that are there twice."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.files import Column
from incident_mapper.incidents.fill.cells import Findings

_SAME_ROW: Final = "the same row as {first}, word for word, and counted there"


def fingerprints(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Return one number for each text, the same for the same text on every machine."""
    return np.asarray(pd.util.hash_array(np.array(list(texts), dtype=object), categorize=False))


class SeenIds:
    """The ids that a first look at all files found: which there are, and which are there more than once."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.uint64]] = []
        self._all: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
        self._again: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)

    def look(self, ids: Column) -> None:
        """Take note of the ids of a batch."""
        numbers = fingerprints(ids.texts)[ids.codes]
        self._parts.append(numbers[(ids.texts != "")[ids.codes]])

    def settle(self) -> None:
        """Sort what was seen; to be called once, after the last batch."""
        every = np.sort(np.concatenate(self._parts)) if self._parts else self._all
        self._parts = []
        self._all = every
        self._again = np.unique(every[1:][every[1:] == every[:-1]])

    def borne(self, names: Iterable[str]) -> NDArray[np.bool_]:
        """Whether a row of any file bears each of these ids."""
        return _within(fingerprints(names), self._all)

    def repeated_among(self, names: Iterable[str]) -> frozenset[str]:
        """Return those of some ids that more than one row bears."""
        if not len(self._again):
            return frozenset()
        given = np.array(list(names), dtype=object)
        return frozenset(given[_within(fingerprints(given), self._again)])

    def repeated(self, ids: Column) -> NDArray[np.bool_]:
        """Whether another row bears the id of each row too."""
        if not len(self._again):
            return np.zeros(len(ids), dtype=bool)
        of_text = _within(fingerprints(ids.texts), self._again) & (ids.texts != "")
        return np.asarray(of_text[ids.codes], dtype=bool)


def _within(numbers: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Whether each number is in a sorted array."""
    if not len(among):
        return np.zeros(len(numbers), dtype=bool)
    at = np.minimum(np.searchsorted(among, numbers), len(among) - 1)
    return np.asarray(among[at] == numbers, dtype=bool)


class IdGiver:
    """Gives each row an id that no other row has, over all batches of all files.

    Parameters
    ----------
    seen
        The ids that the rows bear.
    """

    def __init__(self, seen: SeenIds) -> None:
        self._seen = seen
        self._rows = 0
        self._taken: set[str] = set()
        self._first: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}

    def give(
        self, ids: Column, content: Sequence[Column], findings: Findings, *, lasting: bool
    ) -> tuple[NDArray[np.object_], dict[int, str], dict[int, str]]:
        """Return ids for the rows of a batch.

        Parameters
        ----------
        ids
            The ids that the rows bear; empty where they have none.
        content
            All cells that are read, to tell a row that is there twice from two rows with one id.
        findings
            Told about ids that were changed.
        lasting
            Whether one id means one record, as in a dataset; in a spreadsheet two rows may bear one number.

        Returns
        -------
        tuple
            The ids; by position, why a row is not counted, being there already; and by position, the id of the row
            that a row reports on again.
        """
        given = self._numbered(ids.expand().copy())
        repeats: dict[int, str] = {}
        again: dict[int, str] = {}
        for at in np.flatnonzero(self._seen.repeated(ids)):
            name = str(given[at])
            row = tuple(str(column.texts[column.codes[at]]) for column in content)
            where = f"row {findings.rows[at]} of {findings.file}"
            earlier = self._first.setdefault(name, [])
            same = next((place for known, place, _ in earlier if known == row), None)
            unique = name if not earlier else self._free(name)
            earlier.append((row, where, unique))
            if len(earlier) == 1:
                continue
            given[at] = unique
            if same is not None:
                repeats[int(at)] = _SAME_ROW.format(first=same)
                findings.add(
                    "repeated_row", at, repeats[int(at)], field=s.INCIDENT_ID, value=name, fix="repeated"
                )
                continue
            said = f"the id {name!r} is another row's too ({earlier[0][1]}); here it is {unique!r}"
            if lasting:
                again[int(at)] = earlier[0][2]
                said += ", taken as another report of the same incident"
            findings.add("repeated_id", at, said, field=s.INCIDENT_ID, value=name)
        return given, repeats, again

    def _numbered(self, given: NDArray[np.object_]) -> NDArray[np.object_]:
        """Give the rows without an id a number, by their place among all rows."""
        start, self._rows = self._rows, self._rows + len(given)
        without = np.flatnonzero(given == "")
        if len(without):
            names = np.array([f"row-{start + at + 1}" for at in without], dtype=object)
            borne = self._seen.borne(names)
            names[borne] = [self._free(name) for name in names[borne]]
            given[without] = names
        return given

    def _free(self, base: str) -> str:
        name, copies = base, 1
        while name in self._taken or self._seen.borne([name])[0]:
            copies += 1
            name = f"{base}#{copies}"
        self._taken.add(name)
        return name
