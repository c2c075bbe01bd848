"""Who works with whom on one target next week: by state and cause, sizes bounded.

The proposal minimises the *unmet need*: 0 for a student in a group for the own cause, 1 in a group
for students of the same state without a common cause, 2 in a group for somebody else's cause. A
student whose cause was not seen costs 1 in a group for a cause. It is an assignment of students to
seats, solved exactly; ties go by student id, so the same data give the same groups in any order.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd

from plc_data.model import MasteryState
from plc_data.schema import GROUPS, make_frame

from .seating import Limits, take_seats_within

SMALLEST, LARGEST = 2, 9
"""A group of one is tutoring; fewer than ten can be watched (both the team's to change)."""

STATE_ORDER = (
    MasteryState.NOT_YET,
    MasteryState.LOOK_AGAIN,
    MasteryState.SECURE,
    MasteryState.NO_EVIDENCE,
)

OWN_CAUSE, NO_COMMON_CAUSE, OTHER_CAUSE = 0.0, 1.0, 2.0
"""The unmet need of a student, by what the group is for."""


@dataclass(frozen=True)
class Purpose:
    """A group before anybody sits in it: what it is for."""

    cause: str
    """Empty: for students of the state without a common cause."""
    name: str


def propose_groups(
    mastery: pd.DataFrame,
    causes: pd.DataFrame,
    target_id: str,
    *,
    smallest: int = SMALLEST,
    largest: int = LARGEST,
    limits: Limits | None = None,
) -> pd.DataFrame:
    """Propose a group for every student on one target.

    Parameters
    ----------
    mastery
        The frame ``MASTERY``; everybody in it on this target is placed.
    causes
        The frame ``CAUSES``; who is not in it has no cause.
    target_id
        The target.
    smallest, largest
        Bounds of a group. ``largest`` always holds; ``smallest`` wherever the students of a state
        can be divided so (two students of a state remain two).
    limits
        Pairs to keep apart, and how many of one section a group may take. They always hold; where
        they need more groups than the sizes do, ``smallest`` gives way.

    Returns
    -------
    DataFrame
        The frame ``GROUPS``: every student exactly once, by state, group, then student id.

    Notes
    -----
    A proposal: the team's hand moves win. States are never mixed. A cause with fewer than
    ``smallest`` students gets no group of its own; one with more than ``largest`` gets several.

    Examples
    --------
    >>> mastery = pd.DataFrame({"student_id": ["s1", "s2", "s3", "s4"], "target_id": "add",
    ...                         "state": ["not_yet", "not_yet", "secure", "secure"]})
    >>> causes = pd.DataFrame({"student_id": ["s1", "s2"], "cause": "adds denominators",
    ...                        "n_times": 1})
    >>> propose_groups(mastery, causes, "add")
      student_id    state                       group              cause
    0         s1  not_yet  not yet: adds denominators  adds denominators
    1         s2  not_yet  not yet: adds denominators  adds denominators
    2         s3   secure                      secure
    3         s4   secure                      secure
    """
    if not 1 <= smallest <= largest:
        raise ValueError("groups need 1 <= smallest <= largest")
    on_target = mastery[mastery["target_id"] == target_id].sort_values("student_id")
    cause_of = dict(zip(causes["student_id"], causes["cause"], strict=True))
    rows = []
    for state in STATE_ORDER:
        students = on_target["student_id"][on_target["state"] == state.value].tolist()
        if not students:
            continue
        has_causes = state in (MasteryState.NOT_YET, MasteryState.LOOK_AGAIN)
        own = [cause_of.get(student, "") for student in students]
        known = own if has_causes else [""] * len(own)
        purposes = plan_purposes(state, known, smallest, largest)
        if limits:
            purposes, seats = _seat_within(
                state, students, known, purposes, smallest, largest, limits.among(students)
            )
        else:
            seats = take_seats(known, purposes, smallest, largest)
        rows += sorted(
            (int(seat), student, state.value, purposes[seat].name, cause)
            for seat, student, cause in zip(seats, students, own, strict=True)
        )
    columns = list(zip(*rows, strict=True)) if rows else [()] * 5
    names = ("seat", "student_id", "state", "group", "cause")
    by_name = dict(zip(names, columns, strict=True))
    return make_frame(GROUPS, {name: list(by_name[name]) for name in GROUPS})


def plan_purposes(
    state: MasteryState, causes: list[str], smallest: int, largest: int
) -> tuple[Purpose, ...]:
    """Decide which groups a state gets: one or more per frequent cause, and for the others.

    Examples
    --------
    >>> purposes = plan_purposes(MasteryState.NOT_YET, ["sign", "sign", "sign", "unit", ""], 2, 9)
    >>> [purpose.name for purpose in purposes]
    ['not yet: sign', 'not yet: other causes']
    """
    n = len(causes)
    counts = Counter(cause for cause in causes if cause)
    sizes = {
        cause: _n_groups(m, smallest, largest)
        for cause, m in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if m >= smallest
    }
    left = n - sum(min(counts[cause], g * largest) for cause, g in sizes.items())
    wanted = [cause for cause, g in sizes.items() for _ in range(g)]
    wanted += [""] * (_n_groups(left, smallest, largest) if left >= smallest else 0)
    fewest = ceil(n / largest)
    most = max(fewest, n // smallest)
    while len(wanted) > most:
        rarest = min(wanted, key=lambda cause: (counts[cause] or n, cause))
        wanted.remove(rarest)
    wanted += [""] * (fewest - len(wanted))
    return _named(state, wanted)


def _n_groups(n: int, smallest: int, largest: int) -> int:
    """How many groups n students make: as few as ``largest`` allows, no more than fill up."""
    return max(1, min(ceil(n / largest), n // smallest))


def _named(state: MasteryState, wanted: list[str]) -> tuple[Purpose, ...]:
    words, total, so_far = state.value.replace("_", " "), Counter(wanted), Counter()
    purposes = []
    for cause in wanted:
        so_far[cause] += 1
        rest = "other causes" if not cause and len(total) > 1 else cause
        name = f"{words}: {rest}" if rest else words
        number = f" ({so_far[cause]})" if total[cause] > 1 else ""
        purposes.append(Purpose(cause, name + number))
    return tuple(purposes)


def take_seats(
    causes: list[str], purposes: tuple[Purpose, ...], smallest: int, largest: int
) -> np.ndarray:
    """Seat every student at the least unmet need; returns each one's purpose by position.

    The first ``smallest`` seats of a group cost a large negative amount, so they fill first;
    a trace of cost by rank keeps students of one cause in id order.

    Examples
    --------
    >>> purposes = (Purpose("sign", "sign"), Purpose("", "others"))
    >>> take_seats(["sign", "", "sign"], purposes, 1, 9)
    array([0, 1, 0])
    """
    from scipy.optimize import linear_sum_assignment

    owner, must = np.repeat(np.arange(len(purposes)), largest), np.arange(largest) < smallest
    must_sit = 10.0 * len(causes) * np.tile(must, len(purposes))
    _, seat = linear_sum_assignment(_cost(causes, purposes)[:, owner] - must_sit)
    return owner[seat]


def _cost(causes: list[str], purposes: tuple[Purpose, ...]) -> np.ndarray:
    n, n_groups = len(causes), len(purposes)
    trace = np.outer(np.arange(n, 0, -1), np.arange(n_groups)) * (0.01 / (n * n * n_groups))
    return unmet_need(causes, purposes) + trace


def _seat_within(
    state: MasteryState,
    students: list[str],
    causes: list[str],
    purposes: tuple[Purpose, ...],
    smallest: int,
    largest: int,
    limits: Limits,
) -> tuple[tuple[Purpose, ...], np.ndarray]:
    """Open more groups until the limits can be held; with one student each they always can."""
    n, first = len(students), [purpose.cause for purpose in purposes]
    sizes = [(g, smallest) for g in range(len(first), n // smallest + 1)]
    sizes += [(g, 1) for g in range(len(first), n + 1)]
    for n_groups, at_least in sizes:
        tried = _named(state, first + [""] * (n_groups - len(first)))
        cost = _cost(causes, tried)
        seats = take_seats_within(cost, students, at_least, largest, limits)
        if seats is not None:
            return tried, seats
    raise ValueError("no group may take even one student of a section")


def unmet_need(causes: list[str], purposes: tuple[Purpose, ...]) -> np.ndarray:
    """Cost of each student (row) in each group (column), see the head of this file.

    Examples
    --------
    >>> unmet_need(["sign", ""], (Purpose("sign", "a"), Purpose("unit", "b"), Purpose("", "c")))
    array([[0., 2., 1.],
           [1., 1., 0.]])
    """
    return np.array(
        [
            [
                OWN_CAUSE
                if cause == purpose.cause
                else NO_COMMON_CAUSE
                if not cause or not purpose.cause
                else OTHER_CAUSE
                for purpose in purposes
            ]
            for cause in causes
        ]
    )
