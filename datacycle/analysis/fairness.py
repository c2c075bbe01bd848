"""Who gets the team's time: questions to ask of a set of plans before it is agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from plc_data.model import ActionPlan, MasteryState, PlanState
from plc_data.schema import MINUTES, SUBGROUPS, WITHOUT_PLAN, make_frame

from .intervals import wilson_limits

CYCLES_TOO_LONG = 3
"""A student in a not-yet group so many cycles in a row needs another kind of help."""


def minutes_by_state(plans: Iterable[ActionPlan], mastery: pd.DataFrame) -> pd.DataFrame:
    """Add up the plans' minutes by where their students started.

    Parameters
    ----------
    plans
        Dropped ones are left out. Minutes are sessions x minutes; a plan without both counts 0.
    mastery
        The frame ``MASTERY`` from which the plans were made; a student's state is that on the
        plan's target.

    Returns
    -------
    DataFrame
        The frame ``MINUTES``: one row per state, minutes counted once for every student in the
        plan. Compare ``share_of_minutes`` with ``share_of_students``.

    Examples
    --------
    >>> plan = ActionPlan(id="p", cycle_id="c", type="not_yet", target_id="add", group="g",
    ...                   student_ids=("s1",), sessions=2, minutes=30)
    >>> mastery = pd.DataFrame({"student_id": ["s1", "s2"], "target_id": "add",
    ...                         "state": ["not_yet", "secure"]})
    >>> minutes_by_state([plan], mastery).set_index("state")["student_minutes"].to_dict()
    {'not_yet': 60.0, 'look_again': 0.0, 'secure': 0.0, 'no_evidence': 0.0}
    """
    plans = _running(plans)
    targets = {plan.target_id for plan in plans}
    known = mastery[mastery["target_id"].isin(targets)]
    state_of = dict(zip(zip(known["student_id"], known["target_id"], strict=True), known["state"],
                        strict=True))  # fmt: skip
    order = [MasteryState.NOT_YET, MasteryState.LOOK_AGAIN, MasteryState.SECURE,
             MasteryState.NO_EVIDENCE]  # fmt: skip
    minutes = dict.fromkeys((state.value for state in order), 0.0)
    for plan in plans:
        for student in plan.student_ids:
            state = state_of.get((student, plan.target_id), MasteryState.NO_EVIDENCE.value)
            minutes[state] += float((plan.sessions or 0) * (plan.minutes or 0))
    students = known["state"].value_counts()
    n = np.array([int(students.get(state, 0)) for state in minutes])
    total = np.array(list(minutes.values()))
    with np.errstate(invalid="ignore"):
        return make_frame(
            MINUTES,
            {
                "state": list(minutes),
                "n_students": n,
                "student_minutes": total,
                "share_of_students": n / n.sum(),
                "share_of_minutes": total / total.sum(),
            },
        )


def without_plan(plans: Iterable[ActionPlan], mastery: pd.DataFrame) -> pd.DataFrame:
    """List who stands on a planned target and is in no plan for it; nobody should be.

    Returns
    -------
    DataFrame
        The frame ``WITHOUT_PLAN``, not yet first, secure students included: extension is for them
        what reteaching is for others.

    Examples
    --------
    >>> plan = ActionPlan(id="p", cycle_id="c", type="not_yet", target_id="add", group="g",
    ...                   student_ids=("s1",))
    >>> mastery = pd.DataFrame({"student_id": ["s1", "s2"], "target_id": "add",
    ...                         "state": ["not_yet", "secure"]})
    >>> without_plan([plan], mastery)
      student_id target_id   state
    0         s2       add  secure
    """
    plans = _running(plans)
    served = {(student, plan.target_id) for plan in plans for student in plan.student_ids}
    targets = {plan.target_id for plan in plans}
    rank = {MasteryState.NOT_YET.value: 0, MasteryState.LOOK_AGAIN.value: 1,
            MasteryState.SECURE.value: 2, MasteryState.NO_EVIDENCE.value: 3}  # fmt: skip
    rows = sorted(
        (target, rank[state], student, state)
        for student, target, state in zip(
            mastery["student_id"], mastery["target_id"], mastery["state"], strict=True
        )
        if target in targets and (student, target) not in served
    )
    return make_frame(
        WITHOUT_PLAN,
        {
            "student_id": [row[2] for row in rows],
            "target_id": [row[0] for row in rows],
            "state": [row[3] for row in rows],
        },
    )


def long_not_yet(
    cycles: Sequence[pd.DataFrame], *, n_cycles: int = CYCLES_TOO_LONG
) -> tuple[str, ...]:
    """Name the students who were not there yet on some target in each of the last cycles.

    Parameters
    ----------
    cycles
        The frame ``MASTERY`` of one cycle after the other, oldest first; targets may differ.

    Returns
    -------
    tuple of str
        Ids, sorted. Empty with fewer than ``n_cycles`` cycles.

    Examples
    --------
    >>> cycle = pd.DataFrame({"student_id": ["s1", "s2"], "state": ["not_yet", "secure"]})
    >>> long_not_yet([cycle, cycle, cycle])
    ('s1',)
    """
    if len(cycles) < n_cycles:
        return ()
    groups = [
        set(cycle.loc[cycle["state"] == MasteryState.NOT_YET.value, "student_id"])
        for cycle in cycles[-n_cycles:]
    ]
    return tuple(sorted(set.intersection(*groups)))


def subgroup_shares(
    mastery: pd.DataFrame, subgroup_of: Mapping[str, str], *, smallest: int
) -> pd.DataFrame:
    """Compare shares secure of subgroups on each target, where a subgroup is large enough to show.

    Parameters
    ----------
    mastery
        The frame ``MASTERY``.
    subgroup_of
        Student id to subgroup; students without one are left out.
    smallest
        Fewer students tested than this, and the row keeps only its name: the privacy settings say
        how many.

    Returns
    -------
    DataFrame
        The frame ``SUBGROUPS``. For the team's eyes: what leaves the school goes through the
        privacy gate, which also hides the row that would give a hidden one away.

    Examples
    --------
    >>> mastery = pd.DataFrame({"student_id": ["s1", "s2", "s3"], "target_id": "add",
    ...                         "state": ["secure", "not_yet", "secure"]})
    >>> subgroup_shares(mastery, {"s1": "x", "s2": "x", "s3": "y"}, smallest=2)["share_secure"]
    0    0.5
    1    NaN
    Name: share_secure, dtype: float64
    """
    tested = mastery[mastery["state"] != MasteryState.NO_EVIDENCE.value]
    subgroup = tested["student_id"].map(dict(subgroup_of))
    tested = tested.assign(subgroup=subgroup)[subgroup.notna()]
    counts = (
        tested.assign(secure=tested["state"].eq(MasteryState.SECURE.value))
        .groupby(["target_id", "subgroup"])["secure"]
        .agg(["size", "sum"])
        .reset_index()
    )
    n, k = counts["size"].to_numpy(float), counts["sum"].to_numpy(float)
    shown = n >= smallest
    low, high = wilson_limits(k, n)
    return make_frame(
        SUBGROUPS,
        {
            "target_id": counts["target_id"].to_numpy(),
            "subgroup": counts["subgroup"].astype("str").to_numpy(),
            "n_tested": np.where(shown, n, np.nan),
            "share_secure": np.where(shown, k / n, np.nan) if len(n) else n,
            "low": np.where(shown, low, np.nan),
            "high": np.where(shown, high, np.nan),
        },
    )


def _running(plans: Iterable[ActionPlan]) -> list[ActionPlan]:
    return [plan for plan in plans if plan.state is not PlanState.DROPPED]
