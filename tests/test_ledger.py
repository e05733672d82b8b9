"""Every row read is sorted into exactly one outcome, with its reason, so that the counts add up."""

import csv

import pandas as pd
import pytest

from incident_mapper import schema as s
from incident_mapper.export import write_table
from incident_mapper.ledger import FLAG_WORDS, OUTCOME_WORDS, REJECT_COLUMNS, is_placed
from incident_mapper.pipeline import PlaceOptions, place_incidents

HEADER = "id,event_date,adm1_name,place_text,country,longitude,latitude,geo_precision,killed"
# Outcome, flags, cells: one row for each outcome and flag, and some that have several.
MIXED = [
    ("district", "", "2024-01-05,,Kalat,,,,,4"),
    ("district", "conflict", "2024-01-05,,Kalat,,62.3,25.2,exact,4"),
    ("district", "near", "2024-01-05,,Gwadar,,62.3,25.03,exact,4"),
    ("district", "swapped", "2024-01-05,,Kalat,,29.0,66.6,exact,4"),
    ("district", "no_date", ",,Kalat,,,,,4"),
    ("district", "no_figures", "2024-01-05,,Kalat,,,,,"),
    ("district", "conflict|near|no_date|no_figures", ",,Kalat,,62.3,25.03,exact,"),
    ("province", "", "2024-01-05,Balochistan,,,,,,4"),
    ("province", "", "2024-01-05,Sindh,Karachi,,,,,4"),
    ("country", "", "2024-01-05,,Pakistan,,,,,4"),
    ("multi", "", "2024-01-05,,between Mastung and Kalat,,,,,4"),
    ("foreign", "", "2024-01-05,,Kandahar,Afghanistan,,,,4"),
    ("foreign", "", "2024-01-05,,,,69.2,34.5,exact,4"),
    ("ambiguous", "", "2024-01-05,,Khanpur,,,,,4"),
    ("unmatched", "no_date|no_figures", ",,Gazi Tir,,,,,"),
    ("rejected", "", "2024-01-05,,,,,,,4"),
    ("rejected", "", '2024-01-05,,Kalat,,,,,4,a cell too many'),
]  # fmt: skip


@pytest.fixture(scope="module")
def mixed_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "mixed.csv"
    lines = [f"r{number},{cells}" for number, (_, _, cells) in enumerate(MIXED, start=2)]
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def mixed(mixed_file):
    return place_incidents(mixed_file)


def test_every_row_has_the_one_outcome_that_fits_it(mixed):
    assert mixed.incidents["outcome"].tolist() == [outcome for outcome, _, _ in MIXED]


def test_every_row_has_the_flags_that_fit_it(mixed):
    raised = ["|".join(flag for flag in s.FLAGS if row[flag]) for row in mixed.incidents.to_dict("records")]
    assert raised == [flags for _, flags, _ in MIXED]


def test_all_outcomes_and_flags_occur_and_the_outcomes_add_up(mixed):
    ledger = mixed.ledger
    assert tuple(ledger.counts) == s.OUTCOMES
    assert tuple(ledger.flags) == s.FLAGS
    assert all(ledger.counts.values())
    assert all(ledger.flags.values())
    assert sum(ledger.counts.values()) == ledger.rows == len(MIXED)
    for outcome, count in ledger.counts.items():
        assert count == sum(outcome == told for told, _, _ in MIXED)
    for flag, count in ledger.flags.items():
        assert count == sum(flag in told.split("|") for _, told, _ in MIXED)


def test_placed_is_what_the_map_shows(mixed):
    placed = is_placed(mixed.incidents)
    shown = {"district", "province", "multi"}
    assert placed.tolist() == [outcome in shown for outcome, _, _ in MIXED]
    assert mixed.ledger.placed == placed.sum()
    assert len(mixed.ledger.unplaced) == len(MIXED) - mixed.ledger.placed


@pytest.mark.parametrize("outcome", ["country", "foreign", "ambiguous", "unmatched", "rejected"])
def test_a_row_with_no_sure_place_is_not_placed_although_its_province_is_known(outcome):
    table = pd.DataFrame({"outcome": [outcome, "province", "district"], "adm1_code": "PK-BA"})
    assert is_placed(table).tolist() == [False, True, True]


