"""A file is written whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from incident_mapper.errors import IncidentMapperError, OutputError
from incident_mapper.export import write_atomic


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_utf8_with_its_own_line_ends(tmp_path):
    path = write_atomic(tmp_path / "a.txt", "کوئٹہ\r\n\n")
    assert path == tmp_path / "a.txt"
    assert path.read_bytes() == "کوئٹہ\r\n\n".encode()
    assert names(tmp_path) == ["a.txt"]


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path):
    usual = tmp_path / "usual"
    usual.touch()
    new = write_atomic(tmp_path / "new", b"1")
    assert new.stat().st_mode == usual.stat().st_mode
    new.chmod(0o640)
    write_atomic(new, b"2")
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


def test_a_symbolic_link_stays_one(tmp_path):
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.html"
    link.symlink_to(Path("real", "page.html"))
    for text in ("first", "second"):
        write_atomic(link, text)
        assert link.is_symlink()
        assert (tmp_path / "real" / "page.html").read_text() == text
    assert names(tmp_path / "real") == ["page.html"]


def test_a_device_is_written_to_not_replaced(tmp_path):
    write_atomic("/dev/null", b"x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("absent/a.html", "its folder does not exist. Create it first"),
        ("file/a.html", "a part of its path is a file, not a folder"),
        ("folder", "it is a folder. Add a file name"),
        ("x" * 300, "its name is too long"),
        ("circle", "its symbolic links go in a circle"),
    ],
)
def test_error_says_why_and_what_to_do(tmp_path, name, reason):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(OutputError, match=f"Cannot write .*: {reason}") as caught:
        write_atomic(tmp_path / name, b"x")
    assert isinstance(caught.value, IncidentMapperError)
    assert isinstance(caught.value, OSError)


def test_read_only_file_is_respected(tmp_path, monkeypatch):
    path = write_atomic(tmp_path / "kept", b"old")
    path.chmod(0o444)
    # Root may write everywhere, and tests may run as root.
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    with pytest.raises(OutputError, match="no permission"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), OutputError),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_nothing_half_written_is_left(tmp_path, monkeypatch, failure, expected, step):
    path = write_atomic(tmp_path / "page.html", b"old")

    def fail(*_):
        raise failure

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(expected):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["page.html"]
