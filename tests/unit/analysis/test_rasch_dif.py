"""The Rasch model and Mantel-Haenszel: against peers, and what they refuse to say."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from datacycle.analysis import dif, rasch
from plc_data.schema import DIF, RASCH_ITEMS, RASCH_SCORES, check_frame
from tests.support.reference import reference
from tests.unit.analysis.test_items import hci, lsat6


@pytest.fixture(params=["hci", "lsat6"])
def real(request):
    if request.param == "hci":
        _, scores, _, expected = hci()
        return scores, expected
    return lsat6()


class TestRasch:
    def test_agrees_with_the_exact_maximum_and_with_erm(self, real):
        scores, expected = real

        model = rasch.rasch_model(scores)

        assert check_frame(model.items, RASCH_ITEMS) == ()
        exact = expected["irt_exact"]["rasch_cml"]
        found = model.items["hardness"].to_numpy()
        assert found == pytest.approx(exact["difficulty_b"], abs=1e-5)
        assert found == pytest.approx(expected["irt"]["rasch_cml"]["difficulty_b"], abs=1e-3)
        assert found.sum() == pytest.approx(0, abs=1e-9)
        assert model.log_likelihood == pytest.approx(exact["loglik"], abs=1e-6)
        assert model.items["standard_error"].to_numpy() == pytest.approx(
            expected["irt"]["rasch_cml"]["se"], abs=1e-3
        )
        assert model.why_not == ""

    def test_abilities_agree_with_warms_method_in_r(self, real):
        expected = real[1]["irt"]["rasch_cml"]

        ability, _ = rasch.warm_abilities(np.array(expected["difficulty_b"]))

        assert ability == pytest.approx(expected["warm_wle_by_score"]["theta"], abs=1e-6)

    def test_the_likelihood_counts_every_way_to_reach_a_score(self):
        """Elementary symmetric functions by listing the answer patterns."""
        easy = np.array([0.5, 1.0, 2.0, 1.5])

        counted = [
            sum(np.prod(easy[list(way)]) for way in itertools.combinations(range(4), r))
            for r in range(5)
        ]

        assert rasch._symmetric(easy) == pytest.approx(counted)

    def test_items_all_had_right_stand_outside_the_scale(self):
        rng = np.random.default_rng(2)
        scores = pd.DataFrame(
            (rng.random((150, 3)) < [0.4, 0.5, 0.6]).astype(int), columns=list("abc")
        )

        model = rasch.rasch_model(scores.assign(known=1, unknown=0))

        assert model.items["hardness"].isna().tolist() == [False] * 3 + [True, True]
        assert check_frame(model.scores, RASCH_SCORES) == ()
        assert len(model.scores) == 4

    def test_says_nothing_below_a_hundred_students(self):
        model = rasch.rasch_model(pd.DataFrame({"a": [1, 0] * 40, "b": [0, 1] * 40}))

        assert model.items["hardness"].isna().all()
        assert "100 students" in model.why_not

    def test_leaves_out_students_with_gaps(self):
        scores = pd.DataFrame({"a": [1, 0] * 60, "b": [0, 1] * 60, "c": [1, 1, 0, 0] * 30})
        scores.iloc[:5, 0] = np.nan

        model = rasch.rasch_model(scores)

        assert (model.n_students, model.n_left_out) == (115, 5)

    def test_says_why_when_items_part_students_perfectly(self):
        """Everybody has a before b before c: the hardest has no finite place."""
        scores = pd.DataFrame([[1, 0, 0]] * 60 + [[1, 1, 0]] * 60, columns=list("abc"))

        model = rasch.rasch_model(scores)

        assert model.why_not
        assert model.items["hardness"].isna().all()

    def test_is_only_for_right_or_wrong(self):
        with pytest.raises(ValueError, match="right-or-wrong"):
            rasch.rasch_model(pd.DataFrame({"a": [2]}))


class TestDif:
    def found(self, name: str):
        _, scores, _, expected = hci()
        people = pd.read_csv(reference("data/psychometrics/hci_test.csv"), dtype=str)
        return (
            dif.differential_item_functioning(scores, people[name], reference="0", focal="1"),
            expected[f"dif_{name}"],
        )

    @pytest.mark.parametrize("name", ["gender", "major"])
    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("chi2", "chi2_corrected_clipped"),
            ("odds_ratio", "odds_ratio"),
            ("delta", "delta_mh"),
        ],
    )
    def test_agrees_with_difr(self, name, ours, theirs):
        found, expected = self.found(name)

        assert check_frame(found, DIF) == ()
        assert found[ours].to_numpy() == pytest.approx(expected[theirs], rel=1e-9, abs=1e-9)

    @pytest.mark.parametrize("name", ["gender", "major"])
    def test_gives_the_same_letters_and_errors(self, name):
        found, expected = self.found(name)

        assert found["ets_class"].tolist() == expected["ets_class"]
        assert found["delta_se"].to_numpy() / 2.35 == pytest.approx(
            expected["se_log_odds_ratio"], rel=1e-9
        )
        assert found["n_focal"].iloc[0] == expected["n_focal"]
        assert found["caution"].unique().tolist() == [""]

    def groups(self, n: int):
        rng = np.random.default_rng(5)
        ability = rng.normal(size=2 * n)
        scores = pd.DataFrame(
            (rng.random((2 * n, 8)) < 1 / (1 + np.exp(-ability[:, None]))).astype(int),
            columns=[f"q{j}" for j in range(8)],
        )
        return scores, pd.Series(["x"] * n + ["y"] * n)

    def test_finds_an_item_that_one_group_cannot_do(self):
        scores, group = self.groups(300)
        scores.loc[(group == "y") & (np.arange(600) % 3 > 0), "q0"] = 0

        found = dif.differential_item_functioning(scores, group, reference="x", focal="y")

        assert found.loc["q0", "ets_class"] == "C"
        assert found.loc["q0", "delta"] < -1.5

    @pytest.mark.parametrize(("n", "caution"), [(49, "too few students"), (50, "rough"), (200, "")])
    def test_knows_its_limits(self, n, caution):
        scores, group = self.groups(n)

        found = dif.differential_item_functioning(scores, group, reference="x", focal="y")

        assert (found["caution"] == caution).all()
        assert found["odds_ratio"].isna().all() == (n < 50)

    def test_a_remainder_below_one_half_is_cut_off(self):
        """Squaring a negative remainder would turn no difference into one."""
        scores, group = self.groups(100)
        both = pd.concat([scores[:100]] * 2, ignore_index=True)

        found = dif.differential_item_functioning(both, group, reference="x", focal="y")

        assert found["chi2"].to_numpy() == pytest.approx(0, abs=1e-12)
        assert found["p"].to_numpy() == pytest.approx(1)
        assert found["odds_ratio"].to_numpy() == pytest.approx(1)

    def test_leaves_out_other_groups(self):
        scores, group = self.groups(60)
        group[:5] = "z"

        found = dif.differential_item_functioning(scores, group, reference="x", focal="y")

        assert found["n_reference"].iloc[0] == 55

    def test_an_item_all_had_right_has_no_letter(self):
        scores, group = self.groups(60)

        found = dif.differential_item_functioning(
            scores.assign(q0=1), group, reference="x", focal="y"
        )

        assert math.isnan(found.loc["q0", "odds_ratio"])
        assert pd.isna(found.loc["q0", "ets_class"])
