"""Text and data pass through JSON, HTML and two readings by Jinja unchanged."""

import html
import json
import math
import re

import jinja2
import pytest
from branca.element import Element
from hypothesis import example, given
from hypothesis import strategies as st

from incident_mapper.render._escape import html_text, json_script

# Surrogates included: a lone one comes from a file read with surrogateescape.
TEXT = st.text(st.characters(exclude_categories=()))
NASTY = st.lists(
    st.sampled_from(["{", "}", "%", "#", "<", "/", "!--", "`", "$", "\\", "\0", "\u2028", "a"])
).map("".join)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | NASTY,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT | NASTY, inner, max_size=4),
    max_leaves=12,
)


def through_jinja(text: str, times: int) -> str:
    for _ in range(times):
        text = jinja2.Template(text).render()
    return text


@given(VALUES)
@example({"{{": ["{%", "{#", "{{{", "</script>", "<!--", "\ud800", "\u2028"]})
def test_json_comes_back_equal_after_two_templates(value):
    text = json_script(value)
    assert json.loads(text) == value
    assert through_jinja(text, 1) == text
    assert through_jinja(text, 2) == text


@given(VALUES | NASTY)
def test_json_holds_no_opening_of_anything(value):
    text = json_script(value)
    assert not re.search(r"[<>&\u2028\u2029\ud800-\udfff]|\{[{%#]", text)
    text.encode("utf-8")


@pytest.mark.parametrize("value", [math.nan, math.inf, {"killed": [1, math.nan]}])
def test_unknown_figures_must_be_none(value):
    with pytest.raises(ValueError, match="Use None for what is not known"):
        json_script(value)


@given(TEXT | NASTY)
def test_html_text_shows_the_text_after_two_templates(value):
    text = html_text(value)
    expected = re.sub("[\0\ud800-\udfff]", "\ufffd", value)
    assert html.unescape(text) == expected
    assert not re.search(r"[<>\"'{`\\$]", text)
    # Jinja itself turns \r\n into \n and drops one newline at the very end; both are white space in HTML.
    assert through_jinja(text + ".", 2).split() == (text + ".").split()


def test_html_text_takes_what_a_cell_may_hold():
    assert html_text(None) == ""
    assert html_text(4) == "4"


def test_branca_computes_what_is_not_escaped():
    """The hole that these functions close; when this fails, branca has closed it itself."""
    assert Element("{{ 7*7 }}").render() == "49"
