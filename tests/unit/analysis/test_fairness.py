"""Who gets the team's time."""

import math

import pandas as pd

import datacycle.analysis as an
from datacycle.analysis import fairness
from plc_data.model import ActionPlan, PlanState
from plc_data.schema import MINUTES, SUBGROUPS, WITHOUT_PLAN, check_frame


def mastery(**states):
    return pd.DataFrame(
        {"student_id": list(states), "target_id": "add", "state": list(states.values())}
    )


def plan(*students, **changes):
    facts = {"id": "p", "cycle_id": "c", "type": "not_yet", "target_id": "add", "group": "g"}
    return ActionPlan(**{**facts, "student_ids": students, "sessions": 3, "minutes": 20, **changes})


class TestMinutes:
    def test_count_once_for_every_student(self):
        found = fairness.minutes_by_state(
            [plan("a", "b"), plan("c", id="q", sessions=1)],
            mastery(a="not_yet", b="not_yet", c="secure", d="secure"),
        ).set_index("state")

        assert check_frame(found.reset_index(), MINUTES) == ()
        assert found.loc["not_yet", "student_minutes"] == 120
        assert found.loc["secure", "student_minutes"] == 20
        assert found.loc["secure", "share_of_students"] == 0.5
        assert found["share_of_minutes"].sum() == 1

    def test_leave_out_dropped_plans_and_count_unplanned_time_as_none(self):
        dropped = plan("a", state=PlanState.DROPPED)
        vague = plan("a", sessions=None)

        found = fairness.minutes_by_state([dropped, vague], mastery(a="not_yet"))

        assert found["student_minutes"].sum() == 0
        assert found["share_of_minutes"].isna().all()

    def test_no_plans(self):
        found = fairness.minutes_by_state([], mastery(a="secure"))

        assert found["n_students"].tolist() == [0, 0, 0, 0]
        assert found["share_of_students"].isna().all()


class TestWithoutPlan:
    def test_lists_far_below_first_and_secure_too(self):
        found = fairness.without_plan(
            [plan("a")], mastery(a="not_yet", b="secure", c="not_yet", d="no_evidence")
        )

        assert check_frame(found, WITHOUT_PLAN) == ()
        assert found["student_id"].tolist() == ["c", "b", "d"]

    def test_speaks_of_planned_targets_only(self):
        assert len(fairness.without_plan([plan("a", target_id="x")], mastery(a="not_yet"))) == 0


class TestLongNotYet:
    def test_needs_every_one_of_the_last_cycles(self):
        low, high = mastery(a="not_yet", b="not_yet"), mastery(a="not_yet", b="secure")

        assert fairness.long_not_yet([high, low, low, low]) == ("a", "b")
        assert fairness.long_not_yet([low, high, low]) == ("a",)
        assert fairness.long_not_yet([low, low]) == ()


class TestSubgroups:
    def test_show_only_what_is_large_enough(self):
        states = mastery(a="secure", b="not_yet", c="secure", d="no_evidence", e="secure")
        groups = {"a": "x", "b": "x", "c": "y", "d": "y"}

        found = fairness.subgroup_shares(states, groups, smallest=2)

        assert check_frame(found, SUBGROUPS) == ()
        assert found["subgroup"].tolist() == ["x", "y"]
        assert found["share_secure"].tolist()[0] == 0.5
        assert tuple(found.loc[0, ["low", "high"]]) == tuple(an.wilson_interval(1, 2))
        assert math.isnan(found["n_tested"].tolist()[1])

    def test_nobody_has_a_subgroup(self):
        assert len(fairness.subgroup_shares(mastery(a="secure"), {}, smallest=2)) == 0
