"""Text to records: which sign parts the cells, and rows that run over several lines."""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from .limits import LIMITS, Limits
from .problems import refuse
from .table import Table

SEPARATORS = (",", ";", "\t")
_HINT = re.compile(r'\s*"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_LOOKED_AT = 25
"""Records that are read to decide on the separator."""

_UNLIKELY = 0.4
"""What a sign counts for when the header it makes holds numbers or torn quotation marks."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LARGE = 6_000_000
"""Letters from which equal cells are kept once, which halves the memory of a large file."""

_KEPT_ONCE = 100_000
_SIGNS_PER_CELL = 3
"""Separators per allowed cell; texts are full of commas, but not that full."""

_NUMERIC = re.compile(r"\s*[-+]?[\d.,]+\s*%?\s*")


def read_records(text: str, *, limits: Limits = LIMITS) -> Table:
    """Read text as a table of cells, strictly: nothing is filled up, nothing repaired.

    >>> read_records('id;"a;b"\\r\\n7;"two\\nlines"\\r\\n').records
    [['id', 'a;b'], ['7', 'two\\nlines']]
    """
    most = max(map(text.count, SEPARATORS))
    if most > _SIGNS_PER_CELL * limits.cells:
        raise _too_many("too-many-cells", most, limits.cells, "cells", None)
    hint = _HINT.match(text)
    if hint:
        text = text[hint.end() :]
    separator = hint[1] if hint and hint[1] in SEPARATORS else find_separator(text)
    records: list[list[str]] = []
    rows: list[int] = []
    cells = 0
    large = len(text) > _LARGE
    known: dict[str, str] = {}
    for n, record in enumerate(_strict(text, separator), start=1):
        if len(record) > limits.columns:
            raise _too_many("too-many-columns", len(record), limits.columns, "columns", n)
        cells += len(record)
        if cells > limits.cells:
            raise _too_many("too-many-cells", cells, limits.cells, "cells", n)
        if n > limits.rows:
            raise _too_many("too-many-rows", n, limits.rows, "rows", n)
        if any(map(str.strip, record)):
            if large:
                once = known.setdefault if len(known) < _KEPT_ONCE else known.get
                record = list(map(once, record, record))
            records.append(record)
            rows.append(n)
    if not records:
        raise refuse("empty-file", "The file holds no text. Export it again.")
    _trim(records)
    return Table(records, rows, separator)


def _too_many(code: str, n: int, most: int, what: str, row: int | None) -> Exception:
    return refuse(
        code,
        f"The table has more than {most:,} {what}. Export one assessment at a time, or split the "
        "file (for example by school).",
        row=row,
    )


def _trim(records: list[list[str]]) -> None:
    """Drop the empty cells that spreadsheet programs leave at the right of every row."""
    width = max(map(len, records))
    if not any(len(r) == width and r[-1].strip() for r in records):
        used = 0
        for record in records:
            k = len(record)
            while k > used and not record[k - 1].strip():
                k -= 1
            used = max(used, k)
        for record in records:
            del record[used:]


def _strict(text: str, separator: str) -> Iterator[list[str]]:
    """All records, with the reader's complaints in plain words."""
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    n = 0
    try:
        for record in reader:
            n += 1
            yield record
    except csv.Error as error:
        raise _complaint(str(error), n + 1) from None


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; only CR and LF end a line, whatever else Unicode has."""
    return (match[0] for match in _LINE.finditer(text))


def _complaint(reason: str, row: int) -> Exception:
    if "unexpected end" in reason:
        return refuse(
            "cut-file",
            "A text opens with a quotation mark that is never closed: the file was cut. "
            "Export or copy it again.",
            row=row,
        )
    if "field larger" in reason:
        return refuse(
            "cell-too-long",
            f"A cell holds more than {csv.field_size_limit():,} characters: a quotation mark is "
            "missing, or this is not a table. Export the file again.",
            row=row,
        )
    return refuse(
        "broken-quotes",
        "A quotation mark stands in the middle of a cell. Open the file in a spreadsheet program, "
        "look at this row, and save it as CSV again.",
        row=row,
    )


def find_separator(text: str) -> str:
    """Decide on the sign between cells by reading the first records with each.

    Signs are never counted in the raw text: questions are full of commas and semicolons. The
    sign wins under which most records have the same number of cells, and the first of them
    reads like a header.

    >>> find_separator('name;"a, b, c";q\\nx;1,5;2,5\\n')
    ';'
    """
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        records = _first_records(text, separator)
        widths = Counter(len(r) for r in records if len(r) > 1)
        if not widths:
            continue
        width, n = max(widths.items(), key=lambda pair: pair[1] * (pair[0] - 1))
        first = next(r for r in records if len(r) == width)
        numeric = sum(1 for cell in first if _NUMERIC.fullmatch(cell))
        torn = any(cell.count('"') % 2 for cell in first)
        score = n * (width - 1) * (_UNLIKELY if torn or numeric * 2 > width else 1.0)
        if score > best_score:
            best, best_score = separator, score
    return best


def _first_records(text: str, separator: str) -> list[list[str]]:
    """The first records with this sign, up to the first that cannot be read with it."""
    records: list[list[str]] = []
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    with contextlib.suppress(csv.Error):
        for record in itertools.islice(reader, _LOOKED_AT):
            records.append(record)
    return records
