"""A cell is a day only if it can mean one day; the precision says how well it is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_mapper import schema as s
from incident_mapper.incidents.dates import read_date


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-03",
        "2025-11-3",
        "2025/11/03",
        "20251103",
        " 2025-11-03T04:00:00Z ",
        "2025-11-03 00:00:00.000",
        "3 November 2025",
        "3rd Nov. 2025",
        "3-Nov-2025",
        "Monday, 3 November 2025",
        "November 3, 2025",
        "NOV 3 2025",
        "Monday-November 3-2025",
    ],
)
def test_a_day_is_read_in_every_form_with_one_meaning(text):
    read = read_date(text)
    assert (read.day, read.precision, read.note) == (date(2025, 11, 3), "day", "")


def test_the_form_of_the_suicide_attack_tables_is_read():
    assert read_date("Thursday-November 24-2013").day == date(2013, 11, 24)


@pytest.mark.parametrize(("text", "day"), [("25/12/2024", 25), ("12/25/2024", 25), ("05.05.2024", 5)])
def test_day_and_month_are_told_apart_where_the_numbers_allow(text, day):
    assert read_date(text).day.day == day


def test_a_cell_that_could_be_two_days_is_neither():
    read = read_date("03/04/2024")
    assert (read.day, read.precision) == (None, "unknown")
    assert "2024-04-03 or 2024-03-04" in read.note


@pytest.mark.parametrize("text", ["", " ", "NA", "n/a", "NaT", "-", "not stated", "Unknown"])
def test_no_date_is_unknown_without_a_note(text):
    read = read_date(text)
    assert (read.day, read.precision, read.note) == (None, "unknown", "")


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13-01", "0001-01-01", "31 June 2025", "9999-12-31"])
def test_what_is_no_day_of_the_calendar_is_noted(text):
    read = read_date(text)
    assert read.day is None
    assert text in read.note


@pytest.mark.parametrize("text", ["last week", "2025-13", "45000", "12 Foo 2025", "11-3-25"])
def test_what_cannot_be_read_is_noted_not_guessed(text):
    read = read_date(text)
    assert read.day is None
    assert read.note


def test_a_month_and_a_year_begin_on_their_first_day_and_say_so():
    assert (read_date("2024-03").day, read_date("2024-03").precision) == (date(2024, 3, 1), "month")
    assert (read_date("2024").day, read_date("2024.0").precision) == (date(2024, 1, 1), "year")


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_every_iso_day_is_read_as_itself(day):
    assert read_date(day.isoformat()).day == day
    assert read_date(day.strftime("%d %B ") + str(day.year)).day == day


@given(st.text() | st.from_regex(r"\A\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}\Z"))
def test_no_text_makes_reading_fail(text):
    read = read_date(text)
    assert read.precision in s.DATE_PRECISIONS
    assert (read.day is None) == (read.precision == "unknown")
