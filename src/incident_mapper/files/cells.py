"""Cells as text, each distinct text of a column once: a million rows have a few thousand of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of text.

    Attributes
    ----------
    codes
        For each row, the position of its text in `texts`.
    texts
        The distinct texts, trimmed; missing is empty text.

    Examples
    --------
    >>> column = Column.of(["Kalat", " Quetta", "Kalat", ""])
    >>> column.texts.tolist(), column.codes.tolist()
    (['Kalat', 'Quetta', ''], [0, 1, 0, 2])
    >>> column.expand().tolist()
    ['Kalat', 'Quetta', 'Kalat', '']
    """

    codes: NDArray[np.int32]
    texts: NDArray[np.object_]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Column":
        """Return the column that holds these texts, row by row."""
        cells = np.array([text.strip() for text in texts], dtype=object)
        codes, distinct = pd.factorize(cells)
        return cls(codes.astype(np.int32), np.asarray(distinct, dtype=object))

    @classmethod
    def empty(cls, rows: int) -> "Column":
        """Return a column without a text in any row."""
        return cls(np.zeros(rows, dtype=np.int32), np.array([""], dtype=object))

    def expand(self) -> NDArray[np.object_]:
        """Return one text for each row."""
        return self.texts[self.codes] if len(self.texts) else np.zeros(0, dtype=object)

    def each(self, answers: NDArray[Any]) -> NDArray[Any]:
        """Return for each row the answer to its text, given one answer for each of `texts`."""
        return answers[self.codes]

    def changed(self, texts: Iterable[str]) -> "Column":
        """Return a column with other texts in place of the distinct ones, position by position."""
        return Column(self.codes, np.array(list(texts), dtype=object))

    def __len__(self) -> int:
        return len(self.codes)


class Numbers(Column):
    """A column of numbers, none missing, whose texts are made when somebody asks for them.

    Parameters
    ----------
    codes
        For each row, the position of its number.
    numbers
        The distinct numbers.
    write
        Makes their texts, as distinct as they are.

    Examples
    --------
    >>> column = Numbers(np.array([0, 0]), np.array([66.5]), lambda: np.array(["66.5"], dtype=object))
    >>> column.expand().tolist(), column.numbers.tolist()
    (['66.5', '66.5'], [66.5])
    """

    __slots__ = ("_write", "_written", "numbers")
    numbers: NDArray[np.float64]
    _write: Callable[[], NDArray[np.object_]]
    _written: NDArray[np.object_] | None

    def __init__(
        self, codes: NDArray[Any], numbers: NDArray[np.float64], write: Callable[[], NDArray[np.object_]]
    ) -> None:
        for name, value in (("codes", codes), ("numbers", numbers), ("_write", write), ("_written", None)):
            object.__setattr__(self, name, value)  # a column does not change

    @property
    def texts(self) -> NDArray[np.object_]:
        """The texts of the numbers."""
        written = self._written
        if written is None:
            written = self._write()
            object.__setattr__(self, "_written", written)
        return written


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some consecutive rows of a table.

    Attributes
    ----------
    rows
        The number of each row, as a spreadsheet shows it (the first row of the file is 1), or of each feature.
    columns
        Header to cells.
    problems
        Reason by row number, for rows that are not whole.
    """

    rows: NDArray[np.int64]
    columns: Mapping[str, Column]
    problems: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, header: str) -> Column:
        """Return the cells under a header; without such a header, cells without text."""
        found = self.columns.get(header)
        return found if found is not None else Column.empty(len(self.rows))

    def with_columns(self, columns: Mapping[str, Column]) -> "Batch":
        """Return the same rows with further columns, or others in their place."""
        return Batch(self.rows, {**self.columns, **columns}, self.problems)
