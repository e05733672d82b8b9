"""A saved page holds everything, twice the same, and leaves the map as it was."""

import hashlib
import re

import folium
import folium.plugins
import pandas as pd
import pytest
from branca.element import Element, Figure, JavascriptLink

from incident_mapper.errors import IncidentMapperError, NetworkAssetError
from incident_mapper.export import save_html, to_html
from incident_mapper.export._guard import find_references, unescape_json
from incident_mapper.export._links import library_of, needed_assets
from incident_mapper.render._assets import asset_tag

SQUARE = {
    "type": "Feature",
    "id": "a",
    "properties": {"name": "A"},
    "geometry": {"type": "Polygon", "coordinates": [[[66, 29], [67, 29], [67, 30], [66, 29]]]},
}
SQUARES = {"type": "FeatureCollection", "features": [SQUARE]}
CHECKSUM = hashlib.md5(b"an incident").hexdigest()


def full_map() -> folium.Map:
    """Return a map with one of each kind of folium's layers."""
    map_ = folium.Map([30, 67], tiles=None, control_scale=True)
    folium.Marker([30, 67], popup=f"id {CHECKSUM}", icon=folium.Icon(angle=30)).add_to(map_)
    folium.Marker([31, 67], popup=folium.Popup("<i>lazy</i>", lazy=True), tooltip="tip").add_to(map_)
    folium.CircleMarker([31, 68]).add_to(map_)
    folium.GeoJson(SQUARES, name="Areas", tooltip=folium.GeoJsonTooltip(["name"])).add_to(map_)
    folium.Choropleth(SQUARES, data=pd.Series({"a": 1.0}), key_on="feature.id", bins=3).add_to(map_)
    folium.LayerControl().add_to(map_)
    return map_


def empty_map() -> folium.Map:
    return folium.Map([30, 67], tiles=None)


def assets_of(page: str) -> set[str]:
    names = [
        *(f"compat-{name}.js" for name in ("dollar", "jquery", "marker", "icon", "legend", "d3", "topojson")),
        *(f"compat-{name}.css" for name in ("icon", "glyphicon", "fa", "fa-regular", "fa-brands", "table")),
    ]
    return {name.removeprefix("compat-") for name in names if asset_tag(name) in page}


def test_page_begins_with_charset_title_and_language():
    page = to_html(empty_map(), title='Kalat <&> "Quetta"', lang="ur")
    assert page.startswith('<!DOCTYPE html>\n<html lang="ur">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>Kalat &lt;&amp;&gt; &quot;Quetta&quot;</title>" in page
    assert '<link rel="icon" href="data:,">' in page
    assert page.count('name="viewport"') == 1
    assert "user-scalable=no" not in page
    assert "<noscript>" in page


def test_same_map_gives_same_bytes():
    assert to_html(full_map(), title="x") == to_html(full_map(), title="x")


def test_rendering_twice_gives_same_bytes_and_a_layer_can_follow():
    map_ = full_map()
    first = to_html(map_, title="x")
    assert to_html(map_, title="x") == first
    folium.Marker([29, 66], popup="one more").add_to(map_)
    third = to_html(map_, title="x")
    assert "one more" in third
    assert third.replace("one more", "") != first
    assert third.count(".setIcon(icon_") == first.count(".setIcon(icon_") == 1


def test_map_is_left_as_it_was():
    map_ = full_map()
    figure = map_.get_root()
    before = (figure.to_json(), list(vars(map_)), len(figure.header._children), list(folium.Map.default_js))
    to_html(map_, title="x")
    assert before == (
        figure.to_json(),
        list(vars(map_)),
        len(figure.header._children),
        list(folium.Map.default_js),
    )


def test_map_is_left_as_it_was_after_an_error():
    map_ = empty_map()
    folium.Marker([30, 67], popup="<img src='https://pictures.example/a.png'>").add_to(map_)
    before = map_.get_root().to_json()
    with pytest.raises(NetworkAssetError, match=r"the page loads https://pictures\.example/a\.png"):
        to_html(map_, title="x")
    assert map_.get_root().to_json() == before


def test_own_save_of_folium_does_not_disturb_ours():
    map_ = full_map()
    map_.get_root().render()
    page = to_html(map_, title="x")
    assert to_html(map_, title="x") == page
    assert "cdn." not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)


