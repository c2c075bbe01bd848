"""Item statistics, options and reliability: by hand, against peers, at the edges."""

import json
import math

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.analysis import gaps
from datacycle.analysis.onepass import item_table
from plc_data.schema import ITEMS, OPTIONS, check_frame
from tests.support import slow_reference as slow
from tests.support.drawn import table
from tests.support.reference import reference

CLOSE = {"rel": 1e-9, "abs": 1e-9}


def hci():
    """Real answers to 20 multiple-choice items by 651 students, and the key."""
    answers = pd.read_csv(
        reference("data/psychometrics/hci_test.csv"), dtype=str, keep_default_na=False
    )
    keys = pd.read_csv(reference("data/psychometrics/hci_key.csv"), dtype=str)
    keys = dict(zip(keys["item"], keys["key"], strict=True))
    responses = answers[list(keys)]
    scores = pd.DataFrame(
        {item: (responses[item] == key).astype(int) for item, key in keys.items()}
    )
    expected = json.loads(reference("reference/psychometrics/expected_hci_test.json").read_text())
    return responses, scores, keys, expected


def lsat6():
    """1000 x 5, right or wrong; the rows are sorted, so breaking ties by row order would show."""
    scores = pd.read_csv(reference("reference/psychometrics/lsat6.csv"))
    expected = json.loads(reference("reference/psychometrics/expected_lsat6.json").read_text())
    return scores[expected["ctt"]["items"]["name"]], expected


@pytest.fixture(params=["hci", "lsat6"])
def real(request):
    if request.param == "hci":
        _, scores, _, expected = hci()
        return scores, expected["ctt"]
    scores, expected = lsat6()
    return scores, expected["ctt"]


class TestAgainstOtherPackages:
    """R 4.2.2: psych, CTT, psychometric and ShinyItemAnalysis, as kept with the reference data."""

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [
            ("difficulty", "difficulty_p"),
            ("sd", "sd"),
            ("item_rest_r", "item_rest_r"),
            ("discrimination_index", "disc27_weighted"),
        ],
    )
    @pytest.mark.parametrize("dtype", ["int64", "uint8", "float64", "float32"])
    def test_items(self, real, ours, theirs, dtype):
        scores, expected = real

        items = an.item_statistics(scores.astype(dtype))

        assert items[ours].to_numpy() == pytest.approx(expected["items"][theirs], **CLOSE)

    def test_reliability(self, real):
        scores, expected = real
        expected, items = expected["reliability"], expected["items"]

        result = an.reliability(scores)

        assert result.alpha == pytest.approx(expected["alpha"], **CLOSE)
        assert (result.alpha_low, result.alpha_high) == pytest.approx(
            expected["alpha_ci95_feldt"], **CLOSE
        )
        assert result.standard_error == pytest.approx(expected["sem"], **CLOSE)
        assert result.alpha_if_deleted.to_numpy() == pytest.approx(
            items["alpha_if_deleted"], **CLOSE
        )

    def test_options(self):
        responses, scores, keys, expected = hci()

        options = an.option_table(responses, scores, {i: (k,) for i, k in keys.items()})

        assert check_frame(options, OPTIONS) == ()
        for item, wanted in expected["distractors"]["items"].items():
            found = options[options["item"] == item].set_index("option")
            for option in wanted["options"]:
                row = found.loc[option["option"]]
                assert row["is_key"] == option["is_key"]
                assert row["n"] == option["n"]
                assert row["share"] == pytest.approx(option["prop"], **CLOSE)
                assert row["rest_r"] == pytest.approx(option["rest_r"], **CLOSE)
                assert row["mean_total"] == pytest.approx(option["mean_total_of_choosers"], **CLOSE)

    def test_the_feldt_interval(self):
        published = json.loads(
            reference("reference/psychometrics/expected_formulas_sample.json").read_text()
        )
        for case in published["alpha_ci_feldt"]:
            interval = an.feldt_interval(case["alpha"], case["n"], case["k"])
            assert tuple(interval) == pytest.approx((case["lower95"], case["upper95"]), **CLOSE)


