"""Rows of a country dump and of its alternate names: what is read of them, and why the others are counted."""

import pytest

from incident_mapper.add_places import records as r
from incident_mapper.add_places.read_geonames import COLUMNS, read_geonames
from incident_mapper.errors import ReadError


def quiet(_):
    pass


def read(path, alternate_names=None):
    return read_geonames(path, alternate_names=alternate_names, step=quiet)


def test_a_row_becomes_a_place_with_its_names_and_the_newest_day_is_the_date(dump, rows_of):
    rows = (
        rows_of.geonames(7, "Khārān Kalay", asciiname="Kharan Kalay", alternatenames="Kharan Kili,خاران"),
        rows_of.geonames(
            8, "Rodbār Pass", feature_class="T", feature_code="PASS", modification_date="2024-05-06"
        ),
    )
    found = read(dump(*rows))
    first, second = found.places
    assert (first.number, first.name, first.feature, first.populated) == (7, "Khārān Kalay", "P.PPL", True)
    assert (first.lon, first.lat) == rows_of.kalat
    assert first.others == ("Kharan Kalay", "Kharan Kili", "خاران")
    assert (second.feature, second.kind, second.populated) == ("T.PASS", "pass", False)
    assert (found.rows, found.date, found.title, dict(found.skipped)) == (2, "2024-05-06", "GeoNames PK", {})


def test_a_town_of_stated_population_keeps_only_names_of_a_stated_language(dump, tmp_path, rows_of):
    city = dump(
        rows_of.geonames(1, "Karachi", population=14_000_000, alternatenames="Ka La Qi,Kolachi,Karacis")
    )
    assert read(city).places[0].others == ()
    names = tmp_path / "names.txt"
    names.write_text(rows_of.alternate(1, "Kurrachee", "en"), encoding="utf-8")
    assert read(city, names).places[0].others == ("Kurrachee",)


def test_a_zip_is_read_like_the_text_in_it(dump, rows_of):
    rows = [rows_of.geonames(7, "Malant")]
    assert read(dump(*rows, zipped=True)) == read(dump(*rows))


def test_quotes_mean_nothing(dump, rows_of):
    found = read(
        dump(rows_of.geonames(1, '"Chak'), rows_of.geonames(2, 'Goth "Khan"'), rows_of.geonames(3, "Kot"))
    )
    assert [place.name for place in found.places] == ['"Chak', 'Goth "Khan"', "Kot"]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda row: row.replace("\tPK\t", "\tPK\t\t"), r.BAD_ROW),
        (lambda row: row.rpartition("\t")[0], r.BAD_ROW),
        (lambda row: row.replace("2\t", "none\t", 1), r.BAD_ROW),
        (lambda row: row.replace("66.591", ""), r.NO_POINT),
        (lambda row: row.replace("29.0225", "north"), r.NO_POINT),
        (lambda row: row.replace("29.0225", "nan"), r.NO_POINT),
        (lambda row: row.replace("66.591", "3200000"), r.NO_POINT),
        (lambda row: row.replace("Malant", "卡拉奇"), r.NO_NAME),
        (lambda row: row.replace("Malant", ""), r.NO_NAME),
        (lambda row: row.replace("\tP\tPPL\t", "\tH\tSTM\t"), r.OTHER_KIND),
        (lambda row: row.replace("\tP\tPPL\t", "\t\t\t"), r.OTHER_KIND),
        (lambda row: row.replace("2\t", "1\t", 1), r.REPEATED),
    ],
)
def test_a_row_that_is_no_place_of_ours_is_counted_with_its_reason(dump, rows_of, broken, reason):
    whole, other = rows_of.geonames(1, "Kot"), rows_of.geonames(2, "Malant")
    assert broken(other) != other
    found = read(dump(whole, broken(other)))
    assert [place.name for place in found.places] == ["Kot"]
    assert (found.rows, dict(found.skipped)) == (2, {reason: 1})


def test_a_row_that_is_not_utf8_is_counted(dump, rows_of):
    path = dump(rows_of.geonames(1, "Kot"))
    path.write_bytes(path.read_bytes() + rows_of.geonames(2, "Kalāt").encode("iso8859_4") + b"\n")
    assert dict(read(path).skipped) == {r.BAD_ROW: 1}


@pytest.mark.parametrize("content", ["name,lon,lat\nMalant,66,29\n", "name\tlon\tlat\nMalant\t66\t29\n"])
def test_a_table_of_another_kind_is_refused_at_its_first_row(tmp_path, content):
    path = tmp_path / "villages.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(
        ReadError, match=r"villages\.txt, row 1, .* expected 19 columns .* must be called \.csv"
    ):
        read(path)


def test_an_empty_dump_is_refused(dump):
    with pytest.raises(ReadError, match=r"PK\.txt is empty"):
        read(dump())


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_are_no_rows(tmp_path, rows_of):
    path = tmp_path / "PK.txt"
    path.write_text(f"\ufeff{rows_of.geonames(1, 'Kot')}\r\n\r\n", encoding="utf-8", newline="")
    found = read(path)
    assert (found.rows, found.date, len(found.places)) == (1, "2020-01-01", 1)


def test_names_of_a_stated_language_are_taken_and_links_and_codes_are_not(dump, tmp_path, rows_of):
    names = tmp_path / "alternateNamesV2.txt"
    lines = [
        rows_of.alternate(1, "ملانت گوٹھ", "ur"),
        rows_of.alternate(1, "ملانت", "ur", preferred="1"),
        rows_of.alternate(1, "Malantgarh", "en", historic="1"),
        rows_of.alternate(1, "Malantabad"),
        rows_of.alternate(1, "Malānt", "en-GB"),
        rows_of.alternate(1, "https://example.org/malant", "link"),
        rows_of.alternate(1, "Q1234", "wkdt"),
        rows_of.alternate(1, "88300", "post"),
        rows_of.alternate(1, "MLT", "iata"),
        rows_of.alternate(1, "Malanto", "it"),
        rows_of.alternate(9, "Elsewhere", "en"),
    ]
    names.write_text("\n".join(lines), encoding="utf-8")
    (place,) = read(dump(rows_of.geonames(1, "Malant", alternatenames="Malanto,MLT")), names).places
    assert place.urdu == "ملانت"
    assert set(place.others) == {"ملانت گوٹھ", "Malantgarh", "Malantabad", "Malānt"}


def test_rows_of_alternate_names_that_are_not_whole_are_said(dump, tmp_path, rows_of):
    names = tmp_path / "names.txt"
    text = "\n".join([rows_of.alternate(1, "Malantabad"), "2\t1", "x\ty\tz\tw"])
    names.write_bytes(text.encode() + b"\n5\t1\ten\tMal\xe4nt\n")
    found = read(dump(rows_of.geonames(1, "Malant")), names)
    assert found.notes == ("names.txt: 3 rows are not whole and were left out",)
    assert found.places[0].others == ("Malantabad",)


def test_a_file_that_holds_no_alternate_names_is_refused(dump, tmp_path, rows_of):
    names = tmp_path / "names.txt"
    names.write_text("geonameid,name\n1,Malant\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"names\.txt, row 1, is no row of alternateNamesV2"):
        read(dump(rows_of.geonames(1, "Malant")), names)


def test_a_dump_has_nineteen_columns():
    assert len(COLUMNS) == 19
