"""When a dive is complete, and how it says what is missing."""

from datetime import timedelta

import pandas as pd
import pytest

from datacycle.protocol.completion import check_completion, completion_sentence, is_complete
from datacycle.protocol.dives import load_protocol
from datacycle.protocol.engine import fold
from plc_data.model import DiveEvent
from tests.unit.protocol.examples import NOON, by_level, dive, left, plan

PROTOCOL = load_protocol("data_dive_45")

GROUPS = pd.DataFrame(
    [
        ("solve", "s1", "not_yet", "not_yet", "sign errors", "drops the sign", False),
        ("solve", "s2", "secure", "mastery", "mastery", "", False),
        ("solve", "s3", "look_again", "look_again", "look_again", "", False),
        ("solve", "s4", "no_evidence", "no_evidence", "no_evidence", "", False),
    ],
    columns=["target_id", "student_id", "state", "place", "group", "cause", "moved"],
)

NOT_YET = plan()
MASTERY = plan(
    id="plan2",
    type="mastery",
    group="mastery",
    owner_id="ben",
    strategy="Write an equation with a hidden error for a partner",
    evidence="the pair's page",
)
RECHECK = plan(id="plan3", type="look_again", group="look_again")
LATER = plan(id="plan4", type="no_evidence", group="no_evidence")
PLANS = (NOT_YET, MASTERY, RECHECK, LATER)


def of_both(seq: int, kind: str, **payload):
    return [left(seq, kind, "ana", **payload), left(seq + 1, kind, "ben", **payload)]


LINK = {"view": "by_item", "row": "Q4"}
EVERYTHING = (
    *of_both(1, "prediction", shares={"solve": 0.6}),
    *of_both(3, "note", text="ask about Q4"),
    left(5, "data_question", text="Is blank wrong?"),
    left(6, "data_answer", "ben", question=5, text="Yes, and shown as blank."),
    *of_both(7, "observation", text="9 of 24 in row Q4", link=LINK),
    left(
        9, "gap", target_id="solve", can="set up", but="drop the sign", error_type="misconception"
    ),
    left(10, "hypothesis", about="teaching", text="We went from tiles to rules in a day"),
    left(11, "hypothesis", "ben", about="measure", text="Q4 is the only one with a minus in front"),
    left(12, "practice", "ben", text="tiles beside the equation"),
    left(13, "commitment", person_id="ana", what="tiles", by="2026-10-20", measure="recheck"),
    left(14, "commitment", person_id="ben", what="pairs", by="2026-10-20", measure="page"),
    left(15, "change_course", text="fewer than half on the recheck"),
    left(16, "next_meeting", on="2026-10-28"),
    *of_both(17, "exit_pulse", useful=3, heard=3, clear=2),
)


def check(contributions=EVERYTHING, plans=PLANS, groups=GROUPS, state=None, **changes):
    return check_completion(dive(**changes), groups, plans, contributions, PROTOCOL, state=state)


def without(*kinds: str):
    return tuple(c for c in EVERYTHING if c.kind.value not in kinds)


def test_a_dive_that_left_everything_is_complete():
    findings = check()

    assert by_level(findings, "mend") == []
    assert by_level(findings, "advise") == []
    assert is_complete(findings)
    assert completion_sentence(findings).startswith("Complete")


@pytest.mark.parametrize(
    ("kinds", "missing"),
    [
        (["prediction"], ["left-prediction"]),
        (["note"], ["left-note"]),
        (["data_answer"], ["left-question-answered"]),
        (["observation"], ["left-observation", "left-observation-linked"]),
        (["gap"], ["left-gap-per-target"]),
        (["hypothesis"], ["left-hypothesis-teaching", "left-hypothesis-measure"]),
        (["practice"], ["left-practice"]),
        (["commitment"], ["left-commitment"]),
        (["change_course", "next_meeting"], ["left-change-course", "left-next-meeting"]),
        (["exit_pulse"], ["left-exit-pulse"]),
    ],
)
def test_each_step_owes_its_record(kinds, missing):
    findings = check(without(*kinds))

    assert by_level(findings, "mend") == missing


def test_a_missing_part_says_step_and_how_many():
    only_ana = [c for c in EVERYTHING if c.author_id == "ana" or c.kind.value != "observation"]

    message = next(f for f in check(only_ana) if f.level == "mend").message

    assert message == "See: at least one fact from each member is missing from 1 of 2."


def test_a_commitment_belongs_to_who_will_do_it():
    for_both_by_one = [c.model_copy(update={"author_id": "ana"}) for c in EVERYTHING[-6:-4]]
    rest = without("commitment")

    assert "left-commitment" not in by_level(check((*rest, *for_both_by_one)), "mend")


