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
