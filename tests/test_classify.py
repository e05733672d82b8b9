"""Class breaks, labels and colours are the same for every output; zero and unknown are classes of their own."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_mapper.classify import SCHEMES, classify
from incident_mapper.errors import OptionError

values = st.lists(st.one_of(st.none(), st.integers(0, 3000), st.just(math.nan)), max_size=60)


def test_zero_and_unknown_are_classes_of_their_own_and_move_no_break():
    bare = classify(range(1, 101))
    padded = classify([*range(1, 101), *[0] * 500, *[None] * 500, math.nan])
    assert padded == bare
    assert (bare.index_of(0), bare.index_of(None), bare.index_of(math.nan)) == ("zero", "unknown", "unknown")


def test_few_distinct_values_get_a_class_each():
    classes = classify([4, 1, 4, 9, 0, None])
    assert classes.labels == ("1", "4", "9")
    assert [classes.index_of(value) for value in (1, 4, 9)] == [0, 1, 2]


def test_edges_are_right_closed():
    classes = classify(range(1, 101))
    assert classes.edges == (20, 40, 60, 80, 100)
    assert [classes.index_of(v) for v in (1, 20, 21, 100)] == [0, 0, 1, 4]


def test_a_value_above_the_last_edge_is_in_the_last_class():
    assert classify([1, 2, 3]).index_of(99) == 2


def test_one_value_takes_a_middle_tone():
    classes = classify([7, 7, 7])
    assert (classes.edges, classes.labels) == ((7,), ("7",))
    assert classes.colours[0] not in (classify([1, 2]).colours[0], "#fffefb")


@pytest.mark.parametrize("empty", [[], [0, 0], [None], [math.nan, 0]])
def test_nothing_to_colour_gives_no_classes(empty):
    classes = classify(empty)
    assert (classes.edges, classes.labels, classes.colours) == ((), (), ())
    assert classes.index_of(0) == "zero"


def test_labels_of_whole_numbers_leave_no_gap_and_no_overlap():
    assert classify([1, 1, 2, 3, 5, 8, 13, 21, 1234], k=3).labels == ("1–2", "3–9", "10–1,234")


def test_fractions_keep_their_breaks():
    classes = classify([0.25, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5], k=3)
    assert classes.edges[-1] == 5.5
    assert classes.labels[0].startswith("0.25")


@pytest.mark.parametrize("k", range(1, 8))
def test_at_most_so_many_classes_each_with_a_colour_of_its_own(k):
    classes = classify(range(1, 200), k=k)
    assert len(classes.edges) == len(classes.labels) == len(classes.colours) == k
    assert len(set(classes.colours)) == k


@pytest.mark.parametrize("scheme", SCHEMES)
@settings(deadline=None, max_examples=15)
@given(numbers=values, k=st.integers(1, 7))
def test_every_value_is_in_one_class_that_its_edges_hold(scheme, numbers, k):
    classes = classify(numbers, scheme=scheme, k=k)
    known = [v for v in numbers if v is not None and not math.isnan(v) and v > 0]
    assert list(classes.edges) == sorted(set(classes.edges))
    assert len(classes.edges) == len(classes.labels) == len(classes.colours)
    assert len(set(classes.labels)) == len(classes.labels)
    if known:
        assert classes.edges[-1] == max(known)
    for value in known:
        at = classes.index_of(value)
        assert value <= classes.edges[at]
        assert at == 0 or value > classes.edges[at - 1]
    # No class is empty: a legend explains only what is on the map.
    assert {classes.index_of(value) for value in known} == set(range(len(classes.edges)))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_same_values_give_the_same_classes_whatever_the_state_of_chance(scheme):
    numbers = [n * n % 977 + 1 for n in range(300)]
    made = set()
    for seed in range(4):
        np.random.seed(seed)  # noqa: NPY002 - the state that a library may draw from
        made.add(classify(numbers, scheme=scheme))
    assert len(made) == 1


def test_an_unknown_scheme_and_too_many_classes_are_refused():
    with pytest.raises(OptionError, match=r"scheme must be one of quantiles.*instead got 'pretty'"):
        classify([1], scheme="pretty")
    for k in (0, 8):
        with pytest.raises(OptionError, match=f"k must be one of .*instead got '{k}'"):
            classify([1], k=k)
