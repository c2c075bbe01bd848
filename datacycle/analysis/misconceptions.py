"""The same misconception on several items: one wrong option is a hint, two are a pattern."""

from __future__ import annotations

import pandas as pd

from plc_data.model import Assessment
from plc_data.schema import MISCONCEPTION_COUNTS, MISCONCEPTIONS, make_frame

from .causes import chosen_misconceptions

A_PATTERN = 2
"""Items on which a misconception has to show before it is called a pattern."""


def misconceptions_by_student(
    answers: pd.DataFrame, assessment: Assessment, *, at_least: int = A_PATTERN
) -> pd.DataFrame:
    """List who chose the same misconception on several items, over all targets.

    Parameters
    ----------
    answers
        The long frame ``RESPONSES``.
    assessment
        Its options name the misconceptions.
    at_least
        Items on which it has to show.

    Returns
    -------
    DataFrame
        The frame ``MISCONCEPTIONS``, by student, the most frequent first. ``n_offered`` counts the
        items *answered* that offered it: 2 of 2 says more than 2 of 6.

    Examples
    --------
    >>> from plc_data.model import Item, LearningTarget, Option
    >>> options = (Option(label="A"), Option(label="B", misconception="adds denominators"))
    >>> cfa = Assessment(
    ...     id="cfa", team_id="t", title="Fractions",
    ...     targets=(LearningTarget(id="add", statement="I can add fractions."),),
    ...     items=tuple(Item(id=f"q{i}", position=i, label=str(i), target_id="add", key=("A",),
    ...                      options=options) for i in (1, 2, 3)),
    ... )
    >>> answers = pd.DataFrame({"student_id": "s1", "item_id": ["q1", "q2", "q3"],
    ...                         "response": ["B", "B", "A"]})
    >>> misconceptions_by_student(answers, cfa)
      student_id      misconception  n_items  n_offered
    0         s1  adds denominators        2          3
    """
    counts = _counts(answers, assessment)
    counts = counts[counts["n_items"] >= at_least]
    counts = counts.sort_values(
        ["student_id", "n_items", "misconception"], ascending=[True, False, True]
    )
    return make_frame(MISCONCEPTIONS, {name: counts[name].tolist() for name in MISCONCEPTIONS})


def misconception_counts(answers: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """Count for every misconception that the assessment looks for how many students showed it.

    Returns
    -------
    DataFrame
        The frame ``MISCONCEPTION_COUNTS``, the most frequent pattern first. One that nobody chose
        is in it with 0.

    Examples
    --------
    >>> empty = Assessment(id="cfa", team_id="t", title="Empty", targets=(), items=())
    >>> answers = pd.DataFrame({"student_id": [], "item_id": [], "response": []}, dtype="str")
    >>> len(misconception_counts(answers, empty))
    0
    """
    counts = _counts(answers, assessment)
    offering: dict[str, set[str]] = {}
    for item in assessment.items:
        for option in item.options:
            if option.misconception and option.label not in item.key:
                offering.setdefault(option.misconception, set()).add(item.id)
    rows = []
    for word, items in offering.items():
        found = counts.loc[counts["misconception"] == word, "n_items"]
        rows.append((word, len(items), len(found), int((found >= A_PATTERN).sum())))
    rows.sort(key=lambda row: (-row[3], -row[2], row[0]))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(MISCONCEPTION_COUNTS)
    return make_frame(
        MISCONCEPTION_COUNTS,
        dict(zip(MISCONCEPTION_COUNTS, map(list, columns), strict=True)),
    )


def _counts(answers: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    chosen = chosen_misconceptions(answers, assessment)
    counts = (
        chosen.groupby(["student_id", "misconception"], sort=False)["item_id"]
        .nunique()
        .rename("n_items")
        .reset_index()
    )
    answered = answers.dropna(subset=["response"])
    offered = pd.DataFrame(
        [
            (item.id, option.misconception)
            for item in assessment.items
            for option in item.options
            if option.misconception and option.label not in item.key
        ],
        columns=["item_id", "misconception"],
    ).drop_duplicates()
    n_offered = (
        answered[["student_id", "item_id"]]
        .merge(offered, on="item_id")
        .groupby(["student_id", "misconception"])
        .size()
        .rename("n_offered")
        .reset_index()
    )
    return counts.merge(n_offered, on=["student_id", "misconception"], how="left")
