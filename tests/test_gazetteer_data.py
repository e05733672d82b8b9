"""The rules that the tables and boundaries in `gazetteer/` keep, read straight from the files."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyproj
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

GAZETTEER = Path(__file__).parent.parent / "gazetteer"
sys.path.insert(0, str(GAZETTEER))
import topology  # noqa: E402  (it lies beside the tables, outside the package)

Row = dict[str, str]

COLUMNS = {
    "editions": "edition, as_of, title, note, default",
    "sources": "key, title, licence, retrieved, note",
    "provinces": (
        "code, name, urdu, variants, pcode, pcode_scheme, valid_from, valid_to, source, uncertain, note"
    ),
    "divisions": "code, name, urdu, variants, valid_from, valid_to, source, uncertain, note",
    "districts": (
        "code, code_scheme, name, urdu, variants, valid_from, valid_to, split_from, hq_name, hq_lon, hq_lat, "
        "hq_source, pop_2017, pop_2023, pop_source, source, uncertain, note"
    ),
    "tehsils": "code, shape_id, name, urdu, variants, source, uncertain, note",
    "parents": "child, parent, edition, valid_from, valid_to, source, uncertain",
    "ambiguous": "name, codes, reason, bare",
    "foreign": "name, country, source",
    "countries": "iso2, iso3, name, variants, source",
}
PLACES = ("provinces", "divisions", "districts", "tehsils")
DETAILS = ("tehsils.topojson", "tehsils-simple.topojson")
DISPUTED = "IM-X-DISPUTED"
ALWAYS, NEVER = "0000", "9999"  # sort before and after every ISO day
# One city district took the place of Karachi's from 2001 to 2011; a row can hold only one interval.
INTERRUPTED = {"PK702", "PK704", "PK714", "PK721", "PK729"}


@cache
def table(name: str) -> tuple[Row, ...]:
    """Read a table."""
    with (GAZETTEER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def places() -> dict[str, Row]:
    """Give all places of all levels by code."""
    return {row["code"]: row for name in PLACES for row in table(name)}


@cache
def polygons(detail: str) -> dict[str, BaseGeometry]:
    """Read the tehsil polygons by code."""
    return {
        properties["code"]: geometry
        for geometry, properties in topology.read(GAZETTEER / "boundaries" / detail, "tehsils")
    }


def interval(row: Row) -> tuple[str, str]:
    """Give the days a row holds, first day in, last day out."""
    return row.get("valid_from") or ALWAYS, row.get("valid_to") or NEVER


def parents_on(day: str, edition: str = "") -> dict[str, str]:
    """Give the parent of each child on a day; rows of a named edition replace the shared ones."""
    found: dict[str, str] = {}
    for wanted in dict.fromkeys(("", edition)):
        for row in table("parents"):
            start, stop = interval(row)
            if row["edition"] == wanted and start <= day < stop:
                found[row["child"]] = row["parent"]
    return found


def chain(code: str, parents: dict[str, str]) -> list[str]:
    """Give a place and all that it lies in, up to the province."""
    line = [code]
    # A circle ends where it closes; that a parent is of a higher level is a test of its own.
    while parents.get(line[-1], line[0]) not in line:
        line.append(parents[line[-1]])
    return line


def key(name: str) -> str:
    """Reduce a name to the letters that tell it from others."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    plain = re.sub(r"\b(district|division|province|agency)\b|ڈویژن|ضلع", "", decomposed)
    return "".join(letter for letter in plain if letter.isalnum())


EDITIONS = [(row["edition"], row["as_of"]) for row in table("editions")]


