"""Does an item treat two groups of equally able students alike? Mantel-Haenszel, with its limits.

Off below 50 students in the smaller group, "rough" below 200: with 500 a group more than half of
built-in cases are missed, so no flag never means that an item is fair.
"""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np
import pandas as pd

from plc_data.schema import DIF, make_frame

from .items import as_array

N_FOR_DIF, N_FOR_SURE = 50, 200
"""Students in the smaller group: below the first nothing is said, below the second it is rough."""

TO_DELTA = -2.35
"""From the logarithm of the odds ratio to the delta scale of ETS."""

TOO_FEW, ROUGH, NO_CAUTION = "too few students", "rough", ""


def differential_item_functioning(
    scores: pd.DataFrame, group: pd.Series, *, reference: str, focal: str, level: float = 0.05
) -> pd.DataFrame:
    """Compare, among students with the same total, how often two groups had each item right.

    Parameters
    ----------
    scores
        Right or wrong (1, 0), complete.
    group
        Each student's group, indexed like ``scores``; students of other groups are left out.
    reference, focal
        The two groups.
    level
        Significance for the letters.

    Returns
    -------
    DataFrame
        The frame ``DIF``, one row per item. ``odds_ratio`` above 1 and ``delta`` below 0: the
        focal group had it right less often than equally able students of the reference group.
        ``ets_class``: A negligible, B moderate, C large.

    Notes
    -----
    Strata are the total scores, the item included; one with a single student says nothing. The
    continuity correction never turns a small difference into a large one: the remainder is cut off
    at 0 before it is squared. A flag asks for a look at the item's words, not for a verdict.

    Examples
    --------
    >>> right = pd.DataFrame({"q1": [1, 0] * 10, "q2": [1, 0] * 10})
    >>> found = differential_item_functioning(
    ...     right, pd.Series(["x", "y"] * 10), reference="x", focal="y")
    >>> found["caution"].unique().tolist()
    ['too few students']
    """
    group = group.reindex(scores.index)
    kept = group.isin([reference, focal]).to_numpy()
    values = as_array(scores).astype(float)[kept]
    if not np.isin(values, (0, 1)).all():
        raise ValueError("Mantel-Haenszel is for complete right-or-wrong scores")
    is_focal = (group[kept] == focal).to_numpy()
    n_focal, n_reference = int(is_focal.sum()), int((~is_focal).sum())
    smaller = min(n_focal, n_reference)
    names = ("odds_ratio", "delta", "delta_se", "chi2", "p")
    k = values.shape[1]
    figures = {name: np.full(k, np.nan) for name in names}
    letters: list[str | None] = [None] * k
    if smaller >= N_FOR_DIF:
        totals = values.sum(axis=1).astype(int)
        for j in range(k):
            found = _mantel_haenszel(values[:, j], totals, is_focal, k)
            for name in names:
                figures[name][j] = found[name]
            letters[j] = _ets_class(found, level)
    caution = TOO_FEW if smaller < N_FOR_DIF else ROUGH if smaller < N_FOR_SURE else NO_CAUTION
    return make_frame(
        DIF,
        {
            "item": [str(item) for item in scores.columns],
            "n_reference": [n_reference] * k,
            "n_focal": [n_focal] * k,
            **figures,
            "ets_class": letters,
            "caution": [caution] * k,
        },
    )


def _mantel_haenszel(
    right: np.ndarray, totals: np.ndarray, is_focal: np.ndarray, k: int
) -> dict[str, float]:
    def counts(which: np.ndarray) -> np.ndarray:
        return np.bincount(totals[which], minlength=k + 1).astype(float)

    was_right = right == 1
    a, b = counts(~is_focal & was_right), counts(~is_focal & ~was_right)
    c, d = counts(is_focal & was_right), counts(is_focal & ~was_right)
    total = a + b + c + d
    a, b, c, d, total = (v[total > 1] for v in (a, b, c, d, total))
    expected = (a + b) * (a + c) / total
    variance = ((a + b) * (c + d) * (a + c) * (b + d) / (total**2 * (total - 1))).sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        chi2 = np.divide(max(0.0, abs((a - expected).sum()) - 0.5) ** 2, variance)
        for_reference, for_focal = (a * d / total).sum(), (b * c / total).sum()
        ratio = np.divide(for_reference, for_focal)
        spread = ((a * d + ratio * b * c) * (a + d + ratio * (b + c)) / total**2).sum()
        log_se = np.sqrt(spread / (2 * for_reference**2))
        known = for_reference > 0 and for_focal > 0
        delta = TO_DELTA * np.log(ratio) if known else np.nan
    return {
        "odds_ratio": float(ratio) if known else np.nan,
        "delta": float(delta),
        "delta_se": abs(TO_DELTA) * float(log_se) if known else np.nan,
        "chi2": float(chi2),
        "p": erfc(sqrt(chi2 / 2)) if np.isfinite(chi2) else np.nan,
    }


def _ets_class(found: dict[str, float], level: float) -> str | None:
    """A: below 1 or not distinguishable from 0. C: from 1.5 and distinguishable from 1. Else B."""
    size = abs(found["delta"])
    if not np.isfinite(size) or not np.isfinite(found["p"]):
        return None
    if size < 1 or found["p"] >= level:
        return "A"
    beyond_one = erfc((size - 1) / found["delta_se"] / sqrt(2)) / 2
    return "C" if size >= 1.5 and beyond_one < level else "B"
