"""What is true in the sample, written down for tests and for whoever wants to look behind it."""

from __future__ import annotations

from typing import Any

from . import cast, equations, music, slope
from .answers import Learner, Testing
from .cast import APPROACH_LIFT, APPROACH_NOTE, APPROACH_SECTION, GAINS, LETS_GO, ORDINARY_GAIN
from .draws import SEED
from .ukulele import ROWS


def truth() -> dict[str, Any]:
    """The whole truth as plain values."""
    cycle, next_cycle, uke = cast.equations_cycle(), cast.slope_cycle(), music.performances()
    return {
        "about": "The known truth behind the sample. No page reads this file; tests do.",
        "seed": SEED,
        "effects": {
            "approach": {
                "section": APPROACH_SECTION,
                "target": equations.BOTH_SIDES,
                "lift": APPROACH_LIFT,
                "what": APPROACH_NOTE,
            },
            "gain_on_focus_target": GAINS,
            "misconception_let_go": LETS_GO,
            "gain_on_other_targets": ORDINARY_GAIN,
            "second_scorer_severity": music.SEVERITY,
        },
        "testings": {
            "equations_before": _testing(cycle.before),
            "equations_after": _testing(cycle.after),
            "slope": _testing(next_cycle.testing),
        },
        "learners": {
            "equations_before": _learners(cycle.learners_before),
            "equations_after": _learners(cycle.learners_after),
            "slope": _learners(next_cycle.learners),
        },
        "got_between": cycle.got,
        "misconceptions": {
            **{t: list(m) for t, m in equations.MISCONCEPTIONS.items()},
            **{t: list(m) for t, m in slope.MISCONCEPTIONS.items()},
        },
        "ukulele": {
            "hardness": {label: hardness for label, _, hardness, _ in ROWS},
            "abilities": {
                i: {t: round(a, 4) for t, a in abilities.items()}
                for i, abilities in uke.abilities.items()
            },
            "levels": {i: list(levels) for i, levels in uke.levels.items()},
            "second_scorer": {i: list(levels) for i, levels in uke.second.items()},
            "absent": list(uke.absent),
        },
    }


def _testing(testing: Testing) -> dict[str, Any]:
    items = zip(testing.assessment.items, testing.questions, strict=True)
    return {
        "assessment": testing.assessment.id,
        "hardness": {item.id: question.hardness for item, question in items},
        "key": "".join(question.key for question in testing.questions),
        "absent": list(testing.absent),
        "chosen": {i: "".join(c or "-" for c in letters) for i, letters in testing.chosen.items()},
    }


def _learners(learners: dict[str, Learner]) -> dict[str, Any]:
    return {
        student_id: {
            "abilities": {t: round(value, 4) for t, value in learner.abilities.items()},
            "misconceptions": {t: m for t, m in learner.misconceptions.items() if m},
        }
        for student_id, learner in learners.items()
    }
