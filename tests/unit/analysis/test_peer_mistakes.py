"""What other programs get wrong or do otherwise, and could happen to us: each held right.

The class names say which program it was met in.
"""

import math

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.analysis import change, rasch
from datacycle.cli.plain_table import PlainTable
from datacycle.cli.scored_table import score_answers
from tests.support import slow_reference as slow
from tests.support.reference import reference
from tests.unit.analysis.make import answers
from tests.unit.analysis.test_items import hci


def made_up(n: int = 60, k: int = 8, seed: int = 11) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=(n, 1))
    right = rng.random((n, k)) < 1 / (1 + np.exp(np.linspace(-1.5, 1.5, k) - ability))
    return pd.DataFrame(right.astype(float), columns=[f"q{j}" for j in range(k)])


class TestPsych:
    def test_a_blank_is_never_filled_with_the_items_median(self):
        given = answers({f"s{i}": {"q1": 1 if i < 6 else "blank"} for i in range(10)})

        wrong = an.item_statistics(an.score_table(given))
        missing = an.item_statistics(an.score_table(given, blank="missing"))

        assert wrong.loc["q1", ["n", "difficulty"]].tolist() == [10, 0.6]
        assert missing.loc["q1", ["n", "difficulty"]].tolist() == [6, 1.0]

    def test_the_item_is_left_out_of_the_score_it_is_compared_with(self):
        """Items that have nothing in common: with the item left in, r would be near .45."""
        rng = np.random.default_rng(1)
        scores = pd.DataFrame(rng.integers(0, 2, (4000, 5)), columns=list("abcde"))

        r = an.item_statistics(scores)["item_rest_r"]

        assert (r.abs() < 0.06).all()
        with_itself = scores["a"].corr(scores.sum(axis=1))
        assert with_itself > 0.4


class TestCtt:
    def test_students_with_a_gap_are_not_dropped(self):
        scores = made_up()
        scores.iloc[:30, 0] = np.nan

        result = an.item_statistics(scores)

        assert result["n"].tolist() == [30] + [60] * 7

    def test_a_wrong_options_r_leaves_the_whole_item_out(self):
        """HCI item 15, option D: CTT prints -.159, the truth is .010."""
        responses, scores, keys, _ = hci()

        options = an.option_table(responses, scores, {"Item15": (keys["Item15"],)})

        r = options.set_index("option").loc["D", "rest_r"]
        assert r == pytest.approx(0.010, abs=5e-4)

    def test_one_blank_does_not_take_an_options_r_away(self):
        responses = pd.DataFrame({"q1": ["A", "A", "B", None, "B"]})
        scores = pd.DataFrame({"q1": [1, 1, 0, 0, 0], "q2": [1, 1, 1, 0, 0]})

        options = an.option_table(responses, scores, {"q1": ("A",)})

        assert options["rest_r"].notna().all()


class TestPingouin:
    def test_the_interval_of_alpha_counts_the_students_behind_it(self):
        """With gaps, the fewest behind any two items; never the number before deletion."""
        scores = made_up()
        scores.iloc[:18, 0] = np.nan

        result = an.reliability(scores)

        assert result.n_students == 42
        assert (result.alpha_low, result.alpha_high) == an.feldt_interval(result.alpha, 42, 8)

    def test_limits_are_not_rounded(self):
        result = an.reliability(made_up())

        assert result.alpha_low != round(result.alpha_low, 3)

    def test_the_hedges_factor_of_pairs_has_n_minus_one_degrees_of_freedom(self):
        """15 pairs: .9453, where the formula for two groups of 15 gives .9730."""
        assert change.hedges_factor(14) == pytest.approx(
            math.gamma(7) / (math.sqrt(7) * math.gamma(6.5))
        )
        assert change.hedges_factor(14) < 0.95


