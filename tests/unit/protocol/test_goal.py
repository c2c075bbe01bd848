"""A SMART goal, letter by letter. The bad goals are those that teams typically write."""

from datetime import date, timedelta

import pytest

from datacycle.protocol.goal import LETTERS, are_parallel, check_goal, goal_sentence
from plc_data.model import ActionStep, Count, MasteryRule
from tests.unit.protocol.examples import (
    GROUP,
    SECOND_FORM,
    SECTIONS,
    TEAM,
    assessment,
    by_level,
    goal,
)

TODAY = date(2026, 10, 6)
FIRST = assessment()


def check(goal=None, **changes):
    facts = {
        "team": TEAM,
        "sections": SECTIONS,
        "group_ids": GROUP,
        "assessment": FIRST,
        "reassessment": SECOND_FORM,
        "baseline": Count(numerator=10, denominator=24),
        "past": (0.30, 0.40),
        "today": TODAY,
        "confirmed_by": ("ana", "ben"),
    }
    return check_goal(GOOD if goal is None else goal, **facts | changes)


GOOD = goal()


def message(findings, code: str) -> str:
    return next(f.message for f in findings if f.code == code)


class TestAGoodGoal:
    def test_has_nothing_to_mend(self):
        findings = check()

        assert by_level(findings, "mend") == []
        assert by_level(findings, "advise") == ["goal-leap"]

    def test_is_checked_in_the_order_of_the_letters(self):
        letters = list(dict.fromkeys(f.where for f in check()))

        assert letters == list(LETTERS) == ["S", "M", "A", "R", "T", "Who", "Honesty"]

    def test_leaves_to_people_what_only_they_can_answer(self):
        asked = by_level(check(), "ask")

        assert asked == [
            "goal-ask-essential", "goal-ask-need", "goal-ask-depth", "goal-ask-resources",
            "goal-ask-matters", "goal-ask-pacing", "goal-ask-not-met",
        ]  # fmt: skip

    def test_says_the_step_and_one_student_in_plain_numbers(self):
        findings = check()

        assert message(findings, "goal-gain") == "The step is 10 more students."
        assert message(findings, "goal-percent") == "Each student is 4.2 points of 100."
        assert message(findings, "goal-school-days").startswith("20 school days")

    def test_an_empty_goal_is_checked_without_a_fault(self):
        from plc_data.model import SmartGoal

        empty = SmartGoal(id="g", cycle_id="c", team_id="math8")

        findings = check(
            empty, assessment=None, reassessment=None, baseline=None, group_ids=(), past=()
        )

        assert {"S", "M", "A", "R", "T", "Who", "Honesty"} == {
            f.where for f in findings if f.level == "mend"
        }


