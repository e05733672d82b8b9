"""Build `boundaries/context.topojson`: the neighbours' outlines, the coast and the names of the seas.

Usage: ``python gazetteer/build_context.py [--tarball FILE] [--output FILE]``

The outlines are Natural Earth 1:10m (public domain) as the npm package `world-atlas` ships them. They meet
our own boundaries nowhere exactly, so our coverage is cut out of them and the strips that are left between
the two are given to the neighbour they border on: the map shows no gap and no second line along the border.
What Natural Earth calls the disputed areas is treated like any other land: it is ours where our coverage has
it, and the neighbour's with the longest border where it has not. No claim is meant by either.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

sys.path.insert(0, str(Path(__file__).parent))
import topology
from topology import Coverage, polygons_of

Vertices = npt.NDArray[np.float64]

HERE = Path(__file__).parent
PACKAGE = "world-atlas@2.0.2"
TARBALL_SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
ATLAS_IN_TARBALL = "package/countries-10m.json"
PAKISTAN = "Pakistan"
# All bounds in degrees: west, south, east, north. The frame is wider than a wide screen shows at first, and
# cuts little but land, in the south little but sea.
FRAME = (42.0, 5.0, 99.0, 50.0)
# Where a label must stand to be seen in the first view. A country that lies partly in it is labelled there.
LABEL_FRAME = (59.0, 22.5, 81.0, 38.5)
LABEL_AREA = 1.0  # degrees squared of a country within LABEL_FRAME that give a label room
# Detail is kept inside; outside, what is smaller than 1 / SQUEEZE times as much goes as well.
DETAIL_FRAME = (56.0, 20.0, 84.0, 41.0)
SQUEEZE = 0.3
DECIMALS = 4  # as the simplified tehsils, so that the common border is the same to the last digit
TOLERANCE = 0.05  # degrees
# Degrees squared. Smaller pieces of a neighbour that lie between us and another neighbour are left-overs of
# the cut; smaller exclaves are not drawn as such, and smaller islands beyond DETAIL_FRAME not at all.
FRAGMENT_AREA = 2.0
EXCLAVE_AREA = 0.1
ISLAND_AREA = 0.08
# Degrees. Strips between the two sources that are narrower than this hold no land worth drawing.
NARROW = 0.004

# Natural Earth's outlines that are drawn with another's.
PART_OF = {"Baikonur": "Kazakhstan", "Somaliland": "Somalia"}
# Urdu names: CLDR, locale ur.
URDU = {
    "Afghanistan": "افغانستان",
    "Armenia": "آرمینیا",
    "Azerbaijan": "آذربائیجان",
    "Bahrain": "بحرین",
    "Bangladesh": "بنگلہ دیش",
    "Bhutan": "بھوٹان",
    "China": "چین",
    "Djibouti": "جبوتی",
    "Eritrea": "اریٹیریا",
    "Ethiopia": "ایتھوپیا",
    "Georgia": "جارجیا",
    "India": "بھارت",
    "Indonesia": "انڈونیشیا",
    "Iran": "ایران",
    "Iraq": "عراق",
    "Kazakhstan": "قزاخستان",
    "Kuwait": "کویت",
    "Kyrgyzstan": "کرغزستان",
    "Mongolia": "منگولیا",
    "Myanmar": "میانمار",
    "Nepal": "نیپال",
    "Oman": "عمان",
    "Qatar": "قطر",
    "Russia": "روس",
    "Saudi Arabia": "سعودی عرب",
    "Somalia": "صومالیہ",
    "Sri Lanka": "سری لنکا",
    "Syria": "شام",
    "Tajikistan": "تاجکستان",
    "Thailand": "تھائی لینڈ",
    "Turkey": "ترکی",
    "Turkmenistan": "ترکمانستان",
    "United Arab Emirates": "متحدہ عرب امارات",
    "Uzbekistan": "ازبکستان",
    "Yemen": "یمن",
}
SEA_LABELS = (
    ("Arabian Sea", "بحیرہ عرب", 64.0, 23.6),
    ("Gulf of Oman", "خلیج عمان", 59.4, 24.8),
    ("Bay of Bengal", "خلیج بنگال", 88.5, 15.5),
)


def main() -> None:
    """Read the options, build the file and say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tarball", type=Path, help=f"a local copy of the npm package {PACKAGE}")
    parser.add_argument("--output", type=Path, default=HERE / "boundaries" / "context.topojson")
    options = parser.parse_args()
    coverage = [
        geometry for geometry, _ in topology.read(HERE / "boundaries/tehsils-simple.topojson", "tehsils")
    ]
    with tempfile.TemporaryDirectory() as scratch:
        countries = read_countries(options.tarball or download(Path(scratch)), Path(scratch))
    write_context(neighbours(countries, shapely.coverage_union_all(coverage)), options.output)
    print(f"{options.output.name}: {options.output.stat().st_size:,} bytes")


