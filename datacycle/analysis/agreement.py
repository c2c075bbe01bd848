"""Two readers, the same papers: how far their rubric levels agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from plc_data.schema import ADJUDICATION, make_frame

N_FOR_KAPPA = 20
"""Below so many papers only agreement is shown, no kappa (judgement)."""

AGREED, AVERAGE, THIRD_READER = "agreed", "average", "third reader"


@dataclass(frozen=True)
class RubricAgreement:
    """How far two readers agree.

    ``n`` papers read by both. ``exact``: share given the same level; ``adjacent``: the same or the
    next. ``quadratic_kappa``: agreement beyond chance, a miss by two levels counting four times a
    miss by one; ``kappa`` counts every miss alike. ``mean_difference``: first minus second, in
    levels: a reader who is always stricter. ``counts``: first reader down, second across.
    """

    n: int
    exact: float
    adjacent: float
    kappa: float
    quadratic_kappa: float
    mean_difference: float
    counts: pd.DataFrame

    @property
    def may_show_kappa(self) -> bool:
        """Whether there are papers enough to speak of kappa."""
        return self.n >= N_FOR_KAPPA


def rubric_agreement(
    first: pd.Series, second: pd.Series, levels: Sequence[float]
) -> RubricAgreement:
    """Compare two readers' levels.

    Parameters
    ----------
    first, second
        Levels indexed by paper; papers read by one reader only are left out.
    levels
        The rubric's levels, lowest first.

    Returns
    -------
    RubricAgreement
        Kappas are missing when both readers gave one and the same level throughout.

    Notes
    -----
    Weights go by the level's place, not by its points. Kappa falls when nearly all papers are
    alike, however well the readers agree: read it beside ``exact``, never alone.

    Examples
    --------
    >>> first, second = pd.Series([1, 2, 3, 3]), pd.Series([1, 2, 3, 2])
    >>> agreement = rubric_agreement(first, second, [1, 2, 3])
    >>> agreement.exact, agreement.adjacent, round(agreement.quadratic_kappa, 2)
    (0.75, 1.0, 0.8)
    """
    pairs = _pairs(first, second)
    place = pd.Index(list(levels))
    one, two = place.get_indexer(pairs["first"]), place.get_indexer(pairs["second"])
    if (one < 0).any() or (two < 0).any():
        raise ValueError("a reader gave a level that the rubric does not have")
    k, n = len(place), len(pairs)
    counts = np.zeros((k, k), dtype=int)
    np.add.at(counts, (one, two), 1)
    distance = np.abs(np.subtract.outer(np.arange(k), np.arange(k)))
    table = pd.DataFrame(counts, index=place, columns=place)
    return RubricAgreement(
        n=n,
        exact=_share(counts[distance == 0].sum(), n),
        adjacent=_share(counts[distance <= 1].sum(), n),
        kappa=_kappa(counts, (distance > 0).astype(float)),
        quadratic_kappa=_kappa(counts, distance.astype(float) ** 2),
        mean_difference=float((one - two).mean()) if n else nan,
        counts=table,
    )


def adjudication_list(first: pd.Series, second: pd.Series, levels: Sequence[float]) -> pd.DataFrame:
    """List the papers on which two readers differ, furthest apart first, and how to settle them.

    Returns
    -------
    DataFrame
        The frame ``ADJUDICATION``: neighbouring levels are averaged, anything further apart goes
        to a third reader.

    Examples
    --------
    >>> first, second = pd.Series([1, 4], index=["p1", "p2"]), pd.Series([2, 1], index=["p1", "p2"])
    >>> adjudication_list(first, second, [1, 2, 3, 4])[["paper", "distance", "settle_by"]]
      paper  distance     settle_by
    0    p2         3  third reader
    1    p1         1       average
    """
    pairs = _pairs(first, second)
    place = pd.Index(list(levels))
    apart = np.abs(place.get_indexer(pairs["first"]) - place.get_indexer(pairs["second"]))
    pairs = pairs.assign(distance=apart, paper=[str(paper) for paper in pairs.index])
    pairs = pairs[pairs["distance"] > 0]
    pairs = pairs.sort_values(["distance", "paper"], ascending=[False, True])
    return make_frame(
        ADJUDICATION,
        {
            "paper": pairs["paper"].tolist(),
            "first": pairs["first"].to_numpy(float),
            "second": pairs["second"].to_numpy(float),
            "distance": pairs["distance"].to_numpy(int),
            "settle_by": [AVERAGE if d == 1 else THIRD_READER for d in pairs["distance"]],
        },
    )


def _pairs(first: pd.Series, second: pd.Series) -> pd.DataFrame:
    return pd.concat([first.rename("first"), second.rename("second")], axis=1).dropna()


def _share(k: int, n: int) -> float:
    return float(k / n) if n else nan


def _kappa(counts: np.ndarray, weights: np.ndarray) -> float:
    n = counts.sum()
    if not n:
        return nan
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    by_chance = float((weights * expected).sum())
    return 1 - float((weights * counts).sum()) / by_chance if by_chance > 0 else nan
