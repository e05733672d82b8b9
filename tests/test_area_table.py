"""Any table of areas and values becomes a choropleth, with what no area accounts for stated."""

from pathlib import Path

import pytest

from incident_mapper import schema as s
from incident_mapper.area_table import AreaTable, make_area_map, read_area_table
from incident_mapper.errors import ReadError, SchemaError
from incident_mapper.example import example_file
from incident_mapper.render import IncidentPage, MapOptions


@pytest.fixture
def read(tmp_path):
    """Write rows below the header ``area,value`` and read them as a table of areas."""

    def read_(*rows: str, **options) -> AreaTable:
        path = tmp_path / "table.csv"
        path.write_text("\n".join(["area,value", *rows]) + "\n", encoding="utf-8")
        return read_area_table(path, area="area", value="value", **options)

    return read_


def payload(table: AreaTable, **options) -> dict:
    map_ = make_area_map(table, label="Incidents", options=MapOptions(**options))
    (page,) = [child for child in map_._children.values() if isinstance(child, IncidentPage)]
    return page.payload()


@pytest.fixture(scope="module")
def statistics() -> AreaTable:
    return read_area_table(example_file("province_statistics_2025.csv"), area="area", value="incidents")


def test_what_no_area_accounts_for_is_the_remainder(statistics):
    assert statistics.level == "province"
    assert statistics.values == {"PK-KP": 3811, "PK-BA": 1557}
    assert (statistics.whole, statistics.remainder) == (5397, 29)


def test_the_remainder_is_stated_on_the_page(statistics):
    page = payload(statistics)
    assert [(cell["value"], cell["label"].split(",")[0].split(":")[0]) for cell in page["totals"]] == [
        ("5,397", "Incidents"),
        ("5,368", "in the 2 provinces given"),
        ("29", "elsewhere"),
    ]
    assert page["classes"]["province"]["value"]["note"] == "In none of the areas given: 29"


def test_provinces_without_a_row_are_not_given_rather_than_zero(statistics):
    page = payload(statistics)
    values = page["values"]["province"]["value"]
    assert {code for code, entry in values.items() if entry["value"] is not None} == {"PK-KP", "PK-BA"}
    for code in ("PK-PB", "PK-SD", "PK-IS", "PK-GB", "PK-JK"):
        assert values[code]["value"] is None
        assert "no row" in values[code]["note"]
    assert page["classes"]["province"]["value"]["unknown"]["label"] == "not given"


def test_the_page_has_areas_of_its_level_and_no_symbols(statistics):
    page = payload(statistics, title="T", credit="C")
    assert (page["level"], page["levels"], page["metric"]) == ("province", ["province"], "value")
    assert page["metrics"] == {"value": "Incidents"}
    assert (page["title"], page["credit"]) == ("T", "C")
    assert page["incidents"]["id"] == []
    assert page["anchors"] == {}
    assert page["ledger"]["rows"] == 3


def test_zero_is_a_value_and_an_empty_cell_is_none(read):
    table = read("Punjab,0", "Sindh,", "Balochistan,n/a", "Khyber Pakhtunkhwa,3")
    assert table.values == {"PK-PB": 0, "PK-SD": None, "PK-BA": None, "PK-KP": 3}
    values = payload(table)["values"]["province"]["value"]
    assert (values["PK-PB"]["value"], values["PK-PB"]["text"]) == (0, "0")
    assert values["PK-SD"]["value"] is None
    assert "leaves it open" in values["PK-SD"]["note"]


def test_numbers_as_people_write_them(read):
    table = read('Punjab,"1,234"', "Sindh,12.5%", "Balochistan, 7 ")
    assert table.values == {"PK-PB": 1234, "PK-SD": 12.5, "PK-BA": 7}


def test_the_level_is_what_most_rows_name(read):
    table = read("Kalat,1", "Quetta,2", "Mastung district,3", "Balochistan,6", "Pakistan,9")
    assert table.level == "district"
    assert table.values == {"PK210": 1, "PK226": 2, "PK220": 3}
    assert table.whole == 9
    assert table.remainder == 3
    assert table.ledger.counts["rejected"] == 1
    assert "Balochistan is a province" in table.ledger.listed["reason"].iloc[0]


def test_islamabad_among_provinces_is_the_province_and_among_districts_the_district(read):
    assert "PK-IS" in read("Punjab,1", "Sindh,1", "Islamabad,1").values
    (code,) = set(read("Kalat,1", "Quetta,1", "Islamabad,1").values) - {"PK210", "PK226"}
    assert code != "PK-IS"


def test_codes_serve_as_well_as_names(read):
    assert read("PK210,1", "PK226,2").values == {"PK210": 1, "PK226": 2}
    assert read("PK-BA,1", "PK-KP,2").values == {"PK-BA": 1, "PK-KP": 2}


