"""When an attempt was made, as each tool writes it; only for putting attempts in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""English month names: the tools that write them do so whatever the country."""

_CLOCK = r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp])?\.?[Mm]?\.?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})" + _CLOCK)
_DAY_WORD = re.compile(r"(?:[A-Za-z]{3,9},? )?(\d{1,2}) ([A-Za-z]{3,9})\.? (\d{4})" + _CLOCK)
_WORD_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})" + _CLOCK)


def read_moments(cells: Sequence[str], *, day_first: bool | None = None) -> list[datetime | None]:
    """The moments of a column; all None when the order of day and month cannot be told.

    Time zones are left out: within one file they change at most by the hour of the clock change.

    >>> read_moments(["2026/10/06 9:02:11 PM EDT"])
    [datetime.datetime(2026, 10, 6, 21, 2, 11)]
    >>> read_moments(["1/2/26"]), read_moments(["1/2/26", "1/13/26"])[0].month
    ([None], 1)
    """
    if day_first is None:
        day_first = _day_comes_first(cells)
    return [_moment(cell, day_first) for cell in cells]


def _day_comes_first(cells: Sequence[str]) -> bool | None:
    """True or False when a number above 12 tells; None when none does."""
    for cell in cells:
        if match := _YEAR_LAST.match(cell):
            if int(match[1]) > 12:
                return True
            if int(match[2]) > 12:
                return False
    return None


def _month(word: str) -> int:
    """The number of a month by its first three letters; 0, which is no month, if unknown."""
    short = word[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _moment(cell: str, day_first: bool | None) -> datetime | None:
    text = " ".join(cell.split())
    if match := _YEAR_FIRST.match(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _YEAR_LAST.match(text):
        if day_first is None and match[1] != match[2]:
            return None
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        day, month = (first, second) if day_first else (second, first)
        year += 2000 if year < 100 else 0
    elif match := _DAY_WORD.match(text):
        day, month, year = int(match[1]), _month(match[2]), int(match[3])
    elif match := _WORD_DAY.match(text):
        month, day, year = _month(match[1]), int(match[2]), int(match[3])
    else:
        return None
    hour, minute, second = (int(match[k] or 0) for k in (4, 5, 6))
    half = (match[7] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
