"""What a user added answers after all that is embedded, and is credited."""

import pandas as pd
import pytest

from incident_mapper.add_places import add_gazetteer, remove_gazetteer
from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.geocode import geocode_table
from incident_mapper.pipeline import make_map, place_incidents
from incident_mapper.resolve import look_up
from incident_mapper.resolve.incidents import resolve_text

KALAT, QUETTA, KECH = (66.6, 29.0), (66.99, 30.18), (63.0, 26.0)
ROWS = [
    ("Zabra Dhok", *KALAT),
    ("Quetta", *KECH),  # an embedded name
    ("Kandahar", *KALAT),  # a place abroad
    ("Noshkee", *KECH),  # sounds like a district
    ("Twin Dhok", *KALAT),
    ("Twin Dhok", *QUETTA),
    ("Pair Dhok", 66.6, 29.0),
    ("Pair Dhok", 66.4, 28.9),
]


@pytest.fixture
def gazetteer(tmp_path, monkeypatch):
    monkeypatch.setenv("INCIDENT_MAPPER_DATA", str(tmp_path / "data"))
    path = tmp_path / "mine.csv"
    lines = [f"{name},{lon},{lat}" for name, lon, lat in ROWS]
    path.write_text("\n".join(["name,longitude,latitude", *lines]) + "\n", encoding="utf-8")
    add_gazetteer(path)
    return load_gazetteer()


def test_an_added_name_is_found_and_gone_when_removed(gazetteer):
    assert look_up("Zabra Dhok", gazetteer).place.adm2_code == "PK210"
    assert look_up("Zabra Dhok", gazetteer, within="PK-SD").status == "unmatched"
    remove_gazetteer("mine")
    assert look_up("Zabra Dhok", load_gazetteer()).status == "unmatched"
    assert load_gazetteer().added is None


def test_the_fixture_puts_it_back(gazetteer):
    assert load_gazetteer() is gazetteer


@pytest.mark.parametrize(
    ("name", "code", "method"),
    [("Quetta", "PK226", "exact"), ("Kandahar", "", "foreign"), ("Noshkee", "PK223", "sound")],
)
def test_embedded_names_win(gazetteer, name, code, method):
    match = look_up(name, gazetteer)
    assert (match.adm2_code, match.method) == (code, method)


def test_homonyms_are_ambiguous_unless_the_context_decides(gazetteer):
    match = look_up("Twin Dhok", gazetteer)
    assert (match.status, set(match.candidates)) == ("ambiguous", {"PK210", "PK226"})
    assert resolve_text("Twin Dhok, Quetta district", gazetteer).adm2_code == "PK226"


def test_namesakes_in_one_district_answer_with_what_holds_both(gazetteer):
    match = look_up("Pair Dhok", gazetteer)
    assert (match.status, match.adm2_code, match.place.level) == ("matched", "PK210", "tehsil")
    assert match.reason.startswith("2 places in Kalat tehsil")


def test_an_added_name_is_found_in_a_phrase_but_not_in_a_report(gazetteer):
    assert resolve_text("near Zabra Dhok area", gazetteer).adm2_code == "PK210"
    report = "Two men were killed on Monday when Zabra Dhok, a trader of some renown, opened fire at a crowd"
    assert resolve_text(report, gazetteer).adm2_code == ""


def test_a_table_has_its_point_and_a_map_its_credit(gazetteer, tmp_path):
    done = geocode_table(pd.DataFrame({"place_text": ["Zabra Dhok"]}), gazetteer)
    assert done[["place_lon", "place_lat", "precision_km"]].iloc[0].tolist() == [*KALAT, 5.0]
    path = tmp_path / "r.csv"
    path.write_text("place_text\nZabra Dhok\n", encoding="utf-8")
    placed = place_incidents(path)
    assert placed.ledger.counts["district"] == 1
    assert any("mine; licence: not stated" in text for text in placed.credits)
    page = next(iter(make_map(placed)._children.values()))
    assert any("mine; licence: not stated" in text for text in page.payload()["sources"])
