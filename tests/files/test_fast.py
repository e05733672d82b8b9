"""The fast reader of delimited text gives what the careful one gives, cell by cell."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from incident_mapper.errors import ReadError
from incident_mapper.files.delimited import careful_batches, open_delimited
from incident_mapper.files.fast import fast_batches
from incident_mapper.files.opening import open_source
from incident_mapper.files.text import scan_text

BLOCK = 256


def opened(content, folder):
    path = Path(folder, "reports.csv")
    path.write_bytes(content)
    return open_delimited(scan_text(open_source(path)))


def told(batches):
    """Give all that batches say: each row with its number and cells, and each problem."""
    rows, problems = [], {}
    try:
        for batch in batches:
            cells = [batch.columns[name].expand().tolist() for name in batch.columns]
            rows += [(int(number), *(column[at] for column in cells)) for at, number in enumerate(batch.rows)]
            problems |= batch.problems
    except ReadError as error:
        return str(error)
    return rows, problems


def assert_equal(content, *, only=None, block=BLOCK):
    with tempfile.TemporaryDirectory() as folder:
        try:
            table = opened(content, folder)
        except ReadError:
            return
        assert told(fast_batches(table, only, block=block)) == told(careful_batches(table, only))


cell = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "NA",
            "null",
            "4",
            '5" pipe',
            '""',
            '"a,b"',
            '"x\ny"',
            '"x\r\n\r\ny"',
            '"q""q"',
            "\xa0a\x1c",
        ]
    ),
    st.text(alphabet='ab,"\n\r\t ;\u2028کی', max_size=6),
)
line = st.one_of(st.lists(cell, max_size=5).map(",".join), st.sampled_from(["", " ", ",,", '""', "a,b,c"]))
end = st.sampled_from(["\n", "\r\n", "\r"])
tables = st.lists(st.tuples(line, end), max_size=60).map(
    lambda lines: "".join(text + stop for text, stop in lines)
)


@given(tables, st.sampled_from([None, {"a"}, {"b", "c"}, set()]), st.sampled_from([64, BLOCK, 1 << 20]))
@settings(deadline=None, max_examples=150)
@example('1,2,3\n"open,4,5\n', None, BLOCK)
@example("\n\n1,2,3\n\n\n,,\n4\n5,6,7,8\n", {"b"}, 64)
@example("1,2,3\n" * 40 + ",,\n" + "1,2,3\n" * 40 + "\x03end of file\x03\n", {"b"}, 64)
@example(",2,\n" * 90, {"c"}, 64)
def test_both_readers_agree_on_any_small_table(text, only, block):
    assert_equal(("a,b,c\n" + text).encode(), only=only, block=block)


@given(st.lists(st.text(alphabet='ab"\n\r ', max_size=5), max_size=40))
@settings(deadline=None)
def test_both_readers_agree_on_a_single_column(cells):
    assert_equal(("a\n" + "\n".join(cells)).encode(), block=64)


@pytest.mark.parametrize("block", range(64, 72))
def test_a_line_end_in_a_cell_is_kept_where_a_block_ends_in_it(block):
    assert_equal(b"a,b\r\n" + b'1,"x\r\ny"\r\n' * 100, block=block)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_both_readers_agree_in_any_encoding(encoding):
    assert_equal(("place;note\n" + "Kalat;café “so”\n" * 500).encode(encoding), block=4096)


def test_a_delimiter_at_the_end_of_each_row_is_no_problem(tmp_path):
    table = opened(b"a,b\n" + b"1,2,\n" * 300 + b"1,2,x\n" + b"1,2,\n" * 300, tmp_path)
    rows, problems = told(fast_batches(table, {"a"}, block=BLOCK))
    assert len(rows) == 601
    assert list(problems) == [302]
    assert "3 cells under 2 column names" in problems[302]


def test_columns_that_are_not_wanted_do_not_make_a_row_empty(tmp_path):
    table = opened(b"a,b,c\n" + b"1,2,3\n" * 250 + b",,3\n\n,,\n1,2,3\n", tmp_path)
    rows, _ = told(fast_batches(table, {"b"}, block=BLOCK))
    assert rows[-2:] == [(252, ""), (255, "2")]


def test_a_row_larger_than_a_block_is_read_with_care(tmp_path):
    content = b"a,b\n" + b"1,2\n" * 300 + b'3,"' + b"x\n" * 2000 + b'"\n4,5\n'
    table = opened(content, tmp_path)
    rows, _ = told(fast_batches(table, None, block=BLOCK))
    assert rows == told(careful_batches(table, None))[0]
    assert [row[0] for row in rows][-2:] == [302, 303]


def test_a_quote_left_open_in_a_large_file_is_named_with_its_row(tmp_path):
    table = opened(b"a,b\n" + b"1,2\n" * 300 + b'3,"4\n' + b"5,6\n" * 3000, tmp_path)
    assert "row 302: a quote is opened" in told(fast_batches(table, None, block=BLOCK))


def test_a_cell_of_more_than_a_million_characters_is_named(tmp_path):
    table = opened(b"a,b\n" + b"1,2\n" * 300 + b"3," + b"x" * 1_000_001 + b"\n", tmp_path)
    for batches in (fast_batches(table, None, block=1 << 22), careful_batches(table, None)):
        assert "row 302, column 2 (b): the cell has more than 1,000,000 characters" in told(batches)


def test_batches_that_are_left_early_leave_no_thread_behind(tmp_path):
    import threading

    table = opened(b"a,b\n" + b"1,2\n" * 5000, tmp_path)
    batches = fast_batches(table, None, block=BLOCK)
    next(batches)
    batches.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "reading ahead"]
