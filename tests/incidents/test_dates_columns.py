"""What one cell leaves open, its column decides; where that leaves it open too, nobody does."""

from datetime import date

import pytest

from incident_mapper.errors import OptionError
from incident_mapper.incidents.dates import DateForm, date_evidence, read_date, survey_dates

EITHER = "03/04/2024"


@pytest.mark.parametrize(
    ("proof", "order", "day"),
    [("25/12/2024", "dmy", date(2024, 4, 3)), ("12/25/2024", "mdy", date(2024, 3, 4))],
)
def test_one_cell_that_can_only_be_read_one_way_decides_for_all(proof, order, day):
    form = survey_dates([EITHER, proof])
    assert form.order == order
    assert read_date(EITHER, form).day == day
    assert proof in form.said


def test_without_proof_nothing_is_decided():
    form = survey_dates([EITHER, "05/05/2024", "2024-03-04", "", "NA"])
    assert form.order == "unknown"
    assert "no cell decides" in form.said
    assert (read_date(EITHER, form).day, read_date(EITHER, form).check) == (None, "ambiguous_date")


def test_proof_of_both_orders_leaves_the_others_without_a_day():
    form = survey_dates([EITHER, "25/12/2024", "12/31/2024"])
    assert form.order == "mixed"
    assert "'25/12/2024'" in form.said
    assert "'12/31/2024'" in form.said
    assert read_date(EITHER, form).day is None
    assert "both orders" in read_date(EITHER, form).note
    assert read_date("25/12/2024", form).day == date(2024, 12, 25)


def test_the_order_that_the_user_states_wins_and_what_contradicts_it_is_flagged():
    form = survey_dates([EITHER, "25/12/2024"], order="mdy")
    assert read_date(EITHER, form).day == date(2024, 3, 4)
    read = read_date("25/12/2024", form)
    assert (read.day, read.check) == (date(2024, 12, 25), "ambiguous_date")
    assert "can only be day first" in read.note


def test_an_unknown_order_is_refused():
    with pytest.raises(OptionError, match=r"'ymd'.*'dmy' or 'mdy'"):
        survey_dates([EITHER], order="ymd")


def test_batches_add_up_to_the_whole_column():
    texts = [EITHER, "01/02/2023", "25/12/2024", "26/12/2024"]
    apart = date_evidence(texts[:2]) + date_evidence(texts[2:])
    assert apart == date_evidence(texts)
    assert apart.decide() == survey_dates(texts)
    assert date_evidence(texts[:2]).decide().order == "unknown"


@pytest.mark.parametrize(
    "text", ["Monday 25/12/2023", "25/12/2024 10:30", "13/05/2024 - 15/05/2024", "۲۵/۱۲/۲۰۲۴"]
)
def test_proof_is_seen_beside_times_and_weekdays(text):
    assert survey_dates([text]).order == "dmy"


@pytest.mark.parametrize(
    "text", ["2024-25-12", "10.25.12.2024", "31/02/2024", "25/12/0024", "2024/12/25", "25-12-03"]
)
def test_what_is_no_such_date_proves_nothing(text):
    assert survey_dates([text]).order == "unknown"


def test_two_digits_that_may_be_year_month_day_wait_for_their_column():
    assert read_date("25-11-03").check == "ambiguous_date"
    assert read_date("25-11-03", survey_dates(["25-11-03", "31-12-99"])).day == date(2003, 11, 25)
    assert read_date("25/11/03").day == date(2003, 11, 25)


def test_numbers_are_days_of_excel_only_if_all_their_column_are():
    form = survey_dates(["45292", "45293.75", ""])
    assert form.serials
    assert "days of Excel" in form.said
    assert read_date("45292", form).day == date(2024, 1, 1)
    assert read_date("45293.75", form).day == date(2024, 1, 2)
    assert not survey_dates(["45292", "16 May 2025"]).serials
    assert not survey_dates(["19999"]).serials
    assert not survey_dates([]).serials


def test_a_number_among_other_dates_is_flagged_with_the_day_it_may_be():
    read = read_date("45292")
    assert (read.day, read.check) == (None, "unreadable_date")
    assert "2024-01-01" in read.note


def test_the_ends_of_the_serials_are_those_of_excel():
    form = DateForm(serials=True)
    assert read_date("20000", form).day == date(1954, 10, 3)
    assert read_date("60000", form).day == date(2064, 4, 8)
