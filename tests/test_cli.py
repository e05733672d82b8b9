"""Every command with its options: what it writes, what it prints where, and how it exits."""

import csv
import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
from typer.testing import CliRunner

from incident_mapper import schema as s
from incident_mapper._version import __version__
from incident_mapper.areas import load_areas
from incident_mapper.cli import app, main
from incident_mapper.cli.options import build_date, read_columns
from incident_mapper.errors import OptionError

REPORTS = """id,event_date,place_text,killed,injured
a,2025-11-01,Kalat,4,
b,2025-11-02,Quetta,2,10
c,,Balochistan,1,
d,2025-11-03,Gazi Tir,3,
e,2025-11-04,Khanpur,0,
"""
TABLE = "region,count\nPunjab,10\nSindh,20\nPakistan,35\n"


class Ran:
    """What a run printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    def __repr__(self) -> str:
        return f"exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command line as the installed command does, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run_(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["incident-mapper", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run_


@pytest.fixture
def reports(tmp_path) -> Path:
    path = tmp_path / "reports.csv"
    path.write_text(REPORTS, encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def data_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- the whole ----------------------------------------------------------------------------------------

COMMANDS = ("demo", "map", "choropleth", "check", "geocode", "places", "areas")


def test_help_lists_every_command_and_every_command_has_help():
    runner = CliRunner()
    listed = runner.invoke(app, ["--help"])
    assert listed.exit_code == 0
    for name in COMMANDS:
        assert name in listed.stdout
        told = runner.invoke(app, [name, "--help"])
        assert told.exit_code == 0
        assert "Usage:" in told.stdout


def test_version_and_no_arguments(run):
    assert run("--version").out == f"incident-mapper {__version__}\n"
    assert "Usage:" in (told := run()).out + told.err


def test_an_unknown_command_or_option_is_wrong_usage(run):
    assert run("paint").code == 2
    assert run("demo", "--colour", "red").code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("map", "reports.csv"),
        ("map", "-o", "out.html"),
        ("map", "reports.csv", "-o", "out.html", "--level", "tehsil"),
        ("map", "reports.csv", "-o", "out.html", "--metric", "deaths"),
        ("map", "reports.csv", "-o", "out.html", "--trust", "nobody"),
        ("map", "reports.csv", "-o", "out.html", "--disputed", "pink"),
        ("map", "reports.csv", "-o", "out.html", "--column", "event_date"),
        ("map", "reports.csv", "-o", "out.html", "--built", "yesterday"),
        ("map", "reports.csv", "-o", "out.html", "--areas", "mine.gpkg"),
        ("map", "reports.csv", "-o", "out.html", "--areas", "mine.gpkg", "--code-column", "code"),
        ("choropleth", "reports.csv", "-o", "out.html", "--area", "region"),
        ("geocode", "reports.csv", "-o", "out.xlsx"),
        ("areas", "-o", "out.txt"),
        ("areas", "-o", "out.geojson", "--level", "village"),
        ("areas", "-o", "out.geojson", "--on", "never"),
        ("places",),
    ],
)
def test_wrong_usage_exits_2_writes_nothing_and_speaks_on_stderr(run, reports, words):
    ran = run(*words)
    assert ran.code == 2, ran
    assert ran.out == ""
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert [path.name for path in reports.parent.iterdir()] == ["reports.csv"]


BAD_FILES = {
    "missing.csv": (None, "there is no such file"),
    "binary.csv": (b"\x01\x02\x00\x00" * 20, "binary file"),
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b" \n\n", "is empty"),
    "header.csv": (b"event_date,place_text\n", "no rows of data"),
    "broken.geojson": (b'{"type": ', "not valid JSON"),
    "nowhere.csv": (b"colour,size\nred,1\n", "no column that says where"),
    "open.csv": (b'place_text,killed\n"Kalat,4\n', "never closed"),
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("command", ["map", "check", "geocode", "choropleth"])
def test_a_file_that_cannot_be_read_exits_1_with_one_sentence(run, tmp_path, command, name):
    content, said = BAD_FILES[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    options = {
        "map": ["-o", "out.html"],
        "check": ["--json"],
        "geocode": ["-o", "out.csv"],
        "choropleth": ["-o", "out.html", "--area", "a", "--value", "b"],
    }[command]
    ran = run(command, name, *options)
    assert ran.code == 1, ran
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    if not (name == "nowhere.csv" and command in ("geocode", "choropleth")):
        assert said in ran.err
    assert name in ran.err or command == "geocode"
    assert not (tmp_path / "out.html").exists()
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "-o", "no/such/folder/out.html"),
        ("map", "reports.csv", "-o", "no/such/folder/out.html"),
        ("geocode", "reports.csv", "-o", "no/such/folder/out.csv"),
        ("geocode", "reports.csv", "-o", "no/such/folder/out.gpkg"),
        ("areas", "--level", "province", "-o", "no/such/folder/out.geojson"),
        ("check", "reports.csv", "--rejects", "no/such/folder/out.csv"),
    ],
)
def test_an_output_that_cannot_be_written_exits_1_and_says_what_to_do(run, reports, words):
    ran = run(*words)
    assert ran.code == 1, ran
    assert ran.out == ""
    assert "folder" in ran.err
    assert [path.name for path in reports.parent.iterdir()] == ["reports.csv"]


# --- demo ---------------------------------------------------------------------------------------------


def test_demo_writes_two_pages_and_names_them_on_stdout(run, tmp_path):
    ran = run("demo", "-o", "show.html")
    assert ran.code == 0, ran
    assert ran.out.split() == ["show.html", "show-2025.html"]
    assert "10 of 10 rows placed" in ran.err
    for name in ("show.html", "show-2025.html"):
        page = tmp_path / name
        assert page.stat().st_size < 900_000
        assert "<!DOCTYPE html>" in data_of(page)[:200]


def test_demo_without_a_name_writes_into_the_folder_it_runs_in(run, tmp_path):
    assert run("demo").code == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "incident-mapper-demo.html",
        "incident-mapper-demo-2025.html",
    }


def test_demo_gives_the_same_bytes_each_time(run, tmp_path):
    made = []
    for _ in range(2):
        assert run("demo", "-o", "show.html").code == 0
        made.append([(tmp_path / name).read_bytes() for name in ("show.html", "show-2025.html")])
    assert made[0] == made[1]


def test_demo_opens_the_page_when_asked(run, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert run("demo", "-o", "show.html").code == 0
    assert opened == []
    assert run("demo", "-o", "show.html", "--open").code == 0
    assert opened == [(tmp_path / "show.html").as_uri()]


# --- map ----------------------------------------------------------------------------------------------


def test_map_writes_the_page_and_prints_the_ledger_on_stderr(run, reports, tmp_path):
    ran = run("map", reports, "-o", "out.html", "--title", "My map", "--credit", "Me & Co")
    assert ran.code == 0, ran
    assert ran.out == "out.html\n"
    for said in (
        "3 of 5 rows placed",
        "district",
        "unmatched",
        "ambiguous",
        "row 5",
        "Gazi Tir",
        "--rejects",
    ):
        assert said in ran.err
    page = data_of(tmp_path / "out.html")
    assert "<title>My map</title>" in page
    assert "Me \\u0026 Co" in page or "Me & Co" in page


def test_map_takes_level_metric_and_trust(run, reports, tmp_path):
    assert (
        run(
            "map", reports, "-o", "out.html", "--level", "province", "--metric", "killed", "--trust", "point"
        ).code
        == 0
    )
    page = data_of(tmp_path / "out.html")
    assert '"level":"province"' in page.replace(": ", ":")
    assert '"metric":"killed"' in page.replace(": ", ":")


def test_map_gives_the_same_bytes_for_the_same_input(run, reports, tmp_path):
    for name in ("one.html", "two.html"):
        assert run("map", reports, "-o", name).code == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_the_build_date_is_printed_only_when_one_is_given(run, reports, tmp_path, monkeypatch):
    def built(*options) -> str | None:
        assert run("map", reports, "-o", "out.html", *options).code == 0
        text = data_of(tmp_path / "out.html")
        return text.split('"built":')[1].split(",")[0].strip()

    assert built() == "null"
    assert built("--built", "2026-02-01") == '"2026-02-01"'
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert built() == '"2026-01-01"'
    assert built("--built", "2026-02-01") == '"2026-02-01"'
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    assert run("map", reports, "-o", "out.html").code == 2


def test_strict_exits_1_for_any_unplaced_row_but_writes_the_page(run, reports, tmp_path):
    ran = run("map", reports, "-o", "out.html", "--strict")
    assert ran.code == 1
    assert (tmp_path / "out.html").exists()
    assert ran.out == "out.html\n"
    reports.write_text("place_text\nKalat\n", encoding="utf-8")
    assert run("map", reports, "-o", "out.html", "--strict").code == 0
    assert run("check", reports, "--strict").code == 0


def test_rejects_filled_in_are_overrides(run, reports, tmp_path):
    assert run("map", reports, "-o", "out.html", "--rejects", "rejects.csv").code == 0
    rows = rows_of(tmp_path / "rejects.csv")
    assert {"4", "5", "6"} <= {row["row"] for row in rows}
    assert all(row["reason"] for row in rows)
    for row in rows:
        row["code"] = {"Gazi Tir": "PK204", "Khanpur": "PK628"}.get(row["place_text"], "")
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    ran = run("map", reports, "-o", "out.html", "--overrides", "answers.csv", "--strict")
    assert ran.code == 0, ran
    assert "5 of 5 rows placed" in ran.err


def test_wrong_overrides_are_refused_with_the_row(run, reports, tmp_path):
    (tmp_path / "o.csv").write_text("place_text,code\nGazi Tir,XX1\n", encoding="utf-8")
    ran = run("check", reports, "--overrides", "o.csv")
    assert ran.code == 1
    assert "row 2" in ran.err
    assert "XX1" in ran.err


def test_columns_may_be_named(run, tmp_path):
    (tmp_path / "r.csv").write_text("Wann,Wo,Tote\n2025-11-01,Kalat,4\n", encoding="utf-8")
    named = ("--column", "event_date=Wann", "--column", "place_text=Wo", "--column", "killed=Tote")
    ran = run("check", "r.csv", "--json", *named)
    assert ran.code == 0, ran
    told = json.loads(ran.out)
    assert (told["district"], told["no_date"], told["no_figures"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("pair", "said"), [("place_text=Where", "no column 'Where'"), ("plce=place_text", "no field 'plce'")]
)
def test_a_column_or_field_that_does_not_exist_is_named(run, reports, pair, said):
    ran = run("check", reports, "--column", pair)
    assert ran.code in (1, 2)
    assert said in ran.err
    assert ran.out == ""


def test_several_files_become_one_map(run, reports, tmp_path):
    (tmp_path / "more.csv").write_text("district,killed\nPishin,1\n", encoding="utf-8")
    ran = run("map", reports, "more.csv", "-o", "out.html")
    assert ran.code == 0
    assert "4 of 6 rows placed" in ran.err


def test_incidents_may_be_geojson(run, tmp_path):
    feature = {
        "type": "Feature",
        "properties": {"killed": 1},
        "geometry": {"type": "Point", "coordinates": [66.6, 29.0]},
    }
    (tmp_path / "r.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    told = json.loads(run("check", "r.geojson", "--json").out)
    assert (told["rows"], told["district"]) == (1, 1)


def test_hostile_text_in_the_ledger_is_printed_as_it_is(run, tmp_path):
    (tmp_path / "r.csv").write_text("place_text\n[bold]:fire:[/bold] {{ 7*7 }}\n", encoding="utf-8")
    ran = run("check", "r.csv")
    assert "[bold]:fire:[/bold] {{ 7*7 }}" in ran.out
    assert run("places", ":fire:").out.startswith(":fire:")


# --- own areas ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own_districts(tmp_path_factory, area_set) -> Path:
    """Balochistan's districts as an office would hand them out: P-codes, in metres, in a GeoPackage."""
    frame = area_set.district[area_set.district["parent"] == "PK-BA"]
    mine = gpd.GeoDataFrame(
        {"ADM2_PCODE": frame.index, "ADM2_EN": frame["name"].str.upper().to_numpy()},
        geometry=frame.geometry.to_numpy(),
        crs=frame.crs,
    )
    path = tmp_path_factory.mktemp("areas") / "own.gpkg"
    mine[mine["ADM2_PCODE"].str.startswith("PK")].to_crs("EPSG:3857").to_file(path)
    return path


