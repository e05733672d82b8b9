"""Sentences as reports write them: where it happened is told from where people come from, go to and speak."""

import pytest

from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.resolve import scan
from incident_mapper.resolve.incidents import resolve_text

GAZETTEER = load_gazetteer()

REPORTS = {
    "On 14 August 2020, unidentified militants on a motorcycle threw a hand grenade at a shop in the Jinnah Road area of Quetta city, injuring five people.": "Quetta",
    "Security forces killed two suspected BLA militants during an operation in Mach area of Bolan (Kachhi) district, Balochistan. The bodies were shifted to Quetta.": "Kachhi",
    "A resident of Khuzdar was shot dead in Turbat, Kech district.": "Kech",
    "Unknown gunmen attacked a convoy of Frontier Corps in Mand, near the Iranian border in Kech district, on Tuesday, officials in Quetta said.": "Kech",
    "BLF claimed responsibility for attacking a check post of forces in Kolwah area of district Awaran.": "Awaran",
    "Levies found the bullet-riddled body of a missing person from Panjgur in the Hoshab area.": "Kech",
    "A gas pipeline was blown up in Pir Koh, Dera Bugti.": "Dera Bugti",
    "Explosion targets police vehicle on Quetta's Double Road": "Quetta",
    "Three labourers from Punjab killed in Gwadar's Surbandar area": "Gwadar",
    "The Kalat Scouts were attacked in the Nagau mountains near Surab.": "Surab",
    "On 3 May, BLA militants attacked the Jaffar Express in the Dera Murad Jamali area, Nasirabad district.": "Nasirabad",
    "Unidentified assailants opened fire on a vehicle in Washuk district; the injured were taken to a hospital in Kharan.": "Washuk",
    "Two persons were killed in a landmine blast in the Kahan area of Kohlu district, 340 km east of Quetta.": "Kohlu",
    "A bus travelling from Quetta to Karachi was attacked near Wadh in Khuzdar district.": "Khuzdar",
    "On 12 February 2019, in Loralai town (Loralai district, Balochistan), gunmen shot dead a policeman.": "Loralai",
    "FC personnel killed in attack in Balochistan's Harnai": "Harnai",
    "The Quetta-based Hazara shopkeeper was killed in Mastung.": "Mastung",
    "A powerful bomb went off on the Quetta-Chaman highway in Qilla Abdullah.": "Killa Abdullah",
    "Motorcyclists shot dead two members of the Levies force in Pishin bazaar": "Pishin",
    "Rockets were fired at Sui gas plant, Dera Bugti police said": "Dera Bugti",
    "Chief Minister of Balochistan condemned the attack in Ziarat and sought a report from the DC Ziarat": "Ziarat",
    "Security forces in Awaran's Jhao area came under attack, a Turbat-based journalist said.": "Awaran",
    "گوادر کے علاقے پسنی میں دھماکہ، دو ہلاک": "Gwadar",
}
SEVERAL = {
    "A railway track was blown up between Mach and Sibi.": {"Kachhi", "Sibi"},
    "Militants stormed a camp of the Makran Scouts in Panjgur and Nushki on the night of 2 February.": {
        "Panjgur",
        "Nushki",
    },
    "Attacks across Quetta, Mastung, Harnai, Gwadar and Pishin were repelled": {
        "Quetta",
        "Mastung",
        "Harnai",
        "Gwadar",
        "Pishin",
    },
}


def name(code: str) -> str:
    return GAZETTEER.by_code[code].name if code else ""


@pytest.mark.parametrize(("text", "district"), REPORTS.items())
def test_a_report_is_placed_where_it_happened(text, district):
    match = resolve_text(text, GAZETTEER)
    assert (match.status, name(match.adm2_code)) == ("matched", district)


@pytest.mark.parametrize(("text", "districts"), SEVERAL.items())
def test_several_districts_stay_several(text, districts):
    match = resolve_text(text, GAZETTEER)
    assert (match.method, {name(code) for code in match.candidates}) == ("multi", districts)


