"""Was it met? Counts first."""

import pandas as pd
import pytest

from datacycle.protocol.goal import goal_result
from plc_data.model import Count
from tests.unit.protocol.examples import GROUP, goal

NEEDS_20 = goal()


def mastery(**how_many: int) -> pd.DataFrame:
    """Return states for s01, s02, ...: so many secure, then look_again, not_yet, no_evidence."""
    states = [state for state, n in how_many.items() for _ in range(n)]
    rows = [(f"s{i:02}", "solve", state) for i, state in enumerate(states, start=1)]
    other = [(student, "model", "secure") for student, *_ in rows]
    return pd.DataFrame([*rows, *other], columns=["student_id", "target_id", "state"])


BEFORE = mastery(secure=10, look_again=8, not_yet=6)


def test_counts_come_first_when_it_was_not_met():
    result = goal_result(NEEDS_20, mastery(secure=17, look_again=4, not_yet=3), BEFORE, GROUP)

    assert result.sentence == "17 of 24, needed 20: not met, 3 short."
    assert (result.met, result.numerator, result.denominator, result.needed, result.short_by) == (
        False, 17, 24, 20, 3,
    )  # fmt: skip


@pytest.mark.parametrize(("secure", "met"), [(19, False), (20, True), (24, True)])
def test_it_is_met_from_the_needed_count_on(secure, met):
    result = goal_result(NEEDS_20, mastery(secure=secure, not_yet=24 - secure), BEFORE, GROUP)

    assert result.met is met


class TestMissingStudents:
    def test_over_ten_percent_missing_there_is_no_green_verdict(self):
        result = goal_result(NEEDS_20, mastery(secure=21, no_evidence=3), BEFORE, GROUP)

        assert result.met is None
        assert result.sentence == "21 of 24, needed 20: cannot say, 3 of 24 were not tested."

    def test_up_to_ten_percent_missing_the_count_decides(self):
        result = goal_result(NEEDS_20, mastery(secure=20, not_yet=2, no_evidence=2), BEFORE, GROUP)

        assert result.met is True
        assert result.n_missing == 2
        assert "2 students of the group without evidence at the end." in result.notes

    def test_so_few_secure_that_the_missing_could_not_help_is_not_met(self):
        result = goal_result(NEEDS_20, mastery(secure=10, not_yet=9, no_evidence=5), BEFORE, GROUP)

        assert result.met is False

    def test_who_is_not_in_the_results_at_all_is_missing(self):
        result = goal_result(NEEDS_20, mastery(secure=18), BEFORE, GROUP)

        assert result.met is None
        assert result.missing == GROUP[18:]

    def test_a_stranger_in_the_results_does_not_count(self):
        result = goal_result(NEEDS_20, mastery(secure=30), BEFORE, GROUP)

        assert result.numerator == 24


class TestTheChange:
    def test_those_who_moved_down_are_shown(self):
        after = mastery(look_again=1, secure=20, not_yet=3)

        result = goal_result(NEEDS_20, after, BEFORE, GROUP)

        assert result.met is True
        assert result.moved_down == ("s01",)
        assert result.notes == ("1 student moved down: look at them first.",)

    def test_it_is_of_matched_students_only(self):
        before = BEFORE[~BEFORE["student_id"].isin(["s11", "s12"])]

        result = goal_result(NEEDS_20, mastery(secure=20, not_yet=4), before, GROUP)

        assert (result.n_matched, result.n_secure_before, result.n_secure_after) == (22, 10, 18)
        assert result.new == ("s11", "s12")

    def test_the_interval_is_of_those_tested(self):
        # Wilson for 17 of 24, DOMAIN-independent: R binom.confint(17, 24, method = "wilson")
        result = goal_result(NEEDS_20, mastery(secure=17, not_yet=7), BEFORE, GROUP)

        assert (round(result.low, 3), round(result.high, 3)) == (0.508, 0.851)


class TestCannotSay:
    def test_before_the_second_results(self):
        result = goal_result(NEEDS_20, None, BEFORE, GROUP)

        assert result.met is None
        assert result.sentence == "Cannot say yet: there are no second results."

    def test_without_a_number_as_aim(self):
        result = goal_result(goal(aim=None), mastery(secure=24), BEFORE, GROUP)

        assert result.met is None
        assert result.short_by is None

    def test_without_students(self):
        assert goal_result(NEEDS_20, mastery(secure=24), BEFORE, ()).met is None

    def test_without_a_countable_metric(self):
        assert goal_result(goal(metric="joy"), mastery(secure=24), BEFORE, GROUP).met is None


def test_a_group_that_changed_keeps_the_share_of_the_aim():
    result = goal_result(NEEDS_20, mastery(secure=18, not_yet=4), BEFORE, GROUP[:22])

    assert result.needed == 19  # 20 of 24 is 18.33 of 22
    assert result.sentence == "18 of 22, needed 19: not met, 1 short."
    assert result.notes[0].startswith("The group has 22 students now, the aim was 20 of 24")


def test_a_group_of_one():
    one = goal(aim=Count(numerator=1, denominator=1))

    assert goal_result(one, mastery(secure=1), None, ["s01"]).met is True
