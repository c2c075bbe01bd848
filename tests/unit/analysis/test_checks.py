"""Checks for understanding: strength, decisions, what followed, calibration."""

import math
from datetime import date

import pandas as pd
import pytest

import datacycle.analysis as an
from datacycle.analysis import checks as room
from plc_data.model import CheckForUnderstanding
from plc_data.schema import CALIBRATION, CHECKS, LOW_CHECKS, check_frame


def check(id="c1", on=date(2026, 10, 1), **changes) -> CheckForUnderstanding:
    facts = {
        "id": id,
        "team_id": "t",
        "section_id": "p1",
        "teacher_id": "k",
        "target_id": "add",
        "on": on,
        "technique": "exit ticket",
        "n_present": 20,
        "n_responded": 20,
        "n_had_it": 10,
    }
    return CheckForUnderstanding(**{**facts, **changes})


class TestStrength:
    @pytest.mark.parametrize(
        ("technique", "n_responded", "strength"),
        [
            ("mini whiteboards", 20, "high"),
            ("mini_whiteboards", 15, "high"),
            ("exit-ticket", 10, "medium"),
            ("exit ticket", 6, "low"),
            ("thumbs", 20, "low"),
            ("Fist to five", 20, "low"),
            ("cold call", 20, "medium"),
            ("cold call", 1, "low"),
            ("our own way", 20, "medium"),
            ("hinge question", 0, "low"),
        ],
    )
    def test_is_work_seen_times_coverage(self, technique, n_responded, strength):
        table = room.check_table([check(technique=technique, n_responded=n_responded, n_had_it=0)])

        assert table["strength"].item() == strength

    def test_a_feeling_is_no_success(self):
        table = room.check_table([check(technique="thumbs", n_had_it=20)])

        assert math.isnan(table["share_had_it"].item())
        assert math.isnan(table["low"].item())
        assert table["decision_fit"].item() == "no work was seen"


class TestCheckTable:
    def test_has_an_interval_and_days_since_the_last_strong_check(self):
        table = room.check_table(
            [
                check("c3", date(2026, 10, 8)),
                check("c1", date(2026, 10, 1)),
                check("c2", date(2026, 10, 2), technique="thumbs"),
                check("d1", date(2026, 10, 9), section_id="p2"),
            ]
        )

        assert check_frame(table, CHECKS) == ()
        assert table["check_id"].tolist() == ["c1", "c2", "c3", "d1"]
        gaps = table["days_since_strong"].tolist()
        assert gaps[1:3] == [1, 7]
        assert math.isnan(gaps[0])
        assert math.isnan(gaps[3])
        assert tuple(table.loc[0, ["low", "high"]]) == pytest.approx(an.wilson_interval(10, 20))

    @pytest.mark.parametrize(
        ("decision", "n_had_it", "fit"),
        [
            ("move on", 18, "matched"),
            ("move_on", 10, "moved on below the line"),
            ("reteach now", 10, "matched"),
            ("Reteach now", 18, "took time above the line"),
            ("", 18, "no decision noted"),
        ],
    )
    def test_compares_the_decision_with_the_line(self, decision, n_had_it, fit):
        table = room.check_table([check(decision=decision, n_had_it=n_had_it)])

        assert table["decision_fit"].item() == fit

    def test_takes_the_teams_line(self):
        table = room.check_table([check(decision="move on", n_had_it=14)], line=0.7)

        assert table["decision_fit"].item() == "matched"

    def test_an_empty_room(self):
        table = room.check_table([check(n_present=0, n_responded=0, n_had_it=0)])

        assert math.isnan(table["coverage"].item())
        assert table["strength"].item() == "low"

    def test_no_checks(self):
        assert check_frame(room.check_table([]), CHECKS) == ()
        assert check_frame(room.low_checks([]), LOW_CHECKS) == ()


class TestLowChecks:
    def test_counts_school_days_over_a_weekend(self):
        found = room.low_checks(
            [check("c1", date(2026, 10, 2)), check("c2", date(2026, 10, 5), n_had_it=18)]
        )

        assert check_frame(found, LOW_CHECKS) == ()
        assert found["school_days"].tolist() == [1]
        assert found["is_followed"].tolist() == [True]
        assert found["next_share"].tolist() == [0.9]

    def test_leaves_out_days_off(self):
        found = room.low_checks(
            [check("c1", date(2026, 10, 1)), check("c2", date(2026, 10, 6), n_had_it=18)],
            days_off=[date(2026, 10, 2)],
        )

        assert found["school_days"].tolist() == [2]

    def test_tells_when_nothing_followed(self):
        found = room.low_checks(
            [
                check("c1", date(2026, 10, 1)),
                check("x1", date(2026, 10, 2), target_id="divide", n_had_it=20),
                check("x2", date(2026, 10, 2), section_id="p2", n_had_it=20),
                check("x3", date(2026, 10, 2), technique="thumbs", n_had_it=20),
            ]
        )

        assert found["is_followed"].tolist() == [False]
        assert found["next_check_id"].isna().all()

    def test_of_two_low_checks_the_second_follows_the_first(self):
        found = room.low_checks([check("c1", date(2026, 10, 1)), check("c2", date(2026, 10, 2))])

        assert found["next_check_id"].tolist()[0] == "c2"
        assert found["is_followed"].tolist() == [True, False]


class TestCalibration:
    def classes(self, n_tested=20, n_secure=9):
        return pd.DataFrame(
            {"n_tested": [n_tested], "n_secure": [n_secure]},
            index=pd.MultiIndex.from_tuples([("add", "p1")], names=["target_id", "section_id"]),
        )

    def test_takes_the_last_strong_check(self):
        found = room.check_calibration(
            [
                check("c1", date(2026, 10, 1), n_had_it=2),
                check("c2", date(2026, 10, 5), n_had_it=17),
                check("c3", date(2026, 10, 6), technique="thumbs", n_had_it=20),
            ],
            self.classes(),
        )

        assert check_frame(found, CALIBRATION) == ()
        row = found.iloc[0]
        assert row["check_id"] == "c2"
        assert row["difference"] == pytest.approx(0.85 - 0.45)
        assert (row["low"], row["high"]) == pytest.approx(an.newcombe_difference(17, 20, 9, 20))
        assert row["is_distinguishable"]

    def test_says_nothing_of_classes_without_results(self):
        assert len(room.check_calibration([check()], self.classes(n_tested=0, n_secure=0))) == 0
        assert len(room.check_calibration([check(section_id="p9")], self.classes())) == 0

    def test_names_targets_that_no_strong_check_saw(self):
        seen = [
            check("c1", date(2026, 10, 1)),
            check("c2", date(2026, 10, 1), target_id="divide", technique="thumbs"),
            check("c3", date(2026, 10, 20), target_id="late"),
        ]

        unseen = room.targets_without_strong_check(
            seen, ["add", "divide", "late"], before=date(2026, 10, 9)
        )

        assert unseen == ("divide", "late")
