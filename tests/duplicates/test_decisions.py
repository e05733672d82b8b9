"""The review table keeps what a person decides; applying it adds relations, merging makes one row of an event."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_country import placed_table

from incident_mapper import schema as s
from incident_mapper.aggregate import aggregate
from incident_mapper.duplicates import (
    DuplicateOptions,
    apply_decisions,
    find_decisions,
    find_duplicates,
    make_review,
    merge_incidents,
    read_review,
)
from incident_mapper.duplicates.identity import fingerprints
from incident_mapper.errors import SchemaError

EVERYTHING = DuplicateOptions(min_score=0)


def reports(**changes):
    """Give four reports of one day in Gamma; `changes` are by id."""
    rows = [
        {"id": name, "event_date": "2020-03-05", "adm2_code": "C", "killed": killed, "file": f"{name}.csv"}
        | changes.get(name, {})
        for name, killed in (("a", 4), ("b", (3, None, 6)), ("c", 5), ("d", None))
    ]
    return placed_table(rows)


def decided(tmp_path, table, *decisions, name="review.csv"):
    """Write the review table of some incidents with decisions of (one, decision, other), and read it again."""
    made = make_review(table, find_duplicates(table, options=EVERYTHING)).table
    for one, decision, other in decisions:
        forth = (made["id_a"] == one) & (made["id_b"] == other)
        back = (made["id_a"] == other) & (made["id_b"] == one)
        for old, new in (
            (c, c[:-1] + ("b" if c.endswith("a") else "a")) for c in list(made) if c.endswith(("_a", "_b"))
        ):
            made.loc[back, f"~{new}"] = made.loc[back, old]
        for column in [c for c in made if c.startswith("~")]:
            made.loc[back, column[1:]] = made.loc[back, column]
            del made[column]
        assert (forth | back).sum() == 1
        made.loc[forth | back, s.DECISION] = decision
    path = tmp_path / name
    made.to_csv(path, index=False)
    return read_review(path)


def relations_of(table):
    return {name: cell for name, cell in table[s.RELATIONS].items() if cell}


# --- the table ----------------------------------------------------------------------------------------


def test_a_review_shows_both_rows_side_by_side_with_an_empty_decision():
    table = reports(a={"source_outlet": "Dawn", "description": "A bomb"})
    made = make_review(table, find_duplicates(table, options=EVERYTHING)).table
    assert list(made) == list(s.REVIEW_COLUMNS)
    row = made[(made["id_a"] == "a") & (made["id_b"] == "b")].iloc[0]
    assert row[s.DECISION] == ""
    assert (row["killed_a"], row["killed_b"], row["source_a"], row["description_a"]) == (
        "4",
        "3–6",
        "Dawn",
        "A bomb",
    )
    assert "same day" in row[s.REASONS]


def test_decisions_are_kept_however_the_data_is_sorted_and_named(tmp_path):
    old = reports().rename(index={"a": "row-1", "b": "row-2", "c": "row-3", "d": "row-4"})
    review = decided(tmp_path, old, ("row-1", "same", "row-2"), ("row-3", "different", "row-4"))
    new = old.iloc[::-1].copy()
    new.index = pd.Index(["row-1", "row-2", "row-3", "row-4"], name=s.INCIDENT_ID)
    new[s.ROW] = [2, 3, 4, 5]
    again = make_review(new, find_duplicates(new, options=EVERYTHING), earlier=review)
    assert (again.new, again.kept, again.notes) == (0, 6, ())
    kept = again.table[again.table[s.DECISION] != ""]
    assert {(r[s.DECISION], frozenset((r["id_a"], r["id_b"]))) for r in kept.to_dict("records")} == {
        ("same", frozenset(("row-4", "row-3"))),
        ("different", frozenset(("row-2", "row-1"))),
    }


def test_a_decided_pair_that_changed_says_what_changed_and_keeps_saying_it(tmp_path):
    review = decided(tmp_path, reports(), ("a", "same", "b"))
    table = reports(a={"killed": 7})
    again = make_review(table, find_duplicates(table, options=EVERYTHING), earlier=review)
    assert len(again.notes) == 1
    assert "decided 'same': changed since, look at it again: a: killed 4 -> 7" in again.notes[0]
    path = tmp_path / "second.csv"
    again.table.to_csv(path, index=False)
    third = make_review(table, find_duplicates(table, options=EVERYTHING), earlier=read_review(path))
    assert "killed 4 -> 7" in third.table[third.table[s.DECISION] == "same"][s.NOTE].iloc[0]


def test_new_candidates_are_added_and_no_decision_is_dropped(tmp_path):
    three = reports().drop(index="d")
    review = decided(tmp_path, three, ("a", "same", "b"), ("a", "different", "c"))
    table = reports().drop(index="b")
    again = make_review(table, find_duplicates(table, options=EVERYTHING), earlier=review)
    assert again.new == 2  # a and d, c and d; the open pair of b and c is no question any more
    assert sorted(again.table[s.DECISION]) == ["", "", "different", "same"]
    assert "b no longer in the data: kept, and not applied" in again.notes[0]


def test_a_column_of_the_persons_own_stays(tmp_path):
    review = decided(tmp_path, reports(), ("a", "same", "b"))
    mine = type(review)(review.path, review.rows.assign(remark="by me"))
    again = make_review(reports(), find_duplicates(reports(), options=EVERYTHING), earlier=mine)
    assert set(again.table["remark"]) == {"by me"}


def test_a_fingerprint_is_of_what_is_said_and_not_of_where_it_stands():
    table = reports()
    moved = table.assign(
        **{s.FILE: "other.csv", s.ROW: 99, s.RELATIONS: "part_of:x", "killed_security_low": pd.NA}
    )
    assert fingerprints(table).equals(fingerprints(moved))
    assert not fingerprints(table).equals(fingerprints(reports(a={"place_text": "Omega"})))
    assert fingerprints(table).str.match(r"f[0-9a-f]{16}$").all()  # no spreadsheet takes it for a number


def test_rows_that_say_the_same_have_fingerprints_of_their_own():
    same = placed_table([{"id": f"row-{n}", "event_date": "2020-03-05", "adm2_code": "C"} for n in (1, 2, 3)])
    assert fingerprints(same).is_unique


@pytest.mark.parametrize("written", ["Part of", "part-of", " PART_OF "])
def test_a_decision_may_be_written_as_people_write(tmp_path, written):
    assert set(decided(tmp_path, reports(), ("a", written, "b")).rows[s.DECISION]) == {"", "part_of"}


def test_a_word_that_is_no_decision_is_named_with_its_row(tmp_path):
    with pytest.raises(SchemaError, match=r"review.csv, row 2: the decision 'yes' is none of same, updates"):
        decided(tmp_path, reports().iloc[:2], ("a", "yes", "b"))


def test_a_table_that_is_no_review_is_refused(tmp_path):
    path = tmp_path / "reports.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"reports\.csv is no review table: it lacks the columns decision"):
        read_review(path)


# --- applying -----------------------------------------------------------------------------------------


def test_decisions_become_relations_and_every_row_stays(tmp_path):
    review = decided(
        tmp_path,
        reports(),
        ("b", "updates", "a"),
        ("c", "part_of", "a"),
        ("d", "may_be", "c"),
        ("b", "different", "d"),
    )
    applied = apply_decisions(reports(), review)
    assert relations_of(applied) == {"b": "updates:a", "c": "part_of:a", "d": "may_be:c"}
    assert len(applied) == 4


def test_what_is_the_same_counts_once(tmp_path):
    review = decided(tmp_path, reports(), ("a", "same", "b"), ("b", "same", "c"))
    applied = apply_decisions(reports(), review)
    assert sorted(relations_of(applied).values()) == ["duplicate_of:c", "duplicate_of:c"]
    assert aggregate(reports(), metric="incidents", level="district").totals["C"].low == 4
    assert aggregate(applied, metric="incidents", level="district").totals["C"].low == 2


def test_relations_that_are_there_stay(tmp_path):
    table = reports(a={"relations": "may_include:g"})
    applied = apply_decisions(table, decided(tmp_path, table, ("a", "updates", "b")))
    assert applied.at["a", s.RELATIONS] == "may_include:g; updates:b"


def test_a_decision_about_rows_that_are_not_there_is_named_and_not_applied(tmp_path):
    review = decided(tmp_path, reports(), ("a", "same", "b"))
    left = reports().drop(index="b")
    assert relations_of(apply_decisions(left, review)) == {}
    assert "b not found in the data, so it was not applied" in find_decisions(left, review).notes[0]


@pytest.mark.parametrize(
    ("decisions", "message"),
    [
        (
            [("a", "same", "b"), ("b", "same", "c"), ("a", "different", "c")],
            r"row \d says that a is the same as b, row \d says that b is the same as c; but row \d says that a differs",
        ),
        ([("a", "same", "b"), ("b", "same", "c"), ("a", "part_of", "c")], "They cannot all be true"),
        ([("a", "updates", "b"), ("b", "updates", "c"), ("c", "updates", "a")], "They lead in a circle"),
    ],
)
def test_decisions_that_contradict_each_other_name_their_rows(tmp_path, decisions, message):
    review = decided(tmp_path, reports(), *decisions)
    with pytest.raises(SchemaError, match=message):
        apply_decisions(reports(), review)


def test_one_pair_decided_twice_in_two_ways_is_refused(tmp_path):
    review = decided(tmp_path, reports(), ("a", "same", "b"))
    twice = pd.concat([review.rows, review.rows.assign(**{s.DECISION: "different"})], ignore_index=True)
    with pytest.raises(SchemaError, match="Keep one of the two decisions"):
        apply_decisions(reports(), type(review)("review.csv", twice[twice["id_a"].isin(["a"])]))


any_decisions = st.lists(
    st.tuples(
        st.sampled_from([("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]),
        st.sampled_from(["same", "updates", "may_be", "part_of", "different"]),
    ),
    max_size=5,
    unique_by=lambda each: each[0],
)


@settings(max_examples=15, deadline=None)
@given(any_decisions, st.permutations("abcd"))
def test_applying_twice_or_to_shuffled_rows_changes_nothing_more(tmp_path_factory, decisions, order):
    table = reports()
    review = decided(
        tmp_path_factory.mktemp("r"), table, *((pair[0], word, pair[1]) for pair, word in decisions)
    )
    try:
        once = apply_decisions(table, review)
    except SchemaError:
        return  # they contradict each other
    pd.testing.assert_frame_equal(apply_decisions(once, review), once)
    pd.testing.assert_frame_equal(apply_decisions(table.loc[list(order)], review).loc[list("abcd")], once)
    merged = merge_incidents(table, review)
    ids = [
        name
        for cell, own in zip(merged[s.MERGED_IDS], merged.index, strict=True)
        for name in (cell or own).split("; ")
    ]
    assert sorted(ids) == list("abcd")  # every row is in exactly one event


# --- merging ------------------------------------------------------------------------------------------


def test_merging_widens_ranges_and_chooses_nothing(tmp_path):
    review = decided(tmp_path, reports(), ("a", "same", "b"), ("b", "same", "d"))
    merged = merge_incidents(reports(), review)
    assert len(merged) == 2
    event = merged[merged[s.MERGED_IDS] != ""].iloc[0]
    assert event[s.MERGED_IDS] == "a; b; d"
    assert (event["killed_low"], event["killed_high"]) == (3, 6)
    assert pd.isna(event["killed_best"])
    assert event[s.MERGED_DIFFERS] == "killed: 4 (a), 3–6 (b)"
    assert event[s.RELATIONS] == ""


def test_an_open_end_stays_open_and_what_all_say_stays_exact(tmp_path):
    table = reports(a={"killed": (4, 4, None), "injured": 2}, b={"killed": 6, "injured": 2})
    event = merge_incidents(table, decided(tmp_path, table, ("a", "same", "b"))).iloc[0]
    assert event["killed_low"] == 4
    assert pd.isna(event["killed_high"])
    assert (event["injured_low"], event["injured_best"], event["injured_high"]) == (2, 2, 2)


def test_an_update_stands_and_what_it_replaces_is_kept_beside_it(tmp_path):
    event = merge_incidents(reports(), decided(tmp_path, reports(), ("c", "updates", "a"))).loc["c"]
    assert event["killed_best"] == 5
    assert event[s.MERGED_DIFFERS] == "killed: 4 (a), 5 (c)"


def test_every_source_is_kept_once(tmp_path):
    listed = json.dumps([{"outlet": "Dawn", "url": "https://a.example"}, {"outlet": "AFP"}])
    table = reports(
        a={"sources": listed, "source_outlet": "Dawn"},
        b={"source_outlet": "AFP"},
        c={"source_outlet": "Geo", "source_date": "2020-03-06"},
    )
    event = merge_incidents(table, decided(tmp_path, table, ("a", "same", "b"), ("a", "same", "c"))).iloc[0]
    assert json.loads(event[s.SOURCES]) == [
        {"outlet": "Dawn", "url": "https://a.example"},
        {"outlet": "AFP"},
        {"outlet": "Geo", "date": "2020-03-06"},
    ]


def test_differing_texts_and_days_are_both_kept(tmp_path):
    table = reports(
        a={"description": "A bomb", "actor1": "Police", "place_text": "Omega"},
        b={
            "description": "Two bombs",
            "actor1": "police",
            "place_text": "Omega bazaar",
            "event_date": "2020-03-06",
        },
    )
    event = merge_incidents(table, decided(tmp_path, table, ("a", "same", "b"))).iloc[0]
    assert sorted(event[s.DESCRIPTION].split(" | ")) == ["A bomb", "Two bombs"]
    assert event[s.ACTOR1].casefold() == "police"
    assert (event[s.EVENT_DATE], event[s.EVENT_DATE_END]) == (
        pd.Timestamp("2020-03-05"),
        pd.Timestamp("2020-03-06"),
    )
    assert (
        "event_date: 2020-03-05 (a), 2020-03-06 (b); place_text: Omega (a), Omega bazaar (b)"
        in event[s.MERGED_DIFFERS]
    )


def test_relations_of_others_follow_the_merged_row(tmp_path):
    review = decided(tmp_path, reports(), ("a", "same", "c"), ("b", "part_of", "a"), ("d", "may_be", "c"))
    merged = merge_incidents(reports(), review)
    (event,) = merged.index[merged[s.MERGED_IDS] != ""]
    assert relations_of(merged) == {"b": f"part_of:{event}", "d": f"may_be:{event}"}


def test_without_decisions_every_row_stays_as_it_is(tmp_path):
    merged = merge_incidents(reports(), decided(tmp_path, reports()))
    pd.testing.assert_frame_equal(merged.drop(columns=[s.MERGED_IDS, s.MERGED_DIFFERS]), reports())
