"""Two readers of the same papers."""

import json
import math

import pandas as pd
import pytest

from datacycle.analysis import agreement
from plc_data.schema import ADJUDICATION, check_frame
from tests.support.reference import reference


def readers(first, second):
    papers = [f"p{i}" for i in range(len(first))]
    return pd.Series(first, index=papers), pd.Series(second, index=papers)


class TestRubricAgreement:
    def test_agrees_with_psych(self):
        published = json.loads(
            reference("reference/psychometrics/expected_formulas_sample.json").read_text()
        )
        for case in published["rater_agreement"]:
            found = agreement.rubric_agreement(
                *readers(case["rater1"], case["rater2"]), case["levels"]
            )
            assert found.n == len(case["rater1"])
            assert found.exact == pytest.approx(case["exact_agreement"], abs=1e-12)
            assert found.adjacent == pytest.approx(case["adjacent_agreement"], abs=1e-12)
            assert found.kappa == pytest.approx(case["kappa"], abs=1e-9)
            assert found.quadratic_kappa == pytest.approx(case["kappa_quadratic_weights"], abs=1e-9)
            assert found.mean_difference == pytest.approx(case["mean_difference"], abs=1e-12)

    def test_leaves_out_papers_read_once(self):
        first, second = pd.Series([1.0, 2, None]), pd.Series([1.0, None, 2])

        assert agreement.rubric_agreement(first, second, [1, 2]).n == 1

    def test_half_levels_are_levels_of_their_own(self):
        found = agreement.rubric_agreement(*readers([2.5], [3]), [2, 2.5, 3])

        assert (found.exact, found.adjacent) == (0, 1)

    def test_says_nothing_of_kappa_where_all_papers_are_alike(self):
        found = agreement.rubric_agreement(*readers([3, 3, 3], [3, 3, 3]), [1, 2, 3])

        assert found.exact == 1
        assert math.isnan(found.kappa)

    def test_shows_no_kappa_below_twenty_papers(self):
        assert not agreement.rubric_agreement(*readers([1] * 19, [2] * 19), [1, 2]).may_show_kappa
        assert agreement.rubric_agreement(*readers([1] * 20, [2] * 20), [1, 2]).may_show_kappa

    def test_nobody(self):
        found = agreement.rubric_agreement(*readers([], []), [1, 2])

        assert found.n == 0
        assert math.isnan(found.exact)

    def test_refuses_a_level_the_rubric_does_not_have(self):
        with pytest.raises(ValueError, match="level"):
            agreement.rubric_agreement(*readers([5], [1]), [1, 2])


class TestAdjudication:
    def test_averages_neighbours_and_asks_a_third_reader_otherwise(self):
        first, second = readers([1, 2, 4, 3], [1, 3, 1, 1])

        found = agreement.adjudication_list(first, second, [1, 2, 3, 4])

        assert check_frame(found, ADJUDICATION) == ()
        assert found[["paper", "settle_by"]].to_numpy().tolist() == [
            ["p2", "third reader"], ["p3", "third reader"], ["p1", "average"],
        ]  # fmt: skip

    def test_is_empty_when_they_agree(self):
        found = agreement.adjudication_list(*readers([1], [1]), [1, 2])

        assert len(found) == 0
        assert check_frame(found, ADJUDICATION) == ()
