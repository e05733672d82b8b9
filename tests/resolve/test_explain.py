"""Every answer can be asked how it came about."""

import pytest

from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.resolve import explain
from incident_mapper.resolve.match import RULES, Method

GAZETTEER = load_gazetteer()


def lines(text, **options):
    return explain(text, GAZETTEER, **options).lines(GAZETTEER)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kalat", "the name is on record as it is written (exact, score 100)"),
        ("Panjgurr", "sounds the same (sound, score 96)"),
        ("Rawlpindi", "a few letters apart from one name on record"),
        ("Sui town, Dera Bugti", "the finest place named in the text"),
        ("between Mastung and Kalat", "several districts are named"),
        ("Zabul, Afghanistan", "abroad or in disputed territory"),
        ("Gazi Tir", "nothing on record answers to it"),
    ],
)
def test_the_rule_is_named(text, said):
    assert any(line.startswith("rule: ") and said in line for line in lines(text))


def test_every_method_has_a_rule():
    assert set(Method.__args__) <= set(RULES)


def test_a_name_inside_a_text_is_shown_with_its_place_in_it():
    told = lines("115 km north of Quetta")
    assert "in the text: 'Quetta' at 16-22, 115 km away" in told


def test_what_the_answer_is_not_is_listed_with_the_reason():
    told = "\n".join(lines("Kalat"))
    assert (
        "not Kalat division, Balochistan (IM-V-KALAT): a division is less likely meant than a district"
        in told
    )
    assert "in the same district, and no finer statement" in told


def test_candidates_are_listed_where_the_text_does_not_decide():
    told = explain("Chitral", GAZETTEER)
    assert {place.name for place, _ in told.alternatives} >= {"Lower Chitral", "Upper Chitral"}


def test_a_place_outside_the_province_is_said_to_be():
    told = lines("Quetta", within="PK-SD")
    assert any("not in Sindh" in line for line in told)
