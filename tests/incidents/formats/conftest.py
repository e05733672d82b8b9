"""Tiny files of each kind, and what a format makes of them."""

import csv
import dataclasses
import io

import pytest

from incident_mapper.files import open_table
from incident_mapper.incidents.formats import columns_of, headers_to_read, recognise


@pytest.fixture
def opened(tmp_path):
    """Give the function that writes a small CSV file and opens it."""

    def opened(headers, *rows, bom=False, tags=None, **more):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(headers)
        writer.writerows(
            [
                [row.get(h, row.get(h.lower(), "")) for h in headers] if isinstance(row, dict) else row
                for row in rows
            ]
        )
        path = tmp_path / "file.csv"
        path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode())
        table = open_table(path)
        return dataclasses.replace(table, tags=tags or {}, **more)

    return opened


@pytest.fixture
def fields():
    """Give the function that says what each field holds, row by row, codes put into words."""

    def fields(table, fmt=None, given=None):
        fmt = fmt or recognise(table)
        columns = columns_of(table, fmt, given)
        found = {field: [] for field in columns}
        for batch in table.batches(headers_to_read(table, fmt, columns)):
            made = fmt.prepare(batch) if fmt.prepare else batch
            assert made.rows is batch.rows
            for field, header in columns.items():
                assert header in made.columns, f"{header!r} is named, but not there"
                words = fmt.codes.get(field, {})
                found[field] += [words.get(text, text) for text in made.column(header).expand()]
        return found

    return fields
