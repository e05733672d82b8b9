"""Resolve the places of a whole incident table, each distinct combination of names once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from incident_mapper import schema as s
from incident_mapper.gazetteer import HOME, Gazetteer, country_named, holders
from incident_mapper.names import match_key, split_level
from incident_mapper.resolve.lookup import NOT_ON_RECORD, closest, look_up
from incident_mapper.resolve.match import Match, unmatched
from incident_mapper.resolve.scan import core_name
from incident_mapper.resolve.text import read_text

_KEYS = (s.COUNTRY, s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.PLACE_TEXT, s.DESCRIPTION)
_PLACE_COLUMNS = (s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN, s.LOCALITY_GIVEN, s.PLACE_TEXT)
_MANY_WORDS = 5


@dataclass(frozen=True)
class Resolution:
    """The incident table with places, and the rows that have none.

    Attributes
    ----------
    incidents
        The same rows and index as the input, with the columns of `GEOCODE_COLUMNS` that need no geometry, and
        ``division_code``, ``reason``, ``suggestion``.
    """

    incidents: pd.DataFrame

    @property
    def unmatched(self) -> pd.DataFrame:
        """Rows for which no place was found."""
        return self.incidents[self.incidents[s.MATCH_STATUS] == "unmatched"]

    @property
    def ambiguous(self) -> pd.DataFrame:
        """Rows whose place may be one of several, or is several."""
        return self.incidents[self.incidents[s.MATCH_STATUS] == "ambiguous"]

    def __repr__(self) -> str:
        counts = self.incidents[s.MATCH_STATUS].value_counts()
        said = ", ".join(
            f"{counts.get(status, 0)} {status}" for status in ("matched", "ambiguous", "unmatched")
        )
        return f"Resolution({len(self.incidents)} incidents: {said})"


Memory = dict[tuple[str, ...], Match]
"""What a text was found to mean, by the texts of its row; good for one gazetteer, one file of overrides and tables
with the same columns."""


def resolve_places(
    incidents: pd.DataFrame, gazetteer: Gazetteer, *, overrides: Mapping[str, str] | None = None,
    memory: Memory | None = None,
) -> Resolution:  # fmt: skip
    """Give each incident a place code.

    Parameters
    ----------
    incidents
        Any table with at least one of ``place_text``, ``adm1_given``, ``adm2_given``, ``adm3_given``,
        ``locality_given``, ``description``.
    gazetteer
        Where to look.
    overrides
        Match key of a place text to the code it means (see `read_overrides`).
    memory
        Answers of earlier calls, which is added to: for tables that come in batches.

    Returns
    -------
    Resolution
        Nothing is dropped: the index is the input's.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> table = pd.DataFrame({"place_text": ["Mashkai, Awaran", "Atlantis"]})
    >>> resolve_places(table, load_gazetteer())
    Resolution(2 incidents: 1 matched, 0 ambiguous, 1 unmatched)
    """
    which, matches = resolve_distinct(incidents, gazetteer, overrides=overrides, memory=memory)
    return Resolution(
        incidents.assign(
            **{str(name): column.take(which).set_axis(incidents.index) for name, column in matches.items()}
        )
    )


def resolve_distinct(
    incidents: pd.DataFrame, gazetteer: Gazetteer, *, overrides: Mapping[str, str] | None = None,
    memory: Memory | None = None,
) -> tuple[np.ndarray, pd.DataFrame]:  # fmt: skip
    """Find what each distinct combination of place texts means, as `resolve_places` does for each row.

    Parameters
    ----------
    incidents, gazetteer, overrides, memory
        See `resolve_places`.

    Returns
    -------
    tuple
        For each row the position of its combination, and a table with one row for each combination.
    """
    keys = [name for name in _KEYS if name in incidents.columns]
    which, distinct = _distinct(_without_idle_texts(incidents[keys]), keys)
    known = {} if memory is None else memory
    for values in distinct:
        if values not in known:
            known[values] = _resolve_row(dict(zip(keys, values, strict=True)), gazetteer, overrides or {})
    return which, pd.DataFrame(match_columns([known[values] for values in distinct], gazetteer))


def _without_idle_texts(texts: pd.DataFrame) -> pd.DataFrame:
    """Leave out the descriptions of rows that name a place: they are not looked into, and no two are alike."""
    named = [name for name in (s.PLACE_TEXT, s.LOCALITY_GIVEN, s.ADM3_GIVEN) if name in texts]
    if s.DESCRIPTION not in texts or not named or not (texts[s.DESCRIPTION].fillna("") != "").any():
        return texts
    idle = (texts[named].fillna("") != "").any(axis=1)
    return texts.assign(**{s.DESCRIPTION: texts[s.DESCRIPTION].mask(idle, "")})


def _distinct(incidents: pd.DataFrame, keys: Sequence[str]) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """Return for each row which of the distinct combinations of texts it has, and these combinations."""
    which = np.zeros(len(incidents), dtype=np.intp)
    for name in keys:
        codes, _ = pd.factorize(incidents[name], use_na_sentinel=True)
        # Numbered anew after each column, so that the numbers stay small.
        which, _ = pd.factorize(which * (int(codes.max(initial=-1)) + 2) + codes + 1)
    first = pd.Series(which).drop_duplicates().index
    given = incidents[list(keys)].iloc[first].astype(object)
    texts = given.where(given.notna(), "").astype(str)
    return which, list(texts.itertuples(index=False, name=None))


def match_columns(matches: Sequence[Match], gazetteer: Gazetteer) -> dict[str, pd.Series]:
    """Return the columns that say what was matched, one row for each match."""

    def name_of(code: str) -> str:
        return gazetteer.by_code[code].name if code else ""

    rows: dict[str, list[object]] = {
        s.MATCH_STATUS: [m.status for m in matches],
        s.MATCH_METHOD: [m.method for m in matches],
        s.MATCH_SCORE: [m.score for m in matches],
        # Of several places, what holds them all is no place that the text names.
        s.PLACE_LEVEL: [m.place.level if m.place and m.names_place else "" for m in matches],
        s.PLACE_NAME: [m.place.name if m.place and m.names_place else "" for m in matches],
        s.PLACE_CODE: [m.place.code if m.place and m.names_place else "" for m in matches],
        s.ELSEWHERE: [m.elsewhere for m in matches],
        s.ADM1_CODE: [m.adm1_code for m in matches],
        s.ADM1_NAME: [name_of(m.adm1_code) for m in matches],
        s.DIVISION_CODE: [m.place.division_code if m.place else "" for m in matches],
        s.DIVISION_NAME: [name_of(m.place.division_code) if m.place else "" for m in matches],
        s.ADM2_CODE: [m.adm2_code for m in matches],
        s.ADM2_NAME: [name_of(m.adm2_code) for m in matches],
        s.ADM3_NAME: [name_of(m.place.adm3_code) if m.place else "" for m in matches],
        s.CANDIDATES: ["|".join(name_of(code) for code in m.candidates) for m in matches],
        s.PRECISION_KM: [m.precision_km for m in matches],
        s.REASON: [m.reason for m in matches],
        s.SUGGESTION: [m.suggestion for m in matches],
    }
    columns = {name: pd.Series(values) for name, values in rows.items()}
    columns[s.PRECISION_KM] = columns[s.PRECISION_KM].astype(float)
    return columns


def resolve_text(text: str, gazetteer: Gazetteer, *, within: str | None = None) -> Match:
    """Resolve a text that may be one name or a sentence.

    Parameters
    ----------
    text
        The text.
    gazetteer
        Where to look.
    within
        Only places in the unit with this code.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> resolve_text("Khyber Agency", load_gazetteer()).place.name
    'Khyber'
    >>> resolve_text("Malant area of Tump tehsil (Kech, Balochistan)", load_gazetteer()).adm2_code
    'PK211'
    """
    words = match_key(text).count(" ") + 1
    if not match_key(text):
        return Match("unmatched", reason="no place is given")
    whole: Match | None = None
    if words <= gazetteer.longest_name + 1:  # and a word such as "district"
        whole = look_up(text, gazetteer, within=within, fuzzy=False)
        if whole.status != "unmatched" or whole.method == "foreign":
            return whole
    inside = read_text(text, gazetteer, within=within)
    if inside is not None and (inside.adm2_code or inside.candidates or inside.method == "foreign"):
        return inside
    wide = inside is None or (inside.status == "matched" and inside.place is not None and not inside.reason)
    if wide and (core := core_name(text)) and core != text.strip():
        # "near Nall area": one name and the words around it, which may be spelt in its own way.
        stated = inside.adm1_code if inside and inside.place and inside.place.level == "province" else ""
        found = look_up(core, gazetteer, within=within or stated or None)
        if found.place is not None or found.candidates:
            return found
    if words <= _MANY_WORDS and inside is None:
        known = whole if whole and whole.reason != NOT_ON_RECORD else None
        return closest(text, gazetteer, within=within, known=known)
    return inside or unmatched(text, gazetteer, within=within)


def _resolve_row(cells: Mapping[str, str], gazetteer: Gazetteer, overrides: Mapping[str, str]) -> Match:
    texts = [cells.get(name, "") for name in (s.PLACE_TEXT, s.LOCALITY_GIVEN, s.ADM3_GIVEN)]
    asked = [text for text in (*texts, cells.get(s.ADM2_GIVEN, "")) if text]
    # The ledger shows the province's text where the row says nothing finer.
    for text in asked or [cells.get(s.ADM1_GIVEN, "")]:
        code = overrides.get(match_key(text)) if text else None
        if code:
            return Match("matched", "override", 100.0, gazetteer.by_code[code])
    if abroad := _abroad(cells.get(s.COUNTRY, ""), gazetteer):
        return abroad
    province, within, note = _province(cells.get(s.ADM1_GIVEN, ""), gazetteer)
    stated = _as_district(
        _first(cells.get(s.ADM2_GIVEN, ""), gazetteer, within=within), cells, gazetteer, within
    )
    if stated is None:
        # A column of towns says where; a remark about the place ("Kohat road") only refines it.
        stated = _first(cells.get(s.LOCALITY_GIVEN, ""), gazetteer, within=within)
    scope = stated.adm2_code if stated and stated.adm2_code else within
    finer = [m for text in texts if text and (m := _first(text, gazetteer, within=scope))]
    if not any(texts) and stated is None:
        # Without a place column, the description is where the place may be named.
        description = read_text(cells.get(s.DESCRIPTION, ""), gazetteer, within=within)
        finer = [description] if description else []
    if province is not None and within != province.adm1_code and not _says_where([stated, *finer]):
        # FATA is part of Khyber Pakhtunkhwa now, and the two are often mistaken: a district there is no contradiction.
        wider = [_first(text, gazetteer, within=province.adm1_code) for text in asked]
        finer += [
            m
            for m in wider
            if m and m.place and m.place.level == "district" and m.method in ("exact", "alias")
        ]
    match = _combine(stated, finer, province)
    if not any(cells.get(name, "") for name in _PLACE_COLUMNS) and match.place is None:
        # A row that states its country and nothing else is somewhere in it.
        country = look_up(cells.get(s.COUNTRY, ""), gazetteer, level="country", fuzzy=False)
        match = replace(country, method="given") if country.place else match
    if note and match.status == "unmatched":
        match = match.because("; ".join(part for part in (match.reason, note) if part))
    return match


def _as_district(
    match: Match | None, cells: Mapping[str, str], gazetteer: Gazetteer, within: str | None
) -> Match | None:
    """Read a name that is ambiguous by itself as what its column says it is: a district."""
    if match is None or match.status != "ambiguous" or match.wide:
        return match
    named = look_up(cells[s.ADM2_GIVEN], gazetteer, within=within, level="district", fuzzy=False)
    return named if named.status == "matched" else match


def _says_where(matches: list[Match | None]) -> bool:
    return any(m is not None and (m.adm2_code or m.candidates) for m in matches)


def _first(text: str, gazetteer: Gazetteer, *, within: str | None) -> Match | None:
    return resolve_text(text, gazetteer, within=within) if match_key(text) else None


def _abroad(country: str, gazetteer: Gazetteer) -> Match | None:
    key = match_key(country)
    if key in gazetteer.foreign:
        return Match("unmatched", "foreign", 100.0, reason=f"the row's country is {gazetteer.foreign[key]}")
    named = country_named(country)
    if named not in ("", HOME):
        return Match("unmatched", "foreign", 100.0, reason=f"the row's country is {named}")
    return None


def _province(text: str, gazetteer: Gazetteer) -> tuple[Match | None, str | None, str]:
    """Return the province that a cell states, the code of the unit it limits the search to, and what is wrong with it.

    "FATA" is in Khyber Pakhtunkhwa now, and still means the tribal districts only.
    """
    if not match_key(text):
        return None, None, ""
    found = look_up(text, gazetteer, level="province")
    if found.status != "matched":
        return None, None, f"no province is called {text[:60]!r}"
    gone = gazetteer.former_named(split_level(text).key, level="province")
    return found, gone.code if gone else found.adm1_code, ""


def _combine(stated: Match | None, finer: list[Match], province: Match | None) -> Match:
    """Put together what the district column, the place texts and the province column say."""
    placed = [m for m in finer if m.status == "matched" and m.adm2_code]
    if stated and stated.adm2_code:
        inside = [m for m in placed if m.adm2_code == stated.adm2_code and m.place and stated.place]
        best = next((m for m in inside if m.place and m.place.level in ("town", "tehsil")), None)
        return replace(stated, place=best.place, precision_km=best.precision_km) if best else stated
    if stated and (stated.candidates or (stated.place and stated.place.level == "division")):
        return next((m for m in placed if _lies_in(m, stated)), stated)
    useful = placed or [m for m in finer if m.candidates or m.place or m.method == "foreign"]
    best = useful[0] if useful else None
    if best is not None and (best.status != "matched" or best.adm2_code or _finer_than(best, province)):
        if not best.place and province and best.method != "foreign":
            return replace(best, place=province.place)
        return best
    if province is None and stated and (stated.place or stated.method in ("multi", "foreign")):
        return stated  # a province, or the country, written in the column of districts
    return _in_province(province, best, [m for m in (stated, *finer) if m])


def _lies_in(match: Match, stated: Match) -> bool:
    """Whether a place is inside what the column of districts names and leaves open, which it then decides."""
    return match.adm2_code in stated.candidates or (
        stated.place is not None and match.place is not None and stated.place.code in holders(match.place)
    )


def _in_province(province: Match | None, best: Match | None, said_of: list[Match]) -> Match:
    """Answer for a row of which no more than the province is known, if that."""
    reasons = [m for m in said_of if m.reason and m.reason != "no place is given"]
    # What comes with a suggestion, such as a place of that name in another province, helps most.
    said = next((m for m in reasons if m.suggestion), reasons[0] if reasons else None)
    if province is None:
        return best or said or Match("unmatched", reason="no place is given")
    if said and said.outweighs is not None:
        return Match("matched", said.method, said.score, said.outweighs, reason=said.reason)
    # A place that was named and not found stays unmatched, although its province is known.
    return replace(
        province,
        status="unmatched" if said else "matched",
        method="given",
        reason=f"{said.reason}; placed in its province only" if said else "",
        suggestion=said.suggestion if said else "",
        elsewhere=next((m.elsewhere for m in reasons if m.elsewhere), ""),
    )


def _finer_than(match: Match, province: Match | None) -> bool:
    return match.place is not None and (province is None or match.place.level == "division")
