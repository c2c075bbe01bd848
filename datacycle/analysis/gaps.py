"""The item table where some students did not see some items: each figure from who did.

Nothing is filled in. What can be said about an item comes from the students who saw it, and the
number of them stands beside it.
"""

from __future__ import annotations

import numpy as np

from .onepass import GROUP_SHARE, ROUNDING, ItemTable, alpha_of, tie_weights


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
    scores = scores[~np.isnan(scores).all(axis=1)]
    n_students, k = scores.shape
    seen = ~np.isnan(scores)
    points = np.where(seen, scores, 0.0)
    most = np.maximum(points.max(axis=0, initial=0), 1.0) if max_points is None else max_points
    n = seen.sum(axis=0)
    covariances, pairs = pairwise_covariances(points, seen)
    variance, covariance = np.diag(covariances).copy(), covariances.sum(axis=1)
    variance[variance <= ROUNDING * _mean(points**2, n)] = 0.0
    variance[n < 2] = np.nan
    met = n > 0
    among = covariances[np.ix_(met, met)]
    if_deleted = np.full(k, np.nan)
    alpha, if_deleted[met] = alpha_of(variance[met], among.sum(axis=1), float(among.sum()))
    r, n_pairs = _item_rest(points, seen, most)
    return ItemTable(
        n=n,
        difficulty=_mean(points, n) / most,
        sd=np.sqrt(variance),
        item_rest_r=r,
        n_pairs=n_pairs,
        discrimination_index=_discrimination(points, seen, most, group_share),
        variance=variance,
        covariance=covariance,
        total_variance=float(among.sum()),
        alpha=alpha,
        alpha_if_deleted=if_deleted,
        n_students=n_students if k == 1 else int(pairs[np.ix_(met, met)].min(initial=n_students)),
    )


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


def _item_rest(
    points: np.ndarray, seen: np.ndarray, most: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    rest = rest_shares(points, seen, most)
    both = seen & ~np.isnan(rest)
    n = both.sum(axis=0)
    x = np.where(both, points - _mean(np.where(both, points, 0.0), n), 0.0)
    y = np.where(both, rest, 0.0)
    y = np.where(both, y - _mean(y, n), 0.0)
    sxx, syy, sxy = (x * x).sum(axis=0), (y * y).sum(axis=0), (x * y).sum(axis=0)
    varies = (sxx > ROUNDING * n * most**2) & (syy > ROUNDING * n)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(varies, sxy / np.sqrt(sxx * syy), np.nan), n


def _discrimination(
    points: np.ndarray, seen: np.ndarray, most: np.ndarray, group_share: float
) -> np.ndarray:
    n_students = len(points)
    if n_students < 2:
        return np.full(points.shape[1], np.nan)
    share = points.sum(axis=1) / (seen * most).sum(axis=1)
    lower = tie_weights(share, group_share * n_students)
    upper = tie_weights(-share, group_share * n_students)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (upper @ points / (upper @ seen) - lower @ points / (lower @ seen)) / most