@pytest.mark.parametrize("name", COLUMNS)
def test_table_has_the_agreed_columns_in_order(name: str) -> None:
    header = (GAZETTEER / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert header == COLUMNS[name].replace(", ", ",")


@pytest.mark.parametrize("name", COLUMNS)
def test_table_has_plain_line_ends_and_no_stray_blanks(name: str) -> None:
    assert b"\r" not in (GAZETTEER / f"{name}.csv").read_bytes()
    padded = [(row, cell) for row in table(name) for cell in row.values() if cell != cell.strip()]
    assert not padded


@pytest.mark.parametrize("name", [*PLACES, "parents", "editions", "sources"])
def test_table_is_not_empty(name: str) -> None:
    assert table(name)


def test_codes_are_unique_across_all_levels() -> None:
    codes = [row["code"] for name in PLACES for row in table(name)]
    assert len(codes) == len(set(codes))


def test_shape_ids_are_unique_and_every_polygon_has_a_row() -> None:
    shapes = [row["shape_id"] for row in table("tehsils")]
    assert len(shapes) == len(set(shapes)) == 554
    for detail in DETAILS:
        assert set(polygons(detail)) == {row["code"] for row in table("tehsils")}


def test_districts_have_the_p_code_as_code_or_an_own_one() -> None:
    for row in table("districts"):
        pattern, scheme = (
            (r"PK\d{3}", "OCHA COD-AB 2022") if row["code"].startswith("PK") else (r"IM-D-[A-Z-]+", "IM")
        )
        assert re.fullmatch(pattern, row["code"]), row
        assert row["code_scheme"] == scheme, row


def test_there_is_one_default_edition() -> None:
    assert [row["edition"] for row in table("editions") if row["default"]] == ["2023"]


def test_every_place_has_a_name_and_every_district_and_division_an_urdu_one() -> None:
    assert all(row["name"] for row in places().values())
    assert not [
        row["code"]
        for name in PLACES[:3]
        for row in table(name)
        if not re.search("[\u0600-\u06ff]", row["urdu"])
    ]


@pytest.mark.parametrize("name", [*PLACES, "parents"])
def test_days_are_iso_days_and_from_comes_before_to(name: str) -> None:
    for row in table(name):
        for column in ("valid_from", "valid_to"):
            if row.get(column):
                assert dt.date.fromisoformat(row[column]).isoformat() == row[column], row
        start, stop = interval(row)
        assert start < stop, row


def test_every_source_is_listed() -> None:
    known = {row["key"] for row in table("sources")}
    assert len(known) == len(table("sources"))
    for name in (*PLACES, "parents", "foreign", "countries"):
        for row in table(name):
            named = [row[column] for column in ("source", "hq_source", "pop_source") if row.get(column)]
            assert row["source"], row
            assert set("|".join(named).split("|")) <= known, row


def test_every_source_is_used() -> None:
    used = {
        part
        for name in (*PLACES, "parents", "foreign", "countries", "geonames", "localities")
        for row in table(name)
        for column in ("source", "hq_source", "pop_source")
        for part in row.get(column, "").split("|")
    }
    # Natural Earth is the source of the context file, which has no rows of its own.
    assert {row["key"] for row in table("sources")} - used == {"natural-earth"}


def test_general_knowledge_is_always_uncertain() -> None:
    for name in (*PLACES, "parents"):
        for row in table(name):
            if row["source"] == "general-knowledge":
                assert row["uncertain"] == "1", row


def test_a_variant_is_not_repeated_and_carries_no_remark() -> None:
    for row in places().values():
        names = [row["name"], *filter(None, row["variants"].split("|"))]
        assert len({name.casefold() for name in names}) == len(names), row
        assert not re.search(r"\((?!BARWA)|\bHQ\b|merged|old name", row["variants"]), row


@pytest.mark.parametrize(("edition", "as_of"), EDITIONS)
@pytest.mark.parametrize("level", PLACES)
def test_a_name_means_one_place_of_a_level_or_is_declared_ambiguous(
    edition: str, as_of: str, level: str
) -> None:
    parents = parents_on(as_of, edition)
    present = {code for child in parents for code in chain(child, parents)}
    declared = {key(row["name"]): set(row["codes"].split("|")) for row in table("ambiguous")}
    meanings = defaultdict(set)
    for row in table(level):
        if row["code"] in present:
            for name in (row["name"], row["urdu"], *row["variants"].split("|")):
                if name:
                    meanings[key(name)].add(row["code"])
    undeclared = {
        name: codes
        for name, codes in meanings.items()
        if len(codes) > 1 and not codes <= declared.get(name, set())
    }
    assert not undeclared


def test_a_district_name_that_another_districts_tehsil_bears_is_declared_ambiguous() -> None:
    parents = parents_on(EDITIONS[0][1])
    declared = {key(row["name"]) for row in table("ambiguous")}
    present = set(parents.values())
    districts = {key(row["name"]): row["code"] for row in table("districts") if row["code"] in present}
    for row in table("tehsils"):
        district = districts.get(key(row["name"]))
        if district and parents[row["code"]] != district:
            assert key(row["name"]) in declared, row


def test_ambiguous_names_lead_to_places_that_exist_and_say_why() -> None:
    names = [key(row["name"]) for row in table("ambiguous")]
    assert len(names) == len(set(names))
    for row in table("ambiguous"):
        assert row["reason"], row
        known = {*places(), *(place["code"] for place in table("localities"))}
        assert set(row["codes"].split("|")) <= known, row


def test_a_foreign_name_is_no_district_and_a_shared_one_is_declared() -> None:
    districts = {
        key(name) for row in table("districts") for name in (row["name"], *row["variants"].split("|")) if name
    }
    tehsils = {
        key(name) for row in table("tehsils") for name in (row["name"], *row["variants"].split("|")) if name
    }
    declared = {key(row["name"]) for row in table("ambiguous")}
    for row in table("foreign"):
        assert key(row["name"]) not in districts, row
        assert key(row["name"]) not in tehsils or key(row["name"]) in declared, row


def test_every_parent_exists_and_is_of_a_higher_level() -> None:
    level = {row["code"]: PLACES.index(name) for name in PLACES for row in table(name)}
    for row in table("parents"):
        assert row["child"] in level, row
        assert row["parent"] in level, row
        assert level[row["parent"]] < level[row["child"]], row
        assert row["edition"] in {"", *(edition for edition, _ in EDITIONS)}, row


def test_every_parent_and_child_is_valid_as_long_as_their_row() -> None:
    for row in table("parents"):
        start, stop = interval(row)
        for code in (row["parent"], row["child"]):
            first, last = interval(places()[code])
            assert first <= start, row
            assert stop <= last, row


def test_shared_parent_rows_of_a_child_follow_on_each_other_without_gap_or_overlap() -> None:
    rows = defaultdict(list)
    for row in table("parents"):
        if not row["edition"]:
            rows[row["child"]].append(interval(row))
    for child, spans in rows.items():
        for (_, stop), (start, _) in pairwise(sorted(spans)):
            assert stop == start, child


@pytest.mark.parametrize(("edition", "as_of"), EDITIONS)
def test_every_tehsil_leads_to_one_district_and_one_province(edition: str, as_of: str) -> None:
    parents = parents_on(as_of, edition)
    districts = {row["code"] for row in table("districts")}
    provinces = {row["code"] for row in table("provinces")}
    for row in table("tehsils"):
        line = chain(row["code"], parents)
        if row["code"] == DISPUTED:
            assert line == [DISPUTED]
        else:
            assert len([code for code in line if code in districts]) == 1, line
            assert line[-1] in provinces, line


def test_every_tehsil_has_a_district_on_every_day_something_changes() -> None:
    days = {day for row in table("parents") if not row["edition"] for day in interval(row)} - {NEVER}
    assert len(days) > 30
    for day in days:
        parents = parents_on(day)
        missing = {row["code"] for row in table("tehsils")} - set(parents) - {DISPUTED}
        assert not missing, day


def test_every_district_has_a_tehsil_on_each_day_it_is_valid() -> None:
    reported_only = {row["child"] for row in table("parents") if row["edition"]} - {
        row["child"] for row in table("parents") if not row["edition"]
    }
    days = sorted({day for row in table("parents") if not row["edition"] for day in interval(row)} - {NEVER})
    for day in days:
        used = set(parents_on(day).values())
        for row in table("districts"):
            start, stop = interval(row)
            if start <= day < stop and row["code"] not in reported_only | INTERRUPTED:
                assert row["code"] in used, (day, row)


@pytest.mark.parametrize(
    ("day", "tehsil", "district"),
    [
        ("2017-07-31", "IM-T-DUKI-DUKI", "PK219"),
        ("2017-08-01", "IM-T-DUKI-DUKI", "PK234"),
        ("2010-01-01", "IM-T-CHAMAN-CHAMAN", "PK214"),
        ("2021-06-29", "IM-T-CHAMAN-CHAMAN", "PK235"),
        ("2015-01-01", "IM-T-SIBI-LEHRI", "PK218"),
        ("2015-01-01", "IM-T-KACHHI-BHAG", "PK218"),
        ("2023-03-01", "IM-T-KACHHI-BHAG", "PK209"),
        ("2018-05-30", "IM-T-KOHAT-FR-KOHAT", "IM-D-FR-KOHAT"),
        ("2023-03-01", "IM-T-KOHAT-FR-KOHAT", "PK514"),
        ("2022-08-31", "IM-T-HUB-GADDANI", "PK217"),
        ("2022-09-01", "IM-T-HUB-GADDANI", "IM-D-HUB"),
        ("2005-01-01", "IM-T-KORANGI-KORANGI-TOWN", "IM-D-KARACHI"),
    ],
)
def test_tehsil_belongs_to_the_district_of_the_day(day: str, tehsil: str, district: str) -> None:
    assert parents_on(day)[tehsil] == district


def test_agencies_lie_in_fata_until_the_merger() -> None:
    for code in ("PK502", "PK513", "PK518", "PK524", "PK525", "PK527", "PK530"):
        assert chain(code, parents_on("2018-05-30"))[-1] == "PK-TA"
        assert chain(code, parents_on("2018-05-31"))[-1] == "PK-KP"


@pytest.mark.parametrize("detail", DETAILS)
def test_polygons_form_a_valid_coverage(detail: str) -> None:
    coverage = list(polygons(detail).values())
    assert shapely.is_valid(coverage).all()
    assert shapely.coverage_is_valid(coverage)
    assert not shapely.is_empty(coverage).any()


@pytest.mark.parametrize("detail", DETAILS)
def test_the_whole_has_no_holes(detail: str) -> None:
    whole = shapely.coverage_union_all(list(polygons(detail).values()))
    assert not [ring for part in shapely.get_parts(whole) for ring in part.interiors]


@pytest.mark.parametrize(("edition", "as_of"), EDITIONS)
@pytest.mark.parametrize("detail", DETAILS)
def test_provinces_are_exactly_the_union_of_their_districts(detail: str, edition: str, as_of: str) -> None:
    parents = parents_on(as_of, edition)
    districts, provinces = defaultdict(list), defaultdict(list)
    for code, polygon in polygons(detail).items():
        if code != DISPUTED:
            line = chain(code, parents)
            districts[line[1]].append(polygon)
            provinces[line[-1]].append(polygon)
    dissolved = {code: shapely.coverage_union_all(members) for code, members in districts.items()}
    assert shapely.is_valid(list(dissolved.values())).all()
    assert shapely.coverage_is_valid(list(dissolved.values()))
    for code, members in provinces.items():
        union = shapely.coverage_union_all(
            [polygon for district, polygon in dissolved.items() if chain(district, parents)[-1] == code]
        )
        assert shapely.equals(union, shapely.coverage_union_all(members)), code


def test_the_area_given_is_that_of_the_full_polygon() -> None:
    to_equal_area = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True)
    given = {detail: topology.read(GAZETTEER / "boundaries" / detail, "tehsils") for detail in DETAILS}
    for geometry, properties in given[DETAILS[0]]:
        flat = shapely.transform(geometry, to_equal_area.transform, interleaved=False)
        assert properties["area_km2"] == pytest.approx(flat.area / 1e6, abs=0.02), properties
    assert [properties for _, properties in given[DETAILS[0]]] == [
        properties for _, properties in given[DETAILS[1]]
    ]


