"""One testing from files: a plain table, its key, its map of targets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plc_data.model import Problem

from .plain_table import PlainTable, TableProblems, read_plain_table, says_person
from .scored_table import Scored, read_key, read_points, score_answers

if TYPE_CHECKING:
    import pandas as pd

    from plc_data.model import Assessment, MasteryRule

ALL_ITEMS = "all items"
"""The one target of a file whose items are not divided into targets."""


@dataclass(frozen=True)
class Testing:
    """A file as the analysis wants it: answers, and an assessment that knows the targets."""

    answers: pd.DataFrame
    assessment: Assessment
    roster: tuple[str, ...]
    totals: pd.Series
    """Points of each student who was there."""
    max_points: float


def read_testing(
    file: Path,
    *,
    targets: Path | None,
    key: Path | None,
    misconceptions: Path | None,
    blank: str,
    rule: MasteryRule,
) -> Testing:
    """Read a plain table, its key and its map of targets into answers and an assessment."""
    import pandas as pd

    from plc_data.model import ResponseStatus

    table = read_plain_table(file)
    students = _student_ids(table)
    target_of, told = _read_targets(targets) if targets else ({}, {})
    not_items = tuple(c for c in table.cells.columns if target_of and c not in target_of)
    keys = read_key(key) if key else None
    unknown = [item for item in target_of if item not in (keys or table.cells.columns)]
    if targets and unknown:
        raise TableProblems(
            targets.name,
            [
                Problem(
                    code="target-item-unknown",
                    message=f"{item} has a target, but {file.name} has no such item.",
                )
                for item in unknown
            ],
        )
    scored = (
        score_answers(table, keys, "missing") if keys else read_points(table, not_items, "missing")
    )
    scores = scored.scores
    most = {
        item: float(told.get(item, 1 if key else max(1.0, scores[item].max())))
        for item in scores.columns
    }
    _refuse_too_many_points(file, scores, most)
    long = scores.rename_axis("row").melt(
        ignore_index=False, var_name="item_id", value_name="points"
    )
    long["student_id"] = [students[row] for row in long.index]
    long["max_points"] = long["item_id"].map(most)
    empty = ResponseStatus.NO_RESPONSE if blank == "wrong" else ResponseStatus.NOT_ASSIGNED
    long["status"] = (
        long["points"].isna().map({True: empty.value, False: ResponseStatus.SCORED.value})
    )
    responses = scored.responses
    long["response"] = pd.Series(
        responses.melt()["value"].to_numpy() if responses is not None else None,
        index=long.index,
        dtype="str",
    )
    present = [students[row] for row in scores.index]
    return Testing(
        answers=long.reset_index(drop=True),
        assessment=_as_assessment(
            scored, target_of, most, _read_misconceptions(misconceptions), rule
        ),
        roster=tuple(students.values()),
        totals=pd.Series(scores.sum(axis=1).to_numpy(), index=present),
        max_points=sum(most.values()),
    )


def _student_ids(table: PlainTable) -> dict[int, str]:
    """Each row's student: the column whose name says id, else the first that says person."""
    named = [name for name in table.cells.columns if says_person(name)]
    best = [n for n in named if "id" in n.lower().replace("_", " ").replace("-", " ").split()]
    best = best or [n for n in named if n.lower().endswith("id")] or named
    if not best:
        return {row: f"row {row}" for row in table.cells.index}
    ids = table.cells[best[0]]
    problems = [
        Problem(code="blank-student", row=int(row), column=best[0], message="No student id.")
        for row in ids.index[ids == ""]
    ]
    problems += [
        Problem(
            code="duplicate-student",
            row=int(row),
            column=best[0],
            message="This student stands in an earlier row; keep one attempt.",
        )
        for row in ids.index[ids.duplicated() & (ids != "")]
    ]
    if problems:
        raise TableProblems(table.source, problems)
    return {int(row): student for row, student in ids.items()}


def _read_targets(path: Path) -> tuple[dict[str, str], dict[str, float]]:
    """Read item, target and, where there is such a column, max_points."""
    rows = _read_map(path, ("item", "target"))
    told, problems = {}, []
    for line, row in rows.items():
        points = row.get("max_points", "")
        try:
            if points:
                told[row["item"]] = float(points)
        except ValueError:
            problems.append(
                Problem(code="not-a-number", row=line, column="max_points",
                        message="The most points of an item are a number.")
            )  # fmt: skip
    if problems:
        raise TableProblems(path.name, problems)
    return {row["item"]: row["target"] for row in rows.values()}, told


def _read_misconceptions(path: Path | None) -> dict[tuple[str, str], str]:
    if path is None:
        return {}
    rows = _read_map(path, ("item", "option", "misconception"))
    return {(row["item"], row["option"]): row["misconception"] for row in rows.values()}


def _read_map(path: Path, needed: Iterable[str]) -> dict[int, dict[str, str]]:
    """Read a small table with named columns, nothing blank in those that are needed."""
    cells = read_plain_table(path).cells
    cells.columns = [name.lower().replace(" ", "_") for name in cells.columns]
    missing = [name for name in needed if name not in cells.columns]
    problems = [
        Problem(code="missing-column", column=name, message="This column is needed.")
        for name in missing
    ]
    rows = {int(row): dict(values) for row, values in cells.iterrows()}
    problems += [
        Problem(code="cell-blank", row=row, column=name, message="This cell is needed.")
        for row, values in rows.items()
        for name in needed
        if name not in missing and not values[name]
    ]
    if problems:
        raise TableProblems(path.name, problems)
    return rows


def _refuse_too_many_points(file: Path, scores: pd.DataFrame, most: dict[str, float]) -> None:
    problems = [
        Problem(
            code="points-above-maximum",
            row=int(row),
            column=item,
            message=f"More points than the {most[item]:g} that the item can earn.",
        )
        for item in scores.columns
        for row in scores.index[scores[item] > most[item]][:1]
    ]
    if problems:
        raise TableProblems(file.name, problems)


def _as_assessment(
    scored: Scored,
    target_of: dict[str, str],
    most: dict[str, float],
    misconceptions: dict[tuple[str, str], str],
    rule: MasteryRule,
) -> Assessment:
    from plc_data.model import Assessment, Item, LearningTarget, Option

    items = [item for item in scored.scores.columns if not target_of or item in target_of]
    targets = dict.fromkeys(target_of.get(item, ALL_ITEMS) for item in items)
    meant: dict[str, dict[str, str]] = {}
    for (item, option), word in misconceptions.items():
        meant.setdefault(item, {})[option] = word
    return Assessment(
        id="file",
        team_id="file",
        title="A file",
        targets=tuple(LearningTarget(id=target, statement=target) for target in targets),
        items=tuple(
            Item(
                id=item,
                position=position,
                label=item,
                target_id=target_of.get(item, ALL_ITEMS),
                max_points=most[item],
                key=(scored.keys or {}).get(item, ()),
                options=tuple(
                    Option(label=option, misconception=word)
                    for option, word in meant.get(item, {}).items()
                ),
            )
            for position, item in enumerate(items, start=1)
        ),
        rule=rule,
    )
