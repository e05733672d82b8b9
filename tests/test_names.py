"""Any spelling of a name becomes one match key."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incident_mapper.names import LEVEL_WORDS, compact, match_key, split_level

ZWNJ = "\u200c"


@given(st.text())
@example("ŉs")
@example("ΐ")
@example("ﷺ")
@example("Straße's's")
@example("\u0345ἀ")
def test_match_key_is_idempotent(name):
    assert match_key(match_key(name)) == match_key(name)


@given(st.text())
def test_match_key_is_words_with_one_space_between(name):
    key = match_key(name)
    assert key == " ".join(key.split())
    assert key == key.casefold()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("D.I. Khan", "D I Khan"),
        ("d.i.khan", "D.I. Khan"),
        ("Qila-Abdullah", "Qila Abdullah"),
        ("QUETTA", "quetta"),
        ("Quetta's", "Quetta"),
        ("QUETTA’S", "Quetta"),
        ("Kharlāchi", "Kharlachi"),
        ("Sho'ba", "Shoba"),
        ("  Kalat\u00a0\t", "Kalat"),
        ("Ｋａｌａｔ", "Kalat"),
    ],
)
def test_capitals_accents_dots_and_blanks_decide_nothing(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("پشین", "پشين"),  # Farsi and Arabic yeh
        ("کوئٹہ", "كوئٹه"),  # Farsi and Arabic kaf, goal and Arabic heh
        ("آواران", "اواران"),
        ("بلوچستان", "بلوچ" + ZWNJ + "ستان"),
        ("قلات", "قـلات"),  # with a stretching stroke
        ("مَستُونگ", "مستونگ"),  # with vowel marks
    ],
)
def test_keyboards_of_urdu_and_arabic_write_the_same_name(one, other):
    assert match_key(one) == match_key(other)


def test_different_letters_stay_different():
    assert len({match_key(name) for name in ("Kalat", "Kharan", "Kech", "Sibi", "Swabi", "قلات", "کیچ")}) == 7


def test_a_name_without_letters_has_an_empty_key():
    assert match_key(" -- . ") == ""


def test_spaces_in_a_name_do_not_count():
    assert compact(match_key("Musa Khel")) == compact(match_key("MusaKhel")) == "musakhel"


@pytest.mark.parametrize(
    ("name", "key", "level"),
    [
        ("Kalat District", "kalat", "district"),
        ("District Kalat", "kalat", "district"),
        ("Khyber Agency", "khyber", "district"),
        ("Karachi Division", "karachi", "division"),
        ("Punjab Province", "punjab", "province"),
        ("Tump tehsil", "tump", "tehsil"),
        ("Sub-Division Wana", "wana", "tehsil"),
        ("ضلع کیچ", match_key("کیچ"), "district"),
        ("کراچی ڈویژن", match_key("کراچی"), "division"),
        ("Kalat", "kalat", None),
    ],
)
def test_level_words_say_the_level_and_are_no_part_of_the_name(name, key, level):
    assert (split_level(name).key, split_level(name).level) == (key, level)


@pytest.mark.parametrize("word", LEVEL_WORDS)
def test_a_level_word_alone_states_no_level(word):
    assert split_level(word).level is None
    assert split_level(word).key == match_key(word)


def test_level_words_are_written_as_match_keys():
    assert [word for word in LEVEL_WORDS if match_key(word) != word] == []


@given(st.text())
def test_split_level_keeps_a_key(name):
    assert bool(split_level(name).key) == bool(match_key(name))
