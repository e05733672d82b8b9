"""Only rows that the gazetteer has no place for are filled; every row comes out once, and its query has a reason."""

import json

import geopandas as gpd
import pandas as pd
import pytest
from geocoder_service import DELHI, KALAT, LAHORE, NAME, place

from incident_mapper import schema as s
from incident_mapper.errors import SchemaError
from incident_mapper.geocode import geocode_table
from incident_mapper.geocoders import FallbackGeocoder, geocode_unmatched

TEXTS = ["Kalat", NAME, "Khanpur", "Kandahar, Afghanistan", NAME, "", f"12 km from {NAME}", "Vezhal Zarkot"]


@pytest.fixture
def table(gazetteer):
    rows = pd.DataFrame({"id": range(8), "place_text": TEXTS}, index=[5, 5, 1, 2, 3, 4, 0, 9])
    return geocode_table(rows, gazetteer)


@pytest.fixture
def done(service, online, table):
    service.say([place()]).say([place(at=DELHI)])
    return geocode_unmatched(table, online())


def test_every_row_comes_out_once_in_order_with_the_same_columns(table, done):
    filled, _ = done
    assert isinstance(filled, gpd.GeoDataFrame)
    assert filled.index.tolist() == table.index.tolist()
    assert filled["id"].tolist() == table["id"].tolist()
    assert list(filled.columns) == list(table.columns)
    assert filled.dtypes.tolist() == table.dtypes.tolist()
    assert (filled.crs, filled.geometry.name) == (table.crs, table.geometry.name)


def test_only_what_was_not_found_is_filled(table, done):
    filled, _ = done
    new = [text == NAME for text in TEXTS]
    old = [not row for row in new]
    pd.testing.assert_frame_equal(pd.DataFrame(filled[old]), pd.DataFrame(table[old]))
    assert filled.loc[new, s.MATCH_STATUS].tolist() == ["matched", "matched"]


def test_a_filled_row_says_where_how_and_how_sure(done):
    row = done[0].iloc[1]
    assert (row[s.MATCH_METHOD], row[s.PLACE_LEVEL], row[s.PLACE_CODE]) == ("online:nominatim", "point", "")
    assert row[s.PLACE_NAME] == NAME
    assert 0 < row[s.MATCH_SCORE] < 100
    assert (row[s.PLACE_LON], row[s.PLACE_LAT]) == (row.geometry.x, row.geometry.y) == KALAT
    assert row[s.PRECISION_KM] == 5
    assert row[[s.ADM1_CODE, s.ADM1_NAME, s.ADM2_CODE, s.ADM2_NAME, s.DIVISION_NAME, s.ADM3_NAME]].tolist() == [
        "PK-BA", "Balochistan", "PK210", "Kalat", "Kalat", "Kalat",
    ]  # fmt: skip


def test_the_report_has_each_query_once_with_its_rows_and_reason(done, service):
    _, report = done
    assert [(answer.query, answer.outcome, answer.rows) for answer in report.answers] == [
        (NAME, "found", (1, 4)),
        (f"12 km from {NAME}", "not asked", (6,)),
        ("Vezhal Zarkot", "refused", (7,)),
    ]
    assert (report.asked, report.requests, len(service.asked)) == (2, 2, 2)
    assert "OpenStreetMap" in report.attribution
    plain = report.as_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["found"], plain["refused"], plain["not asked"], plain["unknown"]) == (1, 1, 1, 0)


def test_the_input_is_left_alone(service, online, table):
    before = table.copy(deep=True)
    geocode_unmatched(table, online(service.say([place()]).nominatim()))
    pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(before))


def test_a_second_table_has_a_report_of_its_own(service, online, table):
    geocoder = online(service.say([place()]).nominatim())
    geocode_unmatched(table, geocoder)
    _, report = geocode_unmatched(table.iloc[:2], geocoder)
    assert [answer.rows for answer in report.answers] == [(1,)]
    assert report.requests == 0


def test_offline_changes_nothing_and_lists_what_could_be_asked(table):
    filled, report = geocode_unmatched(table, FallbackGeocoder())
    pd.testing.assert_frame_equal(pd.DataFrame(filled), pd.DataFrame(table))
    assert set(report.reasons()) == {NAME, f"12 km from {NAME}", "Vezhal Zarkot"}
    assert (report.count("not asked"), report.attribution) == (3, "")


def test_a_lost_network_leaves_every_row_in_its_place(service, online, table):
    filled, report = geocode_unmatched(table, online(service.say("go away", status=403).nominatim()))
    pd.testing.assert_frame_equal(pd.DataFrame(filled), pd.DataFrame(table))
    assert list(report.reasons("missing")) == [NAME, "Vezhal Zarkot"]
    assert report.stopped


@pytest.mark.parametrize("column", ["province", "where"])
def test_the_stated_province_has_to_hold_the_answer(service, online, gazetteer, column):
    service.say([place(at=LAHORE)])
    rows = pd.DataFrame({"place_text": [NAME] * 3, column: ["Punjab", "Balochistan", ""]})
    named = {} if column == "province" else {"province_column": column}
    filled, report = geocode_unmatched(geocode_table(rows, gazetteer, **named), online(), **named)
    assert filled[s.MATCH_STATUS].tolist() == ["matched", "unmatched", "matched"]
    assert filled[s.ADM1_NAME].tolist() == ["Punjab", "Balochistan", "Punjab"]
    assert "not in Balochistan" in report.reasons("refused")[f"{NAME} (in PK-BA)"]
    assert len(service.asked) == 1


def test_in_a_province_that_is_none_of_ours_nothing_is_asked(service, online, gazetteer):
    rows = pd.DataFrame({"place_text": [NAME, NAME], "province": ["Helmandistan", ""]})
    filled, report = geocode_unmatched(
        geocode_table(rows, gazetteer), online(service.say([place()]).nominatim())
    )
    assert filled[s.MATCH_STATUS].tolist() == ["unmatched", "matched"]
    assert "no province is called 'Helmandistan'" in report.reasons("not asked")[f"{NAME} (in Helmandistan)"]


def test_columns_that_had_to_be_called_otherwise_are_found(service, online, gazetteer):
    rows = pd.DataFrame({"place_text": [NAME], "adm2_name": ["theirs"], "match_status_resolved": ["too"]})
    table = geocode_table(rows, gazetteer).assign(note="added later")
    filled, _ = geocode_unmatched(table, online(service.say([place()]).nominatim()))
    assert filled[["adm2_name", "adm2_name_resolved", "match_status", "match_status_resolved"]].iloc[0].tolist() == [
        "theirs", "Kalat", "matched", "too",
    ]  # fmt: skip
    assert filled["note"].tolist() == ["added later"]


def test_other_columns_may_hold_the_places(service, online, gazetteer):
    table = geocode_table(pd.DataFrame({"Jagah": [NAME]}), gazetteer, place_column="Jagah")
    filled, _ = geocode_unmatched(table, online(service.say([place()]).nominatim()), place_column="Jagah")
    assert filled[s.ADM2_NAME].tolist() == ["Kalat"]


def test_a_table_without_rows_stays_one(online, gazetteer):
    filled, report = geocode_unmatched(geocode_table(pd.DataFrame({"place_text": []}), gazetteer), online())
    assert (len(filled), report.answers) == (0, ())


def test_another_table_is_refused(online, table):
    with pytest.raises(SchemaError, match="Give what geocode_table returns"):
        geocode_unmatched(table.drop(columns=[s.ADM2_NAME]), online())
    with pytest.raises(SchemaError, match="lacks columns: nowhere"):
        geocode_unmatched(table, online(), province_column="nowhere")
