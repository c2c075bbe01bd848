"""Counting aloud: the small sentences that checks share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import floor

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
"""English whatever the machine's language is: the rest of the sentence is English too."""


def count(n: int, one: str, several: str | None = None) -> str:
    """Say how many of something.

    >>> count(1, "student"), count(3, "student"), count(0, "person", "people")
    ('1 student', '3 students', '0 people')
    """
    return f"{n} {one if n == 1 else several or one + 's'}"


def listed(words: Iterable[str]) -> str:
    """Join words as one would say them.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def day(on: date) -> str:
    """Write a day as one says it.

    >>> day(date(2026, 10, 5))
    'October 5, 2026'
    """
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


def percent(part: float, whole: float = 1) -> str:
    """Write a share in whole percent, for sentences (tables belong to ``reports``).

    >>> percent(17, 24), percent(0.8)
    ('71 %', '80 %')
    """
    return f"{floor(100 * part / whole + 0.5)} %"
