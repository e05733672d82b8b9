"""Where in the first rows of a file the column names stand, and what stands around them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from incident_mapper.errors import ReadError

HEAD_ROWS = 200
TITLE_ROWS = 30  # so many rows are looked at for the column names
MOST_COLUMNS = 16_384  # as many as a sheet of Excel has
_TAGS_WITHIN = 25  # where the standard looks for the row of tags
_GDELT = {57, 58, 61}

_HXL_TAG = re.compile(r"^#[a-z][a-z0-9_]*( ?[+][a-z0-9_]+)*$", re.IGNORECASE)
# The tags of the HXL core schema that any such file uses: a row further down must be surely one.
_KNOWN_TAGS = re.compile(
    r"#(access|activity|adm[1-5]|affected|beneficiary|capacity|cause|channel|contact|country|crisis|currency|date|"
    r"delivery|description|event|frequency|geo|group|impact|indicator|inneed|item|loc|meta|modality|need|operations|"
    r"org|output|population|reached|region|respondee|sector|service|severity|status|subsector|targeted|theme|value)"
    r"(?![a-z0-9_])",
    re.IGNORECASE,
)

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Layout:
    """What the first rows are.

    Attributes
    ----------
    headers
        The column names, trimmed and unique.
    above
        How many of the rows that are not empty come before the data.
    headerless
        Whether there are no column names, and the first row is data.
    """

    headers: tuple[str, ...]
    above: int
    headerless: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def is_hxl_row(cells: Sequence[str]) -> bool:
    """Whether a row holds HXL tags rather than data.

    Examples
    --------
    >>> is_hxl_row(["", "#date+year", "#adm1+name"]), is_hxl_row(["12", "#2 checkpoint"])
    (True, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(_HXL_TAG.match(cell) for cell in filled)


def find_layout(
    rows: Sequence[Row], *, name: str, header_row: int | None = None, tabs: bool = False
) -> Layout:
    """Find the column names among the first rows.

    Parameters
    ----------
    rows
        The first rows that are not empty, with their numbers.
    name
        How messages call the file.
    header_row
        The number of the row with the names, if it is known.
    tabs
        Whether the cells are parted by tabs, as in files that are known to have no names.

    Raises
    ------
    ReadError
        If there are no rows, or no names that could be read.

    Examples
    --------
    >>> rows = [(1, ["Incidents, 2025"]), (3, ["date", "district"]), (4, ["2025", "Kalat"])]
    >>> layout = find_layout(rows, name="a.csv")
    >>> layout.headers, layout.above, layout.notes
    (('date', 'district'), 2, ("row 1 above the column names is not read: 'Incidents, 2025'",))
    """
    if not rows:
        raise ReadError(f"{name} is empty. Expected a header row and at least one row of data.")
    widest = max(len(cells) for _, cells in rows)
    if widest > MOST_COLUMNS:
        raise ReadError(
            f"{name} has {widest:,} columns; at most {MOST_COLUMNS:,} are read. "
            "Is the delimiter another, or is the table turned on its side?"
        )
    if header_row is None and tabs and _is_gdelt(rows[0][1]):
        headers = tuple(f"column {at}" for at in range(1, len(rows[0][1]) + 1))
        return Layout(headers, 0, headerless=True, notes=("no column names: the first row is data",))
    at = _given(rows, header_row, name=name) if header_row is not None else _header_at(rows)
    headers = header_names(rows[at][1], name=name)
    notes = _titles(rows[:at])
    if is_hxl_row(rows[at][1]):  # a table whose only names are its tags
        return Layout(headers, at + 1, tags=_tags(headers, rows[at][1]), notes=notes)
    found = _tags_at(rows, at)
    if found is None:
        return Layout(headers, at + 1, notes=notes)
    number, cells = rows[found]
    if between := [row for row, _ in rows[at + 1 : found]]:
        notes = (
            *notes,
            f"{_numbers(between)} between the column names and the HXL tags {_verb(between)} not read",
        )
    notes = (*notes, f"row {number} holds HXL tags")
    return Layout(headers, found + 1, tags=_tags(headers, cells), notes=notes)


def header_names(cells: Sequence[str], *, name: str) -> tuple[str, ...]:
    """Return usable column names: trimmed, with empty and repeated ones numbered.

    Raises
    ------
    ReadError
        If this is no row of names.

    Examples
    --------
    >>> header_names(["place", "place ", ""], name="a.csv")
    ('place', 'place (2)', 'column 3')
    """
    columns: dict[str, None] = {}  # in order, and quick to look into
    copies: dict[str, int] = {}
    for position, raw in enumerate(cells, start=1):
        base = found = raw.strip() or f"column {position}"
        while found in columns:
            copies[base] = copies.get(base, 1) + 1
            found = f"{base} ({copies[base]})"
        columns[found] = None
    if len(columns) == 1 and len(next(iter(columns))) > 500:
        raise ReadError(
            f"{name} has no header row that could be read. Expected column names, such as date,district,killed."
        )
    return tuple(columns)


def nothing_below(layout: Layout, *, name: str) -> str:
    """Return what to say of a file that has names and no rows."""
    return (
        f"{name} has a header ({', '.join(layout.headers[:6])}) and no rows of data. "
        "Expected at least one row below it."
    )


def too_wide(cells: Sequence[str], headers: Sequence[str]) -> str:
    """Return what is wrong with a row that has text beyond the columns, or nothing."""
    if not any(cell.strip() for cell in cells[len(headers) :]):
        return ""
    return (
        f"the row has {len(cells)} cells under {len(headers)} column names; "
        "a cell with the delimiter in it must be quoted"
    )


def _is_gdelt(cells: Sequence[str]) -> bool:
    """Whether a row is an event of GDELT: its files have no names."""
    return len(cells) in _GDELT and cells[0].isdigit() and len(cells[1]) == 8 and cells[1].isdigit()


def _given(rows: Sequence[Row], header_row: int, *, name: str) -> int:
    for at, (number, _) in enumerate(rows):
        if number == header_row:
            return at
    raise ReadError(
        f"{name}: row {header_row} is said to hold the column names, but is empty or beyond the first {rows[-1][0]} "
        f"rows. The first row with text is row {rows[0][0]}."
    )


def _header_at(rows: Sequence[Row]) -> int:
    """Return which row holds the names: the first one, unless what comes first is a title over a wider table."""
    looked = rows[: 2 * TITLE_ROWS]
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in looked]
    body = sorted(filled)[len(filled) // 2 :]
    usual = body[len(body) // 2] if len(looked) > 3 else max(filled)
    least = max(2, -(-usual // 2)) if usual > 1 else 1
    for at, count in enumerate(filled[:TITLE_ROWS]):
        _, cells = looked[at]
        if count >= least or not _is_title(
            cells, usual=usual, after=looked[at + 1 : at + 2], number=looked[at][0]
        ):
            # A title stands over a table; rows of every width, with a delimiter unquoted, are none.
            rest = looked[at + 1 :]
            fits = sum(1 for _, row in rest if len(row) <= len(cells))
            return at if fits >= 0.8 * len(rest) else 0
    return 0


def _is_title(cells: Sequence[str], *, usual: int, after: Sequence[Row], number: int) -> bool:
    """Whether a row with few filled cells stands above the table rather than being a narrow header of it."""
    if not after:
        return False
    if usual > 2 or len(cells) == 1:
        return True
    first = next(cell for cell in cells if cell.strip())
    return after[0][0] > number + 1 or len(first.split()) > 2


def _titles(rows: Sequence[Row]) -> tuple[str, ...]:
    if not rows:
        return ()
    text = " / ".join(" ".join(cell.strip() for cell in cells if cell.strip()) for _, cells in rows)
    shown = text if len(text) <= 120 else f"{text[:117]}..."
    numbers = [number for number, _ in rows]
    return (f"{_numbers(numbers)} above the column names {_verb(numbers)} not read: {shown!r}",)


def _tags_at(rows: Sequence[Row], header: int) -> int | None:
    if header + 1 < len(rows) and is_hxl_row(rows[header + 1][1]):
        return header + 1
    for at in range(header + 2, min(len(rows), _TAGS_WITHIN)):
        cells = [cell.strip() for cell in rows[at][1] if cell.strip()]
        known = [cell for cell in cells if _KNOWN_TAGS.match(cell)]
        if len(cells) > 1 and len(known) == len(cells) and is_hxl_row(cells):
            return at
    return None


def _tags(headers: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(headers, cells, strict=False) if cell.strip()}


def _numbers(numbers: Sequence[int]) -> str:
    return f"row {numbers[0]}" if len(numbers) == 1 else f"rows {numbers[0]}-{numbers[-1]}"


def _verb(numbers: Sequence[int]) -> str:
    return "is" if len(numbers) == 1 else "are"
