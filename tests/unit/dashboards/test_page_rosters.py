"""Class lists in: seen before they are stored, asked who teaches, taken back as one step."""

from __future__ import annotations

import pytest

from datacycle.dashboards.pages.rosters import Rosters
from datacycle.dashboards.show import build
from plc_data.errors import NotAllowed
from tests.support.pages import buttons_of, field, press, words_of

CYCLE, SECTION = "cycle-slope", "math8-p1"
YES = "Yes, store this list"


@pytest.fixture
def opened(sit_down):
    wb = sit_down("t07")
    return wb, Rosters(wb, CYCLE)


def seats(wb) -> set[str]:
    return {e.student_id for e in wb.store.enrollments(section_ids=[SECTION])}


def shortened_list(wb) -> tuple[bytes, str]:
    """The class without its first student, and with a new one."""
    students = sorted(wb.store.students(ids=sorted(seats(wb))), key=lambda s: s.id)
    rows = [f"{s.id},{s.family},{s.given},Math 8 - Period 1" for s in students[1:]]
    rows.append("0079999,Newbury,Ottilie,Math 8 - Period 1")
    text = "\n".join(["Student ID,Last,First,Period", *rows, ""])
    return text.encode(), students[0].id


class TestAClassList:
    def test_shows_who_is_new_and_who_left_and_stores_nothing(self, opened):
        wb, page = opened
        content, _ = shortened_list(wb)
        before = wb.revision()

        page.upload.take("period 1.csv", content)

        words = words_of(page.place)
        assert "New: Ottilie Newbury." in words
        assert "Leave a class 1" in words
        assert wb.revision() == before

    def test_is_stored_after_the_yes_and_taken_back_as_one_step(self, opened):
        wb, page = opened
        content, gone = shortened_list(wb)
        before = seats(wb)
        page.upload.take("period 1.csv", content)

        press(page.place, YES)

        assert seats(wb) == before - {gone} | {"0079999"}
        press(page.widget, "Undo this list")
        press(page.widget, "Yes, undo it")
        assert seats(wb) == before

    def test_undo_is_refused_when_a_colleague_changed_the_class_meanwhile(self, opened, sit_down):
        wb, page = opened
        content, _ = shortened_list(wb)
        page.upload.take("period 1.csv", content)
        press(page.place, YES)
        colleague = sit_down("t08").rosters
        again = content + b"0079998,Oduya,Per,Math 8 - Period 1\n"
        colleague.store(colleague.preview(again, "mathematics"))
        after = seats(wb)

        with pytest.raises(NotAllowed, match="meanwhile"):
            page.undo()

        assert seats(wb) == after

    def test_a_class_that_nobody_knows_is_asked_about(self, opened):
        wb, page = opened
        page.upload.take("new.csv", b"Student ID,Last,First,Period\n0078888,Ito,Aki,Algebra\n")
        assert not buttons_of(page.place, YES)

        field(page.place, "Who teaches Algebra?").change("t08")
        press(page.place, YES)

        added = [s for s in wb.store.sections(team_id="mathematics") if s.name == "Algebra"]
        assert [s.teacher_id for s in added] == ["t08"]

    def test_results_are_told_to_be_no_class_list(self, opened):
        wb, page = opened
        before = wb.revision()

        page.upload.take("page.csv", b"<!DOCTYPE html><html></html>")

        assert "Nothing was stored" in words_of(page.place)
        assert wb.revision() == before


class TestStandards:
    content = b"code,description\n8.EE.B.5,Graph proportional relationships\n8.F.A.3,Linear\n"

    def test_a_list_is_seen_kept_once_and_taken_out(self, opened):
        wb, page = opened
        card = page.standards_place.children[0]
        upload = next(w for w in card.children if hasattr(w, "take"))
        upload.take("standards.csv", self.content)
        assert "2 standards" in words_of(card)
        assert wb.files.standards.lists("mathematics") == ()

        press(card, "Yes, keep this list")

        (kept,) = wb.files.standards.lists("mathematics")
        assert kept.n_standards == 2
        assert wb.files.standards.store(self.content, "mathematics", name="standards.csv") == kept
        press(card, "Take this list out")
        press(card, "Yes, take it out")
        assert wb.files.standards.lists("mathematics") == ()

    def test_what_is_no_list_is_told(self, opened):
        _, page = opened
        card = page.standards_place.children[0]
        upload = next(w for w in card.children if hasattr(w, "take"))

        upload.take("x.csv", b"a,b\n1,2\n")

        assert "Nothing was stored" in words_of(card)
        assert not buttons_of(card, "Yes, keep this list")

    def test_a_coach_brings_none_in(self, sit_down):
        with pytest.raises(NotAllowed):
            sit_down("c01").files.standards.store(self.content, "mathematics", name="s.csv")


def test_who_is_in_no_team_is_told_kindly(sit_down):
    widget = build("rosters", query={}, wb=sit_down("a01"))

    assert "This page is not open to you" in words_of(widget)
