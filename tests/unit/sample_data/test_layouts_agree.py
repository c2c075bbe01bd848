"""One testing in four tools' layouts comes in as one matrix, and that matrix is the truth."""

import json
from pathlib import Path

import pytest

import sample_data
from plc_data import importers
from plc_data.model import Assessment, MatchKind, ResponseStatus, Verdict
from sample_data import cast

HERE = Path(sample_data.__file__).parent
STORY = HERE / "mathematics_finished"
TRUTH = json.loads((HERE / "truth.json").read_text(encoding="utf-8"))["testings"]
BEFORE = Assessment.model_validate_json((STORY / "cfa_before.json").read_text(encoding="utf-8"))
AFTER = Assessment.model_validate_json((STORY / "cfa_after.json").read_text(encoding="utf-8"))

FILES = {
    "before_google_forms.csv": (BEFORE, "equations_before"),
    "before_canvas.csv": (BEFORE, "equations_before"),
    "before_zipgrade_full.csv": (BEFORE, "equations_before"),
    "before_generic_wide.csv": (BEFORE, "equations_before"),
    "after_canvas.csv": (AFTER, "equations_after"),
}


def roster():
    school = cast.school()
    ids = set(school.in_section(*cast.MATHEMATICS_SECTIONS))
    return [student for student in school.students if student.id in ids]


def points_of(truth):
    return {
        student_id: [float(a == b) for a, b in zip(letters, truth["key"], strict=True)]
        for student_id, letters in truth["chosen"].items()
    }


@pytest.mark.parametrize("name", FILES)
class TestEveryLayout:
    def bring_in(self, name):
        assessment, testing = FILES[name]
        plan = importers.read_results(STORY / name)
        match = importers.match_roster(plan, roster())
        return assessment, TRUTH[testing], plan, match

    def test_reads_without_a_problem_and_finds_everybody_by_id(self, name):
        assessment, truth, plan, match = self.bring_in(name)

        assert plan.verdict is Verdict.IMPORT
        assert importers.import_problems(plan, match, assessment) == ()
        assert {m.kind for m in match.matches} == {MatchKind.ID}
        assert list(match.absent_ids) == truth["absent"]

    def test_gives_the_true_points(self, name):
        assessment, truth, plan, match = self.bring_in(name)
        item_ids, _ = importers.map_items(plan, assessment)

        answers = importers.answers_frame(plan, match, item_ids, assessment)

        answers["points"] = answers["points"].fillna(0.0)
        read = answers.pivot(index="student_id", columns="item_id", values="points")
        expected = points_of(truth)
        assert set(read.index) == set(expected)
        for student_id, points in expected.items():
            assert read.loc[student_id, [i.id for i in assessment.items]].tolist() == points

    def test_tells_a_blank_from_a_wrong_answer_where_the_file_can(self, name):
        assessment, truth, plan, match = self.bring_in(name)
        item_ids, _ = importers.map_items(plan, assessment)

        answers = importers.answers_frame(plan, match, item_ids, assessment)

        blanks = answers[answers["status"] == ResponseStatus.NO_RESPONSE.value]
        found = set(zip(blanks["student_id"], blanks["item_id"], strict=True))
        expected = {
            (student_id, item.id)
            for student_id, letters in truth["chosen"].items()
            for item, letter in zip(assessment.items, letters, strict=True)
            if letter == "-"
        }
        assert found == (set() if name == "before_generic_wide.csv" else expected)


class TestTheFileInHand:
    def read(self, **how):
        plan = importers.read_results(
            HERE / "mathematics_running" / "results_to_bring_in_google_forms.csv", **how
        )
        return plan, importers.match_roster(plan, roster())

    def test_asks_about_two_rows_and_leaves_one_attempt_out(self):
        plan, match = self.read()

        assert plan.verdict is Verdict.IMPORT
        assert len(plan.attempts.rows_left_out) == 1
        kinds = sorted(m.kind for m in match.open)
        assert kinds == [MatchKind.AMBIGUOUS, MatchKind.NOT_FOUND]

    def test_offers_both_students_of_the_name(self):
        _, match = self.read()

        asked = next(m for m in match.open if m.kind is MatchKind.AMBIGUOUS)
        names = {cast.school().student(i).name for i in asked.candidate_ids}
        assert len(asked.candidate_ids) == 2
        assert names == {"Hope Marin"}


class TestRoster:
    def test_reads_back_as_the_school(self):
        plan = importers.read_roster(HERE / "roster" / "students_and_sections.csv")

        school = cast.school()
        enrolled = {e.student_id for e in school.enrollments}
        assert plan.problems == ()
        assert {s.id: (s.given, s.family) for s in plan.students} == {
            s.id: (s.given, s.family) for s in school.students if s.id in enrolled
        }
        assert len(plan.enrollments) == len(school.enrollments)
