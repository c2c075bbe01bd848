"""M: baseline and aim are the same quantity, counted in whole students."""

from __future__ import annotations

from plc_data.model import Assessment, Count, Finding

from ..findings import ask, mend, ok
from .facts import GoalFacts
from .percents import percent_of_group, percents_in

LETTER = "M"

METRICS = ("secure",)
"""What can be counted at both ends: students who are secure on the target."""


def check_measurable(facts: GoalFacts) -> tuple[Finding, ...]:
    """Check that both ends are the same quantity, of the same group, with the same instrument."""
    found = (
        _both_ends(facts),
        _metric(facts),
        _same_group(facts),
        _same_instrument(facts),
        _same_rule(facts),
        _measured(facts),
        _whole_students(facts),
        ask(
            "goal-ask-depth",
            "Does the assessment ask for the target at the depth that you mean?",
            LETTER,
        ),
    )
    return tuple(finding for finding in found if finding is not None)


def are_parallel(first: Assessment, second: Assessment) -> bool:
    """Tell whether two assessments are the same or declared forms of each other."""
    if first.id == second.id:
        return True
    if second.id == first.parallel_to or first.id == second.parallel_to:
        return True
    return first.parallel_to is not None and first.parallel_to == second.parallel_to


def _both_ends(facts: GoalFacts) -> Finding:
    code = "goal-both-ends"
    for which, end in (("baseline", facts.goal.baseline), ("aim", facts.goal.aim)):
        if end is None:
            what = "where the students stand now" if which == "baseline" else "how many by the end"
            return mend(
                code, f"No {which} yet: say {what}, as so many of so many students.", LETTER
            )
        if end.numerator > end.denominator:
            return mend(
                code, f"The {which} says {end.numerator} of {end.denominator}: more than all.",
                LETTER,
            )  # fmt: skip
    return ok(
        code,
        f"From {_says(facts.goal.baseline)} to {_says(facts.goal.aim)}, both as counts.",
        LETTER,
    )


def _metric(facts: GoalFacts) -> Finding:
    code, metric = "goal-metric", facts.goal.metric
    if metric not in METRICS:
        return mend(
            code, f'"{metric}" cannot be counted here: count students who are secure.', LETTER
        )
    return ok(code, "Both ends count students who are secure.", LETTER)


def _same_group(facts: GoalFacts) -> Finding | None:
    code, baseline, aim = "goal-same-group", facts.goal.baseline, facts.goal.aim
    if baseline is None or aim is None:
        return None
    if baseline.denominator != aim.denominator:
        return mend(
            code,
            f"The baseline is of {baseline.denominator}, the aim of {aim.denominator} students: "
            "count the same group at both ends.",
            LETTER,
        )
    if facts.n and aim.denominator != facts.n:
        return mend(
            code,
            f"The counts are of {aim.denominator} students, the group has {facts.n}: list absent "
            "students apart, and count the whole group.",
            LETTER,
        )
    return ok(code, f"Both ends count the same {aim.denominator} students.", LETTER)


def _same_instrument(facts: GoalFacts) -> Finding | None:
    code, goal = "goal-same-instrument", facts.goal
    first = _id(facts.assessment, goal.baseline)
    last = _id(facts.reassessment, goal.aim)
    if first is None or last is None:
        return None
    if first == last:
        return ok(code, "The same assessment at both ends.", LETTER)
    declared = goal.reassessment_is_parallel
    if declared is None:
        declared = _parallel_forms(facts, first, last)
    if not declared:
        return mend(
            code,
            "The two ends use different assessments: use the same one or a form that you "
            "declare parallel, or the change means nothing.",
            LETTER,
        )
    if facts.reassessment and not _has_target(facts.reassessment, facts.primary_target_id):
        return mend(code, "The second assessment has no item for this target.", LETTER)
    return ok(code, "A parallel form at the end.", LETTER)


def _same_rule(facts: GoalFacts) -> Finding:
    code = "goal-same-rule"
    if facts.assessment is None or facts.reassessment is None:
        return ask(code, "Will the second assessment use the same mastery rule?", LETTER)
    if facts.assessment.rule != facts.reassessment.rule:
        return mend(
            code, "The two assessments decide mastery by different rules: make them equal.", LETTER
        )
    return ok(code, "The same mastery rule at both ends.", LETTER)


def _measured(facts: GoalFacts) -> Finding:
    code, said, measured = "goal-baseline-measured", facts.goal.baseline, facts.baseline
    if said is None or measured is None:
        return ask(code, "The baseline is not from stored results: where was it read?", LETTER)
    if (said.numerator, said.denominator) != (measured.numerator, measured.denominator):
        return mend(
            code,
            f"The goal says {_says(said)}, the results say {_says(measured)}: take the results.",
            LETTER,
        )
    return ok(code, f"The results say the same: {_says(measured)}.", LETTER)


def _whole_students(facts: GoalFacts) -> Finding:
    code = "goal-percent"
    if not facts.n:
        return ask(code, "How much one student counts shows once the group is known.", LETTER)
    for written in percents_in(facts.goal.statement):
        wrong = percent_of_group(written, facts.n).sentence
        if wrong:
            return mend(code, wrong, LETTER)
    return ok(code, f"Each student is {100 / facts.n:.1f} points of 100.", LETTER)


def _id(assessment: Assessment | None, end: Count | None) -> str | None:
    """Name the instrument of one end; what the goal itself says goes first."""
    if end is not None and end.assessment_id is not None:
        return end.assessment_id
    return assessment.id if assessment is not None else None


def _parallel_forms(facts: GoalFacts, first: str, last: str) -> bool:
    """Tell whether the two instruments that the goal names are declared forms of each other."""
    before, after = facts.assessment, facts.reassessment
    if before is None or after is None or (before.id, after.id) != (first, last):
        return False
    return are_parallel(before, after)


def _has_target(assessment: Assessment, target_id: str | None) -> bool:
    return target_id is None or bool(assessment.items_of(target_id))


def _says(count: Count | None) -> str:
    return "nothing" if count is None else f"{count.numerator} of {count.denominator}"