def test_several_districts_in_several_provinces_are_not_placed(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("place_text\nbetween Quetta and Lahore\nbetween Mastung and Kalat\n", encoding="utf-8")
    ledger = place_incidents(path).ledger
    assert (ledger.counts["multi"], ledger.placed) == (2, 1)
    assert ledger.unplaced["row"].tolist() == [2]


def test_as_dict_has_exactly_the_promised_keys(mixed):
    told = mixed.ledger.as_dict()
    assert list(told) == ["rows", "placed", *s.OUTCOMES, *s.FLAGS]
    assert all(type(value) is int for value in told.values())


def test_every_outcome_and_flag_has_words():
    assert set(OUTCOME_WORDS) == set(s.OUTCOMES)
    assert set(FLAG_WORDS) == set(s.FLAGS)


def test_the_list_names_row_text_and_reason_of_all_that_deserves_a_look(mixed):
    listed = mixed.ledger.listed.set_index("row")
    quiet = [n for n, (outcome, flags, _) in enumerate(MIXED, start=2)
             if outcome == "district" and flags in ("", "no_date", "no_figures")]  # fmt: skip
    assert sorted(listed.index) == [n for n in range(2, len(MIXED) + 2) if n not in quiet]
    assert (listed["reason"] != "").all()
    by_id = {name: row for row, name in zip(listed.index, listed["incident_id"], strict=True)}
    assert all(name == f"r{row}" for name, row in by_id.items())
    assert set(listed["file"]) == {"mixed.csv"}
    lost = listed[listed["outcome"] == "unmatched"].iloc[0]
    assert lost["place_text"] == "Gazi Tir"
    assert "Gazi Tir" in lost["reason"]
    conflict = listed.loc[3]
    assert "Kalat" in conflict["reason"]
    assert "Gwadar" in conflict["reason"]
    assert "km" in conflict["reason"]
    assert "km outside" in listed.loc[4, "reason"]
    assert "swapped" in listed.loc[5, "reason"]


def test_a_near_name_is_suggested(tmp_path):
    path = tmp_path / "near.csv"
    path.write_text("place_text\nKilla Zzaifulla\nBajoutrr\n", encoding="utf-8")
    ledger = place_incidents(path).ledger
    lost = ledger.listed[ledger.listed["outcome"] == "unmatched"]
    assert len(lost)
    assert (lost["suggestion"] != "").all()


def test_the_reject_table_filled_in_feeds_back_as_overrides(mixed, mixed_file, tmp_path):
    path = tmp_path / "rejects.csv"
    write_table(mixed.ledger.rejects(), path)
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == list(REJECT_COLUMNS)
    answers = {"Gazi Tir": "PK204", "Khanpur": "PK628"}
    for row in rows:
        row["code"] = answers.get(row["place_text"], "")
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, REJECT_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    answered = place_incidents(mixed_file, options=PlaceOptions(overrides=path))
    before, after = mixed.ledger, answered.ledger
    assert (after.counts["unmatched"], after.counts["ambiguous"]) == (0, 0)
    assert after.counts["district"] == before.counts["district"] + 2
    assert after.placed == before.placed + 2
    changed = answered.incidents[answered.incidents["place_text"].isin(list(answers))]
    assert set(changed["match_method"]) == {"override"}
    assert set(changed["adm2_code"]) == set(answers.values())
    others = ~answered.incidents["place_text"].isin(list(answers))
    assert (
        answered.incidents.loc[others, "outcome"].tolist() == mixed.incidents.loc[others, "outcome"].tolist()
    )


def test_an_untouched_reject_table_changes_nothing(mixed, mixed_file, tmp_path):
    path = write_table(mixed.ledger.rejects(), tmp_path / "rejects.csv")
    again = place_incidents(mixed_file, options=PlaceOptions(overrides=path))
    assert again.ledger.as_dict() == mixed.ledger.as_dict()


def test_several_files_are_counted_together_and_told_apart(mixed_file, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("place\nAtlantis\nKalat\n", encoding="utf-8")
    ledger = place_incidents(mixed_file, other).ledger
    assert ledger.rows == len(MIXED) + 2 == sum(ledger.counts.values())
    last = ledger.unplaced.iloc[-1]
    assert (last["file"], last["row"], last["place_text"]) == ("other.csv", 2, "Atlantis")


@pytest.mark.parametrize("column", ["place_text", "locality", "tehsil", "district", "province"])
def test_an_answer_reaches_the_row_whatever_column_its_text_stands_in(tmp_path, column):
    path = tmp_path / "rows.csv"
    path.write_text(f"{column},killed\nGazi Tir,4\n", encoding="utf-8")
    first = place_incidents(path)
    rejects = first.ledger.rejects().assign(code="PK204")
    assert rejects["place_text"].tolist() == ["Gazi Tir"]
    answered = place_incidents(path, options=PlaceOptions(overrides=write_table(rejects, tmp_path / "o.csv")))
    assert answered.incidents["adm2_code"].tolist() == ["PK204"]
