"""Figures for the attack: the verdict as one of them, and figures as private JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from plc_data.model import MasteryState
from plc_data.privacy import Figure

from .facts import Facts
from .goal import aim_code


def verdict_figure(of: Facts) -> Figure | None:
    """What "met" or "not met" tells of the number secure at the end.

    The verdict is about everybody of the goal's classes who has a result at the end. A coded
    promise tells no more than its code.
    """
    goal, result = of.bundle.goal, of.goal_result
    if goal is None or result is None or result.met is None or result.needed is None:
        return None
    target_id = goal.target_ids[0]
    here = of.after[(of.after["target_id"] == target_id)]
    seen = here.loc[here["state"] != MasteryState.NO_EVIDENCE.value, "student_id"]
    students = frozenset(seen) & frozenset(of.goal_group)
    if not students:
        return None
    code = aim_code(of)
    least, most = result.needed, result.needed
    if code is not None and code.is_end:
        least, most = min(code.low, result.needed), max(code.high, result.needed)
    low, high = (least, len(students)) if result.met else (0, most - 1)
    if low > high:
        return None
    measure = f"secure/{of.bundle.after.assessment.id}/{target_id}"
    return Figure("verdict", measure, students, low=low, high=high)


def to_json(figure: Figure, codes: Callable[[Iterable[str]], Iterable[str]]) -> dict:
    """A figure for the private log: its students as codes."""
    return {
        "place": figure.place,
        "measure": figure.measure,
        "codes": list(codes(figure.students)),
        "n": figure.n,
        "low": figure.low,
        "high": figure.high,
        "hidden": figure.hidden,
        "is_end": figure.is_end,
    }


def from_json(content: dict, students: Callable[[Iterable[str]], frozenset[str]]) -> Figure:
    """A figure back from the private log."""
    return Figure(
        content["place"],
        content["measure"],
        students(content["codes"]),
        n=content["n"],
        low=content["low"],
        high=content["high"],
        hidden=content["hidden"],
        is_end=content["is_end"],
    )
