"""Looking added places up: in which units, for which edition and day, and from files that may be damaged."""

import gc
import sqlite3
import threading
from datetime import date

import pytest

from incident_mapper.add_places import AddOptions, add_gazetteer
from incident_mapper.errors import ReadError
from incident_mapper.gazetteer import added_file
from incident_mapper.gazetteer.added import AddedPlaces, data_folder
from incident_mapper.gazetteer.added_file import added_state, read_info
from incident_mapper.names import match_key

DAY = date(2023, 3, 1)
TUMP = (62.38, 26.1)
HUB = (66.9, 25.05)
BARA = (71.46, 33.92)


@pytest.fixture
def look(folder):
    """Look a name up among all that is added by now."""

    def look_(name, edition="2023", on=DAY):
        return AddedPlaces(edition, on, folder=folder).named(match_key(name))

    return look_


def test_a_place_is_found_by_each_of_its_names_with_the_units_that_hold_it(add, look, rows_of):
    add(rows_of.geonames(12, "Khārān Kalay", asciiname="Kharan Kalay", alternatenames="Sra Ghundi,خاران کلی"))
    for name in ("Kharan kalay", "KHARAN-KALAY", "Sraghundi", "خاران کلی"):
        (place,) = look(name)
    assert (place.code, place.name, place.level, place.source) == (
        "GN-12",
        "Khārān Kalay",
        "locality",
        "added:pk",
    )
    assert (place.adm1_code, place.division_code, place.adm2_code) == ("PK-BA", "IM-V-KALAT", "PK210")
    assert place.adm3_code.startswith("IM-T-KALAT-")
    assert (place.lon, place.lat) == rows_of.kalat
    assert place.variants == ("Kharan Kalay", "Sra Ghundi", "خاران کلی")
    assert (place.kind, place.note, place.uncertain) == ("village", "GeoNames PK, P.PPL", False)
    assert place.precision_km == 5.0


def test_a_name_nobody_bears_is_found_nowhere(add, look, rows_of):
    add(rows_of.geonames(12, "Malant"))
    assert look("Malan") == look("") == ()


def test_the_urdu_name_is_the_one_stated_to_be_urdu(add, look, rows_of, tmp_path):
    names = tmp_path / "names.txt"
    names.write_text(rows_of.alternate(12, "ملانت", "ur"), encoding="utf-8")
    add(rows_of.geonames(12, "Malant"), alternate_names=names)
    (place,) = look("ملانت")
    assert (place.name, place.urdu, place.variants) == ("Malant", "ملانت", ())


def test_namesakes_are_all_found_and_towns_first(add, look, rows_of):
    add(
        rows_of.geonames(3, "Malant", rows_of.kalat, feature_class="T", feature_code="HLL"),
        rows_of.geonames(5, "Malant", rows_of.quetta, population="900"),
        rows_of.geonames(4, "Malant", rows_of.kalat, population="1200"),
    )
    assert [(p.code, p.level) for p in look("Malant")] == [
        ("GN-4", "town"),
        ("GN-5", "town"),
        ("GN-3", "locality"),
    ]
    assert len({p.adm2_code for p in look("Malant")}) == 2


def test_one_file_serves_every_edition_and_day(add, look, rows_of):
    add(rows_of.geonames(1, "Malant", TUMP), rows_of.geonames(2, "Sakran Goth", HUB))
    (now,), (reported,) = look("Malant"), look("Malant", edition="2026-reported", on=date(2026, 7, 12))
    assert now.adm3_code == reported.adm3_code
    assert now.adm2_code == "PK211"
    assert reported.adm2_code != "PK211"
    (hub,), (lasbela,) = look("Sakran Goth"), look("Sakran Goth", on=date(2015, 1, 1))
    assert (hub.adm2_code, lasbela.adm2_code) == ("IM-D-HUB", "PK217")


def test_a_place_knows_the_units_that_once_held_it_as_embedded_places_do(add, look, rows_of, gazetteer):
    add(rows_of.geonames(1, "Malant", BARA))
    (place,) = look("Malant")
    assert "PK-TA" in place.former
    assert place.former == gazetteer.by_code[place.adm3_code].former


def test_places_of_several_gazetteers_are_found_and_one_place_once(
    add, dump, look, rows_of, folder, tmp_path
):
    add(rows_of.geonames(12, "Malant"), name="one")
    add(rows_of.geonames(12, "Malant"), name="two")
    table = tmp_path / "villages.csv"
    table.write_text("name,lon,lat\nKot,66.9,30.1\nMalant,66.99,30.18\n", encoding="utf-8")
    add_gazetteer(table, folder=folder)
    assert [(p.code, p.source) for p in look("Malant")] == [
        ("GN-12", "added:one"),
        ("X-villages-3", "added:villages"),
    ]


def test_a_place_is_found_by_its_code(add, rows_of, folder):
    add(rows_of.geonames(12, "Malant"))
    places = AddedPlaces("2023", DAY, folder=folder)
    assert places.coded("GN-12") == places.coded("gn-12") == places.named("malant")[0]
    for code in ("GN-13", "GN-", "GN", "", "PK210", "X-pk-12", "GN-²", "GN--12", f"GN-{10**30}"):
        assert places.coded(code) is None


def test_without_a_folder_nothing_is_found_and_nothing_is_made(folder):
    places = AddedPlaces("2023", DAY, folder=folder)
    assert places.named("malant") == ()
    assert places.gazetteers == ()
    assert not folder.exists()


