"""Any table with a row of HXL tags: a column is known by its tag and attributes, whatever its header says.

Facts from the HXL standard 1.1 and its dictionary of tags and attributes: a tag such as ``#affected`` is refined by
attributes in any order (``#affected+killed+f``). A count of women, men or children is a part of the total and never
read as the total.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from incident_mapper import schema as s
from incident_mapper.files import Table
from incident_mapper.incidents.formats.format import Format, Proposal

_TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*", re.IGNORECASE)
_SAYS_NOTHING = frozenset({"num", "number", "ind", "text", "en", "count", "total"})
_PART_ONLY = frozenset(
    {
        "f",
        "m",
        "i",
        "infants",
        "children",
        "adolescents",
        "adults",
        "elderly",
        "girls",
        "boys",
        "women",
        "men",
    }
)
_ENOUGH = 2  # columns that are known by their tags


@dataclass(frozen=True, slots=True)
class Rule:
    """A tag and the attributes that a column must have and must not have to hold a field."""

    field: str
    tag: str
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()


def _rule(field: str, tagged: str, lacks: str = "") -> Rule:
    tag, *attributes = tagged.split("+")
    return Rule(field, tag, frozenset(attributes), frozenset(lacks.split()))


_NOT_PLAIN_DATE = "end reported published updated hijri year month start occurred"
_BOUNDS = {"": "low min high max best", "low": "", "best": "", "high": ""}
_BOUND_WORDS = {"": ("",), "low": ("low", "min"), "best": ("best",), "high": ("high", "max")}
_METRIC_WORDS = {"killed": ("killed", "dead", "deaths", "fatalities"), "injured": ("injured", "wounded")}


def _figure_rules() -> list[Rule]:
    found = []
    for metric, words in _METRIC_WORDS.items():
        for group in ("", *s.VICTIM_GROUPS):
            others = " ".join(other for other in s.VICTIM_GROUPS if other != group)
            for bound, bound_words in _BOUND_WORDS.items():
                field = "_".join(part for part in (metric, group, bound) if part)
                for word in words:
                    for bound_word in bound_words:
                        tagged = "+".join(part for part in ("#affected", word, group, bound_word) if part)
                        found.append(_rule(field, tagged, lacks=f"{others} {_BOUNDS[bound]}"))
    return found


RULES: Final = (
    _rule(s.INCIDENT_ID, "#event+id"),
    _rule(s.INCIDENT_ID, "#event+code"),
    _rule(s.INCIDENT_ID, "#meta+id"),
    _rule(s.EVENT_DATE, "#date+occurred"),
    _rule(s.EVENT_DATE, "#date+start"),
    _rule(s.EVENT_DATE, "#date", _NOT_PLAIN_DATE),
    _rule(s.EVENT_DATE_END, "#date+end"),
    _rule(s.HIJRI_DATE, "#date+hijri"),
    _rule(s.COUNTRY, "#country+name"),
    _rule(s.COUNTRY, "#country", "code"),
    *(
        _rule(field, f"#adm{level}{attribute}", lacks)
        for level, field in enumerate((s.ADM1_GIVEN, s.ADM2_GIVEN, s.ADM3_GIVEN), start=1)
        for attribute, lacks in (("+name", ""), ("", "code"), ("+code", ""))
    ),
    _rule(s.PLACE_TEXT, "#loc+name"),
    _rule(s.PLACE_TEXT, "#loc", "code type lat lon"),
    _rule(s.LONGITUDE, "#geo+lon"),
    _rule(s.LATITUDE, "#geo+lat"),
    _rule(s.GEO_PRECISION, "#geo+precision"),
    _rule(s.EVENT_TYPE, "#event+type"),
    _rule(s.EVENT_TYPE, "#incident+type"),
    _rule(s.EVENT_TYPE, "#event+name"),
    _rule(s.EVENT_TYPE, "#event", "id code num description"),
    _rule(s.EVENTS, "#event+num"),
    _rule(s.EVENTS, "#event+count"),
    _rule(s.ACTOR1, "#group+name+first"),
    _rule(s.ACTOR1, "#group+name", "second"),
    _rule(s.ACTOR2, "#group+name+second"),
    _rule(s.DESCRIPTION, "#description"),
    _rule(s.DESCRIPTION, "#event+description"),
    _rule(s.CLAIMED_BY, "#meta+claim"),
    _rule(s.SOURCE_URL, "#meta+url"),
    _rule(s.SOURCE_OUTLET, "#meta+source", "url date title"),
    _rule(s.SOURCE_TITLE, "#meta+title"),
    _rule(s.SOURCE_DATE, "#date+reported"),
    _rule(s.SOURCE_DATE, "#date+published"),
    _rule(s.UPDATED, "#date+updated"),
    *_figure_rules(),
)
"""Best first: of several rules for one field, the first that a column fits is taken."""


def read_tag(text: str) -> tuple[str, frozenset[str]] | None:
    """Return a tag and its attributes in lower case, or none where the text is no tag.

    Examples
    --------
    >>> tag, attributes = read_tag("#Affected +killed+F")
    >>> tag, sorted(attributes)
    ('#affected', ['f', 'killed'])
    >>> read_tag("killed") is None
    True
    """
    if not _TAG.fullmatch(text.strip()):
        return None
    tag, *attributes = (part.strip() for part in text.strip().casefold().split("+"))
    return tag, frozenset(attributes)


def _tags(table: Table) -> dict[str, str]:
    """Return header to tag; tables without other headers have the tags as their headers."""
    return dict(table.tags) or {header: header for header in table.headers if read_tag(header)}


def find(table: Table, given: Mapping[str, str]) -> Sequence[Proposal]:
    """Propose headers by their tags.

    Examples
    --------
    >>> table = Table("a.csv", ("Dist", "Dead"), iter, tags={"Dist": "#adm2 +name", "Dead": "#affected+killed"})
    >>> [(found.field, found.header) for found in find(table, {})]
    [('adm2_given', 'Dist'), ('killed', 'Dead')]
    """
    tagged = {
        header: read
        for header, tag in _tags(table).items()
        if header not in given.values() and (read := read_tag(tag)) and not read[1] & _PART_ONLY
    }
    found: dict[str, Proposal] = {}
    for rule in RULES:
        if rule.field in found or rule.field in given:
            continue
        fitting = [
            (len(attributes - rule.has - _SAYS_NOTHING), header)
            for header, (tag, attributes) in tagged.items()
            if tag == rule.tag and rule.has <= attributes and not rule.lacks & attributes
        ]
        if fitting:
            extra, header = min(
                fitting, key=lambda fit: fit[0]
            )  # of several, the one that says the least besides
            why = f"tag {_tags(table)[header]}"
            found[rule.field] = Proposal(rule.field, header, max(60, 100 - 5 * extra), why)
            del tagged[header]
    return list(found.values())


HXL: Final = Format(
    name="hxl",
    title="a table with HXL tags",
    recognises=lambda table: len(find(table, {})) >= _ENOUGH,
    columns={rule.field: () for rule in RULES},
    find=find,
    facts="HXL standard 1.1, dictionary of tags and attributes",
    ignored=False,
)
