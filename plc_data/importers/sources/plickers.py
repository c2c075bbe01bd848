"""Plickers score sheet: letters, with the key in the file. A card number is no student id."""

from __future__ import annotations

from plc_data.model import IgnoredColumn, IgnoredRow, PlannedItem, ResponseStatus

from ..cells import Cell, read_column
from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..numbers import any_number
from ..people import PeopleColumns, header_word, read_people
from ..table import Body
from .base import Source
from .letters import answer_form

S = ResponseStatus
_LOOKED_AT = 10


def _recognise(file: File) -> int | None:
    if not file.table:
        return None
    for place in range(min(_LOOKED_AT, len(file.table.records))):
        words = {header_word(cell) for cell in file.table.header(place)}
        if {"card number", "answered"} <= words:
            return place
    return None


def _read(file: File, place: int, mapping: ColumnMapping) -> Draft:
    body = file.table.below(place)
    words = [header_word(cell) for cell in body.header]

    def where(name: str) -> int | None:
        return words.index(name) if name in words else None

    people = PeopleColumns(given=where("first name"), family=where("last name"), name=where("name"))
    card, answered = where("card number"), where("answered")
    questions = [k for k in range(answered + 1, len(body.header)) if body.header[k]]
    owners = [body.column(k) for k in sorted({card, *people.used})]
    keep = [r for r in range(len(body)) if any(column[r] for column in owners)]
    others = [r for r in range(len(body)) if r not in set(keep)]
    key_row = _key_row(body, others, questions)
    rest = body.only(keep)
    draft = Draft("plickers", read_people(rest, people))
    for r in others:
        why = "the answer key" if r == key_row else "addresses of the questions"
        draft.ignored_rows.append(IgnoredRow(row=body.rows[r], why=why))
    for k in questions:
        key = body.column(k)[key_row] if key_row is not None else ""
        if not key or key == "-":
            why = "no right answer: a survey question, not an item"
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
            continue
        _add_item(draft, rest, k, key)
    correct = where("correct")
    draft.totals = [
        None if score in ("", "-") else any_number(total)
        for score, total in zip(rest.column(where("score")), rest.column(correct), strict=True)
    ]
    draft.warn("one-point-each", "Plickers writes no points; each right answer counts as one.")
    return draft


def _key_row(body: Body, others: list[int], questions: list[int]) -> int | None:
    """The row above the students with a letter under the questions."""
    for r in others:
        cells = [body.columns[k][r].strip() for k in questions]
        if any(cells) and all(len(c) <= 4 and c.replace("-", "A").isalpha() for c in cells if c):
            return r
    return None


def _add_item(draft: Draft, rest: Body, k: int, key: str) -> None:
    right = answer_form(key)

    def cell(text: str) -> Cell:
        answer = text.strip()
        if answer in ("", "-"):
            return Cell(None, S.NO_RESPONSE)
        if not answer.isalpha():
            return Cell(None, S.UNKNOWN, "unknown-word")
        return Cell(1.0 if answer_form(answer) == right else 0.0, S.SCORED)

    answers = rest.column(k)
    column = read_column(
        rest.columns[k],
        cell,
        rows=rest.rows,
        name=rest.name(k),
        responses=[None if a in ("", "-") else a for a in answers],
    )
    position = len(draft.items) + 1
    draft.items.append(PlannedItem(position=position, label=rest.name(k), max_points=1.0, key=key))
    draft.columns.append(column)


SOURCE = Source("plickers", "Plickers score sheet", _recognise, _read)
