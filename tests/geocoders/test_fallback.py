"""An online service is asked last, only if asked to, and politely; its failures cost nothing but their answers."""

import geopandas as gpd
import pytest
from geocoder_service import AGENT, KALAT, NAME, place
from geopy.adapters import BaseAsyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders import Nominatim, Photon
from geopy.geocoders.base import Geocoder

from incident_mapper.errors import OptionError
from incident_mapper.geocoders import AnswerCache, FallbackGeocoder, FallbackOptions, PakistanGeocoder

# --- who is asked, and for what -------------------------------------------------------------------------


def test_it_is_offline_unless_asked_to_be_online(service):
    geocoder = FallbackGeocoder(service.say([place()]).nominatim())
    assert isinstance(geocoder, Geocoder)
    assert geocoder.geocode(NAME) is None
    assert service.asked == []
    assert geocoder.report.reasons("not asked") == {NAME: "online look-up was not asked for"}


@pytest.mark.parametrize(
    "text",
    [
        "Kalat", "Khanpur", "between Mastung and Kalat", "Kandahar, Afghanistan", "Pakistan", "", None,
        f"12 km north of {NAME}", f"{NAME}, 3 miles off", "115 km north of Quetta",
        f"unknown men fired at a post in the area of {NAME} last night",
    ],
)  # fmt: skip
def test_what_the_gazetteer_knows_distances_and_sentences_are_not_sent(service, online, text):
    geocoder = online(service.say([place()]).nominatim())
    assert geocoder.geocode(text) == PakistanGeocoder().geocode(text)
    assert service.asked == []
    assert geocoder.report.requests == 0


def test_an_unknown_name_is_sent_once_with_our_name_and_kept_to_pakistan(service, online):
    geocoder = online(service.say([place()]).nominatim())
    assert geocoder.geocode(f"  {NAME}\n") == geocoder.geocode(NAME)
    (asked,) = service.asked
    assert (asked["q"], asked["countrycodes"], service.agents) == ([NAME], ["pk"], [AGENT])


def test_photon_is_kept_to_pakistan_by_a_box(service, online):
    online(service.say({"features": []}).photon()).geocode(NAME)
    assert service.asked[0]["bbox"] == ["60.5,23.5,79.5,37.2"]


def test_the_service_s_own_options_can_be_chosen(service, online):
    service.say([])
    online(query_options={"language": "ur"}).geocode(NAME)
    assert service.asked[0]["accept-language"] == ["ur"]
    assert "countrycodes" not in service.asked[0]


@pytest.mark.parametrize(
    "agent", [None, "", "  ", "my-application", "specify_your_app_name_here", "python-requests/2"]
)
@pytest.mark.parametrize("kind", ["nominatim", "photon"])
def test_a_service_that_is_not_told_who_asks_is_refused(service, kind, agent):
    geocoder = getattr(service, kind)()
    geocoder.headers["User-Agent"] = agent
    with pytest.raises(OptionError, match=r"user agent.*user_agent='our-incident-map"):
        FallbackGeocoder(geocoder, online=True)
    geocoder = getattr(service, kind)(user_agent=None)  # geopy puts its own name
    with pytest.raises(OptionError, match=r"says 'geopy/"):
        FallbackGeocoder(geocoder, online=True)


def test_online_without_a_service_is_refused():
    with pytest.raises(OptionError, match=r"needs a service.*user_agent="):
        FallbackGeocoder(online=True)


def test_the_public_nominatim_is_not_asked_more_than_once_a_second():
    public = Nominatim(user_agent=AGENT)
    with pytest.raises(OptionError, match="one request a second"):
        FallbackGeocoder(public, online=True, options=FallbackOptions(min_delay_seconds=0.5), cache=False)
    FallbackGeocoder(public, online=True, cache=False)


def test_an_asynchronous_service_is_refused():
    class Later(BaseAsyncAdapter):
        async def get_json(self, url, *, timeout, headers): ...

        async def get_text(self, url, *, timeout, headers): ...

    with pytest.raises(OptionError, match="asynchronous"):
        FallbackGeocoder(Photon(user_agent=AGENT, adapter_factory=Later), online=True, cache=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_delay_seconds": -1}, {"max_retries": -1}, {"retry_wait_seconds": float("nan")}, {"max_wait_seconds": -1},
        {"timeout_seconds": 0}, {"give_up_after": 0}, {"max_words": 0}, {"min_name_score": -1},
    ],
)  # fmt: skip
def test_numbers_out_of_range_are_refused_by_name(wrong):
    with pytest.raises(OptionError, match=next(iter(wrong))):
        FallbackOptions(**wrong)


def test_requests_are_kept_apart(service, online):
    geocoder = online(service.say([]).nominatim(), min_delay_seconds=0.15)
    for n in range(3):
        geocoder.geocode(f"{NAME} {n}")
    first, second, third = service.times
    assert second - first > 0.14
    assert third - second > 0.14


# --- with others ----------------------------------------------------------------------------------------


def test_the_point_of_a_reverse_look_up_is_looked_up_offline(service, online):
    geocoder = online(service.say([]).nominatim())
    assert geocoder.reverse((29.0, 66.6)) == PakistanGeocoder().reverse((29.0, 66.6))
    assert service.asked == []


def test_what_is_no_text_is_refused_as_geopy_does(online):
    with pytest.raises(GeocoderQueryError, match="must be text"):
        online().geocode(3)
    with pytest.raises(ValueError, match="at least 1"):
        online().geocode(NAME, limit=0)


def test_geopandas_uses_it_as_a_provider(service):
    service.say([place()]).say([], status=500)
    frame = gpd.tools.geocode(
        ["Kalat", NAME, "Atlantis"],
        provider=FallbackGeocoder,
        service=service.nominatim(),
        online=True,
        cache=False,
        options=FallbackOptions(min_delay_seconds=0, max_retries=0),
    )
    assert frame.geometry.is_empty.tolist() == [False, False, True]
    assert (frame.geometry.iloc[1].x, frame.geometry.iloc[1].y) == KALAT


def test_a_cache_of_the_user_s_is_where_they_say(service, tmp_path):
    path = tmp_path / "mine.sqlite"
    options = FallbackOptions(min_delay_seconds=0)
    FallbackGeocoder(
        service.say([]).nominatim(), online=True, options=options, cache=AnswerCache(path)
    ).geocode(NAME)
    assert path.exists()
