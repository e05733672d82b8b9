"""What may not leave with a map does not leave with it: not in a pop-up, not in a sentence, not in a block of data."""

from datetime import date

import pandas as pd
import pytest

from incident_mapper import schema as s
from incident_mapper.errors import OptionError
from incident_mapper.export import save_html
from incident_mapper.incidents.formats import format_named
from incident_mapper.pipeline import make_map, place_incidents, published
from incident_mapper.publish import WITHHELD, PublishOptions, allowed_level, redact

ACLED = (
    "event_id_cnty,event_date,event_type,actor1,actor2,inter1,admin1,admin2,location,latitude,longitude,geo_precision,"
    "source,notes,fatalities,timestamp\n"
    "SECRET1,2024-12-31,Battles,Actorone,Actortwo,Rebel group,Balochistan,Kalat,Kalat,29.02,66.59,1,Outletone,"
    "Notesone on the clash,4,1735900000\n"
    "SECRET2,2024-12-30,Riots,Actorone,,Rioters,Balochistan,,Nowhereville,,,3,Outlettwo,Notestwo,0,1735900000\n"
)
ROW_WORDS = (
    "SECRET1",
    "SECRET2",
    "Actorone",
    "Actortwo",
    "Outletone",
    "Outlettwo",
    "Notesone",
    "Notestwo",
    "Nowhereville",
)
OURS = (
    "incident_id,event_date,place_text,description,actor1,source_outlet,source_url,killed,group_id,relations,lon,lat,"
    "geo_precision\n"
    "own1,2024-12-01,Kalat town,Descone,Actorone,Outletone,https://one.example,4,,,66.5912,29.0234,exact\n"
    "own2,2024-12-20,Quetta,Desctwo,Actortwo,Outlettwo,https://two.example,2,,may_include:own1,,,\n"
    "own3,,Atlantis,Descthree,Actortwo,Outlettwo,,1,,,,,\n"
)


@pytest.fixture
def page(tmp_path):
    """Give the text of the page, and the placed incidents, of a file published in some way."""

    def page(text, **options):
        path = tmp_path / "data.csv"
        path.write_text(text, encoding="utf-8")
        placed = published(place_incidents(path), options=PublishOptions(**options))
        out = save_html(make_map(placed), tmp_path / "page.html", title="Map")
        return out.read_text(encoding="utf-8"), placed

    return page


def test_acled_is_published_as_totals_and_says_so(page):
    text, placed = page(ACLED)
    assert [word for word in ROW_WORDS if word in text] == []
    assert "Totals of areas only" in text
    assert "acleddata.com" in text
    assert any("--i-may-publish-rows" in note for note in placed.notes)
    assert placed.ledger.rows == 2
    assert placed.ledger.listed.empty


def test_rows_of_acled_are_published_by_who_holds_the_right(page):
    text, _ = page(ACLED, may_publish_rows=True)
    assert "Notesone" in text


def test_asking_for_rows_of_acled_without_the_right_is_refused_with_the_terms(page):
    with pytest.raises(OptionError, match=r"forbid to publish rows \(--publish full\).*--i-may-publish-rows"):
        page(ACLED, level="full")


@pytest.mark.parametrize("level", ["located", "aggregate"])
def test_no_word_of_a_source_leaves_with_what_is_located_or_totalled(page, level):
    text, _ = page(OURS, level=level)
    words = ("own1", "own2", "own3", "Descone", "Desctwo", "Descthree", "Actorone", "Outletone", "one.example",
             "two.example", "Atlantis", "Kalat town")  # fmt: skip
    assert [word for word in words if word in text] == []


def test_totals_are_the_same_however_much_is_published(page):
    totals = [
        page(OURS, level=level)[0].partition('"values":')[2].partition('"classes":')[0]
        for level in ("full", "located")
    ]
    assert totals[0].count('"text":') == totals[1].count('"text":') > 0
    whole, _ = page(OURS, level="aggregate")
    assert "reports overlap, or state ranges" in whole
    assert "may include the" not in whole


def test_located_rows_keep_place_day_and_figures(page):
    _, placed = page(OURS, level="located")
    first = placed.incidents.iloc[0]
    assert (first[s.ADM2_NAME], first["killed_best"], first[s.EVENT_DATE]) == (
        "Kalat",
        4,
        pd.Timestamp("2024-12-01"),
    )
    assert placed.incidents.index.tolist() == ["1", "2", "3"]
    assert placed.incidents[s.RELATIONS].tolist() == ["", "may_include:1", ""]


def test_recent_incidents_and_those_without_a_day_are_withheld_and_counted(page):
    text, placed = page(OURS, delay_days=30, today=date(2025, 1, 10))
    assert placed.ledger.counts["rejected"] == 2
    assert placed.ledger.rows == 3
    assert [word for word in ("Desctwo", "Outlettwo", "own2", "Descthree", "Atlantis") if word in text] == []
    assert "Descone" in text
    assert "2 incidents of the last 30 days, or without a day, are withheld" in text


@pytest.mark.parametrize(
    ("text", "precision", "withheld"),
    [
        ("2024-12", "month", True),
        ("2024", "year", True),
        ("2024-11", "month", False),
        ("2023", "year", False),
    ],
)
def test_a_month_may_reach_into_the_days_that_are_withheld(page, text, precision, withheld):
    _, placed = page(f"date,district\n{text},Kalat\n", delay_days=20, today=date(2025, 1, 5))
    assert placed.incidents[s.REJECT_REASON].str.startswith(WITHHELD).item() is withheld


def test_fields_are_left_out_by_name(page):
    text, _ = page(OURS, drop=("description", "killed"))
    assert "Descone" not in text
    assert '"killed": "4"' not in text
    with pytest.raises(OptionError, match=r"no field 'motive' that could be left out. Fields: .*description"):
        page(OURS, drop=("motive",))


def test_rounded_coordinates_claim_less(page):
    _, placed = page(OURS, decimals=1)
    first = placed.incidents.iloc[0]
    assert (first[s.LONGITUDE], first[s.LATITUDE], first[s.GEO_PRECISION]) == (66.6, 29.0, "near")
    _, placed = page(OURS, decimals=0)
    assert not placed.incidents[s.POINT_USED].any()


def test_what_is_taken_out_leaves_the_table_as_it_was(page):
    _, placed = page(OURS)
    before = placed.incidents.copy()
    redact(placed.incidents, level="located", options=PublishOptions(drop=("description",), decimals=1))
    pd.testing.assert_frame_equal(placed.incidents, before)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"level": "all"}, "publish must be one of full"),
        ({"decimals": 9}, "decimals"),
        ({"delay_days": -1}, "number of days"),
    ],
)
def test_options_out_of_their_range_are_refused(wrong, said):
    with pytest.raises(OptionError, match=said):
        PublishOptions(**wrong)


def test_the_strictest_of_several_sources_decides():
    level, said = allowed_level([format_named("ucdp-ged"), format_named("gtd")], options=PublishOptions())
    assert level == "aggregate"
    assert "Terrorism" in said[0]
    assert allowed_level([format_named("ucdp-ged")], options=PublishOptions()) == ("full", ())
