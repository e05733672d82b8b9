"""Look-up and suggestions among the places of one edition on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from incident_mapper.errors import AmbiguousPlaceError, UnknownPlaceError
from incident_mapper.gazetteer.added import AddedPlaces
from incident_mapper.gazetteer.places import Place, Suggestion, holders, may_be_meant, most_likely
from incident_mapper.names import Level, compact, match_key, split_level
from incident_mapper.sounds import sound_key

_NO_PLACES: tuple[Place, ...] = ()


@dataclass(frozen=True, eq=False)  # compared and hashed by identity: it is loaded once an edition and day
class Gazetteer:
    """The places of one edition on one day.

    Attributes
    ----------
    edition, on
        Which statement of the districts this is, and for which day.
    places
        Every place, provinces first.
    ambiguous
        Match key to codes and the reason, for names known to mean several places.
    foreign
        Match key to country, for places that must not be forced into a district.
    unsure
        Match keys of names that mean no one place by themselves, although a district may bear them.
    former
        Code to unit, for provinces, divisions and districts that had ended by the day.
    added
        The places of gazetteers that the user added, if there are any; see `named_by_user`.
    lineage
        District code to the other districts that once held some of its land: Surab was in Kalat.
    """

    edition: str
    on: date
    places: tuple[Place, ...]
    ambiguous: Mapping[str, tuple[tuple[str, ...], str]] = field(repr=False)
    foreign: Mapping[str, str] = field(repr=False)
    unsure: frozenset[str] = field(repr=False, default=frozenset())
    former: Mapping[str, Place] = field(repr=False, default_factory=dict)
    lineage: Mapping[str, frozenset[str]] = field(repr=False, default_factory=dict)
    added: AddedPlaces | None = field(repr=False, default=None)

    def unit(self, code: str) -> Place:
        """Return the place with a code, or the former unit.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> load_gazetteer().unit("PK-TA").name
        'Federally Administered Tribal Areas'
        """
        return self.by_code[code] if code in self.by_code else self.former[code]

    def former_named(self, key: str, *, level: Level) -> Place | None:
        """Return the unit that is gone and bore a name, if there is one.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> load_gazetteer().former_named("fata", level="province").code
        'PK-TA'
        """
        short = compact(key)
        return next(
            (
                p
                for p in self.former.values()
                if p.level == level and short in map(compact, map(match_key, p.names))
            ),
            None,
        )

    @cached_property
    def by_code(self) -> Mapping[str, Place]:
        """Code to place."""
        return MappingProxyType({place.code: place for place in self.places})

    @cached_property
    def index(self) -> Mapping[str, tuple[Place, ...]]:
        """Compact match key to the places that bear the name."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            for name in place.names:
                bucket = found.setdefault(compact(match_key(name)), [])
                if place not in bucket:
                    bucket.append(place)
        return MappingProxyType({key: tuple(bucket) for key, bucket in found.items()})

    @cached_property
    def sounds(self) -> Mapping[str, tuple[Place, ...]]:
        """How a name sounds to the places whose names sound like that (see `sounds.sound_key`)."""
        found: dict[str, dict[str, Place]] = {}
        for place in self.places:
            for name in place.names:
                if sound := sound_key(match_key(name)):
                    found.setdefault(sound, {})[place.code] = place
        return MappingProxyType({key: tuple(bearers.values()) for key, bearers in found.items()})

    @cached_property
    def longest_name(self) -> int:
        """The number of words of the longest name."""
        return max(len(match_key(name).split()) for place in self.places for name in place.names)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Whatever a name or sound on record begins with, so that a scan goes on only where a name may follow."""
        keys = (*self.index, *self.sounds, *self.ambiguous, *map(compact, self.foreign))
        return frozenset(key[:size] for key in keys for size in range(1, len(key) + 1))

    @cached_property
    def _keys(self) -> Mapping[str, tuple[str, ...]]:
        """Names by their first letter: what is suggested begins as the text does."""
        found: dict[str, list[str]] = {}
        for key in self.index:
            if len(key) >= 3:
                found.setdefault(key[0], []).append(key)
        return MappingProxyType({letter: tuple(keys) for letter, keys in found.items()})

    @cached_property
    def _blocks(self) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """Names and sounds by first letter and length: a slip changes the length little, and hardly ever the start."""
        blocks: dict[tuple[str, int], dict[str, None]] = {}
        for key in (*self.index, *self.sounds):
            blocks.setdefault((key[0], len(key)), {})[key] = None
        return MappingProxyType({key: tuple(found) for key, found in blocks.items()})

    def named(self, key: str) -> tuple[Place, ...]:
        """Return the places whose name or variant has this match key, with or without spaces.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> [place.code for place in load_gazetteer().named("kalat") if place.level == "district"]
        ['PK210']
        """
        return self.index.get(compact(key), _NO_PLACES)

    def named_by_user(self, key: str) -> tuple[Place, ...]:
        """Return the places that the user added under a name, unless the name means something without them.

        A village called Kandahar must not answer for the city abroad, nor one called Nushkee for Nushki.

        Parameters
        ----------
        key
            A match key, with or without spaces.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> load_gazetteer().named_by_user("quetta")
        ()
        """
        short = compact(key)
        if self.added is None or short in self._meant or sound_key(key) in self.sounds:
            return _NO_PLACES
        return self.added.named(short)

    @cached_property
    def _meant(self) -> frozenset[str]:
        return frozenset((*self.index, *self.ambiguous, *map(compact, self.foreign)))

    def districts_of(self, code: str) -> frozenset[str]:
        """Return the codes of the districts in a unit.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> len(load_gazetteer().districts_of("IM-V-KARACHI"))
        7
        """
        return frozenset(p.code for p in self.places if p.level == "district" and code in holders(p))

    def find(self, name: str, *, level: Level | None = None, within: str | None = None) -> Place:
        """Return the one place that bears a name.

        Parameters
        ----------
        name
            A name in any spelling on record, with or without words such as "district".
        level
            Only places of this level; otherwise a district goes before a tehsil or town.
        within
            Only places in the unit with this code.

        Raises
        ------
        UnknownPlaceError
            If nothing bears the name; the closest names are given.
        AmbiguousPlaceError
            If several places do.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> load_gazetteer().find("Qalat district").code
        'PK210'
        >>> load_gazetteer().find("قلات").name
        'Kalat'
        """
        bare = split_level(name)
        wanted = level or bare.level
        found = [p for p in self.named(bare.key) if may_be_meant(p, within)]
        if wanted and any(p.level == wanted for p in found):
            found = [p for p in found if p.level == wanted]
        elif level:
            found = []
        best = most_likely(found)
        if not best or best[0].level in ("tehsil", "town", "locality"):
            # "Chitral" is a tehsil, but also what two districts were called together; "FATA" is no more.
            declared, _ = self.ambiguous.get(compact(bare.key), ((), ""))
            meant = [self.by_code[code] for code in declared if code in self.by_code]
            meant = [p for p in meant if within in (None, *holders(p)) and wanted in (None, p.level)]
            if not best or len({p.adm2_code for p in meant}) > 1:
                best = tuple(meant)
        if not best:
            raise UnknownPlaceError(name, suggestions=[s.name for s in self.suggest(name)])
        if len(best) > 1:
            raise AmbiguousPlaceError(name, candidates=[self.describe(p) for p in best])
        return best[0]

    def suggest(self, name: str, *, limit: int = 3, within: str | None = None) -> list[Suggestion]:
        """Return the places whose names are closest to a text and begin alike, best first.

        Parameters
        ----------
        name
            Any text.
        limit
            At most so many.
        within
            Only places in the unit with this code.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> [suggestion.place.name for suggestion in load_gazetteer().suggest("Bajour", limit=1)]
        ['Bajaur']
        """
        key = compact(split_level(name).key)
        found: list[Suggestion] = []
        seen: set[str] = set()
        for candidate, score, _ in process.extract(
            key,
            self._keys.get(key[:1], ()),
            scorer=OSA.normalized_similarity,
            limit=limit * 8,
            score_cutoff=0.6,
        ):
            for place in most_likely(self.index[candidate]):
                if place.code not in seen and may_be_meant(place, within):
                    seen.add(place.code)
                    found.append(Suggestion(place, place.name, round(score * 100, 1)))
        return found[:limit]

    def near(self, key: str, *, distance: int) -> list[tuple[str, int]]:
        """Return the names and sounds on record within an edit distance that begin alike, nearest first.

        Parameters
        ----------
        key
            A compact match key, or a sound.
        distance
            How many letters may be wrong, missing, added or swapped with the next.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> load_gazetteer().near("rawlpindi", distance=1)
        [('rawalpindi', 1)]
        """
        found = process.extract(
            key,
            self._window(key[:1], len(key), distance),
            scorer=OSA.distance,
            score_cutoff=distance,
            limit=16,
        )
        return sorted(
            ((candidate, int(score)) for candidate, score, _ in found), key=lambda item: (item[1], item[0])
        )

    def _window(self, letter: str, length: int, distance: int) -> tuple[str, ...]:
        """Return the names and sounds that begin with a letter and are about as long, gathered once."""
        window = self._windows.get((letter, length, distance))
        if window is None:
            lengths = range(length - distance, length + distance + 1)
            window = tuple(key for size in lengths for key in self._blocks.get((letter, size), ()))
            self._windows[letter, length, distance] = window
        return window

    @cached_property
    def _windows(self) -> dict[tuple[str, int, int], tuple[str, ...]]:
        return {}

    def alike(self, key: str) -> tuple[Place, ...]:
        """Return the places that bear a name, or whose names sound like it.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> {place.adm2_code for place in load_gazetteer().alike("kuzdar")}
        {'PK213'}
        """
        return tuple(dict.fromkeys((*self.index.get(key, ()), *self.sounds.get(key, ()))))

    def describe(self, place: Place) -> str:
        """Return a place with the units that hold it, as a person would write it.

        Examples
        --------
        >>> from incident_mapper.gazetteer import load_gazetteer
        >>> gazetteer = load_gazetteer()
        >>> gazetteer.describe(gazetteer.find("Kalat"))
        'Kalat district, Balochistan'
        """
        parts = [
            place.name if place.level in ("town", "locality", "country") else f"{place.name} {place.level}"
        ]
        if place.level in ("province", "country"):
            return place.name
        if place.level in ("town", "tehsil", "locality") and place.adm2_code:
            parts.append(f"{self.by_code[place.adm2_code].name} district")
        if place.adm1_code:
            parts.append(self.by_code[place.adm1_code].name)
        return ", ".join(parts)
