"""folium's own layers on a saved page, used as a reader would, with no network."""

import folium
import folium.plugins
import pandas as pd
import pytest

from incident_mapper.errors import NetworkAssetError
from incident_mapper.export import save_html, to_html

QUETTA = [30.19, 67.01]


def square(index: int, **properties) -> dict:
    """Return a square of one degree, one to the east for each index."""
    west = 64 + index * 1.5
    ring = [[west, 29], [west + 1, 29], [west + 1, 30], [west, 30], [west, 29]]
    return {
        "type": "Feature",
        "id": str(index),
        "properties": {"name": f"Area {index}", **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def squares(count: int = 4) -> dict:
    return {"type": "FeatureCollection", "features": [square(index) for index in range(count)]}


def text_of(page, selector: str) -> str:
    page.wait_for_selector(selector)
    return page.inner_text(selector).strip()


def test_marker_shows_its_picture(map_, show):
    folium.Marker(QUETTA).add_to(map_)
    page = show()
    page.wait_for_selector("img.leaflet-marker-icon")
    page.wait_for_function("document.querySelector('img.leaflet-marker-icon').naturalWidth > 0")
    page.wait_for_function("document.querySelector('img.leaflet-marker-shadow').naturalWidth > 0")


def test_marker_popup_string_opens_on_click(map_, show):
    folium.Marker(QUETTA, popup="An <b>incident</b> here").add_to(map_)
    page = show()
    assert page.query_selector(".leaflet-popup") is None
    page.click(".leaflet-marker-icon")
    assert text_of(page, ".leaflet-popup-content") == "An incident here"
    assert page.inner_text(".leaflet-popup-content b") == "incident"


@pytest.mark.parametrize("lazy", [False, True])
def test_popup_with_html_opens_on_click(map_, show, lazy):
    table = pd.DataFrame({"district": ["Kalat"], "killed": [4]}).to_html(classes="table table-striped")
    folium.Marker(QUETTA, popup=folium.Popup(table, max_width=300, lazy=lazy)).add_to(map_)
    page = show()
    page.click(".leaflet-marker-icon")
    assert "Kalat" in text_of(page, ".leaflet-popup-content table.table")
    padding = "getComputedStyle(document.querySelector('.leaflet-popup-content td')).paddingLeft"
    assert page.evaluate(padding) == "8px"


def test_popup_holding_a_frame_opens_on_click(map_, show):
    frame = folium.IFrame("<p>in a frame</p>", width=200, height=80)
    folium.Marker(QUETTA, popup=folium.Popup(frame)).add_to(map_)
    page = show()
    page.click(".leaflet-marker-icon")
    inner = page.frame_locator(".leaflet-popup-content iframe")
    assert inner.locator("p").inner_text() == "in a frame"


def test_popup_open_from_the_start(map_, show):
    folium.Marker(QUETTA, popup=folium.Popup("at once", show=True)).add_to(map_)
    assert text_of(show(), ".leaflet-popup-content") == "at once"


@pytest.mark.parametrize(
    ("options", "family"),
    [
        ({}, "Glyphicons Halflings"),
        ({"icon": "home", "color": "red"}, "Glyphicons Halflings"),
        ({"icon": "cloud", "prefix": "fa", "color": "green"}, "Font Awesome 6 Free"),
        ({"icon": "fa-brands fa-github", "prefix": "fa"}, "Font Awesome 6 Brands"),
        ({"icon": "fa-regular fa-circle", "prefix": "fa"}, "Font Awesome 6 Free"),
    ],
)
def test_icon_shows_pin_and_glyph(map_, show, options, family):
    folium.Marker(QUETTA, icon=folium.Icon(**options), popup="icon").add_to(map_)
    page = show()
    page.wait_for_selector(".awesome-marker i")
    glyph = page.evaluate(
        """async () => {
            const icon = document.querySelector('.awesome-marker i');
            const style = getComputedStyle(icon, '::before');
            const font = `${style.fontWeight} 14px ${style.fontFamily}`;
            await document.fonts.load(font, style.content);
            const pin = getComputedStyle(icon.parentElement, '::before');
            return {
                content: style.content, family: style.fontFamily, width: icon.getBoundingClientRect().width,
                loaded: [...document.fonts].filter((face) => face.status === 'loaded').map((f) => f.family),
                pin: pin.backgroundColor, mask: pin.maskImage || pin.webkitMaskImage,
                size: icon.parentElement.getBoundingClientRect().toJSON(),
            };
        }"""
    )
    assert glyph["content"] not in {"none", "normal", '""'}
    assert family in glyph["family"]
    assert any(family in loaded for loaded in glyph["loaded"])
    assert glyph["width"] > 5
    assert glyph["size"]["width"] == 35
    assert glyph["size"]["height"] == 45
    assert glyph["pin"] != "rgba(0, 0, 0, 0)"
    assert glyph["mask"].startswith('url("data:image/svg+xml')
    page.click(".leaflet-marker-pane .awesome-marker")
    assert text_of(page, ".leaflet-popup-content") == "icon"


def test_icon_is_turned_by_its_angle(map_, show):
    folium.Marker(QUETTA, icon=folium.Icon(angle=45)).add_to(map_)
    page = show()
    turned = "getComputedStyle(document.querySelector('.awesome-marker i')).transform"
    assert page.evaluate(turned).startswith("matrix(0.707")


def test_div_icon_and_circle_marker(map_, show):
    folium.Marker([29, 66], icon=folium.DivIcon("<span class='mine'>here</span>")).add_to(map_)
    folium.CircleMarker(QUETTA, radius=12, fill=True, popup="a circle", tooltip="a tip").add_to(map_)
    page = show()
    assert text_of(page, ".mine") == "here"
    page.hover("path.leaflet-interactive")
    assert text_of(page, ".leaflet-tooltip") == "a tip"
    page.click("path.leaflet-interactive")
    assert text_of(page, ".leaflet-popup-content") == "a circle"


def test_geojson_tooltip_and_popup(map_, show):
    folium.GeoJson(
        squares(),
        name="Areas",
        style_function=lambda feature: {"fillColor": "#ff0000" if feature["id"] == "1" else "#00ff00"},
        highlight_function=lambda _: {"weight": 5},
        tooltip=folium.GeoJsonTooltip(fields=["name"], aliases=["Called"]),
        popup=folium.GeoJsonPopup(fields=["name"]),
    ).add_to(map_)
    page = show()
    paths = page.locator("path.leaflet-interactive")
    assert paths.count() == 4
    assert paths.nth(1).get_attribute("fill") == "#ff0000"
    paths.nth(1).hover()
    assert text_of(page, ".leaflet-tooltip").split() == ["Called", "Area", "1"]
    assert paths.nth(1).get_attribute("stroke-width") == "5"
    paths.nth(2).click()
    assert text_of(page, ".leaflet-popup-content").split() == ["name", "Area", "2"]


def test_geojson_points_as_icons(map_, show):
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [67, 30]}}
    marker = folium.Marker(icon=folium.Icon(icon="star"))
    folium.GeoJson({"type": "FeatureCollection", "features": [point]}, marker=marker).add_to(map_)
    page = show()
    page.wait_for_selector(".awesome-marker i.glyphicon-star")


