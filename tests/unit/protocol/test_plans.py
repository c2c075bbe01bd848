"""Action plans for both groups, and the decision after looking again."""

from datetime import date

import pytest

from datacycle.protocol.plans import (
    DECISIONS,
    check_plan,
    decide_next,
    delivered_share,
    missing_fields,
    plan_sentence,
)
from tests.unit.protocol.examples import TEAM, by_level, plan

TODAY = date(2026, 10, 13)
MASTERY = {
    "type": "mastery",
    "strategy": "Write an equation with a hidden error and justify the repair",
    "evidence": "the page with both equations",
}


def found(level: str, today=TODAY, **changes) -> list[str]:
    return by_level(check_plan(plan(**changes), TEAM, today), level)


@pytest.mark.parametrize("changes", [{}, MASTERY])
def test_a_good_plan_has_nothing_to_mend_or_advise(changes):
    assert found("mend", **changes) == []
    assert found("advise", **changes) == []


@pytest.mark.parametrize(
    "empty",
    [
        {"strategy": " "},
        {"owner_id": None},
        {"sessions": None},
        {"minutes": 0},
        {"success_rule": ""},
        {"reassess_on": None},
    ],
)
def test_each_of_the_five_fields_is_needed(empty):
    assert found("mend", **empty) == ["plan-field"]


def test_what_is_missing_is_said_in_words():
    bare = plan(strategy="", owner_id=None)

    assert missing_fields(bare) == ("strategy", "owner_id")
    assert plan_sentence(bare) == "Still to say: what will be done and who does it."


def test_the_team_is_no_owner():
    assert found("mend", owner_id="team") == ["plan-owner"]


class TestDates:
    def test_looking_again_comes_after_the_start(self):
        assert found("mend", reassess_on=date(2026, 10, 13)) == ["plan-dates"]

    def test_the_end_comes_after_the_start(self):
        assert "plan-dates" in found("mend", ends_on=date(2026, 10, 1))

    @pytest.mark.parametrize("ends", [date(2026, 10, 15), date(2026, 11, 10)])
    def test_one_to_three_weeks(self, ends):
        later = {"ends_on": ends, "reassess_on": date(2026, 11, 20)}

        assert found("advise", **later) == ["plan-length"]

    def test_a_passed_day_is_pointed_out(self):
        assert found("advise", today=date(2026, 10, 28)) == ["plan-overdue"]


class TestWhatIsNew:
    def test_a_not_yet_plan_says_how_it_differs(self):
        assert found("advise", differs_how="") == ["plan-differs"]

    def test_a_louder_repeat_is_pointed_out(self):
        assert found("advise", strategy="Go over two-step equations slower") == ["plan-repeat"]

    @pytest.mark.parametrize(
        "strategy", ["More practice problems", "Free time at the computer", "Tutoring the others"]
    )
    def test_an_extension_is_not_more_of_the_same_and_no_reward(self, strategy):
        assert found("mend", **MASTERY | {"strategy": strategy}) == ["plan-extension"]

    def test_an_extension_leaves_evidence(self):
        assert found("mend", **MASTERY | {"evidence": ""}) == ["plan-evidence"]

    def test_a_look_again_plan_names_its_two_questions(self):
        assert found("advise", type="look_again", reassess_form="") == ["plan-recheck"]

    def test_a_large_group_is_advice(self):
        ten = tuple(f"s{i}" for i in range(10))

        assert found("advise", student_ids=ten) == ["plan-size"]
        assert found("advise", student_ids=ten[:9]) == []


class TestDelivery:
    def test_minutes_stand_beside_the_plan(self):
        assert delivered_share(plan(delivered_minutes=60)) == 0.75
        assert delivered_share(plan(delivered_sessions=4)) == 1.0
        assert delivered_share(plan()) is None
        assert delivered_share(plan(sessions=0, delivered_sessions=0)) is None

    @pytest.mark.parametrize(
        ("changes", "level"),
        [
            ({}, "mend"),
            ({"delivered_minutes": 63}, "advise"),
            ({"delivered_minutes": 63, "dropped_because": "two snow days"}, "ok"),
            ({"delivered_minutes": 64}, "ok"),
        ],
    )
    def test_four_fifths_or_a_reason(self, changes, level):
        assert "plan-delivered" in found(level, state="done", **changes)

    def test_a_dropped_plan_needs_its_reason_only(self):
        assert found("mend", state="dropped", strategy="") == ["plan-dropped"]
        assert found("mend", state="dropped", dropped_because="moved away", strategy="") == []


class TestDecideNext:
    def test_every_pair_of_states_has_a_provisional_decision(self):
        states = ["not_yet", "look_again", "secure", "no_evidence"]

        decisions = [decide_next(before, after) for before in states for after in states]

        assert len(DECISIONS) == 9
        assert all(d.provisional for d in decisions)

    @pytest.mark.parametrize(
        ("before", "after", "code"),
        [
            ("secure", "secure", "stop"),
            ("not_yet", "secure", "lighter"),
            ("not_yet", "look_again", "change"),
            ("not_yet", "not_yet", "stronger"),
            ("secure", "not_yet", "stronger"),
            ("not_yet", "no_evidence", "cannot_say"),
            ("no_evidence", "secure", "first_look"),
        ],
    )
    def test_follows_the_rule(self, before, after, code):
        assert decide_next(before, after).code == code
