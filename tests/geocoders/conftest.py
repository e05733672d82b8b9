"""A local service, a cache of its own for each test, and a geocoder that waits for nothing."""

import pytest
from geocoder_service import running

from incident_mapper.geocoders import AnswerCache, FallbackGeocoder, FallbackOptions


@pytest.fixture
def service():
    with running() as state:
        yield state


@pytest.fixture
def sleeps():
    """How long the geocoder would have waited between retries."""
    return []


@pytest.fixture
def cache(tmp_path):
    return AnswerCache(tmp_path / "answers.sqlite")


@pytest.fixture
def online(service, cache, sleeps):
    """Make a geocoder with the local service behind it."""

    def make(geocoder=None, *, offline=None, keep=True, **options):
        quick = {"min_delay_seconds": 0, "retry_wait_seconds": 1, "timeout_seconds": 5} | options
        return FallbackGeocoder(
            geocoder or service.nominatim(),
            online=True,
            options=FallbackOptions(**quick),
            cache=cache if keep else False,
            offline=offline,
            sleep=sleeps.append,
        )

    return make
