"""The page in Chromium, without a network: right for the demo, usable on a phone, and deaf to hostile text."""

import csv
import json

import pytest
from branca.element import Figure

from incident_mapper.area_table import make_area_map, read_area_table
from incident_mapper.example import example_file
from incident_mapper.export import save_html
from incident_mapper.pipeline import PlaceOptions, UserAreas, make_map, place_incidents
from incident_mapper.render import MapOptions

READY = "window.incidentMapper.ready"
FIVE = {"PK226", "PK220", "PK206", "PK205", "PK225"}


def state(page, *ids) -> dict:
    return page.evaluate("(ids) => window.incidentMapper.state(...ids)", list(ids))


def choose(page, value: str) -> None:
    page.click(f"button.im-segment[data-value={value}]")


def card_of(page) -> str:
    """Unfold and return the text of the card."""
    page.wait_for_selector(".im-card:not([hidden])")
    while more := page.query_selector(".im-card .im-more"):
        more.evaluate("node => node.click()")
    return page.text_content(".im-card")


def click_sign(page, name: str) -> None:
    page.click(f".im-target[aria-label^='{name}:']")


@pytest.fixture(scope="module")
def demo_file(demo, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "demo.html"
    return save_html(
        make_map(demo, options=MapOptions(title="Reported violence", credit="A credit")),
        path,
        title="Reported violence",
    )


@pytest.fixture
def demo_page(demo_file, open_page):
    page = open_page(demo_file).page
    page.evaluate(READY)
    return page


@pytest.fixture(scope="module")
def many(tmp_path_factory, area_set):
    """300 rows: points, centroids, names, provinces, conflicts and rows that lead nowhere."""
    frame = area_set.district
    rows = []
    for n in range(300):
        at = frame.iloc[n * 7 % len(frame)]
        point = {
            "longitude": at["label_lon"],
            "latitude": at["label_lat"],
            "geo_precision": ("exact", "near", "district")[n % 3],
        }
        told = {"place_text": at["name"], "killed": n % 9} | (point if n % 2 else {})
        if n % 25 == 0:
            told = {"place_text": "Balochistan", "killed": ""}
        if n % 30 == 7:
            told = {"place_text": f"Nowhere at all {n}", "killed": 1}
        rows.append({"event_date": f"2024-{n % 12 + 1:02d}-01", **told})
    path = tmp_path_factory.mktemp("many") / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(
            handle, ["event_date", "place_text", "killed", "longitude", "latitude", "geo_precision"]
        )
        writer.writeheader()
        writer.writerows(rows)
    return place_incidents(path)


# --- the demo -----------------------------------------------------------------------------------------


def test_the_demo_opens_ready_and_right(demo_page):
    told = state(demo_page)
    assert {key: told[key] for key in ("rows", "shown", "placed", "level", "metric")} == {
        "rows": 10, "shown": 10, "placed": 10, "level": "district", "metric": "incidents",
    }  # fmt: skip
    reported = {code: value for code, value in told["byArea"].items() if value != 0}
    assert reported == dict.fromkeys(FIVE | {"PK210"}, 1)
    assert len(told["byArea"]) > 150


def test_title_credit_sources_and_attribution_are_on_the_page(demo_page):
    text = demo_page.inner_text(".im-root")
    for said in (
        "Reported violence",
        "A credit",
        "China Daily Brief",
        "ODbL",
        "Natural Earth",
        "Boundaries imply no endorsement",
        "2023",
    ):
        assert said in text
    assert demo_page.title() == "Reported violence"


def test_the_summary_gives_ranges_and_their_reason(demo_page):
    text = demo_page.inner_text(".im-rail")
    for said in ("9–10", "152–244", "may include the 92", "10 of 10 placed"):
        assert said in text


def test_the_metric_switch_changes_state_colours_and_legend(demo_page):
    assert "Incidents per district" in demo_page.inner_text(".im-legend")
    choose(demo_page, "killed")
    told = state(demo_page)
    assert told["metric"] == "killed"
    assert told["byArea"]["PK210"] == 4
    assert {told["byArea"][code] for code in FIVE} == {None}
    assert told["byArea"]["PK217"] == 0
    legend = demo_page.inner_text(".im-legend")
    assert "Killed per district" in legend
    assert "figures not known" in legend
    assert demo_page.get_attribute("button.im-segment[data-value=killed]", "aria-pressed") == "true"
    assert demo_page.locator("path.im-unknown").count() == 5
    choose(demo_page, "incidents")
    assert demo_page.locator("path.im-unknown").count() == 0


def test_the_level_switch_changes_state_colours_and_legend(demo_page):
    choose(demo_page, "province")
    told = state(demo_page)
    assert (told["level"], told["byArea"]["PK-BA"], told["byArea"]["PK-KP"]) == ("province", 7, 2)
    assert "Incidents per province" in demo_page.inner_text(".im-legend")
    choose(demo_page, "off")
    told = state(demo_page)
    assert (told["level"], told["byArea"]) == ("off", {})
    assert "per province" not in demo_page.inner_text(".im-legend")
    choose(demo_page, "district")
    assert len(state(demo_page)["byArea"]) > 150


def test_a_click_on_a_ring_opens_its_card_with_claim_and_source(demo_page):
    click_sign(demo_page, "Kalat")
    text = card_of(demo_page)
    for said in (
        "Kalat",
        "قلات",
        "4 militants",
        "night of 1 November 2025",
        "year inferred",
        "ISPR",
        "outlet not stated",
    ):
        assert said in text
    demo_page.keyboard.press("Escape")
    demo_page.wait_for_selector(".im-card[hidden]", state="attached")


@pytest.mark.parametrize("name", ["Quetta", "Gwadar"])
def test_a_shared_figure_is_never_a_district_s_own(demo_page, name):
    choose(demo_page, "killed")
    click_sign(demo_page, name)
    text = card_of(demo_page)
    assert "part of 92 militants across 5 districts" in text
    assert "not known" in text


def test_a_square_s_card_gives_the_range_and_its_reason(demo_page):
    choose(demo_page, "killed")
    click_sign(demo_page, "Balochistan")
    text = card_of(demo_page)
    for said in (
        "197–289",
        "may include the 92",
        "145 militants",
        "149–241 militants, 17 officers, 31 civilians; 197–289, because",
        "together 145–237",
        "17 officers, 31 civilians",
        "China Daily Brief",
    ):
        assert said in text
    assert demo_page.locator(".im-card a").count() == 0


def test_a_click_on_an_area_opens_the_same_card(demo_page):
    demo_page.locator("path.im-area[aria-label^='Kalat:']").focus()
    demo_page.keyboard.press("Enter")
    assert "4 militants" in card_of(demo_page)


def test_symbols_show_the_precision_they_have(demo_page):
    assert demo_page.locator(".im-ring").count() == 6
    assert demo_page.locator(".im-square").count() == 2
    legend = demo_page.inner_text(".im-legend")
    assert "somewhere in this district" in legend
    assert "somewhere in this province" in legend
    assert "reported point" not in legend


def test_the_statistics_of_2025_open_with_their_remainder(tmp_path, open_page):
    table = read_area_table(example_file("province_statistics_2025.csv"), area="area", value="incidents")
    path = save_html(make_area_map(table, label="Incidents in 2025"), tmp_path / "t.html", title="2025")
    page = open_page(path).page
    page.evaluate(READY)
    told = state(page)
    assert (told["level"], told["metric"], told["shown"]) == ("province", "value", 0)
    assert {code: value for code, value in told["byArea"].items() if value is not None} == {
        "PK-KP": 3811,
        "PK-BA": 1557,
    }
    text = page.inner_text(".im-root")
    for said in ("5,397", "29", "not given"):
        assert said in text


# --- 300 rows -----------------------------------------------------------------------------------------


def test_a_map_of_300_rows_opens_and_names_what_it_could_not_place(many, tmp_path, open_page):
    page = open_page(save_html(make_map(many), tmp_path / "many.html", title="Many")).page
    page.evaluate(READY)
    told, ledger = state(page), many.ledger
    assert (told["rows"], told["placed"], told["shown"]) == (300, ledger.placed, ledger.placed)
    assert 0 < ledger.placed < 300
    assert sum(told["byArea"].values()) == ledger.counts["district"]
    page.click(".im-unplaced summary")
    text = page.inner_text(".im-unplaced")
    for row in ledger.unplaced.to_dict("records"):
        assert row["place_text"] in text
        assert f"Row {row['row']}" in text
    legend = page.inner_text(".im-legend")
    assert "reported point" in legend
    assert "near a point" in legend


def test_a_click_on_a_point_opens_its_card(tmp_path, open_page):
    path = tmp_path / "point.csv"
    path.write_text(
        "place_text,longitude,latitude,killed,source_url\nKalat,66.6,29.0,4,https://example.org/a\n",
        encoding="utf-8",
    )
    page = open_page(save_html(make_map(place_incidents(path)), tmp_path / "p.html", title="Point")).page
    page.evaluate(READY)
    click_point(page, 66.6, 29.0)
    text = card_of(page)
    assert "a reported point" in text
    assert page.get_attribute(".im-card a", "href") == "https://example.org/a"
    assert "noopener" in page.get_attribute(".im-card a", "rel")


def click_point(page, lon: float, lat: float) -> None:
    """Click on the map where a coordinate is drawn."""
    where = page.evaluate(
        """([lat, lon]) => {
            const map = Object.values(window.incidentMapper.maps)[0];
            const box = map.getContainer().getBoundingClientRect();
            const at = map.latLngToContainerPoint([lat, lon]);
            return [box.left + at.x, box.top + at.y];
        }""",
        [lat, lon],
    )
    page.mouse.click(*where)


# --- phone, and two maps ------------------------------------------------------------------------------


def test_a_phone_shows_map_sheet_and_card_without_sideways_scrolling(demo_file, open_page):
    page = open_page(demo_file, width=375, height=740, touch=True).page
    page.evaluate(READY)
    assert page.get_attribute(".im-root", "data-layout") == "narrow"
    assert state(page)["shown"] == 10
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator(".leaflet-container").bounding_box()
    assert box["width"] == 375
    assert page.locator(".im-handle").is_visible()
    page.locator(".im-target[aria-label^='Kalat:']").tap()
    assert "4 militants" in card_of(page)
    card = page.locator(".im-card").bounding_box()
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= 375
    page.locator(".im-card .im-close").tap()
    page.wait_for_selector(".im-card[hidden]", state="attached")


def test_two_maps_share_a_page_and_keep_apart(demo, many, tmp_path, open_page):
    figure = Figure()
    maps = [
        make_map(demo, options=MapOptions(title="One")),
        make_map(many, options=MapOptions(title="Two", level="province")),
    ]
    for n, map_ in enumerate(maps):
        map_.height, map_.top, map_.position = (50.0, "%"), (50.0 * n, "%"), "absolute"
        map_.add_to(figure)
    page = open_page(save_html(maps[0], tmp_path / "two.html", title="Two maps"), height=1400).page
    page.evaluate(READY)
    ids = page.evaluate("Object.keys(window.incidentMapper.maps)")
    assert len(ids) == 2
    told = [state(page, name) for name in ids]
    assert [(t["rows"], t["level"]) for t in told] == [(10, "district"), (300, "province")]
    assert page.locator(".im-root").count() == 2
    page.locator(".im-root").nth(0).locator("button.im-segment[data-value=killed]").click()
    assert [state(page, name)["metric"] for name in ids] == ["killed", "incidents"]
    assert state(page, "none such") is None


# --- hostile text -------------------------------------------------------------------------------------

HOSTILE = {
    "template": "{{ 7*7 }}",
    "tag": "{% x %}",
    "comment": "{# gone #}",
    "dollar": "${alert(1)}",
    "backtick": "`alert(1)`",
    "script": "</script><img src=x onerror=alert(1)>",
    "opening": "<!--<script>",
    "quotes": "\" onmouseover=alert(1) ' & &lt;b&gt;",
    "backslash": "\\u003cb\\x3e\\",
    "direction": "\u202eesrever\u202c",
    "separators": "a\u2028b\u2029c",
    "address": "javascript:alert(1)",
    "long": "Long " + "x" * 10_000,
}
FIELDS = (
    "id", "event_date", "event_date_end", "date_precision", "place_text", "country", "adm1_name", "adm2_name",
    "adm3_name", "locality", "geo_precision", "event_type", "actor1", "actor2", "description", "claimed_by",
    "source_outlet", "source_title", "source_date", "source_url", "group_id", "inferred", "killed", "injured",
)  # fmt: skip
# Where a row says nothing that can be read, these are shown in its card as they stand.
SHOWN = (
    "event_date", "place_text", "adm1_name", "adm2_name", "adm3_name", "locality", "event_type", "actor1", "actor2",
    "description", "claimed_by", "source_outlet", "source_title", "source_date", "inferred",
)  # fmt: skip


def told_by(field: str, text: str) -> str:
    """Return what a field of a hostile row holds: its own name first, so that the card can be searched for it."""
    if field in ("source_url", "geo_precision"):
        return text if field == "source_url" else "exact"
    # One long text is enough: a card with twenty of them would be a test of patience.
    return (
        f"{field} {text}"
        if len(text) < 1000 or field in ("place_text", "description", "source_title")
        else field
    )


def hostile_rows(text: str) -> list[dict]:
    fields = {field: told_by(field, text) for field in FIELDS}
    point = {"longitude": "72.0", "latitude": "31.0"}
    return [
        fields | point,
        # The same with nothing to place it by: it goes to the ledger.
        {field: cell for field, cell in fields.items() if field not in ("geo_precision", "country")}
        | {"id": "lost"},
        # In a district, so that a ring, a label and a reason carry the text.
        {
            "adm2_name": "Kalat",
            "event_type": text,
            "relations": f"may_include:{text[:50].replace(';', '')}",
            "killed": "3",
            "id": "ring",
        },
        {
            "adm2_name": "Kalat",
            "event_type": text,
            "relations": "may_include:ring",
            "killed": "9",
            "id": text[:50],
        },
    ]


def write_rows(rows: list[dict], path) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, [*FIELDS, "relations", "longitude", "latitude"])
        writer.writeheader()
        writer.writerows(rows)


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_in_every_field_is_text(name, tmp_path, open_page):
    text = HOSTILE[name]
    path = tmp_path / "rows.csv"
    write_rows(hostile_rows(text), path)
    placed = place_incidents(path)
    options = MapOptions(
        title=f"title {text}", subtitle=f"subtitle {text}", credit=f"credit {text}", notes=(f"note {text}",)
    )
    page = open_page(
        save_html(make_map(placed, options=options), tmp_path / "m.html", title=f"title {text}")
    ).page
    page.evaluate(READY)
    assert page.title() == plain(f"title {text}") or name in ("direction", "separators")
    click_point(page, 72.0, 31.0)
    card = plain(card_of(page))
    for field in SHOWN:
        assert plain(told_by(field, text)) in card, field
    assert page.locator(".im-root a:not([href^='https://']):not([href^='http://'])").count() == 0
    assert page.locator(".im-root img, .im-root script, .im-root b").count() == 0
    while more := page.query_selector(".im-more"):
        more.evaluate("node => node.click()")
    whole = plain(page.text_content(".im-root"))
    for said in ("title", "subtitle", "credit", "note"):
        assert plain(f"{said} {text}") in whole, said
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    while more := page.query_selector(".im-unplaced .im-more"):
        more.evaluate("node => node.click()")
    assert plain(told_by("place_text", text)) in plain(page.text_content(".im-unplaced"))
    page.keyboard.press("Escape")
    click_sign(page, "Kalat")
    assert plain(text) in plain(card_of(page))


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "long"])
def test_hostile_names_of_own_areas_are_text(name, tmp_path, open_page):
    text = HOSTILE[name]
    ring = [[66, 28.5], [67, 28.5], [67, 29.5], [66, 29.5], [66, 28.5]]
    feature = {
        "type": "Feature",
        "properties": {"c": "PK210", "n": text},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    areas = tmp_path / "own.geojson"
    areas.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    rows = tmp_path / "<img src=x onerror=alert(1)>.csv"
    rows.write_text("place_text,killed\nKalat,4\n", encoding="utf-8")
    placed = place_incidents(rows, options=PlaceOptions(areas=UserAreas(areas, "c", "n")))
    page = open_page(save_html(make_map(placed), tmp_path / "m.html", title="Own")).page
    page.evaluate(READY)
    assert state(page)["byArea"] == {"PK210": 1}
    page.hover(".im-target")
    page.click(".im-target")
    assert plain(text) in plain(card_of(page))
    assert "<img src=x onerror=alert(1)>.csv" in page.text_content(".im-foot")


def test_hostile_labels_of_a_table_are_text(tmp_path, open_page):
    text = HOSTILE["script"] + HOSTILE["template"]
    path = tmp_path / "t.csv"
    path.write_text(f"area,value,source_outlet\nPunjab,1,{text}\n{text},2,\nPakistan,4,\n", encoding="utf-8")
    table = read_area_table(path, area="area", value="value")
    page = open_page(save_html(make_area_map(table, label=text), tmp_path / "t.html", title=text)).page
    page.evaluate(READY)
    assert text in page.text_content(".im-legend")
    assert text in page.text_content(".im-unplaced")
    assert text in page.text_content(".im-foot")
