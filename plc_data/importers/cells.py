"""Score cells: a number is only one of the states a cell can be in.

Each column is read by looking at every *different* text once and then mapping the whole
column; a district's file has a million cells and a dozen different texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from plc_data.model import Problem, ResponseStatus

from .numbers import DOT, looks_like_date, number
from .problems import MOST_LISTED, problem
from .table import clean

S = ResponseStatus

WORDS: dict[str, ResponseStatus] = {
    "ex": S.EXCUSED,
    "excused": S.EXCUSED,
    "exempt": S.EXCUSED,
    "n/a": S.NOT_ASSIGNED,
    "-": S.NO_RESPONSE,
    "--": S.NO_RESPONSE,
    "–": S.NO_RESPONSE,
    "—": S.NO_RESPONSE,
    "missing": S.MISSING,
    "ungraded": S.NOT_GRADED,
}
"""Words that tools write where points stand; any other word is asked about, never 0."""

_ODD_NUMBER = re.compile(
    r"[+-]?(?:nan|inf(?:inity)?|[\d.,]+e[+-]?\d+|0x[\da-f]+|[\d.,_]+)|#[\w/]+[!?]?|#+",
    re.IGNORECASE,
)


class Cell(NamedTuple):
    """What a cell says: points or none, the state, and the code of what is wrong with it."""

    points: float | None
    status: ResponseStatus
    wrong: str | None = None


@dataclass
class ScoreColumn:
    """One item of all students: points, states, raw answers, in file order."""

    points: Sequence[float | None]
    statuses: Sequence[ResponseStatus]
    responses: Sequence[str | None]
    problems: list[Problem] = field(default_factory=list)


def read_points(
    text: str,
    *,
    mark: str = DOT,
    words: Mapping[str, ResponseStatus] = WORDS,
    blank: ResponseStatus = S.MISSING,
) -> Cell:
    """Read one cell of points.

    >>> read_points("0.5").points, read_points("EX").status.value, read_points("abs").wrong
    (0.5, 'excused', 'unknown-word')
    """
    text = clean(text)
    if not text:
        return Cell(None, blank)
    points = number(text, mark)
    if points is not None:
        if points < 0:
            return Cell(None, S.UNKNOWN, "negative-points")
        return Cell(points + 0.0, S.SCORED)
    status = words.get(text.casefold())
    if status is not None:
        return Cell(None, status)
    if text.endswith("%"):
        return Cell(None, S.UNKNOWN, "percent-or-points")
    if looks_like_date(text):
        return Cell(None, S.UNKNOWN, "date-in-score-column")
    if _ODD_NUMBER.fullmatch(text):
        return Cell(None, S.UNKNOWN, "not-a-number")
    return Cell(None, S.UNKNOWN, "unknown-word")


def read_column(
    cells: Sequence,
    read: Callable[[object], Cell],
    *,
    rows: Sequence[int],
    name: str,
    responses: Sequence[str | None] | None = None,
) -> ScoreColumn:
    """Read a whole column with ``read``, which sees each different cell once.

    ``cells`` may be texts, or pairs (answer, points) where both decide.
    """
    known = {cell: read(cell) for cell in set(cells)}
    points = [known[cell].points for cell in cells]
    statuses = [known[cell].status for cell in cells]
    wrong = {cell: what.wrong for cell, what in known.items() if what.wrong}
    problems = []
    if "date-in-score-column" in wrong.values():
        return _refuse_column(cells, wrong, rows, name, responses)
    if wrong:
        for cell, row in zip(cells, rows, strict=True):
            if cell in wrong and len(problems) <= MOST_LISTED:
                problems.append(cell_problem(wrong[cell], _text(cell), row=row, column=name))
    if responses is None:
        responses = [None] * len(rows)
    return ScoreColumn(points, statuses, responses, problems)


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else cell[-1]


def _refuse_column(
    cells: Sequence,
    wrong: Mapping[object, str],
    rows: Sequence[int],
    name: str,
    responses: Sequence[str | None] | None,
) -> ScoreColumn:
    """A column in which scores became dates: what looks like a number there is not safe either."""
    dates = [k for k, cell in enumerate(cells) if wrong.get(cell) == "date-in-score-column"]
    first = dates[0]
    one = cell_problem("date-in-score-column", _text(cells[first]), row=rows[first], column=name)
    n = len(rows)
    return ScoreColumn([None] * n, [S.UNKNOWN] * n, responses or [None] * n, [one])


_SAYS = {
    "negative-points": "{shown} is below zero. Type the points that were earned, or leave it "
    "blank.",
    "not-a-number": "{shown} is no usable number. Type the points that were earned, "
    "or leave it blank.",
    "date-in-score-column": "{shown} is a date: a spreadsheet program changed scores like 7/10, "
    "and no cell of this column is safe. Export the file again and do not save it in between.",
    "percent-or-points": "{shown} is a percentage; points are needed. Type points, or give the "
    "item's maximum and say that the cells are percent.",
    "unknown-word": "{shown} is neither points nor a word that is known here. Type points, leave "
    "it blank, or say what the word means.",
}


def cell_problem(code: str, text: str, *, row: int, column: str) -> Problem:
    """The problem of one cell: where it is, what stands there, what would be right."""
    return problem(code, _SAYS[code].format(shown=shown(clean(text))), row=row, column=column)


def shown(text: str) -> str:
    """A cell's text as a message may repeat it: never what could be somebody's name.

    >>> shown("abs"), shown("1e400"), shown("Amara")
    ('"abs"', '"1e400"', 'The text here')
    """
    letters = [c for c in text if c.isalpha()]
    plain = len(letters) <= 3 or (text == text.casefold() and " " not in text)
    return f'"{text}"' if plain and len(text) <= 24 else "The text here"
