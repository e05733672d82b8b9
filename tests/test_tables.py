"""The packaged tables are read as text, and their absence is explained."""

import pytest

from incident_mapper.errors import IncidentMapperError
from incident_mapper.tables import data_bytes, split_list, table


def test_a_missing_data_file_says_how_to_install_again():
    with pytest.raises(IncidentMapperError, match=r"nothing\.csv is missing.*--force-reinstall"):
        data_bytes("nothing.csv")


def test_every_cell_is_text_and_urdu_survives():
    rows = table("provinces")
    assert all(isinstance(cell, str) for row in rows for cell in row.values())
    assert "بلوچستان" in {row["urdu"] for row in rows}


def test_a_list_in_a_cell_has_no_empty_items():
    assert split_list(" Qalat | |Kelat|") == ("Qalat", "Kelat")
    assert split_list("") == ()
