"""Google Forms, *Responses > Download responses (.csv)*: the Google file with item scores.

Three columns per question: the answer, ``<question> [Score]`` and ``<question> [Feedback]``. Both
words are translated with the teacher's language, so the triple and the ``1.00 / 1`` cells decide.
"""

from __future__ import annotations

import re
from collections import Counter

from plc_data.model import IgnoredColumn, PlannedItem, ResponseStatus

from ..cells import Cell, read_column
from ..drafts import Draft, item_points
from ..files import File
from ..mapping import ColumnMapping
from ..moments import read_moments
from ..numbers import fraction
from ..people import PeopleColumns, find_people, holds_emails, read_people
from ..table import Body, Table
from .base import Source

S = ResponseStatus
ID_IN_QUESTION = re.compile(r"\bid\b|\bstudent (?:number|no)\b|matrikel", re.IGNORECASE)
NAME_IN_QUESTION = re.compile(r"\b(?:name|nom|nombre|nome|naam|namn)\b", re.IGNORECASE)
_BRACKET = re.compile(r"(.*?)\s*\[([^\[\]]+)\]", re.DOTALL)


def find_triples(table: Table) -> list[int] | None:
    """Where each question's three columns begin, or None when there are no such triples."""
    header = table.header()
    words: Counter[tuple[str, str]] = Counter()
    places = []
    for k in range(len(header) - 2):
        score, feedback = _BRACKET.fullmatch(header[k + 1]), _BRACKET.fullmatch(header[k + 2])
        if score and feedback and score[1] == feedback[1] == header[k] and score[2] != feedback[2]:
            words[score[2], feedback[2]] += 1
            places.append((k, (score[2], feedback[2])))
    if not words:
        return None
    usual = words.most_common(1)[0][0]
    found = [k for k, pair in places if pair == usual]
    cells = [r[k + 1] for r in table.records[1:4] for k in found if k + 1 < len(r)]
    filled = [cell for cell in cells if cell.strip()]
    return found if all(fraction(cell) for cell in filled) else None


def _recognise(file: File) -> list[int] | None:
    return find_triples(file.table) if file.table else None


def _cell(pair: tuple[str, str]) -> Cell:
    answer, score = pair
    if not score.strip():
        return Cell(None, S.MISSING)
    found = fraction(score)
    if found is None:
        return Cell(None, S.UNKNOWN, "unknown-word")
    earned = found[0]
    if earned is None:
        return Cell(None, S.NOT_GRADED)
    if earned < 0:
        return Cell(None, S.UNKNOWN, "negative-points")
    return Cell(earned, S.NO_RESPONSE if earned == 0 and not answer.strip() else S.SCORED)


def _read(file: File, triples: list[int], mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    maxima = {k: _maxima(body.columns[k + 1]) for k in triples}
    questions = [k for k in triples if max(maxima[k], default=0.0) > 0]
    others = [k for k in triples if k not in questions]
    people = _people(body, triples, others)
    draft = Draft("google_forms", read_people(body, people))
    for k in questions:
        _add_item(draft, body, k, item_points(maxima[k]))
        if len(maxima[k]) > 1:
            draft.warn(
                "maximum-varies",
                "The question's points were changed while the form was open; the maximum that "
                "most rows show is used.",
                column=body.name(k),
            )
    fixed = [k for k in range(len(body.header)) if not any(t <= k < t + 3 for t in triples)]
    draft.totals = [f[0] if (f := fraction(c)) else None for c in _totals(body, fixed)]
    draft.moments = list(read_moments(body.column(0))) if 0 in fixed else []
    for k in others:
        if k not in people.used:
            why = "worth no points: a question about the person, not an item"
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
    return draft


def _maxima(cells: tuple[str, ...]) -> Counter[float]:
    found = Counter()
    for cell, n in Counter(cells).items():
        if pair := fraction(cell):
            found[pair[1]] += n
    return found


def _people(body: Body, triples: list[int], unscored: list[int]) -> PeopleColumns:
    """Id and name stand in questions worth nothing; the address in a column before them."""
    inside = {k + j for k in triples for j in range(3)}
    fixed = [k for k in range(len(body.header)) if k not in inside]
    found = find_people(body.header, among=[*unscored, *fixed], body=body)
    asked = find_people(body.header, among=unscored, body=body)
    email = next((k for k in fixed if holds_emails(body.column(k))), found.email)
    id_place = asked.id if asked.id is not None else _like(body, unscored, ID_IN_QUESTION)
    name = (
        asked.name
        if asked.name is not None
        else _like(body, unscored, NAME_IN_QUESTION, {id_place})
    )
    if asked.given is not None and asked.family is not None:
        name = None
    return PeopleColumns(id_place, asked.given, asked.family, name, email, asked.section)


def _like(
    body: Body, places: list[int], pattern: re.Pattern, taken: set = frozenset()
) -> int | None:
    """The first question whose text has the word in it (``What is your student ID?``)."""
    return next((k for k in places if k not in taken and pattern.search(body.header[k])), None)


def _totals(body: Body, fixed: list[int]) -> list[str]:
    for k in fixed:
        column = body.column(k)
        if any(column) and all(fraction(c) for c in column if c):
            return column
    return [""] * len(body)


def _add_item(draft: Draft, body: Body, k: int, most: float | None) -> None:
    answers = body.column(k)
    name = body.name(k)
    pairs = list(zip(answers, body.columns[k + 1], strict=True))
    column = read_column(
        pairs, _cell, rows=body.rows, name=name, responses=[a or None for a in answers]
    )
    draft.items.append(PlannedItem(position=len(draft.items) + 1, label=name, max_points=most))
    draft.columns.append(column)


SOURCE = Source("google_forms", "Google Forms, Download responses", _recognise, _read)