def test_own_areas_replace_the_embedded_ones(run, reports, tmp_path, own_districts):
    ran = run(
        "map",
        reports,
        "-o",
        "out.html",
        "--areas",
        own_districts,
        "--code-column",
        "ADM2_PCODE",
        "--name-column",
        "ADM2_EN",
    )
    assert ran.code == 0, ran
    assert "3 of 5 rows placed" in ran.err
    page = data_of(tmp_path / "out.html")
    assert "KALAT" in page
    assert "own.gpkg" in page


def test_a_district_that_the_own_areas_lack_is_said(run, tmp_path, own_districts):
    (tmp_path / "r.csv").write_text("place_text\nKalat\nLahore\n", encoding="utf-8")
    words = (
        "--areas",
        own_districts,
        "--code-column",
        "ADM2_PCODE",
        "--name-column",
        "ADM2_EN",
        "--rejects",
        "rejects.csv",
    )
    assert run("map", "r.csv", "-o", "out.html", *words).code == 0
    (row,) = rows_of(tmp_path / "rejects.csv")
    assert row["row"] == "3"
    assert "Lahore" in row["reason"]
    assert "own.gpkg" in row["reason"]


def test_own_areas_with_a_column_that_is_not_there(run, reports, own_districts):
    ran = run(
        "map",
        reports,
        "-o",
        "out.html",
        "--areas",
        own_districts,
        "--code-column",
        "PCODE",
        "--name-column",
        "ADM2_EN",
    )
    assert ran.code == 1
    assert "lacks columns: PCODE. Found: ADM2_PCODE, ADM2_EN" in ran.err


