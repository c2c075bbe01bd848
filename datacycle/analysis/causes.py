"""Why a student is not there yet, as far as the chosen options tell."""

from __future__ import annotations

import re

import pandas as pd

from plc_data.model import Assessment, Item, ItemType
from plc_data.schema import CAUSES, make_frame

SEVERAL = re.compile(r"\s*[+,;|]\s*")
"""What stands between the labels when several options were chosen: ``A+C``, ``A, C``."""


def student_causes(answers: pd.DataFrame, assessment: Assessment, target_id: str) -> pd.DataFrame:
    """Name the misconception that each student's wrong options on one target point to.

    Parameters
    ----------
    answers
        The long frame ``RESPONSES``.
    assessment
        Its options say which misconception each wrong one reveals.
    target_id
        The target.

    Returns
    -------
    DataFrame
        The frame ``CAUSES``, one row per student of ``answers`` in their order. ``cause``: the
        misconception chosen most often on the target's items (of several as often, the one met
        first in the test); empty when none was seen. ``n_times``: on how many items.

    Notes
    -----
    One choice is a hint; the same misconception on two items or more is worth acting on. Work
    samples decide.

    Examples
    --------
    >>> from plc_data.model import LearningTarget, Option
    >>> cfa = Assessment(
    ...     id="cfa", team_id="t", title="Fractions",
    ...     targets=(LearningTarget(id="add", statement="I can add fractions."),),
    ...     items=(Item(id="q1", position=1, label="1", target_id="add", key=("A",), options=(
    ...         Option(label="A"), Option(label="B", misconception="adds denominators"))),),
    ... )
    >>> answers = pd.DataFrame({"student_id": ["s1", "s2"], "item_id": "q1",
    ...                         "response": ["B", "A"]})
    >>> student_causes(answers, cfa, "add")
      student_id              cause  n_times
    0         s1  adds denominators        1
    1         s2                           0
    """
    seen = chosen_misconceptions(answers, assessment, target_id)
    students = list(dict.fromkeys(answers["student_id"]))
    counts = (
        seen.groupby(["student_id", "misconception"], sort=False)
        .agg(n_times=("item_id", "size"), first=("position", "min"))
        .reset_index()
        .sort_values(["n_times", "first", "misconception"], ascending=[False, True, True])
        .drop_duplicates("student_id")
        .set_index("student_id")
    )
    return make_frame(
        CAUSES,
        {
            "student_id": students,
            "cause": counts["misconception"].reindex(students).fillna("").to_numpy(dtype=object),
            "n_times": counts["n_times"].reindex(students).fillna(0).to_numpy().astype(int),
        },
    )


def chosen_misconceptions(
    answers: pd.DataFrame, assessment: Assessment, target_id: str | None = None
) -> pd.DataFrame:
    """List every choice of an option that names a misconception.

    Returns
    -------
    DataFrame
        ``student_id``, ``item_id``, ``misconception``, ``position`` of the item. A misconception
        counts once per item, also where several chosen options name it.

    Examples
    --------
    See :func:`student_causes`, which counts them.

    >>> cfa = Assessment(id="cfa", team_id="t", title="Empty", targets=(), items=())
    >>> none = pd.DataFrame({"student_id": [], "item_id": [], "response": []}, dtype="str")
    >>> len(chosen_misconceptions(none, cfa))
    0
    """
    rows = []
    for item in assessment.items if target_id is None else assessment.items_of(target_id):
        meant = {
            option.label: option.misconception
            for option in item.options
            if option.misconception and option.label not in item.key
        }
        if not meant:
            continue
        given = answers[answers["item_id"] == item.id]
        for student, response in zip(given["student_id"], given["response"], strict=True):
            if isinstance(response, str):
                found = dict.fromkeys(meant[o] for o in _labels(response, item) if o in meant)
                rows += [(student, item.id, word, item.position) for word in found]
    frame = pd.DataFrame(rows, columns=["student_id", "item_id", "misconception", "position"])
    return frame.astype(
        {"student_id": "str", "item_id": "str", "misconception": "str", "position": "int64"}
    )


def _labels(response: str, item: Item) -> list[str]:
    response = response.strip()
    if item.type is not ItemType.SELECTED_SEVERAL:
        return [response]
    return [label for label in SEVERAL.split(response) if label]
