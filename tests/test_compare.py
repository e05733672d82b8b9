"""What changed between two editions, and that nothing else is called a change."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_country import placed_table

from incident_mapper import schema as s
from incident_mapper.compare import CompareOptions, compare_editions
from incident_mapper.errors import OptionError, SchemaError


def edition(*leave_out, unnamed=False, **changes):
    """Give three incidents with ids u1 to u3; `changes` are by id, and more ids are more incidents."""
    known = {
        "u1": {"event_date": "2020-03-05", "adm2_code": "A", "killed": (2, 3, 6), "actor1": "BLA",
            "description": "A bomb beside a patrol"},
        "u2": {"event_date": "2020-04-01", "adm2_code": "C", "killed": 5, "actor1": "Police",
            "longitude": 60.5, "latitude": 30.5},
        "u3": {"event_date": "2020-05-01", "adm2_code": "D", "killed": None, "source_outlet": "Dawn"},
    }  # fmt: skip
    for name, cells in changes.items():
        known[name] = known.get(name, {}) | cells
    rows = [{"id": name} | cells for name, cells in known.items() if name not in leave_out]
    if unnamed:
        rows = [row | {"id": f"row-{at}"} for at, row in enumerate(rows, start=1)]
    return placed_table(rows)


def changes_of(old, new, **options):
    found = compare_editions(old, new, options=CompareOptions(**options))
    columns = [s.KIND, s.INCIDENT_ID, s.FIELD, s.OLD, s.NEW, s.MESSAGE]
    return [tuple(row) for row in found.table[columns].to_numpy()]


def test_what_came_and_what_went_is_told():
    new = edition("u1", u4={"event_date": "2020-06-01", "adm2_code": "B", "killed": 7, "place_text": "Sigma"})
    found = compare_editions(edition(), new)
    assert (found.old_rows, found.new_rows, found.changed) == (3, 3, 0)
    assert dict(found.kinds) == {"added": 1, "deleted": 1}
    assert found.table[s.MESSAGE].tolist() == [
        "2020-06-01; Sigma; 7 killed",
        "2020-03-05; no place; 3 (2–6) killed; BLA",
    ]
    assert found.table["old_row"].tolist() == ["", 2]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"event_date": "2020-04-02"},
         ("date", "event_date", "2020-04-01", "2020-04-02", "day: 2020-04-01 -> 2020-04-02")),
        ({"killed": (5, 5, 9)}, ("figures", "killed_high", "5", "9", "killed high 5 -> 9 (range widened)")),
        ({"injured": 2}, None),
        ({"actor1": ""}, ("actors", "actor1", "Police", "", "first actor no longer stated; was: Police")),
        ({"event_type": "Raid"}, None),
        ({"latitude": 30.6},
         ("moved", "longitude, latitude", "60.5, 30.5", "60.5, 30.6", "the point moved by 11.1 km")),
        ({"latitude": 30.5002}, None),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words_with_old_and_new(change, expected):
    # Columns that one edition leaves empty throughout are no change; u2 alone never fills them in OLD.
    found = [(kind, *rest) for kind, name, *rest in changes_of(edition(), edition(u2=change)) if name == "u2"]
    assert found == ([expected] if expected else [])


def test_another_district_is_a_move():
    found = changes_of(edition(), edition(u2={"adm2_code": "D"}))
    assert found == [("moved", "u2", "adm2_code", "C", "D", "district: C -> D")]


def test_a_range_that_narrows_is_called_so():
    told = changes_of(edition(), edition(u1={"killed": (3, 3, 4)}))
    assert [row[-1] for row in told] == [
        "killed low 2 -> 3 (range narrowed)",
        "killed high 6 -> 4 (range narrowed)",
    ]


def test_a_figure_that_was_unknown_was_not_zero():
    told = changes_of(edition(), edition(u3={"killed": 0}))
    assert {row[2:5] for row in told} == {(f"killed_{end}", "", "0") for end in ("low", "best", "high")}
    assert "unknown -> 0 (now stated)" in told[0][-1]


def test_a_column_that_one_edition_does_not_have_is_a_note_and_no_change():
    old = edition().drop(columns="description")
    found = compare_editions(old, edition())
    assert not found.any
    assert found.notes == (
        "OLD states no description in any row; that is not counted as a change of every row",
    )


def test_the_totals_are_explained_by_what_changed():
    new = edition("u3", u2={"killed": 9}, u4={"event_date": "2020-06-01", "adm2_code": "B", "killed": 7})
    incidents, killed = compare_editions(edition(), new).totals[:2]
    assert (incidents.old, incidents.new, incidents.added, incidents.deleted) == (3, 3, 1, -1)
    assert (killed.old_text, killed.new_text) == ("8 (7–11)", "19 (18–22)")
    assert (killed.added, killed.deleted, killed.changed) == (7, 0, 4)
    assert killed.new - killed.old == killed.added + killed.deleted + killed.changed
    assert (killed.old_silent, killed.new_silent) == (1, 0)


def test_rows_without_ids_are_matched_by_what_they_say_and_that_is_said():
    new = edition("u3", u2={"killed": 6}, unnamed=True)
    found = compare_editions(edition(), new)
    assert dict(found.kinds) == {"deleted": 1, "figures": 1}
    assert found.table["old_id"].tolist() == ["u3", "u2", "u2", "u2"]
    assert "because NEW states no ids: 1 are the same, 1 are alike" in found.notes[0]


def test_a_telling_text_finds_a_row_that_moved_far():
    new = edition(
        u1={"adm2_code": "D", "killed": (2, 3, 6), "longitude": 61.5, "latitude": 30.5}, unnamed=True
    )
    assert "deleted" not in compare_editions(edition(), new).kinds


def test_ids_with_nothing_in_common_are_not_believed():
    new = edition()
    new.index = pd.Index(["v1", "v2", "v3"], name=s.INCIDENT_ID)
    assert "because no id is in both" in compare_editions(edition(), new).notes[0]
    assert not compare_editions(edition(), new).any
    assert dict(compare_editions(edition(), new, options=CompareOptions(match="id")).kinds) == {
        "added": 3,
        "deleted": 3,
    }


def test_rows_of_one_repeated_id_are_matched_by_what_they_say():
    old = edition().rename(index={"u2": "u1#2"})
    new = edition().rename(index={"u1": "u1#2", "u2": "u1"})
    assert not compare_editions(old, new).any


def test_sources_listed_in_another_order_are_no_change():
    one, other = '[{"outlet": "Dawn"}, {"outlet": "AFP"}]', '[{"outlet": "AFP"}, {"outlet": "Dawn"}]'
    assert not compare_editions(edition(u1={"sources": one}), edition(u1={"sources": other})).any


def test_wrong_options_and_tables_are_refused():
    with pytest.raises(OptionError, match="match must be one of auto, id, likeness"):
        CompareOptions(match="name")
    with pytest.raises(SchemaError, match="the old edition lacks columns: event_date"):
        compare_editions(edition().drop(columns=s.EVENT_DATE), edition())


cells = st.fixed_dictionaries(
    {
        "event_date": st.sampled_from(["2020-03-05", "2020-03-06", "2020-04-01"]),
        "adm2_code": st.sampled_from(["A", "B", ""]),
        "killed": st.sampled_from([None, 0, 4, (2, None, 6), (40, 40, None)]),
        "description": st.sampled_from(["", "A bomb", "A bomb went off beside a patrol near the river"]),
        "actor1": st.sampled_from(["", "Police"]),
        "place_text": st.sampled_from(["", "Omega"]),
    }
)


@settings(max_examples=15, deadline=None)
@given(st.lists(cells, min_size=1, max_size=8), st.randoms(use_true_random=False), st.booleans())
def test_shuffled_rows_and_columns_are_no_change(rows, random, named):
    name = "u" if named else "row-"
    # Rows that state the same are placed the same: each states its district.
    told = [row | {"adm2_given": row["adm2_code"]} for row in rows]
    table = placed_table([{"id": f"{name}{at}"} | row for at, row in enumerate(told, start=1)])
    order, columns = list(range(len(table))), list(table.columns)
    random.shuffle(order)
    random.shuffle(columns)
    shuffled = table.iloc[order][columns].copy()
    if not named:
        shuffled.index = table.index
    found = compare_editions(table, shuffled)
    assert not found.any
    assert all(total.old_text == total.new_text for total in found.totals)


@settings(max_examples=10, deadline=None)
@given(st.lists(cells, min_size=1, max_size=6), st.lists(cells, min_size=1, max_size=6))
def test_the_way_back_tells_the_same_changes_the_other_way_round(before, after):
    old, new = (
        placed_table([{"id": f"u{at}"} | row for at, row in enumerate(rows)]) for rows in (before, after)
    )
    forth, back = compare_editions(old, new), compare_editions(new, old)
    assert forth.changed == back.changed
    assert forth.kinds.get("added", 0) == back.kinds.get("deleted", 0)
    for total, turned in zip(forth.totals, back.totals, strict=True):
        assert total.new - total.old == turned.old - turned.new == total.added + total.deleted + total.changed
