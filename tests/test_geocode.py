"""Any table comes out as it went in, each row once, with the place that its text means."""

import csv
import json

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from incident_mapper import schema as s
from incident_mapper.errors import OptionError, SchemaError
from incident_mapper.export import write_table
from incident_mapper.geocode import TOWN_PRECISION_KM, geocode_table

TEXTS = {
    "Kalat": "matched",
    "Malant area of Tump tehsil (Kech, Balochistan)": "matched",
    "between Mastung and Kalat": "ambiguous",
    "Khanpur": "ambiguous",
    "Karachi": "ambiguous",
    "Kandahar, Afghanistan": "unmatched",
    "Gazi Tir": "unmatched",
    "": "unmatched",
    "Balochistan": "matched",
    "Mashkai, Awaran": "matched",
}


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "zeta": [f"z{n}" for n in range(len(TEXTS))],
            "place_text": list(TEXTS),
            "id": "same",
            "alpha": " kept as is ",
        },
        index=[7 * n + 3 for n in range(len(TEXTS))],
    )


@pytest.fixture(scope="module")
def done(table, gazetteer) -> gpd.GeoDataFrame:
    return geocode_table(table, gazetteer)


def row(done, text: str) -> pd.Series:
    return done[done["place_text"] == text].iloc[0]


def test_the_input_s_columns_come_first_unchanged_and_in_order(table, done):
    assert list(done.columns) == [*table.columns, *s.GEOCODE_COLUMNS, "geometry"]
    pd.testing.assert_frame_equal(pd.DataFrame(done[list(table.columns)]), table)


def test_every_row_comes_out_once_with_its_status(table, done):
    assert done.index.tolist() == table.index.tolist()
    assert dict(zip(done["place_text"], done["match_status"], strict=True)) == TEXTS


def test_the_input_is_left_alone(gazetteer):
    table = pd.DataFrame({"place_text": ["Kalat"]})
    before = table.copy(deep=True)
    geocode_table(table, gazetteer)
    pd.testing.assert_frame_equal(table, before)


def test_a_clash_of_names_is_solved_on_our_side(gazetteer):
    table = pd.DataFrame({"place_text": ["Kalat"], "adm2_name": ["theirs"], "match_status": ["theirs too"]})
    done = geocode_table(table, gazetteer)
    assert (done["adm2_name"].iloc[0], done["adm2_name_resolved"].iloc[0]) == ("theirs", "Kalat")
    assert (done["match_status"].iloc[0], done["match_status_resolved"].iloc[0]) == ("theirs too", "matched")
    assert list(done.columns[:3]) == list(table.columns)


def test_a_clash_with_the_solved_name_is_solved_as_well(gazetteer):
    table = pd.DataFrame({"place_text": ["Kalat"], "adm2_name": ["a"], "adm2_name_resolved": ["b"]})
    done = geocode_table(table, gazetteer)
    assert done.columns.is_unique
    assert done.iloc[0][["adm2_name", "adm2_name_resolved"]].tolist() == ["a", "b"]
    assert done["adm2_name_resolved_resolved"].tolist() == ["Kalat"]


def test_a_column_called_geometry_is_the_user_s(gazetteer, tmp_path):
    table = pd.DataFrame({"geometry": ["theirs"], "place_text": ["Kalat"]})
    done = geocode_table(table, gazetteer)
    assert list(done.columns[:2]) == ["geometry", "place_text"]
    assert done["geometry"].tolist() == ["theirs"]
    read = pd.read_csv(write_table(done, tmp_path / "out.csv"))
    assert list(read.columns) == ["geometry", "place_text", *s.GEOCODE_COLUMNS]


def test_several_districts_leave_the_district_empty_and_are_listed(done):
    open_ = row(done, "Khanpur")
    assert (open_["adm2_name"], open_["adm2_code"]) == ("", "")
    assert {"Rahim Yar Khan", "Shikarpur"} <= set(open_["candidates"].split("|"))
    assert open_["match_method"] != "multi"
    named = row(done, "between Mastung and Kalat")
    assert (named["adm2_name"], named["match_method"]) == ("", "multi")
    assert set(named["candidates"].split("|")) == {"Mastung", "Kalat"}
    assert named["adm1_name"] == "Balochistan"


def test_a_sentence_is_read_for_the_finest_place_in_it(done):
    found = row(done, "Malant area of Tump tehsil (Kech, Balochistan)")
    assert (found["adm1_name"], found["adm2_name"], found["adm3_name"]) == ("Balochistan", "Kech", "Tump")
    assert (found["place_level"], found["place_name"]) == ("locality", "Malant")


def test_a_division_is_no_district(done):
    found = row(done, "Karachi")
    assert (found["place_level"], found["division_name"], found["adm2_name"]) == ("division", "Karachi", "")


def test_a_district_has_its_codes_and_a_point_inside_it(done, area_set):
    found = row(done, "Kalat")
    assert (found["place_code"], found["adm1_code"], found["adm2_code"]) == ("PK210", "PK-BA", "PK210")
    assert found["match_score"] == 100
    shape = area_set.district.geometry["PK210"]
    assert shape.contains(found.geometry)
    assert (found.geometry.x, found.geometry.y) == (found["place_lon"], found["place_lat"])
    assert found["precision_km"] == pytest.approx(area_set.district.at["PK210", "radius_km"], rel=0.1)


