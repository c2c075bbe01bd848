"""The item table against the loop that most programs write: one pandas ``corr`` per item.

Run with ``python -m pytest benchmarks/bench_items.py -s``. Only ratios are asserted, measured side
by side in one process: seconds depend on the machine.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.analysis.items import as_array
from datacycle.analysis.onepass import item_table

SIZES = {(30, 15): 20, (1_000, 20): 100, (100_000, 40): 9}
"""Students x items, and how many times faster than the loop the table has to be."""


def made_up_scores(n: int, k: int) -> pd.DataFrame:
    """Right-or-wrong scores by a Rasch model, as small whole numbers."""
    rng = np.random.default_rng(20)
    ability, hardness = rng.normal(size=(n, 1)), np.linspace(-2, 2, k)
    right = rng.random((n, k)) < 1 / (1 + np.exp(hardness - ability))
    return pd.DataFrame(right.astype(np.uint8), columns=[f"q{j}" for j in range(k)])


def pandas_loop(scores: pd.DataFrame) -> pd.DataFrame:
    """The same table item by item: difficulty, sd, r, 27 % groups (ties by row), alpha without."""
    total = scores.sum(axis=1)
    order = total.sort_values(kind="stable").index
    size = round(0.27 * len(scores))
    lower, upper = order[:size], order[-size:]
    k, together, spread = scores.shape[1], scores.var().sum(), total.var()
    rows = []
    for item in scores:
        x = scores[item]
        rest = total - x
        rows.append(
            {
                "item": item,
                "n": x.count(),
                "difficulty": x.mean(),
                "sd": x.std(),
                "item_rest_r": x.corr(rest),
                "discrimination_index": x.loc[upper].mean() - x.loc[lower].mean(),
                "alpha_if_deleted": (k - 1) / (k - 2) * (1 - (together - x.var()) / rest.var()),
            }
        )
    frame = pd.DataFrame(rows)
    frame.attrs["alpha"] = k / (k - 1) * (1 - together / spread)
    return frame


def times_faster(fast: Callable[[], object], slow: Callable[[], object], rounds: int) -> float:
    """Ratio of the best times of both, taken in turns: what else runs disturbs the best least."""
    best = {fast: float("inf"), slow: float("inf")}
    for _ in range(rounds):
        for work, repeats in ((slow, 1), (fast, 5)):
            for _ in range(repeats):
                start = perf_counter()
                work()
                best[work] = min(best[work], perf_counter() - start)
    return best[slow] / best[fast]


@pytest.mark.parametrize(("n", "k"), SIZES, ids=lambda value: str(value))
def test_the_full_item_table_against_a_pandas_loop(n, k, benchmark):
    scores = made_up_scores(n, k)
    values = as_array(scores)
    slow = pandas_loop(scores)
    fast = item_table(values)
    assert fast.item_rest_r == pytest.approx(slow["item_rest_r"].to_numpy(), rel=1e-9)
    assert fast.alpha == pytest.approx(slow.attrs["alpha"], rel=1e-9)

    benchmark(item_table, values)

    ratio = times_faster(lambda: item_table(values), lambda: pandas_loop(scores), 8)
    benchmark.extra_info["times faster than a pandas loop"] = round(ratio, 1)
    print(f"\n{n} x {k}: {ratio:.0f} times faster than a pandas loop")
    assert ratio >= SIZES[n, k]


def test_with_frames_and_intervals_it_is_still_five_times_faster(benchmark):
    scores = made_up_scores(100_000, 40)

    benchmark(an.item_analysis, scores)

    ratio = times_faster(lambda: an.item_analysis(scores), lambda: pandas_loop(scores), 5)
    benchmark.extra_info["times faster than a pandas loop"] = round(ratio, 1)
    print(f"\nframes, 100000 x 40: {ratio:.1f} times faster than a pandas loop")
    assert ratio >= 5


def test_memory_stays_at_the_data_and_little_more():
    import tracemalloc

    values = as_array(made_up_scores(100_000, 40))
    tracemalloc.start()

    item_table(values)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"\n100000 x 40: {peak / 1e6:.1f} MB above the data")
    assert peak < 20e6
