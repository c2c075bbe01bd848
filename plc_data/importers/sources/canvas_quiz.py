"""Canvas classic quiz, *Quiz statistics > Student analysis*.

An item is a header ``5501: question`` and the column after it, whose header is the points
possible (``1.0``, again and again) and whose cells are the points earned. So columns are read by
place. Seven leading headers are translated with the account's language; the pattern is not.
"""

from __future__ import annotations

import re

from plc_data.model import IgnoredColumn, PlannedItem, ResponseStatus

from ..cells import Cell, read_column, read_points
from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..moments import read_moments
from ..numbers import DOT, any_number, decimal_mark
from ..people import PeopleColumns, header_word, holds_emails, read_people
from ..problems import refuse
from ..table import Body
from .base import Source

S = ResponseStatus
_QUESTION = re.compile(r"\d+:(?: .*)?", re.DOTALL)
_LAST_THREE = ("n correct", "n incorrect", "score")


def _recognise(file: File) -> list[int] | None:
    if not file.table:
        return None
    header = file.table.header()
    pairs = [
        k
        for k in range(len(header) - 1)
        if _QUESTION.fullmatch(header[k]) and any_number(header[k + 1]) is not None
    ]
    last = tuple(header_word(cell) for cell in header[-3:])
    return pairs if pairs and (last == _LAST_THREE or len(pairs) > 1) else None


def _read(file: File, pairs: list[int], mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    people = _people(body, pairs[0])
    if not people.identify:
        raise refuse(
            "no-student-columns",
            "This was an anonymous survey: the file has no names and no ids, so nobody's results "
            "can be told apart. Make it a graded quiz that is not anonymous.",
        )
    draft = Draft("canvas_student_analysis", read_people(body, people))
    points = {cell for k in pairs for cell in body.columns[k + 1]}
    mark = decimal_mark(points, separator=DOT)

    def cell(pair: tuple[str, str]) -> Cell:
        answer, text = pair
        if not answer.strip() and not text.strip():
            return Cell(None, S.NOT_ASSIGNED)
        found = read_points(text, mark=mark, blank=S.NOT_GRADED)
        if found.points == 0 and not answer.strip():
            return Cell(0.0, S.NO_RESPONSE)
        return found

    for k in pairs:
        most = any_number(body.header[k + 1])
        if not most:
            why = "worth no points: a survey question, not an item"
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
            continue
        answers = body.column(k)
        column = read_column(
            list(zip(answers, body.columns[k + 1], strict=True)),
            cell,
            rows=body.rows,
            name=body.name(k),
            responses=[a or None for a in answers],
        )
        item = PlannedItem(position=len(draft.items) + 1, label=body.name(k), max_points=most)
        draft.items.append(item)
        draft.columns.append(column)
    last = max(k for k in range(len(body.header)) if body.header[k])
    draft.totals = [any_number(c) for c in body.column(last if last > pairs[-1] + 1 else None)]
    _order_attempts(draft, body, pairs[0])
    words = [header_word(cell) for cell in body.header]
    if people.id is not None and "sis" not in words[people.id]:
        draft.warn(
            "tool-id",
            "The ids are Canvas's own numbers, not the school's (your rights do not show those): "
            "students are matched by name.",
        )
    return draft


def _people(body: Body, first_item: int) -> PeopleColumns:
    """By header in English; otherwise by the fixed order name, id, [sis_id]."""
    words = [header_word(cell) for cell in body.header[:first_item]]

    def place(*known: str) -> int | None:
        return next((words.index(w) for w in known if w in words), None)

    sis = next((k for k, w in enumerate(words[:4]) if "sis" in w and "section" not in w), None)
    name, own = place("name"), place("id")
    if name is None and own is None and len(words) >= 4:
        name, own = 0, 1
    if sis is not None and body.is_blank(sis):
        sis = None
    email = next((k for k in range(first_item) if holds_emails(body.column(k))), None)
    if email == sis:
        email = None
    return PeopleColumns(
        id=sis if sis is not None else own, name=name, section=place("section"), email=email
    )


def _order_attempts(draft: Draft, body: Body, first_item: int) -> None:
    words = [header_word(cell) for cell in body.header[:first_item]]
    if "attempt" in words:
        draft.moments = [any_number(c) for c in body.column(words.index("attempt"))]
        return
    for k in range(first_item - 1, 1, -1):
        moments = read_moments(body.column(k))
        if moments and all(moments):
            draft.moments = list(moments)
            return


SOURCE = Source("canvas_student_analysis", "Canvas classic quiz", _recognise, _read)
