"""Word lists of the name search: short forms, names that are also words, little words."""

from __future__ import annotations

from functools import cache
from importlib import resources


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set; short lists read better as one line of words."""
    return frozenset(text.split())


@cache
def _lines(name: str) -> tuple[str, ...]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _short_forms() -> dict[str, tuple[str, ...]]:
    entries = (line.split(": ", 1) for line in _lines("nicknames.txt"))
    return {name: tuple(short.split()) for name, short in entries}


def short_forms(given: str) -> tuple[str, ...]:
    """Short forms of a given name (one lower-case word), or an empty tuple.

    Examples
    --------
    >>> short_forms("robert")
    ('rob', 'bob', 'bobby', 'robbie', 'bert')
    >>> short_forms("zoltan")
    ()
    """
    return _short_forms().get(given, ())


@cache
def function_words() -> frozenset[str]:
    """Little words (so, an, my) that are a name for some families."""
    return word_set(" ".join(_lines("function_words.txt")))


@cache
def word_names() -> frozenset[str]:
    """Names that are also words (Will, Grace, Page); the little words are among them."""
    return word_set(" ".join(_lines("word_names.txt"))) | function_words()


@cache
def place_names() -> frozenset[str]:
    """Names that are also places or languages (Jordan, Paris): always asked about."""
    return word_set(" ".join(_lines("place_names.txt")))
