"""Panels: every area in every period, nothing guessed into a cell, the same however the rows come."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_aggregate_properties import KINDS, figures, reports, table_of
from tiny_country import PROVINCES, SQUARES

from incident_mapper import schema as s
from incident_mapper.aggregate import country_total
from incident_mapper.errors import OptionError, SchemaError
from incident_mapper.panel import PERIODS, PanelAccumulator, involved_ids, panel
from incident_mapper.panel.periods import first_day, last_day, number_of, period_name

AREAS = pd.DataFrame(
    {
        "adm1_code": [home for _, home, _ in SQUARES.values()],
        "adm1_name": [PROVINCES[home] for _, home, _ in SQUARES.values()],
        "division_code": ["V", "V", "W", "X"],
        "division_name": ["Upland", "Upland", "West", "East"],
        "adm2_code": list(SQUARES),
        "adm2_name": [name for name, _, _ in SQUARES.values()],
    },
    index=list(SQUARES),
)


def areas_of(level):
    if level == "district":
        return AREAS
    column = {"division": "division_code", "province": "adm1_code"}.get(level)
    return AREAS.drop_duplicates(column).set_index(column, drop=False) if column else None


def made(rows, by=("district", "month"), **options):
    level = next((word for word in by if word in ("district", "division", "province")), "country")
    filled = [{"division_code": "", "events": None} | row for row in rows]
    return panel(table_of(filled), by=by, areas=areas_of(level), **options)


def rows_of(result, **where):
    table = result.table
    for name, value in where.items():
        table = table[table[name] == value]
    return table


def figure(result, metric="killed", **where):
    (row,) = rows_of(result, **where).to_dict("records")
    return tuple(
        None if pd.isna(row[f"{metric}_{end}"]) else row[f"{metric}_{end}"] for end in ("low", "best", "high")
    )


# --- rows and columns -----------------------------------------------------------------------------------


def test_every_area_has_a_row_for_every_period_and_quiet_ones_are_zero():
    result = made(
        [
            {"adm2_code": "A", "killed": 4, "event_date": "2024-01-05"},
            {"adm2_code": "C", "event_date": "2024-03-31"},
        ]
    )
    assert list(result.table.columns[:9]) == [
        "adm1_code", "adm1_name", "division_code", "division_name", "adm2_code", "adm2_name",
        "period", "period_start", "period_end",
    ]  # fmt: skip
    assert len(result.table) == 4 * 3 == result.areas * result.periods
    assert figure(result, adm2_code="A", period="2024-01") == (4, 4, 4)
    assert figure(result, adm2_code="A", period="2024-02") == (0, 0, 0)
    assert figure(result, adm2_code="B", period="2024-02", metric="incidents") == (0, 0, 0)
    assert figure(result, adm2_code="C", period="2024-03") == (None, None, None)
    assert figure(result, adm2_code="C", period="2024-03", metric="incidents") == (1, 1, 1)
    row = rows_of(result, adm2_code="C", period="2024-03").iloc[0]
    assert (row["killed_unknown"], row["why"]) == (
        1,
        "killed: no report gives a figure; injured: no report gives a figure",
    )
    assert (row["period_start"], row["period_end"]) == (
        pd.Timestamp("2024-03-01"),
        pd.Timestamp("2024-03-31"),
    )
    assert (row["adm1_name"], row["division_name"], row["adm2_name"]) == ("South", "West", "Gamma")


def test_figures_are_whole_numbers_that_may_be_missing():
    table = made([{"adm2_code": "A", "killed": 4, "event_date": "2024-01-05"}]).table
    assert {str(table[f"killed_{end}"].dtype) for end in ("low", "best", "high")} == {"Int64"}


def test_what_is_known_only_to_a_province_or_to_none_has_rows_of_its_own():
    rows = [
        {"adm1_code": "N", "killed": 1, "event_date": "2024-01-05"},
        {"killed": 2, "event_date": "2024-01-06"},
        {"adm2_code": "A", "killed": 4, "event_date": "2024-01-06"},
        {"killed": 8, "event_date": "2024-01-06", "outcome": "foreign"},
    ]
    result = made(rows)
    assert figure(result, adm2_name="North, no one district") == (1, 1, 1)
    assert figure(result, adm2_name="not placed, or in several provinces") == (2, 2, 2)
    assert rows_of(result, adm2_name="North, no one district").iloc[0]["adm2_code"] == ""
    assert result.in_no_area == 2
    assert result.table["killed_low"].sum() == 7
    assert result.national["killed"].text == "7"


def test_codes_that_are_no_area_of_the_level_are_shown_all_the_same():
    result = made([{"adm2_code": "Z", "adm1_code": "N", "killed": 3, "event_date": "2024-01-05"}])
    assert figure(result, adm2_code="Z") == (3, 3, 3)


@pytest.mark.parametrize(
    ("told", "note"),
    [
        ({}, "date not known"),
        ({"event_date": "2009-01-01", "date_precision": "year"}, "dated only to the year 2009"),
        (
            {"event_date": "2009-01-30", "event_date_end": "2009-02-01"},
            "spans two months",
        ),
        (
            {"event_date": "2009-02-01", "date_precision": "week"},
            "known only to be between 2009-01-26 and 2009-02-01",
        ),
    ],
)
def test_a_date_that_is_no_one_month_is_never_guessed_into_one(told, note):
    result = made(
        [{"adm2_code": "A", "killed": 3} | told, {"adm2_code": "A", "killed": 1, "event_date": "2009-01-01"}]
    )
    assert rows_of(result, note=note)[["adm2_code", "period", "killed_low"]].to_numpy().tolist() == [
        ["A", "", 3]
    ]
    assert figure(result, adm2_code="A", period="2009-01") == (1, 1, 1)
    assert result.in_no_period == 1


def test_a_month_is_coarser_than_a_day_and_finer_than_a_year():
    rows = [{"adm2_code": "A", "killed": 3, "event_date": "2009-05-01", "date_precision": "month"}]
    assert rows_of(made(rows, by=("district", "day")), note="dated only to May 2009").shape[0] == 1
    assert figure(made(rows, by=("district", "year")), adm2_code="A", period="2009") == (3, 3, 3)
    assert figure(made(rows, by=("district", "quarter")), adm2_code="A", period="2009-Q2") == (3, 3, 3)


def test_a_span_within_a_period_and_a_night_are_in_it():
    rows = [
        {"adm2_code": "A", "killed": 3, "event_date": "2009-05-02", "event_date_end": "2009-05-30"},
        {"adm2_code": "A", "killed": 1, "event_date": "2009-05-31", "date_precision": "night"},
    ]
    assert figure(made(rows), adm2_code="A", period="2009-05") == (4, 4, 4)


# --- groups and relations across cells ----------------------------------------------------------------------


def test_a_figure_shared_by_districts_is_their_province_s_and_none_of_theirs():
    rows = [
        {"adm2_code": code, "killed": 9, "group_id": "g", "event_date": "2024-01-05"} for code in ("A", "B")
    ]
    result = made([*rows, {"adm2_code": "A", "killed": 4, "event_date": "2024-01-06"}])
    assert figure(result, adm2_name="North, no one district") == (9, 9, 9)
    assert figure(result, adm2_code="A") == (4, None, None)
    assert figure(result, adm2_code="B") == (None, None, None)
    assert rows_of(result, adm2_code="B").iloc[0]["note"] == "killed: part of 9 across 2 districts"
    assert figure(result, adm2_code="B", metric="incidents") == (1, 1, 1)


def test_a_silent_group_is_zero_in_none_of_its_cells():
    rows = [{"adm2_code": code, "group_id": "g", "event_date": "2024-01-05"} for code in ("A", "B")]
    result = made(rows)
    assert figure(result, adm2_code="A") == figure(result, adm2_code="B") == (None, None, None)
    assert figure(result, adm2_code="C") == (0, 0, 0)


def test_a_figure_shared_by_months_is_in_no_month():
    rows = [
        {"adm2_code": "A", "killed": 9, "group_id": "g", "event_date": f"2024-0{month}-05"}
        for month in (1, 2)
    ]
    result = made(rows)
    (lost,) = rows_of(result, period="").to_dict("records")
    assert (lost["adm2_code"], lost["killed_low"], lost["incidents_low"]) == ("A", 9, 0)
    assert lost["note"] == "the records of g lie in several months"
    assert figure(result, adm2_code="A", period="2024-02") == (None, None, None)
    assert figure(result, adm2_code="A", period="2024-02", metric="incidents") == (1, 1, 1)
    assert figure(made(rows, by=("district", "year")), adm2_code="A") == (9, 9, 9)


def test_an_overlap_across_months_is_no_range_within_one_but_one_of_the_country():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 9, "event_date": "2024-01-05", "relations": "may_include:y"},
        {"id": "y", "adm2_code": "A", "killed": 4, "event_date": "2024-02-05"},
    ]
    result = made(rows)
    assert figure(result, adm2_code="A", period="2024-01") == (9, 9, 9)
    assert figure(result, adm2_code="A", period="2024-02") == (4, 4, 4)
    assert result.national["killed"].text == "9–13"
    assert figure(made(rows, by=("district", "year")), adm2_code="A") == (9, None, 13)


def test_a_report_counted_in_another_cell_is_not_zero_in_its_own():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 9, "event_date": "2024-01-05", "relations": "duplicate_of:y"},
        {"id": "y", "adm2_code": "B", "killed": 9, "event_date": "2024-01-05"},
    ]
    result = made(rows)
    assert (
        figure(result, adm2_code="A")
        == figure(result, adm2_code="A", metric="incidents")
        == (None, None, None)
    )
    assert rows_of(result, adm2_code="A").iloc[0]["note"] == "a report is counted with the y"
    assert figure(result, adm2_code="B") == (9, 9, 9)


# --- periods --------------------------------------------------------------------------------------------------


@given(st.dates(date(1947, 1, 1), date(2199, 12, 31)), st.sampled_from(PERIODS))
def test_a_day_lies_between_the_first_and_last_day_of_its_period(day, period):
    number = int(number_of(np.datetime64(day), period))
    assert first_day(number, period) <= day <= last_day(number, period)
    assert last_day(number, period) < first_day(number + 1, period)
    assert period_name(number, period) < period_name(number + 1, period)


def test_periods_have_their_usual_names():
    names = {p: period_name(int(number_of(np.datetime64("2021-01-03"), p)), p) for p in PERIODS}
    assert names == {
        "year": "2021", "quarter": "2021-Q1", "month": "2021-01", "week": "2020-W53", "day": "2021-01-03",
    }  # fmt: skip


def test_start_and_end_say_which_periods_there_are_and_the_rest_is_not_lost():
    rows = [{"adm2_code": "A", "killed": n, "event_date": f"2024-0{n}-05"} for n in (1, 2, 3)]
    result = made(rows, start=date(2024, 2, 10), end=date(2024, 2, 20))
    assert set(result.table["period"]) == {"2024-02", ""}
    assert rows_of(result, period="").iloc[0]["note"] == "after 2024-02; before 2024-02"
    assert result.table["killed_low"].sum() == 6
    assert made(rows, start=date(2023, 12, 1)).periods == 4


@pytest.mark.parametrize("by", [("district",), ("month",), ("country",), ("province", "week")])
def test_area_alone_period_alone_and_the_country_alone_are_panels_too(by):
    result = made([{"adm2_code": "A", "killed": 4, "event_date": "2024-01-05"}], by=by)
    assert result.table["killed_low"].sum() == 4
    assert ("period" in result.table) == (by[-1] in PERIODS)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (["distict"], "by must be one of"),
        (["district", "province"], "by expects a level"),
        ([], "by expects a level"),
        (["month", "month"], "by expects a level"),
    ],
)
def test_a_wrong_by_is_refused(by, message):
    with pytest.raises(OptionError, match=message):
        made([{"adm2_code": "A"}], by=by)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(OptionError, match=r"would end \(2023-12\) before it starts \(2024-01\)"):
        made([{"adm2_code": "A"}], start=date(2024, 1, 1), end=date(2023, 12, 31))


def test_an_empty_table_is_a_panel_of_nothing():
    table = table_of([{"adm2_code": "A", "events": None, "division_code": ""}]).iloc[:0]
    assert panel(table, areas=AREAS).table.empty
    result = panel(table, areas=AREAS, start=date(2024, 1, 1), end=date(2024, 1, 1))
    assert result.table["incidents_high"].tolist() == [0, 0, 0, 0]
    assert result.national["killed"].text == "0"


# --- batches ----------------------------------------------------------------------------------------------------

days = st.sampled_from(
    [
        {},
        {"event_date": "2024-01-05"},
        {"event_date": "2024-01-30", "event_date_end": "2024-02-02"},
        {"event_date": "2024-02-05"},
        {"event_date": "2024-01-01", "date_precision": "year"},
        {"event_date": "2023-12-31", "date_precision": "night"},
    ]
)


@st.composite
def dated(draw, **options):
    return table_of([row | draw(days) for row in draw(reports(**options))])


@settings(deadline=None, max_examples=30)
@given(
    dated(), st.data(), st.sampled_from([("district", "month"), ("province", "week"), ("country", "year")])
)
def test_any_split_into_batches_gives_the_same_panel(table, data, by):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(table)), max_size=3)))
    whole = panel(table, by=by, areas=areas_of(by[0]))
    making = PanelAccumulator(by=by, areas=areas_of(by[0]), involved=involved_ids(table))
    for first, last in zip([0, *cuts], [*cuts, len(table)], strict=True):
        making.add(table.iloc[first:last])
    parts = making.finish()
    pd.testing.assert_frame_equal(parts.table, whole.table)
    assert parts.national == whole.national
    assert (parts.in_no_area, parts.in_no_period) == (whole.in_no_area, whole.in_no_period)


@settings(deadline=None, max_examples=30)
@given(
    dated(), st.sampled_from(["incidents", "killed"]), st.sampled_from(["district", "division", "province"])
)
def test_the_columns_add_up_to_the_country_s_total(table, metric, level):
    """The invariant: see the docstring of `panel`."""
    result = panel(table, by=(level, "month"), areas=areas_of(level))
    whole = country_total(table, metric=metric)
    assert result.national[metric] == whole
    low, high = result.table[f"{metric}_low"], result.table[f"{metric}_high"]
    assert low.sum() >= (whole.low or 0)
    if (table["relations"] == "").all():
        assert low.sum() == (whole.low or 0)
    shared = result.table["note"].str.contains("part of").any()
    known = result.table[low.notna() | high.notna()][f"{metric}_high"]
    if not shared and (whole.low, whole.high) != (None, None):
        assert known.isna().any() if whole.high is None else known.sum() == whole.high


@settings(deadline=None, max_examples=30)
@given(dated(kinds=(), groups=False, stated=figures), st.sampled_from(["district", "province"]))
def test_the_rows_of_a_period_add_up_to_the_country_s_of_that_period(table, level):
    by_area = panel(table, by=(level, "month"), areas=areas_of(level)).table
    country = panel(table, by=("month",)).table.set_index("period")
    for period, rows in by_area.groupby("period"):
        for metric in ("incidents", "killed"):
            for column in (f"{metric}_low", f"{metric}_unknown"):
                whole = country.loc[period, column]
                assert rows[column].sum() == (0 if pd.isna(whole) else whole)


def test_a_row_that_had_to_be_kept_and_was_not_is_never_counted_twice():
    table = table_of(
        [
            {"id": "x", "adm2_code": "A", "killed": 9, "events": None, "division_code": ""},
            {"id": "y", "adm2_code": "A", "killed": 9, "relations": "duplicate_of:x", "events": None},
        ]
    ).fillna({"division_code": ""})
    making = PanelAccumulator(by=("district",), areas=AREAS)
    making.add(table.iloc[:1])
    making.add(table.iloc[1:])
    with pytest.raises(SchemaError, match="Incident 'x' was summed in one batch"):
        making.finish()
    making = PanelAccumulator(by=("district",), areas=AREAS)
    making.add(table.iloc[:1])
    making.add(table.iloc[:1])
    with pytest.raises(SchemaError, match="1 ids came in several batches"):
        making.finish()


def test_the_panel_s_columns_are_those_of_the_schema():
    table = made([{"adm2_code": "A"}], metrics=["killed"]).table
    assert [c for c in table.columns if c.startswith("killed")] == [
        *(s.figure_column("killed", end) for end in ("low", "best", "high")), "killed_unknown",
    ]  # fmt: skip
    assert "incidents_low" not in table
    assert KINDS
