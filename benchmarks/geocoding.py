"""Measure geocoding against three other ways, on labelled place texts and on a stated mix of texts.

Usage: ``python benchmarks/geocoding.py [FOLDER] [--skip-speed]``

FOLDER holds labelled sets (CSV with ``id, place_text, province_text, accept, accept_province``; `accept` lists
the districts that count as right); none is part of the project. Where the folder's parent holds
``score_geocoding.py``, its ``grade`` decides; otherwise names are compared by match key. A row is right, coarse
(the right province only), wrong (a false mark on a map) or abstained from. Recall is right / rows, precision
right / (right + wrong).

The peers: the exact name of a district; rapidfuzz over the names of the districts; hdx-python-country's
`AdminLevel` with our own districts, since its list comes from the network (``pip install
hdx-python-country==4.2.5``; it is measured only where it is installed, and is no part of the project). The
exit code is 1 if an aim for speed is missed. Each text is met for the first time when it is timed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from incident_mapper.gazetteer import Gazetteer, load_gazetteer
from incident_mapper.geocode import geocode_table
from incident_mapper.names import match_key
from incident_mapper.resolve import resolve_places
from incident_mapper.resolve.incidents import resolve_text

Row = dict[str, str]
Grade = Callable[[Mapping[str, str], Mapping[str, str]], str]
Way = Callable[[Sequence[Row]], list[Row]]

ROOT = Path(__file__).parent.parent
GRADES = ("right", "coarse", "wrong", "abstain")
CUTOFF = 88.0
SEED = 20251121
TABLE_ROWS, TABLE_TEXTS, LOOSE_TEXTS, SINGLE_TEXTS, PEER_TEXTS = 1_000_000, 5_000, 20_000, 2_000, 1_000
AIM_TABLE_S, AIM_TEXTS_A_S, AIM_NAME_MS = 3.0, 20_000.0, 1.0
# Shares of the distinct texts, in per cent. The last two have no exact match: a fifth reaches the fuzzy step.
MIX = {"name": 30, "name and level word": 20, "sentence": 30, "misspelt name": 15, "unknown name": 5}
LEVEL_WORDS = ("{} district", "District {}", "{} tehsil", "Tehsil {}", "{} town", "{} area")
SENTENCES = (
    "{n} people were hurt when a blast hit a convoy near the bazaar of {name}",
    "Firing at a check post in the {name} area left {n} dead, police said",
    "Security forces killed {n} militants in {name}, {province}, on Monday",
    "A bomb planted by the road {n} km from {name} went off",
    "{n} labourers were abducted from a mine in {name} of {province}",
)
SYLLABLES = ("gre", "vol", "tin", "mos", "kyr", "bel", "dun", "fax", "wim", "lor", "zet", "pya")


def main() -> int:
    """Run both parts and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "score" / "dev")
    parser.add_argument("--skip-speed", action="store_true", help="only the labelled sets")
    options = parser.parse_args()
    sets = {path.stem: read_rows(path) for path in sorted(options.folder.glob("*.csv"))}
    if not sets:
        print(
            f"{options.folder} holds no labelled sets: python benchmarks/geocoding.py FOLDER", file=sys.stderr
        )
        return 2
    gazetteer = load_gazetteer()
    compare(sets, gazetteer, load_grade(options.folder.parent))
    return 0 if options.skip_speed or measure_speed(gazetteer) else 1


