"""A service that refuses, stalls, fails or is lost costs its answers and nothing else; what it says is kept."""

import json
import socket
import time

import pytest
from geocoder_service import NAME, place


def names(count):
    return [f"{NAME} {letter}" for letter in "ABCDEFGH"[:count]]


@pytest.mark.parametrize("status", [401, 403, 402, 407])
def test_a_refusal_ends_the_asking_and_is_the_reason_of_every_row(service, online, sleeps, status):
    geocoder = online(service.say("go away", status=status).nominatim())
    assert [geocoder.geocode(name) for name in names(3)] == [None] * 3
    assert (len(service.asked), sleeps) == (1, [])
    reasons = geocoder.report.reasons("missing")
    assert list(reasons) == names(3)
    assert all(f"refused to answer (HTTP {status})" in reason for reason in reasons.values())
    assert geocoder.report.stopped == reasons[names(1)[0]]
    assert (geocoder.report.asked, geocoder.report.requests) == (1, 1)


def test_too_often_is_tried_again_after_the_time_that_the_service_names(service, online, sleeps):
    service.say("slow down", status=429, headers={"Retry-After": "17"}).say([place()])
    geocoder = online()
    assert geocoder.geocode(NAME) is not None
    assert sleeps == [17]
    assert (geocoder.report.asked, geocoder.report.requests, geocoder.report.stopped) == (1, 2, "")


def test_too_often_without_a_time_is_tried_again_with_backoff(service, online, sleeps):
    service.say("slow down", status=429).say([place()])
    assert online().geocode(NAME) is not None
    assert 1 <= sleeps[0] <= 1.25


@pytest.mark.parametrize(("after", "tries"), [("3600", 1), ("1", 3)])
def test_a_service_that_is_asked_too_often_for_long_is_left_alone(service, online, after, tries):
    geocoder = online(service.say("slow down", status=429, headers={"Retry-After": after}).nominatim())
    assert [geocoder.geocode(name) for name in names(2)] == [None, None]
    assert len(service.asked) == tries
    assert f"asked too often (HTTP 429), and to wait for {after} s" in geocoder.report.stopped


def test_failures_are_tried_again_after_longer_and_longer_waits(service, online, sleeps):
    geocoder = online(service.say("oops", status=500).nominatim(), max_retries=4, max_wait_seconds=5)
    assert geocoder.geocode(NAME) is None
    assert len(service.asked) == 5
    assert [round(wait - wait % 1) for wait in sleeps] == [1, 2, 4, 5]
    assert geocoder.report.reasons() == {NAME: "nominatim failed (HTTP 500)"}


def test_a_failure_that_passes_costs_nothing(service, online):
    service.say("oops", status=502).say("oops", status=503).say([place()])
    assert online().geocode(NAME) is not None


def test_a_service_that_stalls_costs_the_answer_and_says_how_long_it_was_waited_for(service, online):
    geocoder = online(service.stall().nominatim(), timeout_seconds=0.1, max_retries=1)
    begun = time.monotonic()
    assert geocoder.geocode(NAME) is None
    assert time.monotonic() - begun < 1
    assert len(service.asked) == 2
    assert geocoder.report.reasons("missing") == {NAME: "nominatim did not answer within 0.1 s"}


def test_the_user_s_own_geocoder_is_left_as_it_is(service, online):
    theirs = service.say([]).nominatim()
    adapter, before = theirs.adapter, dict(vars(theirs))
    online(theirs).geocode(NAME)
    assert theirs.adapter is adapter
    assert vars(theirs) == before


def test_html_is_no_answer_and_is_not_asked_for_again(service, online, sleeps):
    geocoder = online(service.say("<html>Please log in to the hotel's network</html>").nominatim())
    assert geocoder.geocode(NAME) is None
    assert (len(service.asked), sleeps) == (1, [])
    assert "no list of places" in geocoder.report.reasons("missing")[NAME]


@pytest.mark.parametrize("body", [{}, {"features": 3}, [3], "3", '"text"', {"message": "busy"}, [{"lat": 1}]])
@pytest.mark.parametrize("kind", ["nominatim", "photon"])
def test_json_of_another_shape_is_no_answer(service, online, kind, body):
    geocoder = online(getattr(service.say(body), kind)(), max_retries=0)
    assert geocoder.geocode(NAME) is None
    assert geocoder.report.count("found") == 0


