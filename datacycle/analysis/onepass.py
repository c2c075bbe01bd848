"""The whole item table from two reads of the scores: arrays in, arrays out.

A per-item loop reads the table once for each item and recomputes the total each time. Everything
that classical item analysis says follows from five sums per item (n, sum of x, x^2, x t, and t, t^2
of the totals), and the upper-lower groups from four more; so the scores are read twice, in blocks
that fit the processor's cache, and no copy of the table is made.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

GROUP_SHARE = 0.27
"""Share of students in the upper and in the lower group (Kelley 1939: best split for a normal
trait)."""

BLOCK_CELLS = 2**18
"""Cells of one block: 1 MB as float32, within a processor's second cache."""

EXACT_FLOAT32 = 2**24
"""Whole numbers up to here are exact in float32, which is twice as fast as float64."""

ROUNDING = 1e-12
"""A variance below this share of the mean square is rounding: the scores do not vary."""

POSSIBLE = 1 + 1e-9
"""No alpha is above 1; what is above by rounding alone is 1."""


@dataclass(frozen=True)
class ItemSums:
    """The sums from which everything is finished; ``n`` students saw all ``k`` items.

    ``x``, ``xx``, ``xt``: per item, sums of points, squared points, points times total. ``t``,
    ``tt``: sums of totals and squared totals. ``upper``, ``lower``: per item, points of the two
    groups of ``places`` students; students tied at the border share the open places by weight.
    """

    n: int
    x: np.ndarray
    xx: np.ndarray
    xt: np.ndarray
    t: float
    tt: float
    upper: np.ndarray
    lower: np.ndarray
    places: float
    most: np.ndarray
    """Highest points met on each item."""


@dataclass(frozen=True)
class ItemTable:
    """Item analysis as arrays in item order; missing where undefined, see ``schema.ITEMS``."""

    n: np.ndarray
    difficulty: np.ndarray
    sd: np.ndarray
    item_rest_r: np.ndarray
    n_pairs: np.ndarray
    """Students behind ``item_rest_r``."""
    discrimination_index: np.ndarray
    variance: np.ndarray
    """Of each item's points (n - 1)."""
    covariance: np.ndarray
    """Of each item's points with the total."""
    total_variance: float
    alpha: float
    alpha_if_deleted: np.ndarray
    n_students: int


def item_table(
    scores: np.ndarray, max_points: np.ndarray | None = None, group_share: float = GROUP_SHARE
) -> ItemTable:
    """Analyse complete scores: one row per student, one column per item, nothing missing.

    Parameters
    ----------
    scores
        Points as whole numbers of any size, flags, or floats.
    max_points
        Points each item can earn; by default the highest met, and at least 1.
    group_share
        Size of the upper and of the lower group as a share of the students.

    Examples
    --------
    >>> table = item_table(np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]))
    >>> table.difficulty, round(table.alpha, 2)
    (array([0.75, 0.5 , 0.25]), 0.75)
    """
    return finish(add_up(scores, group_share), max_points)