def read_rows(path: Path) -> list[Row]:
    """Read a labelled set as text."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [{str(name): str(value) for name, value in row.items()} for row in frame.to_dict("records")]


# ---------------------------------------------------------------- labelled sets


def compare(sets: Mapping[str, list[Row]], gazetteer: Gazetteer, grade: Grade) -> None:
    """Print how each way fares on each set, and how fast it is on all of them together."""
    ways: dict[str, Way | None] = {
        "incident-mapper": lambda rows: ours(rows, gazetteer),
        "exact name": lambda rows: exact(rows, gazetteer),
        f"rapidfuzz WRatio {CUTOFF:.0f}": lambda rows: fuzzy(rows, gazetteer),
        "hdx-python-country": hdx(gazetteer),
    }
    rows = [{**row, "set": name} for name, found in sets.items() for row in found]
    texts = len({(row["place_text"], row["province_text"]) for row in rows})
    print(f"{len(rows):,} labelled rows, {texts:,} distinct texts with province; edition {gazetteer.edition}")
    print(f"{'':24}" + "".join(f"{head:>10}" for head in ("rows", *GRADES, "recall", "precision")))
    speeds = []
    for name, way in ways.items():
        if way is None:
            print(f"{name:24} not installed")
            continue
        way([{"place_text": "Nowhere at all", "province_text": ""}])  # what is loaded once is not timed
        start = time.perf_counter()
        answers = way(rows)
        seconds = time.perf_counter() - start
        speeds.append(f"{name:24}{texts / seconds:>14,.0f}{len(rows) / seconds:>14,.0f}")
        graded = [(row["set"], grade(row, answer)) for row, answer in zip(rows, answers, strict=True)]
        print(name)
        for part in sets:
            print_counts(part, Counter(found for belongs, found in graded if belongs == part))
        print_counts("all", Counter(found for _, found in graded))
    print(f"\n{'on these sets':24}{'texts/s':>14}{'rows/s':>14}", *speeds, sep="\n")


def print_counts(name: str, count: Counter[str]) -> None:
    """Print one line of the comparison."""
    rows, named = count.total(), count["right"] + count["wrong"]
    cells = "".join(f"{count[grade]:>10}" for grade in GRADES)
    recall = count["right"] / max(rows, 1)
    precision = f"{count['right'] / named:>10.3f}" if named else f"{'-':>10}"
    print(f"  {name:22}{rows:>10}{cells}{recall:>10.3f}{precision}")


def load_grade(folder: Path) -> Grade:
    """Return the grading that lies beside the sets, or a plain one."""
    scorer = folder / "score_geocoding.py"
    spec = importlib.util.spec_from_file_location("score_geocoding", scorer)
    if spec is None or spec.loader is None or not scorer.is_file():
        print("No score_geocoding.py beside the sets: names are compared by match key.")
        return plain_grade
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Grade = module.grade
    return found


def plain_grade(truth: Mapping[str, str], answer: Mapping[str, str]) -> str:
    """Grade an answer by names alone, without a list of names that are the same."""
    accepted = {match_key(name) for name in truth["accept"].split("|")} - {""}
    candidates = {match_key(name) for name in answer.get("candidates", "").split("|")} - {""}
    if named := match_key(answer.get("adm2_name", "")):
        return "right" if named in accepted else "wrong"
    if candidates:
        if accepted and candidates <= accepted:
            return "right"
        return "abstain" if candidates & accepted or not accepted else "wrong"
    province = match_key(answer.get("adm1_name", ""))
    return "coarse" if province and province == match_key(truth["accept_province"]) else "abstain"


def ours(rows: Sequence[Row], gazetteer: Gazetteer) -> list[Row]:
    """Answer as the command ``geocode`` does, shown neither labels nor coordinates."""
    asked = pd.DataFrame(list(rows))[["place_text", "province_text"]]
    found = pd.DataFrame(geocode_table(asked, gazetteer).drop(columns="geometry"))
    return [{str(k): str(v) for k, v in row.items()} for row in found.to_dict("records")]


def exact(rows: Sequence[Row], gazetteer: Gazetteer) -> list[Row]:
    """Answer where the text is a district's name, capitals aside."""
    names = {name.casefold(): name for name in district_names(gazetteer)}
    return [{"adm2_name": names.get(row["place_text"].strip().casefold(), "")} for row in rows]


def fuzzy(rows: Sequence[Row], gazetteer: Gazetteer) -> list[Row]:
    """Answer with the district whose name is most like the text, as is usually done."""
    names = district_names(gazetteer)
    return [{"adm2_name": closest(row["place_text"], names)} for row in rows]


def closest(text: str, names: Sequence[str]) -> str:
    """Return the name most like a text, or nothing below the cut-off."""
    found = process.extractOne(text, names, scorer=fuzz.WRatio, score_cutoff=CUTOFF)
    return found[0] if found else ""


def hdx(gazetteer: Gazetteer) -> Way | None:
    """Return hdx-python-country's fuzzy look-up, or ``None`` where it is not installed.

    Its own list of districts comes from the network, so it is given ours. The province is looked up first
    and handed on as the parent, as its users do.
    """
    try:
        module: Any = importlib.import_module("hdx.location.adminlevel")
    except ImportError:
        return None
    provinces, districts = (module.AdminLevel(admin_level=level) for level in (1, 2))
    for target, level in ((provinces, "province"), (districts, "district")):
        target.setup_from_iterable(
            {"Location": "PAK", "P-Code": p.code, "Name": p.name}
            | ({"Parent P-Code": p.adm1_code} if level == "district" else {})
            for p in gazetteer.places
            if p.level == level
        )

    def way(rows: Sequence[Row]) -> list[Row]:
        answers = []
        for row in rows:
            parent, _ = provinces.get_pcode("PAK", row["province_text"])
            code, _ = districts.get_pcode("PAK", row["place_text"], parent=parent)
            answers.append({"adm2_name": districts.pcode_to_name[code] if code else ""})
        return answers

    return way


def district_names(gazetteer: Gazetteer) -> list[str]:
    """Return the names of the districts."""
    return [place.name for place in gazetteer.places if place.level == "district"]


