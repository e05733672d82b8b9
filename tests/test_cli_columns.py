"""``incident-mapper columns`` says what it found, what it is not sure of and what it leaves out, and saves it."""

import json
import sys

import pytest

from incident_mapper.cli import main
from incident_mapper.incidents.formats import read_mapping

REPORTS = "Date of Incident,Distt,No. of dead,Affected city,Remarks [2]\n2024-01-02,Kalat,4,Kalat,none\n"
GTD = "eventid,iyear,imonth,iday,country_txt,provstate,city,gname,nkill\n1,2013,5,0,Pakistan,Sindh,Karachi,NA,3\n"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports.csv").write_text(REPORTS, encoding="utf-8")
    (tmp_path / "gtd.csv").write_text(GTD, encoding="utf-8")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["incident-mapper", "columns", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_each_column_is_listed_with_score_example_and_reason(run):
    code, out, _ = run("reports.csv")
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert out.startswith("a plain spreadsheet (--format spreadsheet)")
    assert ["adm2_given", "Distt", "100", "Kalat", "a", "usual", "name;", "words"] in lines
    assert "killed_best" not in out


def test_the_unsure_and_the_unused_are_named(run):
    _, out, _ = run("reports.csv")
    before, unsure = out.split("not sure enough, so not read")
    assert "Affected city" not in before
    assert "Affected city" in unsure
    assert "not used: 'Remarks [2]'" in unsure


def test_terms_and_made_columns_are_told(run):
    _, out, _ = run("gtd.csv")
    assert "terms: The GTD's end user agreement" in out
    assert "made from iyear, imonth, iday" in out
    assert "2013-05-00" in out
    assert "'iyear'" not in out.partition("not used")[2]


def test_it_can_be_read_by_a_program(run):
    _, out, _ = run("gtd.csv", "--json")
    found = json.loads(out)
    assert (found["format"], found["kind"], found["publish"]) == ("gtd", "incidents", "aggregate")
    (date,) = [one for one in found["columns"] if one["field"] == "event_date"]
    assert date["made_from"] == ["iyear", "imonth", "iday"]
    assert date["example"] == "2013-05-00"
    assert found["unused"] == []


def test_what_was_found_is_saved(run, tmp_path):
    code, _, err = run("reports.csv", "--save", "mapping.toml")
    assert (code, "written: mapping.toml" in err) == (0, True)
    mapping = read_mapping(tmp_path / "mapping.toml")
    assert mapping.columns == {
        "event_date": "Date of Incident",
        "adm2_given": "Distt",
        "killed": "No. of dead",
    }
    assert (
        '# killed = "Casualties"'
        not in (tmp_path / "mapping.toml").read_text(encoding="utf-8").split("[dates]")[1]
    )


def test_a_format_and_columns_can_be_named(run):
    _, out, _ = run("gtd.csv", "--format", "spreadsheet", "--column", "place=gname")
    assert "(--format spreadsheet)" in out
    assert "named by you" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["reports.csv", "--format", "excel"], 2, "--format must be one of own, acled"),
        (["reports.csv", "--save", "mapping.csv"], 2, "Expected a name that ends in .toml"),
        (["reports.csv", "--save", "nowhere/m.toml"], 1, "there is no folder 'nowhere'"),
        (["reports.csv", "--column", "evnt=Date"], 1, "no field 'evnt'"),
        (["none.csv"], 1, "there is no such file"),
    ],
)
def test_what_cannot_be_done_is_said(run, tmp_path, words, code, said):
    ended, out, err = run(*words)
    assert (ended, out) == (code, "")
    assert said in err
    assert not list(tmp_path.glob("*.toml"))


def test_the_input_is_not_written_over(run, tmp_path):
    (tmp_path / "a.toml").write_text(REPORTS, encoding="utf-8")
    code, _, err = run("a.toml", "--save", "a.toml")
    assert (code, "read as an input" in err) == (2, True)
    assert (tmp_path / "a.toml").read_text(encoding="utf-8") == REPORTS
