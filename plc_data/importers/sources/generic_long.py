"""A long table: one row per student and item, as many district tools export.

Recognised by a student column whose values repeat, an item column and a points column; or read
as a mapping says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from plc_data.model import IgnoredColumn, IgnoredRow, PlannedItem, ResponseStatus

from ..cells import WORDS, Cell, ScoreColumn, cell_problem, read_points
from ..drafts import Draft, item_points
from ..files import File
from ..limits import LIMITS
from ..mapping import ColumnMapping, people_of, place_of
from ..numbers import any_number, decimal_mark
from ..people import (
    PeopleColumns,
    check_students,
    find_people,
    header_word,
    read_people,
    spoiled_ids,
)
from ..problems import MOST_LISTED, problem, refuse
from ..standards_codes import split_codes
from ..table import Body, Table
from .base import Source
from .plain_tables import LOOKED_AT, choose_table, find_header

S = ResponseStatus

ITEM = (
    "item", "item id", "question", "question id", "question number", "questionno", "question no",
    "item number", "item no", "questionid", "itemid", "problem", "question title", "item name",
)  # fmt: skip
POINTS = (
    "points earned", "earned points", "points", "score", "earned", "finalgrade", "final grade",
    "item score", "points awarded", "score earned", "question score", "pointsearned", "result",
)  # fmt: skip
MAXIMUM = (
    "points possible", "possible points", "max points", "maxpoints", "possible", "max", "out of",
    "max score", "maximum points", "pointspossible", "question max score", "total points",
)  # fmt: skip
RESPONSE = ("response", "answer", "student response", "student answer", "choice", "selected")
STANDARD = ("standard", "standards", "standard code", "learning target", "target", "standard id")


@dataclass(frozen=True)
class LongColumns:
    """Where a long table's facts stand, by column index."""

    people: PeopleColumns
    item: int
    points: int
    maximum: int | None = None
    response: int | None = None
    standard: int | None = None


def _find(words: list[str], known: tuple[str, ...]) -> int | None:
    return next((words.index(w) for w in known if w in words), None)


def _recognise(file: File) -> int | None:
    table = file.table
    if not table:
        return None
    for place in range(min(LOOKED_AT, len(table.records))):
        header = table.header(place)
        words = [header_word(cell) for cell in header]
        item, points = _find(words, ITEM), _find(words, POINTS)
        if item is None or points is None:
            continue
        others = [k for k in range(len(header)) if k not in (item, points)]
        people = find_people(header, among=others)
        who = next(
            (k for k in (people.id, people.email, people.name, people.family) if k is not None),
            None,
        )
        if who is None:
            continue
        if _has_several_items(table, place, who, item):
            return place
    return None


def _has_several_items(table: Table, place: int, who: int, item: int) -> bool:
    """Whether any student below the header has two rows with different items."""
    first: dict[str, str] = {}
    for record in islice(table.records, place + 1, None):
        if len(record) > max(who, item):
            known = first.setdefault(record[who], record[item])
            if known != record[item] and record[who].strip():
                return True
    return False


def _columns(body: Body, mapping: ColumnMapping) -> LongColumns:
    words = [header_word(cell) for cell in body.header]

    def place(name: str | None, known: tuple[str, ...]) -> int | None:
        return place_of(body.header, name) if name else _find(words, known)

    item, points = place(mapping.item, ITEM), place(mapping.points, POINTS)
    if item is None or points is None:
        raise refuse(
            "columns-to-map",
            "A long table needs a column with the item and one with the points. Name both in the "
            'mapping ("item" and "points").',
        )
    named = people_of(body.header, mapping.student)
    others = [k for k in range(len(body.header)) if k not in (item, points)]
    people = named if named.identify else find_people(body.header, among=others, body=body)
    if not people.identify:
        raise refuse(
            "no-student-columns",
            "No column reads like a student's id, name or e-mail. Name it in the mapping.",
        )
    return LongColumns(
        people, item, points, place(mapping.max_column, MAXIMUM),
        place(mapping.response, RESPONSE), place(mapping.standard, STANDARD),
    )  # fmt: skip


def _read(file: File, place: int | None, mapping: ColumnMapping) -> Draft:
    table = choose_table(file, mapping)
    if place is None:
        place = 0 if mapping.header_row is None else find_header(table, mapping)
    body = table.below(place)
    columns = _columns(body, mapping)
    draft = Draft("generic_long", [])
    labels = body.column(columns.item)
    keep = [k for k, label in enumerate(labels) if label]
    for k, label in enumerate(labels):
        if not label:
            draft.ignored_rows.append(IgnoredRow(row=body.rows[k], why="no item"))
    if len(keep) < len(labels):
        body = body.only(keep)
        labels = body.column(columns.item)
    _fill(draft, body, columns, labels, table.separator, mapping)
    known = columns.people.used | {
        columns.item, columns.points, columns.maximum, columns.response, columns.standard
    }  # fmt: skip
    for k in range(len(body.header)):
        if k not in known and not body.is_blank(k):
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why="not needed"))
    return draft


