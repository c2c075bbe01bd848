"""Seats with side conditions: students who must not meet, and how many of one class may.

With such conditions the plain assignment does not do; it becomes an integer programme, solved
exactly (HiGHS) in some hundredths of a second for a team's students.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Limits:
    """What a proposal has to respect beside the sizes.

    ``keep_apart``: pairs of student ids that must not share a group. ``section_of`` and
    ``largest_per_section``: no group takes more than so many students of one section.
    """

    keep_apart: tuple[tuple[str, str], ...] = ()
    section_of: Mapping[str, str] = field(default_factory=dict)
    largest_per_section: int | None = None

    def __bool__(self) -> bool:
        return bool(self.keep_apart) or self.largest_per_section is not None

    def among(self, students: Iterable[str]) -> Limits:
        """Keep what concerns these students only."""
        here = set(students)
        return Limits(
            tuple(pair for pair in self.keep_apart if here.issuperset(pair)),
            self.section_of,
            self.largest_per_section,
        )


def take_seats_within(
    cost: np.ndarray, students: list[str], smallest: int, largest: int, limits: Limits
) -> np.ndarray | None:
    """Seat every student at the least cost within the limits; None when there is no way.

    Parameters
    ----------
    cost
        Students x groups.
    students
        Their ids, in the order of the rows.
    smallest, largest
        Bounds of every group.
    limits
        The side conditions.

    Examples
    --------
    >>> cost = np.array([[0.0, 1.0], [0.5, 1.0]])
    >>> take_seats_within(cost, ["s1", "s2"], 1, 9, Limits(keep_apart=(("s1", "s2"),))).tolist()
    [0, 1]
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    n, n_groups = cost.shape
    row_of = {student: i for i, student in enumerate(students)}
    rows, low, high = [], [], []

    def demand(who: Iterable[int], groups: Iterable[int], at_least: float, at_most: float) -> None:
        row = np.zeros((n, n_groups))
        row[np.ix_(list(who), list(groups))] = 1
        rows.append(row.ravel())
        low.append(at_least)
        high.append(at_most)

    for i in range(n):
        demand([i], range(n_groups), 1, 1)
    for g in range(n_groups):
        demand(range(n), [g], smallest, largest)
        for one, other in limits.keep_apart:
            demand([row_of[one], row_of[other]], [g], 0, 1)
        if limits.largest_per_section is not None:
            sections: dict[str, list[int]] = {}
            for student, i in row_of.items():
                if student in limits.section_of:
                    sections.setdefault(limits.section_of[student], []).append(i)
            for who in sections.values():
                if len(who) > limits.largest_per_section:
                    demand(who, [g], 0, limits.largest_per_section)
    found = milp(
        cost.ravel(),
        constraints=LinearConstraint(np.array(rows), low, high),
        integrality=np.ones(cost.size),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else found.x.reshape(cost.shape).argmax(axis=1)
