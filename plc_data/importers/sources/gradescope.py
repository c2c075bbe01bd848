"""Gradescope, an assignment's scores: items end with ``(2.0 pts)``. And the course-wide export."""

from __future__ import annotations

import re

from plc_data.model import IgnoredColumn, PlannedItem, ResponseStatus

from ..cells import Cell, read_column, read_points
from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..moments import read_moments
from ..numbers import any_number, decimal_mark
from ..people import find_people, header_word, read_people
from ..table import clean
from .assignments import gradebook_draft
from .base import Source

S = ResponseStatus
_ITEM = re.compile(r"(.*?)\s*\(([\d.,]+) pts?\)", re.DOTALL)
_MAX = " - Max Points"
_STATES = {"missing": S.MISSING, "ungraded": S.NOT_GRADED}


def _recognise(file: File) -> list[int] | None:
    if not file.table:
        return None
    header = file.table.header()
    words = {header_word(cell) for cell in header}
    items = [k for k, cell in enumerate(header) if _ITEM.fullmatch(cell)]
    return items if items and {"status", "submission id"} <= words else None


def _read(file: File, items: list[int], mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    words = [header_word(cell) for cell in body.header]
    people = find_people(body.header, among=list(range(items[0])), body=body)
    draft = Draft("gradescope", read_people(body, people))
    texts = {clean(c) for k in items for c in body.columns[k]}
    mark = decimal_mark(texts, separator=file.table.separator)
    states = [_STATES.get(s.casefold()) for s in body.column(words.index("status"))]

    def cell(pair: tuple[ResponseStatus | None, str]) -> Cell:
        state, text = pair
        found = read_points(text, mark=mark, blank=state or S.NOT_GRADED)
        return Cell(None, S.MISSING) if state is S.MISSING and found.points is None else found

    for k in items:
        match = _ITEM.fullmatch(body.header[k])
        most = any_number(match[2])
        if not most:
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why="worth no points"))
            continue
        pairs = list(zip(states, body.columns[k], strict=True))
        column = read_column(pairs, cell, rows=body.rows, name=body.name(k))
        position = len(draft.items) + 1
        label = match[1] or body.name(k)
        draft.items.append(PlannedItem(position=position, label=label, max_points=most))
        draft.columns.append(column)
    if "total score" in words:
        draft.totals = [any_number(c) for c in body.column(words.index("total score"))]
    if "submission time" in words:
        draft.moments = list(read_moments(body.column(words.index("submission time"))))
    for k in range(items[0]):
        if k not in people.used and not body.is_blank(k):
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why="not needed"))
    return draft


def _recognise_course(file: File) -> list[int] | None:
    if not file.table:
        return None
    header = file.table.header()
    found = [k for k, cell in enumerate(header) if f"{cell}{_MAX}" in header]
    lateness = any(header_word(cell) == "total lateness h m s" for cell in header)
    return found if found and lateness else None


def _read_course(file: File, chosen: list[int], mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    people = find_people(body.header, among=list(range(chosen[0])), body=body)
    tops = [body.column(body.header.index(f"{body.header[k]}{_MAX}")) for k in chosen]
    maxima = [next((m for c in top if (m := any_number(c))), None) for top in tops]
    texts = {clean(c) for k in chosen for c in body.columns[k]}
    mark = decimal_mark(texts, separator=file.table.separator)

    def cell(text: str) -> Cell:
        return read_points(text, mark=mark)

    columns = [
        read_column(body.columns[k], cell, rows=body.rows, name=body.name(k)) for k in chosen
    ]
    return gradebook_draft(
        "gradescope_course",
        read_people(body, people),
        [body.name(k) for k in chosen],
        maxima,
        columns,
        mapping,
        cure='open the assignment, then "Review grades", "Download grades".',
    )


SOURCE = Source("gradescope", "Gradescope assignment", _recognise, _read)
COURSE = Source("gradescope_course", "Gradescope course grades", _recognise_course, _read_course)
