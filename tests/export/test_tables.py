"""Tables: cells that a spreadsheet would run are made harmless in CSV, and all else stays as it is."""

import io

import pandas as pd
import pytest

from incident_mapper.errors import OptionError
from incident_mapper.export import write_table
from incident_mapper.export.tables import harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1+1",
        "＝1+1",
        "- from a list",
        "-",
    ],
)
def test_a_text_that_would_be_run_as_a_formula_gets_an_apostrophe(text, tmp_path):
    path = write_table(pd.DataFrame({"why": [text]}), tmp_path / "t.csv")
    with path.open(encoding="utf-8", newline="") as file:
        assert pd.read_csv(io.StringIO(file.read()), keep_default_na=False)["why"].tolist() == [f"'{text}"]


@pytest.mark.parametrize(
    "text", ["-5", "+92", "-3.5e2", "-1,200", "+5 %", "Kalat", "a=b", "'quoted", "", "2024-01-01", " Kalat"]
)
def test_numbers_and_all_other_texts_stay_as_they_are(text):
    assert harmless(pd.Series([text])).tolist() == [text]


def test_numbers_and_missing_cells_are_not_touched(tmp_path):
    frame = pd.DataFrame({"n": [-1.5, None], "k": pd.array([-4, None], dtype="Int64"), "t": ["x", None]})
    assert write_table(frame, tmp_path / "t.csv").read_text() == "n,k,t\n-1.5,-4,x\n,,\n"


def test_a_header_is_made_harmless_too(tmp_path):
    assert write_table(pd.DataFrame({"=a": [1]}), tmp_path / "t.csv").read_text() == "'=a\n1\n"


def test_other_formats_hold_the_text_as_it_is(tmp_path):
    path = write_table(pd.DataFrame({"a": ["=1"]}), tmp_path / "t.parquet", attribution="somebody")
    assert pd.read_parquet(path)["a"].tolist() == ["=1"]


def test_a_second_header_is_for_csv_only(tmp_path):
    frame = pd.DataFrame({"a": [1]})
    assert write_table(frame, tmp_path / "t.csv", second_header=["#x"]).read_text() == "a\n#x\n1\n"
    with pytest.raises(OptionError, match="second row of headers"):
        write_table(frame, tmp_path / "t.parquet", second_header=["#x"])