class TestAgainstTheSlowReference:
    @pytest.mark.parametrize("gaps", [False, True], ids=["complete", "with gaps"])
    @pytest.mark.parametrize(("n", "k", "points"), [(2, 2, 1), (9, 3, 1), (40, 6, 4), (31, 5, 0.5)])
    def test_every_column(self, n, k, points, gaps):
        rng = np.random.default_rng(n + k)
        steps = rng.integers(0, 2 if points <= 1 else 5, (n, k))
        cells = (steps * (points if points <= 1 else 1)).astype(float)
        if gaps:
            cells[rng.random((n, k)) < 0.2] = np.nan
            cells = cells[~np.isnan(cells).all(axis=1)]
        scores = pd.DataFrame(cells, columns=[f"q{j}" for j in range(k)])
        most = [max(points, 1.0)] * k
        rows = [[None if math.isnan(x) else x for x in row] for row in cells]

        items = an.item_statistics(scores, max_points=dict.fromkeys(scores, most[0]))
        rel = an.reliability(scores)

        assert check_frame(items, ITEMS) == ()
        nan_ok = {**CLOSE, "nan_ok": True}
        for j, item in enumerate(scores):
            row = items.loc[item]
            assert row["n"] == len(slow.column(rows, j))
            assert row["difficulty"] == pytest.approx(slow.difficulty(rows, j, most), **nan_ok)
            assert row["sd"] ** 2 == pytest.approx(slow.variance(slow.column(rows, j)), **nan_ok)
            assert row["item_rest_r"] == pytest.approx(slow.item_rest_r(rows, j, most), **nan_ok)
            assert row["discrimination_index"] == pytest.approx(
                slow.discrimination_index(rows, j, most), **nan_ok
            )
            assert rel.alpha_if_deleted[item] == pytest.approx(slow.alpha(rows, j), **nan_ok)
        assert rel.alpha == pytest.approx(slow.alpha(rows), **nan_ok)

    def test_parts_of_points_lose_nothing(self):
        """Totals are rounded to find ties, never for the correlations."""
        rng = np.random.default_rng(12)
        cells = rng.integers(0, 7, (300, 6)) / 3

        found = item_table(cells)

        rows = cells.tolist()
        assert found.alpha == pytest.approx(slow.alpha(rows), rel=1e-13)
        for j in range(6):
            rest = cells.sum(axis=1) - cells[:, j]
            expected = np.corrcoef(cells[:, j], rest)[0, 1]
            assert found.item_rest_r[j] == pytest.approx(expected, rel=1e-12)

    def test_options(self):
        rng = np.random.default_rng(7)
        responses = pd.DataFrame(rng.choice(list("ABC"), (30, 4)), columns=list("wxyz"))
        scores = (responses == "A").astype(int)

        options = an.option_table(responses, scores, dict.fromkeys("wxyz", ("A",)))

        rows = scores.to_numpy().tolist()
        for row in options.itertuples():
            expected = slow.option_rest_r(
                responses[row.item], rows, "wxyz".index(row.item), row.option
            )
            assert row.rest_r == pytest.approx(expected, **CLOSE)

    def test_blocks_give_what_one_piece_gives(self):
        rng = np.random.default_rng(3)
        large = (rng.random((20_000, 30)) < 0.6).astype(np.uint8)

        blocked = item_table(large)
        exact = np.corrcoef(large[:, 0], large[:, 1:].sum(axis=1))[0, 1]

        assert blocked.item_rest_r[0] == pytest.approx(exact, rel=1e-12)
        assert blocked.difficulty == pytest.approx(large.mean(axis=0), rel=1e-15)
        as_float = item_table(large.astype(float))
        for name in ("sd", "item_rest_r", "discrimination_index", "alpha_if_deleted"):
            assert getattr(blocked, name) == pytest.approx(getattr(as_float, name), rel=1e-12)


