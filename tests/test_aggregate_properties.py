"""What holds of totals whatever the table: nothing is lost, made up, counted twice or made surer than it is."""

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tiny_country import SQUARES, placed_table

from incident_mapper.aggregate import Total, aggregate, country_total

KINDS = ("part_of", "may_include", "may_be", "duplicate_of", "updates")
LEVELS = ("district", "division", "province", "country")
METRICS = ("incidents", "killed")
DIVISIONS = {"A": "V", "B": "V", "C": "W", "D": "X"}
TIMES = settings(deadline=None, max_examples=30)
FEW = settings(deadline=None, max_examples=12)  # each example totals everything several times

figures = st.one_of(
    st.none(),
    st.integers(0, 30),
    st.tuples(st.integers(0, 20), st.none(), st.integers(20, 60)),
    st.tuples(st.integers(0, 20), st.integers(20, 30), st.integers(30, 60)),
    st.tuples(st.integers(0, 20), st.none(), st.none()),
    st.tuples(st.none(), st.none(), st.integers(0, 20)),
)
plain_figures = st.one_of(st.none(), st.integers(0, 30))
homes = st.sampled_from(
    [
        *({"adm2_code": code, "division_code": DIVISIONS[code]} for code in SQUARES),
        {"adm1_code": "N", "division_code": "V"},
        {"adm1_code": "N"},
        {"adm1_code": "S"},
        {},
        {"adm1_code": "N", "outcome": "ambiguous"},
        {"outcome": "country"},
        {"outcome": "foreign"},
    ]
)


@st.composite
def reports(draw, *, kinds=KINDS, groups=True, most=8, stated=figures):
    """Draw rows of a table: with figures or none, in groups, related to each other, counting several incidents."""
    count = draw(st.integers(1, most))
    rows = []
    for n in range(count):
        row = {"id": f"r{n}", "division_code": "", "events": draw(st.sampled_from([None, None, 1, 0, 3]))}
        row |= draw(homes)
        row["event_type"] = draw(st.sampled_from(["", "Raid", "Wave"]))
        told = draw(stated)
        if told is not None:
            row["killed"] = told
        if groups:
            row["group_id"] = draw(st.sampled_from(["", "", "g", "h"]))
        if kinds:
            said = draw(st.lists(st.sampled_from(kinds), max_size=2))
            targets = [*(f"r{m}" for m in range(count)), "g", "gone"]
            row["relations"] = ";".join(f"{kind}:{draw(st.sampled_from(targets))}" for kind in said)
        rows.append(row)
    return rows


def table_of(rows):
    return placed_table(rows).astype({"events": "Int64"})


def tables(**options):
    return reports(**options).map(table_of)


def ends(total):
    return total.low, total.best, total.high


def parts_of(result):
    """Give the totals of all areas and of what is in none of them."""
    return [*result.totals.values(), *([result.elsewhere] if result.elsewhere else [])]


def gives(total):
    """Whether a total is known at all."""
    return (total.low, total.high) != (None, None)


def added(parts, end):
    """Add ends up; an end that one part leaves open stays open."""
    found = [getattr(part, end) for part in parts]
    return None if None in found else sum(found)


def same(one, other):
    assert dict(one.totals) == dict(other.totals)
    assert {k: sorted(v) for k, v in one.notes.items() if v} == {
        k: sorted(v) for k, v in other.notes.items() if v
    }
    assert one.elsewhere == other.elsewhere


def everything(table):
    return {(m, level): aggregate(table, metric=m, level=level) for m in METRICS for level in LEVELS}


def all_same(one, other):
    for key, result in everything(one).items():
        same(result, aggregate(other, metric=key[0], level=key[1]))


# --- the parts and the whole ------------------------------------------------------------------------------


@TIMES
@given(tables(kinds=(), groups=False), st.sampled_from(METRICS), st.sampled_from(LEVELS[:3]))
def test_areas_and_the_rest_equal_the_country_where_nothing_is_shared_or_overlaps(table, metric, level):
    parts, whole = parts_of(aggregate(table, metric=metric, level=level)), country_total(table, metric=metric)
    assert sum(part.unknown for part in parts) == whole.unknown
    counted = table[table["outcome"] != "foreign"]
    silent = counted[["killed_low", "killed_best", "killed_high"]].isna().all(axis=1)
    assert whole.unknown == (int(silent.sum()) if metric == "killed" else 0)
    known = [part for part in parts if gives(part)]
    if known:
        # An area of which only an upper end is known has no lower end to add; the country's counts what is known.
        lows = [part.low for part in known if part.low is not None]
        assert (sum(lows) if lows else None) == whole.low
        assert added(known, "best") == whole.best
        assert added(known, "high") == whole.high
    elif parts:
        assert ends(whole) == (None, None, None)