def test_random_ids_are_numbered_but_checksums_in_text_stay():
    map_ = full_map()
    page = to_html(map_, title="x")
    assert map_._id not in page
    assert f"map_{1:032x}" in page
    assert f"id {CHECKSUM}" in page


def test_page_holds_only_the_files_it_uses():
    assert assets_of(to_html(empty_map(), title="x")) == set()
    assert assets_of(to_html(full_map(), title="x")) == {
        "dollar.js",
        "marker.js",
        "icon.js",
        "legend.js",
        "icon.css",
        "glyphicon.css",
    }


@pytest.mark.parametrize(
    ("icon", "expected"),
    [
        (folium.Icon(prefix="fa", icon="cloud"), {"fa.css"}),
        (folium.Icon(prefix="fa", icon="fa-brands fa-github"), {"fa.css", "fa-brands.css"}),
        (folium.DivIcon("<i class='far fa-circle'></i>"), {"fa.css", "fa-regular.css"}),
        (folium.DivIcon("<i class='glyphicon glyphicon-star'></i>"), {"glyphicon.css"}),
        (folium.DivIcon("far away, a table of fabulous things"), set()),
    ],
)
def test_fonts_come_with_the_icons_that_use_them(icon, expected):
    map_ = empty_map()
    folium.Marker([30, 67], icon=icon).add_to(map_)
    assert assets_of(to_html(map_, title="x")) - {"marker.js", "icon.js", "icon.css"} == expected


def test_two_maps_in_one_figure():
    figure = Figure()
    maps = [folium.Map([30, 67], tiles=None) for _ in range(2)]
    for place, map_ in enumerate(maps, start=1):
        figure.add_subplot(1, 2, place).add_child(map_)
        folium.Marker([30, 67], popup=f"number {place}").add_to(map_)
    page = to_html(maps[1], title="x")
    assert to_html(maps[0], title="x") == page
    assert page.count(asset_tag("webmap.js")) == 1
    assert len(re.findall('class="folium-map"', page)) == 2


def test_end_of_script_in_a_popup_does_not_end_the_page():
    map_ = empty_map()
    folium.Marker([30, 67], popup="<script>1</script>").add_to(map_)
    page = to_html(map_, title="x")
    assert r"<script>1<\/script>" in page


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (folium.TileLayer("OpenStreetMap"), r"TileLayer loads https://tile\.openstreetmap\.org"),
        (
            folium.WmsTileLayer("https://wms.example/", layers="a"),
            r"WmsTileLayer loads https://wms\.example/",
        ),
        (folium.plugins.HeatMap([[30, 67]]), r"HeatMap loads https://.*heat.*--allow-network"),
        (folium.plugins.MarkerCluster(), "MarkerCluster loads https://"),
        (folium.GeoJson(SQUARES, tooltip="<img src='//pictures.example/a'>"), "the page loads //pictures"),
    ],
)
def test_what_needs_the_network_is_refused_by_name_and_allowed_on_request(layer, message):
    map_ = empty_map()
    layer.add_to(map_)
    with pytest.raises(NetworkAssetError, match=message):
        to_html(map_, title="x")
    assert "//" in to_html(map_, title="x", allow_network=True)


def test_pictures_by_address_are_refused():
    map_ = empty_map()
    folium.Marker([30, 67], icon=folium.CustomIcon("https://pictures.example/pin.png")).add_to(map_)
    with pytest.raises(NetworkAssetError, match=r"CustomIcon loads https://pictures\.example/pin\.png"):
        to_html(map_, title="x")


def test_link_in_the_head_is_refused_and_known_one_replaced():
    map_ = empty_map()
    head = map_.get_root().header
    head.add_child(JavascriptLink("https://code.jquery.com/jquery-3.5.0.min.js"), name="old")
    to_html(map_, title="x")
    head.add_child(JavascriptLink("https://scripts.example/track.js"), name="track")
    with pytest.raises(NetworkAssetError, match=r"JavascriptLink 'track' loads https://scripts\.example"):
        to_html(map_, title="x")


