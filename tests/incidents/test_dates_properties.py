"""What must hold for every date and every text."""

from datetime import date, timedelta

from hijridate import Hijri
from hypothesis import example, given
from hypothesis import strategies as st

from incident_mapper import schema as s
from incident_mapper.incidents.dates import (
    DATE_CHECKS,
    DateForm,
    date_evidence,
    hijri_date,
    merge_with_hijri,
    read_date,
    survey_dates,
)

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
URDU = [
    "جنوری",
    "فروری",
    "مارچ",
    "اپریل",
    "مئی",
    "جون",
    "جولائی",
    "اگست",
    "ستمبر",
    "اکتوبر",
    "نومبر",
    "دسمبر",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ANY_DAY = st.dates(date(1901, 1, 1), date(2199, 12, 31))
FORMS = (
    DateForm("unknown"),
    DateForm("dmy"),
    DateForm("mdy"),
    DateForm("mixed"),
    DateForm("unknown", serials=True),
)
LIKE_DATES = st.from_regex(r"\A\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}\Z") | st.text(
    "0123456789-/. :TZ+WQ", max_size=20
)
PARTS = """night_of week_of to - , 3 30 2024 99 10:30 AM Safar 1445 AH early Q1 overnight کی_رات between and ( ) Z
    03/04/2024 2024-05-03 last 45292"""
LIKE_WORDS = st.lists(
    st.sampled_from([*MONTHS, *URDU, *DAYS, *(part.replace("_", " ") for part in PARTS.split())]), max_size=8
).map(" ".join)
TEXTS = st.text() | LIKE_DATES | LIKE_WORDS


def written(day):
    """Write a day in every form that means only this day."""
    month, urdu, weekday = MONTHS[day.month - 1], URDU[day.month - 1], DAYS[day.weekday()]
    iso = day.isoformat()
    return [
        iso, f"{iso} 00:00:00.000", f"{iso}T10:30:00+05:00", iso.replace("-", "/"), iso.replace("-", ""),
        f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"{day.day:02d}-{month[:3]}-{day.year}",
        f"{day.day:02d}{month[:3].upper()}{day.year}", f"{weekday}-{month} {day.day}-{day.year}",
        f"{weekday}-{month[:3]}-{day.day}-{day.year}", f"{weekday}, {day.day} {month} {day.year}",
        f"{day.year}-{month[:3]}-{day.day}", f"{day.day} {urdu} {day.year}".translate(URDU_DIGITS),
        iso.translate(URDU_DIGITS), "{}-W{:02d}-{}".format(*day.isocalendar()),
    ]  # fmt: skip


@given(ANY_DAY)
def test_every_day_in_every_form_with_one_meaning_reads_back_as_itself(day):
    for text in written(day):
        read = read_date(text)
        assert (read.day, read.end, read.precision, read.note) == (day, None, "day", ""), text


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_every_iso_day_is_read_as_itself(day):
    assert read_date(day.isoformat()).day == day


@given(ANY_DAY, st.integers(1, 400))
def test_every_span_reads_back_as_itself(day, length):
    end = day + timedelta(days=length)
    words = [f"{d.day} {MONTHS[d.month - 1]} {d.year}" for d in (day, end)]
    for text in (f"{day}/{end}", f"{day} to {end}", " - ".join(words)):
        read = read_date(text)
        assert (read.day, read.end, read.precision) == (day, end, "day"), text


@given(ANY_DAY)
def test_every_night_reads_back_as_itself(day):
    read = read_date(f"the night of {MONTHS[day.month - 1]} {day.day}, {day.year}")
    assert (read.day, read.end, read.precision) == (day, day + timedelta(days=1), "night")


@given(ANY_DAY, st.sampled_from(["dmy", "mdy"]))
def test_a_decided_column_reads_every_slashed_day_back_as_itself(day, order):
    text = f"{day:%d/%m/}{day.year}" if order == "dmy" else f"{day:%m/%d/}{day.year}"
    assert read_date(text, DateForm(order)).day == day


@given(ANY_DAY, st.sampled_from(["/", "-", "."]), st.booleans(), st.sampled_from(["unknown", "mixed"]))
def test_without_proof_an_ambiguous_cell_has_no_day(day, separator, short, order):
    text = separator.join(
        [f"{day.day:02d}", f"{day.month:02d}", f"{day.year % 100:02d}" if short else str(day.year)]
    )
    read = read_date(text, DateForm(order))
    if day.day <= 12 and day.day != day.month:
        assert (read.day, read.precision, read.check) == (None, "unknown", "ambiguous_date")
    assert date_evidence([text]).day_first == 0 or day.day > 12


@given(st.lists(ANY_DAY, max_size=12), st.sampled_from(["dmy", "mdy"]))
def test_a_column_is_decided_as_it_was_written_or_not_at_all(days, order):
    texts = [f"{d:%d/%m/}{d.year}" if order == "dmy" else f"{d:%m/%d/}{d.year}" for d in days]
    form = survey_dates(texts)
    assert form.order == (order if any(d.day > 12 for d in days) else "unknown")
    for day, text in zip(days, texts, strict=True):
        assert read_date(text, form).day in {day, None}


@given(st.lists(TEXTS), st.integers(0, 10))
def test_evidence_of_batches_adds_up(texts, cut):
    assert date_evidence(texts[:cut]) + date_evidence(texts[cut:]) == date_evidence(texts)
    survey_dates(texts)


@given(TEXTS, st.sampled_from(FORMS))
@example("²0²4", FORMS[0])
@example("٣" * 400, FORMS[0])
@example("2024-01-31T" + "9" * 300, FORMS[0])
def test_no_text_makes_reading_fail(text, form):
    read = read_date(text, form)
    assert read.precision in s.DATE_PRECISIONS
    assert (read.day is None) == (read.precision == "unknown")
    assert read.end is None or read.end >= read.day
    assert not read.check or (read.check in DATE_CHECKS and read.note)
    assert read.day or read.note or not text.strip() or read == read_date("")


@given(TEXTS, TEXTS)
def test_no_text_makes_the_hijri_calendar_fail(text, other):
    read = hijri_date(text)
    assert (read.day is None) == (read.precision == "unknown")
    assert read.precision != "day"
    merged = merge_with_hijri(read_date(other), read)
    assert (merged.day is None) == (merged.precision == "unknown")


@given(st.integers(1343, 1500), st.integers(1, 12), st.integers(1, 28))
def test_every_hijri_day_lies_within_its_span(year, month, day):
    middle = Hijri(year, month, day).to_gregorian()
    read = hijri_date(f"{year}-{month:02d}-{day:02d}")
    assert (middle - read.day).days == (read.end - middle).days == 2
