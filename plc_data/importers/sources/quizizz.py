"""Quizizz / Wayground: totals per participant; the sheets per question are not established."""

from __future__ import annotations

from plc_data.model import IgnoredColumn, Verdict

from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..moments import read_moments
from ..numbers import any_number
from ..people import find_people, header_word, read_people
from ..problems import refuse
from .base import Source

SHEET = "Participant Data"


def _recognise(file: File) -> str | None:
    return SHEET if SHEET in file.sheets else None


def _read(file: File, sheet: str, mapping: ColumnMapping) -> Draft:
    body = file.sheets[sheet].below()
    words = [header_word(cell) for cell in body.header]
    if "correct" not in words:
        raise refuse(
            "columns-to-map",
            f'The sheet "{SHEET}" lacks the column "Correct". Save the sheet as CSV and map it.',
            column="Correct",
        )
    people = find_people(body.header, body=body)
    draft = Draft("quizizz", read_people(body, people), verdict=Verdict.TOTALS_ONLY)
    draft.totals = [any_number(c) for c in body.column(words.index("correct"))]
    if "started at" in words:
        draft.moments = list(read_moments(body.column(words.index("started at"))))
    for k, word in enumerate(words):
        if k not in people.used and word != "correct" and not body.is_blank(k):
            why = "a game score that rewards speed" if word == "score" else "not needed for totals"
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
    draft.warn(
        "totals-only",
        "Of this report only the number of right answers per participant is read. For the analysis "
        "of items, hand in a table with one column per question and map its columns.",
    )
    return draft


SOURCE = Source("quizizz", "Quizizz / Wayground report", _recognise, _read)
