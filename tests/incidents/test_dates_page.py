"""The page that tells how dates and figures are read tells the truth."""

from pathlib import Path

import pytest

from incident_mapper.incidents.dates import read_date
from incident_mapper.incidents.figures import read_figure

PAGE = Path(__file__).parents[2] / "docs" / "dates.md"


def rows(heading):
    """Give the rows of the table under a heading: what is written, and the cells told."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    table = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("| `")]
    return [(written.strip().strip("`"), [cell.strip() for cell in told]) for written, *told in table]


def spelt(*parts):
    return ["" if part is None else str(part) for part in parts]


@pytest.mark.parametrize(("text", "told"), rows("Dates"))
def test_every_date_of_the_page_is_read_as_it_says(text, told):
    read = read_date(text)
    assert spelt(read.day, read.end, read.precision, read.check) == told


@pytest.mark.parametrize(("text", "told"), rows("Figures"))
def test_every_figure_of_the_page_is_read_as_it_says(text, told):
    read = read_figure(text)
    assert spelt(read.low, read.best, read.high, read.check) == told