def _fill(draft, body, columns, labels, separator, mapping) -> None:
    """Turn rows into students x items; a pair that the file lacks is missing."""
    whose = _student_keys(body, columns.people)
    first_rows: dict[tuple, int] = {}
    for k, key in enumerate(whose):
        first_rows.setdefault(key, k)
    students = {key: n for n, key in enumerate(first_rows)}
    items = {label: n for n, label in enumerate(dict.fromkeys(labels))}
    check_students(len(first_rows))
    if len(items) > LIMITS.columns or len(items) * len(students) > LIMITS.cells:
        raise refuse(
            "too-many-columns",
            f"The table has {len(items):,} different items. Is this the item column? If so, export "
            "one assessment at a time.",
            column=body.name(columns.item),
        )
    draft.students = read_people(body.only(list(first_rows.values())), columns.people)
    if columns.people.id is not None:
        draft.warnings.extend(spoiled_ids(draft.students, body.name(columns.people.id)))
    texts = body.column(columns.points)
    mark = decimal_mark(set(texts), separator=separator)
    words = {**WORDS, **mapping.words_folded}
    cells = {t: read_points(t, mark=mark, words=words, blank=S.MISSING) for t in set(texts)}
    answers = body.column(columns.response)
    n = len(students)
    draft.columns = [ScoreColumn([None] * n, [S.MISSING] * n, [None] * n) for _ in items]
    seen = bytearray(n * len(items))
    points_name = body.name(columns.points)
    for k, (key, label) in enumerate(zip(whose, labels, strict=True)):
        s, i = students[key], items[label]
        cell = cells[texts[k]]
        column = draft.columns[i]
        if cell.wrong and len(column.problems) <= MOST_LISTED:
            column.problems.append(
                cell_problem(cell.wrong, texts[k], row=body.rows[k], column=points_name)
            )
        if seen[s * len(items) + i]:
            cell = _twice(draft, body.rows[k], column, s, cell)
        seen[s * len(items) + i] = 1
        column.points[s], column.statuses[s] = cell.points, cell.status
        column.responses[s] = answers[k] or None
    _note_items(draft, body, columns, labels, items, mapping)


def _twice(draft: Draft, row: int, column: ScoreColumn, s: int, cell: Cell) -> Cell:
    """One student, one item, two rows: the same twice is harmless, a difference is asked."""
    if column.points[s] == cell.points and column.statuses[s] == cell.status:
        return cell
    text = (
        "This student has two different results for this item. Delete one of the rows; until then "
        "the item is left out for this student."
    )
    if len(draft.problems) <= MOST_LISTED:
        draft.problems.append(problem("duplicate-answer", text, row=row))
    return Cell(None, S.UNKNOWN)


def _student_keys(body: Body, people: PeopleColumns) -> list[tuple]:
    """What tells one student's rows from another's: id, or e-mail, or name and class."""
    ids, emails = body.column(people.id), body.column(people.email)
    names = list(
        zip(
            body.column(people.name), body.column(people.given), body.column(people.family),
            body.column(people.section), strict=True,
        )
    )  # fmt: skip
    known = {i: ("id", i) for i in set(ids) if i}
    return [
        known[i] if i else ("email", e.casefold()) if e else ("name", *n)
        for i, e, n in zip(ids, emails, names, strict=True)
    ]


def _note_items(draft, body, columns, labels, items, mapping) -> None:
    maxima: dict[str, Counter[float]] = {label: Counter() for label in items}
    codes: dict[str, dict[str, None]] = {label: {} for label in items}
    tops, standards = body.column(columns.maximum), body.column(columns.standard)
    for (label, top, standard), n in Counter(zip(labels, tops, standards, strict=True)).items():
        if (most := any_number(top)) is not None and most > 0:
            maxima[label][most] += n
        for code in split_codes(standard):
            codes[label][code] = None
    for position, label in enumerate(items, start=1):
        most = mapping.maximum(label) or item_points(maxima[label])
        if len(maxima[label]) > 1:
            text = "The item has several maxima in one file; the one that most rows show is used."
            draft.warn("maximum-varies", text, column=label)
        draft.items.append(
            PlannedItem(
                position=position, label=label, max_points=most, target_codes=tuple(codes[label])
            )
        )
    if all(item.max_points is None for item in draft.items):
        text = "The file does not say how many points an item can give; the assessment's are used."
        draft.warn("maximum-unknown", text)


SOURCE = Source("generic_long", "a table with one row per answer", _recognise, _read)