class TestTypicalBadGoals:
    @pytest.mark.parametrize(
        ("statement", "verb"),
        [
            ("We will implement exit tickets in every class.", "implement"),
            ("Teachers will use number talks three times a week.", "use"),
            ("All members will attend the workshop on fluency.", "attend"),
            ("Introduce academic vocabulary walls by October 30.", "introduce"),
            ("The team will share strategies at every meeting.", "share"),
            ("We will increase the use of graphic organizers.", "increase the use of"),
            ("Our team is implementing small groups.", "implementing"),
        ],
    )
    def test_an_activity(self, statement, verb):
        findings = check(goal(statement=statement))

        assert by_level(findings, "mend") == ["goal-learning"]
        assert message(findings, "goal-learning").startswith(f'"{verb}" is an action: put it under')

    @pytest.mark.parametrize(
        "statement",
        [
            "Students will use two pieces of evidence in each paragraph.",
            "Our students can share a quantity in a given ratio.",
            "The share of students secure on fractions will rise.",
            "20 of 24 students will be secure; Ana will introduce tiles.",
            "Eighth graders will use the distributive property.",
            "Students will introduce a claim and support it.",
        ],
    )
    def test_learning_in_the_same_words_is_no_activity(self, statement):
        assert by_level(check(goal(statement=statement)), "mend") == []

    def test_no_baseline(self):
        findings = check(goal(baseline=None), baseline=None)

        assert "goal-both-ends" in by_level(findings, "mend")
        assert message(findings, "goal-both-ends").startswith("No baseline yet")

    def test_another_instrument_at_each_end(self):
        other = assessment(id="state_test", window_opens_on=None, window_closes_on=None)
        baseline = GOOD.baseline.model_copy(update={"assessment_id": "state_test"})

        findings = check(goal(baseline=baseline), assessment=other)

        assert by_level(findings, "mend") == ["goal-same-instrument"]

    def test_another_instrument_hidden_behind_a_proper_assessment(self):
        baseline = GOOD.baseline.model_copy(update={"assessment_id": "state_test"})

        assert by_level(check(goal(baseline=baseline)), "mend") == ["goal-same-instrument"]

    def test_a_form_that_the_team_says_is_not_parallel(self):
        findings = check(goal(reassessment_is_parallel=False))

        assert by_level(findings, "mend") == ["goal-same-instrument"]

    def test_a_percentage_that_no_group_of_24_can_reach(self):
        findings = check(goal(statement="80 % of our students can solve two-step equations."))

        assert by_level(findings, "mend") == ["goal-percent"]
        assert message(findings, "goal-percent") == "80 % of 24 is 19.2: say 20 of 24."

    @pytest.mark.parametrize("percent", ["75 %", "83%", "83.3 percent", "62,5 %", "100 %"])
    def test_a_percentage_that_24_can_reach(self, percent):
        assert by_level(check(goal(statement=f"{percent} of students are secure.")), "mend") == []

    def test_an_aim_below_the_baseline(self):
        lower = Count(numerator=8, denominator=24, on=date(2026, 10, 28), assessment_id="cfa2")

        assert by_level(check(goal(aim=lower)), "mend") == ["goal-gain"]

    def test_a_whole_year(self):
        year = goal(starts_on=date(2026, 9, 1), ends_on=date(2027, 6, 10))

        findings = check(year)

        assert by_level(findings, "mend") == ["goal-length"]
        assert "three to four weeks" in message(findings, "goal-length")

    def test_all_students_without_a_roster(self):
        findings = check(goal(statement="All students will improve.", section_ids=()), group_ids=())

        assert "goal-group" in by_level(findings, "mend")
        assert "needs a roster" in message(findings, "goal-group")

    @pytest.mark.parametrize(
        "statement",
        [
            "Students will solve equations and will improve attendance.",
            "Students will solve equations and increase their stamina.",
            "Readers will infer theme and also raise their fluency.",
        ],
    )
    def test_two_goals_in_one_sentence(self, statement):
        assert by_level(check(goal(statement=statement)), "mend") == ["goal-one-promise"]

    def test_an_owner_called_team(self):
        steps = (ActionStep(what="tiles", owner_id="team", by=date(2026, 10, 20)),)

        findings = check(goal(strategies=steps))

        assert by_level(findings, "mend") == ["goal-owners"]
        assert '"team" is not a person' in message(findings, "goal-owners")


class TestSpecific:
    @pytest.mark.parametrize(
        ("changes", "level"),
        [
            ({"target_ids": ()}, "mend"),
            ({"target_ids": ("sing",)}, "mend"),
            ({"target_ids": ("solve", "model")}, "advise"),
            ({"target_ids": ("solve", "model", "sing")}, "mend"),
        ],
    )
    def test_one_target_two_at_most_all_known(self, changes, level):
        assert "goal-target" in by_level(check(goal(**changes)), level)

    def test_every_member_teaches_somebody_of_the_group(self):
        findings = check(goal(section_ids=("p1",)))

        assert "goal-members-teach" in by_level(findings, "mend")
        assert message(findings, "goal-members-teach").startswith("1 of 2 members teach nobody")

    def test_the_size_is_the_rosters(self):
        assert "goal-group" in by_level(check(goal(group_size=25)), "mend")


