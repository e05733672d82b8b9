"""Fill in when: days, spans, and how precisely they are known."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.incidents.dates import DateForm, ReadDate, hijri_date, merge_with_hijri, read_date
from incident_mapper.incidents.fill.cells import Cells

_COARSENESS: Final = {"day": 0, "night": 0, "week": 1, "month": 2, "year": 3, "unknown": 4}
_FREE: Final = DateForm()


def fill_dates(table: dict[str, object], cells: Cells, *, forms: Mapping[str, DateForm]) -> None:
    """Add the days and how precisely they are known to the columns of an incident table.

    Parameters
    ----------
    table
        Column to values; ``event_date``, ``event_date_end``, ``date_precision`` and the texts are added.
    cells
        The cells of the batch.
    forms
        Field to what its column as a whole decides about the order of day and month.
    """
    start = _read(cells, s.EVENT_DATE, forms)
    if s.HIJRI_DATE in cells.headers:
        start = _with_hijri(start, cells)
    end = _read(cells, s.EVENT_DATE_END, forms)
    days = _days([read.day for read in start.answers])[start.codes]
    last = _days([read.end for read in start.answers])[start.codes]
    stated_last = _days([read.end or read.day for read in end.answers])[end.codes]
    ends = np.where(np.isnat(stated_last), last, stated_last)
    early = ends < days  # false where one of the two is not known
    for at in np.flatnonzero(early):
        said = f"it ends on {ends[at].astype('datetime64[D]')}, before it begins; the end is not used"
        cells.findings.add("end_before_start", at, said, field=s.EVENT_DATE_END, value=str(ends[at])[:10])
    table[s.EVENT_DATE] = days
    table[s.EVENT_DATE_END] = np.where(early, np.datetime64("NaT"), ends)
    table[s.DATE_TEXT] = cells.given(s.EVENT_DATE).expand()
    table[s.HIJRI_DATE] = cells.given(s.HIJRI_DATE).expand()
    table[s.DATE_PRECISION_GIVEN] = cells.given(s.DATE_PRECISION).expand()
    read = np.array([answer.precision for answer in start.answers], dtype=object)[start.codes]
    table[s.DATE_PRECISION] = _precision(read, days, cells)


class _Read:
    """Answers to the distinct texts of a column, and which answer each row has."""

    def __init__(self, codes: NDArray[np.int32], answers: Sequence[ReadDate]) -> None:
        self.codes, self.answers = codes, answers


def _read(cells: Cells, name: str, forms: Mapping[str, DateForm]) -> _Read:
    form = forms.get(name, _FREE)
    column, answers = cells.read(name, lambda text: read_date(text, form), check="unreadable_date")
    return _Read(column.codes, answers)


def _with_hijri(start: _Read, cells: Cells) -> _Read:
    """Take the Hijri date where there is no other, and note where the two disagree."""
    column = cells.column(s.HIJRI_DATE)
    hijri = [hijri_date(text) for text in column.texts]
    both, codes = np.unique(np.stack([start.codes, column.codes]), axis=1, return_inverse=True)
    answers = [merge_with_hijri(start.answers[a], hijri[b]) for a, b in both.T]
    for at, code in enumerate(np.ravel(codes)):
        answer, before = answers[code], start.answers[both[0, code]]
        if answer.note and answer.note != before.note:
            text = str(column.texts[column.codes[at]])
            cells.findings.add(answer.check or "hijri", at, answer.note, field=s.HIJRI_DATE, value=text)
    return _Read(np.ravel(codes).astype(np.int32), answers)


def _days(days: Sequence[object]) -> NDArray[np.datetime64]:
    # Seconds, so that no year of the calendar is out of range; pandas keeps the unit.
    return np.array([np.datetime64("NaT") if day is None else day for day in days], dtype="datetime64[s]")


def _precision(read: NDArray[np.object_], days: NDArray[np.datetime64], cells: Cells) -> NDArray[np.object_]:
    """Return the coarser of what the source states about its date and of what the date itself says."""
    column = cells.stated(s.DATE_PRECISION)
    words = np.array([text.casefold() for text in column.texts], dtype=object)
    for at in np.flatnonzero(np.array([w != "" and w not in _COARSENESS for w in words])[column.codes]):
        value = str(column.texts[column.codes[at]])
        said = f"date_precision {value[:40]!r} is none of {', '.join(s.DATE_PRECISIONS)}"
        cells.findings.add("unknown_code", at, said, field=s.DATE_PRECISION, value=value)
    given = np.array([_COARSENESS.get(word, -1) for word in words])[column.codes]
    own = np.array([_COARSENESS[word] for word in read], dtype=int)
    return np.where((given >= own) & ~pd.isna(days), words[column.codes], read)
