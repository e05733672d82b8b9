"""All checks of placed incidents, merged with what reading noted, the most harmful first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.join import AreaSet
from incident_mapper.quality.catalogue import CHECKS, SEVERITIES, Severity, check_named, harm
from incident_mapper.quality.found import no_findings, together
from incident_mapper.quality.landmarks import Landmarks
from incident_mapper.quality.points import point_findings
from incident_mapper.quality.rows import row_findings
from incident_mapper.quality.stacks import stack_findings
from incident_mapper.quality.values import value_findings


@dataclass(frozen=True)
class QualityReport:
    """What deserves a look in placed incidents.

    Attributes
    ----------
    findings
        One finding a row, columns `schema.FINDING_COLUMNS`, the most harmful check first; a finding about a whole
        column has no row.
    files
        Rows read from each file.
    lowered
        Incident id to the ``geo_precision`` it should have, for the fix ``precision``.
    """

    findings: pd.DataFrame
    files: Mapping[str, int]
    lowered: Mapping[str, s.GeoPrecision] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows read."""
        return sum(self.files.values())

    @property
    def raised(self) -> tuple[str, ...]:
        """The checks that found something, the most harmful first."""
        return tuple(dict.fromkeys(self.findings[s.CHECK]))

    def of(self, check: str) -> pd.DataFrame:
        """Return the findings of a check."""
        return self.findings[self.findings[s.CHECK] == check]

    def count(self, check: str) -> int:
        """Return how many rows a check found; a finding about a column counts all rows of its file."""
        own = self.of(check)
        whole = set(own.loc[own[s.ROW].isna(), s.FILE])
        single = own[own[s.ROW].notna() & ~own[s.FILE].isin(whole)]
        return sum(self.files.get(file, 0) for file in whole) + len(single[[s.FILE, s.ROW]].drop_duplicates())

    def severities(self) -> dict[Severity, int]:
        """Return how many rows have a finding of each severity; a row may be counted in several."""
        counts: dict[Severity, int] = {}
        for severity in SEVERITIES:
            names = [name for name in self.raised if check_named(name).severity == severity]
            own = self.findings[self.findings[s.CHECK].isin(names)]
            whole = set(own.loc[own[s.ROW].isna(), s.FILE])
            single = own[own[s.ROW].notna() & ~own[s.FILE].isin(whole)]
            counts[severity] = sum(self.files.get(file, 0) for file in whole) + len(
                single[[s.FILE, s.ROW]].drop_duplicates()
            )
        return counts

    def as_dict(self, *, summary: bool = False) -> dict[str, Any]:
        """Return what ``incident-mapper check --json`` prints beside the ledger.

        Parameters
        ----------
        summary
            Leave out the single findings.
        """
        checks = {
            name: {
                "rows": self.count(name) if name in self.raised else 0,
                "severity": check_named(name).severity,
                "message": check_named(name).means,
                "advice": check_named(name).advice,
                "fix": check_named(name).fix,
            }
            for name in dict.fromkeys((*self.raised, *CHECKS))
        }
        if summary:
            return {"checks": checks}
        rows = self.findings.astype(object).where(self.findings.notna(), None)
        return {"checks": checks, "findings": rows.to_dict("records")}


