"""Whether a dive is complete, and what is missing: names of steps, counts, never names of students.

Complete means: every step left what its protocol asks for; on every focus target each student is
in exactly one of the four places; and the plan for students who are not there yet as well as the
plan for students who have it has an owner, a date and a measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from plc_data.model import (
    ActionPlan,
    Contribution,
    Dive,
    DiveProtocol,
    DiveRole,
    Finding,
    PlanState,
    PlanType,
)

from .dive_state import DiveState
from .findings import advise, mend, ok, to_mend
from .requirements import PLAN_REQUIREMENTS, Answer, Left, answer
from .wording import count, listed

if TYPE_CHECKING:
    import pandas as pd

REQUIRED_PLANS = (PlanType.NOT_YET, PlanType.MASTERY)
"""The two plans that a dive owes equally."""

SERVES = {
    PlanType.NOT_YET: "students who are not there yet",
    PlanType.MASTERY: "students who have it",
    PlanType.LOOK_AGAIN: '"look again" students',
    PlanType.NO_EVIDENCE: "students without evidence",
}


def check_completion(
    dive: Dive,
    groups: pd.DataFrame,
    plans: Sequence[ActionPlan],
    contributions: Iterable[Contribution],
    protocol: DiveProtocol,
    *,
    state: DiveState | None = None,
) -> tuple[Finding, ...]:
    """Say what a dive still lacks.

    Parameters
    ----------
    dive
        The dive; its focus targets and its counts of tested and absent students.
    groups
        What :func:`datacycle.protocol.groups.groups_of` returns, for all focus targets.
    plans
        The plans of the cycle.
    contributions
        Everything that was left, replaced and withdrawn entries included.
    protocol
        The protocol that the dive follows.
    state
        Who was in the room and when the predictions were opened; without it the members that
        the dive names.

    Returns
    -------
    tuple of Finding
        ``where`` is the id of a step, or of a focus target. Complete when none is ``mend``
        (:func:`is_complete`).
    """
    left = _left(dive, contributions, state)
    return (
        *_steps(protocol, left, groups, plans),
        *_everybody_once(dive, groups),
        *_plans(dive, groups, plans),
    )


def is_complete(findings: Iterable[Finding]) -> bool:
    """Whether nothing is missing."""
    return not to_mend(findings)


def completion_sentence(findings: Iterable[Finding]) -> str:
    """Say in one line whether the dive is complete, and how much is missing."""
    missing = len(to_mend(findings))
    if not missing:
        return "Complete: every step left its record, and both plans have owner, date and measure."
    return f"Incomplete: {count(missing, 'thing')} missing."


def taking_part(dive: Dive, state: DiveState) -> tuple[str, ...]:
    """Name those in the room who owe a part: the dive's members, not a coach who facilitates."""
    named = tuple(person for person in state.members if person in dive.member_ids)
    facilitator = state.holder(DiveRole.FACILITATOR)
    return named or tuple(person for person in state.members if person != facilitator)


def plan_students(plan: ActionPlan, groups: pd.DataFrame) -> frozenset[str]:
    """Ids of the students whom a plan serves: its own list, or else its group's."""
    if plan.student_ids:
        return frozenset(plan.student_ids)
    of_target = groups[groups["target_id"] == plan.target_id]
    in_place = of_target[of_target["place"] == plan.type.value]
    named = in_place[in_place["group"] == plan.group]
    return frozenset(named["student_id"])


def _left(dive: Dive, contributions: Iterable[Contribution], state: DiveState | None) -> Left:
    if state is None or not state.members:
        return Left.of(
            contributions, member_ids=dive.member_ids, focus_target_ids=dive.focus_target_ids
        )
    members = taking_part(dive, state)
    return Left.of(
        contributions,
        member_ids=members,
        focus_target_ids=dive.focus_target_ids,
        predictor_ids=[p for p in members if state.could_predict(p)],
        revealed_at=state.revealed_at,
    )