def test_a_query_that_the_service_cannot_read_is_no_failure_of_the_service(service, online):
    geocoder = online(service.say("what?", status=400).nominatim(), give_up_after=1)
    assert [geocoder.geocode(name) for name in names(3)] == [None] * 3
    assert len(service.asked) == 3
    assert geocoder.report.stopped == ""
    assert set(geocoder.report.reasons("missing").values()) == {"nominatim did not understand the query"}


def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_a_lost_network_costs_its_rows_and_is_soon_given_up(service, online):
    lost = service.nominatim(domain=f"127.0.0.1:{closed_port()}")
    geocoder = online(lost, max_retries=1, give_up_after=2)
    found = [geocoder.geocode(name) for name in ("Kalat", *names(4), "Turbat")]
    assert [bool(place) for place in found] == [True, False, False, False, False, True]
    report = geocoder.report
    assert list(report.reasons("missing")) == names(4)
    assert report.reasons()[names(1)[0]] == "nominatim could not be reached"
    assert (report.asked, report.requests) == (2, 4)
    assert "left alone for the rest of the run after 2 queries" in report.stopped
    assert report.reasons()[names(4)[-1]] == report.stopped


def test_one_answer_between_failures_begins_the_count_anew(service, online):
    for status in (500, 200, 500, 500):
        service.say([] if status == 200 else "oops", status=status)
    geocoder = online(max_retries=0, give_up_after=2)
    for name in names(3):
        geocoder.geocode(name)
    assert geocoder.report.stopped == ""
    geocoder.geocode(names(4)[-1])
    assert geocoder.report.stopped != ""


def test_a_query_that_cannot_be_read_begins_the_count_anew_too(service, online):
    for status in (500, 400, 500):
        service.say("oops", status=status)
    geocoder = online(max_retries=0, give_up_after=2)
    assert [geocoder.geocode(name) for name in names(3)] == [None] * 3
    assert geocoder.report.stopped == ""


def test_no_reason_gives_away_an_address_or_a_key(service, online):
    geocoder = online(service.nominatim(domain=f"127.0.0.1:{closed_port()}/secret-key"), max_retries=0)
    geocoder.geocode(NAME)
    said = json.dumps(geocoder.report.as_dict())
    assert "secret-key" not in said
    assert "127.0.0.1" not in said


# --- what is kept ---------------------------------------------------------------------------------------


def test_answers_are_kept_for_the_next_run_and_checked_again(service, online):
    first = online(service.say([place()]).nominatim()).geocode(NAME)
    again = online()
    assert again.geocode(NAME) == first
    assert again.geocode(NAME, within="Sindh") is None
    assert len(service.asked) == 1
    report = again.report
    assert (report.from_cache, report.asked, report.requests) == (2, 0, 0)
    assert "not in Sindh" in report.reasons("refused")[f"{NAME} (in PK-SD)"]


def test_that_there_is_nothing_is_kept_as_well(service, online):
    for _ in range(2):
        geocoder = online(service.say([]).nominatim())
        assert geocoder.geocode(NAME) is None
        assert geocoder.report.reasons("unknown") == {NAME: "nominatim knows no such place"}
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [403, 429, 500, 200])
def test_failures_are_not_kept(service, online, status):
    service.say("no JSON", status=status).say([place()])
    assert online(max_retries=0).geocode(NAME) is None
    assert online(max_retries=0).geocode(NAME) is not None


def test_another_service_or_mirror_has_answers_of_its_own(service, online):
    assert online(service.say([place()]).nominatim()).geocode(NAME) is not None
    service.replies.clear()
    service.say([])
    assert online(service.nominatim(domain=f"localhost:{service.port}")).geocode(NAME) is None
    assert len(service.asked) == 2


def test_what_is_kept_is_used_when_the_service_is_lost(service, online):
    kept = online(service.say([place()]).nominatim()).geocode(NAME)
    service.replies.clear()
    geocoder = online(service.say("go away", status=403).nominatim())
    assert geocoder.geocode(names(1)[0]) is None
    assert geocoder.geocode(NAME) == kept


def test_a_query_is_sent_once_a_run_even_without_a_cache(service, online):
    geocoder = online(service.say("oops", status=500).nominatim(), keep=False, max_retries=0)
    assert [geocoder.geocode(NAME) for _ in range(3)] == [None] * 3
    assert len(service.asked) == 1
