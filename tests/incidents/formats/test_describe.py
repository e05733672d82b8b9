"""The page about formats says what the code does."""

from pathlib import Path

import pytest

from incident_mapper.incidents.formats import FORMATS
from incident_mapper.incidents.formats.describe import page

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"
AGAIN = "write it again: python -m incident_mapper.incidents.formats.describe > docs/formats.md"


def test_the_page_is_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == page(), AGAIN


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_section_with_its_terms(name):
    fmt = FORMATS[name]
    section = page().split(f"### `--format {name}`:")[1].split("\n### ")[0]
    assert fmt.terms in section
    assert fmt.credit in section
    for header in (header for headers in fmt.columns.values() for header in headers):
        assert name in ("own", "hxl") or f"`{header}`" in section