class TestByHand:
    def test_counts_only_students_who_saw_the_item(self):
        scores = table("""
               | q1 | q2
            ---+----+---
            s1 |  1 |  1
            s2 |    |  0
            s3 |  0 |  0
        """)

        items = an.item_statistics(scores)

        assert items.loc["q1", "n"] == 2
        assert items.loc["q1", "difficulty"] == 0.5

    def test_ties_share_the_open_places(self):
        """Of 10 students 2.7 stand at the bottom: both with 0, and .7 shared by three with 1."""
        scores = pd.DataFrame(
            {"q1": [0, 0, 1, 0, 0, 1, 1, 1, 1, 1], "q2": [0, 0, 0, 1, 1, 1, 1, 1, 1, 1]}
        )

        items = an.item_statistics(scores)

        assert items.loc["q1", "discrimination_index"] == pytest.approx(1 - 0.7 / 3 / 2.7)
        assert items.loc["q2", "discrimination_index"] == pytest.approx(1 - 1.4 / 3 / 2.7)

    def test_points_that_do_not_add_up_exactly_still_tie(self):
        """.1 + .2 and .3 are one total, however the machine stores them."""
        scores = pd.DataFrame({"a": [0.1, 0.3, 0.9], "b": [0.2, 0.0, 0.9]})
        other_way = scores.iloc[[1, 0, 2]]

        one, two = an.item_statistics(scores), an.item_statistics(other_way)

        pd.testing.assert_frame_equal(one, two, rtol=1e-12)

    def test_graded_items_are_measured_against_what_they_can_earn(self):
        scores = pd.DataFrame({"task": [4, 2, 3], "q1": [1, 0, 1]})

        told = an.item_statistics(scores, max_points={"task": 6})
        untold = an.item_statistics(scores)

        assert told.loc["task", "difficulty"] == 0.5
        assert untold.loc["task", "difficulty"] == 0.75

    def test_omitted_counts_stand_beside(self):
        items = an.item_statistics(pd.DataFrame({"q1": [1, 0]}), n_omitted={"q1": 1})

        assert items["n_omitted"].tolist() == [1]

    def test_the_callers_frame_stays_as_it_was(self):
        scores = pd.DataFrame({"a": [0.1, 0.3, 0.9], "b": [0.2, 0.0, None]})
        before = scores.copy()

        an.item_statistics(scores)
        an.reliability(scores)

        pd.testing.assert_frame_equal(scores, before)

    @pytest.mark.parametrize("dtype", ["Int64", "Float64", "boolean", object])
    def test_reads_every_way_pandas_holds_scores(self, dtype):
        plain = pd.DataFrame({"q1": [1, 1, 0, 0], "q2": [1, 0, 1, 0], "q3": [1, 0, 0, 0]})

        other = plain.astype(bool).astype(dtype) if dtype == "boolean" else plain.astype(dtype)

        pd.testing.assert_frame_equal(an.item_statistics(other), an.item_statistics(plain))


class TestEdges:
    def test_nobody(self):
        items = an.item_statistics(pd.DataFrame({"q1": [], "q2": []}, dtype=float))

        assert check_frame(items, ITEMS) == ()
        assert items["n"].tolist() == [0, 0]
        assert items.drop(columns="n").isna().all(axis=None)
        assert math.isnan(an.reliability(pd.DataFrame({"q1": []}, dtype=float)).alpha)

    @pytest.mark.parametrize("missing", [False, True])
    def test_one_student(self, missing):
        scores = pd.DataFrame({"q1": [1.0], "q2": [None if missing else 0.0]})

        items = an.item_statistics(scores)

        assert items.loc["q1", "difficulty"] == 1
        assert items[["sd", "item_rest_r", "discrimination_index"]].isna().all(axis=None)

    def test_one_item(self):
        scores = pd.DataFrame({"q1": [1, 0, 1, 1]})

        items, result = an.item_statistics(scores), an.reliability(scores)

        assert items.loc["q1", "difficulty"] == 0.75
        assert math.isnan(items.loc["q1", "item_rest_r"])
        assert math.isnan(result.alpha)
        assert math.isnan(result.standard_error)

    @pytest.mark.parametrize("score", [0, 1])
    @pytest.mark.parametrize("missing", [False, True])
    def test_everybody_alike(self, score, missing):
        scores = pd.DataFrame(
            {"q1": [score] * 5, "q2": [score] * 5, "q3": [score] * 5}, dtype=float
        )
        if missing:
            scores.iloc[0, 0] = np.nan

        items, result = an.item_statistics(scores), an.reliability(scores)

        assert (items["difficulty"] == score).all()
        assert (items["sd"] == 0).all()
        assert items["item_rest_r"].isna().all()
        assert (items["discrimination_index"] == 0).all()
        assert math.isnan(result.alpha)
        assert math.isnan(result.alpha_low)

    def test_an_item_nobody_saw(self):
        scores = pd.DataFrame({"q1": [1, 0, 1], "q2": [np.nan] * 3, "q3": [1, 0, 0]})

        items = an.item_statistics(scores)

        assert items.loc["q2", "n"] == 0
        assert items.loc["q2"].drop("n").isna().all()
        assert items.loc["q1", "item_rest_r"] == pytest.approx(0.5)

    def test_an_item_nobody_saw_does_not_take_alpha_away(self):
        seen = pd.DataFrame({"q1": [1, 0, 1, 0], "q2": [1, 0, 1, 1], "q3": [1, 0, 0, 0]})

        with_it, without = an.reliability(seen.assign(q4=np.nan)), an.reliability(seen)

        assert with_it.alpha == pytest.approx(without.alpha, rel=1e-12)
        assert (with_it.n_items, with_it.n_students) == (3, 4)
        assert with_it.alpha_low == pytest.approx(without.alpha_low, rel=1e-12)
        assert math.isnan(with_it.alpha_if_deleted["q4"])

    def test_gaps_that_contradict_each_other_give_no_alpha(self):
        """Over pairs it would be 12/11: more than a correlation can be."""
        scores = pd.DataFrame({"q1": [0, 1, 0.0], "q2": [0, 1, np.nan]})

        result = an.reliability(scores)

        assert math.isnan(result.alpha)
        assert math.isnan(result.standard_error)

    def test_items_that_agree_perfectly_have_alpha_one_and_no_error(self):
        for n in range(2, 40):
            x = np.linspace(0, 1, n)
            result = an.reliability(pd.DataFrame({"a": x, "b": x, "c": x}))
            assert result.alpha == pytest.approx(1)
            assert result.standard_error == pytest.approx(0, abs=1e-7)

    def test_an_option_of_the_key_that_nobody_chose_is_shown(self):
        responses = pd.DataFrame({"q1": ["B", None, "B"]}, dtype="str")
        scores = pd.DataFrame({"q1": [0, 0, 0], "q2": [1, 0, 1]})

        options = an.option_table(responses, scores, {"q1": ("A",)})

        assert options["option"].tolist() == ["A", "B"]
        assert options["n"].tolist() == [0, 2]
        assert options["share"].tolist() == [0, pytest.approx(2 / 3)]
        assert math.isnan(options["rest_r"][0])

    def test_two_options_may_both_be_right(self):
        responses = pd.DataFrame({"q1": ["A", "C", "B"]})
        scores = pd.DataFrame({"q1": [1, 1, 0], "q2": [1, 0, 0]})

        options = an.option_table(responses, scores, {"q1": ("A", "C")})

        assert options["is_key"].tolist() == [True, False, True]

    def test_no_items_with_a_key(self):
        frame = an.option_table(pd.DataFrame({"q1": ["A"]}), pd.DataFrame({"q1": [1]}), {})

        assert len(frame) == 0
        assert check_frame(frame, OPTIONS) == ()


