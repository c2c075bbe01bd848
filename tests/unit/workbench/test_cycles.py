"""What a team writes: by its members only, never over another's text, never over another team's."""

from __future__ import annotations

from datetime import date

import pytest

from plc_data.errors import Conflict, NotAllowed
from plc_data.model import (
    ActionPlan,
    CheckForUnderstanding,
    Closing,
    DataCycle,
    DocumentKind,
    Lesson,
    PlanType,
)
from tests.support.small_school import (
    ANA,
    BEN,
    CORA,
    CYCLE,
    FORM_A,
    GOAL,
    OTHER_TEAM,
    SID,
    TEAM,
    assessment,
    cycle,
    goal_draft,
)

DRAFT = goal_draft(["P2", "P5"])
PLAN = ActionPlan(
    id="plan-1", cycle_id=CYCLE, type=PlanType.NOT_YET, target_id="floats", group="one"
)
CLOSING = Closing(id="closing", cycle_id=CYCLE)
CHECK = CheckForUnderstanding(
    id="check", team_id=TEAM.id, cycle_id=CYCLE, section_id="P2", teacher_id=ANA,
    target_id="floats", on=date(2026, 9, 15), technique="exit ticket", n_present=3,
    n_responded=3, n_had_it=1,
)  # fmt: skip

WRITING = {
    "the cycle": lambda wb: wb.cycles.save(cycle(), based_on=1),
    "the goal": lambda wb: wb.cycles.save_goal(DRAFT, based_on=None),
    "a confirmation": lambda wb: wb.cycles.confirm_goal(CYCLE, 1),
    "the assessment": lambda wb: wb.cycles.save_assessment(assessment(FORM_A), based_on=1),
    "a check": lambda wb: wb.cycles.save_check(CHECK),
    "a plan": lambda wb: wb.cycles.save_plan(PLAN, based_on=None),
    "the closing": lambda wb: wb.cycles.save_closing(CLOSING, based_on=None),
}
LOOKING = {
    "the cycle": lambda wb: wb.cycles.get(CYCLE),
    "its team": lambda wb: wb.cycles.team(CYCLE),
    "its sections": lambda wb: wb.cycles.sections(CYCLE),
    "the goal": lambda wb: wb.cycles.goal(CYCLE),
    "the assessment": lambda wb: wb.cycles.assessment(FORM_A),
    "the assessments": lambda wb: wb.cycles.assessments(TEAM.id),
    "the plans": lambda wb: wb.cycles.plans(CYCLE),
    "the closing": lambda wb: wb.cycles.closing(CYCLE),
    "the whole bundle": lambda wb: wb.bundle(CYCLE),
    "the roster": lambda wb: wb.numbers.roster(cycle()),
    "the answers": lambda wb: wb.numbers.testing(FORM_A),
    "the stages": lambda wb: wb.promises.stages(CYCLE),
}


def refusals(school) -> list[str]:
    return [e.person_id for e in school.door(ANA).store.journal() if e.action == "refused"]


@pytest.mark.parametrize("what", WRITING)
@pytest.mark.parametrize("person", [CORA, SID])
def test_only_a_member_writes_and_a_refusal_is_journaled(school_at, what, person):
    school = school_at("results")
    if what == "a confirmation":
        school.door(ANA).cycles.save_goal(DRAFT, based_on=None)
    documents = n_documents(school)

    with pytest.raises(NotAllowed, match=r"You can't .* here\. (Only a|The) member"):
        WRITING[what](school.door(person))

    assert n_documents(school) == documents
    assert refusals(school) == [person]


@pytest.mark.parametrize("what", LOOKING)
def test_a_stranger_sees_nothing(school_at, what):
    school = school_at("results")
    LOOKING[what](school.door(CORA))

    with pytest.raises(NotAllowed, match="The members of the team and its coach can"):
        LOOKING[what](school.door(SID))

    assert refusals(school) == [SID]


def test_everybody_finds_their_own_teams(school_at):
    school = school_at("cycle")

    found = {
        person: [(team.id, [c.id for c in cycles]) for team, cycles in
                 school.door(person).cycles.mine()]
        for person in (ANA, CORA, SID)
    }  # fmt: skip

    assert found == {
        ANA: [(TEAM.id, [CYCLE])], CORA: [(TEAM.id, [CYCLE])], SID: [(OTHER_TEAM.id, [])],
    }  # fmt: skip


