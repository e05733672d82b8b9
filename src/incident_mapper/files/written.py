"""Values as a person writes them: 4 and 3.5, true, 2025-11-01."""

import datetime as dt
import decimal
import json
import math
from collections.abc import Callable
from typing import Any


def written(value: Any) -> str:
    """Return a value as the text that a table would hold; what is missing is empty text.

    Examples
    --------
    >>> [written(value) for value in (4.0, 3.5, 1e-5, 1e22, True, None, float("nan"))]
    ['4', '3.5', '0.00001', '10000000000000000000000', 'true', '', '']
    >>> written(dt.datetime(2025, 11, 1)), written(dt.datetime(2025, 11, 1, 14, 30)), written({"a": 1})
    ('2025-11-01', '2025-11-01 14:30:00', '{"a": 1}')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    for kind, writer in _WRITERS:
        if isinstance(value, kind):
            return writer(value)
    return str(value)


def _number(value: float) -> str:
    text = repr(value)
    if "e" not in text and "n" not in text:
        text = text.removesuffix(".0")
        return "0" if text == "-0" else text
    if math.isnan(value):
        return ""
    return text if math.isinf(value) else _trimmed(format(decimal.Decimal(text), "f"))


def _trimmed(text: str) -> str:
    whole = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if whole == "-0" else whole


def _moment(value: dt.datetime) -> str:
    midnight = value.tzinfo is None and value.time() == dt.time()
    return value.date().isoformat() if midnight else value.isoformat(sep=" ")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=written)


# In this order: a bool is an int, and a moment is a day.
_WRITERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (int, str),
    (float, _number),
    (decimal.Decimal, lambda value: _trimmed(format(value, "f"))),
    (dt.datetime, _moment),
    (dt.date | dt.time, lambda value: value.isoformat()),
    (list | dict | tuple, _json),
)
