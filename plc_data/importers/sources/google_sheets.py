"""Google Forms' linked spreadsheet as CSV: a total per student, no score per item."""

from __future__ import annotations

from plc_data.model import IgnoredColumn, Verdict

from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..moments import read_moments
from ..numbers import any_number, fraction, looks_like_date
from ..people import find_people, header_word, read_people
from ..problems import problem
from .base import Source

TIMESTAMP = frozenset(
    {
        "timestamp", "horodateur", "marca temporal", "zeitstempel", "tidsstämpel",
        "carimbo de data hora", "informazioni cronologiche", "sygnatura czasowa", "tijdstempel",
    }
)  # fmt: skip
SCORE = frozenset(
    {"score", "note", "puntuación", "punktzahl", "punteggio", "pontuação", "poäng", "total score"}
)


def _recognise(file: File) -> int | None:
    if not file.table:
        return None
    header = [header_word(cell) for cell in file.table.header()]
    if not header or header[0] not in TIMESTAMP:
        return None
    for k, word in enumerate(header):
        cells = [r[k].strip() for r in file.table.records[1:200] if k < len(r) and r[k].strip()]
        fractions = sum(1 for c in cells if fraction(c))
        if cells and fractions * 2 > len(cells):
            return k
        if (
            word in SCORE
            and cells
            and all(any_number(c) is not None or looks_like_date(c) or fraction(c) for c in cells)
        ):
            return k
    return None


def _read(file: File, score: int, mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    people = find_people(
        body.header, among=[k for k in range(len(body.header)) if k != score], body=body
    )
    draft = Draft("google_sheets_totals", read_people(body, people), verdict=Verdict.TOTALS_ONLY)
    for row, cell in zip(body.rows, body.column(score), strict=True):
        pair = fraction(cell)
        draft.totals.append(pair[0] if pair else any_number(cell))
        if cell and draft.totals[-1] is None and not pair:
            text = "The score was turned into a date by a spreadsheet program."
            draft.problems.append(
                problem("date-in-score-column", text, row=row, column=body.name(score))
            )
    draft.moments = list(read_moments(body.column(0)))
    for k in range(1, len(body.header)):
        if k != score and k not in people.used and not body.is_blank(k):
            why = "an answer without points: this file has no score per question"
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
    draft.warn(
        "totals-only",
        "This is the linked spreadsheet: it holds one total per student and no score per question. "
        "For the analysis of items, open the form, then Responses, the three dots, "
        '"Download responses (.csv)", and use that file.',
    )
    return draft


SOURCE = Source("google_sheets_totals", "Google Forms, linked spreadsheet", _recognise, _read)
