"""Give the lines of a text file, or of the one text file in a zip, without trusting either."""

import io
import zipfile
import zlib
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Final, cast

from incident_mapper.errors import ReadError

# What GeoNames packs beside the table.
_COMPANIONS: Final = frozenset({"readme.txt", "iso-languagecodes.txt"})
MAX_BYTES: Final = 4 * 2**30
"""No table of GeoNames is half as large."""
_MAX_RATIO: Final = 100
_SMALL_BYTES: Final = 50 * 2**20
_BUFFER: Final = 2**18
_MAX_LINE: Final = 2**20
"""A row of GeoNames has at most some 12,000 characters."""


def text_lines(path: Path, *, max_bytes: int = MAX_BYTES) -> Generator[bytes, None, None]:
    """Give the lines of a text, without their ends.

    Parameters
    ----------
    path
        A text file, or a zip that holds one.
    max_bytes
        Refuse a larger text.

    Raises
    ------
    ReadError
        If it cannot be read, is no such zip, or is larger than any honest one.

    Examples
    --------
    >>> next(text_lines(Path("gone.zip")))
    Traceback (most recent call last):
    incident_mapper.errors.ReadError: gone.zip: there is no such file.
    """
    with ExitStack() as opened:
        try:
            stream = _stream(path, opened, max_bytes=max_bytes)
            first = True
            while line := stream.readline(_MAX_LINE):
                if len(line) >= _MAX_LINE:
                    raise ReadError(
                        f"{path} has a line of over {_MAX_LINE:,} bytes: it is no table of GeoNames."
                    )
                yield (line.removeprefix(b"\xef\xbb\xbf") if first else line).rstrip(b"\r\n")
                first = False
        except FileNotFoundError as error:
            raise ReadError(f"{path}: there is no such file.") from error
        except IsADirectoryError as error:
            raise ReadError(f"{path} is a folder. Name the file in it.") from error
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ReadError(f"{path} is damaged, or no zip: {error}. Download it again.") from error
        except (
            RuntimeError,
            NotImplementedError,
        ) as error:  # how zipfile says encrypted, and packed otherwise
            raise ReadError(
                f"{path} cannot be unpacked: {error}. Unpack it and give the .txt in it."
            ) from error
        except OSError as error:
            raise ReadError(f"{path} cannot be read: {error.strerror or error}.") from error


def table_name(path: Path) -> str:
    """Return what the table in a file is called: ``PK`` for ``PK.txt`` and for a zip that holds it.

    Raises
    ------
    ReadError
        As with `text_lines`.

    Examples
    --------
    >>> table_name(Path("PK.txt"))
    'PK'
    """
    if path.suffix.casefold() != ".zip":
        return path.stem
    try:
        with zipfile.ZipFile(path) as archive:
            return Path(_member(path, archive).filename).stem
    except (zipfile.BadZipFile, OSError):
        return path.stem  # reading its lines says what is wrong


def _stream(path: Path, opened: ExitStack, *, max_bytes: int) -> IO[bytes]:
    if path.suffix.casefold() != ".zip":
        stream = opened.enter_context(path.open("rb"))
        if path.stat().st_size > max_bytes:
            raise ReadError(_too_large(path, path.stat().st_size, max_bytes))
        return stream
    archive = opened.enter_context(zipfile.ZipFile(path))
    member = _member(path, archive)
    # Not more is ever unpacked than the zip says, so what it says can be trusted to bound the work.
    if member.file_size > max_bytes:
        raise ReadError(_too_large(path, member.file_size, max_bytes))
    if member.file_size > max(_SMALL_BYTES, _MAX_RATIO * member.compress_size):
        raise ReadError(
            f"{path} would unpack to {member.file_size:,} bytes, {_MAX_RATIO} times its size and more: "
            "no table does. Download it again from its publisher."
        )
    # A zip's own stream finds the ends of lines in Python; a buffered one finds them in C.
    unpacked = cast("io.RawIOBase", opened.enter_context(archive.open(member)))
    return opened.enter_context(io.BufferedReader(unpacked, _BUFFER))


def _too_large(path: Path, size: int, most: int) -> str:
    return f"{path} holds {size:,} bytes, and at most {most:,} are read. Give the dump of one country, such as PK.zip."


def _member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    texts = [
        member
        for member in archive.infolist()
        if member.filename.casefold().endswith(".txt")
        and member.filename.rpartition("/")[2].casefold() not in _COMPANIONS
        and not member.filename.startswith("__MACOSX/")
    ]
    alike = [t for t in texts if Path(t.filename).stem.casefold() == path.stem.casefold()]
    chosen = texts if len(texts) == 1 else alike
    if len(chosen) == 1:
        return chosen[0]
    held = ", ".join(member.filename for member in archive.infolist()[:6]) or "nothing"
    expected = "one .txt file" if not texts else "one .txt file, or one of the zip's own name"
    raise ReadError(f"{path} holds {held}. Expected {expected}, such as PK.txt in PK.zip.")
