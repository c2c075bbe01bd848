"""No error of a callback is silent, and none tells more than it may."""

from __future__ import annotations

import logging
import re

import pytest

from datacycle.dashboards.parts import (
    ConfirmButton,
    Guard,
    Status,
    TextField,
    button,
    current_guard,
    use_guard,
)
from plc_data.errors import WorkbenchError


@pytest.fixture
def guard():
    before = current_guard()
    yield use_guard(Guard(Status()))
    use_guard(before)


def student_trouble(*_args):
    raise KeyError("Ada Lovelace")


class TestGuard:
    def test_a_rule_of_the_workbench_speaks_for_itself(self, guard):
        def refuse():
            raise WorkbenchError("Only the lead may do this.")

        assert guard.run(refuse).words == "Only the lead may do this."
        assert guard.status.state == "failed"
        assert guard.status.words == "Only the lead may do this."

    def test_a_bug_gives_an_id_that_the_log_has_too(self, guard, caplog):
        with caplog.at_level(logging.ERROR, logger="datacycle.pages"):
            outcome = guard.run(student_trouble)

        found = re.fullmatch(r"That did not work \(id (\w{6})\); nothing was lost\.", outcome.words)
        assert found.group(1) in caplog.text
        assert "KeyError" in caplog.text
        assert "student_trouble" in caplog.text

    def test_the_log_never_holds_what_the_error_says(self, guard, caplog):
        with caplog.at_level(logging.ERROR, logger="datacycle.pages"):
            guard.run(student_trouble)

        assert "Lovelace" not in caplog.text
        assert "Lovelace" not in guard.status.words

    def test_the_result_comes_back_and_a_save_is_said(self, guard):
        assert guard.run(lambda: 5, saves=True).result == 5
        assert guard.status.state == "saved"
        assert guard.status.saved_at > 0

    def test_without_a_save_nothing_is_said(self, guard):
        guard.run(lambda: 5)

        assert guard.status.state == "idle"

    def test_parts_take_the_guard_of_the_page_they_are_made_for(self, guard):
        field = TextField("X", on_change=student_trouble)
        use_guard(Guard(Status()))

        field.change("a")

        assert guard.status.state == "failed"


class TestButton:
    def test_runs_its_work(self, guard):
        done = []

        button("Save", lambda: done.append(1), saves=True).click()

        assert done == [1]
        assert guard.status.state == "saved"

    def test_survives_an_error_and_can_be_pressed_again(self, guard):
        pressed = button("Save", student_trouble)

        pressed.click()

        assert not pressed.disabled
        assert guard.status.state == "failed"

    def test_that_is_off_does_nothing_even_when_a_browser_says_so(self, guard):
        done = []

        button("Save", lambda: done.append(1), disabled=True).click()

        assert done == []

    def test_is_off_while_it_works(self, guard):
        seen = []
        pressed = button("Save", lambda: seen.append(pressed.disabled))

        pressed.click()

        assert seen == [True]

    @pytest.mark.parametrize("words", ["", "  "])
    def test_without_words_is_refused(self, words):
        with pytest.raises(ValueError, match="words"):
            button(words, print)

    def test_of_an_unknown_kind_is_refused(self):
        with pytest.raises(ValueError, match="kind"):
            button("Save", print, kind="huge")


class TestConfirmButton:
    def test_asks_before_it_does(self, guard):
        done = []
        asked = ConfirmButton("Undo", "Really?", lambda: done.append(1))

        asked.first.click()
        assert done == []
        asked.no.click()
        assert done == []
        asked.first.click()
        asked.yes.click()

        assert done == [1]
        assert asked.children == (asked.first,)
