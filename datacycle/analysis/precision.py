"""How precise one student's total is, and what a longer or shorter test would give."""

from __future__ import annotations

from math import isnan, nan, sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd

from .gaps import pairwise_covariances
from .items import as_array, table_of


def conditional_standard_errors(n_items: int) -> pd.Series:
    """Say how precise a total is at each score of a right-or-wrong test.

    Returns
    -------
    Series
        Standard error in points, indexed by score 0 to ``n_items``; 0 at both ends, where the
        formula knows of no error, so never read the ends as certainty.

    Notes
    -----
    Lord 1955: sqrt(x (k - x) / (k - 1)). The middle of the scale is less precise than the ends;
    the one ``standard_error`` of :func:`~datacycle.analysis.reliability` is its average.

    Examples
    --------
    >>> conditional_standard_errors(4).round(2).tolist()
    [0.0, 1.0, 1.15, 1.0, 0.0]
    """
    if n_items < 2:
        raise ValueError("a standard error at a score needs at least two items")
    x = np.arange(n_items + 1)
    errors = np.sqrt(x * (n_items - x) / (n_items - 1))
    return pd.Series(errors, index=pd.Index(x, name="score"), name="standard_error")


class SplitHalf(NamedTuple):
    """Two halves of one test, odd items against even: their r, and what it says of the whole."""

    r: float
    spearman_brown: float
    rulon: float


def split_half(scores: pd.DataFrame) -> SplitHalf:
    """Say how well one half of the test (items 1, 3, 5 ...) agrees with the other.

    Returns
    -------
    SplitHalf
        ``r`` of the halves; ``spearman_brown``, the whole test if the halves are alike;
        ``rulon``, the same without that assumption. Missing with fewer than two items or where a
        half does not vary. Only students with every item.

    Notes
    -----
    Another split gives another number; alpha is about their mean. Show alpha, keep this for tests
    whose items come in pairs.

    Examples
    --------
    >>> scores = pd.DataFrame({"q1": [1, 1, 0, 0], "q2": [1, 1, 0, 1], "q3": [1, 1, 1, 0],
    ...                        "q4": [1, 0, 0, 0]})
    >>> tuple(round(value, 2) for value in split_half(scores))
    (0.43, 0.6, 0.59)
    """
    values = as_array(scores).astype(float)
    values = values[~np.isnan(values).any(axis=1)]
    if values.shape[1] < 2 or len(values) < 2:
        return SplitHalf(nan, nan, nan)
    odd, even = values[:, 0::2].sum(axis=1), values[:, 1::2].sum(axis=1)
    spread_odd, spread_even = odd.var(ddof=1), even.var(ddof=1)
    whole = (odd + even).var(ddof=1)
    if not (spread_odd > 0 and spread_even > 0 and whole > 0):
        return SplitHalf(nan, nan, nan)
    r = float(np.cov(odd, even)[0, 1] / sqrt(spread_odd * spread_even))
    rulon = float(2 * (1 - (spread_odd + spread_even) / whole))
    return SplitHalf(r, spearman_brown(r, 2), rulon)


def lambda_2(scores: pd.DataFrame) -> float:
    """Give a better lower bound of reliability than alpha (Guttman 1945).

    Notes
    -----
    Never below alpha, and equal to it when all items go together equally. Missing where totals do
    not vary.

    Examples
    --------
    >>> scores = pd.DataFrame({"q1": [1, 1, 1, 0], "q2": [1, 1, 0, 0], "q3": [1, 0, 0, 0]})
    >>> round(lambda_2(scores), 3)
    0.76
    """
    values = as_array(scores).astype(float)
    seen = ~np.isnan(values)
    covariances, _ = pairwise_covariances(np.where(seen, values, 0.0), seen)
    k, total = len(covariances), float(covariances.sum())
    if k < 2 or not total > 0 or isnan(table_of(scores).alpha):
        return nan
    own = float(np.trace(covariances))
    apart = float((covariances**2).sum() - (np.diag(covariances) ** 2).sum())
    return 1 - own / total + sqrt(k / (k - 1) * apart) / total


def spearman_brown(reliability: float, length_factor: float) -> float:
    """Foretell the reliability of a test so many times as long, with items like these.

    Examples
    --------
    >>> round(spearman_brown(0.6, 2), 2)
    0.75
    """
    return length_factor * reliability / (1 + (length_factor - 1) * reliability)


def length_factor_for(reliability: float, wanted: float) -> float:
    """Say how many times as many items would give the reliability wanted; missing if none would.

    Examples
    --------
    An alpha of .45 with five items is normal:

    >>> round(length_factor_for(0.45, 0.8), 1)
    4.9
    """
    if not 0 < reliability < 1:
        return nan
    return wanted * (1 - reliability) / (reliability * (1 - wanted))


class TrueScore(NamedTuple):
    """Kelley's estimate: pulled towards the mean by what the test does not know."""

    score: float
    standard_error: float


def kelley_true_score(score: float, mean: float, sd: float, reliability: float) -> TrueScore:
    """Estimate what a student would get on average over many such tests.

    Notes
    -----
    reliability x score + (1 - reliability) x mean, standard error sd sqrt(rel (1 - rel)). It pulls
    a strong student of a weak class down: use it to see regression to the mean, not to grade.

    Examples
    --------
    >>> true = kelley_true_score(4, mean=10, sd=3, reliability=0.6)
    >>> round(true.score, 2), round(true.standard_error, 2)
    (6.4, 1.47)
    """
    return TrueScore(
        reliability * score + (1 - reliability) * mean,
        sd * sqrt(reliability * (1 - reliability)),
    )


def could_be_either(totals: pd.Series, cut_score: float, standard_error: float) -> pd.Series:
    """Mark the students within one standard error of a cut: they could be on either side.

    Examples
    --------
    >>> could_be_either(pd.Series([9, 11, 14]), cut_score=12, standard_error=1.5).tolist()
    [False, True, False]
    """
    return (totals - cut_score).abs() <= standard_error
