"""Matched growth: the same students at two testings."""

import math

import pandas as pd

import datacycle.analysis as an
from plc_data.schema import GROWTH, TRANSITIONS, check_frame


def mastery(states: dict[str, str], target_id: str = "add") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "student_id": list(states),
            "target_id": target_id,
            "state": [s.replace("-", "_") for s in states.values()],
        }
    )


class TestMatchedGrowth:
    def growth(self):
        before = mastery({"a": "not_yet", "b": "not_yet", "c": "look_again", "d": "secure",
                          "e": "secure", "f": "no_evidence"})  # fmt: skip
        after = mastery({"a": "secure", "b": "not_yet", "c": "secure", "d": "look_again",
                         "e": "no_evidence", "f": "secure", "g": "secure"})  # fmt: skip
        return an.matched_growth(before, after)

    def test_holds_all_nine_steps_of_a_target(self):
        transitions = self.growth().transitions

        assert check_frame(transitions, TRANSITIONS) == ()
        made = transitions[transitions["n"] > 0]
        assert len(transitions) == 9
        assert sorted(zip(made["before"], made["after"], made["n"], strict=True)) == [
            ("look_again", "secure", 1),
            ("not_yet", "not_yet", 1),
            ("not_yet", "secure", 1),
            ("secure", "look_again", 1),
        ]

    def test_counts_matched_students_only(self):
        growth = self.growth()
        row = growth.per_target.loc["add"]

        assert check_frame(growth.per_target, GROWTH) == ()
        assert row["n_matched"] == 4
        assert (row["n_secure_before"], row["n_secure_after"]) == (1, 2)
        assert (row["n_moved_up"], row["n_same"], row["n_moved_down"]) == (2, 1, 1)
        assert row["change"] == 0.25
        assert (row["low"], row["high"]) == tuple(an.newcombe_paired(0, 1, 2, 1))
        assert row["low"] < 0 < row["high"]

    def test_lists_who_is_unmatched(self):
        growth = self.growth()

        assert growth.unmatched_before == ("e",)
        assert growth.unmatched_after == ("f", "g")
        row = growth.per_target.loc["add"]
        assert (row["n_unmatched_before"], row["n_unmatched_after"]) == (1, 2)

    def test_leaves_out_targets_of_one_testing(self):
        before = pd.concat([mastery({"a": "secure"}), mastery({"a": "secure"}, "divide")])

        growth = an.matched_growth(before, mastery({"a": "secure"}))

        assert growth.per_target.index.tolist() == ["add"]

    def test_nobody_matched_says_nothing(self):
        growth = an.matched_growth(mastery({"a": "secure"}), mastery({"b": "secure"}))

        row = growth.per_target.loc["add"]
        assert row["n_matched"] == 0
        assert math.isnan(row["change"])
        assert math.isnan(row["low"])

    def test_nobody_at_all(self):
        growth = an.matched_growth(mastery({}), mastery({}))

        assert len(growth.transitions) == 0
        assert check_frame(growth.per_target, GROWTH) == ()
