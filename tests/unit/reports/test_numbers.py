"""Numbers as a reader sees them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datacycle.reports import numbers
from datacycle.reports.numbers import HIDDEN

EVERY_WRITER = [
    numbers.percent,
    numbers.count,
    numbers.correlation,
    numbers.points,
    numbers.signed,
    lambda value: numbers.interval(value, 0.5),
    lambda value: numbers.count_of(value, 9),
    lambda value: numbers.share_of(3, value),
]


class TestTheThreeMarks:
    @pytest.mark.parametrize("write", EVERY_WRITER)
    @pytest.mark.parametrize("missing", [None, float("nan"), np.float64("nan"), pd.NA])
    def test_what_is_not_there_is_none(self, write, missing):
        assert write(missing) == "none"

    @pytest.mark.parametrize("write", EVERY_WRITER)
    def test_what_is_kept_back_is_hidden(self, write):
        assert write(HIDDEN) == "hidden"

    def test_zero_is_a_number(self):
        assert numbers.percent(0) == "0 %"
        assert numbers.share_of(0, 12) == "0 of 12 (0 %)"

    def test_a_share_of_nobody_is_none(self):
        assert numbers.share_of(0, 0) == "none"


class TestRounding:
    def test_half_goes_away_from_zero(self):
        assert numbers.percent(0.125) == "13 %"
        assert numbers.rounded(2.5) == "3"
        assert numbers.rounded(-2.5) == "−3"

    def test_almost_all_is_not_all(self):
        assert numbers.percent(0.9999) == "over 99 %"
        assert numbers.percent(0.0001) == "under 1 %"

    @pytest.mark.parametrize(("n", "text"), [(99, "0.5"), (100, "0.46"), (None, "0.5")])
    def test_a_correlation_has_the_digits_that_n_supports(self, n, text):
        assert numbers.correlation(0.456, n) == text

    @given(st.integers(0, 200), st.integers(1, 200))
    def test_counts_come_first_and_unchanged(self, k, n):
        assert numbers.share_of(k, n).startswith(f"{k} of {n} (")

    @given(st.floats(0.005, 0.994))
    def test_percent_is_within_half_a_point(self, share):
        assert abs(int(numbers.percent(share).split()[0]) - 100 * share) <= 0.5 + 1e-9


class TestWords:
    def test_the_interval_of_the_manual(self):
        # 18 of 24 with a 95 % Wilson interval: .5510 to .8800 (DOMAIN, section 5b)
        assert numbers.interval(0.5510, 0.8800) == "55 to 88 %"

    def test_a_change_has_its_sign(self):
        assert [numbers.signed(n) for n in (3, 0, -3)] == ["+3", "0", "−3"]

    @pytest.mark.parametrize(
        ("seconds", "face"),
        [(2700, "45:00"), (59, "00:59"), (0, "00:00"), (-130, "over time 02:10")],
    )
    def test_the_clock_goes_on_past_its_end(self, seconds, face):
        assert numbers.clock_face(seconds) == face
