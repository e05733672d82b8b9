"""Find a unit as it was on a day, with the units that hold its land now."""

from dataclasses import dataclass
from datetime import date

from incident_mapper.gazetteer.history import successors
from incident_mapper.gazetteer.load import load_gazetteer
from incident_mapper.gazetteer.places import Place
from incident_mapper.names import Level


@dataclass(frozen=True, slots=True)
class Found:
    """A place as it was, and what became of it.

    Attributes
    ----------
    place
        The place in the units of that day.
    on
        The day.
    successors
        The units of the same level that hold its land on the day of the edition; the place itself, if nothing
        changed. For what is smaller than a district, the district that holds it now.
    """

    place: Place
    on: date
    successors: tuple[Place, ...]

    def covers(self, code: str) -> bool:
        """Whether a unit of today holds land of the place: if so, the two do not contradict each other."""
        return code in {place.code for place in self.successors}


def find(
    name: str,
    *,
    on: date | None = None,
    edition: str = "",
    level: Level | None = None,
    within: str | None = None,
) -> Found:
    """Return the one place that bore a name on a day, with its successors.

    Parameters
    ----------
    name
        A name in any spelling on record, with or without words such as "district".
    on
        The day; by default the one that the edition describes.
    edition
        Which statement of today's districts; empty for the default.
    level
        Only places of this level.
    within
        Only places in the unit with this code.

    Raises
    ------
    UnknownPlaceError
        If nothing bore the name.
    AmbiguousPlaceError
        If several places did.
    EditionError
        If there is no such edition.

    Examples
    --------
    >>> loralai = find("Loralai", on=date(2010, 6, 1))
    >>> [place.name for place in loralai.successors]
    ['Loralai', 'Duki']
    >>> [place.name for place in find("Killa Abdullah district", on=date(2015, 1, 1)).successors]
    ['Killa Abdullah', 'Chaman']
    >>> find("Chitral", on=date(2010, 1, 1)).place.valid_to
    datetime.date(2018, 11, 20)
    """
    now = load_gazetteer(edition)
    then = load_gazetteer(edition, on=on)
    place = then.find(name, level=level, within=within)
    codes = successors(
        place.adm2_code if place.adm3_code or place.lon is not None else place.code,
        then.edition,
        then.on,
        now.on,
    )
    return Found(place, then.on, tuple(now.by_code[code] for code in codes if code in now.by_code))
