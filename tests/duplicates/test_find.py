"""Which pairs are found, which are not, and what is said of them."""

import time
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_country import placed_table

from incident_mapper import schema as s
from incident_mapper.duplicates import DuplicateOptions, find_duplicates
from incident_mapper.duplicates.blocks import find_pairs, spans
from incident_mapper.errors import OptionError, SchemaError

EVERYTHING = DuplicateOptions(min_score=0)


def report(**cells):
    """Give a report of four killed in Omega on 5 March, with what is said otherwise."""
    usual = {
        "event_date": "2020-03-05", "adm2_code": "C", "place_text": "Omega", "killed": 4,
        "place_code": "T", "place_level": "town", "place_name": "Omega", "adm2_name": "Gamma",
    }  # fmt: skip
    return usual | cells


def pairs_of(*rows, options=DuplicateOptions()):
    return find_duplicates(placed_table(list(rows)), options=options).pairs


def score_of(*rows):
    found = pairs_of(*rows, options=EVERYTHING)
    assert len(found) == 1
    return found[s.SCORE].iloc[0]


def test_two_reports_of_one_event_are_found_and_the_reasons_are_in_words():
    (pair,) = pairs_of(report(id="a", file="x.csv"), report(id="b", file="y.csv")).to_dict("records")
    assert (pair[s.LEFT], pair[s.RIGHT]) == ("a", "b")
    assert pair[s.REASONS] == "same day, same town (Omega), both say 4 killed"


def test_what_is_empty_says_nothing_rather_than_nothing_in_common():
    bare = score_of(report(file="x.csv"), report(file="y.csv"))
    text = "A bomb went off beside a patrol"
    told = score_of(report(file="x.csv", description=text), report(file="y.csv"))
    differs = score_of(
        report(file="x.csv", description=text),
        report(file="y.csv", description="Water was cut in several streets for weeks"),
    )
    alike = score_of(report(file="x.csv", description=text), report(file="y.csv", description=text))
    assert differs < bare == told < alike


def test_the_more_is_known_to_differ_the_lower_the_score():
    same = score_of(report(), report())
    day_later = score_of(report(), report(event_date="2020-03-06"))
    two_later = score_of(report(), report(event_date="2020-03-07"))
    assert same > day_later > two_later
    figures = [score_of(report(), report(killed=killed)) for killed in (4, 5, 9, 40)]
    assert figures == sorted(figures, reverse=True)
    assert len(set(figures)) == len(figures)


def test_ranges_that_meet_agree():
    (pair,) = pairs_of(report(killed=(3, None, 6)), report(killed=5)).to_dict("records")
    assert "3–6 and 5 killed agree" in pair[s.REASONS]


def test_a_rare_figure_says_more_than_a_common_one():
    assert score_of(report(killed=37), report(killed=37)) > score_of(report(killed=1), report(killed=1))


def test_figures_that_contradict_each_other_are_no_candidates_without_text():
    assert pairs_of(report(killed=1), report(killed=30)).empty


def test_an_update_is_a_candidate_where_the_texts_agree():
    text = "Gunmen opened fire on a bus near the old bridge"
    rows = report(killed=2, description=text, file="x.csv"), report(killed=30, description=text, file="y.csv")
    found = pairs_of(*rows)
    assert "2 and 30 killed" in found[s.REASONS].iloc[0].partition("; but ")[2]


@pytest.mark.parametrize(("apart", "found"), [(2, True), (3, False)])
def test_reports_further_apart_than_the_window_are_not_compared(apart, found):
    later = str(date(2020, 3, 5) + timedelta(days=apart))
    assert pairs_of(report(), report(event_date=later), options=EVERYTHING).empty != found


def test_a_month_is_compared_over_its_whole_span_and_scores_lower():
    rows = report(event_date="2020-03-01", date_precision="month"), report(event_date="2020-03-28")
    assert 0 < score_of(*rows) <= 70
    assert pairs_of(
        report(event_date="2020-03-01"), report(event_date="2020-03-28"), options=EVERYTHING
    ).empty


