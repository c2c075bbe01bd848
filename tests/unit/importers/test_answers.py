"""From plan to frame: items mapped by place, points kept, absence not counted as wrong."""

from __future__ import annotations

import pytest

from plc_data.importers import (
    answers_frame,
    compare_answers,
    import_problems,
    map_items,
    match_roster,
    read_results,
)
from plc_data.model import Assessment, Item, LearningTarget, Option, Student
from plc_data.schema import RESPONSES, check_frame

ROSTER = tuple(Student(id=f"00{n}", given=f"G{n}", family=f"F{n}") for n in (1, 2, 3))


def assessment(*maxima, options=()):
    target = LearningTarget(id="t", statement="I can")
    items = tuple(
        Item(id=f"i{n}", position=n, label=f"Q{n}", target_id="t", max_points=m, options=options)
        for n, m in enumerate(maxima, start=1)
    )
    return Assessment(id="a", team_id="team", title="CFA", targets=(target,), items=items)


def read(text, blueprint):
    plan = read_results(text.encode())
    match = match_roster(plan, ROSTER)
    mapping, _ = map_items(plan, blueprint)
    return plan, match, answers_frame(plan, match, mapping, blueprint)


class TestAnswersFrame:
    def test_one_row_per_matched_student_and_item(self):
        blueprint = assessment(1, 2)

        _, _, frame = read("Student ID,Q1,Q2\n001,1,1.5\n9999,1,1\n002,EX,0\n", blueprint)

        assert list(frame["student_id"]) == ["001", "001", "002", "002"]
        assert list(frame["item_id"]) == ["i1", "i2", "i1", "i2"]
        assert list(frame["status"]) == ["scored", "scored", "excused", "scored"]
        assert frame["points"].tolist()[:2] == [1.0, 1.5]
        assert frame["points"].isna().tolist() == [False, False, True, False]
        assert list(frame["max_points"]) == [1, 2, 1, 2]

    def test_fits_the_schema(self):
        _, _, frame = read("Student ID,Q1,Q2\n001,1,\n", assessment(1, 1))

        assert check_frame(frame, RESPONSES) == ()

    def test_a_student_who_answered_nothing_is_missing_not_wrong(self):
        text = "Student ID,Q1,Q2\nKEY,A,B\n001,A,B\n002,-,-\n003,A,-\n"

        _, _, frame = read(text, assessment(1, 1))

        by_student = frame.groupby("student_id")["status"].agg(list).to_dict()
        assert by_student["002"] == ["missing", "missing"]
        assert by_student["003"] == ["scored", "no_response"]

    def test_a_form_gives_the_text_of_an_option_and_its_label_is_kept(self):
        options = (Option(label="A", text="It floats"), Option(label="B", text="It  sinks"))
        head = ["Timestamp,Username,Total score"]
        head += [f"{q},{q} [Score],{q} [Feedback]" for q in ("Student ID", "Q1", "Q2")]
        row = "2026/09/17 9:10:07 AM EDT,,1.00 / 2,001,-- / 0,"
        text = f"{','.join(head)}\n{row},it sinks,1.00 / 1,,It flies,0.00 / 1,\n"

        _, _, frame = read(text, assessment(1, 1, options=options))

        assert list(frame["response"]) == ["B", "It flies"]

    def test_nobody_matched_gives_an_empty_frame_of_the_right_columns(self):
        _, _, frame = read("Student ID,Q1\n999,1\n", assessment(1))

        assert len(frame) == 0
        assert check_frame(frame, RESPONSES) == ()


class TestProblems:
    def codes(self, text, blueprint):
        plan, match, _ = read(text, blueprint)
        return [(p.code, p.row, p.column) for p in import_problems(plan, match, blueprint)]

    def test_a_good_file_has_none(self):
        assert self.codes("Student ID,Q1,Q2\n001,1,0\n", assessment(1, 1)) == []

    def test_a_student_who_is_not_on_the_roster(self):
        assert self.codes("Student ID,Q1\n001,1\n888,1\n", assessment(1)) == [
            ("not-on-roster", 3, None)
        ]

    def test_a_row_to_decide(self):
        assert self.codes("Name,Q1\nG1 F9,1\n", assessment(1)) == [("not-on-roster", 2, None)]
        assert self.codes("Student ID,Name,Q1\n001,G2 F2,1\n", assessment(1)) == [
            ("which-student", 2, None)
        ]

    def test_points_above_the_assessments_maximum(self):
        assert self.codes("Student ID,Q1\n001,3\n", assessment(2)) == [
            ("points-above-maximum", 2, "Q1")
        ]

    def test_another_number_of_items(self):
        assert self.codes("Student ID,Q1,Q2\n001,1,1\n", assessment(1))[0][0] == (
            "item-count-differs"
        )

    def test_items_in_another_order(self):
        found = self.codes("Student ID,Q2,Q1\n001,1,1\n", assessment(1, 1))

        assert found == [("item-label-differs", None, "Q2"), ("item-label-differs", None, "Q1")]

    def test_maxima_that_disagree(self):
        assert self.codes("Student ID,Q1 (2)\n001,1\n", assessment(1)) == [
            ("maximum-differs", None, "Q1 (2)")
        ]

    def test_shares_instead_of_points(self):
        assert self.codes("Student ID,Q1\n001,0.85\n002,0.5\n", assessment(4)) == [
            ("percent-or-points", None, "Q1")
        ]

    def test_an_answer_that_is_no_option(self):
        options = tuple(Option(label=letter) for letter in "ABCD")

        found = self.codes("Student ID,Q1\nKEY,A\n001,F\n002,B\n", assessment(1, options=options))

        assert found == [("unknown-option", 3, "Q1")]


class TestChanges:
    def frame(self, text):
        return read(text, assessment(1, 1))[2]

    def test_the_same_file_changes_nothing(self):
        text = "Student ID,Q1,Q2\n001,1,\n002,0,1\n"

        assert compare_answers(self.frame(text), self.frame(text)).nothing

    def test_names_added_and_removed_students_and_changed_cells(self):
        old = self.frame("Student ID,Q1,Q2\n001,1,\n002,0,1\n")
        new = self.frame("Student ID,Q1,Q2\n001,1,1\n003,0,1\n")

        changes = compare_answers(old, new)

        assert (changes.added, changes.removed) == (("003",), ("002",))
        [row] = changes.changed.to_dict("records")
        assert (row["student_id"], row["item_id"]) == ("001", "i2")
        assert (row["status_before"], row["status_after"]) == ("missing", "scored")
        assert row["points_after"] == 1.0


@pytest.mark.parametrize("bad", ["", "x"])
def test_labels_without_numbers_are_not_compared(bad):
    from plc_data.importers.answers import _differ

    assert not _differ("Which ratio is 6:9?", bad)
