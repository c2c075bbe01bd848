"""The parts of a goal that are saved one by one, and their words when two texts clash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from datacycle.reports import numbers
from datacycle.workbench import Workbench
from plc_data.model import ActionStep, Count, SmartGoal

from ..keeping import Part, field_part

TEXTS = {
    "statement": "Our sentence",
    "school_goal": "The school goal it belongs to",
    "far_from_cut": "What happens to students far below",
    "above_cut": "What happens to students who have it already",
    "not_met_means": "What “not met” means",
}
"""Fields of a goal that are a text, with their labels."""


def goal_parts(wb: Workbench, targets: dict[str, str], sections: dict[str, str]) -> dict[str, Part]:
    """Every part by its key."""

    def listed(words: dict[str, str]) -> Callable[[tuple[str, ...]], str]:
        return lambda ids: numbers.joined([words.get(id, id) for id in ids])

    def actions(steps: tuple[ActionStep, ...]) -> str:
        return "\n".join(action_words(wb, step) for step in steps)

    made = [field_part(name, label) for name, label in TEXTS.items()]
    made += [
        field_part("target_ids", "Learning target", listed(targets)),
        field_part("section_ids", "Classes", listed(sections)),
        field_part("starts_on", "Begins", _day),
        field_part("ends_on", "Ends", _day),
        field_part("days_off", "Days without school", _days),
        field_part("strategies", "Who does what by when", actions),
        field_part("reassessment_is_parallel", "Second assessment", _form),
        field_part("baseline", "Where students stand now", _count),
        field_part("aim", "The aim", _count),
        field_part("single_member", "Team of one", lambda value: "yes" if value else "no"),
    ]
    return {part.key: part for part in made}


def action_words(wb: Workbench, step: ActionStep) -> str:
    """An action as one line."""
    who = wb.name(step.owner_id) if step.owner_id else "nobody yet"
    when = f"by {numbers.day(step.by)}" if step.by else "without a day"
    return f"{step.what} ({who}, {when})"


def with_count(
    count: Count | None,
    n: int,
    *,
    numerator: int | None = None,
    on: date | None = None,
    assessment_id: str | None = None,
) -> Count | None:
    """A count of the group: without a number of students there is none."""
    if numerator is None:
        return None
    return Count(
        numerator=numerator,
        denominator=n,
        on=on,
        assessment_id=assessment_id or (count.assessment_id if count else None),
    )


def first_goal(cycle_id: str, team_id: str, goal_id: str | None, **more: object) -> SmartGoal:
    """The empty goal a team begins with."""
    return SmartGoal(id=goal_id or f"goal-{cycle_id}", cycle_id=cycle_id, team_id=team_id, **more)


def _day(value: date | None) -> str:
    return numbers.day(value) if value else ""


def _days(values: tuple[date, ...]) -> str:
    return numbers.joined([numbers.day(value) for value in values])


def _form(value: bool | None) -> str:
    return {True: "A parallel form", False: "The same form", None: ""}[value]


def _count(value: Count | None) -> str:
    if value is None:
        return ""
    on = f", {numbers.day(value.on)}" if value.on else ""
    return numbers.share_of(value.numerator, value.denominator) + on