def test_a_span_of_days_reaches_to_its_end():
    rows = [report(event_date_end=pd.Timestamp("2020-03-20")), report(event_date="2020-03-21")]
    assert len(pairs_of(*rows, options=EVERYTHING)) == 1


def test_another_district_is_not_compared_unless_the_points_are_near():
    away = {"adm2_code": "D", "place_code": "", "place_text": "Sigma", "adm2_name": "Delta"}
    assert pairs_of(report(), report(**away), options=EVERYTHING).empty
    near = [
        report(longitude=60.99, latitude=30.5, place_text="", place_code=""),
        report(longitude=61.01, latitude=30.5, **(away | {"place_text": ""})),
    ]
    (pair,) = pairs_of(*near, options=EVERYTHING).to_dict("records")
    assert "other district (Gamma, Delta)" in pair[s.REASONS]


def test_what_is_known_to_the_province_only_is_compared_within_it_at_a_lower_ceiling():
    wide = report(adm2_code="", adm1_code="S", place_text="South", place_code="", place_level="province")
    assert 0 < score_of(report(), wide) <= 70
    assert pairs_of(report(adm2_code="A", place_code=""), wide, options=EVERYTHING).empty


def test_two_ids_of_a_curated_dataset_are_less_likely_one_event_than_two_files():
    across = score_of(report(file="x.csv"), report(file="y.csv"))
    listed = score_of(report(id="1", file="x.csv"), report(id="2", file="x.csv"))
    curated = score_of(
        report(id="1", file="x.csv", dataset="ucdp-ged"), report(id="2", file="y.csv", dataset="ucdp-ged")
    )
    assert across > listed > curated


def test_two_editions_that_state_one_id_are_not_held_against_each_other():
    twice = score_of(
        report(id="1", file="x.csv", dataset="ucdp-ged"), report(id="1#2", file="y.csv", dataset="ucdp-ged")
    )
    assert twice == score_of(report(file="x.csv"), report(file="y.csv"))


def test_other_words_for_actors_say_nothing_across_files_and_something_within_one():
    mine, theirs = {"actor1": "Police"}, {"actor1": "Religious gathering"}
    across = score_of(report(file="x.csv", **mine), report(file="y.csv", **theirs))
    within = score_of(report(id="row-1", file="x.csv", **mine), report(id="row-2", file="x.csv", **theirs))
    assert across > within


@pytest.mark.parametrize("relation", ["duplicate_of:a", "updates:a", "part_of:a", "may_be:a"])
def test_related_rows_are_left_out(relation):
    assert pairs_of(report(id="a"), report(id="b", relations=relation), options=EVERYTHING).empty


def test_duplicates_of_one_third_row_are_left_out():
    rows = [
        report(id="a"),
        report(id="b", relations="duplicate_of:a"),
        report(id="c", relations="duplicate_of:a"),
    ]
    assert pairs_of(*rows, options=EVERYTHING).empty


def test_parts_of_one_whole_are_compared_with_others():
    rows = [report(id="a"), report(id="b", relations="part_of:a"), report(id="c")]
    found = pairs_of(*rows, options=EVERYTHING)
    assert {frozenset(pair) for pair in found[[s.LEFT, s.RIGHT]].to_numpy()} == {
        frozenset("ac"),
        frozenset("bc"),
    }


def test_members_of_one_group_are_left_out():
    assert pairs_of(report(group_id="g"), report(group_id="g"), options=EVERYTHING).empty


def test_what_cannot_be_compared_is_said():
    undated = report()
    del undated["event_date"]
    rows = [undated, report(place_text="", adm2_code="", place_code=""), report(events=12), report()]
    found = find_duplicates(placed_table(rows))
    assert found.notes == (
        "1 row is a count of several incidents, and was not compared",
        "1 row has no date, and was not compared",
        "1 row says no place, and was not compared",
    )


def test_a_crowd_is_capped_and_said():
    rows = [report(id=f"i{n}") for n in range(10)]
    found = find_duplicates(placed_table(rows), options=DuplicateOptions(most=3))
    assert found.compared == 3 * 7 + 2 + 1
    assert found.notes[0].startswith(
        "21 pairs were not compared, because more than 3 reports lie within 2 days"
    )
    assert "2020-03-05 in Gamma" in found.notes[0]


