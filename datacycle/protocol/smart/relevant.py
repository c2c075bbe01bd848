"""R: about students' learning, and fair to those who are far from the cut and above it."""

from __future__ import annotations

from plc_data.model import Finding

from ..findings import advise, ask, mend, ok
from .facts import GoalFacts
from .verbs import activity_in

LETTER = "R"


def check_relevant(facts: GoalFacts) -> tuple[Finding, ...]:
    """Check that the promise is learning, linked upward, and serves everybody."""
    return (
        _learning(facts),
        _school_goal(facts),
        _everybody_served(facts),
        ask("goal-ask-matters", "Does it matter? What would meeting it change?", LETTER),
    )


def _learning(facts: GoalFacts) -> Finding:
    code, statement = "goal-learning", facts.goal.statement
    if not statement.strip():
        return advise(code, "Say it in your own words, or take the sentence built below.", LETTER)
    verb = activity_in(statement)
    if verb:
        return mend(
            code,
            f'"{verb}" is an action: put it under strategies, and say what students will be able '
            "to do.",
            LETTER,
        )
    return ok(code, "It is about what students learn.", LETTER)


def _school_goal(facts: GoalFacts) -> Finding:
    code = "goal-school-goal"
    if not facts.goal.school_goal.strip():
        return mend(code, "Name the school goal that this belongs to.", LETTER)
    return ok(code, "It belongs to a school goal.", LETTER)


def _everybody_served(facts: GoalFacts) -> Finding:
    code, goal = "goal-equity", facts.goal
    if not goal.far_from_cut.strip():
        return mend(code, "Say what students far below the cut will get.", LETTER)
    if not goal.above_cut.strip():
        return mend(code, "Say what students who are secure already will get.", LETTER)
    return ok(code, "Students far below the cut and above it have their line.", LETTER)
