"""What crosses into the page has the format of docs/architecture.md and plain JSON types."""

import json
import math
import re
from pathlib import Path

import pytest

from incident_mapper import schema as s
from incident_mapper.pipeline import make_map, place_incidents
from incident_mapper.render import IncidentPage, MapOptions

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
INCIDENT_COLUMNS = [
    "id", "row", "precision", "anchor", "lon", "lat", "adm1", "adm2", "date", "what", "reported", "resolved", "killed",
    "injured", "claimed_by", "source", "url", "marks",
]  # fmt: skip
# Outcome, precision in the page, whether it is drawn as a point, cells.
ROWS = [
    ("district", False, "Kalat,,,,4"),
    ("point", True, "Kalat,66.6,29.0,exact,2"),
    ("near", True, "Kalat,66.6,29.0,near,3"),
    ("district", False, "Kalat,66.6,29.0,district,1"),
    ("district", False, "Kalat,62.3,25.2,exact,"),
    ("division", False, "Karachi,,,,0"),
    ("province", False, "Balochistan,,,,15-20"),
    ("multi", False, "between Mastung and Kalat,,,,40+"),
    ("multi", False, "between Quetta and Lahore,,,,1"),
    ("country", False, "Pakistan,,,,1"),
    ("none", False, "Gazi Tir,,,,1"),
    ("none", False, "Kandahar (Afghanistan),,,,1"),
    ("none", False, ",,,,1"),
]


def payload_of(placed, **options) -> dict:
    map_ = make_map(placed, options=MapOptions(**options))
    (page,) = [child for child in map_._children.values() if isinstance(child, IncidentPage)]
    return page.payload()


