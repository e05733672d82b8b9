"""Measure the boundaries against two sources that were not used to build them.

Usage: ``python benchmarks/boundaries.py [FOLDER]``

FOLDER holds ``ocha_cod_ab_2022_adm2.parquet`` (OCHA COD-AB, edition of 2022-09-09, CC BY-IGO) and
``ucdp_ged_pakistan_dev.csv`` (UCDP GED, CC BY 4.0). Neither is part of the project.
Prints the overlap with the first (intersection over union in an equal-area projection, joined by
P-code) and the share of precise points of the second that lie in the district they are said to be in, then
whether each aim is met; the exit code is 1 if one is missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).parent.parent
GAZETTEER = ROOT / "gazetteer"
sys.path.insert(0, str(GAZETTEER))
import topology  # noqa: E402  (it lies beside the tables, outside the package)

EQUAL_AREA = "EPSG:6933"
REFERENCE_DAY = "2022-09-09"
CENSUS_DAY = "2023-03-01"
DETAILS = {"full": "tehsils.topojson", "simplified": "tehsils-simple.topojson"}

# COD-AB 2022 differs from the gazetteer's own account of that day in these ways; the comparison follows
# COD-AB.
LEHRI = "PK218"  # abolished about 2018, but drawn
NOT_YET_SPLIT = {  # set up by then, but drawn within the older district
    "IM-D-HUB": "PK217",
    "IM-D-USTA-MUHAMMAD": "PK207",
}
# In Karachi it draws the limits notified in November 2013: no Keamari, and its harbour in Karachi South.
KARACHI_DAY = "2013-11-06"
KARACHI = frozenset({"PK702", "PK704", "PK712", "PK714", "PK721", "PK729"})

AIMS = {
    ("full", "Pakistan"): 0.955,
    ("full", "Balochistan"): 0.965,
    ("simplified", "Pakistan"): 0.935,
}
AIM_COMPARED = 155
AIM_KB = 160
LISTED = ("Kalat", "Quetta", "Mastung", "Gwadar", "Pishin", "Harnai")


def main() -> int:
    """Run both comparisons and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "reference")
    folder: Path = parser.parse_args().folder
    cod_path, ged_path = folder / "ocha_cod_ab_2022_adm2.parquet", folder / "ucdp_ged_pakistan_dev.csv"
    for path in (cod_path, ged_path):
        if not path.is_file():
            print(
                f"{path} is missing. Pass the folder that holds it: python benchmarks/boundaries.py FOLDER",
                file=sys.stderr,
            )
            return 2
    met = compare_with_cod(cod_path)
    compare_with_points(ged_path)
    return 0 if met else 1


# ---------------------------------------------------------------- the gazetteer's own account


