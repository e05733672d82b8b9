"""Totals read in batches are those of the whole table, whatever the files are and however they are cut."""

import pandas as pd
import pytest

from incident_mapper import schema as s
from incident_mapper.duplicates import DuplicateOptions, find_duplicates, make_review
from incident_mapper.errors import OptionError
from incident_mapper.panel import panel
from incident_mapper.pipeline import PlaceOptions, place_incidents, total_incidents

HEAD = "incident_id,event_date,district,province,description,killed,injured,group_id,relations\n"
PARTS = (
    "a,2024-01-05,Kalat,,first,4,,,\nb,2024-01-06,Quetta,,second,92,,g,\nc,2024-02-01,,Balochistan,third,1,,,\n",
    "d,2024-01-06,Pishin,,fourth,92,,g,\ne,2024-01-20,Kalat,,fifth,6,,,may_include:a\nf,2023,Kalat,,sixth,2,,,\n",
    "a,2024-01-05,Kalat,,first,4,,,\ng,2024-01-06,Kalat,,again,5,,,duplicate_of:a\nh,2024-03-01,Atlantis,,none,3,,,\n",
)


@pytest.fixture
def files(tmp_path):
    paths = []
    for number, part in enumerate(PARTS):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text(HEAD + part, encoding="utf-8")
    return paths


@pytest.mark.parametrize("by", [("district", "month"), ("province", "year"), ("country",), ("month",)])
def test_batches_come_to_what_the_whole_table_comes_to(files, by):
    streamed = total_incidents(*files, by=by, metrics=("incidents", "killed"))
    placed = place_incidents(*files)
    whole = panel(placed.incidents, by=by, metrics=("incidents", "killed"))
    pd.testing.assert_frame_equal(streamed.panel.table, whole.table)
    assert streamed.panel.national == whole.national
    assert streamed.ledger.as_dict() == placed.ledger.as_dict()


def test_the_row_that_a_file_repeats_is_counted_once_and_said_to_be_there_twice(files):
    made = total_incidents(*files, by=("country",))
    assert made.ledger.rows == 9
    assert made.ledger.counts["rejected"] == 1
    # 92 once, 1, 2, 3, 4 to 5 once, and 6 with or without them.
    assert made.panel.national["killed"].text == "104\u2013109"


def test_what_no_report_gives_is_not_in_the_panel_unless_it_is_asked_for_and_then_unknown(files):
    assert not [name for name in total_incidents(*files).panel.table if name.startswith("injured")]
    table = total_incidents(*files, metrics=("injured",)).panel.table
    assert table["injured_low"].isna().all()
    assert not total_incidents(*files).panel.table[s.WHY].str.contains("injured").any()


ACLED = (
    "event_id_cnty,event_date,event_type,actor1,inter1,admin1,admin2,location,latitude,longitude,geo_precision,notes,"
    "fatalities\nSECRET1,2024-12-31,Battles,Actorone,Rebel group,Balochistan,Kalat,Kalat,29.02,66.59,1,Notesone,4\n"
    "SECRET2,2024-12-31,Battles,Actorone,Rebel group,Balochistan,Kalat,Kalat,29.02,66.59,1,Notestwo,\n"
)


def test_sentences_about_data_of_acled_name_no_report(tmp_path):
    (tmp_path / "acled.csv").write_text(ACLED, encoding="utf-8")
    made = total_incidents(tmp_path / "acled.csv", by=("district",))
    text = made.panel.table.to_csv()
    assert "1 report gives no figure" in text
    assert not [word for word in ("SECRET", "Actorone", "Notes", "Battles") if word in text]
    assert any("acleddata.com" in credit for credit in made.credits)


def test_decisions_about_duplicates_are_counted(tmp_path):
    head, same = "id,date,district,place,killed", "2024-05-01,Kalat,Mangochar bazaar"
    rows = f"{head}\nx,{same},4\ny,{same},6\n"
    path, review = tmp_path / "two.csv", tmp_path / "review.csv"
    path.write_text(rows, encoding="utf-8")
    incidents = place_incidents(path).incidents
    table = make_review(incidents, find_duplicates(incidents, options=DuplicateOptions(min_score=20))).table
    table[s.DECISION] = "same"
    table.to_csv(review, index=False)
    apart = total_incidents(path, by=("country",))
    together = total_incidents(path, by=("country",), options=PlaceOptions(review=review))
    assert (apart.panel.national["killed"].text, together.panel.national["killed"].text) == ("10", "4\u20136")


def test_a_period_that_does_not_exist_is_refused_before_any_file_is_read(tmp_path):
    with pytest.raises(OptionError):
        total_incidents(tmp_path / "none.csv", by=("district", "fortnight"))
