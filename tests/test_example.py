"""The embedded example says what two press reports say, fact by fact, and nothing else."""

import csv
import re

import pandas as pd
import pytest

from incident_mapper.aggregate import Total, aggregate, country_total
from incident_mapper.area_table import read_area_table
from incident_mapper.example import example_file
from incident_mapper.summary import summarise

KALAT = "kalat-2025-11-01"
RAIDS = ["kp-2025-11-03-a", "kp-2025-11-03-b"]
FIVE = {"Quetta": "PK226", "Mastung": "PK220", "Harnai": "PK206", "Gwadar": "PK205", "Pishin": "PK225"}
ASSAULTS = [f"{name.lower()}-2026-01-31" for name in FIVE]
OPERATION = "operation-2026-02-01"
WAVE = "wave-2026"


def ends(total: Total) -> tuple:
    return (total.low, total.high)


@pytest.fixture(scope="module")
def table(demo) -> pd.DataFrame:
    return demo.incidents


@pytest.fixture(scope="module")
def cells() -> list[dict]:
    """The example as it stands in its file."""
    with example_file("incidents.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def by_district(table):
    return aggregate(table, metric="killed", level="district")


def militants(table, *names) -> Total:
    chosen = table.loc[list(names)] if names else table
    return country_total(chosen, metric="killed", victims="militants")


def test_the_example_is_ten_records_all_placed(demo):
    assert demo.incidents.index.tolist() == [KALAT, *RAIDS, *ASSAULTS, OPERATION, WAVE]
    assert (demo.ledger.rows, demo.ledger.placed) == (10, 10)
    assert (demo.ledger.counts["district"], demo.ledger.counts["province"]) == (6, 4)


def test_kalat_four_killed_on_the_night_of_1_november_2025_claimed_by_ispr(table, by_district):
    row = table.loc[KALAT]
    assert (row["adm1_name"], row["adm2_name"]) == ("Balochistan", "Kalat")
    assert (str(row["event_date"].date()), row["date_precision"]) == ("2025-11-01", "night")
    assert row["event_type"] == "Intelligence-based operation"
    assert row["claimed_by"] == "ISPR"
    assert (row["killed_militants_low"], row["killed_militants_high"]) == (4, 4)
    assert by_district.totals["PK210"].text == "4"


def test_khyber_pakhtunkhwa_two_incidents_and_three_killed_in_the_two_together(table, by_district):
    rows = table.loc[RAIDS]
    assert set(rows["adm1_name"]) == {"Khyber Pakhtunkhwa"}
    assert set(rows["adm2_code"]) == {""}
    assert {str(day.date()) for day in rows["event_date"]} == {"2025-11-03"}
    assert rows["event_date"].iloc[0].day_name() == "Monday"
    killed = aggregate(table, metric="killed", level="province").totals["PK-KP"]
    assert (ends(killed), killed.text) == ((3, 3), "3")
    assert aggregate(table, metric="incidents", level="province").totals["PK-KP"].text == "2"
    assert not any(code.startswith(("PK1", "PK5")) for code in by_district.totals)


def test_the_five_assaults_are_in_their_districts_on_31_january_2026(table):
    rows = table.loc[ASSAULTS]
    assert rows["adm2_name"].tolist() == list(FIVE)
    assert rows["adm2_code"].tolist() == list(FIVE.values())
    assert {str(day.date()) for day in rows["event_date"]} == {"2026-01-31"}
    assert set(rows["claimed_by"]) == {"ISPR"}
    assert rows["description"].str.contains("three suicide bombers").all()
    assert rows["event_type"].str.contains("repelled").all()


def test_ninety_two_were_killed_in_the_five_together(table):
    assert ends(militants(table, *ASSAULTS)) == (92, 92)
    assert ends(country_total(table.loc[ASSAULTS], metric="incidents")) == (5, 5)


@pytest.mark.parametrize("district", FIVE)
def test_no_district_is_given_ninety_two_nor_a_fifth_of_it(by_district, district):
    total = by_district.totals[FIVE[district]]
    assert (total.low, total.best, total.high, total.value) == (None, None, None, None)
    assert total.text == "not known"
    assert by_district.notes[FIVE[district]] == ("part of 92 across 5 districts",)


def test_the_operation_killed_145_as_the_provincial_government_claims(table):
    row = table.loc[OPERATION]
    assert (row["adm1_name"], row["adm2_code"]) == ("Balochistan", "")
    assert (str(row["event_date"].date()), row["date_precision"]) == ("2026-02-01", "week")
    assert row["claimed_by"] == "Provincial government"
    assert "40" in row["event_type"]
    assert ends(militants(table, OPERATION)) == (145, 145)


@pytest.mark.parametrize(
    ("names", "low", "high"),
    [
        ([*ASSAULTS, OPERATION, WAVE], 145, 237),
        ([KALAT, *ASSAULTS, OPERATION, WAVE], 149, 241),
        ([KALAT, *RAIDS, *ASSAULTS, OPERATION, WAVE], 152, 244),
    ],
    ids=["the wave", "Balochistan", "in all"],
)
def test_militants_killed_are_a_range_that_says_why(table, names, low, high):
    total = militants(table, *names)
    assert ends(total) == (low, high)
    assert total.best is None
    (why,) = total.why
    assert re.search("145 .* may include the 92 ", why)


def test_balochistan_s_militants_by_province(table):
    totals = aggregate(table, metric="killed", level="province", victims="militants").totals
    assert ends(totals["PK-BA"]) == (149, 241)
    assert ends(totals["PK-KP"]) == (3, 3)


def test_the_wave_killed_31_civilians_and_17_officers_and_these_deaths_add(table):
    row = table.loc[WAVE]
    assert (row["killed_civilians_low"], row["killed_security_low"]) == (31, 17)
    assert pd.isna(row["killed_militants_low"])
    assert (row["adm1_name"], row["adm2_code"]) == ("Balochistan", "")
    for victims, count in (("civilians", 31), ("security", 17)):
        assert ends(country_total(table, metric="killed", victims=victims)) == (count, count)
    assert ends(country_total(table, metric="killed")) == (152 + 48, 244 + 48)


def test_the_incidents_are_nine_or_ten_and_say_why(table):
    total = country_total(table, metric="incidents")
    assert (ends(total), total.text) == ((9, 10), "9–10")
    (why,) = total.why
    assert "may be the same" in why


def test_every_upper_bound_says_why_it_is_one(table):
    for metric in ("incidents", "killed"):
        for level in ("district", "province", "country"):
            result = aggregate(table, metric=metric, level=level)
            for total in [*result.totals.values(), *([result.elsewhere] if result.elsewhere else [])]:
                if total.low != total.high:
                    assert total.why


def test_the_summary_says_it_in_three_figures(table):
    told = [(cell["value"], cell["label"]) for cell in summarise(table)]
    assert told == [
        ("9–10", "incidents"),
        ("152–244", "militants killed, as claimed"),
        ("48", "31 civilians, 17 officers killed, as claimed"),
    ]
    assert [cell["why"].split(",")[0] for cell in summarise(table)] == ["9–10", "152–244", ""]


@pytest.mark.parametrize(
    ("names", "inferred"),
    [([KALAT], "year"), (RAIDS, "day|year"), (ASSAULTS, "year"), ([OPERATION], "day|year"), ([WAVE], "")],
)
def test_what_was_inferred_is_marked(table, names, inferred):
    assert set(table.loc[names, "inferred"]) == {inferred}


def test_what_the_reports_do_not_date_has_no_date(table):
    assert pd.isna(table.loc[WAVE, "event_date"])
    assert table["event_date"].isna().sum() == 1


def test_no_outlet_date_or_link_is_invented(cells):
    assert len({row["source_title"] for row in cells}) == 2
    for row in cells:
        names_its_outlet = row["source_title"].startswith("Pakistan Says It Killed 145 Militants")
        assert row["source_outlet"] == ("China Daily Brief" if names_its_outlet else "not stated")
        assert row["source_date"] == "not stated"
        assert row["source_url"] == ""
    assert not any("http" in cell for row in cells for cell in row.values())


def test_nobody_is_said_to_be_injured_and_no_coordinate_is_given(cells, table):
    assert not [name for name in cells[0] if name.startswith(("injured", "lon", "lat"))]
    assert table.filter(regex="^injured").isna().all(axis=None)


def test_the_statistics_of_2025(gazetteer):
    path = example_file("province_statistics_2025.csv")
    table = read_area_table(path, area="area", value="incidents")
    assert table.values == {"PK-KP": 3811, "PK-BA": 1557}
    assert (table.whole, table.remainder) == (5397, 29)
    for value, figure in (("operations", 75_175), ("militants_killed", 2_597)):
        nationwide = read_area_table(path, area="area", value=value)
        assert nationwide.whole == figure
        assert set(nationwide.values.values()) == {None}
        assert nationwide.remainder is None
    with path.open(encoding="utf-8", newline="") as handle:
        assert {row["claimed_by"] for row in csv.DictReader(handle)} == {"Pakistan's military"}
