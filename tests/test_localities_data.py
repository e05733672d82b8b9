"""The places of general knowledge: sure of their district, never with a coordinate, never before a sure place."""

import csv
from pathlib import Path

import pytest

from incident_mapper.gazetteer import load_gazetteer, most_likely
from incident_mapper.names import compact, match_key
from incident_mapper.resolve import look_up

GAZETTEER_FOLDER = Path(__file__).parent.parent / "gazetteer"
KINDS = {
    "town", "village", "locality", "area", "valley", "pass", "mountain", "road", "border", "dam", "mine", "gasfield",
    "island", "port", "base", "river", "shrine",
}  # fmt: skip
GAZETTEER = load_gazetteer()


def table(name: str) -> list[dict[str, str]]:
    with (GAZETTEER_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


ROWS = table("localities")
DISTRICTS = {row["code"]: row for row in table("districts")}


def test_rows_are_sorted_unique_and_of_a_kind():
    codes = [row["code"] for row in ROWS]
    assert codes == sorted(set(codes))
    assert {row["kind"] for row in ROWS} <= KINDS
    keys = [(compact(match_key(row["name"])), row["district"]) for row in ROWS]
    assert len(keys) == len(set(keys))


def test_general_knowledge_is_uncertain_and_without_a_coordinate():
    assert {row["source"] for row in ROWS} == {"general-knowledge"}
    assert {row["uncertain"] for row in ROWS} == {"1"}
    assert not {"lon", "lat"} & set(ROWS[0])


def test_every_district_exists_and_is_a_present_one():
    for row in ROWS:
        assert not DISTRICTS[row["district"]]["valid_to"], row


def test_no_place_bears_the_name_of_its_own_district():
    for row in ROWS:
        district = DISTRICTS[row["district"]]
        own = {compact(match_key(n)) for n in (district["name"], *district["variants"].split("|")) if n}
        assert compact(match_key(row["name"])) not in own, row


def test_urdu_is_in_arabic_script_and_names_are_not():
    for row in ROWS:
        assert all("\u0600" <= c <= "\u06ff" or c in " -\u200c" for c in row["urdu"]), row
        assert any(c.isascii() and c.isalpha() for c in row["name"]), row


def test_every_place_is_found_in_its_district():
    """By its name and the district's: the way a report states it."""
    lost = []
    for row in ROWS:
        place = GAZETTEER.by_code[row["code"]]
        match = look_up(row["name"], GAZETTEER, within=place.adm2_code)
        if match.adm2_code != place.adm2_code:
            lost.append((row["name"], row["district"]))
    assert lost == []


@pytest.mark.parametrize("level", ["district", "tehsil", "town"])
def test_an_uncertain_place_never_wins_over_a_sure_one(level):
    sure = {key: place for place in GAZETTEER.places if place.level == level and not place.uncertain
            for key in [compact(match_key(place.name))]}  # fmt: skip
    for row in ROWS:
        if (rival := sure.get(compact(match_key(row["name"])))) and rival.adm2_code != row["district"]:
            best = most_likely(GAZETTEER.named(match_key(row["name"])))
            assert all(not place.uncertain for place in best), row


def test_a_homonym_is_ambiguous_until_the_district_is_named():
    assert look_up("Dasht", GAZETTEER).status == "ambiguous"
    assert look_up("Dasht", GAZETTEER, within="PK211").adm2_code == "PK211"


def test_a_tehsil_that_is_given_lies_in_the_district():
    parents = {
        (row["child"], row["parent"])
        for row in table("parents")
        if not row["edition"] and not row["valid_to"]
    }
    assert [row for row in ROWS if row["tehsil"] and (row["tehsil"], row["district"]) not in parents] == []


def test_a_place_of_a_frontier_region_was_in_fata_and_the_rest_of_its_district_was_not():
    assert look_up("Pastawana", GAZETTEER, within="PK-TA").adm2_code == "PK528"
    assert look_up("Hayatabad", GAZETTEER, within="PK-TA").adm2_code == ""