def test_choropleth_draws_colours_and_legend(map_, show):
    values = pd.Series({"0": 1, "1": 5, "2": 9, "3": 20})
    folium.Choropleth(squares(), data=values, key_on="feature.id", legend_name="Killed").add_to(map_)
    page = show()
    page.wait_for_selector("svg#legend text.caption")
    assert page.text_content("svg#legend text.caption") == "Killed"
    assert page.locator("svg#legend rect").count() > 5
    labels = page.locator("svg#legend .tick text").all_text_contents()
    assert labels[0] == "1"
    assert labels[-1] == "20"
    fills = {path.get_attribute("fill") for path in page.locator("path.leaflet-interactive").all()}
    assert len(fills) >= 3
    box = page.locator("svg#legend").bounding_box()
    assert box["width"] > 300
    assert box["height"] > 20


def test_two_legends_do_not_share_a_box(map_, show):
    for title in ("first", "second"):
        values = pd.Series({"0": 1, "1": 5, "2": 9, "3": 20})
        folium.Choropleth(squares(), data=values, key_on="feature.id", legend_name=title).add_to(map_)
    page = show()
    page.wait_for_selector("text.caption >> nth=1")
    counts = [box.locator("svg").count() for box in page.locator(".legend.leaflet-control").all()]
    assert counts == [1, 1]


