"""Each fix changes what it says, in a copy, and nothing else."""

import csv
import json
from pathlib import Path

import pytest

from incident_mapper.files.whole import read_table

# Places and points of Pakistan: the command works with the embedded gazetteer.
REPORTS = """id,Date,District,Place,lat,lon,Killed (Min),Killed (Max),Note
a,2025-11-01,Kalat,Kalat ,66.6012,29.0034,4,5,"x, y"
b,16 May 2025,Kalat,Gazi qx,29.1234,66.5678,9,2," spaced "
c,2025-11-03,Kalat,Tirx kwe,29.1234,66.5678,1,3,=1+1
d,2025-11-04,Kalat,Kilo mzx,29.1234,66.5678,1,3,
e,2025-11-05,,Nushkee,,,1,3,
e,2025-11-05,,Nushkee,,,1,3,
f,,Kalat,Omba krr,,,2,2,کوئٹہ
"""


@pytest.fixture
def reports(tmp_path):
    path = tmp_path / "reports.csv"
    path.write_text(REPORTS, encoding="utf-8")
    return path


def rows_of(path):
    with Path(path).open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def fixed(run, reports, words):
    code, out, err = run(reports, "--fix", words, "-o", "fixed.csv", "--changes", "changes.csv")
    assert (code, err) == (0, "")
    before, after = rows_of(reports), rows_of("fixed.csv")
    changes = [tuple(row) for row in rows_of("changes.csv")[1:]]
    assert before == rows_of(reports)
    return before, after, changes, out


def differences(before, after):
    """Give (row, column, old, new) for each cell of the user's own columns."""
    return [
        (str(number), before[0][at], old, new[at])
        for number, (row, new) in enumerate(zip(before, after, strict=True), start=1)
        for at, old in enumerate(row)
        if old != new[at]
    ]


def test_swap_exchanges_the_two_cells_as_they_are_written(run, reports):
    before, after, changes, out = fixed(run, reports, "swap")
    assert after[0] == before[0]
    assert differences(before, after) == [
        ("2", "lat", "66.6012", "29.0034"),
        ("2", "lon", "29.0034", "66.6012"),
    ]
    assert sorted(changes) == [
        ("swap", "2", "lat", "66.6012", "29.0034"), ("swap", "2", "lon", "29.0034", "66.6012"),
    ]  # fmt: skip
    assert "row 2, lat: '66.6012' -> '29.0034'" in out


def test_order_exchanges_the_ends(run, reports):
    before, after, _, _ = fixed(run, reports, "order")
    assert differences(before, after) == [("3", "Killed (Min)", "9", "2"), ("3", "Killed (Max)", "2", "9")]


def test_precision_adds_its_column_where_there_is_none(run, reports):
    before, after, changes, _ = fixed(run, reports, "precision")
    assert differences(before, after) == []
    assert after[0] == [*before[0], "geo_precision"]
    assert [row[-1] for row in after[1:]] == ["", "district", "district", "district", "", "", ""]
    assert changes[0] == ("precision", "3", "geo_precision", "", "district")


def test_place_adds_the_district_that_a_misspelt_place_was_read_as(run, reports):
    before, after, _, _ = fixed(run, reports, "place")
    assert differences(before, after) == []
    assert after[0][-2:] == ["matched_adm2_name", "matched_adm2_code"]
    assert [row[-2] for row in after[1:]] == ["", "", "", "", "Nushki", "Nushki", ""]


def test_dates_adds_iso_days(run, reports):
    before, after, _, _ = fixed(run, reports, "dates")
    assert differences(before, after) == []
    assert [row[-1] for row in after] == [
        "event_date_iso", "2025-11-01", "2025-05-16", "2025-11-03", "2025-11-04", "2025-11-05", "2025-11-05", "",
    ]  # fmt: skip


def test_repeated_moves_the_row_to_the_changes(run, reports):
    before, after, changes, out = fixed(run, reports, "repeated")
    assert after == before[:6] + before[7:]
    ((fix, row, column, old, new),) = changes
    assert (fix, row, column, new) == ("repeated", "7", "(whole row)", "")
    assert list(json.loads(old).values()) == before[6]
    assert "row 7, taken out" in out


