"""Say step by step how a text was read: what every answer can be asked."""

from dataclasses import dataclass

from incident_mapper.gazetteer import Gazetteer, Place, holders
from incident_mapper.names import compact, split_level
from incident_mapper.resolve.incidents import resolve_text
from incident_mapper.resolve.match import RULES, Match
from incident_mapper.resolve.scan import Mention, scan
from incident_mapper.sounds import sound_key

MOST: int = 8
"""So many alternatives are listed."""


@dataclass(frozen=True)
class Explanation:
    """How a text was read.

    Attributes
    ----------
    text
        The text.
    match
        The answer.
    rule
        Why it is the answer, in a sentence.
    key, sound
        What is compared: letters without accents, capitals and level words, and how they sound.
    mentions
        The names found inside the text, in its order.
    alternatives
        Other places that the text might have meant, each with the reason why it is not the answer.
    """

    text: str
    match: Match
    rule: str
    key: str
    sound: str
    mentions: tuple[Mention, ...]
    alternatives: tuple[tuple[Place, str], ...]

    def lines(self, gazetteer: Gazetteer) -> list[str]:
        """Return the explanation as sentences for a person.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> gazetteer = load_gazetteer()
        >>> for line in explain("Qalat", gazetteer).lines(gazetteer)[:2]:
        ...     print(line)
        compared as 'qalat', which sounds like 'kalat'
        rule: another spelling or name on record (alias, score 100)
        """
        said = []
        if not self.mentions:
            sound = f", which sounds like {self.sound!r}" if self.sound != compact(self.key) else ""
            said.append(f"compared as {self.key!r}{sound}")
        said.append(f"rule: {self.rule} ({self.match.method or 'none'}, score {self.match.score:g})")
        said += [f"because: {self.match.reason}"] if self.match.reason else []
        for mention in self.mentions:
            said.append(f"in the text: {_of_mention(mention, gazetteer)}")
        said += [f"not {gazetteer.describe(place)} ({place.code}): {why}" for place, why in self.alternatives]
        return said


def explain(text: str, gazetteer: Gazetteer, *, within: str | None = None) -> Explanation:
    """Read a text and say how.

    Parameters
    ----------
    text
        A name or a sentence.
    gazetteer
        Where to look.
    within
        Only places in the unit with this code.

    Examples
    --------
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> told = explain("115 km north of Quetta", load_gazetteer())
    >>> told.match.status, told.mentions[0].distance_km
    ('unmatched', 115.0)
    """
    match = resolve_text(text, gazetteer, within=within)
    key = split_level(text).key
    single = match.method in ("exact", "alias", "sound", "fuzzy", "code")
    return Explanation(
        text=text,
        match=match,
        rule=RULES[match.method.partition(":")[0]],
        key=key,
        sound=sound_key(key),
        mentions=() if single else scan(text, gazetteer),
        alternatives=tuple(_alternatives(key, match, gazetteer, within=within))[:MOST],
    )


def _alternatives(
    key: str, match: Match, gazetteer: Gazetteer, *, within: str | None
) -> list[tuple[Place, str]]:
    found: dict[str, tuple[Place, str]] = {}
    for code in match.candidates:
        found[code] = gazetteer.by_code[code], "the text does not decide between them"
    chosen = match.place if match.names_place else None
    for place in gazetteer.alike(compact(key)) + gazetteer.sounds.get(sound_key(key), ()):
        if chosen is not None and place.code == chosen.code:
            continue
        found.setdefault(place.code, (place, _why_not(place, chosen, gazetteer, within=within)))
    if not found and match.status == "unmatched":
        for suggestion in gazetteer.suggest(key, within=within):
            found[suggestion.place.code] = suggestion.place, f"only {suggestion.score:g} of 100 alike"
    return list(found.values())


def _why_not(place: Place, chosen: Place | None, gazetteer: Gazetteer, *, within: str | None) -> str:
    if within and within not in holders(place):
        return f"not in {gazetteer.unit(within).name}"
    if chosen is None:
        return "the text does not decide between them"
    if place.adm2_code == chosen.adm2_code:
        return "in the same district, and no finer statement"
    if place.uncertain and not chosen.uncertain:
        return "known from one source only, which never goes before a sure place"
    return f"a {place.level} is less likely meant than a {chosen.level}"


def _of_mention(mention: Mention, gazetteer: Gazetteer) -> str:
    where = f"{mention.name!r} at {mention.start}-{mention.end}"
    if mention.distance_km is not None:
        return f"{where}, {mention.distance_km:g} km away"
    marks = [
        word
        for word, true in (
            ("a part of a longer name", not mention.whole),
            ("names a road or house", mention.namesake),
            ("only near it", mention.nearby),
            (f"called a {mention.level}", bool(mention.level)),
            (f"in {mention.country}", bool(mention.country)),
        )
        if true
    ]
    places = "; ".join(gazetteer.describe(place) for place in mention.places[:3]) or "no place of ours"
    return f"{where}: {places}" + (f" ({', '.join(marks)})" if marks else "")
