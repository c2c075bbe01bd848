"""The results' page: every chart with its words and its table, names only for who may see them."""

from __future__ import annotations

import time

import pytest

from datacycle.analysis import Reliability
from datacycle.dashboards import build
from datacycle.dashboards.pages import results
from datacycle.dashboards.pages.reading.trust import reliability_words
from datacycle.dashboards.parts import ChartPanel
from datacycle.reports.views_rubric import levels_table
from plc_data.errors import NotFound
from plc_data.model import DocumentKind
from tests.support.pages import below, field, links_of, markup_of, words_of

EQUATIONS = {"cycle": "cycle-equations"}
SECONDS_TO_BUILD = 3.0
SECONDS_FOR_A_CALLBACK = 0.1
BUSY_MACHINE = 4


def raw_share(wb, assessment_id: str, item_id: str) -> int:
    """Percent of the points of an item, counted straight from the answers."""
    testing = wb.numbers.testing(assessment_id)
    here = testing.answers[testing.answers["item_id"] == item_id]
    points = [0 if p != p else p for p in here["points"]]
    return round(100 * sum(points) / (len(points) * here["max_points"].iloc[0]))


def grid_of(page) -> str:
    """The markup of the students' table."""
    (found,) = (
        w.value
        for w in below(page)
        if "Students and learning targets</caption>" in str(getattr(w, "value", ""))
    )
    return found


class TestWhatItShows:
    def test_says_file_day_attempts_and_rule(self, sit_down):
        words = words_of(results.page(sit_down("t07"), EQUATIONS))

        assert "From before_google_forms.csv, brought in by Will Santamaria" in words
        assert "8 October 2026" in words
        assert "Latest attempt counts" in words
        assert "the true share is 80 % or more" in words

    def test_counts_come_first(self, sit_down):
        words = words_of(results.page(sit_down("t07"), EQUATIONS))

        assert "73 of 76 students tested" in words
        assert "18 of 73 I can solve an equation with the variable on both sides" in words

    def test_every_chart_has_a_sentence_a_table_and_a_file(self, sit_down):
        page = results.page(sit_down("t07"), EQUATIONS)

        panels = [one for one in below(page) if isinstance(one, ChartPanel)]
        assert len(panels) == 4
        for panel in panels:
            assert panel.spec.alt
            assert "<table" in panel.below.value
            assert "Save as CSV" in panel.below.value

    def test_items_carry_their_share_and_interval(self, sit_down):
        wb = sit_down("t07")
        words = words_of(results.page(wb, EQUATIONS))

        assert f"Lowest: Q8, {raw_share(wb, 'cfa-equations-a', 'eqa-08')} % of the points" in words
        assert "95 % interval" in words

    def test_the_reassessment_has_its_own_address(self, sit_down):
        page = results.page(sit_down("t07"), EQUATIONS)
        address = links_of(page)["Reassessment: form B"]
        assert address == "./results.ipynb?cycle=cycle-equations&assessment=cfa-equations-b"

        second = results.page(sit_down("t07"), {**EQUATIONS, "assessment": "cfa-equations-b"})

        assert "72 of 76 students tested" in words_of(second)

    def test_a_foreign_assessment_is_not_shown(self, sit_down):
        with pytest.raises(NotFound):
            results.page(sit_down("t07"), {**EQUATIONS, "assessment": "cfa-ukulele-a"})

    def test_without_results_it_says_what_to_do(self, sit_down):
        page = results.page(sit_down("t07"), {"cycle": "cycle-slope"})

        assert "There are no results yet" in words_of(page)
        assert links_of(page)["Bring in the results"].endswith("assessment=cfa-slope-a")


class TestOptions:
    def test_show_what_a_wrong_choice_may_mean_and_how_many_chose_it(self, sit_down):
        wb = sit_down("t07")
        words = words_of(results.page(wb, EQUATIONS))

        answers = wb.numbers.testing("cfa-equations-a").answers
        chose_a = int(((answers["item_id"] == "eqa-01") & (answers["response"] == "A")).sum())
        assert "multiplies only the first term in the parentheses" in words
        assert f"({chose_a} students)" in words

    def test_another_question_can_be_chosen(self, sit_down):
        page = results.page(sit_down("t07"), EQUATIONS)

        began = time.perf_counter()
        assert field(page, "Question").change("eqa-08")

        assert time.perf_counter() - began < BUSY_MACHINE * SECONDS_FOR_A_CALLBACK
        assessment = sit_down("t07").cycles.assessment("cfa-equations-a").record
        assert " ".join(assessment.item("eqa-08").prompt.split()) in words_of(page)


class TestClasses:
    def test_stand_under_letters_in_no_order_of_results(self, sit_down):
        wb = sit_down("t07")
        page = results.page(wb, EQUATIONS)

        (panel,) = (
            one
            for one in below(page)
            if isinstance(one, ChartPanel) and one.spec.title == "Classes side by side"
        )
        shown = f"{panel.spec.alt} {panel.chart.figure} {panel.below.value}"
        assert (
            "Class A: 9 of 23 secure; Class B: 9 of 27 secure; Class C: 13 of 23 secure." in shown
        )
        assert not [s.name for s in wb.cycles.sections("cycle-equations") if s.name in shown]
        assert "Lowest" not in panel.spec.alt

    def test_are_called_not_distinguishable_where_they_are_not(self, sit_down):
        page = results.page(sit_down("t07"), EQUATIONS)

        assert "Class A and Class C are not distinguishable with this many students." in words_of(
            page
        )

    def test_are_left_out_where_there_is_one_class(self, sit_down):
        page = results.page(sit_down("t14"), {"cycle": "cycle-ukulele"})

        assert "Classes side by side" not in words_of(page)


