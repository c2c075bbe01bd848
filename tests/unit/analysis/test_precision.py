"""Split halves, lambda-2, decision consistency, blanks, thirds: against peers and by hand."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from datacycle.analysis import blanks, consistency, precision, thirds
from plc_data.schema import OPTION_THIRDS, check_frame
from tests.support.drawn import table
from tests.support.reference import reference
from tests.unit.analysis.test_items import hci, lsat6

CLOSE = {"rel": 1e-9, "abs": 1e-9}


@pytest.fixture(params=["hci", "lsat6"])
def real(request):
    if request.param == "hci":
        _, scores, _, expected = hci()
        return scores, expected
    return lsat6()


def formulas():
    return json.loads(
        reference("reference/psychometrics/expected_formulas_sample.json").read_text()
    )


class TestPrecision:
    def test_split_halves_agree_with_psych(self, real):
        scores, expected = real
        expected = expected["ctt"]["reliability"]

        half = precision.split_half(scores)

        assert half.r == pytest.approx(expected["split_half_odd_even_r"], **CLOSE)
        assert half.spearman_brown == pytest.approx(expected["spearman_brown_odd_even"], **CLOSE)
        assert half.rulon == pytest.approx(expected["guttman_rulon_odd_even"], **CLOSE)

    def test_lambda_2_agrees_with_psych(self, real):
        scores, expected = real

        assert precision.lambda_2(scores) == pytest.approx(
            expected["ctt"]["reliability"]["lambda2"], **CLOSE
        )

    def test_standard_errors_by_score_agree(self, real):
        scores, expected = real
        expected = expected["ctt"]["reliability"]["csem_lord_by_score"]["csem"]

        assert precision.conditional_standard_errors(scores.shape[1]).tolist() == pytest.approx(
            expected, **CLOSE
        )

    def test_spearman_brown_agrees(self):
        for case in formulas()["spearman_brown"]:
            foretold = precision.spearman_brown(case["reliability"], case["length_factor"])
            factor = precision.length_factor_for(case["reliability"], 0.8)
            assert foretold == pytest.approx(case["predicted"], **CLOSE)
            assert factor == pytest.approx(case["factor_needed_for_0.8"], **CLOSE)

    def test_kelley_agrees(self):
        for case in formulas()["kelley_true_score"]:
            true = precision.kelley_true_score(case["x"], case["mean"], case["sd"], case["rxx"])
            assert true.score == pytest.approx(case["true_score"], **CLOSE)
            assert true.standard_error == pytest.approx(case["se_est"], **CLOSE)

    def test_no_length_helps_a_test_that_measures_nothing(self):
        assert math.isnan(precision.length_factor_for(-0.1, 0.8))

    @pytest.mark.parametrize(
        "scores", [{"q1": [1, 0]}, {"q1": [1], "q2": [0]}, {"q1": [], "q2": []}]
    )
    def test_nothing_is_said_of_one_item_or_one_student(self, scores):
        scores = pd.DataFrame(scores, dtype=float)

        assert all(math.isnan(v) for v in precision.split_half(scores))
        assert math.isnan(precision.lambda_2(scores))

    def test_who_stands_near_a_cut_could_be_either(self):
        marked = precision.could_be_either(pd.Series([9, 10.5, 12, 13.5, 14]), 12, 1.5)

        assert marked.tolist() == [False, True, True, True, False]


class TestDecisionConsistency:
    def test_agrees_with_other_programs(self, real):
        scores, expected = real
        for case in expected["decision"]:
            for function, name in (
                (consistency.subkoviak, "subkoviak"),
                (consistency.huynh, "huynh_beta_binomial"),
            ):
                result = function(scores, case["cut"])
                assert result.p_same == pytest.approx(case[name]["p0"], abs=1e-9)
                assert result.p_chance == pytest.approx(case[name]["p_chance"], abs=1e-9)
                assert result.kappa == pytest.approx(case[name]["kappa"], abs=1e-9)

    def test_kr21_agrees(self, real):
        scores, expected = real
        totals = scores.sum(axis=1)

        found = consistency.kr21(totals.mean(), totals.var(), scores.shape[1])

        assert found == pytest.approx(expected["ctt"]["reliability"]["kr21"], **CLOSE)

    def test_says_nothing_where_kr21_is_not_above_nought(self):
        """Every total is the same: KR-21 is undefined, and Huynh's beta has no shape."""
        scores = pd.DataFrame({"q1": [1, 0, 1], "q2": [0, 1, 0]})

        assert math.isnan(consistency.huynh(scores, 1).p_same)
        assert "Too little is known" in consistency.huynh(scores, 1).in_words()

    def test_says_nothing_where_alpha_is_below_nought(self):
        scores = pd.DataFrame({"q1": [1, 0, 1, 0, 1], "q2": [0, 1, 0, 1, 1]})

        assert math.isnan(consistency.subkoviak(scores, 1).p_same)

    def test_is_only_for_right_or_wrong(self):
        with pytest.raises(ValueError, match="right-or-wrong"):
            consistency.huynh(pd.DataFrame({"q1": [2, 0]}), 1)

    def test_is_certain_when_nobody_can_fail(self):
        scores = pd.DataFrame({"q1": [1, 0, 1, 0], "q2": [1, 0, 1, 1]})

        result = consistency.subkoviak(scores, 0)

        assert result.p_same == pytest.approx(1)
        assert "Hardly any" in result.in_words()


