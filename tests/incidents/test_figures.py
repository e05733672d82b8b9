"""A figure is a range or unknown; unknown is never zero."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incident_mapper.incidents.figures import Figure, read_figure


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
    "text", ["dozens", "-9", "-99", "4.5", "1,23", "4 or 5", "9" * 12, "9" * 5000, "+", "40++", "20-15"]
)
def test_what_is_no_figure_is_unknown_and_noted(text):
    figure = read_figure(text)
    assert not figure.known
    assert figure.best is None
    assert figure.note


def test_zero_is_known():
    assert read_figure("0").known


@given(st.text() | st.text(alphabet="0123456789,.-+ to>=۱²½", max_size=12))
@example("٣" * 400)
@example("²")
def test_read_figure_never_fails_and_never_contradicts_itself(text):
    figure = read_figure(text)
    ends = [number for number in (figure.low, figure.best, figure.high) if number is not None]
    assert ends == sorted(ends)
    assert all(number >= 0 for number in ends)
    assert not (figure.known and figure.note)


@given(st.integers(0, 999_999_999))
def test_every_whole_number_is_read_as_itself(number):
    assert read_figure(str(number)) == read_figure(f"{number:,}") == Figure(number, number, number)
