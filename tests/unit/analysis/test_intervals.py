"""Intervals for shares, differences and correlations."""

import json
import math

import numpy as np
import pytest

import datacycle.analysis as an
from datacycle.analysis.intervals import fisher_limits, wilson_limits
from tests.support.reference import reference

CLOSE = {"rel": 1e-9, "abs": 1e-9}


def published() -> dict:
    """Values printed by R's binom and statsmodels, kept with the reference data."""
    return json.loads(
        reference("reference/psychometrics/expected_formulas_sample.json").read_text()
    )


class TestWilson:
    def test_agrees_with_other_packages(self):
        cases = published()["intervals"]

        for case in cases:
            low, high = an.wilson_interval(case["k"], case["n"], case["level"])
            assert low == pytest.approx(case["wilson_lower"], **CLOSE)
            assert high == pytest.approx(case["wilson_upper"], **CLOSE)

    def test_ends_at_nought_and_one_exactly(self):
        assert an.wilson_interval(0, 8).low == 0
        assert an.wilson_interval(8, 8).high == 1

    def test_says_nothing_about_nobody(self):
        assert all(math.isnan(end) for end in an.wilson_interval(0, 0))

    def test_gives_the_same_for_many_at_once(self):
        low, high = wilson_limits([4, 0], [5, 0])

        assert (low[0], high[0]) == an.wilson_interval(4, 5)
        assert np.isnan([low[1], high[1]]).all()


class TestNewcombe:
    def test_agrees_with_other_packages(self):
        for case in published()["two_classes_newcombe"]:
            low, high = an.newcombe_difference(case["k1"], case["n1"], case["k2"], case["n2"])
            assert low == pytest.approx(case["lower95"], **CLOSE)
            assert high == pytest.approx(case["upper95"], **CLOSE)

    def test_is_the_mirror_when_the_classes_change_places(self):
        there, back = an.newcombe_difference(18, 24, 11, 22), an.newcombe_difference(11, 22, 18, 24)

        assert there == pytest.approx((-back.high, -back.low))

    def test_says_nothing_about_an_empty_class(self):
        assert all(math.isnan(end) for end in an.newcombe_difference(3, 4, 0, 0))


class TestNewcombePaired:
    @pytest.mark.parametrize(
        ("both", "first_only", "second_only", "neither", "low", "high"),
        [
            (36, 12, 2, 0, 0.0569, 0.3404),
            (54, 0, 0, 0, -0.0664, 0.0664),
        ],
    )
    def test_agrees_with_the_published_table(
        self, both, first_only, second_only, neither, low, high
    ):
        """Newcombe 1998, Statistics in Medicine 17, 2635-2650, table III, method 10."""
        interval = an.newcombe_paired(both, second_only, first_only, neither)

        assert tuple(interval) == pytest.approx((low, high), abs=6e-5)

    def test_narrows_when_the_same_students_succeed_twice(self):
        together = an.newcombe_paired(10, 0, 4, 6)
        apart = an.newcombe_difference(14, 20, 10, 20)

        assert together.high - together.low < apart.high - apart.low

    def test_says_nothing_about_nobody(self):
        assert all(math.isnan(end) for end in an.newcombe_paired(0, 0, 0, 0))


class TestJeffreys:
    def test_agrees_with_other_packages(self):
        for case in published()["intervals"]:
            low, high = an.jeffreys_interval(case["k"], case["n"], case["level"])
            assert low == pytest.approx(case["jeffreys_lower"], **CLOSE)
            assert high == pytest.approx(case["jeffreys_upper"], **CLOSE)

    def test_keeps_the_edge_rule_that_others_lack(self):
        """0 of 5: [0, .379] by Brown, Cai & DasGupta, not [.0001, .379]."""
        assert an.jeffreys_interval(0, 5).low == 0
        assert an.jeffreys_interval(5, 5).high == 1


class TestMasteryProbability:
    def test_agrees_with_other_packages(self):
        for case in published()["mastery_probability"]:
            p = an.mastery_probability(
                case["k"], case["n"], case["cut"], (case["prior_a"], case["prior_b"])
            )
            assert p == pytest.approx(case["p_mastery"], **CLOSE)

    def test_calls_eighty_percent_a_coin_toss(self):
        p = an.mastery_probability([8, 16], [10, 20])

        assert ((p > 0.4) & (p < 0.5)).all()

    def test_says_nothing_without_an_item(self):
        assert math.isnan(an.mastery_probability(0, 0))


class TestFisher:
    def test_agrees_with_a_worked_example(self):
        """r = .5, n = 28: z = .549306 -+ 1.96 / 5, so .157314 and .941298 before tanh."""
        low, high = an.fisher_interval(0.5, 28)

        assert (low, high) == pytest.approx((0.15603, 0.73582), abs=1e-4)

    @pytest.mark.parametrize(("r", "n"), [(0.5, 3), (math.nan, 30)])
    def test_says_nothing_without_enough(self, r, n):
        assert all(math.isnan(end) for end in an.fisher_interval(r, n))

    def test_keeps_a_perfect_correlation(self):
        assert an.fisher_interval(1.0, 10) == (1, 1)
        low, high = fisher_limits([1.0, 0.5], [10, 28])
        assert (low[0], high[0]) == (1, 1)
        assert (low[1], high[1]) == pytest.approx(an.fisher_interval(0.5, 28))
