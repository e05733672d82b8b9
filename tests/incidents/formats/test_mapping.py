"""A mapping is saved with its reasons, read back as it was, and refused with the line that is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_mapper import schema as s
from incident_mapper.errors import ReadError
from incident_mapper.files import Table
from incident_mapper.incidents.formats import columns_of, format_named, mapping_text, propose, read_mapping

SPREADSHEET = format_named("spreadsheet")


@pytest.fixture
def file(tmp_path):
    def file(text):
        path = tmp_path / "mapping.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return file


def table(*headers):
    return Table("reports.csv", headers, lambda _: iter(()))


def test_what_was_found_is_read_back(file):
    of = table("Date", "Distt", 'Killed "min"', "Casualties", "Remarks 2")
    proposals = propose(of, SPREADSHEET)
    mapping = read_mapping(file(mapping_text(SPREADSHEET, proposals, unused=["Remarks 2"], source="a.csv")))
    assert mapping.columns == columns_of(of, SPREADSHEET)
    assert mapping.columns["killed_low"] == 'Killed "min"'
    assert (mapping.format, mapping.guess, mapping.order) == ("spreadsheet", False, "")
    assert columns_of(of, SPREADSHEET, mapping.columns, guess=mapping.guess) == mapping.columns


def test_a_line_that_is_taken_out_is_not_guessed_again(file):
    mapping = read_mapping(file('guess = false\n[columns]\nevent_date = "Date"\n'))
    found = columns_of(table("Date", "District"), SPREADSHEET, mapping.columns, guess=mapping.guess)
    assert found == {s.EVENT_DATE: "Date"}


def test_the_unsure_can_be_taken_into_use(file):
    text = mapping_text(SPREADSHEET, propose(table("Casualties"), SPREADSHEET), unused=[], source="a.csv")
    assert read_mapping(file(text)).columns == {}
    assert read_mapping(file(text.replace("# killed =", "killed ="))).columns == {"killed": "Casualties"}


def test_made_columns_are_remarks(file):
    gtd = format_named("gtd")
    text = mapping_text(gtd, propose(table("eventid", "iyear", "imonth"), gtd), unused=[], source="gtd.csv")
    assert read_mapping(file(text)).columns == {s.INCIDENT_ID: "eventid"}
    assert "# event_date: made from iyear, imonth" in text


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=4, unique=True))
def test_headers_of_any_letters_survive(tmp_path_factory, headers):
    path = tmp_path_factory.mktemp("mapping") / "m.toml"
    of = table("event_date", *[h for h in headers if h != "event_date"])
    columns = dict(zip(("event_date", "killed", "description", "actor1"), of.headers, strict=False))
    text = mapping_text(
        SPREADSHEET, propose(of, SPREADSHEET, columns, guess=False), unused=of.headers, source=headers[0]
    )
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
    assert read_mapping(path).columns == columns


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[columns]\nevnt_date = 'When'\n", r"line 2: 'evnt_date' means nothing in \[columns\]; did you mean event"),
        ("[colums]\n", r"line 1: 'colums' means nothing at the top; did you mean columns"),
        ("format = 'acld'\n", r"line 1: 'format' is one of own, acled, .*instead got 'acld'"),
        ("\n[dates]\norder = 'dd/mm'\n", r"line 3: 'order' is one of dmy, mdy; instead got 'dd/mm'"),
        ("[dates]\nordr = 'dmy'\n", r"line 2: 'ordr' means nothing in \[dates\]; did you mean order"),
        ("[columns]\nkilled = 3\n", r"line 2: 'killed' expects the header .*instead got 3"),
        ("[columns]\nkilled = ''\n", r"line 2: 'killed' expects the header"),
        ("columns = 'When'\n", r"line 1: 'columns' is a table: write \[columns\]"),
        ("guess = 'no'\n", r"line 1: 'guess' is true or false; instead got 'no'"),
        ("[columns]\nevent_date = When\n", r"is no TOML that can be read: .*line 2.*FIELD = \"HEADER\""),
        ("[columns]\nkilled = 'a'\nkilled = 'b'\n", r"is no TOML .*line 3"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(file, text, fault):
    with pytest.raises(ReadError, match=fault):
        read_mapping(file(text))


def test_short_names_of_fields_are_allowed(file):
    assert read_mapping(file("[columns]\ndistrict = 'Zila'\n")).columns == {"district": "Zila"}


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path):
    with pytest.raises(ReadError, match=r"no such file\. Make one with: incident-mapper columns FILE --save"):
        read_mapping(tmp_path / "mapping.toml")


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReadError, match="is not UTF-8 text"):
        read_mapping(path)
