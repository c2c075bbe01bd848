"""Results in: nothing is stored before the yes, the questions are asked once, undo is one step."""

from __future__ import annotations

import pytest

from datacycle.dashboards.pages.bring_in_results import ResultsIn
from sample_data.output import RUNNING_FILE
from tests.support.pages import buttons_of, fields_of, press, words_of
from tests.support.sources import CHECKOUT

CYCLE, ASSESSMENT = "cycle-slope", "cfa-slope-a"
FILE = CHECKOUT / "sample_data" / RUNNING_FILE


@pytest.fixture
def opened(sit_down):
    wb = sit_down("t07")
    return wb, ResultsIn(wb, CYCLE, None)


def asked(page) -> list:
    return [f for f in fields_of_any(page.place) if f.label.startswith("Row ")]


def fields_of_any(widget):
    from datacycle.dashboards.parts.fields import Field
    from tests.support.pages import below

    return [one for one in below(widget) if isinstance(one, Field)]


def decide_all(page) -> None:
    """Take the first candidate of the ambiguous row and leave the stranger out."""
    ambiguous = asked(page)[0]
    assert ambiguous.change(ambiguous.choices[1][0])
    assert asked(page)[0].change("leave_out")


class TestAPlan:
    def test_shows_what_the_file_holds_and_stores_nothing(self, opened):
        wb, page = opened
        before = wb.revision()

        page.upload.take(FILE.name, FILE.read_bytes())

        words = words_of(page.place)
        assert "73 of 75" in words
        assert "For 2 rows say below which student it is." in words
        assert not buttons_of(page.place, "Yes, store these results")
        assert wb.revision() == before

    def test_asks_only_about_the_uncertain_rows(self, opened):
        _, page = opened

        page.upload.take(FILE.name, FILE.read_bytes())

        assert len(asked(page)) == 2


class TestTheYes:
    def test_stores_after_the_questions_and_remembers_them(self, opened):
        wb, page = opened
        page.upload.take(FILE.name, FILE.read_bytes())
        decide_all(page)

        press(page.place, "Yes, store these results")

        assert "74 students" in words_of(page.place)
        (live,) = wb.store.result_sets(ASSESSMENT)
        assert live.n_students == 74
        page.upload.take(FILE.name, FILE.read_bytes())
        assert "You have this file" in words_of(page.place)
        assert asked(page) == []

    def test_can_be_undone_as_one_step(self, opened):
        wb, page = opened
        page.upload.take(FILE.name, FILE.read_bytes())
        decide_all(page)
        press(page.place, "Yes, store these results")

        press(page.stored, "Undo this import")
        press(page.stored, "Yes, undo it")

        assert wb.store.result_sets(ASSESSMENT) == ()
        assert page.stored.children == ()

    def test_not_now_leaves_everything_as_it_was(self, opened):
        wb, page = opened
        page.upload.take(FILE.name, FILE.read_bytes())
        decide_all(page)
        before = wb.revision()

        press(page.place, "Not now")

        assert wb.revision() == before
        assert "Choose a file first" in words_of(page.place)


class TestBadFiles:
    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("page.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
            ("cut.csv", FILE.read_bytes()[:2000], "can't be stored"),
            ("nothing.csv", b"\r\n", "can't be stored"),
        ],
    )
    def test_are_told_in_words_and_store_nothing(self, opened, name, content, says):
        wb, page = opened
        before = wb.revision()

        page.upload.take(name, content)

        assert says in words_of(page.place)
        assert not buttons_of(page.place, "Yes, store these results")
        assert wb.revision() == before


def test_a_coach_reads_and_brings_nothing_in(sit_down):
    page = ResultsIn(sit_down("c01"), CYCLE, None)

    assert "Only a member of the team brings in results." in words_of(page.widget)
    assert fields_of(page.widget, "Results of")
