"""What is placed for totals alone is what is placed in full, without the sentences."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_country import incident_table, tiny_areas, tiny_gazetteer

from incident_mapper import schema as s
from incident_mapper.incidents.formats.ucdp import HEADERS
from incident_mapper.join import AreaSet, join_areas, join_cases
from incident_mapper.ledger import make_ledger, with_cases, with_outcomes
from incident_mapper.pipeline import place, place_in_batches, total_incidents
from incident_mapper.resolve import resolve_distinct, resolve_places

GAZETTEER = tiny_gazetteer()
AREAS = tiny_areas()
# Districts that do not say which province they are in, as a user's own may be.
ORPHANS = AreaSet(AREAS.district.assign(parent=""), AREAS.province)
CODES = (s.ADM1_CODE, s.ADM2_CODE, s.DIVISION_CODE)
SAME = (*CODES, s.OUTCOME, *s.FLAGS)
PLACES = ("Alpha", "Beta", "Omega", "Upland", "North", "Alpha and Delta", "Tiny", "Faraway", "Atlantis", "")
# Borders, corners, the sea beside them, and pairs the wrong way round.
DEGREES = st.one_of(
    st.sampled_from([60.0, 61.0, 62.0, 62.05, 30.0, 31.0, 32.0, 32.05]), st.floats(29.0, 63.0)
)


def rows():
    return st.fixed_dictionaries(
        {"place_text": st.sampled_from(PLACES), "reject_reason": st.sampled_from(["", "", "", "no place"])},
        optional={
            "adm1_given": st.sampled_from(["", "North", "South"]),
            "longitude": DEGREES,
            "latitude": DEGREES,
            "geo_precision": st.sampled_from(["exact", "near", "district"]),
            "event_date": st.sampled_from(["2010-01-01", "2024-05-05"]),
            "killed": st.integers(0, 3),
            "read_notes": st.just("a weekday does not fit"),
        },
    )


def in_full(table, areas, trust):
    resolved = resolve_places(table, GAZETTEER).incidents
    return with_outcomes(join_areas(resolved, areas, gazetteer=GAZETTEER, trust=trust))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(rows(), min_size=1, max_size=8),
    st.sampled_from([AREAS, ORPHANS]),
    st.sampled_from(["name", "point"]),
)
def test_both_ways_decide_and_count_the_same(told, areas, trust):
    table = incident_table(told)
    full = in_full(table, areas, trust)
    which, matches = resolve_distinct(table, GAZETTEER)
    found = join_cases(table, matches, which, areas, gazetteer=GAZETTEER, trust=trust)
    lean = with_cases(table, found)
    for name in SAME:
        assert lean[name].tolist() == full[name].tolist(), name
    assert (lean[s.REASON] != "").tolist() == (full[s.REASON] != "").tolist()
    whole = make_ledger(full)
    asked = make_ledger(lean, told=lambda at: in_full(table.iloc[at], areas, trust))
    assert asked.as_dict() == whole.as_dict()
    pd.testing.assert_frame_equal(asked.listed, whole.listed, check_dtype=False)


PLACES_OF_UCDP = (
    ("Quetta town", "Balochistan province", "Quetta district", 66.99, 30.18),
    ("Kalat district", "Balochistan province", "Kalat district", 66.6, 29.0),
    ("Wana town", "FATA", "South Waziristan agency", 69.57, 32.3),
    ("Balochistan province", "Balochistan province", "", 65.0, 28.5),
    ("Karachi city", "Sindh province", "", 67.0, 24.9),
    ("Pakistan", "", "", 70.0, 30.0),
    ("Atlantis", "Sindh province", "", 61.0, 20.0),
)


@pytest.fixture
def ucdp(tmp_path):
    """A file in the shape of UCDP GED, with points on the wrong side of borders, at sea and far away."""
    random = np.random.default_rng(7)
    table = []
    for number in range(400):
        where, adm1, adm2, lon, lat = PLACES_OF_UCDP[int(random.integers(len(PLACES_OF_UCDP)))]
        off = random.normal(0, 0.3, 2)
        best = int(random.integers(9))
        day = np.datetime64("2008-01-01") + int(random.integers(4000))
        cells = dict.fromkeys(HEADERS, "") | {
            "id": number, "type_of_violence": 1 + number % 3, "side_a": "Government of Pakistan", "side_b": "TTP",
            "where_prec": int(random.integers(1, 8)), "where_coordinates": where, "adm_1": adm1, "adm_2": adm2,
            "longitude": f"{lon + off[0]:.5f}", "latitude": f"{lat + off[1]:.5f}", "country": "Pakistan",
            "date_prec": int(random.integers(1, 6)), "date_start": day, "date_end": day + int(random.integers(40)),
            "deaths_b": best, "best": best, "high": best + number % 4, "low": max(0, best - number % 2),
        }  # fmt: skip
        table.append(cells)
    path = tmp_path / "ucdp.csv"
    pd.DataFrame(table).to_csv(path, index=False)
    return path


def test_a_file_in_the_shape_of_ucdp_gives_the_same_rows_and_ledger_both_ways(ucdp):
    full, lean = place_in_batches(ucdp), place_in_batches(ucdp)
    for (whole, _), short in zip(full(), lean.for_totals(), strict=True):
        for name in SAME:
            assert short[name].tolist() == whole[name].tolist(), name
    assert lean.ledger.as_dict() == full.ledger.as_dict()
    pd.testing.assert_frame_equal(lean.ledger.listed, full.ledger.listed, check_dtype=False)
    assert len(lean.ledger.listed) > 100, "the file has rows with something to say"
    assert lean.ledger.counts["district"] > 100
    assert min(lean.ledger.flags[flag] for flag in (s.CONFLICT, s.NEAR)) > 0


def test_of_a_large_file_the_ledger_lists_the_first_rows_and_counts_all(ucdp, monkeypatch):
    whole = total_incidents(ucdp).ledger
    monkeypatch.setattr(place, "MOST_LISTED", 10)
    short = total_incidents(ucdp).ledger
    assert short.as_dict() == whole.as_dict()
    pd.testing.assert_frame_equal(short.listed, whole.listed.head(10), check_dtype=False)


def test_coordinates_that_a_file_stores_as_numbers_are_those_it_stores_as_text(ucdp, tmp_path):
    table = pd.read_csv(ucdp)
    stored = tmp_path / "ucdp.parquet"
    table.to_parquet(stored, index=False)
    made, from_text = total_incidents(stored), total_incidents(ucdp)
    pd.testing.assert_frame_equal(made.panel.table, from_text.panel.table)
    assert made.ledger.as_dict() == from_text.ledger.as_dict()
