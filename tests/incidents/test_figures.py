"""A figure is a range or unknown; unknown is never zero."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incident_mapper.incidents.figures import FIGURE_CHECKS, Figure, read_figure

PARTS = (
    "4 15 1,234 five twenty-two dozens no none nil killed of to and between at least about ( ) + - ~ 2-5 days"
)
WORDS = st.lists(st.sampled_from(PARTS.split()), max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("4", Figure(4, 4, 4)),
        ("0", Figure(0, 0, 0)),
        (" 4.0 ", Figure(4, 4, 4)),
        ("1,234", Figure(1234, 1234, 1234)),
        ("۱۲", Figure(12, 12, 12)),
        ("15-20", Figure(15, None, 20)),
        ("15 – 20", Figure(15, None, 20)),
        ("15 to 20", Figure(15, None, 20)),
        ("15 TO 20", Figure(15, None, 20)),
        ("7-7", Figure(7, 7, 7)),
        ("40+", Figure(40)),
        ("at least 40", Figure(40)),
        (">=40", Figure(40)),
        ("\u226540", Figure(40)),
        (">40", Figure(41)),
        ("more than 40", Figure(41)),
        ("Over 40", Figure(41)),
        ("more than a dozen", Figure(13)),
        ("at least four", Figure(4)),
        ("40 or more", Figure(40)),
        ("1,23,456", Figure(123456, 123456, 123456)),
        ("۱٬۲۳۴", Figure(1234, 1234, 1234)),
        ("٤٫٠", Figure(4, 4, 4)),
        ("between 15 and 20", Figure(15, None, 20)),
        ("from 15 to 20", Figure(15, None, 20)),
        ("four to six", Figure(4, None, 6)),
        ("up to 5", Figure(high=5)),
        ("at most 5", Figure(high=5)),
        ("fewer than 5", Figure(high=4)),
        ("<5", Figure(high=4)),
        ("four", Figure(4, 4, 4)),
        ("Twenty-five", Figure(25, 25, 25)),
        ("seventeen", Figure(17, 17, 17)),
        ("a dozen", Figure(12, 12, 12)),
        ("3 (2-5)", Figure(2, 3, 5)),
        ("2-5 (3)", Figure(2, 3, 5)),
        ("5 killed", Figure(5, 5, 5)),
        ("4 militants", Figure(4, 4, 4)),
        ("two policemen", Figure(2, 2, 2)),
        ("15-20 suspected militants", Figure(15, None, 20)),
        ("40+ killed", Figure(40)),
        ("کم از کم ۴۰", Figure(40)),
    ],
)
def test_a_figure_is_read_as_the_range_it_states(text, figure):
    assert read_figure(text) == figure


@pytest.mark.parametrize(
    "text", ["", "  ", "NA", "n/a", "NaN", "-", ".", "unknown", "Not stated", "NULL", "?"]
)
def test_unknown_figures_are_not_zero(text):
    assert read_figure(text) == Figure()
    assert not read_figure(text).known


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("-9", "not_a_number"),
        ("-99", "not_a_number"),
        ("4.5", "not_a_number"),
        ("٣٫٥", "not_a_number"),
        ("1,23", "not_a_number"),
        ("4 or 5", "not_a_number"),
        ("+", "not_a_number"),
        ("40++", "not_a_number"),
        ("5?", "not_a_number"),
        ("5 and 3", "not_a_number"),
        ("5 killed, 3 injured", "not_a_number"),
        ("five killed, two injured", "not_a_number"),
        ("5 days", "not_a_number"),
        ("4 May", "not_a_number"),
        ("4 missing", "not_a_number"),
        ("2 dozen", "not_a_number"),
        ("5 سے کم", "not_a_number"),
        ("no. 5", "not_a_number"),
        ("fewer than 0", "not_a_number"),
        ("9" * 10, "too_large"),
        ("9" * 12, "too_large"),
        ("9" * 5000, "too_large"),
        ("20-15", "reversed"),
        ("7 (2-5)", "reversed"),
        ("https://example.org/a/4", "not_a_number"),
    ],
)
def test_what_is_no_figure_is_unknown_and_noted(text, check):
    figure = read_figure(text)
    assert not figure.known
    assert figure.best is None
    assert (figure.check, len(figure.note) < 200) == (check, True)
    assert figure.note


def test_an_address_or_a_mangled_range_is_named_for_what_it_is():
    assert "address of the web" in read_figure("https://example.org/a/4").note
    assert "the range 4-5" in read_figure("5-Apr").note
    assert "the range 4-5" in read_figure("Apr-05").note


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("dozens", 24),
        ("Dozens of people", 24),
        ("scores", 40),
        ("several", 2),
        ("a few", 2),
        ("hundreds", 200),
    ],
)
def test_vague_words_are_a_bound_and_say_so(text, low):
    figure = read_figure(text)
    assert (figure.low, figure.best, figure.high, figure.check) == (low, None, None, "vague")
    assert figure.note == f"{text!r} is read as at least {low}"


def test_many_is_unknown_and_noted():
    assert read_figure("many") == Figure(note="'many' does not say how many", check="vague")


@pytest.mark.parametrize(
    "text", ["about 5", "around five", "~5", "some 5", "approx. 5", "nearly 5 people", "5 (approx)"]
)
def test_about_a_number_has_no_ends(text):
    figure = read_figure(text)
    assert (figure.low, figure.best, figure.high, figure.check) == (None, 5, None, "approximate")
    assert figure.known
    assert figure.note


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "nil",
        "zero",
        "no",
        "none killed",
        "No casualties",
        "nobody hurt",
        "no deaths reported",
        "zero killed",
    ],
)
def test_zero_is_read_where_it_is_said(text):
    assert read_figure(text) == Figure(0, 0, 0)


@pytest.mark.parametrize(
    "text", ["none", "no information", "no data", "nil information", "no report", "not known", "no survivors"]
)
def test_what_does_not_plainly_say_zero_is_unknown(text):
    assert not read_figure(text).known


def test_zero_is_known():
    assert read_figure("0").known


@given(st.text() | st.text(alphabet="0123456789,.-+ to>=۱²½", max_size=12) | WORDS)
@example("٣" * 400)
@example("²")
def test_read_figure_never_fails_and_never_contradicts_itself(text):
    figure = read_figure(text)
    ends = [number for number in (figure.low, figure.best, figure.high) if number is not None]
    assert ends == sorted(ends)
    assert all(number >= 0 for number in ends)
    assert bool(figure.note) == bool(figure.check)
    assert not figure.check or figure.check in FIGURE_CHECKS
    assert figure.known or figure.note or figure == read_figure("")


@given(st.integers(0, 999_999_999))
def test_every_whole_number_is_read_as_itself(number):
    assert read_figure(str(number)) == read_figure(f"{number:,}") == Figure(number, number, number)


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_every_range_is_read_as_itself(one, other):
    low, high = sorted((one, other))
    best = low if low == high else None
    for text in (f"{low}-{high}", f"{low:,} to {high:,}", f"between {low} and {high}"):
        assert read_figure(text) == Figure(low, best, high)


@given(st.integers(0, 99_99_99_999))
def test_south_asian_grouping_is_read_as_the_same_number(number):
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    while head:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    expected = number if number < 10**9 else None
    assert read_figure(tail).best == expected