def neighbours(countries: dict[str, BaseGeometry], own: BaseGeometry) -> dict[str, BaseGeometry]:
    """Cut our own coverage out of the countries around it, leaving neither gap nor overlap.

    Parameters
    ----------
    countries
        Outlines by name (EPSG:4326), Pakistan and areas without a state included.
    own
        Our own coverage as one geometry (EPSG:4326).

    Returns
    -------
    dict
        Outlines of the neighbours within the frame, by name, simplified together; their border with `own` is
        exactly that of `own`.
    """
    pieces: dict[str, list[BaseGeometry]] = {name: [] for name in URDU}
    loose: list[BaseGeometry] = []
    for name, country in sorted(countries.items()):
        pieces.get(PART_OF.get(name, name), loose).extend(polygons_of(shapely.difference(country, own)))
    for name, parts in pieces.items():
        main_part = max(parts, key=lambda part: part.area)
        fragments = [part for part in parts if part is not main_part and _is_small(part, own)]
        others = shapely.union_all([p for other, ps in pieces.items() if other != name for p in ps])
        fragments = [part for part in fragments if shapely.length(shapely.intersection(part, others)) > 0]
        # A fragment is taken away by identity: equal polygons do not occur twice in one country.
        pieces[name] = [part for part in parts if not any(part is fragment for fragment in fragments)]
        loose += fragments
    for piece in sorted(loose, key=lambda part: -part.area):
        heir = _longest_border(piece, pieces)
        if heir is not None:
            pieces[heir].append(piece)
    merged = {name: shapely.union_all(parts) for name, parts in pieces.items()}
    return _simplify(merged, own)


def _is_small(piece: BaseGeometry, own: BaseGeometry) -> bool:
    """Say whether a piece that lies apart from its country is given to the one around it."""
    return piece.area < (FRAGMENT_AREA if shapely.dwithin(piece, own, NARROW) else EXCLAVE_AREA)


def _longest_border(piece: BaseGeometry, pieces: Mapping[str, Sequence[BaseGeometry]]) -> str | None:
    """Name the neighbour that shares most of a piece's outline, or nobody (it lies by the sea)."""
    reach = shapely.buffer(piece, NARROW / 4)
    borders = {
        name: sum(shapely.length(shapely.intersection(shapely.boundary(part), reach)) for part in parts)
        for name, parts in pieces.items()
    }
    best = max(borders, key=lambda name: borders[name])
    return best if borders[best] > 0 else None


def _simplify(merged: dict[str, BaseGeometry], own: BaseGeometry) -> dict[str, BaseGeometry]:
    """Simplify the neighbours as one coverage with `own`, whose border is held as it is."""
    frame = shapely.box(*FRAME)
    names = sorted(merged)
    shapes = [shapely.intersection(merged[name], frame) for name in names]
    cleaned = topology.clean_coverage([*shapes, own], gap_width=0.05)
    squeezed = shapely.transform(cleaned, _squeeze)
    thinned = shapely.transform(shapely.coverage_simplify(squeezed, TOLERANCE), _stretch)
    # Simplifying moves our border too; put the true one back and let the neighbours fill what that opens.
    outside = [shapely.difference(shape, own) for shape in thinned[:-1]]
    gap = shapely.difference(thinned[-1], own)
    pieces = {name: polygons_of(shape) for name, shape in zip(names, outside, strict=True)}
    for part in sorted(polygons_of(gap), key=lambda part: -part.area):
        heir = _longest_border(part, pieces)
        if heir is not None:
            pieces[heir].append(part)
    final = np.array([shapely.union_all(pieces[name]) for name in names], dtype=object)
    return dict(zip(names, _to_grid(final), strict=True))


