"""Measure the way from a file of incidents to a panel of districts and months, stage by stage, beside pandas.

Usage: ``python benchmarks/pipeline.py [--quick] [--csv-rows N] [--parquet-rows N] [--folder FOLDER]``

The data are invented and seeded, in the shape of UCDP GED: 50 columns, articles with line breaks in a cell, every
coordinate another one, one in fifteen outside the district that its row names. The other contender does the same job
written plainly: pandas reads the columns it needs, `geopandas.sjoin` finds the districts of the points on the same
polygons, `groupby` adds up. It knows no names, ranges, overlaps or ledger: it shows what the bare minimum costs. Each
job runs in a process of its own, so that the peaks of memory do not mix; what is imported is not timed. "In all" is
one run as ``incident-mapper aggregate`` does it, reading on one core and placing on the other; the stages are those of
a second run, in which each waits for the one before. The exit code is 1 if an aim is missed (never with ``--quick``).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv, parquet

from incident_mapper import schema as s
from incident_mapper.areas import areas
from incident_mapper.export import write_table
from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.incidents.columns import USUAL_NAMES
from incident_mapper.incidents.formats.ucdp import HEADERS
from incident_mapper.join import join_cases
from incident_mapper.ledger import make_ledger, with_cases
from incident_mapper.panel import PanelAccumulator, panel_areas
from incident_mapper.pipeline import place_in_batches, total_incidents
from incident_mapper.resolve import Memory, resolve_distinct

SEED = 20251121
CSV_ROWS, PARQUET_ROWS, QUICK_ROWS = 1_000_000, 5_000_000, 20_000
AIM_S = {"csv": 30.0, "parquet": 40.0}
AIM_MIB = 2048
STAGES = ("read", "resolve", "join", "ledger", "total", "write")
CHUNK = 50_000
WORDS = [
    "officials", "said", "on", "that", "day", "a", "patrol", "came", "under",
    "fire", "near", "the", "road", "and", "a", "post", "was", "attacked",
]  # fmt: skip
FIGURES = ("best", "high", "low")


class Clock:
    """Adds up the seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] += time.perf_counter() - start


