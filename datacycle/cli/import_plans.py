"""What an import would do, as lines for a terminal and as rows for a program.

Lines hold row numbers, ids and counts, and no student's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from plc_data.errors import DataProblems

if TYPE_CHECKING:
    from datacycle.workbench import ResultsPreview, RosterPreview
    from plc_data.importers import AnswerChanges
    from plc_data.model import ResultSet

LEAVE_OUT = "leave_out"


def results_lines(seen: ResultsPreview) -> Iterator[str]:
    """What storing a file of results would do, for a person at a terminal."""
    from plc_data.importers.sources import title_of

    plan, match = seen.plan, seen.match
    title = f"{seen.assessment.title}, form {seen.assessment.form}"
    yield f"{plan.source_name}: {title_of(plan.format)}, for {title}."
    if plan.students:
        found = [m for m in match.matches if m.student_id is not None]
        yield f"  {len(plan.students)} students and {len(plan.items)} items in the file"
        yield f"  {len(found)} found on the roster, {len(match.absent_ids)} of the roster absent"
    if plan.attempts.rows_left_out:
        rows = ", ".join(map(str, plan.attempts.rows_left_out))
        yield f"  row {rows} left out: of several attempts the {plan.attempts.policy.value} counts"
    for ignored in plan.ignored_rows:
        yield f"  row {ignored.row} left out: {ignored.why}"
    for warning in plan.warnings:
        yield f"  {warning.message}  [{warning.code}]"
    if seen.same_as is not None:
        yield "This very file is stored already; there is nothing to do."
        return
    if seen.changes is not None:
        yield from _change_lines(seen.changes)
    if seen.problems:
        yield str(DataProblems(plan.source_name, seen.problems))
    elif seen.questions:
        yield "To decide first, in a JSON file for --decisions:"
        candidates = {m.row: m.candidate_ids for m in match.matches}
        for question in seen.questions:
            yield f"  row {question.row}: {question.message}  [{question.code}]"
            choices = " or ".join(f'"{id}"' for id in (*candidates[question.row], LEAVE_OUT))
            yield f'    "{question.row}": {choices}'


def _change_lines(changes: AnswerChanges) -> Iterator[str]:
    if changes.nothing:
        yield "  the same answers as those stored now"
        return
    yield (
        f"  against the results stored now: {len(changes.added)} students added, "
        f"{len(changes.removed)} removed, {len(changes.changed)} answers changed"
    )


def results_rows(seen: ResultsPreview, stored: ResultSet | None) -> dict[str, Any]:
    """The same for a program."""
    from plc_data.importers import plan_as_json

    candidates = {m.row: list(m.candidate_ids) for m in seen.match.matches}
    changes = seen.changes
    return {
        "plan": plan_as_json(seen.plan),
        "assessment": seen.assessment.id,
        "n_matched": sum(m.student_id is not None for m in seen.match.matches),
        "absent": list(seen.match.absent_ids),
        "problems": [problem.model_dump() for problem in seen.problems],
        "questions": [
            question.model_dump() | {"candidates": candidates[question.row]}
            for question in seen.questions
        ],
        "changes": None
        if changes is None
        else {
            "added": list(changes.added),
            "removed": list(changes.removed),
            "n_changed": len(changes.changed),
        },
        "stored_already": seen.same_as is not None,
        "can_store": seen.can_store,
        "stored": None if stored is None else stored.model_dump(mode="json"),
    }


def roster_lines(seen: RosterPreview, name_of: Callable[[str], str]) -> Iterator[str]:
    """What storing a class list would do, for a person at a terminal."""
    yield f"{seen.plan.source_name}: for {seen.team.name}."
    for section in seen.sections:
        n = sum(e.section_id == section.id for e in seen.enrollments)
        yield f"  {section.name}: {n} students, taught by {name_of(section.teacher_id)}"
    for name in seen.left_out:
        yield f"  {name}: left out, it is not a class of this team"
    for warning in seen.plan.warnings:
        yield f"  {warning.message}  [{warning.code}]"
    if seen.problems:
        yield str(DataProblems(seen.plan.source_name, seen.problems))
        return
    if seen.questions:
        yield "Say first who teaches (a person's id of the team, or leave_out):"
        for name in seen.questions:
            yield f'  --teacher "{name}=..."'
    elif seen.nothing:
        yield "The workspace holds all of this already; there is nothing to do."
    else:
        yield (
            f"  {len(seen.new)} new students, {len(seen.changed)} corrected, "
            f"{len(seen.joining)} join a class, {len(seen.leaving)} leave one"
        )


def roster_rows(seen: RosterPreview, stored: bool) -> dict[str, Any]:
    """The same for a program."""
    return {
        "team": seen.team.id,
        "format": seen.plan.format,
        "sections": [section.model_dump() for section in seen.sections],
        "new": [student.id for student in seen.new],
        "changed": [student.id for student in seen.changed],
        "joining": [e.model_dump() for e in seen.joining],
        "leaving": [e.model_dump() for e in seen.leaving],
        "left_out": list(seen.left_out),
        "questions": list(seen.questions),
        "problems": [problem.model_dump() for problem in seen.problems],
        "warnings": [warning.model_dump() for warning in seen.plan.warnings],
        "can_store": seen.can_store,
        "stored": stored,
    }
