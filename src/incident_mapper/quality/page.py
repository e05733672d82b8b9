"""The quality report as one HTML page that loads nothing and runs nothing."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from incident_mapper import schema as s
from incident_mapper._version import __version__
from incident_mapper.ledger import Ledger
from incident_mapper.quality.catalogue import CHECKS, FIXES, check_named
from incident_mapper.quality.report import QualityReport

MOST_ROWS: Final = 500
"""So many findings of a check are listed; a page of a hundred thousand rows opens in no browser."""

_SEVERITY_WORDS: Final[Mapping[str, str]] = {"error": "errors", "warning": "warnings", "note": "notes"}
_LONGEST_VALUE: Final = 300


def report_page(report: QualityReport, ledger: Ledger, *, title: str = "") -> str:
    """Return the page.

    Parameters
    ----------
    report
        What was found.
    ledger
        Where the same rows went.
    title
        The page's title; by default the names of the files.

    Returns
    -------
    str
        HTML in which all text of the files is escaped.

    Examples
    --------
    >>> from incident_mapper.quality.found import no_findings
    >>> page = report_page(QualityReport(no_findings(), {"a.csv": 1}), Ledger(1, 1, {}, {}, pd.DataFrame()))
    >>> "checks found anything" in page
    True
    """
    # What files say is data for the template, never part of it.
    environment = Environment(
        loader=PackageLoader("incident_mapper.quality", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    files = list(report.files)
    listed = ", ".join(files[:5]) + (f" and {len(files) - 5} more" if len(files) > 5 else "")
    return environment.get_template("page.html.j2").render(
        title=title or f"Data quality of {listed}",
        subtitle=f"{report.rows:,} {'row' if report.rows == 1 else 'rows'} checked",
        rows=ledger.rows,
        placed=ledger.placed,
        severities=report.severities(),
        severity_words=_SEVERITY_WORDS,
        checks=[_check(report, name) for name in report.raised],
        known=len(CHECKS),
        several=len(files) > 1,
        version=__version__,
    )


def _check(report: QualityReport, name: str) -> dict[str, Any]:
    check, own = check_named(name), report.of(name)
    several = len(report.files) > 1
    shown = own.head(MOST_ROWS)
    return {
        "name": check.name,
        "severity": check.severity,
        "means": check.means,
        "advice": check.advice,
        "fix": check.fix,
        "does": FIXES.get(check.fix, ""),
        "rows": report.count(name),
        "particular": any(text != check.advice for text in shown[s.SUGGESTION]),
        "findings": [_finding(cells, several=several) for cells in shown.to_dict("records")],
        "left": len(own) - len(shown),
    }


def _finding(cells: Mapping[Any, Any], *, several: bool) -> dict[str, str]:
    row = "all" if pd.isna(cells[s.ROW]) else str(int(cells[s.ROW]))
    value = str(cells[s.VALUE])
    return {
        "where": f"{cells[s.FILE]}, {row}" if several else row,
        "id": str(cells[s.INCIDENT_ID]),
        "value": value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…",
        "message": str(cells[s.MESSAGE]),
        "suggestion": str(cells[s.SUGGESTION]),
    }
