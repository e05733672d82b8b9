"""Guess which header of a table that people made holds which field, by its words and by the values under it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from incident_mapper import schema as s
from incident_mapper.files import Table
from incident_mapper.incidents.columns import USUAL_NAMES
from incident_mapper.incidents.formats.format import Proposal
from incident_mapper.incidents.formats.headers import header_key
from incident_mapper.incidents.formats.values import STRICT, evidence
from incident_mapper.incidents.formats.words import FURTHER_NAMES, WEAK, figure_words
from incident_mapper.names import match_key

USED_FROM: Final = 75
"""The score from which a guess is read; below it, it is only shown."""
SHOWN_FROM: Final = 50

_KNOWN, _WEAK, _SPELT, _FIGURE, _PART = 100.0, 82.0, 84.0, 94.0, 62.0
_ALIKE = 86.0  # how alike two spellings must be, of 100, to be taken for one
_SHORTEST = 5  # letters; shorter words are too easily alike
_MISFIT, _FIT = 0.3, 0.7  # shares of the values
_NEAR_TOTAL = 3  # rows that must show a part next to its total


@dataclass(frozen=True, slots=True)
class _Guess:
    field: str
    header: str
    score: float
    why: str
    sure: bool = False
    """Whether the name alone is enough, whatever the values are."""


def guess(table: Table, given: Mapping[str, str]) -> Sequence[Proposal]:
    """Propose a header for each field: one header a field, one field a header, each with a score and the reason.

    Parameters
    ----------
    table
        The opened table; its first rows are looked at.
    given
        Field to header, as the user says; these are left alone.

    Returns
    -------
    Sequence
        What is used first, in the order of the fields; then what is not sure enough to be used, best first.

    Examples
    --------
    >>> table = Table("a.csv", ("Distt", "Date of Incident", "Dead (Max)"), iter, head=(("Kalat", "1.2.2024", "4"),))
    >>> [(found.field, found.header, found.score) for found in guess(table, {})]
    [('event_date', 'Date of Incident', 100), ('adm2_given', 'Distt', 100), ('killed_high', 'Dead (Max)', 95)]
    """
    taken = set(given.values())
    columns = {
        header: [row[at] if at < len(row) else "" for row in table.head]
        for at, header in enumerate(table.headers)
        if header not in taken
    }
    keys = frozenset(match_key(header) for header in columns)
    found = [g for header in columns for g in _by_words(header, columns, keys) if g.field not in given]
    judged = sorted((_judged(g, columns[g.header]) for g in found), key=lambda g: -g.score)
    order = {field: position for position, field in enumerate(USUAL_NAMES)}
    used: dict[str, _Guess] = {}
    for one in judged:
        free = one.field not in used and one.header not in taken
        if free and one.score >= USED_FROM and not _told_twice(one, used):
            used[one.field] = one
            taken.add(one.header)
    sure = sorted(used.values(), key=lambda g: order[g.field])
    unsure: dict[str, _Guess] = {}
    for one in judged:
        if one.header not in taken and one.score >= SHOWN_FROM and one.field not in used:
            unsure.setdefault(one.header, one)
    return [
        *(_proposal(one, used=True) for one in sure),
        *(_proposal(one, used=False) for one in unsure.values()),
    ]


def _proposal(one: _Guess, *, used: bool) -> Proposal:
    return Proposal(one.field, one.header, round(min(one.score, 100.0)), one.why, used)


def _told_twice(one: _Guess, used: Mapping[str, _Guess]) -> bool:
    """Whether a figure of that kind is read already under a header that is sure: two totals are one too many."""
    return one.field in ("killed", "injured") and not one.sure and f"{one.field}_best" in used


# --- by the words of the header -----------------------------------------------------------------------


@lru_cache(maxsize=1)
def _names() -> dict[str, list[tuple[str, int]]]:
    """Return key of a name to the fields it is a name of, with its rank among their names."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for field, usual in USUAL_NAMES.items():
        for rank, name in enumerate((*usual, *FURTHER_NAMES.get(field, ()))):
            found[header_key(name)].append((field, rank))
    return found


def _by_words(
    header: str, columns: Mapping[str, Sequence[str]], partners: frozenset[str]
) -> Iterator[_Guess]:
    """Give what the words of a header say it may hold."""
    names = _names()
    key = header_key(header)
    if key in names:
        for field, rank in names[key]:
            weak = key in WEAK and key != header_key(field)
            # The rank decides between two headers that are both names of one field.
            yield _Guess(
                field, header, (_WEAK if weak else _KNOWN) - rank / 100, "a usual name", sure=not weak
            )
        yield from _address(header, columns[header])
        return
    yield from _address(header, columns[header])
    yield from _figure(header, columns, partners)
    yield from _spelling(key, header)
    yield from _part(header)


def _address(header: str, texts: Sequence[str]) -> Iterator[_Guess]:
    """Give the address of a page for a column of sources that holds addresses."""
    words = set(match_key(header).split())
    seen = evidence(s.SOURCE_URL, texts)
    if words & {"source", "sources", "reference", "references", "link", "links", "url", "web"} and seen:
        if seen.share >= _FIT:
            yield _Guess(s.SOURCE_URL, header, 101.0, "a column of sources", sure=True)
        elif words & {"reference", "references"}:
            yield _Guess(s.SOURCE_OUTLET, header, 80.0, "a column of sources")


