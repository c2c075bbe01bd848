"""Frames drawn in the test, so that the reader sees the data where they are used."""

from __future__ import annotations

import pandas as pd


def table(drawing: str) -> pd.DataFrame:
    """Turn a drawn table into a frame.

    The first line names the columns, a line of ``---+---`` may follow, then one line per row.
    A first column without a name becomes the index (always text). A column whose name ends in
    ``_id``, or that holds anything but numbers, is text; the others are numbers. An empty cell is
    missing. A column without an empty cell and without a decimal point holds whole numbers.

    >>> table('''
    ...        | q1 | q2
    ...     ---+----+---
    ...     s1 |  1 | 0.5
    ...     s2 |    |   0
    ... ''')
         q1   q2
    s1  1.0  0.5
    s2  NaN  0.0
    """
    lines = [
        line for line in drawing.splitlines() if line.strip() and set(line.strip()) - set("-+|")
    ]
    header, *rows = [[cell.strip() for cell in line.strip("\n").split("|")] for line in lines]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row of {len(row)} cells under {len(header)} columns: {row}")
    columns = {
        name: _column(name, [row[position] for row in rows])
        for position, name in enumerate(header)
        if name
    }
    index = [row[0] for row in rows] if not header[0] else None
    return pd.DataFrame(columns, index=index)


def _column(name: str, cells: list[str]) -> list[object] | pd.Series:
    filled = [cell for cell in cells if cell]
    if name.endswith("_id") or not all(_is_number(cell) for cell in filled):
        return [cell or None for cell in cells]
    if len(filled) == len(cells) and not any("." in cell or "e" in cell for cell in cells):
        return [int(cell) for cell in cells]
    return [float(cell) if cell else float("nan") for cell in cells]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return cell.lower() not in {"nan", "inf", "-inf"}
