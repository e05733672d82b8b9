"""The quality report in a browser: nothing is loaded or run, and it fits a phone."""

import pytest

from incident_mapper.pipeline import place_incidents
from incident_mapper.quality import quality_report
from incident_mapper.quality.page import report_page

HOSTILE = "</td></details><script>alert(1)</script><img src=https://example.org/x onerror=alert(1)>{{ 7*7 }} نامعلوم"


@pytest.fixture
def page(tmp_path):
    """Return the report of a file whose texts try to be markup."""
    reports = tmp_path / "r.csv"
    rows = [f'2025-11-0{n + 1},"{HOSTILE} {n}",31.{n},{n}' for n in range(5)]
    reports.write_text("\n".join(["date,place,lat,killed", *rows, ""]), encoding="utf-8")
    placed = place_incidents(reports)
    report = quality_report(placed.incidents, gazetteer=placed.gazetteer, areas=placed.areas)
    path = tmp_path / "report.html"
    path.write_text(report_page(report, placed.ledger, title=HOSTILE), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [1400, 390])
def test_the_report_opens_offline_and_its_text_stays_text(open_page, page, width):
    shown = open_page(page, width=width, height=850).page
    assert shown.title() == HOSTILE
    assert shown.locator("script, img, iframe, link").count() == 0
    for summary in shown.locator("summary").all():
        if not summary.locator("xpath=..").evaluate("element => element.open"):
            summary.click()
    assert shown.locator("td", has_text="{{ 7*7 }}").first.is_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_the_report_is_printed_whole(open_page, page):
    shown = open_page(page).page
    shown.emulate_media(media="print")
    assert shown.locator("td", has_text="{{ 7*7 }}").last.is_visible()
