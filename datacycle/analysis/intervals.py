"""How far a share, a difference or a correlation from one class can be trusted."""

from __future__ import annotations

from math import atanh, sqrt, tanh
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

LEVEL = 0.95
"""Confidence of every interval unless told otherwise (convention, printed beside it)."""


class Interval(NamedTuple):
    """Two ends; both missing where nothing can be said."""

    low: float
    high: float


UNKNOWN = Interval(float("nan"), float("nan"))


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson_interval(k: float, n: float, level: float = LEVEL) -> Interval:
    """Say between which shares the true one plausibly lies when k of n were right.

    Parameters
    ----------
    k, n
        How many of how many. ``k`` may hold parts of a point.
    level
        Confidence of the interval.

    Returns
    -------
    Interval
        ``low`` and ``high``, always within 0 and 1; missing when ``n`` is 0.

    Notes
    -----
    Wilson 1927. Unlike share +- 2 standard errors it keeps its promise at 5 items and does not
    collapse to a point when everybody was right.

    Examples
    --------
    "4 of 5 right" says .38 to .96 and no more:

    >>> low, high = wilson_interval(4, 5)
    >>> round(low, 2), round(high, 2)
    (0.38, 0.96)
    """
    low, high = wilson_limits(np.array([k], float), np.array([n], float), level)
    return Interval(float(low[0]), float(high[0]))


