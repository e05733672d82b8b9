"""Points in tehsils, and why the others are in none."""

import pytest

from incident_mapper.add_places import records as r
from incident_mapper.add_places.districts import tehsils_of


def test_points_are_put_into_the_tehsil_whose_polygon_they_lie_in(rows_of):
    codes, reasons = tehsils_of(*zip(rows_of.kalat, rows_of.quetta, strict=True))
    assert [code.split("-")[:3] for code in codes] == [["IM", "T", "KALAT"], ["IM", "T", "QUETTA"]]
    assert reasons == ["", ""]


@pytest.mark.parametrize(
    ("point", "reason"),
    [("kabul", r.ABROAD), ("srinagar", r.DISPUTED), ("arabian_sea", r.AT_SEA)],
)
def test_a_point_elsewhere_has_no_tehsil_and_a_reason(rows_of, point, reason):
    assert tehsils_of(*zip(getattr(rows_of, point), strict=True)) == ([""], [reason])


def test_a_point_on_the_other_side_of_the_world_is_abroad():
    assert tehsils_of([-58.4, 0.0], [-34.6, 0.0]) == (["", ""], [r.ABROAD, r.ABROAD])


def test_a_point_a_little_off_the_coast_is_not_put_on_land():
    # An incident there would go to Gwadar; of a village nothing else says so.
    assert tehsils_of([62.33], [25.0])[0] == [""]


def test_no_points_are_no_tehsils():
    assert tehsils_of([], []) == ([], [])