def main() -> int:
    """Make the data, run all jobs on them, print the table and return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--csv-rows", type=int, default=CSV_ROWS)
    parser.add_argument("--parquet-rows", type=int, default=PARQUET_ROWS)
    parser.add_argument("--quick", action="store_true", help=f"only {QUICK_ROWS:,} rows each")
    parser.add_argument("--folder", type=Path, help="where the data are made; by default a temporary folder")
    parser.add_argument("--job", nargs=3, metavar=("JOB", "FILE", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job:
        job, file, out = options.job
        print(json.dumps(run(job, Path(file), Path(out))))
        return 0
    sizes = {"csv": options.csv_rows, "parquet": options.parquet_rows}
    if options.quick:
        sizes = dict.fromkeys(sizes, QUICK_ROWS)
    print(f"{os.cpu_count()} cores; load of the machine {os.getloadavg()[0]:.1f} before the first run")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        met = [measure(Path(folder) / f"ucdp.{kind}", rows) for kind, rows in sizes.items() if rows]
    return 0 if options.quick or all(met) else 1


def measure(file: Path, rows: int) -> bool:
    """Print how all jobs fare on one file; return whether the aims are met."""
    kind = file.suffix[1:]
    in_process(f"make:{rows}", file)
    size = file.stat().st_size / 1e6
    print(f"\n{rows:,} rows of {kind}, {size:,.0f} MB")
    print(
        f"{'':18}"
        + "".join(f"{stage:>9}" for stage in STAGES)
        + f"{'in all s':>11}{'cpu s':>8}{'peak MiB':>10}"
    )
    whole, staged, plain = (in_process(job, file) for job in ("whole", "staged", "plain"))
    lines = {
        "incident-mapper": {**staged, **{name: whole[name] for name in ("all", "cpu", "mib")}},
        "plainly": plain,
    }
    for name, found in lines.items():
        cells = "".join(f"{found[stage]:9.2f}" if stage in found else f"{'-':>9}" for stage in STAGES)
        print(f"{name:18}{cells}{found['all']:11.2f}{found['cpu']:8.2f}{found['mib']:10,.0f}")
    ratio = "".join(
        f"{staged[stage] / plain[stage]:9.2f}" if stage in plain and stage in staged else f"{'-':>9}"
        for stage in STAGES
    )
    print(f"{'ratio':18}{ratio}" + "".join(
        f"{whole[name] / plain[name]:{width}.2f}" for name, width in (("all", 11), ("cpu", 8), ("mib", 10))
    ))  # fmt: skip
    met = whole["all"] <= AIM_S[kind] and whole["mib"] <= AIM_MIB
    print(f"aim: at most {AIM_S[kind]:.0f} s and {AIM_MIB:,} MiB on two cores: {'met' if met else 'MISSED'}")
    return met


def in_process(job: str, file: Path) -> dict[str, float]:
    """Run a job in a process of its own and return what it measured."""
    command = [sys.executable, __file__, "--job", job, str(file), str(file.with_name("panel.csv"))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def run(job: str, file: Path, out: Path) -> dict[str, float]:
    """Do a job; return the seconds of its stages and in all, and the peak of memory in MiB."""
    if job.startswith("make:"):
        make(file, int(job.partition(":")[2]))
        return {}
    work: Callable[[Path, Path, Clock], None] = {
        "whole": whole_job,
        "staged": staged_job,
        "plain": plain_job,
    }[job]

    clock, start, before = Clock(), time.perf_counter(), time.process_time()
    work(file, out, clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    spent = {"all": time.perf_counter() - start, "cpu": time.process_time() - before, "mib": peak}
    return {**clock.seconds, **spent}


# ---------------------------------------------------------------- the jobs


def whole_job(file: Path, out: Path, _: Clock) -> None:
    """Total a file as the command does."""
    write_table(total_incidents(file).panel.table, out)


def staged_job(file: Path, out: Path, clock: Clock) -> None:
    """Do the same with a clock between the stages."""
    unread = (s.EVENT_TYPE, s.ACTOR1, s.ACTOR2, s.DESCRIPTION, s.CLAIMED_BY, s.SOURCES)
    fields = [name for name in USUAL_NAMES if name not in unread and not name.startswith(("source", "actor"))]
    with clock("read"):
        placing = place_in_batches(file)
    with clock("total"):
        made = PanelAccumulator(areas=panel_areas("district", placing.gazetteer))
    memory: Memory = {}
    # Not one ahead of the other, so that each stage has the machine to itself.
    batches = placing.files.in_turn(fields)
    while True:
        with clock("read"):
            batch = next(batches, None)
        if batch is None:
            break
        rows, gazetteer = batch[0], placing.gazetteer
        with clock("resolve"):
            which, matches = resolve_distinct(rows, gazetteer, memory=memory)
        with clock("join"):
            found = join_cases(rows, matches, which, placing.ground.areas, gazetteer=gazetteer)
        with clock("ledger"):
            counted = with_cases(rows, found)
            make_ledger(counted, most=0)
        with clock("total"):
            made.add(counted, involved=placing.files.involved(rows))
    with clock("total"):
        panel = made.finish()
    with clock("write"):
        write_table(panel.table, out)


def plain_job(file: Path, out: Path, clock: Clock) -> None:
    """Do the bare job as anybody would write it."""
    columns = ["date_start", "latitude", "longitude", *FIGURES]
    with clock("read"):
        text = file.suffix == ".csv"
        rows = pd.read_csv(file, usecols=columns) if text else pd.read_parquet(file, columns=columns)
        rows["month"] = pd.to_datetime(rows["date_start"]).dt.to_period("M")
    with clock("join"):
        points = gpd.GeoDataFrame(
            rows, geometry=gpd.points_from_xy(rows["longitude"], rows["latitude"]), crs=4326
        )
        joined = gpd.sjoin(
            points, areas("district")[["name", "geometry"]], how="left", predicate="intersects"
        )
    with clock("total"):
        grouped = joined.groupby(["name", "month"], observed=True)
        panel = grouped[list(FIGURES)].sum().assign(incidents=grouped.size())
    with clock("write"):
        panel.to_csv(out)


# ---------------------------------------------------------------- the data


def make(file: Path, rows: int) -> None:
    """Write invented incidents in the shape of UCDP GED, a chunk at a time."""
    draw = np.random.default_rng(SEED)
    writer: Any = None
    for start in range(0, rows, CHUNK):
        table = chunk(start, min(CHUNK, rows - start), draw)
        if writer is None and file.suffix == ".csv":
            writer = csv.CSVWriter(file, table.schema)
        elif writer is None:
            writer = parquet.ParquetWriter(file, table.schema, compression="zstd")
        if file.suffix == ".csv":
            writer.write_table(table)
        else:
            writer.write_table(table, row_group_size=CHUNK)
    writer.close()


def chunk(start: int, rows: int, draw: Any) -> Any:
    """Return some invented incidents, in the districts and around them, some beyond the border."""
    gazetteer, districts = load_gazetteer(), areas("district")
    codes = [code for code in districts.index if code in gazetteer.by_code]
    inside = districts.geometry[codes].representative_point()
    named = [gazetteer.by_code[code] for code in codes]
    which = draw.integers(len(codes), size=rows)
    spread = np.where(draw.random(rows) < 0.2, 0.3, 0.02)[:, None] * draw.normal(size=(rows, 2))
    best = draw.geometric(0.3, size=rows) - 1
    kind = draw.choice([1, 1, 1, 2, 3], size=rows)
    first = np.datetime64("2005-01-01") + draw.integers(7300, size=rows)
    days = np.where(draw.random(rows) < 0.1, draw.integers(1, 30, size=rows), 0)
    breaks = np.where(np.arange(rows) % 5 == 0, "\n", " ")
    words = np.array(WORDS, dtype=object)

    def text(length: int) -> list[str]:
        return [" ".join(said) for said in words[draw.integers(len(words), size=(rows, length))]]

    def pick(texts: list[str]) -> Any:
        return np.array(texts, dtype=object)[which]

    vague = draw.random(rows) < 0.1
    columns: dict[str, Any] = dict.fromkeys(HEADERS, np.zeros(rows, dtype=np.int64))
    columns |= {
        name: np.full(rows, value, dtype=object)
        for name, value in {
            "code_status": "Clear", "conflict_name": "Invented: Government", "dyad_name": "Government of Pakistan - X",
            "side_a": "Government of Pakistan", "side_b": "X", "source_original": "police", "country": "Pakistan",
            "region": "Asia", "geom_wkt": "",
        }.items()
    }  # fmt: skip
    columns |= {
        "id": start + np.arange(rows),
        "relid": [f"PAK-2025-1-{start + n}" for n in range(rows)],
        "type_of_violence": kind,
        "source_article": [f"{a}{b}{c}" for a, b, c in zip(text(24), breaks, text(12), strict=True)],
        "source_office": draw.choice(np.array(["Outlet A", "Outlet B", "Outlet C"], dtype=object), rows),
        "source_date": first.astype(str),
        "source_headline": text(9),
        "where_prec": draw.choice([1, 1, 1, 2, 2, 3, 4], size=rows),
        "where_coordinates": np.where(
            vague, pick([f"{p.name} district" for p in named]), pick([p.name for p in named])
        ),
        "where_description": text(8),
        "adm_1": pick([f"{gazetteer.by_code[p.adm1_code].name} province" for p in named]),
        "adm_2": np.where(draw.random(rows) < 0.07, "", pick([f"{p.name} district" for p in named])),
        "longitude": np.round(inside.x.to_numpy()[which] + spread[:, 0], 6),
        "latitude": np.round(inside.y.to_numpy()[which] + spread[:, 1], 6),
        "date_prec": np.where(days > 7, 4, np.where(days > 0, 2, 1)),
        "date_start": first.astype("datetime64[s]"),
        "date_end": (first + days).astype("datetime64[s]"),
        "deaths_b": np.where(kind == 1, best, 0),
        "deaths_civilians": np.where(kind == 3, best, 0),
        "best": best,
        "high": best + draw.integers(3, size=rows),
        "low": np.maximum(best - draw.integers(2, size=rows), 0),
    }
    return pa.table(columns)


if __name__ == "__main__":
    sys.exit(main())