def test_areas_add_up_to_the_country() -> None:
    features = topology.read(GAZETTEER / "boundaries" / DETAILS[0], "tehsils")
    area = {properties["code"]: properties["area_km2"] for _, properties in features}
    parents = parents_on(EDITIONS[0][1])
    provinces: dict[str, float] = defaultdict(float)
    for code, square_km in area.items():
        provinces[chain(code, parents)[-1]] += square_km
    # Official figures, to 2 per cent (the Pakistan Bureau of Statistics gives 347,190 for Balochistan).
    assert provinces["PK-BA"] == pytest.approx(347_190, rel=0.02)
    assert provinces["PK-PB"] == pytest.approx(205_345, rel=0.02)
    assert provinces["PK-SD"] == pytest.approx(140_914, rel=0.02)
    assert provinces["PK-KP"] == pytest.approx(101_741, rel=0.02)
    assert provinces["PK-IS"] == pytest.approx(906, rel=0.1)


def test_every_headquarters_town_lies_in_its_district() -> None:
    seen = 0
    parents = {edition: parents_on(as_of, edition) for edition, as_of in EDITIONS}
    for row in table("districts"):
        assert bool(row["hq_lon"]) == bool(row["hq_lat"]), row
        if not row["hq_lon"]:
            continue
        town = shapely.Point(float(row["hq_lon"]), float(row["hq_lat"]))
        tehsil = next(code for code, polygon in polygons(DETAILS[0]).items() if polygon.covers(town))
        assert row["code"] in {line.get(tehsil) for line in parents.values()}, row
        seen += 1
    assert seen > 140


