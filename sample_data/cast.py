"""The whole sample, drawn once: school, students' truth, testings, checks, performances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from . import counts, equations, slope
from .answers import Learner, Testing, give, make_learners
from .draws import generator, happens
from .school import MATHEMATICS_SECTIONS, School, build_school

APPROACH_SECTION = "math8-p6"
"""Where equations with the variable on both sides were taught with balance drawings."""
APPROACH_NOTE = "balance drawings before symbols"
APPROACH_LIFT = 0.9
"""What that approach added to the ability on its target."""

GAINS = {"not_yet": 1.0, "look_again": 0.4, "secure": 0.3, "no_evidence": 0.2}
"""Gain of ability on the focus target between the testings, by what a student got in between."""
LETS_GO = {"not_yet": 0.6, "look_again": 0.4, "secure": 0.5, "no_evidence": 0.2}
"""How often a misconception on the focus target is gone afterwards."""
ORDINARY_GAIN = 0.15
"""Gain on every other target, from ordinary teaching."""


@dataclass(frozen=True)
class Equations:
    """The finished cycle's truth."""

    learners_before: dict[str, Learner]
    learners_after: dict[str, Learner]
    before: Testing
    after: Testing
    got: dict[str, str]
    """Which of ``GAINS`` each student got, from the first test's focus target and one hand move."""


@dataclass(frozen=True)
class Slope:
    """The running cycle's truth."""

    learners: dict[str, Learner]
    testing: Testing


@cache
def school() -> School:
    """The school."""
    return build_school(generator(1))


@cache
def equations_cycle() -> Equations:
    """The finished mathematics cycle."""
    rng = generator(890)
    ids = sorted(school().in_section(*MATHEMATICS_SECTIONS))
    lifted = {i: APPROACH_LIFT for i in school().in_section(APPROACH_SECTION)}
    learners = make_learners(
        rng, ids, equations.MISCONCEPTIONS, helped={equations.BOTH_SIDES: lifted}
    )
    before = give(rng, equations.BEFORE, equations.FORM_A, learners, n_absent=3)
    got = {i: _what_it_called_for(before, i) for i in ids}
    got |= dict.fromkeys(moved_by_hand(before), "not_yet")
    later = {i: _later(rng, learners[i], got[i]) for i in ids}
    after = give(rng, equations.AFTER, equations.FORM_B, later, n_absent=4)
    return Equations(learners, later, before, after, got)


@cache
def slope_cycle() -> Slope:
    """The running mathematics cycle: the same students, the next unit."""
    rng = generator(3)
    earlier = equations_cycle().learners_after
    known = {i: float(np.mean(list(x.abilities.values()))) for i, x in earlier.items()}
    learners = make_learners(rng, sorted(known), slope.MISCONCEPTIONS, known=known)
    testing = give(rng, slope.ASSESSMENT, slope.QUESTIONS, learners, n_absent=2)
    return Slope(learners, testing)


def moved_by_hand(before: Testing) -> tuple[str, ...]:
    """The student whom the team moved to a group although three of four answers were right."""
    focus = equations.BOTH_SIDES
    near = [i for i in sorted(before.chosen) if before.right_on(i, focus) == 3]
    kept = [i for i in near if counts.times(before, i, focus)[equations.VARIABLE_SIGN]]
    return tuple(kept[:1])


def _what_it_called_for(before: Testing, student_id: str) -> str:
    """With four questions: all right is secure, three is look again, fewer is not yet."""
    if student_id in before.absent:
        return "no_evidence"
    right = before.right_on(student_id, equations.BOTH_SIDES)
    return {4: "secure", 3: "look_again"}.get(right, "not_yet")


def _later(rng: np.random.Generator, learner: Learner, got: str) -> Learner:
    focus = equations.BOTH_SIDES
    gains = {target: ORDINARY_GAIN for target in equations.MISCONCEPTIONS} | {focus: GAINS[got]}
    dropped = frozenset({focus}) if happens(rng, LETS_GO[got]) else frozenset()
    return learner.after(gains, dropped)
