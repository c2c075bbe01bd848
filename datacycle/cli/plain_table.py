"""Read a plain table as text: a header row, one row per student, nothing interpreted."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pandas as pd

from plc_data.errors import DataProblems
from plc_data.model import Problem

DELIMITERS = ",;\t|"
SPREADSHEETS = (".xlsx", ".xlsm")
HEADER_ROW = 1

PERSON_WORDS = (
    "person|student|pupil|learner|user|candidate|id|ids|name|names|email|mail|group|class|section"
)
BEFORE_PERSON_WORDS = "first|last|given|family|sur|full|nick|sis|e|group|class|home|local|login"
PERSON_COLUMN = re.compile(rf"(?:(?:{PERSON_WORDS}|{BEFORE_PERSON_WORDS})*)(?:{PERSON_WORDS})")


class TableProblems(DataProblems):
    """A plain table has problems; nothing was computed from it."""

    def _text(self) -> str:
        first, *found, _ = super()._text().splitlines()
        first = first.replace("nothing was stored", "nothing was computed")
        return "\n".join([first, *found, "Each code is explained in docs/explanation/numbers.md."])


@dataclass(frozen=True)
class PlainTable:
    """Cells as text, blank where empty; the index counts rows as the spreadsheet shows them."""

    source: str
    cells: pd.DataFrame


def says_person(column: str) -> bool:
    """Say whether a column's name speaks of the person rather than of an item.

    >>> [says_person(name) for name in ("Student ID", "e-mail", "firstName", "group", "Item1")]
    [True, True, True, True, False]
    >>> [says_person(name) for name in ("video", "Grid 2", "gender", "classify")]
    [False, False, False, False]
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).lower()
    return any(PERSON_COLUMN.fullmatch(word) for word in re.split(r"[^a-z]+", words) if word)


def read_plain_table(path: Path) -> PlainTable:
    """Read CSV (comma, semicolon, tab; any usual encoding) or the first sheet of a workbook.

    Raises ``TableProblems`` with every fault found; nothing is guessed.
    """
    is_sheet = path.suffix.lower() in SPREADSHEETS
    rows = _read_sheet(path) if is_sheet else _read_text(path)
    header = [name.strip() for name in rows.iloc[0]] if len(rows) else []
    cells = rows.iloc[1:].copy()
    cells.index = cells.index + HEADER_ROW
    empty = (cells == "").all(axis=0).to_numpy()
    kept = [i for i, name in enumerate(header) if name or not empty[i]]
    header, cells = [header[i] for i in kept], cells.iloc[:, kept]
    problems = [
        Problem(
            code="header-blank",
            row=HEADER_ROW,
            message=f"Column {i + 1} has cells but no name in the header.",
        )
        for i, name in zip(kept, header, strict=True)
        if not name
    ]
    problems += [
        Problem(
            code="duplicate-header",
            column=name,
            row=HEADER_ROW,
            message="Two columns have this name; each item needs its own.",
        )
        for name in dict.fromkeys(n for n in header if n and header.count(n) > 1)
    ]
    if not header:
        problems.append(Problem(code="empty-file", message="The file has no header row."))
    if problems:
        raise TableProblems(path.name, problems)
    cells.columns = pd.Index(header)
    return PlainTable(path.name, cells[(cells != "").any(axis=1)])


def _read_text(path: Path) -> pd.DataFrame:
    text = _decode(path.read_bytes())
    first = next(iter(csv.reader(StringIO(text))), [])
    line = ",".join(first)
    delimiter = max(DELIMITERS, key=lambda mark: (line.count(mark), -DELIMITERS.index(mark)))
    width = len(next(iter(csv.reader(StringIO(text), delimiter=delimiter)), []))
    if not width:
        return pd.DataFrame()
    try:
        frame = pd.read_csv(
            StringIO(text),
            sep=delimiter,
            header=None,
            names=range(width),
            index_col=False,
            dtype="str",
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
        )
    except pd.errors.ParserError as error:
        found = re.search(r"line (\d+), saw (\d+)", str(error))
        row = int(found[1]) if found else None
        message = f"A row has more cells than the header's {width} columns."
        raise TableProblems(
            path.name, [Problem(code="uneven-rows", row=row, message=message)]
        ) from None
    return frame.fillna("").apply(lambda column: column.str.strip())


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read_sheet(path: Path) -> pd.DataFrame:
    from zipfile import BadZipFile

    try:
        frame = pd.read_excel(path, header=None, dtype=object, na_filter=False)
    except (BadZipFile, ValueError, KeyError):
        problem = Problem(code="not-a-table", message="This is not a spreadsheet file.")
        raise TableProblems(path.name, [problem]) from None
    return frame.map(lambda cell: "" if cell is None else _as_text(cell)).astype("str")


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
