"""How much of the data may leave with a map: what the user asks for, and what its terms allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from incident_mapper import schema as s
from incident_mapper.errors import OptionError
from incident_mapper.incidents.formats import FORMATS, Format
from incident_mapper.incidents.formats.format import Publish

LEVELS: Final[tuple[Publish, ...]] = ("full", "located", "aggregate")


@dataclass(frozen=True)
class PublishOptions:
    """How much of the data leaves with a map.

    Attributes
    ----------
    level
        ``full``: rows as they are; ``located``: where, when, what kind and how many, without the source's words;
        ``aggregate``: totals of areas, and no row of data anywhere. Empty: as much as the data's terms allow.
    may_publish_rows
        The user states the right to publish rows of a dataset whose terms forbid it.
    drop
        Fields that are left out, such as ``description``.
    decimals
        Decimals of a degree to which coordinates are rounded.
    delay_days
        Incidents of the last so many days before `today` are withheld, and so are those without a day.
    today
        The day that the delay counts from.
    """

    level: Publish | str = ""
    may_publish_rows: bool = False
    drop: tuple[str, ...] = ()
    decimals: int | None = None
    delay_days: int = 0
    today: date | None = None

    def __post_init__(self) -> None:
        """Refuse values outside the vocabulary when the bundle is made."""
        if self.level:
            s.require_choice(self.level, LEVELS, option="publish")
        if self.decimals is not None and not 0 <= self.decimals <= 6:
            raise OptionError(
                f"round expects the number of decimals of a degree, from 0 (some 110 km) to 6; got {self.decimals}."
            )
        if self.delay_days < 0:
            raise OptionError(f"delay expects a number of days, such as 30; instead got {self.delay_days}.")
        if self.delay_days and self.today is None:
            raise OptionError("a delay needs the day it counts from.")


def origins(formats: Iterable[Format], datasets: Iterable[str]) -> tuple[Format, ...]:
    """Return the kinds of source that rows came from, those included that a table of ours was made of.

    Parameters
    ----------
    formats
        The kinds that the files are of.
    datasets
        What the column ``dataset`` holds; a merged row may name several, with bars between.

    Examples
    --------
    >>> [kind.name for kind in origins([], ["acled | spreadsheet", "my list"])]
    ['acled', 'spreadsheet']
    """
    kinds = {kind.name: kind for kind in formats}
    for cell in datasets:
        for name in (part.strip() for part in str(cell).split("|")):
            if name in FORMATS:
                kinds.setdefault(name, FORMATS[name])
    return tuple(kinds.values())


def allowed_level(formats: Iterable[Format], *, options: PublishOptions) -> tuple[Publish, tuple[str, ...]]:
    """Return how much may be published, with sentences that say why.

    Parameters
    ----------
    formats
        The kinds of source that the data come from.
    options
        What the user asks for.

    Raises
    ------
    OptionError
        If more is asked for than the terms of the data allow, and the user does not state the right to it.

    Examples
    --------
    >>> allowed_level([], options=PublishOptions())
    ('full', ())
    """
    bound = [kind for kind in formats if LEVELS.index(kind.publish) > 0 and not options.may_publish_rows]
    most: Publish = max((kind.publish for kind in bound), key=LEVELS.index, default="full")
    names = " and ".join(kind.title for kind in bound)
    if not options.level:
        said = (
            f"{names}: published as totals of areas, without any row, because the terms of the data forbid passing "
            "rows on; if you hold the right to publish them, say so with --i-may-publish-rows"
        )
        return most, (said,) if bound else ()
    if LEVELS.index(options.level) < LEVELS.index(most):
        terms = " ".join(kind.terms for kind in bound if kind.terms)
        raise OptionError(
            f"The terms of {names} forbid to publish rows (--publish {options.level}). {terms} Publish totals with "
            "--publish aggregate, or, if you hold the right to publish rows, add --i-may-publish-rows."
        )
    return options.level, ()  # type: ignore[return-value]  # checked when the bundle was made
