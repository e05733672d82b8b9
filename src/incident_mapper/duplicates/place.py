"""How near two reports are to each other: by the place found, the point given, and the words."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import Geod
from rapidfuzz import fuzz, process

from incident_mapper import schema as s
from incident_mapper.names import match_key

Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

SETTLEMENTS: Final = ("town", "locality", "village", "tehsil")
_ELLIPSOID: Final = Geod(ellps="WGS84")
# Words that say what kind of place is meant, or how it was found, and not which.
_GENERIC: Final = frozenset((
    "town", "city", "village", "district", "tehsil", "taluka", "agency", "division", "province", "area", "areas",
    "region", "near", "nr", "close", "to", "in", "of", "at", "on", "the", "and", "some", "between", "from",
    "around", "outside", "inside", "central", "north", "south", "east", "west", "outskirts", "suburb", "suburbs",
    "sub", "upper", "lower", "pakistan", "unknown", "fr", "frontier", "sector", "road", "checkpost", "check",
    "post", "bazar", "bazaar", "market", "local", "police", "station", "office", "house", "camp", "convoy",
))  # fmt: skip
# Distance in km to score: exact points, and points that are only near the place.
_EXACT: Final = ([0, 2, 5, 15, 30, 60], [100, 95, 80, 50, 25, 5])
_NEAR: Final = ([0, 5, 25, 60], [80, 75, 50, 10])

SAME_DISTRICT: Final = 40.0
SAME_WIDER: Final = 25.0
OTHER_PLACE: Final = 15.0
NAMED_APART: Final = 30.0
NAMED_OTHERWISE: Final = 36.0
NAMED_APART_NEAR: Final = 60.0
"""What places with little in common but their district, or not even that, are worth. Stated conventions."""


def km_apart(incidents: pd.DataFrame, left: Rows, right: Rows) -> Numbers:
    """Return the distance between the points of pairs; NaN where one has none that is a place."""
    usable = incidents[s.GEO_PRECISION].isin(s.POINT_PRECISIONS)
    lon = incidents[s.LONGITUDE].where(usable).to_numpy(dtype=float)
    lat = incidents[s.LATITUDE].where(usable).to_numpy(dtype=float)
    km = np.full(len(left), np.nan)
    both = np.flatnonzero(
        ~(np.isnan(lon[left]) | np.isnan(lon[right]) | np.isnan(lat[left]) | np.isnan(lat[right]))
    )
    one, other = left[both], right[both]
    km[both] = _ELLIPSOID.inv(lon[one], lat[one], lon[other], lat[other])[2] / 1000
    return km


def specific_words(incidents: pd.DataFrame) -> list[str]:
    """Return what each row says of the place beyond its kind, district and province; sorted words.

    Examples
    --------
    >>> row = {s.PLACE_TEXT: "near Khar town", s.LOCALITY_GIVEN: "", s.ADM2_GIVEN: "Bajaur agency"}
    >>> specific_words(pd.DataFrame([row]))
    ['khar']
    """
    names = [s.PLACE_TEXT, s.LOCALITY_GIVEN]
    wider = [s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM1_NAME, s.ADM2_NAME]
    table = incidents.reindex(columns=[*names, *wider]).astype(object).fillna("").astype(str)
    keys = {text: match_key(text).split() for name in table for text in table[name].unique()}
    found = []
    for cells in table.itertuples(index=False, name=None):
        known = _GENERIC.union(*(keys[text] for text in cells[len(names) :]))
        words = {word for text in cells[: len(names)] for word in keys[text]}
        found.append(" ".join(sorted(words - known)))
    return found


def place_scores(
    incidents: pd.DataFrame, left: Rows, right: Rows, *, km: Numbers, listed_apart: npt.NDArray[np.bool_]
) -> Numbers:
    """Return how likely pairs are at one place, 0-100.

    Parameters
    ----------
    incidents
        Placed incidents.
    left, right
        The rows of each pair.
    km
        What `km_apart` returns.
    listed_apart
        Pairs that one curated dataset lists as two events: where it also names two places, it means two.
    """

    def cells(name: str) -> npt.NDArray[np.object_]:
        column = incidents.get(name, pd.Series("", index=incidents.index))
        return column.fillna("").to_numpy(dtype=object)

    def same(name: str) -> npt.NDArray[np.bool_]:
        column = cells(name)
        return np.asarray((column[left] == column[right]) & (column[left] != ""), dtype=bool)

    district, level = cells(s.ADM2_CODE), cells(s.PLACE_LEVEL)
    has_district = district != ""
    both_placed = has_district[left] & has_district[right]
    score = np.where(both_placed, np.where(same(s.ADM2_CODE), SAME_DISTRICT, OTHER_PLACE), SAME_WIDER)
    # The finest place found in the text.
    settled = np.isin(level, SETTLEMENTS)
    same_code = same(s.PLACE_CODE) & settled[left]
    town = same_code & (level[left] != "tehsil")
    score = np.maximum(score, np.where(town, 90.0, np.where(same_code | same(s.ADM3_NAME), 65.0, 0.0)))
    # The points.
    exact = cells(s.GEO_PRECISION) == "exact"
    by_point = np.where(exact[left] & exact[right], np.interp(km, *_EXACT), np.interp(km, *_NEAR))
    score = np.fmax(score, np.where(np.isnan(km), np.nan, by_point))
    # The words; where they name different places, neither a shared town nor a town's point makes them one.
    words = np.array(specific_words(incidents), dtype=object)
    speak = np.flatnonzero((words[left] != "") & (words[right] != ""))
    agree = np.zeros(len(left), dtype=bool)
    if len(speak):
        alike = process.cpdist(
            list(words[left[speak]]), list(words[right[speak]]), scorer=fuzz.token_set_ratio
        ).astype(float)  # fmt: skip
        spoken = score[speak]
        named_same = np.where(alike >= 90, 95.0, np.where(alike >= 75, 80.0, 0.0))
        near_enough = np.isnan(km[speak]) | (km[speak] <= 30)
        spoken = np.where(near_enough, np.maximum(spoken, named_same), spoken)
        differ = (alike < 60) & ~(town[speak] & (alike >= 40))
        # Two towns of the gazetteer are two places; other words may be a house and the town it stands in.
        two_towns = (settled[left] & settled[right] & ~same_code)[speak] | listed_apart[speak]
        most = np.where(two_towns, NAMED_APART, NAMED_OTHERWISE)
        most = np.where((spoken >= 65) & ~listed_apart[speak], NAMED_APART_NEAR, most)
        score[speak] = np.where(differ, np.minimum(spoken, most), spoken)
        agree[speak] = alike >= 90
    # Points far apart contradict most that names have in common; coordinates are wrong more often than both names.
    far = ~np.isnan(km) & (km > 60)
    most = np.where((agree | same_code) & same(s.ADM2_CODE), NAMED_APART_NEAR, OTHER_PLACE)
    return np.where(far, np.minimum(score, most), score)
