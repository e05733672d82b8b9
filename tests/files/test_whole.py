"""Delimited text and GeoJSON come in as a table of text, whatever program wrote them."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incident_mapper.errors import IncidentMapperError, ReadError
from incident_mapper.files.layout import is_hxl_row
from incident_mapper.files.whole import read_table

PLAIN = "date,place,killed\n2025-11-01,Kalat,4\n2025-11-02,کوئٹہ,\n"


@pytest.fixture
def write(tmp_path):
    def write(content, name="reports.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def geojson(write):
    def geojson(*features):
        return write(json.dumps({"type": "FeatureCollection", "features": features}), "reports.geojson")

    return geojson


def feature(geometry=None, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_makes_no_difference(write, encoding):
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    table = read_table(write(mark + PLAIN.encode(encoding)))
    assert list(table.cells.columns) == ["date", "place", "killed"]
    assert table.cells["place"].tolist() == ["Kalat", "کوئٹہ"]
    assert ("read as UTF-16" in table.notes) == encoding.startswith("utf-16")


def test_windows_1252_is_read_and_said_so(write):
    table = read_table(write("place,note\nKalat,caf\u00e9\nQuetta,\u201cso\u201d\n".encode("cp1252")))
    assert table.cells["note"].tolist() == ["caf\u00e9", "\u201cso\u201d"]
    assert table.notes == ("not UTF-8 (first at line 2): read as Windows-1252",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write, delimiter):
    table = read_table(write(PLAIN.replace(",", delimiter)))
    assert table.cells.shape == (2, 3)


def test_a_delimiter_inside_a_quoted_header_does_not_count(write):
    table = read_table(write('date;"killed, all, in total";place\n2025;4;Kalat\n'))
    assert list(table.cells.columns) == ["date", "killed, all, in total", "place"]


def test_a_line_that_names_the_delimiter_is_no_header(write):
    table = read_table(write("sep=;\r\ndate;place\r\n2025;Kalat, Quetta\r\n"))
    assert table.cells.to_dict("list") == {"date": ["2025"], "place": ["Kalat, Quetta"]}
    assert table.cells.index.tolist() == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_newlines_in_cells_are_kept(write, end):
    table = read_table(write(f'place,what{end}Kalat,"one{end}two"{end}Quetta,three{end}'))
    assert table.cells["what"].str.split().tolist() == [["one", "two"], ["three"]]


def test_row_numbers_are_those_of_a_spreadsheet(write):
    table = read_table(write('place,what\n\nKalat,"one\ntwo"\n,,\n   \nQuetta,three\n'))
    assert table.cells.index.tolist() == [3, 6]


def test_a_row_of_hxl_tags_is_no_data(write):
    table = read_table(write("date,place,killed\n#date,#adm2+name,#affected +killed\n2025-11-01,Kalat,4\n"))
    assert table.cells["place"].tolist() == ["Kalat"]
    assert table.notes == ("row 2 holds HXL tags",)


@pytest.mark.parametrize("cells", [["#2 checkpoint"], ["Kalat", "#adm2"], ["", ""], ["#"]])
def test_a_row_is_hxl_only_if_every_filled_cell_is_a_tag(cells):
    assert not is_hxl_row(cells)


def test_a_hashtag_further_down_is_data(write):
    assert read_table(write("place\nKalat\n#Quetta\n")).cells["place"].tolist() == ["Kalat", "#Quetta"]


def test_a_row_with_too_many_cells_is_kept_with_a_reason(write):
    table = read_table(write("place,what\nKalat,a,b\nQuetta,c\n"))
    assert table.cells["place"].tolist() == ["Kalat", "Quetta"]
    assert table.problems == {
        2: "the row has 3 cells under 2 column names; a cell with the delimiter in it must be quoted"
    }


def test_empty_cells_beyond_the_header_and_missing_ones_are_no_problem(write):
    table = read_table(write("place,what\nKalat,a,,\nQuetta\n"))
    assert table.problems == {}
    assert table.cells["what"].tolist() == ["a", ""]


def test_repeated_and_empty_headers_are_numbered(write):
    table = read_table(write("place,place,,place (2)\na,b,c,d\n"))
    assert list(table.cells.columns) == ["place", "place (2)", "column 3", "place (2) (2)"]


def test_a_quote_left_open_is_an_error_that_names_its_line(write):
    with pytest.raises(ReadError, match=r"row 3: a quote is opened in this row and never closed"):
        read_table(write('place,what\nKalat,a\nQuetta,"b\nPishin,c\nHarnai,d\n'))


def test_a_quote_inside_a_cell_is_text(write):
    assert read_table(write('place,what\nKalat,5" pipe\nQuetta,c\n')).cells["what"].tolist() == [
        '5" pipe',
        "c",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        ("\ufeff".encode(), "is empty"),
        (b"date,place\n", "no rows of data"),
        (b"date,place\n#date,#adm2\n\n", "no rows of data"),
        (b"PK\x03\x04\x00\x00data", "begins like a zip, but is cut off or damaged"),
        (b"\xff\xfea", "damaged"),
        (b"x" * 600 + b"\ny\n", "no header row"),
        (b"{broken", "line 1: not valid JSON"),
        (b'{"type": "Topology"}', "not a GeoJSON FeatureCollection"),
        (b'{"features": []}', "without features"),
        (b'{"features": ' + b"[" * 100_000, "not JSON that can be read"),
        (b'{"features": ' + b"9" * 5000 + b"}", "not JSON that can be read"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(write, content, said):
    path = write(content)
    with pytest.raises(ReadError, match=said) as caught:
        read_table(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(ReadError, match="there is no such file"):
        read_table(tmp_path / "no.csv")
    with pytest.raises(ReadError, match="is a folder"):
        read_table(tmp_path)


def test_points_of_geojson_become_coordinates(geojson):
    table = read_table(
        geojson(
            feature({"type": "Point", "coordinates": [66.5, 29]}, name="Kalat", killed=4, sure=True),
            feature({"type": "Point", "coordinates": [67.0, 30.2, 1600]}, name="Quetta", killed=None),
        )
    )
    assert table.cells["longitude"].tolist() == ["66.5", "67"]
    assert table.cells["latitude"].tolist() == ["29", "30.2"]
    assert table.cells["killed"].tolist() == ["4", ""]
    assert table.cells["sure"].tolist() == ["true", ""]
    assert table.cells.index.tolist() == [1, 2]
    assert table.notes == ()


def test_a_shape_is_no_point_and_is_placed_by_its_properties(geojson):
    square = {"type": "Polygon", "coordinates": [[[66, 29], [67, 29], [67, 30], [66, 29]]]}
    table = read_table(geojson(feature(square, district="Kalat"), feature(square)))
    assert "longitude" not in table.cells
    assert table.problems == {2: "a Polygon is no point, and the feature has no properties to place it by"}
    assert table.notes == ("1 features are no points (first: feature 1); their properties place them",)


def test_a_feature_without_geometry_or_properties_does_no_harm(geojson):
    empty_point = {"type": "Point", "coordinates": []}
    table = read_table(
        geojson(feature(None, place="Kalat"), {"type": "Feature"}, feature(empty_point), "text")
    )
    assert table.cells["place"].tolist() == ["Kalat", "", "", ""]
    assert table.problems == {4: "the feature is not a JSON object"}


def test_the_id_of_a_feature_is_its_id_unless_a_property_says_so(geojson):
    table = read_table(geojson({"id": 7, "properties": {"a": 1}}, {"id": 8, "properties": {"id": "b"}}))
    assert table.cells["id"].tolist() == ["7", "b"]


def test_half_a_character_in_json_is_replaced(write):
    table = read_table(write(b'{"features": [{"properties": {"place": "Kalat \\ud800"}}]}'))
    assert table.cells["place"].tolist() == ["Kalat \ufffd"]
    table.cells["place"].iloc[0].encode()


def read_bytes(content, suffix):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"any{suffix}")
        path.write_bytes(content)
        return read_table(path)


noise = st.one_of(
    st.binary(),
    st.text(alphabet='ab,;\t|"\n\r#{}[]:\x00\u200cی', max_size=60).map(str.encode),
    st.text(alphabet='ab,"\n\r\u2028', max_size=30).map(lambda text: b"\xff\xfe" + text.encode("utf-16-le")),
)


@given(noise, st.sampled_from([".csv", ".geojson"]))
@settings(deadline=None)
@example(b'sep="\n"a"', ".csv")
@example(b"sep=\r\r\na", ".csv")
@example(b"a\n\x03end of file\x03", ".csv")
@example(b'{"features": [NaN, {"properties": {"a": 1e999}}]}', ".csv")
@example(b'{"features": [{"properties": 1, "geometry": {"type": [], "coordinates": "ab"}}]}', ".csv")
def test_arbitrary_bytes_raise_nothing_but_our_errors(content, suffix):
    try:
        table = read_bytes(content, suffix)
    except IncidentMapperError:
        return
    assert table.cells.index.is_unique
    assert table.cells.columns.is_unique
    assert set(table.problems) <= set(table.cells.index)
    assert all(isinstance(cell, str) for row in table.cells.to_numpy() for cell in row)


cells = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x03\r"), max_size=8
)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6), st.sampled_from(",;\t"))
@settings(deadline=None)
def test_what_is_quoted_is_read_as_it_was_written(rows, delimiter):
    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"'

    lines = [delimiter.join(map(quoted, row)) for row in [("place", "what"), *rows]]
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    try:
        table = read_bytes("\n".join(lines).encode(), ".csv")
    except ReadError:
        assert not kept or is_hxl_row(list(kept[0]))
        return
    first = 1 if is_hxl_row(list(kept[0])) else 0
    assert [tuple(row) for row in table.cells.to_numpy()] == kept[first:]
