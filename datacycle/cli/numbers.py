"""Numbers from files: item analysis (and targets, growth, groups) without a workspace."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plc_data.errors import DataProblems
from plc_data.model import Problem

if TYPE_CHECKING:
    import pandas as pd

    from .plain_table import PlainTable

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

NOT_POINTS = ("", "na", "n/a", "nan", "null", "none")
"""What a table of points holds where there are none."""

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


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, help="Two columns, item and key: FILE holds answers, not points.")
@click.option("--not-items", multiple=True, help="A column that is no item. May be repeated.")
@click.option(
    "--blank",
    type=click.Choice(["wrong", "missing"]),
    default="wrong",
    show_default=True,
    help="What an empty cell counts as.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, full precision.")
def items(
    file: Path, key: Path | None, not_items: tuple[str, ...], blank: str, as_json: bool
) -> None:
    """Analyse the items of FILE: a header row, one row per student, one column per item.

    Every column is an item but those whose name says person, id, name, e-mail, group or class.
    """
    from datacycle import analysis as an

    from .plain_table import read_plain_table

    table = read_plain_table(file)
    scored = score_answers(table, read_key(key), blank) if key else read_points(
        table, not_items, blank
    )  # fmt: skip
    if scored.n_left_out:
        click.echo(
            f"{scored.n_left_out} students without a single response were left out (absent is "
            "absent, not zero).",
            err=True,
        )
    item_frame, rel = an.item_analysis(scored.scores, n_omitted=scored.n_omitted)
    options = an.option_table(scored.responses, scored.scores, scored.keys) if scored.keys else None
    if as_json:
        click.echo(json.dumps(items_as_json(scored, item_frame, rel, options), indent=2))
    else:
        for line in items_as_text(scored, item_frame, rel, options, blank):
            click.echo(line)


def read_key(path: Path) -> dict[str, tuple[str, ...]]:
    """Read a key file: item and its right option, several parted by ``|``."""
    from .plain_table import read_plain_table

    table = read_plain_table(path)
    if table.cells.shape[1] < 2:
        problem = Problem(
            code="key-columns", message="A key file has two columns with a header: item and key."
        )
        raise DataProblems(path.name, [problem])
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
        raise DataProblems(path.name, problems)
    return keys


def score_answers(table: PlainTable, keys: dict[str, tuple[str, ...]], blank: str) -> Scored:
    """Give each response 1 where it is the key, 0 where not."""
    import numpy as np
    import pandas as pd

    absent = [item for item in keys if item not in table.cells.columns]
    if absent:
        raise DataProblems(
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


def read_points(table: PlainTable, not_items: tuple[str, ...], blank: str) -> Scored:
    """Take the cells as points; every cell that is neither points nor blank is a problem."""
    import numpy as np
    import pandas as pd

    from .plain_table import says_person

    unknown = [name for name in not_items if name not in table.cells.columns]
    if unknown:
        raise click.UsageError(f"--not-items: the file has no column {', '.join(unknown)}.")
    names = [
        name for name in table.cells.columns if name not in not_items and not says_person(name)
    ]
    problems: list[Problem] = []
    columns = {}
    for name in names:
        text = table.cells[name]
        empty = text.str.lower().isin(NOT_POINTS)
        plain = text.where(~empty, "").str.replace(r"^([+-]?\d+),(\d+)$", r"\1.\2", regex=True)
        points = pd.to_numeric(plain.where(~empty), errors="coerce").astype(float)
        strange = ~empty & ~np.isfinite(points)
        if strange.any():
            n = int(strange.sum())
            cells = "One cell is" if n == 1 else f"{n} cells are, this the first,"
            problems.append(
                Problem(
                    code="points-not-a-number",
                    row=int(text.index[strange][0]),
                    column=name,
                    message=f"{cells} neither points nor blank. Answers need --key; a column that "
                    "is no item needs --not-items.",
                )
            )
        columns[name] = points
    if not names:
        problems.append(Problem(code="no-items", message="No column of the file is an item."))
    if problems:
        raise DataProblems(table.source, problems)
    scores = pd.DataFrame(columns)
    present = scores.notna().any(axis=1)
    scores = scores[present]
    return Scored(
        scores=scores.fillna(0.0) if blank == "wrong" else scores,
        n_omitted={item: int(n) for item, n in scores.isna().sum().items()},
        n_left_out=int((~present).sum()),
    )


def items_as_json(scored: Scored, item_frame: Any, rel: Any, options: Any) -> dict[str, Any]:
    """Lay the results out as the documented object; undefined is null."""
    by_item: dict[str, dict[str, Any]] = {str(item): {} for item in scored.scores.columns}
    if options is not None:
        for row in options.itertuples():
            by_item[row.item][row.option] = {
                "n": int(row.n),
                "share": _number(row.share),
                "rest_r": _number(row.rest_r),
            }
    return {
        "n_students": len(scored.scores),
        "n_items": scored.scores.shape[1],
        "alpha": _number(rel.alpha),
        "alpha_low": _number(rel.alpha_low),
        "alpha_high": _number(rel.alpha_high),
        "sem": _number(rel.standard_error),
        "items": [
            {
                "item": row.Index,
                "n": int(row.n),
                "difficulty": _number(row.difficulty),
                "sd": _number(row.sd),
                "item_rest_r": _number(row.item_rest_r),
                "r_low": _number(row.r_low),
                "r_high": _number(row.r_high),
                "discrimination_index": _number(row.discrimination_index),
                "alpha_if_deleted": _number(without),
                "options": by_item[row.Index],
            }
            for row, without in zip(item_frame.itertuples(), rel.alpha_if_deleted, strict=True)
        ],
    }


def _number(value: float) -> float | None:
    value = float(value)
    return value if math.isfinite(value) else None


def items_as_text(scored: Scored, item_frame: Any, rel: Any, options: Any, blank: str) -> list[str]:
    """Lay the results out for reading, with what one class cannot tell left open."""
    from datacycle.analysis import advice

    n, k = scored.scores.shape
    shown, doubt = advice.may_show_r(item_frame), advice.items_in_doubt(item_frame)
    digits = 1 if n < 100 else 2
    alarms = (
        {} if options is None else advice.key_alarms(options).set_index("item").to_dict("index")
    )
    rows = []
    for row in item_frame.itertuples():
        remarks = []
        if doubt[row.Index]:
            remarks.append("look at it")
        if row.Index in alarms:
            alarm = alarms[row.Index]
            remarks.append(f"is the key right? ({alarm['option']}: {alarm['n']} students)")
        rows.append(
            (
                row.Index,
                str(row.n),
                _percent(row.difficulty),
                f"{_percent(row.low)}-{_percent(row.high)}",
                str(row.n_omitted),
                _plain(row.item_rest_r, digits) if shown[row.Index] else "",
                f"{_plain(row.r_low, digits)} to {_plain(row.r_high, digits)}"
                if shown[row.Index]
                else "too few to tell",
                _plain(row.discrimination_index, digits) if shown[row.Index] else "",
                "; ".join(remarks),
            )
        )
    head = ("item", "n", "right %", "95 %", "blank", "item-rest r", "95 %", "upper-lower", "")
    lines = [f"{n} students, {k} items; a blank counts as {blank}.", ""]
    lines += draw_text_table(head, rows)
    lines.append("")
    if advice.may_show_reliability(n, k) and math.isfinite(rel.alpha):
        lines.append(
            f"Alpha {rel.alpha:.2f} (95 % interval {rel.alpha_low:.2f} to {rel.alpha_high:.2f}); "
            f"one student's total is good to +- {rel.standard_error:.1f} points."
        )
    else:
        lines.append("Too few students or items to speak of reliability.")
    if options is not None:
        lines += ["", *_options_as_text(options)]
    return lines


def _options_as_text(options: Any) -> list[str]:
    rows = [
        (
            row.item,
            row.option + (" (key)" if row.is_key else ""),
            str(row.n),
            _percent(row.share),
            _plain(row.mean_total, 1),
        )
        for row in options.itertuples()
    ]
    return draw_text_table(("item", "option", "n", "%", "choosers' mean total"), rows)


def draw_text_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Align a table for a terminal: text left, numbers right.

    >>> draw_text_table(("item", "n"), [("q1", "3"), ("q10", "12")])
    ['item   n', 'q1     3', 'q10   12']
    """
    widths = [max(len(line[i]) for line in [head, *rows]) for i in range(len(head))]
    right = [i > 0 and all(_is_number(row[i]) for row in rows) for i in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in [head, *rows]
    ]


def _is_number(cell: str) -> bool:
    return not cell or cell.lstrip("-").replace(".", "", 1).isdigit()


def _percent(share: float) -> str:
    return "" if math.isnan(share) else f"{100 * share:.0f}"


def _plain(value: float, digits: int) -> str:
    return "" if math.isnan(value) else f"{value:.{digits}f}"


COMMANDS: tuple[click.Command, ...] = (items,)
