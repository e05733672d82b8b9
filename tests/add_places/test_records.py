"""Names: which are used, and under which keys a place is found."""

import pytest

from incident_mapper.add_places.features import is_taken
from incident_mapper.add_places.records import RawPlace, degrees, keys, readable
from incident_mapper.names import compact, match_key


def keys_of(name, *others, feature="P.PPL", urdu=""):
    return list(dict.fromkeys(keys(RawPlace(1, name, "", True, 66.0, 29.0, feature, urdu, others))))


def test_a_place_is_found_under_every_spelling_of_it():
    found = keys_of("Khārān Kalay", "Kharan Kalay", "Kharan-Kili", urdu="خاران")
    assert found == ["kharankalay", "kharankili", compact(match_key("خاران"))]


@pytest.mark.parametrize(
    "name",
    [
        "Rest House",
        "Police Station",
        "Village",
        "Tehsil",
        "New Colony",
        "Govt. Girls High School",
        "102",
        "X",
        "-",
    ],
)
def test_a_common_word_or_a_bare_number_is_no_key(name):
    assert keys_of(name) == []


@pytest.mark.parametrize("name", ["Bagh", "Chak 102", "K2", "Levies Post Mach", "Fort Munro", "Kot"])
def test_a_name_with_a_word_of_its_own_is_one(name):
    assert keys_of(name) == [compact(match_key(name))]


def test_a_unit_is_found_without_its_level_word_and_a_village_only_as_it_is_called():
    assert keys_of("Manjhand Taluka", feature="A.ADM3") == ["manjhandtaluka", "manjhand"]
    assert keys_of("Manjhand Taluka") == ["manjhandtaluka"]


@pytest.mark.parametrize("name", ["Кала́т", "卡拉特", "Καλάτ", "क़लात", "", "-", "42"])
def test_a_name_in_another_script_or_without_letters_cannot_be_read(name):
    assert not readable(name)


@pytest.mark.parametrize("name", ["Kalāt", "Ḍera Ghāzi Khān", "قلات", "Sra-Rogha", "Chak 5", "D’Souza"])
def test_a_name_in_latin_or_arabic_script_can(name):
    assert readable(name)


@pytest.mark.parametrize(
    "pair", [("", "29"), ("inf", "29"), ("66", "nan"), ("181", "0"), ("0", "-91"), ("66,1", "29")]
)
def test_what_is_no_pair_of_degrees_is_none(pair):
    assert degrees(*pair) is None


@pytest.mark.parametrize(
    "feature",
    [
        *("A.ADM1", "A.ADM2", "A.ADM2H", "A.PCLI", "H.STM", "H.STMI", "H.CNL", "T.MTS", "T.VAL", "T.DSRT"),
        *("L.RGN", "R.RD", "R.RR", "V.FRST", "U.BNKU", "P.PPLH", ".", "X.Y"),
    ],
)
def test_what_one_point_cannot_stand_for_is_left_out(feature):
    assert not is_taken(*feature.split("."))
