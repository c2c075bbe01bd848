"""S: one target (or two), one group, one instrument."""

from __future__ import annotations

from plc_data.model import Finding

from ..findings import advise, ask, mend, ok
from ..wording import count, listed
from .facts import GoalFacts
from .verbs import is_two_promises

LETTER = "S"
TARGETS_AT_MOST = 2


def check_specific(facts: GoalFacts) -> tuple[Finding, ...]:
    """Check target, group and instrument."""
    return (
        _targets(facts),
        _one_promise(facts),
        _group(facts),
        _instrument(facts),
        _members_teach(facts),
        ask(
            "goal-ask-essential",
            "Is this target essential: does it last, carry over, and is it needed next?",
            LETTER,
        ),
        ask("goal-ask-need", "Is this the need that your evidence shows?", LETTER),
    )


def _targets(facts: GoalFacts) -> Finding:
    code, ids = "goal-target", facts.goal.target_ids
    if not ids:
        return mend(code, "Name the one learning target that this goal is about.", LETTER)
    if len(ids) > TARGETS_AT_MOST:
        return mend(code, f"{len(ids)} targets are too many: keep one, or two at most.", LETTER)
    if facts.assessment is None:
        return advise(code, "The target is checked once the assessment is chosen.", LETTER)
    known = {target.id for target in facts.assessment.targets}
    stray = [target_id for target_id in ids if target_id not in known]
    if stray:
        return mend(
            code,
            f"{listed(stray)} is no target of the assessment: choose one that its items test.",
            LETTER,
        )
    if len(ids) == TARGETS_AT_MOST:
        return advise(
            code, "Two targets: the first one is the promise, the second only goes along.", LETTER
        )
    return ok(code, "One target, and the assessment has items for it.", LETTER)


def _one_promise(facts: GoalFacts) -> Finding:
    code = "goal-one-promise"
    if is_two_promises(facts.goal.statement):
        return mend(
            code, "These are two goals in one sentence: choose one, keep the other for later.",
            LETTER,
        )  # fmt: skip
    return ok(code, "One promise.", LETTER)


def _group(facts: GoalFacts) -> Finding:
    code = "goal-group"
    if not facts.group_ids:
        return mend(
            code,
            'Say which students: choose the classes. "All students" needs a roster to be counted.',
            LETTER,
        )
    size = facts.goal.group_size
    if size is not None and size != len(facts.group_ids):
        return mend(
            code,
            f"The goal says {count(size, 'student')}, the classes have {len(facts.group_ids)}: "
            "use the number from the roster.",
            LETTER,
        )
    return ok(code, f"The group is {count(len(facts.group_ids), 'student')}.", LETTER)


def _instrument(facts: GoalFacts) -> Finding:
    code, goal = "goal-instrument", facts.goal
    first = facts.assessment or (goal.baseline and goal.baseline.assessment_id)
    last = facts.reassessment or (goal.aim and goal.aim.assessment_id)
    if not first:
        return mend(code, "Name the assessment that gave the baseline.", LETTER)
    if not last:
        return mend(code, "Name the assessment that will measure at the end.", LETTER)
    return ok(code, "Both assessments are named.", LETTER)


def _members_teach(facts: GoalFacts) -> Finding:
    code, members = "goal-members-teach", facts.team.member_ids
    chosen = [s for s in facts.sections if s.id in facts.goal.section_ids]
    teaching = {section.teacher_id for section in chosen}
    without = [person for person in members if person not in teaching]
    if without:
        return mend(
            code,
            f"{len(without)} of {len(members)} members teach nobody in this group: add their "
            "classes, so that the goal is everybody's.",
            LETTER,
        )
    return ok(code, "Every member teaches students of this group.", LETTER)
