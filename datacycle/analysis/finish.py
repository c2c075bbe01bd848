"""From stored sums to the item table, without the answers.

A school or a district adds the sums of its teams (:func:`merge_sums`) and finishes once. The
formulas are those of ``onepass``; only the 27 % groups need the answers themselves. Where students
missed items, r compares with the points (not the share) of the other items: sums know no more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .intervals import fisher_limits, wilson_limits
from .onepass import ROUNDING, alpha_of
from .reliability import feldt_interval

MAXIMUM = ("m",)
"""The sums that do not add: the points an item can earn."""


def merge_sums(*frames: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add the sums of several files, as if their answers had lain in one.

    Parameters
    ----------
    frames
        Results of one of the functions of ``sums``.
    by
        What names a row: drop ``assessment_id`` from it to put the classes' parts together.

    Examples
    --------
    >>> one = pd.DataFrame({"item_id": ["q1"], "n": [3], "m": [1], "sx": [2]})
    >>> merge_sums(one, one, by=["item_id"])
      item_id  n  m  sx
    0      q1  6  1   4
    """
    joined = pd.concat(frames, ignore_index=True)
    numbers = [name for name in joined.columns if name not in by and joined[name].dtype.kind == "i"]
    how = {name: "max" if name in MAXIMUM and "sx" in numbers else "sum" for name in numbers}
    return joined.groupby(list(by), sort=True, as_index=False).agg(how)


LINEAR = ("m", "x", "sx", "sm", "st", "sr")
SQUARED = ("sxx", "stt", "sxt")
"""Sums that grow with the unit of points, and with its square; counts do not."""


def scale_sums(sums: pd.DataFrame, factor: int) -> pd.DataFrame:
    """Give sums in a finer unit: half points become sixths with ``factor`` 3.

    Examples
    --------
    >>> halves = pd.DataFrame({"item_id": ["q1"], "n": [2], "m": [2], "sx": [3], "sxx": [5]})
    >>> scale_sums(halves, 3)
      item_id  n  m  sx  sxx
    0      q1  2  6   9   45
    """
    factors = dict.fromkeys(LINEAR, factor) | dict.fromkeys(SQUARED, factor**2)
    known = [name for name in factors if name in sums]
    return sums.assign(**{name: sums[name] * factors[name] for name in known})


def items_from_sums(item_sums: pd.DataFrame) -> pd.DataFrame:
    """Finish the item table from :func:`~datacycle.analysis.sums.item_sums`.

    Returns
    -------
    DataFrame
        ``n``, ``difficulty``, ``low``, ``high``, ``mean``, ``sd`` (both in the unit of the sums),
        ``item_rest_r``, ``r_low``, ``r_high``; indexed by ``assessment_id`` and ``item_id``.

    Examples
    --------
    >>> sums = pd.DataFrame({"assessment_id": "cfa", "item_id": ["q1"], "n": [4], "m": [1],
    ...                      "sx": [3], "sxx": [3], "st": [6], "stt": [14], "sxt": [6]})
    >>> items_from_sums(sums)[["n", "difficulty", "item_rest_r"]].round(2)
                           n  difficulty  item_rest_r
    assessment_id item_id
    cfa           q1       4        0.75         0.52
    """
    n, m, sx, sxx, st, stt, sxt = (
        item_sums[name].to_numpy() for name in ("n", "m", "sx", "sxx", "st", "stt", "sxt")
    )
    cxx, ctt, cxt = _centre(n, sxx, sx, sx), _centre(n, stt, st, st), _centre(n, sxt, sx, st)
    crr = cxx - 2 * cxt + ctt
    with np.errstate(invalid="ignore", divide="ignore"):
        varies = (cxx > 0) & (crr > ROUNDING * n * stt.astype(float))
        r = np.clip(np.where(varies, (cxt - cxx) / np.sqrt(cxx * crr), np.nan), -1, 1)
        sd = np.where(n > 1, np.sqrt(cxx / (n * (n - 1.0))), np.nan)
        difficulty = sx / (n * m.astype(float))
    low, high = wilson_limits(sx / m, n)
    r_low, r_high = fisher_limits(r, n)
    columns = {
        "n": n,
        "difficulty": difficulty,
        "low": low,
        "high": high,
        "mean": sx / n,
        "sd": sd,
        "item_rest_r": r,
        "r_low": r_low,
        "r_high": r_high,
    }
    index = pd.MultiIndex.from_frame(item_sums[["assessment_id", "item_id"]])
    return pd.DataFrame(columns, index=index).sort_index()


