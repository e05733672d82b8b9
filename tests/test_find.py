"""A unit is found as it was on a day, with what became of it."""

from datetime import date

import pytest

from incident_mapper.errors import AmbiguousPlaceError, UnknownPlaceError
from incident_mapper.gazetteer import era, find, load_gazetteer, successors
from incident_mapper.gazetteer.history import current_parents, held_before


@pytest.mark.parametrize(
    ("name", "on", "today"),
    [
        ("Loralai", date(2010, 6, 1), {"Loralai", "Duki"}),
        ("Loralai", date(2020, 6, 1), {"Loralai"}),
        ("Killa Abdullah", date(2015, 1, 1), {"Killa Abdullah", "Chaman"}),
        ("Killa Abdullah", date(2022, 1, 1), {"Killa Abdullah"}),
        ("Kalat district", date(2016, 1, 1), {"Kalat", "Surab"}),
        ("Chitral", date(2010, 1, 1), {"Lower Chitral", "Upper Chitral"}),
        ("FR Kohat", date(2010, 1, 1), {"Kohat"}),
        ("Sui", date(2010, 1, 1), {"Dera Bugti"}),
    ],
)
def test_a_unit_of_a_day_covers_the_units_of_today(name, on, today):
    found = find(name, on=on)
    assert {place.name for place in found.successors} == today
    assert found.on == on
    assert all(found.covers(place.code) for place in found.successors)
    assert not found.covers("PK-XX")


def test_without_a_day_nothing_has_changed():
    found = find("Kalat")
    assert found.successors == (found.place,)


def test_what_did_not_exist_yet_is_not_found_as_a_district():
    with pytest.raises(UnknownPlaceError):
        find("Duki", on=date(2010, 1, 1), level="district")
    assert find("Duki", on=date(2018, 1, 1), level="district").place.code == "PK234"


def test_what_is_ambiguous_stays_so():
    with pytest.raises(AmbiguousPlaceError):
        find("Dasht")


def test_all_days_of_an_era_have_the_same_units():
    for day in (date(2018, 5, 31), date(2018, 7, 1), date(1995, 5, 5)):
        assert current_parents("2023", era("2023", day)) == current_parents("2023", day)
    assert era("2023", date(2018, 5, 30)) < date(2018, 5, 30)


def test_the_agencies_were_a_province_of_their_own_until_the_merger():
    before = load_gazetteer(on=date(2018, 5, 30))
    assert before.find("Khyber", level="district").adm1_code == "PK-TA"
    after = load_gazetteer(on=date(2018, 5, 31))
    assert after.find("Khyber", level="district").adm1_code == "PK-KP"
    assert successors("PK-TA", "2023", before.on, after.on) == ("PK-KP",)


def test_no_tehsil_was_in_a_unit_before_that_holds_it_now():
    day = load_gazetteer().on
    now = current_parents("2023", day)
    for tehsil, units in held_before("2023", day).items():
        assert now[tehsil] not in units


def test_a_name_may_be_limited_to_a_former_province():
    gazetteer = load_gazetteer()
    inside = {p.name for p in gazetteer.places if p.level == "district" and "PK-TA" in p.former}
    assert {
        "Bajaur",
        "Khyber",
        "Kurram",
        "Mohmand",
        "North Waziristan",
        "Orakzai",
        "South Waziristan",
    } <= inside
    assert not inside & {"Swat", "Mardan", "Abbottabad"}


def test_lineage_says_what_a_district_was_part_of():
    lineage = load_gazetteer().lineage
    assert lineage["PK233"] == {"PK210"}  # Surab, Kalat
    assert "PK210" not in lineage