def test_the_input_stays_as_it_was_and_the_order_of_rows_does_not_matter():
    rows = [report(id=f"i{n}", killed=n % 3 + 1, event_date=f"2020-03-0{n % 4 + 1}") for n in range(8)]
    table = placed_table(rows)
    before = table.copy(deep=True)
    found = find_duplicates(table, options=EVERYTHING).pairs
    pd.testing.assert_frame_equal(table, before)
    turned = find_duplicates(table.iloc[::-1], options=EVERYTHING).pairs
    pd.testing.assert_frame_equal(found, turned)


def test_an_empty_table_has_no_pairs():
    assert find_duplicates(placed_table([report()]).iloc[:0]).pairs.empty


def test_wrong_options_and_repeated_ids_are_refused():
    for wrong in ({"days": -1}, {"min_score": 101}, {"most": 0}):
        with pytest.raises(OptionError):
            DuplicateOptions(**wrong)
    with pytest.raises(SchemaError, match="unique ids"):
        find_duplicates(placed_table([report(id="a"), report(id="a")]))


days = st.integers(0, 40).map(lambda n: str(date(2020, 2, 20) + timedelta(days=n)))
rows_of_any_kind = st.lists(
    st.builds(
        lambda day, long, precision, place: {
            "event_date": day,
            "event_date_end": pd.Timestamp(day) + pd.Timedelta(days=long),
            "date_precision": precision,
            **place,
        },
        days,
        st.sampled_from([0, 0, 1, 5]),
        st.sampled_from(["day", "night", "week", "month", "year"]),
        st.sampled_from([
            {"adm2_code": "A"}, {"adm2_code": "B"}, {"adm2_code": "", "adm1_code": "N"}, {"adm2_code": "C"},
            {"adm2_code": "", "adm1_code": "N", "division_code": "V"}, {"adm2_code": "A", "division_code": "V"},
            {"adm2_code": "", "place_text": "Nowhere"},
        ]),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rows_of_any_kind, st.integers(0, 4))
def test_blocks_find_what_comparing_all_with_all_finds(rows, window):
    table = placed_table([{"division_code": "", "place_text": ""} | row for row in rows]) if rows else None
    if table is None:
        return
    first, last = spans(table)

    def one_area(a, b):
        if a[s.ADM2_CODE] and b[s.ADM2_CODE]:
            return a[s.ADM2_CODE] == b[s.ADM2_CODE]
        if not a[s.ADM1_CODE] or not b[s.ADM1_CODE]:
            return not a[s.ADM1_CODE] and not b[s.ADM1_CODE]
        wide = [row for row in (a, b) if not row[s.ADM2_CODE]]
        if all(row[s.DIVISION_CODE] for row in wide):
            return a[s.DIVISION_CODE] == b[s.DIVISION_CODE]
        return a[s.ADM1_CODE] == b[s.ADM1_CODE]

    expected = {
        (i, j)
        for i in range(len(table))
        for j in range(i + 1, len(table))
        if max(first[i], first[j]) - min(last[i], last[j]) <= window
        and one_area(table.iloc[i], table.iloc[j])
    }
    found = find_pairs(table, options=DuplicateOptions(days=window))
    assert set(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected


def test_many_rows_take_seconds_and_not_hours():
    random = np.random.default_rng(5)
    few = placed_table([report(id=f"i{n}") for n in range(4)])
    many = few.iloc[random.integers(0, 4, 20_000)].copy()
    many.index = pd.Index([f"m{n}" for n in range(len(many))], name=s.INCIDENT_ID)
    many[s.EVENT_DATE] = pd.Timestamp("2000-01-01") + pd.to_timedelta(
        random.integers(0, 7000, len(many)), unit="D"
    )
    many["killed_high"] = many["killed_best"] = many["killed_low"] = random.integers(1, 60, len(many))
    began = time.perf_counter()
    found = find_duplicates(many.astype({"killed_high": "Int64"}))
    assert time.perf_counter() - began < 20  # all with all would be 200 million pairs
    assert 0 < found.compared < 400_000