def test_populations_are_counts_with_a_source_and_grow_plausibly() -> None:
    for row in table("districts"):
        counts = [int(row[column]) for column in ("pop_2017", "pop_2023") if row[column]]
        assert bool(counts) == bool(row["pop_source"]), row
        assert all(count > 10_000 for count in counts), row
        if len(counts) == 2:
            assert 0.9 < counts[1] / counts[0] < 1.8, row


def test_census_population_adds_up_to_the_published_total() -> None:
    # Pakistan without Azad Jammu and Kashmir and Gilgit-Baltistan, 2023 census.
    assert sum(int(row["pop_2023"] or 0) for row in table("districts")) == 241_499_431


def test_neighbours_meet_our_border_without_gap_or_overlap() -> None:
    own = shapely.coverage_union_all(list(polygons(DETAILS[1]).values()))
    outlines = [
        geometry for geometry, _ in topology.read(GAZETTEER / "boundaries/context.topojson", "neighbours")
    ]
    assert shapely.is_valid(outlines).all()
    # Square degrees along 6,000 km of border: what rounding to four decimals may leave.
    assert shapely.area(shapely.intersection(outlines, own)).sum() < 1e-3
    land = shapely.union_all([own, *outlines])
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(land) for ring in part.interiors]
    caspian = [hole for hole in holes if hole.covers(shapely.Point(51, 41))]
    assert len(caspian) == 1
    assert sum(hole.area for hole in holes if hole is not caspian[0]) < 1e-3


