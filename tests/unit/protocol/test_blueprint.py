"""Checks of a CFA while it is being designed."""

from datetime import date

import pytest

from datacycle.protocol.blueprint import check_blueprint
from plc_data.model import ItemType, LearningTarget, Option, RubricLevel
from tests.unit.protocol.examples import assessment, by_level, item

LEVELS = tuple(
    RubricLevel(label=word, points=points, description=f"work that is {word}")
    for points, word in enumerate(["beginning", "nearly", "there"])
)


def found(level: str, **changes) -> list[str]:
    return by_level(check_blueprint(assessment(**changes)), level)


def items(n: int = 3, **changes):
    """Return n items on "solve" (the first one bent) and four on "model"."""
    bent = item(1, **changes)
    rest = [item(i) for i in range(2, n + 1)]
    others = [item(n + i, "model") for i in range(1, 5)]
    return (bent, *rest, *others)


def test_a_good_blueprint_has_nothing_to_mend_or_advise():
    assert found("mend") == []
    assert found("advise") == []
    assert found("ask") == ["cfa-ask-cold", "cfa-ask-verb"]


def test_an_empty_blueprint_is_checked_without_a_fault():
    assert "cfa-targets" in found("mend", targets=(), items=())


class TestSize:
    def test_more_than_three_targets_are_too_many(self):
        targets = tuple(LearningTarget(id=f"t{i}", statement="I can.") for i in range(4))
        asked = tuple(item(i + 1, f"t{i % 4}") for i in range(12))

        assert found("mend", targets=targets, items=asked) == ["cfa-targets"]

    def test_more_than_four_items_on_a_target_are_advice(self):
        assert found("advise", items=items(5)) == ["cfa-items"]

    def test_a_target_without_items_is_named(self):
        only_solve = tuple(item(i) for i in range(1, 5))

        findings = check_blueprint(assessment(items=only_solve))

        assert [(f.code, f.where) for f in findings if f.level == "mend"] == [
            ("cfa-items", "model")
        ]

    def test_two_items_never_certify_anybody(self):
        assert found("mend", items=items(2)) == ["cfa-mastery-call"]

    def test_one_rubric_task_does_when_two_people_score_it(self):
        task = {"type": ItemType.RUBRIC_ROW, "key": (), "options": (), "levels": LEVELS}

        assert found("mend", items=items(1, max_points=2, **task)) == []
        assert found("advise", items=items(1, max_points=2, **task)) == ["cfa-mastery-call"]


class TestDepth:
    @pytest.mark.parametrize(
        ("depths", "codes"),
        [
            ((2, 2, 2, 2), []),
            ((1, 1, 2, 2), []),
            ((1, 1, 1, 2), ["cfa-depth"]),
            ((3, 2, 2, 2), []),
            ((4, 2, 2, 2), ["cfa-depth-above"]),
        ],
    )
    def test_half_the_points_reach_the_target_and_none_goes_far_beyond(self, depths, codes):
        asked = tuple(item(i + 1, depth_of_knowledge=depth) for i, depth in enumerate(depths))
        asked += tuple(item(i, "model") for i in range(5, 9))

        assert found("mend", items=asked) == codes


class TestKeys:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"key": ()}, "item-key"),
            ({"key": ("C",)}, "item-key-option"),
            ({"key": ("A", "B")}, "item-all-right"),
            ({"options": (Option(label="A"), Option(label="A"))}, "item-all-right"),
            ({"type": ItemType.SHORT_ANSWER, "key": (), "options": ()}, "item-key"),
            ({"type": ItemType.RUBRIC_ROW, "levels": ()}, "item-levels"),
            ({"type": ItemType.RUBRIC_ROW, "levels": LEVELS[::-1]}, "item-levels-order"),
            ({"type": ItemType.RUBRIC_ROW, "levels": LEVELS}, "item-levels-points"),
        ],
    )
    def test_what_cannot_be_scored_is_named_by_its_label(self, changes, code):
        findings = check_blueprint(assessment(items=items(3, **changes)))

        assert (code, "Q1") in [(f.code, f.where) for f in findings if f.level == "mend"]

    def test_two_acceptable_keys_are_fine(self):
        three = (Option(label="A"), Option(label="B"), Option(label="C", misconception="adds"))

        assert found("mend", items=items(3, options=three, key=("A", "B"))) == []

    def test_a_wrong_option_that_tells_nothing_is_advice(self):
        mute = (Option(label="A"), Option(label="B"), Option(label="C"))

        findings = check_blueprint(assessment(items=items(3, options=mute)))

        (advice,) = [f for f in findings if f.level == "advise"]
        assert advice.where == "Q1"
        assert advice.message.startswith("wrong options B and C: name the misconception")

    def test_a_constructed_item_without_a_guide_is_advice(self):
        essay = {"type": ItemType.CONSTRUCTED, "key": (), "options": ()}

        assert found("advise", items=items(3, **essay)) == ["item-guide"]


class TestRuleAndWindow:
    @pytest.mark.parametrize(
        ("agreed", "level"),
        [(None, "mend"), (date(2026, 10, 6), "mend"), (date(2026, 10, 5), "ok")],
    )
    def test_the_rule_is_agreed_before_the_window_opens(self, agreed, level):
        assert "cfa-rule" in found(level, rule_agreed_on=agreed)

    @pytest.mark.parametrize(
        ("closes", "level"),
        [
            (None, "mend"),
            (date(2026, 10, 4), "mend"),
            (date(2026, 10, 9), "ok"),
            (date(2026, 10, 11), "ok"),
            (date(2026, 10, 12), "advise"),
        ],
    )
    def test_the_window_is_a_school_week_at_most(self, closes, level):
        assert "cfa-window" in found(level, window_closes_on=closes)

    def test_days_off_do_not_lengthen_the_window(self):
        long = assessment(window_closes_on=date(2026, 10, 12))

        findings = check_blueprint(long, days_off={date(2026, 10, 9)})

        assert by_level(findings, "advise") == []

    def test_a_window_on_a_weekend_is_none(self):
        weekend = {
            "window_opens_on": date(2026, 10, 10),
            "window_closes_on": date(2026, 10, 11),
        }

        assert found("mend", **weekend) == ["cfa-window"]


class TestPointsAndLabels:
    def test_points_are_said_per_target(self):
        message = next(f.message for f in check_blueprint(assessment()) if f.code == "cfa-points")

        assert message == "8 points: 4 for solve and 4 for model."

    def test_an_item_that_outweighs_the_rest_is_advice(self):
        assert found("advise", items=items(3, max_points=3)) == ["cfa-heavy-item"]

    def test_labels_and_positions_are_unique(self):
        twins = (item(1), item(2, label="Q1"), item(9), *items(3)[3:])

        assert found("mend", items=twins) == ["cfa-label", "cfa-positions"]
