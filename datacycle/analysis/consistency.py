"""How many students would land on the same side of the cut another time.

For right-or-wrong items and a cut "total >= cut". The two methods differ by .02 to .06: two digits
at most, and better in words (:meth:`DecisionConsistency.in_words`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, isnan, lgamma, nan

import numpy as np
import pandas as pd

from .items import as_array, table_of


@dataclass(frozen=True)
class DecisionConsistency:
    """How consistent a decision at a cut is.

    ``p_same``: probability of the same decision on a second such test. ``p_chance``: what tossing
    a coin with this pass rate would give. ``kappa``: agreement beyond that. All missing where the
    method says nothing.
    """

    method: str
    p_same: float
    p_chance: float
    kappa: float

    def in_words(self) -> str:
        """Say it as a colleague would.

        >>> DecisionConsistency("Huynh", 0.75, 0.52, 0.48).in_words()
        'About 1 in 4 students would land on the other side next time.'
        """
        if isnan(self.p_same):
            return "Too little is known to say how many would land on the other side next time."
        other = 1 - self.p_same
        if other < 0.02:
            return "Hardly any student would land on the other side next time."
        return f"About 1 in {round(1 / other)} students would land on the other side next time."


NOTHING = (nan, nan, nan)


def kr21(mean: float, variance: float, n_items: int) -> float:
    """Give the reliability if all items were equally hard: needs only the totals.

    Notes
    -----
    k / (k - 1) (1 - m (k - m) / (k V)); never above KR-20.

    Examples
    --------
    >>> round(kr21(12.2, 13.2, 20), 2)
    0.67
    """
    if n_items < 2 or not variance > 0:
        return nan
    return n_items / (n_items - 1) * (1 - mean * (n_items - mean) / (n_items * variance))


def subkoviak(scores: pd.DataFrame, cut_score: int) -> DecisionConsistency:
    """Estimate decision consistency from each student's regressed share (Subkoviak 1976).

    Parameters
    ----------
    scores
        Right or wrong, complete: 1 or 0.
    cut_score
        The lowest total that passes.

    Notes
    -----
    Each student's true share is taken as Kelley's estimate with alpha (KR-20), the second test as
    binomial. Nothing is said where alpha is missing or below 0.

    Examples
    --------
    >>> scores = pd.DataFrame({"q1": [1, 1, 1, 0], "q2": [1, 1, 0, 0], "q3": [1, 0, 0, 0]})
    >>> round(subkoviak(scores, 2).p_same, 2)
    0.74
    """
    values, k = _right_or_wrong(scores)
    alpha = table_of(scores).alpha
    if not alpha > 0:
        return DecisionConsistency("Subkoviak", *NOTHING)
    totals = values.sum(axis=1)
    share = (alpha * totals + (1 - alpha) * totals.mean()) / k
    x = np.arange(cut_score, k + 1)
    ways = np.array([comb(k, int(i)) for i in x], float)
    passes = (ways * share[:, None] ** x * (1 - share[:, None]) ** (k - x)).sum(axis=1)
    same = float((passes**2 + (1 - passes) ** 2).mean())
    return _with_kappa("Subkoviak", same, float(passes.mean()))


def huynh(scores: pd.DataFrame, cut_score: int) -> DecisionConsistency:
    """Estimate decision consistency from the totals' mean, spread and KR-21 (Huynh 1976).

    Parameters
    ----------
    scores
        Right or wrong, complete: 1 or 0.
    cut_score
        The lowest total that passes.

    Notes
    -----
    True shares follow a beta distribution, totals a beta-binomial one; two testings' joint
    distribution is a closed sum. Nothing is said where KR-21 is 0 or below.

    Examples
    --------
    >>> scores = pd.DataFrame({"q1": [1, 1, 1, 0], "q2": [1, 1, 0, 0], "q3": [1, 0, 0, 0]})
    >>> round(huynh(scores, 2).p_same, 2)
    0.87
    """
    values, k = _right_or_wrong(scores)
    totals = values.sum(axis=1)
    variance = float(totals.var(ddof=1)) if len(totals) > 1 else nan
    mean = float(totals.mean()) if len(totals) else nan
    rel = kr21(mean, variance, k)
    if not 0 < rel < 1:
        return DecisionConsistency("Huynh", *NOTHING)
    a = (1 / rel - 1) * mean
    b = k / rel - k - a
    once = [_log_choose(k, x) + _log_beta(a + x, b + k - x) for x in range(k + 1)]
    norm = _log_beta(a, b)
    p_pass = float(sum(np.exp(once[x] - norm) for x in range(cut_score, k + 1)))
    both = [
        _log_choose(k, x) + _log_choose(k, y) + _log_beta(a + x + y, b + 2 * k - x - y) - norm
        for x in range(cut_score, k + 1)
        for y in range(cut_score, k + 1)
    ]
    p_both = float(np.exp(both).sum())
    return _with_kappa("Huynh", 1 - 2 * (p_pass - p_both), p_pass)


def _right_or_wrong(scores: pd.DataFrame) -> tuple[np.ndarray, int]:
    values = as_array(scores).astype(float)
    if not np.isin(values, (0, 1)).all():
        raise ValueError("decision consistency is for complete right-or-wrong scores")
    return values, values.shape[1]


def _with_kappa(method: str, p_same: float, p_pass: float) -> DecisionConsistency:
    chance = p_pass**2 + (1 - p_pass) ** 2
    kappa = (p_same - chance) / (1 - chance) if chance < 1 else nan
    return DecisionConsistency(method, p_same, chance, kappa)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
