"""Every row has an id of its own; a row that is there twice counts once, and is still listed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident_mapper import schema as s
from incident_mapper.files import Column
from incident_mapper.incidents import read_incidents
from incident_mapper.incidents.fill import Findings
from incident_mapper.incidents.ids import IdGiver, SeenIds


def ids_of(batches, *, lasting=False):
    """Give the ids of rows that each have a content of their own."""
    seen = SeenIds()
    for names in batches:
        seen.look(Column.of(names))
    seen.settle()
    giver, found, row = IdGiver(seen), [], 0
    for names in batches:
        rows = np.arange(row, row + len(names))
        row += len(names)
        content = [Column.of([str(number) for number in rows])]
        ids, _, _ = giver.give(Column.of(names), content, Findings("f.csv", rows), lasting=lasting)
        found += ids.tolist()
    return found


names = st.lists(st.sampled_from(["", "a", "a#2", "a#3", "row-1", "row-2", "row-1#2"]), max_size=8)


@given(names)
def test_any_ids_become_unique_and_the_first_of_each_is_kept(given_ids):
    ids = ids_of([given_ids])
    assert len(set(ids)) == len(ids) == len(given_ids)
    for name in set(given_ids) - {""}:
        assert ids[given_ids.index(name)] == name


@given(st.lists(names, max_size=4))
def test_batches_change_no_id(batches):
    assert ids_of(batches) == ids_of([[name for batch in batches for name in batch]])


@pytest.fixture
def read(tmp_path):
    def read(*texts):
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"{number}.csv")
            paths[-1].write_text(text, encoding="utf-8")
        return read_incidents(*paths)

    return read


def test_a_row_that_is_there_twice_under_its_id_is_rejected_with_the_place_of_the_first(read):
    reading = read("id,district,killed\na,Kalat,4\nb,Quetta,1\na,Kalat,4\n")
    assert reading.incidents.index.tolist() == ["a", "b", "a#2"]
    assert reading.incidents[s.REJECT_REASON].tolist() == [
        "",
        "",
        "the same row as row 2 of 0.csv, word for word, and counted there",
    ]
    assert reading.findings[s.CHECK].tolist() == ["repeated_row"]


def test_two_rows_without_an_id_may_be_two_incidents(read):
    table = read("district,killed\nKalat,1\nKalat,1\n").incidents
    assert table[s.REJECT_REASON].tolist() == ["", ""]


def test_a_row_that_another_file_repeats_counts_once(read):
    table = read("id,district\na,Kalat\n", "id,district\na,Kalat\nb,Quetta\n").incidents
    assert [bool(reason) for reason in table[s.REJECT_REASON]] == [False, True, False]


def test_a_file_given_twice_is_read_once(read):
    text = "district,killed\nKalat,4\n"
    reading = read(text, text)
    assert len(reading.incidents) == 1
    assert "1.csv is the same file as 0.csv and was read once" in reading.notes


UCDP = "id,where_prec,type_of_violence,date_start,side_a,best,adm_2\n"


def test_a_dataset_that_states_an_incident_twice_reports_on_it_twice(read):
    table = read(UCDP + "1,3,1,2020-01-01,x,4,Kalat\n1,3,1,2020-01-01,x,6,Kalat\n").incidents
    assert table[s.RELATIONS].tolist() == ["", "duplicate_of:1"]
    assert "taken as another report of the same incident" in table[s.READ_NOTES].iloc[1]
