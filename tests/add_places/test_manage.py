"""Listing and removing added gazetteers."""

import pytest

from incident_mapper.add_places import list_gazetteers, remove_gazetteer
from incident_mapper.errors import OptionError


def test_what_was_added_is_listed_by_name_damaged_or_not(add, rows_of, folder):
    add(rows_of.geonames(1, "Malant"), name="second")
    add(rows_of.geonames(1, "Malant"), name="first").path.write_bytes(b"nothing of ours")
    first, second = list_gazetteers(folder=folder)
    assert (first.name, first.places, second.name, second.places) == ("first", 0, "second", 1)
    assert "first" in first.problem
    assert second.problem == ""


def test_what_is_removed_is_gone_and_the_rest_is_there(add, rows_of, folder):
    add(rows_of.geonames(1, "Malant"), name="kept")
    path = add(rows_of.geonames(1, "Malant"), name="gone").path
    path.write_bytes(b"damaged")
    assert remove_gazetteer("gone", folder=folder) == path
    assert [info.name for info in list_gazetteers(folder=folder)] == ["kept"]
    with pytest.raises(OptionError, match=r"There is no added gazetteer 'gone'\. Added: kept"):
        remove_gazetteer("gone", folder=folder)


def test_only_an_added_gazetteer_is_ever_removed(add, rows_of, folder):
    add(rows_of.geonames(1, "Malant"))
    other = folder.parent / "other.sqlite"
    other.write_bytes(b"somebody else's")
    with pytest.raises(OptionError):
        remove_gazetteer("../other", folder=folder)
    assert other.exists()
