"""The Rasch model: item hardness and student ability on one scale. Not needed for a CFA.

It says what difficulty and total score say; its use is to put forms of a test on one scale. From
100 students on (a hardness has a standard error of .4 at 30, .2 at 120).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from plc_data.schema import RASCH_ITEMS, RASCH_SCORES, make_frame

from .items import as_array

N_FOR_RASCH = 100
"""Below so many students nothing is estimated (judgement)."""

STEPS, CLOSE_ENOUGH = 100, 1e-9

ALIKE = 1e-9
"""Information below this part of the largest is none: moving all items together changes nothing."""


@dataclass(frozen=True)
class RaschModel:
    """What the model says, or why it says nothing.

    ``items``: the frame ``RASCH_ITEMS``; hardness sums to 0 over the items estimated. ``scores``:
    the frame ``RASCH_SCORES``, ability by raw score, which is all that the model uses of a student.
    ``n_students`` with complete scores, ``n_left_out`` without. ``why_not`` is empty when there are
    estimates.
    """

    items: pd.DataFrame
    scores: pd.DataFrame
    n_students: int
    n_left_out: int
    log_likelihood: float
    why_not: str


def rasch_model(scores: pd.DataFrame, *, smallest: int = N_FOR_RASCH) -> RaschModel:
    """Estimate hardness by conditional maximum likelihood, ability by Warm's method.

    Parameters
    ----------
    scores
        Right or wrong (1, 0). Students with a missing score are left out and counted.
    smallest
        Fewest students for an estimate.

    Returns
    -------
    RaschModel
        An item that all (or none) had right has no hardness, and stands outside the scale.

    Notes
    -----
    Conditional likelihood needs no assumption about how ability is distributed. Warm 1989 gives
    finite abilities to none right and all right as well. Logistic scale, no 1.702.

    Examples
    --------
    >>> scores = pd.DataFrame([[1, 0]] * 30 + [[0, 1]] * 10, columns=["easy", "hard"])
    >>> model = rasch_model(scores, smallest=40)
    >>> model.items["hardness"].round(3).to_dict()
    {'easy': -0.549, 'hard': 0.549}
    """
    values = as_array(scores).astype(float)
    complete = ~np.isnan(values).any(axis=1)
    values = values[complete]
    if not np.isin(values, (0, 1)).all():
        raise ValueError("the Rasch model is for right-or-wrong scores")
    n, n_left_out = len(values), int((~complete).sum())
    used = _informative(values)
    nothing = (np.full(values.shape[1], nan), np.full(values.shape[1], nan))
    why_not, found = "", None
    if n < smallest:
        why_not = f"fewer than {smallest} students"
    elif used.sum() < 2:
        why_not = "fewer than two items that vary"
    else:
        found = _conditional_maximum(values[:, used])
        why_not = "" if found else "the items part the students perfectly"
    if found is None:
        return _as_model(scores, nothing, values, n_left_out, nan, why_not)
    b, se, likelihood = found
    hardness, error = nothing
    hardness[used], error[used] = b, se
    return _as_model(scores, (hardness, error), values, n_left_out, likelihood, "")


def _informative(values: np.ndarray) -> np.ndarray:
    """Drop items all alike until every item varies among students who vary."""
    used = np.ones(values.shape[1], bool)
    while True:
        totals = values[:, used].sum(axis=1)
        between = values[(totals > 0) & (totals < used.sum())]
        right = between.sum(axis=0)
        varies = used & (right > 0) & (right < len(between))
        if (varies == used).all():
            return used
        used = varies


def _as_model(
    scores: pd.DataFrame,
    estimates: tuple[np.ndarray, np.ndarray],
    values: np.ndarray,
    n_left_out: int,
    likelihood: float,
    why_not: str,
) -> RaschModel:
    hardness, error = estimates
    known = hardness[~np.isnan(hardness)]
    ability, ability_error = warm_abilities(known) if len(known) else (np.empty(0), np.empty(0))
    return RaschModel(
        items=make_frame(
            RASCH_ITEMS,
            {
                "item": [str(item) for item in scores.columns],
                "hardness": hardness,
                "standard_error": error,
            },
        ),
        scores=make_frame(
            RASCH_SCORES,
            {
                "score": np.arange(len(ability)),
                "ability": ability,
                "standard_error": ability_error,
            },
        ),
        n_students=len(values),
        n_left_out=n_left_out,
        log_likelihood=likelihood,
        why_not=why_not,
    )


def _conditional_maximum(
    values: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, float] | None:
    """Newton's method on the conditional likelihood; None when it runs away."""
    k = values.shape[1]
    totals = values.sum(axis=1).astype(int)
    between = (totals > 0) & (totals < k)
    right = values[between].sum(axis=0)
    n_at = np.bincount(totals[between], minlength=k + 1).astype(float)
    b = -np.log(right / (between.sum() - right))
    b -= b.mean()
    likelihood = _log_likelihood(b, right, n_at)
    for _ in range(STEPS):
        expected, information = _moments(b, n_at)
        gradient = expected - right
        step = np.linalg.pinv(information, ALIKE, hermitian=True) @ gradient
        step -= step.mean()
        size = 1.0
        while size > 1e-6:
            tried = b + size * step
            new = _log_likelihood(tried, right, n_at)
            if new >= likelihood - 1e-12 * abs(likelihood):
                break
            size /= 2
        b, likelihood = tried, new
        if np.abs(b).max() > 30:
            return None
        if np.abs(size * step).max() < CLOSE_ENOUGH:
            _, information = _moments(b, n_at)
            covariance = np.linalg.pinv(information, ALIKE, hermitian=True)
            return b, np.sqrt(np.diag(covariance)), likelihood
    return None


