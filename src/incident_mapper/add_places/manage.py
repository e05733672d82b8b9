"""List and remove added gazetteers, and say what one may be called."""

import re
from pathlib import Path
from typing import Final

from incident_mapper.errors import OptionError, OutputError
from incident_mapper.gazetteer.added_file import SUFFIX, AddedGazetteer, added_files, data_folder, read_info

# The name is a part of codes, of a file's name and of commands.
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
# What Windows keeps for devices, with any suffix.
_RESERVED: Final = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")


def require_name(name: str) -> None:
    """Refuse a name that a gazetteer cannot have.

    Raises
    ------
    OptionError
        If it has other than small letters, digits and hyphens.

    Examples
    --------
    >>> require_name("pk-2026")
    >>> require_name("../PK")
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: An added gazetteer cannot be called '../PK'. Expected at most 40 small...
    """
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise OptionError(
            f"An added gazetteer cannot be called {name!r}. Expected at most 40 small letters, digits and hyphens "
            "between them, such as pk-2026. Say which with --name."
        )


def gazetteer_file(name: str, *, folder: Path | None = None) -> Path:
    """Return the file of an added gazetteer, which need not exist.

    Examples
    --------
    >>> gazetteer_file("pk", folder=Path("mine")).as_posix()
    'mine/pk.sqlite'
    """
    return (folder or data_folder()) / f"{name}{SUFFIX}"


def list_gazetteers(*, folder: Path | None = None) -> tuple[AddedGazetteer, ...]:
    """Return what is known about each added gazetteer, by name; of one that cannot be used, why.

    Examples
    --------
    >>> list_gazetteers(folder=Path("no such folder"))
    ()
    """
    return tuple(read_info(path) for path in added_files(folder))


def find_gazetteer(name: str, *, folder: Path | None = None) -> Path:
    """Return the file of an added gazetteer, damaged or not.

    Raises
    ------
    OptionError
        If there is none of that name; those there are are listed.

    Examples
    --------
    >>> find_gazetteer("pk", folder=Path("no such folder"))
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: There is no added gazetteer 'pk'. Added: none.
    """
    files = {path.stem: path for path in added_files(folder)}
    if name not in files:
        raise OptionError(f"There is no added gazetteer {name!r}. Added: {', '.join(files) or 'none'}.")
    return files[name]


def remove_gazetteer(name: str, *, folder: Path | None = None) -> Path:
    """Remove an added gazetteer, damaged or not.

    Parameters
    ----------
    name
        Its name.
    folder
        Where added gazetteers are; by default `data_folder`.

    Returns
    -------
    pathlib.Path
        The file that was removed.

    Raises
    ------
    OptionError
        If there is none of that name.
    OutputError
        If its file cannot be removed.

    Examples
    --------
    >>> remove_gazetteer("pk", folder=Path("no such folder"))
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: There is no added gazetteer 'pk'. Added: none.
    """
    path = find_gazetteer(name, folder=folder)
    try:
        path.unlink()
    except OSError as error:
        raise OutputError(
            f"Cannot remove {str(path)!r}: {error.strerror or error}. Is another program using it?"
        ) from error
    return path
