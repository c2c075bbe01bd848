"""Each folder here is a file with something awkward in it, and what must be read from it.

``input.*`` has a tool's real layout with invented people; ``expected.json`` was written by hand
and names only what the case is about. ``mapping.json`` and ``attempts.txt`` are given where the
person at the screen would give them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plc_data.importers import plan_as_json, read_results
from plc_data.model import AttemptPolicy, ImportPlan

HERE = Path(__file__).parent
CASES = sorted(p.parent for p in HERE.glob("*/expected.json"))


def seen(plan: ImportPlan) -> dict:
    """Everything that an ``expected.json`` may name."""
    shown = plan_as_json(plan)
    return {
        **shown,
        "labels": [item.label for item in plan.items],
        "max_points": [item.max_points for item in plan.items],
        "keys": [item.key for item in plan.items],
        "target_codes": [list(item.target_codes) for item in plan.items],
        "student_ids": [student.id for student in plan.students],
        "names": [student.name for student in plan.students],
        "givens": [student.given for student in plan.students],
        "families": [student.family for student in plan.students],
        "emails": [student.email for student in plan.students],
        "rows_left_out": list(plan.attempts.rows_left_out),
        "ignored_row_numbers": [row.row for row in plan.ignored_rows],
        "ignored_column_names": [column.name for column in plan.ignored_columns],
        "warning_codes": sorted(warning.code for warning in plan.warnings),
        "problem_places": [[p.code, p.row, p.column] for p in plan.problems],
        "responses": [list(row) for row in plan.responses],
    }


def read_case(folder: Path) -> ImportPlan:
    [source] = folder.glob("input.*")
    mapping, policy = folder / "mapping.json", folder / "attempts.txt"
    return read_results(
        source,
        mapping=json.loads(mapping.read_text("utf-8")) if mapping.exists() else None,
        attempts=AttemptPolicy(policy.read_text().strip() if policy.exists() else "latest"),
    )


@pytest.mark.parametrize("folder", CASES, ids=lambda p: p.name)
def test_reads_what_a_person_would_read(folder: Path):
    expected = json.loads((folder / "expected.json").read_text("utf-8"))

    found = seen(read_case(folder))

    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("folder", CASES, ids=lambda p: p.name)
def test_every_plan_is_a_valid_record_of_even_shape(folder: Path):
    plan = read_case(folder)

    assert ImportPlan.model_validate(plan.model_dump()) == plan
    assert len(plan.scores) == len(plan.statuses) == len(plan.responses) == len(plan.students)
    for row in (*plan.scores, *plan.statuses, *plan.responses):
        assert len(row) == len(plan.items)
    assert len(plan.reported_totals) == len(plan.students)


@pytest.mark.parametrize("folder", CASES, ids=lambda p: p.name)
def test_no_message_names_a_student(folder: Path):
    plan = read_case(folder)

    said = " ".join(p.message for p in (*plan.problems, *plan.warnings)).casefold()
    for student in plan.students:
        for part in (student.name or "").split():
            assert len(part) < 3 or part.casefold() not in said.split()


def test_there_are_cases():
    assert len(CASES) > 25
