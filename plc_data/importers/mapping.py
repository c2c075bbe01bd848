"""What a person says about a file's columns, once; remembered by the fingerprint of its header."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, ValidationError

from plc_data.model import Record, ResponseStatus

from .people import PeopleColumns
from .problems import problem, refuse
from .table import clean_header


class StudentColumns(Record):
    """The headers of the columns that say whose row it is."""

    id: str | None = None
    given: str | None = None
    family: str | None = None
    name: str | None = None
    email: str | None = None
    section: str | None = None


class ColumnMapping(Record):
    """How to read a table whose layout is not known, or what a known one does not tell.

    Columns are named by their header. For a known format only ``words``, ``max_points``,
    ``key`` and ``assignment`` are used; ``layout`` makes it a plain table.
    """

    layout: Literal["wide", "long", "key_first_row"] | None = None
    sheet: str | None = None
    header_row: int | None = Field(default=None, ge=1)
    student: StudentColumns = StudentColumns()
    items: tuple[str, ...] = ()
    """The item columns of a wide table."""
    cells: Literal["points", "letters", "points_or_wrong_letter", "percent"] | None = None
    max_points: float | dict[str, float] | None = None
    max_row: int | None = None
    key_row: int | None = None
    key: dict[str, str] = {}
    """Item -> right answer; several right ones with ``|`` between them."""
    words: dict[str, ResponseStatus] = {}
    """What a word in a score cell means."""
    rows_left_out: tuple[int, ...] = ()
    time: str | None = None
    item: str | None = None
    points: str | None = None
    max_column: str | None = None
    response: str | None = None
    standard: str | None = None
    assignment: str | None = None
    """Which assignment of a gradebook counts."""

    def maximum(self, label: str) -> float | None:
        """What the person said an item can give, or None."""
        if isinstance(self.max_points, dict):
            return self.max_points.get(label)
        return self.max_points

    @property
    def words_folded(self) -> dict[str, ResponseStatus]:
        """The words in small letters, as cells are compared."""
        return {word.casefold(): status for word, status in self.words.items()}


def read_mapping(value: Mapping[str, Any] | ColumnMapping | None) -> ColumnMapping:
    """Check a mapping given as a dictionary; everything wrong is named at once."""
    if isinstance(value, ColumnMapping):
        return value
    try:
        return ColumnMapping.model_validate(dict(value or {}))
    except (ValidationError, TypeError, ValueError) as error:
        details = error.errors() if isinstance(error, ValidationError) else []
        from .problems import Refused

        said = [
            problem(
                "mapping-does-not-fit",
                f"The mapping cannot be read at {'.'.join(map(str, d['loc']))}: {d['msg']}.",
            )
            for d in details
        ]
        raise Refused(
            *(said or [problem("mapping-does-not-fit", "The mapping is not a list of names.")])
        ) from None


def fingerprint(header: Sequence[str]) -> str:
    """What a header is remembered by: its names in order, without blanks and capitals.

    >>> fingerprint(["Student ID", "Q1"]) == fingerprint(["student id ", "q1", ""])
    True
    """
    names = [clean_header(cell).casefold() for cell in header]
    while names and not names[-1]:
        names.pop()
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()[:16]


def place_of(header: Sequence[str], name: str | None) -> int | None:
    """The column with this header; a name that the file lacks is refused."""
    if name is None:
        return None
    wanted = clean_header(name).casefold()
    places = [k for k, cell in enumerate(header) if cell.casefold() == wanted]
    if not places:
        text = f'The mapping names a column "{name}" that the file does not have.'
        raise refuse("mapping-does-not-fit", text, column=name)
    if len(places) > 1:
        text = f'The mapping names "{name}", and {len(places)} columns have this header.'
        raise refuse("mapping-does-not-fit", text, column=name)
    return places[0]


def people_of(header: Sequence[str], student: StudentColumns) -> PeopleColumns:
    """The student columns that the mapping names, as places."""
    named = student.model_dump()
    return PeopleColumns(**{what: place_of(header, name) for what, name in named.items()})
