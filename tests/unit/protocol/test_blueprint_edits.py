"""Changes of a blueprint as a whole keep everything else, and positions in a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacycle.protocol import blueprint_edits as edits
from plc_data.errors import NotAllowed, NotFound
from plc_data.model import Assessment, Item, ItemType, LearningTarget, PlannedItem

TARGETS = (
    LearningTarget(id="t1", statement="I can add.", standard_codes=("4.NF.B.3",)),
    LearningTarget(id="t2", statement="I can compare.", standard_codes=("4.NF.A.2",)),
)


def cfa(n: int = 4, **more) -> Assessment:
    items = tuple(
        Item(id=f"i{k}", position=k, label=f"Q{k}", target_id="t1" if k <= 2 else "t2", key=("A",))
        for k in range(1, n + 1)
    )
    known = {"id": "cfa", "team_id": "team", "title": "Sums", "targets": TARGETS, "items": items}
    return Assessment(**{**known, **more})


def order(assessment: Assessment) -> list[str]:
    return [item.id for item in sorted(assessment.items, key=lambda item: item.position)]


class TestItems:
    @pytest.mark.parametrize(
        ("id", "by", "then"),
        [
            ("i2", -1, ["i2", "i1", "i3", "i4"]),
            ("i2", 1, ["i1", "i3", "i2", "i4"]),
            ("i1", -1, ["i1", "i2", "i3", "i4"]),
            ("i4", 1, ["i1", "i2", "i3", "i4"]),
        ],
    )
    def test_move_by_one_and_stay_at_the_ends(self, id, by, then):
        assert order(edits.move_item(cfa(), id, by)) == then

    def test_a_copy_stands_right_below_with_an_id_and_a_label_of_its_own(self):
        made = edits.copy_item(cfa(), "i2")

        assert order(made)[:2] == ["i1", "i2"]
        copy = next(item for item in made.items if item.position == 3)
        assert copy.label not in {"Q1", "Q2", "Q3", "Q4"}
        assert (copy.target_id, copy.key) == ("t1", ("A",))

    def test_removing_closes_the_gap(self):
        made = edits.remove_item(cfa(), "i2")

        assert [(item.id, item.position) for item in made.items] == [
            ("i1", 1),
            ("i3", 2),
            ("i4", 3),
        ]

    def test_one_that_is_gone_is_said(self):
        with pytest.raises(NotFound, match="removed this item meanwhile"):
            edits.remove_item(cfa(), "gone")

    @given(st.lists(st.tuples(st.sampled_from("amcr"), st.integers(0, 20)), max_size=12))
    def test_positions_run_in_a_row_and_ids_stay_single(self, steps):
        made = cfa()
        for what, n in steps:
            ids = order(made)
            if what == "a" or not ids:
                made = edits.add_item(made, "t2", "ana")
            elif what == "m":
                made = edits.move_item(made, ids[n % len(ids)], n - 10)
            elif what == "c":
                made = edits.copy_item(made, ids[n % len(ids)])
            else:
                made = edits.remove_item(made, ids[n % len(ids)])

        assert sorted(item.position for item in made.items) == list(range(1, len(made.items) + 1))
        assert len({item.label for item in made.items}) == len(made.items)


class TestTargets:
    def test_a_fourth_is_refused(self):
        three = edits.add_target(cfa())

        with pytest.raises(NotAllowed, match="at most 3"):
            edits.add_target(three)

    def test_one_that_items_ask_for_stays(self):
        with pytest.raises(NotAllowed, match="Items still ask"):
            edits.remove_target(cfa(), "t1")


class TestParallelForm:
    def test_has_the_same_shape_and_points_back_to_the_first(self):
        first = cfa(rule_agreed_on="2026-11-02", window_opens_on="2026-11-09")

        made = edits.parallel_form(first, "cfa-b", "B")

        assert (made.parallel_to, made.form, made.targets) == ("cfa", "B", first.targets)
        assert [i.target_id for i in made.items] == [i.target_id for i in first.items]
        assert not {i.id for i in made.items} & {i.id for i in first.items}
        assert made.window_opens_on is None
        assert made.rule_agreed_on == first.rule_agreed_on


class TestKey:
    def test_fills_by_position_and_leaves_the_rest(self):
        planned = (
            PlannedItem(position=1, label="Q1", max_points=2, key="C", target_codes=("4.NF.A.2",)),
            PlannedItem(position=2, label="Q2", max_points=None, key=None),
        )

        made = edits.with_key(cfa(), planned)

        one, two = made.items[:2]
        assert (one.key, one.max_points, one.target_id) == (("C",), 2, "t2")
        assert two == cfa().items[1]
        assert made.items[2:] == cfa().items[2:]

    def test_new_positions_become_items_of_the_first_target(self):
        made = edits.with_key(cfa(1), (PlannedItem(position=3, label="Q3", key="B"),))

        assert [(i.position, i.label, i.key) for i in made.items] == [
            (1, "Q1", ("A",)),
            (2, "Q3", ("B",)),
        ]
        assert made.items[1].type is ItemType.SELECTED

    def test_needs_targets_first(self):
        with pytest.raises(NotAllowed, match="targets first"):
            edits.with_key(cfa(0, targets=()), (PlannedItem(position=1, label="Q1", key="B"),))
