"""The reference folder's file of each format holds one matrix, which its README prints."""

from __future__ import annotations

import re

import pytest

from plc_data.importers import (
    match_roster,
    plan_as_json,
    read_answer_key,
    read_results,
    read_roster,
    read_standards,
)
from tests.support.reference import reference

MATRIX_ROW = re.compile(r"([A-Z][\w.'’ -]+, [A-Z]\w+)\s+([01]{10})\s+(\d+)")


def matrix() -> dict[str, list[int]]:
    """Student id -> right (1) and wrong (0), read from the README: ids run in its order."""
    text = reference("formats/README.md").read_text("utf-8")
    rows = MATRIX_ROW.findall(text)
    left, right = rows[0::2], rows[1::2]
    return {
        f"{41201 + k:07}": [int(c) for c in digits]
        for k, (_, digits, total) in enumerate([*left, *right])
        if sum(map(int, digits)) == int(total)
    }


def read(name: str, **options):
    return plan_as_json(read_results(reference(f"formats/{name}"), **options))


@pytest.mark.parametrize(
    ("name", "format", "n_items", "exceptions"),
    [
        ("google_forms_download_item_scores.csv", "google_forms", 10, {}),
        ("canvas_classic_quiz_student_analysis.csv", "canvas_student_analysis", 10, {}),
        ("zipgrade_full_format.csv", "zipgrade_full", 10, {}),
        ("generic_wide_points.csv", "generic_wide", 10, {"0041209": "missing"}),
        ("generic_long_one_row_per_response.csv", "generic_long", 8, {}),
        ("moodle_quiz_grades.csv", "moodle_grades", 10, {"0041207": "in_progress"}),
        ("gradescope_assignment_scores.csv", "gradescope", 10, {"0041210": "missing"}),
    ],
)
def test_scores_are_the_matrix(name, format, n_items, exceptions):
    plan = read(name)

    assert (plan["format"], plan["verdict"]) == (format, "import")
    assert [item["max_points"] for item in plan["items"]] == [1.0] * n_items
    assert [item["position"] for item in plan["items"]] == list(range(1, n_items + 1))
    found = {s["id"]: row for s, row in zip(plan["students"], plan["scores"], strict=True)}
    states = {s["id"]: set(row) for s, row in zip(plan["students"], plan["statuses"], strict=True)}
    expected = {id: row[:n_items] for id, row in matrix().items()}
    assert len(expected) == 12
    for id, state in exceptions.items():
        assert states[id] == {state}
        expected[id] = [None] * n_items
    assert found == expected
    assert plan["problems"] == []


@pytest.mark.parametrize(
    ("name", "format", "cure"),
    [
        (
            "google_sheets_linked_responses_total_only.csv",
            "google_sheets_totals",
            "Download responses",
        ),
        ("zipgrade_standard_format_totals_only.csv", "zipgrade_standard", "Full Format"),
        ("quizizz_wayground_participants_totals_only.xlsx", "quizizz", "one column per question"),
    ],
)
def test_totals_only_says_so_and_names_the_cure(name, format, cure):
    plan = read(name)

    assert (plan["format"], plan["verdict"]) == (format, "totals_only")
    assert plan["items"] == []
    assert plan["scores"] == [[]] * 12
    assert plan["reported_totals"] == [sum(row) for row in matrix().values()]
    assert any(w["code"] == "totals-only" and cure in w["message"] for w in plan["warnings"])


def test_letters_need_a_key_and_are_scored_with_it():
    name = "gradecam_like_letters_only.csv"

    assert read(name)["problems"][0]["code"] == "needs-key"
    key = {f"Q{n}": letter for n, letter in enumerate("BCADBACDBC", start=1)}
    plan = read(name, mapping={"key": key})

    assert plan["scores"] == list(matrix().values())


def test_blank_letters_of_zipgrade_keep_the_0_and_the_state():
    plan = read("zipgrade_full_format.csv")

    assert plan["students"][-1]["id"] == "0041212"
    assert (plan["scores"][-1][-1], plan["statuses"][-1][-1]) == (0.0, "no_response")


def test_microsoft_forms_holds_no_maxima_and_its_ids_keep_their_zeros():
    plan = read("ms_forms_quiz.xlsx")

    assert (plan["format"], plan["verdict"]) == ("ms_forms", "import")
    assert [item["max_points"] for item in plan["items"]] == [None] * 10
    found = {s["id"]: row for s, row in zip(plan["students"], plan["scores"], strict=True)}
    assert found == matrix()
    assert "maximum-unknown" in {w["code"] for w in plan["warnings"]}


def test_plickers_scores_letters_with_its_own_key():
    plan = read("plickers_scoresheet.csv")

    expected = [row[:8] for row in matrix().values()]
    expected[9] = [None] * 8  # Vanterpool took no part
    assert plan["scores"] == expected
    assert set(plan["statuses"][9]) == {"no_response"}
    assert [s["id"] for s in plan["students"]] == [None] * 12


def test_kahoot_counts_right_and_wrong_of_nicknames():
    plan = read("kahoot_report.xlsx")

    assert (plan["format"], plan["verdict"]) == ("kahoot", "import")
    assert plan["scores"] == list(matrix().values())
    assert "nicknames" in {w["code"] for w in plan["warnings"]}


