"""Whatever bytes are given as a file, it is read as a table or refused with our error, in bounded time and memory.

It runs for about 20 seconds; `FUZZ_SECONDS` makes it longer.
"""

import bz2
import gzip
import io
import lzma
import os
import random
import resource
import tempfile
import time
import zipfile
from pathlib import Path

import make_files as make
import numpy as np
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from incident_mapper.errors import ReadError
from incident_mapper.files import open_table
from incident_mapper.files.delimited import careful_batches, open_delimited
from incident_mapper.files.fast import fast_batches
from incident_mapper.files.opening import open_source
from incident_mapper.files.text import scan_text

SECONDS = float(os.environ.get("FUZZ_SECONDS", "20"))
GIB = 1 << 30
CSV = 'district,killed,note\nKalat,4,"one\ntwo"\nQuetta,3.5,کوئٹہ\n,,\nPishin,1,"a ""b"""\n'.encode() * 3


def file_bytes(name):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        make.points().to_file(path)
        return path.read_bytes()


@pytest.fixture(scope="module")
def seeds():
    merged = {"S": ["A2:A3", "A1:B1"]}
    lines = b'{"a": 1, "b": [1, {"c": null}]}\n{"a": "x", "type": "Feature", "properties": {"d": 1e5}}\n'
    feature = b'{"type": "Feature", "geometry": {"type": "Point", "coordinates": [66.5, 29]}, "properties": {"a": 1}}'
    coded = {"a": np.arange(50), "b": ["x", None] * 25, "c": [{"d": [1.5]}] * 50}
    return [
        CSV,
        CSV.decode().replace("کوئٹہ", "café").encode("cp1252"),
        CSV.decode().encode("utf-16"),
        b"sep=;\r\n" + CSV.replace(b",", b";"),
        b"Title\n\n#date,#adm1\n" + CSV,
        gzip.compress(CSV),
        bz2.compress(CSV),
        lzma.compress(CSV),
        make.zstd(CSV),
        make.zipped({"a.csv": CSV, "b.txt": b"about"}),
        make.xlsx({"S": make.ROWS * 3, "T": [[True, (45962.5,), None, "x"]]}, merged=merged),
        make.ods(make.ROWS),
        make.parquet_bytes(),
        make.parquet_bytes(coded, row_group_size=20),
        lines,
        b"[" + lines.replace(b"\n", b",", 1) + b"]",
        b'{"type": "FeatureCollection", "features": [' + feature + b", " + feature + b"]}",
        file_bytes("a.gpkg"),
        file_bytes("a.fgb"),
    ]


@st.composite
def changes(draw):
    """Give a few ways to damage a file, with places as shares of its length."""
    share = st.floats(0, 1, exclude_max=True)
    kind = st.sampled_from(["flip", "cut", "drop", "insert", "repeat", "splice"])
    return draw(st.lists(st.tuples(kind, share, share, st.binary(max_size=12)), min_size=1, max_size=4))


def changed(content, how, other):
    for kind, first, second, noise in how:
        at, to = sorted((int(first * len(content)), int(second * len(content))))
        if kind == "flip":
            content = content[:at] + noise + content[at + len(noise) :]
        elif kind == "cut":
            content = content[:to]
        elif kind == "drop":
            content = content[:at] + content[min(to, at + 40) :]
        elif kind == "insert":
            content = content[:at] + noise + content[at:]
        elif kind == "repeat":
            content = content[:at] + content[at : min(to, at + 200)] * 20 + content[at:]
        else:
            content = content[:at] + other[at:]
    return content


def changed_inside(content, how, at):
    """Damage a member of a zip rather than the zip, whose checksums would tell."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        names = given.namelist()
        for name in names:
            member = given.read(name)
            made.writestr(name, changed(member, how, b"") if name == names[at % len(names)] else member)
    return out.getvalue()


def read_or_refuse(content, suffix):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"any{suffix}")
        path.write_bytes(content)
        try:
            table = open_table(path)
            last = 0
            assert len(set(table.headers)) == len(table.headers)
            assert all(len(row) == len(table.headers) for row in table.head)
            for batch in table.batches():
                assert list(batch.columns) == list(table.headers)
                assert (np.diff(batch.rows, prepend=last) > 0).all()
                last = int(batch.rows[-1]) if len(batch) else last
                for column in batch.columns.values():
                    texts = column.expand()
                    assert len(texts) == len(batch)
                    assert all(isinstance(text, str) and text == text.strip() for text in texts)
                    "".join(texts).encode()
        except ReadError as error:
            assert str(path) in str(error)  # noqa: PT017


MARKS = [
    b"PK\x03\x04",
    b"\x1f\x8b\x08\x00",
    b"\x28\xb5\x2f\xfd",
    b"PAR1",
    b"fgb\x03fgb\x00",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"SQLite format 3\x00",
    b"\x00\x00\x27\x0a",
]
SUFFIXES = [
    "",
    ".csv",
    ".xlsx",
    ".xls",
    ".json",
    ".jsonl",
    ".geojson",
    ".gpkg",
    ".parquet",
    ".shp",
    ".zip",
    ".gz",
]


def for_seconds(seconds, strategies, check):
    """Run a property again and again, each time from another seed, until the time is over."""
    end = time.monotonic() + seconds
    number = random.randrange(1 << 30)
    while time.monotonic() < end:
        number += 1
        quiet = settings(
            max_examples=40, deadline=30_000, database=None, suppress_health_check=list(HealthCheck)
        )
        seed(number)(quiet(given(**strategies)(check)))()


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_damaged_files_of_every_kind_raise_nothing_but_our_error(seeds):
    before = memory()
    number = st.integers(0, len(seeds) - 1)
    zips = [content for content in seeds if content.startswith(b"PK")]

    def check(which, other, how, inside, suffix):
        if inside:
            content = changed_inside(zips[which % len(zips)], how, other)
        else:
            content = changed(seeds[which], how, seeds[other])
        read_or_refuse(content, suffix)

    strategies = {
        "which": number,
        "other": number,
        "how": changes(),
        "inside": st.booleans(),
        "suffix": st.sampled_from(SUFFIXES),
    }
    for_seconds(SECONDS * 0.6, strategies, check)
    assert memory() - before < GIB


def test_noise_raises_nothing_but_our_error():
    signs = st.text(alphabet='ab1,;\t|"\n\r#{}[]:.\\\x00\u200c\u2028\ufeffی\U0001f600', max_size=200)
    noise = st.one_of(
        st.binary(max_size=300),
        signs.map(str.encode),
        signs.map(lambda text: b"\xff\xfe" + text.encode("utf-16-le")),
        st.tuples(st.sampled_from(MARKS), st.binary(max_size=300)).map(b"".join),
    )
    for_seconds(SECONDS * 0.2, {"content": noise, "suffix": st.sampled_from(SUFFIXES)}, read_or_refuse)


def test_both_readers_of_text_agree_on_damaged_files(seeds):
    def told(batches):
        rows = []
        try:
            for batch in batches:
                cells = [column.expand().tolist() for column in batch.columns.values()]
                said = [batch.problems.get(int(row), "") for row in batch.rows]
                rows += zip(batch.rows.tolist(), said, *cells, strict=True)
        except ReadError as error:
            return str(error)
        return rows

    def check(which, how):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "any.csv")
            path.write_bytes(changed(seeds[which], how, CSV))
            try:
                table = open_delimited(scan_text(open_source(path)))
            except ReadError:
                return
            assert told(fast_batches(table, None, block=64)) == told(careful_batches(table, None))

    for_seconds(SECONDS * 0.2, {"which": st.integers(0, 4), "how": changes()}, check)