def _steps(
    protocol: DiveProtocol, left: Left, groups: pd.DataFrame, plans: Sequence[ActionPlan]
) -> tuple[Finding, ...]:
    found = []
    for step in protocol.steps:
        for requirement in step.requires:
            if requirement.kind in PLAN_REQUIREMENTS:
                continue  # answered target by target in _plans
            result = answer(requirement, left)
            code = f"left-{requirement.kind.replace('_', '-')}"
            if result.holds:
                found.append(ok(code, f"{step.title}: {requirement.says}.", step.id))
            else:
                says = f"{step.title}: {requirement.says} {_how_much(result)}."
                found.append(mend(code, says, step.id))
    return tuple(found)


def _how_much(result: Answer) -> str:
    if result.missing_ids:
        return f"is missing from {len(result.missing_ids)} of {result.need}"
    return f"({result.have} of {result.need} so far)"


def _everybody_once(dive: Dive, groups: pd.DataFrame) -> tuple[Finding, ...]:
    expected = dive.n_tested + dive.n_absent
    found = []
    for target_id in dive.focus_target_ids:
        students = groups.loc[groups["target_id"] == target_id, "student_id"]
        n_twice = int(students.duplicated().sum())
        n = students.nunique()
        if n_twice:
            text = f"{count(n_twice, 'student')} in more than one group: each belongs in one."
            found.append(mend("student-in-two-groups", text, target_id))
        elif n < max(expected, 1):
            text = f"{count(max(expected, 1) - n, 'student')} without a group on this target."
            found.append(mend("student-without-group", text, target_id))
        else:
            text = f"Each of {count(n, 'student')} is in exactly one group."
            found.append(ok("everybody-once", text, target_id))
    return tuple(found)


def _plans(dive: Dive, groups: pd.DataFrame, plans: Sequence[ActionPlan]) -> tuple[Finding, ...]:
    live = [plan for plan in plans if plan.state != PlanState.DROPPED]
    found = []
    for target_id in dive.focus_target_ids:
        of_target = groups[groups["target_id"] == target_id]
        here = [plan for plan in live if plan.target_id == target_id]
        for plan_type in PlanType:
            owed = frozenset(of_target.loc[of_target["place"] == plan_type.value, "student_id"])
            serving = [plan for plan in here if plan.type == plan_type]
            found += _plan(plan_type, owed, serving, groups, target_id)
    return tuple(found)


def _plan(
    plan_type: PlanType,
    owed: frozenset[str],
    serving: Sequence[ActionPlan],
    groups: pd.DataFrame,
    target_id: str,
) -> list[Finding]:
    required, whom = plan_type in REQUIRED_PLANS, SERVES[plan_type]
    slug = plan_type.value.replace("_", "-")
    if not owed and not serving:
        if not required:
            return []
        return [ok(f"plan-{slug}", f"No {whom} here, so no plan is due.", target_id)]
    say = mend if required else advise
    if not serving:
        hint = {
            PlanType.LOOK_AGAIN: ": two more questions each would settle it",
            PlanType.NO_EVIDENCE: ": say when they take the assessment",
        }.get(plan_type, "")
        return [say(f"plan-{slug}", f"No plan for {len(owed)} {whom}{hint}.", target_id)]
    found = []
    for plan in serving:
        lacking = _lacking(plan)
        if lacking:
            text = f'The plan "{plan.group}" for {whom} lacks {listed(lacking)}.'
            found.append(say(f"plan-{slug}-fields", text, target_id))
    served = [student for plan in serving for student in plan_students(plan, groups)]
    without = len(owed.difference(served))
    if without:
        text = f"{without} of {len(owed)} {whom} are in no plan."
        found.append(say(f"plan-{slug}-students", text, target_id))
    twice = len({s for s in served if served.count(s) > 1})
    if twice:
        text = f"{count(twice, 'student')} in two plans for {whom}: each belongs in one."
        found.append(say(f"plan-{slug}-twice", text, target_id))
    if not found:
        text = f"{len(owed)} {whom}: planned, with owner, date and measure."
        found.append(ok(f"plan-{slug}", text, target_id))
    return found


def _lacking(plan: ActionPlan) -> list[str]:
    return [
        word
        for word, value in (
            ("an owner", plan.owner_id),
            ("a date for looking again", plan.reassess_on),
            ("a measure of success", plan.success_rule.strip()),
        )
        if not value
    ]
