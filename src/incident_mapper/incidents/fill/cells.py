"""The cells of a batch by field of the schema, and what is found wrong with them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.files import Batch, Column
from incident_mapper.incidents.missing import MISSING


class Findings:
    """What was found in the rows of one batch, in the order in which it was found.

    Parameters
    ----------
    file
        The name of the file.
    rows
        The number of each row.
    """

    def __init__(self, file: str, rows: NDArray[np.int64]) -> None:
        self.file = file
        self.rows = rows
        self._found: list[tuple[str, int, str, str, str, str, str]] = []
        self._said: dict[int, list[str]] = defaultdict(list)

    def add(
        self, check: str, at: Any, message: str, *, field: str = "", value: str = "", suggestion: str = "",
        fix: str = "",
    ) -> None:  # fmt: skip
        """Note something about the row at a position of the batch."""
        self._found.append((check, int(at), field, value, message, suggestion, fix))
        self._said[int(at)].append(message)

    def notes(self) -> NDArray[np.object_]:
        """Return for each row what is to be said about it, as one text."""
        texts = np.full(len(self.rows), "", dtype=object)
        for at, said in self._said.items():
            texts[at] = "; ".join(said)
        return texts

    def frame(self, ids: Sequence[str]) -> pd.DataFrame:
        """Return the findings as a table with the columns of ``schema.FINDING_COLUMNS``."""
        made = [
            (check, self.file, int(self.rows[at]), ids[at], field, value, message, suggestion, fix)
            for check, at, field, value, message, suggestion, fix in self._found
        ]
        return pd.DataFrame(made, columns=list(s.FINDING_COLUMNS))


@dataclass(frozen=True)
class Cells:
    """The cells of a batch by field.

    Attributes
    ----------
    batch
        The rows.
    headers
        Field to header.
    codes
        Field to the words that its codes stand for.
    findings
        The functions of this room add to it.
    """

    batch: Batch
    headers: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    findings: Findings = field(kw_only=True)

    def __len__(self) -> int:
        return len(self.batch)

    def given(self, name: str) -> Column:
        """Return the cells of a field as they stand in the file; empty where the file has no such column."""
        return self.batch.column(self.headers[name]) if name in self.headers else Column.empty(len(self))

    def column(self, name: str) -> Column:
        """Return the cells of a field, with codes turned into the words they stand for."""
        column, words = self.given(name), self.codes.get(name)
        return column.changed(words.get(text, text) for text in column.texts) if words else column

    def stated(self, name: str) -> Column:
        """Return the cells of a field with every way to write "not stated" as empty text."""
        column = self.column(name)
        return column.changed("" if text.casefold() in MISSING else text for text in column.texts)

    def read(self, name: str, read: Callable[[str], Any], *, check: str) -> tuple[Column, list[Any]]:
        """Read each distinct cell of a field once, noting in its rows what an answer has to say.

        Returns
        -------
        tuple
            The column, and one answer for each of its distinct texts.
        """
        column = self.column(name)
        answers = [read(text) for text in column.texts]
        self.note_answers(column, answers, field=name, check=check)
        return column, answers

    def note_answers(self, column: Column, answers: Sequence[Any], *, field: str, check: str) -> None:
        """Note in each row what the answer to its text has to say (its ``note``, and its ``check`` if it has one)."""
        speaking = np.array([bool(answer.note) for answer in answers], dtype=bool)
        if not speaking.any():
            return
        for at in np.flatnonzero(speaking[column.codes]):
            answer, text = answers[column.codes[at]], column.texts[column.codes[at]]
            found = getattr(answer, "check", "") or check
            self.findings.add(found, at, answer.note, field=field, value=str(text)[:200])