def test_nobody_saves_over_what_they_have_not_seen(school_at):
    school = school_at("cycle")
    ana, ben = school.door(ANA).cycles, school.door(BEN).cycles
    ana.save_goal(DRAFT, based_on=None)
    ana.save_goal(DRAFT.model_copy(update={"school_goal": "Ana's words"}), based_on=1)

    with pytest.raises(Conflict, match="Nothing was overwritten"):
        ben.save_goal(DRAFT.model_copy(update={"school_goal": "Ben's words"}), based_on=1)

    assert ben.goal(CYCLE).record.school_goal == "Ana's words"
    (lost,) = school.door(BEN).store.losing_texts(DocumentKind.GOAL, GOAL)
    assert lost.record.school_goal == "Ben's words"


def test_a_member_of_another_team_cannot_take_a_document_over_by_its_id(school_at):
    school = school_at("cycle")
    sid = school.door(SID).cycles
    mine = DataCycle(
        id="cycle-sid", team_id=OTHER_TEAM.id, title="Maps", school_year="2026-27",
        starts_on=date(2026, 9, 14),
    )  # fmt: skip
    sid.save(mine, based_on=None)
    school.door(ANA).cycles.save_goal(DRAFT, based_on=None)
    theirs = {
        "cycle": lambda: sid.save(mine.model_copy(update={"id": CYCLE}), based_on=2),
        "assessment": lambda: sid.save_assessment(
            assessment(FORM_A).model_copy(update={"team_id": OTHER_TEAM.id}), based_on=1
        ),
        "goal": lambda: sid.save_goal(
            DRAFT.model_copy(update={"cycle_id": mine.id, "team_id": OTHER_TEAM.id}), based_on=1
        ),
    }

    for attempt in theirs.values():
        with pytest.raises(NotAllowed):
            attempt()

    assert school.door(ANA).cycles.goal(CYCLE).version == 1
    assert school.door(ANA).cycles.assessment(FORM_A).record.team_id == TEAM.id
    assert school.door(ANA).cycles.get(CYCLE).team_id == TEAM.id


class TestConfirming:
    def test_a_goal_that_was_changed_has_to_be_read_again(self, school_at):
        school = school_at("cycle")
        ana, ben = school.door(ANA).cycles, school.door(BEN).cycles
        ana.save_goal(DRAFT, based_on=None)
        ana.save_goal(DRAFT.model_copy(update={"school_goal": "Another"}), based_on=1)

        with pytest.raises(NotAllowed, match="read it again before you confirm"):
            ben.confirm_goal(CYCLE, 1)

    def test_a_confirmation_holds_for_its_version(self, school_at):
        school = school_at("cycle")
        ana, ben = school.door(ANA), school.door(BEN)
        ana.cycles.save_goal(DRAFT, based_on=None)
        for wb in (ana, ben):
            wb.cycles.confirm_goal(CYCLE, 1)
        assert "goal-confirmed" not in to_mend(ana)

        ana.cycles.save_goal(DRAFT.model_copy(update={"school_goal": "Another"}), based_on=1)

        assert "goal-confirmed" in to_mend(ana)


def test_each_member_writes_their_own_lesson(school_at):
    school = school_at("cycle")
    ana, ben = school.door(ANA).cycles, school.door(BEN).cycles
    lesson = Lesson(author_id=ANA, keep="a", change="b", stop="c")
    ana.save_closing(CLOSING.model_copy(update={"lessons": (lesson,)}), based_on=None)
    for_her = lesson.model_copy(update={"keep": "what Ana never said"})

    with pytest.raises(NotAllowed, match="their own"):
        ben.save_closing(CLOSING.model_copy(update={"lessons": (for_her,)}), based_on=1)


def to_mend(wb) -> set[str]:
    said = wb.promises.check_goal(wb.cycles.goal(CYCLE).record)
    return {finding.code for finding in said if finding.level == "mend"}


def n_documents(school) -> int:
    store = school.door(ANA).store
    return sum(
        len(store.versions(document.kind, document.id))
        for kind in (DocumentKind.CYCLE, DocumentKind.GOAL, DocumentKind.ASSESSMENT,
                     DocumentKind.CHECK, DocumentKind.PLAN, DocumentKind.CLOSING)
        for document in store.find(kind)
    )  # fmt: skip
