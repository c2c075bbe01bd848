"""Where a cycle stands: one state, one date and one next step for each stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from plc_data.model import (
    ActionPlan,
    Assessment,
    CheckForUnderstanding,
    Closing,
    Contribution,
    DataCycle,
    Dive,
    DiveEvent,
    DiveProtocol,
    PlanState,
    SmartGoal,
    Stage,
    Team,
)

from .blueprint import check_blueprint
from .completion import REQUIRED_PLANS, SERVES, check_completion
from .dive_state import DiveStatus, fold
from .findings import to_mend
from .goal import check_goal
from .plans import missing_fields
from .wording import count, day, listed

if TYPE_CHECKING:
    import pandas as pd

CHECKS_AT_LEAST, TECHNIQUES_AT_LEAST = 6, 2
"""Checks for understanding that a cycle's log holds, and ways of looking (DOMAIN 8c, R3)."""


class StageStatus(StrEnum):
    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True)
class StageState:
    """One stage: how far it is, its day, what stands, and what to do next (empty when done)."""

    stage: Stage
    status: StageStatus
    on: date | None
    sentence: str
    next_step: str


class CycleFacts(Protocol):
    """What is read of a cycle; ``datacycle.evidence.bundle.CycleBundle`` has it all."""

    cycle: DataCycle
    team: Team
    sections: Sequence[Any]
    enrollments: Sequence[Any]
    goal: SmartGoal | None
    goal_version: int | None
    confirmations: Sequence[Any]
    before: Any
    after: Any
    checks: Sequence[CheckForUnderstanding]
    dive: Dive | None
    protocol: DiveProtocol | None
    events: Sequence[DiveEvent]
    contributions: Sequence[Contribution]
    plans: Sequence[ActionPlan]
    closing: Closing | None


def stages(
    facts: CycleFacts,
    *,
    today: date,
    assessment: Assessment | None = None,
    reassessment: Assessment | None = None,
    groups: pd.DataFrame | None = None,
) -> tuple[StageState, ...]:
    """Say for every stage of a cycle where it stands.

    Parameters
    ----------
    facts
        Everything that the cycle left so far.
    today
        The day of looking.
    assessment, reassessment
        The two blueprints while no results are in; with results they come from ``facts``.
    groups
        What ``groups_of`` returned, to tell whether the dive is complete; without it a finished
        dive counts as done.

    Returns
    -------
    tuple of StageState
        In the order of :class:`plc_data.model.Stage`, all nine.
    """
    first = facts.before.assessment if facts.before else assessment
    second = facts.after.assessment if facts.after else reassessment
    return (
        _focus(facts),
        _goal(facts, first, second, today),
        _assessment(first),
        _checks(facts.checks),
        _results(facts, first, today),
        _dive(facts, groups),
        _plans(facts.plans),
        _reassessment(facts, second),
        _closing(facts),
    )


def present_stage(states: Sequence[StageState]) -> StageState | None:
    """Find the stage to work on: the first that is not done; None when the cycle is closed.

    The log of checks runs beside the others and never holds them up.
    """
    for state in states:
        if state.status != StageStatus.DONE and state.stage != Stage.CHECKS:
            return state
    return None


def _state(
    stage: Stage, on: date | None, sentence: str, next_step: str = "", *, begun: bool = True
) -> StageState:
    if not next_step:
        return StageState(stage, StageStatus.DONE, on, sentence, "")
    status = StageStatus.IN_PROGRESS if begun else StageStatus.WAITING
    return StageState(stage, status, on, sentence, next_step)


def _focus(facts: CycleFacts) -> StageState:
    stage, focus, on = Stage.FOCUS, facts.cycle.focus, facts.cycle.starts_on
    if focus is None or not focus.statement.strip():
        return _state(stage, on, "No focus yet.", "Say what your students need.", begun=False)
    if not focus.needs:
        return _state(stage, on, focus.statement, "Name the data in which the need is seen.")
    if not focus.target_ids:
        return _state(stage, on, focus.statement, "Name the learning targets of the focus.")
    return _state(stage, on, focus.statement)


def _goal(
    facts: CycleFacts, first: Assessment | None, second: Assessment | None, today: date
) -> StageState:
    stage, goal = Stage.GOAL, facts.goal
    if goal is None:
        return _state(stage, None, "No goal yet.", "Write the goal together.", begun=False)
    members = {e.student_id for e in facts.enrollments if e.section_id in goal.section_ids}
    confirmed = [c.person_id for c in facts.confirmations if c.goal_version == facts.goal_version]
    open_points = to_mend(
        check_goal(
            goal,
            team=facts.team,
            sections=tuple(facts.sections),
            group_ids=members,
            assessment=first,
            reassessment=second,
            today=today,
            confirmed_by=confirmed,
        )
    )
    if open_points:
        text = f"{count(len(open_points), 'point')} of the goal to mend."
        return _state(stage, goal.starts_on, text, open_points[0].message)
    return _state(stage, goal.starts_on, "The goal holds, and every member confirmed it.")


