"""How one record relates to others, as the cell `relations` writes it."""

from dataclasses import dataclass
from typing import Final, Literal

from incident_mapper.errors import SchemaError

Kind = Literal["part_of", "may_include", "may_be", "duplicate_of", "updates"]


KINDS: Final[tuple[Kind, ...]] = ("part_of", "may_include", "may_be", "duplicate_of", "updates")


@dataclass(frozen=True, slots=True)
class Relation:
    """One record's relation to another record, or to all records of a group."""

    kind: Kind
    target: str


def read_relations(text: str, *, row: str = "") -> tuple[Relation, ...]:
    """Read a cell of relations.

    Parameters
    ----------
    text
        ``kind:target`` pairs separated by ``;``; a target is an incident id or a group id.
    row
        How an error calls the row.

    Raises
    ------
    SchemaError
        If a relation has no target or is of no known kind.

    Examples
    --------
    >>> read_relations("may_include:jan31; part_of:total")
    (Relation(kind='may_include', target='jan31'), Relation(kind='part_of', target='total'))
    """
    found = []
    for item in text.split(";"):
        if not item.strip():
            continue
        kind, _, target = item.partition(":")
        if kind.strip() not in KINDS or not target.strip():
            raise SchemaError(
                f"{row + ': ' if row else ''}the relation {item.strip()[:60]!r} is none of {', '.join(KINDS)} "
                "followed by a colon and an id."
            )
        found.append(Relation(kind.strip(), target.strip()))  # type: ignore[arg-type]
    return tuple(found)
