"""The roster in: for one team, as one step, and nobody is lost without being shown."""

from __future__ import annotations

import pytest

from datacycle.workbench import LEAVE_OUT
from plc_data.errors import DataProblems, NotAllowed
from tests.support.small_school import ANA, BEN, CORA, SID, TEAM, roster_file

TEACHERS = {"P2": ANA, "P5": BEN}
ROSTER = roster_file().encode()
HEADER, *ROWS = roster_file().splitlines(keepends=True)


def test_a_class_without_a_teacher_is_asked_about(school_at):
    school = school_at("staff")
    room, before = school.door(ANA).rosters, school.door(ANA).revision()

    seen = room.preview(ROSTER, TEAM.id, teachers={"P2": ANA})

    assert seen.questions == ("P5",)
    with pytest.raises(NotAllowed, match="who teaches P5"):
        room.store(seen)
    assert school.door(ANA).revision() == before


def test_a_class_of_somebody_else_is_left_out_with_its_students(school_at):
    room = school_at("staff").door(ANA).rosters

    seen = room.preview(ROSTER, TEAM.id, teachers={"P2": ANA, "P5": SID})
    also = room.preview(ROSTER, TEAM.id, teachers={"P2": ANA, "P5": LEAVE_OUT})

    assert seen.left_out == also.left_out == ("P5",)
    assert len(seen.new) == len(also.new) == 13


def test_the_same_list_again_changes_nothing(school_at):
    seen = school_at("cycle").door(BEN).rosters.preview(ROSTER, TEAM.id)

    assert seen.nothing
    assert [s.teacher_id for s in seen.sections] == [ANA, BEN], "a known class keeps its teacher"


def test_a_new_list_shows_who_joins_leaves_and_changed(school_at):
    school = school_at("cycle")
    room = school.door(ANA).rosters
    changed = ROWS[1].replace("Ainsworth", "Ainsworth-Bell")
    joining = "00888,Newbury,Ottilie,P2,o@lakefield.example\n"
    text = (HEADER + "".join([changed, *ROWS[2:], joining])).encode()

    seen = room.preview(text, TEAM.id)
    room.store(seen)

    assert [e.student_id for e in seen.leaving] == ["00417"]
    assert [s.id for s in seen.new] == ["00888"]
    assert [s.id for s in seen.changed] == ["00424"]
    store = school.door(ANA).store
    ids = {e.student_id for e in store.enrollments(["P2"])}
    assert "00888" in ids
    assert "00417" not in ids
    assert [s.family for s in store.former_students()] == ["Ainsworth"], "the name scan knows both"
    assert store.students(["00417"]), "who left stays known to the name scan"


def test_what_the_file_does_not_say_stays(school_at):
    school = school_at("cycle")
    text = "Student ID,Last Name,First Name,Period\n00417,Abioye,Folarin,P2\n"

    seen = school.door(ANA).rosters.preview(text.encode(), TEAM.id)

    assert seen.changed == ()
    assert seen.students[0].email == "s00417@lakefield.example"


def test_a_look_from_before_another_change_is_not_stored(school_at):
    school = school_at("staff")
    mine = school.door(ANA).rosters.preview(ROSTER, TEAM.id, teachers=TEACHERS)
    theirs = school.door(BEN).rosters
    theirs.store(theirs.preview(ROSTER, TEAM.id, teachers=TEACHERS))

    with pytest.raises(NotAllowed, match="look at the plan again"):
        school.door(ANA).rosters.store(mine)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty-file"),
        ("Student ID,Last Name,First Name\n00417,Abioye,Folarin\n", "missing-column"),
        ("Last Name,First Name,Period\nAbioye,Folarin,P2\n", "missing-column"),
        (HEADER + ROWS[0] + ROWS[0].replace("Abioye", "Abi"), "duplicate-student"),
    ],
)
def test_a_bad_list_is_refused_with_its_code_and_changes_nothing(school_at, text, code):
    school = school_at("staff")
    room, before = school.door(ANA).rosters, school.door(ANA).revision()

    with pytest.raises(DataProblems, match="nothing was stored") as refusal:
        room.store(room.preview(text.encode(), TEAM.id))

    assert [p.code for p in refusal.value.problems] == [code]
    assert school.door(ANA).revision() == before


@pytest.mark.parametrize("person", [CORA, SID])
def test_only_a_member_brings_the_roster_in(school_at, person):
    room = school_at("staff").door(person).rosters

    with pytest.raises(NotAllowed, match="Only a member of the team can"):
        room.preview(ROSTER, TEAM.id)
