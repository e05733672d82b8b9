"""What the package offers is listed, importable, documented and free until it is used."""

import importlib
import inspect
import subprocess
import sys

import pytest

import incident_mapper


@pytest.mark.parametrize("name", incident_mapper.__all__)
def test_every_public_name_can_be_imported_and_has_a_docstring(name):
    value = getattr(incident_mapper, name)
    assert isinstance(value, str) or inspect.getdoc(value)


def test_every_lazy_name_is_public_and_comes_from_its_home():
    assert set(incident_mapper._HOMES) | {"__version__"} == set(incident_mapper.__all__)
    for name, home in incident_mapper._HOMES.items():
        module = importlib.import_module(f"incident_mapper.{home}")
        assert getattr(incident_mapper, name) is getattr(module, name)


def test_public_names_are_sorted_and_listed_by_dir():
    assert incident_mapper.__all__ == sorted(incident_mapper.__all__)
    assert set(incident_mapper.__all__) <= set(dir(incident_mapper))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = incident_mapper.nonsense


def test_importing_the_package_loads_no_heavy_library():
    script = (
        "import sys, incident_mapper; print(*sorted({'pandas', 'geopandas', 'folium'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == ""


@pytest.mark.parametrize("room", ["areas", "gazetteer", "incidents", "resolve"])
def test_every_name_a_room_lists_exists(room):
    module = importlib.import_module(f"incident_mapper.{room}")
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