def test_moodle_responses_have_totals_and_give_their_texts_to_the_grades():
    from plc_data.importers.files import load, open_file
    from plc_data.importers.sources import moodle

    plan = read("moodle_quiz_responses.csv")
    assert (plan["format"], plan["verdict"], plan["items"]) == (
        "moodle_responses", "totals_only", []
    )  # fmt: skip

    grades = read_results(reference("formats/moodle_quiz_grades.csv"))
    file = open_file(*load(reference("formats/moodle_quiz_responses.csv")))
    joined = moodle.with_responses(grades, moodle.responses_by_student(file))

    assert joined.responses[0][:3] == ("2:3", "50 mph", "Table A")
    assert joined.scores == grades.scores


def test_a_gradebook_shows_whole_assignments_with_their_states():
    plan = read("canvas_gradebook_export.csv")

    assert plan["verdict"] == "totals_only"
    cfa, homework = range(2)
    states = {s["id"]: row for s, row in zip(plan["students"], plan["statuses"], strict=True)}
    assert states["0041206"][cfa] == "missing"
    assert states["0041207"][homework] == "excused"
    assert states["0041209"][homework] == "not_assigned"
    assert [r["row"] for r in plan["ignored"]["rows"]] == [2, 3, 16]
    chosen = read(
        "canvas_gradebook_export.csv", mapping={"assignment": "Unit 3 CFA Ratios (884213)"}
    )
    totals = {id: sum(row) for id, row in matrix().items()}
    totals["0041206"] = None
    assert totals == {
        s["id"]: t for s, t in zip(chosen["students"], chosen["reported_totals"], strict=True)
    }


@pytest.mark.parametrize("name", ["oneroster_v1p1_bulk.zip", "oneroster_v1p2_bulk.zip"])
def test_results_of_a_oneroster_set_are_totals_with_states(name):
    plan = read(name)

    assert plan["verdict"] == "totals_only"
    totals = {id: sum(row) for id, row in matrix().items()} | {"0041206": None, "0041210": None}
    assert totals == {
        s["id"]: t for s, t in zip(plan["students"], plan["reported_totals"], strict=True)
    }
    states = {s["id"]: row for s, row in zip(plan["students"], plan["statuses"], strict=True)}
    assert states["0041206"] == ["excused"]
    assert states["0041210"] == ["missing"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("zipgrade_answer_key_with_tags.csv", "key-not-results"),
        ("standards_plain_list.csv", "standards-not-results"),
        ("standards_case_v1p0_cfpackage.json", "standards-not-results"),
        ("standards_common_standards_project_set.json", "standards-not-results"),
    ],
)
def test_what_holds_no_results_says_where_to_go(name, code):
    plan = read(name)

    assert plan["verdict"] == "refuse"
    assert [p["code"] for p in plan["problems"]] == [code]


class TestRosters:
    @pytest.mark.parametrize(
        ("name", "format"),
        [
            ("oneroster_v1p1_bulk", "oneroster_1.1"),
            ("oneroster_v1p1_bulk.zip", "oneroster_1.1"),
            ("oneroster_v1p2_bulk", "oneroster_1.2"),
            ("oneroster_v1p2_bulk.zip", "oneroster_1.2"),
            ("clever_sftp_csv", "clever"),
            ("canvas_gradebook_export.csv", "canvas_gradebook"),
            ("generic_wide_points.csv", "plain"),
        ],
    )
    def test_each_gives_the_twelve_and_their_two_classes(self, name, format):
        plan = read_roster(reference(f"formats/{name}"))

        assert plan.format == format
        assert {s.id for s in plan.students} == set(matrix())
        assert len(plan.sections) == 2
        odd = {id for id in matrix() if int(id) % 2}
        first = next(s for s in plan.sections if "2" in s.name)
        assert {e.student_id for e in plan.enrollments if e.section_id == first.id} == odd
        assert plan.problems == ()

    def test_oneroster_names_the_teacher_and_the_preferred_name(self):
        plan = read_roster(reference("formats/oneroster_v1p2_bulk.zip"))

        assert [p.name for p in plan.people] == ["Rosalind Quint"]
        assert {s.teacher_id for s in plan.sections} == {"T-771"}
        assert next(s for s in plan.students if s.id == "0041207").nickname == "Gigi"

    def test_ids_of_a_sheet_that_lost_its_zeros_are_found(self):
        roster = read_roster(reference("formats/oneroster_v1p1_bulk.zip")).students
        plan = read_results(reference("formats/google_sheets_linked_responses_total_only.csv"))

        match = match_roster(plan, roster)

        assert [m.student_id for m in match.matches] == list(matrix())


class TestStandards:
    @pytest.mark.parametrize(
        ("name", "format", "codes"),
        [
            (
                "standards_case_v1p0_cfpackage.json",
                "case",
                {"CC.2.1", "CC.2.1.7.D.1", "M07.A-R.1.1.1", "M07.A-R.1.1.2"},
            ),
            (
                "standards_common_standards_project_set.json",
                "common_standards_project",
                {"CCSS.Math.Content.7.RP.A.1", "CCSS.Math.Content.7.RP.A.2"},
            ),
            ("standards_plain_list.csv", "plain", {"7.RP.A.1", "7.RP.A.2", "7.RP.A.3"}),
        ],
    )
    def test_codes_are_kept_as_written(self, name, format, codes):
        plan = read_standards(reference(f"formats/{name}"))

        assert plan.format == format
        assert codes <= {s.code for s in plan.standards}
        assert plan.problems == ()

    def test_a_key_with_tags_gives_points_and_codes(self):
        key = read_answer_key(reference("formats/zipgrade_answer_key_with_tags.csv"))

        assert [i.key for i in key.forms["A"]] == list("BCADBACDBC")
        assert key.forms["A"][2].target_codes == ("7.RP.A.2",)
