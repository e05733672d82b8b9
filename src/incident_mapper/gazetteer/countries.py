"""The countries of the world, to tell that what a row states as its country is not Pakistan."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from incident_mapper.names import match_key
from incident_mapper.tables import split_list, table

HOME: Final = "Pakistan"


@cache
def _countries() -> Mapping[str, str]:
    return MappingProxyType(
        {
            match_key(name): row["name"]
            for row in table("countries")
            for name in (row["iso2"], row["iso3"], row["name"], *split_list(row["variants"]))
        }
    )


def country_named(text: str) -> str:
    """Return the country that the cell of a column of countries names, by name or ISO 3166-1 code; else empty text.

    Examples
    --------
    >>> country_named("FRA"), country_named("pakistan"), country_named("Kalat")
    ('France', 'Pakistan', '')
    """
    return _countries().get(match_key(text), "")
