"""Adding as a whole: counts that add up, options that fit, and files that are whole or not there."""

import errno
import sqlite3

import pytest

from incident_mapper.add_places import AddOptions, CsvColumns, add_gazetteer, store
from incident_mapper.add_places import records as r
from incident_mapper.errors import OptionError, OutputError, ReadError
from incident_mapper.export import atomic


def test_every_row_is_a_place_or_counted(add, rows_of):
    added = add(
        rows_of.geonames(1, "Malant"),
        rows_of.geonames(2, "Kabul", rows_of.kabul),
        rows_of.geonames(3, "Srinagar", rows_of.srinagar),
        rows_of.geonames(4, "Ship", rows_of.arabian_sea),
        rows_of.geonames(5, "Malant Kaur", feature_class="H", feature_code="STM"),
        rows_of.geonames(6, "Rest House", feature_class="S", feature_code="RHSE"),
        "half a row",
    )
    reasons = (r.ABROAD, r.DISPUTED, r.AT_SEA, r.OTHER_KIND, r.COMMON_NAME, r.BAD_ROW)
    assert added.skipped == dict.fromkeys(reasons, 1)
    assert (added.read, added.stored) == (7, 1)
    assert added.read == added.stored + sum(added.skipped.values())


def test_a_dump_states_its_licence_date_and_origin(add, rows_of):
    info = add(rows_of.geonames(1, "Malant", modification_date="2024-05-06")).info
    assert (info.name, info.title, info.source, info.places) == ("pk", "GeoNames PK", "PK.txt", 1)
    assert (info.licence, info.date, info.problem) == ("GeoNames, CC BY 4.0", "2024-05-06", "")
    assert info.attribution == (
        "Places: GeoNames PK (www.geonames.org), data of 2024-05-06; licence: GeoNames, CC BY 4.0"
    )


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "My Villages (2).csv"
    path.write_text("name,lon,lat\nMalant,66.59,29.02\n", encoding="utf-8")
    return path


def test_a_table_states_only_what_it_is_given(table, folder):
    info = add_gazetteer(table, folder=folder).info
    assert (info.name, info.licence, info.date) == ("my-villages-2", "not stated", "")
    given = AddOptions(name="mine", licence="ODbL 1.0", date="2026-02-01")
    info = add_gazetteer(table, options=given, folder=folder).info
    assert (info.name, info.licence, info.date) == ("mine", "ODbL 1.0", "2026-02-01")
    assert info.attribution == "Places: My Villages (2), data of 2026-02-01; licence: ODbL 1.0"


def test_steps_are_told(dump, folder, rows_of):
    steps = []
    add_gazetteer(dump(rows_of.geonames(1, "Malant")), folder=folder, step=steps.append)
    assert steps == [
        "reading PK.txt, row 1",
        "putting places into districts: 1",
        "writing the index of places: 1",
    ]


def test_a_name_that_is_taken_is_refused_unless_it_is_to_be_replaced(add, rows_of):
    first = add(rows_of.geonames(1, "Malant"))
    before = first.path.read_bytes()
    with pytest.raises(OptionError, match=r"already an added gazetteer 'pk'\. Replace it with --replace"):
        add(rows_of.geonames(2, "Kot Dashti"))
    assert first.path.read_bytes() == before
    assert add(rows_of.geonames(2, "Kot Dashti"), rows_of.geonames(3, "Rekin"), replace=True).info.places == 2


@pytest.mark.parametrize("name", ["../pk", "PK", "p k", "-pk", "pk-", "", "a" * 41, "con", "پاک"])
def test_a_name_that_cannot_be_a_file_is_refused(tmp_path, folder, name):
    path = tmp_path / "پاک.txt"  # nothing of which could be a name
    with pytest.raises(OptionError, match=r"cannot be called .* such as pk-2026"):
        add_gazetteer(path, options=AddOptions(name=name), folder=folder)


@pytest.mark.parametrize(
    ("file", "options", "message"),
    [
        ("PK.zip", AddOptions(columns=CsvColumns(name="x")), "no column names"),
        ("a.csv", AddOptions(alternate_names="b.zip"), "--alternate-names is for a GeoNames dump"),
        (
            "a.csv",
            AddOptions(date="May 2024"),
            "--date expects a day such as 2026-01-31; instead got 'May 2024'",
        ),
    ],
)
def test_options_that_do_not_fit_are_refused_before_any_work(tmp_path, folder, file, options, message):
    with pytest.raises(OptionError, match=message):
        add_gazetteer(tmp_path / file, options=options, folder=folder)
    assert not folder.exists()


def test_a_file_without_any_place_of_ours_is_refused_and_says_why(add, rows_of, folder):
    with pytest.raises(ReadError, match=r"no place that could be added, of 1 rows: 1 abroad\.$"):
        add(rows_of.geonames(1, "Kabul", rows_of.kabul))
    with pytest.raises(ReadError, match=r"1 abroad\. Are longitude and latitude swapped\?"):
        add(rows_of.geonames(1, "Malant", rows_of.kalat[::-1]))
    assert not folder.exists()


def test_the_same_input_gives_the_same_bytes(dump, tmp_path, rows_of):
    rows = [
        rows_of.geonames(n, f"Malant {chr(97 + n % 26)}{n}", alternatenames="Kot,Dasht")
        for n in range(1, 400)
    ]
    files = [
        add_gazetteer(dump(*order), folder=tmp_path / folder).path.read_bytes()
        for folder, order in (("one", rows), ("two", rows), ("turned", rows[::-1]))
    ]
    assert files[0] == files[1] == files[2]


def test_nothing_is_left_behind_when_writing_fails(add, rows_of, folder, monkeypatch):
    before = add(rows_of.geonames(1, "Malant")).path.read_bytes()

    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store, "_write", full)
    with pytest.raises(OutputError, match=r"Cannot write .*pk\.sqlite.* disk is full"):
        add(rows_of.geonames(2, "Rekin"), replace=True)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("pk.sqlite", before)]


def test_a_file_that_is_in_use_is_replaced_whole_or_not_at_all(add, rows_of, folder, monkeypatch):
    before = add(rows_of.geonames(1, "Malant")).path.read_bytes()

    def full(_):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        add(rows_of.geonames(2, "Rekin"), replace=True)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("pk.sqlite", before)]


def test_a_folder_that_cannot_be_made_is_said(dump, tmp_path, rows_of):
    (tmp_path / "data").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(OutputError, match=r"Cannot write .*pk\.sqlite"):
        add_gazetteer(dump(rows_of.geonames(1, "Malant")), folder=tmp_path / "data" / "gazetteers")
