"""Counting aloud: the small sentences that checks share."""

from __future__ import annotations

from collections.abc import Iterable


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
