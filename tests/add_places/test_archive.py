"""Texts and zips that are damaged, hostile or hold something else."""

import zipfile

import pytest

from incident_mapper.add_places import archive
from incident_mapper.add_places.archive import table_name, text_lines
from incident_mapper.errors import ReadError


def packed(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def test_the_one_table_beside_the_readme_is_read(tmp_path):
    path = packed(tmp_path / "PK.zip", readme_txt="about", PK_txt="one\ntwo")
    assert list(text_lines(path)) == [b"one", b"two"]
    assert table_name(path) == "PK"


def test_of_several_tables_the_one_of_the_name_of_the_zip_is_read(tmp_path):
    path = packed(tmp_path / "PK.zip", AF_txt="not this", names__PK_txt="this")
    assert list(text_lines(path)) == [b"this"]


def test_the_list_of_languages_beside_the_alternate_names_is_not_read(tmp_path):
    names = tmp_path / "names of today.zip"
    with zipfile.ZipFile(names, "w") as file:
        file.writestr("iso-languagecodes.txt", "languages")
        file.writestr("alternateNamesV2.txt", "names")
    assert list(text_lines(names)) == [b"names"]


@pytest.mark.parametrize(
    "members", [{}, {"places_csv": "a"}, {"readme_txt": "a"}, {"a_txt": "a", "b_txt": "b"}]
)
def test_a_zip_without_one_table_is_refused_with_what_it_holds(tmp_path, members):
    path = packed(tmp_path / "PK.zip", **members)
    held = ", ".join(name.replace("_", ".") for name in members) or "nothing"
    with pytest.raises(ReadError, match=rf"PK\.zip holds {held}. Expected one \.txt file"):
        list(text_lines(path))


def test_a_zip_that_unpacks_to_a_hundredfold_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_SMALL_BYTES", 2**20)
    path = packed(tmp_path / "PK.zip", PK_txt="a\n" * 2**20)
    with pytest.raises(ReadError, match="would unpack to 2,097,152 bytes, 100 times its size"):
        next(text_lines(path))


def test_a_text_larger_than_any_honest_one_is_refused(tmp_path):
    path = packed(tmp_path / "PK.zip", PK_txt="word " * 100)
    with pytest.raises(
        ReadError, match=r"holds 500 bytes, and at most 400 are read\. Give the dump of one country"
    ):
        next(text_lines(path, max_bytes=400))
    plain = tmp_path / "PK.txt"
    plain.write_text("word " * 100, encoding="utf-8")
    with pytest.raises(ReadError, match="holds 500 bytes"):
        next(text_lines(plain, max_bytes=400))


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "PK.txt"
    path.write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(ReadError, match="has a line of over 1,048,576 bytes"):
        list(text_lines(path))


def test_a_damaged_zip_is_named(tmp_path):
    path = packed(tmp_path / "PK.zip", PK_txt="".join(f"{n * n}\n" for n in range(9_000)))
    content = bytearray(path.read_bytes())
    content[200:220] = bytes(20)
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"PK\.zip is damaged"):
        list(text_lines(path))
    path.write_bytes(content[:300])
    with pytest.raises(ReadError, match=r"PK\.zip is damaged, or no zip.*Download it again"):
        list(text_lines(path))
    assert table_name(path) == "PK"


def test_a_zip_with_a_password_is_named(tmp_path):
    path = packed(tmp_path / "PK.zip", PK_txt="one")
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag of encryption, in the member and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"PK\.zip cannot be unpacked.*Unpack it and give the \.txt"):
        list(text_lines(path))


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for name in ("PK.zip", "PK.txt"):
        with pytest.raises(ReadError, match="there is no such file"):
            list(text_lines(tmp_path / name))
    with pytest.raises(ReadError, match="is a folder"):
        list(text_lines(tmp_path))
