"""Find what a path means: a file, what is packed in it, or standard input."""

import stat
import sys
from pathlib import Path

from incident_mapper.errors import ReadError
from incident_mapper.files.archive import member_of
from incident_mapper.files.source import Source, TemporaryFolder, copy_bytes, stamp_of

STDIN = "-"
_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}
_SUFFIXES = {"gzip": (".gz", ".gzip"), "zstd": (".zst", ".zstd"), "bzip2": (".bz2",), "xz": (".xz",)}


def open_source(path: str | Path) -> Source:
    """Return the bytes of a file, unpacked, or of standard input for ``-``.

    Parameters
    ----------
    path
        The file: plain, or packed by gzip, zstd, bzip2, xz, or zip with one table in it.

    Raises
    ------
    ReadError
        If there is no such file, or nothing that can be unpacked.
    """
    if str(path) == STDIN:
        return _packed(_spooled())
    path = Path(path)
    try:
        found = path.stat()
        if stat.S_ISREG(found.st_mode):
            with path.open("rb"):
                pass
    except FileNotFoundError as error:
        if path.is_symlink():
            raise ReadError(f"{path} is a link to {path.readlink()}, which does not exist.") from error
        raise ReadError(f"{path}: there is no such file.") from error
    except PermissionError as error:
        raise ReadError(
            f"{path} cannot be read: {error.strerror or error}. Ask its owner for the right to read it."
        ) from error
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:  # a NUL in the name
        raise ReadError(f"{str(path)!r} is no name of a file: {error}.") from error
    if stat.S_ISDIR(found.st_mode):
        raise ReadError(f"{path} is a folder. Name the file in it.")
    if not stat.S_ISREG(found.st_mode):
        raise ReadError(
            f"{path} is a pipe or a device, not a file. Give its content on standard input, with - for the file."
        )
    return _packed(Source(str(path), path, path.name, stamp=stamp_of(found)))


def _spooled() -> Source:
    """Keep standard input in a temporary file: most formats are not read from one end to the other."""
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None or sys.stdin.isatty():
        raise ReadError("Nothing is given on standard input. Name a file, or pipe one in.")
    folder = TemporaryFolder()
    path = folder.path / "standard-input"
    copy_bytes(stream, path, name="standard input")
    return Source("standard input", path, "", stamp=stamp_of(path.stat()), folder=folder)


def _packed(source: Source) -> Source:
    """Look whether the file is packed, by its first bytes."""
    start = source.beginning(8)
    for magic, packing in _MAGIC.items():
        if start.startswith(magic):
            inner = Path(source.inner)
            if inner.suffix.casefold() in _SUFFIXES[packing]:
                inner = inner.with_suffix("")
            found = _changed(source, inner=str(inner), packing=packing)
            _refuse_again(found)
            return found
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        member = member_of(source)
        if member:
            name = f"{source.name} ({member})"
            found = _changed(source, inner=Path(member).name, packing="zip", member=member, name=name)
            _refuse_again(found)
            return found
    return source


def _refuse_again(source: Source) -> None:
    start = source.beginning(512)
    workbook = start.startswith(b"PK") and source.suffix in {".xlsx", ".xlsm", ".xlsb", ".ods"}
    if (start.startswith((*_MAGIC, b"PK\x03\x04")) and not workbook) or start[257:262] == b"ustar":
        raise ReadError(f"{source.name} is an archive in an archive. Unpack it, then give the table in it.")


def _changed(source: Source, *, inner: str, packing: str, member: str = "", name: str = "") -> Source:
    return Source(name or source.name, source.path, inner, packing, member, source.stamp, source.folder)