# --- choropleth ---------------------------------------------------------------------------------------


def test_choropleth_of_a_plain_table(run, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    ran = run(
        "choropleth", "t.csv", "-o", "out.html", "--area", "region", "--value", "count", "--title", "Counts"
    )
    assert ran.code == 0, ran
    assert ran.out == "out.html\n"
    assert "2 of 3 rows placed" in ran.err
    page = data_of(tmp_path / "out.html")
    assert "<title>Counts</title>" in page
    assert "In none of the areas given: 5" in page


def test_choropleth_names_missing_columns_and_bad_values(run, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    ran = run("choropleth", "t.csv", "-o", "out.html", "--area", "province", "--value", "count")
    assert (ran.code, "no column 'province'" in ran.err) == (1, True)
    (tmp_path / "t.csv").write_text("region,count\nPunjab,many\n", encoding="utf-8")
    ran = run("choropleth", "t.csv", "-o", "out.html", "--area", "region", "--value", "count")
    assert (ran.code, "row 2" in ran.err) == (1, True)


def test_choropleth_strict_wants_every_area_drawn(run, tmp_path):
    words = ("choropleth", "t.csv", "-o", "out.html", "--area", "region", "--value", "count", "--strict")
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    assert run(*words).code == 0
    (tmp_path / "t.csv").write_text(TABLE + "Atlantis,1\n", encoding="utf-8")
    assert run(*words, "--rejects", "r.csv").code == 1
    assert [row["place_text"] for row in rows_of(tmp_path / "r.csv")] == ["Atlantis"]


# --- check --------------------------------------------------------------------------------------------


def test_check_json_is_one_object_with_exactly_the_promised_keys(run, reports):
    ran = run("check", reports, "--json")
    assert ran.code == 0
    assert ran.err == ""
    told = json.loads(ran.out)
    assert list(told) == ["rows", "placed", *s.OUTCOMES, *s.FLAGS]
    assert told == dict.fromkeys(told, 0) | {
        "rows": 5, "placed": 3, "district": 2, "province": 1, "ambiguous": 1, "unmatched": 1, "no_date": 1,
    }  # fmt: skip


def test_check_prints_the_ledger_on_stdout(run, reports):
    ran = run("check", reports)
    assert ran.code == 0
    assert "3 of 5 rows placed" in ran.out
    assert "Gazi Tir" in ran.out
    assert ran.err == ""


def test_check_trusts_as_it_is_told(run, tmp_path):
    (tmp_path / "r.csv").write_text(
        "place_text,longitude,latitude\nAtlantis,66.6,29.0\nKalat,62.3,25.2\n", encoding="utf-8"
    )
    for trust in ("name", "point"):
        told = json.loads(run("check", "r.csv", "--trust", trust, "--json").out)
        assert (told["district"], told["conflict"]) == (2, 1)
        assert run("check", "r.csv", "--trust", trust, "--rejects", f"{trust}.csv").code == 0
    assert rows_of(tmp_path / "name.csv")[-1]["flags"].split("|")[0] == "conflict"


def test_check_strict(run, reports):
    assert run("check", reports, "--strict").code == 1
    assert run("check", reports, "--strict", "--json").code == 1


# --- geocode ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "geojson", "gpkg", "parquet"])
def test_geocode_writes_every_format(run, reports, tmp_path, suffix):
    ran = run("geocode", reports, "-o", f"out.{suffix}")
    assert ran.code == 0, ran
    assert ran.out == f"out.{suffix}\n"
    assert "5 rows: 3 matched, 1 ambiguous, 1 unmatched" in ran.err
    assert "d: 'Gazi Tir' was not found" in ran.err
    path = tmp_path / f"out.{suffix}"
    if suffix == "csv":
        columns, count = list(rows_of(path)[0]), len(rows_of(path))
    else:
        frame = gpd.read_parquet(path) if suffix == "parquet" else gpd.read_file(path)
        columns, count = [c for c in frame.columns if c != "geometry"], len(frame)
    assert columns == ["id", "event_date", "place_text", "killed", "injured", *s.GEOCODE_COLUMNS]
    assert count == 5


def test_geocode_with_named_columns_and_a_clash(run, tmp_path):
    (tmp_path / "r.csv").write_text(
        "key,Where,Prov,match_status\n1,Khanpur,Sindh,mine\n2,Gazi Tir,,mine\n", encoding="utf-8"
    )
    words = ("--id-column", "key", "--place-column", "Where", "--province-column", "Prov")
    ran = run("geocode", "r.csv", "-o", "out.csv", *words)
    assert ran.code == 0, ran
    assert "2: 'Gazi Tir'" in ran.err
    rows = rows_of(tmp_path / "out.csv")
    assert (rows[0]["match_status"], rows[0]["match_status_resolved"], rows[0]["adm2_name"]) == (
        "mine",
        "matched",
        "Shikarpur",
    )


def test_geocode_without_the_column_names_those_that_are_there(run, reports):
    ran = run("geocode", reports, "-o", "out.csv", "--place-column", "nowhere")
    assert ran.code == 1
    assert "no column 'nowhere'. Found: id, event_date, place_text" in ran.err


# --- places and areas ---------------------------------------------------------------------------------


def test_places_prints_names_codes_parents_and_validity(run):
    ran = run("places", "Kalat")
    assert ran.code == 0
    for said in ("PK210", "قلات", "Kalat (IM-V-KALAT)", "Balochistan (PK-BA)", "holds since", "matched"):
        assert said in ran.out


def test_places_as_json(run):
    ran = run("places", "Kalat", "قلات", "--json")
    first, second = json.loads(ran.out)
    assert first["query"] == "Kalat"
    assert first["place"]["code"] == second["place"]["code"] == "PK210"
    assert (
        first["place"]["province"] == {"name": "Balochistan", "code": "PK-BA"}
        or first["place"]["province"]["code"] == "PK-BA"
    )
    assert {"urdu", "variants", "valid_from", "valid_to", "source"} <= set(first["place"])
    assert isinstance(first["alternatives"], list)


def test_places_within_a_province(run):
    (anywhere,) = json.loads(run("places", "Khanpur", "--json").out)
    assert anywhere["status"] == "ambiguous"
    assert len(anywhere["alternatives"]) > 1
    for province in ("Sindh", "PK-SD", "سندھ"):
        (inside,) = json.loads(run("places", "Khanpur", "--within", province, "--json").out)
        assert (inside["status"], inside["place"]["district"]["name"]) == ("matched", "Shikarpur")


def test_places_not_found_exits_1_with_what_is_near(run):
    ran = run("places", "Bajoutrrx", "Kalat")
    assert ran.code == 1
    assert "not found" in ran.out
    assert "PK210" in ran.out
    assert run("places", "Kalat", "--within", "Atlantis").code in (1, 2)


@pytest.mark.parametrize(
    ("level", "count"), [("province", 7), ("division", 30), ("district", 150), ("tehsil", 500)]
)
def test_areas_are_written_with_their_notice(run, tmp_path, level, count):
    ran = run("areas", "--level", level, "-o", "out.geojson", "--detail", "simple")
    assert ran.code == 0, ran
    assert ran.out == "out.geojson\n"
    document = json.loads(data_of(tmp_path / "out.geojson"))
    assert "ODbL" in document["attribution"]
    assert len(document["features"]) >= count
    assert {"area_code", "name", "urdu", "edition", "as_of", "attribution"} <= set(
        document["features"][0]["properties"]
    )


@pytest.mark.parametrize("suffix", ["gpkg", "parquet"])
def test_areas_in_binary_formats_and_of_another_day(run, tmp_path, suffix):
    names = {}
    for day in ("2003-06-30", "2015-06-30"):
        ran = run("areas", "--level", "district", "-o", f"out.{suffix}", "--on", day, "--detail", "simple")
        assert ran.code == 0, ran
        path = tmp_path / f"out.{suffix}"
        frame = gpd.read_parquet(path) if suffix == "parquet" else gpd.read_file(path)
        names[day] = set(frame["name"])
        assert set(frame["as_of"].astype(str).str[:10]) == {day}
        assert frame["attribution"].str.contains("ODbL").all()
    assert "Washuk" in names["2015-06-30"] - names["2003-06-30"]


def test_an_edition_that_does_not_exist_is_refused(run):
    ran = run("areas", "--level", "province", "-o", "out.geojson", "--edition", "1066")
    assert ran.code in (1, 2)
    assert "1066" in ran.err


# --- as the installed command ----------------------------------------------------------------------------


def command(*words: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "incident_mapper", *map(str, words)],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=os.environ | environment, check=False,
    )  # fmt: skip


def test_the_module_runs_and_keeps_results_and_messages_apart(tmp_path, reports):
    ran = command("map", reports.name, "-o", "out.html", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "out.html\n")
    assert "3 of 5 rows placed" in ran.stderr


def test_exit_codes_of_the_module(tmp_path):
    assert command("check", "missing.csv", cwd=tmp_path).returncode == 1
    assert command("check", cwd=tmp_path).returncode == 2


def test_the_same_input_gives_the_same_bytes_in_another_process(tmp_path, reports):
    for seed, name in (("1", "one.html"), ("2", "two.html")):
        assert command("map", reports.name, "-o", name, cwd=tmp_path, PYTHONHASHSEED=seed).returncode == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_urdu_is_printed_whatever_the_terminal_says_it_can(tmp_path):
    ran = command("places", "Kalat", cwd=tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert ran.returncode == 0, ran
    assert "قلات" in ran.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_reader_that_goes_away_is_no_error(tmp_path):
    ran = subprocess.run(
        f'"{sys.executable}" -m incident_mapper places Kalat Quetta Lahore --json | head -n 1',
        shell=True, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr


def test_a_folder_without_permission(tmp_path, run, reports, monkeypatch):
    (tmp_path / "locked").mkdir()
    real = os.open

    def locked(path, *rest, **named):  # as root meets no locked folder
        if Path(path).parent.name == "locked":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, *rest, **named)

    monkeypatch.setattr(os, "open", locked)
    ran = run("map", reports, "-o", "locked/out.html")
    assert (ran.code, "permission" in ran.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("map", "reports.csv", "-o", "."), "this output is a page"),
        (("map", "reports.csv", "-o", "reports.csv"), "this output is a page"),
        (("map", "reports.csv", "-o", "map.html", "--rejects", "reports.csv"), "read as an input"),
        (("map", "reports.csv", "-o", "map.html", "--rejects", "./map.html"), "this output is a table"),
        (
            ("map", "reports.csv", "-o", "map.html", "--rejects", "x.csv", "--overrides", "x.csv"),
            "read as an input",
        ),
        (("check", "reports.csv", "--rejects", "reports.csv"), "read as an input"),
        (("geocode", "reports.csv", "-o", "reports.csv"), "read as an input"),
        (("geocode", "reports.csv", "-o", "out.xlsx"), ".csv or .geojson or .gpkg or .parquet"),
        (
            ("choropleth", "reports.csv", "-o", "x.pdf", "--area", "a", "--value", "b"),
            "this output is a page",
        ),
        (("areas", "-o", "districts.csv"), "this output is a table"),
        (("demo", "-o", "demo.pdf"), "this output is a page"),
    ],
)
def test_an_output_that_would_destroy_a_file_or_bears_another_format_is_refused_first(
    run, reports, words, said
):
    before = Path("reports.csv").read_bytes()
    ran = run(*words)
    assert (ran.code, said in ran.err) == (2, True), ran
    assert Path("reports.csv").read_bytes() == before
    assert [path.name for path in Path().iterdir()] == ["reports.csv"]


