"""The reference folder's file of each format holds one matrix, which its README prints."""

from __future__ import annotations

import re

import pytest

from plc_data.importers import plan_as_json, read_results
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
