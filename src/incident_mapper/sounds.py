"""Pure text: reduce a name to how it sounds, so that the habits of transliteration do not part one name in two.

Urdu, Balochi, Pashto and Sindhi names reach the press in as many spellings as there are reporters. Each rule
here is a habit of theirs; none is a list of names.
"""

import re
from functools import lru_cache
from typing import Final

from incident_mapper.names import compact

# Words that are one word of the language in several spellings.
_WORDS: Final = {
    spelling: word
    for word, spellings in {
        "kila": "qila qilla killa kila qalah qilah",
        "kali": "killi kili kilee qilli kelli kalli kalay kalley kallay kale kaley kelay kalai",
        "kel": "khel khail kheil kheel khiel",
        "sek": "sheikh shaikh shekh shaykh sheik",
        "said": "syed sayed sayyid saiyid sayyed",
        "muhamad": "muhammad mohammad mohammed muhammed mohamed mohamad muhamad mohmmad mohd",
        "ahmad": "ahmad ahmed ahmadi",
        "husain": "hussain husain hussein husein hossain",
        "sahid": "shaheed shahid",
        "saib": "sahib saheb sahab",
        "koh": "koh kuh",
        "i": "i e",
        "a": "a aa",
        "gari": "garhi ghari garrhi garhy gari",
    }.items()
    for spelling in spellings.split()
}
_INITIALS: Final = {
    "di": ("dera", "ismail"), "dg": ("dera", "ghazi"), "tt": ("toba", "tek"), "ry": ("rahim", "yar"), "d": ("dera",)
}  # fmt: skip

_DOUBLED: Final = re.compile(r"(.)\1+")
# Each habit, after what a word must contain for it to matter: most words are left alone by most habits.
_STEPS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]] = (
    # An h after a consonant only colours it: Khuzdar, Quzdar; Mashkay, Maskay; Dhadar, Dadhar; Machh, Mach.
    (("h",), re.compile(r"(?<=[bcdfgjklmnpqrstvwxyz])h+"), ""),
    (("q", "ck"), re.compile(r"q|ck"), "k"),  # Qalat, Kalat; Kuchlack, Kuchlak
    (("x",), re.compile(r"x"), "ks"),
    (("v",), re.compile(r"v"), "w"),  # Vana, Wana
    (("ee", "ea", "ii", "ie"), re.compile(r"ee|ea|ii|ie"), "i"),  # Naseerabad, Nasirabad
    (("oo", "ou", "uu"), re.compile(r"oo|ou|uu"), "u"),  # Kohloo, Kohlu
    # Mashkai, Mashkay, Mashkey; Shaikh, Sheikh
    (("ai", "ay", "ae", "ei", "ey"), re.compile(r"a[iye]+(?![aou])|e[iy]+(?![aou])"), "e"),
    (("au", "aw", "ao", "ow"), re.compile(r"a[uwo](?![aeiou])|ow(?![aeiou])"), "o"),  # Naushera, Nowshera
    (("o",), re.compile(r"o"), "u"),  # Sorab, Surab; Mohmand, Muhmand
    (("y",), re.compile(r"y"), "i"),
    (("",), _DOUBLED, r"\1"),  # Jaffarabad, Jafarabad; Awaaran
    (("h",), re.compile(r"h$"), ""),  # Kohlah
)


@lru_cache(maxsize=200_000)
def sound_key(key: str) -> str:
    """Return how a match key sounds, without spaces: names that differ by a habit of spelling share it.

    Parameters
    ----------
    key
        What `names.match_key` returns: words in small letters. Arabic script is returned as it is, since its
        letter variants are one by then.

    Returns
    -------
    str
        Never shown to anyone; equal for two spellings of one name, and now and then for two names. Who uses it
        must therefore ask whether the sound is one place's alone.

    Examples
    --------
    q and k, kh and k, gh and g, sh and s, zh and z, ch and c:

    >>> sound_key("qalat") == sound_key("kalat"), sound_key("khuzdar") == sound_key("kuzdar")
    (True, True)
    >>> sound_key("zhob") == sound_key("zob"), sound_key("mashkay") == sound_key("maskay")
    (True, True)

    v and w; ee and i; oo, u and o; ai, ay, ei and e; au, aw and o; aa and a; y and i:

    >>> sound_key("vana") == sound_key("wana"), sound_key("naseerabad") == sound_key("nasirabad")
    (True, True)
    >>> sound_key("kohloo") == sound_key("kohlu"), sound_key("noshki") == sound_key("nushki")
    (True, True)
    >>> sound_key("mashkai") == sound_key("mashkey"), sound_key("naushera") == sound_key("nowshera")
    (True, True)

    Doubled letters, and names in one word or two:

    >>> sound_key("jaffarabad") == sound_key("jafar abad"), sound_key("kurram") == sound_key("kuram")
    (True, True)

    Words with several spellings:

    >>> sound_key("killa abdullah") == sound_key("qila abdullah"), sound_key("isa khail") == sound_key("essa khel")
    (True, False)
    >>> sound_key("killi sheikhan") == sound_key("kalay shaikhan")
    True

    Initials of Dera Ismail Khan and Dera Ghazi Khan, never mixed up:

    >>> sound_key("d i khan") == sound_key("dera ismail khan"), sound_key("d i khan") == sound_key("d g khan")
    (True, False)

    "Shaheed", which is set before the names of places after a death:

    >>> sound_key("shaheed benazirabad") == sound_key("benazir abad")
    True

    The izafat, "of":

    >>> sound_key("koh e murdar") == sound_key("koh i murdar"), sound_key("ab i gum") == sound_key("aab e gum")
    (True, True)

    What is another name stays one:

    >>> sound_key("kech") == sound_key("kachhi"), sound_key("sibi") == sound_key("swabi")
    (False, False)
    """
    if not key.isascii():
        return compact(key)
    words = [_WORDS.get(word, word) for word in _expanded(key.split())]
    if len(words) > 1 and words[0] == "sahid":
        words = words[1:]
    return _DOUBLED.sub(r"\1", "".join(_sound(word) for word in words))


def _expanded(words: list[str]) -> list[str]:
    """Write out initials that stand before another word: "d i khan", "di khan", "d bugti"."""
    if len(words) > 2 and len(words[0]) == len(words[1]) == 1:
        words = [words[0] + words[1], *words[2:]]
    if len(words) > 1 and words[0] in _INITIALS:
        return [*_INITIALS[words[0]], *words[1:]]
    return words


@lru_cache(maxsize=200_000)
def _sound(word: str) -> str:
    for hints, pattern, replacement in _STEPS:
        for hint in hints:
            if hint in word:
                word = pattern.sub(replacement, word)
                break
    return word
