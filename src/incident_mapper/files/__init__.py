"""Read any file of rows as batches of text, with the row numbers a person would use."""

from incident_mapper.files.ahead import ahead
from incident_mapper.files.cells import Batch, Column, Numbers
from incident_mapper.files.table import FileOptions, Table, open_table
from incident_mapper.files.whole import RawTable, read_table

__all__ = [
    "Batch",
    "Column",
    "FileOptions",
    "Numbers",
    "RawTable",
    "Table",
    "ahead",
    "open_table",
    "read_table",
]
