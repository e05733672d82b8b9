"""Dates that cannot be, figures that stand out, codes nobody knows, columns that never change."""

from datetime import date

import pandas as pd
import pytest
from checked_rows import village

from incident_mapper import schema as s


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 1, 2), {"future"}),
        (date(2026, 1, 1), set()),
        (date(1947, 8, 13), {"before_1947"}),
        (date(1947, 8, 14), set()),
    ],
)
def test_a_date_that_cannot_be_is_found(found, day, names):
    assert set(found([village(0, event_date=day)])) == names


def test_the_end_of_a_period_that_has_begun_may_lie_ahead(found):
    assert found([village(0, event_date=date(2026, 1, 1), event_date_end=date(2026, 1, 31))]) == {}


def test_an_end_before_the_beginning_is_found_with_both_days(check):
    report = check([village(0, event_date=date(2025, 3, 2), event_date_end=date(2025, 3, 1))])
    assert report.raised == ("end_before_start",)
    assert report.findings[s.MESSAGE].iloc[0] == "it ends on 1 March 2025, before it begins on 2 March 2025"


def test_a_lower_end_above_the_upper_is_found(found):
    assert found([village(0, killed=(9, None, 5))]) == {"out_of_order": ["v0"]}
    assert found([village(0, killed=(5, None, 9))]) == {}
    assert found([village(0, killed=(5, None, None))]) == {}


def many(figures):
    return [village(0, id=f"r{n}", place_text=f"Spot {n}", killed=k) for n, k in enumerate(figures)]


@pytest.mark.parametrize(
    ("figures", "ids"),
    [
        ([*range(12), 5000], ["r12"]),
        ([*range(12), 5000, 4000], ["r12", "r13"]),
        ([*range(12), 150], []),  # a bad day, not a slip
        ([*range(0, 600, 50), 900], []),
        ([*range(5), 5000], []),  # too few rows to tell
    ],
)
def test_a_figure_far_above_all_others_is_found(found, figures, ids):
    assert found(many(figures)).get("outlier", []) == ids


def test_a_code_that_the_gazetteer_does_not_know_is_found(found):
    assert found([village(0, adm2_given="PK9999", adm1_given="North", place_text="")])["unknown_code"] == [
        "v0"
    ]
    assert found([village(0)]) == {}


@pytest.mark.parametrize("code", ["PK210", "PK-BA", "PK-TA"])
def test_codes_of_today_and_of_units_that_are_gone_are_known(gazetteer, code):
    from incident_mapper.quality.values import value_findings

    rows = [{"adm2_given" if code == "PK210" else "adm1_given": code}]
    from tiny_country import incident_table

    table = incident_table(rows)
    assert value_findings(table, gazetteer=gazetteer, today=date(2026, 1, 1)).empty


def rows_of_a_day(count, **more):
    return [
        village(
            0, id=f"r{n}", place_text=f"Spot {n}", event_date=date(2025, 1, 1), killed=n, injured=n, **more
        )
        for n in range(count)
    ]


def test_a_column_with_one_value_in_all_rows_is_found_once(check):
    report = check(rows_of_a_day(12))
    (finding,) = report.of("constant_column").to_dict("records")
    assert pd.isna(finding[s.ROW])
    assert finding[s.MESSAGE] == "all 12 rows have the same event_date: 2025-01-01"
    assert report.count("constant_column") == 12


def test_a_short_file_may_be_about_one_day(found):
    assert found(rows_of_a_day(9)) == {}


def test_empty_columns_are_not_constant(check):
    rows = [row | {"event_date": date(2025, 1, 1 + n)} for n, row in enumerate(rows_of_a_day(12))]
    assert check(rows).raised == ()
