"""Our elements put data into a page once, as data."""

import copy
import json
import pickle
import re

import folium
import jinja2
import pytest
from branca.element import Figure

from incident_mapper.errors import IncidentMapperError
from incident_mapper.render._assets import RawElement, add_asset, asset_tag, asset_text
from incident_mapper.render._element import MapElement

HOSTILE = "{{ 7*7 }}{% x %}{# c #}</script><!--`${1}"


class Note(MapElement):
    """An element as a subclass writes it."""

    start = "window.note({{ map_name }}, {{ data_id|js }}, {{ this.text|js }});"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def payload(self):
        return {"text": self.text}


@pytest.fixture
def map_():
    return folium.Map(tiles=None)


def data_of(page: str) -> list:
    return [
        json.loads(block)
        for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page)
    ]


def test_data_crosses_unread_by_any_template(map_):
    Note(HOSTILE).add_to(map_)
    assert data_of(map_.get_root().render()) == [{"text": HOSTILE}]


def test_start_script_knows_map_and_data(map_):
    note = Note("x").add_to(map_)
    page = map_.get_root().render()
    assert f'window.note({map_.get_name()}, "{note.get_name()}_data", "x");' in page


def test_two_elements_bring_each_file_once(map_):
    Note("one").add_to(map_)
    Note("two").add_to(map_)
    page = map_.get_root().render()
    assert page.count(asset_tag("webmap.js")) == 1
    assert len(data_of(page)) == 2


def test_two_maps_in_a_figure_bring_each_file_once():
    figure = Figure()
    for place in (1, 2):
        map_ = folium.Map(tiles=None)
        figure.add_subplot(1, 2, place).add_child(map_)
        Note(str(place)).add_to(map_)
    page = figure.render()
    assert page.count(asset_tag("webmap.js")) == 1
    assert [data["text"] for data in data_of(page)] == ["1", "2"]


def test_elements_pickle_and_copy(map_):
    note = Note(HOSTILE).add_to(map_)
    for twin in (pickle.loads(pickle.dumps(note)), copy.deepcopy(note)):
        assert twin.payload() == note.payload()
        assert data_of(twin.get_root().render()) == [{"text": HOSTILE}]
    raw = pickle.loads(pickle.dumps(RawElement(HOSTILE)))
    assert raw.render() == HOSTILE


def test_misspelt_variable_is_an_error(map_):
    class Wrong(Note):
        start = "{{ this.txet|js }}"

    Wrong("x").add_to(map_)
    with pytest.raises(jinja2.UndefinedError, match="txet"):
        map_.get_root().render()


def test_element_without_a_map_is_an_error():
    with pytest.raises(TypeError, match=r"on no map; call add_to\(map\)"):
        Note("x").render()


def test_files_of_the_bundle_survive_braces():
    figure = Figure()
    add_asset(figure, "webmap.js")
    add_asset(figure, "webmap.js")
    assert figure.render().count(asset_tag("webmap.js")) == 1


def test_missing_file_says_what_to_do():
    with pytest.raises(IncidentMapperError, match=r"lacks its bundled page \(nothing.js\).*pip install -e"):
        asset_text("nothing.js")
