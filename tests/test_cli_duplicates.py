"""The commands ``duplicates`` and ``diff``: what they write, what they print, and how they exit."""

import csv
import json
import sys

import pytest

from incident_mapper.cli import main

REPORTS = """event_date,district,place_text,killed,description
2025-11-01,Kalat,Kalat town,4,A bomb went off beside a patrol
2025-11-01,Kalat,Kalat,4,Bomb went off beside a patrol
2025-11-20,Quetta,Quetta,1,
"""
NAMED = """id,event_date,district,killed
u1,2025-11-01,Kalat,4
u2,2025-11-20,Quetta,1
"""


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command line as the installed command does, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run_(*words):
        monkeypatch.setattr(sys, "argv", ["incident-mapper", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capsys.readouterr()

    return run_


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "reports.csv"
    path.write_text(REPORTS, encoding="utf-8")
    return path


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def decide(path, decision):
    rows = rows_of(path)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows([row | {"decision": decision} for row in rows])


def test_duplicates_writes_the_review_beside_the_data_and_says_what_it_found(run, reports, tmp_path):
    code, out, err = run("duplicates", "reports.csv")
    assert (code, out) == (0, "reports.duplicates.csv\n")
    (row,) = rows_of(tmp_path / "reports.duplicates.csv")
    assert (row["row_a"], row["row_b"], row["decision"]) == ("2", "3", "")
    assert "3 rows: 1 pair that may be of one event (1 new, 0 listed before, 0 decided)" in err
    assert "both say 4 killed" in err


def test_duplicates_run_again_keeps_what_was_decided_and_applies_it(run, reports, tmp_path):
    run("duplicates", "reports.csv")
    decide(tmp_path / "reports.duplicates.csv", "same")
    lines = REPORTS.splitlines(keepends=True)
    reports.write_text("".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    code, _, err = run("duplicates", "reports.csv", "--related", "related.csv", "--merged", "merged.csv")
    assert code == 0
    assert "(0 new, 1 listed before, 1 decided)" in err
    assert [row["decision"] for row in rows_of(tmp_path / "reports.duplicates.csv")] == ["same"]
    assert sum("duplicate_of:" in row["relations"] for row in rows_of(tmp_path / "related.csv")) == 1
    merged = rows_of(tmp_path / "merged.csv")
    assert len(merged) == 2
    assert [row["merged_ids"] for row in merged if row["merged_ids"]] == ["row-2; row-3"]
    code, out, _ = run("check", "related.csv", "--json")
    assert (code, json.loads(out)["rows"]) == (0, 3)


def test_duplicates_before_any_decision_writes_no_merged_file_and_says_so(run, reports, tmp_path):
    code, _, err = run("duplicates", "reports.csv", "--merged", "merged.csv")
    assert code == 0
    assert "merged.csv: not written, because nothing is decided yet" in err
    assert not (tmp_path / "merged.csv").exists()


def test_duplicates_never_writes_over_data_or_over_decisions(run, reports, tmp_path):
    (tmp_path / "reports.duplicates.csv").write_text("mine\n1\n", encoding="utf-8")
    code, _, err = run("duplicates", "reports.csv")
    assert code == 2
    assert "is there already and would be written over" in err
    run("duplicates", "reports.csv", "-o", "one.csv")
    run("duplicates", "reports.csv", "-o", "two.csv")
    decide(tmp_path / "two.csv", "different")
    code, _, err = run("duplicates", "reports.csv", "-o", "two.csv", "--review", "one.csv")
    assert code == 2
    assert "two.csv holds 1 decisions that would be written over" in err


def test_duplicates_names_the_row_of_a_wrong_decision(run, reports, tmp_path):
    run("duplicates", "reports.csv", "-o", "review.csv")
    decide(tmp_path / "review.csv", "perhaps")
    code, _, err = run("duplicates", "reports.csv", "--review", "review.csv", "-o", "new.csv")
    assert code == 1
    assert (
        "review.csv, row 2: the decision 'perhaps' is none of same, updates, part_of, may_be, different"
        in err
    )


def test_diff_says_what_changed_and_exits_with_0(run, tmp_path):
    (tmp_path / "old.csv").write_text(NAMED, encoding="utf-8")
    changed = NAMED.replace("u1,2025-11-01,Kalat,4", "u1,2025-11-01,Kalat,6") + "u3,2025-12-01,Quetta,2\n"
    (tmp_path / "new.csv").write_text(changed, encoding="utf-8")
    code, out, _ = run("diff", "old.csv", "new.csv", "-o", "changes.csv")
    assert code == 0
    assert out.startswith("OLD 2 incidents, NEW 3: 1 added, 0 deleted, 1 changed: 1 with other figures\n")
    assert "killed: 5 -> 9; +4 = +2 in what was added, +2 in what changed" in out
    assert (
        "u1, row 2: killed low 4 -> 6 (raised); killed best 4 -> 6 (raised); killed high 4 -> 6 (raised)"
        in out
    )
    assert [row["kind"] for row in rows_of(tmp_path / "changes.csv")] == [
        "added",
        "figures",
        "figures",
        "figures",
    ]
    assert run("diff", "old.csv", "new.csv", "--exit-code")[0] == 1
    told = json.loads(run("diff", "old.csv", "new.csv", "--json")[1])
    assert told["kinds"] == {"added": 1, "figures": 1}


def test_diff_of_reordered_rows_and_columns_finds_no_change(run, tmp_path):
    (tmp_path / "old.csv").write_text(NAMED, encoding="utf-8")
    (tmp_path / "new.csv").write_text(
        "killed,district,id,event_date\n1,Quetta,u2,2025-11-20\n4,Kalat,u1,2025-11-01\n", encoding="utf-8"
    )
    code, out, _ = run("diff", "old.csv", "new.csv", "--exit-code")
    assert (code, out.splitlines()[0]) == (0, "OLD 2 incidents, NEW 2: no change")