def test_the_level_may_be_demanded(read):
    table = read("Punjab,5", "Kalat,1", "Quetta,2", level="province")
    assert (table.level, table.values) == ("province", {"PK-PB": 5})
    assert table.ledger.counts["rejected"] == 2


def test_every_row_has_an_outcome_and_a_reason_where_it_is_not_drawn(read):
    table = read(
        "Punjab,5", "Punjab,6", "Atlantis,1", "Kandahar,2", "Pakistan,20", "Kalat,3", "Sindh,2,extra"
    )
    ledger = table.ledger
    assert ledger.rows == 7 == sum(ledger.counts.values())
    assert set(ledger.counts) == set(s.OUTCOMES)
    told = dict(zip(ledger.listed["row"], ledger.listed["outcome"], strict=True))
    assert {2, 6} & set(told) == set()
    assert told[3] == told[7] == told[8] == "rejected"
    assert told[4] == "unmatched"
    assert told[5] == "foreign"
    assert (ledger.listed["reason"] != "").all()
    assert table.values["PK-PB"] == 5
    assert "second row for Punjab" in ledger.listed.set_index("row").loc[3, "reason"]


@pytest.mark.parametrize("cell", ["many", "1.2.3", "-4", "inf", "1e999"])
def test_a_value_that_cannot_be_coloured_is_named_with_its_row(read, cell):
    with pytest.raises(SchemaError, match=r"table.csv, row 3, column 'value'"):
        read("Punjab,1", f"Sindh,{cell}")


def test_a_missing_column_is_named_with_those_that_are_there(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("where,much\nPunjab,1\n", encoding="utf-8")
    for options in ({"area": "area", "value": "much"}, {"area": "where", "value": "value"}):
        with pytest.raises(SchemaError, match="Found: where, much"):
            read_area_table(path, **options)


def test_a_column_that_names_no_areas_is_refused(read):
    with pytest.raises(ReadError, match=r"no cell of 'area' names a province or district .first: 'x'"):
        read("x,1", "y,2")


def test_without_a_row_for_the_whole_nothing_is_said_of_a_rest(read):
    table = read("Punjab,1", "Sindh,2")
    assert (table.whole, table.remainder) == (None, None)
    page = payload(table)
    assert page["totals"] == []
    assert page["classes"]["province"]["value"]["note"] == ""


def test_parts_that_exceed_the_whole_leave_no_rest_below_zero(read):
    page = payload(read("Punjab,10", "Sindh,20", "Pakistan,25"))
    said = [cell["value"] for cell in page["totals"]] + [page["classes"]["province"]["value"]["note"]]
    assert not any("-" in text for text in said)
    assert page["totals"][1]["why"].startswith("More than the whole country")


def test_values_that_nobody_gives_are_not_counted_as_zero(read):
    page = payload(read("Punjab,", "Sindh,n/a", "Pakistan,2597"))
    assert [(cell["value"], cell["label"]) for cell in page["totals"]] == [
        ("2,597", "Incidents, whole country")
    ]
    assert page["classes"]["province"]["value"]["note"] == ""


def test_sources_and_claims_are_named_once(statistics):
    assert statistics.sources == (
        "Reported by: China Daily Brief",
        "Figures as claimed by Pakistan's military",
    )


def test_a_table_may_be_geojson(tmp_path: Path):
    path = tmp_path / "t.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, '
        '"properties": {"area": "Punjab", "value": 3}}]}',
        encoding="utf-8",
    )
    assert read_area_table(path, area="area", value="value").values == {"PK-PB": 3}


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("1,234", "2,345,678"), (1234, 2345678)),
        (("12,34,567", "1,234.5"), (1234567, 1234.5)),
        (("3,5", "4"), (3.5, 4)),
        (("3,5", "1.234,25"), (3.5, 1234.25)),
        (("12%", "7.5 %"), (12, 7.5)),
    ],
)
def test_a_comma_is_read_as_the_column_uses_it(read, cells, values):
    first, second = cells
    assert tuple(read(f'Punjab,"{first}"', f'Sindh,"{second}"').values.values()) == values


@pytest.mark.parametrize("cell", ["1,2,3", "1_000", "1,23,45", "0x1f", "1,2345,678"])
def test_a_comma_that_means_nothing_is_refused(read, cell):
    with pytest.raises(SchemaError, match="is no number"):
        read("Punjab,1", f'Sindh,"{cell}"')


def test_more_in_the_areas_than_in_the_whole_is_said_and_no_rest_is_made_up(read):
    page = payload(read("Punjab,30", "Sindh,20", "Pakistan,40"))
    assert [cell["value"] for cell in page["totals"]] == ["40", "50"]
    assert "More than the whole country" in page["totals"][1]["why"]
