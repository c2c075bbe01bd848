from __future__ import annotations

import pytest

from datacycle.evidence.decisions import BadDecision, read_decision, split_decisions


class TestWrittenDecisions:
    def test_are_read_with_their_text_reason_and_person(self):
        assert read_decision("d:1", "replace").action == "replace"
        assert read_decision("d:1", "replace 0041").person_id == "0041"
        assert read_decision("d:1", "edit: one of them").text == "one of them"
        assert read_decision("d:1", "keep: the month").reason == "the month"
        assert read_decision("d:1", "Generalise").action == "generalise"

    @pytest.mark.parametrize("written", ["", "delete", "keep", "keep:  "])
    def test_that_cannot_be_carried_out_are_refused(self, written):
        with pytest.raises(BadDecision):
            read_decision("d:1", written)

    def test_about_figures_can_only_leave_them_out(self):
        assert split_decisions({"figure:*": "leave_out"}) == ({}, frozenset({"*"}))
        with pytest.raises(BadDecision):
            split_decisions({"figure:x": "keep: I want it"})
