"""ZipGrade, *full format*: the marked letters, the key, points and mark of every question.

The standard format has totals only. Header spellings changed over the years, so only letters and
digits of a header are compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from plc_data.model import IgnoredColumn, PlannedItem, PlannedStudent, ResponseStatus, Verdict

from ..cells import Cell, ScoreColumn, read_column, read_points
from ..drafts import TOLERANCE, Draft
from ..files import File
from ..mapping import ColumnMapping
from ..numbers import any_number, decimal_mark
from ..people import PeopleColumns, read_people
from ..table import Body
from .base import Source

S = ResponseStatus
_NOT_KEY = re.compile(r"[^0-9a-z]")

OWN_IDS = ("studentid", "zipgradeid")
SCHOOL_IDS = ("customid", "externalid")
EARNED = ("earnedpoints", "earnedpts")
POSSIBLE = ("possiblepoints", "possiblepts")
VERSION = ("keyversion", "answerkeyversion")


def spelled(header: Sequence[str]) -> list[str]:
    """Headers as they are compared: small letters and digits."""
    return [_NOT_KEY.sub("", cell.casefold()) for cell in header]


def _recognise_full(file: File) -> list[str] | None:
    if not file.table:
        return None
    words = spelled(file.table.header())
    return words if "stu1" in words and "prikey1" in words else None


def _recognise_standard(file: File) -> list[str] | None:
    if not file.table:
        return None
    words = spelled(file.table.header())
    return words if "quizname" in words and set(EARNED) & set(words) else None


def _place(words: list[str], names: Sequence[str]) -> int | None:
    return next((words.index(n) for n in names if n in words), None)


def _students(body: Body, words: list[str], draft_warn: list) -> list[PlannedStudent]:
    """The school's id is ``CustomID``; ZipGrade's own number stands in where it is missing."""
    own, school = _place(words, OWN_IDS), _place(words, SCHOOL_IDS)
    columns = PeopleColumns(
        given=_place(words, ("firstname",)),
        family=_place(words, ("lastname",)),
        section=_place(words, ("quizclass", "class")),
    )
    students = read_people(body, columns)
    filled = [c for c in body.column(school) if c]
    usable = bool(filled) and (len(set(filled)) > 1 or len(body) == 1)
    chosen, other = body.column(school if usable else None), body.column(own)
    if not usable and any(other):
        draft_warn.append(
            "The school's ids (CustomID) are not filled in ZipGrade; its own numbers (StudentID) "
            "are used. Where they are not the school's, students are matched by name."
        )
    return [
        s.model_copy(update={"id": (mine or theirs) or None})
        for s, mine, theirs in zip(students, chosen, other, strict=True)
    ]


def _draft(body: Body, words: list[str], format: str) -> Draft:
    notes: list[str] = []
    draft = Draft(format, _students(body, words, notes))
    for note in notes:
        draft.warn("tool-id", note)
    draft.totals = [any_number(c) for c in body.column(_place(words, EARNED))]
    return draft


def _read_full(file: File, words: list[str], mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    words = spelled(body.header)
    draft = _draft(body, words, "zipgrade_full")
    n = 1
    while f"stu{n + 1}" in words and f"prikey{n + 1}" in words:
        n += 1
    while n > 1 and body.is_blank(words.index(f"prikey{n}")):
        n -= 1
    places = [k for k, w in enumerate(words) if re.fullmatch(r"points\d+", w)]
    mark = decimal_mark({c for k in places for c in body.columns[k]}, separator=",")
    mixed = False
    for number in range(1, n + 1):
        keys = body.column(words.index(f"prikey{number}"))
        marks = body.column(_place(words, (f"mark{number}",)))
        column = _item(body, words, number, keys, mark)
        right = [p for p, m in zip(column.points, marks, strict=True) if m.upper() == "C" and p]
        used = {k for k in keys if k}
        mixed = mixed or len(used) > 1
        draft.columns.append(column)
        draft.items.append(
            PlannedItem(
                position=number,
                label=f"Q{number}",
                max_points=max(right, default=None),
                key=used.pop() if len(used) == 1 else None,
            )
        )
    _check_maxima(draft, body, words)
    if mixed:
        draft.warn(
            "key-versions",
            "The file mixes forms of the test (the key differs between rows): question 1 of form A "
            "may be another one than question 1 of form B. Import each form by itself.",
        )
    return draft


def _item(body: Body, words: list[str], n: int, keys: list[str], mark: str) -> ScoreColumn:
    answers = body.column(words.index(f"stu{n}"))
    points = body.column(_place(words, (f"points{n}",)))

    def cell(what: tuple[str, str, str]) -> Cell:
        answer, key, text = what
        if not key and not answer:
            return Cell(None, S.NOT_ASSIGNED)
        found = read_points(text, mark=mark, blank=S.NOT_GRADED)
        if not answer and not found.wrong:
            return Cell(found.points, S.NO_RESPONSE if not found.points else S.SCORED)
        return found

    triples = list(zip(answers, keys, points, strict=True))
    return read_column(
        triples, cell, rows=body.rows, name=f"Q{n}", responses=[a or None for a in answers]
    )


def _check_maxima(draft: Draft, body: Body, words: list[str]) -> None:
    """An item nobody got right shows no maximum; known ones should add up to the test's."""
    unknown = [item.label for item in draft.items if item.max_points is None]
    if unknown:
        draft.warn(
            "maximum-unknown",
            f"Nobody earned points on {', '.join(unknown)}: the file does not show what they can "
            "give. The assessment's points are used.",
            column=unknown[0],
        )
        return
    total = sum(item.max_points for item in draft.items)
    possible = {any_number(c) for c in body.column(_place(words, POSSIBLE)) if c}
    if len(possible) == 1 and None not in possible and abs(total - min(possible)) > TOLERANCE:
        draft.warn(
            "maximum-unknown",
            f"The highest points seen add up to {total:g}, the test has {min(possible):g}: some "
            "items can give more than anybody earned. Compare with the assessment.",
        )


def _read_standard(file: File, words: list[str], mapping: ColumnMapping) -> Draft:
    body = file.table.below()
    draft = _draft(body, spelled(body.header), "zipgrade_standard")
    draft.verdict = Verdict.TOTALS_ONLY
    used = {*OWN_IDS, *SCHOOL_IDS, *EARNED, "firstname", "lastname", "quizclass"}
    for k, word in enumerate(spelled(body.header)):
        if word not in used and not body.is_blank(k):
            draft.ignored_columns.append(
                IgnoredColumn(name=body.name(k), why="not needed for totals")
            )
    draft.warn(
        "totals-only",
        "This is ZipGrade's standard format: it holds one total per student and no answers. For "
        'the analysis of items, export "CSV - Full Format" (with student responses) instead.',
    )
    return draft


FULL = Source("zipgrade_full", "ZipGrade, full format", _recognise_full, _read_full)
STANDARD = Source(
    "zipgrade_standard", "ZipGrade, standard format", _recognise_standard, _read_standard
)
