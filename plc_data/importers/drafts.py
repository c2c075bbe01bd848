"""From what a source found to the plan that a person sees: attempts, totals, checks."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plc_data.model import (
    AttemptPolicy,
    Attempts,
    IgnoredColumn,
    IgnoredRow,
    ImportPlan,
    PlannedItem,
    PlannedStudent,
    Problem,
    ResponseStatus,
    Verdict,
)

from .cells import ScoreColumn
from .names import name_key, parts
from .problems import MOST_LISTED, problem, shortened
from .table import pick as choose

TOLERANCE = 0.005
"""Two sums of points nearer than this are the same: exports round to two decimals."""


_MOST_NAMES = 20
"""Spellings of one student's name beyond which they are taken to be several students."""


@dataclass
class Draft:
    """What one source read from one file, before attempts are chosen.

    Lists run over the rows of the file; ``columns`` over the items. ``moments`` are values to
    put the attempts of one student in order (None where the file does not tell).
    """

    format: str
    students: list[PlannedStudent]
    items: list[PlannedItem] = field(default_factory=list)
    columns: list[ScoreColumn] = field(default_factory=list)
    totals: list[float | None] = field(default_factory=list)
    moments: list[Any] = field(default_factory=list)
    verdict: Verdict = Verdict.IMPORT
    ignored_rows: list[IgnoredRow] = field(default_factory=list)
    ignored_columns: list[IgnoredColumn] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    compare_totals: bool = True

    def warn(self, code: str, message: str, *, row: int | None = None, column: str | None = None):
        """Add something worth knowing."""
        self.warnings.append(problem(code, message, row=row, column=column))


def finish(draft: Draft, *, policy: AttemptPolicy, name: str, sha256: str) -> ImportPlan:
    """Choose among attempts, put unnamed rows aside, check sums, and make the plan."""
    for column in draft.columns:
        draft.problems.extend(column.problems)
    keep = _without_unnamed(draft)
    keep, left_out = _choose_attempts(draft, keep, policy)
    _check_took_part(draft, keep)
    _check_maxima(draft, keep)
    _check_totals(draft, keep)
    picked: Callable[[Sequence], Sequence] = (
        (lambda values: values)
        if len(keep) == len(draft.students)
        else (lambda values: choose(values, keep))
    )
    students = tuple(picked(draft.students))
    n = len(students)

    def across(columns: list[Sequence]) -> tuple[tuple, ...]:
        return tuple(zip(*map(picked, columns), strict=True)) if columns else ((),) * n

    totals = picked(draft.totals) if draft.totals else [None] * n
    return ImportPlan.model_construct(
        format=draft.format,
        verdict=draft.verdict,
        source_name=name,
        source_sha256=sha256,
        items=tuple(draft.items),
        students=students,
        scores=across([c.points for c in draft.columns]),
        statuses=across([c.statuses for c in draft.columns]),
        responses=across([c.responses for c in draft.columns]),
        reported_totals=tuple(totals),
        attempts=Attempts(policy=policy, rows_left_out=tuple(sorted(left_out))),
        ignored_rows=tuple(draft.ignored_rows),
        ignored_columns=tuple(draft.ignored_columns),
        warnings=shortened(draft.warnings),
        problems=shortened(_without_names(draft)),
    )


def _without_unnamed(draft: Draft) -> list[int]:
    """Rows that say whose they are; the others are put aside, each with a problem."""
    keep = []
    for k, student in enumerate(draft.students):
        if student.id or student.name or student.email:
            keep.append(k)
            continue
        text = (
            "The row does not say whose it is: no id, no name, no e-mail. Type the student's id, "
            "or delete the row."
        )
        if len(draft.problems) <= 2 * MOST_LISTED:
            draft.problems.append(problem("blank-student", text, row=student.row))
        draft.ignored_rows.append(IgnoredRow(row=student.row, why="no id, name or e-mail"))
    return keep


def person_key(student: PlannedStudent) -> tuple[str, ...] | None:
    """What makes two rows the same student: id, then e-mail, then name *and* class.

    A name alone never does: two students may share it.
    """
    if student.id:
        return ("id", student.id)
    if student.email:
        return ("email", student.email.casefold())
    if student.name and student.section:
        return ("name", name_key(student.name), student.section.casefold())
    return None


def _choose_attempts(
    draft: Draft, keep: list[int], policy: AttemptPolicy
) -> tuple[list[int], list[int]]:
    """The rows that count, in file order, and the numbers of the rows that do not."""
    keys = [person_key(draft.students[k]) for k in keep]
    if None in keys:
        _warn_of_same_names(draft, keep)
    several = _repeated(keys, keep)
    if not several:
        return keep, []
    moments = draft.moments or [None] * len(draft.students)
    dropped: set[int] = set()
    timeless: list[int] = []
    for rows in several:
        if _two_names(draft, rows):
            continue
        if any(moments[k] is None for k in rows):
            ordered = rows
            timeless.append(draft.students[rows[0]].row)
        else:
            ordered = sorted(rows, key=lambda k: (moments[k], k))
        if policy is AttemptPolicy.FIRST:
            kept = ordered[0]
        elif policy is AttemptPolicy.LATEST:
            kept = ordered[-1]
        else:
            kept = max(ordered, key=lambda k: _row_total(draft, k))
        dropped.update(k for k in rows if k != kept)
    left_out = [draft.students[k].row for k in dropped]
    if left_out:
        draft.warn(
            "several-attempts",
            f"{len(several)} student(s) have more than one row; the {policy.value} one counts, "
            f"{len(left_out)} row(s) were left out.",
        )
    if timeless and policy is not AttemptPolicy.BEST:
        draft.warn(
            "attempts-without-time",
            f"Nothing in the file tells which of the rows of {len(timeless)} student(s) came "
            "first; the order of the rows was used. Look at them.",
            row=timeless[0],
        )
    return [k for k in keep if k not in dropped], left_out