def _symmetric(easiness: np.ndarray) -> np.ndarray:
    """Elementary symmetric functions: for every score, the sum over all ways to reach it."""
    gamma = np.zeros(len(easiness) + 1)
    gamma[0] = 1.0
    for j, e in enumerate(easiness):
        gamma[1 : j + 2] += e * gamma[: j + 1]
    return gamma


def _log_likelihood(b: np.ndarray, right: np.ndarray, n_at: np.ndarray) -> float:
    gamma = _symmetric(np.exp(-b))
    return float(-(b @ right) - n_at[1:-1] @ np.log(gamma[1:-1]))


def _moments(b: np.ndarray, n_at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expected right answers per item given the scores, and their covariances (information)."""
    k = len(b)
    easy = np.exp(-b)
    gamma = _symmetric(easy)
    below = [_symmetric(easy[:j]) for j in range(k)]
    above = [_symmetric(easy[j + 1 :]) for j in range(k)]
    single = np.zeros((k, k + 1))
    weight = np.zeros((k, k))
    scores = np.arange(1, k)
    for j in range(k):
        without = np.convolve(below[j], above[j])
        single[j, 1:k] = easy[j] * without[: k - 1] / gamma[1:k]
        between = np.ones(1)
        for m in range(j + 1, k):
            both = np.convolve(np.convolve(below[j], between), above[m])
            chance = np.zeros(k - 1)
            chance[1:] = easy[j] * easy[m] * both[: k - 2] / gamma[2:k]
            weight[j, m] = weight[m, j] = n_at[1:k] @ chance
            between = np.convolve(between, [1.0, easy[m]])
    expected = single[:, scores] @ n_at[scores]
    weight[np.diag_indices(k)] = expected
    information = weight - (single[:, scores] * n_at[scores]) @ single[:, scores].T
    return expected, information


def warm_abilities(hardness: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the ability that belongs to each raw score, and its standard error.

    Examples
    --------
    >>> ability, error = warm_abilities(np.array([-1.0, 1.0]))
    >>> (ability.round(2) + 0.0).tolist()
    [-2.11, 0.0, 2.11]
    """
    k = len(hardness)
    score = np.arange(k + 1)
    low, high = np.full(k + 1, -30.0), np.full(k + 1, 30.0)
    for _ in range(200):
        theta = (low + high) / 2
        p = 1 / (1 + np.exp(hardness - theta[:, None]))
        pq = p * (1 - p)
        pull = (pq * (1 - 2 * p)).sum(axis=1) / (2 * pq.sum(axis=1))
        above = score - p.sum(axis=1) + pull > 0
        low, high = np.where(above, theta, low), np.where(above, high, theta)
        if (high - low).max() < 1e-13:
            break
    theta = (low + high) / 2
    p = 1 / (1 + np.exp(hardness - theta[:, None]))
    return theta, 1 / np.sqrt((p * (1 - p)).sum(axis=1))
