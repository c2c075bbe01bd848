"""From the frames of the analysis to tables, charts and their sentences."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from datacycle.reports import views, views_growth, views_targets
from datacycle.reports.numbers import HIDDEN
from plc_data.model import (
    Assessment,
    CheckForUnderstanding,
    Item,
    LearningTarget,
    MasteryState,
    Option,
    Prediction,
    Section,
)

ASSESSMENT = Assessment(
    id="cfa",
    team_id="team",
    title="Ratios",
    targets=(
        LearningTarget(id="t1", statement="I can find a unit rate"),
        LearningTarget(id="t2", statement="I can solve percent problems"),
    ),
    items=(
        Item(
            id="q1",
            position=1,
            label="Q1",
            target_id="t1",
            key=("B",),
            options=(Option(label="A", misconception="adds"), Option(label="B")),
        ),
        Item(id="q2", position=2, label="Q2", target_id="t2"),
    ),
)
SECTIONS = (
    Section(id="s1", name="Period 1", teacher_id="p1", team_id="team"),
    Section(id="s2", name="Period 2", teacher_id="p2", team_id="team"),
)


def items(n: int = 30) -> pd.DataFrame:
    """Two items; nobody got the second one wrong, so it has no correlation."""
    return pd.DataFrame(
        {
            "item": ["q1", "q2"],
            "n": [n, n],
            "difficulty": [0.4, 1.0],
            "low": [0.25, 0.89],
            "high": [0.58, 1.0],
            "item_rest_r": [0.345, float("nan")],
            "r_low": [0.0, float("nan")],
            "r_high": [0.6, float("nan")],
            "discrimination_index": [0.5, 0.0],
        }
    ).set_index("item")


def summary(**changes) -> pd.DataFrame:
    """States on two targets."""
    frame = pd.DataFrame(
        {
            "target_id": ["t1", "t2"],
            "n_tested": [24, 22],
            "n_secure": [17, 5],
            "n_look_again": [3, 7],
            "n_not_yet": [4, 10],
            "n_no_evidence": [0, 2],
            "share_secure": [17 / 24, 5 / 22],
            "low": [0.51, 0.1],
            "high": [0.85, 0.43],
        }
    ).set_index("target_id")
    return frame.assign(**changes)


def transitions() -> pd.DataFrame:
    """Nine up, three the same, one down, two without evidence the second time."""
    rows = [
        ("t1", "not_yet", "secure", 6),
        ("t1", "look_again", "secure", 3),
        ("t1", "secure", "secure", 3),
        ("t1", "secure", "not_yet", 1),
        ("t1", "secure", "no_evidence", 2),
    ]
    return pd.DataFrame(rows, columns=["target_id", "before", "after", "n"])


class TestItems:
    def test_an_item_has_its_label_and_its_target(self):
        rows = views.items_table(items(), ASSESSMENT).to_rows()

        assert rows[1][:5] == ["Q1", "I can find a unit rate", "30", "40 %", "25 to 58 %"]

    def test_what_cannot_vary_has_no_correlation(self):
        table = views.items_table(items(), ASSESSMENT)

        assert [table.columns[table.position("r")].text(v) for v in table.values("r")] == [
            "0.3",
            "none",
        ]

    def test_below_15_students_no_correlation_is_given(self):
        table = views.items_table(items(14))

        assert table.values("r") == (None, None)
        assert any("too few" in note for note in table.notes)

    def test_below_30_students_no_group_difference_is_given(self):
        assert views.items_table(items(29)).values("discrimination") == (None, None)
        assert views.items_table(items(30)).values("discrimination") == (0.5, 0.0)

    def test_the_chart_keeps_the_order_of_the_assessment(self):
        spec = views.items_chart(items(), ASSESSMENT)

        assert [c.label for c in spec.categories] == ["Q1", "Q2"]
        assert spec.alt == (
            "Lowest: Q1, 40 % of the points earned. Highest: Q2, 100 % of the points earned."
        )

    def test_a_caller_s_frame_is_left_alone(self):
        frame = items()
        before = frame.copy()
        views.items_chart(frame, ASSESSMENT)

        pd.testing.assert_frame_equal(frame, before)


class TestOptions:
    def options(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "item": ["q1"] * 3,
                "option": ["A", "B", ""],
                "is_key": [False, True, False],
                "n": [12, 15, 3],
                "share": [0.4, 0.5, 0.1],
                "rest_r": [-0.2, 0.3, 0.0],
            }
        )

    def test_the_sentence_names_the_key_and_the_misconception(self):
        assert views.options_chart(self.options(), "q1", ASSESSMENT).alt == (
            "15 of 30 (50 %) chose the right answer, B; most chosen wrong answer: A, by 12 (adds)."
        )

    def test_the_key_is_marked_in_words(self):
        spec = views.options_chart(self.options(), "q1", ASSESSMENT)

        assert [c.label for c in spec.categories] == ["A", "B ✓ key", "(left blank)"]

    def test_an_item_that_nobody_answered_says_so(self):
        spec = views.options_chart(self.options(), "q2", ASSESSMENT)

        assert spec.alt == "Nobody has answered this item."
        assert spec.is_empty


class TestTargets:
    def test_counts_stand_in_the_table_and_in_the_bar(self):
        spec = views_targets.targets_chart(summary(), ASSESSMENT)

        assert [[m.value for m in s.marks] for s in spec.series] == [
            *([17, 5], [3, 7], [4, 10], [0, 2])
        ]
        assert spec.table.to_rows()[1][1:6] == ["24", "17", "3", "4", "0"]

    def test_the_rule_stands_on_the_report(self):
        (note,) = views_targets.targets_table(summary(), ASSESSMENT).notes

        assert "80 % or more" in note
        assert "70 % probability" in note

    def test_a_count_that_is_kept_back_is_nowhere(self):
        frame = summary(
            n_not_yet=pd.Series([HIDDEN, 10], ["t1", "t2"], dtype=object),
            share_secure=pd.Series([HIDDEN, 5 / 22], ["t1", "t2"], dtype=object),
        )
        spec = views_targets.targets_chart(frame, ASSESSMENT)

        assert [m.value for m in spec.series[2].marks] == [None, 10]
        assert "hidden secure" in spec.categories[0].note
        assert "Hidden: I can find a unit rate." in spec.alt

    def test_classes_keep_the_order_of_the_sections_and_can_be_unnamed(self):
        frame = summary().assign(section_id=["s2", "s1"], target_id="t1").reset_index(drop=True)
        table = views_targets.classes_table(frame, SECTIONS, "t1", named=False)

        assert table.values("section") == ("Class A", "Class B")
        assert table.values("n_tested") == (22, 24)

    def test_a_student_without_a_row_has_no_evidence(self):
        mastery = pd.DataFrame(
            [("s1", "t1", 4, 3.0, 4.0, 0.75, 0.4, "look_again")],
            columns=[
                *("student_id", "target_id", "n_items", "points"),
                *("max_points", "share", "p_mastery", "state"),
            ],
        )
        names = {"s1": "Ada A.", "s2": "Bo B."}
        grid = views_targets.student_grid(mastery, ASSESSMENT, names)

        assert grid.cells[0][0].text == "Look again"
        assert grid.cells[0][0].detail == "3 of 4 points"
        assert {cell.state for cell in (grid.cells[0][1], *grid.cells[1])} == {
            MasteryState.NO_EVIDENCE
        }
        assert views_targets.grid_table(mastery, ASSESSMENT, names).to_rows()[2] == [
            *("Bo B.", "No evidence", "No evidence")
        ]

    def test_everybody_of_a_group_is_named_once(self):
        groups = pd.DataFrame(
            {
                "student_id": ["s1", "s2", "s3"],
                "state": ["not_yet", "not_yet", "secure"],
                "group": ["Reteach", "Reteach", "Go deeper"],
                "cause": ["m1", "m1", ""],
            }
        )
        names = {"s1": "Cy", "s2": "Ada", "s3": "Bo"}
        table = views_targets.groups_table(groups, names, {"m1": "adds"})

        assert table.rows == (
            ("Reteach", "not yet", 2, "adds", "Ada, Cy"),
            ("Go deeper", "secure", 1, "", "Bo"),
        )


class TestSentences:
    def test_a_name_with_a_full_stop_does_not_break_the_sentence(self):
        spoken = ASSESSMENT.model_copy(
            update={"targets": (LearningTarget(id="t1", statement="I can find a unit rate."),)}
        )

        assert "unit rate, 71 % secure." in views_targets.targets_chart(summary(), spoken).alt


class TestGrowth:
    def test_who_moved_down_is_said(self):
        spec = views_growth.growth_chart(transitions(), ASSESSMENT)

        assert spec.alt == (
            "I can find a unit rate: 9 moved up, 3 stayed, 1 moved down, "
            "of 13 students tested both times."
        )

    def test_only_students_with_evidence_both_times_are_counted(self):
        (row,) = views_growth.growth_table(transitions(), ASSESSMENT).rows

        assert row == ("I can find a unit rate", 13, (4, 13), (12, 13), 8, 9, 3, 1)

    def test_the_transition_table_holds_every_student(self):
        table = views_growth.transition_table(transitions(), "t1", ASSESSMENT)

        assert sum(sum(row[1:]) for row in table.rows) == 15

    def test_chance_is_mentioned(self):
        assert any("chance" in note for note in views_growth.growth_table(transitions()).notes)


class TestPredictions:
    def test_the_sentence_tells_where_the_team_was_furthest_off(self):
        guesses = [
            ("", Prediction(shares={"t1": 0.7, "t2": 0.5})),
            ("", Prediction(shares={"t1": 0.7, "t2": 0.6})),
        ]
        spec = views_growth.predictions_chart(guesses, summary(), ASSESSMENT)

        # mean .55 against 5/22 = .227: 32 points
        assert spec.alt == (
            "Furthest off: I can solve percent problems; the mean prediction was 32 points above "
            "the actual 23 %."
        )

    def test_without_names_nobody_is_singled_out(self):
        guesses = [("", Prediction(shares={"t1": 0.1 * n})) for n in range(4)]
        spec = views_growth.predictions_chart(guesses, summary(), ASSESSMENT)

        assert [s.name for s in spec.series] == ["Predictions", "Actual"]

    def test_no_predictions_say_so(self):
        spec = views_growth.predictions_chart([], summary(), ASSESSMENT)

        assert spec.alt == "There is nothing to compare yet."


class TestChecks:
    def check(self, id: str, on: date, had: int, responded: int = 20) -> CheckForUnderstanding:
        return CheckForUnderstanding(
            id=id,
            team_id="team",
            section_id="s1",
            teacher_id="p1",
            target_id="t1",
            on=on,
            technique="exit_ticket",
            n_present=24,
            n_responded=responded,
            n_had_it=had,
            decision="move_on",
        )

    def test_the_log_is_newest_first_and_the_chart_oldest_first(self):
        checks = [self.check("c1", date(2026, 11, 3), 5), self.check("c2", date(2026, 11, 9), 15)]
        spec = views_growth.checks_chart(checks, sections=SECTIONS)

        assert [c.id for c in spec.categories] == ["c1", "c2"]
        assert [row[0] for row in spec.table.rows] == [date(2026, 11, 9), date(2026, 11, 3)]
        assert spec.table.to_rows()[1] == [
            *("9 November 2026", "Period 1", "t1", "exit ticket"),
            *("15 of 20 (75 %)", "20 of 24 (83 %)", "Move on"),
        ]

    @pytest.mark.parametrize("checks", [[], "nobody"])
    def test_nothing_to_draw_is_said(self, checks):
        checks = [self.check("c1", date(2026, 11, 3), 0, 0)] if checks else []
        spec = views_growth.checks_chart(checks)

        assert spec.is_empty
        assert spec.alt == "There are no numbers yet."
