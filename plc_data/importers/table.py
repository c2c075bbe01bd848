"""A table as read: records of text with the row numbers that a spreadsheet shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from .problems import refuse

_BLANKS = re.compile(r"\s+")
_GUARD = re.compile(r'="(.*)"', re.DOTALL)
_TO_CLEAN = re.compile(r"\xa0|(?:\A|\x00)[\s=']|\s(?:\Z|\x00)")
"""Whether any of the cells, joined by NUL, has something that :func:`clean` takes away."""

_QUOTED_FORMULA = re.compile(r"'[=+\-@\d]")


def clean(cell: str) -> str:
    """A cell without what spreadsheet programs put round it.

    Blanks at the ends, no-break spaces, the ``="..."`` guard of Canvas and Excel, and the
    apostrophe in front of a number or a formula. What is left stays text.

    >>> clean('  ="0041207" '), clean("'0012"), clean("=Ann")
    ('0041207', '0012', '=Ann')
    """
    text = cell.replace("\xa0", " ").strip()
    if text[:2] == '="' and (guarded := _GUARD.fullmatch(text)):
        return guarded[1].replace('""', '"').strip()
    if text[:1] == "'" and _QUOTED_FORMULA.match(text):
        return text[1:].strip()
    return text


def clean_header(cell: str) -> str:
    """A header on one line: line breaks and repeated blanks become one blank."""
    return _BLANKS.sub(" ", clean(cell.removeprefix("\ufeff")))


def clean_column(cells: Sequence[str]) -> list[str]:
    """Clean a column: at once when there is nothing to clean, else each different text once."""
    different = set(cells)
    if not _TO_CLEAN.search("\x00".join(different)):
        return list(cells)
    known = {cell: clean(cell) for cell in different}
    return [known[cell] for cell in cells]


def pick(values: Sequence, places: Sequence[int]) -> tuple:
    """The values at these places."""
    if len(places) > 1:
        return itemgetter(*places)(values)
    return tuple(values[k] for k in places)


def column_letters(index: int) -> str:
    """The name a spreadsheet gives the column, from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Body:
    """What stands below a header: columns of equal length, and each row's number."""

    header: tuple[str, ...]
    columns: list[tuple[str, ...]]
    rows: list[int]
    _cleaned: dict[int, list[str]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.rows)

    def name(self, index: int) -> str:
        """A name to print for a column: its header, or its letter when it has none."""
        return self.header[index] or f"(no header, column {column_letters(index)})"

    def column(self, index: int | None) -> list[str]:
        """A column, cleaned; all blank when there is no such column."""
        if index is None:
            return [""] * len(self)
        if index not in self._cleaned:
            self._cleaned[index] = clean_column(self.columns[index])
        return self._cleaned[index]

    def is_blank(self, index: int) -> bool:
        """Whether nothing stands in the column."""
        return not any(map(str.strip, self.columns[index]))

    def only(self, keep: Sequence[int]) -> Body:
        """The body with these rows, by place in it."""
        if len(keep) == len(self.rows):
            return self
        columns = [pick(column, keep) for column in self.columns]
        cleaned = {k: list(pick(column, keep)) for k, column in self._cleaned.items()}
        return Body(self.header, columns, list(pick(self.rows, keep)), cleaned)


@dataclass(frozen=True)
class Table:
    """One table: records that are not wholly blank, in order.

    ``rows`` are the numbers a spreadsheet would show. ``separator`` is the sign between cells
    of a text file, or "" for a sheet of a workbook.
    """

    records: list[list[str]]
    rows: list[int]
    separator: str = ","
    sheet: str | None = None
    blank_formulas: tuple[tuple[int, int], ...] = field(default=())

    def header(self, place: int = 0) -> tuple[str, ...]:
        """The cleaned cells of the record at this place, without empty ones at its end."""
        if place >= len(self.records):
            return ()
        cells = [clean_header(cell) for cell in self.records[place]]
        while cells and not cells[-1]:
            cells.pop()
        return tuple(cells)

    def below(self, place: int = 0) -> Body:
        """Everything below the record at this place, checked to be even.

        A row with fewer cells than the header is never filled up: the last one means that the
        file was cut, another one that a line break or a sign between cells was lost.
        """
        raw = self.records[place]
        records, rows = self.records[place + 1 :], self.rows[place + 1 :]
        uneven = set(map(len, records)) - {len(raw)}
        for record, row in zip(records, rows, strict=True) if uneven else ():
            if len(record) != len(raw) and (record is not records[-1] or len(record) > len(raw)):
                raise self._uneven(record, row, raw)
        if records and len(records[-1]) < len(raw):
            raise refuse(
                "cut-file",
                f"The last row has {len(records[-1])} cells and the header {len(raw)}: "
                "the file was cut. Export or copy it again.",
                row=rows[-1],
            )
        header = tuple(clean_header(cell) for cell in raw)
        columns = list(zip(*records, strict=True)) if records else [() for _ in raw]
        return Body(header, columns, list(rows))

    def _uneven(self, record: list[str], row: int, header: list[str]) -> Exception:
        return refuse(
            "uneven-rows",
            f"This row has {len(record)} cells and the header {len(header)}. Often a text with a "
            "comma or a line break lost its quotation marks. Export the file again.",
            row=row,
        )
