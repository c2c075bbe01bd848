"""What must hold of item analysis whatever the scores are."""

import math

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import datacycle.analysis as an
from tests.support import slow_reference as slow

NUMBERS = ["difficulty", "sd", "item_rest_r", "discrimination_index"]


@st.composite
def score_frames(draw, *, gaps: bool = True, highest: int = 3):
    n, k = draw(st.integers(1, 14)), draw(st.integers(1, 5))
    cell = st.integers(0, highest).map(float)
    if gaps:
        cell = st.one_of(cell, st.just(math.nan)) if draw(st.booleans()) else cell
    rows = draw(st.lists(st.lists(cell, min_size=k, max_size=k), min_size=n, max_size=n))
    return pd.DataFrame(rows, columns=[f"q{j}" for j in range(k)])


def same(one: pd.DataFrame, two: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, two, rtol=1e-9, atol=1e-9)


@settings(deadline=None, max_examples=60)
@given(score_frames(), st.randoms(use_true_random=False))
def test_the_order_of_students_does_not_matter(scores, random):
    order = list(range(len(scores)))
    random.shuffle(order)

    same(an.item_statistics(scores), an.item_statistics(scores.iloc[order]))


@settings(deadline=None, max_examples=60)
@given(score_frames(), st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(scores, random):
    columns = list(scores.columns)
    random.shuffle(columns)

    same(an.item_statistics(scores).loc[columns], an.item_statistics(scores[columns]))


@settings(deadline=None, max_examples=60)
@given(score_frames(), st.integers(2, 9))
def test_another_unit_of_points_changes_the_spread_only(scores, factor):
    most = dict.fromkeys(scores, 3.0)

    one = an.item_statistics(scores, max_points=most)
    two = an.item_statistics(
        scores * factor, max_points={item: m * factor for item, m in most.items()}
    )

    same(one.assign(sd=one["sd"] * factor), two)


@settings(deadline=None, max_examples=60)
@given(score_frames(gaps=False), st.integers(0, 3))
def test_an_item_on_which_all_are_alike_changes_no_other(scores, points):
    one = an.item_statistics(scores)
    two = an.item_statistics(scores.assign(alike=float(points)))

    columns = NUMBERS if scores.shape[1] > 1 else ["difficulty", "sd", "discrimination_index"]
    same(one[columns], two.loc[one.index, columns])
    assert math.isnan(two.loc["alike", "item_rest_r"])


@settings(deadline=None, max_examples=80)
@given(score_frames())
def test_every_figure_stays_in_its_range(scores):
    items = an.item_statistics(scores)

    for column in ("difficulty", "low", "high"):
        assert items[column].dropna().between(0, 1).all()
    for column in ("item_rest_r", "r_low", "r_high", "discrimination_index"):
        assert items[column].dropna().between(-1 - 1e-12, 1 + 1e-12).all()
    held = items.dropna(subset=["difficulty"])
    assert (held["low"] <= held["difficulty"] + 1e-12).all()
    assert (held["difficulty"] <= held["high"] + 1e-12).all()
    assert an.reliability(scores).alpha <= 1 + 1e-9 or math.isnan(an.reliability(scores).alpha)


@settings(deadline=None, max_examples=60)
@given(score_frames())
def test_agrees_with_plain_loops(scores):
    rows = [
        [None if math.isnan(x) else x for x in row]
        for row in scores.to_numpy().tolist()
        if not all(math.isnan(x) for x in row)
    ]
    most = [3.0] * scores.shape[1]
    items = an.item_statistics(scores, max_points=dict.fromkeys(scores, 3.0))

    def close(ours: float, theirs: float) -> bool:
        return (math.isnan(ours) and math.isnan(theirs)) or math.isclose(
            ours, theirs, rel_tol=1e-9, abs_tol=1e-9
        )

    for j, item in enumerate(scores):
        row = items.loc[item]
        if not rows:
            assert row["n"] == 0
            continue
        assert close(row["difficulty"], slow.difficulty(rows, j, most))
        assert close(row["item_rest_r"], slow.item_rest_r(rows, j, most))
        assert close(row["discrimination_index"], slow.discrimination_index(rows, j, most))
    if rows:
        assert close(an.reliability(scores).alpha, slow.alpha(rows))


@settings(deadline=None, max_examples=40)
@given(score_frames(gaps=False, highest=1))
def test_whole_numbers_and_floats_give_the_same(scores):
    small = scores.astype(np.uint8)

    same(an.item_statistics(scores), an.item_statistics(small))