def add_up(
    scores: np.ndarray, group_share: float = GROUP_SHARE, most: np.ndarray | None = None
) -> ItemSums:
    """Read the scores twice and return their sums; ``most`` spares a look for the highest points.

    Examples
    --------
    >>> sums = add_up(np.array([[1, 1], [1, 0]]))
    >>> sums.x, sums.xt, sums.t, sums.tt
    (array([2., 1.]), array([3., 2.]), 3.0, 5.0)
    """
    n, k = scores.shape
    if most is None:
        most = highest_points(scores)
    work, step = _work(scores, most)
    one_block = scores.astype(work) if n <= step else None
    starts = range(0, n, step)

    counts_and_totals = np.ones((2, n), work)
    totals = counts_and_totals[1]
    squares, ones = np.zeros(k), np.ones(k, work)
    is_binary = work is np.float32 and most.max(initial=0) <= 1
    linear = np.zeros((2, k))
    for start in starts:
        block = scores[start : start + step].astype(work) if one_block is None else one_block
        np.matmul(block, ones, out=totals[start : start + step])
        linear += counts_and_totals[:, start : start + step] @ block
        if not is_binary:
            squares += np.einsum("ij,ij->j", block, block)

    t, tt = _sum_and_squares(totals)
    totals, places, weights, borders = _groups(totals, group_share)
    parts = np.zeros((4, k))
    for start in starts:
        block = scores[start : start + step].astype(work) if one_block is None else one_block
        here = totals[start : start + step]
        sides = np.empty((4, len(here)), work)
        np.greater(here, borders[1], out=sides[0], casting="unsafe")
        np.equal(here, borders[1], out=sides[1], casting="unsafe")
        np.less(here, borders[0], out=sides[2], casting="unsafe")
        np.equal(here, borders[0], out=sides[3], casting="unsafe")
        parts += sides @ block
    return ItemSums(
        n=n,
        x=linear[0],
        xx=linear[0] if is_binary else squares,
        xt=linear[1],
        t=t,
        tt=tt,
        upper=parts[0] + weights[1] * parts[1],
        lower=parts[2] + weights[0] * parts[3],
        places=places,
        most=most,
    )


def _sum_and_squares(totals: np.ndarray) -> tuple[float, float]:
    exact = totals.astype(float)
    return float(exact.sum()), float(exact @ exact)


def highest_points(scores: np.ndarray) -> np.ndarray:
    """Find the highest points met on each item; missing where any score of it is.

    Examples
    --------
    >>> highest_points(np.array([[1.0, 3.0], [np.nan, 2.0]]))
    array([nan,  3.])
    """
    n, k = scores.shape
    return scores.max(axis=0).astype(float) if n else np.zeros(k)