def test_addresses_as_text_are_no_loads():
    map_ = empty_map()
    link = "see https://a.example or <a href='https://b.example'>this</a> url(x)"
    folium.Marker([30, 67], popup=link, tooltip="https://c.example").add_to(map_)
    folium.FeatureGroup("https://d.example").add_to(map_)
    assert "https://a.example" in to_html(map_, title="x")


def test_text_of_layers_is_not_computed():
    map_ = empty_map()
    folium.Marker([30, 67], popup="popup {{ 7*7 }}", tooltip="tip {{ 7*7 }}").add_to(map_)
    square = {**SQUARE, "properties": {"name": "property {{ 7*7 }}"}}
    folium.GeoJson({**SQUARES, "features": [square]}, tooltip=folium.GeoJsonTooltip(["name"])).add_to(map_)
    map_.get_root().html.add_child(Element("own {{ 6*7 }}"))
    page = to_html(map_, title="x")
    assert {kind for kind in ("popup", "tip", "property") if f"{kind} {{{{ 7*7 }}}}" in page} == {
        "popup",
        "tip",
        "property",
    }
    assert "own 42" in page


def test_text_that_breaks_a_template_says_what_to_do():
    map_ = empty_map()
    folium.Marker([30, 67], tooltip="{% broken").add_to(map_)
    with pytest.raises(IncidentMapperError, match=r"reads as a template.*render\.html_text"):
        to_html(map_, title="x")


def test_map_without_figure_says_what_to_do():
    with pytest.raises(TypeError, match=r"Marker is on no map; call add_to\(map\)"):
        to_html(folium.Marker([30, 67]), title="x")


def test_save_html_writes_the_page(tmp_path):
    path = save_html(empty_map(), tmp_path / "map.html", title="نقشہ", lang="ur")
    assert path.read_text(encoding="utf-8") == to_html(empty_map(), title="نقشہ", lang="ur")


def test_lone_surrogates_do_not_stop_the_writing(tmp_path):
    map_ = empty_map()
    map_.get_root().html.add_child(Element("bad \udcff byte"))
    assert "bad \ufffd byte" in save_html(map_, tmp_path / "map.html", title="\ud800").read_text("utf-8")


def test_every_link_of_folium_itself_is_known():
    for _, url in (*folium.Map.default_js, *folium.Map.default_css, *folium.TopoJson.default_js):
        assert library_of(url), url


@pytest.mark.parametrize(
    "url",
    [
        "https://scripts.example/jquery-ui-1.12.min.js",
        "https://scripts.example/leaflet.heat.js",
        "https://scripts.example/d3/7.0.0/d3.min.js",
        "https://cdn.jsdelivr.net/npm/vega@5",
    ],
)
def test_other_links_are_unknown(url):
    assert library_of(url) is None


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("x.setContent($(`<div>`)[0]); $(document).ready(f);", ["compat-dollar.js"]),
        ("$.ajax('x')", ["compat-jquery.js"]),
        ("$('.a').addClass('b')", ["compat-jquery.js"]),
        ("jQuery(f)", ["compat-jquery.js"]),
        ("`${price}$`", []),
    ],
)
def test_the_small_stand_in_is_taken_when_it_is_enough(script, expected):
    assert needed_assets(["jquery"], script) == expected


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("<img alt='' src=//a.example/b>", ["//a.example/b"]),
        ("<style>@import 'https://a.example/x.css'; b{background:url( \"http://b.example\" )}</style>", None),
        ('{"html": "\\u003cimg src=\\"https://a.example/b\\"\\u003e"}', ["https://a.example/b"]),
        ("fetch('https://a.example/b')", ["https://a.example/b"]),
        ("picture.src = `http://a.example/b`", ["http://a.example/b"]),
        (
            "<link href='https://a.example/b' rel=x><a class=x href='https://c.example'>",
            ["https://a.example/b"],
        ),
        ("<meta http-equiv=refresh content='0;url=https://a.example/b'>", ["https://a.example/b"]),
        ("<svg xmlns='http://www.w3.org/2000/svg'></svg> // comment, &lt;img src=http://a.example", []),
    ],
)
def test_guard_finds_what_a_page_would_load(code, found):
    assert find_references(unescape_json(code)) == (
        found if found is not None else ["https://a.example/x.css", "http://b.example"]
    )
