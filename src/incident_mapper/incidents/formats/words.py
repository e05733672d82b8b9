"""What people call the columns of their tables: words of figures, and further names of fields, in English and Urdu."""

from dataclasses import dataclass
from typing import Final

from incident_mapper import schema as s
from incident_mapper.incidents.formats.headers import header_key
from incident_mapper.names import match_key

FURTHER_NAMES: Final[dict[str, tuple[str, ...]]] = {
    s.EVENT_DATE: ("when", "date of blast", "blast date", "date of strike", "incident day", "event day", "تاریخ",
                   "تاریخ وقوعہ", "واقعے کی تاریخ"),
    s.EVENT_DATE_END: ("to date", "date to", "ended"),
    s.HIJRI_DATE: ("ہجری تاریخ", "اسلامی تاریخ"),
    s.PLACE_TEXT: ("مقام", "جگہ", "جائے وقوعہ"),
    s.COUNTRY: ("ملک",),
    s.ADM1_GIVEN: ("صوبہ", "صوبے", "state/prov"),
    s.ADM2_GIVEN: ("ضلع", "dist", "zila", "district/frontier region"),
    s.ADM3_GIVEN: ("تحصیل",),
    s.LOCALITY_GIVEN: ("شہر", "گاؤں", "قصبہ"),
    s.LONGITUDE: ("طول بلد", "long e", "gps longitude", "x coord", "lon dd", "longitude decimal"),
    s.LATITUDE: ("عرض بلد", "lat n", "gps latitude", "y coord", "lat dd", "latitude decimal"),
    s.EVENT_TYPE: ("نوعیت", "واقعے کی نوعیت", "nature of incident", "nature of attack", "mode of attack", "kind"),
    s.ACTOR1: ("responsible", "attacker", "suspected group"),
    s.DESCRIPTION: ("تفصیل", "تفصیلات", "narrative", "incident details", "details of incident", "incident summary"),
    s.CLAIMED_BY: ("as claimed by", "figures from"),
    s.SOURCE_OUTLET: ("ذریعہ", "ماخذ", "source of information", "news source", "media source", "reported by"),
    s.SOURCE_TITLE: ("news headline", "سرخی"),
    s.SOURCE_DATE: ("date of publication", "date published", "report date", "date of report", "reported on",
                    "date reported", "reporting date", "news date", "date of news"),
    s.SOURCE_URL: ("source link", "web link", "news link", "hyperlink", "source url", "لنک"),
    s.UPDATED: ("last update", "date updated", "date modified", "last modified"),
}  # fmt: skip
"""Field to headers that are as clear as its usual names to a reader, seen only where values can be looked at too."""

WEAK: Final = frozenset(
    header_key(name)
    for name in (
        "day", "x", "y", "type", "category", "what", "id", "region", "state", "title", "target", "target type", "area",
        "where", "precision", "s#", "incident", "serial no", "sr no", "incident no", "published", "site", "events",
        "details", "link", "long", "kind", "ended", "pcode", "p-code", "responsible",
    )
)  # fmt: skip
"""Names that mean something else in many tables, so that values which do not fit speak against them."""

# --- figures ------------------------------------------------------------------------------------------
_METRICS: Final = {
    "killed": "killed", "killings": "killed", "dead": "killed", "death": "killed", "deaths": "killed",
    "died": "killed", "fatalities": "killed", "fatality": "killed", "martyred": "killed", "martyrs": "killed",
    "deceased": "killed", "toll": "killed", "ہلاک": "killed", "ہلاکتیں": "killed", "ہلاکتوں": "killed",
    "اموات": "killed", "جانبحق": "killed", "شہید": "killed", "injured": "injured", "injuries": "injured",
    "wounded": "injured", "hurt": "injured", "زخمی": "injured", "زخمیوں": "injured",
}  # fmt: skip
_BOUNDS: Final = {
    "min": "low", "minimum": "low", "low": "low", "lowest": "low", "lower": "low", "least": "low", "max": "high",
    "maximum": "high", "high": "high", "highest": "high", "upper": "high", "most": "high", "best": "best",
    "کم": "low", "زیادہ": "high",
}  # fmt: skip
_GROUPS: Final = {
    "militant": "militants", "militants": "militants", "terrorist": "militants", "terrorists": "militants",
    "insurgent": "militants", "insurgents": "militants", "civilian": "civilians", "civilians": "civilians",
    "security": "security", "soldier": "security", "soldiers": "security", "troops": "security",
    "army": "security", "police": "security", "policemen": "security", "levies": "security", "fc": "security",
    "lea": "security", "leas": "security", "sf": "security", "sfs": "security",
    "شہری": "civilians", "دہشتگرد": "militants", "عسکریت": "militants",
}  # fmt: skip
_FILLERS: Final = frozenset(
    {"no", "nos", "of", "number", "numbers", "total", "overall", "people", "persons", "person", "count", "the", "all",
     "at", "estimate", "estimated", "reported", "forces", "force", "personnel", "figure", "figures", "toll", "تعداد",
     "کی", "کل", "افراد", "کم", "سے", "والے", "ہونے", "شدگان", "پسند"}
)  # fmt: skip
_TWO_WORDS: Final = {"جاں بحق": "جانبحق", "جان بحق": "جانبحق", "دہشت گرد": "دہشتگرد"}


@dataclass(frozen=True, slots=True)
class FigureWords:
    """What the words of a header say about a figure; empty text is "not said"."""

    metric: str
    group: str
    bound: str
    left_over: tuple[str, ...]
    slip: bool = False

    @property
    def field(self) -> str:
        """The field that these words name."""
        return "_".join(part for part in (self.metric, self.group, self.bound) if part)


def _keys(words: dict[str, str]) -> dict[str, str]:
    return {match_key(word): meaning for word, meaning in words.items()}


_METRIC_OF, _BOUND_OF, _GROUP_OF = _keys(_METRICS), _keys(_BOUNDS), _keys(_GROUPS)
_FILLER_KEYS = frozenset(match_key(word) for word in _FILLERS)
_JOINED = {match_key(two): match_key(one) for two, one in _TWO_WORDS.items()}


def figure_words(header: str, *, partners: frozenset[str] = frozenset()) -> FigureWords | None:
    """Read a header as the name of a figure; none where it says nothing of one.

    Parameters
    ----------
    header
        The header.
    partners
        The keys of the other headers: "Mix" is a slip for "Max" only beside the same header with "Min".

    Examples
    --------
    >>> figure_words("No. of dead").field, figure_words("Killed in Action by Police?").left_over
    ('killed', ('in', 'action', 'by'))
    >>> figure_words("Total Died Mix", partners=frozenset({"total died min"})).field
    'killed_high'
    >>> figure_words("Population") is None
    True
    """
    text = match_key(header)
    for two, one in _JOINED.items():
        text = text.replace(two, one)
    metric = group = bound = ""
    left: list[str] = []
    slip = False
    for word in text.split():
        if not metric and word in _METRIC_OF:
            metric = _METRIC_OF[word]
        elif not bound and word in _BOUND_OF:
            bound = _BOUND_OF[word]
        elif not bound and word == "mix" and text.replace("mix", "min") in partners:
            bound, slip = "high", True
        elif not group and word in _GROUP_OF:
            group = _GROUP_OF[word]
        elif word not in _FILLER_KEYS:
            left.append(word)
    if not metric and not (group and bound):
        return None
    return FigureWords(metric, group, bound, tuple(left), slip)
