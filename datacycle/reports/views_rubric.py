"""From answers to tables: how many students reached which level of each rubric row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plc_data.model import Assessment, Item

from .tables import Column, Kind, Table

if TYPE_CHECKING:
    import pandas as pd


def levels_table(answers: pd.DataFrame, assessment: Assessment) -> Table:
    """One row per rubric row: students on each level, lowest first.

    ``answers`` is the frame ``RESPONSES``. Points between two levels count for the lower one; who
    has no points on a row is in no level.
    """
    rows = [item for item in assessment.items if item.levels]
    most = max((len(item.levels) for item in rows), default=0)
    points = answers[answers["points"].notna()]
    return Table(
        "Students on each level",
        (
            Column("row", "Rubric row", row_header=True),
            *(Column(f"level_{n}", _level_name(rows, n), Kind.COUNT) for n in range(1, most + 1)),
        ),
        tuple(
            (item.label, *_counts(item, points.loc[points["item_id"] == item.id, "points"], most))
            for item in rows
        ),
        empty="This assessment has no rubric.",
    )


def _level_name(rows: list[Item], n: int) -> str:
    """The level's own name where all rows agree on it."""
    names = {item.levels[n - 1].label for item in rows if len(item.levels) >= n}
    return names.pop() if len(names) == 1 else f"Level {n}"


def _counts(item: Item, points: pd.Series, most: int) -> list[int | None]:
    floors = [level.points for level in item.levels]
    ends = [*floors[1:], float("inf")]
    counts: list[int | None] = [
        int(((points >= low) & (points < end)).sum()) for low, end in zip(floors, ends, strict=True)
    ]
    return counts + [None] * (most - len(counts))
