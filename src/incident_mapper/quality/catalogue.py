"""Every check with its severity, its meaning, its advice and its fix, the most harmful first."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")

Fix = Literal["swap", "precision", "order", "place", "dates", "repeated"]
FIXES: Final = MappingProxyType(
    {
        "swap": "exchange latitude and longitude",
        "precision": "lower geo_precision where a point stands for more than it says",
        "order": "exchange the ends of a range that stands on its head",
        "place": "add columns with the district that a misspelt place was read as; your own columns stay",
        "dates": "add a column with the dates that have one meaning as ISO days",
        "repeated": "move exact repeats of a row, id included, to the list of changes",
    }
)
"""What each word of ``--fix`` does."""


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding.

    Attributes
    ----------
    name
        How findings and ``--json`` call it.
    severity
        ``error``: taken as it is written, a mark, a day or a total would be wrong; ``warning``: it may be;
        ``note``: nothing is wrong, but less is known than it seems.
    means
        What is the matter, as a stranger would understand it.
    advice
        What to do.
    fix
        The word of ``--fix`` that does it, or empty.
    """

    name: str
    severity: Severity
    means: str
    advice: str
    fix: Fix | Literal[""] = ""


_ALL: Final = (
    Check("swapped", "error", "latitude and longitude are the wrong way round",
          "Exchange the two cells.", "swap"),
    Check("outside", "error", "the point lies outside Pakistan",
          "Correct the coordinates, or delete them: the place text is used then."),
    Check("far", "error", "the point lies far from the place that the row names",
          "Find out which of the two is right; the map goes by the name unless told --trust point."),
    Check("out_of_order", "error", "the lower figure is above the higher one",
          "Exchange the two figures.", "order"),
    Check("repeated_row", "error", "the same row stands in the file twice, id included",
          "Keep one of them.", "repeated"),
    Check("future", "error", "the date lies in the future", "Correct the date."),
    Check("before_1947", "error", "the date is before Pakistan existed (14 August 1947)", "Correct the date."),
    Check("end_before_start", "error", "the last day is before the first", "Correct one of the two days."),
    Check("relation", "error", "a cell of relations cannot be read, or points to a row that is not there, so "
          "overlaps with other rows are not known", "Correct the cell: kind:id, separated by semicolons."),
    Check("centroid", "warning", "the point stands for a whole district or province, not for the place named",
          "Lower geo_precision, so that no mark claims a place.", "precision"),
    Check("likely_duplicate", "warning", "the row says exactly what another row says under another id",
          "If they are one incident, write duplicate_of:ID in the column relations of one of them."),
    Check("reversed", "warning", "the range has its lower end above its upper end, so it is unknown",
          "Exchange the two ends in the cell."),
    Check("too_large", "warning", "the number has ten digits or more, so it is unknown",
          "Find out what slipped into the column: an identifier or a telephone number."),
    Check("repeated_id", "warning", "the id is another row's too, which says something else",
          "Give each incident an id of its own."),
    Check("outlier", "warning", "the figure is far above all others of the column",
          "Compare it with the source: a year or a sum may have slipped into the column."),
    Check("unknown_code", "warning", "the code or word is not one that is known",
          "Correct it, or say with --on which day's districts the codes are of."),
    Check("constant_column", "warning", "every row has the same value, where rows should differ",
          "Find out whether the export filled the column."),
    Check("not_placed", "warning", "the row is nowhere on the map",
          "Correct the place, or answer for it in a file of --overrides."),
    Check("unreadable_date", "warning", "the date cannot be read, so the row has none",
          "Write the date as 2025-11-30."),
    Check("ambiguous_date", "warning", "the date may be one of two days", "Write the date as 2025-11-30."),
    Check("weekday", "warning", "the weekday written beside the date is not that day's",
          "Find out which of the two is right."),
    Check("hijri_differs", "warning", "the Hijri date beside it lies more than two days from the date",
          "Find out which of the two is right; the date of the common calendar is taken."),
    Check("century", "warning", "the year has two digits and may be of another century",
          "Write the year with four digits."),
    Check("hour", "warning", "the time of day does not exist", "Correct the time, or leave it out."),
    Check("placeholder", "warning", "the date is one that software writes where there is none",
          "Leave the cell empty, if the date is not known."),
    Check("not_a_number", "warning", "the figure cannot be read, so it is unknown",
          "Write a number or a range, or leave the cell empty."),
    Check("not_a_coordinate", "warning", "the coordinate is no number of degrees, so the row has no point",
          "Write decimal degrees, such as 30.19."),
    Check("half_coordinate", "warning", "only one of longitude and latitude is given, so neither is used",
          "Give both or none."),
    Check("zero_coordinate", "warning", "the coordinates are 0, 0, which software writes for none",
          "Leave both cells empty."),
    Check("sources", "warning", "the list of sources cannot be read, so only the single columns of sources count",
          "Write a list of objects with outlet, title, date and url, or the outlets with semicolons between."),
    Check("noted", "warning", "reading the row left something to say", "See the message."),
    Check("other_side", "note", "the point lies just across the border of the unit that the row names",
          "Mostly a matter of whose boundaries; correct the point or the name if it is not."),
    Check("disputed", "note", "the point lies in disputed territory, which is counted in no province",
          "Nothing, if that is where it was."),
    Check("near_border", "note", "the point lies just off the coast or border and was taken to the nearest district",
          "Nothing, unless the distance is surprising."),
    Check("stacked", "note", "one coordinate of a town serves rows with different places in it",
          "Lower geo_precision to near.", "precision"),
    Check("rounded", "note", "the coordinates have at most one decimal, so they are right to 5 km at best",
          "Lower geo_precision.", "precision"),
    Check("spelling", "note", "the place is spelt unlike any name on record and was read as the nearest one",
          "See that it was read rightly.", "place"),
    Check("month_spelling", "note", "the month is misspelt and was read as the nearest one",
          "See that it was read rightly."),
    Check("offset", "note", "the time is stated with its offset from UTC, and falls on another day in Pakistan",
          "Nothing; the day in Pakistan is taken."),
    Check("hijri", "note", "the date is of the Islamic calendar and was converted, which is right to a day or two",
          "Give the date of the common calendar, if it is known."),
    Check("approximate", "note", "the figure is approximate", "Nothing; the range says so."),
    Check("vague", "note", "the figure is a word such as dozens, kept with the bound it implies",
          "Nothing; give a figure if one is known."),
    Check("no_date", "note", "the row has no date, so it is in no month or year", "Add the date, if it is known."),
    Check("no_figures", "note", "the row says nothing of killed or injured; this is unknown, not zero",
          "Add the figures, if they are known."),
)  # fmt: skip

CHECKS: Final = MappingProxyType({check.name: check for check in _ALL})
"""Name to check, in the order in which they are shown."""


def check_named(name: str) -> Check:
    """Return a check by its name; one that nobody described is a note with its name as meaning.

    Examples
    --------
    >>> check_named("swapped").fix
    'swap'
    >>> check_named("late_report").means
    'late report'
    """
    return CHECKS.get(name) or Check(name, "note", name.replace("_", " "), "See the message.")


def harm(name: str) -> tuple[int, int]:
    """Return what to sort a check by: its severity, then its place in the list.

    Examples
    --------
    >>> harm("swapped") < harm("far") < harm("centroid") < harm("late_report")
    True
    """
    order = list(CHECKS)
    place = order.index(name) if name in CHECKS else len(order)
    return SEVERITIES.index(check_named(name).severity), place
