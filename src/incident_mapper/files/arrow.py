"""Columns of Arrow as texts: as a person writes numbers, days and truth, each distinct one once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from incident_mapper.files.cells import Column, Numbers
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
    codes, values = array.indices, array.dictionary
    if len(values) > 2 * len(codes):  # the dictionary of a whole row group
        used = pc.unique(codes.drop_null())
        codes, values = pc.index_in(codes, used), values.take(used)
    numbers = _numbers(codes, missing=len(values))
    if pa.types.is_float64(values.type) and not codes.null_count and not values.null_count:
        found = values.to_numpy()
        if np.isfinite(found).all() and not np.signbit(found[found == 0]).any():
            return Numbers(numbers, found, lambda: _floats(values).to_numpy(zero_copy_only=False))
    texts = _texts(values)
    found = texts.to_numpy(zero_copy_only=False)
    if not codes.null_count and not texts.null_count and _are_clean(values, texts):
        return Column(numbers, found)
    return _distinct(numbers, np.array([*(text.strip() if text else "" for text in found), ""], dtype=object))


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
        return pc.dictionary_encode(_texts(array))


def _are_clean(values: Any, texts: Any) -> bool:
    """Whether the texts of distinct values are distinct and trimmed without a further look."""
    kind = values.type
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_floating(kind):
        return _is_plain(texts)
    return _is_text(kind) and bool(pc.utf8_trim_whitespace(texts).equals(texts))


def _numbers(codes: Any, *, missing: int) -> NDArray[np.int32]:
    filled = codes.fill_null(missing) if codes.null_count else codes
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int32)


def _distinct(codes: NDArray[Any], texts: NDArray[np.object_]) -> Column:
    again, distinct = pd.factorize(texts)
    return Column(again[codes].astype(np.int32), np.asarray(distinct, dtype=object))


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts(values: Any) -> Any:
    """Return one text for each value of an array, as an array."""
    kind = values.type
    if isinstance(kind, pa.BaseExtensionType):
        return _texts(values.storage)
    if _is_text(kind):
        return values
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return values.cast(pa.string())
    if pa.types.is_floating(kind):
        return _floats(values)
    if pa.types.is_timestamp(kind):
        moments = pd.Series(values.to_pandas())
        return pa.array([None if value is pd.NaT else written(value) for value in moments], pa.string())
    return pa.array([None if value is None else _text(value) for value in values.to_pylist()], pa.string())


def _floats(values: Any) -> Any:
    if pa.types.is_float16(values.type):
        values = values.cast(pa.float32())
    texts = values.cast(pa.string())
    if _is_plain(texts):
        return texts
    return pa.array([None if text is None else _plain(text) for text in texts.to_pylist()], pa.string())


def _is_plain(texts: Any) -> bool:
    """Whether no number needs another look: an exponent, a zero behind the point, minus zero, not a number."""
    return not pc.any(pc.match_substring_regex(texts, r"[a-z]|\.0$|^-0$")).as_py()


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
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value.hex()
    return written(value)
