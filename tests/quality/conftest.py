"""Check incidents of the country of four squares."""

import sys
from dataclasses import replace
from datetime import date

import pytest
from tiny_country import incident_table, tiny_areas, tiny_gazetteer

from incident_mapper import schema as s
from incident_mapper.cli import main
from incident_mapper.join import join_areas
from incident_mapper.ledger import with_outcomes
from incident_mapper.quality import quality_report
from incident_mapper.resolve import resolve_places

AREAS = tiny_areas()
GAZETTEER = tiny_gazetteer()


@pytest.fixture
def place():
    """Give a function that places rows told as dicts."""

    def place_(rows, *, gazetteer=GAZETTEER):
        resolved = resolve_places(incident_table(rows), gazetteer).incidents
        return with_outcomes(join_areas(resolved, AREAS, gazetteer=gazetteer))

    return place_


@pytest.fixture
def check(place):
    """Give a function that places rows and checks them, on 1 January 2026."""

    def check_(rows, *, findings=None, disputed=None, towns=()):
        areas = replace(AREAS, disputed=disputed)
        gazetteer = replace(GAZETTEER, places=(*GAZETTEER.places, *towns))
        return quality_report(
            place(rows, gazetteer=gazetteer),
            gazetteer=gazetteer,
            areas=areas,
            findings=findings,
            today=date(2026, 1, 1),
        )

    return check_


@pytest.fixture
def found(check):
    """Give a function that names the ids that each check found among rows."""

    def found_(rows, **options):
        report = check(rows, **options)
        return {name: report.of(name)[s.INCIDENT_ID].tolist() for name in report.raised}

    return found_


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run ``incident-mapper check`` in a folder of its own; give its exit code, its output and its errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")  # 1 January 2026

    def run_(*words):
        monkeypatch.setattr(sys, "argv", ["incident-mapper", "check", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capsys.readouterr()

    return run_
