"""Columns of Arrow as texts: as a person writes numbers, days and truth, each distinct one once."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from incident_mapper.files.cells import Column
from incident_mapper.files.written import written


def column_of(array: Any) -> Column:
    """Return an array of any type as a column of texts; null is empty text.

    Examples
    --------
    >>> column_of(pa.array([4.0, 3.5, None, 4.0])).expand().tolist()
    ['4', '3.5', '', '4']
    """
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if not pa.types.is_dictionary(array.type):
        array = _encoded(array)
    codes, texts = array.indices, array.dictionary
    as_text = pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)
    if not as_text:
        texts = pa.array(_texts(texts), pa.string())
    if len(texts) > 2 * len(codes):  # the dictionary of a whole row group
        used = pc.unique(codes.drop_null())
        codes, texts = pc.index_in(codes, used), texts.take(used)
    numbers = _numbers(codes, missing=len(texts))
    found = texts.to_numpy(zero_copy_only=False)
    if codes.null_count or texts.null_count:
        found = np.array([*(text if text is not None else "" for text in found), ""], dtype=object)
    if as_text and len(found) == len(texts) and pc.utf8_trim_whitespace(texts).equals(texts):
        return Column(numbers, found)
    return _distinct(numbers, np.array([text.strip() for text in found], dtype=object))


def merged(column: Column, texts: Sequence[str], order: NDArray[np.int64]) -> Column:
    """Return a column with further texts behind its own, in another order."""
    more = Column.of(texts)
    joined = np.concatenate([column.texts, more.texts])
    codes = np.concatenate([column.codes, more.codes + len(column.texts)])[order]
    return _distinct(codes, joined)


def _encoded(array: Any) -> Any:
    try:
        return pc.dictionary_encode(array)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):  # nested, or an extension
        return pc.dictionary_encode(pa.array(_texts(array), pa.string()))


def _numbers(codes: Any, *, missing: int) -> NDArray[np.int32]:
    filled = codes.fill_null(missing) if codes.null_count else codes
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int32)


def _distinct(codes: NDArray[Any], texts: NDArray[np.object_]) -> Column:
    again, distinct = pd.factorize(texts)
    return Column(again[codes].astype(np.int32), np.asarray(distinct, dtype=object))


def _texts(values: Any) -> list[str | None]:
    """Return one text for each value of an array."""
    kind = values.type
    if isinstance(kind, pa.BaseExtensionType):
        return _texts(values.storage)
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return list(values.cast(pa.string()).to_pylist())
    if pa.types.is_floating(kind):
        return _floats(values)
    if pa.types.is_timestamp(kind):
        return _timestamps(values)
    return [None if value is None else _text(value) for value in values.to_pylist()]


def _floats(values: Any) -> list[str | None]:
    if pa.types.is_float16(values.type):
        values = values.cast(pa.float32())
    numbers = values.cast(pa.string()).to_pylist()
    return [_plain(text) if text is not None else None for text in numbers]


def _plain(text: str) -> str:
    """Return the shortest text of a number without an exponent; what is no number is missing."""
    if "n" in text:  # nan, inf
        return "" if "nan" in text else text
    if "e" in text or text == "-0":
        return written(float(text))
    return text.removesuffix(".0")


def _timestamps(values: Any) -> list[str | None]:
    return [None if value is pd.NaT else written(value) for value in pd.Series(values.to_pandas())]


def _text(value: Any) -> str:
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=written)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    return written(value)
