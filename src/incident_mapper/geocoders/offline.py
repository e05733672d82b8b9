"""A geopy geocoder that answers from the embedded gazetteer and never uses the network."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

import pandas as pd
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from incident_mapper.gazetteer import Place, load_gazetteer
from incident_mapper.geocoders.ground import Ground
from incident_mapper.resolve import Match
from incident_mapper.resolve.incidents import resolve_text


class NoNetworkAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """The adapter of a geocoder that has nobody to ask.

    geopy's base class wants one, and its own would open a session for HTTP.
    """

    def get_text(self, *_request: object, **_how: object) -> NoReturn:
        """Refuse: there is no network here."""
        raise GeocoderUnavailable("This geocoder never uses the network.")

    get_json = get_text


def check_limit(limit: int | None) -> None:
    """Refuse a number of answers below 1, as geopy's geocoders do.

    Raises
    ------
    ValueError
        If `limit` is less than 1.

    Examples
    --------
    >>> check_limit(0)
    Traceback (most recent call last):
    ValueError: limit must be at least 1; instead got 0.
    """
    if limit is not None and limit < 1:
        raise ValueError(f"limit must be at least 1; instead got {limit!r}.")


class PakistanGeocoder(Geocoder):  # type: ignore[misc]
    """Find places of Pakistan by name, and the units that hold a point, without a network.

    It works wherever geopy's geocoders do, such as ``geopandas.tools.geocode(names, provider=PakistanGeocoder)``.

    Parameters
    ----------
    edition, on
        Which statement of the districts, and for which day; see `load_gazetteer`.
    within
        Only places in this unit, by code or name, unless a call says otherwise.
    timeout, user_agent
        As for any geopy geocoder; nothing here waits or asks.

    Raises
    ------
    EditionError
        If there is no such edition.
    UnknownPlaceError, AmbiguousPlaceError
        If `within` is not one unit.

    Examples
    --------
    >>> geocoder = PakistanGeocoder()
    >>> kalat = geocoder.geocode("Qalat district")
    >>> kalat.address, kalat.raw["code"], kalat.raw["level"]
    ('Kalat district, Balochistan, Pakistan', 'PK210', 'district')
    >>> geocoder.geocode("Khanpur") is None  # one of several, and never a guess
    True
    >>> [place.raw["name"] for place in geocoder.geocode("Khanpur", exactly_one=False)][:2]
    ['Rahim Yar Khan', 'Shikarpur']
    >>> geocoder.reverse((29.0, 66.6)).raw["parents"][-1]["name"]
    'Balochistan'
    """

    def __init__(
        self,
        *,
        edition: str = "",
        on: date | None = None,
        within: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
    ) -> None:
        super().__init__(timeout=timeout, user_agent=user_agent, adapter_factory=NoNetworkAdapter)
        self.gazetteer = load_gazetteer(edition, on=on)
        self.ground = Ground(self.gazetteer)
        self.within = self.unit_code(within)

    def unit_code(self, unit: str | None) -> str | None:
        """Return the code of a unit that is given by code or name; ``None`` stays ``None``.

        Raises
        ------
        UnknownPlaceError, AmbiguousPlaceError
            If it is not one unit.

        Examples
        --------
        >>> PakistanGeocoder().unit_code("Sindh")
        'PK-SD'
        """
        if not unit:
            return None
        known = unit in self.gazetteer.by_code or unit in self.gazetteer.former
        return unit if known else self.gazetteer.find(unit).code

    def match(self, query: object, *, within: str | None = None) -> Match:
        """Look a text up and say how it went, also where `geocode` answers ``None``.

        Parameters
        ----------
        query
            A name or a sentence; a missing value names nothing.
        within
            Only places in this unit, by code or name.

        Raises
        ------
        GeocoderQueryError
            If `query` is no text.

        Examples
        --------
        >>> PakistanGeocoder().match("Zabul").reason
        "'Zabul' is in Afghanistan"
        """
        if query is None or query is pd.NA or (isinstance(query, float) and pd.isna(query)):
            query = ""
        if not isinstance(query, str):
            raise GeocoderQueryError(
                f"query must be text; instead got {query!r} of type {type(query).__name__}."
            )
        return resolve_text(query, self.gazetteer, within=self.unit_code(within) or self.within)

    def geocode(
        self,
        query: object,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's callers may pass it
        within: str | None = None,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Return the place that a text means.

        Parameters
        ----------
        query
            A name or a sentence, in English or Urdu.
        exactly_one
            One place, or a list of all that it may be.
        timeout
            Without meaning here.
        within
            Only places in this unit, by code or name, such as the province that the source states.
        limit
            At most so many, with ``exactly_one=False``.

        Returns
        -------
        Location, list of Location or None
            With ``raw`` as a plain dict: ``code``, ``level``, ``name``, ``urdu``, ``names``, ``parents`` (the finest
            first), ``match_status``, ``match_method``, ``match_score``, ``precision_km``, ``reason``,
            ``alternatives``, ``edition``, ``attribution``. A unit stands at its label point, and ``precision_km``
            says how far its land goes from there.

            ``None`` for what is unknown, abroad or the whole country; with `exactly_one` also for what may be several
            places. `match` has the reason.

        Raises
        ------
        GeocoderQueryError
            If `query` is no text.
        ValueError
            If `limit` is less than 1.

        Examples
        --------
        >>> PakistanGeocoder().geocode("Khanpur", within="Sindh").raw["parents"][0]["name"]
        'Shikarpur'
        """
        check_limit(limit)
        return self.locations(self.match(query, within=within), exactly_one=exactly_one, limit=limit)

    def locations(
        self, match: Match, *, exactly_one: bool = True, limit: int | None = None
    ) -> Location | list[Location] | None:
        """Return a match as `geocode` does.

        Examples
        --------
        >>> geocoder = PakistanGeocoder()
        >>> geocoder.locations(geocoder.match("Turbat")).raw["match_status"]
        'matched'
        """
        meant: list[Place] = [match.place] if match.status == "matched" and match.place else []
        if match.status == "ambiguous" and not exactly_one:
            meant = [self.gazetteer.by_code[code] for code in match.candidates]
        found = [location for place in meant if (location := self._location(place, match))]
        if exactly_one:
            return found[0] if found else None
        return found[:limit] or None

    def reverse(
        self,
        query: object,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's callers may pass it
    ) -> Location | list[Location] | None:
        """Return the district that holds a point, with its tehsil, division and province.

        Parameters
        ----------
        query
            ``(latitude, longitude)``, a geopy ``Point`` or ``"latitude, longitude"``, in degrees (WGS 84).
        exactly_one
            One location, or a list of it.
        timeout
            Without meaning here.

        Returns
        -------
        Location, list of Location or None
            At the point that was asked for. ``raw`` is that of `geocode` for the district, with ``tehsil`` (code,
            level, name; ``None`` if it is not known) and ``gap_km``: 0 inside the district, else how far outside the
            boundaries the point lies, up to 10 km. ``None`` abroad, at sea and in disputed territory.

        Raises
        ------
        ValueError
            If `query` is no point.

        Examples
        --------
        >>> PakistanGeocoder().reverse("29.0, 66.6").address
        'Kalat tehsil, Kalat district, Balochistan, Pakistan'
        """
        try:
            if query is None:  # geopy would read it as 0, 0
                raise TypeError
            point = Point(query)
        except (TypeError, ValueError) as error:
            raise ValueError(f"query must be a coordinate pair or Point; instead got {query!r}.") from error
        standing = self.ground.at(point.longitude, point.latitude)
        if standing.place is None:
            return None
        district = self.gazetteer.by_code[standing.place.adm2_code]
        tehsil = standing.place if standing.place.level == "tehsil" else None
        raw = self.ground.facts(district) | {
            "tehsil": tehsil and {"code": tehsil.code, "level": tehsil.level, "name": tehsil.name},
            "gap_km": round(standing.gap_km, 3),
        }
        location = Location(self.ground.address(standing.place), point, raw)
        return location if exactly_one else [location]

    def _location(self, place: Place, match: Match) -> Location | None:
        spot = self.ground.spot(place)
        if spot is None:
            return None
        raw = self.ground.facts(place) | _of_match(match, place, self.gazetteer.by_code)
        # Where the text says "5 km from", the place is at least so uncertain.
        raw["precision_km"] = max(spot.precision_km, match.precision_km or 0.0)
        return Location(self.ground.address(place), Point(spot.lat, spot.lon), raw)


def _of_match(match: Match, place: Place, by_code: Mapping[str, Place]) -> dict[str, Any]:
    """Return how a place was found, as plain values."""
    others = [by_code[code] for code in match.candidates if code != place.code]
    return {
        "match_status": match.status,
        "match_method": match.method,
        "match_score": match.score,
        "reason": match.reason,
        "alternatives": [{"code": p.code, "level": p.level, "name": p.name} for p in others],
    }
