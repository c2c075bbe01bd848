"""What the headers of a teacher's own sheet say: item, total, maximum."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..numbers import any_number
from ..people import header_word

_NUMBERED = re.compile(
    r"(?:q|que|ques|question|item|problem|prob|task|no|nr|p|frage|aufgabe|pregunta|ejercicio|exercise|ex)?"
    r"[\s._#:-]*\d{1,3}(?:[.\-]\d{1,2})?[a-z]?(?:$|[\s.:)\](/_-].*)",
    re.IGNORECASE | re.DOTALL,
)
_MAXIMUM = re.compile(
    r".*?(?:\(\s*(?:max\.?|out of|/)?\s*(\d{1,3}(?:[.,]\d+)?)\s*(?:pts?|points?|p|marks?|%)?\.?\s*"
    r"\)|/\s*(\d{1,3}(?:[.,]\d+)?)(?:\s*(?:pts?|points?))?)\s*",
    re.IGNORECASE | re.DOTALL,
)
_TOTAL = re.compile(
    r"total|sum\b|score|percent|%|grade|summe|prozent|\bnote\b|promedio|average|mean\b|\bresult\b"
    r"|\bmark\b|\bpoints\b|correct|\braw\b|\bmastery\b",
    re.IGNORECASE,
)
_SUM = re.compile(r"\b(?:total|sum|summe)\b", re.IGNORECASE)
_YEARS = frozenset({"grade", "grade level", "grades", "note"})
_SHARE = re.compile(r"%|percent|prozent|average|mean\b|promedio|grade|mastery", re.IGNORECASE)

MAX_WORDS = frozenset(
    {
        "max", "maximum", "max points", "maximum points", "points possible", "possible",
        "possible points", "out of", "max score", "total possible", "máximo", "punkte", "points",
    }
)  # fmt: skip
KEY_WORDS = frozenset(
    {"key", "answer key", "answers", "answer", "correct", "correct answer", "clave", "lösung"}
)
SUMMARY_WORDS = frozenset(
    {
        "average", "class average", "overall average", "mean", "median", "total", "totals", "sum",
        "count", "n", "std dev", "standard deviation", "sd", "min", "minimum", "promedio",
        "promedio general", "durchschnitt", "moyenne", "percent correct", "percent", "difficulty",
        "class total", "group average", "standard", "standards", "p value",
    }
)  # fmt: skip


def is_total(header: str) -> bool:
    """Whether a header names a total, a share or a grade: never an item.

    >>> is_total("Total"), is_total("Grade"), is_total("Q7")
    (True, True, False)
    """
    return bool(_TOTAL.search(header)) and not _NUMBERED.fullmatch(header)


def is_result(header: str) -> bool:
    """Whether a column may hold a total: a bare "Grade" is the class's year as often as a mark.

    >>> is_result("Total Score"), is_result("Percent"), is_result("Grade")
    (True, True, False)
    """
    return is_total(header) and header_word(header) not in _YEARS


def is_sum(header: str) -> bool:
    """Whether a header names the sum of points (not a percentage)."""
    return is_total(header) and not _SHARE.search(header)


def is_item(header: str) -> bool:
    """Whether a header looks like one item of a test.

    >>> [is_item(h) for h in ("Q1", "3. Which ratio?", "Slope (2)", "Total (10)", "Period")]
    [True, True, True, False, False]
    """
    if not header or is_total(header):
        return False
    return bool(_NUMBERED.fullmatch(header) or _MAXIMUM.fullmatch(header))


def header_maximum(header: str) -> float | None:
    """The maximum that a header states at its end, ``Q1 (2)``, ``Q1 /2``; else None.

    >>> header_maximum("Q1 (2 pts)"), header_maximum("Q. 1 /1,25"), header_maximum("Q1")
    (2.0, 1.25, None)
    """
    match = _MAXIMUM.fullmatch(header)
    if not match:
        return None
    return any_number(match[1] or match[2])


def special_row(cells: Sequence[str]) -> str | None:
    """What a row without a student is ("max", "key", "summary"), by the only word in it."""
    filled = [cell for cell in cells if cell]
    if len(filled) != 1:
        return None
    word = header_word(filled[0])
    for what, words in (("max", MAX_WORDS), ("key", KEY_WORDS), ("summary", SUMMARY_WORDS)):
        if word in words:
            return what
    return None
