"""Every error is one of ours, carries its facts, and says what to do."""

import inspect

import pytest

from incident_mapper import errors


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_is_an_incident_mapper_error_and_is_drawn_in_the_tree(name):
    assert issubclass(getattr(errors, name), errors.IncidentMapperError)
    assert name in (errors.__doc__ or "")


def test_every_public_class_is_listed():
    classes = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and value.__module__ == errors.__name__
    }
    assert classes == set(errors.__all__)


def test_an_unknown_place_names_the_closest_ones():
    error = errors.UnknownPlaceError("Bajour", suggestions=["Bajaur"])
    assert isinstance(error, LookupError)
    assert error.suggestions == ("Bajaur",)
    assert "'Bajour'" in str(error)
    assert "Closest: Bajaur." in str(error)
    assert "Closest" not in str(errors.UnknownPlaceError("Atlantis"))


def test_an_ambiguous_place_names_its_candidates():
    error = errors.AmbiguousPlaceError("Khanpur", candidates=["a", "b"])
    assert error.candidates == ("a", "b")
    assert "a, b" in str(error)


def test_a_schema_error_carries_what_is_missing_and_what_is_there():
    error = errors.SchemaError("no", missing=["a"], found=["b"])
    assert (error.missing, error.found) == (("a",), ("b",))
