"""``incident-mapper check``: what it prints and writes about quality."""

import csv
import json
from pathlib import Path

import pytest

from incident_mapper import schema as s

REPORTS = """id,event_date,place_text,lat,lon,killed
a,2025-11-01,Kalat,66.6012,29.0034,4
b,2030-01-01,[bold]Quetta[/],,,1
"""


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "reports.csv"
    path.write_text(REPORTS, encoding="utf-8")
    return path


def test_the_report_follows_the_ledger_with_rows_advice_and_fix(run, reports):
    code, out, err = run(reports)
    assert (code, err) == (0, "")
    assert out.index("of 2 rows placed") < out.index("quality: rows 2 with errors")
    assert "error swapped 1 row: latitude and longitude are the wrong way round" in out
    assert "row 2: 'latitude 66.6012, longitude 29.0034'" in out
    assert "--fix swap" in out
    assert "row 3: '2030-01-01': 1 January 2030 is after 1 January 2026" in out


def test_summary_leaves_the_rows_out(run, reports):
    _, out, _ = run(reports, "--summary")
    assert "error swapped 1 row" in out
    assert "row 2: 'latitude" not in out
    told = json.loads(run(reports, "--summary", "--json")[1])
    assert "findings" not in told
    assert told["checks"]["swapped"]["rows"] == 1


def test_json_keeps_the_counts_and_adds_checks_and_findings(run, reports):
    code, out, err = run(reports, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert list(told) == ["rows", "placed", *s.OUTCOMES, *s.FLAGS, "checks", "findings"]
    assert [(f["check"], f["row"]) for f in told["findings"]] == [("swapped", 2), ("future", 3)]


def test_json_stays_one_object_beside_a_fix(run, reports):
    code, out, err = run(reports, "--json", "--fix", "swap", "-o", "fixed.csv", "--html", "r.html")
    assert code == 0
    assert json.loads(out)["swapped"] == 1
    assert "mended copy: fixed.csv" in err


def test_findings_are_written_one_a_row(run, reports):
    run(reports, "--findings", "f.csv")
    with Path("f.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == list(s.FINDING_COLUMNS)
    assert [(row["check"], row["row"]) for row in rows] == [("swapped", "2"), ("future", "3")]


def test_sound_rows_are_said_to_be_sound(run, tmp_path):
    (tmp_path / "r.csv").write_text("date,place,killed\n2025-11-01,Kalat,4\n", encoding="utf-8")
    assert "checks found anything" in run("r.csv")[1]


def test_strict_asks_for_places_only(run, tmp_path):
    (tmp_path / "r.csv").write_text("date,place,killed\n2030-11-01,Kalat,4\n", encoding="utf-8")
    assert run("r.csv", "--strict")[0] == 0
    (tmp_path / "r.csv").write_text("date,place,killed\n2025-11-01,Atlantis,4\n", encoding="utf-8")
    assert run("r.csv", "--strict")[0] == 1


def test_findings_of_several_files_say_which(run, reports, tmp_path):
    (tmp_path / "more.csv").write_text("id,date,place,killed\nz,2031-01-01,Kalat,4\n", encoding="utf-8")
    _, out, _ = run(reports, "more.csv")
    assert "reports.csv, row 3" in out
    assert "more.csv, row 2" in out
