"""``incident-mapper aggregate``: what it writes, what it prints, what it refuses."""

import csv
import io
import json
import sys

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest

from incident_mapper.cli import main
from incident_mapper.cli.aggregate_ import _day
from incident_mapper.errors import OptionError

REPORTS = """id,event_date,place_text,killed,injured
a,2025-11-01,Kalat,4,
b,2025-12-02,Quetta,2,10
c,,Balochistan,1,
d,2025-11-03,Gazi Tir,3,
"""


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports.csv").write_text(REPORTS, encoding="utf-8")

    def run_(*words):
        monkeypatch.setattr(sys, "argv", ["incident-mapper", "aggregate", "reports.csv", *words])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run_


def test_a_panel_is_written_with_every_area_and_month_and_the_rest_beside_them(run, tmp_path):
    code, out, err = run("-o", "panel.csv", "--by", "province,month")
    assert (code, out.strip()) == (0, "panel.csv")
    rows = rows_of(tmp_path / "panel.csv")
    kalat = [r for r in rows if r["adm1_code"] == "PK-BA" and r["period"] == "2025-11"]
    assert [(r["killed_low"], r["killed_high"], r["injured_low"], r["injured_unknown"]) for r in kalat] == [
        ("4", "4", "", "1")
    ]
    assert sum(int(r["killed_low"] or 0) for r in rows) == 10
    assert (
        "wrote 16 rows: 7 provinces x 2 months; 1 report in no one province, 1 report in no one month" in err
    )
    assert "killed in the country: 10" in err
    assert "3 of 4 rows placed" in err


def test_hxl_tags_stand_under_the_header(run, tmp_path):
    assert run("-o", "panel.csv", "--by", "province,month", "--metric", "killed", "--hxl")[0] == 0
    header, tags = list(csv.reader((tmp_path / "panel.csv").read_text(encoding="utf-8").splitlines()[:2]))
    assert dict(zip(header, tags, strict=True)) == {
        "adm1_code": "#adm1+code", "adm1_name": "#adm1+name", "period": "#date+period",
        "period_start": "#date+start", "period_end": "#date+end", "killed_low": "#affected+killed+min",
        "killed_best": "#affected+killed+est", "killed_high": "#affected+killed+max",
        "killed_unknown": "#meta+unknown+killed", "why": "#description+why", "note": "#description+note",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["panel.gpkg", "panel.geojson"])
def test_polygons_and_attribution_are_in_files_that_have_room_for_them(run, tmp_path, name):
    assert run("-o", name, "--by", "province,quarter")[0] == 0
    frame = gpd.read_file(tmp_path / name)
    assert frame.crs.to_epsg() == 4326
    assert (frame.geometry.isna() == (frame["adm1_code"] == "")).all()
    assert b"geoBoundaries" in (tmp_path / name).read_bytes()
    if name.endswith("geojson"):
        first = json.loads((tmp_path / name).read_text(encoding="utf-8"))["features"][0]["properties"]
        assert (first["period_start"], first["period_end"]) == ("2025-10-01", "2025-12-31")


@pytest.mark.parametrize("geometry", [False, True])
def test_parquet_comes_with_or_without_geometry_and_with_its_attribution(run, tmp_path, geometry):
    assert run("-o", "panel.parquet", "--by", "country,year", *(["--geometry"] if geometry else []))[0] == 0
    metadata = pq.read_schema(tmp_path / "panel.parquet").metadata
    assert b"geoBoundaries" in metadata[b"attribution"]
    assert (b"geo" in metadata) == geometry
    table = (gpd if geometry else pd).read_parquet(tmp_path / "panel.parquet")
    assert table["killed_low"].sum() == 10


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "p.csv", "--by", "distict,month"], "by must be one of"),
        (["-o", "p.csv", "--metric", "dead"], "metric must be one of"),
        (["-o", "p.xlsx"], "Expected a name that ends in .csv"),
        (["-o", "p.parquet", "--hxl"], "--hxl adds a row to a .csv file"),
        (["-o", "p.csv", "--geometry"], "has no room for polygons"),
        (["-o", "p.csv", "--start", "spring"], "--start expects a year, month or day"),
        (["-o", "reports.csv"], "would be written over"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(run, tmp_path, words, message):
    code, _, err = run(*words)
    assert code == 2
    assert message in " ".join(err.split())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports.csv"]


def test_start_and_end_may_be_years_and_months(run, tmp_path):
    assert run("-o", "panel.csv", "--by", "province,month", "--start", "2025", "--end", "2025-11")[0] == 0
    periods = {row["period"] for row in rows_of(tmp_path / "panel.csv")}
    assert periods == {"", *(f"2025-{month:02d}" for month in range(1, 12))}
    assert str(_day("2024-02", option="--end", last=True)) == "2024-02-29"
    assert str(_day("2024-12", option="--end", last=True)) == "2024-12-31"
    with pytest.raises(OptionError, match="2024-13"):
        _day("2024-13", option="--end")


def test_strict_says_by_its_exit_code_that_rows_are_not_on_the_map(run):
    assert run("-o", "panel.csv", "--by", "province,year", "--strict")[0] == 1
