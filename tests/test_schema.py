"""Columns have one spelling, and frames are checked with a message that helps."""

import pandas as pd
import pytest

from incident_mapper import schema as s
from incident_mapper.errors import OptionError, SchemaError


def test_no_two_columns_have_one_name():
    names = [value for name, value in vars(s).items() if name.isupper() and isinstance(value, str)]
    assert len(names) == len(set(names))


def test_figure_columns_are_metric_group_bound():
    assert s.figure_column("killed", "low") == "killed_low"
    assert s.figure_column("injured", "high", group="civilians") == "injured_civilians_high"


def test_a_missing_column_is_named_together_with_those_found():
    with pytest.raises(SchemaError, match=r"table lacks columns: b, c\. Found: a\.") as caught:
        s.require_columns(pd.DataFrame({"a": [1]}), ["a", "b", "c"], what="table")
    assert caught.value.missing == ("b", "c")
    assert caught.value.found == ("a",)


def test_a_choice_outside_the_vocabulary_is_refused():
    s.require_choice("name", ("name", "point"), option="trust")
    with pytest.raises(OptionError, match="trust must be one of name, point; instead got 'both'"):
        s.require_choice("both", ("name", "point"), option="trust")


def test_only_precise_coordinates_count_as_points():
    assert set(s.POINT_PRECISIONS) < set(s.GEO_PRECISIONS)
    assert not {"district", "province", "country"} & set(s.POINT_PRECISIONS)
