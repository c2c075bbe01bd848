"""Closing a cycle."""

import pandas as pd
import pytest

from datacycle.protocol.closing import (
    check_attention,
    check_closing,
    deliveries,
    next_baseline,
    plan_transitions,
    student_decisions,
)
from datacycle.protocol.goal import goal_result
from plc_data.model import Closing, Count, Lesson
from tests.support.drawn import table
from tests.unit.protocol.examples import TEAM, by_level, goal, plan

BEFORE = table("""
    student_id | target_id | state
    -----------+-----------+------------
    s1         | solve     | not_yet
    s2         | solve     | not_yet
    s3         | solve     | secure
    s4         | solve     | no_evidence
""")
AFTER = table("""
    student_id | target_id | state
    -----------+-----------+------------
    s1         | solve     | secure
    s2         | solve     | not_yet
    s3         | solve     | secure
    s4         | solve     | look_again
""")
NOT_YET = plan(student_ids=("s1", "s2", "s9"), delivered_minutes=60, state="done")
MASTERY = plan(id="plan2", type="mastery", group="mastery", student_ids=("s3",), minutes=10)
PLANS = (NOT_YET, MASTERY)
DECIDED = student_decisions(PLANS, BEFORE, AFTER)


class TestNextBaseline:
    def test_is_where_the_group_stands_now(self):
        count = next_baseline(AFTER, "solve", ["s1", "s2", "s3", "s4"], assessment_id="cfa2")

        assert count == Count(numerator=2, denominator=4, assessment_id="cfa2")

    def test_counts_only_those_who_were_tested(self):
        assert next_baseline(BEFORE, "solve", ["s3", "s4"]) == Count(numerator=1, denominator=1)

    def test_is_missing_where_nobody_was(self):
        assert next_baseline(BEFORE, "solve", ["s4"]) is None
        assert next_baseline(BEFORE, "model", ["s1"]) is None


class TestOutcomes:
    def test_every_student_of_a_plan_gets_a_decision(self):
        assert dict(zip(DECIDED["student_id"], DECIDED["decision"], strict=True)) == {
            "s1": "lighter",
            "s2": "stronger",
            "s9": "cannot_say",
            "s3": "stop",
        }
        assert DECIDED["provisional"].all()

    def test_steps_are_counted_per_plan_of_matched_students(self):
        steps = plan_transitions(DECIDED)

        assert len(steps) == 18
        assert steps.groupby("plan_id")["n"].sum().to_dict() == {"plan1": 2, "plan2": 1}
        moved = steps.set_index(["plan_id", "before", "after"])["n"]
        assert moved["plan1", "not_yet", "secure"] == 1

    def test_minutes_given_stand_beside_minutes_planned(self):
        given = deliveries(PLANS).set_index("plan_id")

        assert given.loc["plan1", "share_delivered"] == 0.75
        assert pd.isna(given.loc["plan2", "share_delivered"])
        assert given.loc["plan2", "planned_minutes"] == 10

    def test_without_plans_the_tables_are_empty_and_keep_their_columns(self):
        assert list(student_decisions((), BEFORE, AFTER).columns) == list(DECIDED.columns)
        assert len(deliveries(())) == 0
        assert len(plan_transitions(student_decisions((), BEFORE, AFTER))) == 0


class TestAttention:
    groups = pd.DataFrame(
        {
            "target_id": "solve",
            "student_id": ["s1", "s2", "s3"],
            "place": ["not_yet", "not_yet", "mastery"],
            "group": ["sign errors", "sign errors", "mastery"],
        }
    )

    def test_everybody_served_is_fine(self):
        assert by_level(check_attention(PLANS, self.groups), "advise") == []

    def test_the_forgotten_are_counted(self):
        (finding, _) = (f for f in check_attention((NOT_YET,), self.groups) if f.level == "advise")

        assert finding.message == "1 of 1 students who have it have no plan."

    def test_three_cycles_in_a_not_yet_group_question_the_help(self):
        findings = check_attention(PLANS, self.groups, cycles_not_yet={"s1": 3, "s2": 1})

        assert by_level(findings, "advise") == ["attention-stuck"]


class TestCheckClosing:
    closing = Closing(
        id="c",
        cycle_id="cycle1",
        lessons=tuple(Lesson(author_id=p, keep="k", change="c", stop="s") for p in ("ana", "ben")),
        practice_worth_copying="tiles beside the equation",
        next_step="equations with fractions",
    )
    missed = goal_result(
        goal(aim=Count(numerator=4, denominator=4)), AFTER, BEFORE, ["s1", "s2", "s3", "s4"]
    )
    given = (NOT_YET, MASTERY.model_copy(update={"delivered_minutes": 40}))

    def check(self, **changes):
        facts = {
            "closing": self.closing,
            "team": TEAM,
            "result": self.missed,
            "plans": self.given,
            "decisions": DECIDED,
        }
        facts |= changes
        return check_closing(facts.pop("closing"), **facts)

    def test_a_goal_that_was_not_met_closes_as_well(self):
        findings = self.check()

        assert by_level(findings, "mend") == []
        assert findings[0].message == "2 of 4, needed 4: not met, 2 short."

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"result": None}, "closing-verdict"),
            ({"plans": PLANS}, "closing-delivered"),
            ({"plans": ()}, "closing-delivered"),
            ({"decisions": DECIDED[DECIDED["type"] == "not_yet"]}, "closing-mastery"),
            ({"closing": closing.model_copy(update={"next_step": " "})}, "closing-next"),
            (
                {"closing": closing.model_copy(update={"lessons": closing.lessons[:1]})},
                "closing-lessons",
            ),
        ],
    )
    def test_what_is_missing_is_named(self, changes, code):
        assert by_level(self.check(**changes), "mend") == [code]
