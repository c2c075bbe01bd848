"""Closing a cycle: what changed beside what was given, who was served, and where to start next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from plc_data.model import (
    ActionPlan,
    Closing,
    Finding,
    MasteryState,
    PlanState,
    PlanType,
    Team,
)

from .completion import SERVES, plan_students
from .findings import advise, mend, ok
from .goal_results import GoalResult
from .outcomes import deliveries, next_baseline, plan_transitions, student_decisions
from .plans import delivered_share
from .wording import count

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CHANGE_NOT_CAUSE",
    "check_attention",
    "check_closing",
    "deliveries",
    "next_baseline",
    "plan_transitions",
    "student_decisions",
]

CHANGE_NOT_CAUSE = "Without a comparison group this table shows change, not its cause."
"""Printed under every table of before and after."""

TOO_LONG = 3
"""Cycles in a row in a not-yet group from which on the help itself is in question."""


def check_attention(
    plans: Sequence[ActionPlan],
    groups: pd.DataFrame,
    *,
    cycles_not_yet: Mapping[str, int] | None = None,
) -> tuple[Finding, ...]:
    """Ask whether attention went where it was needed: nobody forgotten, nobody stuck.

    Parameters
    ----------
    plans
        The plans of the cycle, with their students.
    groups
        What ``groups_of`` returned.
    cycles_not_yet
        For each student the number of cycles in a row in a not-yet group, this one included.
    """
    live = [plan for plan in plans if plan.state != PlanState.DROPPED]
    found = []
    for plan_type in (PlanType.NOT_YET, PlanType.MASTERY):
        here = groups[groups["place"] == plan_type.value]
        planned = {(p.target_id, s) for p in live for s in plan_students(p, groups)}
        without = sum(
            (row.target_id, row.student_id) not in planned for row in here.itertuples(index=False)
        )
        code = f"attention-{plan_type.value.replace('_', '-')}"
        if without:
            text = f"{without} of {len(here)} {SERVES[plan_type]} have no plan."
            found.append(advise(code, text))
        elif len(here):
            found.append(ok(code, f"All {len(here)} {SERVES[plan_type]} have a plan."))
    found.append(_minutes_share(live))
    stuck = sum(n >= TOO_LONG for n in (cycles_not_yet or {}).values())
    if stuck:
        text = (
            f"{count(stuck, 'student')} in a not-yet group for {TOO_LONG} cycles or more: "
            "the help itself is in question."
        )
        found.append(advise("attention-stuck", text))
    return tuple(found)


def check_closing(
    closing: Closing,
    *,
    team: Team,
    result: GoalResult | None,
    plans: Sequence[ActionPlan],
    decisions: pd.DataFrame | None = None,
) -> tuple[Finding, ...]:
    """Say what is missing before a cycle can be closed.

    Parameters
    ----------
    closing
        What the team wrote.
    team
        Whose cycle it is: everybody writes what they keep, change and stop.
    result
        The computed verdict, or None when there are no second results. "Not met" closes a cycle
        as well as "met" does.
    plans
        The plans of the cycle.
    decisions
        What :func:`student_decisions` returned.
    """
    return (
        _verdict(result),
        _lessons(closing, team),
        _delivered(plans),
        _mastery_looked_at(decisions),
        _written("closing-practice", closing.practice_worth_copying, "one practice worth copying"),
        _written("closing-next", closing.next_step, "the next step"),
    )


def _minutes_share(plans: Iterable[ActionPlan]) -> Finding:
    minutes = dict.fromkeys((PlanType.NOT_YET, PlanType.LOOK_AGAIN, PlanType.MASTERY), 0)
    for plan in plans:
        if plan.type in minutes:
            minutes[PlanType(plan.type)] += plan.minutes or 0
    total = sum(minutes.values())
    if not total:
        return advise("attention-minutes", "No plan says how many minutes it gets.")
    text = "Planned minutes: " + ", ".join(
        f"{n} for {SERVES[plan_type]}" for plan_type, n in minutes.items()
    )
    if not minutes[PlanType.MASTERY] or not minutes[PlanType.NOT_YET]:
        return advise("attention-minutes", f"{text}. One side gets nothing.")
    return ok("attention-minutes", f"{text}.")


def _verdict(result: GoalResult | None) -> Finding:
    if result is None:
        return mend("closing-verdict", "Bring in the second results: the verdict is counted.")
    if result.met is None:
        return advise("closing-verdict", result.sentence)
    return ok("closing-verdict", result.sentence)


def _lessons(closing: Closing, team: Team) -> Finding:
    wrote = {
        lesson.author_id
        for lesson in closing.lessons
        if lesson.keep.strip() and lesson.change.strip() and lesson.stop.strip()
    }
    n = sum(person in wrote for person in team.member_ids)
    if n < len(team.member_ids):
        return mend(
            "closing-lessons",
            f"{n} of {len(team.member_ids)} members wrote what they keep, change and stop.",
        )
    return ok("closing-lessons", f"All {n} members wrote what they keep, change and stop.")


def _delivered(plans: Sequence[ActionPlan]) -> Finding:
    open_plans = [
        plan for plan in plans if plan.state != PlanState.DROPPED and delivered_share(plan) is None
    ]
    if not plans:
        return mend("closing-delivered", "There is no plan: nothing was done about the results.")
    if open_plans:
        text = f"{count(len(open_plans), 'plan')} without a note of what was given."
        return mend("closing-delivered", text)
    return ok("closing-delivered", "What was given stands beside what was planned.")


def _mastery_looked_at(decisions: pd.DataFrame | None) -> Finding:
    code = "closing-mastery"
    if decisions is None or decisions.empty:
        return mend(code, "Look at the students of the mastery plan too.")
    here = decisions[decisions["type"] == PlanType.MASTERY.value]
    seen = int((here["after"] != MasteryState.NO_EVIDENCE.value).sum())
    if here.empty or seen == 0:
        return mend(code, "No student of the mastery plan was looked at again.")
    return ok(code, f"{seen} of {len(here)} students of the mastery plan were looked at again.")


def _written(code: str, text: str, what: str) -> Finding:
    if text.strip():
        return ok(code, f"There is {what}.")
    return mend(code, f"Write down {what}.")