@TIMES
@given(tables(), st.sampled_from(METRICS), st.sampled_from(LEVELS[:3]))
def test_the_country_s_range_lies_within_what_the_areas_allow(table, metric, level):
    """The invariant where figures are shared and records overlap.

    Records that overlap across areas are counted in full in each, so the areas' lower ends come to the country's or
    more. A figure shared by several areas is in the rest, once; each of these areas says that its own upper end is open
    (and so does the sum). Otherwise the upper ends, which never take an overlap off, come to exactly the country's.
    """
    parts, whole = parts_of(aggregate(table, metric=metric, level=level)), country_total(table, metric=metric)
    known = [part for part in parts if gives(part)]
    assert bool(known) == gives(whole) or not parts
    if known:
        assert sum(part.low or 0 for part in known) >= (whole.low or 0)
        assert added(known, "high") in (None, whole.high)
    shared = any("part of" in why for part in parts for why in part.why)
    if known and not shared:
        assert added(known, "high") == whole.high


@TIMES
@given(tables(kinds=()), st.sampled_from(LEVELS[:3]))
def test_lower_ends_add_up_exactly_where_nothing_overlaps_though_figures_are_shared(table, level):
    parts, whole = (
        parts_of(aggregate(table, metric="killed", level=level)),
        country_total(table, metric="killed"),
    )
    assert sum(part.low or 0 for part in parts) == (whole.low or 0)


@TIMES
@given(tables(kinds=()))
def test_a_district_has_no_more_than_its_own_reports_and_the_groups_that_lie_wholly_in_it(table):
    result = aggregate(table, metric="killed", level="district")
    groups = table[table["group_id"] != ""].groupby("group_id")
    whole = {name for name, rows in groups if set(rows["adm2_code"]) == {rows["adm2_code"].iloc[0]}}
    for code, total in result.totals.items():
        rows = table[(table["adm2_code"] == code) & (table["outcome"] == "district")]
        own = rows[(rows["group_id"] == "") | rows["group_id"].isin(whole)]
        assert (total.low or 0) <= own["killed_low"].sum()
        if total.low is not None:
            assert own["killed_low"].notna().any()


@TIMES
@given(tables(), st.sampled_from(METRICS))
def test_a_wider_level_never_knows_less(table, metric):
    """What a district counts, its province counts too: less is in no area the wider the areas are."""
    rest = [aggregate(table, metric=metric, level=level).elsewhere for level in LEVELS]
    assert rest[-1] is None
    for finer, wider in ((rest[0], rest[2]), (rest[1], rest[2])):
        assert wider is None or finer is not None


# --- the same reports in another form ----------------------------------------------------------------------


