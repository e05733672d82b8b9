"""Draw any table of areas and values as a choropleth, with what no area accounts for stated."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import folium
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate import AreaTotals, Total
from incident_mapper.areas import ATTRIBUTION, areas
from incident_mapper.classify import classify
from incident_mapper.errors import ReadError, SchemaError
from incident_mapper.files.whole import RawTable, read_table
from incident_mapper.gazetteer import Gazetteer, load_gazetteer
from incident_mapper.incidents.missing import MISSING
from incident_mapper.ledger import REJECT_COLUMNS, Ledger
from incident_mapper.render import Coloured, MapOptions, PageData, build_map, make_payload
from incident_mapper.render.payload import CONTEXT_ATTRIBUTION
from incident_mapper.resolve import look_up
from incident_mapper.resolve.match import Match

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
# Groups of three, or of two as South Asia writes lakhs ("12,34,567").
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?")
_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),(\d{1,2}|\d{4,})")


@dataclass(frozen=True)
class AreaTable:
    """A table of values, each with the area it belongs to.

    Attributes
    ----------
    level
        What most rows name: ``"province"`` or ``"district"``.
    values
        Area code to value; ``None`` is a value that the table leaves open.
    whole
        The value of a row for the whole country, if there is one.
    ledger
        Where every row went.
    sources
        Outlets and titles that the rows name.
    """

    level: str
    values: dict[str, float | None]
    whole: float | None
    ledger: Ledger
    sources: tuple[str, ...]

    @property
    def remainder(self) -> float | None:
        """What the whole country has and no area of the table accounts for."""
        known = [value for value in self.values.values() if value is not None]
        return None if self.whole is None or not known else self.whole - sum(known)


def read_area_table(
    path: Path, *, area: str, value: str, level: str | None = None, edition: str = ""
) -> AreaTable:
    """Read a table of areas and values.

    Parameters
    ----------
    path
        CSV or GeoJSON.
    area, value
        The columns with names (or codes) of areas and with the values.
    level
        ``"province"`` or ``"district"``; by default what most rows name.
    edition
        The gazetteer's edition.

    Raises
    ------
    SchemaError
        If a column is missing or a value is no number; the row is named.
    ReadError
        If no row names an area.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> table = read_area_table(example_file("province_statistics_2025.csv"), area="area", value="incidents")
    >>> table.level, table.whole, table.remainder
    ('province', 5397.0, 29.0)
    """
    raw = read_table(path)
    for column in (area, value):
        if column not in raw.cells.columns:
            raise SchemaError(
                f"{path.name} has no column {column!r}. Found: {', '.join(raw.cells.columns)}.",
                missing=[column],
                found=list(raw.cells.columns),
            )
    gazetteer = load_gazetteer(edition)
    names = raw.cells[area].str.strip()
    matches = [_match(name, gazetteer, level=level) for name in names]
    levels = [
        m.place.level
        for m in matches
        if m.status == "matched" and m.place and m.place.level in ("province", "district")
    ]
    if not levels:
        raise ReadError(
            f"{path.name}: no cell of {area!r} names a province or district (first: {names.iloc[0][:60]!r}). "
            "Is it the right column? Look names up with: incident-mapper places NAME"
        )
    level = level or max(sorted(set(levels)), key=levels.count)
    if level == "province":
        # "Islamabad" is a district as well: among provinces it means the province.
        matches = [
            m
            if m.place and m.place.level in ("province", "country")
            else _match(n, gazetteer, level="province")
            for m, n in zip(matches, names, strict=True)
        ]
    cells = raw.cells[value].str.strip()
    # One "3,5" says what a comma means in the whole column.
    decimal = bool(cells.str.rstrip("% ").str.fullmatch(_DECIMAL_COMMA).any())
    numbers = [
        _value(text, decimal=decimal, where=f"{path.name}, row {row}, column {value!r}: {text[:40]!r}")
        for row, text in cells.items()
    ]
    return _sort(raw, names.tolist(), matches, numbers, level=level, path=path)


def _match(name: str, gazetteer: Gazetteer, *, level: str | None) -> Match:
    if name in gazetteer.by_code:
        return Match("matched", "code", 100.0, gazetteer.by_code[name])
    if level in ("province", "district"):
        found = look_up(name, gazetteer, level=level)  # type: ignore[arg-type]
        if found.status == "matched":
            return found
    return look_up(name, gazetteer)


def _value(text: str, *, decimal: bool, where: str) -> float | None:
    plain = text.replace("\u2212", "-").removesuffix("%").strip()
    if plain.casefold() in MISSING:
        return None
    if decimal:
        # As thousands, "3,5" would be ten times too much.
        plain = (
            plain.replace(".", "").replace(",", ".") if _POINTS.fullmatch(plain) else plain.replace(",", ".")
        )
    elif _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise SchemaError(
            f"{where} is no number. Expected one such as 1234, 1,234 or 3.5; leave the cell empty if it is not known."
        )
    number = float(plain)
    if number < 0 or not math.isfinite(number):
        raise SchemaError(f"{where} cannot be coloured. Expected 0 or more.")
    return number


def _sort(
    raw: RawTable,
    names: Sequence[str],
    matches: Sequence[Match],
    numbers: Sequence[float | None],
    *,
    level: str,
    path: Path,
) -> AreaTable:
    """Give each row its outcome: a value for an area, the whole country, or a reason why neither."""
    values: dict[str, float | None] = {}
    whole: float | None = None
    counts: dict[str, int] = dict.fromkeys(s.OUTCOMES, 0)
    listed: list[dict[str, object]] = []
    for row, name, match, number in zip(raw.cells.index, names, matches, numbers, strict=True):
        outcome, reason = str(match.status), match.reason
        if row in raw.problems:
            outcome, reason = "rejected", raw.problems[int(row)]
        elif match.method == "foreign":
            outcome = "foreign"
        elif match.status == "matched" and match.place:
            place = match.place
            if place.level == "country":
                outcome, whole = "country", number
            elif place.level != level:
                outcome, reason = "rejected", f"{place.name} is a {place.level}, and the map is by {level}"
            elif place.code in values:
                outcome, reason = "rejected", f"a second row for {place.name}; only the first is drawn"
            else:
                outcome, values[place.code] = level, number
        counts[outcome] += 1
        if reason or outcome not in (level, "country"):
            cells = dict.fromkeys(REJECT_COLUMNS, "") | {
                s.FILE: path.name,
                s.ROW: int(row),
                s.PLACE_TEXT: name,
            }
            said = {s.OUTCOME: outcome, s.REASON: reason, s.SUGGESTION: match.suggestion}
            listed.append({**cells, **said, "placed": outcome == level})
    frame = pd.DataFrame(listed, columns=[*REJECT_COLUMNS, "placed"]).astype({"placed": bool})
    ledger = Ledger(len(names), counts[level], counts, dict.fromkeys(s.FLAGS, 0), frame)
    return AreaTable(level, values, whole, ledger, _sources(raw.cells))


def _sources(cells: pd.DataFrame) -> tuple[str, ...]:
    outlets = cells.get("source_outlet", pd.Series(dtype=str)).replace("not stated", "")
    claims = cells.get("claimed_by", pd.Series(dtype=str))
    lines = [f"Reported by: {', '.join(sorted(set(outlets) - {''}))}"] if set(outlets) - {""} else []
    lines += [f"Figures as claimed by {', '.join(sorted(set(claims) - {''}))}"] if set(claims) - {""} else []
    return tuple(lines)


def make_area_map(
    table: AreaTable, *, label: str, options: MapOptions = MapOptions(), edition: str = ""
) -> folium.Map:
    """Return a choropleth page of a table.

    Parameters
    ----------
    table
        What `read_area_table` returns.
    label
        What the values are, such as "Incidents in 2025".
    options
        Title, scheme and the like; the level is the table's.
    edition
        The gazetteer's edition.

    Examples
    --------
    >>> from incident_mapper.example import example_file
    >>> table = read_area_table(example_file("province_statistics_2025.csv"), area="area", value="incidents")
    >>> type(make_area_map(table, label="Incidents")).__name__
    'Map'
    """
    frame = areas(table.level, edition=edition, detail="simple")  # type: ignore[arg-type]
    classes = classify(table.values.values(), scheme=options.scheme, k=options.k)
    classes = replace(classes, zero_label="0", unknown_label="not given")
    totals = {
        str(code): _total(table.values[str(code)])
        if str(code) in table.values
        else Total(None, None, None, why=("the table has no row for it",))
        for code in frame.index
    }
    stated = table.remainder and not _exceeds(table)
    note = f"In none of the areas given: {_plain(table.remainder)}" if stated else ""
    coloured = Coloured(
        AreaTotals("incidents", table.level, totals), classes, f"{label} by {table.level}", note
    )
    provinces = areas("province", edition=edition, detail="simple")
    data = PageData(
        incidents=pd.DataFrame(),
        gazetteer=load_gazetteer(edition),
        frames={"province": provinces} | {table.level: frame},
        coloured={table.level: {"value": coloured}},
        metrics={"value": label},
        ledger=table.ledger,
        totals=_cells(table, label),
        sources=table.sources,
        attribution=(ATTRIBUTION, CONTEXT_ATTRIBUTION),
    )
    return build_map(make_payload(data, options.with_changes(level=table.level)))


def _total(value: float | None) -> Total:
    if value is None:
        return Total(None, None, None, why=("the table leaves it open",))
    number = int(value) if float(value).is_integer() else value
    return Total(number, number, number)


def _cells(table: AreaTable, label: str) -> list[dict[str, str]]:
    """Return the whole, what the areas account for, and the rest; values nobody gives are not counted as zero."""
    if table.whole is None:
        return []
    known = [value for value in table.values.values() if value is not None]
    cells = [{"value": _plain(table.whole), "label": f"{label}, whole country", "why": ""}]
    if not known:
        return cells
    kind = table.level if len(known) == 1 else f"{table.level}s"
    more = "More than the whole country: they overlap, or are no parts of a sum." if _exceeds(table) else ""
    cells.append({"value": _plain(sum(known)), "label": f"in the {len(known)} {kind} given", "why": more})
    if not more:
        rest = f"elsewhere: in no {table.level} of the table"
        cells.append({"value": _plain(table.remainder), "label": rest, "why": ""})
    return cells


def _exceeds(table: AreaTable) -> bool:
    return table.remainder is not None and table.remainder < 0


def _plain(value: float | None) -> str:
    if value is None:
        return "not known"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.1f}"
