"""Columns named by a person: looked at, read that way, kept for next time; problems accepted."""

from __future__ import annotations

import pytest

from datacycle.workbench.files import ACCEPTABLE, WHAT_ACCEPTING_DOES
from plc_data.errors import NotAllowed, WorkbenchError
from tests.support.small_school import ANA, BEN, CORA, FORM_A, TEAM, google_forms_file

LETTERS = "Nr;One;Two\n00417;A;B\n00424;C;B\n00431;;\n"
COLUMNS = {"student": {"id": "Nr"}, "items": ["One", "Two"], "cells": "letters"}
MAPPING = COLUMNS | {"key": {"One": "A"}}
WIDE = "Student ID,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8\n"


@pytest.fixture
def files(school_at):
    return school_at("cycle").door(ANA).files


def points(files, text: str, *, accepted=()) -> dict[tuple[str, str], object]:
    """Store a file and give the stored points (None where there are none) by student and item."""
    result = files.store(files.preview(text.encode(), FORM_A, accepted=accepted))
    frame = files._desk.store.answers(result.id)
    return {
        (row.student_id, row.item_id): None if row.points != row.points else row.points
        for row in frame.itertuples()
    }


class TestLooking:
    def test_columns_are_guessed_from_headers_and_cells(self, files):
        look = files.look_at_table(LETTERS.encode())

        assert [c.guess for c in look.columns] == ["id", "item", "item"]
        assert look.cells == "letters"
        assert look.first_rows[1] == (2, ("00417", "A", "B"))

    def test_a_title_above_the_header_is_no_header(self, files):
        look = files.look_at_table(b"Quiz of Friday,,\nStudent ID,Q1,Q2\n00417,1,0\n")

        assert look.header_row == 2

    def test_a_double_or_missing_header_cannot_be_chosen(self, files):
        look = files.look_at_table(b"Student ID,Q1,Q1,\n00417,1,0,1\n")

        assert [c.usable for c in look.columns] == [True, False, False, False]

    def test_what_is_no_table_is_not_shown(self, files):
        assert files.look_at_table(b"<!DOCTYPE html><html></html>") is None


class TestKeeping:
    def test_it_is_found_again_by_the_header_by_a_colleague_and_without_the_key(self, school_at):
        school = school_at("cycle")
        mine = school.door(ANA).files
        look = mine.look_at_table(LETTERS.encode())

        mine.save_mapping("Scanner in room 12", look.fingerprint, MAPPING, TEAM.id)

        other = school.door(BEN).files
        found = other.mapping_for(other.look_at_table(b"nr ;ONE;Two\n00592;D;D\n"))
        assert found.title == "Scanner in room 12"
        assert found.mapping == COLUMNS
        assert other.mapping_for(other.look_at_table(b"Nr;One\n00592;D\n")) is None

    def test_a_file_handed_to_another_school_means_the_same_there(self, school_at):
        here, there = school_at("cycle").door(ANA).files, school_at("cycle").door(BEN).files
        look = here.look_at_table(LETTERS.encode())
        saved = here.save_mapping("Scanner", look.fingerprint, MAPPING, TEAM.id)

        there.keep_preset(saved.to_yaml(), TEAM.id)

        assert there.mapping_for(look) == saved

    @pytest.mark.parametrize(
        "content",
        [
            b"", b"just text", b"- 1\n- 2", b"title: x\nfingerprint: ../../etc\nmapping: {}",
            b"title: x\nfingerprint: 00112233445566aa\nmapping: {nonsense: 1}",
            b"!!python/object/apply:os.system ['true']", b"\xff\xfe\x00", b"a" * 200_000,
        ],
    )  # fmt: skip
    def test_a_file_that_is_no_preset_is_refused_and_not_kept(self, files, content):
        with pytest.raises(WorkbenchError, match=r"no preset|cannot be used"):
            files.keep_preset(content, TEAM.id)

        assert files.mappings() == ()

    def test_a_coach_keeps_none(self, school_at):
        school = school_at("cycle")

        with pytest.raises(NotAllowed):
            school.door(CORA).files.save_mapping("x", "0" * 16, MAPPING, TEAM.id)

        assert school.door(ANA).files.mappings() == ()


class TestAccepting:
    def test_every_problem_that_may_be_accepted_says_what_happens(self):
        assert set(WHAT_ACCEPTING_DOES) == ACCEPTABLE

    def test_bonus_points_are_kept(self, files):
        stored = points(files, WIDE + "00417,1,1,5,1,1,1,1,1\n", accepted=["points-above-maximum"])

        assert stored["00417", "a3"] == 5

    def test_a_word_is_stored_as_not_known_and_never_as_0(self, files):
        text = WIDE + "00417,1,1,krank,1,1,1,1,1\n00424,1,1,1,1,1,1,1,1\n"

        stored = points(files, text, accepted=["unknown-word"])

        assert stored["00417", "a3"] is None
        assert stored["00417", "a2"] == 1

    def test_negative_points_are_stored_as_not_known(self, files):
        stored = points(files, WIDE + "00417,1,1,-2,1,1,1,1,1\n", accepted=["negative-points"])

        assert stored["00417", "a3"] is None

    def test_a_stranger_is_left_out_with_one_tick(self, files):
        text = WIDE + "00417,1,1,1,1,1,1,1,1\n99999,1,1,1,1,1,1,1,1\n"

        stored = points(files, text, accepted=["not-on-roster"])

        assert {student for student, _ in stored} == {"00417"}

    def test_a_row_without_a_student_is_left_out(self, files):
        text = WIDE + "00417,1,1,1,1,1,1,1,1\n,1,1,1,1,1,1,1,1\n"

        assert len(points(files, text, accepted=["blank-student"])) == 8

    def test_other_labels_are_taken_in_the_order_of_the_file(self, files):
        text = WIDE.replace("Q1,Q2", "Q2,Q1") + "00417,1,0,1,1,1,1,1,1\n"
        assert not files.preview(text.encode(), FORM_A).can_store

        stored = points(files, text, accepted=["item-label-differs"])

        assert (stored["00417", "a1"], stored["00417", "a2"]) == (1, 0)

    def test_the_many_that_are_not_listed_go_with_those_that_are(self, files):
        rows = "".join(f"99{n:03},1,1,1,1,1,1,1,1\n" for n in range(60))
        text = (WIDE + "00417,1,1,1,1,1,1,1,1\n" + rows).encode()

        seen = files.preview(text, FORM_A, accepted=["not-on-roster"])

        assert seen.can_store
        assert files.preview(text, FORM_A).problems

    @pytest.mark.parametrize("code", ["item-count-differs", "which-student", "more-of-these"])
    def test_what_cannot_be_accepted_stays_a_problem(self, files, code):
        seen = files.preview(b"Student ID,Q1,Q2\n00417,1,1\n", FORM_A, accepted=[code])

        assert {p.code for p in seen.problems} == {"item-count-differs"}
        assert not seen.can_store

    def test_what_was_accepted_is_left_on_record_without_a_student(self, files):
        points(files, WIDE + "00417,1,1,5,1,1,1,1,1\n", accepted=["points-above-maximum"])

        entries = files._desk.store.entries(f"import:{FORM_A}")
        (entry,) = [e for e in entries if e.kind == "accepted"]
        assert entry.payload["codes"] == {"points-above-maximum": 1}


def test_reading_apart_gives_the_same_preview(files):
    text = google_forms_file().encode()
    plan = files.read(text, name="density.csv")

    assert files.preview(text, FORM_A, plan=plan) == files.preview(text, FORM_A, name="density.csv")
