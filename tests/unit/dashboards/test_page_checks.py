"""The log's page: one number and one tap, own checks only, a coach reads."""

from __future__ import annotations

import re
from datetime import date

import pytest

from datacycle.analysis.checks import UNKNOWN_TECHNIQUE, evidence_strength, technique_of
from datacycle.dashboards.pages.check_log.counting import Counts, with_count
from datacycle.dashboards.pages.checks import ChecksPage
from datacycle.dashboards.pages.cycle_room import CycleRoom
from datacycle.dashboards.pages.home import HomePage
from datacycle.dashboards.parts import ChartPanel
from datacycle.reports.check_words import TECHNIQUES
from plc_data.errors import NotAllowed
from tests.support.pages import (
    below,
    buttons_of,
    field,
    fields_of,
    links_of,
    press,
    words_of,
)

CYCLE = "cycle-slope"


def open_page(wb, cycle_id=CYCLE) -> ChecksPage:
    return ChecksPage(CycleRoom.find(wb, {"cycle": cycle_id}))


def log(wb, cycle_id=CYCLE):
    return [document.record for document in wb.checks.log(cycle_id)]


class TestNoting:
    def test_a_check_takes_one_number_one_choice_and_one_button(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        before = {check.id for check in log(wb)}

        assert field(page.entry.widget, "Had it").change("18")
        assert field(page.entry.widget, "What next?").change("move on")
        press(page.widget, "Note this check")

        (new,) = [check for check in log(wb) if check.id not in before]
        assert (new.on, new.section_id, new.teacher_id) == (date(2026, 11, 24), "math8-p1", "t07")
        assert (new.n_had_it, new.n_almost, new.decision) == (18, 0, "move on")
        assert new.n_had_it + new.n_almost + new.n_not_yet == new.n_responded == new.n_present
        assert "Noted" in words_of(page.widget)
        assert field(page.entry.widget, "Had it").value is None

    def test_the_piles_always_make_the_responses(self, sit_down):
        page = open_page(sit_down("t07"))
        form = page.entry.widget

        for label, raw in (("Had it", "12"), ("Almost", "5"), ("Not yet", "4")):
            assert field(form, label).change(raw)

        assert field(form, "Responded").value == 21

    def test_nothing_is_saved_without_a_number(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        n = len(log(wb))

        press(page.widget, "Note this check")

        assert len(log(wb)) == n
        assert field(page.entry.widget, "Had it").error == "How many had it?"

    def test_more_responses_than_students_are_refused(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        n = len(log(wb))
        field(page.entry.widget, "Had it").change("99")

        press(page.widget, "Note this check")

        assert len(log(wb)) == n
        assert "99 responded" in field(page.entry.widget, "In class").error


class TestOwn:
    def test_one_is_changed_in_its_place(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        n = len(log(wb))
        buttons_of(page.widget, "Change")[0].click()
        form = page.mine.open_entry
        id = form.document.id

        assert field(form.widget, "Had it").change("3")
        press(page.widget, "Keep the change")

        assert len(log(wb)) == n
        assert next(check for check in log(wb) if check.id == id).n_had_it == 3

    def test_one_is_taken_back_and_put_back(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        before = log(wb)

        buttons_of(page.widget, "Take back")[0].click()
        n_without, in_bundle = len(log(wb)), len(wb.bundle(CYCLE).checks)
        press(page.widget, "Put it back")

        assert (n_without, in_bundle) == (len(before) - 1, len(before) - 1)
        assert {check.id for check in log(wb)} == {check.id for check in before}

    def test_a_colleague_cannot_change_or_claim_it(self, sit_down):
        wb = sit_down("t09")
        theirs = next(check for check in log(wb) if check.teacher_id == "t07")

        with pytest.raises(NotAllowed):
            wb.checks.take_back(theirs.id)
        with pytest.raises(NotAllowed):
            wb.checks.save(theirs.model_copy(update={"teacher_id": "t09"}), based_on=1)


class TestPasting:
    def test_a_week_is_a_plan_first_and_then_stored_once(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        n = len(log(wb))
        week = (
            "day\ttechnique\thad it\talmost\n2026-11-23\texit ticket\t15\t4\n11/24\tthumbs\t9\t2\n"
        )

        field(page.widget, "Table").change(week)
        press(page.widget, "Look at the plan")
        planned = len(log(wb))
        press(page.widget, "Store 2 checks")
        stored = len(log(wb))
        field(page.widget, "Table").change(week)
        press(page.widget, "Look at the plan")

        assert (planned, stored) == (n, n + 2)
        assert "in the log already" in words_of(page.widget)
        assert buttons_of(page.widget, "Store 2 checks") == []

    def test_problems_are_told_with_their_rows_and_nothing_is_stored(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb)
        field(page.widget, "Table").change(
            "day,class,had it,not yet,responded\n2026-11-23,,15,1,20\nsoon,Period 9,many,,\n"
        )

        press(page.widget, "Look at the plan")

        said = words_of(page.widget)
        assert "4 problems; nothing was stored" in said
        for part in (
            "Row 2, column “responded”",
            "Row 3, column “day”",
            "Row 3, column “class”",
            "Row 3, column “had it”",
        ):
            assert part in said


class TestReading:
    def test_a_coach_reads_and_writes_nothing(self, sit_down):
        page = open_page(sit_down("c01"))

        assert "You read along" in words_of(page.widget)
        assert fields_of(page.widget, "Had it") == []
        assert "Technique mix" in words_of(page.widget)

    def test_every_view_of_a_finished_cycle_is_there_without_a_teachers_name(self, sit_down):
        wb = sit_down("t07")
        page = open_page(wb, "cycle-equations")
        said = words_of(page.views)

        for part in (
            "Target by target",
            "Low check, then what?",
            "Technique mix",
            "What we thought, what the assessment said",
            "Before the assessment",
        ):
            assert part in said
        assert [p.family for p in page.room.members() if p.family in said] == []
        assert "27 checks on" in said

    def test_what_the_checks_promised_stands_beside_the_assessment_with_intervals(self, sit_down):
        page = open_page(sit_down("t07"), "cycle-equations")
        panel = [w for w in below(page.views) if isinstance(w, ChartPanel)][-1]
        marks = [mark for series in panel.spec.series for mark in series.marks]

        assert len(marks) == 18  # three targets in three classes, twice
        notes = [category.note for category in panel.spec.categories]
        assert all(re.fullmatch(r"\S+ \(\S+ to \S+\)", note) for note in notes)
        assert len(panel.spec.table.rows) == 9

    def test_the_stages_of_the_start_page_lead_here(self, sit_down):
        addresses = links_of(HomePage(sit_down("t07")).widget).values()

        for name in ("focus", "checks"):
            assert f"./{name}.ipynb?cycle={CYCLE}" in addresses


class TestWords:
    @pytest.mark.parametrize("name", TECHNIQUES)
    def test_the_analysis_knows_every_technique_that_is_offered(self, name):
        assert technique_of(name) is not UNKNOWN_TECHNIQUE

    @pytest.mark.parametrize("name", ["thumbs", "fist to five", "traffic light"])
    def test_self_report_is_weak_whatever_its_coverage(self, name):
        assert evidence_strength(technique_of(name), 1.0).value == "low"


@pytest.mark.parametrize("had", range(0, 26, 5))
@pytest.mark.parametrize("almost", range(0, 26, 5))
def test_counts_add_up_after_any_two_entries(had, almost):
    counts = with_count(with_count(Counts(24, 24), "had_it", had), "almost", almost)

    assert counts.had_it + counts.almost + counts.not_yet == counts.responded
    assert (counts.had_it, counts.almost) == (had, almost)
