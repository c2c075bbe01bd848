"""Who and Honesty: shared, owned, and able to fail."""

from __future__ import annotations

from plc_data.model import Finding

from ..findings import advise, ask, mend, ok
from ..wording import count
from .facts import GoalFacts

WHO = "Who"
HONESTY = "Honesty"


def check_owned(facts: GoalFacts) -> tuple[Finding, ...]:
    """Check that the goal is shared and that every action has a person and a day."""
    return (_shared(facts), _actions(facts), _owners(facts), _confirmed(facts))


def check_honest(facts: GoalFacts) -> tuple[Finding, ...]:
    """Check that the goal can be missed, and that the result will be counted."""
    return (
        _can_fail(facts),
        _counted(facts),
        ask("goal-ask-not-met", "What will you do if it is not met?", HONESTY),
    )


def _shared(facts: GoalFacts) -> Finding:
    code, n = "goal-shared", len(facts.team.member_ids)
    if n >= 2:
        return ok(code, f"{n} members share this goal.", WHO)
    if facts.goal.single_member:
        return ok(code, "Declared as the goal of a team of one.", WHO)
    return mend(
        code, "A PLC goal is shared by two or more: add members, or declare a team of one.", WHO
    )


def _actions(facts: GoalFacts) -> Finding:
    code, steps = "goal-actions", facts.goal.strategies
    if not steps:
        return mend(code, "No action yet: who will do what by when?", WHO)
    bare = sum(not step.what.strip() for step in steps)
    undated = sum(step.by is None for step in steps)
    if bare:
        return mend(code, f"{count(bare, 'action')} without words: say what will be done.", WHO)
    if undated:
        return mend(code, f"{count(undated, 'action')} without a day.", WHO)
    return ok(code, f"{count(len(steps), 'action')}, each with a day.", WHO)


def _owners(facts: GoalFacts) -> Finding:
    code, steps = "goal-owners", facts.goal.strategies
    people = {*facts.team.member_ids, facts.team.lead_id}
    ownerless = sum(step.owner_id is None for step in steps)
    if ownerless:
        return mend(
            code, f'{count(ownerless, "action")} without an owner: one person, not "the team".', WHO
        )
    strangers = sum(step.owner_id not in people for step in steps)
    if strangers:
        return mend(
            code,
            f"{count(strangers, 'action')} owned by nobody of the team: name one member "
            '("team" is not a person).',
            WHO,
        )
    if not steps:
        return mend(code, "Owners show with the actions.", WHO)
    if len({step.owner_id for step in steps}) < min(2, len(facts.team.member_ids)):
        return advise(code, "One person owns every action: is the goal shared?", WHO)
    return ok(code, "Every action has one owner of the team.", WHO)


def _confirmed(facts: GoalFacts) -> Finding:
    code, members = "goal-confirmed", facts.team.member_ids
    if facts.confirmed_by is None:
        return ask(code, "Does every member agree? Each confirms for themselves.", WHO)
    n = sum(person in facts.confirmed_by for person in members)
    if n < len(members):
        return mend(
            code, f"{n} of {len(members)} members confirmed this version; all are needed.", WHO
        )
    return ok(code, f"All {n} members confirmed this version.", WHO)


def _can_fail(facts: GoalFacts) -> Finding:
    code = "goal-can-fail"
    if not facts.goal.not_met_means.strip():
        return mend(code, 'Say what would mean "not met".', HONESTY)
    return ok(code, 'It is written down what "not met" means.', HONESTY)


def _counted(facts: GoalFacts) -> Finding:
    code, aim = "goal-counted", facts.goal.aim
    if aim is None:
        return mend(code, "Without a number as aim, nobody can tell whether it was met.", HONESTY)
    text = f"The result is counted from the second results: {aim.numerator} of {aim.denominator}."
    return ok(code, text, HONESTY)
