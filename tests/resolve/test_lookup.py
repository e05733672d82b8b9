"""One name is looked up exactly, by a variant, or by a fuzzy step that refuses close calls."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.resolve import look_up
from incident_mapper.resolve.alike import MIN_FUZZY_LETTERS, MIN_SCORE, SOUND_SCORE

GAZETTEER = load_gazetteer()
DI_KHAN, DG_KHAN = "PK509", "PK607"


def code(match):
    return match.place.code if match.place else ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kalat", "PK210"),
        ("KALAT DISTRICT", "PK210"),
        ("Qalat district", "PK210"),
        ("قلات", "PK210"),
        ("كوئٹه", "PK226"),
        ("پشين", "PK225"),
        ("پش\u200cین", "PK225"),
        ("Musakhel", GAZETTEER.find("Musa Khel", level="district").code),
        ("Khyber Agency", "PK513"),
        ("Kurram Agency", "PK518"),
        ("North Waziristan Agency", "PK525"),
        ("FR Kohat", "PK514"),
        ("FR Bannu", "PK503"),
        ("Frontier Region Peshawar", "PK528"),
        ("FATA", "PK-KP"),
        ("Federally Administered Tribal Areas", "PK-KP"),
        ("NWFP", "PK-KP"),
        ("Makran", "IM-V-MEKRAN"),
        ("Kalat Division", "IM-V-KALAT"),
        ("Karachi division", "IM-V-KARACHI"),
        ("Pakistan", "PK"),
    ],
)
def test_a_name_on_record_is_matched(name, expected):
    match = look_up(name, GAZETTEER)
    assert (match.status, code(match), match.score) == ("matched", expected, 100.0)
    assert match.method in ("exact", "alias")


@pytest.mark.parametrize(
    "district", [p for p in GAZETTEER.places if p.level == "district"], ids=lambda p: p.code
)
def test_every_district_is_found_by_every_spelling_on_record(district):
    for name in district.names:
        match = look_up(f"{name} district", GAZETTEER)
        assert match.adm2_code == district.code or district.code in match.candidates


@pytest.mark.parametrize(
    "spelling", ["D.I. Khan", "DI Khan", "D I Khan", "D. I. Khan", "d.i.khan", "Dera Ismail Khan"]
)
def test_di_khan_is_never_dg_khan(spelling):
    assert code(look_up(spelling, GAZETTEER)) == DI_KHAN
    assert (
        code(look_up(spelling.replace("I", "G").replace(".i.", ".g.").replace("Gsmail", "Ghazi"), GAZETTEER))
        == DG_KHAN
    )


@pytest.mark.parametrize("spelling", ["Dera Khan", "D Khan", "DK Khan"])
def test_between_di_khan_and_dg_khan_nothing_is_guessed(spelling):
    assert look_up(spelling, GAZETTEER).adm2_code not in {DI_KHAN, DG_KHAN}


@pytest.mark.parametrize(
    ("name", "districts"),
    [
        ("Chitral", {"PK507", "PK508"}),
        ("Khanpur", {"PK628", "PK720", "PK511"}),
        ("Khost", {"PK206"}),
        ("Waziristan", {"PK525", "PK530"}),
        ("Dir", {"PK520", "PK535"}),
        ("Kohistan", {"PK515", "PK516", "PK517"}),
    ],
)
def test_a_name_of_several_places_is_ambiguous(name, districts):
    match = look_up(name, GAZETTEER)
    assert (match.status, match.adm2_code) == ("ambiguous", "")
    assert set(match.candidates) == districts
    assert name in match.reason


def test_the_place_of_an_ambiguous_name_is_the_smallest_unit_that_holds_all():
    assert code(look_up("Chitral", GAZETTEER)) == "IM-V-MALAKAND"
    assert code(look_up("Waziristan", GAZETTEER)) == "PK-KP"
    assert code(look_up("Khanpur", GAZETTEER)) == ""


@pytest.mark.parametrize(
    ("name", "within", "district"),
    [
        ("Khanpur", "PK-SD", "PK720"),
        ("Khanpur", "PK-PB", "PK628"),
        ("Khanpur", "PK-KP", "PK511"),
        ("Khost", "PK-BA", "PK206"),
        ("Khost", "PK206", "PK206"),
        ("Nasirabad", "PK-SD", "PK709"),
    ],
)
def test_the_province_or_district_decides_an_ambiguous_name(name, within, district):
    match = look_up(name, GAZETTEER, within=within)
    assert (match.status, match.adm2_code) == ("matched", district)


def test_a_name_from_another_province_is_not_forced_into_the_stated_one():
    match = look_up("Quetta", GAZETTEER, within="PK-PB")
    assert (match.status, match.place) == ("unmatched", None)
    assert match.reason == "'Quetta' is Quetta district, Balochistan, not in Punjab"
    assert match.suggestion == "Quetta district, Balochistan (PK226)?"


@pytest.mark.parametrize("name", ["Zabul", "Kabul", "Afghanistan", "Zahedan", "Srinagar"])
def test_a_place_abroad_is_foreign(name):
    match = look_up(name, GAZETTEER)
    assert (match.status, match.method, match.place) == ("unmatched", "foreign", None)


@pytest.mark.parametrize(
    ("name", "district"),
    [("Panjgrur", "PK224"), ("Dera Bugtai", "PK204"), ("Rawlpindi", "PK630"), ("Nasirabda", "PK222")],
)
def test_a_slip_of_the_pen_is_read_with_its_score(name, district):
    match = look_up(name, GAZETTEER)
    assert (match.method, match.adm2_code) == ("fuzzy", district)
    assert MIN_SCORE <= match.score < 100
    assert "one letter apart" in match.reason
    assert look_up(name, GAZETTEER, fuzzy=False).status == "unmatched"


@pytest.mark.parametrize("name", ["Gazi", "Sibbo", "Swati", "Kechi", "Mir"])
def test_fuzzy_refuses_short_names(name):
    assert len(name) < MIN_FUZZY_LETTERS
    assert look_up(name, GAZETTEER).method != "fuzzy"


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("Panjgurr", "PK224"), ("Nushkee", "PK223"), ("Nushkii", "PK223"), ("Qila Saifulla", "PK215"),
        ("Khalat", "PK210"), ("Gawader", ""), ("Kurem", ""), ("Naseerabad", "PK222"),
        ("Benazirabad", "PK719"), ("D Bugti", "PK204"),
    ],
)  # fmt: skip
def test_a_name_that_sounds_like_one_on_record_is_read_as_it(name, district):
    match = look_up(name, GAZETTEER)
    assert match.adm2_code == district or match.method == "fuzzy"
    if match.method == "sound":
        assert match.score == SOUND_SCORE
        assert "which sounds the same" in match.reason
        assert look_up(name, GAZETTEER, fuzzy=False) == match


@pytest.mark.parametrize("name", ["Karachi", "karachi city", "کراچی"])
def test_karachi_is_any_of_its_seven_districts(name):
    match = look_up(name, GAZETTEER)
    assert (match.status, code(match), len(match.candidates)) == ("ambiguous", "IM-V-KARACHI", 7)
    assert match.reason == "Karachi is a division of 7 districts"


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("Bagh", "PK-JK", "PK101"), ("Bagh", "PK-KP", "PK513"), ("Ziarat", "PK-BA", "PK232"),
        ("Qalat", "PK-BA", "PK210"), ("Gulistan", "PK-BA", "PK214"), ("Nagar", "PK-GB", "PK308"),
        ("Uch", "PK-BA", "PK204"), ("Uch", "PK-PB", "PK603"),
    ],
)  # fmt: skip
def test_a_name_that_is_never_sure_by_itself_is_decided_by_its_province(name, within, code):
    alone = look_up(name, GAZETTEER)
    assert (alone.status, alone.adm2_code) == ("ambiguous", "")
    assert code in alone.candidates
    assert alone.reason.startswith(f"{name!r} is ambiguous: ")
    assert look_up(name, GAZETTEER, within=within).adm2_code == code


@pytest.mark.parametrize("name", ["Ziarat district", "Nagar district", "Bagh district"])
def test_the_word_district_decides_as_well(name):
    assert look_up(name, GAZETTEER).place.level == "district"


def test_a_name_that_needs_its_province_says_nothing_without_it():
    assert look_up("Jinnah Road", GAZETTEER).status == "unmatched"
    assert look_up("Jinnah Road", GAZETTEER, within="PK-BA").adm2_code == "PK226"


@pytest.mark.parametrize("province", ["PK-KP", "PK-BA", "PK-SD"])
def test_dera_ghazi_khan_in_a_wrong_province_is_never_dera_ismail_khan(province):
    match = look_up("D.G Khan", GAZETTEER, within=province)
    assert match.status == "unmatched"
    assert match.outweighs == GAZETTEER.by_code[DG_KHAN]


def test_fuzzy_refuses_close_calls():
    # Whatever is as near must be in the same district.
    for name in ("Shakargurh", "Sikandarabat", "Nawabsahi", "Jacobabat"):
        match = look_up(name, GAZETTEER)
        if match.method == "fuzzy":
            near = GAZETTEER.near(name.casefold(), distance=1)
            assert {p.adm2_code for key, _ in near for p in GAZETTEER.alike(key)} <= {match.adm2_code}


def test_fuzzy_does_not_make_an_ambiguous_name_sure():
    assert look_up("Chitrall", GAZETTEER).adm2_code == ""
    assert look_up("Khanpurr", GAZETTEER).adm2_code == ""


def test_fuzzy_keeps_to_the_stated_province():
    assert look_up("Panjgurr", GAZETTEER, within="PK-PB").status == "unmatched"


def test_an_unknown_name_is_unmatched_with_a_suggestion():
    match = look_up("Gazi Tir", GAZETTEER)
    assert match.reason == "no place in the gazetteer is called 'Gazi Tir'"
    assert "(IM-T-HARIPUR-GHAZI)?" in look_up("Gazi", GAZETTEER).suggestion


def test_nothing_given_is_nothing_found():
    assert look_up(" - ", GAZETTEER).reason == "no place is given"


def test_a_level_may_be_demanded():
    assert code(look_up("Quetta", GAZETTEER, level="division")) == "IM-V-QUETTA"
    assert look_up("Quetta", GAZETTEER, level="province").status == "unmatched"


@given(st.text(max_size=60), st.sampled_from([None, "PK-BA", "PK206"]))
@settings(deadline=None)
def test_any_text_has_one_consistent_answer(text, within):
    match = look_up(text, GAZETTEER, within=within)
    assert (match.status == "matched") <= (match.place is not None)
    assert (match.status == "unmatched") <= (match.place is None and bool(match.reason))
    assert set(match.candidates) <= set(GAZETTEER.by_code)


@pytest.mark.parametrize("name", ["Srinagar", "Kargil", "Indian-administered Kashmir", "Leh"])
def test_disputed_territory_is_called_that(name):
    match = look_up(name, GAZETTEER)
    assert (match.status, match.method, match.place) == ("unmatched", "foreign", None)
    assert match.reason == f"{name!r} is in disputed territory"


@pytest.mark.parametrize(
    ("name", "code"),
    [("Gawdar", "PK205"), ("Upper South Waziristan", "PK530"), ("Chhattar", "PK222")],
)
def test_spellings_met_in_headlines(name, code):
    assert look_up(name, GAZETTEER, within="PK-BA" if name == "Chhattar" else None).adm2_code == code


@pytest.mark.parametrize("name", ["باغ", "زیارت", "نگر"])
def test_a_name_that_is_never_sure_alone_is_not_sure_in_urdu(name):
    assert look_up(name, GAZETTEER).status == "ambiguous"
