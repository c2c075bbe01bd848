"""Microsoft Forms quiz, ``.xlsx`` or saved on as CSV.

Seven to nine fixed columns, then three per question: the question, ``Points - <question>``,
``Feedback - <question>``. The maximum of an item is nowhere in the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from plc_data.model import IgnoredColumn, PlannedItem, ResponseStatus

from ..cells import Cell, read_column, read_points
from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..numbers import any_number, decimal_mark
from ..people import PeopleColumns, find_people, header_word, holds_emails, read_people
from ..problems import refuse
from ..table import Body, Table
from .base import Source
from .google_forms import ID_IN_QUESTION, NAME_IN_QUESTION

S = ResponseStatus
_POINTS = re.compile(r"Points ?- ?(.*)", re.DOTALL)
_FEEDBACK = re.compile(r"Feedback ?- ?.*", re.DOTALL)
_CUT = re.compile(r"Column\d+")
_FIXED = (
    {"id"},
    {"start time", "heure de début", "hora de inicio", "startzeit", "ora di inizio"},
    {"completion time", "heure de fin", "hora de finalización", "fertigstellungszeit"},
)


class Found(NamedTuple):
    """The sheet with the answers, and where each question's three columns begin."""

    table: Table
    triples: tuple[int, ...]


def find_triples(header: Sequence[str]) -> tuple[int, ...]:
    """Where questions begin: by the headers at first, and by place from there on.

    A table header above 255 letters is cut or becomes ``Column12``, so after the first three
    every third column is a question as long as nothing speaks against it.
    """
    n = len(header)
    first = next(
        (
            k
            for k in range(n - 2)
            if _POINTS.fullmatch(header[k + 1]) and _FEEDBACK.fullmatch(header[k + 2])
        ),
        None,
    )
    if first is None:
        return ()
    found = []
    for k in range(first, n - 2, 3):
        points = _POINTS.fullmatch(header[k + 1]) or _CUT.fullmatch(header[k + 1])
        feedback = _FEEDBACK.fullmatch(header[k + 2]) or _CUT.fullmatch(header[k + 2])
        if not (points and feedback):
            break
        found.append(k)
    return tuple(found)


def _recognise(file: File) -> Found | None:
    for table in file.sheets.values():
        header = table.header()
        triples = find_triples(header)
        words = {header_word(cell) for cell in header}
        if len(triples) > 1 or (triples and "total points" in words):
            return Found(table, triples)
        known = [header_word(cell) for cell in header[:3]]
        if len(known) == 3 and all(w in _FIXED[k] for k, w in enumerate(known)):
            return Found(table, ())
    return None


def _read(file: File, found: Found, mapping: ColumnMapping) -> Draft:
    if not found.triples:
        raise refuse(
            "survey-without-points",
            "This is a Microsoft form without the quiz setting: it holds answers and no points. "
            "Make it a quiz, give the questions points, and export again.",
        )
    body = found.table.below()
    scored = [
        k for k in found.triples if any(any_number(c) is not None for c in body.columns[k + 1])
    ]
    unscored = [k for k in found.triples if k not in scored]
    people = _people(body, found.triples[0], unscored)
    draft = Draft("ms_forms", read_people(body, people))
    texts = {cell for k in scored for cell in body.columns[k + 1]}
    mark = decimal_mark(texts, separator=found.table.separator)
    for k in scored:
        _add_item(draft, body, k, mark, mapping)
    words = [header_word(cell) for cell in body.header[: found.triples[0]]]
    total = words.index("total points") if "total points" in words else None
    draft.totals = [any_number(c) for c in body.column(total)]
    draft.moments = [any_number(c) for c in body.column(0)]
    if any(item.max_points is None for item in draft.items):
        draft.warn(
            "maximum-unknown",
            "Microsoft Forms does not write how many points a question can give. The assessment's "
            "points are used; compare them with the form.",
        )
    for k in unscored:
        if k not in people.used:
            why = "nobody has points: a question about the person, or not graded yet"
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
    return draft


def _people(body: Body, first: int, unscored: Sequence[int]) -> PeopleColumns:
    """Address and name in the fixed columns; an anonymous form asks for them in questions."""
    fixed = range(1, first)
    named = find_people(body.header, among=list(fixed), body=body)
    asked = find_people(body.header, among=list(unscored), body=body)
    email = next((k for k in fixed if holds_emails(body.column(k))), asked.email)
    name = named.name if named.name is not None and not body.is_blank(named.name) else None
    if name is None and first > 4 and email != 4 and not body.is_blank(4):
        name = 4 if any(c.isalpha() for c in "".join(body.column(4)[:5])) else None
    if name is None and email == 3 and first > 4 and not body.is_blank(4):
        name = 4
    if name is None:
        name = asked.name
    if name is None:
        name = _asked(body, unscored, NAME_IN_QUESTION)
    id_place = asked.id if asked.id is not None else _asked(body, unscored, ID_IN_QUESTION)
    return replace(asked, id=id_place, name=name, email=email)


def _asked(body: Body, unscored: Sequence[int], pattern: re.Pattern) -> int | None:
    return next((k for k in unscored if pattern.search(body.header[k])), None)


def _add_item(draft: Draft, body: Body, k: int, mark: str, mapping: ColumnMapping) -> None:
    def cell(pair: tuple[str, str]) -> Cell:
        answer, text = pair
        found = read_points(text, mark=mark, blank=S.NOT_GRADED)
        return Cell(0.0, S.NO_RESPONSE) if found.points == 0 and not answer else found

    label = body.header[k]
    if not label or _CUT.fullmatch(label):
        points = _POINTS.fullmatch(body.header[k + 1])
        label = points[1] if points and points[1] else body.name(k)
    answers = [a.rstrip(";").strip() for a in body.column(k)]
    column = read_column(
        list(zip(answers, body.columns[k + 1], strict=True)),
        cell,
        rows=body.rows,
        name=label,
        responses=[a or None for a in answers],
    )
    position = len(draft.items) + 1
    most = mapping.maximum(label)
    draft.items.append(PlannedItem(position=position, label=label, max_points=most))
    draft.columns.append(column)


SOURCE = Source("ms_forms", "Microsoft Forms quiz", _recognise, _read)
