"""The words around names: what says how a place is meant, and what is no part of its name."""

import re
from typing import Final

TOKEN = re.compile(r"[^\W_]+(?:['\u2019\u02bc`][^\W\d_]+)?", re.UNICODE)
POSSESSIVE = re.compile(r"['\u2019]s$")
# What may stand between two words of one name.
INSIDE = re.compile(r"[ \t\u00a0.\-\u2010-\u2013'\u2019/]*")
DISTANCE = re.compile(
    r"(\d+(?:\.\d+)?)\s*-?\s*(km|kms|kilometers?|kilometres?|miles?|mi)\b"
    r"[^,;.]{0,60}?\b(?:of|from|off)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
NEARBY = re.compile(
    r"\b(?:near|close to|outskirts of|off|along|around|towards?|from|bordering)\s+(?:the\s+)?(?:\w+\s+of\s+)?$",
    re.IGNORECASE,
)
DISTANCE_AFTER = re.compile(
    r"\s*(?:\u0633\u06d2|se)\s+(?:\w+\s+)?(\d+(?:\.\d+)?)\s*(km|kilomet\w*|\u06a9\u0644\u0648\s?\u0645\u06cc\u0679\u0631|\u0645\u06cc\u0644)",
    re.IGNORECASE,
)
# Where people come from, are taken, or speak says little about where it happened.
ASIDE = re.compile(
    r"\b(?:"
    r"(?:residents?|natives?|inhabitants?|citizens?|belong(?:s|ed|ing)?|hail(?:s|ed|ing)?|people|tribesmen)\s+(?:of|to|from)"
    r"|(?:shifted|taken|moved|transferred|rushed|referred|airlifted|evacuated|sent|brought|transported|admitted)\b"
    r"(?:(?!\b(?:attack|kill|ambush|hit|blast|explo|fire|shot|when|where))[^.;]){0,40}?\b(?:to|for|in|at)"
    r"|(?:fled|returned|returning|heading|headed|going|travell?ing|bound|way|route|back)\b"
    r"(?:(?!\b(?:attack|kill|ambush|hit|blast|explo|fire|shot|torch|when|where))[^.;]){0,40}?\b(?:to|for|towards?)"
    r"|(?:hospitals?|officials?|police|sources|spokes(?:man|person|woman)|journalists?|reporters?|correspondents?)\s+in"
    r"|buried\s+in"
    r"|from\s+(?:the\s+)?[A-Z][\w.'-]*(?:\s+[A-Z][\w.'-]*){0,3}\s+to"
    r")\s+(?:the\s+|a\s+|an\s+)?$"
)
FAR_FROM = re.compile(
    r"(?:\bfar\s+(?:away\s+)?|\b(?:hours?|days?|minutes?)['\u2019]?\s+(?:drive|walk|journey|away)?\s*)(?:of|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
BASED = re.compile(
    r"-(?:based|bound|born)\b|\s+(?:residents?|natives?|journalists?|traders?|students?|condemn(?:s|ed)|said|says|told)\b",
    re.IGNORECASE,
)
# A road, a house or a regiment bears the name of somewhere else more often than not: "Kohat Road" is in Peshawar.
NAMESAKES: Final = frozenset(
    {"road", "rd", "highway", "motorway", "expressway", "street", "avenue", "house", "regiment", "rifles"}
    | {"community", "colony", "tribe", "scouts", "militia", "brigade", "express", "mail", "team"}
)
PARTS: Final = re.compile(r"[,;()\n]+")
CORE_WORDS: Final = 3
# Names that are English words as well: in small letters or in capitals throughout, nothing else tells them apart.
ALSO_WORDS: Final = frozenset(
    {"tank", "hub", "swat", "drug", "mach", "site", "thana", "bar", "nag", "sam", "mand"}
)
IZAFAT: Final = frozenset({"e", "i"})  # "of", inside a name: Ab-e-Gum
ARTICLES: Final = frozenset({"a", "an", "the"})
SHORT_WITHOUT_CAPITALS: Final = 5
UNITS: Final = frozenset({"country", "province", "division", "district"})
CLEAR: Final = 6  # letters that make a name in small letters likely to be one
SHORT: Final = 10  # words; in longer texts, only embedded names are looked for
LEADS: Final = frozenset(
    {
        "of",
        "to",
        "from",
        "for",
        "in",
        "at",
        "the",
        "a",
        "an",
        "near",
        "off",
        "along",
        "around",
        "toward",
        "towards",
    }
)
LEAD: Final = 120  # so many letters before a name are asked what they say about it
KM_A_MILE: Final = 1.609
OF_ROADS: Final = frozenset({"national", "main", "super", "coastal", "link", "bypass", "indus", "trunk"})
MIN_SOUND: Final = 5  # a word of a text that merely sounds like a name must be so long

# Words that stand beside a name without being part of it.
GENERIC: Final = frozenset(
    word
    for line in (
        "a an and are area areas at bazaar bazar between border by bypass camp cantonment cantt capital",
        "check checkpoint checkpost chowk city east eastern from fort headquarters highway hills hospital",
        "in is locality localities location main market mountain mountains near neighborhood",
        "neighbourhood neighbouring north northeast northern northwest northwestern of on outskirts",
        "outside part parts pass police port post province range region regions remote road roads rural",
        "sector sectors side south southeast southeastern southern southwest southwestern station sub",
        "subdivision suburb tehsil tehsils the to town towns union council urban valley village villages",
        "west western within zone compound headquarter airport railway university jail prison mosque",
        "school college court press club army military levies frontier corps fc pakistan's baloch pashtun",
        "tribal district districts agency agencies division province balochistan baluchistan sindh punjab kp kpk",
        "coastal remote mountainous hilly small busy restive rugged crowded troubled forest forests",
    )
    for word in line.split()
)
