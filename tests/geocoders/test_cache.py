"""What services answered is kept for a while, found or not, whatever happens to the file."""

import sqlite3
import stat
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import platformdirs
import pytest

from incident_mapper.errors import OptionError, ReadError
from incident_mapper.geocoders import AnswerCache, CacheWarning
from incident_mapper.geocoders.cache import Answer, default_cache_path

HERE = Answer("Zarkot Vezhal, Pakistan", 66.6, 29.0, {"name": "Zarkot Vezhal", "tags": ["a", 1, None]})
DAY = 86_400.0


class Clock:
    def __init__(self):
        self.now = 1_000_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "answers.sqlite"


@pytest.fixture
def clock():
    return Clock()


def filled(path, **options):
    cache = AnswerCache(path, **options)
    cache.put("nominatim", "Zarkot Vezhal", {"limit": 10}, [HERE])
    return cache


def lookup(cache):
    return cache.get("nominatim", "Zarkot Vezhal", {"limit": 10})


def damage(path):
    """Overwrite the pages behind the header, as a disk that fails may."""
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))


def test_an_answer_comes_out_as_it_went_in_also_in_another_run(path):
    filled(path)
    assert lookup(AnswerCache(path)) == (HERE,)


@pytest.mark.parametrize(
    "other",
    [
        ("photon", "Zarkot Vezhal", {"limit": 10}),
        ("nominatim", "Zarkot", {"limit": 10}),
        ("nominatim", "Zarkot Vezhal", {"limit": 1}),
    ],
)
def test_another_service_query_or_option_is_another_question(path, other):
    assert filled(path).get(*other) is None


def test_the_order_of_options_is_no_matter(path):
    cache = AnswerCache(path)
    cache.put("photon", "x", {"a": 1, "b": (2.5, 3)}, [HERE])
    assert cache.get("photon", "x", {"b": (2.5, 3), "a": 1}) == (HERE,)


def test_that_there_is_nothing_is_kept_and_is_not_the_same_as_not_known(path):
    cache = AnswerCache(path)
    cache.put("nominatim", "Zarkot Vezhal", {"limit": 10}, [])
    assert lookup(cache) == ()
    assert cache.get("nominatim", "never asked", {}) is None


@pytest.mark.parametrize(("answers", "days"), [([HERE], 90), ([], 7)])
def test_answers_expire_empty_ones_sooner(path, clock, answers, days):
    cache = AnswerCache(path, clock=clock)
    cache.put("nominatim", "Zarkot Vezhal", {"limit": 10}, answers)
    clock.now += (days - 0.1) * DAY
    assert lookup(cache) == tuple(answers)
    clock.now += 0.2 * DAY
    assert lookup(cache) is None


def test_the_days_can_be_chosen(path, clock):
    filled(path, clock=clock)
    clock.now += 2 * DAY
    assert lookup(AnswerCache(path, found_days=1, clock=clock)) is None
    assert lookup(AnswerCache(path, found_days=3, clock=clock)) == (HERE,)


def test_an_answer_from_the_future_is_not_believed(path, clock):
    cache = filled(path, clock=clock)
    clock.now -= 1
    assert lookup(cache) is None


def test_a_new_answer_takes_the_place_of_the_old_one(path, clock):
    cache = filled(path, clock=clock)
    clock.now += 89 * DAY
    cache.put("nominatim", "Zarkot Vezhal", {"limit": 10}, [])
    assert lookup(cache) == ()


def test_names_that_were_asked_for_do_not_outlive_their_use(path, clock):
    filled(path, clock=clock)
    clock.now += 91 * DAY
    AnswerCache(path, clock=clock).put("nominatim", "x", {}, [])
    assert b"Zarkot" not in b"".join(
        str(row).encode() for row in sqlite_rows(path, "SELECT query FROM answers_1")
    )


def sqlite_rows(path, sql):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_it_can_be_cleared(path):
    cache = filled(path)
    cache.clear()
    assert lookup(cache) is None


def test_nothing_is_written_before_there_is_something_to_keep(path):
    cache = AnswerCache(path)
    assert lookup(cache) is None
    cache.clear()
    assert not path.parent.exists()


