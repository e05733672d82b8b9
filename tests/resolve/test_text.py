"""A text means the places it names as such, not every place whose name occurs in it."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.resolve import read_text, scan
from incident_mapper.resolve.incidents import resolve_text

GAZETTEER = load_gazetteer()


def read(text, **options):
    return read_text(text, GAZETTEER, **options)


def district(text):
    match = read(text)
    return match.adm2_code if match else ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sui town, Dera Bugti district, Balochistan", "PK204"),
        ("Malant area of Tump tehsil (Kech, Balochistan)", "PK211"),
        ("Quetta's Sariab Road", "PK226"),
        ("Quetta Press Club", "PK226"),
        ("A blast hit a convoy in Mastung on Friday", "PK220"),
        ("Bara area near Peshawar", "PK513"),
        ("Kanak near Mastung in Quetta", "PK226"),
        ("Tirah valley, Khyber Agency", "PK513"),
        ("Wana, South Waziristan agency (FATA)", "PK530"),
        ("5 km from Quetta", "PK226"),
        ("near the Afghanistan border, Chaman", "PK235"),
        ("the Pak-Afghan border at Chaman", "PK235"),
        ("Khost area of Harnai district", "PK206"),
        ("Khost, Harnai", "PK206"),
        ("Nasirabad, Kambar district", "PK709"),
        ("a convoy in D.I. Khan", "PK509"),
        ("a convoy in D.G. Khan", "PK607"),
        ("کوئٹہ میں دھماکہ", "PK226"),
    ],
)
def test_the_finest_district_that_is_named_wins(text, code):
    assert district(text) == code


@pytest.mark.parametrize("text", ["Ghazi Mirwais town", "Ghazi Mirwais", "in Ghazi Mirwais village"])
def test_a_part_of_a_longer_name_names_nothing(text):
    assert district(text) == ""
    assert resolve_text(text, GAZETTEER).adm2_code == ""


def test_a_name_as_a_whole_is_named():
    assert district("in Ghazi tehsil") == "PK511"


@pytest.mark.parametrize(
    "text", ["115 km north of Quetta", "about 70 miles from Quetta", "25.5 kilometres south of Quetta city"]
)
def test_a_place_far_from_a_town_is_not_the_town(text):
    match = read(text)
    assert match.place is None
    assert "is not Quetta" in match.reason


def test_far_from_a_town_the_province_still_holds():
    match = read("115 km north of Quetta, Balochistan")
    assert match.place.code == "PK-BA"
    assert "115 km" in match.reason


def test_a_short_distance_becomes_the_precision():
    assert read("5 km from Quetta").precision_km == 5
    assert read("10 miles south of Turbat").precision_km == pytest.approx(16.09)


@pytest.mark.parametrize(
    "text", ["Zabul, Afghanistan", "Khost province, Afghanistan", "Zahedan in Iran", "Kabul"]
)
def test_a_text_that_puts_its_place_abroad_is_foreign(text):
    match = read(text)
    assert (match.method, match.place) == ("foreign", None)


@pytest.mark.parametrize(
    "text", ["an Afghanistan-based group attacked Chaman", "Chaman, near the Afghanistan border"]
)
def test_a_country_that_is_only_mentioned_does_not_make_a_place_foreign(text):
    assert district(text) == "PK235"


@pytest.mark.parametrize(
    ("text", "codes", "shared"),
    [
        ("between Mastung and Kalat", {"PK220", "PK210"}, "IM-V-KALAT"),
        ("Bannu-Miranshah road", {"PK503", "PK525"}, "IM-V-BANNU"),
        (
            "Quetta, Mastung, Harnai, Gwadar and Pishin",
            {"PK226", "PK220", "PK206", "PK205", "PK225"},
            "PK-BA",
        ),
        ("Quetta, Mastung, Harnai, Gwadar, Pishin", {"PK226", "PK220", "PK206", "PK205", "PK225"}, "PK-BA"),
        ("Lahore and Kasur, Punjab", {"PK617", "PK614"}, "IM-V-LAHORE"),
        ("Lahore and Karachi", {"PK617", *GAZETTEER.districts_of("IM-V-KARACHI")}, None),
    ],
)
def test_several_districts_are_kept_as_several(text, codes, shared):
    match = read(text)
    assert (match.status, match.method) == ("ambiguous", "multi")
    assert set(match.candidates) == codes
    assert (match.place.code if match.place else None) == shared


@pytest.mark.parametrize(
    "text", ["a blast in Chitral", "an attack in Khanpur", "a bomb in Khost", "in Waziristan"]
)
def test_a_name_that_is_ambiguous_alone_is_ambiguous_in_a_sentence(text):
    match = read(text)
    assert (match.status, match.adm2_code) == ("ambiguous", "")
    assert match.candidates


def test_two_names_in_one_district_are_one_place():
    assert district("Sui and Dera Bugti") == "PK204"


def test_the_province_in_the_text_decides_and_so_does_the_one_given():
    assert district("Khanpur, Sindh") == "PK720"
    assert read("Khanpur", within="PK-KP").adm2_code == "PK511"
    assert read("Quetta", within="PK-PB") is None


def test_only_a_province_or_division_is_as_fine_as_the_text_is():
    assert read("somewhere in Balochistan").place.code == "PK-BA"
    assert read("in Karachi").place.code == "IM-V-KARACHI"
    assert read("in Punjab and Sindh").reason == "the text names several provinces: Punjab, Sindh"
    assert read("across Pakistan").place.code == "PK"


def test_a_text_without_names_means_nothing():
    assert read("a convoy was attacked") is None
    assert read("") is None
    assert resolve_text(" ", GAZETTEER).reason == "no place is given"


def test_mentions_stand_where_they_say_and_do_not_overlap():
    text = "Malant area of Tump tehsil (Kech, Balochistan)"
    mentions = scan(text, GAZETTEER)
    assert (
        [text[m.start : m.end] for m in mentions]
        == [m.name for m in mentions]
        == ["Malant", "Tump", "Kech", "Balochistan"]
    )
    assert mentions[1].level == "tehsil"


def test_the_longest_name_is_taken():
    assert [m.name for m in scan("Upper South Waziristan and Quetta City", GAZETTEER)][-1] == "Quetta City"
    assert [m.name for m in scan("Dera Ghazi Khan", GAZETTEER)] == ["Dera Ghazi Khan"]


PIECES = (
    "Quetta", "Kalat", "D.I. Khan", "Chitral", "Karachi", "Khost", "Ghazi", "near", "115 km", "of", "Afghanistan",
    "Punjab", "and", ",", "(", ")", "-", "Kot", "district", "'s", "ضلع",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)).map(" ".join))
@settings(deadline=None)
def test_any_text_has_one_consistent_answer(text):
    mentions = scan(text, GAZETTEER)
    assert all(left.end <= right.start for left, right in itertools.pairwise(mentions))
    match = resolve_text(text, GAZETTEER)
    assert (match.status == "matched") <= (match.place is not None)
    assert set(match.candidates) <= set(GAZETTEER.by_code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hub town on the Quetta-Karachi national highway", "IM-D-HUB"),
        ("Surab, Kalat", "PK233"),
        ("Surab area of Kalat district", "PK233"),
        ("Duki, Loralai", "PK234"),
        ("Qila Saif-ullah town", "PK215"),
        ("a blast in Dera Bugtee", "PK204"),
    ],
)
def test_roads_lineage_and_sounds_inside_a_text(text, code):
    assert district(text) == code


def test_what_follows_a_distant_place_is_as_distant():
    match = read("about 28 km northeast of Khar, Bajaur")
    assert match.adm2_code == ""
    assert "is not Khar" in match.reason
    assert district("3 km from Khar, Bajaur") == "PK502"


def test_a_word_for_a_level_makes_a_short_sound_a_name():
    assert district("a check post in Bezai tehsil") == "PK524"


def test_two_names_side_by_side_are_one_name_of_a_third_place():
    assert district("Khar Warsak area") == ""
    assert district("Mach Bolan") == "PK209"


def test_a_road_between_two_towns_names_both_when_nothing_says_where_on_it():
    match = read("on the Quetta-Kalat highway")
    assert (match.method, set(match.candidates)) == ("multi", {"PK226", "PK210"})


@pytest.mark.parametrize(
    "text", ["the tank was hit", "a mach-zehnder test", "sibi said nothing new in swat-like gear"]
)
def test_small_letters_name_no_village(text):
    assert all(p.level != "locality" for m in scan(text, GAZETTEER) for p in m.places)


@pytest.mark.parametrize(
    "text", ["An oil tank exploded in Quetta", "The site in Quetta was sealed", "In Quetta a hub burnt"]
)
def test_a_word_in_small_letters_is_no_second_place(text):
    assert district(text) == "PK226"


def test_a_city_in_small_letters_is_still_one():
    assert district("A blast in quetta killed two") == "PK226"
    assert district("blast in tank kills two") == "PK533"


@pytest.mark.parametrize("text", ["45 km off Turbat towards Panjgur", "60 km from Quetta near Mastung"])
def test_what_lies_between_two_places_is_in_neither(text):
    assert district(text) == ""


def test_a_province_in_the_text_limits_a_name_with_its_own_spelling():
    assert resolve_text("near Nall area, Balochistan", GAZETTEER).adm2_code == "PK213"
    assert resolve_text("D.G Khan, KPK", GAZETTEER).adm2_code == ""


def test_near_two_provinces_is_in_neither():
    match = read("LoC near AJK & Punjab")
    assert (match.status, match.method, match.place) == ("ambiguous", "multi", None)
    assert read("near Quetta and Kalat").method == "multi"