def reliability_from_sums(item_sums: pd.DataFrame, total_sums: pd.DataFrame) -> pd.DataFrame:
    """Finish alpha, its Feldt interval and the standard error per assessment.

    Returns
    -------
    DataFrame
        ``n_students``, ``n_items``, ``alpha``, ``alpha_low``, ``alpha_high``, ``standard_error``
        (in the unit of the sums), indexed by ``assessment_id``. Missing where not every student
        saw every item: sums cannot tell who is behind which pair then; analyse the answers.

    Examples
    --------
    >>> items = pd.DataFrame({"assessment_id": "cfa", "item_id": ["q1", "q2"], "n": 2, "sx": [1, 1],
    ...                       "sxx": [1, 1]})
    >>> totals = pd.DataFrame({"assessment_id": ["cfa"], "n": [2], "k": [4], "m": [4], "st": [2],
    ...                        "stt": [4]})
    >>> reliability_from_sums(items, totals)["alpha"].item()
    1.0
    """
    rows = []
    by_assessment = dict(tuple(item_sums.groupby("assessment_id")))
    for total in total_sums.sort_values("assessment_id").itertuples():
        items = by_assessment[total.assessment_id]
        n, k = int(total.n), len(items)
        alpha = spread = float("nan")
        if int(total.k) == n * k and n > 1:
            own = _centre(
                items["n"].to_numpy(), items["sxx"].to_numpy(), *[items["sx"].to_numpy()] * 2
            )
            spread = (n * int(total.stt) - int(total.st) ** 2) / (n * (n - 1))
            alpha, _ = alpha_of(own / (n * (n - 1)), np.full(k, np.nan), spread)
        low, high = feldt_interval(alpha, n, k)
        error = np.sqrt(spread * (1 - alpha)) if not np.isnan(alpha) else float("nan")
        rows.append((total.assessment_id, n, k, alpha, low, high, float(error)))
    names = ["assessment_id", "n_students", "n_items", "alpha", "alpha_low", "alpha_high"]
    frame = pd.DataFrame(rows, columns=[*names, "standard_error"])
    return frame.set_index("assessment_id")


def options_from_sums(option_counts: pd.DataFrame, item_sums: pd.DataFrame) -> pd.DataFrame:
    """Finish the option table: share and correlation with the score on the other items.

    Returns
    -------
    DataFrame
        ``n``, ``share``, ``rest_r``, ``mean_total``, indexed by assessment, item and option. Which
        option is the key, the assessment knows.

    Examples
    --------
    >>> items = pd.DataFrame({"assessment_id": "cfa", "item_id": ["q1"], "n": [4], "m": [1],
    ...                       "sx": [2], "sxx": [2], "st": [5], "stt": [9], "sxt": [4]})
    >>> counts = pd.DataFrame({"assessment_id": "cfa", "item_id": "q1", "response": ["A", "B"],
    ...                        "n": [2, 2], "st": [4, 1], "sr": [2, 1]})
    >>> options_from_sums(counts, items).round(2)
                                    n  share  rest_r  mean_total
    assessment_id item_id response
    cfa           q1      A         2    0.5    0.58         2.0
                          B         2    0.5   -0.58         0.5
    """
    keys = ["assessment_id", "item_id"]
    rows = option_counts.merge(item_sums, on=keys, suffixes=("", "_item"))
    n_all, n = rows["n_item"].to_numpy(), rows["n"].to_numpy()
    rest = rows["st_item"].to_numpy() - rows["sx"].to_numpy()
    square = rows["stt"].to_numpy() - 2 * rows["sxt"].to_numpy() + rows["sxx"].to_numpy()
    spread = _centre(n_all, square, rest, rest)
    together = n_all * rows["sr"].to_numpy().astype(float) - n * rest.astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = n * (n_all - n).astype(float) * spread
        r = np.where((apart > 0) & (spread > 0), together / np.sqrt(apart), np.nan)
        mean_total = np.where(n > 0, rows["st"] / n, np.nan)
    index = pd.MultiIndex.from_frame(rows[[*keys, "response"]])
    columns = {"n": n, "share": n / n_all, "rest_r": np.clip(r, -1, 1), "mean_total": mean_total}
    return pd.DataFrame(columns, index=index).sort_index()


def _centre(n: np.ndarray, sab: np.ndarray, sa: np.ndarray, sb: np.ndarray) -> np.ndarray:
    """Form n sum(ab) - sum(a) sum(b), exactly: in 64 bits, or beyond them in Python's integers."""
    n, sab, sa, sb = (np.asarray(v, dtype=np.int64) for v in (n, sab, sa, sb))
    largest = max(
        float(np.abs(n * sab.astype(float)).max(initial=0)),
        float(np.abs(sa * sb.astype(float)).max(initial=0)),
    )
    if largest < 2**62:
        return (n * sab - sa * sb).astype(float)
    n, sab, sa, sb = (v.astype(object) for v in (n, sab, sa, sb))
    return (n * sab - sa * sb).astype(float)