# ---------------------------------------------------------------- speed


def measure_speed(gazetteer: Gazetteer) -> bool:
    """Print the speed on a mix of texts made from our own names, and say whether every aim is met."""
    made = texts_of_mix(gazetteer)
    in_table = [next(made) for _ in range(TABLE_TEXTS)]
    loose = [next(made) for _ in range(LOOSE_TEXTS)]
    one_by_one = [next(made) for _ in range(SINGLE_TEXTS)]
    table = pd.DataFrame({"place_text": random.Random(SEED).choices(in_table, k=TABLE_ROWS)})
    names = sorted({name for place in gazetteer.places for name in place.names})
    plain = [f"{name} " for name in names]  # not met as a text before, though the name has been
    resolve_places(pd.DataFrame({"place_text": ["Nowhere at all"]}), gazetteer)
    print("\nspeed, in per cent of the distinct texts: " + ", ".join(f"{n} {s}" for n, s in MIX.items()))
    table_s = seconds_of(lambda: resolve_places(table, gazetteer))
    texts_s = seconds_of(lambda: resolve_places(pd.DataFrame({"place_text": loose}), gazetteer))
    single_s = seconds_of(lambda: [resolve_text(text, gazetteer) for text in one_by_one])
    name_ms = [1000 * seconds_of(partial(resolve_text, text, gazetteer)) for text in plain]
    peer_s = seconds_of(lambda: [closest(text, names) for text in one_by_one[:PEER_TEXTS]])
    rate, peer_rate = LOOSE_TEXTS / texts_s, PEER_TEXTS / peer_s
    mean_ms, slow_ms = sum(name_ms) / len(name_ms), sorted(name_ms)[len(name_ms) * 99 // 100]
    lines = (
        (f"{TABLE_ROWS:,} rows, {TABLE_TEXTS:,} texts: {table_s:.2f} s", table_s <= AIM_TABLE_S),
        (f"{LOOSE_TEXTS:,} distinct texts, resolve_places: {rate:,.0f} a second", rate >= AIM_TEXTS_A_S),
        (f"{SINGLE_TEXTS:,} distinct texts, resolve_text: {SINGLE_TEXTS / single_s:,.0f} a second", None),
        (f"one of {len(plain):,} names: mean {mean_ms:.3f} ms, longest {max(name_ms):.3f} ms", None),
        (f"99 of 100 names: at most {slow_ms:.3f} ms", slow_ms < AIM_NAME_MS),
        (f"rapidfuzz WRatio over {len(names):,} names: {peer_rate:,.0f} a second", None),
        (f"ratio, resolve_places to rapidfuzz: {rate / peer_rate:.1f}", None),
    )
    for text, met in lines:
        print(f"  {text}" + ("" if met is None else f" (aim {'met' if met else 'MISSED'})"))
    return all(met is not False for _, met in lines)


def seconds_of(job: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def texts_of_mix(gazetteer: Gazetteer) -> Iterator[str]:
    """Give texts in the shares of `MIX`, none of them twice; the same ones each time for the same names."""
    draw = random.Random(SEED)
    kinds, weights = list(MIX), list(MIX.values())
    named = [(name, p) for p in gazetteer.places if p.adm2_code for name in p.names if name.isascii()]
    seen: set[str] = set()
    while True:
        kind = draw.choices(kinds, weights)[0]
        for _ in range(1000):
            name, place = draw.choice(named)
            units = (gazetteer.by_code[place.adm2_code].name, gazetteer.by_code[place.adm1_code].name)
            text = text_of(kind, name, units, draw)
            if text not in seen:
                seen.add(text)
                yield text
                break
        else:
            raise ValueError(f"The gazetteer has too few names for so many texts of the kind {kind!r}.")


def text_of(kind: str, name: str, units: tuple[str, str], draw: random.Random) -> str:
    """Make one text of a kind about a place in a district and province."""
    district, province = units
    if kind == "name":
        return draw.choice((name, name.upper(), name.lower(), f"{name}, {province}", f"{name} ({district})"))
    if kind == "name and level word":
        return draw.choice(LEVEL_WORDS).format(draw.choice((name, name.upper())))
    if kind == "sentence":
        return draw.choice(SENTENCES).format(name=name, province=province, n=draw.randint(2, 19))
    if kind == "misspelt name":
        return misspell(name, draw)
    return "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).title()


def misspell(name: str, draw: random.Random) -> str:
    """Drop, double or exchange one letter that is not the first."""
    at = draw.randrange(1, max(len(name) - 1, 2))
    one, two, rest = name[at : at + 1], name[at + 1 : at + 2], name[at + 2 :]
    return name[:at] + draw.choice((two, one + one + two, two + one)) + rest


if __name__ == "__main__":
    sys.exit(main())
