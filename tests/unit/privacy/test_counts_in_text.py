from __future__ import annotations

import pytest

from plc_data.privacy import PrivacySettings, Reading, counts_in_text, without_counts


def told(text, n=28, **more):
    return without_counts(text, counts_in_text(text, n, PrivacySettings(), **more))


class TestCountsOfStudents:
    @pytest.mark.parametrize(
        ("written", "instead"),
        [
            ("10 of 28 chose B.", "30 to 39 % chose B."),
            ("10 out of 28 (36 %) chose B.", "30 to 39 % chose B."),
            ("ten of 28 students", "30 to 39 % students"),
            ("28 of 28 have it", "90 % or more have it"),
            ("none of 28 has it", "10 % or less has it"),
            ("2 of 7 students", "some of a small group students"),
            ("Four students left it out", "fewer than 10 students left it out"),
            ("14 students chose C", "50 to 59 % of the students chose C"),
            ("36% of our students", "30 to 39 % of our students"),
        ],
    )
    def test_are_told_as_in_the_tables(self, written, instead):
        assert told(written) == instead

    @pytest.mark.parametrize(
        "text",
        [
            "In 3 of 4 lessons we began with it.",
            "3 of 5 items were hard.",
            "We met on 10/24 and 10/26/2026.",
            "three of four on the exit ticket",
            "It took 15 minutes in 2 sessions.",
            "80 % is the line.",
            "Compare 3/8 and 2/5.",
        ],
    )
    def test_are_not_seen_in_other_numbers(self, text):
        assert told(text) == text


class TestResults:
    @pytest.mark.parametrize(
        ("written", "instead"),
        [
            ("36% right on q4", "30 to 39 % right on q4"),
            ("chosen 10 times", "chosen by 30 to 39 %"),
            ("10 chose x = 2", "30 to 39 % chose x = 2"),
            ("missed by 10", "missed by 30 to 39 %"),
        ],
    )
    def test_are_read_more_closely(self, written, instead):
        assert told(written, reading=Reading.RESULTS) == instead

    @pytest.mark.parametrize(
        "text",
        [
            "solve 5x + 1 = 3x + 9",
            "the sign of −2 times −3",
            "on 20 October",
            "Q5 to Q7",
            "by 2 weeks",
        ],
    )
    def test_leave_mathematics_and_dates_alone(self, text):
        assert told(text, reading=Reading.RESULTS) == text


class TestPublicNumbers:
    def test_stay(self):
        text = "from 9 of 24 to 20 of 24"

        assert told(text, 24, reading=Reading.GOAL, allowed={(20, 24)}) == (
            "from 30 to 39 % to 20 of 24"
        )
        assert told("all 24 students", 24, n_public=24) == "all 24 students"

    def test_of_another_size_do_not(self):
        assert told("our 76 students", 73, n_public=69) == "our students"
        assert told("our 73 students", 73, n_public=69) == "our students"
