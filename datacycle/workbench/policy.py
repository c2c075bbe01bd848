"""Who may do what: one table, deny by default, asked by every verb of the workbench.

Widgets are comfort; this is the rule. A page that hides a button and a program that sends the
button's message raw meet the same answer here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plc_data.errors import NotAllowed
from plc_data.model import Person, Role, Team


class Action(StrEnum):
    """What a person asks to do."""

    SEE_CYCLE = "see the team's cycle"
    SEE_STUDENT_NAMES = "see students by name"
    EDIT_TEAM_WORK = "change the team's goal, assessment or plans"
    IMPORT_RESULTS = "bring in results"
    IMPORT_ROSTER = "bring in the roster"
    FACILITATE = "run the data dive"
    CONTRIBUTE = "take part in the data dive as a teacher"
    WRITE_REFLECTION = "write this reflection"
    SEE_REFLECTION = "read this reflection"
    RELEASE_EVIDENCE = "hand over this evidence"
    EXPORT_EVIDENCE = "export this evidence"
    SCORE = "score this submission"


@dataclass(frozen=True)
class About:
    """What the action is about: the team it belongs to, whose work it is, and how far it got."""

    team: Team | None = None
    owner_id: str | None = None
    released: bool = False
    """The owner has handed this work over (a submission, a shared reflection)."""
    assigned: bool = False
    """The person was assigned to assess it."""
    mentor_ids: frozenset[str] = frozenset()


def _member(person: Person, about: About) -> bool:
    return about.team is not None and person.id in about.team.member_ids


def _coach(person: Person, about: About) -> bool:
    return (
        Role.COACH in person.roles and about.team is not None and person.id in about.team.coach_ids
    )


def _owner(person: Person, about: About) -> bool:
    return about.owner_id is not None and person.id == about.owner_id


def _may_score(person: Person, about: About) -> bool:
    return (
        Role.ADMINISTRATOR in person.roles
        and about.assigned
        and about.released
        and not _owner(person, about)
        and not _member(person, about)
        and Role.COACH not in person.roles
        and not (about.team is not None and person.id in about.team.coach_ids)
        and person.id not in about.mentor_ids
    )


_RULES = {
    Action.SEE_CYCLE: lambda p, a: _member(p, a) or _coach(p, a),
    Action.SEE_STUDENT_NAMES: _member,
    Action.EDIT_TEAM_WORK: _member,
    Action.IMPORT_RESULTS: _member,
    Action.IMPORT_ROSTER: _member,
    Action.FACILITATE: lambda p, a: _member(p, a) or _coach(p, a),
    Action.CONTRIBUTE: _member,
    Action.WRITE_REFLECTION: lambda p, a: _owner(p, a) and _member(p, a),
    Action.SEE_REFLECTION: lambda p, a: _owner(p, a) or (a.released and _may_score(p, a)),
    Action.RELEASE_EVIDENCE: lambda p, a: _owner(p, a) and _member(p, a),
    Action.EXPORT_EVIDENCE: lambda p, a: (
        (_owner(p, a) and _member(p, a)) or (a.released and _coach(p, a))
    ),
    Action.SCORE: _may_score,
}

_WHO_MAY = {
    Action.SEE_CYCLE: "The members of the team and its coach can.",
    Action.SEE_STUDENT_NAMES: "Only the teachers who share these students can.",
    Action.EDIT_TEAM_WORK: "Only a member of the team can; a coach comments.",
    Action.IMPORT_RESULTS: "Only a member of the team can.",
    Action.IMPORT_ROSTER: "Only a member of the team can.",
    Action.FACILITATE: "The members of the team and its coach can.",
    Action.CONTRIBUTE: "Only a member of the team can; a coach facilitates.",
    Action.WRITE_REFLECTION: "Each teacher writes their own.",
    Action.SEE_REFLECTION: "Only its author can, until it is handed over to an assessor.",
    Action.RELEASE_EVIDENCE: "Each teacher hands over their own.",
    Action.EXPORT_EVIDENCE: "Its teacher can, and the team's coach once it was handed over.",
    Action.SCORE: (
        "An administrator who was assigned can, and never the coach, the author, a member of the "
        "team or a mentor."
    ),
}


def is_allowed(person: Person, action: Action, about: About) -> bool:
    """Whether the rules let this person do this."""
    return bool(_RULES[action](person, about))


def check(person: Person, action: Action, about: About) -> None:
    """Raise ``NotAllowed`` with the rule in words unless the person may do this."""
    if not is_allowed(person, action, about):
        raise NotAllowed(f"You can't {action.value} here. {_WHO_MAY[action]}")
