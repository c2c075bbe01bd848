"""Canvas, *Gradebook > Export*: whole assignments, with states; also a usable roster."""

from __future__ import annotations

import re

from plc_data.model import IgnoredColumn, IgnoredRow

from ..cells import read_column, read_points
from ..drafts import Draft
from ..files import File
from ..mapping import ColumnMapping
from ..numbers import any_number, decimal_mark
from ..people import PeopleColumns, find_people, header_word, holds_emails, read_people
from ..table import Body, Table, clean
from .assignments import gradebook_draft
from .base import Source

_ASSIGNMENT = re.compile(r".*\(\d+\)", re.DOTALL)
_CURE = 'open the quiz, then "Quiz statistics", "Student analysis".'
TEST_STUDENT = "student, test"


def _recognise(file: File) -> int | None:
    return points_row(file.table) if file.table else None


def points_row(table: Table) -> int | None:
    """The place of the row ``    Points Possible`` of a Canvas gradebook, else None."""
    words = {header_word(cell) for cell in table.header()}
    named = "student" in words or {"lastname", "firstname"} <= words
    if not (named and "id" in words and "section" in words):
        return None
    for place in range(1, min(4, len(table.records))):
        if clean(table.records[place][0]) == "Points Possible":
            return place
    return None


def students_of(table: Table, place: int) -> tuple[Body, list[int], list[IgnoredRow]]:
    """The body, the places of students in it, and the rows that are none."""
    body = table.below()
    ignored, keep = [], []
    for k in range(len(body)):
        first = clean(body.columns[0][k])
        if k < place - 1 and not first:
            why = "which assignments are hidden from students"
        elif k == place - 1:
            why = "points possible, not a student"
        elif first.casefold() == TEST_STUDENT:
            why = "Canvas's test student"
        else:
            keep.append(k)
            continue
        ignored.append(IgnoredRow(row=body.rows[k], why=why))
    return body, keep, ignored


def people_of_gradebook(body: Body, keep: list[int]) -> PeopleColumns:
    """The school's id (SIS User ID) before Canvas's own; the login where it is an address."""
    words = [header_word(cell) for cell in body.header]
    rest = body.only(keep)

    def place(*names: str) -> int | None:
        found = (words.index(n) for n in names if n in words)
        return next((k for k in found if not rest.is_blank(k)), None)

    login = place("sis login id")
    if login is not None and not holds_emails(rest.column(login)):
        login = None
    return PeopleColumns(
        id=place("sis user id", "id"),
        given=place("firstname"),
        family=place("lastname"),
        name=place("student"),
        email=login,
        section=place("section"),
    )


def _read(file: File, place: int, mapping: ColumnMapping) -> Draft:
    body, keep, ignored = students_of(file.table, place)
    people = people_of_gradebook(body, keep)
    possible = [clean(column[place - 1]) for column in body.columns]
    chosen = [
        k
        for k, header in enumerate(body.header)
        if _ASSIGNMENT.fullmatch(header) and (any_number(possible[k]) is not None)
    ]
    rest = body.only(keep)
    texts = {clean(c) for k in chosen for c in rest.columns[k]}
    mark = decimal_mark(texts, separator=file.table.separator)
    columns = [
        read_column(
            rest.columns[k],
            lambda text: read_points(text, mark=mark),
            rows=rest.rows,
            name=body.name(k),
        )
        for k in chosen
    ]
    draft = gradebook_draft(
        "canvas_gradebook",
        read_people(rest, people),
        [body.name(k) for k in chosen],
        [any_number(possible[k]) for k in chosen],
        columns,
        mapping,
        cure=_CURE,
    )
    draft.ignored_rows.extend(ignored)
    known = set(find_people(body.header).used) | people.used
    for k, header in enumerate(body.header):
        if k in chosen or k in known or header_word(header) in ("", "id"):
            continue
        computed = possible[k].startswith("(")
        why = "computed by Canvas" if computed else "not needed; notes may be confidential"
        draft.ignored_columns.append(IgnoredColumn(name=body.name(k), why=why))
    if people.id is not None and header_word(body.header[people.id]) == "id":
        draft.warn(
            "tool-id",
            "The ids are Canvas's own numbers, not the school's: students are matched by e-mail "
            "or name.",
        )
    return draft


SOURCE = Source("canvas_gradebook", "Canvas gradebook", _recognise, _read)