def _assessment(assessment: Assessment | None) -> StageState:
    stage = Stage.ASSESSMENT
    if assessment is None:
        text = "Design the common assessment."
        return _state(stage, None, "No assessment yet.", text, begun=False)
    open_points = to_mend(check_blueprint(assessment))
    on = assessment.window_opens_on
    if open_points:
        where = f"{open_points[0].where}: " if open_points[0].where else ""
        text = f"{count(len(open_points), 'point')} of the blueprint to mend."
        return _state(stage, on, text, where + open_points[0].message)
    items, targets = count(len(assessment.items), "item"), len(assessment.targets)
    return _state(stage, on, f"{items} on {count(targets, 'target')}.")


def _checks(checks: Sequence[CheckForUnderstanding]) -> StageState:
    stage, n = Stage.CHECKS, len(checks)
    on = max((check.on for check in checks), default=None)
    ways = len({check.technique for check in checks})
    text = f"{count(n, 'check')} for understanding by {count(ways, 'technique')}."
    if n < CHECKS_AT_LEAST:
        step = f"Note {CHECKS_AT_LEAST - n} more quick checks and what you did next."
        return _state(stage, on, text, step, begun=n > 0)
    if ways < TECHNIQUES_AT_LEAST:
        return _state(stage, on, text, "Look in a second way: boards, exit tickets, a hinge.")
    return _state(stage, on, text)


def _results(facts: CycleFacts, assessment: Assessment | None, today: date) -> StageState:
    stage = Stage.RESULTS
    if facts.before is not None:
        results = facts.before.results
        text = f"{count(results.n_students, 'student')}, {len(results.absent_ids)} absent."
        return _state(stage, results.imported_at.date(), text)
    closes = assessment.window_closes_on if assessment else None
    if closes and today <= closes:
        step = f"Bring in the results after {day(closes)}."
    else:
        step = "Bring in the results from the file of your assessment tool."
    return _state(stage, closes, "No results yet.", step, begun=False)


def _dive(facts: CycleFacts, groups: pd.DataFrame | None) -> StageState:
    stage, dive = Stage.DIVE, facts.dive
    if dive is None or facts.protocol is None:
        return _state(stage, None, "No dive planned.", "Plan the data dive.", begun=False)
    state = fold(facts.protocol, facts.events)
    on = state.started_at.date() if state.started_at else dive.planned_on
    if state.status == DiveStatus.WAITING:
        return _state(stage, on, "The dive is planned.", "Start the dive.", begun=False)
    if state.status != DiveStatus.FINISHED:
        at = next((s.title for s in facts.protocol.steps if s.id == state.step_id), "")
        return _state(stage, on, f"The dive is at the step: {at}.", "Go on with the dive.")
    if groups is None:
        return _state(stage, on, "The dive is finished.")
    missing = to_mend(
        check_completion(
            dive, groups, facts.plans, facts.contributions, facts.protocol, state=state
        )
    )
    if missing:
        text = f"The dive is finished; {count(len(missing), 'thing')} missing."
        return _state(stage, on, text, missing[0].message)
    return _state(stage, on, "The dive is complete.")


def _plans(plans: Sequence[ActionPlan]) -> StageState:
    stage = Stage.PLANS
    live = [plan for plan in plans if plan.state != PlanState.DROPPED]
    if not live:
        text = "Write a plan for students who are not there yet and one for those who are."
        return _state(stage, None, "No plans yet.", text, begun=False)
    on = min((plan.starts_on for plan in live if plan.starts_on), default=None)
    there = {plan.type for plan in live}
    absent = [SERVES[plan_type] for plan_type in REQUIRED_PLANS if plan_type not in there]
    text = f"{count(len(live), 'plan')}."
    if absent:
        return _state(stage, on, text, f"Write the plan for {listed(absent)}.")
    lacking = [plan for plan in live if plan.type in REQUIRED_PLANS and missing_fields(plan)]
    if lacking:
        return _state(stage, on, text, f'Complete the plan "{lacking[0].group}".')
    return _state(stage, on, text)


def _reassessment(facts: CycleFacts, second: Assessment | None) -> StageState:
    stage = Stage.REASSESSMENT
    if facts.after is not None:
        results = facts.after.results
        return _state(
            stage, results.imported_at.date(), f"{count(results.n_students, 'student')} again."
        )
    planned = facts.goal.aim.on if facts.goal and facts.goal.aim else None
    on = planned or (second.window_opens_on if second else None)
    if second is None:
        text = "Choose or write the parallel form."
        return _state(stage, on, "No second assessment yet.", text, begun=False)
    when = f"on {day(on)} " if on else ""
    text = f"Give it {when}and bring in the results."
    return _state(stage, on, "The second assessment is ready.", text, begun=False)


def _closing(facts: CycleFacts) -> StageState:
    stage, closing = Stage.CLOSING, facts.closing
    ends = facts.goal.ends_on if facts.goal else None
    if closing is None:
        step = "Close the cycle: keep, change, stop."
        return _state(stage, ends, "Not closed yet.", step, begun=False)
    if not closing.closed:
        return _state(stage, ends, "The closing is being written.", "Finish and close the cycle.")
    return _state(stage, ends, "The cycle is closed.")


def by_stage(states: Sequence[StageState]) -> Mapping[Stage, StageState]:
    """Look states up by their stage."""
    return {state.stage: state for state in states}
