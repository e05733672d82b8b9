"""Answers that a person gave by hand: this place text means that code."""

from collections.abc import Mapping
from pathlib import Path

from incident_mapper.errors import SchemaError
from incident_mapper.files.whole import read_table
from incident_mapper.gazetteer import Gazetteer
from incident_mapper.names import match_key

_TEXT_HEADERS = ("place_text", "place", "text", "name")
_CODE_HEADERS = ("code", "place_code", "adm2_code")


def read_overrides(path: Path, gazetteer: Gazetteer) -> Mapping[str, str]:
    r"""Read a table of place texts and the codes they mean.

    Parameters
    ----------
    path
        A CSV with the columns ``place_text`` and ``code``; ``--rejects`` writes one that only needs codes.
        Rows without a code are passed over.
    gazetteer
        Where the codes are checked.

    Returns
    -------
    Mapping
        Match key of the text to code.

    Raises
    ------
    ReadError
        If the file cannot be read.
    SchemaError
        If a column is missing, a code does not exist, or one text has two codes; the row is named.

    Examples
    --------
    >>> import tempfile
    >>> from incident_mapper.gazetteer import load_gazetteer
    >>> path = Path(tempfile.mkdtemp()) / "overrides.csv"
    >>> _ = path.write_text("place_text,code\nGazi Tir,PK204\n", encoding="utf-8")
    >>> dict(read_overrides(path, load_gazetteer()))
    {'gazi tir': 'PK204'}
    """
    raw = read_table(path)
    headers = {match_key(column).replace(" ", "_"): column for column in raw.cells.columns}
    text_column = next((headers[name] for name in _TEXT_HEADERS if name in headers), None)
    code_column = next((headers[name] for name in _CODE_HEADERS if name in headers), None)
    if text_column is None or code_column is None:
        raise SchemaError(
            f"{path.name} must have the columns place_text and code. Found: {', '.join(raw.cells.columns)}.",
            missing=["place_text", "code"],
            found=list(raw.cells.columns),
        )
    answers: dict[str, str] = {}
    for row, text, code in zip(
        raw.cells.index, raw.cells[text_column], raw.cells[code_column].str.strip(), strict=True
    ):
        if not code:
            continue
        if code not in gazetteer.by_code:
            raise SchemaError(
                f"{path.name}, row {row}: there is no place with the code {code!r} in edition "
                f"{gazetteer.edition}. Look codes up with: incident-mapper places {text.strip()[:40]!r}"
            )
        key = match_key(text)
        if not key:
            raise SchemaError(f"{path.name}, row {row}: the place text is empty, so {code} answers nothing.")
        if answers.setdefault(key, code) != code:
            raise SchemaError(f"{path.name}, row {row}: {text!r} has two codes, {answers[key]} and {code}.")
    return answers
