"""From a plain table to scores: by a key, or by the points that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plc_data.model import Problem

from .plain_table import PlainTable, TableProblems, read_plain_table, says_person

if TYPE_CHECKING:
    import pandas as pd

NOT_POINTS = ("", "na", "n/a", "nan", "null", "none")
"""What a table of points holds where there are none."""

EDGE = 3
"""How many rows at the head and the foot may be something else than students."""

EITHER = "|"
"""Parts several right options of one item in a key file: ``A|C``."""


@dataclass(frozen=True)
class Scored:
    """A file's scores, ready to analyse; ``responses`` and ``keys`` only where a key was given."""

    scores: pd.DataFrame
    n_omitted: dict[str, int]
    n_left_out: int
    responses: pd.DataFrame | None = None
    keys: dict[str, tuple[str, ...]] | None = None
    max_points: dict[str, float] | None = None
    """What the file says an item can give: in its header, ``Tone (4)``, or in a row of maxima."""


def read_key(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a key file: item and its right option, several parted by ``|``."""
    table = read_plain_table(path)
    if table.cells.shape[1] < 2:
        problem = Problem(
            code="key-columns", message="A key file has two columns with a header: item and key."
        )
        raise TableProblems(path.name, [problem])
    keys: dict[str, tuple[str, ...]] = {}
    problems = []
    for row, item, right in table.cells.iloc[:, :2].itertuples():
        options = tuple(part.strip() for part in right.split(EITHER) if part.strip())
        if item in keys:
            problems.append(
                Problem(code="key-item-twice", row=row, message=f"{item} already has a key.")
            )
        if not item or not options:
            problems.append(
                Problem(code="key-blank", row=row, message="An item and its key belong here.")
            )
        keys[item] = options
    if not keys:
        problems.append(Problem(code="key-empty", message="The key names no item."))
    if problems:
        raise TableProblems(path.name, problems)
    return keys


def score_answers(table: PlainTable, keys: dict[str, tuple[str, ...]], blank: str) -> Scored:
    """Give each response 1 where it is the key, 0 where not."""
    import numpy as np
    import pandas as pd

    absent = [item for item in keys if item not in table.cells.columns]
    if absent:
        raise TableProblems(
            table.source,
            [
                Problem(
                    code="key-item-unknown",
                    column=item,
                    message="The key names this item, but the file has no such column.",
                )
                for item in absent
            ],
        )
    cells = table.cells[list(keys)]
    present = (cells != "").any(axis=1)
    cells = cells[present]
    empty = cells == ""
    scores = pd.DataFrame(
        {item: cells[item].isin(keys[item]).to_numpy(dtype=np.uint8) for item in keys},
        index=cells.index,
    )
    return Scored(
        scores=scores.where(~empty) if blank == "missing" and empty.any(axis=None) else scores,
        n_omitted={item: int(n) for item, n in empty.sum().items()},
        n_left_out=int((~present).sum()),
        responses=cells.mask(empty),
        keys=keys,
    )


def column_names(table: PlainTable, named: tuple[str, ...]) -> tuple[str, ...]:
    """Look up the columns that are no items; one value may name several, with commas between."""
    found: list[str] = []
    for name in named:
        parts = [name] if name in table.cells.columns else [p.strip() for p in name.split(",")]
        found += [part for part in parts if part]
    unknown = [name for name in found if name not in table.cells.columns]
    if unknown:
        raise click.UsageError(f"--not-items: the file has no column {', '.join(unknown)}.")
    return tuple(found)


def read_points(table: PlainTable, not_items: tuple[str, ...], blank: str) -> Scored:
    """Take the cells as points; every cell that is neither points nor blank is a problem."""
    import numpy as np
    import pandas as pd

    names = [
        name for name in table.cells.columns if name not in not_items and not says_person(name)
    ]
    cells, maxima = _without_special_rows(table.cells, names)
    problems: list[Problem] = []
    columns = {}
    for name in names:
        text = cells[name]
        points = pd.to_numeric(text, errors="coerce").astype(float)
        unread = points.isna() | np.isinf(points)
        odd = text[unread & (text != "")]
        odd = odd[~odd.str.lower().isin(NOT_POINTS)]
        with_comma = odd.str.replace(r"^([+-]?\d+),(\d+)$", r"\1.\2", regex=True)
        points[odd.index] = pd.to_numeric(with_comma, errors="coerce").astype(float)
        strange = odd.index[~np.isfinite(points[odd.index])]
        if len(strange):
            n = len(strange)
            which = "One cell is" if n == 1 else f"{n} cells are, this the first,"
            problems.append(
                Problem(
                    code="not-a-number",
                    row=int(strange[0]),
                    column=name,
                    message=f"{which} neither points nor blank. Answers need --key; a column that "
                    "is no item needs --not-items.",
                )
            )
        columns[name] = points
    if not names:
        problems.append(Problem(code="no-items", message="No column of the file is an item."))
    if problems:
        raise TableProblems(table.source, problems)
    scores = pd.DataFrame(columns)
    present = scores.notna().any(axis=1)
    scores = scores[present]
    return Scored(
        scores=scores.fillna(0.0) if blank == "wrong" else scores,
        n_omitted={item: int(n) for item, n in scores.isna().sum().items()},
        n_left_out=int((~present).sum()),
        max_points=maxima,
    )


def _without_special_rows(
    cells: pd.DataFrame, items: list[str]
) -> tuple[pd.DataFrame, dict[str, float]]:
    """Part students from rows that are none (MAX, Average), and read what an item can give.

    Such rows stand at the head or at the foot of a sheet.
    """
    from plc_data.importers.sources.headers import header_maximum, special_row

    people = [name for name in cells.columns if says_person(name)]
    said = {name: header_maximum(name) for name in items}
    others = []
    for row in dict.fromkeys([*cells.index[:EDGE], *cells.index[-EDGE:]]):
        kind = special_row(cells.loc[row, people].tolist())
        if kind is not None:
            others.append(row)
        if kind == "max":
            said |= {name: _points(cells.at[row, name]) or said[name] for name in items}
    return cells.drop(index=others), {name: most for name, most in said.items() if most}


def _points(cell: str) -> float | None:
    """The number of a cell; None for anything else."""
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None
