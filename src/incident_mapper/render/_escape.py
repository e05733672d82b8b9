"""Hand untrusted text to a page, as data or as escaped text, past two readings by Jinja.

branca renders what an element returns once more as a template, and folium builds HTML and JavaScript
from raw values. So `{{ 7*7 }}` in an incident would be computed, and a backtick would end a script. Both
functions here return text that passes through all of it unchanged.
"""

import html
import json
import re
from typing import Any

__all__ = ["html_text", "json_script"]

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_IN_SCRIPT = re.compile("[<>&\u2028\u2029\ud800-\udfff]|\\{(?=[{%#])")
_IN_MARKUP = str.maketrans({"{": "&#123;", "`": "&#96;", "\\": "&#92;", "$": "&#36;", "\0": "\ufffd"})


def json_script(value: Any) -> str:
    r"""Write a value as JSON that may stand in a script element and in a Jinja template.

    Parameters
    ----------
    value
        What `json.dumps` takes. Unknown figures are None, never NaN.

    Returns
    -------
    str
        JSON without `<`, `>`, `&`, line separators, lone surrogates and the openings of Jinja tags;
        `json.loads` and `JSON.parse` give the value back.

    Raises
    ------
    ValueError
        If the value holds NaN or an infinite number: JSON has none, and a browser refuses the page.

    Examples
    --------
    >>> json_script({"text": "</script>{{ 7*7 }}"})
    '{"text":"\\u003c/script\\u003e\\u007b{ 7*7 }}"}'
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise ValueError(
            f"The page's data cannot be written as JSON ({error}). Use None for what is not known."
        ) from error
    return _IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def html_text(value: object) -> str:
    """Escape text for folium's own `Popup`, `Tooltip` and `Html`, which take markup.

    Parameters
    ----------
    value
        Any text, as untrusted as an incident report. None gives the empty text.

    Returns
    -------
    str
        HTML that shows exactly the text: nothing in it is a tag, a template or the end of a script.

    Examples
    --------
    >>> html_text("Khan`s <b>{{ shop }}</b>")
    'Khan&#96;s &lt;b&gt;&#123;&#123; shop }}&lt;/b&gt;'
    """
    if value is None:
        return ""
    escaped = html.escape(str(value)).translate(_IN_MARKUP)
    return LONE_SURROGATE.sub("\ufffd", escaped)
