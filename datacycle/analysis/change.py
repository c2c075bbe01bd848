"""How much the same students' scores changed: in points first, in effect sizes second.

Between two testings without any teaching the scores of 45 students rose by .8 of 20 points
(d .26, normalised gain .11). A second testing alone looks like growth: ``RETEST_WARNING`` stands
beside every number of this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, exp, lgamma, nan, sqrt

import numpy as np
import pandas as pd

from plc_data.schema import ITEM_CHANGES, RELIABLE_CHANGES, make_frame

from .intervals import LEVEL, UNKNOWN, Interval

RETEST_WARNING = (
    "A second testing alone lifts scores, also without teaching, and students who were lowest the "
    "first time tend to do better the second. Without a comparison group this shows change, not "
    "its cause."
)

ITEMS_FOR_ONE_STUDENT = 20
"""Below about so many items no single student's change is called growth."""

RELIABLE = 1.96
"""A change beyond so many standard errors of a difference (Jacobson & Truax 1991)."""

NO_DIFFERENCE, TOO_SHORT = "not distinguishable", "too short to tell"


@dataclass(frozen=True)
class PairedChange:
    """Later minus earlier over the students with both scores.

    ``n`` pairs, ``n_left_out`` students with one score only. ``mean_change`` in points with its t
    interval. ``d_av``: mean change in units of the root mean square of both standard deviations;
    ``g_av`` the same without its small-sample bias, with its interval. ``r`` of the two scores.
    ``normalized_gain``: the part of what was missing that was gained, from the means. All missing
    where undefined.
    """

    n: int
    n_left_out: int
    mean_before: float
    mean_after: float
    sd_before: float
    sd_after: float
    r: float
    mean_change: float
    low: float
    high: float
    d_av: float
    g_av: float
    g_low: float
    g_high: float
    normalized_gain: float
    n_up: int
    n_same: int
    n_down: int


def paired_change(
    before: pd.Series, after: pd.Series, max_points: float, *, level: float = LEVEL
) -> PairedChange:
    """Describe the change of the same students' total scores.

    Parameters
    ----------
    before, after
        Totals indexed by student id. Who has only one of them is left out and counted.
    max_points
        The highest total possible, for the normalised gain.
    level
        Confidence of the intervals.

    Returns
    -------
    PairedChange
        Intervals need two pairs and a spread.

    Notes
    -----
    d_av (Cumming 2012) divides by the spread of the scores, not of the differences: d_z, which
    does, is for planning a study and looks half again as large. g multiplies by the exact Hedges
    factor with n - 1 degrees of freedom. The gain is that of the means (Hake 1998): the mean of
    single students' gains is biased by measurement error and undefined for who had everything.

    Examples
    --------
    >>> before = pd.Series([2.0, 4, 6, 8], index=list("abcd"))
    >>> after = pd.Series([5.0, 5, 9, 9, 7], index=list("abcde"))
    >>> change = paired_change(before, after, 10)
    >>> change.n, change.n_left_out, change.mean_change, change.normalized_gain
    (4, 1, 2.0, 0.4)
    """
    pairs = pd.concat([before.rename("before"), after.rename("after")], axis=1, join="outer")
    both = pairs.dropna()
    n_left_out = int(pairs.notna().any(axis=1).sum()) - len(both)
    x, y = both["before"].to_numpy(float), both["after"].to_numpy(float)
    n, diff = len(x), y - x
    if not n:
        empty = dict.fromkeys(PairedChange.__dataclass_fields__, nan)
        counts = {"n": 0, "n_left_out": n_left_out, "n_up": 0, "n_same": 0, "n_down": 0}
        return PairedChange(**{**empty, **counts})
    mean_x, mean_y, mean_diff = float(x.mean()), float(y.mean()), float(diff.mean())
    sd_x, sd_y = (float(v.std(ddof=1)) if n > 1 else nan for v in (x, y))
    average = sqrt((sd_x**2 + sd_y**2) / 2) if n > 1 else nan
    interval, d, factor, scaled = UNKNOWN, nan, nan, UNKNOWN
    if n > 1:
        half = t_quantile((1 + level) / 2, n - 1) * float(diff.std(ddof=1)) / sqrt(n)
        interval = Interval(mean_diff - half, mean_diff + half)
        factor = hedges_factor(n - 1)
        if average > 0:
            d = mean_diff / average
            scaled = Interval(factor * interval.low / average, factor * interval.high / average)
    varies = n > 1 and sd_x > 0 and sd_y > 0
    return PairedChange(
        n=n,
        n_left_out=n_left_out,
        mean_before=mean_x,
        mean_after=mean_y,
        sd_before=sd_x,
        sd_after=sd_y,
        r=float(np.cov(x, y)[0, 1]) / (sd_x * sd_y) if varies else nan,
        mean_change=mean_diff,
        low=interval.low,
        high=interval.high,
        d_av=d,
        g_av=factor * d,
        g_low=scaled.low,
        g_high=scaled.high,
        normalized_gain=mean_diff / (max_points - mean_x) if mean_x < max_points else nan,
        n_up=int((diff > 0).sum()),
        n_same=int((diff == 0).sum()),
        n_down=int((diff < 0).sum()),
    )


def hedges_factor(df: int) -> float:
    """Give the factor that takes the small-sample bias out of an effect size, exactly.

    Notes
    -----
    Gamma(df / 2) / (sqrt(df / 2) Gamma((df - 1) / 2)); 1 - 3 / (4 df - 1) is only near it.

    Examples
    --------
    >>> round(hedges_factor(15), 4)
    0.949
    """
    if df < 2:
        return nan
    return exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)


