"""T: three to four weeks, with both measurements inside, counted in school days."""

from __future__ import annotations

from datetime import date

from plc_data.model import Finding

from ..findings import advise, ask, mend, ok
from ..school_days import is_school_day, school_days
from ..wording import day, listed
from .facts import GoalFacts

LETTER = "T"

GOOD_DAYS = (21, 28)
"""Three to four weeks, as the pilot's microcredential asks."""

BORDER_DAYS = (14, 35)
"""Outside this a goal does not count as one of three to four weeks at all."""


def check_timed(facts: GoalFacts) -> tuple[Finding, ...]:
    """Check length, dates and days off."""
    pacing = ask("goal-ask-pacing", "Is the pace realistic with all that is going on?", LETTER)
    starts, ends = facts.goal.starts_on, facts.goal.ends_on
    if starts is None or ends is None:
        text = "Say on which day the goal starts and on which it ends."
        return (mend("goal-length", text, LETTER), pacing)
    return (
        _length(starts, ends),
        _inside(facts, starts, ends),
        _school_days(facts, starts, ends),
        _review(facts, ends),
        *_over(facts, ends),
        pacing,
    )


def _length(starts: date, ends: date) -> Finding:
    code, days = "goal-length", (ends - starts).days
    if days <= 0:
        return mend(code, "The goal ends before it starts.", LETTER)
    if not BORDER_DAYS[0] <= days <= BORDER_DAYS[1]:
        return mend(
            code,
            f"{days} days: a data cycle lasts three to four weeks ({GOOD_DAYS[0]} to "
            f"{GOOD_DAYS[1]} days). Cut it to the first stretch.",
            LETTER,
        )
    if not GOOD_DAYS[0] <= days <= GOOD_DAYS[1]:
        return advise(
            code, f"{days} days: three to four weeks are {GOOD_DAYS[0]} to {GOOD_DAYS[1]}.", LETTER
        )
    return ok(code, f"{days} days, three to four weeks.", LETTER)


def _inside(facts: GoalFacts, starts: date, ends: date) -> Finding:
    code, first, last = "goal-dates-inside", facts.measured_on, facts.measured_again_on
    for what, on in (("the first assessment", first), ("the second assessment", last)):
        if on is None:
            return mend(code, f"Say on which day {what} is given.", LETTER)
        if not starts <= on <= ends:
            return mend(
                code,
                f"{what.capitalize()} on {day(on)} lies outside the goal's days "
                f"({day(starts)} to {day(ends)}).",
                LETTER,
            )
    if first >= last:
        return mend(code, "The second assessment has to come after the first.", LETTER)
    return ok(code, "Both assessments lie within the goal's days.", LETTER)


def _school_days(facts: GoalFacts, starts: date, ends: date) -> Finding:
    code, off = "goal-school-days", facts.goal.days_off
    closed = [
        f"{what} ({day(on)})"
        for what, on in (
            ("the start", starts),
            ("the end", ends),
            ("the second assessment", facts.measured_again_on),
        )
        if on is not None and not is_school_day(on, off)
    ]
    n = school_days(starts, ends, off)
    if closed:
        return advise(code, f"No school on {listed(closed)}. {n} school days in all.", LETTER)
    return ok(code, f"{n} school days, weekends and {len(off)} days off not counted.", LETTER)


def _review(facts: GoalFacts, ends: date) -> Finding:
    code = "goal-review"
    dates = [step.by for step in facts.goal.strategies if step.by is not None]
    if any(by > ends for by in dates):
        return mend(code, "An action is due after the goal has ended.", LETTER)
    if not any(by < ends for by in dates):
        return advise(
            code, "Nothing is due before the last day: set one day to look at the plan.", LETTER
        )
    return ok(code, "There is a day before the end to look at the plan.", LETTER)


def _over(facts: GoalFacts, ends: date) -> tuple[Finding, ...]:
    if facts.today <= ends:
        return ()
    text = f"The goal ended on {day(ends)}: its result belongs into the closing of the cycle."
    return (advise("goal-over", text, LETTER),)
