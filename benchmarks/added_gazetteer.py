"""Measure how long adding a large gazetteer takes, and how long a look-up in it.

Usage: ``python benchmarks/added_gazetteer.py [--places 200000] [--alternate-names] [--profile]``

A dump of GeoNames' shape is made up: points in the country's polygons, with names put together from syllables and the
prefixes that villages bear, so that many have namesakes; a tenth as many rows again lie around the country or are of
a kind that is left out. The random numbers are seeded, so every run adds the same file. Prints the seconds to add it
and the microseconds for a look-up that finds something, for one that does not, and for one that was made before, then
whether each aim is met; the exit code is 1 if one is missed.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from incident_mapper.add_places import AddOptions, add_gazetteer
from incident_mapper.areas import areas
from incident_mapper.gazetteer.added import AddedPlaces
from incident_mapper.names import compact, match_key

AIM_SECONDS = 20.0
AIM_MICROSECONDS = 1_000.0
LOOK_UPS = 5_000
SEED = 20

ONSETS = (
    "b",
    "ch",
    "d",
    "g",
    "gh",
    "j",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "p",
    "q",
    "r",
    "s",
    "sh",
    "t",
    "w",
    "z",
    "zh",
)
VOWELS = ("a", "ā", "i", "ī", "u", "ū", "o", "e")
ENDS = ("", "", "n", "r", "l", "nd", "sh", "t", "k", "mm")
PREFIXES = (
    "Killī ",
    "Goṭh ",
    "Bastī ",
    "Kot ",
    "Dera ",
    "Chak ",
    "Mauza ",
    "Ghundi ",
    "",
    "",
    "",
    "",
    "",
    "",
)
SUFFIXES = (" Khān", " Muhammad", " Khel", " Zai", " Kalān", " Khurd", " Bāla", " Pāyān", "", "", "", "", "")
URDU = "ابپتٹجچحخدڈرزسشصطعغفقکگلمنوہی"
KINDS = ("P.PPL",) * 14 + ("P.PPLX", "S.MSQE", "S.FRM", "T.HLL", "T.PASS", "A.ADM4")
LEFT_OUT = ("H.STM", "T.VAL", "A.ADM2", "R.RD")


def main() -> int:
    """Make the dump, add it, look names up, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--places", type=int, default=200_000, help="places inside the country")
    parser.add_argument("--alternate-names", action="store_true", help="add a table of alternate names too")
    parser.add_argument("--profile", action="store_true", help="print what costs most")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dump, names = folder / "PK.zip", folder / "alternateNames.zip"
        spellings = write_dump(dump, names, asked.places)
        size = dump.stat().st_size / 1e6
        print(f"dump: {len(spellings):,} rows, {size:.1f} MB zipped")
        options = AddOptions(alternate_names=names if asked.alternate_names else None)
        areas("tehsil")  # what any command loads anyway; told apart below
        profile = cProfile.Profile() if asked.profile else None
        began = time.perf_counter()
        if profile:
            profile.enable()
        added = add_gazetteer(dump, options=options, folder=folder / "added", step=Steps())
        if profile:
            profile.disable()
            pstats.Stats(profile).sort_stats("cumulative").print_stats(25)
        seconds = time.perf_counter() - began
        print(f"added: {added.stored:,} places in {seconds:.1f} s, {added.path.stat().st_size / 1e6:.1f} MB")
        for reason, count in added.skipped.items():
            print(f"  {count:,} {reason}")
        slowest = look_up(folder / "added", spellings)
    met = {f"added in under {AIM_SECONDS:.0f} s": seconds < AIM_SECONDS}
    met[f"a look-up in under {AIM_MICROSECONDS:,.0f} µs"] = slowest < AIM_MICROSECONDS
    for aim, reached in met.items():
        print(f"{'met' if reached else 'MISSED'}: {aim}")
    return 0 if all(met.values()) else 1


