"""``geocode --online``: what is not on record is asked for, only then, and every text without an answer is listed."""

import csv

import pytest
from geocoder_service import AGENT, DELHI, NAME, place
from typer.testing import CliRunner

from incident_mapper.cli import app
from incident_mapper.errors import OptionError


@pytest.fixture
def geocode(service, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "in.csv").write_text(f"id,place_text\n1,Kalat\n2,{NAME}\n", encoding="utf-8")

    def geocode_(*words):
        ran = CliRunner().invoke(
            app,
            ["geocode", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), *words],
            catch_exceptions=True,
        )
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as handle:
            return ran, list(csv.DictReader(handle))

    return geocode_


@pytest.fixture
def words(service):
    return ("--online", "nominatim", "--user-agent", AGENT, "--server", f"http://127.0.0.1:{service.port}")


def test_nothing_is_asked_unless_it_is_asked_for(geocode, service):
    service.say([place()])
    _, rows = geocode()
    assert rows[1]["match_status"] == "unmatched"
    assert service.asked == []


def test_what_is_not_on_record_is_asked_for(geocode, service, words):
    service.say([place()])
    ran, rows = geocode(*words)
    assert [row["match_method"] for row in rows] == ["exact", "online:nominatim"]
    assert rows[1]["adm2_name"] == "Kalat"
    assert len(service.asked) == 1
    assert "nominatim: 1 found" in ran.stderr


def test_an_answer_abroad_is_not_believed_and_listed(geocode, service, words):
    service.say([place(at=DELHI)])
    ran, rows = geocode(*words)
    assert rows[1]["match_status"] == "unmatched"
    assert "1 refused" in ran.stderr
    assert NAME in ran.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--online", "photon"), "needs --user-agent"),
        (("--online", "photon", "--server", "localhost"), "expects an address"),
    ],
)
def test_a_service_needs_a_name_for_its_user_and_an_address(geocode, given, said):
    with pytest.raises(OptionError, match=said):
        geocode(*given)