class TestScoreTable:
    def answers(self):
        return table("""
            student_id | item_id | response | points | max_points | status
            -----------+---------+----------+--------+------------+------------
            s1         | q1      | A        |      1 |          1 | scored
            s1         | q2      |          |        |          1 | no_response
            s2         | q1      |          |        |          1 | excused
            s3         | q1      |          |        |          1 | missing
            s2         | q2      | B        |      0 |          1 | scored
        """)

    def test_blank_is_wrong(self):
        scores = an.score_table(self.answers())

        assert list(scores.columns) == ["q1", "q2"]
        assert scores.loc["s1"].tolist() == [1, 0]
        assert math.isnan(scores.loc["s2", "q1"])

    def test_blank_is_missing_when_asked(self):
        scores = an.score_table(self.answers(), blank="missing")

        assert math.isnan(scores.loc["s1", "q2"])

    def test_who_was_absent_is_no_row(self):
        assert list(an.score_table(self.answers()).index) == ["s1", "s2"]

    def test_items_come_in_the_order_wanted(self):
        assert list(an.score_table(self.answers(), item_ids=["q2"]).columns) == ["q2"]

    def test_refuses_two_responses_of_one_student_to_one_item(self):
        twice = pd.concat([self.answers()] * 2)

        with pytest.raises(ValueError, match="two responses"):
            an.score_table(twice)

    def test_responses_and_omissions_are_shown_as_they_were(self):
        assert an.response_table(self.answers())["q1"].tolist()[0] == "A"
        assert an.omitted_counts(self.answers()).to_dict() == {"q1": 0, "q2": 1}


def test_gaps_read_in_many_blocks_give_what_one_block_gives(monkeypatch):
    """Four students a block; the last block is not full."""
    rng = np.random.default_rng(8)
    scores = rng.integers(0, 3, (30, 6)).astype(float)
    scores[rng.random(scores.shape) < 0.2] = np.nan
    scores[7] = np.nan
    in_one = gaps.item_table_with_gaps(scores)

    monkeypatch.setattr(gaps, "BLOCK_CELLS", 24)

    in_many = gaps.item_table_with_gaps(scores)
    for name in ("n", "difficulty", "sd", "item_rest_r", "discrimination_index", "covariance"):
        assert getattr(in_many, name) == pytest.approx(getattr(in_one, name), rel=1e-12), name
    assert in_many.alpha == pytest.approx(in_one.alpha, rel=1e-12)
    assert in_many.n_students == in_one.n_students
