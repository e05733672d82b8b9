"""The report as a page: everything in it, everything escaped, nothing loaded."""

from html.parser import HTMLParser

import pandas as pd
from checked_rows import village

from incident_mapper.ledger import make_ledger
from incident_mapper.quality import QualityReport
from incident_mapper.quality.found import of_column
from incident_mapper.quality.page import MOST_ROWS, report_page

HOSTILE = "</td><script>alert(1)</script>{{ 7*7 }}{% x %}<img src=x onerror=alert(1)>"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(page):
    tags = Tags()
    tags.feed(page)
    return tags


def test_the_page_has_every_finding_and_loads_nothing(check, place):
    rows = [village(n, adm2_given="", place_text=f"Atlantis {n}") for n in range(3)]
    tags = read(report_page(check(rows), make_ledger(place(rows))))
    assert all(f"Atlantis {n}" in tags.text for n in range(3))
    assert "0 of 3" in tags.text
    names = {tag for tag, _ in tags.found}
    assert not names & {"script", "link", "img", "iframe", "a"}
    assert not any("src" in attrs or "href" in attrs for _, attrs in tags.found)
    policy = next(a["content"] for t, a in tags.found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_hostile_text_stays_text(check, place):
    rows = [village(0, adm2_given="", place_text=HOSTILE)]
    page = report_page(check(rows), make_ledger(place(rows)), title=HOSTILE)
    tags = read(page)
    assert "<script" not in page
    assert "<img" not in page
    assert "{{ 7*7 }}{% x %}" in tags.text
    assert all(not name.startswith("on") for _, attrs in tags.found for name in attrs)


def test_a_long_list_is_cut_and_says_so(check, place):
    rows = [village(0)]
    ledger = make_ledger(place(rows))
    findings = pd.concat(
        [
            of_column("constant_column", file="made.csv", field=str(n), value="", message="identical")
            for n in range(MOST_ROWS + 7)
        ]
    )
    text = read(report_page(QualityReport(findings, {"made.csv": 1}), ledger)).text
    assert "And 7 more" in text
    assert text.count("identical") == MOST_ROWS


def test_a_report_without_findings_says_so(check, place):
    rows = [village(0)]
    assert "checks found anything" in report_page(check(rows), make_ledger(place(rows)))