def _squeeze(xy: Vertices, factor: float = SQUEEZE) -> Vertices:
    """Move vertices beyond `DETAIL_FRAME` towards it, so that one tolerance there counts for more."""
    low, high = np.array(DETAIL_FRAME[:2]), np.array(DETAIL_FRAME[2:])
    inside = np.clip(xy, low, high)
    return inside + (xy - inside) * factor


def _stretch(xy: Vertices) -> Vertices:
    """Undo `_squeeze`."""
    return _squeeze(xy, 1 / SQUEEZE)


def _to_grid(shapes: Coverage) -> Coverage:
    """Snap to the grid as a valid coverage, dropping specks."""
    gridded = shapes
    for _ in range(4):
        gridded = topology.clean_coverage(shapely.make_valid(gridded, method="structure"), gap_width=NARROW)
        gridded = np.array([_without_specks(shape) for shape in gridded], dtype=object)
        gridded = topology.snap(gridded, decimals=DECIMALS)
        if shapely.is_valid(gridded).all() and shapely.coverage_is_valid(gridded):
            return shapely.normalize(gridded)
    raise ValueError(
        "The neighbours' outlines are no valid coverage after rounding; lower TOLERANCE or DECIMALS."
    )


def _without_specks(shape: BaseGeometry) -> BaseGeometry:
    """Leave out what is too small to draw, a country's largest part excepted."""
    detail = shapely.box(*DETAIL_FRAME)
    largest, *others = sorted(polygons_of(shape), key=lambda part: -part.area)
    kept = [part for part in others if part.area > (NARROW if part.intersects(detail) else ISLAND_AREA)]
    return shapely.MultiPolygon([largest, *kept]) if kept else largest


def write_context(outlines: dict[str, BaseGeometry], output: Path) -> None:
    """Write the neighbours with a label point each, and the sea labels."""
    features = []
    for name, outline in outlines.items():
        seen = shapely.intersection(outline, shapely.box(*LABEL_FRAME))
        largest = max(polygons_of(seen if seen.area > LABEL_AREA else outline), key=lambda part: part.area)
        label = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=0.01), 0)
        place = {"lon": round(label.x, 2), "lat": round(label.y, 2)}
        features.append((outline, {"name": name, "urdu": URDU[name], **place}))
    seas = [(shapely.Point(lon, lat), {"name": name, "urdu": urdu}) for name, urdu, lon, lat in SEA_LABELS]
    output.parent.mkdir(parents=True, exist_ok=True)
    topology.write(output, {"neighbours": features, "sea_labels": seas}, decimals=DECIMALS)


def read_countries(tarball: Path, folder: Path) -> dict[str, BaseGeometry]:
    """Check the package and read the countries that touch the frame (EPSG:4326), by name."""
    with tarball.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if found != TARBALL_SHA256:
        raise ValueError(f"{tarball.name} is not {PACKAGE}: sha256 {found}, not {TARBALL_SHA256}.")
    with tarfile.open(tarball) as archive:
        archive.extract(ATLAS_IN_TARBALL, folder, filter="data")
    table = gpd.read_file(folder / ATLAS_IN_TARBALL, layer="countries")
    frame = shapely.box(*FRAME)
    mended = shapely.make_valid(table.geometry.to_numpy(), method="structure")
    near = shapely.intersects(mended, frame)
    found_names = dict(zip(table["name"][near], mended[near], strict=True))
    missing = sorted(set(URDU) - set(found_names))
    if missing or PAKISTAN not in found_names:
        raise ValueError(
            f"{PACKAGE} lacks {', '.join(missing) or PAKISTAN} within the frame: another edition?"
        )
    return found_names


def download(folder: Path) -> Path:
    """Fetch the pinned package with npm."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    return next(folder.glob("world-atlas-*.tgz"))


if __name__ == "__main__":
    main()