class TestBlanks:
    def answers(self, n: int = 40, seed: int = 4):
        """The weaker half leaves the last three of six items blank."""
        rng = np.random.default_rng(seed)
        rows = []
        for i in range(n):
            ability = rng.normal()
            for j in range(6):
                blank = ability < 0 and j >= 3
                points = None if blank else float(rng.random() < 1 / (1 + np.exp(-ability)))
                rows.append((f"s{i}", f"q{j}", points, "no_response" if blank else "scored"))
        frame = pd.DataFrame(rows, columns=["student_id", "item_id", "points", "status"])
        return frame.assign(response=None, max_points=1.0)

    def test_notices_that_the_policy_decides(self):
        effect = blanks.blank_effect(self.answers())

        assert effect.share_blank > 0.05
        assert effect.wrong.alpha > effect.pairwise.alpha + 0.05
        assert effect.decides
        assert effect.n_complete < effect.n_students

    def test_does_not_warn_without_blanks(self):
        answers = self.answers()
        answers = answers[answers["status"] == "scored"]

        effect = blanks.blank_effect(answers)

        assert effect.share_blank == 0
        assert not effect.decides

    def test_nobody(self):
        effect = blanks.blank_effect(self.answers().iloc[:0])

        assert math.isnan(effect.share_blank)
        assert not effect.decides


class TestThirds:
    def test_agree_with_other_programs(self):
        responses, scores, keys, expected = hci()

        counted = thirds.options_by_third(responses, scores, {i: (k,) for i, k in keys.items()})

        assert check_frame(counted, OPTION_THIRDS) == ()
        first = counted.iloc[0]
        sizes = [int(first[f"n_in_{t}"]) for t in thirds.THIRDS]
        assert sizes == expected["distractors"]["group_sizes_right_closed"]
        for item, wanted in expected["distractors"]["items"].items():
            found = counted[counted["item"] == item].set_index("option")
            for option in wanted["options"]:
                for third in thirds.THIRDS:
                    assert found.loc[option["option"], f"n_{third}"] == option[f"n_{third}"]

    def test_keep_ties_together(self):
        groups = thirds.thirds_of(pd.Series([5, 5, 5, 5, 9, 9]))

        assert groups.tolist() == ["lower"] * 4 + ["upper"] * 2

    def test_nobody(self):
        empty = pd.DataFrame({"q1": []}, dtype="str")

        counted = thirds.options_by_third(empty, empty.astype(float), {"q1": ("A",)})

        assert counted["n_upper"].tolist() == [0]

    def test_by_hand(self):
        scores = table("""
               | q1 | q2
            ---+----+---
            s1 |  0 |  0
            s2 |  0 |  1
            s3 |  1 |  1
        """)
        responses = pd.DataFrame({"q1": ["B", None, "A"]}, index=["s1", "s2", "s3"])

        counted = thirds.options_by_third(responses, scores, {"q1": ("A",)}).set_index("option")

        assert counted.loc["B", ["n_lower", "n_middle", "n_upper"]].tolist() == [1, 0, 0]
        assert counted.loc["A", ["n_lower", "n_middle", "n_upper"]].tolist() == [0, 0, 1]