def test_an_id_column_that_is_asked_for_must_be_there(run, reports):
    ran = run("geocode", reports, "-o", "out.csv", "--id-column", "nowhere")
    assert (ran.code, "no column 'nowhere'. Found: id" in ran.err) == (1, True)


@pytest.mark.parametrize(("words", "barred"), [((), True), (("--allow-network",), False)])
def test_a_page_bars_the_network_unless_it_is_allowed(run, reports, words, barred):
    assert run("map", reports, "-o", "out.html", *words).code == 0
    assert ("Content-Security-Policy" in Path("out.html").read_text(encoding="utf-8")) is barred


# --- options ------------------------------------------------------------------------------------------


def test_pairs_of_field_and_header():
    assert read_columns(None) is None
    assert read_columns(["a = b", "c=d=e"]) == {"a": "b", "c": "d=e"}
    for wrong in ("a", "=b", "a=", " = "):
        with pytest.raises(OptionError, match="FIELD=HEADER"):
            read_columns([wrong])


def test_build_dates(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert build_date("") is None
    assert str(build_date("2026-02-01")) == "2026-02-01"
    for wrong in ("9" * 30, "-9999999999999999"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(OptionError, match="build date"):
            build_date("")


def test_own_provinces_hold_the_embedded_districts(run, tmp_path):
    frame = load_areas("province").reset_index()
    frame["code"] = "X-" + frame["area_code"].str[-2:]
    frame[["code", "name", "geometry"]].to_file(tmp_path / "provinces.gpkg")
    (tmp_path / "r.csv").write_text(
        "place_text,longitude,latitude,killed\nKalat,,,1\n,66.99,30.18,2\nPunjab,,,3\n", encoding="utf-8"
    )
    words = (
        "--areas",
        "provinces.gpkg",
        "--code-column",
        "code",
        "--name-column",
        "name",
        "--level",
        "province",
    )
    ran = run("map", "r.csv", "-o", "out.html", *words, "--metric", "killed")
    assert (ran.code, "3 of 3 rows placed" in ran.err) == (0, True), ran
    data = re.search(
        r'<script type="application/json"[^>]*>(.*?)</script>', data_of(tmp_path / "out.html"), re.DOTALL
    )
    page = json.loads(data[1])
    values = page["values"]["province"]["killed"]
    assert {code: entry["value"] for code, entry in values.items()} == {"X-BA": 3, "X-PB": 3}
    assert {area["properties"]["parent"] for area in page["areas"]["district"]["features"]} <= set(
        frame["code"]
    )


def test_places_explain_themselves_and_know_a_day(run):
    ran = run("places", "Panjgurr", "--explain")
    assert "rule: written otherwise than on record, and sounds the same (sound, score 96)" in ran.out
    assert (
        "its land is now in: Loralai (PK219), Duki (PK234)"
        in run("places", "Loralai", "--on", "2010-01-01").out
    )
    (told,) = json.loads(run("places", "Loralai", "--on", "2010-01-01", "--explain", "--json").out)
    assert [unit["code"] for unit in told["place"]["holds_today"]] == ["PK219", "PK234"]
    assert any(line.startswith("rule: ") for line in told["explanation"])
    assert run("places", "Loralai", "--on", "yesterday").code == 2


def test_a_map_of_a_day_has_the_districts_of_that_day(run, reports, tmp_path):
    assert run("map", reports, "-o", "out.html", "--on", "2010-01-01").code == 0
    data = re.search(
        r'<script type="application/json"[^>]*>(.*?)</script>', data_of(tmp_path / "out.html"), re.DOTALL
    )
    names = {area["properties"]["name"] for area in json.loads(data[1])["areas"]["district"]["features"]}
    assert "Duki" not in names
    assert "Khyber" in names
    assert json.loads(run("check", reports, "--on", "2010-01-01", "--json").out)["rows"] == 5


@pytest.mark.parametrize("header", ["place", "Location", "district"])
def test_geocode_finds_the_column_of_places_by_its_usual_names(run, tmp_path, header):
    (tmp_path / "r.csv").write_text(f"{header}\nKalat\n", encoding="utf-8")
    assert run("geocode", "r.csv", "-o", "out.csv").code == 0
    assert rows_of(tmp_path / "out.csv")[0]["adm2_name"] == "Kalat"
