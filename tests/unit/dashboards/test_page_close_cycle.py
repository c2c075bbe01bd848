"""The closing page: counts first, the same students, what was given, and the way to the end."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date

import pytest

from datacycle.dashboards.pages import close_cycle
from datacycle.dashboards.pages.cycle_room import CycleRoom
from datacycle.protocol.closing import CHANGE_NOT_CAUSE
from plc_data.errors import NotAllowed
from plc_data.model import DocumentKind, Lesson
from tests.support.pages import (
    below,
    buttons_of,
    field,
    fields_of,
    links_of,
    markup_of,
    press,
    words_of,
)

CYCLE = "cycle-equations"
SECONDS_TO_BUILD = 3.0
SECONDS_FOR_A_CALLBACK = 0.1
BUSY_MACHINE = 4


def open_page(wb, cycle_id=CYCLE) -> close_cycle.ClosingPage:
    return close_cycle.ClosingPage(CycleRoom.find(wb, {"cycle": cycle_id}))


def reopened(wb) -> close_cycle.ClosingPage:
    """The page of the finished cycle, opened again."""
    wb.promises.reopen_cycle(CYCLE)
    return open_page(wb)


def closing_of(wb):
    return wb.store.get(DocumentKind.CLOSING, "closing-equations")


def change_goal(wb, **more) -> None:
    goal = wb.store.get(DocumentKind.GOAL, "goal-equations")
    wb.cycles.save_goal(goal.record.model_copy(update=more), based_on=goal.version)


class TestTheVerdict:
    def test_says_counts_before_the_word(self, sit_down):
        words = words_of(open_page(sit_down("t07")).widget)

        assert words.index("36 of 76") < words.index("Goal met")
        assert "36 of 72, 39 to 61 %" in words
        assert "4 students moved down" in words

    def test_not_met_is_said_by_how_many(self, sit_down):
        wb = sit_down("t07")
        aim = wb.cycles.goal(CYCLE).record.aim.model_copy(update={"numerator": 40})
        change_goal(wb, aim=aim)

        page = open_page(wb)

        assert "36 of 76, needed 40: not met, 4 short." in words_of(page.widget)
        verdict = markup_of(page.widget).split("36 of 76, needed 40")[0]
        assert verdict.rindex("dc-tone-warn") > verdict.rfind("dc-tone-good")

    def test_is_never_green_when_it_cannot_be_said(self, sit_down):
        wb = sit_down("t07")
        change_goal(wb, aim=None)

        page = open_page(wb)

        markup = markup_of(page.widget)
        assert "It cannot be said" in markup
        assert "Goal met" not in markup
        before = markup.split("It cannot be said")[0]
        assert before.rindex("dc-tone-info") > before.rfind("dc-tone-good")


class TestChange:
    def test_is_of_the_same_students_and_no_cause(self, sit_down):
        wb = sit_down("t07")
        words = words_of(open_page(wb).widget)

        assert CHANGE_NOT_CAUSE in words
        both = set(wb.numbers.testing("cfa-equations-a").answers["student_id"])
        both &= set(wb.numbers.testing("cfa-equations-b").answers["student_id"])
        assert f"of {len(both)} students tested both times" in words

    def test_has_nine_cells_that_a_naive_count_agrees_with(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        roster = tuple(sorted(wb.numbers.roster(wb.cycles.get(CYCLE))))
        states = []
        for assessment_id in ("cfa-equations-a", "cfa-equations-b"):
            mastery = wb.numbers.mastery(wb.numbers.testing(assessment_id), roster)
            here = mastery[mastery["target_id"] == "eq-how-many"]
            states.append(dict(zip(here["student_id"], here["state"], strict=True)))
        pairs = Counter((states[0][s], states[1][s]) for s in roster)

        began = time.perf_counter()
        assert field(page.widget, "Learning target").change("eq-how-many")
        assert time.perf_counter() - began < BUSY_MACHINE * SECONDS_FOR_A_CALLBACK

        table = next(
            w.value
            for w in below(page.widget)
            if str(getattr(w, "value", "")).startswith('<div class="dc-table-wrap"')
        )
        order = ("secure", "look_again", "not_yet")
        cells = [int(part.split("<")[0]) for part in table.split('<td class="dc-right">')[1:]]
        assert cells == [pairs[a, b] for a in order for b in order]

    def test_lists_who_is_in_no_change_by_name_for_the_team(self, sit_down):
        wb = sit_down("t07")
        words = words_of(open_page(wb).widget)

        assert "4 students tested at the start only, 3 students at the end only" in words
        growth = wb.numbers.growth(wb.cycles.get(CYCLE))
        for student in wb.store.students(ids=list(growth.unmatched_before)):
            assert f"{student.family}, {student.given}" in words


class TestWithoutSecondResults:
    def test_says_what_to_do_with_a_way_there(self, sit_down):
        page = open_page(sit_down("t07"), "cycle-slope")

        assert "The second results are not in yet" in words_of(page.widget)
        assert "on 1 December 2026" in words_of(page.widget)
        assert links_of(page.widget)["Bring in the second results"] == (
            "./bring_in_results.ipynb?cycle=cycle-slope&assessment=cfa-slope-b"
        )
        assert "Goal met" not in markup_of(page.widget)

    def test_cannot_be_closed(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb, "cycle-slope")
        field(page.widget, "Our next step").change("Go on.")

        assert buttons_of(page.widget, "Close the cycle") == []
        with pytest.raises(NotAllowed, match="second results"):
            wb.promises.close_cycle("cycle-slope")

    def test_what_is_written_is_kept_all_the_same(self, sit_down):
        wb = sit_down("t08")
        page = open_page(wb, "cycle-slope")

        assert field(page.widget, "I keep").change("Stories first.")

        closing = wb.cycles.closing("cycle-slope")
        assert closing.record.lessons == (Lesson(author_id="t08", keep="Stories first."),)


class TestDeliveries:
    def test_are_entered_beside_what_was_planned(self, sit_down):
        wb = sit_down("t08")
        page = reopened(wb)
        row = page.deliveries.rows[0]
        assert "Planned: 6 sessions, 150 minutes in all" in words_of(row.widget)

        assert field(row.widget, "Minutes given, of all sessions").change("75")

        plan = wb.store.get(DocumentKind.PLAN, row.id)
        assert plan.record.delivered_minutes == 75
        assert plan.author_id == "t08"
        assert "50 % given" in words_of(row.widget)

    def test_a_dropped_plan_asks_why(self, sit_down):
        page = reopened(sit_down("t08"))
        row = page.deliveries.rows[1]
        assert fields_of(row.widget, "Dropped because") == []

        field(row.widget, "State").change("dropped")
        assert field(row.widget, "Dropped because").change("Assembly week")

        assert "Assembly week" in words_of(row.widget)

    def test_what_came_of_each_group_stands_in_counts(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        row = page.deliveries.rows[0]
        plan = wb.store.get(DocumentKind.PLAN, row.id).record
        roster = tuple(sorted(wb.numbers.roster(wb.cycles.get(CYCLE))))
        mastery = wb.numbers.mastery(wb.numbers.testing("cfa-equations-b"), roster)
        here = mastery[mastery["target_id"] == plan.target_id].set_index("student_id")["state"]
        secure = sum(here[student] == "secure" for student in plan.student_ids)

        assert f"Now: {secure} secure" in words_of(row.widget)


class TestLessons:
    def test_each_writes_the_own_and_reads_the_others(self, sit_down):
        wb = sit_down("t08")
        page = reopened(wb)

        assert field(page.widget, "I stop").change("Asking for thumbs.")

        mine = next(x for x in closing_of(wb).record.lessons if x.author_id == "t08")
        assert mine.stop == "Asking for thumbs."
        assert mine.keep.startswith("Watching a colleague")
        assert len(fields_of(page.widget, "I keep")) == 1
        assert "Saying “move it over”" in words_of(page.widget)

    def test_nobody_writes_for_somebody_else(self, sit_down):
        wb = sit_down("t08")
        closing = closing_of(wb)
        lessons = tuple(
            lesson.model_copy(update={"keep": "Nothing."}) for lesson in closing.record.lessons
        )

        with pytest.raises(NotAllowed, match="own keep"):
            wb.cycles.save_closing(
                closing.record.model_copy(update={"lessons": lessons}), based_on=closing.version
            )

    def test_two_members_at_once_keep_both(self, sit_down):
        one, two = sit_down("t07"), sit_down("t08")
        pages = (reopened(one), open_page(two))

        assert field(pages[0].widget, "I keep").change("A")
        assert field(pages[1].widget, "I keep").change("B")

        lessons = {x.author_id: x.keep for x in closing_of(one).record.lessons}
        assert (lessons["t07"], lessons["t08"]) == ("A", "B")

    def test_two_texts_for_the_next_step_are_both_shown(self, sit_down):
        one, two = sit_down("t07"), sit_down("t08")
        pages = (reopened(one), open_page(two))
        field(pages[0].widget, "Our next step").change("Slope.")

        assert not field(pages[1].widget, "Our next step").change("Functions.")
        assert "Two texts for: Our next step" in words_of(pages[1].widget)
        press(pages[1].widget, "Put mine in")

        assert closing_of(one).record.next_step == "Functions."
        assert field(pages[1].widget, "Our next step").value == "Functions."


class TestClosing:
    def test_is_offered_when_nothing_is_missing_and_asks_once_more(self, sit_down):
        wb = sit_down("t07")
        page = reopened(wb)
        assert "Nothing is missing." in words_of(page.widget)

        press(page.widget, "Close the cycle")
        assert not closing_of(wb).record.closed
        press(page.widget, "Yes, close it")

        assert closing_of(wb).record.closed
        assert "This cycle is closed." in words_of(page.widget)
        assert fields_of(page.widget, "I keep") == []

    def test_is_not_offered_while_something_is_missing(self, sit_down):
        wb = sit_down("t07")
        page = reopened(wb)

        field(page.widget, "One practice worth copying").change("")

        assert "1 thing missing before the cycle can be closed." in words_of(page.widget)
        assert buttons_of(page.widget, "Close the cycle") == []
        with pytest.raises(NotAllowed, match="practice worth copying"):
            wb.promises.close_cycle(CYCLE)

    def test_can_be_undone_and_nothing_is_lost(self, sit_down):
        wb = sit_down("t09")
        before = closing_of(wb).record
        page = open_page(wb)

        press(page.widget, "Open the cycle again")
        press(page.widget, "Yes, open it")

        assert closing_of(wb).record == before.model_copy(update={"closed": False})
        assert len(fields_of(page.widget, "I keep")) == 1

    def test_says_where_the_next_goal_can_start_from(self, sit_down):
        assert "36 of 72 (50 %) secure" in words_of(open_page(sit_down("t07")).widget)

    def test_others_see_it_at_the_next_beat(self, sit_down):
        one, two = sit_down("t07"), sit_down("t08")
        pages = (reopened(one), open_page(two))
        press(pages[0].widget, "Close the cycle")
        press(pages[0].widget, "Yes, close it")

        pages[1].heartbeat.beat()

        assert "This cycle is closed." in words_of(pages[1].widget)


class TestACoach:
    def test_reads_counts_and_lessons_and_no_student(self, sit_down):
        wb = sit_down("c01")
        page = open_page(wb)

        shown = markup_of(page.widget) + words_of(page.widget)
        assert "36 of 76" in shown
        assert "Saying “move it over”" in shown
        for student in wb.store.students():
            assert student.name not in shown
            assert f"{student.family}, {student.given}" not in shown
            assert student.id not in shown

    def test_has_nothing_to_write_or_to_close(self, sit_down):
        page = open_page(sit_down("c01"))

        labels = {w.label for w in below(page.widget) if hasattr(w, "change")}
        assert labels == {"Learning target"}
        assert [w for w in below(page.widget) if hasattr(w, "click")] == []

    def test_cannot_close_without_the_page_either(self, sit_down):
        wb = sit_down("c01")

        for verb in (wb.promises.close_cycle, wb.promises.reopen_cycle):
            with pytest.raises(NotAllowed):
                verb(CYCLE)
        with pytest.raises(NotAllowed):
            wb.cycles.student_names(CYCLE)


def test_attention_says_who_has_no_plan(sit_down):
    words = words_of(open_page(sit_down("t07")).widget)

    assert "All 39 students who are not there yet have a plan." in words


def test_a_field_answers_quickly_and_the_page_is_there_in_time(sit_down):
    wb = sit_down("t07")
    wb.promises.reopen_cycle(CYCLE)
    began = time.perf_counter()
    page = open_page(wb)
    built = time.perf_counter()
    field(page.widget, "I keep").change("Balance first.")
    answered = time.perf_counter()

    assert built - began < SECONDS_TO_BUILD
    assert answered - built < BUSY_MACHINE * SECONDS_FOR_A_CALLBACK


def test_the_goal_of_some_classes_is_counted_in_them_only(sit_down):
    wb = sit_down("t07")
    change_goal(wb, section_ids=("math8-p1",))

    result = wb.promises.result(CYCLE)

    enrolled = {e.student_id for e in wb.store.enrollments(section_ids=["math8-p1"])}
    assert result.denominator == len(enrolled)
    baseline = wb.promises.baseline(CYCLE, "eq-both-sides", ("math8-p1",))
    assert baseline.denominator == len(enrolled)
    assert baseline.on == date(2026, 10, 8)
