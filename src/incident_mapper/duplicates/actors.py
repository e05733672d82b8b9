"""Whether two names of an actor may mean one: spelling, initials, and the many words for the state."""

import re
from typing import Final

from rapidfuzz import fuzz

from incident_mapper.names import match_key

_STATE: Final = re.compile(
    r"\b(government|military|army|police|security forces?|frontier (corps|constabulary)|rangers?|levies|"
    r"air force|navy|state forces?|law enforcement)\b"
)
_OTHER_STATE: Final = re.compile(r"\b(india|afghanistan|united states|usa|us|iran|nato)\b")
_NOBODY: Final = re.compile(
    r"^(unknown|unidentified|unclear|not (stated|known)|na|n a|none|other|undetermined)\b|^$"
)
_SMALL: Final = frozenset({"i", "e", "of", "the", "and", "al", "ul", "in"})
_REMARK: Final = re.compile(r"\([^)]*\)")


def actor_key(name: str) -> str:
    """Return what to compare a name by; empty if it names nobody.

    Examples
    --------
    >>> actor_key("Government of Pakistan"), actor_key("Military Forces of Pakistan (2018-2022)")
    ('state pakistan', 'state pakistan')
    >>> actor_key("Unidentified Armed Group (Pakistan)"), actor_key("Government of India")
    ('', 'state india')
    """
    key = match_key(_REMARK.sub(" ", name)).replace("-", " ")
    if _NOBODY.search(key):
        return ""
    if _STATE.search(key):
        other = _OTHER_STATE.search(key)
        return f"state {other[0] if other else 'pakistan'}"
    return key


def alike(one: str, other: str) -> float:
    """Return how likely two keys name one actor, 0-100.

    Examples
    --------
    >>> alike("ttp", "tehrik i taliban pakistan"), alike("bla", "baloch liberation army")
    (100.0, 100.0)
    >>> alike("ttp", "baloch liberation army") < 50
    True
    """
    if one == other:
        return 100.0
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in long.split() if word not in _SMALL)
    if " " not in short and len(short) >= 2 and short in {initials, "".join(w[0] for w in long.split())}:
        return 100.0
    if one.startswith("state ") or other.startswith("state "):
        return 0.0
    return float(fuzz.token_sort_ratio(one, other))


def sets_alike(these: tuple[str, ...], those: tuple[str, ...]) -> float:
    """Return how alike two sets of actors are, whichever is named first; the smaller set decides.

    Examples
    --------
    >>> sets_alike(("state pakistan", "ttp"), ("ttp", "state pakistan"))
    100.0
    """
    if not these or not those:
        return float("nan")
    few, many = sorted((these, those), key=len)
    return sum(max(alike(one, other) for other in many) for one in few) / len(few)