def t_quantile(p: float, df: int) -> float:
    """Give Student's t quantile for p above 1/2.

    Examples
    --------
    >>> round(t_quantile(0.975, 15), 4)
    2.1314
    """
    from scipy.special import betaincinv

    y = float(betaincinv(df / 2, 0.5, 2 * (1 - p)))
    return sqrt(df * (1 / y - 1))


def mcnemar(lost: int, gained: int) -> tuple[float, float]:
    """Test whether more students gained an item than lost it: exact p, and mid-p.

    Notes
    -----
    Two-sided binomial on the students who changed. The exact p is too careful with few; mid-p
    keeps its level better (Fagerland, Lydersen & Laake 2013).

    Examples
    --------
    >>> mcnemar(0, 6)
    (0.03125, 0.015625)
    """
    n, fewer = lost + gained, min(lost, gained)
    if not n:
        return 1.0, 1.0
    here, tail = comb(n, fewer), sum(comb(n, i) for i in range(fewer + 1))
    return min(1.0, 2 * tail / 2**n), (2 * tail - here) / 2**n


def holm(p: np.ndarray) -> np.ndarray:
    """Adjust several p-values so that one false alarm among them all stays as rare as promised.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p, float)
    order = np.argsort(p, kind="stable")
    m = len(p)
    raised = np.maximum.accumulate(p[order] * (m - np.arange(m)))
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(raised, 1.0)
    return adjusted


def item_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Count for each item who gained it and who lost it, and test the difference.

    Parameters
    ----------
    before, after
        Right or wrong (1, 0), students x items; the same item stands under the same name.

    Returns
    -------
    DataFrame
        The frame ``ITEM_CHANGES``; ``p_holm`` is adjusted over the items. Students with both
        scores of an item only.

    Notes
    -----
    With 20 items one false alarm at .05 is to be expected: read ``p_holm``.

    Examples
    --------
    >>> before = pd.DataFrame({"q1": [0, 0, 0, 0, 0, 0, 1]})
    >>> after = pd.DataFrame({"q1": [1, 1, 1, 1, 1, 1, 1]})
    >>> item_changes(before, after).iloc[0].to_dict()
    {'n': 7.0, 'n_gained': 6.0, 'n_lost': 0.0, 'p_exact': 0.03125, 'p_mid': 0.015625,
     'p_holm': 0.03125}
    """
    items = [item for item in before.columns if item in set(after.columns)]
    students = before.index.intersection(after.index)
    x = before.loc[students, items].to_numpy(dtype=float, na_value=np.nan)
    y = after.loc[students, items].to_numpy(dtype=float, na_value=np.nan)
    if not np.isin(np.concatenate([x, y])[~np.isnan(np.concatenate([x, y]))], (0, 1)).all():
        raise ValueError("item changes are for right-or-wrong scores")
    gained, lost = ((x == 0) & (y == 1)).sum(axis=0), ((x == 1) & (y == 0)).sum(axis=0)
    p = np.array([mcnemar(int(b), int(c)) for b, c in zip(lost, gained, strict=True)])
    p = p.reshape(-1, 2)
    return make_frame(
        ITEM_CHANGES,
        {
            "item": [str(item) for item in items],
            "n": (~np.isnan(x) & ~np.isnan(y)).sum(axis=0),
            "n_gained": gained,
            "n_lost": lost,
            "p_exact": p[:, 0],
            "p_mid": p[:, 1],
            "p_holm": holm(p[:, 0]),
        },
    )


def reliable_change(
    before: pd.Series, after: pd.Series, standard_error: float, n_items: int
) -> pd.DataFrame:
    """Say of each student whether the change is more than the test's own imprecision.

    Parameters
    ----------
    before, after
        Totals indexed by student id.
    standard_error
        Of one total (:func:`~datacycle.analysis.reliability`).
    n_items
        Length of the test. Below ``ITEMS_FOR_ONE_STUDENT`` nobody gets a call.

    Returns
    -------
    DataFrame
        The frame ``RELIABLE_CHANGES``, students with both scores. ``call``: ``up``, ``down``,
        ``not distinguishable``, or ``too short to tell``.

    Notes
    -----
    (after - before) / (sqrt(2) standard error) beyond 1.96. With 20 items a student needs about 5
    points; of 45 retested students 2 exceed it without any teaching.

    Examples
    --------
    >>> before, after = pd.Series([10.0, 10]), pd.Series([17.0, 12])
    >>> reliable_change(before, after, 1.9, 20)["call"].tolist()
    ['up', 'not distinguishable']
    """
    pairs = pd.concat([before.rename("before"), after.rename("after")], axis=1).dropna()
    change = (pairs["after"] - pairs["before"]).to_numpy(float)
    index = change / (sqrt(2) * standard_error) if standard_error > 0 else change * nan
    long_enough = n_items >= ITEMS_FOR_ONE_STUDENT
    call = np.where(index > RELIABLE, "up", np.where(index < -RELIABLE, "down", NO_DIFFERENCE))
    call = np.where(np.isnan(index) | (not long_enough), TOO_SHORT, call)
    return make_frame(
        RELIABLE_CHANGES,
        {
            "student_id": [str(student) for student in pairs.index],
            "before": pairs["before"].to_numpy(float),
            "after": pairs["after"].to_numpy(float),
            "change": change,
            "index": index,
            "call": call.tolist(),
        },
    )
