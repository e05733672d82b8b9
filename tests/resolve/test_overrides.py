"""Answers given by hand are read, checked against the gazetteer, and refused with their row."""

import pytest

from incident_mapper.errors import ReadError, SchemaError
from incident_mapper.gazetteer import load_gazetteer
from incident_mapper.resolve import read_overrides

GAZETTEER = load_gazetteer()


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "overrides.csv"
        path.write_text(text, encoding="utf-8")
        return dict(read_overrides(path, GAZETTEER))

    return read


def test_a_text_is_kept_as_its_match_key(read):
    assert read("place_text,code\nGazi-Tir, PK204 \n") == {"gazi tir": "PK204"}


def test_rows_without_a_code_are_passed_over(read):
    assert read("row,place_text,reason,code\n3,Gazi Tir,unknown,\n4,Lak Pass,unknown,PK220\n") == {
        "lak pass": "PK220"
    }


def test_codes_of_every_level_are_allowed(read):
    answers = read("Place,Place Code\na,PK-BA\nb,IM-V-KARACHI\nc,IM-T-HARNAI-KHOST\nd,PK\n")
    assert list(answers.values()) == ["PK-BA", "IM-V-KARACHI", "IM-T-HARNAI-KHOST", "PK"]


def test_the_same_answer_twice_is_one(read):
    assert read("place_text,code\nGazi Tir,PK204\ngazi tir,PK204\n") == {"gazi tir": "PK204"}


def test_two_answers_for_one_text_are_refused(read):
    with pytest.raises(SchemaError, match=r"row 3: 'gazi tir' has two codes, PK204 and PK210"):
        read("place_text,code\nGazi Tir,PK204\ngazi tir,PK210\n")


def test_a_text_without_letters_is_refused(read):
    with pytest.raises(SchemaError, match=r"row 2: the place text is empty"):
        read("place_text,code\n-,PK204\n")


def test_an_unknown_code_is_refused_with_its_row(read):
    with pytest.raises(
        SchemaError, match=r"overrides\.csv, row 3: there is no place with the code 'PK999' in edition 2023"
    ):
        read("place_text,code\na,PK204\nb,PK999\n")


def test_missing_columns_are_named(read):
    with pytest.raises(
        SchemaError, match=r"must have the columns place_text and code\. Found: a, b\."
    ) as caught:
        read("a,b\n1,2\n")
    assert caught.value.found == ("a", "b")


def test_a_missing_file_is_a_read_error(tmp_path):
    with pytest.raises(ReadError):
        read_overrides(tmp_path / "no.csv", GAZETTEER)
