"""The commands of ``incident-mapper gazetteer``: what they print where, and how they end."""

import json

import pytest
from typer.testing import CliRunner

from incident_mapper.cli.gazetteer_ import app
from incident_mapper.errors import OptionError, ReadError, SchemaError

TABLE = "name,lon,lat\nMalant,66.59,29.02\nKabul,69.17,34.53\nRest House,66.6,29.1\n"


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run a command with a data folder of its own; a known failure is raised, as the app's main expects."""
    monkeypatch.setenv("INCIDENT_MAPPER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def run_(*words):
        result = CliRunner().invoke(app, [str(word) for word in words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run_


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "villages.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_add_prints_the_file_and_says_what_became_of_the_rows(run, table, tmp_path):
    result = run("add", table, "--licence", "ODbL 1.0", "--date", "2026-02-01")
    assert result.exit_code == 0
    assert result.stdout == f"{tmp_path / 'data' / 'gazetteers' / 'villages.sqlite'}\n"
    lines = result.stderr.splitlines()
    assert lines[0] == ("1 of 3 rows added as 'villages', 1 place, 2026-02-01, ODbL 1.0, from villages.csv")
    assert sorted(line.split()[0] for line in lines[1:]) == ["1", "1"]
    assert any("abroad" in line for line in lines)
    assert any("Rest House" in line for line in lines)


def test_add_asks_for_a_licence_that_is_not_stated(run, table):
    assert "note: no licence is stated" in run("add", table).stderr


def test_columns_and_name_can_be_given(run, tmp_path):
    path = tmp_path / "v.csv"
    path.write_text("ort,breite,laenge\nMalant,29.02,66.59\n", encoding="utf-8")
    columns = ("--name-column", "ort", "--lat-column", "breite", "--lon-column", "laenge")
    assert run("add", path, "--name", "orte", *columns).exit_code == 0
    assert run("list").stdout.startswith("orte  1 place, no date, not stated, from v.csv")


def test_a_name_that_is_taken_needs_replace(run, table):
    run("add", table)
    with pytest.raises(OptionError, match="--replace"):
        run("add", table)
    assert run("add", table, "--replace").exit_code == 0


@pytest.mark.parametrize(
    ("text", "error"),
    [("name,lon,lat\nKabul,69.17,34.53\n", ReadError), ("ort,lon,lat\nMalant,66.59,29.02\n", SchemaError)],
)
def test_a_table_that_cannot_be_used_is_an_error_and_nothing_is_printed(run, tmp_path, text, error):
    path = tmp_path / "v.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error):
        run("add", path)
    assert run("list").stdout == ""


def test_list_says_on_standard_error_that_there_is_nothing(run):
    result = run("list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "gazetteer add FILE" in result.stderr
    assert json.loads(run("list", "--json").stdout) == []


def test_list_and_info_as_json_say_the_same(run, table, tmp_path):
    run("add", table, "--licence", "ODbL 1.0")
    (listed,) = json.loads(run("list", "--json").stdout)
    told = json.loads(run("info", "villages", "--json").stdout)
    assert told.pop("file") == str(tmp_path / "data" / "gazetteers" / "villages.sqlite")
    assert told == listed
    assert (listed["name"], listed["places"], listed["licence"], listed["source"]) == (
        "villages", 1, "ODbL 1.0", "villages.csv",
    )  # fmt: skip


def test_info_says_it_for_people(run, table):
    run("add", table)
    said = run("info", "villages").stdout
    assert "places      1\n" in said
    assert "licence     not stated\n" in said
    assert "attribution Places: villages; licence: not stated\n" in said


def test_a_damaged_gazetteer_is_listed_with_what_to_do_and_can_be_removed(run, table, tmp_path):
    run("add", table)
    (tmp_path / "data" / "gazetteers" / "villages.sqlite").write_bytes(b"no more")
    assert "gazetteer remove villages" in run("list").stdout
    with pytest.raises(ReadError, match="gazetteer remove villages"):
        run("info", "villages")
    assert run("remove", "villages").exit_code == 0
    assert run("list").stdout == ""


def test_what_was_not_added_cannot_be_removed_or_told_about(run):
    for command in ("remove", "info"):
        with pytest.raises(OptionError, match=r"There is no added gazetteer 'pk'\. Added: none"):
            run(command, "pk")


def test_every_command_explains_itself(run):
    for command in ("add", "list", "info", "remove"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "Usage" in result.stdout
    assert run("add").exit_code == 2
