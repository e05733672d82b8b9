"""Text that tries to be markup, script or template stays text in folium's own layers and on the page."""

import folium
import pytest

from incident_mapper.export import save_html
from incident_mapper.render import html_text

QUETTA = [30.19, 67.01]
RING = [[67, 29], [68, 29], [68, 30], [67, 30], [67, 29]]
AREA = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING]}}
HOSTILE = [
    "{{ 7*7 }}",
    "{% x %}",
    "{# gone #}",
    "${alert(1)}",
    "Khan`s shop",
    "</script><img src=x onerror=alert(1)>",
    "<b>bold</b> & 'single' \"double\"",
    "C:\\new\\table \\u0041",
    "'); alert(1); ('",
    "\u2028 line \u2029 separators",
    "کوئٹہ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(map_, show, text):
    folium.Marker(QUETTA, popup=folium.Popup(html_text(text)), tooltip=html_text(text)).add_to(map_)
    page = show()
    shown = " ".join(text.split())
    page.hover(".leaflet-marker-icon")
    assert " ".join(page.text_content(".leaflet-tooltip").split()) == shown
    page.click(".leaflet-marker-icon")
    assert " ".join(page.text_content(".leaflet-popup-content").split()) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_properties_stay_text(map_, show, text):
    collection = {"type": "FeatureCollection", "features": [AREA | {"properties": {"note": html_text(text)}}]}
    folium.GeoJson(
        collection, tooltip=folium.GeoJsonTooltip(["note"]), popup=folium.GeoJsonPopup(["note"])
    ).add_to(map_)
    page = show()
    page.hover("path.leaflet-interactive")
    page.wait_for_selector(".leaflet-tooltip td")
    assert " ".join(page.text_content(".leaflet-tooltip td").split()) == " ".join(text.split())
    page.click("path.leaflet-interactive")
    page.wait_for_selector(".leaflet-popup-content td")
    assert " ".join(page.text_content(".leaflet-popup-content td").split()) == " ".join(text.split())


def test_browser_stops_what_the_checks_could_not_see(map_, tmp_path, open_page):
    script = "new Image().src = ['https:', '', 'pictures.example', 'a.png'].join('/');"
    map_.get_root().script.add_child(folium.Element(script))
    opened = open_page(save_html(map_, tmp_path / "map.html", title="Layers"), noisy=True)
    opened.page.wait_for_timeout(300)
    (problem,) = opened.problems
    assert "https://pictures.example/a.png" in problem
    assert "Content Security Policy" in problem


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_title_stays_text(map_, tmp_path, open_page, text):
    opened = open_page(save_html(map_, tmp_path / "map.html", title=text))
    assert opened.page.title() == text
