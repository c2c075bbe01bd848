"""A: ambitious, and within reach."""

from __future__ import annotations

from datacycle.analysis import wilson_interval
from plc_data.model import Count, Finding

from ..findings import advise, ask, mend, ok
from ..wording import count, listed, percent
from .facts import GoalFacts, share

LETTER = "A"

LEAP = 0.40
"""More than this gained within a month is seldom seen (DOMAIN: flag above 40 points)."""

BEYOND_PAST = 0.10
"""So much above the best earlier cycle is worth a question."""


def check_attainable(facts: GoalFacts) -> tuple[Finding, ...]:
    """Check the size of the step, in students."""
    resources = ask("goal-ask-resources", "Do you have the time, the material, the help?", LETTER)
    baseline, aim = facts.goal.baseline, facts.goal.aim
    if baseline is None or aim is None:
        text = "How big the step is shows with both baseline and aim."
        return (mend("goal-gain", text, LETTER), resources)
    gain = share(aim) - share(baseline)
    found = [_gain(gain, aim)]
    if gain > 0:
        found += [_chance(baseline, aim), _everybody(aim), _leap(gain), _past(gain, facts)]
    return (*found, resources)


def _gain(gain: float, aim: Count) -> Finding:
    code, students = "goal-gain", gain * aim.denominator
    if gain <= 0:
        return mend(
            code, "The aim is not above the baseline: how many more students by the end?", LETTER
        )
    if students < 1 - 1e-9:
        return mend(code, "The step is less than one student.", LETTER)
    return ok(code, f"The step is {count(round(students), 'more student')}.", LETTER)


def _chance(baseline: Count, aim: Count) -> Finding:
    code = "goal-chance"
    low, high = wilson_interval(baseline.numerator, baseline.denominator)
    said = (
        f"{baseline.numerator} of {baseline.denominator} stands for anything from {percent(low)} "
        f"to {percent(high)} on items like these"
    )
    if share(aim) <= high:
        return advise(
            code, f"{said}: the aim lies within that, so meeting it could be chance.", LETTER
        )
    return ok(code, f"{said}; the aim lies above that.", LETTER)


def _everybody(aim: Count) -> Finding:
    code = "goal-everybody"
    if aim.numerator == aim.denominator:
        return advise(
            code, "Everybody: one absent or struggling student misses it. Is that meant?", LETTER
        )
    return ok(code, f"It leaves room for {aim.denominator - aim.numerator}.", LETTER)


def _leap(gain: float) -> Finding:
    code = "goal-leap"
    if gain > LEAP + 1e-9:
        return advise(
            code,
            f"{percent(gain).removesuffix(' %')} points in one cycle: more than "
            f"{percent(LEAP).removesuffix(' %')} is seldom reached.",
            LETTER,
        )
    return ok(code, f"{percent(gain).removesuffix(' %')} points.", LETTER)


def _past(gain: float, facts: GoalFacts) -> Finding:
    code = "goal-past"
    if not facts.past:
        return ask(code, "No closed cycle to compare with: what makes this reachable?", LETTER)
    seen = listed(percent(past).removesuffix(" %") for past in facts.past)
    text = f"Your earlier cycles moved {seen} points; this asks for"
    text = f"{text} {percent(gain).removesuffix(' %')}."
    if gain > max(facts.past) + BEYOND_PAST:
        return advise(code, f"{text} What will be different?", LETTER)
    return ok(code, text, LETTER)