def test_the_environment_says_where_the_folder_is(monkeypatch, tmp_path):
    monkeypatch.setenv("INCIDENT_MAPPER_DATA", str(tmp_path))
    assert data_folder() == tmp_path / "gazetteers"
    monkeypatch.delenv("INCIDENT_MAPPER_DATA")
    assert "incident-mapper" in data_folder().parts
    assert AddedPlaces("2023", DAY).folder == data_folder()


def test_the_state_changes_with_what_is_added_and_removed(add, rows_of, folder):
    states = [added_state(folder)]
    path = add(rows_of.geonames(1, "Malant")).path
    states.append(added_state(folder))
    add(rows_of.geonames(1, "Malant"), rows_of.geonames(2, "Rekin", alternatenames="x" * 5_000), replace=True)
    states.append(added_state(folder))
    path.unlink()
    path.symlink_to("nowhere")
    states.append(added_state(folder))
    assert len(set(states)) == 4
    assert states[0] == ()


def test_look_ups_from_other_threads_work(add, rows_of, folder):
    add(rows_of.geonames(12, "Malant"))
    places = AddedPlaces("2023", DAY, folder=folder)
    places.named("first")
    found = []
    threads = [threading.Thread(target=lambda: found.append(places.named("malant"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(bearers) for bearers in found] == [1] * 8


def test_files_are_closed_when_nobody_looks_up_any_more(add, rows_of, folder):
    add(rows_of.geonames(12, "Malant"))
    places = AddedPlaces("2023", DAY, folder=folder)
    places.named("malant")
    connection = places._files[0].connection
    del places
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def cut(path):
    path.write_bytes(path.read_bytes()[:-4096])


def fill_with_zeros(path):
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)


def forget(path):
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM about WHERE key = 'licence'")
    connection.close()


def other_program(path):
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()


def newer_format(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def link_to_nowhere(path):
    path.unlink()
    path.symlink_to("nowhere")


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (cut, r"is damaged: it has [0-9,]+ of [0-9,]+ bytes"),
        (fill_with_zeros, "is damaged"),
        (forget, "is damaged: it does not say its licence"),
        (lambda path: path.write_bytes(b""), "is no file of added places, or is damaged"),
        (lambda path: path.write_bytes(b"name,lon,lat\n"), "is no file of added places, or is damaged"),
        (other_program, "is no file of added places, or is damaged"),
        (newer_format, "was written by another version"),
        (link_to_nowhere, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_to_do(add, look, rows_of, damage, why):
    path = add(rows_of.geonames(12, "Malant")).path
    damage(path)
    message = (
        rf"(?s)added gazetteer 'pk' cannot be used: .*{why}.*gazetteer remove pk; then add it again with: "
    )
    with pytest.raises(ReadError, match=message):
        look("Malant")
    assert "gazetteer remove pk" in read_info(path).problem


def test_damage_that_only_a_look_up_meets_is_named_too(add, rows_of, folder):
    path = add(*(rows_of.geonames(n, f"Malant {chr(97 + n % 26)}{n}") for n in range(1, 900))).path
    content = bytearray(path.read_bytes())
    content[3 * 4096 :] = b"\xff" * (
        len(content) - 3 * 4096
    )  # the index and places, not what is known about them
    path.write_bytes(content)
    places = AddedPlaces("2023", DAY, folder=folder)

    def look_all_up():
        for n in range(1, 900):
            places.named(match_key(f"Malant {chr(97 + n % 26)}{n}"))

    with pytest.raises(ReadError, match=r"pk\.sqlite is damaged .*gazetteer remove pk"):
        look_all_up()


def test_places_put_into_other_boundaries_are_not_used(add, look, rows_of, monkeypatch):
    add(rows_of.geonames(12, "Malant"))
    monkeypatch.setattr(added_file, "boundaries_stamp", lambda: "another")
    with pytest.raises(
        ReadError, match=r"districts of version .*, whose boundaries differ.*gazetteer add PK\.txt"
    ):
        look("Malant")


def test_the_files_are_opened_at_the_first_look_up_only(add, rows_of, folder):
    add(rows_of.geonames(12, "Malant")).path.write_bytes(b"")
    places = AddedPlaces("2023", DAY, folder=folder)
    with pytest.raises(ReadError):
        places.named("malant")


def test_a_file_is_replaced_while_it_is_in_use(add, look, rows_of, folder):
    add(rows_of.geonames(12, "Malant"))
    places = AddedPlaces("2023", DAY, folder=folder)
    assert places.named("malant")
    add(rows_of.geonames(13, "Rekin"), replace=True)
    assert [p.code for p in look("Rekin")] == ["GN-13"]
    assert places.named("rekin") == ()  # it still sees what it opened


def test_a_look_up_is_remembered(add, rows_of, folder):
    add(rows_of.geonames(12, "Malant"))
    places = AddedPlaces("2023", DAY, folder=folder)
    assert places.named("malant")[0] is places.named("mal ant")[0]


def test_what_is_no_file_of_ours_is_left_alone(add, look, rows_of, folder):
    add(rows_of.geonames(12, "Malant"))
    (folder / ".pk.sqlite.abc.tmp").write_bytes(b"half")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert len(look("Malant")) == 1


def test_add_options_are_not_shared(dump, folder, rows_of):
    assert AddOptions().columns == AddOptions().columns
    assert add_gazetteer(dump(rows_of.geonames(1, "Malant")), folder=folder).info.name == "pk"
