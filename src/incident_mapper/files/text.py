"""Which encoding a text is in, found by reading all of it once; and the text as UTF-8, whatever it is in."""

import codecs
import hashlib
import io
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Queue
from typing import BinaryIO, cast

from incident_mapper.errors import ReadError
from incident_mapper.files.source import Source

_CHUNK = 1 << 20
_LOST = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True)
class Text:
    """A source of text, and how its bytes are to be understood.

    Attributes
    ----------
    encoding
        A codec's name; ``utf-8`` if the bytes can be handed on as they are.
    mark
        How many bytes of byte order mark come first.
    digest
        A fingerprint of the bytes.
    """

    source: Source
    encoding: str
    mark: int
    size: int
    digest: str
    notes: tuple[str, ...] = ()
    errors: str = "strict"

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes are UTF-8 without a fault."""
        return self.encoding == "utf-8" and self.errors == "strict"

    def utf8(self, offset: int = 0) -> BinaryIO:
        """Return the text as a stream of UTF-8 from a byte of it (counted in UTF-8, behind the mark)."""
        raw = self.source.open()
        _skip(raw, self.mark)
        stream = raw if self.is_utf8 else cast("BinaryIO", io.BufferedReader(_Recoded(raw, self), _CHUNK))
        _skip(stream, offset)
        return stream

    def lines(self, offset: int = 0) -> io.TextIOWrapper:
        """Return the text as lines with the ends that they have."""
        return io.TextIOWrapper(self.utf8(offset), encoding="utf-8", newline="")


class _Recoded(io.RawIOBase):
    """Bytes of one encoding as those of UTF-8."""

    def __init__(self, raw: BinaryIO, text: Text) -> None:
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder(text.encoding)(errors=text.errors)
        self._text = text
        self._left = b""
        self._done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast("bytearray", buffer)).cast("B")
        while not self._left and not self._done:
            chunk = self._raw.read(_CHUNK)
            self._done = not chunk
            with undecodable(self._text.source.name, self._text.encoding):
                self._left = self._decoder.decode(chunk, self._done).encode("utf-8", "replace")
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class undecodable:  # noqa: N801  (it is used as a statement)
    """Turn a fault of decoding into an error that names the file."""

    def __init__(self, name: str, encoding: str) -> None:
        self._name = name
        self._encoding = encoding

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, UnicodeError):
            raise ReadError(
                f"{self._name} is not {self._encoding}, or is damaged or cut off ({error}). "
                "Save it as CSV (UTF-8), or name its encoding."
            ) from error


def fingerprint(source: Source) -> tuple[str, int]:
    """Return a fingerprint of the bytes, and their number."""
    size = 0
    digest = hashlib.sha256()
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
    return digest.hexdigest()[:32], size


def scan_text(source: Source, *, encoding: str = "") -> Text:
    """Read a source once, and say which text it is.

    Parameters
    ----------
    encoding
        What it is in, if that is known.

    Raises
    ------
    ReadError
        If it is empty, holds NUL bytes, or ends in the middle of a character.
    """
    start = source.beginning(4)
    mark = next((mark for mark in _MARKS if start.startswith(mark)), b"")
    found = encoding or _MARKS.get(mark, "utf-8")
    try:
        codec = codecs.lookup(found).name
        decoder = codecs.getincrementaldecoder(codec)()
    except (LookupError, ValueError) as error:
        raise ReadError(
            f"{source.name}: there is no encoding {found!r}. Usual ones: utf-8, windows-1252, utf-16."
        ) from error
    if codec == "utf-8-sig" or (codec == "utf-16" and mark):
        codec = _MARKS.get(mark, "utf-8")
        decoder = codecs.getincrementaldecoder(codec)()
    skipped = len(mark) if codec in _MARKS.values() and _MARKS.get(mark) == codec else 0
    digest = hashlib.sha256()
    size = 0
    empty, fault = True, False
    for chunk in _hashed(source, digest):
        size += len(chunk)
        if b"\x00" in chunk and not codec.startswith(("utf-16", "utf-32")):
            _refuse_nul(source)
        empty = empty and not chunk.strip(b" \t\r\n\x0b\x0c\x00" if size > skipped else b"")
        if not fault:
            try:
                decoder.decode(chunk)
            except UnicodeError:
                fault = True
    if not size or empty or size == skipped:
        raise ReadError(f"{source.name} is empty. Expected a header row and at least one row of data.")
    if not fault:
        try:
            decoder.decode(b"", True)
        except UnicodeError:
            fault = True
    text = Text(source, codec, skipped, size, digest.hexdigest()[:32])
    if codec.startswith("utf-16") and not encoding:
        text = _with(text, notes=("read as UTF-16",))
    return _mended(text, given=bool(encoding)) if fault else text


def _hashed(source: Source, digest: "hashlib._Hash") -> Iterator[bytes]:
    """Give the bytes in pieces, and their fingerprint on another core."""
    pieces: Queue[bytes] = Queue(maxsize=8)

    def work() -> None:
        while piece := pieces.get():
            digest.update(piece)

    worker = threading.Thread(target=work, name="fingerprint", daemon=True)
    worker.start()
    try:
        with source.open() as stream:
            while chunk := stream.read(_CHUNK):
                pieces.put(chunk)
                yield chunk
    finally:
        pieces.put(b"")
        worker.join()


def _is_plain(text: bytes) -> bool:
    return (
        text.isascii()
        and text.decode("ascii").replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    )


def _refuse_nul(source: Source) -> None:
    begins = source.beginning(64)
    for at, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        others = begins[1 - at :: 2]
        if len(others) > 2 and not any(begins[at::2]) and _is_plain(others):
            raise ReadError(
                f"{source.name} looks like UTF-16 without its mark. "
                f"Save it as CSV (UTF-8), or name its encoding: {codec}."
            )
    number = 1
    with source.open() as stream:
        while b"\x00" not in (chunk := stream.read(_CHUNK)) and chunk:
            number += chunk.count(b"\n")
    number += chunk.count(b"\n", 0, max(chunk.find(b"\x00"), 0))
    raise ReadError(
        f"{source.name} is a binary file, or a damaged one, not a table of text: line {number:,} holds a NUL byte. "
        "Save it as CSV (UTF-8) or GeoJSON, or fetch it again."
    )


def _mended(text: Text, *, given: bool) -> Text:
    """Say how to read a text that is not what it seemed: as Windows-1252, or with marks for what is lost."""
    source, codec = text.source, text.encoding
    if given or codec != "utf-8":
        what = (
            f"begins like UTF-16, but breaks off or is damaged at {_place(text)}"
            if not given
            else (f"is not {codec}: {_place(text)} cannot be read as that")
        )
        raise ReadError(f"{source.name} {what}. Save it as CSV (UTF-8), then try again.")
    lost, letters, first, tail = _counts(text)
    if lost == tail and letters:
        raise ReadError(
            f"{source.name} ends in the middle of a character, so it is cut off. Fetch the file again; "
            "or, if it is whole, name its encoding, such as windows-1252."
        )
    if text.mark or letters > 4 * lost:
        # One damaged character must not turn the Urdu of the whole file into gibberish.
        many = f"{lost:,} bytes are" if lost > 1 else "1 byte is"
        note = f"{many} not UTF-8 (first at line {first}): shown as \ufffd"
        return _with(text, errors="replace", notes=(note,))
    # Bytes that Windows-1252 leaves undefined become the replacement mark rather than an error.
    note = f"not UTF-8 (first at line {first}): read as Windows-1252"
    return _with(text, encoding="cp1252", errors="replace", notes=(note,))


def _counts(text: Text) -> tuple[int, int, int, int]:
    """Count the bytes that are no UTF-8 and the letters beyond ASCII that are; the first line; the bytes at the end."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    lost = letters = tail = 0
    line, first = 1, 0
    with text.source.open() as stream:
        while chunk := stream.read(_CHUNK):
            piece = decoder.decode(chunk)
            lost, letters, line, first, tail = _counted(piece, lost, letters, line, first)
        pending = decoder.getstate()[0]
        if pending:
            lost, letters, line, first, _ = _counted(decoder.decode(b"", True), lost, letters, line, first)
            tail = len(pending)
    return lost, letters, first, tail


