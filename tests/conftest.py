"""Fixtures that several folders of tests share; the real gazetteer and areas are loaded once."""

import os
import tempfile

import pytest
from tiny_country import tiny_areas, tiny_gazetteer

from incident_mapper.areas import load_areas
from incident_mapper.example import example_file
from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.join import AreaSet
from incident_mapper.pipeline import place_incidents

# The gazetteers that a developer added must not change what the tests find. Set before anything is loaded.
os.environ["INCIDENT_MAPPER_DATA"] = tempfile.mkdtemp(prefix="incident-mapper-tests-")


@pytest.fixture(scope="session")
def small_areas():
    """Four square districts in two provinces."""
    return tiny_areas()


@pytest.fixture(scope="session")
def small_gazetteer():
    """The places of the country of four squares."""
    return tiny_gazetteer()


@pytest.fixture(scope="session")
def gazetteer():
    """The embedded gazetteer."""
    return load_gazetteer()


@pytest.fixture(scope="session")
def area_set():
    """The embedded provinces and districts, in full detail."""
    return AreaSet(load_areas("district"), load_areas("province"))


@pytest.fixture(scope="session")
def demo():
    """The embedded example, placed."""
    return place_incidents(example_file("incidents.csv"))
