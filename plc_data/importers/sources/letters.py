"""Answers as letters, scored with a key that the file or a person gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from plc_data.model import ResponseStatus

from ..cells import WORDS, Cell, ScoreColumn, read_column, read_points
from ..drafts import Draft
from ..numbers import any_number, fraction, number
from ..problems import refuse
from ..table import clean

S = ResponseStatus
_LETTERS = re.compile(r"[A-Za-z](?:[ ,;/]?[A-Za-z]){0,4}|true|false", re.IGNORECASE)
_MOST_LETTERS = 3
_PARTS = re.compile(r"[ ,;/]")


def kind_of(texts: set[str]) -> str:
    """What the different texts of the item columns are: "points", "letters", or refused.

    >>> kind_of({"1", "0", "EX"}), kind_of({"A", "B", "BD"})
    ('points', 'letters')
    """
    numbers = {t for t in texts if any_number(t) is not None or fraction(t) or t.endswith("%")}
    options = {t for t in texts - numbers if _LETTERS.fullmatch(t) and len(t) == 1}
    if options and len(numbers) <= 1 and len(options) > 1:
        return "letters"
    if numbers and options and len(options) > 2:
        raise refuse(
            "columns-to-map",
            "The item columns hold both numbers and letters. Some tools write a number for a right "
            'answer and the letter of a wrong one: if so, say it in a mapping with "cells": '
            '"points_or_wrong_letter".',
        )
    return "points"


def may_be_scores(cells: Sequence[str], words: Mapping[str, ResponseStatus]) -> bool:
    """Whether at least half of the filled cells are points, single letters or known words.

    >>> may_be_scores(["1", "0", "abs"], {}), may_be_scores(["because", "I added"], {})
    (True, False)
    """
    known = {**WORDS, **words}
    filled = [(clean(cell), n) for cell, n in Counter(cells).items() if clean(cell)]
    good = sum(
        n
        for cell, n in filled
        if (_LETTERS.fullmatch(cell) and len(cell) <= _MOST_LETTERS)
        or read_points(cell, words=known).wrong != "unknown-word"
        or number(cell, ",") is not None
        or fraction(cell)
    )
    return good * 2 >= sum(n for _, n in filled)


def answer_form(text: str) -> str:
    """An answer as it is compared with a key: capitals, without signs between the letters.

    >>> answer_form("b, d"), answer_form("D B")
    ('BD', 'BD')
    """
    letters = _PARTS.sub("", text.upper())
    return letters if letters in ("TRUE", "FALSE") else "".join(sorted(letters))


def score(
    draft: Draft,
    raw: Sequence[Sequence[str]],
    *,
    kind: str,
    keys: Sequence[str],
    maxima: Sequence[float | None],
    rows: Sequence[int],
    words: Mapping[str, ResponseStatus],
    names: Sequence[str],
) -> tuple[list[ScoreColumn], list[float | None]]:
    """Score each column: its key's answer earns the item's points, another one 0."""
    if kind == "letters" and not all(keys):
        lacking = [name for name, key in zip(names, keys, strict=True) if not key]
        raise refuse(
            "needs-key",
            "The file holds answers (letters) and no key"
            + (f" for {len(lacking)} item(s)" if len(lacking) < len(keys) else "")
            + '. Add a row "KEY" with the right answers under the header, or give the key in a '
            "mapping.",
            column=lacking[0],
        )
    columns, found = [], []
    for cells, key, most, name in zip(raw, keys, maxima, names, strict=True):
        if kind == "letters":
            worth = most or 1.0
            right = {answer_form(k) for k in key.split("|")}
            read = _letter_reader(right, worth, words)
        else:
            worth = most
            read = _right_or_letter(words)
        responses = [clean(cell) or None for cell in cells]
        columns.append(read_column(cells, read, rows=rows, name=name, responses=responses))
        found.append(worth)
    _blank_rows_are_missing(columns)
    if kind == "letters" and not any(maxima):
        draft.warn("one-point-each", "Each right answer was counted as one point.")
    return columns, found


def _letter_reader(right: set[str], worth: float, words: Mapping[str, ResponseStatus]):
    def read(cell: str) -> Cell:
        text = clean(cell)
        if not text:
            return Cell(None, S.NO_RESPONSE)
        if text.casefold() in words and text.upper() not in right:
            return Cell(None, words[text.casefold()])
        if not _LETTERS.fullmatch(text) and answer_form(text) not in right:
            return Cell(None, S.UNKNOWN, "unknown-word")
        return Cell(worth if answer_form(text) in right else 0.0, S.SCORED)

    return read


def _right_or_letter(words: Mapping[str, ResponseStatus]):
    """A number is points earned; a letter is the wrong answer that was given: 0."""

    def read(cell: str) -> Cell:
        text = clean(cell)
        if not text:
            return Cell(None, S.NO_RESPONSE)
        if _LETTERS.fullmatch(text) and text.casefold() not in words:
            return Cell(0.0, S.SCORED)
        return read_points(text, words=words)

    return read


def _blank_rows_are_missing(columns: list[ScoreColumn]) -> None:
    """A row without any answer is a student who was absent, not one who left all blank."""
    statuses = [column.statuses for column in columns]
    for k in range(len(statuses[0])):
        if all(s[k] is S.NO_RESPONSE for s in statuses):
            for column in statuses:
                column[k] = S.MISSING