class TestNames:
    def test_the_team_reads_who_was_absent(self, sit_down):
        wb = sit_down("t07")
        words = words_of(results.page(wb, EQUATIONS))

        absent = wb.numbers.testing("cfa-equations-a").results.absent_ids
        for student in wb.store.students(ids=list(absent)):
            assert f"{student.family}, {student.given}" in words

    def test_the_grid_narrows_to_a_class(self, sit_down):
        wb = sit_down("t07")
        page = results.page(wb, EQUATIONS)
        enrolled = {e.student_id for e in wb.store.enrollments(section_ids=["math8-p1"])}

        field(page, "Class").change("math8-p1")

        grid = grid_of(page)
        assert grid.count("<tr>") - 1 == len(enrolled)

    def test_the_grid_can_put_the_open_ones_first(self, sit_down):
        page = results.page(sit_down("t07"), EQUATIONS)

        field(page, "Order").change("eq-both-sides")

        grid = grid_of(page)
        body = grid.split("<tbody>")[1].split("</tbody>")[0]
        states = [row.split("dc-chip dc-")[2].split('"')[0] for row in body.split("<tr>")[1:]]
        assert states == sorted(
            states, key=["not-yet", "look-again", "secure", "no-evidence"].index
        )

    def test_a_coach_gets_counts_and_no_name_and_no_grid(self, sit_down):
        wb = sit_down("c01")
        page = results.page(wb, EQUATIONS)

        markup = markup_of(page) + words_of(page)
        assert "73 of 76 students tested" in words_of(page)
        assert "3 of 76 students have no results" in words_of(page)
        assert "By student" not in markup
        for student in wb.store.students():
            assert student.name not in markup
            assert f"{student.family}, {student.given}" not in markup
            assert student.id not in markup

    def test_others_are_refused(self, sit_down):
        for person in ("a01", "t14"):
            page = build("results", query=EQUATIONS, wb=sit_down(person))

            assert "This page is not open to you" in words_of(page)


class TestPredictFirst:
    def test_is_said_before_the_predictions_are_opened(self, sit_down):
        page = results.page(sit_down("t14"), {"cycle": "cycle-ukulele"})

        assert "Predict first" in words_of(page)

    def test_is_not_said_afterwards(self, sit_down):
        assert "Predict first" not in words_of(results.page(sit_down("t07"), EQUATIONS))


class TestReliability:
    def words(self, *, students=73, items=12, alpha=0.79, low=0.72, high=0.86):
        class OfItems:
            def __init__(self, n):
                self.items = [type("Item", (), {"max_points": 1.0})()] * n

        found = Reliability(students, items, alpha, low, high, 1.45, None)
        return reliability_words(found, OfItems(items))

    @pytest.mark.parametrize("few", [{"students": 14}, {"items": 4}, {"alpha": float("nan")}])
    def test_nothing_is_said_of_too_little(self, few):
        headline, lines = self.words(**few)

        assert headline.startswith("Too little")
        assert "Alpha" not in " ".join(lines)

    def test_alpha_never_stands_without_its_interval(self):
        _, lines = self.words()

        (line,) = (line for line in lines if "Alpha" in line)
        assert line == (
            "Alpha 0.8, with 95 % confidence between 0.7 and 0.9, from 73 students and 12 items."
        )

    def test_a_short_test_is_not_blamed(self):
        _, lines = self.words(students=600, items=5, alpha=0.45, low=0.38, high=0.52)

        assert "about 24 items" in lines[-1]
        assert "A short test is no worse for that" in lines[-1]

    @pytest.mark.parametrize(
        ("low", "high", "word"),
        [(0.81, 0.9, "steady"), (0.7, 0.9, "Good enough"), (0.3, 0.55, "loose")],
    )
    def test_the_words_follow_the_interval(self, low, high, word):
        assert word in self.words(low=low, high=high)[0]


class TestRubric:
    def test_levels_are_counted_per_row(self, sit_down):
        wb = sit_down("t14")
        testing = wb.numbers.testing("cfa-ukulele-a")
        made = levels_table(testing.answers, testing.assessment)

        beat = testing.answers[testing.answers["item_id"] == "uke-01"]["points"].dropna().tolist()
        assert made.rows[0] == ("Steady beat", *(beat.count(level) for level in (1, 2, 3, 4)))
        assert [column.header for column in made.columns][1] == "1 Beginning"

    def test_who_was_not_heard_is_named_to_the_teacher(self, sit_down):
        words = words_of(results.page(sit_down("t14"), {"cycle": "cycle-ukulele"}))

        assert "17 of 18 students tested" in words
        assert "1 of 18 students has no results" in words
        assert "Too little to say how steady totals are" in words


def test_without_an_assessment_it_says_so(sit_down):
    wb = sit_down("t07")
    cycle = wb.store.get(DocumentKind.CYCLE, "cycle-slope")
    bare = {"id": "cycle-new", "assessment_id": None, "reassessment_id": None}
    wb.cycles.save(cycle.record.model_copy(update=bare), based_on=None)

    page = results.page(wb, {"cycle": "cycle-new"})

    assert "There is no assessment yet" in words_of(page)


def test_is_there_in_time(sit_down):
    wb = sit_down("t07")

    began = time.perf_counter()
    results.page(wb, EQUATIONS)

    assert time.perf_counter() - began < SECONDS_TO_BUILD
