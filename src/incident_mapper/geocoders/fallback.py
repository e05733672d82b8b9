"""A geopy geocoder that asks the gazetteer first, and an online service only where that finds nothing and may be."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from incident_mapper.errors import OptionError
from incident_mapper.geocoders.believe import Belief, believe
from incident_mapper.geocoders.cache import AnswerCache
from incident_mapper.geocoders.offline import NoNetworkAdapter, PakistanGeocoder, check_limit
from incident_mapper.geocoders.options import FallbackOptions
from incident_mapper.geocoders.report import OnlineAnswer, OnlineReport, Outcome
from incident_mapper.geocoders.service import OnlineService, Reply
from incident_mapper.resolve import Match

# "12 km north of X" is not X, and a service that knows X would answer with it.
_DISTANCE: Final = re.compile(r"\d\s*-?\s*(?:kms?|kilomet(?:er|re)s?|miles?|mi)\b|کلومیٹر|میل", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of looking up one text.

    Attributes
    ----------
    match
        What the gazetteer says.
    online
        What came of the online service, or ``None`` where the gazetteer had the last word.
    belief
        The service's answer, if it is believed.
    """

    match: Match
    online: OnlineAnswer | None = None
    belief: Belief | None = None


class FallbackGeocoder(Geocoder):  # type: ignore[misc]
    """Ask the gazetteer, then, if `online`, a geopy geocoder; believe it only where it fits.

    An online answer is believed if its point lies in Pakistan (and in the unit that is stated), the service does not
    put it in another country, it bears the name that was asked for, and no other district has a place of that name. A
    text that the gazetteer knows, finds ambiguous or puts abroad is never sent, nor are sentences and distances.

    A service that fails costs its answers and nothing else: no trouble of the network is raised, `report` lists it.
    Each query is sent once in the life of this object, at most one at a time.

    Parameters
    ----------
    service
        Any synchronous geopy geocoder that says who asks: ``Nominatim(user_agent="our-map/1.0 (maps@example.org)")``.
    online
        Whether it may be asked at all.
    options
        How it is asked, and what is believed.
    cache
        Where answers are kept between runs; by default `AnswerCache` in the user's cache folder. ``False`` for nowhere.
    offline
        The gazetteer's geocoder; by default that of the default edition.
    timeout
        As for any geopy geocoder; the service's own is ``options.timeout_seconds``.
    sleep
        What waits between retries.

    Raises
    ------
    OptionError
        If `online` is asked for without a service, or the service must not be asked as it is set up.

    Examples
    --------
    >>> geocoder = FallbackGeocoder()  # offline unless asked otherwise
    >>> geocoder.geocode("Kalat").raw["code"], geocoder.geocode("Gazi Tir") is None
    ('PK210', True)
    >>> geocoder.report.reasons()
    {'Gazi Tir': 'online look-up was not asked for'}
    """

    def __init__(
        self,
        service: Geocoder | None = None,
        *,
        online: bool = False,
        options: FallbackOptions | None = None,
        cache: AnswerCache | bool = True,
        offline: PakistanGeocoder | None = None,
        timeout: Any = DEFAULT_SENTINEL,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(timeout=timeout, adapter_factory=NoNetworkAdapter)
        if online and service is None:
            raise OptionError(
                "online=True needs a service to ask, such as "
                "FallbackGeocoder(Nominatim(user_agent='our-map/1.0 (maps@example.org)'), online=True)."
            )
        self.offline = offline or PakistanGeocoder()
        self.options = options or FallbackOptions()
        self._service: OnlineService | None = None
        if online and service is not None:
            kept = AnswerCache() if cache is True else cache or None
            self._service = OnlineService(service, self.options, cache=kept, sleep=sleep)
        self._found: dict[tuple[str, str], Found] = {}
        self._lock = threading.Lock()

    @property
    def report(self) -> OnlineReport:
        """What came of every text so far for which the gazetteer had no place."""
        with self._lock:
            return self.report_of([found.online for found in self._found.values() if found.online])

    def report_of(self, answers: list[OnlineAnswer]) -> OnlineReport:
        """Return a report on some of the answers.

        Examples
        --------
        >>> FallbackGeocoder().report_of([]).count("found")
        0
        """
        service = self._service
        if service is None:
            return OnlineReport("", "", tuple(answers), 0, "")
        credit = service.attribution if any(answer.outcome == "found" for answer in answers) else ""
        return OnlineReport(service.name, credit, tuple(answers), service.requests, service.stopped)

    def geocode(
        self,
        query: object,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's callers may pass it
        within: str | None = None,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Return the place that a text means; parameters and errors as for `PakistanGeocoder.geocode`.

        Returns
        -------
        Location, list of Location or None
            An online answer's ``raw`` has ``match_method`` ``"online:nominatim"``, a score below 100, ``code`` empty,
            ``level`` ``"point"``, the units that hold it in ``parents``, ``gap_km`` (how far outside the boundaries),
            the service's own answer in ``answer`` and the ``attribution`` that must stand beside it.

        Examples
        --------
        >>> FallbackGeocoder().geocode("Turbat").raw["name"]
        'Kech'
        """
        check_limit(limit)
        found = self.look(query, within=within)
        if found.belief is None:
            return self.offline.locations(found.match, exactly_one=exactly_one, limit=limit)
        location = self._location(found.belief)
        return location if exactly_one else [location]

    def reverse(
        self, query: object, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """Return the district that holds a point, as `PakistanGeocoder.reverse` does: polygons need no service.

        Examples
        --------
        >>> FallbackGeocoder().reverse((29.0, 66.6)).raw["code"]
        'PK210'
        """
        return self.offline.reverse(query, exactly_one=exactly_one, timeout=timeout)

    def look(self, query: object, *, within: str | None = None) -> Found:
        """Look one text up and say everything that came of it.

        Raises
        ------
        GeocoderQueryError
            If `query` is no text.

        Examples
        --------
        >>> found = FallbackGeocoder().look("Gazi Tir", within="PK-BA")
        >>> found.match.status, found.online.outcome
        ('unmatched', 'not asked')
        """
        match = self.offline.match(query, within=within)
        text = " ".join(query.split()) if isinstance(query, str) else ""
        if match.status != "unmatched" or match.method == "foreign" or not text:
            return Found(match)
        unit = self.offline.unit_code(within) or self.offline.within
        key = (text, unit or "")
        # One at a time: services ask for that, and the second of two equal queries is then answered already.
        with self._lock:
            if key not in self._found:
                self._found[key] = self._ask(text, unit, match)
            return self._found[key]

    def _ask(self, text: str, unit: str | None, match: Match) -> Found:
        answer = OnlineAnswer(text, unit or "", "not asked", self._unaskable(text))
        if self._service is None or answer.reason:
            return Found(match, answer)
        reply = self._service.ask(text)
        answer = replace(answer, sent=reply.sent, cached=reply.cached)
        verdict = self._verdict(text, unit, reply)
        if isinstance(verdict, Belief):
            reason = f"{self._service.name} answers {verdict.answer.address!r}"
            return Found(match, replace(answer, outcome="found", reason=reason), verdict)
        outcome, reason = verdict
        return Found(match, replace(answer, outcome=outcome, reason=reason))

    def _unaskable(self, text: str) -> str:
        """Say why a text is not sent; empty if it may be."""
        if self._service is None:
            return "online look-up was not asked for"
        if _DISTANCE.search(text):
            return "the text says how far from a place it was, which is not that place"
        words = len(text.split())
        if words > self.options.max_words:
            return f"a text of {words} words is a sentence and no name"
        return ""

    def _verdict(self, text: str, unit: str | None, reply: Reply) -> Belief | tuple[Outcome, str]:
        assert self._service is not None
        if reply.answers is None:
            return "refused" if reply.unreadable else "missing", reply.reason
        if not reply.answers:
            return "unknown", f"{self._service.name} knows no such place"
        belief = believe(
            text, reply.answers, self.offline.ground, within=unit, min_score=self.options.min_name_score
        )
        return ("refused", belief) if isinstance(belief, str) else belief

    def _location(self, belief: Belief) -> Location:
        assert self._service is not None
        answer, ground = belief.answer, self.offline.ground
        own = {"code": belief.place.code, "level": belief.place.level, "name": belief.place.name}
        raw = {
            "code": "",
            "level": "point",
            "name": answer.address.split(",")[0],
            "urdu": "",
            "names": [answer.address.split(",")[0]],
            "parents": [own, *ground.parents(belief.place)],
            "match_status": "matched",
            "match_method": f"online:{self._service.name}",
            "match_score": belief.score,
            "precision_km": belief.precision_km,
            "gap_km": round(belief.gap_km, 3),
            "reason": f"{self._service.name} answers {answer.address!r}",
            "alternatives": list(belief.others),
            "edition": ground.gazetteer.edition,
            "attribution": self._service.attribution,
            "answer": dict(answer.raw),
        }
        return Location(answer.address, Point(answer.lat, answer.lon), raw)