@pytest.mark.parametrize(
    "aside",
    [
        "a resident of Khuzdar", "labourers from Khuzdar", "shifted to a hospital in Khuzdar", "a Khuzdar-based trader",
        "officials in Khuzdar said", "the Khuzdar Scouts", "travelling from Khuzdar to Karachi",
    ],
)  # fmt: skip
def test_what_is_only_mentioned_is_no_second_place(aside):
    assert name(resolve_text(f"One man was killed in Panjgur, {aside}.", GAZETTEER).adm2_code) == "Panjgur"


def test_a_province_that_people_come_from_is_no_constraint():
    assert name(resolve_text("Workers from Punjab were shot dead in Kech", GAZETTEER).adm2_code) == "Kech"


@pytest.mark.parametrize("text", ["Spin Boldak near Chaman", "Kandahar, 100 km from Chaman"])
def test_a_place_abroad_near_one_of_ours_is_abroad(text):
    assert resolve_text(text, GAZETTEER).method == "foreign"


def test_a_whole_report_is_scanned_with_offsets():
    text = " ".join(REPORTS)
    mentions = scan(text, GAZETTEER)
    assert len(mentions) > len(REPORTS)
    assert all(text[m.start : m.end] == m.name for m in mentions)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


@pytest.mark.parametrize(
    "text",
    [
        "Wana-based militant killed in Karachi", "Mastung native shot dead in Karachi", "Labourers from Swat killed in Karachi",
        "Killed in Karachi, buried in Mardan", "swat team deployed in karachi", "A Kech resident was found dead in Karachi",
    ],
)  # fmt: skip
def test_a_city_of_several_districts_does_not_lose_to_a_district_mentioned(text):
    match = resolve_text(text, GAZETTEER)
    assert (match.wide, match.place.name) == (True, "Karachi")


@pytest.mark.parametrize(
    ("text", "district"), [("Saddar, Karachi", "Karachi South"), ("Gulberg Karachi", "Karachi Central")]
)
def test_a_place_in_the_city_is_in_its_district(text, district):
    assert name(resolve_text(text, GAZETTEER).adm2_code) == district


def test_the_city_and_another_district_are_two():
    match = resolve_text("Blasts in Karachi and Quetta", GAZETTEER)
    assert (match.method, match.adm2_code) == ("multi", "")


@pytest.mark.parametrize(
    ("text", "districts"),
    [
        ("Two killed in Kalat, grenade attack injures one in Mastung", {"Kalat", "Mastung"}),
        ("Blast in Lasbela, suspect held in Hub", {"Lasbela", "Hub"}),
    ],
)
def test_a_district_and_what_it_was_split_from_are_two_unless_one_says_where_the_other_is(text, districts):
    assert {name(code) for code in resolve_text(text, GAZETTEER).candidates} == districts


@pytest.mark.parametrize(
    "text",
    [
        "Khost province",
        "Khost city",
        "Punjab, India",
        "East Punjab",
        "Kalat-e-Ghilzai",
        "پنجاب، بھارت",
        "حیدر آباد دکن",
        "قندھار",
    ],
)
def test_what_is_abroad_is_abroad_although_part_of_it_is_a_name_of_ours(text):
    assert resolve_text(text, GAZETTEER).method == "foreign"


@pytest.mark.parametrize(
    "text",
    ["Kohat Road", "blast on Kohat Road", "Multan Road", "two hours' drive from Quetta", "far from Quetta", "Quetta se 100 km",
     "کوئٹہ سے 115 کلومیٹر شمال", "hub of militants", "water tank near mosque"],
)  # fmt: skip
def test_what_names_no_place_has_no_district(text):
    match = resolve_text(text, GAZETTEER)
    assert match.adm2_code == "" or match.place.level == "division"


def test_the_place_that_was_attacked_goes_before_the_way_there():
    assert (
        name(resolve_text("A bus travelling from Quetta to Taftan attacked in Mastung", GAZETTEER).adm2_code)
        == "Mastung"
    )
    assert (
        name(resolve_text("Containers heading for Chaman torched in Khuzdar", GAZETTEER).adm2_code)
        == "Khuzdar"
    )


def test_a_long_chain_of_letters_costs_little():
    assert resolve_text("https://" + "a/" * 5000, GAZETTEER).adm2_code == ""