def test_several_fixes_work_on_one_copy(run, reports):
    before, after, changes, _ = fixed(run, reports, "repeated,swap,precision,order,place,dates")
    assert len(after) == len(before) - 1
    assert len(differences(before[:6], after[:6])) == 4
    assert {change[0] for change in changes} == {"swap", "precision", "order", "place", "dates", "repeated"}


def test_the_mended_file_has_nothing_left_to_mend(run, reports):
    fixed(run, reports, "repeated,swap,precision,order")
    code, out, _ = run("fixed.csv", "--json", "--summary")
    assert code == 0
    checks = json.loads(out)["checks"]
    assert [
        name for name in ("swapped", "centroid", "out_of_order", "repeated_row") if checks[name]["rows"]
    ] == []


def test_a_fix_that_finds_nothing_says_so(run, tmp_path):
    (tmp_path / "r.csv").write_text("place_text,killed\nKalat,1\nQuetta,2\n", encoding="utf-8")
    code, out, _ = run("r.csv", "--fix", "swap,dates,order,repeated,place,precision", "-o", "fixed.csv")
    assert code == 0
    assert out.count("nothing to change") == 6
    assert rows_of("fixed.csv") == rows_of("r.csv")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--fix", "magic", "-o", "out.csv"), "--fix knows no 'magic'. Fixes: swap (exchange"),
        (("--fix", ",", "-o", "out.csv"), "--fix expects words"),
        (("--fix", "swap"), "-o fixed.csv"),
        (("-o", "out.csv"), "goes with --fix"),
        (("--changes", "out.csv"), "goes with --fix"),
        (("--fix", "swap", "-o", "reports.csv"), "read as an input"),
        (("--fix", "swap", "-o", "out.csv", "--changes", "out.csv"), "another output goes there"),
        (("--fix", "swap", "-o", "out.xlsx"), "this output is a table"),
        (("--html", "out.csv"), "this output is a page"),
        (("reports.csv", "--fix", "swap", "-o", "out.csv"), "one file at a time"),
    ],
)
def test_wrong_usage_is_refused_before_any_work(run, reports, words, said):
    code, out, err = run("reports.csv", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert reports.read_text(encoding="utf-8") == REPORTS
    assert [path.name for path in Path().iterdir()] == ["reports.csv"]


def test_header_and_hxl_row_come_out_as_they_went_in(run, tmp_path):
    text = "﻿ Place ;lat;lon\n#loc;#geo+lat;#geo+lon\nKalat;66,6;1\nKalat;66.6012;29.0034\n"
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    code, *_ = run("r.csv", "--fix", "swap,precision", "-o", "fixed.csv")
    assert code == 0
    assert rows_of("fixed.csv") == [
        [" Place ", "lat", "lon"], ["#loc", "#geo+lat", "#geo+lon"], ["Kalat", "66,6", "1"],
        ["Kalat", "29.0034", "66.6012"],
    ]  # fmt: skip


def test_precisions_in_numbers_are_lowered_in_numbers(run, tmp_path):
    head = "id,where_prec,type_of_violence,date_start,side_a,best,adm_2,where_coordinates,latitude,longitude"
    rows = [
        f"{n},{'1112'[n]},1,2020-01-0{n + 1},A,{n},Kalat,Hamlet {'abcd'[n]}qx,29.1234,66.5678"
        for n in range(4)
    ]
    (tmp_path / "u.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    run("u.csv", "--fix", "precision", "-o", "fixed.csv")
    assert [row[1] for row in rows_of("fixed.csv")] == ["where_prec", "3", "3", "3", "3"]


def test_a_column_of_the_users_is_never_taken(run, tmp_path):
    text = "date,place,event_date_iso\n16 May 2025,Kalat,mine\n"
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    run("r.csv", "--fix", "dates", "-o", "fixed.csv")
    assert rows_of("fixed.csv")[1] == ["16 May 2025", "Kalat", "mine", "2025-05-16"]


def test_the_input_of_apply_fixes_is_left_as_it_is(run, reports):
    before = read_table(reports).cells
    fixed(run, reports, "repeated,swap,precision,order,place,dates")
    assert read_table(reports).cells.equals(before)
