"""Where bytes come from: a file, what is packed in it, or standard input, with the faults of all three named."""

import bz2
import contextlib
import gzip
import io
import lzma
import os
import shutil
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from incident_mapper.errors import ReadError

GIB = 1 << 30
MOST_BYTES = 20 * GIB
BOMB_BYTES = GIB  # what packs more than BOMB_RATIO times is looked at only up to here
BOMB_RATIO = 200

_CHUNK = 1 << 20
_FAULTS = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
)

Stamp = tuple[int, int, int]


class _Readable(Protocol):
    def readinto(self, buffer: memoryview, /) -> int | None: ...
    def close(self) -> None: ...


class TemporaryFolder:
    """A folder that is gone when nobody holds it any more, or at the end of the program."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="incident-mapper-"))
        self._gone = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def remove(self) -> None:
        """Remove it now."""
        self._gone()


@dataclass(frozen=True, eq=False)
class Source:
    """A stream of bytes that can be read again from its beginning.

    Attributes
    ----------
    name
        How messages call it.
    path
        The file on disk.
    inner
        The name that tells the format: of the file, without the suffix of its packing, or of the member of a zip.
    packing
        ``gzip``, ``zstd``, ``bzip2``, ``xz``, ``zip`` or nothing.
    stamp
        Size, time and number of the file when it was opened: a file that changes meanwhile is noticed.
    folder
        The folder that goes with this source, if it was spooled.
    """

    name: str
    path: Path
    inner: str
    packing: str = ""
    member: str = ""
    stamp: Stamp = (0, 0, 0)
    folder: TemporaryFolder | None = field(default=None, repr=False)

    @property
    def suffix(self) -> str:
        """The last suffix of the inner name, in lower case."""
        return Path(self.inner).suffix.casefold()

    def open(self) -> BinaryIO:
        """Return the unpacked bytes from the beginning; reading them raises nothing but `ReadError`."""
        self.check()
        with self.faults():
            raw = cast("_Readable", self._open_raw())
        return cast("BinaryIO", io.BufferedReader(_Guarded(self, raw), buffer_size=_CHUNK))

    def check(self) -> None:
        """Raise if the file is not what it was when it was opened.

        Raises
        ------
        ReadError
            If it has changed, or is gone.
        """
        try:
            now = stamp_of(self.path.stat())
        except OSError as error:
            raise ReadError(f"{self.name} is gone while it is read: {error.strerror or error}.") from error
        if now != self.stamp:
            raise ReadError(
                f"{self.name} was changed while it was read ({self.stamp[0]:,} bytes before, {now[0]:,} now). "
                "Wait until it is written, then try again."
            )

    def on_disk(self) -> "Source":
        """Return the same bytes as a file of their own, unpacked if they are packed."""
        if not self.packing:
            return self
        folder = TemporaryFolder()
        path = folder.path / (Path(self.inner).name or "table")
        with self.open() as packed:
            copy_bytes(packed, path, name=self.name)
        return Source(self.name, path, self.inner, stamp=stamp_of(path.stat()), folder=folder)

    def beginning(self, size: int = 1 << 16) -> bytes:
        """Return the first bytes."""
        with self.open() as stream:
            return stream.read(size)

    @contextlib.contextmanager
    def faults(self) -> Iterator[None]:
        """Turn what the readers of packed files raise into errors that say what to do.

        Raises
        ------
        ReadError
            In place of any of them.
        """
        try:
            yield
        except ReadError:
            raise
        except _FAULTS as error:
            raise ReadError(self._explained(error)) from error

    def _explained(self, error: BaseException) -> str:
        if not self.packing:
            said = error.strerror if isinstance(error, OSError) else None
            return f"{self.name} cannot be read: {said or error}."
        text = str(error)
        if "password" in text or "encrypted" in text:
            return f"{self.name} is protected by a password. Unpack it, then give the table in it."
        if isinstance(error, NotImplementedError):
            return (
                f"{self.name} is packed in a way that is not known here ({text}). Unpack it, then try again."
            )
        if isinstance(error, EOFError) or "runcated" in text or "ended before" in text:
            return f"{self.name} is cut off: its {self.packing} data end too early. Fetch the file again."
        return (
            f"{self.name} is damaged: its {self.packing} data do not unpack ({text}). Fetch the file again."
        )

    def _open_raw(self) -> object:
        if self.packing == "gzip":
            return gzip.open(self.path)
        if self.packing == "bzip2":
            return bz2.open(self.path)
        if self.packing == "xz":
            return lzma.open(self.path)
        if self.packing == "zstd":
            import pyarrow as pa  # noqa: PLC0415  (only where it is needed)

            return pa.input_stream(str(self.path), compression="zstd")
        if self.packing == "zip":
            return _Member(self.path, self.member)
        return self.path.open("rb", buffering=0)


class _Member:
    """A member of a zip, which closes the zip with itself."""

    def __init__(self, path: Path, member: str) -> None:
        self._zip = zipfile.ZipFile(path)
        try:
            self._stream = self._zip.open(member)
        except BaseException:
            self._zip.close()
            raise

    def readinto(self, buffer: memoryview, /) -> int:
        return cast("io.BufferedIOBase", self._stream).readinto(buffer)

    def close(self) -> None:
        self._stream.close()
        self._zip.close()


class _Guarded(io.RawIOBase):
    """A raw stream that names its faults, and stops where a small file unpacks without end."""

    def __init__(self, source: Source, raw: _Readable) -> None:
        self._source = source
        self._raw = raw
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast("bytearray", buffer)).cast("B")
        with self._source.faults():
            count = self._raw.readinto(view) or 0
        self._given += count
        if self._source.packing:
            refuse_bomb(self._given, self._source.stamp[0], name=self._source.name)
        if not count:
            self._source.check()
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


def refuse_bomb(unpacked: int, packed: int, *, name: str) -> None:
    """Raise if so much came, or will come, out of so few bytes that no table can be meant.

    Raises
    ------
    ReadError
        If it is more than 20 GiB, or more than 1 GiB and 200 times the size of the file.
    """
    if unpacked > MOST_BYTES or (unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * max(packed, 1)):
        raise ReadError(
            f"{name} holds {packed:,} bytes that unpack to more than {unpacked:,}: that is no table, and may be meant "
            "to fill the disk. If you trust it, unpack it yourself and give what comes out."
        )


def copy_bytes(stream: BinaryIO, path: Path, *, name: str) -> None:
    """Write a stream to a file, which is to be temporary.

    Raises
    ------
    ReadError
        If it is too large, or there is no room.
    """
    size = 0
    try:
        with path.open("xb") as out:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise ReadError(f"{name} is more than {MOST_BYTES / GIB:.0f} GiB. Give it in parts.")
                out.write(chunk)
    except OSError as error:
        raise ReadError(
            f"{name} cannot be kept in {path.parent} while it is read: {error.strerror or error}. "
            "Make room there, or set TMPDIR to a folder with more."
        ) from error


def stamp_of(found: os.stat_result) -> Stamp:
    """Return what tells that a file is still the same."""
    return found.st_size, found.st_mtime_ns, found.st_ino
