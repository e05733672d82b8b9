"""UCDP GED is recognised by its header, and its codes are turned into words."""

import pytest

from incident_mapper import schema as s
from incident_mapper.incidents import read_incidents
from incident_mapper.incidents.formats import format_named

CODES = format_named("ucdp-ged").codes

HEADERS = (
    "id", "type_of_violence", "side_a", "side_b", "source_headline", "where_prec", "where_coordinates",
    "where_description", "adm_1", "adm_2", "latitude", "longitude", "country", "date_prec", "date_start",
    "date_end", "deaths_civilians", "deaths_unknown", "best", "high", "low",
)  # fmt: skip
EVENT = {
    "id": "244657", "type_of_violence": "1", "side_a": "Government of Pakistan", "side_b": "TTP",
    "where_prec": "1", "where_coordinates": "Wana town", "where_description": "near Wana", "adm_1": "FATA",
    "adm_2": "South Waziristan", "latitude": "32.30", "longitude": "69.57", "country": "Pakistan",
    "date_prec": "1", "date_start": "2009-06-08 00:00:00.000", "date_end": "2009-06-08 00:00:00.000",
    "deaths_civilians": "0", "deaths_unknown": "0", "best": "5", "high": "9", "low": "3",
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def read(*events, **options):
        path = tmp_path / "ged.csv"
        rows = [",".join((EVENT | event).get(header, "") for header in HEADERS) for event in events]
        path.write_text("\n".join([",".join(HEADERS), *rows]) + "\n", encoding="utf-8")
        return read_incidents(path, **options).incidents

    return read


def test_an_event_is_read_in_full(read):
    row = read({}).loc["244657"]
    assert row[s.EVENT_DATE].date().isoformat() == "2009-06-08"
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (3, 5, 9)
    assert row["killed_civilians_best"] == 0
    assert (row[s.PLACE_TEXT], row[s.ADM2_GIVEN]) == ("Wana town", "South Waziristan")
    assert (row[s.LONGITUDE], row[s.LATITUDE]) == (69.57, 32.3)
    assert row[s.EVENT_TYPE] == "State-based conflict"
    assert (row[s.REJECT_REASON], row[s.READ_NOTES]) == ("", "")


@pytest.mark.parametrize(("code", "precision"), [*CODES[s.GEO_PRECISION].items(), ("9", "country")])
def test_only_codes_one_and_two_are_points(read, code, precision):
    found = read({"where_prec": code})[s.GEO_PRECISION].item()
    assert found == precision
    assert (found in s.POINT_PRECISIONS) == (code in {"1", "2"})


@pytest.mark.parametrize(("code", "precision"), [*CODES[s.DATE_PRECISION].items(), ("", "day")])
def test_the_precision_of_the_day_is_turned_into_words(read, code, precision):
    assert read({"date_prec": code})[s.DATE_PRECISION].item() == precision


def test_naming_a_column_by_hand_keeps_the_codes_of_the_precision(read):
    table = read({"where_prec": "4"}, columns={"place": "where_description"})
    assert table[s.PLACE_TEXT].item() == "near Wana"
    assert table[s.GEO_PRECISION].item() == "province"
