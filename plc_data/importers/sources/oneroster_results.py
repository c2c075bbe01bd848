"""OneRoster's ``results.csv``: one score per student and line item, with the state of each."""

from __future__ import annotations

from typing import Any

from plc_data.model import PlannedStudent, ResponseStatus

from ..cells import Cell, ScoreColumn, cell_problem, read_points
from ..drafts import Draft
from ..files import File
from ..folder import Files, files_of_zip
from ..mapping import ColumnMapping
from ..numbers import any_number
from ..oneroster import GONE, SCORE_STATES, is_oneroster, planned_student, users_by_role, version
from ..problems import refuse
from .assignments import gradebook_draft
from .base import Source

S = ResponseStatus


def _recognise(file: File) -> Files | None:
    if not file.members:
        return None
    files = files_of_zip(file.members)
    return files if is_oneroster(files) else None


def _read(file: File, files: Files, mapping: ColumnMapping) -> Draft:
    if "results.csv" not in files or "lineitems.csv" not in files:
        raise refuse(
            "roster-not-results",
            "This is a OneRoster set with class lists and no results. Import it as a roster "
            "(datacycle import roster).",
        )
    lines = {row["sourcedid"]: row for _, row in files.rows("lineitems.csv", "sourcedId", "title")}
    titles = list(dict.fromkeys(row["title"] for row in lines.values()))
    maxima = {row["title"]: any_number(row.get("resultvaluemax", "")) for row in lines.values()}
    pupils, _ = users_by_role(files, version(files))
    students: dict[str, PlannedStudent] = {}
    cells: dict[tuple[str, str], tuple[int, Cell, str]] = {}
    for number, row in files.rows("results.csv", "lineItemSourcedId", "studentSourcedId", "score"):
        who, line = row["studentsourcedid"], lines.get(row["lineitemsourcedid"])
        if row.get("status", "").casefold() == GONE or line is None or who not in pupils:
            continue
        if who not in students:
            students[who] = planned_student(number, pupils[who], line.get("classsourcedid") or None)
        cells[who, line["title"]] = (number, _cell(row), row["score"])
    columns = [_column(title, students, cells) for title in titles]
    draft = gradebook_draft(
        "oneroster_results",
        list(students.values()),
        titles,
        [maxima[title] for title in titles],
        columns,
        mapping,
        cure="export the answers from the tool in which the assessment was taken.",
    )
    draft.warnings[:0] = files.warnings
    return draft


def _cell(row: dict[str, str]) -> Cell:
    state = row.get("scorestatus", "").casefold()
    if state in (S.EXCUSED, "exempt"):
        return Cell(None, S.EXCUSED)
    return read_points(row["score"], blank=SCORE_STATES.get(state, S.MISSING))


def _column(title: str, students: dict[str, Any], cells: dict) -> ScoreColumn:
    found = [cells.get((who, title)) for who in students]
    column = ScoreColumn(
        [f[1].points if f else None for f in found],
        [f[1].status if f else S.MISSING for f in found],
        [None] * len(found),
    )
    column.problems.extend(
        cell_problem(cell.wrong, text, row=row, column=title)
        for row, cell, text in filter(None, found)
        if cell.wrong
    )
    return column


SOURCE = Source("oneroster_results", "OneRoster", _recognise, _read)
