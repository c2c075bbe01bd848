"""Names as they are compared: without accents, signs, capitals or order; never re-written."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´ʼ.]")
_PARTS = re.compile(r"[^\W_]+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def plain(text: str) -> str:
    """The text in small letters without accents and apostrophes.

    >>> plain("D’Souza"), plain("Nguyễn"), plain("Łukasz")
    ('dsouza', 'nguyen', 'lukasz')
    """
    if text.isascii():
        return _APOSTROPHES.sub("", text.casefold())
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN)).translate(_PLAIN)
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return _APOSTROPHES.sub("", bare)


def parts(text: str) -> tuple[str, ...]:
    """The parts of a name, plain; hyphens and commas part, "Jr." is left out.

    >>> parts("Nakagawa-Reyes, Callie"), parts("Johnson, Jr.")
    (('nakagawa', 'reyes', 'callie'), ('johnson',))
    """
    return tuple(p for p in _PARTS.findall(plain(text)) if p not in _SUFFIXES)


def name_key(text: str) -> str:
    """One word for a name in whatever order and with or without hyphens and blanks.

    >>> name_key("Callie Nakagawa-Reyes") == name_key("NAKAGAWA REYES, Callie")
    True
    """
    return " ".join(sorted(parts(text)))


def joined_keys(given: str, family: str) -> frozenset[str]:
    """Keys that forgive a blank or hyphen lost within the family or the given name.

    >>> "callie nakagawareyes" in joined_keys("Callie", "Nakagawa-Reyes")
    True
    """
    g, f = "".join(parts(given)), "".join(parts(family))
    return frozenset({name_key(f"{given} {family}"), " ".join(sorted(x for x in (g, f) if x))})


def split_comma(name: str) -> tuple[str | None, str | None]:
    """Given and family name of ``Family, Given``; two Nones without a comma.

    >>> split_comma("Johnson, Jr., Max"), split_comma("Max Johnson")
    (('Max', 'Johnson, Jr.'), (None, None))
    """
    pieces = [piece.strip() for piece in name.split(",")]
    if len(pieces) < 2 or not all(pieces):
        return None, None
    if len(pieces) == 2 and set(parts(pieces[1])) == set():
        return None, None
    return pieces[-1], ", ".join(pieces[:-1])
