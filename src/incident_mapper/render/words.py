"""Say in plain words what a row of the incident table holds: dates, figures, claims, relations."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from incident_mapper import schema as s
from incident_mapper.aggregate import Total
from incident_mapper.incidents.relations import read_relations

_GROUP_WORDS: Final = {
    "militants": "militant",
    "security": "officer",
    "civilians": "civilian",
    "unknown": "other",
}


def day(when: date, precision: str = "day") -> str:
    """Return a date as precisely as it is known.

    Examples
    --------
    >>> day(date(2026, 1, 31)), day(date(2025, 11, 1), "night"), day(date(2024, 1, 1), "year")
    ('31 January 2026', 'night of 1 November 2025', '2024')
    """
    if precision == "year":
        return str(when.year)
    if precision == "month":
        return f"{when:%B} {when.year}"
    written = f"{when.day} {when:%B} {when.year}"
    return {"night": f"night of {written}", "week": f"around {written}"}.get(precision, written)


def period(dates: pd.Series) -> str:
    """Return the span of the dates that are known.

    Examples
    --------
    >>> period(pd.to_datetime(pd.Series(["2025-11-01", "2026-02-01", None])))
    '1 November 2025 to 1 February 2026'
    """
    known = dates.dropna()
    if known.empty:
        return "no dates stated"
    first, last = known.min().date(), known.max().date()
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def when(row: Mapping[str, Any]) -> str:
    """Return the date of a row, or what its cell says when no date could be read."""
    start, end = row[s.EVENT_DATE], row[s.EVENT_DATE_END]
    if pd.isna(start):
        text = row[s.DATE_TEXT]
        return f"not read: {text}" if text else "not stated"
    written = day(start.date(), row[s.DATE_PRECISION])
    if pd.notna(end) and end > start and row[s.DATE_PRECISION] == "day":
        return f"{written} to {day(end.date())}"
    return written


def figures(row: Mapping[str, Any], metric: str) -> str:
    """Return how many were killed or injured, by group of victims where that is stated.

    Examples
    --------
    >>> figures({"killed_low": 3, "killed_best": 3, "killed_high": 3, "group_id": ""}, "killed")
    '3'
    """
    whole = _total(row, metric, "")
    if whole.value is None and whole.high is None:
        return "not stated"
    groups = {g: total for g in s.VICTIM_GROUPS if (total := _total(row, metric, g)).value}
    if not set(groups) - {"unknown"}:
        return whole.text
    parts = ", ".join(f"{total.text} {_plural(_GROUP_WORDS[g], total)}" for g, total in groups.items())
    add_up = all(
        sum(getattr(total, end) or 0 for total in groups.values()) == (getattr(whole, end) or 0)
        for end in ("low", "high")
    )
    return parts if add_up else f"{whole.text}, among them {parts}"


def victims(totals: Mapping[str, Total]) -> str:
    """Return who was killed or injured, from totals by group of victims; empty if no group is stated.

    Examples
    --------
    >>> victims({"militants": Total(149, None, 241), "civilians": Total(31, 31, 31)})
    '149–241 militants, 31 civilians'
    """
    stated = {group: total for group, total in totals.items() if total.value or total.high}
    return ", ".join(f"{total.text} {_plural(_GROUP_WORDS[group], total)}" for group, total in stated.items())


def _plural(word: str, total: Total) -> str:
    return word if total.text == "1" else f"{word}s"


def _total(row: Mapping[str, Any], metric: str, group: str) -> Total:
    low, best, high = (
        None if pd.isna(value) else int(value)
        for value in (row.get(s.figure_column(metric, b, group=group)) for b in ("low", "best", "high"))
    )
    return Total(low, best, high)


def claimed(row: Mapping[str, Any]) -> str:
    """Return who claims the figures: "as claimed by ISPR", never "ISPR confirmed"."""
    return f"as claimed by {row[s.CLAIMED_BY]}" if row[s.CLAIMED_BY] else "not stated"


def source(row: Mapping[str, Any]) -> str:
    """Return outlet, title and date of the source, leaving out what is not stated."""
    outlet, title, published = row[s.SOURCE_OUTLET], row[s.SOURCE_TITLE], row[s.SOURCE_DATE]
    outlet = "" if outlet == "not stated" else outlet
    published = "" if published == "not stated" else published
    parts = [part for part in (outlet, f"\u201c{title}\u201d" if title else "", published) if part]
    if not parts:
        return "not stated"
    return ", ".join(parts) + ("" if outlet else " (outlet not stated)")


def link(row: Mapping[str, Any]) -> str:
    """Return the source's address if it is one that may be opened: http or https, nothing else."""
    url = str(row[s.SOURCE_URL]).strip()
    return url if re.match(r"https?://[^\s]+$", url) else ""


