"""Four states per student and target, by the agreed rule."""

import math

import pandas as pd
import pytest

import datacycle.analysis as an
from plc_data.model import Enrollment, MasteryRule
from plc_data.schema import CLASSES, MASTERY, MISJUDGED, TARGETS, check_frame
from tests.unit.analysis.make import answers, assessment, right, rubric


def state_of(k: int, n: int, rule: MasteryRule | None = None) -> str:
    cfa = assessment(add=n, rule=rule)
    mastery = an.mastery_by_target(answers({"s1": right("add", k, n)}), cfa)
    return mastery["state"].item()


class TestStates:
    @pytest.mark.parametrize(
        ("k", "n", "state"),
        [
            (3, 3, "secure"), (4, 4, "secure"), (9, 10, "secure"), (5, 5, "secure"),
            (3, 4, "look_again"), (4, 5, "look_again"), (8, 10, "look_again"), (7, 8, "look_again"),
            (2, 4, "not_yet"), (0, 1, "not_yet"), (0, 8, "not_yet"), (4, 6, "not_yet"),
        ],
    )  # fmt: skip
    def test_follow_the_agreed_table(self, k, n, state):
        assert state_of(k, n) == state

    @pytest.mark.parametrize("n", [1, 2])
    def test_one_or_two_items_never_certify(self, n):
        certain = MasteryRule(secure_from=0.2)

        assert state_of(n, n) == "look_again"
        assert state_of(n, n, certain) == "look_again"

    def test_follow_another_cut(self):
        assert state_of(3, 4, MasteryRule(cut_score=0.5)) == "secure"

    def test_graded_points_count_in_parts_of_an_item(self):
        cfa = assessment(add=[{"max_points": 4}] * 1)
        mastery = an.mastery_by_target(answers({"s1": {"add1": 3}}, max_points=4), cfa)

        expected = an.mastery_probability(0.75, 1)
        assert mastery["p_mastery"].item() == pytest.approx(expected, rel=1e-12)
        assert mastery["share"].item() == 0.75


class TestWhoCounts:
    def test_absent_is_absent_not_zero(self):
        cfa = assessment(add=3)
        mastery = an.mastery_by_target(
            answers({"s2": right("add", 0, 3)}), cfa, roster=["s1", "s2"]
        )

        states = mastery.set_index("student_id")["state"]
        assert states.to_dict() == {"s1": "no_evidence", "s2": "not_yet"}
        absent = mastery.iloc[0]
        assert absent["n_items"] == 0
        assert math.isnan(absent["points"])
        assert math.isnan(absent["share"])

    def test_blank_counts_as_wrong_and_excused_not_at_all(self):
        cfa = assessment(add=4)
        rows = {"add1": 1, "add2": 1, "add3": 1}
        mastery = an.mastery_by_target(
            answers({"s1": {**rows, "add4": "blank"}, "s2": {**rows, "add4": "excused"}}), cfa
        )

        assert mastery["n_items"].tolist() == [4, 3]
        assert mastery["state"].tolist() == ["look_again", "secure"]

    def test_nobody_at_all_gives_an_empty_table(self):
        mastery = an.mastery_by_target(answers({}), assessment(add=3))

        assert len(mastery) == 0
        assert check_frame(mastery, MASTERY) == ()

    def test_each_student_stands_once_on_each_target(self):
        cfa = assessment(add=3, divide=4)
        mastery = an.mastery_by_target(
            answers({"s1": right("add", 3, 3), "s2": right("divide", 1, 4)}), cfa
        )

        assert check_frame(mastery, MASTERY) == ()
        assert mastery["target_id"].tolist() == ["add", "divide"] * 2
        assert mastery["state"].tolist() == ["secure", "no_evidence", "no_evidence", "not_yet"]

    def test_the_callers_frame_stays_as_it_was(self):
        given = answers({"s1": {"add1": "blank", "add2": 1}})
        before = given.copy()

        an.mastery_by_target(given, assessment(add=2))

        pd.testing.assert_frame_equal(given, before)


class TestRubricRows:
    @pytest.mark.parametrize(
        ("level", "state"), [(4, "secure"), (3, "secure"), (2, "look_again"), (1, "not_yet")]
    )
    def test_follow_the_agreed_level(self, level, state):
        cfa = assessment(write=[rubric(4)])
        mastery = an.mastery_by_target(answers({"s1": {"write1": level}}, max_points=4), cfa)

        assert mastery["state"].item() == state
        assert math.isnan(mastery["p_mastery"].item())

    def test_rows_make_up_for_each_other(self):
        cfa = assessment(write=[rubric(4), rubric(4)])
        levels = {"s1": {"write1": 4, "write2": 2}, "s2": {"write1": 3, "write2": 1}}
        mastery = an.mastery_by_target(answers(levels, max_points=4), cfa)

        assert mastery["state"].tolist() == ["secure", "look_again"]

    @pytest.mark.parametrize(
        ("level", "k", "state"),
        [
            (3, 3, "secure"), (3, 2, "secure"), (3, 1, "look_again"),
            (2, 3, "look_again"), (2, 2, "look_again"), (2, 1, "not_yet"), (1, 3, "look_again"),
            (1, 2, "not_yet"), (1, 0, "not_yet"),
        ],
    )  # fmt: skip
    def test_with_selected_items_both_parts_speak(self, level, k, state):
        cfa = assessment(write=[{}, {}, {}, rubric(4, id="task")])
        given = answers({"s1": {**right("write", k, 3), "task": level}})
        given.loc[given["item_id"] == "task", "max_points"] = 4.0

        assert an.mastery_by_target(given, cfa)["state"].item() == state


