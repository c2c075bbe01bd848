"""Bytes to text: what kind of file it is by its first bytes, and how its letters are written."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from plc_data.model import Problem

from .problems import problem, refuse


class Kind(StrEnum):
    """What the first bytes say; the file's name is never asked."""

    TEXT = "text"
    JSON = "json"
    ZIP = "zip"


_BINARY = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a text document (RTF)"),
)

_MARKUP = re.compile(
    r"<(!doctype|html|head|body|table|script|meta|\?xml|!--|svg)\b|<!--|<\?xml", re.I
)


def sniff(data: bytes) -> Kind:
    """Tell the kind of a file by its first bytes; refuse what can never be a table.

    >>> sniff(b"id,q1")
    <Kind.TEXT: 'text'>
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise refuse("empty-file", "The file is empty. Export it again and look at its size.")
    if data[:4] == b"PK\x03\x04":
        return Kind.ZIP
    if data[:4] in (b"PK\x05\x06", b"PK\x07\x08"):
        raise refuse("empty-file", "The zip file holds nothing. Export it again.")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise refuse(
            "old-excel",
            "This is an old Excel workbook (.xls) or one locked with a password. "
            "Open it, remove the password, and save it as .xlsx or CSV.",
        )
    for start, what in _BINARY:
        if data.startswith(start):
            raise refuse(
                "not-a-table", f"This is {what}, not a table. Export the results as CSV or .xlsx."
            )
    head = data[:200].removeprefix(codecs.BOM_UTF8).lstrip()
    return Kind.JSON if head[:1] in (b"{", b"[") else Kind.TEXT


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Read the letters: the mark at the start decides, then UTF-8, then windows-1252.

    Returns the text without its byte order mark, and a warning when the file did not say how
    its letters are written.

    >>> decode(b"\\xef\\xbb\\xbfName")
    ('Name', ())
    >>> decode("Peña".encode("cp1252"))[0]
    'Peña'
    """
    text, warnings = _decode(data)
    if "\x00" in text:
        row = text.count("\n", 0, text.index("\x00")) + 1
        raise refuse(
            "nul-in-text",
            "The file holds NUL characters, which no export writes: it is damaged or not a table. "
            "Export it again.",
            row=row,
        )
    sample = text[:4000]
    odd = sum(1 for c in sample if c < " " and c not in "\t\r\n\x0b\x0c\x1a")
    if odd * 50 > len(sample):
        raise refuse("not-a-table", "This is not a text file. Export the results as CSV or .xlsx.")
    return text.rstrip("\x1a"), warnings


def _decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    named = _marked_encoding(data)
    if named:
        try:
            return data.decode(named).lstrip("\ufeff"), ()
        except UnicodeDecodeError as error:
            raise _unreadable(data, error) from None
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _unreadable(data, error) from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _unreadable(data, error) from None
    note = problem(
        "text-guessed-windows",
        "The file is not UTF-8; its letters were read as Windows text. "
        "Look whether names with accents are right.",
    )
    return text, (note,)


def _marked_encoding(data: bytes) -> str | None:
    """The encoding that the first bytes show, or None when they show none."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    head = data[:400]
    if len(head) >= 4:
        if head[1::2].count(0) * 10 > len(head[1::2]) * 7 and 0 not in head[0::2]:
            return "utf-16-le"
        if head[0::2].count(0) * 10 > len(head[0::2]) * 7 and 0 not in head[1::2]:
            return "utf-16-be"
    return None


def _unreadable(data: bytes, error: UnicodeDecodeError) -> Exception:
    row = data.count(b"\n", 0, error.start) + 1
    if error.reason in ("unexpected end of data", "truncated data"):
        return refuse(
            "cut-file",
            "The file ends in the middle of a letter: it was cut. Export or copy it again.",
            row=row,
        )
    return refuse(
        "unreadable-text",
        "The letters of the file cannot be read. Save it as CSV UTF-8 and try again.",
        row=row,
    )


def check_not_markup(text: str) -> None:
    """Refuse a web page (often a sign-in page) or an XML file that is called ``.csv``."""
    if _MARKUP.match(text.lstrip()[:200]):
        raise refuse(
            "web-page",
            "This is a web page, not a table: often the sign-in page was saved instead of the "
            "results. Sign in, export again, and look at the file in a spreadsheet program.",
        )
