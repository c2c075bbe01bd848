"""A scanner's flat file: row 1 is the key, then a student per row; no header at all.

Read only when the mapping says ``layout: key_first_row``: column 2 is the student's id, row 1 of
column 3 the number of questions, answers from column 4.
"""

from __future__ import annotations

from plc_data.model import PlannedItem, PlannedStudent

from ..cells import WORDS
from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..numbers import any_number
from ..problems import refuse
from ..table import clean
from . import letters
from .base import Source
from .plain_tables import choose_table

ID, COUNT, FIRST_ANSWER = 1, 2, 3


def _recognise(file: File) -> None:
    return None


def _read(file: File, found: object, mapping: ColumnMapping) -> Draft:
    table = choose_table(file, mapping)
    body = table.below(0)
    key = [clean(cell) for cell in table.records[0]]
    count = any_number(key[COUNT]) if len(key) > COUNT else None
    if count is None or not 1 <= count <= len(key) - FIRST_ANSWER:
        raise refuse(
            "mapping-does-not-fit",
            "In a file whose first row is the key, row 1 of column 3 holds the number of "
            "questions. This file does not.",
            row=table.rows[0],
        )
    places = range(FIRST_ANSWER, FIRST_ANSWER + int(count))
    names = [str(n) for n in range(1, int(count) + 1)]
    students = [
        PlannedStudent(row=row, id=id or None)
        for row, id in zip(body.rows, body.column(ID), strict=True)
    ]
    draft = Draft("key_first_row", students)
    columns, maxima = letters.score(
        draft,
        [body.columns[k] for k in places],
        kind="letters",
        keys=[key[k] for k in places],
        maxima=[mapping.maximum(name) for name in names],
        rows=body.rows,
        words={**WORDS, **mapping.words_folded},
        names=names,
    )
    draft.columns = columns
    for position, (name, most, k) in enumerate(zip(names, maxima, places, strict=True), start=1):
        draft.items.append(
            PlannedItem(position=position, label=name, max_points=most, key=key[k] or None)
        )
    return draft


SOURCE = Source("key_first_row", "a scanner's file, first row the key", _recognise, _read)
