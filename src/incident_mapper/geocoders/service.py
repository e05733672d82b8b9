"""Ask an online geocoder politely, and say why there is no answer instead of raising."""

import copy
import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geopy.adapters import AdapterHTTPError, RequestsAdapter
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from incident_mapper.geocoders.cache import Answer, AnswerCache
from incident_mapper.geocoders.options import FallbackOptions, check_service, query_options

OSM_ATTRIBUTION: Final = (
    "Places found online: © OpenStreetMap contributors, ODbL 1.0 (openstreetmap.org/copyright)"
)

_REFUSALS: Final = (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges, GeocoderQuotaExceeded)
_FINAL: Final = (*_REFUSALS, GeocoderQueryError, GeocoderParseError)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service said to one query.

    Attributes
    ----------
    answers
        The places it knows, best first, or ``None`` if there is no answer that can be used.
    reason
        Why not; empty otherwise.
    unreadable
        Whether there was an answer, but none that makes sense.
    sent, cached
        Whether the network was used for it, or the cache.
    """

    answers: tuple[Answer, ...] | None
    reason: str = ""
    unreadable: bool = False
    sent: bool = False
    cached: bool = False


class OnlineService:
    """One geopy geocoder, asked through geopy's rate limiter, with retries and a cache.

    Parameters
    ----------
    geocoder
        Any synchronous geocoder of geopy that says who asks.
    options
        How it is asked.
    cache
        Where answers are kept, or ``None`` for nowhere.
    sleep
        What waits between retries.

    Raises
    ------
    OptionError
        If the geocoder must not be asked as it is set up.

    Examples
    --------
    >>> local = Nominatim(user_agent="doctest of incident-mapper", domain="127.0.0.1:9", scheme="http", proxies={})
    >>> impatient = FallbackOptions(max_retries=0)
    >>> OnlineService(local, impatient, cache=None).ask("Gazi Tir").reason
    'nominatim could not be reached'
    """

    def __init__(
        self,
        geocoder: Geocoder,
        options: FallbackOptions,
        *,
        cache: AnswerCache | None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        check_service(geocoder, options)
        self.name = type(geocoder).__name__.lower()
        self.attribution = (
            OSM_ATTRIBUTION
            if isinstance(geocoder, Nominatim | Photon)
            else f"Places found online: {type(geocoder).__name__}; see its terms of use"
        )
        self.requests = 0
        self.stopped = ""
        self._geocoder = _without_own_retries(geocoder)
        self._options = options
        self._extra = query_options(geocoder, options)
        self._cache = cache
        # A mirror may know other places than the public service.
        self._cached_as = f"{self.name} {getattr(geocoder, 'domain', '')}".strip()
        self._failures = 0
        self._limited = RateLimiter(
            self._request,
            min_delay_seconds=options.min_delay_seconds,
            # Its own retries wait for the same time each; ours, around it, wait for longer and longer.
            max_retries=0,
            error_wait_seconds=options.min_delay_seconds,
            swallow_exceptions=False,
        )
        self._retrying = Retrying(
            stop=stop_after_attempt(options.max_retries + 1),
            wait=self._wait,
            retry=retry_if_exception(self._is_worth_retrying),
            sleep=sleep,
            reraise=True,
        )

    def ask(self, query: str) -> Reply:
        """Return what the service says to a query, or why it says nothing; never raise for the network."""
        text = " ".join(query.split())
        kept = self._cache.get(self._cached_as, text, self._extra) if self._cache else None
        if kept is not None:
            return Reply(kept, cached=True)
        if self.stopped:
            return Reply(None, self.stopped)
        try:
            answers = self._retrying(self._limited, text)
        except Exception as error:  # geopy's parsers raise whatever a strange answer makes them stumble over
            unreadable = not isinstance(error, GeocoderServiceError)
            return Reply(None, self._failed(error), unreadable=unreadable, sent=True)
        self._failures = 0
        if self._cache:
            self._cache.put(self._cached_as, text, self._extra, answers)
        return Reply(answers, sent=True)

    def _request(self, text: str) -> tuple[Answer, ...]:
        self.requests += 1
        found = self._geocoder.geocode(
            text, exactly_one=False, timeout=self._options.timeout_seconds, **self._extra
        )
        return tuple(_answer(location) for location in _as_list(found))

    def _wait(self, state: RetryCallState) -> float:
        first, longest = self._options.retry_wait_seconds, self._options.max_wait_seconds
        # A little chance in it, so that several runs that failed together do not come back together.
        backoff = (wait_exponential(multiplier=first, max=longest) + wait_random(0, first / 4))(state)
        error = state.outcome.exception() if state.outcome else None
        return max(backoff, getattr(error, "retry_after", None) or 0.0)

    def _is_worth_retrying(self, error: BaseException) -> bool:
        if isinstance(error, GeocoderRateLimited):
            return (error.retry_after or 0.0) <= self._options.max_wait_seconds
        return isinstance(error, GeocoderServiceError) and not isinstance(error, _FINAL)

    def _failed(self, error: Exception) -> str:
        """Say in our own words what went wrong: geopy's message may hold the address, with the user's key."""
        reason = f"{self.name} {self._describe(error)}"
        if isinstance(error, _REFUSALS):
            self.stopped = f"{reason}; it was not asked again in this run"
            return self.stopped
        if isinstance(error, GeocoderQueryError):
            self._failures = 0  # it answers, only not to this
            return reason
        self._failures += 1
        if self._failures >= self._options.give_up_after:
            self.stopped = (
                f"{self.name} was left alone for the rest of the run after {self._failures} queries in a row "
                f"without an answer; the last time, it {self._describe(error)}"
            )
        return reason

    def _describe(self, error: Exception) -> str:
        status = _http_status(error)
        if isinstance(error, GeocoderRateLimited):
            after = f", and to wait for {error.retry_after:.0f} s" if error.retry_after else ""
            return f"said that it is asked too often (HTTP {status}){after}"
        if isinstance(error, _REFUSALS):
            return f"refused to answer (HTTP {status}): see its terms, the user agent and any key"
        if isinstance(error, GeocoderQueryError):
            return "did not understand the query"
        if isinstance(error, GeocoderTimedOut) and not status:
            return f"did not answer within {self._options.timeout_seconds:g} s"
        if isinstance(error, GeocoderParseError):
            return "answered with something that is no list of places"
        if status:
            return f"failed (HTTP {status})"
        if isinstance(error, GeocoderUnavailable | GeocoderServiceError):
            return "could not be reached"
        return f"gave an answer that cannot be read ({type(error).__name__})"


def _without_own_retries(geocoder: Geocoder) -> Geocoder:
    """Return a copy of a geocoder whose requests are made once.

    geopy's adapter for ``requests`` repeats what fails twice over, past every limiter, and sleeps for as long as a
    service's Retry-After says, be it an hour.
    """
    if type(geocoder.adapter) is not RequestsAdapter:
        return geocoder
    single = copy.copy(geocoder)
    single.adapter = RequestsAdapter(
        proxies=geocoder.proxies, ssl_context=geocoder.ssl_context, max_retries=0
    )
    return single


def _http_status(error: Exception) -> int | None:
    cause = error.__cause__
    return cause.status_code if isinstance(cause, AdapterHTTPError) else None


def _as_list(found: object) -> Sequence[Location]:
    if found is None:
        return ()
    return found if isinstance(found, list | tuple) else (found,)


def _answer(location: Location) -> Answer:
    lon, lat = float(location.longitude), float(location.latitude)
    # geopy refuses these itself today; a mark at "nan" would be drawn somewhere all the same.
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise ValueError("a coordinate is not finite")
    # As plain as it comes out of the cache, so that the second run says what the first one said.
    raw: Any = json.loads(json.dumps(location.raw, default=str))
    return Answer(str(location.address), lon, lat, raw if isinstance(raw, dict) else {})
