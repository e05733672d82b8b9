"""A Hijri date is converted to within a few days and says so; a Gregorian one beside it wins."""

from datetime import date, timedelta

import pytest

from incident_mapper.incidents.dates import hijri_date, merge_with_hijri, read_date

MONTHS = [
    ["Muharram", "MuHarram", "Moharram-ul-Haram", "محرم الحرام", "محرم"],
    ["Safar", "safar", "Safar-ul-Muzaffar", "صفر المظفر"],
    [
        "Raby` al-awal",
        "Rabi Al-Awwal",
        "Rabi-ul-Awal",
        "Rabi' al-awwal",
        "Rabi I",
        "ربیع الاول",
        "ربيع الأول",
    ],
    [
        "Raby` al-THaany",
        "Rabi-us-Sani",
        "Rabi ath-Thani",
        "Rabi al-Akhir",
        "Rabi II",
        "ربیع الثانی",
        "ربیع الآخر",
    ],
    ["Jumaada al-awal", "Jamadi-ul-Awal", "Jumada al-Ula", "Jumada al-awwal", "جمادی الاول", "جمادی الاولیٰ"],
    ["Jumaada al-THaany", "Jamadi-us-Sani", "Jumada al-Akhirah", "Jumada II", "جمادی الثانی", "جمادی الآخر"],
    ["Rajab", "Rajab-ul-Murajjab", "رجب", "رجب المرجب"],
    ["SHa`baan", "Shaban", "Sha'ban", "Shaban-ul-Moazzam", "شعبان المعظم"],
    ["RamaDHaan", "Ramzan", "Ramadan", "Ramzan-ul-Mubarak", "رمضان المبارک"],
    ["SHawwal", "Shawaal", "Shawwal-ul-Mukarram", "شوال", "شوال المکرم"],
    [
        "Thw al-Qi`dah",
        "Zeqad",
        "Zilqad",
        "Zulqada",
        "Dhu al-Qi'dah",
        "Dhul Qadah",
        "ذوالقعدہ",
        "ذیقعد",
        "ذی القعدہ",
    ],
    ["Thw al-Hijjah", "Zilhaj", "Zil Hajj", "Zulhijja", "Dhu al-Hijjah", "Dhul-Hijja", "ذوالحجہ", "ذی الحج"],
]


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for number, names in enumerate(MONTHS, start=1) for name in names]
)
def test_every_month_is_known_in_many_transliterations(name, number):
    by_number = hijri_date(f"1430-{number:02d}-10")
    by_name = hijri_date(f"10 {name} 1430 A.H.")
    assert by_name.day == by_number.day is not None
    assert by_name.note == by_number.note


@pytest.mark.parametrize(
    "text", ["25 safar 1423 A.H", "25 Safar 1423", "25 Safar, 1423 AH. ", "۲۵ صفر ۱۴۲۳ھ", "1423-02-25"]
)
def test_a_converted_date_is_a_span_of_five_days_and_never_a_day(text):
    read = hijri_date(text)
    assert (read.day, read.end) == (date(2002, 5, 6), date(2002, 5, 10))
    assert (read.precision, read.check) == ("week", "hijri")
    assert "converted from the Hijri calendar" in read.note
    assert "may be a day or two off" in read.note


def test_a_month_of_thirty_days_in_pakistan_is_read_where_the_table_has_29():
    thirtieth, first = hijri_date("30 Jumada al-awwal 1427"), hijri_date("1 Jumada al-Thani 1427")
    assert thirtieth.day is not None
    assert abs(thirtieth.day - first.day) <= timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "31 Safar 1423",
        "10 Rabi 1423",
        "10 Foo 1423",
        "10 Safar 1299",
        "10 Safar 1342",
        "10 Safar 1501",
        "soon",
        "3/4/1445",
    ],
)
def test_what_is_no_hijri_date_is_noted_not_guessed(text):
    read = hijri_date(text)
    assert (read.day, read.precision) == (None, "unknown")
    assert text in read.note
    assert read.check


@pytest.mark.parametrize("text", ["", "NA", "-"])
def test_no_hijri_date_is_no_matter(text):
    assert (hijri_date(text).day, hijri_date(text).note) == (None, "")


def test_a_hijri_date_in_the_column_of_dates_is_converted_with_a_note():
    assert read_date("25 safar 1423 A.H") == hijri_date("25 safar 1423 A.H")


def test_a_hijri_month_by_itself_is_all_its_days():
    read = hijri_date("Ramadan 1445 AH")
    assert (read.end - read.day).days >= 29
    assert (read.precision, read.check) == ("month", "hijri")


def test_the_gregorian_date_wins_and_agreement_needs_no_word():
    gregorian = read_date("8 May 2002")
    assert merge_with_hijri(gregorian, hijri_date("25 safar 1423")) == gregorian
    assert merge_with_hijri(gregorian, hijri_date("")) == gregorian


@pytest.mark.parametrize(("day", "flagged"), [(5, True), (6, False), (10, False), (11, True)])
def test_dates_more_than_two_days_apart_are_flagged(day, flagged):
    merged = merge_with_hijri(read_date(f"{day} May 2002"), hijri_date("25 safar 1423"))
    assert merged.day == date(2002, 5, day)
    assert (merged.check == "hijri_differs") == flagged
    assert ("3 days from" in merged.note) == flagged


def test_a_hijri_date_stands_in_where_the_gregorian_is_missing():
    merged = merge_with_hijri(read_date("soon"), hijri_date("25 safar 1423"))
    assert (merged.day, merged.precision, merged.check) == (date(2002, 5, 6), "week", "hijri")
    assert "'soon' is no date" in merged.note
    assert "may be a day or two off" in merged.note


def test_a_month_that_holds_the_hijri_date_agrees_with_it():
    assert merge_with_hijri(read_date("May 2002"), hijri_date("25 safar 1423")).check == ""
    assert merge_with_hijri(read_date("July 2002"), hijri_date("25 safar 1423")).check == "hijri_differs"


def test_an_unreadable_hijri_cell_beside_a_good_date_is_still_told():
    merged = merge_with_hijri(read_date("8 May 2002"), hijri_date("soon"))
    assert (merged.day, merged.check) == (date(2002, 5, 8), "unreadable_date")
    assert "'soon'" in merged.note
