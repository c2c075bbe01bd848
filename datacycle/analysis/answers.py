"""From the long frame of answers to tables of students by items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from plc_data.model import ResponseStatus

Blank = Literal["wrong", "missing"]
"""What an item that a student saw and left empty counts as."""


def earned_points(answers: pd.DataFrame, *, blank: Blank = "wrong") -> pd.DataFrame:
    """Keep the responses that count, each with its points.

    Parameters
    ----------
    answers
        The long frame ``RESPONSES``.
    blank
        ``"wrong"``: an item seen and left blank earns 0. ``"missing"``: it is left out.

    Returns
    -------
    DataFrame
        The rows of ``answers`` that take part in a mean, with ``points`` never missing. Absent,
        excused, not graded and unknown responses are left out, never filled.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "student_id": ["s1", "s2", "s3"], "item_id": "q1", "response": ["A", None, None],
    ...     "points": [1.0, None, None], "max_points": 1.0,
    ...     "status": ["scored", "no_response", "excused"],
    ... })
    >>> earned_points(answers)[["student_id", "points"]]
      student_id  points
    0         s1     1.0
    1         s2     0.0
    """
    status = answers["status"].to_numpy(dtype=object)
    points = answers["points"].to_numpy(dtype=float, na_value=np.nan)
    scored = (status == ResponseStatus.SCORED.value) & ~np.isnan(points)
    left_blank = status == ResponseStatus.NO_RESPONSE.value
    keep = scored | left_blank if blank == "wrong" else scored
    kept = answers[keep].copy()
    kept["points"] = np.where(left_blank, 0.0, points)[keep]
    return kept


def score_table(
    answers: pd.DataFrame, *, blank: Blank = "wrong", item_ids: Sequence[str] | None = None
) -> pd.DataFrame:
    """Lay the points out as a table: one row per student, one column per item.

    Parameters
    ----------
    answers
        The long frame ``RESPONSES``.
    blank
        What an item seen and left empty counts as, see :func:`earned_points`.
    item_ids
        The items wanted, in order; by default those of ``answers`` in their order there.

    Returns
    -------
    DataFrame
        Points; missing where the student did not see the item. A student without a single
        score is left out: absent is absent, not zero.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "student_id": ["s1", "s1", "s2", "s2"], "item_id": ["q1", "q2"] * 2, "response": "A",
    ...     "points": [1, 0, 1, None], "max_points": 1.0,
    ...     "status": ["scored", "scored", "scored", "excused"],
    ... })
    >>> score_table(answers)
    item_id      q1   q2
    student_id
    s1          1.0  0.0
    s2          1.0  NaN
    """
    return _lay_out(answers, earned_points(answers, blank=blank), "points", item_ids)


def response_table(answers: pd.DataFrame, *, item_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """Lay out what was chosen or written: one row per student, one column per item.

    Returns
    -------
    DataFrame
        Text; missing where nothing was recorded. Only students whom :func:`score_table` keeps.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "student_id": ["s1", "s2"], "item_id": "q1", "response": ["A", None],
    ...     "points": [1.0, None], "max_points": 1.0, "status": ["scored", "no_response"],
    ... })
    >>> response_table(answers)["q1"].tolist()
    ['A', nan]
    """
    return _lay_out(answers, earned_points(answers), "response", item_ids)


def omitted_counts(answers: pd.DataFrame) -> pd.Series:
    """Count per item the students who saw it and left it blank.

    Examples
    --------
    >>> answers = pd.DataFrame({
    ...     "item_id": ["q1", "q1", "q2"], "status": ["scored", "no_response", "scored"],
    ... })
    >>> omitted_counts(answers).to_dict()
    {'q1': 1, 'q2': 0}
    """
    blank = answers["status"].eq(ResponseStatus.NO_RESPONSE.value)
    counts = blank.groupby(answers["item_id"], sort=False).sum()
    return counts.astype("int64").rename("n_omitted").rename_axis("item")


def _lay_out(
    answers: pd.DataFrame, kept: pd.DataFrame, column: str, item_ids: Sequence[str] | None
) -> pd.DataFrame:
    if kept.duplicated(["student_id", "item_id"]).any():
        raise ValueError("a student has two responses to one item; choose one attempt first")
    items = pd.Index(
        list(dict.fromkeys(answers["item_id"]) if item_ids is None else item_ids), name="item_id"
    )
    row, students = pd.factorize(kept["student_id"])
    place = items.get_indexer(kept["item_id"])
    wanted = place >= 0
    is_text = column == "response"
    cells = np.full((len(students), len(items)), np.nan, dtype=object if is_text else float)
    cells[row[wanted], place[wanted]] = kept[column].to_numpy()[wanted]
    index = pd.Index(students, name="student_id")
    return pd.DataFrame(cells, index=index, columns=items, dtype="str" if is_text else None)