def what(row: Mapping[str, Any]) -> str:
    """Return what happened and between whom."""
    actors = " and ".join(a for a in (row[s.ACTOR1], row[s.ACTOR2]) if a)
    kind, text = row[s.EVENT_TYPE], row[s.DESCRIPTION]
    head = f"{kind} ({actors})" if kind and actors else kind or actors
    return f"{head}. {text}" if head and text else head or text or "not stated"


def marks(row: Mapping[str, Any], *, shared: str, names: Mapping[str, str]) -> list[str]:
    """Return the short notes that belong beside a row.

    Parameters
    ----------
    row
        A row of the joined incident table.
    shared
        "part of 92 across 5 districts", if its figure belongs to a group.
    names
        Incident and group id to what they are called in a sentence.
    """
    found = [f"{item.strip()} inferred" for item in str(row[s.INFERRED]).split("|") if item.strip()]
    if shared:
        found.append(shared)
    for relation in read_relations(row[s.RELATIONS]):
        target = names.get(relation.target, relation.target)
        found.append(f"{relation.kind.replace('_', ' ')} {target}")
    if row[s.CONFLICT]:
        found.append(f"conflict: {row[s.REASON]}")
    elif row[s.REASON] and row["outcome"] in ("province", "multi"):
        found.append(str(row[s.REASON]))
    if row[s.SWAPPED]:
        found.append("latitude and longitude were the wrong way round")
    if row[s.NEAR]:
        found.append(f"the point lies {row[s.NEAR_KM]:.1f} km outside the boundaries")
    if row[s.MATCH_METHOD] == "fuzzy" and row[s.REASON] and row[s.REASON] not in found:
        found.append(str(row[s.REASON]))
    if row[s.READ_NOTES]:
        found.append(str(row[s.READ_NOTES]))
    return found


def resolved(row: Mapping[str, Any], *, uncertain: bool) -> str:
    """Return the place as we understand it, and how we came to it."""
    district, province = row[s.ADM2_NAME], row[s.ADM1_NAME]
    if row[s.PLACED_BY] == "point":
        how = "by its coordinates"
    else:
        how = {
            "alias": "another spelling on record", "fuzzy": "by a close spelling", "sound": "by its sound",
            "text": "named in the text",
            "override": "answered by hand", "given": "as the row states", "multi": "several districts named",
        }.get(row[s.MATCH_METHOD], "")  # fmt: skip
    if district:
        name = f"{district} district, {province}"
        finer = row[s.PLACE_NAME]
        if (
            finer
            and row[s.PLACE_LEVEL] in ("town", "tehsil")
            and row[s.PLACED_BY] == "name"
            and finer != district
        ):
            name = (
                f"{finer} {row[s.PLACE_LEVEL]}, {name}"
                if row[s.PLACE_LEVEL] == "tehsil"
                else f"{finer}, {name}"
            )
    elif row["outcome"] == "multi":
        name = f"{row[s.CANDIDATES].replace('|', ', ')} ({province or 'several provinces'})"
    else:
        name = (
            f"{row[s.DIVISION_NAME]} division, {province}"
            if row[s.DIVISION_NAME] and row[s.PLACE_LEVEL] == "division"
            else province
        )
    notes = [n for n in (how, str(row.get(s.AS_IT_WAS) or ""), "an uncertain unit" if uncertain else "") if n]
    return (name or "not placed") + (f" ({'; '.join(notes)})" if notes else "")


def reported(row: Mapping[str, Any]) -> str:
    """Return the place as the row writes it, from the finest part to the widest."""
    names = (s.PLACE_TEXT, s.LOCALITY_GIVEN, s.ADM3_GIVEN, s.ADM2_GIVEN, s.ADM1_GIVEN)
    parts = [str(row[name]) for name in names if row.get(name)]
    return ", ".join(dict.fromkeys(parts)) or "coordinates only"