def quality_report(
    incidents: pd.DataFrame,
    *,
    gazetteer: Gazetteer,
    areas: AreaSet,
    findings: pd.DataFrame | None = None,
    today: date | None = None,
) -> QualityReport:
    r"""Check placed incidents.

    Parameters
    ----------
    incidents
        What `pipeline.place_incidents` returns as ``incidents``.
    gazetteer, areas
        The places and polygons they were placed with.
    findings
        What reading noted about single cells, columns `schema.FINDING_COLUMNS`.
    today
        The day after which a date lies in the future; by default this day in Pakistan.

    Raises
    ------
    SchemaError
        If a table lacks columns.

    Examples
    --------
    >>> from incident_mapper.areas import load_areas
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> from incident_mapper.join import join_areas
    >>> from incident_mapper.ledger import with_outcomes
    >>> from incident_mapper.resolve import resolve_places
    >>> from incident_mapper.incidents import read_incidents
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "reports.csv"
    >>> _ = path.write_text("date,place,lat,lon,killed\n2025-11-01,Kalat,66.6,29.0,4\n", encoding="utf-8")
    >>> gazetteer, areas = load_gazetteer(), AreaSet(load_areas("district"), load_areas("province"))
    >>> resolved = resolve_places(read_incidents(path).incidents, gazetteer).incidents
    >>> placed = with_outcomes(join_areas(resolved, areas, gazetteer=gazetteer))
    >>> quality_report(placed, gazetteer=gazetteer, areas=areas, today=date(2026, 1, 1)).raised
    ('swapped', 'rounded')
    """
    s.require_columns(
        incidents,
        (s.FILE, s.ROW, s.EVENT_DATE, s.LONGITUDE, s.LATITUDE, s.CONFLICT, s.OUTCOME),
        what="the placed incident table",
    )
    given = no_findings() if findings is None else findings
    s.require_columns(given, s.FINDING_COLUMNS, what="the table of findings")
    stacked, lowered = stack_findings(incidents, Landmarks(gazetteer, areas))
    points = point_findings(incidents, gazetteer=gazetteer, areas=areas)
    excused = points[s.INCIDENT_ID].isin(_stand_ins(incidents, lowered))
    points = points[~(points[s.CHECK].isin(("far", "other_side")) & excused)]
    everything = together(
        [
            _from_reading(given),
            _notes(incidents, given),
            points,
            stacked,
            value_findings(incidents, gazetteer=gazetteer, today=today or _today()),
            row_findings(incidents),
        ]
    )
    files = {str(file): int(rows) for file, rows in incidents[s.FILE].value_counts(sort=False).items()}
    return QualityReport(_in_order(everything), files, {str(key): value for key, value in lowered.items()})


def _stand_ins(incidents: pd.DataFrame, lowered: pd.Series) -> set[str]:
    """Return the rows whose point stands for a unit that holds the place named: it is not far from a part of it."""
    rows = incidents.reindex(lowered.index)
    of_district = lowered.eq("district") & ~rows[s.CONFLICT].astype(bool)
    of_province = lowered.isin(("province", "country")) & rows[s.POINT_ADM1_CODE].eq(rows[s.ADM1_CODE])
    return set(lowered.index[of_district | of_province].astype(str))


def _today() -> date:
    return (datetime.now(tz=UTC) + timedelta(hours=5)).date()  # Pakistan keeps UTC+5 all year


def _from_reading(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings of reading with the advice and the fix that the catalogue has for them."""
    table = findings.copy()
    for column in (s.SUGGESTION, s.FIX):
        usual = [
            check_named(str(name)).advice if column == s.SUGGESTION else check_named(str(name)).fix
            for name in table[s.CHECK]
        ]
        cells = table[column].fillna("").astype(str)
        table[column] = [own or other for own, other in zip(cells, usual, strict=True)]
    return table


def _notes(incidents: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return what reading noted about rows and gave no finding for."""
    if s.READ_NOTES not in incidents:
        return no_findings()
    covered = set(zip(findings[s.FILE], findings[s.ROW], strict=True))
    said = incidents[incidents[s.READ_NOTES] != ""]
    keep = [key not in covered for key in zip(said[s.FILE], said[s.ROW], strict=True)]
    rows = said[np.array(keep, dtype=bool)]
    table = pd.DataFrame(
        {
            s.CHECK: "noted", s.FILE: rows[s.FILE].to_numpy(), s.ROW: rows[s.ROW].to_numpy(),
            s.INCIDENT_ID: rows.index.astype(str), s.FIELD: "", s.VALUE: "", s.MESSAGE: rows[s.READ_NOTES].to_numpy(),
            s.SUGGESTION: check_named("noted").advice, s.FIX: "",
        }
    )  # fmt: skip
    return together([table])


def _in_order(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings once each, the most harmful check first, and by row within it."""
    repeated = findings[s.CHECK].eq("repeated_row")
    ids = set(findings.loc[repeated, s.INCIDENT_ID])
    # What stands there twice altogether is not counted, and needs no word about its id or place.
    told = findings[s.CHECK].isin(("repeated_id", "noted", "not_placed")) & findings[s.INCIDENT_ID].isin(ids)
    table = findings[~told].drop_duplicates([s.CHECK, s.FILE, s.ROW, s.FIELD, s.MESSAGE])
    key = [harm(str(name)) for name in table[s.CHECK]]
    order = pd.DataFrame({"harm": key, "at": table[s.ROW].fillna(0).to_numpy(), "n": range(len(table))})
    order = order.sort_values(["harm", "at", "n"])
    return table.iloc[order["n"].to_numpy()].reset_index(drop=True)
