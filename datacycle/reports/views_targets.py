"""From mastery frames to tables and charts: targets, classes, the grid of students, groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plc_data.model import Assessment, MasteryRule, MasteryState, Section

from . import labels, numbers
from .charts import Category, ChartKind, ChartSpec, GoalLine, Mark, Series, Unit
from .labels import STATES, words
from .sentences import ends_sentence, states_sentence
from .tables import Column, Kind, Table

if TYPE_CHECKING:
    import pandas as pd

_COUNT_COLUMNS = {state: f"n_{state.value}" for state in STATES}


def target_label(assessment: Assessment | None, target_id: str) -> str:
    """The target in students' words; its id where the assessment does not know it."""
    for target in assessment.targets if assessment else ():
        if target.id == target_id:
            return target.statement
    return str(target_id)


def rule_note(rule: MasteryRule) -> str:
    """The mastery rule as every report prints it."""
    return (
        f"Secure: from {rule.min_items} items on, with at least "
        f"{numbers.percent(rule.secure_from)} probability that the true share is "
        f"{numbers.percent(rule.cut_score)} or more. Not yet: that probability is below "
        f"{numbers.percent(rule.not_yet_below)}. Otherwise: look again. Rubric rows: met from "
        f"{numbers.percent(rule.met_share)} of the points on."
    )


def targets_table(summary: pd.DataFrame, assessment: Assessment | None = None) -> Table:
    """One row per learning target: counts of states, share secure with its interval."""
    table = Table(
        "Learning targets: where students stand",
        (Column("target", "Learning target", row_header=True), *_state_columns()),
        tuple(
            (target_label(assessment, target_id), *_state_cells(row))
            for target_id, row in summary.iterrows()
        ),
    )
    return table.with_note(rule_note(assessment.rule)) if assessment else table


def targets_chart(
    summary: pd.DataFrame,
    assessment: Assessment | None = None,
    *,
    goal: tuple[int, str] | None = None,
) -> ChartSpec:
    """One bar per target, in four parts. ``goal`` is (students, words) of the goal line."""
    rows = [(str(i), target_label(assessment, i), row) for i, row in summary.iterrows()]
    return _states_chart(
        "Where students stand",
        rows,
        targets_table(summary, assessment),
        goal=GoalLine(*goal) if goal else None,
    )


def classes_table(
    summary: pd.DataFrame, sections: Sequence[Section], target_id: str, *, named: bool = True
) -> Table:
    """One row per class for one target, in the order of ``sections``: no league table.

    ``summary`` has target and section as its index or as columns ``target_id``, ``section_id``.
    """
    rows = _classes(summary, sections, target_id, named=named)
    return Table(
        "Classes side by side",
        (Column("section", "Class", row_header=True), *_state_columns()),
        tuple((name, *_state_cells(row)) for _, name, row in rows),
        ("Classes of this size differ by more than ten points by chance alone.",),
    )


def classes_chart(
    summary: pd.DataFrame,
    sections: Sequence[Section],
    target_id: str,
    *,
    named: bool = True,
) -> ChartSpec:
    """One bar per class for one target, in four parts."""
    rows = _classes(summary, sections, target_id, named=named)
    return _states_chart(
        "Classes side by side",
        rows,
        classes_table(summary, sections, target_id, named=named),
    )


def grid_table(mastery: pd.DataFrame, assessment: Assessment, names: Mapping[str, str]) -> Table:
    """Students down, targets across, a state in each cell; in the order of ``names``."""
    cells = {(row.student_id, row.target_id): row.state for row in mastery.itertuples(index=False)}
    return Table(
        "Students and learning targets",
        (
            Column("student", "Student", row_header=True),
            *(Column(t.id, t.statement, Kind.STATE) for t in assessment.targets),
        ),
        tuple(
            (name, *(cells.get((sid, t.id), MasteryState.NO_EVIDENCE) for t in assessment.targets))
            for sid, name in names.items()
        ),
        (rule_note(assessment.rule),),
    )


@dataclass(frozen=True)
class GridCell:
    """One cell of a grid that can be picked: words, the state for its color, more words."""

    text: str
    state: MasteryState | None = None
    detail: str = ""


@dataclass(frozen=True)
class Grid:
    """Rows and columns with ids and labels, and a cell for each pair; None is an empty cell."""

    view: str
    caption: str
    row_title: str
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: tuple[tuple[GridCell | None, ...], ...]