class Steps:
    """Prints how long each step took."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.last = ""

    def __call__(self, text: str) -> None:
        now = time.perf_counter()
        print(f"  {now - self.began:6.2f} s  {text}")


def look_up(folder: Path, spellings: Sequence[str]) -> float:
    """Print what look-ups cost and return the slowest mean in microseconds."""
    chooser = random.Random(SEED)
    hits = [compact(match_key(name)) for name in chooser.sample(spellings, LOOK_UPS)]
    misses = [f"{key}xq" for key in hits]
    gc.collect()  # what adding left behind is not the look-ups' to clear away
    began = time.perf_counter()
    places = AddedPlaces("2023", date(2023, 3, 1), folder=folder)
    places.named("first")
    print(f"first look-up, which opens the files: {(time.perf_counter() - began) * 1e3:.1f} ms")
    means = []
    for what, keys in (("found", hits), ("not found", misses), ("made before", hits)):
        times = [timed(lambda key=key: places.named(key)) for key in keys]  # type: ignore[misc]
        means.append(sum(times) / len(times))
        print(f"look-up, {what}: {means[-1]:.1f} µs on average, {max(times):.0f} µs at most")
    bearers = sorted((len(places.named(key)) for key in hits), reverse=True)
    print(f"places that bear one name: {bearers[len(bearers) // 2]} in the middle, {bearers[0]} at most")
    return max(means)


def timed(call: Callable[[], object]) -> float:
    """Return how many microseconds a call takes."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1e6


def write_dump(dump: Path, names: Path, places: int) -> list[str]:
    """Write a dump and its alternate names, and return the name in each row of the dump."""
    chooser = random.Random(SEED)
    rows: list[str] = []
    alternates: list[str] = []
    spellings: list[str] = []
    for number, (lon, lat, kinds) in enumerate(points(places), start=1_000_000):
        name = made_up(chooser)
        others = [made_up(chooser) for _ in range(chooser.choice((0, 0, 1, 1, 2, 3)))]
        urdu = "".join(chooser.choices(URDU, k=chooser.randint(3, 9)))
        feature_class, _, code = chooser.choice(kinds).partition(".")
        plain = match_key(name).title()
        day = date.fromordinal(date(2012, 1, 1).toordinal() + chooser.randrange(4_000)).isoformat()
        cells = [
            number,
            name,
            plain,
            ",".join([*others, urdu]),
            f"{lat:.5f}",
            f"{lon:.5f}",
            feature_class,
            code,
        ]
        rows.append(
            "\t".join(map(str, [*cells, "PK", "", "02", "", "", "", 0, "", 100, "Asia/Karachi", day]))
        )
        spellings.append(name)
        for at, (language, spelling) in enumerate([("ur", urdu), *(("", other) for other in others)]):
            alternates.append(f"{number * 10 + at}\t{number}\t{language}\t{spelling}\t\t\t\t\t\t")
        alternates.append(f"{number * 10 + 9}\t{number}\tlink\thttps://example.org/{number}\t\t\t\t\t\t")
    for path, member, lines in ((dump, "PK.txt", rows), (names, "alternateNames.txt", alternates)):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "made up")
            archive.writestr(member, "\n".join(lines) + "\n")
    return spellings


def points(places: int) -> Iterator[tuple[float, float, tuple[str, ...]]]:
    """Give points in the country with kinds that are taken, and a tenth as many that are left out."""
    land = areas("tehsil").geometry.to_numpy()
    west, south, east, north = shapely.total_bounds(land)
    numbers = np.random.default_rng(SEED)
    given = 0
    while given < places:
        x, y = numbers.uniform(west, east, 50_000), numbers.uniform(south, north, 50_000)
        tree = shapely.STRtree(shapely.points(x, y).tolist())  # type: ignore[union-attr]
        inside = np.unique(tree.query(land, predicate="contains_properly")[1])[: places - given]
        yield from ((float(x[i]), float(y[i]), KINDS) for i in inside)
        given += len(inside)
    x, y = (
        numbers.uniform(west - 1, east + 1, places // 10),
        numbers.uniform(south - 1, north + 1, places // 10),
    )
    yield from ((float(lon), float(lat), KINDS + LEFT_OUT * 3) for lon, lat in zip(x, y, strict=True))


def made_up(chooser: random.Random) -> str:
    """Return a name as a village may have one; short ones repeat."""
    syllables = chooser.choice((1, 2, 2, 2, 3))
    root = "".join(chooser.choice(ONSETS) + chooser.choice(VOWELS) for _ in range(syllables))
    return f"{chooser.choice(PREFIXES)}{root.capitalize()}{chooser.choice(ENDS)}{chooser.choice(SUFFIXES)}"


if __name__ == "__main__":
    sys.exit(main())
