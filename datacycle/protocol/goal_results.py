"""Was the goal met? Counted from the second results, never typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from datacycle.analysis import wilson_interval
from plc_data.model import MasteryState, SmartGoal

from .wording import count

if TYPE_CHECKING:
    import pandas as pd

MISSING_AT_MOST = 0.10
"""With a larger share of the group missing there is no green verdict (DOMAIN, section 4)."""

RANK = {MasteryState.NOT_YET: 0, MasteryState.LOOK_AGAIN: 1, MasteryState.SECURE: 2}
"""The states in order; ``no_evidence`` has no place in it."""


@dataclass(frozen=True)
class GoalResult:
    """What became of a goal. ``met`` is None where it cannot be said.

    ``numerator`` of ``denominator`` students are secure (the whole group: who is missing counts
    as not shown). ``moved_down``, ``moved_up``, ``missing`` and ``new`` hold ids of students;
    before and after compare matched students only.
    """

    met: bool | None
    numerator: int
    denominator: int
    needed: int | None
    short_by: int | None
    n_missing: int
    moved_down: tuple[str, ...]
    moved_up: tuple[str, ...]
    missing: tuple[str, ...]
    """Students of the group without evidence at the end."""
    new: tuple[str, ...]
    """Students with evidence at the end only: counted in the result, not in the change."""
    n_matched: int
    n_secure_before: int
    """Of the matched."""
    n_secure_after: int
    """Of the matched."""
    low: float
    high: float
    """Interval (Wilson, 95 %) of the share secure among those with evidence at the end."""
    sentence: str
    notes: tuple[str, ...]
    """What has to be said beside it, each one sentence."""


def goal_result(
    goal: SmartGoal,
    after_mastery: pd.DataFrame | None,
    before_mastery: pd.DataFrame | None,
    group_ids: Collection[str],
) -> GoalResult:
    """Compute whether the goal was met.

    Parameters
    ----------
    goal
        The goal; its first target is the one that counts.
    after_mastery, before_mastery
        The frame ``MASTERY`` of the second and the first assessment; None where not given yet.
    group_ids
        The students whom the goal is about.

    Returns
    -------
    GoalResult
        ``met`` is True when enough students are secure and at most ``MISSING_AT_MOST`` of the
        group are missing. It is False when too few are secure, whatever the missing would have
        shown, and also when at most ``MISSING_AT_MOST`` are missing. Otherwise it cannot be said.

    Notes
    -----
    When the group is no longer as large as the aim says, the aim's share is kept and the needed
    count rounded up to whole students.
    """
    target_id = goal.target_ids[0] if goal.target_ids else None
    group = tuple(sorted(set(group_ids)))
    after = _states(after_mastery, target_id, group)
    before = _states(before_mastery, target_id, group)
    n = len(group)
    secure = sum(state == MasteryState.SECURE for state in after.values())
    missing = tuple(student for student in group if student not in after)
    needed = _needed(goal, n)
    matched = [student for student in group if student in after and student in before]
    low, high = wilson_interval(secure, len(after))
    met = _verdict(goal, secure, needed, len(missing), n, gave=after_mastery is not None)
    down = tuple(s for s in matched if RANK[after[s]] < RANK[before[s]])
    up = tuple(s for s in matched if RANK[after[s]] > RANK[before[s]])
    new = tuple(s for s in after if s not in before) if before_mastery is not None else ()
    return GoalResult(
        met=met,
        numerator=secure,
        denominator=n,
        needed=needed,
        short_by=None if needed is None else max(0, needed - secure),
        n_missing=len(missing),
        moved_down=down,
        moved_up=up,
        missing=missing,
        new=new,
        n_matched=len(matched),
        n_secure_before=sum(before[s] == MasteryState.SECURE for s in matched),
        n_secure_after=sum(after[s] == MasteryState.SECURE for s in matched),
        low=low,
        high=high,
        sentence=_sentence(goal, met, secure, needed, len(missing), n, after_mastery is not None),
        notes=_notes(goal, n, needed, len(missing), len(new), len(down)),
    )


def _states(
    mastery: pd.DataFrame | None, target_id: str | None, group: tuple[str, ...]
) -> dict[str, MasteryState]:
    """Read the states of those of the group who left evidence on the target."""
    if mastery is None:
        return {}
    here = mastery[(mastery["target_id"] == target_id) & mastery["student_id"].isin(group)]
    states = zip(here["student_id"], here["state"], strict=True)
    return {s: MasteryState(state) for s, state in states if state != MasteryState.NO_EVIDENCE}


def _needed(goal: SmartGoal, n: int) -> int | None:
    if goal.aim is None:
        return None
    if goal.aim.denominator == n:
        return goal.aim.numerator
    return ceil(goal.aim.numerator * n / goal.aim.denominator - 1e-9)


def _verdict(
    goal: SmartGoal, secure: int, needed: int | None, missing: int, n: int, *, gave: bool
) -> bool | None:
    if needed is None or n == 0 or not gave or goal.metric != MasteryState.SECURE:
        return None
    if secure + missing < needed:
        return False
    if missing > MISSING_AT_MOST * n + 1e-9:
        return None
    return secure >= needed


def _sentence(
    goal: SmartGoal,
    met: bool | None,
    secure: int,
    needed: int | None,
    missing: int,
    n: int,
    gave: bool,
) -> str:
    if needed is None:
        return "Cannot say: the goal has no number as its aim."
    if not n:
        return "Cannot say: the goal names no students."
    if goal.metric != MasteryState.SECURE:
        return f'Cannot say: "{goal.metric}" is not counted here.'
    if not gave:
        return "Cannot say yet: there are no second results."
    counts = f"{secure} of {n}, needed {needed}"
    if met is None:
        return f"{counts}: cannot say, {missing} of {n} were not tested."
    if met:
        return f"{counts}: met."
    return f"{counts}: not met, {needed - secure} short."


def _notes(
    goal: SmartGoal, n: int, needed: int | None, missing: int, new: int, down: int
) -> tuple[str, ...]:
    found = []
    if goal.aim is not None and n and goal.aim.denominator != n:
        found.append(
            f"The group has {n} students now, the aim was {goal.aim.numerator} of "
            f"{goal.aim.denominator}: the same share is {needed} of {n}."
        )
    if missing:
        found.append(f"{count(missing, 'student')} of the group without evidence at the end.")
    if new:
        found.append(f"{count(new, 'student')} without evidence at the start: not in the change.")
    if down:
        found.append(f"{count(down, 'student')} moved down: look at them first.")
    return tuple(found)
