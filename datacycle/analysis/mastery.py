"""Where each student stands on each target, by the rule that the team agreed beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import comb

import numpy as np
import pandas as pd

from plc_data.model import Assessment, Item, ItemType, MasteryRule, MasteryState
from plc_data.schema import MASTERY, MISJUDGED, make_frame

from .answers import earned_points
from .intervals import mastery_probability

NEAR = 1e-9
"""Shares this close count as equal: 0.75 of 4 points is 3 points on every machine."""

SEEN_STATES = (MasteryState.NOT_YET, MasteryState.LOOK_AGAIN, MasteryState.SECURE)
"""The three states of a student with evidence, lowest first."""


def mastery_by_target(
    answers: pd.DataFrame, assessment: Assessment, *, roster: Iterable[str] | None = None
) -> pd.DataFrame:
    """Say for every student and target: secure, look again, not yet, or no evidence.

    Parameters
    ----------
    answers
        The long frame ``RESPONSES``. A blank (``no_response``) counts as wrong; whatever was not
        seen or not graded is left out.
    assessment
        Which item points at which target, and the rule.
    roster
        Ids of everybody who should have been tested; who is missing from ``answers`` gets
        ``no_evidence`` (absent is absent, not zero).

    Returns
    -------
    DataFrame
        The frame ``MASTERY``: one row per student and target, students in the order of ``roster``
        (then of ``answers``), targets in the order of the assessment.

    Notes
    -----
    Items: P = probability that the true share is at least ``cut_score``, from ``share`` of
    ``n_items``; a graded item is one piece of evidence however many points it carries. Secure
    when P >= ``secure_from`` and at least ``min_items`` (3) items were seen; not yet when
    P < ``not_yet_below``; otherwise look again.

    Rubric rows: secure when the points reach the agreed level (``met_share`` of the maximum),
    look again when they stay at most one level per row below it, otherwise not yet.

    A target with both: secure when the rubric part is met and the items are at least at look again
    (constructed met and 2 of 3 selected); not yet when the lower of the two parts is not yet and
    the other is not secure; otherwise look again.

    Examples
    --------
    >>> from plc_data.model import Item, LearningTarget
    >>> cfa = Assessment(
    ...     id="cfa", team_id="t", title="Fractions",
    ...     targets=(LearningTarget(id="add", statement="I can add fractions."),),
    ...     items=tuple(
    ...         Item(id=f"q{i}", position=i, label=f"{i}", target_id="add") for i in (1, 2, 3, 4)
    ...     ),
    ... )
    >>> answers = pd.DataFrame({
    ...     "student_id": ["s1"] * 4 + ["s2"] * 4, "item_id": ["q1", "q2", "q3", "q4"] * 2,
    ...     "response": None, "points": [1, 1, 1, 1, 1, 1, 1, 0.0], "max_points": 1.0,
    ...     "status": "scored",
    ... })
    >>> mastery = mastery_by_target(answers, cfa, roster=["s1", "s2", "s3"])
    >>> mastery[["student_id", "n_items", "share", "p_mastery", "state"]].round(2)
      student_id  n_items  share  p_mastery        state
    0         s1        4   1.00       0.83       secure
    1         s2        4   0.75       0.36   look_again
    2         s3        0    NaN        NaN  no_evidence
    """
    students = list(dict.fromkeys([*(roster or ()), *answers["student_id"]]))
    target_ids = [target.id for target in assessment.targets]
    shape = (len(students), len(target_ids), 2)
    n, points, most, near = _add_up(earned_points(answers), assessment, students, shape)

    p = mastery_probability(
        n[..., 0] * share_of(points[..., 0], most[..., 0]),
        n[..., 0],
        assessment.rule.cut_score,
        (assessment.rule.prior_a, assessment.rule.prior_b),
    )
    state = _state(p, n, points, most, near, assessment.rule)
    n, points, most = n.sum(axis=-1), points.sum(axis=-1), most.sum(axis=-1)
    return make_frame(
        MASTERY,
        {
            "student_id": np.repeat(np.array(students, dtype=object), len(target_ids)),
            "target_id": np.tile(np.array(target_ids, dtype=object), len(students)),
            "n_items": n.ravel().astype(int),
            "points": np.where(n > 0, points, np.nan).ravel(),
            "max_points": most.ravel(),
            "share": share_of(points, most).ravel(),
            "p_mastery": p.ravel(),
            "state": state.ravel(),
        },
    )


def _add_up(
    seen: pd.DataFrame, assessment: Assessment, students: list[str], shape: tuple[int, int, int]
) -> tuple[np.ndarray, ...]:
    """Sum per student, target and part (items, rubric rows): n, points, maximum, level below."""
    target_of = {target.id: t for t, target in enumerate(assessment.targets)}
    known = pd.DataFrame(
        [
            (
                item.id,
                target_of[item.target_id],
                item.type is ItemType.RUBRIC_ROW,
                item.max_points,
                _below(item, assessment.rule),
            )
            for item in assessment.items
        ],
        columns=["item_id", "target", "part", "max_points", "below"],
    ).set_index("item_id")
    item = known.index.get_indexer(seen["item_id"])
    seen, item = seen[item >= 0], item[item >= 0]
    student = pd.Index(students).get_indexer(seen["student_id"])
    target, part = known["target"].to_numpy(int)[item], known["part"].to_numpy(int)[item]
    most = seen["max_points"].to_numpy(dtype=float, na_value=np.nan)
    most = np.where(np.isnan(most), known["max_points"].to_numpy(float)[item], most)
    near = most * known["below"].to_numpy(float)[item]
    cell = np.ravel_multi_index((student, target, part), shape)
    weights = (np.ones(len(cell)), seen["points"].to_numpy(float), most, near)
    return tuple(
        np.bincount(cell, weight, minlength=int(np.prod(shape))).reshape(shape)
        for weight in weights
    )


def _below(item: Item, rule: MasteryRule) -> float:
    """Share of a rubric row's points that the level just below the agreed one earns."""
    steps = [level.points for level in item.levels] or list(range(int(item.max_points) + 1))
    bar = rule.met_share * item.max_points - NEAR
    return max((step for step in steps if step < bar), default=0) / item.max_points


