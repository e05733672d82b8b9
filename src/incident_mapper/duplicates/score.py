"""How likely two reports are of one event: parts of 0-100 and the score they make together."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from incident_mapper import schema as s
from incident_mapper.duplicates.actors import actor_key, sets_alike
from incident_mapper.duplicates.blocks import spans
from incident_mapper.duplicates.identity import base_id, stated
from incident_mapper.duplicates.place import NAMED_APART, km_apart, place_scores
from incident_mapper.names import match_key

Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

WEIGHTS: Final = {
    s.DATE_PART: 20, s.PLACE_PART: 25, s.FIGURES_PART: 25, s.TEXT_PART: 15, s.ACTORS_PART: 10, s.TYPE_PART: 5,
}  # fmt: skip
"""What each part weighs, out of 100: a stated convention, with day, place and figures as what reports agree on."""
SILENT: Final = 40.0
"""What a part counts that says nothing: less than agreement, more than contradiction."""
CURATED: Final = ("ucdp-ged", "acled", "gtd")
"""Datasets whose coders tell events apart before they publish: two ids of one are two events, as a rule."""
CURATED_LESS: Final = 20.0
LISTED_LESS: Final = 8.0
"""What is taken off a pair that one curated dataset, or any one file, lists under two ids. Stated conventions."""

_CEILINGS: Final = {"week": 85.0, "month": 70.0, "year": 55.0}
_OVERLAP: Final = {"week": 70.0, "month": 45.0, "year": 25.0}
_WIDER_CEILING: Final = 70.0
_ELSEWHERE_CEILING: Final = 55.0
_CONTRADICTED_CEILING: Final = 55.0
_UPDATED_CEILING: Final = 75.0
# A figure that both state says the more the rarer it is: one killed is common, thirty-seven are not.
_EQUAL: Final = ([0, 1, 2, 3, 5, 9, 15], [50, 60, 70, 78, 86, 93, 100])


def score_pairs(incidents: pd.DataFrame, left: Rows, right: Rows, *, min_score: float) -> pd.DataFrame:
    """Return the pairs that reach a score, with the score's parts.

    Parameters
    ----------
    incidents
        Placed incidents.
    left, right
        The rows of each pair.
    min_score
        What a pair must reach.

    Returns
    -------
    pandas.DataFrame
        ``left`` and ``right`` as row numbers, the parts, the score, days and kilometres apart.
    """
    days = _days_apart(incidents, left, right)
    km = km_apart(incidents, left, right)
    parts = pd.DataFrame({s.LEFT: left, s.RIGHT: right, s.DAYS_APART: days, s.KM_APART: km})
    close = np.interp(days, [0, 1, 2, 7], [100.0, 75.0, 55.0, 20.0])
    overlap = incidents[s.DATE_PRECISION].map(_OVERLAP).fillna(100.0).to_numpy(dtype=float)
    parts[s.DATE_PART] = np.minimum(close, np.minimum(overlap[left], overlap[right]))
    listed_apart = _one_edition(incidents, left, right)
    parts[s.PLACE_PART] = place_scores(incidents, left, right, km=km, listed_apart=listed_apart)
    parts[s.FIGURES_PART] = figure_scores(incidents, left, right)
    for name in (s.TEXT_PART, s.ACTORS_PART, s.TYPE_PART):
        parts[name] = np.nan
    # Comparing text is the dear part: only where it could still lift a pair high enough.
    less = np.where(listed_apart, CURATED_LESS, np.where(_two_ids(incidents, left, right), LISTED_LESS, 0.0))
    best = parts.assign(**dict.fromkeys((s.TEXT_PART, s.ACTORS_PART, s.TYPE_PART), 100.0))
    hopeful = np.minimum(_weighted(best), _ceilings(incidents, best)) - less >= min_score
    parts, less = parts[hopeful].reset_index(drop=True), less[hopeful]
    one, other = parts[s.LEFT].to_numpy(), parts[s.RIGHT].to_numpy()
    parts[s.TEXT_PART] = text_scores(incidents, one, other)
    parts[s.ACTORS_PART] = actor_scores(incidents, one, other)
    parts[s.TYPE_PART] = type_scores(incidents, one, other)
    parts[s.SCORE] = np.round(
        np.maximum(np.minimum(_weighted(parts), _ceilings(incidents, parts)) - less, 0.0), 1
    )
    return parts[parts[s.SCORE] >= min_score].reset_index(drop=True)


def _weighted(parts: pd.DataFrame) -> Numbers:
    total = sum((parts[name].fillna(SILENT) * weight for name, weight in WEIGHTS.items()), start=0.0)
    return np.asarray(total, dtype=float) / sum(WEIGHTS.values())


def _days_apart(incidents: pd.DataFrame, left: Rows, right: Rows) -> Numbers:
    """Return how many days lie between two spans; 0 if they share one."""
    first, last = spans(incidents)
    gap = np.maximum(first[left], first[right]) - np.minimum(last[left], last[right])
    return np.asarray(np.maximum(gap, 0), dtype=np.float64)


def _ceilings(incidents: pd.DataFrame, parts: pd.DataFrame) -> Numbers:
    """Return the highest score that what is known of a pair allows, however well the rest agrees."""
    left, right = parts[s.LEFT].to_numpy(), parts[s.RIGHT].to_numpy()
    precision = incidents[s.DATE_PRECISION].map(_CEILINGS).fillna(100.0).to_numpy(dtype=float)
    adm2 = incidents.get(s.ADM2_CODE, pd.Series("", index=incidents.index)).fillna("").to_numpy(dtype=object)
    ceiling = np.minimum(precision[left], precision[right])
    wider, place = (adm2[left] == "") | (adm2[right] == ""), parts[s.PLACE_PART].to_numpy()
    ceiling = np.where(wider & (place < 80), np.minimum(ceiling, _WIDER_CEILING), ceiling)
    elsewhere = ~wider & (place <= NAMED_APART)
    ceiling = np.where(elsewhere, np.minimum(ceiling, _ELSEWHERE_CEILING), ceiling)
    # Figures that contradict each other make two events, unless the texts say that one report corrects the other.
    contradicted = parts[s.FIGURES_PART].to_numpy() < 15
    corrects = parts[s.TEXT_PART].to_numpy() >= 70
    most = np.where(corrects, _UPDATED_CEILING, _CONTRADICTED_CEILING)
    return np.asarray(np.where(contradicted, np.minimum(ceiling, most), ceiling), dtype=np.float64)


def _one_edition(incidents: pd.DataFrame, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
    """Whether a curated dataset lists both rows under ids of their own."""
    kept = incidents[s.DATASET].fillna("").to_numpy(dtype=object)
    curated = np.isin(kept, CURATED)
    same = kept[left] == kept[right]
    return np.asarray(curated[left] & same, dtype=bool) & _own_ids(incidents, left, right)


def _two_ids(incidents: pd.DataFrame, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
    """Whether one file lists both rows under ids of their own."""
    files = incidents[s.FILE].to_numpy(dtype=object)
    return np.asarray(files[left] == files[right], dtype=bool) & _own_ids(incidents, left, right)


def _own_ids(incidents: pd.DataFrame, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
    """Whether both rows have ids that their sources state, and not the same one."""
    ids = np.array([base_id(name) for name in incidents.index], dtype=object)
    own = np.array([stated(name) for name in incidents.index], dtype=bool)
    return np.asarray(own[left] & own[right] & (ids[left] != ids[right]), dtype=bool)


def figure_scores(incidents: pd.DataFrame, left: Rows, right: Rows) -> Numbers:
    """Return how well the figures agree: ranges that meet, or how far they are apart; NaN if nothing is stated."""
    total, weight = np.zeros(len(left)), np.zeros(len(left))
    for metric, weighs in (("killed", 1.0), ("injured", 0.7)):
        names = [s.figure_column(metric, bound) for bound in ("low", "best", "high")]
        low, best, high = incidents.reindex(columns=names).astype(float).to_numpy().T
        known = ~(np.isnan(low) & np.isnan(best) & np.isnan(high))
        start = np.where(np.isnan(low), np.where(np.isnan(best), 0.0, best), low)
        end = np.where(np.isnan(high), np.inf, high)
        # One number for the row: the best estimate, the middle of a range, or the end that is stated.
        middle = np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))
        size = np.where(np.isnan(best), np.nan_to_num(middle), best)
        gap = np.maximum(np.maximum(start[left], start[right]) - np.minimum(end[left], end[right]), 0.0)
        small, large = np.minimum(size[left], size[right]), np.maximum(size[left], size[right])
        shared = np.interp(small, *_EQUAL)
        near = np.where(large > 0, small / np.maximum(large, 1.0), 1.0)
        meets = shared * np.where(near == 1, 0.9, 0.6 + 0.3 * near)
        # A count rises while the injured die: a small step between large figures is the rule, not a contradiction.
        apart = (
            0.85
            * np.interp(large, *_EQUAL)
            * (1 - gap / np.maximum(np.maximum(start[left], start[right]), 1.0)) ** 1.5
        )
        equal = (start[left] == start[right]) & (end[left] == end[right])
        score = np.where(equal, shared, np.where(gap > 0, apart, meets))
        both = known[left] & known[right]
        total += np.where(both, score * weighs, 0.0)
        weight += np.where(both, weighs, 0.0)
    return np.where(weight > 0, total / np.maximum(weight, 0.1), np.nan)


def text_scores(incidents: pd.DataFrame, left: Rows, right: Rows) -> Numbers:
    """Return how alike the descriptions and titles are, or NaN; what reports of any event share is taken off."""
    score = np.full(len(left), np.nan)
    for name in (s.DESCRIPTION, s.SOURCE_TITLE):
        keys = {text: match_key(str(text)[:1000]) for text in incidents[name].fillna("").unique()}
        texts = incidents[name].fillna("").map(keys).to_numpy(dtype=object)
        long = np.array([text.count(" ") >= 2 for text in texts], dtype=bool)
        speak = np.flatnonzero(long[left] & long[right])
        if not len(speak):
            continue
        one, other = list(texts[left[speak]]), list(texts[right[speak]])
        loose = process.cpdist(one, other, scorer=fuzz.token_set_ratio).astype(float)
        strict = process.cpdist(one, other, scorer=fuzz.token_sort_ratio).astype(float)
        alike = np.clip(((loose + strict) / 2 - 40) / 0.6, 0, 100)
        score[speak] = np.fmax(score[speak], alike)
    # One page reports many events, so the address alone is no more than a hint.
    urls = incidents[s.SOURCE_URL].fillna("").str.strip().to_numpy(dtype=object)
    shared = (urls[left] == urls[right]) & (urls[left] != "")
    return np.where(shared, np.fmax(score, 75.0), score)


def actor_scores(incidents: pd.DataFrame, left: Rows, right: Rows) -> Numbers:
    """Return how alike the actors are, in whichever order; across files, other words say nothing."""
    names = incidents[[s.ACTOR1, s.ACTOR2]].fillna("").astype(str)
    keys = {name: actor_key(name) for column in names for name in names[column].unique()}
    sets = [
        tuple(sorted({keys[one], keys[other]} - {""}))
        for one, other in names.itertuples(index=False, name=None)
    ]
    codes, known = pd.factorize(pd.Series(sets, dtype=object))
    pairs = pd.DataFrame({"one": codes[left], "other": codes[right]})
    distinct = pairs.drop_duplicates()
    scored = {
        (one, other): sets_alike(known[one], known[other])
        for one, other in distinct.itertuples(index=False, name=None)
    }
    score = np.array([scored[pair] for pair in pairs.itertuples(index=False, name=None)], dtype=float)
    return np.where((score < 50) & ~_one_vocabulary(incidents, left, right), np.nan, score)


def type_scores(incidents: pd.DataFrame, left: Rows, right: Rows) -> Numbers:
    """Return whether the event types agree; across files, other words say nothing."""
    kinds = incidents[s.EVENT_TYPE].fillna("").astype(str)
    keys = kinds.map({kind: match_key(kind) for kind in kinds.unique()}).to_numpy(dtype=object)
    both = (keys[left] != "") & (keys[right] != "")
    same = keys[left] == keys[right]
    told = np.where(same, 100.0, np.where(_one_vocabulary(incidents, left, right), 0.0, np.nan))
    return np.where(both, told, np.nan)


def _one_vocabulary(incidents: pd.DataFrame, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
    """Whether two rows are of one dataset or file, so that different words mean different things."""
    files = incidents[s.FILE].to_numpy(dtype=object)
    kept = incidents[s.DATASET].fillna("").to_numpy(dtype=object)
    named = (kept[left] != "") & (kept[left] == kept[right])
    return np.asarray((files[left] == files[right]) | named, dtype=bool)