@pytest.fixture(scope="module")
def placed(tmp_path_factory):
    path = tmp_path_factory.mktemp("payload") / "rows.csv"
    lines = ["place_text,longitude,latitude,geo_precision,killed", *(cells for _, _, cells in ROWS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place_incidents(path)


@pytest.fixture(scope="module")
def payload(placed):
    return payload_of(placed, title="A title", credit="Somebody")


@pytest.fixture(scope="module")
def demo_payload(demo):
    return payload_of(demo)


def every_value(thing):
    yield thing
    if isinstance(thing, dict):
        for key, value in thing.items():
            assert type(key) is str
            yield from every_value(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from every_value(value)


def test_the_keys_are_those_of_the_architecture_page(payload):
    drawing = re.search(r"```jsonc\n(.*?)```", ARCHITECTURE.read_text(encoding="utf-8"), re.DOTALL)[1]
    documented = set()
    depth = 0
    for line in drawing.splitlines():
        bare = re.sub(r"//.*", "", line)
        if depth == 1:
            level = 0
            for token in re.finditer(r'"(\w+)"\s*:|[{}\[\]]', bare):
                if token[1]:
                    documented |= {token[1]} if level == 0 else set()
                else:
                    level += 1 if token[0] in "{[" else -1
        depth += bare.count("{") - bare.count("}")
    assert documented == set(payload)


def test_all_values_are_plain_json_without_nan(payload, demo_payload):
    for made in (payload, demo_payload):
        for value in every_value(made):
            assert type(value) in (dict, list, str, int, float, bool, type(None))
            assert not (isinstance(value, float) and not math.isfinite(value))
        assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_columns_of_incidents_are_of_equal_length_in_order(payload):
    columns = payload["incidents"]
    assert list(columns) == INCIDENT_COLUMNS
    assert {len(column) for column in columns.values()} == {len(ROWS)}
    assert columns["row"] == list(range(2, len(ROWS) + 2))


def test_each_row_shows_the_precision_it_has(payload):
    assert payload["incidents"]["precision"] == [precision for precision, _, _ in ROWS]


def test_only_points_have_coordinates_and_nothing_is_drawn_twice(payload):
    columns = payload["incidents"]
    for (_, point, _), lon, lat, anchor in zip(
        ROWS, columns["lon"], columns["lat"], columns["anchor"], strict=True
    ):
        assert (lon is not None, lat is not None) == (point, point)
        assert not (point and anchor)


def test_a_conflict_under_trust_in_the_name_is_a_ring_with_its_mark(payload):
    columns = payload["incidents"]
    assert (columns["lon"][4], columns["anchor"][4]) == (None, "PK210")
    assert columns["marks"][4][0].startswith("conflict: ")


def test_symbols_stand_on_the_smallest_place_that_is_sure(payload):
    anchors = payload["incidents"]["anchor"]
    assert [anchors[i] for i in (0, 3, 5, 6)] == ["PK210", "PK210", "IM-V-KARACHI", "PK-BA"]
    assert anchors[7] in payload["anchors"]
    assert anchors[8:] == [None] * 5
    kinds = {key: anchor["kind"] for key, anchor in payload["anchors"].items()}
    assert (kinds["PK210"], kinds["IM-V-KARACHI"], kinds["PK-BA"]) == ("district", "division", "province")
    assert set(kinds) == set(anchors) - {None}


def test_two_districts_named_stand_on_a_unit_that_holds_both(payload):
    assert payload["incidents"]["anchor"][7] in ("IM-V-KALAT", "PK-BA")
    assert payload["incidents"]["adm2"][7] is None


def test_every_area_has_what_its_card_shows(payload):
    for level, collection in payload["areas"].items():
        assert collection["type"] == "FeatureCollection"
        for feature in collection["features"]:
            assert set(feature["properties"]) == {"name", "urdu", "parent", "lon", "lat", "note"}
            assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")
            assert isinstance(feature["id"], str)
        assert len({feature["id"] for feature in collection["features"]}) == len(collection["features"])
        assert (level == "district") == (len(collection["features"]) > 100)


def test_values_are_of_areas_that_are_there_and_have_their_classes(payload):
    for level, metrics in payload["values"].items():
        codes = {feature["id"] for feature in payload["areas"][level]["features"]}
        assert set(metrics) == set(payload["metrics"]) == set(payload["classes"][level])
        for metric, values in metrics.items():
            assert set(values) <= codes
            classes = payload["classes"][level][metric]
            assert len(classes["edges"]) == len(classes["labels"]) == len(classes["colours"])
            assert {v["value"] is None or v["value"] <= classes["edges"][-1] for v in values.values()} == {
                True
            }
            for entry in values.values():
                assert set(entry) == {"value", "text", "note"}


def test_an_unknown_beside_a_figure_is_at_least_that_figure(payload):
    kalat = payload["values"]["district"]["killed"]["PK210"]
    # 4 + 2 + 3 + 1, and one report without a figure.
    assert (kalat["value"], kalat["text"]) == (10, "at least 10")
    assert "1 report gives no figure" in kalat["note"]


def test_zero_is_a_value_and_no_report_is_no_entry(payload):
    assert "PK226" not in payload["values"]["district"]["killed"]
    assert payload["values"]["province"]["killed"]["PK-SD"] == {"value": 0, "text": "0", "note": ""}


def test_the_ledger_in_the_page_is_the_ledger(payload, placed):
    ledger = payload["ledger"]
    assert (ledger["rows"], ledger["placed"]) == (placed.ledger.rows, placed.ledger.placed)
    assert tuple(ledger["counts"]) == s.OUTCOMES
    assert tuple(ledger["flags"]) == s.FLAGS
    assert sum(ledger["counts"].values()) == ledger["rows"]
    assert [entry["row"] for entry in ledger["unplaced"]] == [10, 11, 12, 13, 14]
    assert all(
        set(e) == {"row", "text", "outcome", "reason", "suggestion"} and e["reason"]
        for e in ledger["unplaced"]
    )


def test_title_credit_edition_and_attribution_are_there(payload):
    assert (payload["format"], payload["title"], payload["credit"], payload["edition"]) == (
        1,
        "A title",
        "Somebody",
        "2023",
    )
    assert payload["built"] is None
    assert any("ODbL" in line for line in payload["attribution"])
    assert payload["disclaimer"] == "Boundaries imply no endorsement."
    assert "Data: rows.csv" in payload["sources"]


def test_options_are_what_the_page_starts_with(demo):
    made = payload_of(demo, level="province", metric="killed", subtitle="S", disputed="none")
    assert (made["level"], made["metric"], made["subtitle"]) == ("province", "killed", "S")
    assert made["context"]["disputed"] is None
    assert payload_of(demo)["context"]["disputed"] is not None


def test_a_metric_nobody_states_can_be_asked_for(demo):
    made = payload_of(demo, metric="injured")
    assert made["metric"] == "injured"
    assert {v["value"] for v in made["values"]["district"]["injured"].values()} == {None}
    assert "injured" not in payload_of(demo)["metrics"]


def test_the_demo_never_gives_a_district_the_shared_figure(demo_payload):
    values = demo_payload["values"]["district"]["killed"]
    assert values["PK210"]["text"] == "4"
    for code in ("PK226", "PK220", "PK206", "PK205", "PK225"):
        assert values[code] == {"value": None, "text": "not known", "note": "part of 92 across 5 districts"}
    assert set(demo_payload["incidents"]["killed"][3:8]) == {"part of 92 militants across 5 districts"}


def test_the_demo_says_what_may_overlap_and_what_was_inferred(demo_payload):
    marks = demo_payload["incidents"]["marks"]
    assert marks[0] == ["year inferred"]
    assert any(mark.startswith("may include") for mark in marks[8])
    assert any(mark.startswith("may be") for mark in marks[9])
    assert set(demo_payload["incidents"]["url"]) == {""}


def test_the_same_input_gives_the_same_payload(demo, demo_payload):
    assert json.dumps(payload_of(demo)) == json.dumps(demo_payload)
