"""Options by thirds of the class: who of the strong and of the weak chose what."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from plc_data.schema import OPTION_THIRDS, make_frame

from .items import as_array

THIRDS = ("lower", "middle", "upper")


def thirds_of(totals: pd.Series) -> pd.Series:
    """Put every student into one third by total score.

    Returns
    -------
    Series
        ``lower`` where total <= the first tercile, ``middle`` up to the second, else ``upper``.
        Ties stay together, so the sizes differ: print them.

    Notes
    -----
    Terciles are quantiles of type 7 (the usual linear interpolation), right-closed. A student
    belongs to one group here, unlike in the weighted groups of the discrimination index.

    Examples
    --------
    >>> thirds_of(pd.Series([1, 2, 2, 3, 4, 5])).tolist()
    ['lower', 'lower', 'lower', 'middle', 'upper', 'upper']
    """
    values = totals.to_numpy(float)
    if not len(values):
        return pd.Series([], index=totals.index, dtype="str")
    borders = np.quantile(values, [1 / 3, 2 / 3])
    place = np.searchsorted(np.round(borders, 9), np.round(values, 9), side="left")
    return pd.Series(np.array(THIRDS, dtype=object)[place], index=totals.index, dtype="str")


def options_by_third(
    responses: pd.DataFrame, scores: pd.DataFrame, keys: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Count for every option its choosers in the lower, middle and upper third.

    Parameters
    ----------
    responses, scores, keys
        As for :func:`~datacycle.analysis.option_table`. Thirds go by the total of all of
        ``scores``; missing scores add nothing.

    Returns
    -------
    DataFrame
        The frame ``OPTION_THIRDS``. ``n_in_lower`` and so on are the sizes of the thirds.

    Notes
    -----
    It describes this class and no more; show it from 45 students on
    (:func:`~datacycle.analysis.advice.may_show_thirds`).

    Examples
    --------
    >>> responses = pd.DataFrame({"q1": ["B", "A", "A"]})
    >>> scores = pd.DataFrame({"q1": [0, 1, 1], "q2": [0, 0, 1]})
    >>> options_by_third(responses, scores, {"q1": ("A",)})[["option", "n_lower", "n_upper"]]
      option  n_lower  n_upper
    0      A        0        1
    1      B        1        0
    """
    points = as_array(scores).astype(float)
    third = thirds_of(pd.Series(np.nansum(points, axis=1), index=scores.index))
    sizes = third.value_counts()
    responses = responses.reindex(index=scores.index)
    rows = []
    for item in responses.columns:
        if item not in keys:
            continue
        chosen = responses[item]
        counts = pd.crosstab(chosen, third)
        for option in sorted({*counts.index.astype(str), *keys[item]}):
            n = [
                int(counts.at[option, t]) if option in counts.index and t in counts else 0
                for t in THIRDS
            ]
            rows.append((str(item), option, option in keys[item], *n))
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    names = ("item", "option", "is_key", *(f"n_{t}" for t in THIRDS))
    values = dict(zip(names, map(list, columns), strict=True))
    values |= {f"n_in_{t}": [int(sizes.get(t, 0))] * len(rows) for t in THIRDS}
    return make_frame(OPTION_THIRDS, values)