class TestCanvas:
    def test_a_blank_stays_in_the_items_statistics(self):
        given = answers({"s1": {"q1": 1, "q2": 1}, "s2": {"q1": "blank", "q2": 0}})

        items = an.item_statistics(an.score_table(given))

        assert items.loc["q1", "n"] == 2

    def test_spread_divides_by_n_minus_one(self):
        items = an.item_statistics(pd.DataFrame({"q1": [1, 0]}))

        assert items.loc["q1", "sd"] == pytest.approx(math.sqrt(0.5))

    def test_ties_do_not_all_go_to_the_higher_group(self):
        """LSAT6 has 298 of 1000 at the top score: 270 places, shared by weight."""
        scores = pd.read_csv(reference("reference/psychometrics/lsat6.csv"))
        scores = scores[[c for c in scores.columns if c.startswith("Q")]]
        rows = scores.to_numpy(float).tolist()

        found = an.item_statistics(scores)["discrimination_index"]

        for j in range(scores.shape[1]):
            assert found.iloc[j] == pytest.approx(
                slow.discrimination_index(rows, j, [1.0] * scores.shape[1]), rel=1e-9
            )


class TestPsychometric:
    def test_the_order_of_the_rows_decides_nothing(self):
        """Sorting and cutting by row gives .35 to .41 for one item over shuffles of one file."""
        scores = made_up(100, 5)
        found = [
            an.item_statistics(scores.sample(frac=1, random_state=seed))["discrimination_index"]
            for seed in range(20)
        ]

        assert all(np.allclose(f, found[0], rtol=1e-12, atol=0) for f in found)


class TestMoodle:
    def test_its_discrimination_index_is_a_hundred_times_our_item_rest_r(self):
        _, scores, _, expected = hci()

        items = an.item_statistics(scores)

        moodle = expected["ctt"]["items"]["moodle_discrimination_index_pct"]
        assert 100 * items["item_rest_r"].to_numpy() == pytest.approx(moodle, rel=1e-9)


class TestShinyItemAnalysis:
    @pytest.mark.parametrize("score", [0.0, 1.0])
    def test_an_item_that_all_had_right_or_wrong_breaks_nothing(self, score):
        scores = made_up().assign(same=score)
        responses = pd.DataFrame("A", index=scores.index, columns=scores.columns)

        items = an.item_statistics(scores)
        options = an.option_table(responses, scores, dict.fromkeys(scores, ("A",)))

        assert math.isnan(items.loc["same", "item_rest_r"])
        assert items["item_rest_r"].notna().sum() == 8
        assert options["rest_r"].isna().all()
        assert not math.isnan(an.reliability(scores).alpha)


class TestStatsmodels:
    @pytest.mark.parametrize(("k", "end", "value"), [(0, "low", 0.0), (5, "high", 1.0)])
    def test_the_jeffreys_interval_reaches_its_end(self, k, end, value):
        assert getattr(an.jeffreys_interval(k, 5), end) == value


class TestRaschPrograms:
    def test_hardness_sums_to_nought_whatever_the_class(self):
        for seed in (1, 2):
            model = rasch.rasch_model(made_up(150, 6, seed))
            assert model.items["hardness"].sum() == pytest.approx(0, abs=1e-9)


class TestPandas3:
    def test_answers_are_compared_column_by_column(self):
        """Comparing a block of string columns with an array raises NotImplementedError."""
        cells = pd.DataFrame({"q1": ["A", "B"], "q2": ["B", "B"]}, dtype="str")

        scored = score_answers(PlainTable("file", cells), {"q1": ("A",), "q2": ("A",)}, "wrong")

        assert scored.scores.to_numpy().tolist() == [[1, 0], [0, 0]]

    def test_small_whole_numbers_do_not_wrap(self):
        """As int8, 100 + 100 is -56."""
        scores = pd.DataFrame({"a": [100, 0, 50], "b": [100, 0, 20]}, dtype="int8")

        small = an.item_statistics(scores)

        pd.testing.assert_frame_equal(small, an.item_statistics(scores.astype(float)))


class TestLargePoints:
    def test_an_offset_does_not_eat_the_spread(self):
        """Points near 100,000 that differ by 1: sums of squares lose what two passes keep."""
        base = made_up()

        plain = an.item_statistics(base, max_points=dict.fromkeys(base, 1.0))
        lifted = an.item_statistics(base + 100_000)

        assert lifted["item_rest_r"].to_numpy() == pytest.approx(
            plain["item_rest_r"].to_numpy(), rel=1e-6
        )