def share_of(points: np.ndarray, most: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(most > 0, points / most, np.nan)


def _state(
    p: np.ndarray,
    n: np.ndarray,
    points: np.ndarray,
    most: np.ndarray,
    near: np.ndarray,
    rule: MasteryRule,
) -> np.ndarray:
    enough = n.sum(axis=-1) >= rule.min_items
    items = np.where(p >= rule.secure_from, 2, np.where(p < rule.not_yet_below, 0, 1))
    earned, bar = points[..., 1] + NEAR, rule.met_share * most[..., 1]
    rubric = np.where(earned >= bar, 2, np.where(earned >= near[..., 1], 1, 0))
    has_items, has_rubric = n[..., 0] > 0, n[..., 1] > 0

    low, high = np.minimum(items, rubric), np.maximum(items, rubric)
    both = np.where(
        (rubric == 2) & (items > 0) & enough, 2, np.where((low == 0) & (high < 2), 0, 1)
    )
    only_items = np.where(enough, items, np.minimum(items, 1))
    rank = np.where(has_items & has_rubric, both, np.where(has_rubric, rubric, only_items))
    words = np.array(
        [*(s.value for s in SEEN_STATES), MasteryState.NO_EVIDENCE.value], dtype=object
    )
    return words[np.where(has_items | has_rubric, rank, 3)]


TRUE_SHARES = (0.25, 0.50, 0.60, 0.85, 0.90)
"""A pure guesser among four options, two who half know it, two masters."""

DEFAULT_RULE = MasteryRule()


def misclassification(
    n_items: int,
    rule: MasteryRule = DEFAULT_RULE,
    true_shares: Sequence[float] = TRUE_SHARES,
    *,
    with_rubric_row: bool = False,
) -> pd.DataFrame:
    """Say, before the test is given, how often the rule would misjudge with so many items.

    Parameters
    ----------
    n_items
        Items that will point at the target, one point each.
    rule
        The team's rule.
    true_shares
        What the imagined students would get right of endlessly many items like these.
    with_rubric_row
        Whether a constructed task, judged by the agreed level, stands beside the items; a student
        meets it with the same true share, otherwise stays one level below.

    Returns
    -------
    DataFrame
        The frame ``MISJUDGED``: probabilities of the three calls, and of the wrong one. Look
        again is never wrong; it is what keeps the other two honest.

    Notes
    -----
    Exact binomial; items equally hard for the student and independent. With one or two items
    nobody is ever called secure.

    Examples
    --------
    Four items: a student who half knows it (.50) passes once in 16, a strong one (.90) is called
    not yet once in 19:

    >>> misclassification(4, true_shares=(0.5, 0.9)).round(2)
       true_share  is_master  p_secure  p_look_again  p_not_yet  p_misjudged
    0         0.5      False      0.06          0.25       0.69         0.06
    1         0.9       True      0.66          0.29       0.05         0.05
    """
    if n_items < 1:
        raise ValueError("a target needs at least one item to be judged by")
    right = np.arange(n_items + 1)
    p = mastery_probability(
        right, np.full(n_items + 1, n_items), rule.cut_score, (rule.prior_a, rule.prior_b)
    )
    true = np.asarray(true_shares, float)[:, None]
    ways = np.array([comb(n_items, k) for k in right], float)
    chance = ways * true**right * (1 - true) ** (n_items - right)
    zeros = np.zeros((n_items + 1, 2))
    most = zeros + np.array([0.0, float(with_rubric_row)])
    n = most + np.array([float(n_items), 0.0])
    by_state = {s: np.zeros(len(true)) for s in SEEN_STATES}
    for points, p_points in ((1.0, true[:, 0]), (0.0, 1 - true[:, 0])):
        state = _state(p, n, zeros + np.array([0.0, points]), most, zeros, rule)
        if not with_rubric_row:
            p_points = float(points)
        for s in SEEN_STATES:
            by_state[s] += p_points * chance[:, state == s.value].sum(axis=1)
    is_master = true[:, 0] >= rule.cut_score - NEAR
    return make_frame(
        MISJUDGED,
        {
            "true_share": true[:, 0],
            "is_master": is_master,
            **{f"p_{s.value}": by_state[s] for s in SEEN_STATES},
            "p_misjudged": np.where(
                is_master, by_state[MasteryState.NOT_YET], by_state[MasteryState.SECURE]
            ),
        },
    )
