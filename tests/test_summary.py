"""The few figures a reader sees first, as ranges, with the sentence that says why."""

from tiny_country import placed_table

from incident_mapper.summary import summarise


def cells(*rows: dict) -> list[tuple[str, str]]:
    return [(cell["value"], cell["label"]) for cell in summarise(placed_table(list(rows)))]


def test_an_empty_table_has_no_figures():
    assert summarise(placed_table([{"adm2_code": "A"}])[:0]) == []


def test_one_incident_is_one_incident():
    assert cells({"adm2_code": "A"}) == [("1", "incident")]
    assert cells({"adm2_code": "A"}, {"adm2_code": "B"}) == [("2", "incidents")]


def test_figures_nobody_states_are_not_shown_as_zero():
    assert cells({"adm2_code": "A"}) == [("1", "incident")]
    assert cells({"adm2_code": "A", "killed": 0}) == [("1", "incident"), ("0", "killed")]


def test_killed_and_injured_without_groups_of_victims():
    told = cells(
        {"adm2_code": "A", "killed": 3, "injured": 10}, {"adm2_code": "B", "injured": (40, None, None)}
    )
    assert told == [("2", "incidents"), ("3", "killed"), ("at least 50", "injured")]


def test_militants_come_first_and_the_others_in_one_cell():
    told = cells(
        {
            "adm2_code": "A",
            "killed": 7,
            "killed_militants": 4,
            "killed_civilians": 2,
            "killed_security": 1,
            "claimed_by": "ISPR",
        }
    )
    assert told[1:] == [
        ("4", "militants killed, as claimed"),
        ("3", "2 civilians, 1 officer killed, as claimed"),
    ]


def test_those_of_whom_it_is_not_known_who_they_were_are_in_the_sum():
    told = cells({"adm2_code": "A", "killed": 9, "killed_militants": 4, "killed_civilians": 2})
    assert told[1:] == [("9", "killed; among them 4 militants, 2 civilians")]


def test_nothing_is_as_claimed_where_nobody_claims():
    assert cells({"adm2_code": "A", "killed": 4, "killed_militants": 4})[1] == ("4", "militants killed")


def test_reports_without_a_figure_are_told_beside_the_sum():
    (_, killed) = summarise(placed_table([{"adm2_code": "A", "killed": 3}, {"adm2_code": "A"}]))
    assert "1 report gives no figure" in killed["why"]


def test_a_range_says_that_it_is_one_and_why():
    rows = [
        {"id": "x", "adm2_code": "A", "killed": 9, "relations": "may_include:y", "event_type": "Operation"},
        {"id": "y", "adm2_code": "A", "killed": 4, "event_type": "Raid"},
    ]
    killed = summarise(placed_table(rows))[1]
    assert killed["value"] == "9–13"
    assert (
        killed["why"] == "9–13, because the 9 of the operation may include the 4 of the raid: together 9–13."
    )


def test_a_best_estimate_leads_with_its_range_beside_it():
    killed = summarise(placed_table([{"adm2_code": "A", "killed": (2, 3, 5)}]))[1]
    assert killed["value"] == "3"
    assert "2–5" in killed["label"]


def test_rows_abroad_are_not_in_the_figures():
    assert cells({"adm2_code": "A", "killed": 1}, {"outcome": "foreign", "killed": 50}) == [
        ("1", "incident"),
        ("1", "killed"),
    ]
