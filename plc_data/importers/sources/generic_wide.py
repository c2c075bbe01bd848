"""A plain table: one row per student, one column per item; a teacher's own sheet.

Nothing is guessed into numbers. A sheet is read by itself only when its headers say whose rows
they are and which columns are items; everything else is asked, and the answer is a mapping.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from plc_data.model import IgnoredColumn, PlannedItem, ResponseStatus, Verdict

from ..cells import WORDS, Cell, read_column, read_points
from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping, people_of, place_of
from ..moments import read_moments
from ..numbers import any_number, decimal_mark, fraction, number
from ..people import SECTION, PeopleColumns, find_people, header_word, read_people, spoiled_ids
from ..problems import problem, refuse
from ..table import Body, Table, clean, column_letters, pick
from . import letters
from .base import Source
from .headers import header_maximum, is_item, is_result, is_sum, is_total, special_row
from .plain_tables import HOW_TO_MAP, choose_table, find_header, note_special_rows, part_rows

S = ResponseStatus


def _recognise(file: File) -> Table | None:
    return file.table


def _read(file: File, _: object, mapping: ColumnMapping) -> Draft:
    table = choose_table(file, mapping)
    place = find_header(table, mapping)
    body = table.below(place)
    people = _people(body, mapping)
    items = [place_of(body.header, name) for name in mapping.items]
    items = items or _guess_items(body, people, mapping)
    if not items:
        return _totals_only(body, people)
    _check_headers(body, items)
    special, students = part_rows(body, people, items, mapping)
    draft = Draft("generic_wide", read_people(body.only(students), people))
    note_special_rows(draft, body, special)
    if not students:
        raise refuse("no-students", "The table has a header and no student below it.")
    _read_items(draft, table, body, items, special, students, mapping)
    _read_rest(draft, body, people, items, students, mapping)
    if people.id is not None:
        draft.warnings.extend(spoiled_ids(draft.students, body.name(people.id)))
    _check_formulas(draft, table, body, items)
    return draft


def _guess_items(body: Body, people: PeopleColumns, mapping: ColumnMapping) -> list[int]:
    """Columns whose header reads like an item's and whose cells can be points or letters."""
    named = [k for k, cell in enumerate(body.header) if k not in people.used and is_item(cell)]
    while len(named) > 1 and body.is_blank(named[-1]):
        named.pop()  # prepared for more items than there were; a blank one between them counts
    usable = [k for k in named if letters.may_be_scores(body.columns[k], mapping.words_folded)]
    if named and not usable:
        raise refuse(
            "columns-to-map",
            "The columns that read like items hold texts, not points: answers cannot be turned "
            "into points without a key. Export the points per question, or, if the answers are "
            "single letters, give the key.",
            column=body.name(named[0]),
        )
    return usable


def _people(body: Body, mapping: ColumnMapping) -> PeopleColumns:
    named = people_of(body.header, mapping.student)
    if named.identify:
        return named
    return find_people(body.header, body=body)


def _check_headers(body: Body, items: Sequence[int]) -> None:
    repeated = [name for name, n in Counter(body.header[k] for k in items).items() if n > 1]
    if repeated:
        raise refuse(
            "duplicate-header",
            f"{len(repeated)} item header(s) stand over more than one column. Give each column its "
            "own name, so that it is clear which counts.",
            column=repeated[0],
        )


def _row_of(special: dict[int, str], what: str) -> int | None:
    return next((k for k, found in special.items() if found == what), None)


def _read_items(
    draft: Draft,
    table: Table,
    body: Body,
    items: Sequence[int],
    special: dict[int, str],
    students: list[int],
    mapping: ColumnMapping,
) -> None:
    whole = len(students) == len(body)
    raw = [body.columns[k] if whole else pick(body.columns[k], students) for k in items]
    rows = body.rows if whole else list(pick(body.rows, students))
    key_row, max_row = _row_of(special, "key"), _row_of(special, "max")
    keys = [clean(body.columns[k][key_row]) if key_row is not None else "" for k in items]
    keys = [mapping.key.get(body.header[k], key) for k, key in zip(items, keys, strict=True)]
    maxima = [
        mapping.maximum(body.header[k])
        or (any_number(clean(body.columns[k][max_row])) if max_row is not None else None)
        or header_maximum(body.header[k])
        for k in items
    ]
    texts = {clean(text) for column in raw for text in set(column)} - {""}
    kind = mapping.cells or letters.kind_of(texts)
    words = {**WORDS, **mapping.words_folded}
    if kind in ("letters", "points_or_wrong_letter"):
        columns, maxima = letters.score(
            draft, raw, kind=kind, keys=keys, maxima=maxima, rows=rows, words=words,
            names=[body.name(k) for k in items],
        )  # fmt: skip
    else:
        columns, maxima = _score_points(
            draft, table, raw, maxima, rows, words, body, items, mapping
        )
    for k, column, most, key in zip(items, columns, maxima, keys, strict=True):
        position = len(draft.items) + 1
        draft.items.append(
            PlannedItem(position=position, label=body.name(k), max_points=most, key=key or None)
        )
        draft.columns.append(column)


