"""A SMART goal: its checks letter by letter, its sentence, and later its result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from plc_data.model import ActionStep, Assessment, Count, Finding, Section, SmartGoal, Team

from .goal_results import MISSING_AT_MOST, GoalResult, goal_result
from .smart.attainable import check_attainable
from .smart.facts import GoalFacts
from .smart.measurable import are_parallel, check_measurable
from .smart.owned import check_honest, check_owned
from .smart.percents import PercentOfGroup, percent_of_group
from .smart.relevant import check_relevant
from .smart.specific import check_specific
from .smart.timed import check_timed
from .wording import day, listed, percent

__all__ = [
    "LETTERS",
    "MISSING_AT_MOST",
    "GoalResult",
    "PercentOfGroup",
    "are_parallel",
    "check_goal",
    "goal_result",
    "goal_sentence",
    "percent_of_group",
]

LETTERS = {
    "S": check_specific,
    "M": check_measurable,
    "A": check_attainable,
    "R": check_relevant,
    "T": check_timed,
    "Who": check_owned,
    "Honesty": check_honest,
}
"""What stands in ``Finding.where``, in the order of the page."""


def check_goal(
    goal: SmartGoal,
    *,
    team: Team,
    sections: Sequence[Section] = (),
    group_ids: Collection[str] = (),
    assessment: Assessment | None = None,
    reassessment: Assessment | None = None,
    baseline: Count | None = None,
    past: Sequence[float] = (),
    today: date,
    confirmed_by: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """Check a goal letter by letter, in plain words.

    Parameters
    ----------
    goal
        The goal, as far as it is written.
    team
        Whose goal it is.
    sections
        The team's classes; those that the goal names are the group's.
    group_ids
        Ids of the students of the goal's classes.
    assessment, reassessment
        What measured the baseline, what will measure at the end.
    baseline
        The baseline as counted from stored results, to compare with what the goal says.
    past
        Share of students gained in each of the team's closed cycles.
    today
        The day of the check.
    confirmed_by
        Ids of the members who confirmed this version; None when nobody was asked yet.

    Returns
    -------
    tuple of Finding
        ``where`` is the letter (a key of ``LETTERS``); ``level`` is ``ok``, ``mend`` (does not
        hold), ``advise`` (worth a second look) or ``ask`` (only a person can answer).
    """
    facts = GoalFacts(
        goal=goal,
        team=team,
        sections=tuple(sections),
        group_ids=frozenset(group_ids),
        assessment=assessment,
        reassessment=reassessment,
        baseline=baseline,
        past=tuple(past),
        today=today,
        confirmed_by=confirmed_by,
    )
    return tuple(finding for check in LETTERS.values() for finding in check(facts))


def goal_sentence(
    goal: SmartGoal,
    *,
    targets: Mapping[str, str] | None = None,
    sections: Mapping[str, str] | None = None,
    assessments: Mapping[str, str] | None = None,
    people: Mapping[str, str] | None = None,
) -> str:
    """Write the goal as one sentence; what is missing stands in square brackets.

    Parameters
    ----------
    goal
        The goal, as far as it is written.
    targets, sections, assessments, people
        Words for ids; an id without words stands for itself.
    """
    group = listed(_words(goal.section_ids, sections)) if goal.section_ids else "[which classes]"
    target = listed(_words(goal.target_ids[:1], targets)) if goal.target_ids else "[which target]"
    n = goal.group_size or (goal.aim.denominator if goal.aim else None)
    ends = goal.aim.on if goal.aim and goal.aim.on else goal.ends_on
    form = "a parallel form" if goal.reassessment_is_parallel else "the same form"
    if goal.aim and goal.aim.assessment_id:
        form = _words([goal.aim.assessment_id], assessments)[0]
    actions = [_action(step, people) for step in goal.strategies]
    return (
        f"Of the {n or '[how many]'} students in {group}, those secure on {_quoted(target)} "
        f"will rise from {_count(goal.baseline, '[baseline]')} on {_day(goal.baseline)} "
        f"to {_count(goal.aim, '[aim]')} by {day(ends) if ends else '[day]'}, "
        f"measured by {form} with the same rule; "
        f"{listed(actions) if actions else '[who will do what]'}."
    )


def _words(ids: Sequence[str], words: Mapping[str, str] | None) -> list[str]:
    return [(words or {}).get(key, key) for key in ids]


def _quoted(target: str) -> str:
    return target if target.startswith("[") else f'"{target.rstrip(".")}"'


def _count(count: Count | None, missing: str) -> str:
    if count is None:
        return missing
    share = percent(count.numerator, count.denominator)
    return f"{count.numerator} of {count.denominator} ({share})"


def _day(count: Count | None) -> str:
    return day(count.on) if count is not None and count.on is not None else "[day]"


def _action(step: ActionStep, people: Mapping[str, str] | None) -> str:
    who = _words([step.owner_id], people)[0] if step.owner_id else "[who]"
    return f"{who} by {day(step.by) if step.by else '[day]'}: {step.what.rstrip('.') or '[what]'}"
