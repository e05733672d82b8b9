"""Geocoders for geopy: the gazetteer as one, and with an online service behind it where that is asked for."""

from incident_mapper.geocoders.cache import AnswerCache, CacheWarning
from incident_mapper.geocoders.fallback import FallbackGeocoder, Found
from incident_mapper.geocoders.offline import PakistanGeocoder
from incident_mapper.geocoders.options import FallbackOptions
from incident_mapper.geocoders.report import OnlineAnswer, OnlineReport
from incident_mapper.geocoders.table import geocode_unmatched

__all__ = [
    "AnswerCache",
    "CacheWarning",
    "FallbackGeocoder",
    "FallbackOptions",
    "Found",
    "OnlineAnswer",
    "OnlineReport",
    "PakistanGeocoder",
    "geocode_unmatched",
]
