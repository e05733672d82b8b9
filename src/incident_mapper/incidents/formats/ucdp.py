"""The UCDP Georeferenced Event Dataset, 17.1 to today, with or without the row of HXL tags.

Facts from Sundberg and Melander 2013, and the UCDP GED codebook:

- The place is what the coordinates belong to (``where_coordinates``); the reporters' own words (``where_description``)
  are kept as the description, and who told the reporters (``source_original``) as who claims it.
- ``low`` and ``high`` exist only for all deaths together. Those of the sides and of civilians are parts of ``best``.
- ``deaths_a`` and ``deaths_b`` are the dead of the sides: in a state-based conflict (1) side A is a government, so its
  dead are security forces, and those of a side B that is no government are fighters against it. Two governments
  fighting each other lose security forces on both sides. In a non-state conflict (2) the sides may be tribes or
  parties as well as armed groups, and in one-sided violence (3) the only dead are civilians: there the sides stay in
  the total alone.
"""

import re
from collections.abc import Sequence
from typing import Final

from incident_mapper import schema as s
from incident_mapper.incidents.formats.format import Format
from incident_mapper.incidents.formats.headers import bare_table, has
from incident_mapper.incidents.formats.making import (
    Maker,
    made_from,
    needed,
    preparing,
    sources_json,
    split_list,
    stated,
    whole_number,
)

