"""Numbers as people and programs write them: points, ``7 / 10``, decimal commas, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable

DOT, COMMA = ".", ","

_DOT_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})", re.ASCII)
_DOT_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{1,15})?", re.ASCII)
_COMMA_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:,\d{0,15})?|,\d{1,15})", re.ASCII)
_COMMA_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d{1,15})?", re.ASCII)

_SURELY_COMMA = re.compile(r"[+-]?(?:\d*,(?:\d{1,2}|\d{4,})|0,\d+|[\d.]+\.\d{3},\d+)", re.ASCII)
_SURELY_DOT = re.compile(r"[+-]?(?:\d*\.(?:\d{1,2}|\d{4,})|0\.\d+|[\d,]+,\d{3}\.\d+)", re.ASCII)

_FRACTION = re.compile(r"\s*(--|—|–|[-+]?[\d.,]+)\s*/\s*([\d.,]+)\s*")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?"
    r"|\d{1,2}[-. ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:[-. ]\d{2,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-. ]\d{1,4}",
    re.IGNORECASE | re.ASCII,
)


class MixedDecimals(ValueError):
    """Some numbers are written with a decimal comma and others with a decimal point."""


def decimal_mark(texts: Iterable[str], *, separator: str = COMMA) -> str:
    """Find whether the numbers among these texts use a decimal point or a comma.

    Raises :class:`MixedDecimals` when both are in use. ``1,234`` alone tells nothing; then a
    table parted by semicolons is taken to use commas, as spreadsheet programs do.

    >>> decimal_mark(["8,5", "7"]), decimal_mark(["1,234", "0.5"])
    (',', '.')
    """
    commas = dots = False
    for text in texts:
        if not commas and "," in text and _SURELY_COMMA.fullmatch(text):
            commas = True
        if not dots and "." in text and _SURELY_DOT.fullmatch(text):
            dots = True
    if commas and dots:
        raise MixedDecimals
    if commas or dots:
        return COMMA if commas else DOT
    return COMMA if separator == ";" else DOT


def number(text: str, mark: str = DOT) -> float | None:
    """The number that a text writes out plainly, or None.

    Only digits, a sign and separators: ``1e400``, ``NaN`` or ``0x1F`` are no points.

    >>> number("0.50"), number("1.234,5", ","), number("1e400"), number("abs")
    (0.5, 1234.5, None, None)
    """
    text = text.strip()
    if mark == DOT:
        if _DOT_NUMBER.fullmatch(text):
            return float(text)
        if _DOT_THOUSANDS.fullmatch(text):
            return float(text.replace(",", ""))
        return None
    if _COMMA_THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _COMMA_NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def any_number(text: str) -> float | None:
    """A number standing alone, as in a header, where the mark has to be seen from itself.

    >>> any_number("1,25"), any_number("10.00"), any_number("")
    (1.25, 10.0, None)
    """
    text = text.strip()
    if "," in text and "." not in text:
        return number(text, COMMA)
    return number(text, DOT)


def fraction(text: str) -> tuple[float | None, float] | None:
    """``earned / maximum``; earned is None for ``-- / 2``. None when it is no such cell.

    >>> fraction("0.50 / 2"), fraction("-- / 1"), fraction("7")
    ((0.5, 2.0), (None, 1.0), None)
    """
    match = _FRACTION.fullmatch(text)
    if not match:
        return None
    maximum = any_number(match[2])
    if maximum is None:
        return None
    if match[1] in ("--", "—", "–"):
        return None, maximum
    earned = any_number(match[1])
    return None if earned is None else (earned, maximum)


def looks_like_date(text: str) -> bool:
    """Whether a spreadsheet program would have written this for a date.

    >>> looks_like_date("7-Oct"), looks_like_date("2026-07-10 00:00:00"), looks_like_date("7 / 10")
    (True, True, False)
    """
    return bool(_DATE.fullmatch(text.strip()))
