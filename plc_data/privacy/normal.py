"""Read a text as a name search must: without the dress, and with the way back to the raw text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

_LIKE = (
    ("аеорсухіјѕӏԁԛԝһкмтвн", "aeopcyxijsldqwhkmtbh"),  # Cyrillic
    ("АЕОРСУХІЈЅӀКМТВН", "aeopcyxijslkmtbh"),
    ("αερτχικνοωυ", "aeptxikvowy"),  # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
    ("ħıŋŧ", "hint"),  # Latin letters that do not come apart into a letter and a mark
)
_LOOKS_LIKE = {ord(a): b for seen, plain in _LIKE for a, b in zip(seen, plain, strict=True)}
_LONGER = {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "đ": "d", "ø": "o", "ł": "l"}
_UMLAUT = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"}


@dataclass(frozen=True)
class Reading:
    """A text as lower-case words with one space between, and where each letter stood.

    ``text[i]`` came from ``raw[origin[i]]``. Whatever is not a letter or digit separates words.
    """

    text: str
    origin: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the raw text that ``text[start:end]`` was read from."""
        return self.origin[start], self.origin[end - 1] + 1


def read(raw: str) -> Reading:
    """Normalise for the search: no case, marks, zero-width characters, look-alikes or breaks.

    Examples
    --------
    >>> read("José  O’Neil-\\nPark").text
    'jose oneilpark'
    >>> read("ＭＡＲÍＡ\\u200b K.").text
    'maria k'
    """
    letters: list[str] = []
    origin: list[int] = []
    gap = None
    for at, character in enumerate(raw):
        plain = _plain(character)
        if plain is None or (character in _APOSTROPHES and _inside_word(raw, at)):
            continue
        if plain == " ":
            if gap is None:
                gap = at
            continue
        if gap is not None:
            if letters and not _broken_word(raw, gap, at):
                letters.append(" ")
                origin.append(gap)
            gap = None
        letters.extend(plain)
        origin.extend([at] * len(plain))
    return Reading("".join(letters), tuple(origin))


def words(name: str) -> tuple[str, ...]:
    """The words of a name as the search reads them.

    Examples
    --------
    >>> words("van der Berg"), words("O'Brien-Łuczak")
    (('van', 'der', 'berg'), ('obrien', 'luczak'))
    """
    return tuple(read(name).text.split())


def spelled_out(name: str) -> str:
    """The name with umlauts written as two letters, as many keyboards make people do."""
    composed = unicodedata.normalize("NFC", name.casefold())
    return "".join(_UMLAUT.get(c, c) for c in composed)


_APOSTROPHES = frozenset("'’‘ʼ`´′＇")
_HYPHENS = frozenset("-‐‑‒–­")


def _inside_word(raw: str, at: int) -> bool:
    """True for the apostrophe of O'Brien; False for the one of Maria's, which ends a word."""
    before = raw[at - 1 : at]
    after = raw[at + 1 : at + 3]
    if not (before.isalpha() and after[:1].isalpha()):
        return False
    ends_there = not after[1:2].isalpha()
    return not (ends_there and after[0] in "sS")


def _broken_word(raw: str, gap: int, at: int) -> bool:
    """True when the gap is a hyphen at the end of a line."""
    between = "".join(c for c in raw[gap:at] if _plain(c) is not None)
    return bool(between) and between[0] in _HYPHENS and "\n" in between and not between[1:].strip()


@cache
def _plain(character: str) -> str | None:
    """The letters a character stands for, a space for a separator, None for what is not seen."""
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return None
    if character.lower() in _LONGER:
        return _LONGER[character.lower()]
    apart = unicodedata.normalize("NFKD", character).translate(_LOOKS_LIKE).casefold()
    return "".join(c for c in apart if c.isalnum()) or " "
