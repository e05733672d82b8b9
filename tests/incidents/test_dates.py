"""A cell is a day only if it can mean one day; the precision says how well it is known."""

from datetime import date

import pytest

from incident_mapper.incidents.dates import DATE_CHECKS, read_date


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-03",
        "2025-11-3",
        "2025/11/03",
        "20251103",
        " 2025-11-03T04:00:00Z ",
        "2025-11-03 00:00:00.000",
        "20251103T040000Z",
        "20251103040000",
        "3 November 2025",
        "3rd Nov. 2025",
        "3rd of November, 2025",
        "3-Nov-2025",
        "3-Nov-25",
        "03NOV2025",
        "Nov 3, 25",
        "2025-Nov-03",
        "Monday, 3 November 2025",
        "3 November 2025 (Monday)",
        "3 November 2025, Monday",
        "November 3, 2025",
        "NOV 3 2025",
        "Monday-November 3-2025",
        "Monday-Nov-3-2025",
        "Monday-Nov 03-2025",
        "Monday Nov 3 2025 09:00:00 GMT+0500 (Pakistan Standard Time)",
        "Mon, 3 Nov 2025 10:00:00 +0500",
        "3 November 2025 8:30 pm",
        "3 November 2025 at 20:30",
        "3 November 2025, 2030 hrs",
        "morning of 3 November 2025",
        "early hours of 3 November 2025",
        "3 November 2025 (evening)",
        "2025-W45-1",
        "۳ نومبر ۲۰۲۵",
        "پیر، ۳ نومبر ۲۰۲۵ء",
        "بروز پیر 3 نومبر 2025",
        "٢٠٢٥-١١-٠٣",
    ],
)
def test_a_day_is_read_in_every_form_with_one_meaning(text):
    read = read_date(text)
    assert (read.day, read.end, read.precision) == (date(2025, 11, 3), None, "day")
    assert (read.note, read.check) == ("", "")


@pytest.mark.parametrize(
    ("urdu", "month"),
    [
        ("جنوری", 1), ("فروری", 2), ("مارچ", 3), ("اپریل", 4), ("مئی", 5), ("جون", 6), ("جولائی", 7), ("اگست", 8),
        ("ستمبر", 9), ("اکتوبر", 10), ("نومبر", 11), ("دسمبر", 12), ("مئي", 5), ("جولائي", 7),
    ],
)  # fmt: skip
def test_urdu_months_are_read_in_the_letters_of_either_keyboard(urdu, month):
    assert read_date(f"16 {urdu} 2025").day == date(2025, month, 16)


@pytest.mark.parametrize("text", ["Thursday-Nov 24-2016", "Thursday-Oct-22-2015", "جمعرات 22 اکتوبر 2015"])
def test_a_weekday_that_fits_is_no_matter(text):
    assert (read_date(text).precision, read_date(text).check) == ("day", "")


def test_a_weekday_that_does_not_fit_leaves_the_date_and_is_flagged():
    read = read_date("Thursday-November 24-2013")
    assert (read.day, read.precision, read.check) == (date(2013, 11, 24), "day", "weekday")
    assert (
        read.note == "24 November 2013 was a Sunday, not a Thursday; the nearest Thursday is 21 November 2013"
    )


def test_a_misspelt_weekday_is_still_compared_with_the_date():
    assert read_date("Thursay-Aug 27-2015").check == ""
    assert read_date("Thursay-Aug 28-2015").check == "weekday"


def test_a_misspelt_month_is_read_if_one_is_nearest_and_said():
    read = read_date("12 Novemebr 2014")
    assert (read.day, read.check) == (date(2014, 11, 12), "month_spelling")
    assert read.note == "'novemebr' is read as November"


@pytest.mark.parametrize("text", ["12 Juny 2014", "12 Mai 2014", "12 Foo 2014", "12 Noovemberr 2014"])
def test_a_misspelt_month_that_could_be_two_or_none_is_not_guessed(text):
    assert (read_date(text).day, read_date(text).check) == (None, "unreadable_date")


@pytest.mark.parametrize(("text", "day"), [("25/12/2024", 25), ("12/25/2024", 25), ("05.05.2024", 5)])
def test_day_and_month_are_told_apart_where_the_numbers_allow(text, day):
    assert read_date(text).day.day == day


def test_a_cell_that_could_be_two_days_is_neither():
    read = read_date("03/04/2024")
    assert (read.day, read.precision, read.check) == (None, "unknown", "ambiguous_date")
    assert "2024-04-03 or 2024-03-04" in read.note


