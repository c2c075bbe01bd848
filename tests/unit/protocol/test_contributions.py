"""Which contribution counts, and who sees it."""

from datetime import timedelta

from datacycle.protocol.contributions import (
    correction_refusal,
    current,
    sealed_predictions,
    visible_to,
)
from tests.unit.protocol.examples import NOON, left


def numbers(contributions) -> list[int]:
    return [contribution.seq for contribution in contributions]


class TestCurrent:
    def test_a_correction_takes_the_place_of_the_old_text(self):
        entries = [
            left(1, "observation", text="9 of 24"),
            left(2, "observation", text="8 of 24", replaces=1),
            left(3, "observation", text="7 of 24", replaces=2),
        ]

        assert numbers(current(entries)) == [3]

    def test_what_was_taken_back_is_gone_with_what_it_replaced(self):
        entries = [
            left(1, "observation", text="9 of 24"),
            left(2, "observation", text="9 of 24", replaces=1, withdrawn=True),
        ]

        assert current(entries) == ()

    def test_nobody_replaces_what_another_person_saw(self):
        entries = [
            left(1, "observation", "ana", text="9 of 24"),
            left(2, "observation", "ben", text="nonsense", replaces=1),
            left(3, "observation", "ben", text="", replaces=1, withdrawn=True),
        ]

        assert numbers(current(entries)) == [1]

    def test_the_teams_own_texts_may_be_corrected_by_anybody(self):
        gap = {"target_id": "solve", "can": "set up", "but": "drop the sign", "error_type": "slip"}
        entries = [left(1, "gap", "ana", **gap), left(2, "gap", "ben", **gap, replaces=1)]

        assert numbers(current(entries)) == [2]

    def test_two_corrections_at_once_both_stay(self):
        entries = [
            left(1, "practice", text="tiles"),
            left(2, "practice", text="tiles daily", replaces=1),
            left(3, "practice", "ben", text="tiles in pairs", replaces=1),
        ]

        assert numbers(current(entries)) == [2, 3]

    def test_only_the_last_prediction_of_each_member_counts(self):
        entries = [
            left(1, "prediction", "ana", shares={"solve": 0.5}),
            left(2, "prediction", "ben", shares={"solve": 0.7}),
            left(3, "prediction", "ana", shares={"solve": 0.6}),
        ]

        assert numbers(current(entries)) == [2, 3]

    def test_only_the_last_place_of_a_student_counts(self):
        entries = [
            left(1, "placement", student_id="s1", target_id="solve", group="a"),
            left(2, "placement", "ben", student_id="s1", target_id="solve", group="b"),
            left(3, "placement", student_id="s1", target_id="model", group="c"),
        ]

        assert numbers(current(entries)) == [2, 3]

    def test_an_entry_that_replaces_a_later_or_another_kind_changes_nothing(self):
        entries = [
            left(1, "practice", text="x", replaces=2),
            left(2, "practice", text="y"),
            left(3, "change_course", text="z", replaces=2),
        ]

        assert numbers(current(entries)) == [2]


class TestVisibleTo:
    entries = (
        left(1, "prediction", "ana", shares={}),
        left(2, "prediction", "ben", shares={}),
        left(3, "note", "ana", text="ask about Q4"),
        left(4, "observation", "ana", text="9 of 24"),
        left(5, "exit_pulse", "ana", useful=3, heard=2, clear=3),
    )

    def test_predictions_of_others_are_sealed(self):
        assert numbers(visible_to(self.entries, "ben", revealed=False)) == [2, 4]

    def test_predictions_are_open_to_all_once_revealed(self):
        assert numbers(visible_to(self.entries, "ben", revealed=True)) == [1, 2, 4]

    def test_a_private_note_stays_private_for_ever(self):
        assert 3 not in numbers(visible_to(self.entries, "ben", revealed=True))
        assert 3 in numbers(visible_to(self.entries, "ana", revealed=True))

    def test_the_coach_has_no_way_round_the_seal(self):
        assert numbers(visible_to(self.entries, "coach", revealed=False)) == [4]


class TestSealedPredictions:
    def test_what_was_written_after_the_reveal_is_no_prediction(self):
        entries = [
            left(1, "prediction", "ana", shares={"solve": 0.5}),
            left(9, "prediction", "ana", shares={"solve": 0.9}),
        ]

        kept = sealed_predictions(entries, NOON + timedelta(seconds=5))

        assert numbers(kept) == [1]


class TestCorrectionRefusal:
    def test_tells_whose_text_it_is(self):
        entries = [left(1, "observation", "ana", text="9 of 24")]

        assert correction_refusal(entries, 1, "ana") is None
        assert "Only the person who wrote this" in correction_refusal(entries, 1, "ben")
        assert correction_refusal(entries, 7, "ana") == "There is no such entry in this dive."
