"""How an online service may be asked, and when its answers are believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geopy.adapters import BaseSyncAdapter
from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import Geocoder

from incident_mapper.errors import OptionError

# What geopy's documentation uses as an example tells a service as little as geopy's own default.
_SAMPLE_AGENTS: Final = ("my-application", "my_app/1", "my_user_agent/1.0", "specify_your_app_name_here")
_LIBRARIES: Final = ("geopy/", "python-requests/", "python-urllib/")
_PUBLIC_NOMINATIM: Final = "nominatim.openstreetmap.org"

MIN_NAME_SCORE: Final = 85.0
"""A name of six letters must be the same, one of seven may have a letter otherwise: shorter ones have neighbours."""

WIDEST_KM: Final = 25.0
"""An answer that goes farther than this from its middle is a region, a river or a road, and no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackOptions:
    """How an online service is asked, and what is believed of it.

    Attributes
    ----------
    min_delay_seconds
        At least so long between two requests.
    max_retries
        How often a query that failed is tried again; a refusal never is.
    retry_wait_seconds, max_wait_seconds
        The wait before the first retry, which doubles each time, and the longest wait. A service that asks for a
        longer one is left alone for the rest of the run.
    timeout_seconds
        How long to wait for an answer.
    give_up_after
        After so many queries in a row without an answer, the service is left alone for the rest of the run.
    max_words
        Longer texts are sentences; they are not sent, because a geocoder guesses at them, and they may say more than
        a stranger should read.
    min_name_score
        How much of its name, of 100, an answer must have in common with what was asked for. Services answer a name
        they do not know with one that looks like it.
    query_options
        What the service's own ``geocode`` takes besides the query, such as ``{"language": "en"}``; by default only
        what keeps Nominatim and Photon to Pakistan.

    Raises
    ------
    OptionError
        If a number is out of its range.

    Examples
    --------
    >>> FallbackOptions(max_retries=-1)
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: max_retries must be 0 or more; instead got -1.
    """

    min_delay_seconds: float = 1.0
    max_retries: int = 2
    retry_wait_seconds: float = 2.0
    max_wait_seconds: float = 60.0
    timeout_seconds: float = 10.0
    give_up_after: int = 3
    max_words: int = 8
    min_name_score: float = MIN_NAME_SCORE
    query_options: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        for name in (
            "min_delay_seconds",
            "max_retries",
            "retry_wait_seconds",
            "max_wait_seconds",
            "min_name_score",
        ):
            # Written so that NaN is refused as well.
            if not getattr(self, name) >= 0:
                raise OptionError(f"{name} must be 0 or more; instead got {getattr(self, name)!r}.")
        for name in ("timeout_seconds", "give_up_after", "max_words"):
            if not getattr(self, name) > 0:
                raise OptionError(f"{name} must be more than 0; instead got {getattr(self, name)!r}.")


def check_service(service: Geocoder, options: FallbackOptions) -> None:
    """Refuse a service that must not be asked as it is set up.

    Raises
    ------
    OptionError
        If it does not say who asks, is asynchronous, or would be asked faster than it allows.

    Examples
    --------
    >>> check_service(Photon(), FallbackOptions())
    Traceback (most recent call last):
    incident_mapper.errors.OptionError: Photon says 'geopy/...' as its user agent, so the service ...
    """
    name = type(service).__name__
    agent = str(service.headers.get("User-Agent") or "").strip()
    if not agent or agent in _SAMPLE_AGENTS or agent.lower().startswith(_LIBRARIES):
        raise OptionError(
            f"{name} says {agent!r} as its user agent, so the service cannot know who asks, and may refuse. "
            f"Name your project and an address: {name}(user_agent='our-incident-map/1.0 (maps@example.org)')."
        )
    if not isinstance(service.adapter, BaseSyncAdapter):
        raise OptionError(
            f"{name} has an asynchronous adapter. Give it adapter_factory=geopy.adapters.URLLibAdapter or none."
        )
    if getattr(service, "domain", "") == _PUBLIC_NOMINATIM and options.min_delay_seconds < 1:
        raise OptionError(
            f"min_delay_seconds must be 1 or more for {_PUBLIC_NOMINATIM}, whose terms allow one request a second; "
            f"instead got {options.min_delay_seconds!r}."
        )


def query_options(service: Geocoder, options: FallbackOptions) -> dict[str, Any]:
    """Return what the service's ``geocode`` is given besides the query.

    Examples
    --------
    >>> query_options(Nominatim(user_agent="doctest of incident-mapper"), FallbackOptions())["country_codes"]
    'pk'
    """
    if options.query_options is not None:
        return dict(options.query_options)
    if isinstance(service, Nominatim):
        # The names in all languages are compared with the query, the country code with ours.
        return {"country_codes": "pk", "limit": 10, "addressdetails": True, "namedetails": True}
    if isinstance(service, Photon):
        return {"bbox": [(23.5, 60.5), (37.2, 79.5)], "limit": 10}
    return {}
