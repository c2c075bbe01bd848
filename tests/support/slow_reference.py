"""Item analysis by plain loops over plain lists: slow, obvious, written apart from the product.

Nothing here uses numpy, pandas or a formula that the product uses: sums are over students, means
and covariances are by their definition, ties are broken by going through the students one by one.
A score is a number, or None where the student did not see the item.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Scores = Sequence[Sequence[float | None]]
"""Students x items."""


def mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def variance(values: Sequence[float]) -> float:
    if len(values) < 2:
        return math.nan
    middle = mean(values)
    return math.fsum((v - middle) ** 2 for v in values) / (len(values) - 1)


def covariance(pairs: Sequence[tuple[float, float]]) -> float:
    if len(pairs) < 2:
        return math.nan
    mx, my = mean([x for x, _ in pairs]), mean([y for _, y in pairs])
    return math.fsum((x - mx) * (y - my) for x, y in pairs) / (len(pairs) - 1)


def correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Missing where either side does not vary (beyond what rounding does)."""
    if len(pairs) < 2:
        return math.nan
    vx, vy = variance([x for x, _ in pairs]), variance([y for _, y in pairs])
    if vx <= 1e-12 or vy <= 1e-12:
        return math.nan
    return covariance(pairs) / math.sqrt(vx * vy)


def column(scores: Scores, item: int) -> list[float]:
    return [row[item] for row in scores if row[item] is not None]


def difficulty(scores: Scores, item: int, max_points: Sequence[float]) -> float:
    return mean(column(scores, item)) / max_points[item]


def item_rest_r(scores: Scores, item: int, max_points: Sequence[float]) -> float:
    """Correlate the item with the share of points earned on the other items that were seen."""
    pairs = []
    for row in scores:
        others = [j for j, x in enumerate(row) if j != item and x is not None]
        if row[item] is not None and others:
            earned = math.fsum(row[j] for j in others)
            pairs.append((row[item], earned / math.fsum(max_points[j] for j in others)))
    return correlation(pairs)


def group_weights(values: Sequence[float], places: float) -> list[float]:
    """Fill a group of ``places`` from the lowest value up; who is tied shares what is left."""
    weights = [0.0] * len(values)
    left = places
    for value in sorted({round(v, 9) for v in values}):
        tied = [i for i, v in enumerate(values) if round(v, 9) == value]
        for i in tied:
            weights[i] = min(1.0, max(0.0, left) / len(tied))
        left -= len(tied)
    return weights


def discrimination_index(
    scores: Scores, item: int, max_points: Sequence[float], group_share: float = 0.27
) -> float:
    shares = []
    for row in scores:
        seen = [j for j, x in enumerate(row) if x is not None]
        shares.append(math.fsum(row[j] for j in seen) / math.fsum(max_points[j] for j in seen))
    places = group_share * len(scores)
    lower = group_weights(shares, places)
    upper = group_weights([-s for s in shares], places)

    def group_mean(weights: list[float]) -> float:
        pairs = [
            (w, row[item]) for w, row in zip(weights, scores, strict=True) if row[item] is not None
        ]
        weight = math.fsum(w for w, _ in pairs)
        return math.fsum(w * x for w, x in pairs) / weight if weight else math.nan

    if len(scores) < 2:
        return math.nan
    return (group_mean(upper) - group_mean(lower)) / max_points[item]


def alpha(scores: Scores, without: int | None = None) -> float:
    """Cronbach's alpha from the covariances of each two items, over the students who saw both.

    Missing where those contradict each other so far that it would be above 1. Items that nobody
    has a score on take no part.
    """
    items = [j for j in range(len(scores[0])) if j != without and column(scores, j)]
    k = len(items)
    if k < 2:
        return math.nan
    own = math.fsum(variance(column(scores, j)) for j in items)
    total = own
    for i in items:
        for j in items:
            if i != j:
                total += covariance(
                    [(r[i], r[j]) for r in scores if r[i] is not None and r[j] is not None]
                )
    if not total > 1e-12:
        return math.nan
    found = k / (k - 1) * (1 - own / total)
    return math.nan if found > 1 + 1e-9 else min(found, 1.0)


def option_rest_r(chosen: Sequence[str | None], scores: Scores, item: int, option: str) -> float:
    """Correlate "chose this option" with the total of the other items (complete scores only)."""
    pairs = [
        (float(c == option), math.fsum(row) - row[item])
        for c, row in zip(chosen, scores, strict=True)
    ]
    return correlation(pairs)