class TestMeasurable:
    def test_both_ends_count_the_same_students(self):
        aim = Count(numerator=20, denominator=25, on=date(2026, 10, 28), assessment_id="cfa2")

        assert by_level(check(goal(aim=aim)), "mend") == ["goal-same-group"]

    def test_more_than_all_cannot_be(self):
        aim = GOOD.aim.model_copy(update={"numerator": 25})

        assert "goal-both-ends" in by_level(check(goal(aim=aim)), "mend")

    def test_the_baseline_is_the_one_that_was_measured(self):
        findings = check(baseline=Count(numerator=11, denominator=24))

        assert by_level(findings, "mend") == ["goal-baseline-measured"]
        assert message(findings, "goal-baseline-measured") == (
            "The goal says 10 of 24, the results say 11 of 24: take the results."
        )

    def test_the_rule_is_the_same_at_both_ends(self):
        softer = SECOND_FORM.model_copy(update={"rule": MasteryRule(cut_score=0.7)})

        assert by_level(check(reassessment=softer), "mend") == ["goal-same-rule"]

    def test_the_second_form_has_items_for_the_target(self):
        without = SECOND_FORM.model_copy(update={"items": SECOND_FORM.items[4:]})

        assert by_level(check(reassessment=without), "mend") == ["goal-same-instrument"]

    def test_an_unknown_metric_cannot_be_counted(self):
        assert "goal-metric" in by_level(check(goal(metric="engagement")), "mend")

    def test_forms_are_parallel_when_declared_so_either_way(self):
        third = assessment(id="cfa3", parallel_to="cfa1")

        assert are_parallel(FIRST, SECOND_FORM)
        assert are_parallel(SECOND_FORM, FIRST)
        assert are_parallel(SECOND_FORM, third)
        assert not are_parallel(FIRST, assessment(id="x"))


class TestAttainable:
    def aim(self, numerator: int):
        return goal(aim=GOOD.aim.model_copy(update={"numerator": numerator}))

    def test_inside_the_baselines_interval_it_could_be_chance(self):
        # Wilson, 10 of 24: .245 to .612 (R: binom.confint(10, 24, method = "wilson")); 14/24 = .583
        findings = check(self.aim(14))

        assert "goal-chance" in by_level(findings, "advise")
        assert "from 24 % to 61 %" in message(findings, "goal-chance")

    def test_above_the_interval_it_is_not(self):
        assert "goal-chance" in by_level(check(self.aim(15)), "ok")

    @pytest.mark.parametrize(("numerator", "flags"), [(19, []), (20, ["goal-leap"])])
    def test_more_than_forty_points_is_flagged(self, numerator, flags):
        assert by_level(check(self.aim(numerator)), "advise") == flags

    def test_everybody_is_flagged(self):
        assert "goal-everybody" in by_level(check(self.aim(24)), "advise")

    def test_far_above_what_the_team_ever_moved_is_flagged(self):
        findings = check(past=(0.1, 0.25))

        assert "goal-past" in by_level(findings, "advise")
        assert message(findings, "goal-past") == (
            "Your earlier cycles moved 10 and 25 points; this asks for 42. What will be different?"
        )

    def test_without_a_past_a_person_answers(self):
        assert "goal-past" in by_level(check(past=()), "ask")


