"""Totals per area as ranges: groups and overlaps count once, zero and unknown stay apart."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_country import SQUARES, placed_table

from incident_mapper.aggregate import COUNTRY, Total, aggregate, country_total
from incident_mapper.errors import SchemaError
from incident_mapper.incidents.relations import Relation, read_relations


def killed(rows: list[dict], level: str = "district", **options):
    return aggregate(placed_table(rows), metric="killed", level=level, **options)


def ends(total: Total) -> tuple:
    return (total.low, total.best, total.high)


def whole(rows: list[dict], metric: str = "killed", **options) -> Total:
    return country_total(placed_table(rows), metric=metric, **options)


# --- plain sums ---------------------------------------------------------------------------------------


def test_figures_of_an_area_add_up():
    rows = [
        {"adm2_code": "A", "killed": 4},
        {"adm2_code": "A", "killed": (1, 2, 5)},
        {"adm2_code": "B", "killed": 7},
    ]
    totals = killed(rows).totals
    assert ends(totals["A"]) == (5, 6, 9)
    assert ends(totals["B"]) == (7, 7, 7)
    assert set(totals) == {"A", "B"}
    assert ends(killed(rows, "province").totals["N"]) == (12, 13, 16)


def test_incidents_count_every_row_once():
    rows = [{"adm2_code": "A"}, {"adm2_code": "A", "group_id": "g"}, {"adm2_code": "B", "group_id": "g"}]
    totals = aggregate(placed_table(rows), metric="incidents", level="district").totals
    assert {code: ends(total) for code, total in totals.items()} == {"A": (2, 2, 2), "B": (1, 1, 1)}


def test_rows_abroad_and_rejected_rows_are_not_counted():
    rows = [
        {"adm2_code": "A", "killed": 4},
        {"killed": 9, "outcome": "foreign"},
        {"killed": 9, "outcome": "rejected"},
        {"killed": 1, "outcome": "unmatched"},
    ]
    assert ends(whole(rows)) == (5, 5, 5)
    assert whole(rows, "incidents").text == "2"


def test_nothing_at_all_is_zero():
    assert ends(whole([{"outcome": "foreign", "killed": 3}])) == (0, 0, 0)


# --- unknown is not zero -----------------------------------------------------------------------------


def test_no_report_is_absent_zero_is_zero_and_unknown_is_unknown():
    totals = killed([{"adm2_code": "A", "killed": 0}, {"adm2_code": "B"}]).totals
    assert ends(totals["A"]) == (0, 0, 0)
    assert ends(totals["B"]) == (None, None, None)
    assert (totals["B"].unknown, totals["B"].value, totals["B"].text) == (1, None, "not known")
    assert "C" not in totals


def test_an_unknown_beside_a_figure_is_counted_and_said():
    total = killed([{"adm2_code": "A", "killed": 4}, {"adm2_code": "A"}, {"adm2_code": "A"}]).totals["A"]
    assert ends(total) == (4, 4, 4)
    assert total.unknown == 2
    assert "2 reports give no figure" in total.why


def test_at_least_leaves_the_upper_end_open_and_says_why():
    total = killed([{"adm2_code": "A", "killed": (40, None, None)}, {"adm2_code": "A", "killed": 3}]).totals[
        "A"
    ]
    assert ends(total) == (43, None, None)
    assert total.text == "at least 43"
    assert any("at least" in why for why in total.why)


def test_an_upper_end_alone_leaves_the_value_unknown():
    total = killed([{"adm2_code": "A", "killed": (None, None, 5)}]).totals["A"]
    assert ends(total) == (None, None, 5)
    assert (total.value, total.text) == (None, "up to 5")


def test_a_range_from_zero_without_a_best_estimate_has_no_value():
    assert Total(0, None, 5).value is None
    assert Total(0, None, None).value is None
    assert Total(0, 0, 5).value == 0
    assert Total(0, 0, 0).value == 0
    assert Total(2, None, 5).value == 2


def test_the_victims_of_one_kind_alone():
    rows = [
        {"adm2_code": "A", "killed": 7, "killed_militants": 4, "killed_civilians": 3},
        {"adm2_code": "A", "killed": 2},
    ]
    assert ends(whole(rows, victims="militants")) == (4, 4, 4)
    assert ends(whole(rows, victims="civilians")) == (3, 3, 3)
    assert ends(whole(rows)) == (9, 9, 9)
    # That a report counts no civilians apart is not that it gives no figure.
    assert whole(rows, victims="militants").unknown == 0


# --- groups -----------------------------------------------------------------------------------------


def test_a_group_within_a_district_counts_once_there():
    rows = [{"adm2_code": "A", "killed": 9, "group_id": "g"}] * 3
    result = killed(rows)
    assert ends(result.totals["A"]) == (9, 9, 9)
    assert result.elsewhere is None


def test_a_group_across_districts_counts_once_in_their_province():
    rows = [
        {"adm2_code": "A", "killed": 9, "group_id": "g"},
        {"adm2_code": "B", "killed": 9, "group_id": "g"},
    ]
    result = killed(rows)
    assert ends(killed(rows, "province").totals["N"]) == (9, 9, 9)
    assert ends(result.elsewhere) == (9, 9, 9)
    for code in ("A", "B"):
        assert ends(result.totals[code]) == (None, None, None)
        assert result.totals[code].value is None
        assert result.notes[code] == ("part of 9 across 2 districts",)
        assert "part of 9 across 2 districts" in result.totals[code].why


def test_a_group_across_provinces_counts_once_in_the_country():
    rows = [
        {"adm2_code": "A", "killed": 9, "group_id": "g"},
        {"adm2_code": "C", "killed": 9, "group_id": "g"},
    ]
    by_province = killed(rows, "province")
    assert by_province.totals == {}
    assert ends(by_province.elsewhere) == (9, 9, 9)
    assert ends(whole(rows)) == (9, 9, 9)


def test_a_group_with_a_member_known_only_to_the_province_counts_there():
    rows = [
        {"adm2_code": "A", "killed": 9, "group_id": "g"},
        {"adm1_code": "N", "killed": 9, "group_id": "g"},
    ]
    assert ends(killed(rows, "province").totals["N"]) == (9, 9, 9)
    assert ends(killed(rows).elsewhere) == (9, 9, 9)


def test_a_district_s_own_figure_beside_a_shared_one_is_a_lower_end():
    rows = [
        {"adm2_code": "A", "killed": 4},
        {"adm2_code": "A", "killed": 9, "group_id": "g"},
        {"adm2_code": "B", "killed": 9, "group_id": "g"},
    ]
    total = killed(rows).totals["A"]
    assert ends(total) == (4, None, None)
    assert total.text == "at least 4"
    assert ends(whole(rows)) == (13, 13, 13)


def test_one_member_that_states_the_group_s_figure_speaks_for_all():
    rows = [{"adm2_code": "A", "group_id": "g"}, {"adm2_code": "A", "killed": 9, "group_id": "g"}]
    total = killed(rows).totals["A"]
    assert (ends(total), total.unknown) == ((9, 9, 9), 0)


def test_members_that_state_different_figures_make_a_range_and_say_so():
    rows = [
        {"adm2_code": "A", "killed": 9, "group_id": "g"},
        {"adm2_code": "A", "killed": 12, "group_id": "g"},
    ]
    for order in (rows, rows[::-1]):
        total = killed(order).totals["A"]
        assert ends(total) == (9, None, 12)
        assert "records of one group state different figures" in total.why


# --- provinces and districts ---------------------------------------------------------------------------


def test_what_is_known_only_to_a_province_is_in_no_district():
    rows = [{"adm1_code": "N", "killed": 7}, {"adm2_code": "A", "killed": 1}]
    result = killed(rows)
    assert {code: ends(total) for code, total in result.totals.items()} == {"A": (1, 1, 1)}
    assert ends(result.elsewhere) == (7, 7, 7)
    assert ends(killed(rows, "province").totals["N"]) == (8, 8, 8)


def test_what_is_known_only_to_the_country_is_elsewhere_at_both_levels():
    rows = [{"outcome": "country", "killed": 7}, {"outcome": "unmatched", "killed": 1}]
    assert ends(killed(rows).elsewhere) == (8, 8, 8)
    assert ends(killed(rows, "province").elsewhere) == (8, 8, 8)
    assert killed(rows, "country").elsewhere is None


# --- relations ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["part_of", "duplicate_of"])
def test_a_part_and_a_duplicate_count_once(kind):
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 4, "relations": f"{kind}:y"},
        {"id": "y", "adm1_code": "N", "killed": 9},
    ]
    figure = {"part_of": (9, 9, 9), "duplicate_of": (4, None, 9)}[kind]
    assert ends(whole(rows)) == figure
    assert whole(rows, "incidents").text == "1"
    result = killed(rows, "province")
    assert ends(result.totals["N"]) == figure
    assert len(result.notes["N"]) == 1
    assert "A" not in killed(rows).totals


@pytest.mark.parametrize("names", ["xyz", "zyx", "yxz", "xzy"])
def test_a_part_of_a_part_counts_once_whatever_the_order(names):
    first, second, third = names
    rows = [
        {"id": first, "adm2_code": "A", "killed": 1, "relations": f"part_of:{second}"},
        {"id": second, "adm2_code": "A", "killed": 2, "relations": f"part_of:{third}"},
        {"id": third, "adm2_code": "A", "killed": 5},
    ]
    assert ends(whole(rows)) == (5, 5, 5)


def test_two_duplicates_of_each_other_leave_one():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 4, "relations": "duplicate_of:y"},
        {"id": "y", "adm2_code": "A", "killed": 4, "relations": "duplicate_of:x"},
    ]
    assert ends(whole(rows)) == (4, 4, 4)
    assert whole(rows, "incidents").text == "1"


def test_of_two_duplicates_of_each_other_the_same_one_is_left_whatever_the_order():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 4, "relations": "duplicate_of:y"},
        {"id": "y", "adm2_code": "B", "killed": 5, "relations": "duplicate_of:x"},
    ]
    one, other = killed(rows), killed(rows[::-1])
    assert one.totals == other.totals
    assert len(one.totals) == 1


def test_a_record_that_is_its_own_duplicate_still_counts():
    assert ends(
        whole([{"id": "x", "adm2_code": "A", "killed": 4, "relations": "duplicate_of:x;part_of:x"}])
    ) == (4, 4, 4)


def test_a_relation_to_a_record_that_is_not_there_changes_nothing():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 4, "relations": "part_of:gone;may_include:gone;updates:gone"}
    ]
    total = whole(rows)
    assert (ends(total), total.why) == ((4, 4, 4), ())


def test_an_update_replaces_what_it_updates_and_says_so():
    rows = [
        {"id": "old", "adm2_code": "A", "killed": 4},
        {"id": "new", "adm2_code": "A", "killed": 6, "relations": "updates:old"},
    ]
    result = killed(rows)
    assert ends(result.totals["A"]) == (6, 6, 6)
    assert result.notes["A"] == ("replaces old",)
    assert whole(rows, "incidents").text == "1"


def test_an_update_of_an_update_leaves_the_last():
    rows = [
        {"id": "2", "adm2_code": "A", "killed": 6, "relations": "updates:1"},
        {"id": "3", "adm2_code": "A", "killed": 7, "relations": "updates:2"},
        {"id": "1", "adm2_code": "A", "killed": 4},
    ]
    assert ends(whole(rows)) == (7, 7, 7)


def test_what_may_include_another_makes_a_range_with_its_reason():
    rows = [
        {
            "id": "op",
            "adm1_code": "N",
            "killed": 145,
            "event_type": "Operation",
            "relations": "may_include:raid",
        },
        {"id": "raid", "adm2_code": "A", "killed": 92, "event_type": "Raid", "event_date": "2026-01-31"},
    ]
    total = whole(rows)
    assert ends(total) == (145, None, 237)
    assert total.why == (
        "the 145 of the operation may include the 92 of the raid of 31 January 2026: together 145–237",
    )
    # They are two incidents whether or not one's dead are among the other's.
    assert whole(rows, "incidents").text == "2"


def test_a_small_record_cannot_hold_a_larger_one():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 3, "relations": "may_include:y"},
        {"id": "y", "adm2_code": "A", "killed": 10},
    ]
    assert ends(whole(rows)) == (10, None, 13)


def test_what_may_be_another_is_doubtful_as_an_incident_too():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 3, "relations": "may_be:y", "event_type": "Wave"},
        {"id": "y", "adm2_code": "A", "killed": 10, "event_type": "Raid"},
    ]
    total = whole(rows, "incidents")
    assert ends(total) == (1, None, 2)
    assert total.why == ("the wave may be the same as the raid",)
    assert ends(whole(rows)) == (10, None, 13)


def test_what_may_be_several_of_a_group_is_one_incident_among_them_or_one_more():
    rows = [{"id": "wave", "adm1_code": "N", "relations": "may_be:g"}]
    rows += [{"id": name, "adm2_code": "A", "group_id": "g"} for name in "abc"]
    assert ends(whole(rows, "incidents")) == (3, None, 4)


def test_different_victims_add_up_even_where_the_events_may_be_one():
    rows = [
        {
            "id": "x",
            "adm2_code": "A",
            "killed": 48,
            "killed_civilians": 31,
            "killed_security": 17,
            "relations": "may_be:y",
        },
        {"id": "y", "adm2_code": "A", "killed": 92, "killed_militants": 92},
    ]
    total = whole(rows)
    assert (ends(total), total.why) == ((140, 140, 140), ())


def test_what_two_may_include_is_taken_off_once():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 10, "relations": "may_include:t"},
        {"id": "y", "adm2_code": "A", "killed": 100, "relations": "may_include:t"},
        {"id": "t", "adm2_code": "A", "killed": 50},
    ]
    assert ends(whole(rows)) == (110, None, 160)


@pytest.mark.parametrize("kind", ["may_include", "may_be"])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_circle_of_doubts_never_falls_below_its_largest(kind, count):
    rows = [
        {"id": f"i{n}", "adm2_code": "A", "killed": 10 * (n + 1), "relations": f"{kind}:i{(n + 1) % count}"}
        for n in range(count)
    ]
    total = whole(rows)
    assert total.low == 10 * count
    assert total.high == sum(10 * (n + 1) for n in range(count))


def test_a_doubt_about_a_record_elsewhere_makes_no_range_in_the_district():
    rows = [
        {"id": "op", "adm1_code": "N", "killed": 145, "relations": "may_include:raid"},
        {"id": "raid", "adm2_code": "A", "killed": 92},
    ]
    result = killed(rows)
    assert ends(result.totals["A"]) == (92, 92, 92)
    assert ends(result.elsewhere) == (145, 145, 145)


def test_relations_are_read_and_a_wrong_one_is_named():
    assert read_relations(" may_be : x ;;part_of:y") == (Relation("may_be", "x"), Relation("part_of", "y"))
    assert read_relations("") == ()
    for wrong in ("resembles:x", "part_of", "part_of:", ":x"):
        with pytest.raises(SchemaError, match=r"incident a: the relation .* is none of part_of, may_include"):
            read_relations(wrong, row="incident a")
    with pytest.raises(SchemaError, match="incident a"):
        whole([{"id": "a", "adm2_code": "A", "killed": 1, "relations": "resembles:x"}])


def test_a_table_without_the_needed_columns_is_refused():
    with pytest.raises(SchemaError, match="incidents lacks columns: adm2_code"):
        aggregate(
            placed_table([{"adm2_code": "A"}]).drop(columns="adm2_code"), metric="killed", level="district"
        )


# --- properties ---------------------------------------------------------------------------------------

figures = st.one_of(
    st.none(),
    st.integers(0, 50),
    st.tuples(st.integers(0, 20), st.none(), st.integers(20, 60)),
    st.tuples(st.integers(0, 20), st.none(), st.none()),
)
homes = st.sampled_from(
    [*({"adm2_code": code} for code in SQUARES), {"adm1_code": "N"}, {"adm1_code": "S"}, {}]
)


@st.composite
def tables(draw, *, doubts: bool, groups: bool = True):
    count = draw(st.integers(1, 8))
    rows = []
    for n in range(count):
        row = {"id": f"r{n}"} | draw(homes)
        told = draw(figures)
        if told is not None:
            row["killed"] = told
        if groups:
            row["group_id"] = draw(st.sampled_from(["", "", "g", "h"]))
        if doubts:
            kind = draw(st.sampled_from(["part_of", "may_include", "may_be", "duplicate_of", "updates"]))
            target = draw(st.sampled_from([f"r{m}" for m in range(count)] + ["g"]))
            row["relations"] = draw(st.sampled_from(["", "", f"{kind}:{target}"]))
        rows.append(row)
    return placed_table(rows)


def summed(parts: list, end: str):
    numbers = [getattr(total, end) for total in parts]
    return None if None in numbers else sum(numbers)


@settings(deadline=None, max_examples=25)
@given(
    tables(doubts=False, groups=False),
    st.sampled_from(["incidents", "killed"]),
    st.sampled_from(["district", "province"]),
)
def test_areas_and_elsewhere_equal_the_country_where_nothing_overlaps(table, metric, level):
    result, total = aggregate(table, metric=metric, level=level), country_total(table, metric=metric)
    parts = [*result.totals.values(), *([result.elsewhere] if result.elsewhere else [])]
    known = [part for part in parts if (part.low, part.high) != (None, None)]
    assert sum(part.unknown for part in parts) == total.unknown
    if known:
        assert summed(known, "low") == total.low
        assert summed(known, "high") == total.high
    else:
        assert ends(total) == (None, None, None)


@settings(deadline=None, max_examples=25)
@given(
    tables(doubts=True, groups=False),
    st.sampled_from(["incidents", "killed"]),
    st.sampled_from(["district", "province"]),
)
def test_upper_ends_add_up_and_lower_ends_never_fall_short(table, metric, level):
    result, total = aggregate(table, metric=metric, level=level), country_total(table, metric=metric)
    parts = [*result.totals.values(), *([result.elsewhere] if result.elsewhere else [])]
    known = [part for part in parts if (part.low, part.high) != (None, None)]
    if known:
        assert summed(known, "high") == total.high
        assert summed(known, "low") >= total.low


@settings(deadline=None, max_examples=25)
@given(tables(doubts=True), st.randoms(use_true_random=False), st.sampled_from(["incidents", "killed"]))
def test_the_order_of_the_rows_changes_nothing(table, random, metric):
    order = list(table.index)
    random.shuffle(order)
    for level in ("district", "province", "country"):
        one, other = (aggregate(frame, metric=metric, level=level) for frame in (table, table.loc[order]))
        assert dict(one.totals) == dict(other.totals)
        assert dict(one.notes) == dict(other.notes)
        assert one.elsewhere == other.elsewhere


@settings(deadline=None, max_examples=25)
@given(tables(doubts=True))
def test_ends_stand_in_order_and_doubt_always_says_why(table):
    for metric in ("incidents", "killed"):
        for level in ("district", "province", "country"):
            result = aggregate(table, metric=metric, level=level)
            for total in [*result.totals.values(), *([result.elsewhere] if result.elsewhere else [])]:
                if total.low is not None and total.high is not None:
                    assert total.low <= (total.low if total.best is None else total.best) <= total.high
                assert (total.low, total.high) != (None, None) or total.unknown
                if total.high is None:
                    assert total.why
        assert set(aggregate(table, metric=metric, level="country").totals) <= {COUNTRY}


@settings(deadline=None, max_examples=25)
@given(tables(doubts=True))
def test_the_input_is_left_alone(table):
    before = table.copy(deep=True)
    aggregate(table, metric="killed", level="district")
    pd.testing.assert_frame_equal(table, before)