def test_importing_opens_no_file_and_the_default_is_the_user_s_cache_folder(tmp_path):
    script = (
        "import os, sqlite3, incident_mapper.geocoders as g\n"
        "from incident_mapper.geocoders.cache import default_cache_path\n"
        "g.FallbackGeocoder(); print(default_cache_path())"
    )
    env = {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path), "PATH": ""}
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=env
    )
    if sys.platform == "linux":
        assert Path(shown.stdout.strip()) == tmp_path / "incident-mapper" / "geocoding.sqlite"
    assert not (tmp_path / "incident-mapper").exists()
    assert default_cache_path().parent == platformdirs.user_cache_path("incident-mapper", appauthor=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_its_owner_may_read_it(path):
    filled(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("days", [{"found_days": -1}, {"empty_days": float("nan")}])
def test_days_below_zero_are_refused(path, days):
    with pytest.raises(OptionError, match="0 or more"):
        AnswerCache(path, **days)


# --- what can go wrong with the file --------------------------------------------------------------------


def test_a_damaged_file_is_put_aside_with_a_warning_and_a_new_one_started(path):
    cache = filled(path)
    (beside := path.with_name("other.txt")).write_text("mine")
    damage(path)
    broken = path.read_bytes()
    with pytest.warns(CacheWarning, match=r"was damaged.*kept as answers\.sqlite\.damaged"):
        assert lookup(cache) is None
    assert path.with_name("answers.sqlite.damaged").read_bytes() == broken
    assert beside.read_text() == "mine"
    cache.put("nominatim", "Zarkot Vezhal", {"limit": 10}, [HERE])
    assert lookup(AnswerCache(path)) == (HERE,)


def test_a_file_that_another_process_mended_meanwhile_is_kept(path, monkeypatch):
    cache = filled(path)
    real, calls = cache._execute, []

    def damaged_once(sql, values):
        calls.append(sql)
        if len(calls) == 1:
            error = sqlite3.DatabaseError("database disk image is malformed")
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error
        return real(sql, values)

    monkeypatch.setattr(cache, "_execute", damaged_once)
    assert lookup(cache) == (HERE,)
    assert not path.with_name("answers.sqlite.damaged").exists()


@pytest.mark.parametrize("content", [b"id,place\n1,Kalat\n", b"SQLite format 3\0" + b"\0" * 84])
def test_a_file_that_is_no_cache_of_ours_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "reports.csv"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"reports\.csv is no cache"):
        AnswerCache(path)
    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_refused(tmp_path):
    path = tmp_path / "photos.sqlite"
    sqlite_rows(path, "CREATE TABLE photos (name TEXT)")
    with pytest.raises(ReadError, match="is no cache"):
        AnswerCache(path)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(ReadError, match="cannot be read"):
        AnswerCache(tmp_path)


def test_an_empty_file_is_a_cache_to_be(tmp_path):
    path = tmp_path / "made-by-mktemp"
    path.touch()
    assert lookup(filled(path)) == (HERE,)


def test_a_row_that_cannot_be_read_is_asked_for_again(path):
    cache = filled(path)
    for text in ("{", '[{"no": "answer"}]', "3"):
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE answers_1 SET answers = ?", (text,))
        connection.close()
        assert lookup(cache) is None


def test_without_a_usable_folder_the_run_goes_on_and_says_so_once(tmp_path):
    cache = AnswerCache(tmp_path / "folder" / "answers.sqlite")
    (tmp_path / "folder").write_text("in the way")
    with pytest.warns(CacheWarning, match="cannot be used"):
        cache.put("nominatim", "Zarkot Vezhal", {"limit": 10}, [HERE])
    # A second warning would be an error here.
    cache.put("nominatim", "Zarkot Vezhal", {"limit": 10}, [HERE])
    assert lookup(cache) is None


# --- together -------------------------------------------------------------------------------------------

WRITER = """
import sys
from incident_mapper.geocoders.cache import Answer, AnswerCache
for n in range(60):
    AnswerCache(sys.argv[1]).put("photon", f"{sys.argv[2]} {n}", {}, [Answer(f"{n}", 66.6, 29.0)])
"""


def test_processes_that_write_at_once_lose_nothing(path):
    names = ("a", "b", "c")
    writers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", WRITER, path, name], stderr=subprocess.PIPE, text=True
        )
        for name in names
    ]
    assert [(writer.communicate(timeout=60)[1], writer.returncode) for writer in writers] == [("", 0)] * 3
    cache = AnswerCache(path)
    assert all(
        cache.get("photon", f"{name} {n}", {})[0].address == str(n) for name in names for n in range(60)
    )


def test_threads_may_share_one(path):
    cache = AnswerCache(path)
    threads = [
        threading.Thread(target=lambda n=n: [cache.put("photon", f"{n} {k}", {}, [HERE]) for k in range(20)])
        for n in range(4)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert all(cache.get("photon", f"{n} {k}", {}) == (HERE,) for n in range(4) for k in range(20))