@FEW
@given(tables(), st.randoms(use_true_random=False))
def test_shuffling_the_rows_changes_nothing(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    all_same(table, table.iloc[order])


@FEW
@given(tables(), st.data())
def test_splitting_the_table_and_putting_it_together_changes_nothing(table, data):
    at = data.draw(st.integers(0, len(table)))
    all_same(table, pd.concat([table.iloc[at:], table.iloc[:at]]))


@FEW
@given(tables(), st.data())
def test_repeating_rows_changes_nothing(table, data):
    again = data.draw(st.lists(st.integers(0, len(table) - 1), max_size=6))
    all_same(table, pd.concat([table, table.iloc[again]]))
    all_same(table, pd.concat([table, table]))


# --- more reports -------------------------------------------------------------------------------------------


def holds(wider, narrower):
    """Whether a range holds another; an end that is not known is open."""
    low = (wider.low or 0) <= (narrower.low or 0)
    high = wider.high is None or (narrower.high is not None and narrower.high <= wider.high)
    return low and high


@TIMES
@given(reports(), homes, figures, st.sampled_from(METRICS))
def test_one_more_plain_report_never_lowers_an_end_nor_narrows_a_range(rows, home, told, metric):
    assume(home.get("outcome") != "foreign")
    more = {"id": "new", "division_code": "", "events": None} | home
    if told is not None:
        more["killed"] = told
    for level in LEVELS:
        one = aggregate(table_of(rows), metric=metric, level=level)
        other = aggregate(table_of([*rows, more]), metric=metric, level=level)
        pairs = [(one.totals.get(code), other.totals[code]) for code in other.totals]
        assert set(one.totals) <= set(other.totals)
        for before, after in [*pairs, (one.elsewhere, other.elsewhere)]:
            if before is None or after is None:
                assert before is None
                continue
            assert (after.low or 0) >= (before.low or 0)
            assert after.unknown >= before.unknown
            if gives(before):
                assert after.high is None or after.high >= before.high
                if after.high is not None:
                    assert after.high - (after.low or 0) >= before.high - (before.low or 0)


@TIMES
@given(reports(kinds=("may_include", "may_be", "duplicate_of")), figures, st.data())
def test_one_more_duplicate_never_narrows_a_range(rows, told, data):
    """Of a report that stands in no group, gives a figure and is replaced by none.

    A duplicate of one of a group's records says something about a part of the group's figure, which may then be no
    less; a duplicate of a silent record gives the first figure there is; and a part that may now be smaller than it
    was may again fit into a whole that it had outgrown: these are reasons for a range to change, said beside it.
    """
    alone = [row for row in rows if not row.get("group_id") and "killed" in row]
    assume(alone)
    first = data.draw(st.sampled_from(alone))
    more = dict(first) | {"id": "new", "relations": f"duplicate_of:{first['id']}"}
    more.pop("killed")
    if told is not None:
        more["killed"] = told
    before, after = table_of(rows), table_of([*rows, more])
    for level in LEVELS:
        one, other = (aggregate(table, metric="killed", level=level) for table in (before, after))
        assert set(one.totals) == set(other.totals)
        for code, total in one.totals.items():
            assert holds(other.totals[code], total)
            if told is None:
                assert ends(other.totals[code]) == ends(total)
    # The same incident once more is no further incident, unless it stands for another number of them.
    one, other = (country_total(table, metric="incidents") for table in (before, after))
    assert holds(other, one)
    if len({row["events"] for row in rows}) == 1:
        assert ends(other) == ends(one)


# --- what a total says ---------------------------------------------------------------------------------------


@TIMES
@given(tables(), st.sampled_from(LEVELS))
def test_an_unknown_never_becomes_zero(table, level):
    """Where no row of an area states a figure, the area's total is not known, or only an open end of a shared one."""
    result = aggregate(table, metric="killed", level=level)
    column = {"district": "adm2_code", "division": "division_code", "province": "adm1_code"}.get(level)
    if column is None:
        return
    counted = table[~table["outcome"].isin(["foreign", "ambiguous", "country", "unmatched"])]
    for code, rows in counted.groupby(column):
        total = result.totals.get(code)
        if (
            total is not None
            and rows[["killed_low", "killed_high"]].isna().all(axis=None)
            and not related(table)
        ):
            assert total.value is None
            assert total.low != 0 or total.high != 0


def related(table):
    return (table["relations"] != "").any() or (table["group_id"] != "").any()


@FEW
@given(tables())
def test_ends_stand_in_order_and_every_range_that_widened_says_why(table):
    for (metric, _), result in everything(table).items():
        for total in parts_of(result):
            if total.low is not None and total.high is not None:
                assert total.low <= (total.low if total.best is None else total.best) <= total.high
            if not gives(total):
                assert total.unknown
                assert total.why
            if metric == "incidents" and total.low != total.high:
                assert total.why


@TIMES
@given(tables(), st.sampled_from(METRICS))
def test_every_report_is_counted_or_said_to_be_counted_elsewhere(table, metric):
    result = aggregate(table, metric=metric, level="district")
    counted = table[(table["outcome"] == "district") & (table["adm2_code"] != "")]
    for code in set(counted["adm2_code"]):
        assert code in result.totals or result.notes.get(code), code


# --- single cases that the above found ------------------------------------------------------------------------


def whole(rows, metric="killed"):
    return country_total(
        table_of([{"events": None, "division_code": ""} | row for row in rows]), metric=metric
    )


def test_of_two_that_may_hold_the_same_the_way_with_the_lowest_total_counts():
    rows = [
        {"id": "x", "killed": 10, "relations": "may_include:s;may_include:t"},
        {"id": "y", "killed": 9, "relations": "may_include:t"},
        {"id": "s", "killed": 10},
        {"id": "t", "killed": 10},
    ]
    assert ends(whole(rows)) == (20, None, 39)


@pytest.mark.parametrize("count", [12, 40])
def test_where_there_are_too_many_ways_the_lower_end_is_surely_low_enough(count):
    rows = [
        {"id": f"i{n}", "killed": 5, "relations": f"may_be:i{(n + 1) % count};may_be:i{(n + 2) % count}"}
        for n in range(count)
    ]
    assert ends(whole([*rows, {"id": "z", "killed": 7}])) == (12, None, 5 * count + 7)


def test_duplicates_that_differ_make_a_range_and_say_so():
    rows = [{"id": "x", "killed": 3}, {"id": "y", "killed": 5, "relations": "duplicate_of:x"}]
    assert whole(rows) == Total(3, None, 5, why=("two reports of one incident give 3 and 5",))
    rows.append({"id": "z", "killed": (4, None, None), "relations": "duplicate_of:y"})
    total = whole(rows)
    assert ends(total) == (3, None, None)
    assert total.why[0] == "three reports of one incident give 3, at least 4 and 5"


def test_a_duplicate_without_a_figure_changes_nothing_and_one_with_the_first_figure_gives_it():
    silent = {"id": "x", "relations": "duplicate_of:y"}
    assert whole([silent, {"id": "y", "killed": 5}]) == Total(5, 5, 5)
    assert whole([silent | {"killed": 5}, {"id": "y"}]) == Total(5, 5, 5)


def test_an_update_without_a_figure_does_not_take_the_older_one_back():
    rows = [{"id": "new", "relations": "updates:old"}, {"id": "old", "killed": 5}]
    assert whole(rows) == Total(5, 5, 5)
    assert whole([rows[0] | {"killed": 7}, rows[1]]) == Total(7, 7, 7)


def test_a_whole_is_no_less_than_its_parts_together():
    parts = [{"id": name, "killed": 4, "relations": "part_of:w"} for name in "xyz"]
    assert whole([*parts, {"id": "w", "killed": 20}]) == Total(20, 20, 20)
    less = whole([*parts, {"id": "w", "killed": (10, 15, 20)}])
    assert ends(less) == (12, 15, 20)
    assert less.why == ("the parts of the w come to 12, although it gives 15 (10\u201320) itself",)
    assert ends(whole([*parts, {"id": "w", "killed": 5}])) == (12, None, 12)
    assert ends(whole([*parts, {"id": "w"}])) == (12, None, None)
    assert whole([*parts, {"id": "w"}], "incidents") == Total(1, 1, 1)


def test_a_part_of_two_wholes_is_counted_in_one_and_the_two_may_overlap():
    rows = [{"id": "x", "killed": 4, "relations": "part_of:v;part_of:w"}]
    rows += [{"id": "v", "killed": 9}, {"id": "w", "killed": 7}]
    assert ends(whole(rows)) == (9, None, 16)
    assert ends(whole([rows[0], {"id": "v"}, {"id": "w"}])) == (4, None, None)


def test_a_duplicate_of_one_record_of_a_group_is_a_part_of_the_group_s_figure():
    group = [{"id": name, "killed": 9, "group_id": "g"} for name in "xy"]
    assert ends(whole([*group, {"id": "z", "killed": 4, "relations": "duplicate_of:x"}])) == (9, 9, 9)
    assert ends(whole([*group, {"id": "z", "killed": 4, "relations": "duplicate_of:g"}])) == (4, None, 9)
    assert whole([*group, {"id": "z", "killed": 4, "relations": "duplicate_of:x"}], "incidents").text == "2"


def test_an_overlap_with_what_is_counted_in_another_is_an_overlap_with_that():
    rows = [
        {"id": "op", "killed": 20, "relations": "may_include:x"},
        {"id": "x", "killed": 4, "relations": "part_of:w"},
        {"id": "w", "killed": 9},
    ]
    assert ends(whole(rows)) == (20, None, 29)


def test_a_row_may_stand_for_many_incidents_or_for_none():
    rows = [{"id": "x", "events": 40}, {"id": "y", "events": 0}, {"id": "z"}]
    assert ends(whole(rows, "incidents")) == (41, 41, 41)


def test_rows_of_one_id_that_differ_are_reports_of_one_incident():
    table = table_of(
        [
            {"id": "x", "adm2_code": "A", "killed": 3, "events": None},
            {"id": "x", "adm2_code": "A", "killed": 5, "events": None},
        ]
    )
    total = country_total(table, metric="killed")
    assert (ends(total), total.why) == ((3, None, 5), ("two reports of one incident give 3 and 5",))
    assert country_total(table, metric="incidents").text == "1"


@pytest.mark.parametrize("kind", ["part_of", "may_include", "duplicate_of", "updates"])
def test_a_chain_of_thousands_is_followed_to_its_end(kind):
    rows = [{"id": f"i{n}", "killed": 2, "relations": f"{kind}:i{n + 1}"} for n in range(3000)]
    total = whole([*rows, {"id": "i3000", "killed": 2}])
    assert total.low == 2