def test_topojson_is_drawn(map_, show):
    topology = {
        "type": "Topology",
        "objects": {
            "areas": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]]}]}
        },
        "arcs": [[[66, 29], [67, 29], [67, 30], [66, 29]]],
    }
    folium.TopoJson(topology, "objects.areas").add_to(map_)
    page = show()
    page.wait_for_selector("path.leaflet-interactive")


def test_layer_control_switches_layers(map_, show):
    group = folium.FeatureGroup("Places").add_to(map_)
    folium.Marker(QUETTA).add_to(group)
    folium.GeoJson(squares(), name="Areas").add_to(map_)
    folium.LayerControl(collapsed=False).add_to(map_)
    page = show()
    labels = page.locator(".leaflet-control-layers-overlays label").all_inner_texts()
    assert [label.strip() for label in labels] == ["Places", "Areas"]
    boxes = page.locator(".leaflet-control-layers-overlays input")
    assert page.locator(".leaflet-marker-icon").count() == 1
    boxes.nth(0).uncheck()
    assert page.locator(".leaflet-marker-icon").count() == 0
    boxes.nth(0).check()
    assert page.locator(".leaflet-marker-icon").count() == 1
    boxes.nth(1).uncheck()
    assert page.locator("path.leaflet-interactive").count() == 0


def test_collapsed_layer_control_has_its_picture(map_, show):
    folium.GeoJson(squares(), name="Areas").add_to(map_)
    folium.LayerControl().add_to(map_)
    page = show()
    picture = "getComputedStyle(document.querySelector('.leaflet-control-layers-toggle')).backgroundImage"
    assert page.evaluate(picture).startswith('url("data:')
    page.hover(".leaflet-control-layers")
    page.wait_for_selector(".leaflet-control-layers-expanded")


def test_layer_kept_in_front(map_, show):
    layer = folium.GeoJson(squares(), name="Areas").add_to(map_)
    folium.CircleMarker(QUETTA).add_to(map_)
    map_.keep_in_front(layer)
    page = show()
    page.wait_for_function("document.querySelectorAll('path.leaflet-interactive').length === 5")


def test_own_scripts_may_use_all_of_jquery_and_d3(map_, show):
    script = """
        $(".folium-map").addClass("seen").attr("data-count", $.map([1, 2], (x) => x * 2).length);
        d3.select("body").append("p").attr("id", "sum").text(d3.sum([1, 2, 3]) + d3.layout.pie()([1]).length);
    """
    figure = map_.get_root()
    figure.script.add_child(folium.Element(script))
    folium.Choropleth(squares(), data=pd.Series({"0": 1, "1": 9}), key_on="feature.id").add_to(map_)
    page = show()
    assert text_of(page, "#sum") == "7"
    assert page.get_attribute(".folium-map", "data-count") == "2"


@pytest.mark.parametrize("plugin", [folium.plugins.HeatMap, folium.plugins.MarkerCluster])
def test_plugin_from_a_cdn_is_refused_by_name_and_allowed_on_request(map_, tmp_path, open_page, plugin):
    plugin([QUETTA]).add_to(map_)
    with pytest.raises(NetworkAssetError, match=f"{plugin.__name__} loads https://.*allow_network=True"):
        to_html(map_, title="Layers")
    path = save_html(map_, tmp_path / "map.html", title="Layers", allow_network=True)
    opened = open_page(path, noisy=True)
    assert opened.requests
    assert all(url.startswith("https://") for url in opened.requests)
    assert "Content-Security-Policy" not in path.read_text(encoding="utf-8")
