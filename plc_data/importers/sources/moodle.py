"""Moodle quiz: the report *Grades* (points per question) and the report *Responses* (texts only).

The maximum of each item stands in its header, ``Q. 1 /1.00``; in Spanish ``P. 1 /1,00``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plc_data.model import (
    IgnoredColumn,
    IgnoredRow,
    ImportPlan,
    PlannedItem,
    ResponseStatus,
    Verdict,
)

from ..cells import WORDS, Cell, read_column, read_points
from ..drafts import Draft, person_key
from ..files import File
from ..mapping import ColumnMapping
from ..moments import read_moments
from ..numbers import any_number, decimal_mark
from ..people import PeopleColumns, find_people, header_word, read_people
from ..table import Body, clean
from .base import Source

S = ResponseStatus
_ITEM = re.compile(r"(\S{1,3}\.? ?\d+) ?/([\d.,]+)")
_GRADE = re.compile(r"\S[^/]*/[\d.,]+")
_RESPONSE = re.compile(r"(?:Response|Respuesta|Réponse|Antwort|Risposta|Resposta|Svar) (\d+)")
_TO_GRADE = {
    "requires grading", "not yet graded", "requiere calificación", "aún sin calificar",
    "nécessite évaluation", "pas encore évalué", "bewertung notwendig", "noch nicht bewertet",
}  # fmt: skip
_STATE = ("state", "status", "estado", "état", "statut", "stato", "tillstånd", "stan")
_FEWEST = 3
"""Item headers from which the pattern alone is enough."""


@dataclass(frozen=True)
class Report:
    """The columns of a Moodle report: items (or responses), the grade, and the person's."""

    items: tuple[int, ...]
    grade: int | None


def _recognise_grades(file: File) -> Report | None:
    if not file.table:
        return None
    header = file.table.header()
    items = tuple(k for k, cell in enumerate(header) if _ITEM.fullmatch(cell))
    grade = next((k for k, c in enumerate(header) if k not in items and _GRADE.fullmatch(c)), None)
    if len(items) >= _FEWEST or (items and grade is not None and grade < items[0]):
        return Report(items, grade)
    return None


def _recognise_responses(file: File) -> Report | None:
    if not file.table:
        return None
    header = file.table.header()
    items = tuple(k for k, cell in enumerate(header) if _RESPONSE.fullmatch(cell))
    grade = next((k for k, c in enumerate(header) if _GRADE.fullmatch(c)), None)
    return Report(items, grade) if items and grade is not None and grade < items[0] else None


def _students(body: Body, first: int) -> tuple[PeopleColumns, int | None, list[int], list[int]]:
    """People, the state column, the places of students, and those of average rows."""
    people = find_people(body.header, among=list(range(first)), body=body)
    words = [header_word(cell) for cell in body.header[:first]]
    state = next((k for k, w in enumerate(words) if w in _STATE and k not in people.used), None)
    family = people.family if people.family is not None else people.name
    others = [k for k in range(first) if k != family]
    blank = [not any(body.columns[k][r].strip() for k in others) for r in range(len(body))]
    keep = [r for r, empty in enumerate(blank) if not empty]
    return people, state, keep, [r for r, empty in enumerate(blank) if empty]


def _draft(body: Body, report: Report, format: str) -> tuple[Draft, Body, list[str]]:
    first = report.items[0] if report.grade is None else min(report.grade, report.items[0])
    people, state, keep, averages = _students(body, first)
    rest = body.only(keep)
    draft = Draft(format, read_people(rest, people))
    for r in averages:
        why = "an average over students, not a student"
        draft.ignored_rows.append(IgnoredRow(row=body.rows[r], why=why))
    draft.totals = [any_number(c) for c in rest.column(report.grade)]
    for k in range(first):
        if k in people.used or k == state:
            continue
        moments = read_moments(rest.column(k))
        if not draft.moments and sum(m is not None for m in moments) * 2 > len(moments):
            draft.moments = list(moments)
        why = "when and how long, no item"
        if not rest.is_blank(k):
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
    return draft, rest, rest.column(state)


def _read_grades(file: File, report: Report, mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    draft, rest, states = _draft(body, report, "moodle_grades")
    cells = {
        clean(c) for k in (*report.items, report.grade) if k is not None for c in rest.columns[k]
    }
    mark = decimal_mark(cells, separator=file.table.separator)
    if report.grade is not None:
        draft.totals = [
            found.points for found in (read_points(c, mark=mark) for c in rest.column(report.grade))
        ]
    words = {**WORDS, **dict.fromkeys(_TO_GRADE, S.NOT_GRADED), **mapping.words_folded}
    silent = [
        all(rest.columns[k][r].strip() in ("-", "") for k in report.items) for r in range(len(rest))
    ]
    without = [
        (S.IN_PROGRESS if state and state != "-" else S.MISSING) if nothing else None
        for state, nothing in zip(states, silent, strict=True)
    ]

    def cell(pair: tuple[str, ResponseStatus | None]) -> Cell:
        text, status = pair
        return Cell(None, status) if status else read_points(text, mark=mark, words=words)

    for k in report.items:
        match = _ITEM.fullmatch(body.header[k])
        most = any_number(match[2])
        if not most:
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why="worth no points"))
            continue
        pairs = list(zip(rest.columns[k], without, strict=True))
        column = read_column(
            [(status, text) for text, status in pairs],
            lambda pair: cell((pair[1], pair[0])),
            rows=rest.rows,
            name=body.name(k),
        )
        position = len(draft.items) + 1
        draft.items.append(PlannedItem(position=position, label=match[1], max_points=most))
        draft.columns.append(column)
    return draft


def _read_responses(file: File, report: Report, mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    draft, _, _ = _draft(body, report, "moodle_responses")
    draft.verdict = Verdict.TOTALS_ONLY
    for k in range(min(report.items), len(body.header)):
        why = "an answer without points: this report has no mark per question"
        draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
    draft.warn(
        "totals-only",
        'This is Moodle\'s report "Responses": it holds texts and no points per question. Export '
        'the report "Grades" of the same quiz; the two can be used together.',
    )
    return draft


def responses_by_student(file: File) -> dict[tuple, list[str | None]] | None:
    """The answers of a *Responses* report by student (the later of two rows), else None."""
    report = _recognise_responses(file)
    if report is None:
        return None
    draft, rest, _ = _draft(file.table.below(), report, "moodle_responses")
    columns = [rest.column(k) for k in report.items]
    found: dict[tuple, list[str | None]] = {}
    for r, student in enumerate(draft.students):
        key = person_key(student)
        if key is not None:
            found[key] = [None if c[r] in ("", "-") else c[r] for c in columns]
    return found


def with_responses(plan: ImportPlan, answers: dict[tuple, list[str | None]]) -> ImportPlan:
    """The plan of a *Grades* report with the texts of the *Responses* report of the same quiz."""
    width = len(plan.items)
    rows: list[Sequence[str | None]] = []
    for student, before in zip(plan.students, plan.responses, strict=True):
        texts = answers.get(person_key(student) or ())
        rows.append(tuple(texts) if texts and len(texts) == width else before)
    return plan.model_copy(update={"responses": tuple(map(tuple, rows))})


GRADES = Source("moodle_grades", "Moodle quiz, report Grades", _recognise_grades, _read_grades)
RESPONSES = Source(
    "moodle_responses", "Moodle quiz, report Responses", _recognise_responses, _read_responses
)
