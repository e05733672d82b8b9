"""The report as a whole: its order, its counts, and what reading noted."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from checked_rows import village

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.quality import CHECKS, FIXES, SEVERITIES, check_named, quality_report

DOCS = Path(__file__).parents[2] / "docs" / "quality.md"


def noted(check, row, **more):
    cells = {s.CHECK: check, s.FILE: "made.csv", s.ROW: row, s.INCIDENT_ID: f"v{row - 2}", s.MESSAGE: "said"}
    return dict.fromkeys(s.FINDING_COLUMNS, "") | cells | more


def table(*findings):
    return pd.DataFrame(list(findings), columns=list(s.FINDING_COLUMNS))


def test_what_is_found_comes_by_harm_and_then_by_row(check):
    rows = [
        village(0, killed=None, injured=None),
        village(1, event_date=date(2030, 1, 1)),
        village(2, adm2_given="", place_text="Atlantis"),
        village(3, event_date=date(2029, 1, 1)),
        village(4, longitude=31.27, latitude=60.31),
    ]
    report = check(rows)
    assert report.raised == ("swapped", "future", "not_placed", "no_figures")
    assert report.of("future")[s.ROW].tolist() == [3, 5]
    assert report.severities() == {"error": 3, "warning": 1, "note": 1}


def test_findings_of_reading_are_merged_with_advice_and_fix(check):
    given = table(
        noted("out_of_order", 3), noted("weekday", 2, **{s.SUGGESTION: "Ask."}), noted("late_report", 2)
    )
    report = check([village(0), village(1)], findings=given)
    assert report.raised == ("out_of_order", "weekday", "late_report")
    told = report.findings.set_index(s.CHECK)
    assert told.at["out_of_order", s.FIX] == "order"
    assert told.at["out_of_order", s.SUGGESTION] == CHECKS["out_of_order"].advice
    assert told.at["weekday", s.SUGGESTION] == "Ask."
    assert check_named("late_report").severity == "note"


def test_notes_of_reading_without_a_finding_are_not_lost(check):
    rows = [village(0, read_notes="'dozens' is no figure"), village(1, read_notes="'soon' is no date")]
    report = check(rows, findings=table(noted("not_a_number", 2)))
    assert report.of("noted")[s.INCIDENT_ID].tolist() == ["v1"]
    assert report.of("noted")[s.MESSAGE].tolist() == ["'soon' is no date"]


def test_a_row_is_counted_once_a_check(check):
    report = check(
        [village(0), village(1)], findings=table(noted("weekday", 2), noted("weekday", 2, field="end"))
    )
    assert (len(report.of("weekday")), report.count("weekday"), report.count("swapped")) == (2, 1, 0)


def test_as_dict_has_every_check_and_is_json(check):
    report = check([village(n, event_date=date(2025, 1, 1), place_text=f"P{n}q") for n in range(10)])
    told = json.loads(json.dumps(report.as_dict()))
    assert list(told) == ["checks", "findings"]
    assert set(told["checks"]) == set(CHECKS)
    assert told["checks"]["swapped"] == {
        "rows": 0, "severity": "error", "message": CHECKS["swapped"].means, "advice": CHECKS["swapped"].advice,
        "fix": "swap",
    }  # fmt: skip
    assert told["checks"]["constant_column"]["rows"] == 10
    assert told["findings"][0]["row"] is None
    assert list(told["findings"][0]) == list(s.FINDING_COLUMNS)
    assert list(report.as_dict(summary=True)) == ["checks"]


def test_nothing_is_changed_in_what_is_given(place, small_areas, small_gazetteer):
    placed = place([village(n, longitude=60.3123, latitude=31.2345) for n in range(4)])
    given = table(noted("out_of_order", 3))
    before = placed.copy(), given.copy()
    quality_report(placed, gazetteer=small_gazetteer, areas=small_areas, findings=given)
    pd.testing.assert_frame_equal(placed, before[0])
    pd.testing.assert_frame_equal(given, before[1])


def test_a_table_that_was_not_placed_is_refused(small_areas, small_gazetteer):
    with pytest.raises(SchemaError, match="the placed incident table lacks columns: file"):
        quality_report(pd.DataFrame({"row": [1]}), gazetteer=small_gazetteer, areas=small_areas)


def test_every_check_is_described_and_in_order_of_harm():
    severities = [SEVERITIES.index(check.severity) for check in CHECKS.values()]
    assert severities == sorted(severities)
    for check in CHECKS.values():
        assert check.means[0].islower() or check.means.startswith("UCDP")
        assert not check.means.endswith(".")
        assert check.advice.endswith(".")
        assert check.fix in ("", *FIXES)


def test_the_documentation_has_every_check_as_it_is_and_every_fix():
    told = DOCS.read_text(encoding="utf-8")
    for check in CHECKS.values():
        assert f"| `{check.name}` | {check.severity} | {check.means} |" in told, check.name
        row = next(line for line in told.splitlines() if line.startswith(f"| `{check.name}` |"))
        assert row.endswith(f"| `{check.fix}` |" if check.fix else "| |")
    for fix in FIXES:
        assert f"| `{fix}` |" in told
