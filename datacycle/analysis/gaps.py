"""The item table where some students did not see some items: each figure from who did.

Nothing is filled in. What can be said about an item comes from the students who saw it, and the
number of them stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .onepass import BLOCK_CELLS, GROUP_SHARE, ROUNDING, ItemTable, alpha_of, tie_weights


def item_table_with_gaps(
    scores: np.ndarray, max_points: np.ndarray | None = None, group_share: float = GROUP_SHARE
) -> ItemTable:
    """Analyse scores with missing cells (NaN).

    Notes
    -----
    Difficulty and spread: students who saw the item. Item-rest r: the item against the *share* of
    points that the student earned on the other items seen; with complete scores that is the
    ordinary coefficient. Groups: by the share earned of all points seen. Alpha: covariances of the
    students who saw both items (pairwise); it is a rough figure when blanks are many, because who
    skips an item is seldom a random student. An item that nobody has a score on takes no part.

    Examples
    --------
    >>> table = item_table_with_gaps(np.array([[1, 1], [1, 0], [np.nan, 0]]))
    >>> table.n, table.difficulty.round(2)
    (array([2, 3]), array([1.  , 0.33]))
    """
    n, total, most = _counts(scores, max_points)
    k = scores.shape[1]
    covariances, pairs, squares, shares = _second_reading(scores, n, total, most)
    variance, covariance = np.diag(covariances).copy(), covariances.sum(axis=1)
    variance[variance <= ROUNDING * _over(squares, n)] = 0.0
    variance[n < 2] = np.nan
    met = n > 0
    among = covariances[np.ix_(met, met)]
    if_deleted = np.full(k, np.nan)
    alpha, if_deleted[met] = alpha_of(variance[met], among.sum(axis=1), float(among.sum()))
    r, n_pairs = _item_rest(scores, most)
    n_students = int((~np.isnan(shares)).sum())
    return ItemTable(
        n=n,
        difficulty=_over(total, n) / most,
        sd=np.sqrt(variance),
        item_rest_r=r,
        n_pairs=n_pairs,
        discrimination_index=_discrimination(scores, shares, most, group_share),
        variance=variance,
        covariance=covariance,
        total_variance=float(among.sum()),
        alpha=alpha,
        alpha_if_deleted=if_deleted,
        n_students=n_students if k == 1 else int(pairs[np.ix_(met, met)].min(initial=n_students)),
    )


def _blocks(scores: np.ndarray) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    """Give rows, points (0 where missing) and what was seen, block by block: no copy of all."""
    step = max(1, BLOCK_CELLS // max(scores.shape[1], 1))
    for start in range(0, len(scores), step):
        rows = slice(start, start + step)
        seen = ~np.isnan(scores[rows])
        yield rows, np.where(seen, scores[rows], 0.0), seen


def _counts(
    scores: np.ndarray, max_points: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First reading: students with a score, their points, and what each item can give."""
    k = scores.shape[1]
    n, total, highest = np.zeros(k, dtype=int), np.zeros(k), np.zeros(k)
    for _, points, seen in _blocks(scores):
        n += seen.sum(axis=0)
        total += points.sum(axis=0)
        np.maximum(highest, points.max(axis=0, initial=0), out=highest)
    return n, total, np.maximum(highest, 1.0) if max_points is None else max_points