class TestWhoOwesAPart:
    def state(self, *people_and_moments):
        events = [
            DiveEvent(kind=kind, person_id=person, at=NOON + timedelta(seconds=s), role=role)
            for kind, person, s, role in people_and_moments
        ]
        return fold(PROTOCOL, events)

    def test_not_a_coach_who_facilitates(self):
        state = self.state(
            ("joined", "coach", -9, None),
            ("role_taken", "coach", -8, "facilitator"),
            ("joined", "ana", -7, None),
            ("joined", "ben", -6, None),
            ("started", "coach", -5, None),
            ("revealed", "coach", 3, None),
        )

        assert is_complete(check(state=state))
        assert is_complete(check(state=state, member_ids=()))

    def test_a_late_joiner_owes_no_prediction_but_a_fact(self):
        state = self.state(
            ("joined", "ana", -9, None),
            ("started", "ana", -8, None),
            ("revealed", "ana", 1, None),
            ("joined", "ben", 3, None),
        )
        kept = [c for c in EVERYTHING if c.author_id == "ana" or c.kind.value != "observation"]

        missing = by_level(check(kept, state=state), "mend")

        assert missing == ["left-observation"]

    def test_somebody_who_never_came_owes_nothing(self):
        state = self.state(("joined", "ana", -9, None), ("started", "ana", -8, None))
        of_ana = [c for c in EVERYTHING if c.author_id == "ana" or c.kind.value == "hypothesis"]
        of_ana += [
            left(30, "practice", text="tiles"),
            left(31, "data_answer", question=5, text="y"),
        ]

        assert by_level(check(of_ana, state=state), "mend") == []


class TestGroups:
    def test_everybody_is_somewhere(self):
        findings = check(groups=GROUPS.iloc[:3])

        assert "student-without-group" in by_level(findings, "mend")

    def test_nobody_is_in_two(self):
        twice = pd.concat([GROUPS, GROUPS.iloc[:1]], ignore_index=True)

        assert "student-in-two-groups" in by_level(check(groups=twice), "mend")

    def test_no_groups_at_all_is_not_complete(self):
        assert "student-without-group" in by_level(check(groups=GROUPS.iloc[:0]), "mend")


class TestPlans:
    @pytest.mark.parametrize(
        ("gone", "code"), [("not_yet", "plan-not-yet"), ("mastery", "plan-mastery")]
    )
    def test_both_plans_are_equally_required(self, gone, code):
        plans = [p for p in PLANS if p.type.value != gone]

        findings = check(plans=plans)

        assert by_level(findings, "mend") == [code]

    @pytest.mark.parametrize(
        ("field", "word"),
        [
            ({"owner_id": None}, "an owner"),
            ({"reassess_on": None}, "a date for looking again"),
            ({"success_rule": " "}, "a measure of success"),
        ],
    )
    @pytest.mark.parametrize("which", [0, 1])
    def test_owner_date_and_measure_are_needed_in_both(self, field, word, which):
        plans = list(PLANS)
        plans[which] = plans[which].model_copy(update=field)

        (missing,) = [f for f in check(plans=plans) if f.level == "mend"]

        assert missing.message.endswith(f"lacks {word}.")

    def test_a_dropped_plan_is_no_plan(self):
        dropped = NOT_YET.model_copy(update={"state": "dropped", "dropped_because": "strike"})

        assert by_level(check(plans=(dropped, *PLANS[1:])), "mend") == ["plan-not-yet"]

    def test_no_plan_is_due_where_there_is_nobody(self):
        all_secure = GROUPS.assign(place="mastery", group="mastery")

        findings = check(groups=all_secure, plans=[MASTERY])

        assert by_level(findings, "mend") == []

    def test_a_student_whom_no_plan_names_is_counted(self):
        named = NOT_YET.model_copy(update={"student_ids": ("s9",)})

        (missing,) = [f for f in check(plans=(named, *PLANS[1:])) if f.level == "mend"]

        assert missing.message == "1 of 1 students who are not there yet are in no plan."

    def test_a_student_in_two_plans_is_counted(self):
        again = NOT_YET.model_copy(update={"id": "plan9"})

        assert by_level(check(plans=(*PLANS, again)), "mend") == ["plan-not-yet-twice"]

    def test_look_again_and_absent_students_are_advice(self):
        findings = check(plans=PLANS[:2])

        assert by_level(findings, "advise") == ["plan-look-again", "plan-no-evidence"]
        assert is_complete(findings)
