"""How students answer: abilities, misconceptions, absences, blanks. This is the known truth.

A student has an ability on each target. The lower it is, the likelier one misconception of the
target is held. Who holds a misconception and meets its option mostly chooses it; everybody else
knows the question or guesses. Nothing here looks at a file: ``files.py`` writes what came out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plc_data.model import Assessment

from .draws import happens, logistic, normal, pick, shuffled
from .questions import Question

BLANK = ""
STEEPNESS = 1.6
"""How sharply knowing a question rises with ability."""
GUESS = 0.08
"""Share of right guesses among those who don't know."""
HOLD = 0.85
"""How often a misconception decides the answer where its option is offered."""
LEFT_BLANK = 0.012
"""Share of questions left blank by a student who has time."""
RUNS_OUT = 0.03
"""Share of students who leave the last two questions blank."""


@dataclass(frozen=True)
class Learner:
    """What is true of one student at one moment: abilities and held misconceptions by target."""

    student_id: str
    abilities: Mapping[str, float]
    misconceptions: Mapping[str, str | None]

    def after(self, gains: Mapping[str, float], dropped: frozenset[str] = frozenset()) -> Learner:
        """The same student later: abilities risen, some misconceptions gone."""
        return Learner(
            self.student_id,
            {target: value + gains.get(target, 0.0) for target, value in self.abilities.items()},
            {t: None if t in dropped else held for t, held in self.misconceptions.items()},
        )


@dataclass(frozen=True)
class Testing:
    """One giving of a CFA: letters chosen by each student who was there, blanks included."""

    assessment: Assessment
    questions: tuple[Question, ...]
    chosen: Mapping[str, tuple[str, ...]]
    absent: tuple[str, ...]

    def points(self, student_id: str) -> tuple[int, ...]:
        """One or nothing for each question."""
        return tuple(
            int(letter == question.key)
            for letter, question in zip(self.chosen[student_id], self.questions, strict=True)
        )

    def right_on(self, student_id: str, target_id: str) -> int:
        """How many questions of the target the student has right."""
        return sum(
            point
            for point, question in zip(self.points(student_id), self.questions, strict=True)
            if question.target_id == target_id
        )


def make_learners(
    rng: np.random.Generator,
    student_ids: Sequence[str],
    misconceptions: Mapping[str, Sequence[str]],
    *,
    known: Mapping[str, float] | None = None,
    helped: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, Learner]:
    """Students before a unit's test.

    ``known`` is a student's general ability where it is known already; ``helped`` names, by
    target, the students whose teacher's approach lifted them and by how much. The lift also
    makes the target's misconceptions rarer, since those depend on ability.
    """
    learners = {}
    for student_id in student_ids:
        general = known[student_id] if known and student_id in known else normal(rng)
        abilities, held = {}, {}
        for target, labels in misconceptions.items():
            lift = (helped or {}).get(target, {}).get(student_id, 0.0)
            ability = 0.8 * general + 0.55 * normal(rng) + lift
            abilities[target] = ability
            weights = [1.0 / (place + 1) for place in range(len(labels))]
            label = pick(rng, labels, weights)
            held[target] = label if happens(rng, logistic(-0.5 - 1.5 * ability)) else None
        learners[student_id] = Learner(student_id, abilities, held)
    return learners


def give(
    rng: np.random.Generator,
    assessment: Assessment,
    questions: tuple[Question, ...],
    learners: Mapping[str, Learner],
    *,
    n_absent: int,
) -> Testing:
    """Give the test to everybody but ``n_absent`` students."""
    absent = tuple(sorted(shuffled(rng, sorted(learners))[:n_absent]))
    chosen = {}
    for student_id in sorted(learners):
        letters = [_answer(rng, learners[student_id], question) for question in questions]
        if happens(rng, RUNS_OUT):
            letters[-2:] = [BLANK, BLANK]
        if student_id not in absent:
            chosen[student_id] = tuple(letters)
    return Testing(assessment, questions, chosen, absent)


def _answer(rng: np.random.Generator, learner: Learner, question: Question) -> str:
    blank, holds = happens(rng, LEFT_BLANK), happens(rng, HOLD)
    ability = learner.abilities[question.target_id]
    knows = GUESS + (1 - GUESS) * logistic(STEEPNESS * (ability - question.hardness))
    right = happens(rng, knows)
    wrong = pick(rng, question.distractors(), [1.0] * len(question.distractors()))
    if blank:
        return BLANK
    trap = question.option_for(learner.misconceptions[question.target_id])
    if trap and holds:
        return trap
    return question.key if right else wrong
