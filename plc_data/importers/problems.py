"""Every code that a file can be given, in one place; ``docs/import-problems.md`` explains each.

A *problem* is something that a person has to mend or decide. A *warning* is something worth
knowing before saying yes. Both are :class:`plc_data.model.Problem` values; the plan keeps them
in two lists.
"""

from __future__ import annotations

from collections.abc import Iterable

from plc_data.errors import WorkbenchError
from plc_data.model import Problem

CODES: dict[str, str] = {
    # the file itself
    "empty-file": "The file holds nothing.",
    "file-too-large": "The file is larger than what is read in one piece.",
    "too-many-rows": "The table has more rows than what is read in one piece.",
    "too-many-columns": "The table has more columns than any known export.",
    "too-many-cells": "The table has more cells than what is read in one piece.",
    "cell-too-long": "One cell holds more text than a spreadsheet cell can.",
    "cut-file": "The file ends in the middle of a row.",
    "broken-quotes": "A quotation mark stands where none can be.",
    "uneven-rows": "A row has more or fewer cells than the header.",
    "unreadable-text": "The letters of the file cannot be read.",
    "text-guessed-windows": "The file does not say how its letters are written.",
    "nul-in-text": "The file holds NUL characters.",
    "web-page": "The file is a web page, not a table.",
    "not-a-table": "The file is not a table of any kind that is read here.",
    "old-excel": "The file is an old or a locked Excel workbook.",
    "locked-file": "The file is protected by a password.",
    "broken-zip": "The zip file or workbook is damaged.",
    "unsafe-zip": "The zip file is built in a way that is not opened here.",
    "unsafe-xml": "The workbook declares entities, as no spreadsheet program does.",
    "broken-json": "The file looks like JSON and cannot be read.",
    "which-sheet": "The workbook has several sheets that may be meant.",
    "formula-without-value": "A formula was saved without its value.",
    # what it is
    "unknown-layout": "The layout is not one of the known exports.",
    "columns-to-map": "The columns have to be named by a person.",
    "mapping-does-not-fit": "The mapping names something that the file does not have.",
    "totals-only": "The file has totals, but no score per item.",
    "needs-key": "The file has answers and no key.",
    "key-not-results": "The file is an answer key.",
    "roster-not-results": "The file is a class list.",
    "results-not-roster": "The file has no list of students.",
    "standards-not-results": "The file is a list of standards.",
    "not-standards": "The file is not a list of standards.",
    "no-students": "The table has a header and no student.",
    "no-items": "The table has students and no item.",
    "no-student-columns": "Nothing in the table says whose row it is.",
    "survey-without-points": "The form was not a quiz: there are no points in it.",
    # students
    "blank-student": "A row with answers does not say whose it is.",
    "same-id-two-names": "Two different names share an id.",
    "same-name": "Two rows have the same name and nothing that tells them apart.",
    "spoiled-id": "An id was changed by a spreadsheet program.",
    "tool-id": "The ids are the tool's own, not the school's.",
    "nicknames": "The file names students by nicknames only.",
    "took-no-part": "A student of the file answered nothing.",
    "several-attempts": "Some students have more than one row.",
    "attempts-without-time": "Several rows of one student, and nothing tells which came first.",
    # scores
    "unknown-word": "A word stands where points should stand.",
    "not-a-number": "Something that is no usable number stands where points should stand.",
    "negative-points": "Points below zero.",
    "points-above-maximum": "More points than the item can give.",
    "date-in-score-column": "A spreadsheet program turned scores into dates.",
    "percent-or-points": "The cells may be percent or points.",
    "mixed-decimals": "Some numbers use a decimal comma, others a decimal point.",
    "maximum-unknown": "The file does not say how many points an item can give.",
    "maximum-varies": "An item has several maxima in one file.",
    "maximum-differs": "The file and the assessment disagree about an item's points.",
    "one-point-each": "Each right answer was counted as one point.",
    "key-versions": "The file mixes several forms of the assessment.",
    "total-differs": "The tool's total is not the sum of its items.",
    "several-assignments": "The file has several assignments.",
    "duplicate-header": "Two columns have the same name.",
    "duplicate-answer": "One student has two answers to one item.",
    "column-not-used": "A column with numbers was not used.",
    # against the roster and the assessment
    "not-on-roster": "A student of the file is not on the roster.",
    "which-student": "A row fits more than one student, or not surely.",
    "item-count-differs": "The file and the assessment have different numbers of items.",
    "item-label-differs": "An item of the file carries another number than the assessment's.",
    "unknown-option": "An answer is not an option of its item.",
    # rosters and standards
    "duplicate-student": "An id stands twice on the roster.",
    "unknown-section": "A student is in a class that the roster does not list.",
    "missing-file": "The folder or zip lacks a file that is needed.",
    "missing-column": "A file lacks a column that is needed.",
    "files-in-folder": "The zip holds a folder instead of the files.",
    "missing-code": "A standard has no code.",
    "duplicate-code": "A code stands twice in the list.",
    "more-of-these": "There are more problems of this kind than are listed.",
}
"""Code -> what it means, in one line."""

ACCEPTABLE = frozenset(
    {
        "points-above-maximum",
        "unknown-word",
        "blank-student",
        "not-a-number",
        "negative-points",
        "date-in-score-column",
        "item-label-differs",
        "maximum-differs",
        "unknown-option",
        "not-on-roster",
        "formula-without-value",
        "more-of-these",
    }
)
"""Problems that a person may accept: the cell or row is then left out (bonus points are kept)."""

MOST_LISTED = 40
"""Problems of one code that are listed singly; beyond, one line says that there are more."""


class Refused(WorkbenchError):
    """The file cannot be read as what it should be; ``problems`` say why and what to do."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(p.message for p in problems))


def problem(
    code: str, message: str, *, row: int | None = None, column: str | None = None
) -> Problem:
    """Make a problem whose code is in the list; an unlisted one is a bug."""
    if code not in CODES:
        raise KeyError(f"{code} is not in plc_data.importers.problems.CODES")
    return Problem(code=code, message=message, row=row, column=column)


def refuse(
    code: str, message: str, *, row: int | None = None, column: str | None = None
) -> Refused:
    """Make the refusal with one problem; the caller raises it."""
    return Refused(problem(code, message, row=row, column=column))


def shortened(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The list as given, but at most ``MOST_LISTED`` of a code, and a line that says so.

    >>> many = [problem("unknown-word", "?", row=n) for n in range(100)]
    >>> len(shortened(many)), shortened(many)[-1].message
    (41, 'There are more problems like these (unknown-word) than are listed.')
    """
    listed: list[Problem] = []
    seen: dict[str, int] = {}
    for one in problems:
        seen[one.code] = seen.get(one.code, 0) + 1
        if seen[one.code] <= MOST_LISTED:
            listed.append(one)
    for code, n in seen.items():
        if n > MOST_LISTED:
            text = f"There are more problems like these ({code}) than are listed."
            listed.append(problem("more-of-these", text))
    return tuple(listed)
