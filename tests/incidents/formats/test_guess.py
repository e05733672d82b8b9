"""Headers that people wrote are guessed by their words and by the values, and what is not sure is not used."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_mapper import schema as s
from incident_mapper.files import Table
from incident_mapper.incidents.columns import USUAL_NAMES, find_columns
from incident_mapper.incidents.formats import columns_of, format_named, propose, recognise
from incident_mapper.incidents.formats.guess import USED_FROM, guess

SPREADSHEET = format_named("spreadsheet")
SUICIDE = (
    "S#", "Date", "Islamic Date", "Blast Day Type", "Holiday Type", "Time", "City", "Latitude", "Longitude",
    "Province", "Location", "Location Category", "Location Sensitivity", "Open/Closed Space",
    "Influencing Event/Event", "Target Type", "Targeted Sect if any", "Killed Min", "Killed Max", "Injured Min",
    "Injured Max", "No. of Suicide Blasts", "Explosive Weight (max)", "Hospital Names", "Temperature(C)",
    "Temperature(F)",
)  # fmt: skip
SUICIDE_ROW = (
    "1", "Friday-November 24-2000", "27 SHa`baan 1421 A.H", "Working Day", "Weekend", "9:30 AM", "Karachi",
    "24.99", "66.99", "Sindh", "a bus stop", "Transport", "Low", "Open", "an election", "Civilian", "None", "2", "3",
    "4", "9", "1", "2 kg", "A hospital", "23.8", "74.8",
)  # fmt: skip
DRONE = (
    "S#", "Date", "Time", "Location", "City", "Province", "Al-Qaeda", "Taliban", "Civilians Min", "Civilians Max",
    "Foreigners Min", "Foreigners Max", "Total Died Min", "Total Died Mix", "Injured Min", "Injured Max",
    "Women/Children  ", "Special Mention (Site)", "Comments", "References", "Longitude", "Latitude",
    "Temperature(C)", "Temperature(F)",
)  # fmt: skip
DRONE_ROWS = [
    (
        str(day), f"Monday, May {day}, 2006", "22:00", "a village", "a town", "FATA", "1", "2", "1", "2", "", "", "4",
        "6", "0", "3", "N", "a house", "as reported", "https://example.org/1", "70.1", "33.0", "30", "86",
    )
    for day in range(1, 5)
]  # fmt: skip


def table(*headers, rows=()):
    return Table("reports.csv", headers, lambda _: iter(()), head=tuple(rows))


def used(*headers, rows=()):
    return columns_of(table(*headers, rows=rows), SPREADSHEET)


def column(header, *values):
    return used(header, rows=[(value,) for value in values])


def test_suicide_attacks_as_published_are_understood():
    assert used(*SUICIDE, rows=[SUICIDE_ROW]) == {
        s.INCIDENT_ID: "S#", s.EVENT_DATE: "Date", s.PLACE_TEXT: "Location", s.ADM1_GIVEN: "Province",
        s.LOCALITY_GIVEN: "City", s.LONGITUDE: "Longitude", s.LATITUDE: "Latitude", s.ACTOR2: "Target Type",
        s.HIJRI_DATE: "Islamic Date", "killed_low": "Killed Min", "killed_high": "Killed Max",
        "injured_low": "Injured Min", "injured_high": "Injured Max",
    }  # fmt: skip


def test_drone_attacks_as_published_are_understood():
    assert used(*DRONE, rows=DRONE_ROWS) == {
        s.INCIDENT_ID: "S#", s.EVENT_DATE: "Date", s.PLACE_TEXT: "Location", s.ADM1_GIVEN: "Province",
        s.LOCALITY_GIVEN: "City", s.LONGITUDE: "Longitude", s.LATITUDE: "Latitude", s.DESCRIPTION: "Comments",
        s.SOURCE_URL: "References", "killed_low": "Total Died Min", "killed_high": "Total Died Mix",
        "killed_civilians_low": "Civilians Min", "killed_civilians_high": "Civilians Max",
        "injured_low": "Injured Min", "injured_high": "Injured Max",
    }  # fmt: skip


def test_a_group_alone_is_not_taken_for_the_killed_unless_it_fits_the_total():
    headers = ("Civilians Min", "Total Died Min")
    fits = used(*headers, rows=[("1", "4"), ("2", "2"), ("3", "9")])
    assert fits["killed_civilians_low"] == "Civilians Min"
    above = propose(table(*headers, rows=[("1", "4"), ("5", "2"), ("3", "9")]), SPREADSHEET)
    assert [p.used for p in above if p.header == "Civilians Min"] == [False]


def test_mix_is_max_only_beside_min():
    assert used("Total Died Min", "Total Died Mix", rows=[("1", "2")])["killed_high"] == "Total Died Mix"
    assert "killed_high" not in used("Total Died Mix", rows=[("2",)])


@pytest.mark.parametrize("name", list(USUAL_NAMES))
def test_every_usual_name_is_found_as_before(name):
    for usual in USUAL_NAMES[name]:
        assert used(usual) == find_columns([usual])


@pytest.mark.parametrize(
    ("header", "value", "field"),
    [
        ("ضلع", "قلات", s.ADM2_GIVEN), ("صوبہ", "بلوچستان", s.ADM1_GIVEN), ("تاریخ", "2025-11-01", s.EVENT_DATE),
        ("ہلاک", "4", "killed"), ("زخمی", "9", "injured"), ("جاں بحق افراد", "3", "killed"),
        ("مقام", "بازار", s.PLACE_TEXT), ("زخمیوں کی تعداد", "9", "injured"), ("عرض بلد", "29.0", s.LATITUDE),
        ("Date of Incident", "1 May 2024", s.EVENT_DATE), ("Killed (Min)", "4", "killed_low"),
        ("No. of dead", "4", "killed"), ("Distt", "Kalat", s.ADM2_GIVEN), ("Total Wounded", "4", "injured"),
        ("Civilians killed (max)", "4", "killed_civilians_high"), ("Deaths - minimum", "4", "killed_low"),
        ("Terrorists Killed", "4", "killed_militants"), ("Security Forces Injured", "4", "injured_security"),
        ("Provnce", "Sindh", s.ADM1_GIVEN), ("Distirct", "Kalat", s.ADM2_GIVEN), ("Lattitude", "29.1", s.LATITUDE),
        ("Date of blast (Gregorian)", "2024-01-02", s.EVENT_DATE), ("GPS Lat.", "29.1", s.LATITUDE),
        ("Source link", "https://example.org", s.SOURCE_URL), ("Source", "https://example.org/a", s.SOURCE_URL),
        ("Nature of incident", "Blast", s.EVENT_TYPE), ("Name of District", "Kalat", s.ADM2_GIVEN),
        ("Date of Occurrence", "01.02.2024", s.EVENT_DATE), ("Killed: LEAs", "1", "killed_security"),
        ("Policemen Injured", "1", "injured_security"), ("Islamic Date", "27 Rajab 1421", s.HIJRI_DATE),
    ],
)  # fmt: skip
def test_headers_that_people_write_are_understood(header, value, field):
    assert column(header, value) == {field: header}


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Time", "9:30 AM"), ("Population", "90000"), ("Total", "5"), ("Serial", "5"), ("Hospital Names", "JPMC"),
        ("Killed in Action by Police?", "yes"), ("Killed in Action by Police?", "1"), ("Casualties", "5"),
        ("Blast Day Type", "Holiday"), ("Location Category", "Hotel"), ("Temperature(C)", "23"),
        ("No. of Suicide Blasts", "1"), ("Explosive Weight (max)", "3"), ("Women/Children", "N"),
        ("Affected city or town", "Kalat"), ("Civilians", "4"), ("Day", "Monday"), ("Entry date", "2024-01-02"),
        ("Hospital distance max", "4"), ("Year", "2013"), ("x", "3512345.2"),
        ("adm4_name", "Mohalla"), ("Killed Mix", "4"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_not_used(header, value):
    assert column(header, value) == {}


def test_the_day_of_publication_is_not_the_day_of_the_event():
    both = used("Date of Publication", "Date", rows=[("2024-05-02", "2024-05-01")])
    assert both == {s.EVENT_DATE: "Date", s.SOURCE_DATE: "Date of Publication"}
    assert used("Date of Publication", rows=[("2024-05-02",)]) == {s.SOURCE_DATE: "Date of Publication"}


def test_what_a_target_is_does_not_say_what_happened():
    assert s.EVENT_TYPE not in used("Target Type", "Attack Date", rows=[("Military", "2024-05-01")])


def test_swapped_coordinates_stay_under_their_names():
    found = used("Latitude", "Longitude", rows=[("67.0", "30.2"), ("71.5", "34.0")])
    assert found == {s.LATITUDE: "Latitude", s.LONGITUDE: "Longitude"}


def test_a_clear_name_is_believed_even_if_its_values_are_odd():
    found = propose(table("killed", rows=[("dozens of them",), ("https://example.org",)]), SPREADSHEET)
    assert [(p.field, p.used) for p in found] == [("killed", True)]
    assert "do not look like numbers" in found[0].why


def test_the_unsure_is_shown_with_its_reason():
    found = propose(table("Casualties", "Affected city", rows=[("5", "Kalat")]), SPREADSHEET)
    assert [(p.header, p.used) for p in found] == [("Casualties", False), ("Affected city", False)]
    assert "dead and wounded together" in found[0].why
    assert all(p.score < USED_FROM for p in found)


def test_what_the_user_says_is_left_alone():
    found = propose(table("Date", "When", rows=[("2024-01-01", "2024-01-02")]), SPREADSHEET, {"date": "When"})
    assert [(p.field, p.header, p.why) for p in found if p.used] == [(s.EVENT_DATE, "When", "named by you")]


def test_rows_that_are_short_and_cells_that_are_long_are_looked_at_all_the_same():
    rows = [("2024-01-02",), ("may " * 100_000, "²", "4"), ("2024-01-03", "1", "2")]
    assert s.EVENT_DATE in used("Date", "Civilians Min", "Total Died Min", rows=rows)


def test_a_plain_table_is_a_spreadsheet():
    assert recognise(table("Date", "District", "Killed (Min)")).name == "spreadsheet"


WORDS = st.sampled_from(
    ["Date", "date of incident", "Killed", "Total Died Min", "Total Died Mix", "Civilians Min", "lat", "y", "Distt",
     "District Name", "Source", "References", "ضلع", "Casualties", "Location", "Place", "S#", "id", "???", "", "Day"]
)  # fmt: skip
CELLS = st.sampled_from(
    ["", "4", "40+", "29.1", "2024-01-02", "Sindh", "https://example.org", "Monday", "NA"]
)


@settings(deadline=None)
@given(st.lists(WORDS, unique=True, min_size=1, max_size=9), st.data())
def test_a_field_has_one_header_and_a_header_one_field(headers, data):
    row = st.tuples(*([CELLS] * len(headers)))
    rows = data.draw(st.lists(row, max_size=4))
    found = guess(table(*headers, rows=rows), {})
    read = [p for p in found if p.used]
    assert len({p.field for p in read}) == len({p.header for p in read}) == len(read)
    assert {p.header for p in found} <= set(headers)
    assert all(
        p.used == (p.score >= USED_FROM) for p in found if p.header not in {q.header for q in read if q != p}
    )
    assert found == guess(table(*headers, rows=rows), {})