@pytest.mark.parametrize("text", ["", " ", "NA", "n/a", "NaT", "-", "not stated", "Unknown"])
def test_no_date_is_unknown_without_a_note(text):
    read = read_date(text)
    assert (read.day, read.precision, read.note, read.check) == (None, "unknown", "", "")


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-30",
        "2025-13-01",
        "0001-01-01",
        "31 June 2025",
        "9999-12-31",
        "0000-00-00",
        "13/14/2024",
        "2024-W54",
    ],
)
def test_what_is_no_day_of_the_calendar_is_noted(text):
    read = read_date(text)
    assert (read.day, read.check) == (None, "unreadable_date")
    assert text in read.note


@pytest.mark.parametrize(
    "text",
    [
        "2025-13",
        "45000",
        "12 Foo 2025",
        "11-3-25",
        "Friday May 2024",
        "May 2024 20:30",
        "1¹ May 2024",
        "x" * 5000,
    ],
)
def test_what_cannot_be_read_is_noted_not_guessed(text):
    read = read_date(text)
    assert read.day is None
    assert read.note
    assert read.check in DATE_CHECKS
    assert len(read.note) < 200


@pytest.mark.parametrize(
    "text", ["yesterday", "Tuesday", "last week", "two days ago", "Friday night", "منگل"]
)
def test_a_day_counted_from_another_is_unknown_and_says_why(text):
    assert "counts from a day that the cell does not state" in read_date(text).note


@pytest.mark.parametrize(
    "text", ["night of Nov. 1", "1 November", "Nov 1", "May 16-25", "3-5 May", "Nov-25", "3/4"]
)
def test_a_date_without_its_year_is_unknown_and_says_so(text):
    assert read_date(text).day is None
    assert "has no year" in read_date(text).note


def test_text_around_a_date_is_not_read_but_the_date_is_suggested():
    read = read_date("Reported on 16 May 2025 by police")
    assert (read.day, read.check) == (None, "unreadable_date")
    assert "if 2025-05-16 is meant, write only that" in read.note


def test_several_dates_in_a_cell_are_listed_and_none_is_chosen():
    read = read_date("2002-07-29;2002-07-31")
    assert read.day is None
    assert "2002-07-29, 2002-07-31" in read.note
    assert "2002-07-29/2002-07-31" in read.note


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2024-03", date(2024, 3, 1), "month"),
        ("03/2024", date(2024, 3, 1), "month"),
        ("March 2024", date(2024, 3, 1), "month"),
        ("late March 2024", date(2024, 3, 1), "month"),
        ("mid-March 2024", date(2024, 3, 1), "month"),
        ("مارچ ۲۰۲۴", date(2024, 3, 1), "month"),
        ("2013-05-00", date(2013, 5, 1), "month"),
        ("20130500", date(2013, 5, 1), "month"),
        ("2024", date(2024, 1, 1), "year"),
        ("2024.0", date(2024, 1, 1), "year"),
        ("early 2024", date(2024, 1, 1), "year"),
        ("2013-00-00", date(2013, 1, 1), "year"),
        ("0/0/2013", date(2013, 1, 1), "year"),
        ("0/5/2013", date(2013, 1, 1), "year"),
    ],
)
def test_a_month_and_a_year_begin_on_their_first_day_and_say_so(text, day, precision):
    read = read_date(text)
    assert (read.day, read.end, read.precision) == (day, None, precision)


def test_a_day_without_its_month_is_only_a_year_and_noted():
    assert (read_date("2013-00-07").precision, bool(read_date("2013-00-07").note)) == ("year", True)


@pytest.mark.parametrize(
    ("text", "day", "end", "precision"),
    [
        ("3-5 May 2024", (5, 3), (5, 5), "day"),
        ("3\u20135 May 2024", (5, 3), (5, 5), "day"),
        ("from 3 to 5 May 2024", (5, 3), (5, 5), "day"),
        ("May 3-5, 2024", (5, 3), (5, 5), "day"),
        ("30 April - 2 May 2024", (4, 30), (5, 2), "day"),
        ("April 30 to May 2, 2024", (4, 30), (5, 2), "day"),
        ("2024-05-03/2024-05-05", (5, 3), (5, 5), "day"),
        ("3 May 2024 to 5 May 2024", (5, 3), (5, 5), "day"),
        ("13/05/2024 - 15/05/2024", (5, 13), (5, 15), "day"),
        ("March-May 2024", (3, 1), (5, 31), "month"),
        ("2024 Q1", (1, 1), (3, 31), "year"),
        ("Q4 2024", (10, 1), (12, 31), "year"),
        ("2024-W05", (1, 29), (2, 4), "week"),
        ("week of 5 May 2024", (5, 5), (5, 11), "week"),
        ("week ending 5 May 2024", (4, 29), (5, 5), "week"),
        ("first week of May 2024", (5, 1), (5, 7), "week"),
        ("last week of February 2024", (2, 23), (2, 29), "week"),
    ],
)
def test_a_span_has_its_last_day_and_the_coarsest_true_word(text, day, end, precision):
    read = read_date(text)
    assert (read.day, read.end, read.precision) == (date(2024, *day), date(2024, *end), precision)


