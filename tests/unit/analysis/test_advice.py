"""When to say nothing."""

import numpy as np
import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.analysis import advice
from tests.support.reference import reference


def items(**columns) -> pd.DataFrame:
    return pd.DataFrame({"n": 60, "difficulty": 0.6, "item_rest_r": 0.3, "r_high": 0.5, **columns})


class TestCorrelation:
    @pytest.mark.parametrize(
        ("changes", "may"),
        [
            ({"n": [15]}, True),
            ({"n": [14]}, False),
            ({"difficulty": [0.05]}, True),
            ({"difficulty": [0.04]}, False),
            ({"difficulty": [0.96]}, False),
            ({"item_rest_r": [np.nan]}, False),
        ],
    )
    def test_is_shown_only_where_it_can_tell_something(self, changes, may):
        assert advice.may_show_r(items(**changes)).tolist() == [may]

    def test_an_item_is_in_doubt_by_its_interval_not_by_its_r(self):
        found = advice.items_in_doubt(items(item_rest_r=[0.15, -0.1], r_high=[0.38, 0.15]))

        assert found.tolist() == [False, True]

    def test_sound_items_of_one_class_are_hardly_ever_in_doubt(self):
        """Made-up classes of 25 with ten sound items (r near .35): under 1 % are flagged."""
        rng = np.random.default_rng(8)
        flagged = shown = 0
        for _ in range(60):
            ability = rng.normal(size=(25, 1))
            right = rng.random((25, 10)) < 1 / (1 + np.exp(-1.4 * ability))
            table = an.item_statistics(pd.DataFrame(right.astype(int)).rename(columns=str))
            shown += int(advice.may_show_r(table).sum())
            flagged += int(advice.items_in_doubt(table).sum())

        assert shown > 500
        assert flagged / shown < 0.01

    def test_has_one_digit_below_a_hundred_students(self):
        assert (advice.digits_of_r(99), advice.digits_of_r(100)) == (1, 2)


class TestKeyAlarm:
    def test_finds_the_wrong_key_of_a_real_test(self):
        """SAT12 item 32, 600 students: option 3 has r .20, the key .04."""
        answers = pd.read_csv(
            reference("data/psychometrics/sat12.csv"), dtype=str, keep_default_na=False
        )
        keys = pd.read_csv(reference("data/psychometrics/sat12_key.csv"), dtype=str)
        keys = dict(zip(keys["item"], keys["key"], strict=True))
        scores = pd.DataFrame({i: (answers[i] == k).astype(int) for i, k in keys.items()})

        found = advice.key_alarms(
            an.option_table(answers[list(keys)], scores, {i: (k,) for i, k in keys.items()})
        )

        row = found.set_index("item").loc["Item.32"]
        assert row["option"] == "3"
        assert (round(row["rest_r"], 2), round(row["key_r"], 2)) == (0.20, 0.04)

    def test_is_silent_where_the_key_leads_or_nothing_is_known(self):
        options = pd.DataFrame(
            {
                "item": ["a", "a", "b", "b"],
                "option": ["A", "B", "A", "B"],
                "is_key": [True, False, True, False],
                "n": 5,
                "rest_r": [0.3, -0.3, np.nan, 0.2],
            }
        )

        assert len(advice.key_alarms(options)) == 0

    def test_no_options_at_all(self):
        none = pd.DataFrame({"item": [], "option": [], "is_key": [], "n": [], "rest_r": []}).astype(
            {"is_key": bool, "item": "str", "rest_r": float}
        )

        assert len(advice.key_alarms(none)) == 0


class TestTheRest:
    def test_reliability_needs_students_and_items(self):
        assert advice.may_show_reliability(15, 5)
        assert not advice.may_show_reliability(14, 20)
        assert not advice.may_show_reliability(100, 4)

    def test_thirds_need_forty_five_students(self):
        assert [advice.may_show_thirds(n) for n in (44, 45)] == [False, True]

    @pytest.mark.parametrize(("n_students", "found"), [(39, []), (60, ["C", "D"])])
    def test_a_distractor_is_idle_only_from_forty_students(self, n_students, found):
        options = pd.DataFrame(
            {
                "item": "q1",
                "option": list("ABCD"),
                "is_key": [True, False, False, False],
                "n": [50, 7, 2, 1],
                "share": [0.83, 0.12, 0.03, 0.02],
            }
        )

        assert advice.idle_distractors(options, n_students)["option"].tolist() == found

    def test_difficulty_alone_asks_two_questions(self):
        said = advice.difficulty_advice(items(difficulty=[0.29, 0.3, 0.9, 0.91]))

        assert said.tolist() == [advice.RETEACH, "", "", advice.KNOWN]

    def test_classes_are_distinguishable_or_not(self):
        assert not advice.are_distinguishable(18, 24, 20, 24)
        assert advice.are_distinguishable(4, 24, 20, 24)
        assert not advice.are_distinguishable(4, 24, 0, 0)