def student_grid(mastery: pd.DataFrame, assessment: Assessment, names: Mapping[str, str]) -> Grid:
    """Students down, targets across, for the part that lets a cell be picked."""
    found = {(row.student_id, row.target_id): row for row in mastery.itertuples(index=False)}

    def cell(student_id: str, target_id: str) -> GridCell:
        row = found.get((student_id, target_id))
        if row is None or str(row.state) == MasteryState.NO_EVIDENCE:
            return GridCell(words(MasteryState.NO_EVIDENCE), MasteryState.NO_EVIDENCE)
        state = labels.state_of(row.state)
        earned = f"{numbers.points(row.points)} of {numbers.points(row.max_points)} points"
        return GridCell(words(state), state, earned)

    return Grid(
        view="students",
        caption="Students and learning targets",
        row_title="Student",
        rows=tuple(names.items()),
        columns=tuple((t.id, t.statement) for t in assessment.targets),
        cells=tuple(tuple(cell(sid, t.id) for t in assessment.targets) for sid in names),
    )


def groups_table(
    groups: pd.DataFrame, names: Mapping[str, str], causes: Mapping[str, str] | None = None
) -> Table:
    """One row per group: who is in it, from which state, by which cause."""
    causes = causes or {}
    rows = []
    for group, members in groups.groupby("group", sort=False):
        states = [labels.state_of(s) for s in dict.fromkeys(members["state"])]
        found = [causes.get(c, c) for c in dict.fromkeys(members["cause"]) if c]
        rows.append(
            (
                str(group),
                numbers.joined([words(s).lower() for s in states]),
                len(members),
                numbers.joined(found),
                ", ".join(sorted(names.get(s, s) for s in members["student_id"])),
            )
        )
    return Table(
        "Groups",
        (
            Column("group", "Group", row_header=True),
            Column("states", "State"),
            Column("n", "Students", Kind.COUNT),
            Column("cause", "What they share"),
            Column("students", "Who"),
        ),
        tuple(rows),
        ("Everybody is in exactly one place for this target.",),
    )


def _state_columns() -> tuple[Column, ...]:
    return (
        Column("n_tested", "Tested", Kind.COUNT),
        *(Column(f"n_{s.value}", words(s), Kind.COUNT) for s in STATES),
        Column("share_secure", "Share secure", Kind.SHARE),
        Column("interval", "95 % interval", Kind.INTERVAL),
    )


def _state_cells(row: pd.Series) -> tuple[object, ...]:
    return (
        row["n_tested"],
        *(row[_COUNT_COLUMNS[s]] for s in STATES),
        row["share_secure"],
        (row["low"], row["high"]),
    )


def _classes(
    summary: pd.DataFrame, sections: Sequence[Section], target_id: str, *, named: bool
) -> list[tuple[str, str, pd.Series]]:
    frame = summary.reset_index() if "target_id" not in summary.columns else summary
    frame = frame[frame["target_id"] == target_id].set_index("section_id")
    return [
        (s.id, s.name if named else f"Class {letter}", frame.loc[s.id])
        for s, letter in zip(sections, _letters(), strict=False)
        if s.id in frame.index
    ]


def _letters() -> Iterable[str]:
    number = 0
    while True:
        yield chr(ord("A") + number % 26) * (1 + number // 26)
        number += 1


def _states_chart(
    title: str,
    rows: Sequence[tuple[str, str, pd.Series]],
    table: Table,
    *,
    goal: GoalLine | None = None,
) -> ChartSpec:
    """Counts of states as one bar per row; a count that is kept back is not drawn."""

    def mark(row_id: str, value: object) -> Mark:
        if value is numbers.HIDDEN or numbers.is_missing(value):
            return Mark(row_id, None, str(value) if value is numbers.HIDDEN else "")
        return Mark(row_id, float(value), numbers.count(value))

    series = tuple(
        Series(
            words(state),
            tuple(mark(row_id, row[_COUNT_COLUMNS[state]]) for row_id, _, row in rows),
            labels.STATE_LOOKS[state].color,
            pattern=labels.STATE_LOOKS[state].pattern,
        )
        for state in STATES
    )
    series = tuple(s for s in series if any(m.value for m in s.marks)) or series[:1]
    if len(rows) == 1:
        _, name, row = rows[0]
        known = {s: row[_COUNT_COLUMNS[s]] for s in STATES}
        sentence = states_sentence(
            name,
            {
                s: int(n)
                for s, n in known.items()
                if n is not numbers.HIDDEN and not numbers.is_missing(n)
            },
        )
    else:
        sentence = ends_sentence(
            [(name, row["share_secure"]) for _, name, row in rows], what="secure"
        )
    return ChartSpec(
        kind=ChartKind.STACKED,
        title=title,
        categories=tuple(
            Category(row_id, name, f"{numbers.percent(row['share_secure'])} secure")
            for row_id, name, row in rows
        ),
        series=series,
        unit=Unit.COUNT,
        axis_title="Students",
        alt=sentence if rows else "There are no results yet.",
        table=table,
        goal=goal,
    )
