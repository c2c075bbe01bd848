"""Checks for understanding in lessons: what was asked, who had it, what the teacher did next.

The counts come out of the same abilities as the tests do, a little further on with every day
between the two testings. A show of thumbs is self-report and flatters, on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from plc_data.model import CheckForUnderstanding

from .answers import Learner
from .draws import happens, logistic
from .school import School

LINE = 0.8
"""The team's line: from here on a class goes on."""
AWAY = 0.035
"""Share of students away on a day."""
SILENT = {"mini whiteboards": 0.02, "hinge question": 0.03, "exit ticket": 0.06, "thumbs": 0.1}
FLATTERY = {"thumbs": 1.1}
"""How much ability self-report pretends to."""
MISLED = 0.35
"""How much of a chance a misconception leaves where work is shown."""


@dataclass(frozen=True)
class Look:
    """One planned check; ``if_low`` and ``if_high`` are what the teacher notes afterwards."""

    on: date
    section_id: str
    target_id: str
    technique: str
    prompt: str
    hardness: float
    minutes: int
    if_low: tuple[str, str]
    """Decision and note when the class stays below the line."""
    if_high: tuple[str, str] = ("move on", "")


def take(
    rng: np.random.Generator,
    looks: Sequence[Look],
    school: School,
    learners: Mapping[str, tuple[Learner, Learner]],
    *,
    team_id: str,
    cycle_id: str,
    between: tuple[date, date],
) -> tuple[CheckForUnderstanding, ...]:
    """Carry out the checks; ``learners`` holds each student before and after ``between``."""
    checks = []
    for place, look in enumerate(sorted(looks, key=lambda x: (x.on, x.section_id)), 1):
        section = next(s for s in school.sections if s.id == look.section_id)
        n_present = n_responded = n_had_it = n_almost = 0
        for student_id in school.in_section(look.section_id):
            present = not happens(rng, AWAY)
            responded = not happens(rng, SILENT[look.technique])
            had_it = happens(rng, _chance(learners[student_id], look, between))
            almost = happens(rng, 0.5)
            n_present += present
            n_responded += present and responded
            n_had_it += present and responded and had_it
            n_almost += present and responded and almost and not had_it
        high = n_had_it >= LINE * n_responded
        decision, note = look.if_high if high else look.if_low
        checks.append(
            CheckForUnderstanding(
                id=f"{cycle_id}-check-{place:02d}",
                team_id=team_id,
                cycle_id=cycle_id,
                section_id=look.section_id,
                teacher_id=section.teacher_id,
                target_id=look.target_id,
                on=look.on,
                technique=look.technique,
                prompt=look.prompt,
                n_present=n_present,
                n_responded=n_responded,
                n_had_it=n_had_it,
                n_almost=n_almost,
                n_not_yet=n_responded - n_had_it - n_almost,
                decision=decision,
                note=note,
                minutes=look.minutes,
            )
        )
    return tuple(checks)


def _chance(now: tuple[Learner, Learner], look: Look, between: tuple[date, date]) -> float:
    before, after = now
    whole = (between[1] - between[0]).days
    gone = min(max((look.on - between[0]).days / whole, 0.0), 1.0)
    start, end = (x.abilities[look.target_id] for x in (before, after))
    ability = start + gone * (end - start) + FLATTERY.get(look.technique, 0.0)
    holder = (after if gone > 0.5 else before).misconceptions.get(look.target_id)
    caught = MISLED if holder and look.technique not in FLATTERY else 1.0
    return caught * logistic(1.8 * (ability - look.hardness))
