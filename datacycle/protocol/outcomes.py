"""What became of the plans: decisions, steps between states, minutes given, the next baseline."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from plc_data.model import ActionPlan, Count, MasteryState, PlanState

from .plans import decide_next, delivered_share

if TYPE_CHECKING:
    import pandas as pd

LADDER = (MasteryState.NOT_YET, MasteryState.LOOK_AGAIN, MasteryState.SECURE)
"""The states with evidence, lowest first."""


def next_baseline(
    after_mastery: pd.DataFrame,
    target_id: str,
    group_ids: Collection[str],
    *,
    on: date | None = None,
    assessment_id: str | None = None,
) -> Count | None:
    """Count where the group stands now: the baseline of the next goal.

    Returns
    -------
    Count or None
        Students secure on the target among those with evidence; None when there are none.
    """
    here = after_mastery[
        (after_mastery["target_id"] == target_id)
        & after_mastery["student_id"].isin(list(group_ids))
        & (after_mastery["state"] != MasteryState.NO_EVIDENCE.value)
    ]
    if here.empty:
        return None
    secure = int((here["state"] == MasteryState.SECURE.value).sum())
    return Count(numerator=secure, denominator=len(here), on=on, assessment_id=assessment_id)


def student_decisions(
    plans: Sequence[ActionPlan], before: pd.DataFrame, after: pd.DataFrame
) -> pd.DataFrame:
    """Decide provisionally for every student of every plan what comes next.

    Parameters
    ----------
    plans
        Plans with their students; dropped ones are left out.
    before, after
        The frame ``MASTERY`` of both assessments.

    Returns
    -------
    DataFrame
        ``plan_id``, ``type``, ``target_id``, ``student_id``, ``before``, ``after`` (states; no
        row in a frame is ``no_evidence``), ``decision``, ``sentence``, ``provisional``.
    """
    import pandas as pd

    was, now = _states(before), _states(after)
    rows = []
    for plan in plans:
        if plan.state == PlanState.DROPPED:
            continue
        for student in plan.student_ids:
            key = (student, plan.target_id)
            first = was.get(key, MasteryState.NO_EVIDENCE.value)
            last = now.get(key, MasteryState.NO_EVIDENCE.value)
            decision = decide_next(first, last)
            rows.append(
                {
                    "plan_id": plan.id,
                    "type": plan.type.value,
                    "target_id": plan.target_id,
                    "student_id": student,
                    "before": first,
                    "after": last,
                    "decision": decision.code,
                    "sentence": decision.sentence,
                    "provisional": decision.provisional,
                }
            )
    columns = ["plan_id", "type", "target_id", "student_id", "before", "after", "decision"]
    return pd.DataFrame(rows, columns=[*columns, "sentence", "provisional"])


def plan_transitions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Count how many of each plan's students went from which state to which.

    Parameters
    ----------
    decisions
        What :func:`student_decisions` returns.

    Returns
    -------
    DataFrame
        ``plan_id``, ``before``, ``after``, ``n``: all nine steps of each plan, matched students
        only (with evidence at both ends).
    """
    import pandas as pd

    ladder = [state.value for state in LADDER]
    counts = decisions.groupby(["plan_id", "before", "after"]).size().to_dict()
    return pd.DataFrame(
        [
            (plan_id, first, last, int(counts.get((plan_id, first, last), 0)))
            for plan_id in dict.fromkeys(decisions["plan_id"])
            for first in ladder
            for last in ladder
        ],
        columns=["plan_id", "before", "after", "n"],
    )


def deliveries(plans: Sequence[ActionPlan]) -> pd.DataFrame:
    """Put what was given beside what was planned, one row per plan.

    Returns
    -------
    DataFrame
        ``plan_id``, ``type``, ``target_id``, ``group``, ``state``, ``n_students``,
        ``planned_minutes``, ``delivered_minutes``, ``share_delivered`` (missing where not noted).
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "plan_id": plan.id,
                "type": plan.type.value,
                "target_id": plan.target_id,
                "group": plan.group,
                "state": PlanState(plan.state).value,
                "n_students": len(plan.student_ids),
                "planned_minutes": plan.minutes,
                "delivered_minutes": plan.delivered_minutes,
                "share_delivered": delivered_share(plan),
            }
            for plan in plans
        ],
        columns=[
            *("plan_id", "type", "target_id", "group", "state", "n_students"),
            *("planned_minutes", "delivered_minutes", "share_delivered"),
        ],
    )


def _states(mastery: pd.DataFrame) -> dict[tuple[str, str], str]:
    keys = zip(mastery["student_id"], mastery["target_id"], strict=True)
    return dict(zip(keys, mastery["state"], strict=True))
