"""The goal and its end: numbers are counted from the results, never taken from what was typed."""

from __future__ import annotations

from datetime import date

import pytest

from plc_data.errors import NotAllowed, NotFound
from plc_data.model import Closing, Count, Lesson
from tests.support.small_school import (
    ANA,
    BEN,
    CORA,
    CYCLE,
    FORM_A,
    FORM_B,
    SID,
    canvas_file,
    goal_agreed,
    goal_draft,
    google_forms_file,
)

COUNTED = Count(numerator=7, denominator=26, on=date(2026, 8, 31), assessment_id=FORM_A)
"""Four of four on form A: seven of the 26 in the drawing."""


def with_goal(school, baseline: Count = COUNTED):
    """The school with a goal that names this baseline."""
    goal = goal_agreed(goal_draft(["P2", "P5"]), baseline)
    school.door(ANA).cycles.save_goal(goal, based_on=None)
    return school


def with_second_results(school):
    files = school.door(BEN).files
    files.store(files.preview(canvas_file().encode(), FORM_B))
    return school


def said(school, code: str):
    ana = school.door(ANA)
    findings = ana.promises.check_goal(ana.cycles.goal(CYCLE).record)
    return next(finding for finding in findings if finding.code == code)


class TestBaseline:
    def test_there_is_none_before_the_results(self, school_at):
        assert school_at("cycle").door(ANA).promises.baseline(CYCLE, "floats") is None

    def test_absent_students_are_of_the_group_and_not_secure(self, school_at):
        found = school_at("results").door(CORA).promises.baseline(CYCLE, "floats")

        assert (found.numerator, found.denominator) == (7, 26)

    def test_a_class_of_its_own_is_counted_alone(self, school_at):
        found = school_at("results").door(ANA).promises.baseline(CYCLE, "floats", ["P2"])

        assert (found.numerator, found.denominator) == (3, 13)

    def test_a_file_that_came_in_late_was_still_tested_in_its_window(self, school_at):
        school = school_at("cycle")
        school.calendar.turn_to(date(2027, 1, 15))
        files = school.door(BEN).files
        files.store(files.preview(google_forms_file().encode(), FORM_A))

        assert school.door(ANA).promises.baseline(CYCLE, "floats").on == date(2026, 9, 18)

    def test_an_unknown_target_has_none(self, school_at):
        assert school_at("results").door(ANA).promises.baseline(CYCLE, "swims") is None

    def test_a_goal_that_says_otherwise_is_told_so(self, school_at):
        wrong = COUNTED.model_copy(update={"numerator": 9})

        school = with_goal(school_at("results"), wrong)

        assert said(school, "goal-baseline-measured").level == "mend"
        assert "the results say 7 of 26" in said(school, "goal-baseline-measured").message

    def test_a_corrected_file_moves_it(self, school_at):
        school = with_goal(school_at("results"))
        assert said(school, "goal-baseline-measured").level == "ok"
        files = school.door(BEN).files
        corrected = google_forms_file().replace("1.00 / 1", "0.00 / 1", 1)
        files.store(files.preview(corrected.encode(), FORM_A))

        assert "the results say 6 of 26" in said(school, "goal-baseline-measured").message


class TestResult:
    def test_there_is_none_before_the_second_results(self, school_at):
        assert with_goal(school_at("results")).door(ANA).promises.result(CYCLE) is None

    def test_it_is_counted(self, school_at):
        school = with_second_results(with_goal(school_at("results")))

        found = school.door(CORA).promises.result(CYCLE)

        assert (found.met, found.sentence) == (False, "16 of 26, needed 17: not met, 1 short.")
        assert found.missing == ("00592",)
        assert found.new == ("00571",)

    def test_an_undone_import_takes_the_verdict_back(self, school_at):
        school = with_second_results(with_goal(school_at("results")))
        school.door(BEN).files.undo(FORM_B)

        assert school.door(ANA).promises.result(CYCLE) is None


class TestClosing:
    def test_nothing_is_closed_before_something_is_written(self, school_at):
        with pytest.raises(NotFound, match="Nothing is written"):
            school_at("results").door(ANA).promises.close_cycle(CYCLE)

    def test_it_says_what_is_missing(self, school_at):
        school = with_second_results(with_goal(school_at("results")))
        lesson = Lesson(author_id=ANA, keep="a", change="b", stop="c")
        written = Closing(id="closing", cycle_id=CYCLE, lessons=(lesson,))
        school.door(ANA).cycles.save_closing(written, based_on=None)

        found = school.door(ANA).promises.check_closing(written)

        missing = {f.code for f in found if f.level == "mend"}
        assert {"closing-lessons", "closing-delivered", "closing-practice"} <= missing
        with pytest.raises(NotAllowed, match="Something is still missing"):
            school.door(ANA).promises.close_cycle(CYCLE)


def test_a_stranger_asks_in_vain(school_at):
    school = with_goal(school_at("results"))
    goal, promises = school.door(ANA).cycles.goal(CYCLE).record, school.door(SID).promises

    for attempt in (
        lambda: promises.baseline(CYCLE, "floats"),
        lambda: promises.check_goal(goal),
        lambda: promises.sentence(goal),
        lambda: promises.result(CYCLE),
        lambda: promises.stages(CYCLE),
        lambda: promises.check_closing(Closing(id="c", cycle_id=CYCLE)),
    ):
        with pytest.raises(NotAllowed, match="The members of the team and its coach can"):
            attempt()