def test_neighbours_reach_beyond_a_wide_screen() -> None:
    features = topology.read(GAZETTEER / "boundaries/context.topojson", "neighbours")
    outlines = [geometry for geometry, _ in features]
    # The page takes the bounds of the outlines for the cut edge, so all four sides must be reached.
    assert tuple(shapely.total_bounds(outlines)) == (42, 5, 99, 50)
    assert shapely.coverage_is_valid(outlines)


def test_labels_of_neighbours_and_seas_lie_where_they_should() -> None:
    path = GAZETTEER / "boundaries" / "context.topojson"
    land = [geometry for geometry, _ in topology.read(path, "neighbours")]
    for geometry, properties in topology.read(path, "neighbours"):
        assert geometry.covers(shapely.Point(properties["lon"], properties["lat"])), properties
        assert properties["name"]
        assert properties["urdu"]
    first_view = shapely.box(59, 22.5, 81, 38.5)
    near = {
        properties["name"]
        for _, properties in topology.read(path, "neighbours")
        if first_view.covers(shapely.Point(properties["lon"], properties["lat"]))
    }
    assert near == {
        "Afghanistan", "China", "India", "Iran", "Nepal", "Tajikistan", "Turkmenistan", "Uzbekistan"
    }  # fmt: skip
    for point, properties in topology.read(path, "sea_labels"):
        assert not shapely.intersects(land, point).any(), properties
        assert properties["urdu"]


def test_boundaries_stay_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (GAZETTEER / "boundaries").glob("*.topojson")}
    assert sum(sizes.values()) <= 1_000_000
    assert sizes["context.topojson"] <= 45_000


def test_topojson_round_trip_is_exact() -> None:
    path = GAZETTEER / "boundaries" / DETAILS[0]
    features = topology.read(path, "tehsils")
    again = topology.decode(topology.encode({"tehsils": features}, decimals=5), "tehsils")
    assert all(first.equals_exact(second, 0) for (first, _), (second, _) in zip(features, again, strict=True))


def test_unknown_object_is_named_with_those_that_exist() -> None:
    with pytest.raises(KeyError, match=r"no object 'rivers'; it has: tehsils"):
        topology.read(GAZETTEER / "boundaries" / DETAILS[0], "rivers")


# Only where the wheel is at hand: it is 67 MB, so it is not fetched for a test.
if os.environ.get("INCIDENT_MAPPER_GAZETTEER_WHEEL"):

    def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
        wheel = os.environ["INCIDENT_MAPPER_GAZETTEER_WHEEL"]
        script = GAZETTEER / "build_boundaries.py"
        subprocess.run([sys.executable, script, "--wheel", wheel, "--output", tmp_path], check=True)
        for detail in DETAILS:
            assert (tmp_path / detail).read_bytes() == (GAZETTEER / "boundaries" / detail).read_bytes()