def test_a_town_is_where_it_is_within_the_stated_distance(gazetteer):
    done = geocode_table(pd.DataFrame({"place_text": ["Mastung town"]}), gazetteer)
    found = done.iloc[0]
    assert found["place_level"] in ("town", "tehsil", "district")
    if found["place_level"] == "town":
        assert found["precision_km"] == TOWN_PRECISION_KM


def test_a_finer_place_is_known_more_precisely_than_a_wider_one(done):
    assert row(done, "Balochistan")["precision_km"] > row(done, "Kalat")["precision_km"] > 0


def test_what_is_not_one_place_has_no_point(done):
    for text, status in TEXTS.items():
        if status != "matched" and text != "Karachi":  # a division, which is known
            found = row(done, text)
            assert found.geometry is None
            assert found[["place_lon", "place_lat"]].isna().all()


def test_a_province_column_constrains_and_is_found_or_named(gazetteer):
    texts = {"place_text": ["Khanpur", "Khanpur"], "province": ["Punjab", "Sindh"]}
    for table, options in (
        (pd.DataFrame(texts), {}),
        (pd.DataFrame(texts).rename(columns={"province": "where"}), {"province_column": "where"}),
    ):
        done = geocode_table(table, gazetteer, **options)
        assert done["adm2_name"].tolist() == ["Rahim Yar Khan", "Shikarpur"]


def test_the_place_column_may_have_any_name(gazetteer):
    done = geocode_table(pd.DataFrame({"Jagah": ["قلات"]}), gazetteer, place_column="Jagah")
    assert done["adm2_name"].tolist() == ["Kalat"]


@pytest.mark.parametrize("wrong", [{"place_column": "nowhere"}, {"province_column": "nowhere"}])
def test_a_column_that_is_not_there_is_named_with_those_that_are(gazetteer, wrong):
    with pytest.raises(SchemaError, match=r"no column 'nowhere'. Found: place_text, id"):
        geocode_table(pd.DataFrame({"place_text": ["Kalat"], "id": ["1"]}), gazetteer, **wrong)


# --- written and read back ------------------------------------------------------------------------------


def test_csv_is_read_back_as_text_in_order(done, tmp_path):
    path = write_table(done, tmp_path / "out.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == [*("zeta", "place_text", "id", "alpha"), *s.GEOCODE_COLUMNS]
    assert [r["place_text"] for r in rows] == list(TEXTS)
    assert {r["alpha"] for r in rows} == {" kept as is "}


def test_geojson_holds_every_row_its_attribution_and_no_nan(done, tmp_path):
    path = write_table(done, tmp_path / "out.geojson", attribution="somebody")
    document = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert document["attribution"] == "somebody"
    assert [f["properties"]["place_text"] for f in document["features"]] == list(TEXTS)
    assert document["features"][0]["geometry"]["type"] == "Point"
    assert document["features"][3]["geometry"] is None
    assert list(document["features"][0]["properties"]) == [c for c in done.columns if c != "geometry"]


@pytest.mark.parametrize("suffix", [".gpkg", ".parquet"])
def test_binary_formats_are_read_back_whole(done, tmp_path, suffix):
    path = write_table(done, tmp_path / f"out{suffix}", attribution="somebody")
    read = gpd.read_parquet(path) if suffix == ".parquet" else gpd.read_file(path)
    assert list(read.columns) == list(done.columns)
    assert read["place_text"].tolist() == list(TEXTS)
    assert read.crs.to_epsg() == 4326
    assert read.geometry.isna().tolist() == done.geometry.isna().tolist()
    if suffix == ".gpkg":
        assert pyogrio.read_info(path)["dataset_metadata"]["ATTRIBUTION"] == "somebody"


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg", ".parquet"])
def test_the_same_table_gives_the_same_bytes(done, tmp_path, suffix):
    one, other = (write_table(done, tmp_path / f"{name}{suffix}").read_bytes() for name in ("same", "same"))
    assert one == other


@pytest.mark.parametrize("name", ["Place_Name", "fid", "FID", "ogc_fid", "geom", "Geom", "geometry"])
@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg", ".parquet"])
def test_awkward_column_names_survive_every_format(gazetteer, tmp_path, name, suffix):
    table = pd.DataFrame({name: ["theirs", "theirs"], "place_text": ["Kalat", "Gazi Tir"]})
    path = write_table(geocode_table(table, gazetteer), tmp_path / f"out{suffix}")
    if suffix == ".csv":
        read = pd.read_csv(path)
    else:
        # A column of theirs called "geometry" stands in the way of the reader's own name for the points.
        whole = name != "geometry"
        read = (
            gpd.read_parquet(path)
            if suffix == ".parquet"
            else pyogrio.read_dataframe(path, read_geometry=whole)
        )
    assert read[name].tolist() == ["theirs", "theirs"]
    assert read["place_text"].tolist() == ["Kalat", "Gazi Tir"]


def test_an_unknown_format_is_refused_with_the_known_ones(done, tmp_path):
    for name in ("out.xlsx", "out"):
        with pytest.raises(OptionError, match=r"Use \.csv, \.geojson, \.gpkg, \.parquet"):
            write_table(done, tmp_path / name)
    with pytest.raises(OptionError, match="this table has none"):
        write_table(pd.DataFrame({"a": [1]}), tmp_path / "out.gpkg")
    assert list(tmp_path.iterdir()) == []
