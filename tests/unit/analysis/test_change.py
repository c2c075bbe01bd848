"""Change of the same students' scores: against peers, by hand, at the edges."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from datacycle.analysis import change
from plc_data.schema import ITEM_CHANGES, RELIABLE_CHANGES, check_frame
from tests.support.reference import reference

CLOSE = {"rel": 1e-9, "abs": 1e-9}


def formulas():
    return json.loads(
        reference("reference/psychometrics/expected_formulas_sample.json").read_text()
    )


def paired(name: str):
    if name == "hci_prepost":
        data = pd.read_csv(reference("data/psychometrics/hci_prepost.csv"), index_col="id")
        return data["score.pre"], data["score.post"]
    data = pd.read_csv(reference("data/psychometrics/hci_testretest.csv"))
    first = data[data["test"] == "test"]["total"].reset_index(drop=True)
    second = data[data["test"] == "retest"]["total"].reset_index(drop=True)
    return first, second


@pytest.mark.parametrize("name", ["hci_prepost", "hci_testretest_totals"])
class TestAgainstOtherPackages:
    """effectsize, pingouin and R's t.test, as kept with the reference data."""

    def result(self, name):
        expected = formulas()["paired"][name]
        return change.paired_change(*paired(name), expected["max"]), expected

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("n", "n"),
            ("mean_before", "mean_pre"),
            ("mean_after", "mean_post"),
            ("sd_before", "sd_pre"),
            ("sd_after", "sd_post"),
            ("r", "r"),
            ("mean_change", "mean_diff"),
            ("d_av", "d_av_root_mean_square"),
            ("g_av", "g_av"),
            ("normalized_gain", "hake_gain_of_means"),
        ],
    )
    def test_each_figure(self, name, ours, theirs):
        result, expected = self.result(name)

        assert getattr(result, ours) == pytest.approx(expected[theirs], **CLOSE)

    def test_the_interval_of_the_mean_change(self, name):
        result, expected = self.result(name)

        assert (result.low, result.high) == pytest.approx(expected["mean_diff_ci95"], **CLOSE)

    def test_the_interval_of_g_is_as_wide_as_its_standard_error_says(self, name):
        result, expected = self.result(name)

        half = change.t_quantile(0.975, expected["df"]) * expected["se_d_av"]
        factor = expected["hedges_J_exact_df_n_minus_1"]
        assert result.g_high - result.g_av == pytest.approx(factor * half, **CLOSE)
        assert change.hedges_factor(expected["df"]) == pytest.approx(factor, **CLOSE)

    def test_the_shares_up_same_and_down(self, name):
        result, expected = self.result(name)

        found = np.array([result.n_up, result.n_same, result.n_down]) / result.n
        assert found == pytest.approx(
            [expected["share_improved"], expected["share_same"], expected["share_lower"]], **CLOSE
        )


class TestPairedChange:
    def test_takes_pairs_only(self):
        before = pd.Series([1.0, 2, 3], index=list("abc"))
        after = pd.Series([2.0, 4, 9, 9], index=list("bcde"))

        result = change.paired_change(before, after, 10)

        assert (result.n, result.n_left_out) == (2, 3)
        assert result.mean_change == 0.5

    def test_nobody(self):
        result = change.paired_change(pd.Series([], dtype=float), pd.Series([], dtype=float), 10)

        assert result.n == 0
        assert math.isnan(result.mean_change)

    def test_one_student(self):
        result = change.paired_change(pd.Series([3.0]), pd.Series([5.0]), 10)

        assert result.mean_change == 2
        assert math.isnan(result.low)
        assert math.isnan(result.d_av)

    def test_everybody_had_everything_already(self):
        full = pd.Series([10.0, 10.0])

        result = change.paired_change(full, full, 10)

        assert math.isnan(result.normalized_gain)
        assert math.isnan(result.d_av)
        assert math.isnan(result.r)
        assert (result.low, result.high) == (0, 0)


class TestItemChanges:
    def test_mcnemar_agrees_with_r(self):
        for case in formulas()["mcnemar"]:
            exact, mid = change.mcnemar(case["b_right_then_wrong"], case["c_wrong_then_right"])
            assert exact == pytest.approx(case["p_exact"], **CLOSE)
            assert mid == pytest.approx(case["p_mid"], **CLOSE)

    def test_mcnemar_at_a_draw(self):
        assert change.mcnemar(2, 2) == (1, 1)
        assert change.mcnemar(0, 0) == (1, 1)

    def test_a_districts_counts_do_not_overflow(self):
        exact, _ = change.mcnemar(5_000, 5_400)

        assert 0 < exact < 1e-3

    def test_holm_by_hand(self):
        assert change.holm(np.array([0.01, 0.02, 0.5])).tolist() == [0.03, 0.04, 0.5]

    def test_counts_pairs_of_the_same_item(self):
        before = pd.DataFrame({"q1": [0, 0, 1, np.nan], "q2": [1, 1, 1, 1]}, index=list("abcd"))
        after = pd.DataFrame({"q1": [1, 0, 0, 1], "q9": [1, 1, 1, 1]}, index=list("abcd"))

        found = change.item_changes(before, after)

        assert check_frame(found, ITEM_CHANGES) == ()
        assert found.loc["q1", ["n", "n_gained", "n_lost"]].tolist() == [3, 1, 1]
        assert found.index.tolist() == ["q1"]

    def test_nobody(self):
        none = pd.DataFrame({"q1": []}, dtype=float)

        assert change.item_changes(none, none)["n"].tolist() == [0]
        assert len(change.item_changes(none, pd.DataFrame())) == 0

    def test_is_only_for_right_or_wrong(self):
        with pytest.raises(ValueError, match="right-or-wrong"):
            change.item_changes(pd.DataFrame({"q1": [2]}), pd.DataFrame({"q1": [0]}))


class TestReliableChange:
    def test_two_of_forty_five_exceed_it_without_any_teaching(self):
        first, second = paired("hci_testretest")
        error = np.sqrt(1 - 0.7154534786122183) * 3.51

        found = change.reliable_change(first, second, error, 20)

        assert check_frame(found, RELIABLE_CHANGES) == ()
        assert (found["call"].isin(["up", "down"])).sum() == 2

    def test_a_short_test_tells_nothing_of_one_student(self):
        found = change.reliable_change(pd.Series([0.0]), pd.Series([10.0]), 1.0, 10)

        assert found["call"].item() == change.TOO_SHORT

    def test_nobody(self):
        none = pd.Series([], dtype=float)

        assert len(change.reliable_change(none, none, 1.0, 30)) == 0
