"""A team begins a cycle: few fields, nothing stored before the button, ids nobody has yet."""

from __future__ import annotations

from datetime import date

import pytest

from datacycle.dashboards.pages.begin_cycle import BeginCycle
from plc_data.model import DocumentKind
from tests.support.pages import buttons_of, field, press, words_of


@pytest.fixture
def opened(sit_down):
    wb = sit_down("t07")
    return wb, BeginCycle(wb, "mathematics")


def cycles(wb) -> dict:
    return {d.id: d.record for d in wb.store.find(DocumentKind.CYCLE, team_id="mathematics")}


def test_it_begins_with_all_classes_unless_some_are_chosen(opened):
    wb, page = opened
    before = cycles(wb)

    assert field(page.widget, "What the cycle is about").change("Systems of equations")
    assert field(page.widget, "Begins on").change("2026-11-30")
    press(page.widget, "Begin")

    (new,) = [c for id, c in cycles(wb).items() if id not in before]
    assert (new.title, new.starts_on) == ("Systems of equations", date(2026, 11, 30))
    assert (new.school_year, new.section_ids) == ("2026-27", ())
    assert "The cycle has begun." in words_of(page.widget)


def test_some_classes_only(opened):
    wb, page = opened
    some = page.sections.choices[0][0]

    field(page.widget, "What the cycle is about").change("Systems")
    field(page.widget, "Classes").change([some])
    press(page.widget, "Begin")

    assert any(c.section_ids == (some,) for c in cycles(wb).values())


def test_without_a_title_nothing_is_stored(opened):
    wb, page = opened
    before = wb.revision()

    press(page.widget, "Begin")

    assert wb.revision() == before
    assert field(page.widget, "What the cycle is about").error


def test_a_coach_finds_no_button(sit_down):
    page = BeginCycle(sit_down("c01"), None)

    assert not buttons_of(page.widget, "Begin")
    assert "A member of a team begins its cycles" in words_of(page.widget)