def _figure(header: str, columns: Mapping[str, Sequence[str]], partners: frozenset[str]) -> Iterator[_Guess]:
    words = figure_words(header, partners=partners)
    if words is None:
        return
    if not words.metric:
        field = replace(words, metric="killed").field
        if words.left_over:
            yield _Guess(field, header, _PART, "killed or injured is not said")
        else:
            yield from _group_alone(header, columns, partners, field=field)
        return
    said = "words of a figure"
    if words.slip:
        said += ", 'mix' a slip for 'max'"
    if words.left_over:
        said += f"; not understood: {', '.join(words.left_over[:4])}"
    if words.field in USUAL_NAMES:
        yield _Guess(words.field, header, _FIGURE - 5 * words.slip - 25 * len(words.left_over), said)


def _group_alone(
    header: str, columns: Mapping[str, Sequence[str]], partners: frozenset[str], *, field: str
) -> Iterator[_Guess]:
    """Give "Civilians Min" beside "Total Died Min": killed, if it is never above the total where both are given."""
    bound = field.rpartition("_")[2]
    for other, texts in columns.items():
        words = figure_words(other, partners=partners)
        if words and words.metric == "killed" and words.bound == bound and not words.group:
            pairs = [
                (int(part), int(whole))
                for part, whole in zip(columns[header], texts, strict=True)
                if part.strip().isdecimal() and whole.strip().isdecimal() and int(part) > 0
            ]
            if len(pairs) >= _NEAR_TOTAL and all(part <= whole for part, whole in pairs):
                yield _Guess(field, header, 78.0, f"never above {other!r}")
                return
    yield _Guess(field, header, _PART, "killed or injured is not said")


def _spelling(key: str, header: str) -> Iterator[_Guess]:
    """Give the name that a header is a misspelling of."""
    if len(key) < _SHORTEST:
        return
    alike = process.extractOne(key, _names().keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if alike is not None and len(alike[0]) >= _SHORTEST and _digits(key) == _digits(alike[0]):
        for field, _ in _names()[alike[0]]:
            if field.endswith(("_low", "_best", "_high")):
                continue  # "killed mix" is as near to "killed min" as to "killed max"
            name = next(
                n for n in (*USUAL_NAMES[field], *FURTHER_NAMES.get(field, ())) if header_key(n) == alike[0]
            )
            yield _Guess(field, header, _SPELT - (100 - alike[1]) / 2, f"spelt like {name!r}")


def _digits(text: str) -> str:
    """Return the digits of a text: "adm4_name" is no misspelt "adm1_name"."""
    return "".join(letter for letter in text if letter.isdigit())


_WORDS: Final = {
    "date": s.EVENT_DATE, "province": s.ADM1_GIVEN, "district": s.ADM2_GIVEN, "distt": s.ADM2_GIVEN,
    "tehsil": s.ADM3_GIVEN, "city": s.LOCALITY_GIVEN, "town": s.LOCALITY_GIVEN, "village": s.LOCALITY_GIVEN,
    "location": s.PLACE_TEXT, "place": s.PLACE_TEXT, "latitude": s.LATITUDE, "lat": s.LATITUDE,
    "longitude": s.LONGITUDE, "lon": s.LONGITUDE, "lng": s.LONGITUDE, "source": s.SOURCE_OUTLET,
    "url": s.SOURCE_URL, "link": s.SOURCE_URL, "casualties": "killed", "تاریخ": s.EVENT_DATE, "صوبہ": s.ADM1_GIVEN,
    "ضلع": s.ADM2_GIVEN, "مقام": s.PLACE_TEXT,
}  # fmt: skip
_SAY_NOTHING: Final = frozenset(
    {"of", "the", "and", "a", "in", "name", "time", "gregorian", "ad", "dd", "mm", "yy", "yyyy", "decimal", "degrees",
     "deg", "wgs84", "gps"}
)  # fmt: skip
_SPEAK_AGAINST: Final = {
    s.EVENT_DATE: frozenset(
        {"publication", "published", "publish", "reported", "report", "entry", "entered", "updated", "update",
         "created", "modified", "hijri", "islamic", "birth", "arrest", "access", "accessed", "end", "to"}
    ),
    s.PLACE_TEXT: frozenset({"category", "type", "sensitivity", "code", "precision", "accuracy", "birth", "worship"}),
    "killed": frozenset({"injured", "wounded"}),
}  # fmt: skip


def _part(header: str) -> Iterator[_Guess]:
    """Give the field that one word of a longer header names."""
    words = match_key(header).split()
    for word, field in _WORDS.items():
        against = _SPEAK_AGAINST.get(field, frozenset()) & set(words)
        if match_key(word) in words and not against:
            why = "may mean dead and wounded together" if word == "casualties" else f"the word {word!r} in it"
            others = len(set(words) - _SAY_NOTHING) - 1
            # "Name of District" says no more than "District" does.
            score = _SPELT if others < 1 and word != "casualties" else _PART - 6 * others
            yield _Guess(field, header, score, why)


# --- by the values ------------------------------------------------------------------------------------


def _judged(one: _Guess, texts: Sequence[str]) -> _Guess:
    """Return a guess with what the values under its header say."""
    seen = evidence(one.field, texts)
    if seen is None:
        return one
    if seen.share < _MISFIT:
        if one.field == s.ADM1_GIVEN and not one.sure:
            return one  # the list of provinces is short, and there are many spellings
        why = f"{one.why}, but the values do not look like {seen.words}"
        # A clear name is believed: what cannot be read under it is noted row by row.
        return replace(one, score=one.score - 15 if one.sure else min(one.score, 60.0), why=why)
    why = f"{one.why}; {seen.words}"
    strong = one.field in STRICT or one.field == s.ADM1_GIVEN
    if seen.share >= _FIT and strong and not one.sure:
        return replace(one, score=min(one.score + 22, 96.0), why=why)
    if seen.share >= _FIT:
        return replace(one, score=one.score + (0 if one.sure else 1), why=why)
    return replace(one, score=one.score - (2 if one.sure else 6), why=why)
