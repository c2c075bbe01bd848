"""The key of a test: typed, from a file, or as the assessment has it."""

from __future__ import annotations

import re

from plc_data import importers
from plc_data.errors import WorkbenchError
from plc_data.importers.files import open_file
from plc_data.importers.table import clean
from plc_data.model import Assessment

_NUMBER = re.compile(r"\D*0*(\d+)\D*")
_HEADS = frozenset({"key", "answer", "right answer", "correct answer", "correct"})


def of_assessment(assessment: Assessment) -> dict[str, str]:
    """The assessment's own key, by the position of the question."""
    return {str(item.position): "|".join(item.key) for item in assessment.items if item.key}


def typed(text: str, items: list[str]) -> dict[str, str]:
    """A key typed in one line, one answer for each question.

    >>> typed("a, C b|d", ["Q1", "Q2", "Q3"])
    {'Q1': 'A', 'Q2': 'C', 'Q3': 'B|D'}
    """
    answers = [part.upper() for part in re.split(r"[\s,;]+", text.strip()) if part]
    if len(answers) != len(items):
        raise WorkbenchError(
            f"The key has {len(answers)} answers and {len(items)} columns are questions. "
            "Type one for each, with blanks between."
        )
    return dict(zip(items, answers, strict=True))


def read_key(name: str, content: bytes) -> dict[str, str]:
    """A key from a file: two columns, question and key, or the answer key of ZipGrade."""
    tool = importers.read_answer_key(content, name=name)
    if len(tool.forms) == 1 and not tool.problems:
        (items,) = tool.forms.values()
        return {str(item.position): item.key for item in items if item.key}
    try:
        table = open_file(content, name).table
    except importers.Refused as refused:
        raise WorkbenchError(str(refused)) from None
    found: dict[str, str] = {}
    for record in table.records if table is not None else ():
        cells = [clean(cell) for cell in record]
        if len(cells) < 2 or not (cells[0] and cells[1]) or cells[1].casefold() in _HEADS:
            continue
        if cells[0] in found or len(cells[1]) > 20:
            raise _no_key()
        found[cells[0]] = cells[1]
    if not found:
        raise _no_key()
    return found


def _no_key() -> WorkbenchError:
    return WorkbenchError(
        "This is no key: two columns are needed, the question and its right answer, each question "
        "once."
    )


def for_items(key: dict[str, str], items: list[str]) -> dict[str, str]:
    """Tell which answer belongs to which column: by its name, else by its number, else in order.

    >>> for_items({"1": "B", "2": "D"}, ["Q01", "Q02"])
    {'Q01': 'B', 'Q02': 'D'}
    """
    named = {name.casefold(): answer for name, answer in key.items()}
    if all(item.casefold() in named for item in items):
        return {item: named[item.casefold()] for item in items}
    numbers = {match[1]: a for n, a in key.items() if (match := _NUMBER.fullmatch(n))}
    wanted = [match[1] if (match := _NUMBER.fullmatch(item)) else None for item in items]
    if len(set(wanted)) == len(wanted) and all(n in numbers for n in wanted):
        return {item: numbers[n] for item, n in zip(items, wanted, strict=True)}
    if len(key) != len(items):
        raise WorkbenchError(
            f"The key has {len(key)} answers and {len(items)} columns are questions, and their "
            "names do not fit. Correct the key or the choice of columns."
        )
    return dict(zip(items, key.values(), strict=True))