def test_a_span_of_years_ends_with_the_last():
    read = read_date("2013-2014")
    assert (read.day, read.end, read.precision) == (date(2013, 1, 1), date(2014, 12, 31), "year")


def test_a_span_that_ends_before_it_begins_is_no_span():
    read = read_date("5-3 May 2024")
    assert read.day is None
    assert "ends before it begins" in read.note


@pytest.mark.parametrize("text", ["30 December - 2 January 2024", "December 30 to January 2, 2024"])
def test_a_short_span_over_new_year_begins_in_the_year_before_and_says_so(text):
    read = read_date(text)
    assert (read.day, read.end, read.precision) == (date(2023, 12, 30), date(2024, 1, 2), "day")
    assert "beginning on 30 December 2023" in read.note
    assert read_date("5 May - 3 April 2024").day is None


def test_a_week_told_by_both_its_ends_is_a_week():
    read = read_date("week of 5-11 May 2024")
    assert (read.day, read.end, read.precision) == (date(2024, 5, 5), date(2024, 5, 11), "week")
    assert read_date("week of 5-14 May 2024").day is None


def test_a_part_of_a_span_is_not_suggested():
    text = "Police said 5-11 May 2024 maybe"
    assert read_date(text).note == f"{text!r} is no date that could be read"


@pytest.mark.parametrize(
    "text",
    [
        "night of Nov. 1, 2025",
        "late night of 1 Nov 2025",
        "on the night of 1 November 2025",
        "night of Saturday, 1 November 2025",
        "the night of 1-2 November 2025",
        "night between 1 and 2 November 2025",
        "overnight 1 Nov 2025",
        "1 Nov 2025 (night)",
        "1 نومبر 2025 کی رات",
    ],
)
def test_a_night_ends_on_the_next_day(text):
    read = read_date(text)
    assert (read.day, read.end, read.precision) == (date(2025, 11, 1), date(2025, 11, 2), "night")


@pytest.mark.parametrize("text", ["night of 1-5 November 2025", "night of November 2025"])
def test_a_night_that_is_not_one_night_is_not_guessed(text):
    assert read_date(text).day is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-12-31T20:30:00Z", date(2025, 1, 1)),
        ("2024-12-31 20:30:00.000+00:00", date(2025, 1, 1)),
        ("31 December 2024 20:30 UTC", date(2025, 1, 1)),
        ("2025-01-01T02:00:00+09:00", date(2024, 12, 31)),
        ("2024-12-31T14:30:00-05:00", date(2025, 1, 1)),
        ("2024-12-31T19:10:00Z", date(2025, 1, 1)),
        ("2008-06-15T18:30:00Z", date(2008, 6, 16)),  # Pakistan kept summer time that year
    ],
)
def test_a_time_with_an_offset_is_the_day_in_pakistan_and_said(text, day):
    read = read_date(text)
    assert (read.day, read.check) == (day, "offset")
    assert "in Pakistan" in read.note


@pytest.mark.parametrize(
    "text",
    [
        "2024-12-31T18:59:00Z",
        "2024-12-31T13:30:00-05:00",
        "2024-12-31T20:30:00+05:00",
        "2024-12-31 23:30",
        "2024-12-31T20:30:00 PKT",
    ],
)
def test_a_time_that_leaves_the_day_as_it_is_needs_no_word(text):
    assert (read_date(text).day, read_date(text).note) == (date(2024, 12, 31), "")


def test_a_time_that_does_not_exist_is_noted_and_the_day_kept():
    read = read_date("2024-12-31 25:61")
    assert (read.day, read.check) == (date(2024, 12, 31), "hour")
    assert read_date("2024-12-31T24:00:00").day == date(2024, 12, 31)


def test_two_digits_of_a_year_are_noted_only_where_the_century_matters():
    assert (read_date("16-May-25").day, read_date("16-May-99").day) == (date(2025, 5, 16), date(1999, 5, 16))
    assert read_date("16-May-25").note == read_date("16-May-99").note == ""
    assert (read_date("16-May-49").day.year, read_date("16-May-50").day.year) == (2049, 1950)
    assert (read_date("16-May-47").day, read_date("16-May-47").check) == (date(2047, 5, 16), "century")


@pytest.mark.parametrize(
    ("text", "known"), [("1900-01-00", False), ("1900-01-01", True), ("1899-12-30", True)]
)
def test_the_first_days_of_spreadsheets_are_flagged(text, known):
    assert (read_date(text).day is not None, read_date(text).check) == (known, "placeholder")
