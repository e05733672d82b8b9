"""Every row of every file becomes one incident; what is doubtful is noted, what is unknown stays unknown."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident_mapper import schema as s
from incident_mapper.errors import IncidentMapperError, ReadError, SchemaError
from incident_mapper.incidents import read_incidents


@pytest.fixture
def read(tmp_path):
    def read(text, name="reports.csv", **options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_incidents(path, **options)

    return read


def figures(table, metric="killed", group=""):
    row = table.iloc[0]
    found = [row[s.figure_column(metric, bound, group=group)] for bound in ("low", "best", "high")]
    return [None if value is pd.NA else int(value) for value in found]


def test_the_table_has_all_columns_and_their_types(read):
    table = read("date,district,killed\n2025-11-01,Kalat,4\n").incidents
    s.require_columns(
        table, [*s.TEXT_COLUMNS, s.FILE, s.ROW, s.EVENT_DATE, s.GEO_PRECISION], what="incidents"
    )
    assert table.index.name == s.INCIDENT_ID
    assert pd.api.types.is_datetime64_any_dtype(table[s.EVENT_DATE])
    assert pd.api.types.is_datetime64_any_dtype(table[s.EVENT_DATE_END])
    assert table["killed_low"].dtype == table["injured_high"].dtype == "Int64"
    assert table[s.LONGITUDE].dtype == float
    assert (table[s.FILE].item(), table[s.ROW].item()) == ("reports.csv", 2)
    assert not table[list(s.TEXT_COLUMNS)].isna().to_numpy().any()


def test_a_table_without_any_date_is_still_a_table(read):
    table = read("district\nKalat\n").incidents
    assert table[s.EVENT_DATE].isna().all()
    assert pd.api.types.is_datetime64_any_dtype(table[s.EVENT_DATE])
    assert table[s.DATE_PRECISION].item() == "unknown"


def test_a_table_that_does_not_say_where_is_refused(read):
    with pytest.raises(ReadError, match=r"says where.*Found: date, killed.*--column place_text="):
        read("date,killed\n2025-11-01,4\n")


def test_no_file_at_all_is_refused():
    with pytest.raises(ReadError, match="No file was named"):
        read_incidents()


def test_unknown_figures_are_not_zero(read):
    table = read("district,killed\nKalat,\n").incidents
    assert figures(table) == figures(table, "injured") == [None, None, None]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("killed", "4", [4, 4, 4]),
        ("killed", "15-20", [15, None, 20]),
        ("killed", "40+", [40, None, None]),
        ("killed_best", "4", [4, 4, 4]),
        ("killed_best", "15-20", [15, None, 20]),
        ("killed_low,killed_high", "3,9", [3, None, 9]),
        ("killed_low,killed_high", "3,3", [3, 3, 3]),
        ("killed_low,killed_best", "3,5", [3, 5, 5]),
        ("killed_low,killed_best,killed_high", "3,5,9", [3, 5, 9]),
        ("killed,killed_best", "3-9,5", [3, 5, 9]),
        ("killed_high", "40+", [None, None, None]),
        ("killed", "NA", [None, None, None]),
    ],
)
def test_ends_follow_from_what_is_stated_and_from_nothing_else(read, header, cells, expected):
    assert figures(read(f"district,{header}\nKalat,{cells}\n").incidents) == expected


def test_a_range_upside_down_is_widened_and_noted(read):
    table = read("district,killed_low,killed_best,killed_high\nKalat,9,5,3\n").incidents
    assert figures(table) == [3, 5, 9]
    assert table[s.READ_NOTES].item() == "killed_low 9, killed_best 5, killed_high 3 are out of order"


def test_a_range_upside_down_in_one_cell_is_unknown_and_noted(read):
    table = read("district,killed\nKalat,20-15\n").incidents
    assert figures(table) == [None, None, None]
    assert "lower end above its upper end" in table[s.READ_NOTES].item()


def test_groups_of_victims_are_kept_apart_and_make_a_total_where_none_is_stated(read):
    table = read(
        "district,killed_militants,killed_civilians_low,killed_civilians_high\nKalat,4,1,2\n"
    ).incidents
    assert figures(table, group="militants") == [4, 4, 4]
    assert figures(table, group="civilians") == [1, None, 2]
    assert figures(table) == [5, None, 6]
    assert "killed_security_low" not in table


def test_a_total_has_no_upper_end_where_a_group_has_none(read):
    table = read("district,killed_militants,killed_civilians\nKalat,40+,3\n").incidents
    assert figures(table) == [43, None, None]


def test_a_stated_total_is_never_replaced_by_the_sum_of_groups(read):
    assert figures(read("district,killed,killed_militants\nKalat,7,4\n").incidents) == [7, 7, 7]


def test_groups_that_are_all_unknown_make_no_total(read):
    assert figures(read("district,killed_militants\nKalat,NA\n").incidents) == [None, None, None]


def test_the_values_that_statistics_programs_write_for_nothing_are_nothing(read):
    table = read(
        "eventid,district,city,longitude,latitude,nkill,nwound\n"
        "201301010001,NA,Unknown,NA,NA,NA,-9\n201301010002,Kalat,NA,,,2.0,1.0\n"
    ).incidents
    first, second = table.iloc[0], table.iloc[1]
    assert (first[s.ADM2_GIVEN], first[s.LOCALITY_GIVEN], first[s.GEO_PRECISION]) == ("", "", "")
    assert first[s.REJECT_REASON] == "the row names no place and gives no coordinates"
    assert first[s.READ_NOTES] == "'-9' is no figure"
    assert (second["killed_best"], second["injured_best"], second[s.REJECT_REASON]) == (2, 1, "")


@pytest.mark.parametrize(
    "pair", ["0,0", "0.0,-0", "66.5,", ",29", ",", "abc,29", "NaN,29", "inf,29", "200,29"]
)
def test_half_a_pair_zero_zero_and_nonsense_are_no_coordinates(read, pair):
    table = read(f"district,lon,lat\nKalat,{pair}\n").incidents
    assert table[[s.LONGITUDE, s.LATITUDE]].isna().to_numpy().all()
    assert table[s.GEO_PRECISION].item() == ""
    assert table[s.REJECT_REASON].item() == ""


@pytest.mark.parametrize(
    ("pair", "noted"),
    [
        ("abc,29", "longitude 'abc'"),
        ("66,500", "latitude '500'"),
        ("0,0", "0, 0 are taken as not given"),
        ("66,", "only one of longitude and latitude"),
        (",29", "only one of"),
        (",", ""),
    ],
)
def test_a_coordinate_that_cannot_be_read_is_noted(read, pair, noted):
    notes = read(f"district,lon,lat\nKalat,{pair}\n").incidents[s.READ_NOTES].item()
    assert noted in notes
    assert bool(notes) == bool(noted)


def test_a_typographic_minus_is_a_minus(read):
    assert read("lon,lat\n\u221266.5,29\n").incidents[s.LONGITUDE].item() == -66.5


def test_a_swapped_pair_is_kept_for_the_boundaries_to_judge(read):
    table = read("lon,lat\n29.0,96.5\n").incidents
    assert (table[s.LONGITUDE].item(), table[s.LATITUDE].item()) == (29.0, 96.5)


def test_coordinates_of_unstated_precision_are_exact_and_the_reader_is_told(read):
    reading = read("district,lon,lat\nKalat,66.5,29\n")
    assert reading.incidents[s.GEO_PRECISION].item() == "exact"
    assert any("precision of the coordinates is not stated" in note for note in reading.notes)


def test_an_unknown_geo_precision_makes_no_point(read):
    reading = read(
        "district,lon,lat,geo_precision\nKalat,66.5,29,rough\nKalat,66.5,29,Near\nKalat,66.5,29,\n"
    )
    assert reading.incidents[s.GEO_PRECISION].tolist() == ["district", "near", "exact"]
    assert reading.incidents[s.READ_NOTES].iloc[0] == (
        "geo_precision 'rough' is none of exact, near, district, province, country"
    )
    assert reading.notes == ()


def test_stated_date_precision_holds_only_where_there_is_a_date(read):
    table = read(
        "district,date,date_precision\nKalat,2025-11-01,Night\nKalat,,night\nKalat,2025-11,odd\n"
    ).incidents
    assert table[s.DATE_PRECISION].tolist() == ["night", "unknown", "month"]


def test_ids_are_unique_and_missing_ones_are_numbered(read):
    table = read("id,district\na,Kalat\na,Quetta\na#2,Pishin\n,Harnai\nrow-4,Gwadar\n").incidents
    assert table.index.is_unique
    assert table.index[0] == "a"
    assert table.index[2] == "a#2"
    assert table.index[4] == "row-4"


def test_a_row_with_too_many_cells_is_rejected_but_kept(read):
    table = read("district,what\nKalat,a,b\nQuetta,c\n").incidents
    assert len(table) == 2
    assert "quoted" in table[s.REJECT_REASON].iloc[0]
    assert table[s.REJECT_REASON].iloc[1] == ""


def test_a_description_alone_may_name_the_place(read):
    table = read("date,description\n2025-11-01,A blast in Quetta\n2025-11-02,\n").incidents
    assert table[s.REJECT_REASON].tolist() == ["", "the row names no place and gives no coordinates"]


def test_several_files_make_one_table_with_their_names_and_rows(tmp_path):
    (tmp_path / "a.csv").write_text("id,district,killed_militants\n1,Kalat,4\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id;district\n1;Quetta\n", encoding="utf-8")
    point = {"type": "Point", "coordinates": [66.5, 29]}
    document = {
        "type": "FeatureCollection",
        "features": [{"geometry": point, "properties": {"date": "2025-11-01"}}],
    }
    (tmp_path / "c.geojson").write_text(json.dumps(document), encoding="utf-8")
    reading = read_incidents(*(tmp_path / name for name in ("a.csv", "b.csv", "c.geojson")))
    table = reading.incidents
    assert table[s.FILE].tolist() == ["a.csv", "b.csv", "c.geojson"]
    assert table[s.ROW].tolist() == [2, 2, 1]
    assert table.index.is_unique
    assert table["killed_militants_best"].tolist() == [4, pd.NA, pd.NA]
    assert [name.rpartition("/")[2] for name in reading.columns] == ["a.csv", "b.csv", "c.geojson"]


def test_a_column_is_named_by_hand(read):
    table = read("Datum,Ort\n2025-11-01,Kalat\n", columns={"date": "Datum", "district": "Ort"}).incidents
    assert table[s.ADM2_GIVEN].item() == "Kalat"
    with pytest.raises(SchemaError):
        read("Datum,Ort\n2025-11-01,Kalat\n", columns={"date": "Day"})


def test_the_whole_schema_is_read_back(read):
    values = {
        s.INCIDENT_ID: "k-1", s.EVENT_DATE: "2025-11-01", s.DATE_PRECISION: "night", s.PLACE_TEXT: "Kalat district",
        s.COUNTRY: "Pakistan", s.GROUP_ID: "g1", s.RELATIONS: "may_include:k-2", s.INFERRED: "event_date",
        s.CLAIMED_BY: "ISPR", "killed_militants_low": "4", "killed_militants_best": "4", "killed_militants_high": "4",
    }  # fmt: skip
    row = read(",".join(values) + "\n" + ",".join(values.values()) + "\n").incidents.loc["k-1"]
    for column in (
        s.PLACE_TEXT,
        s.COUNTRY,
        s.GROUP_ID,
        s.RELATIONS,
        s.INFERRED,
        s.CLAIMED_BY,
        s.DATE_PRECISION,
    ):
        assert row[column] == values[column]
    assert row["killed_militants_best"] == row["killed_best"] == 4


cells = st.sampled_from(
    ["", "NA", "4", "15-20", "40+", "-1", "x", "2025-11-01", "0", "66.5", "1e400", "ی", "9" * 30]
)


@given(st.lists(st.tuples(*[cells] * 6), min_size=1, max_size=4))
@settings(deadline=None)
def test_no_cell_makes_reading_fail_and_no_row_is_lost(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    header = "district,date,killed_low,killed_best,lon,lat"
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]), encoding="utf-8")
    try:
        table = read_incidents(path).incidents
    except IncidentMapperError:
        assert not any(cell for row in rows for cell in row)
        return
    assert len(table) == sum(any(row) for row in rows)
    known = table[["killed_low", "killed_high"]].dropna()
    assert (known["killed_low"] <= known["killed_high"]).all()


def test_a_relation_that_cannot_be_read_is_noted_and_costs_no_row(read):
    table = read("id,district,relations\na,Kalat,may_include\nb,Quetta,part_of:a\n").incidents
    assert table[s.RELATIONS].tolist() == ["", "part_of:a"]
    assert "relations not read" in table[s.READ_NOTES].iloc[0]
    assert "'may_include' is none of part_of" in table[s.READ_NOTES].iloc[0]
    assert table[s.READ_NOTES].iloc[1] == ""


def test_an_id_that_two_rows_bear_is_told_apart_and_noted(read):
    table = read("id,district\na,Kalat\na,Quetta\n,Pishin\n").incidents
    assert table.index.tolist() == ["a", "a#2", "row-3"]
    assert table[s.READ_NOTES].tolist() == [
        "",
        "the id 'a' is another row's too (row 2 of reports.csv); here it is 'a#2'",
        "",
    ]


@pytest.mark.parametrize("header", ["Place affected", "City where it happened"])
def test_a_description_is_not_searched_for_places_while_a_column_of_places_is_unread(read, header):
    text = f"date,{header},description\n2025-01-01,Kalat,A blast in Quetta\n"
    with pytest.raises(ReadError, match=f"'{header}' looks like one"):
        read(text)
    assert read(text, columns={"place_text": header}).incidents[s.PLACE_TEXT].item() == "Kalat"
    assert read(text, columns={"description": "description"}).incidents[s.PLACE_TEXT].item() == ""


def test_columns_that_were_not_read_are_named(read):
    notes = read("date,district,weather,phase of moon\n2025-01-01,Kalat,dry,new\n").notes
    assert any("columns not used: weather, phase of moon" in note for note in notes)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Date of Attack", s.EVENT_DATE), ("Place of incident", s.PLACE_TEXT), ("Distt.", s.ADM2_GIVEN),
        ("Province/State", s.ADM1_GIVEN), ("adm2_pcode", s.ADM2_GIVEN), ("admin2Pcode", s.ADM2_GIVEN),
    ],
)  # fmt: skip
def test_headers_that_people_write(read, header, field):
    cell = "2025-01-01" if field == s.EVENT_DATE else "PK210"
    table = read(f"{header},town\n{cell},Kalat\n").incidents
    assert str(table[field].item()).startswith(cell)
