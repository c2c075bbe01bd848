"""Intervals keep their promise: simulated or summed up, they cover as often as they say.

Nominal is 95 %. The bounds are those of published and measured coverage for small classes: Wilson
and Jeffreys about .95 on average and never far below .83 (Brown, Cai & DasGupta 2001); Feldt .91 to
.98; Fisher's z .945 to .958 on real tests, here with room for the simulation's own error.
"""

from math import comb, sqrt

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an

pytestmark = pytest.mark.slow

SHARES = np.arange(0.30, 0.985, 0.01)


def exact_coverage(interval, n: int, p: float) -> float:
    """Probability, by summing the binomial, that the interval holds ``p``."""
    chance = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    held = [low <= p <= high for low, high in (interval(k, n) for k in range(n + 1))]
    return sum(c for c, ok in zip(chance, held, strict=True) if ok)


MEAN_AND_WORST = {
    (an.wilson_interval, 5): (0.956, 0.833),
    (an.wilson_interval, 8): (0.955, 0.837),
    (an.wilson_interval, 12): (0.954, 0.897),
    (an.wilson_interval, 20): (0.953, 0.906),
    (an.jeffreys_interval, 5): (0.952, 0.895),
    (an.jeffreys_interval, 8): (0.951, 0.880),
    (an.jeffreys_interval, 12): (0.950, 0.902),
    (an.jeffreys_interval, 20): (0.950, 0.895),
}


@pytest.mark.parametrize(("interval", "n"), MEAN_AND_WORST, ids=lambda v: getattr(v, "__name__", v))
def test_of_a_share_is_what_the_literature_found(interval, n):
    """True shares from .30 to .98; the table's grid is finer than ours, hence the room."""
    found = [exact_coverage(interval, n, p) for p in SHARES]

    mean, worst = MEAN_AND_WORST[interval, n]
    assert np.mean(found) == pytest.approx(mean, abs=0.006)
    assert min(found) > worst - 0.02


@pytest.mark.parametrize(("p1", "p2"), [(0.5, 0.5), (0.8, 0.6), (0.9, 0.85)])
def test_of_two_classes_difference_holds(p1, p2):
    n1, n2 = 25, 28
    first = [comb(n1, k) * p1**k * (1 - p1) ** (n1 - k) for k in range(n1 + 1)]
    second = [comb(n2, k) * p2**k * (1 - p2) ** (n2 - k) for k in range(n2 + 1)]
    held = 0.0
    for k1, chance1 in enumerate(first):
        for k2, chance2 in enumerate(second):
            low, high = an.newcombe_difference(k1, n1, k2, n2)
            held += chance1 * chance2 * (low <= p1 - p2 <= high)

    assert 0.93 <= held <= 0.98


def classes(rng, n: int, k: int, times: int) -> np.ndarray:
    """Right-or-wrong scores of ``times`` classes by one Rasch model."""
    ability = rng.normal(size=(times, n, 1))
    hardness = np.linspace(-1.2, 1.2, k)
    return (rng.random((times, n, k)) < 1 / (1 + np.exp(hardness - ability))).astype(np.uint8)


def frame_of(scores: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(scores, columns=[f"q{j}" for j in range(scores.shape[1])])


@pytest.mark.parametrize(("n", "k"), [(25, 8), (60, 15)])
def test_of_alpha_and_of_r_hold_over_many_classes(n, k):
    rng = np.random.default_rng(11)
    truth = frame_of(classes(rng, 200_000, k, 1)[0])
    item_truth, test_truth = an.item_analysis(truth)
    times = 400
    alpha_held, r_held, r_seen = 0, 0, 0
    for scores in classes(rng, n, k, times):
        items, test = an.item_analysis(frame_of(scores))
        alpha_held += test.alpha_low <= test_truth.alpha <= test.alpha_high
        known = items["r_low"].notna() & items["difficulty"].between(0.05, 0.95)
        inside = (items["r_low"] <= item_truth["item_rest_r"]) & (
            item_truth["item_rest_r"] <= items["r_high"]
        )
        r_held += int((inside & known).sum())
        r_seen += int(known.sum())

    error = 3 * sqrt(0.95 * 0.05 / times)
    assert 0.91 - error <= alpha_held / times <= 0.99
    assert 0.935 <= r_held / r_seen <= 0.97


def test_of_growth_in_points_holds_for_few_students():
    rng = np.random.default_rng(5)
    n, gain, times = 20, 1.5, 600
    held = 0
    ids = [f"s{i}" for i in range(n)]
    for _ in range(times):
        able = rng.normal(10, 3, n)
        before = pd.Series(able + rng.normal(0, 1.5, n), index=ids)
        after = pd.Series(able + gain + rng.normal(0, 1.5, n), index=ids)
        found = an.paired_change(before, after, 20)
        held += found.low <= gain <= found.high

    assert held / times == pytest.approx(0.95, abs=3 * sqrt(0.95 * 0.05 / times))


def test_of_growth_in_share_secure_holds():
    """Newcombe's interval for pairs: 26 students, secure before and after."""
    rng = np.random.default_rng(6)
    cells = {"both": 0.30, "lost": 0.08, "gained": 0.32, "neither": 0.30}
    truth, times = cells["gained"] - cells["lost"], 1500
    draws = rng.multinomial(26, list(cells.values()), size=times)
    held = 0
    for both, lost, gained, neither in draws:
        low, high = an.newcombe_paired(both, lost, gained, neither)
        held += low <= truth <= high

    assert 0.93 <= held / times <= 0.98