class TestTimed:
    def lasting(self, days: int):
        start = date(2026, 10, 5)
        end = start + timedelta(days=days)
        return goal(
            ends_on=end,
            aim=GOOD.aim.model_copy(update={"on": end}),
            strategies=tuple(
                step.model_copy(update={"by": start + timedelta(days=1)})
                for step in GOOD.strategies
            ),
        )

    @pytest.mark.parametrize(
        ("days", "level"),
        [(0, "mend"), (13, "mend"), (14, "advise"), (20, "advise"), (21, "ok"), (28, "ok"),
         (29, "advise"), (35, "advise"), (36, "mend")],
    )  # fmt: skip
    def test_three_to_four_weeks(self, days, level):
        assert "goal-length" in by_level(check(self.lasting(days)), level)

    @pytest.mark.parametrize("day", [date(2026, 10, 4), date(2026, 10, 31)])
    def test_both_assessments_lie_inside(self, day):
        early = goal(baseline=GOOD.baseline.model_copy(update={"on": day}))
        late = goal(aim=GOOD.aim.model_copy(update={"on": day}))

        assert by_level(check(early), "mend") == ["goal-dates-inside"]
        assert by_level(check(late), "mend") == ["goal-dates-inside"]

    def test_days_off_are_not_counted_and_are_no_day_for_a_test(self):
        findings = check(goal(days_off=(date(2026, 10, 12), date(2026, 10, 28))))

        assert message(findings, "goal-school-days") == (
            "No school on the second assessment (October 28, 2026). 18 school days in all."
        )

    def test_nothing_is_due_after_the_end(self):
        late = GOOD.strategies[0].model_copy(update={"by": date(2026, 11, 5)})

        assert by_level(check(goal(strategies=(late,))), "mend") == ["goal-review"]

    def test_a_goal_that_is_over_is_sent_to_its_closing(self):
        assert "goal-over" in by_level(check(today=date(2026, 11, 2)), "advise")


class TestWhoAndHonesty:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"strategies": ()}, "goal-actions"),
            ({"strategies": (ActionStep(what="tiles", owner_id="ana"),)}, "goal-actions"),
            ({"strategies": (ActionStep(what="t", by=date(2026, 10, 9)),)}, "goal-owners"),
            ({"not_met_means": " "}, "goal-can-fail"),
            ({"school_goal": ""}, "goal-school-goal"),
            ({"far_from_cut": ""}, "goal-equity"),
            ({"above_cut": ""}, "goal-equity"),
        ],
    )
    def test_each_missing_piece_is_named(self, changes, code):
        assert code in by_level(check(goal(**changes)), "mend")

    def test_every_member_confirms(self):
        findings = check(confirmed_by=("ana",))

        assert by_level(findings, "mend") == ["goal-confirmed"]
        assert message(findings, "goal-confirmed").startswith("1 of 2 members confirmed")
        assert "goal-confirmed" in by_level(check(confirmed_by=None), "ask")

    def test_a_team_of_one_declares_itself(self):
        alone = TEAM.model_copy(update={"member_ids": ("ana",)})

        assert "goal-shared" in by_level(check(team=alone), "mend")
        assert "goal-shared" in by_level(check(goal(single_member=True), team=alone), "ok")


class TestTheSentence:
    def test_has_every_slot(self):
        sentence = goal_sentence(
            GOOD,
            targets={"solve": "I can solve two-step equations."},
            sections={"p1": "Period 1", "p2": "Period 2"},
            assessments={"cfa2": "form B"},
            people={"ana": "Ana Ruiz", "ben": "Ben Okafor"},
        )

        assert sentence == (
            "Of the 24 students in Period 1 and Period 2, those secure on "
            '"I can solve two-step equations" will rise from 10 of 24 (42 %) on October 5, 2026 '
            "to 20 of 24 (83 %) by October 28, 2026, measured by form B with the same rule; "
            "Ana Ruiz by October 20, 2026: Algebra tiles, twice a week and "
            "Ben Okafor by October 23, 2026: Error sort at the start."
        )

    def test_shows_what_is_missing(self):
        from plc_data.model import SmartGoal

        sentence = goal_sentence(SmartGoal(id="g", cycle_id="c", team_id="t"))

        assert sentence.count("[") == 8

    def test_is_itself_a_good_statement(self):
        built = goal_sentence(GOOD, targets={"solve": "I can solve two-step equations"})

        assert by_level(check(goal(statement=built)), "mend") == []
