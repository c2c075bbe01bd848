"""Results in: a bad file leaves the workspace as it was, a good one can be undone as one step."""

from __future__ import annotations

import pytest

from datacycle.workbench import LEAVE_OUT
from plc_data.errors import DataProblems, NotAllowed
from tests.support.small_school import (
    ANA,
    BEN,
    CORA,
    FORM_A,
    FORM_B,
    SID,
    canvas_file,
    google_forms_file,
)

GOOD = google_forms_file()
HEADER, FIRST, *OTHERS = GOOD.splitlines(keepends=True)


def replaced(text: str, old: str, new: str) -> str:
    """The text with the first ``old`` made ``new``; it has to be there."""
    assert old in text
    return text.replace(old, new, 1)


BAD = {
    "cut in the middle of a row": (GOOD[: len(GOOD) - 40], {"cut-file"}),
    "a web page saved as .csv": ("<!DOCTYPE html><html><body>Sign in</body></html>", {"web-page"}),
    "empty": ("", {"empty-file"}),
    "totals only": (
        "Student ID,Last Name,First Name,Total\n00417,Abioye,Folarin,8\n", {"totals-only"},
    ),
    "a student who is not on the roster": (
        GOOD + FIRST.replace("00417", "00999"), {"not-on-roster"},
    ),
    "points above the maximum": (
        "Student ID,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8\n00417,1,1,5,1,1,1,1,1\n", {"points-above-maximum"},
    ),
    "another number of questions": (
        "Student ID,Q1,Q2,Q3\n00417,1,1,1\n", {"item-count-differs"},
    ),
}  # fmt: skip


def stand(school) -> tuple:
    """What the workspace holds, to compare before and after."""
    store = school.door(ANA).store
    return (len(store.journal()), store.result_sets(FORM_A, live_only=False), store.revision())


@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("stage", ["cycle", "results"])
def test_a_bad_file_is_refused_with_its_code_and_changes_nothing(school_at, stage, what):
    school, (text, codes) = school_at(stage), BAD[what]
    files, before = school.door(ANA).files, stand(school)

    seen = files.preview(text.encode(), FORM_A, name="density_a.csv")
    with pytest.raises(DataProblems, match=r"nothing was stored") as refusal:
        files.store(seen)

    assert {problem.code for problem in refusal.value.problems} == codes
    assert not seen.can_store
    assert stand(school) == before


def test_no_refusal_names_a_student(school_at):
    files = school_at("cycle").door(ANA).files
    text, _ = BAD["a student who is not on the roster"]

    with pytest.raises(DataProblems) as refusal:
        files.store(files.preview(text.encode(), FORM_A))

    assert "Abioye" not in str(refusal.value)
    assert "00999" not in str(refusal.value)


class TestSameAgain:
    def test_the_same_file_twice_changes_nothing(self, school_at):
        school = school_at("results")
        files, before = school.door(BEN).files, stand(school)

        seen = files.preview(GOOD.encode(), FORM_A, name="under another name.csv")

        assert seen.same_as is not None
        with pytest.raises(NotAllowed, match="stored already"):
            files.store(seen)
        assert stand(school) == before

    def test_one_look_is_stored_once(self, school_at):
        school = school_at("cycle")
        files = school.door(ANA).files
        seen = files.preview(GOOD.encode(), FORM_A)
        files.store(seen)
        before = stand(school)

        with pytest.raises(NotAllowed, match="meanwhile"):
            files.store(seen)

        assert stand(school) == before

    def test_a_look_from_before_a_colleague_stored_is_not_stored(self, school_at):
        school = school_at("cycle")
        mine = school.door(ANA).files.preview(GOOD.encode(), FORM_A)
        corrected = replaced(GOOD, "1.00 / 1", "0.00 / 1")
        theirs = school.door(BEN).files
        stored = theirs.store(theirs.preview(corrected.encode(), FORM_A))

        with pytest.raises(NotAllowed, match="look at the plan again"):
            school.door(ANA).files.store(mine)

        assert school.door(ANA).store.result_sets(FORM_A) == (stored,)


class TestCorrectedFile:
    corrected = HEADER + replaced(FIRST, '"1.00 / 1"', '"0.00 / 1"') + "".join(OTHERS[:-1])
    """The first student's first score is another, and the last student is gone."""

    def test_shows_what_would_change_before_it_is_stored(self, school_at):
        files = school_at("results").door(ANA).files

        changes = files.preview(self.corrected.encode(), FORM_A).changes

        assert (changes.added, changes.removed) == ((), ("00592",))
        row = changes.changed.iloc[0]
        assert len(changes.changed) == 1
        assert (row.student_id, row.item_id, row.points_before, row.points_after) == (
            "00417", "a1", 1.0, 0.0,
        )  # fmt: skip

    def test_undo_restores_what_was_there(self, school_at):
        school = school_at("results")
        files, store = school.door(ANA).files, school.door(ANA).store
        (first,) = store.result_sets(FORM_A)
        answers = store.answers(first.id)
        second = files.store(files.preview(self.corrected.encode(), FORM_A))
        assert store.result_sets(FORM_A) == (second,)

        back = files.undo(FORM_A)

        assert back == first
        assert store.answers(store.result_sets(FORM_A)[0].id).equals(answers)
        assert files.undo(FORM_A) is None
        with pytest.raises(NotAllowed, match="no import to undo"):
            files.undo(FORM_A)


class TestDecisions:
    stranger = FIRST.replace("00417", "00999")

    def test_a_row_is_left_out_by_decision_and_this_is_remembered_without_a_name(self, school_at):
        school = school_at("cycle")
        files, store = school.door(ANA).files, school.door(ANA).store
        asked = files.preview((GOOD + self.stranger).encode(), FORM_A)
        row = str(asked.questions[0].row)

        files.store(
            files.preview((GOOD + self.stranger).encode(), FORM_A, decisions={row: LEAVE_OUT})
        )

        again = school.door(BEN).files.preview((self.stranger + GOOD).encode(), FORM_A)
        assert again.questions == ()
        (entry,) = store.entries(f"import:{FORM_A}")
        assert entry.payload["student_id"] == LEAVE_OUT
        assert len(entry.payload["who"]) == 64

    def test_nothing_is_remembered_of_a_file_that_was_not_stored(self, school_at, monkeypatch):
        school = school_at("cycle")
        files, store = school.door(ANA).files, school.door(ANA).store
        text = (GOOD + self.stranger).encode()
        row = str(files.preview(text, FORM_A).questions[0].row)
        seen = files.preview(text, FORM_A, decisions={row: LEAVE_OUT})
        monkeypatch.setattr(store, "store_results", full_disk)

        with pytest.raises(OSError, match="disk"):
            files.store(seen)

        assert store.entries(f"import:{FORM_A}") == ()


def full_disk(*_, **__):
    raise OSError("no room on the disk")


class TestWhoMay:
    @pytest.mark.parametrize("person", [CORA, SID])
    def test_only_a_member_brings_results_in_and_a_refusal_is_journaled(self, school_at, person):
        school = school_at("results")
        files, store = school.door(person).files, school.door(ANA).store
        results = store.result_sets(FORM_A)

        for attempt in (
            lambda: files.preview(canvas_file().encode(), FORM_B),
            lambda: files.store(school.door(ANA).files.preview(canvas_file().encode(), FORM_B)),
            lambda: files.undo(FORM_A),
        ):
            with pytest.raises(NotAllowed, match="Only a member of the team can"):
                attempt()

        assert store.result_sets(FORM_A) == results
        refused = [e.person_id for e in store.journal() if e.action == "refused"]
        assert refused == [person] * 3
