"""Say in each cell that a figure is shared with others, and keep its own total unknown rather than zero."""

from collections.abc import Iterator, Sequence

from incident_mapper.aggregate.total import Total
from incident_mapper.aggregate.units import NO_PERIOD, Cell, Unit


def shared_figures(units: Sequence[Unit], *, area: str, period: str = "") -> Iterator[tuple[Cell, str]]:
    """Yield each cell that has a part in a figure which belongs to several, with the sentence that says so.

    Where no report gives the figure, the sentence is empty.

    Parameters
    ----------
    units
        Units that count.
    area, period
        What areas and periods are called: ``"district"``, ``"month"``.

    Examples
    --------
    >>> cells = (Cell("PK226", "PK-BA"), Cell("PK220", "PK-BA"))
    >>> unit = Unit("group g", ("a", "b"), 92, 92, 92, Cell("", "PK-BA"), cells)
    >>> [(cell.area, said) for cell, said in shared_figures([unit], area="district")]
    [('PK226', 'part of 92 across 2 districts'), ('PK220', 'part of 92 across 2 districts')]
    """
    for unit in units:
        cells = [cell for cell in dict.fromkeys(unit.cells) if cell != unit.cell]
        figure = Total(None if unit.abroad else unit.low, unit.best, unit.high)
        if figure.value is None and figure.high is None:
            # No figure worth the name is given: in none of these cells is it zero.
            unsure = f"part of a figure of which nothing is sure {_across(unit, area=area, period=period)}"
            if unit.silent or unit.known:
                yield from ((cell, unsure if unit.known and not unit.silent else "") for cell in cells)
            continue
        said = f"part of {figure.text} {_across(unit, area=area, period=period)}"
        for cell in cells:
            yield cell, said


def with_shared(own: Total | None, said: str) -> Total:
    """Return the total of a cell that has an unknown part in a figure: its own is then a lower end.

    Examples
    --------
    >>> with_shared(Total(4, 4, 4), "part of 9 across 2 districts").text
    'at least 4'
    """
    if not said:
        return own or Total(None, None, None, unknown=1, why=("no report gives a figure",))
    if own is None:
        return Total(None, None, None, unknown=1, why=(said,))
    return Total(own.low, None, None, own.unknown + 1, (*own.why, said))


def _across(unit: Unit, *, area: str, period: str) -> str:
    if unit.abroad:
        return "together with places abroad"
    areas = {cell.area for cell in unit.cells} - {""}
    periods = {cell.period for cell in unit.cells} - {NO_PERIOD}
    counts = []
    if not unit.cell.area and len(areas) > 1:
        counts.append(f"{len(areas)} {area}s")
    if unit.cell.period == NO_PERIOD and len(periods) > 1:
        counts.append(f"{len(periods)} {period}s")
    if counts:
        return f"across {' and '.join(counts)}"
    return "with places that are not known" if not unit.cell.area else f"with {period}s that are not known"
