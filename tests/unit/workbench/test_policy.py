"""The table of who may do what, written by hand and compared row by row."""

from __future__ import annotations

import pytest

from datacycle.workbench.policy import About, Action, check, is_allowed
from plc_data.errors import NotAllowed
from plc_data.model import Person, Role, Team

TEAM = Team(
    id="math",
    name="Mathematics",
    subject="mathematics",
    member_ids=("ana", "ben"),
    lead_id="ana",
    coach_ids=("cleo", "teachercoach"),
)

PEOPLE = {
    "member": Person(id="ana", given="Ana", family="A", roles=frozenset({Role.TEACHER, Role.LEAD})),
    "colleague": Person(id="ben", given="Ben", family="B"),
    "stranger": Person(id="dot", given="Dot", family="D"),
    "coach": Person(id="cleo", given="Cleo", family="C", roles=frozenset({Role.COACH})),
    "other_coach": Person(id="eve", given="Eve", family="E", roles=frozenset({Role.COACH})),
    "administrator": Person(
        id="fay", given="Fay", family="F", roles=frozenset({Role.ADMINISTRATOR})
    ),
    "designer": Person(id="gus", given="Gus", family="G", roles=frozenset({Role.DESIGNER})),
    "admin_in_team": Person(
        id="ben", given="Ben", family="B", roles=frozenset({Role.TEACHER, Role.ADMINISTRATOR})
    ),
    "admin_who_coaches": Person(
        id="cleo", given="Cleo", family="C", roles=frozenset({Role.COACH, Role.ADMINISTRATOR})
    ),
}  # fmt: skip

DRAFT = About(team=TEAM, owner_id="ana")
HANDED_OVER = About(team=TEAM, owner_id="ana", released=True)
ASSIGNED = About(team=TEAM, owner_id="ana", released=True, assigned=True)
MENTORED = About(
    team=TEAM, owner_id="ana", released=True, assigned=True, mentor_ids=frozenset({"fay"})
)

ALLOWED = {
    (Action.SEE_CYCLE, "draft"): {"member", "colleague", "coach", "admin_in_team",
                                  "admin_who_coaches"},
    (Action.SEE_STUDENT_NAMES, "draft"): {"member", "colleague", "admin_in_team"},
    (Action.EDIT_TEAM_WORK, "draft"): {"member", "colleague", "admin_in_team"},
    (Action.IMPORT_RESULTS, "draft"): {"member", "colleague", "admin_in_team"},
    (Action.FACILITATE, "draft"): {"member", "colleague", "coach", "admin_in_team",
                                   "admin_who_coaches"},
    (Action.CONTRIBUTE, "draft"): {"member", "colleague", "admin_in_team"},
    (Action.WRITE_REFLECTION, "draft"): {"member"},
    (Action.SEE_REFLECTION, "draft"): {"member"},
    (Action.SEE_REFLECTION, "assigned"): {"member", "administrator"},
    (Action.RELEASE_EVIDENCE, "draft"): {"member"},
    (Action.EXPORT_EVIDENCE, "draft"): {"member"},
    (Action.EXPORT_EVIDENCE, "handed over"): {"member", "coach", "admin_who_coaches"},
    (Action.SCORE, "draft"): set(),
    (Action.SCORE, "handed over"): set(),
    (Action.SCORE, "assigned"): {"administrator"},
    (Action.SCORE, "mentored"): set(),
}  # fmt: skip
STATES = {"draft": DRAFT, "handed over": HANDED_OVER, "assigned": ASSIGNED, "mentored": MENTORED}


@pytest.mark.parametrize(
    ("action", "state", "who"),
    [(action, state, who) for action, state in ALLOWED for who in PEOPLE],
)
def test_the_library_agrees_with_the_table(action, state, who):
    expected = who in ALLOWED[action, state]

    assert is_allowed(PEOPLE[who], action, STATES[state]) is expected


def test_a_refusal_says_who_may():
    with pytest.raises(NotAllowed, match="never the coach"):
        check(PEOPLE["coach"], Action.SCORE, ASSIGNED)