def _score_points(draft, table, raw, maxima, rows, words, body, items, mapping):
    """Points, ``7 / 10``, or percent where the mapping says so."""
    texts = {clean(text) for column in raw for text in set(column)}
    mark = decimal_mark(texts, separator=table.separator)
    percent = mapping.cells == "percent"
    if not percent and any(t.endswith("%") and number(t[:-1], mark) is not None for t in texts):
        raise refuse(
            "percent-or-points",
            "Some cells are percentages. Points are needed: give each item's maximum and say that "
            'the cells are percent (a mapping with "cells": "percent" and "max_points").',
        )
    columns, found = [], []
    for k, cells, most in zip(items, raw, maxima, strict=True):
        parts = {f[1] for c in set(cells) if (f := fraction(clean(c)))}
        if most is None and len(parts) == 1:
            most = parts.pop()

        def read(text: str, most: float | None = most) -> Cell:
            pair = fraction(clean(text))
            if pair and pair[1] == most:
                return Cell(pair[0], S.SCORED if pair[0] is not None else S.NOT_GRADED)
            if percent:
                cell = read_points(clean(text).removesuffix("%"), mark=mark, words=words)
                return cell if cell.points is None else Cell(cell.points / 100 * most, S.SCORED)
            return read_points(text, mark=mark, words=words)

        if percent and most is None:
            text = "The cells are percent, and the mapping does not give the item's maximum."
            raise refuse("percent-or-points", text, column=body.name(k))
        columns.append(read_column(cells, read, rows=rows, name=body.name(k)))
        found.append(most)
    if all(most is None for most in found):
        draft.warn(
            "maximum-unknown",
            "The file does not say how many points an item can give; the assessment's points are "
            'used. A row "MAX" under the header, or "Q1 (2)" in it, would tell.',
        )
    return columns, found


def _read_rest(
    draft: Draft,
    body: Body,
    people: PeopleColumns,
    items: Sequence[int],
    students: list[int],
    mapping: ColumnMapping,
) -> None:
    """Totals, the time of the attempt, and the columns that are not used."""
    time = place_of(body.header, mapping.time)
    total = None
    for k, header in enumerate(body.header):
        if k in people.used or k in items or body.is_blank(k):
            continue
        cells = pick(body.column(k), students)
        if time is None and mapping.time is None:
            moments = read_moments(cells)
            if all(moments):
                time = k
        if k == time:
            draft.moments = list(read_moments(cells))
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why="a date, no item"))
        elif is_total(header):
            if total is None and is_sum(header) and _numeric(cells):
                total = k
                draft.totals = [any_number(cell) for cell in cells]
            draft.ignored_columns.append(
                IgnoredColumn(name=body.name(k), why="a total or share, not an item")
            )
        else:
            why = "not known to be an item"
            draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
            if mapping.items:
                continue
            if is_item(header):
                draft.warn(
                    "column-not-used",
                    "The header reads like an item's, and most cells are texts, not points; the "
                    "column was not used. If it is an item, give its points or its key.",
                    column=body.name(k),
                )
            elif _numeric(cells):
                draft.warn(
                    "column-not-used",
                    "The column holds numbers and its header does not read like an item's (Q1, "
                    "Item 3, Slope (2)); it was not used. If it is an item, rename it or map it.",
                    column=body.name(k),
                )


def _numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(any_number(c) is not None for c in filled) * 2 > len(filled)


def _totals_only(body: Body, people: PeopleColumns) -> Draft:
    """People and a total, but no items: say so; neither: ask for a mapping."""
    for k, header in enumerate(body.header):
        if k not in people.used and is_result(header) and _numeric(body.column(k)):
            draft = Draft("generic_wide", [], verdict=Verdict.TOTALS_ONLY)
            cells = [body.column(i) for i in sorted(people.used)]
            keep = [r for r in range(len(body)) if not special_row([c[r] for c in cells])]
            draft.students = read_people(body.only(keep), people)
            draft.totals = [any_number(body.column(k)[r]) for r in keep]
            draft.warn(
                "totals-only",
                f"The table has one total per student ({column_letters(k)}) and no column that "
                "reads like an item (Q1, Item 3, Slope (2)). For the analysis of items, export the "
                "scores per question, or name the item columns in a mapping.",
            )
            return draft
    if not len(body):
        raise refuse("no-students", "The table has a header and no student below it.")
    if people.id is not None and (people.name is not None or people.family is not None):
        others = [k for k in range(len(body.header)) if k not in people.used]
        if not any(_numeric(body.column(k)) for k in others if not _is_class(body.header[k])):
            raise refuse(
                "roster-not-results",
                "This reads like a class list: students, and no column with points. Import it as a "
                f"roster (datacycle import roster). If it does hold results: {HOW_TO_MAP}",
            )
    raise refuse(
        "columns-to-map",
        "This is not one of the known exports, and no column reads like an item (Q1, Item 3, "
        f"Slope (2)). {HOW_TO_MAP}",
    )


def _is_class(header: str) -> bool:
    """Whether a column tells the student's year or class, which are numbers and no points."""
    return (is_total(header) and not is_result(header)) or header_word(header) in SECTION


def _check_formulas(draft: Draft, table: Table, body: Body, items: Sequence[int]) -> None:
    for row, k in table.blank_formulas:
        if k in items:
            text = (
                "A formula stands here and the program that saved the file did not save its value. "
                "Open it in a spreadsheet program, save it, and try again."
            )
            column = body.name(k)
            draft.problems.append(problem("formula-without-value", text, row=row, column=column))


SOURCE = Source("generic_wide", "a table with one row per student", _recognise, _read)