def _counted(piece: str, lost: int, letters: int, line: int, first: int) -> tuple[int, int, int, int, int]:  # noqa: PLR0917
    bad = len(_LOST.findall(piece))
    if bad and not first:
        found = _LOST.search(piece)
        first = line + piece.count("\n", 0, found.start() if found else 0)
    good = len(_BEYOND_ASCII.findall(piece)) - bad
    return lost + bad, letters + good, line + piece.count("\n"), first, 0


def _place(text: Text) -> str:
    decoder = codecs.getincrementaldecoder(text.encoding)()
    done = text.mark
    with text.source.open() as stream:
        _skip(stream, text.mark)
        while True:
            chunk = stream.read(_CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, not chunk)
            except UnicodeError as error:
                return f"byte {done - pending + getattr(error, 'start', 0):,}"
            done += len(chunk)
            if not chunk:
                return f"byte {done:,}"


def _with(text: Text, *, encoding: str = "", errors: str = "strict", notes: tuple[str, ...] = ()) -> Text:
    return Text(
        text.source,
        encoding or text.encoding,
        text.mark,
        text.size,
        text.digest,
        (*text.notes, *notes),
        errors,
    )


def _skip(stream: BinaryIO, count: int) -> None:
    while count > 0 and (chunk := stream.read(min(count, _CHUNK))):
        count -= len(chunk)