def _work(scores: np.ndarray, most: np.ndarray) -> tuple[type, int]:
    """Choose the floating type in which every block sum stays exact, and the rows of a block."""
    n, k = scores.shape
    step = max(1, BLOCK_CELLS // max(k, 1))
    whole = scores.dtype.kind in "uib"
    highest = float(most.max(initial=0)) * max(float(most.sum()), 1.0) * step
    exact = whole and highest < EXACT_FLOAT32
    if exact and (scores.dtype.kind in "ub" or not n or scores.min() >= 0):
        return np.float32, step
    return np.float64, step


def _groups(
    totals: np.ndarray, group_share: float
) -> tuple[np.ndarray, float, tuple[float, float], tuple[float, float]]:
    """Find the borders of the lower and upper group and the weight of who stands on them.

    Students tied at a border share the places that are left: the mean over all ways to break the
    tie, so the order of the rows does not matter. Returns the totals as compared: parts of points
    are rounded, for .1 + .2 and .3 are the same total.
    """
    n = len(totals)
    places = group_share * n
    if not n:
        return totals, places, (0.0, 0.0), (0.0, 0.0)
    whole = totals.astype(np.int64)
    is_whole = totals.dtype == np.float32 or bool((whole == totals).all() and whole.min() >= 0)
    if is_whole and whole.max() <= 4 * n + 4096:
        here, values = np.bincount(whole), None
    else:
        totals = np.round(totals, 9)
        values, here = np.unique(totals, return_counts=True)
    up_to, here = here.cumsum().tolist(), here.tolist()
    low, high = bisect_left(up_to, places), bisect_right(up_to, n - places)
    weight_low = (places - (up_to[low] - here[low])) / here[low]
    weight_high = (places - (n - up_to[high])) / here[high]
    borders = (low, high) if values is None else (values[low], values[high])
    return totals, places, (weight_low, weight_high), borders


def tie_weights(values: np.ndarray, places: float) -> np.ndarray:
    """Put students into a group of ``places`` from the lowest value up, as weights 0 to 1.

    Students with the same value share the places that are left when it is their turn.

    Examples
    --------
    >>> tie_weights(np.array([1.0, 2.0, 2.0, 3.0]), 2)
    array([1. , 0.5, 0.5, 0. ])
    """
    _, place, counts = np.unique(np.round(values, 9), return_inverse=True, return_counts=True)
    before = counts.cumsum() - counts
    return np.clip((places - before) / counts, 0, 1)[place]


def finish(sums: ItemSums, max_points: np.ndarray | None = None) -> ItemTable:
    """Turn the sums into the item table.

    Examples
    --------
    >>> finish(add_up(np.array([[1, 1], [1, 0]]))).sd.round(3)
    array([0.   , 0.707])
    """
    n, k = sums.n, len(sums.x)
    if n < 2:
        return _too_few(sums, max_points)
    most = np.maximum(sums.most, 1.0) if max_points is None else max_points
    sxx = n * sums.xx - sums.x * sums.x
    sxx[sxx <= ROUNDING * n * sums.xx] = 0.0
    stt = n * sums.tt - sums.t**2
    if stt <= ROUNDING * n * sums.tt:
        stt = 0.0
    sxt = n * sums.xt - sums.x * sums.t
    srr = sxx + (stt - 2 * sxt)
    srr[srr <= ROUNDING * n * sums.tt] = 0.0
    if k == 1:
        srr[:] = 0.0
    pairs = n * (n - 1.0)
    with np.errstate(invalid="ignore"):
        r = (sxt - sxx) / np.sqrt(sxx * srr)
    variance, covariance, total_variance = sxx / pairs, sxt / pairs, stt / pairs
    alpha, if_deleted = alpha_of(variance, covariance, total_variance)
    return ItemTable(
        n=np.full(k, n),
        difficulty=sums.x / (n * most),
        sd=np.sqrt(variance),
        item_rest_r=r,
        n_pairs=np.full(k, n),
        discrimination_index=(sums.upper - sums.lower) / (sums.places * most),
        variance=variance,
        covariance=covariance,
        total_variance=total_variance,
        alpha=alpha,
        alpha_if_deleted=if_deleted,
        n_students=n,
    )


def _too_few(sums: ItemSums, max_points: np.ndarray | None) -> ItemTable:
    """One student has a difficulty and nothing else; nobody has not even that."""
    k = len(sums.x)
    unknown = np.full(k, np.nan)
    most = np.maximum(sums.most, 1.0) if max_points is None else max_points
    return ItemTable(
        n=np.full(k, sums.n),
        difficulty=sums.x / most if sums.n else unknown,
        sd=unknown,
        item_rest_r=unknown,
        n_pairs=np.full(k, sums.n),
        discrimination_index=unknown,
        variance=unknown,
        covariance=unknown,
        total_variance=float("nan"),
        alpha=float("nan"),
        alpha_if_deleted=unknown,
        n_students=sums.n,
    )


def alpha_of(
    variance: np.ndarray, covariance: np.ndarray, total_variance: float
) -> tuple[float, np.ndarray]:
    """Compute alpha, and alpha without each item, from item variances and covariances with t.

    Examples
    --------
    Two items that agree perfectly; without one of them nothing can be said:

    >>> alpha_of(np.array([1.0, 1.0]), np.array([2.0, 2.0]), 4.0)
    (1.0, array([nan, nan]))

    Notes
    -----
    Alpha cannot be above 1. Covariances from different students for each pair can say so all the
    same; they contradict each other then, and alpha is missing.
    """
    k, together = len(variance), float(variance.sum())
    alpha = float("nan")
    if k > 1 and total_variance > 0:
        alpha = k / (k - 1) * (1 - together / float(total_variance))
        alpha = min(alpha, 1.0) if alpha <= POSSIBLE else float("nan")
    if k < 3:
        return alpha, np.full(k, np.nan)
    left = total_variance - 2 * covariance + variance
    left[left <= ROUNDING * abs(total_variance)] = np.nan
    if_deleted = (k - 1) / (k - 2) * (1 - (together - variance) / left)
    if_deleted[if_deleted > POSSIBLE] = np.nan
    return alpha, np.minimum(if_deleted, 1.0)
