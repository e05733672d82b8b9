"""Whatever ends a run in the middle, the old output stays whole, and a person reads one sentence."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPORTS = "date,district,killed\n2025-11-01,Kalat,4\n"
OLD = "the old map"
# At the last moment before the new file takes the place of the old one.
ENDED = """
import os, signal, sys
from incident_mapper.export import atomic
def end(_):
    os.kill(os.getpid(), signal.{signal})
atomic.os.fsync = end
from incident_mapper.cli import main
sys.argv = ["incident-mapper", *{words!r}]
main()
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "reports.csv").write_text(REPORTS, encoding="utf-8")
    return tmp_path


def run(folder, *words, ended_by=None):
    words = [str(word) for word in words]
    command = (
        ["-c", ENDED.format(signal=ended_by, words=words)] if ended_by else ["-m", "incident_mapper", *words]
    )
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    "words",
    [
        ("map", "reports.csv", "-o", "out.html"),
        ("aggregate", "reports.csv", "-o", "out.csv"),
        ("geocode", "reports.csv", "--place-column", "district", "-o", "out.parquet"),
        ("check", "reports.csv", "--html", "out.html"),
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("ended_by", ["SIGINT", "SIGKILL"])
def test_the_old_output_outlives_a_run_that_is_ended_while_it_writes(folder, words, ended_by):
    out = folder / words[-1]
    out.write_text(OLD, encoding="utf-8")
    ended = run(folder, *words, ended_by=ended_by)
    assert out.read_text(encoding="utf-8") == OLD
    assert "Traceback" not in ended.stderr
    assert ended.returncode in ((-signal.SIGKILL,) if ended_by == "SIGKILL" else (1, 130))
    if ended_by == "SIGINT":
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_said_in_one_sentence(folder):
    (folder / "out.html").symlink_to("/dev/full")
    ended = run(folder, "map", "reports.csv", "-o", "out.html")
    assert ended.returncode == 1
    assert "error: Cannot write 'out.html': the disk is full. Free some space." in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("none/out.html", "there is no folder 'none'"),
        ("reports.csv/out.html", "a part of its path is a file|there is no folder"),
        ("loop.html", "symbolic links go in a circle"),
        ("kept.html", "it is a folder"),
    ],
)
def test_an_output_that_cannot_be_written_is_said_in_one_sentence(folder, out, said):
    (folder / "loop.html").symlink_to("loop.html")
    (folder / "kept.html").mkdir()
    ended = run(folder, "map", "reports.csv", "-o", out)
    assert ended.returncode in (1, 2)
    assert re.search(said, ended.stderr)
    assert "Traceback" not in ended.stderr


def test_an_input_that_goes_away_as_a_pipe_closes_ends_quietly(folder):
    process = subprocess.Popen(
        [sys.executable, "-m", "incident_mapper", "check", "-"],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    out, err = process.communicate("", timeout=120)
    assert process.returncode == 1
    assert "is empty" in err
    assert "Traceback" not in out + err


def test_a_file_may_come_through_a_pipe(folder):
    ended = subprocess.run(
        [sys.executable, "-m", "incident_mapper", "check", "-", "--json", "--summary"],
        cwd=folder, input=REPORTS, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == 0
    assert '"placed": 1' in ended.stdout


def test_ctrl_c_while_reading_ends_without_a_traceback(folder):
    process = subprocess.Popen(
        [sys.executable, "-m", "incident_mapper", "check", "-"],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write("date,district\n")
    process.stdin.flush()
    # It waits for the rest of its input; the signal comes once it is up.
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode != 0
    assert "Traceback" not in out + err