class TestSummaries:
    def mastery(self):
        states = ["secure", "secure", "look_again", "not_yet", "no_evidence"]
        return pd.DataFrame(
            {"student_id": [f"s{i}" for i in range(5)], "target_id": "add", "state": states}
        )

    def test_the_share_is_of_the_students_tested(self):
        summary = an.target_summary(self.mastery())

        assert check_frame(summary, TARGETS) == ()
        row = summary.loc["add"]
        assert (row["n_tested"], row["n_secure"], row["n_no_evidence"]) == (4, 2, 1)
        assert row["share_secure"] == 0.5
        assert (row["low"], row["high"]) == tuple(an.wilson_interval(2, 4))

    def test_a_target_nobody_took_has_no_share(self):
        absent = self.mastery().assign(state="no_evidence")

        row = an.target_summary(absent).loc["add"]

        assert row["n_tested"] == 0
        assert math.isnan(row["share_secure"])

    def test_nobody_at_all_gives_an_empty_table(self):
        none = self.mastery().iloc[:0]

        assert check_frame(an.target_summary(none), TARGETS) == ()
        assert check_frame(an.class_summary(none, ()), CLASSES) == ()

    def test_classes_add_up_to_the_target(self):
        seats = [
            Enrollment(section_id="p2" if i < 3 else "p1", student_id=f"s{i}") for i in range(5)
        ]
        classes = an.class_summary(self.mastery(), seats)

        assert check_frame(classes, CLASSES) == ()
        assert classes.index.tolist() == [("add", "p2"), ("add", "p1")]
        assert classes["n_tested"].sum() == an.target_summary(self.mastery())["n_tested"].item()
        assert classes.loc[("add", "p2"), "n_secure"] == 2

    def test_who_sits_in_no_class_is_in_no_row(self):
        classes = an.class_summary(
            self.mastery(), [Enrollment(section_id="p1", student_id="stranger")]
        )

        assert len(classes) == 0


class TestMisclassification:
    @pytest.mark.parametrize(
        ("n", "true", "state", "expected"),
        [
            (3, 0.50, "p_secure", 0.125), (3, 0.60, "p_secure", 0.22), (4, 0.50, "p_secure", 0.06),
            (4, 0.60, "p_secure", 0.13), (5, 0.60, "p_secure", 0.08), (8, 0.50, "p_secure", 0.004),
        ],
    )  # fmt: skip
    def test_agrees_with_the_binomial_by_hand(self, n, true, state, expected):
        """All right of n: true ** n, as published tables of passing rates have it."""
        row = an.misclassification(n, MasteryRule(), (true,)).iloc[0]

        assert row[state] == pytest.approx(expected, abs=0.005)

    def test_agrees_with_counting_every_answer_pattern(self):
        from itertools import product

        cfa_states = {k: state_of(k, 4) for k in range(5)}
        chance = dict.fromkeys(("secure", "look_again", "not_yet"), 0.0)
        for pattern in product((0, 1), repeat=4):
            k = sum(pattern)
            chance[cfa_states[k]] += 0.6**k * 0.4 ** (4 - k)

        row = an.misclassification(4, MasteryRule(), (0.6,)).iloc[0]

        for state, p in chance.items():
            assert row[f"p_{state}"] == pytest.approx(p, abs=1e-12)

    def test_the_three_calls_are_exhaustive(self):
        table = an.misclassification(6)

        assert check_frame(table, MISJUDGED) == ()
        calls = table[["p_secure", "p_look_again", "p_not_yet"]].sum(axis=1)
        assert calls.to_numpy() == pytest.approx(1, abs=1e-12)

    def test_two_items_certify_nobody(self):
        assert (an.misclassification(2)["p_secure"] == 0).all()

    def test_a_constructed_task_beside_three_items_passes_fewer_who_half_know(self):
        """Task met and 2 of 3 selected: .9 (.9^3 + 3 .9^2 .1) = .875, and .5 x .5 = .25."""
        mixed = an.misclassification(3, MasteryRule(), (0.9, 0.5), with_rubric_row=True)

        assert mixed["p_secure"].tolist() == pytest.approx([0.8748, 0.25], abs=1e-12)
        calls = mixed[["p_secure", "p_look_again", "p_not_yet"]].sum(axis=1)
        assert calls.tolist() == pytest.approx([1, 1])

    def test_needs_an_item(self):
        with pytest.raises(ValueError, match="at least one item"):
            an.misclassification(0)