def _second_reading(
    scores: np.ndarray, n: np.ndarray, total: np.ndarray, most: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Covariances of each two items, their pairs, sums of squares, each student's share of points.

    Points are taken from their item's mean first, so that nothing large is subtracted.
    """
    k = scores.shape[1]
    means = _over(total, n)
    products, sums, pairs = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k))
    squares, shares = np.zeros(k), np.full(len(scores), np.nan)
    for rows, points, seen in _blocks(scores):
        mask = seen.astype(float)
        centred = np.where(seen, points - means, 0.0)
        products += centred.T @ centred
        sums += centred.T @ mask
        pairs += mask.T @ mask
        squares += (points * points).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            shares[rows] = points.sum(axis=1) / (seen * most).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        covariances = (products - sums * sums.T / pairs) / (pairs - 1)
    return np.where(pairs > 1, covariances, np.nan), pairs.astype(int), squares, shares


def pairwise_covariances(points: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Covariance of each two items over the students who saw both, and how many those are.

    ``points`` holds 0 where ``seen`` is false. Missing where fewer than two students saw both.

    Examples
    --------
    >>> points, seen = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 0.0]]), np.array(
    ...     [[True, True], [True, True], [True, False]])
    >>> covariances, n = pairwise_covariances(points, seen)
    >>> covariances, n
    (array([[4., 2.],
           [2., 2.]]), array([[3, 2],
           [2, 2]]))
    """
    mask = seen.astype(float)
    n = mask.T @ mask
    centred = np.where(seen, points - _mean(points, mask.sum(axis=0)), 0.0)
    sums = centred.T @ mask
    with np.errstate(invalid="ignore", divide="ignore"):
        covariances = (centred.T @ centred - sums * sums.T / n) / (n - 1)
    return np.where(n > 1, covariances, np.nan), n.astype(int)


def rest_shares(points: np.ndarray, seen: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Share of points that each student earned on the *other* items seen; missing without any.

    Examples
    --------
    >>> rest_shares(np.array([[1.0, 0.0, 0.0]]), np.array([[True, True, False]]), np.ones(3))
    array([[0. , 1. , 0.5]])
    """
    possible = seen * most
    rest_points = points.sum(axis=1, keepdims=True) - points
    rest_possible = possible.sum(axis=1, keepdims=True) - possible
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(rest_possible > 0, rest_points / rest_possible, np.nan)


def _mean(points: np.ndarray, n: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(n > 0, points.sum(axis=0) / n, np.nan)


def _over(sums: np.ndarray, n: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(n > 0, sums / n, np.nan)


def _item_rest(scores: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Correlate each item with the share on the others: one reading for means, one for the rest."""
    k = scores.shape[1]
    n, sum_x, sum_y = np.zeros(k, dtype=int), np.zeros(k), np.zeros(k)
    for _, points, seen in _blocks(scores):
        rest = rest_shares(points, seen, most)
        both = seen & ~np.isnan(rest)
        n += both.sum(axis=0)
        sum_x += np.where(both, points, 0.0).sum(axis=0)
        sum_y += np.where(both, rest, 0.0).sum(axis=0)
    mean_x, mean_y = _over(sum_x, n), _over(sum_y, n)
    sxx, syy, sxy = np.zeros(k), np.zeros(k), np.zeros(k)
    for _, points, seen in _blocks(scores):
        rest = rest_shares(points, seen, most)
        both = seen & ~np.isnan(rest)
        x, y = np.where(both, points - mean_x, 0.0), np.where(both, rest - mean_y, 0.0)
        sxx += (x * x).sum(axis=0)
        syy += (y * y).sum(axis=0)
        sxy += (x * y).sum(axis=0)
    varies = (sxx > ROUNDING * n * most**2) & (syy > ROUNDING * n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(varies, sxy / np.sqrt(sxx * syy), np.nan), n


def _discrimination(
    scores: np.ndarray, shares: np.ndarray, most: np.ndarray, group_share: float
) -> np.ndarray:
    took_part = ~np.isnan(shares)
    n_students, k = int(took_part.sum()), scores.shape[1]
    if n_students < 2:
        return np.full(k, np.nan)
    sides = np.zeros((2, len(scores)))
    sides[0, took_part] = tie_weights(-shares[took_part], group_share * n_students)
    sides[1, took_part] = tie_weights(shares[took_part], group_share * n_students)
    earned, possible = np.zeros((2, k)), np.zeros((2, k))
    for rows, points, seen in _blocks(scores):
        earned += sides[:, rows] @ points
        possible += sides[:, rows] @ seen
    with np.errstate(invalid="ignore", divide="ignore"):
        upper, lower = earned / possible
        return (upper - lower) / most
