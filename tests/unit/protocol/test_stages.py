"""Where a cycle stands."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from datacycle.evidence.bundle import Confirmation, CycleBundle
from datacycle.protocol.dives import load_protocol
from datacycle.protocol.stages import StageStatus, by_stage, present_stage, stages
from plc_data.model import (
    CheckForUnderstanding,
    Closing,
    DataCycle,
    DiveEvent,
    Enrollment,
    Focus,
    Need,
    Stage,
)
from tests.unit.protocol.examples import (
    GROUP,
    NOON,
    SECOND_FORM,
    SECTIONS,
    TEAM,
    assessment,
    dive,
    goal,
    plan,
    results,
)

TODAY = date(2026, 10, 6)
FOCUS = Focus(
    statement="Keep the balance of an equation",
    target_ids=("solve",),
    needs=(Need(source="last CFA", seen="10 of 24 secure"),),
)
EMPTY = CycleBundle(
    cycle=DataCycle(
        id="cycle1", team_id="math8", title="t", school_year="2026-27", starts_on=date(2026, 10, 1)
    ),
    team=TEAM,
    people={},
    sections=SECTIONS,
    enrollments=tuple(Enrollment(section_id="p1", student_id=student) for student in GROUP),
    students={},
    all_students=(),
    submitter_id="ana",
)
PROTOCOL = load_protocol("data_dive_45")


def check(n: int, technique: str) -> CheckForUnderstanding:
    return CheckForUnderstanding(
        id=f"c{n}", team_id="math8", section_id="p1", teacher_id="ana", target_id="solve",
        on=date(2026, 10, n), technique=technique, n_present=24, n_responded=24, n_had_it=12,
    )  # fmt: skip


def happened(*kinds: str) -> tuple[DiveEvent, ...]:
    return tuple(
        DiveEvent(kind=kind, person_id="ana", at=NOON + timedelta(minutes=i))
        for i, kind in enumerate(kinds)
    )


FULL = replace(
    EMPTY,
    cycle=EMPTY.cycle.model_copy(update={"focus": FOCUS}),
    goal=goal(),
    goal_version=2,
    confirmations=tuple(Confirmation(p, 2, NOON) for p in ("ana", "ben")),
    before=SimpleNamespace(assessment=assessment(), results=results()),
    after=SimpleNamespace(assessment=SECOND_FORM, results=results(id="r2")),
    checks=tuple(check(n, "boards" if n % 2 else "exit ticket") for n in range(1, 7)),
    dive=dive(),
    protocol=PROTOCOL,
    events=happened("joined", "started", "finished"),
    plans=(plan(), plan(id="plan2", type="mastery", group="mastery")),
    closing=Closing(id="c", cycle_id="cycle1", closed=True),
)


def test_a_new_cycle_waits_at_its_focus():
    states = stages(EMPTY, today=TODAY)

    assert [state.stage for state in states] == list(Stage)
    assert {state.status for state in states} == {StageStatus.WAITING}
    assert present_stage(states).next_step == "Say what your students need."


def test_a_closed_cycle_has_nothing_left_to_do():
    states = stages(FULL, today=TODAY)

    assert {state.status for state in states} == {StageStatus.DONE}
    assert [state.next_step for state in states] == [""] * 9
    assert present_stage(states) is None


@pytest.mark.parametrize(
    ("stage", "changes", "step"),
    [
        (
            Stage.FOCUS,
            {"cycle": EMPTY.cycle.model_copy(update={"focus": Focus(statement="Equations")})},
            "Name the data in which the need is seen.",
        ),
        (
            Stage.GOAL,
            {"confirmations": (Confirmation("ana", 2, NOON), Confirmation("ben", 1, NOON))},
            "1 of 2 members confirmed this version; all are needed.",
        ),
        (Stage.CHECKS, {"checks": FULL.checks[:4]}, "Note 2 more quick checks and what you did"),
        (Stage.DIVE, {"events": happened("joined", "started")}, "Go on with the dive."),
        (Stage.PLANS, {"plans": FULL.plans[:1]}, "Write the plan for students who have it."),
        (
            Stage.PLANS,
            {"plans": (plan(owner_id=None), FULL.plans[1])},
            'Complete the plan "sign errors".',
        ),
        (
            Stage.CLOSING,
            {"closing": Closing(id="c", cycle_id="cycle1")},
            "Finish and close the cycle.",
        ),
    ],
)
def test_work_in_progress_says_the_next_step(stage, changes, step):
    state = by_stage(stages(replace(FULL, **changes), today=TODAY))[stage]

    assert state.status is StageStatus.IN_PROGRESS
    assert state.next_step.startswith(step)


def test_a_finished_dive_that_left_too_little_is_not_done():
    import pandas as pd

    from datacycle.protocol.groups import COLUMNS

    nobody = pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})

    state = by_stage(stages(FULL, today=TODAY, groups=nobody))[Stage.DIVE]

    assert state.status is StageStatus.IN_PROGRESS
    assert "missing" in state.sentence


def test_before_the_window_closes_results_are_not_asked_for_yet():
    waiting = replace(FULL, before=None)

    state = by_stage(stages(waiting, today=TODAY, assessment=assessment()))[Stage.RESULTS]

    assert state.next_step == "Bring in the results after October 7, 2026."


def test_the_second_assessment_has_its_day():
    waiting = replace(FULL, after=None)

    state = by_stage(stages(waiting, today=TODAY, reassessment=SECOND_FORM))[Stage.REASSESSMENT]

    assert state.on == date(2026, 10, 28)
    assert state.next_step == "Give it on October 28, 2026 and bring in the results."


def test_the_log_of_checks_holds_nothing_up():
    states = stages(replace(FULL, checks=()), today=TODAY)

    assert present_stage(states) is None