def _repeated(keys: list[tuple[str, ...] | None], places: list[int]) -> list[list[int]]:
    """The places of rows whose key stands more than once, together."""
    if len(set(keys)) == len(keys):
        return []
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for key, k in zip(keys, places, strict=True):
        if key is not None:
            groups[key].append(k)
    return [rows for rows in groups.values() if len(rows) > 1]


def _row_total(draft: Draft, k: int) -> float:
    if draft.columns:
        return sum(column.points[k] or 0.0 for column in draft.columns)
    total = draft.totals[k] if draft.totals else None
    return -1.0 if total is None else total


def _two_names(draft: Draft, rows: list[int]) -> bool:
    """Whether rows with one id carry names that have no part in common; then all are kept."""
    named = {frozenset(parts(draft.students[k].name or "")) for k in rows} - {frozenset()}
    clash = len(named) > _MOST_NAMES or any(not a & b for a, b in itertools.combinations(named, 2))
    if clash:
        numbers = ", ".join(str(draft.students[k].row) for k in rows[:10])
        text = f"Rows {numbers} carry the same id and different names. Correct the id of one."
        row = draft.students[rows[-1]].row
        draft.problems.append(problem("same-id-two-names", text, row=row))
    return clash


def _warn_of_same_names(draft: Draft, keep: list[int]) -> None:
    seen: dict[str, int] = {}
    for k in keep:
        student = draft.students[k]
        if person_key(student) is None and student.name:
            key = name_key(student.name)
            if key in seen and len(draft.warnings) <= MOST_LISTED:
                draft.warn(
                    "same-name",
                    f"Rows {seen[key]} and {student.row} have the same name and no id, e-mail or "
                    "class: they may be one student or two. Both are kept; decide when matching.",
                    row=student.row,
                )
            seen[key] = student.row


def _check_took_part(draft: Draft, keep: list[int]) -> None:
    """Note students without a single answer: they took no part, which is not 0 points."""
    if not draft.columns or draft.verdict is not Verdict.IMPORT:
        return
    silent = {ResponseStatus.NO_RESPONSE, ResponseStatus.MISSING}
    first = draft.columns[0]
    for k in keep:
        if first.points[k] is not None or first.statuses[k] not in silent:
            continue
        if all(c.points[k] is None and c.statuses[k] in silent for c in draft.columns):
            if len(draft.warnings) > 2 * MOST_LISTED:
                return
            draft.warn(
                "took-no-part",
                "This row has no answer at all: the student counts as absent, not as 0 points.",
                row=draft.students[k].row,
            )


def _check_maxima(draft: Draft, keep: list[int]) -> None:
    """Flag points above an item's maximum; they are kept as they are (bonus points exist)."""
    kept = set(keep)
    for item, column in zip(draft.items, draft.columns, strict=True):
        most = item.max_points
        if most is None or max(set(column.points) - {None}, default=0) <= most:
            continue
        for k, points in enumerate(column.points):
            if points is not None and points > most + TOLERANCE and k in kept:
                if len(draft.problems) > 10 * MOST_LISTED:
                    return
                text = (
                    f"{points:g} points are more than the {most:g} that this item can give. "
                    "Correct the points, or say that they are bonus points: then they are kept."
                )
                row = draft.students[k].row
                draft.problems.append(
                    problem("points-above-maximum", text, row=row, column=item.label)
                )


def _check_totals(draft: Draft, keep: list[int]) -> None:
    """Note where the tool's total is not the sum of its items; the items count."""
    if not (draft.compare_totals and draft.totals and draft.columns):
        return
    if draft.verdict is not Verdict.IMPORT:
        return
    differ = []
    for k in keep:
        total = draft.totals[k]
        if total is None:
            continue
        points = [column.points[k] for column in draft.columns]
        given = [p for p in points if p is not None]
        if given and abs(sum(given) - total) > TOLERANCE * len(given) + TOLERANCE:
            differ.append(draft.students[k].row)
    if differ:
        rows = ", ".join(map(str, differ[:10])) + (" ..." if len(differ) > 10 else "")
        draft.warn(
            "total-differs",
            f"In {len(differ)} row(s) the tool's total is not the sum of the items "
            f"(row {rows}). The items count.",
            row=differ[0],
        )


def _without_names(draft: Draft) -> list[Problem]:
    """The problems, sorted by place, with no message that repeats a part of a student's name."""
    problems = sorted(draft.problems, key=lambda p: (p.row is None, p.row or 0))
    if not any('"' in p.message for p in problems):
        return problems
    known = {part for s in draft.students if s.name for part in parts(s.name)}
    return [
        p.model_copy(update={"message": _hide(p.message, known)}) if '"' in p.message else p
        for p in problems
    ]


def _hide(message: str, known: set[str]) -> str:
    start, end = message.index('"'), message.rindex('"')
    if end > start and known & set(parts(message[start + 1 : end])):
        return f"The text here{message[end + 1 :]}"
    return message


def item_points(counts: Mapping[float, int]) -> float | None:
    """The maximum that most rows give for an item, or None without any."""
    return max(counts, key=lambda m: (counts[m], m)) if counts else None
