"""The small file that says once which column of a table holds which field, to be kept beside the data."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal, get_args

from incident_mapper.errors import ReadError
from incident_mapper.incidents.columns import SHORT_NAMES, USUAL_NAMES
from incident_mapper.incidents.formats.format import Format, Proposal
from incident_mapper.incidents.formats.registry import FORMATS

Order = Literal["", "dmy", "mdy"]
ORDERS: Final = tuple(order for order in get_args(Order) if order)
_KEYS: Final = ("format", "guess", "columns", "dates")
_DATES: Final = ("order",)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What a mapping file says.

    Attributes
    ----------
    path
        The file, for messages.
    format
        The name of a format; empty text for "recognise it".
    columns
        Field to header.
    guess
        Whether fields that `columns` does not name may be guessed.
    order
        How dates such as ``03/04/2024`` are to be read; empty text for "not said".
    """

    path: str
    format: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    guess: bool = True
    order: Order = ""


def read_mapping(path: str | Path) -> ColumnMapping:
    r"""Read a mapping file.

    Parameters
    ----------
    path
        A TOML file as ``incident-mapper columns --save`` writes it.

    Raises
    ------
    ReadError
        If it cannot be read, is no TOML, or has a key or value that means nothing; the line and the nearest key
        that does are named.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "mapping.toml"
    >>> _ = path.write_text('[columns]\nevent_date = "When"\n[dates]\norder = "dmy"\n', encoding="utf-8")
    >>> mapping = read_mapping(path)
    >>> mapping.columns, mapping.order, mapping.guess
    ({'event_date': 'When'}, 'dmy', True)
    """
    text = _text(Path(path))
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadError(
            f'{path} is no TOML that can be read: {error}. A line says FIELD = "HEADER", the header in quotation '
            "marks."
        ) from error
    file = _File(str(path), text)
    file.check_keys(said, _KEYS, where="")
    columns = file.table(said, "columns")
    dates = file.table(said, "dates")
    file.check_keys(columns, (*USUAL_NAMES, *SHORT_NAMES), where="columns")
    file.check_keys(dates, _DATES, where="dates")
    for name, header in columns.items():
        if not isinstance(header, str) or not header.strip():
            file.refuse(name, f"expects the header of a column in quotation marks; instead got {header!r}")
    name = file.choice(said, "format", FORMATS)
    order = file.choice(dates, "order", ORDERS)
    guess = said.get("guess", True)
    if not isinstance(guess, bool):
        file.refuse("guess", f"is true or false; instead got {guess!r}")
    return ColumnMapping(str(path), name, dict(columns), guess, order)  # type: ignore[arg-type]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ReadError(
            f"{path}: there is no such file. Make one with: incident-mapper columns FILE --save {path}"
        ) from error
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8, then try again."
        ) from error
    except OSError as error:
        raise ReadError(f"{path} cannot be read: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class _File:
    """A file whose faults are named with their line."""

    path: str
    text: str

    def refuse(self, key: str, fault: str) -> None:
        written = re.compile(rf"""^\s*\[?\s*["']?{re.escape(key)}["']?\s*[\]=.]""")
        lines = (number for number, line in enumerate(self.text.splitlines(), start=1) if written.match(line))
        line = next(lines, None)
        raise ReadError(f"{self.path}{f', line {line}' if line else ''}: {key!r} {fault}.")

    def check_keys(self, found: Mapping[str, Any], known: Iterable[str], *, where: str) -> None:
        names = list(known)
        for key in found:
            if key not in names:
                near = get_close_matches(key, names, n=3, cutoff=0.5)
                hint = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(names)}"
                place = f"in [{where}]" if where else "at the top"
                self.refuse(key, f"means nothing {place}; {hint.removesuffix('?')}")

    def table(self, found: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        table = found.get(key, {})
        if not isinstance(table, dict):
            self.refuse(
                key, f"is a table: write [{key}] on a line of its own, and its lines below; got {table!r}"
            )
        return table  # type: ignore[no-any-return]

    def choice(self, found: Mapping[str, Any], key: str, choices: Iterable[str]) -> str:
        value = found.get(key, "")
        names = list(choices)
        if key in found and value not in names:
            self.refuse(key, f"is one of {', '.join(names)}; instead got {value!r}")
        return str(value)


def mapping_text(
    fmt: Format, proposals: Sequence[Proposal], *, unused: Sequence[str], source: str, order: Order = ""
) -> str:
    """Return the text of a mapping file, with a remark on every line.

    Parameters
    ----------
    fmt
        The kind of source.
    proposals
        What was proposed; what is not used stands as a remark that can be taken into use.
    unused
        The headers that nothing was proposed for.
    source
        The name of the table, for the first line.
    order
        How dates with numbers alone are to be read.

    Examples
    --------
    >>> from incident_mapper.incidents.formats.registry import format_named
    >>> print(mapping_text(
    ...     format_named("spreadsheet"), [Proposal("event_date", "When", 100, "a usual name; dates")],
    ...     unused=["Remarks 2"], source="reports.csv"))
    # How the columns of reports.csv are read. Correct it by hand, and give it with --mapping.
    format = "spreadsheet"  # a plain spreadsheet
    guess = false  # only what is named below is read
    <BLANKLINE>
    [columns]
    event_date = "When"  # 100: a usual name; dates
    <BLANKLINE>
    # Not used. To read one, write: FIELD = "HEADER"
    # "Remarks 2"
    <BLANKLINE>
    [dates]
    # order = "dmy"  # how 03/04/2024 is read: dmy or mdy
    <BLANKLINE>
    """
    lines = [
        f"# How the columns of {_plain(source)} are read. Correct it by hand, and give it with --mapping.",
        f"format = {_quoted(fmt.name)}  # {fmt.title}",
    ]
    lines += ["guess = false  # only what is named below is read"] if fmt.find else []
    lines += ["", "[columns]"]
    for one in proposals:
        if not one.used:
            continue
        if one.header in fmt.adds:
            lines.append(f"# {one.field}: {_plain(one.why)}")
        else:
            lines.append(f"{one.field} = {_quoted(one.header)}  # {one.score}: {_plain(one.why)}")
    unsure = [one for one in proposals if not one.used]
    if unsure:
        lines += ["", "# Not sure enough to be read. Take the mark off the line of what is right."]
        lines += [
            f"# {one.field} = {_quoted(one.header)}  # {one.score}: {_plain(one.why)}" for one in unsure
        ]
    if unused:
        lines += ["", '# Not used. To read one, write: FIELD = "HEADER"']
        lines += [f"# {_quoted(header)}" for header in unused]
    said = f"order = {_quoted(order)}" if order else '# order = "dmy"'
    lines += ["", "[dates]", f"{said}  # how 03/04/2024 is read: dmy or mdy", ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """Return a text as TOML writes it; JSON escapes the same way, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """Return a text without what a remark must not hold: control characters, the ends of lines."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