def read_table(name: str) -> list[dict[str, str]]:
    """Read a table of the gazetteer."""
    with (GAZETTEER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def districts_of_tehsils(day: str) -> dict[str, str]:
    """Give the district each tehsil belonged to on an ISO day, in the rows that all editions share."""
    return {
        row["child"]: row["parent"]
        for row in read_table("parents")
        if row["child"].startswith("IM-T-")
        and not row["edition"]
        and row["valid_from"] <= day < (row["valid_to"] or "9999")
    }


def districts_as_cod_draws_them() -> dict[str, str]:
    """Give the district of each tehsil on the day of COD-AB 2022, following what it draws."""
    parents = {
        tehsil: NOT_YET_SPLIT.get(code, code) for tehsil, code in districts_of_tehsils(REFERENCE_DAY).items()
    }
    parents |= {tehsil: code for tehsil, code in districts_of_tehsils(KARACHI_DAY).items() if code in KARACHI}
    parents |= {row["child"]: LEHRI for row in read_table("parents") if row["parent"] == LEHRI}
    return parents


def read_tehsils(detail: str) -> dict[str, BaseGeometry]:
    """Read the tehsil polygons (EPSG:4326) by code."""
    features = topology.read(GAZETTEER / "boundaries" / DETAILS[detail], "tehsils")
    return {properties["code"]: geometry for geometry, properties in features}


def dissolve(tehsils: Mapping[str, BaseGeometry], parents: Mapping[str, str]) -> gpd.GeoSeries:
    """Dissolve tehsils to their parents (EPSG:4326), indexed by parent code."""
    members: dict[str, list[BaseGeometry]] = {}
    for code, geometry in tehsils.items():
        if code in parents:
            members.setdefault(parents[code], []).append(geometry)
    merged = {code: shapely.coverage_union_all(geometries) for code, geometries in sorted(members.items())}
    return gpd.GeoSeries(merged, crs="EPSG:4326")


# ---------------------------------------------------------------- overlap with COD-AB


def compare_with_cod(path: Path) -> bool:
    """Print the overlap with COD-AB 2022 and say whether every aim is met."""
    cod = gpd.read_parquet(path).set_index("ADM2_PCODE").to_crs(EQUAL_AREA)
    cod.geometry = cod.geometry.make_valid()
    parents = districts_as_cod_draws_them()
    met = True
    print(f"Overlap with OCHA COD-AB of {REFERENCE_DAY}, intersection over union, joined by P-code")
    for detail in DETAILS:
        tehsils = read_tehsils(detail)
        districts = dissolve(tehsils, parents)
        scores = overlap(districts, cod)
        for region, chosen in (
            ("Pakistan", scores),
            ("Balochistan", scores[scores.index.str.startswith("PK2")]),
        ):
            aim = AIMS.get((detail, region))
            median = float(chosen.median())
            met &= aim is None or median >= aim
            print(
                f"  {detail:10} {region:11} {len(chosen):3} districts, median {median:.4f}"
                + _verdict(median, aim)
            )
        if detail == "full":
            met &= len(scores) >= AIM_COMPARED
            print("  listed: " + ", ".join(f"{name} {scores[_pcode(cod, name)]:.3f}" for name in LISTED))
            print_worst(scores, tehsils, parents, cod)
        else:
            size = len(geojson(dissolve(tehsils, districts_of_tehsils(CENSUS_DAY)))) / 1000
            met &= size <= AIM_KB
            print(f"  {detail:10} districts as GeoJSON, 4 decimals: {size:.0f} kB (aim: at most {AIM_KB})")
    return met


def _verdict(value: float, aim: float | None) -> str:
    return "" if aim is None else f" (aim {aim}: {'met' if value >= aim else 'MISSED'})"


def _pcode(cod: gpd.GeoDataFrame, name: str) -> str:
    return str(cod.index[cod["ADM2_EN"] == name][0])


def overlap(districts: gpd.GeoSeries, cod: gpd.GeoDataFrame) -> pd.Series:
    """Give the intersection over union of each district that both have."""
    ours = districts.to_crs(EQUAL_AREA)
    common = [code for code in ours.index if code in cod.index]
    first, second = ours[common], cod.geometry[common]
    inside = shapely.area(shapely.intersection(first.to_numpy(), second.to_numpy()))
    both = first.area.to_numpy() + second.area.to_numpy() - inside
    return pd.Series(inside / both, index=common).sort_values()


def print_worst(
    scores: pd.Series, tehsils: Mapping[str, BaseGeometry], parents: Mapping[str, str], cod: gpd.GeoDataFrame
) -> None:
    """Print the ten worst districts and what lies elsewhere in the other source."""
    flat = gpd.GeoSeries(dict(tehsils), crs="EPSG:4326").to_crs(EQUAL_AREA)
    print("  the ten worst, and the tehsils (km2) that the other source draws elsewhere:")
    for code, score in scores.head(10).items():
        theirs = cod.geometry[code]
        notes = []
        for tehsil, shape in flat.items():
            inside = shape.intersection(theirs).area
            if parents.get(tehsil) == code and inside < 0.9 * shape.area:
                outside = (shape.area - inside) / 1e6
                notes.append(f"{tehsil[5:]}: {outside:,.0f} of {shape.area / 1e6:,.0f} outside theirs")
            elif parents.get(tehsil) != code and inside > 0.05 * theirs.area:
                notes.append(f"{tehsil[5:]}: {inside / 1e6:,.0f} of {shape.area / 1e6:,.0f} inside theirs")
        print(f"    {cod['ADM2_EN'][code]:22} {score:.3f}  " + "; ".join(notes))


def geojson(districts: gpd.GeoSeries) -> str:
    """Write districts as compact GeoJSON with four decimals, the code as the only attribute."""
    rounded = topology.snap(districts, decimals=4)
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {},
            "geometry": json.loads(shapely.to_geojson(geometry)),
        }
        for code, geometry in zip(districts.index, rounded, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


# ---------------------------------------------------------------- points of UCDP GED


def compare_with_points(path: Path) -> None:
    """Print the share of precise points that lie in the district they are said to be in."""
    events = pd.read_csv(path, skiprows=[1])  # the row under the header holds HXL tags
    events = events[events["where_prec"].isin([1, 2]) & events["adm_2"].notna()].reset_index(drop=True)
    points = shapely.points(events["longitude"].to_numpy(), events["latitude"].to_numpy())
    tehsils = read_tehsils("full")
    index, found = shapely.STRtree(list(tehsils.values())).query(points, predicate="intersects")
    codes = list(tehsils)
    where: dict[int, list[str]] = {}
    for event, tehsil in zip(index, found, strict=True):
        where.setdefault(int(event), []).append(codes[tehsil])
    names = names_of_districts()
    days = {
        day: districts_of_tehsils(day) for day in sorted(set(events["date_start"].str[:10]) | {CENSUS_DAY})
    }
    rows = []
    for number, event in events.iterrows():
        stated = names.get(_key(event["adm_2"]), frozenset())
        # A name may be meant as of the day, or in today's sense.
        actual = {
            days[day].get(tehsil, tehsil)
            for tehsil in where.get(int(str(number)), [])
            for day in (event["date_start"][:10], CENSUS_DAY)
        }
        rows.append((event["adm_2"], bool(stated), bool(actual & stated), min(actual, default="")))
    result = pd.DataFrame(rows, columns=["adm_2", "known", "hit", "actual"])
    _print_points(result)


def _print_points(result: pd.DataFrame) -> None:
    known = result[result["known"]]
    print(f"\nPoints of UCDP GED with where_prec 1-2 and a district: {len(result):,}")
    print(f"  the district's name is known: {len(known):,}")
    print(f"  in the district stated: {known['hit'].mean():.3f} ({known['hit'].sum():,} of {len(known):,})")
    outside = int((known["actual"] == "").sum())
    print(f"  outside the country altogether (sea, neighbours): {outside}")
    for name in LISTED:
        chosen = known[known["adm_2"].map(_key) == _key(name)]
        share = f"{chosen['hit'].mean():.3f}" if len(chosen) else "no point"
        print(f"  {name:8} {share} ({int(chosen['hit'].sum())} of {len(chosen)})")
    labels = {row["code"]: row["name"] for row in read_table("districts")} | {"": "nowhere"}
    missed = known[~known["hit"]]
    print("  most misses, and where these points lie:")
    for stated, count in missed["adm_2"].value_counts().head(8).items():
        where = missed[missed["adm_2"] == stated]["actual"].map(lambda code: labels.get(code, code))
        places = ", ".join(f"{place} {number}" for place, number in where.value_counts().head(3).items())
        print(f"    {stated}: {count} of {int((known['adm_2'] == stated).sum())} ({places})")
    unknown = result[~result["known"]]["adm_2"].value_counts()
    if len(unknown):
        print("  names not known: " + ", ".join(f"{name!r} {count}" for name, count in unknown.items()))


def names_of_districts() -> dict[str, frozenset[str]]:
    """Give the codes of the districts, past and present, that a name may mean."""
    names: dict[str, set[str]] = {}
    for row in read_table("districts"):
        for name in (row["name"], *row["variants"].split("|")):
            names.setdefault(_key(name), set()).add(row["code"])
    for row in read_table("ambiguous"):
        names.setdefault(_key(row["name"]), set()).update(row["codes"].split("|"))
    return {name: frozenset(codes) for name, codes in names.items() if name}


def _key(name: str) -> str:
    """Reduce a name to letters; enough for the names in this file, not the package's own normaliser."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]", "", re.sub(r"\b(district|distrcit|agency)\b", "", plain))


if __name__ == "__main__":
    sys.exit(main())
