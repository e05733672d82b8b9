"""Every check that a reader may raise has its severity, its meaning and its advice; no name means two things."""

import re
from pathlib import Path

import pytest

import incident_mapper
from incident_mapper import schema as s
from incident_mapper.incidents import read_incidents
from incident_mapper.incidents.dates import DATE_CHECKS
from incident_mapper.incidents.figures import FIGURE_CHECKS
from incident_mapper.pipeline import place_incidents
from incident_mapper.quality import CHECKS, quality_report

READERS = Path(incident_mapper.__file__).parent / "incidents"


def test_every_check_of_the_readers_is_described():
    noted = {
        name
        for path in READERS.rglob("*.py")
        for name in re.findall(r'(?:findings\.add\(\s*|check=)"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert {"half_coordinate", "out_of_order", "repeated_row", "weekday"} <= noted | set(DATE_CHECKS)
    assert (noted | set(DATE_CHECKS) | set(FIGURE_CHECKS)) - set(CHECKS) == set()


CELLS = [
    ("date", "Saturday-Mar 07-2016", "weekday"),
    ("date", "03/04/2024", "ambiguous_date"),
    ("date", "soon", "unreadable_date"),
    ("date", "12 Novemebr 2014", "month_spelling"),
    ("date", "2024-03-01T20:30:00Z", "offset"),
    ("killed", "dozens", "vague"),
    ("killed", "about 5", "approximate"),
    ("killed", "https://example.org/5", "not_a_number"),
    ("killed", "20-15", "reversed"),
    ("killed", "12345678901", "too_large"),
    ("relations", "near:a", "relation"),
    ("sources", "[{]", "sources"),
    ("geo_precision", "rough", "unknown_code"),
]


@pytest.mark.parametrize(("header", "cell", "check"), CELLS, ids=[case[2] for case in CELLS])
def test_a_doubtful_cell_is_found_with_its_row_and_text(tmp_path, header, cell, check):
    path = tmp_path / "reports.csv"
    path.write_text(
        f'id,district,lon,lat,{header}\na,Kalat,66.5,29,\nb,Kalat,66.5,29,"{cell}"\n', encoding="utf-8"
    )
    found = read_incidents(path).findings
    (row,) = found[found[s.CHECK] == check].to_dict("records")
    assert (row[s.FILE], row[s.ROW], row[s.INCIDENT_ID]) == ("reports.csv", 3, "b")
    assert cell.startswith(row[s.VALUE].rstrip("\u2026")[:20])
    assert row[s.MESSAGE]


def test_a_row_that_stands_twice_is_reported_once(tmp_path):
    path = tmp_path / "reports.csv"
    path.write_text("id,district,killed\na,Kalat,4\na,Kalat,4\n", encoding="utf-8")
    placed = place_incidents(path)
    report = quality_report(
        placed.incidents, gazetteer=placed.gazetteer, areas=placed.areas, findings=placed.findings
    )
    assert report.count("repeated_row") == 1
    assert report.count("noted") == 0
    assert len(report.of("repeated_row")) == 1
