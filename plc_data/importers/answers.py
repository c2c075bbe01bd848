"""From a plan, matched students and a blueprint to the frame "answers", and what stands against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, cycle
from typing import TYPE_CHECKING

from plc_data.model import (
    Assessment,
    ImportPlan,
    Item,
    ItemType,
    MatchKind,
    Problem,
    ResponseStatus,
    RosterMatch,
)

from .drafts import TOLERANCE
from .problems import problem, shortened

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_CODE = {status: k for k, status in enumerate(ResponseStatus)}
_SILENT = (ResponseStatus.NO_RESPONSE, ResponseStatus.MISSING)


def map_items(
    plan: ImportPlan, assessment: Assessment
) -> tuple[dict[int, str], tuple[Problem, ...]]:
    """Tell which item of the assessment each item of the file is: the first is the first.

    Returns
    -------
    mapping, problems
        Position in the file -> item id, and what speaks against it: another number of items, or
        a header whose number is not that of the assessment's item.
    """
    ours = sorted(assessment.items, key=lambda item: item.position)
    problems: list[Problem] = []
    if len(ours) != len(plan.items):
        text = (
            f"The file has {len(plan.items)} items and the assessment {len(ours)}. Is it the right "
            "file? If items were dropped, save the assessment without them first."
        )
        problems.append(problem("item-count-differs", text))
    mapping = {}
    for theirs, item in zip(plan.items, ours, strict=False):
        mapping[theirs.position] = item.id
        if _differ(theirs.label, item.label):
            text = (
                f'The {theirs.position}. item of the file is called otherwise than "{item.label}" '
                "of the assessment. Compare the order of the items."
            )
            problems.append(problem("item-label-differs", text, column=theirs.label))
    return mapping, tuple(problems)


def _differ(theirs: str, ours: str) -> bool:
    """Whether both labels carry a number of an item and the numbers are not the same."""
    a, b = _label_number(theirs), _label_number(ours)
    return a is not None and b is not None and a != b


def _label_number(label: str) -> str | None:
    """The number by which a short label (Q7, Item 7, 7., 9.1) is known, or None.

    >>> _label_number("Q7"), _label_number("9.1: Set up"), _label_number("Which ratio is 6:9?")
    ('7', '9.1', None)
    """
    head = re.match(r"(?:[A-Za-z]{1,9}[\s._#-]*)?(\d{1,3}(?:\.\d{1,2})?)(?=$|[\s.:)_/(-])", label)
    return head[1].lstrip("0") if head else None


def answers_frame(
    plan: ImportPlan, match: RosterMatch, item_ids: Mapping[int, str], assessment: Assessment
) -> pd.DataFrame:
    """The frame "answers": one row per matched student and mapped item.

    Returns
    -------
    DataFrame
        ``student_id``, ``item_id``, ``response`` (missing where nothing was answered or the file
        has no answers), ``points`` (missing where none were given), ``max_points`` (the
        assessment's where the file is silent), ``status``.

    Notes
    -----
    A student of the file without any answer took no part: all his rows are ``missing``, so that
    absence is not counted as wrong answers.
    """
    import numpy as np
    import pandas as pd

    places = {student.row: k for k, student in enumerate(plan.students)}
    found = [(m.student_id, places[m.row]) for m in match.matches if m.student_id is not None]
    columns = [k for k, item in enumerate(plan.items) if item.position in item_ids]
    ids = [item_ids[plan.items[k].position] for k in columns]
    most = [
        plan.items[k].max_points or assessment.item(id).max_points
        for k, id in zip(columns, ids, strict=True)
    ]
    n, width = len(found), len(ids)
    rows = [k for _, k in found]
    points = np.array(_cut(plan.scores, rows, columns), dtype=float).reshape(n, width)
    codes = _status_codes(_cut(plan.statuses, rows, columns)).reshape(n, width)
    silent = np.isin(codes, [_CODE[status] for status in _SILENT]) & np.isnan(points)
    codes[silent.all(axis=1)] = _CODE[ResponseStatus.MISSING]
    responses = _by_label(_cut(plan.responses, rows, columns), ids, assessment)
    text = _text([i for i, _ in found])
    return pd.DataFrame(
        {
            "student_id": text.take(np.repeat(np.arange(n), width)),
            "item_id": _text(ids).take(np.tile(np.arange(width), n)),
            "response": _text(responses),
            "points": points.ravel(),
            "max_points": np.tile(np.array(most, dtype=float), n),
            "status": _text([status.value for status in _CODE]).take(codes.ravel()),
        }
    )


def _by_label(
    responses: list[str | None], ids: list[str], assessment: Assessment
) -> list[str | None]:
    """Name the chosen option by its label: forms export its text, keys and causes use labels."""
    labels = [
        {_plain(o.text): o.label for o in assessment.item(id).options if o.text.strip()}
        for id in ids
    ]
    if not any(labels):
        return responses
    return [
        label_of.get(_plain(said), said) if said and label_of else said
        for said, label_of in zip(responses, cycle(labels), strict=False)
    ]


def _plain(text: str) -> str:
    """A text without the differences that a form makes: blanks and letter case."""
    return " ".join(text.split()).casefold()


def _cut(table: tuple[tuple, ...], rows: list[int], columns: list[int]) -> list:
    """The cells of these rows and columns, row after row."""
    if columns == list(range(len(table[0]) if table else 0)):
        return list(chain.from_iterable(map(table.__getitem__, rows)))
    return [table[k][c] for k in rows for c in columns]


def _status_codes(statuses: list[ResponseStatus]) -> np.ndarray:
    import numpy as np

    return np.fromiter(map(_CODE.__getitem__, statuses), dtype=np.int64, count=len(statuses))


def _text(values: list[str | None]) -> pd.api.extensions.ExtensionArray:
    import pandas as pd

    return pd.array(values, dtype="str")


def import_problems(
    plan: ImportPlan, match: RosterMatch, assessment: Assessment
) -> tuple[Problem, ...]:
    """Everything that stands between a plan and its storing, with the roster and the blueprint.

    The plan's own problems come first. Empty means: store it.
    """
    mapping, problems = map_items(plan, assessment)
    found = [*plan.problems, *problems]
    found += _roster_problems(match)
    rows = [m.row for m in match.matches if m.student_id is not None]
    places = {student.row: k for k, student in enumerate(plan.students)}
    kept = [(row, places[row]) for row in rows]
    for k, theirs in enumerate(plan.items):
        if theirs.position in mapping:
            item = assessment.item(mapping[theirs.position])
            found += _item_problems(plan, k, item, kept)
    return shortened(found)


def _roster_problems(match: RosterMatch) -> Iterator[Problem]:
    for m in match.open:
        if m.kind is MatchKind.NOT_FOUND:
            text = (
                "This student is not on the roster: no id, e-mail or name fits. Add the student to "
                "the roster, or leave the row out."
            )
            yield problem("not-on-roster", text, row=m.row)
        else:
            n = len(m.candidate_ids)
            text = (
                f"This row may belong to {n} students of the roster. Choose which."
                if n > 1
                else "This row fits a student of the roster only partly. Say whether it is them."
            )
            yield problem("which-student", text, row=m.row)


def _item_problems(
    plan: ImportPlan, k: int, item: Item, kept: list[tuple[int, int]]
) -> Iterator[Problem]:
    theirs = plan.items[k]
    label = theirs.label
    if theirs.max_points is not None and abs(theirs.max_points - item.max_points) > TOLERANCE:
        text = (
            f"In the file the item gives {theirs.max_points:g} points, in the assessment "
            f"{item.max_points:g}. Correct one of the two."
        )
        yield problem("maximum-differs", text, column=label)
    elif theirs.max_points is None:
        scores = [(row, plan.scores[place][k]) for row, place in kept]
        for row, points in scores:
            if points is not None and points > item.max_points + TOLERANCE:
                text = (
                    f"{points:g} points are more than the {item.max_points:g} of the assessment's "
                    "item. Correct the points or the assessment."
                )
                yield problem("points-above-maximum", text, row=row, column=label)
        given = {p for _, p in scores if p is not None}
        if item.max_points > 1 and given and max(given) <= 1 and any(0 < p < 1 for p in given):
            text = (
                f"All cells lie between 0 and 1 and the item gives {item.max_points:g} points: "
                "these may be shares, not points. Say which."
            )
            yield problem("percent-or-points", text, column=label)
    yield from _option_problems(plan, k, item, kept)


def _option_problems(
    plan: ImportPlan, k: int, item: Item, kept: list[tuple[int, int]]
) -> Iterator[Problem]:
    """Single letters that are not an option of the item; texts of options are not compared."""
    if item.type is not ItemType.SELECTED or not item.options:
        return
    labels = {option.label.casefold() for option in item.options}
    texts = {option.text.strip().casefold() for option in item.options}
    allowed = ", ".join(option.label for option in item.options)
    for row, place in kept:
        answer = plan.responses[place][k]
        if answer and len(answer) == 1 and answer.isalpha():
            if answer.casefold() in labels or answer.casefold() in texts:
                continue
            text = f'"{answer}" is not an option of item {item.label} ({allowed}).'
            yield problem("unknown-option", text, row=row, column=plan.items[k].label)


@dataclass(frozen=True)
class AnswerChanges:
    """What a corrected file would change: shown before it is stored.

    ``changed`` has one row per student and item: ``student_id``, ``item_id``, and ``points``,
    ``status``, ``response`` each ``_before`` and ``_after``.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: pd.DataFrame

    @property
    def nothing(self) -> bool:
        """Whether both are the same."""
        return not (self.added or self.removed or len(self.changed))


def compare_answers(old: pd.DataFrame, new: pd.DataFrame) -> AnswerChanges:
    """Compare two frames "answers" of one assessment: students added and removed, cells changed.

    Items that only one of the two has count as changed for the students in both.
    """
    before, after = set(old["student_id"]), set(new["student_id"])
    values = ["points", "status", "response"]
    keys = ["student_id", "item_id"]
    both = before & after
    merged = old.loc[old["student_id"].isin(both), keys + values].merge(
        new.loc[new["student_id"].isin(both), keys + values],
        on=keys, how="outer", suffixes=("_before", "_after"),
    )  # fmt: skip
    differ = None
    for value in values:
        a, b = merged[f"{value}_before"], merged[f"{value}_after"]
        one = ~((a == b).fillna(False).astype(bool) | (a.isna() & b.isna()))
        differ = one if differ is None else differ | one
    return AnswerChanges(
        added=tuple(sorted(after - before)),
        removed=tuple(sorted(before - after)),
        changed=merged[differ].reset_index(drop=True),
    )
