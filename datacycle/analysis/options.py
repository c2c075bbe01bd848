"""What the wrong answers say: who chose which option."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from plc_data.schema import OPTIONS, make_frame

from .gaps import rest_shares
from .items import as_array
from .onepass import ROUNDING


def option_table(
    responses: pd.DataFrame,
    scores: pd.DataFrame,
    keys: Mapping[str, tuple[str, ...]],
    *,
    max_points: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Count who chose which option, and whether strong or weak students did.

    Parameters
    ----------
    responses
        One row per student, one column per item: the label chosen, missing where none was.
    scores
        The points of the same students on *all* items (more items than ``keys`` are welcome).
    keys
        The items to tabulate, each with its right options. An option of the key stands in the
        result even if nobody chose it.
    max_points
        Points each item can earn; only matters where scores are missing.

    Returns
    -------
    DataFrame
        The frame ``OPTIONS``, options in alphabetical order within each item. ``share`` is of the
        students who saw the item, blanks included. ``rest_r``: correlation of choosing the option
        with the score on the other items; a sound key's is above 0, a sound distractor's below.
        ``mean_total``: the choosers' mean total.

    Notes
    -----
    The item is left out of the total for *every* option. Other programs subtract the item's score
    also where a wrong option was chosen, which never added to the total, or correlate with the
    whole total.

    Examples
    --------
    >>> responses = pd.DataFrame({"q1": ["A", "A", "B", "B"]})
    >>> scores = pd.DataFrame({"q1": [1, 1, 0, 0], "q2": [1, 1, 1, 0]})
    >>> option_table(responses, scores, {"q1": ("A",)}).round(2)
      item option  is_key  n  share  rest_r  mean_total
    0   q1      A    True  2    0.5    0.58         2.0
    1   q1      B   False  2    0.5   -0.58         0.5
    """
    points = as_array(scores).astype(float, order="F")
    seen = ~np.isnan(points)
    complete = bool(seen.all())
    points = points if complete else np.where(seen, points, 0.0)
    totals = points.sum(axis=1)
    rest = None if complete else _rest_shares(scores, points, seen, max_points)
    columns = {name: place for place, name in enumerate(scores.columns)}
    if not responses.index.equals(scores.index):
        responses = responses.reindex(index=scores.index)
    alone = scores.shape[1] == 1
    parts = []
    for item in responses.columns:
        if item not in keys:
            continue
        at = columns[item]
        others = totals - points[:, at] if rest is None else rest[:, at]
        parts.append(
            _options_of(
                item,
                responses[item],
                keys[item],
                None if complete else seen[:, at],
                np.full(len(totals), np.nan) if alone else others,
                totals,
            )
        )
    names = list(OPTIONS)
    return make_frame(
        OPTIONS,
        {name: np.concatenate([part[name] for part in parts]) if parts else () for name in names},
    )


def _rest_shares(
    scores: pd.DataFrame,
    points: np.ndarray,
    seen: np.ndarray,
    max_points: Mapping[str, float] | None,
) -> np.ndarray:
    """Share earned on the other items, where students saw different ones."""
    met = np.maximum(points.max(axis=0, initial=0), 1.0)
    told = max_points or {}
    most = np.array(
        [told.get(item, high) for item, high in zip(scores.columns, met, strict=True)], float
    )
    return rest_shares(points, seen, most)


def _options_of(
    item: str,
    chosen: pd.Series,
    key: tuple[str, ...],
    seen: np.ndarray | None,
    rest: np.ndarray,
    totals: np.ndarray,
) -> dict[str, np.ndarray]:
    codes, found = pd.factorize(chosen)
    labels = sorted({*(str(label) for label in found), *key})
    place = pd.Index(labels).get_indexer([str(label) for label in found])
    codes = np.append(place, len(labels))[codes]
    if seen is not None:
        codes[~seen] = len(labels)
    n = np.bincount(codes, minlength=len(labels) + 1)[:-1]
    total = np.bincount(codes, totals, minlength=len(labels) + 1)[:-1]
    n_seen = len(codes) if seen is None else int(seen.sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        share = n / n_seen if n_seen else np.full(len(labels), np.nan)
        mean_total = np.where(n > 0, total / n, np.nan)
    return {
        "item": np.full(len(labels), str(item), dtype=object),
        "option": np.array(labels, dtype=object),
        "is_key": np.isin(labels, key),
        "n": n,
        "share": share,
        "rest_r": _correlation_of_choosing(codes, len(labels), rest, seen),
        "mean_total": mean_total,
    }


def _correlation_of_choosing(
    codes: np.ndarray, n_options: int, rest: np.ndarray, seen: np.ndarray | None
) -> np.ndarray:
    counted = ~np.isnan(rest) if seen is None else seen & ~np.isnan(rest)
    if not counted.all():
        codes, rest = codes[counted], rest[counted]
    n_all = len(rest)
    if n_all < 2:
        return np.full(n_options, np.nan)
    centred = rest - rest.mean()
    spread = float(centred @ centred)
    if spread <= ROUNDING * float(rest @ rest):
        return np.full(n_options, np.nan)
    n = np.bincount(codes, minlength=n_options + 1)[:-1]
    together = np.bincount(codes, centred, minlength=n_options + 1)[:-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        r = together / np.sqrt(n * (1 - n / n_all) * spread)
    return np.clip(np.where((n > 0) & (n < n_all), r, np.nan), -1, 1)
