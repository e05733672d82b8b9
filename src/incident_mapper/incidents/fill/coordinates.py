"""Fill in the coordinates, and how precisely they say where."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from incident_mapper import schema as s
from incident_mapper.files import Numbers
from incident_mapper.incidents.fill.cells import Cells
from incident_mapper.incidents.missing import MISSING

_DIGITS: Final = str.maketrans("\u2212٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "-01234567890123456789.")


def fill_coordinates(table: dict[str, object], cells: Cells) -> list[str]:
    """Add longitude and latitude (degrees, EPSG:4326) and their precision to the columns of an incident table.

    Parameters
    ----------
    table
        Column to values.
    cells
        The cells of the batch.

    Returns
    -------
    list
        What a careful reader should know about the coordinates of this file.
    """
    lon, lon_given = _degrees(cells, s.LONGITUDE)
    lat, lat_given = _degrees(cells, s.LATITUDE)
    # A pair with one half missing is no coordinate; 0, 0 is what software writes for "none".
    for at in np.flatnonzero(lon_given != lat_given):
        said = "only one of longitude and latitude is given, so neither is used"
        cells.findings.add("half_coordinate", at, said, field=s.LONGITUDE)
    nought = (lon == 0) & (lat == 0)
    for at in np.flatnonzero(nought):
        said = "the coordinates 0, 0 are taken as not given"
        cells.findings.add("zero_coordinate", at, said, field=s.LONGITUDE, value="0, 0")
    absent = np.isnan(lon) | np.isnan(lat) | nought
    table[s.LONGITUDE], table[s.LATITUDE] = np.where(absent, np.nan, lon), np.where(absent, np.nan, lat)
    return _precision(table, cells, absent=absent)


def _degrees(cells: Cells, name: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the numbers of a column, and whether each row gives one at all."""
    column = cells.column(name)
    if isinstance(column, Numbers):
        numbers = np.where(np.abs(column.numbers) <= 180, column.numbers, np.nan)
        given = np.ones(len(numbers), dtype=bool)
    else:
        numbers, given = _read_degrees(column.texts)
    wrong = given & np.isnan(numbers)
    if wrong.any():
        for at in np.flatnonzero(wrong[column.codes]):
            value = str(column.texts[column.codes[at]])
            said = f"{name} {value[:40]!r} is no number of degrees"
            cells.findings.add("not_a_coordinate", at, said, field=name, value=value[:200])
    return numbers[column.codes], given[column.codes]


def _read_degrees(texts: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the numbers that texts say, and whether each text says anything."""
    numbers = _numbers(texts)
    odd = np.flatnonzero(np.isnan(numbers))  # the others, often a million distinct ones, are plain numbers
    numbers[odd] = _numbers(np.array([text.translate(_DIGITS) for text in texts[odd]], dtype=object))
    # Latitudes up to 180 are kept: a swapped pair is recognised later, with the boundaries at hand.
    numbers = np.where(np.abs(numbers) <= 180, numbers, np.nan)
    given = np.ones(len(numbers), dtype=bool)
    given[odd] = [text.casefold() not in MISSING for text in texts[odd]]
    return numbers, given


def _numbers(texts: NDArray[np.object_]) -> NDArray[np.float64]:
    return pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(dtype=float, copy=True)


def _precision(table: dict[str, object], cells: Cells, *, absent: NDArray[np.bool_]) -> list[str]:
    table[s.GEO_PRECISION_GIVEN] = cells.given(s.GEO_PRECISION).expand()
    column = cells.stated(s.GEO_PRECISION)
    words = [text.casefold() for text in column.texts]
    known = np.array([word in s.GEO_PRECISIONS for word in words], dtype=bool)
    empty = np.array([word == "" for word in words], dtype=bool)
    for at in np.flatnonzero((~known & ~empty)[column.codes]):
        value = words[column.codes[at]]
        said = f"geo_precision {value[:40]!r} is none of {', '.join(s.GEO_PRECISIONS)}"
        cells.findings.add("unknown_code", at, said, field=s.GEO_PRECISION, value=value[:200])
    # A precision that nobody understands, or that a dataset leaves out, must make no point of what may be a centroid.
    coded = s.GEO_PRECISION in cells.codes
    odd, none = ("country", "country") if coded else ("district", "exact")
    taken = np.array(
        [w if k else none if e else odd for w, k, e in zip(words, known, empty, strict=True)], dtype=object
    )
    table[s.GEO_PRECISION] = np.where(absent, "", taken[column.codes])
    if s.GEO_PRECISION not in cells.headers and not absent.all():
        said = "the precision of the coordinates is not stated; they are taken as exact"
        return [f"{said} (add a column {s.GEO_PRECISION})"]
    return []