def wilson_limits(k, n, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Do the same for many shares at once: arrays of lower and upper ends.

    Examples
    --------
    >>> low, high = wilson_limits([0, 5], [5, 5])
    >>> low.round(2), high.round(2)
    (array([0.  , 0.57]), array([0.43, 1.  ]))
    """
    k, n = np.asarray(k, float), np.asarray(n, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        p, z = k / n, _z(level)
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * np.sqrt(p * (1 - p) / n + (z / (2 * n)) ** 2) / (1 + z * z / n)
        low = np.where(k == 0, 0.0, np.clip(middle - half, 0, 1))
        high = np.where(k == n, 1.0, np.clip(middle + half, 0, 1))
    unknown = ~(n > 0)
    return np.where(unknown, np.nan, low), np.where(unknown, np.nan, high)


def newcombe_difference(
    k1: float, n1: float, k2: float, n2: float, level: float = LEVEL
) -> Interval:
    """Say between which values the difference of two classes' shares (first - second) lies.

    Returns
    -------
    Interval
        When it holds 0, the two classes are not distinguishable. Missing when a class is empty.

    Notes
    -----
    Newcombe 1998, method 10: from the two Wilson intervals. For two *different* groups; the same
    students twice need :func:`newcombe_paired`.

    Examples
    --------
    75 % against 50 % looks like a difference, but with 24 and 22 students it may be none:

    >>> low, high = newcombe_difference(18, 24, 11, 22)
    >>> round(low, 2), round(high, 2)
    (-0.03, 0.48)
    """
    if not (n1 > 0 and n2 > 0):
        return UNKNOWN
    p1, p2 = k1 / n1, k2 / n2
    low1, high1 = wilson_interval(k1, n1, level)
    low2, high2 = wilson_interval(k2, n2, level)
    return Interval(
        p1 - p2 - sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2),
        p1 - p2 + sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2),
    )


def newcombe_paired(
    both: int, first_only: int, second_only: int, neither: int, level: float = LEVEL
) -> Interval:
    """Say how much more of the *same* students reach something the second time (second - first).

    Parameters
    ----------
    both, first_only, second_only, neither
        Students by when they reached it.

    Returns
    -------
    Interval
        Missing when there are no students.

    Notes
    -----
    Newcombe 1998 (paired data), method 10: two Wilson intervals, narrowed by the correlation of
    the two occasions, with its continuity correction.

    Examples
    --------
    Of 50 students, 38 reached it first and 48 the second time:

    >>> low, high = newcombe_paired(36, 2, 12, 0)
    >>> round(low, 3), round(high, 3)
    (0.057, 0.34)
    """
    n = both + first_only + second_only + neither
    if n == 0:
        return UNKNOWN
    k1, k2 = both + first_only, both + second_only
    p1, p2 = k1 / n, k2 / n
    (low1, high1), (low2, high2) = wilson_interval(k1, n, level), wilson_interval(k2, n, level)
    margins = k1 * (n - k1) * k2 * (n - k2)
    excess = both * neither - first_only * second_only
    if excess > 0:
        excess = max(excess - n / 2, 0)
    phi = excess / sqrt(margins) if margins else 0.0
    below, above = p2 - low2, high2 - p2
    first_below, first_above = p1 - low1, high1 - p1
    change = p2 - p1
    return Interval(
        change - sqrt(below**2 - 2 * phi * below * first_above + first_above**2),
        change + sqrt(above**2 - 2 * phi * above * first_below + first_below**2),
    )


def jeffreys_interval(k: float, n: float, level: float = LEVEL) -> Interval:
    """Say between which shares the true one lies, by the beta distribution behind mastery calls.

    Notes
    -----
    Quantiles of beta(k + 1/2, n - k + 1/2); the lower end is 0 when nothing and the upper end 1
    when everything was right (Brown, Cai & DasGupta 2001).

    Examples
    --------
    >>> low, high = jeffreys_interval(0, 5)
    >>> round(low, 3), round(high, 3)
    (0.0, 0.379)
    """
    from scipy.special import betaincinv

    if not n > 0:
        return UNKNOWN
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, tail))
    high = 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 1 - tail))
    return Interval(low, high)


def mastery_probability(k, n, cut_score: float = 0.8, prior: tuple[float, float] = (0.5, 0.5)):
    """Say how probable it is that a student's true share is at least the cut score.

    Parameters
    ----------
    k, n
        Items right and items seen: numbers, or arrays of one value per student. Points of a
        graded item count in parts of an item.
    cut_score
        The share that the team calls mastery.
    prior
        The beta prior; a half and a half (Jeffreys) knows nothing about the student.

    Returns
    -------
    float or array
        Between 0 and 1; missing where no item was seen.

    Notes
    -----
    1 - I_cut(k + a, n - k + b). "80 % right" is a coin toss about "80 % mastery" at every length,
    so a call needs three zones, not two. It speaks of items like these, written for the target.

    Examples
    --------
    >>> round(mastery_probability(4, 4), 2), round(mastery_probability(8, 10), 2)
    (0.83, 0.47)
    """
    from scipy.special import betaincc

    right, seen = np.asarray(k, float), np.asarray(n, float)
    with np.errstate(invalid="ignore"):
        p = betaincc(right + prior[0], seen - right + prior[1], cut_score)
    p = np.where(seen > 0, p, np.nan)
    return float(p) if p.ndim == 0 else p


def fisher_interval(r: float, n: int, level: float = LEVEL) -> Interval:
    """Say between which values a correlation from n students lies.

    Returns
    -------
    Interval
        Missing without a correlation or with fewer than 4 students.

    Notes
    -----
    Fisher's z: tanh(atanh r +- 1.96 / sqrt(n - 3)). On resampled classroom tests it covers 95 %
    where the bootstrap's percentiles cover 91 to 94 %.

    Examples
    --------
    One class of 28 hardly pins a correlation down:

    >>> low, high = fisher_interval(0.3, 28)
    >>> round(low, 2), round(high, 2)
    (-0.08, 0.61)
    """
    if not (n > 3 and abs(r) <= 1):
        return UNKNOWN
    if abs(r) == 1:
        return Interval(float(r), float(r))
    half = _z(level) / sqrt(n - 3)
    return Interval(tanh(atanh(r) - half), tanh(atanh(r) + half))


def fisher_limits(r, n, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """Do the same for many correlations at once: arrays of lower and upper ends.

    Examples
    --------
    >>> low, high = fisher_limits([0.3, np.nan], [28, 28])
    >>> low.round(2), high.round(2)
    (array([-0.08,   nan]), array([0.61,  nan]))
    """
    r, n = np.asarray(r, float), np.asarray(n, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle, half = np.arctanh(np.clip(r, -1, 1)), _z(level) / np.sqrt(n - 3)
        low, high = np.tanh(middle - half), np.tanh(middle + half)
    known = n > 3
    return np.where(known, low, np.nan), np.where(known, high, np.nan)
