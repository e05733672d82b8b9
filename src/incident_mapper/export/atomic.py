"""Write a file whole or not at all."""

import errno
import os
import secrets
import stat
from pathlib import Path

from incident_mapper.errors import OutputError

__all__ = ["write_atomic"]

_REASONS = {
    errno.ENOENT: "its folder does not exist. Create it first",
    errno.ENOTDIR: "a part of its path is a file, not a folder",
    errno.EACCES: "there is no permission to write there. Choose another folder",
    errno.EPERM: "there is no permission to write there. Choose another folder",
    errno.EROFS: "the file system is read-only. Choose another folder",
    errno.EISDIR: "it is a folder. Add a file name",
    errno.ENOSPC: "the disk is full. Free some space",
    errno.EDQUOT: "the disk quota is used up. Free some space",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ELOOP: "its symbolic links go in a circle",
}


def write_atomic(path: str | os.PathLike[str], data: bytes | str) -> Path:
    """Write data to a file, so that a reader finds the old content or the new, never a part.

    The data goes to a temporary file in the same folder, which then takes the place of the old one and
    its mode. A symbolic link is followed. A device or pipe is written directly.

    Parameters
    ----------
    path
        The file to write. Its folder exists.
    data
        The content; text is encoded as UTF-8, line ends as they are.

    Returns
    -------
    pathlib.Path
        The path as given.

    Raises
    ------
    OutputError
        If it cannot be written; the old file, if any, is untouched and nothing is left behind.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomic(Path(folder, "note.txt"), "so many").read_text()
    'so many'
    """
    path = Path(path)
    content = data.encode("utf-8") if isinstance(data, str) else data
    try:
        target = path.resolve(strict=False)
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if mode is not None and not stat.S_ISREG(mode):
            target.write_bytes(content)
        else:
            _replace(target, content, mode)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        code = error.errno if isinstance(error, OSError) else errno.ELOOP
        reason = _REASONS.get(code or 0, str(error))
        raise OutputError(f"Cannot write {str(path)!r}: {reason}.") from error
    return path


def _replace(target: Path, content: bytes, mode: int | None) -> None:
    """Write a temporary file beside the target and rename it; remove it on any failure, Ctrl-C included."""
    partial = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
    # Not tempfile: its files are readable by their owner only, whatever the umask.
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            partial.chmod(stat.S_IMODE(mode))
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
