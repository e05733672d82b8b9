"""Make the rows of one batch into rows of the incident table."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.files import Batch
from incident_mapper.incidents.dates import DateForm
from incident_mapper.incidents.fill import (
    Cells,
    Findings,
    fill_coordinates,
    fill_dates,
    fill_figures,
    fill_relations,
    fill_sources,
)
from incident_mapper.incidents.ids import IdGiver
from incident_mapper.incidents.survey import OpenedFile

PLACE_FIELDS: Final = (s.PLACE_TEXT, s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN)
# "NA" and "Unknown" are the name of no place; elsewhere the reporters' words are kept as they are.
_STATED: Final = (*PLACE_FIELDS, s.COUNTRY, s.DESCRIPTION)
_PLAIN: Final = (
    s.EVENT_TYPE, s.ACTOR1, s.ACTOR2, s.ACTOR1_TYPE, s.ACTOR2_TYPE, s.CLAIMED_BY, s.GROUP_ID, s.INFERRED, s.UPDATED,
)  # fmt: skip
_NO_PLACE: Final = "the row names no place and gives no coordinates"


def assemble(
    batch: Batch, file: OpenedFile, *, forms: Mapping[str, DateForm], ids: IdGiver,
    fields: Collection[str] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:  # fmt: skip
    """Return the rows of a batch as rows of the incident table, what was found in them, and what to know of them.

    Parameters
    ----------
    batch
        The rows, with what the format prepares.
    file
        Where they come from.
    forms
        Field to what its column as a whole decides about dates.
    ids
        Gives the rows their ids.
    fields
        The fields that are wanted; by default all. The others are empty.
    """
    headers = {name: head for name, head in file.headers.items() if fields is None or name in fields}
    findings = Findings(Path(file.table.path).name, batch.rows)
    cells = Cells(batch, headers, file.format.codes, findings=findings)
    content = [cells.given(name) for name in headers if name != s.INCIDENT_ID]
    given, repeats, again = ids.give(
        cells.given(s.INCIDENT_ID), content, findings, lasting=file.format.lasting_ids
    )
    table: dict[str, object] = {
        s.FILE: np.full(len(batch), findings.file, dtype=object),
        s.ROW: batch.rows,
        s.DATASET: np.where(named := cells.given(s.DATASET).expand(), named, file.format.name).astype(object),
    }
    for name in _STATED:
        table[name] = cells.stated(name).expand()
    for name in _PLAIN:
        table[name] = cells.column(name).expand()
    fill_dates(table, cells, forms=forms)
    fill_figures(table, cells)
    fill_relations(table, cells)
    fill_sources(table, cells)
    said = fill_coordinates(table, cells)
    table[s.RELATIONS] = _with_reports(table[s.RELATIONS], again)  # type: ignore[arg-type]
    table[s.REJECT_REASON] = _rejections(table, batch, repeats)
    table[s.READ_NOTES] = findings.notes()
    index = pd.Index(given, name=s.INCIDENT_ID, dtype=object)
    frame = pd.DataFrame(
        {
            name: values if _typed(values) else pd.Series(values, dtype=object, index=index)
            for name, values in table.items()
        },
        index=index,
    )
    return frame, findings.frame(given.tolist()), said


def _typed(values: object) -> bool:
    return not (isinstance(values, np.ndarray) and values.dtype == object)


def _with_reports(relations: NDArray[np.object_], again: Mapping[int, str]) -> NDArray[np.object_]:
    """Add that a row reports on the incident of another row."""
    if not again:
        return relations
    relations = relations.copy()
    for at, name in again.items():
        relations[at] = "; ".join(part for part in (relations[at], f"duplicate_of:{name}") if part)
    return relations


def _rejections(table: Mapping[str, object], batch: Batch, repeats: Mapping[int, str]) -> NDArray[np.object_]:
    nowhere = np.isnan(table[s.LONGITUDE])  # type: ignore[call-overload]
    for name in _STATED:
        nowhere &= table[name] == ""
    reasons = np.where(nowhere, _NO_PLACE, "").astype(object)
    for at, reason in repeats.items():
        reasons[at] = reason
    if batch.problems:
        for at, row in enumerate(batch.rows.tolist()):
            if row in batch.problems:
                reasons[at] = batch.problems[row]
    return reasons
