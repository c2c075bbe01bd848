"""Workbooks (``.xlsx``): values of every sheet as text, with stops before memory runs out."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterable

from .archive import open_archive, read_member
from .limits import LIMITS, Limits
from .problems import refuse
from .records import _trim
from .table import Table

_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


def is_workbook(data: bytes) -> bool:
    """Whether a zip is an Excel workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return False
    return "xl/workbook.xml" in names or (
        "[Content_Types].xml" in names and any(n.startswith("xl/") for n in names)
    )


def read_workbook(data: bytes, *, limits: Limits = LIMITS) -> dict[str, Table]:
    """The sheets that hold anything, by name, as tables of text."""
    has_formulas = _check_members(data, limits)
    values = _sheets(data, limits, data_only=True)
    blank_formulas: dict[str, tuple] = {}
    if has_formulas:
        for name, table in _sheets(data, limits, data_only=False).items():
            blank_formulas[name] = _formulas_without_value(table, values.get(name))
    sheets = {}
    for name, cells in values.items():
        records, rows = [], []
        for number, record in cells:
            records.append(record)
            rows.append(number)
        if records:
            _trim(records)
            width = max(map(len, records))
            records = [record + [""] * (width - len(record)) for record in records]
            sheets[name] = Table(records, rows, "", name, blank_formulas.get(name, ()))
    if not sheets:
        raise refuse("empty-file", "The workbook has no sheet with anything on it.")
    return sheets


def _check_members(data: bytes, limits: Limits) -> bool:
    """Refuse entities (no spreadsheet program writes them); tell whether there are formulas."""
    formulas = False
    cells = tags = 0
    with open_archive(data, limits=limits) as archive:
        for name in archive.namelist():
            if not name.lower().endswith((".xml", ".rels")):
                continue
            content = read_member(archive, name)
            plain = content.replace(b"\x00", b"")
            if _DECLARES.search(plain):
                raise refuse(
                    "unsafe-xml",
                    "The workbook declares entities, which no spreadsheet program writes. It was "
                    "not opened; ask whoever made it, or save the sheet as CSV.",
                )
            cells += len(_CELL.findall(content)) if name.startswith("xl/worksheets/") else 0
            tags += content.count(b"<")
            if cells > limits.workbook_cells or tags > limits.workbook_tags:
                raise _too_many_cells(limits)
            if name.startswith("xl/worksheets/") and _FORMULA.search(content):
                formulas = True
    return formulas


def _too_many_cells(limits: Limits) -> Exception:
    return refuse(
        "too-many-cells",
        f"The workbook has more than {limits.workbook_cells:,} cells. Save the sheet as CSV: CSV "
        "files may be larger.",
    )


def _sheets(data: bytes, limits: Limits, *, data_only: bool) -> dict[str, list]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False
            )
            try:
                budget = [limits.workbook_cells]
                return {
                    sheet.title: list(_rows(sheet, limits, budget)) for sheet in book.worksheets
                }
            finally:
                book.close()
    except (InvalidFileException, zipfile.BadZipFile, *_READER_ERRORS):
        raise refuse(
            "broken-zip",
            "The workbook is damaged or was cut. Download it again, or save the sheet as CSV.",
        ) from None


_READER_ERRORS = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, OSError, EOFError,
    OverflowError, AssertionError, NotImplementedError, RecursionError,
)  # fmt: skip
"""What openpyxl and the XML reader are known to raise on damaged workbooks (by fuzzing)."""


def _rows(sheet, limits: Limits, budget: list[int]) -> Iterable[tuple[int, list[str]]]:
    """Rows that hold anything, with their numbers; the sheet's own size is not believed."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > limits.rows:
            raise refuse("too-many-rows", "The sheet has more rows than a spreadsheet can hold.")
        last = 0
        for k, value in enumerate(row, start=1):
            if value is not None and value != "":
                last = k
        if not last:
            continue
        if last > limits.columns:
            raise refuse(
                "too-many-columns",
                f"A cell stands to the right of the {limits.columns:,}th column. Delete what "
                "stands far to the right, or save the sheet as CSV.",
                row=number,
            )
        budget[0] -= last
        if budget[0] < 0:
            raise _too_many_cells(limits)
        record = [_text(value) for value in row[:last]]
        if any(map(str.strip, record)):
            yield number, record


def _text(value: object) -> str:
    """A cell's value as text: whole numbers without ``.0``, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _formulas_without_value(formulas: list, values: list | None) -> tuple[tuple[int, int], ...]:
    """Cells (row, column from 0) with a formula whose value the program did not save."""
    known = {row: record for row, record in values or ()}
    found = []
    for row, record in formulas:
        read = known.get(row, [])
        for k, text in enumerate(record):
            if text.startswith("=") and not (k < len(read) and read[k].strip()):
                found.append((row, k))
    return tuple(found)