HEADERS: Final = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The 49 columns of a full edition; 19.1 has 42 of them, the copy on HDX adds ``iso3``."""
WHERE_PREC: Final = {
    "1": "exact",
    "2": "near",
    "3": "district",
    "4": "province",
    "5": "province",
    "6": "country",
    "7": "country",
    "": "country",
}
"""5 is a line or a fuzzy area, 7 is sea or air: neither coordinate is a place. Nor is one of which nothing is said."""
DATE_PREC: Final = {"1": "day", "2": "day", "3": "week", "4": "month", "5": "year"}
"""2 is a span of two to six days, which ``event_date_end`` carries."""
TYPE_OF_VIOLENCE: Final = {"1": "State-based conflict", "2": "Non-state conflict", "3": "One-sided violence"}
CREDIT: Final = "Events: UCDP Georeferenced Event Dataset (Uppsala Conflict Data Program), CC BY 4.0"

_MARKS = ("where_prec", "type_of_violence", "date_start", "side_a", "best")
_SOURCES = "(sources of the event)"
_SECURITY = "(deaths of security forces)"
_MILITANTS = "(deaths of fighters against the state)"
_SIDES = ("type_of_violence", "side_a", "side_b", "deaths_a", "deaths_b")
_QUOTED = re.compile(r'"([^"]*)"')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_ucdp(headers: Sequence[str]) -> bool:
    """Whether the headers are those of UCDP GED.

    Examples
    --------
    >>> is_ucdp(["id", "where_prec", "type_of_violence", "date_start", "side_a", "best"]), is_ucdp(["date"])
    (True, False)
    """
    return has(bare_table(headers), *_MARKS)


def _government(side: str) -> bool:
    return side.strip().casefold().startswith("government of ")


def _security(*texts: str) -> str:
    kind, side_a, side_b, deaths_a, deaths_b = texts
    if kind.strip() != "1" or not _government(side_a):
        return ""
    first, second = whole_number(deaths_a), whole_number(deaths_b)
    if _government(side_b) and first is not None and second is not None:
        return str(first + second)
    return "" if _government(side_b) else deaths_a


def _militants(kind: str, side_a: str, side_b: str, deaths_b: str) -> str:
    fighters = kind.strip() == "1" and _government(side_a) and side_b.strip() and not _government(side_b)
    return deaths_b if fighters else ""


def _sources(office: str, day: str, headline: str, article: str) -> str:
    """Return the sources of an event; lists of one length belong together, and others stay whole."""
    outlets = split_list(office)
    if not outlets:
        return sources_json(_articles(article))
    days, titles = split_list(day), split_list(headline)
    columns = {"date": days, "title": titles}
    found = [{"outlet": outlet} for outlet in outlets]
    for name, texts in columns.items():
        if len(texts) == len(outlets):
            for source, text in zip(found, texts, strict=True):
                source[name] = text
        elif texts:  # a semicolon within a headline: nobody can say where the list is to be cut
            found.append({name: "; ".join(texts)})
    return sources_json(found)


def _articles(text: str) -> list[dict[str, str]]:
    """Return the sources of older editions: outlet, day and title, each source in quotation marks.

    Examples
    --------
    >>> _articles('"Reuters News,2009-06-08,Five killed in raid";"Dawn"')
    [{'outlet': 'Reuters News', 'date': '2009-06-08', 'title': 'Five killed in raid'}, {'outlet': 'Dawn'}]
    """
    found = []
    for whole in _QUOTED.findall(text) or split_list(text):
        if not stated(whole):
            continue
        day = _DAY.search(whole)
        if day:
            outlet, title = whole[: day.start()], whole[day.end() :]
            found.append({"outlet": outlet.strip(" ,;"), "date": day.group(), "title": title.strip(" ,;")})
        else:
            outlet, _, title = whole.partition(",")
            found.append({"outlet": outlet.strip(), "title": title.strip()})
    return [{name: said for name, said in source.items() if said} for source in found]


_MAKERS: Final[dict[str, Maker]] = {
    _SOURCES: (("source_office", "source_date", "source_headline", "source_article"), _sources),
    _SECURITY: (_SIDES, _security),
    _MILITANTS: (("type_of_violence", "side_a", "side_b", "deaths_b"), _militants),
}

UCDP: Final = Format(
    name="ucdp-ged",
    title="UCDP Georeferenced Event Dataset",
    recognises=lambda table: is_ucdp(table.headers),
    columns={
        s.INCIDENT_ID: ("id",),
        s.EVENT_DATE: ("date_start",),
        s.EVENT_DATE_END: ("date_end",),
        s.DATE_PRECISION: ("date_prec",),
        s.PLACE_TEXT: ("where_coordinates",),
        s.COUNTRY: ("country",),
        s.ADM1_GIVEN: ("adm_1",),
        s.ADM2_GIVEN: ("adm_2",),
        s.LONGITUDE: ("longitude",),
        s.LATITUDE: ("latitude",),
        s.GEO_PRECISION: ("where_prec",),
        s.EVENT_TYPE: ("type_of_violence",),
        s.ACTOR1: ("side_a",),
        s.ACTOR2: ("side_b",),
        s.DESCRIPTION: ("where_description",),
        s.CLAIMED_BY: ("source_original",),
        s.SOURCE_OUTLET: ("source_office", "source_article"),
        s.SOURCE_TITLE: ("source_headline",),
        s.SOURCE_DATE: ("source_date",),
        s.SOURCES: (_SOURCES,),
        "killed_low": ("low",),
        "killed_best": ("best",),
        "killed_high": ("high",),
        "killed_security": (_SECURITY,),
        "killed_militants": (_MILITANTS,),
        "killed_civilians": ("deaths_civilians",),
        "killed_unknown": ("deaths_unknown",),
    },
    prepare=preparing(_MAKERS),
    made_from=made_from(_MAKERS),
    needs=needed(_MAKERS),
    adds=tuple(_MAKERS),
    codes={
        s.GEO_PRECISION: WHERE_PREC,
        s.DATE_PRECISION: DATE_PREC,
        s.EVENT_TYPE: TYPE_OF_VIOLENCE,
    },
    lasting_ids=True,
    credit=CREDIT,
    terms="CC BY 4.0 (ucdp.uu.se/downloads): name UCDP and the publications that belong to the dataset.",
    notes=("UCDP counts deaths only; its low and high are those of all deaths together, never of one side",),
    facts="UCDP GED codebook; Sundberg and Melander 2013, Journal of Peace Research 50(4)",
)
