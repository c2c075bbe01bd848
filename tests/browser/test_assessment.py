"""The common assessment in a real browser: written, checked, printed, and read by a coach."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.hands import axe, shoot
from tests.browser.test_pages import COACH, LEAD, MUSIC, PHONE, go

PAGES = [
    ("cycle-slope", LEAD, "Nothing is left to mend."),
    ("cycle-slope", COACH, "You read along"),
    ("cycle-equations", LEAD, "This cycle is closed."),
    ("cycle-ukulele", MUSIC, "Results are in."),
]


@pytest.mark.parametrize(("cycle_id", "person", "words"), PAGES)
class TestTheAssessment:
    def test_opens_for_its_people_without_a_fault(self, page, cycle_id, person, words):
        go(page, person, "assessment", cycle_id)

        expect(page.get_by_text(words).first).to_be_visible()
        axe(page)
        shoot(page, f"assessment-{cycle_id}-{person}")

    def test_fits_a_phone(self, page, cycle_id, person, words):
        page.set_viewport_size(PHONE)
        go(page, person, "assessment", cycle_id)

        expect(page.get_by_text(words).first).to_be_visible()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
        axe(page)


def test_an_item_is_copied_changed_and_removed_by_keyboard(page):
    go(page, LEAD, "assessment", "cycle-slope")
    items = page.locator(".dc-cfa-list button")
    expect(items).to_have_count(8)

    page.get_by_role("button", name="Copy", exact=True).focus()
    page.keyboard.press("Enter")
    expect(items).to_have_count(9)
    items.nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Label", exact=True)).to_have_value("Q9")
    page.get_by_label("What the student reads").fill("A question of our own?")
    page.keyboard.press("Tab")
    expect(page.locator(".dc-status")).to_contain_text("Saved")
    page.reload()
    page.locator(".dc-cfa-list button").nth(1).click()
    expect(page.get_by_label("What the student reads")).to_have_value("A question of our own?")

    page.get_by_role("button", name="Remove the item").click()
    page.get_by_role("button", name="Yes, remove it").click()
    expect(items).to_have_count(8)


def test_the_sheet_for_students_is_saved_as_a_file(page):
    go(page, LEAD, "assessment", "cycle-slope")

    with page.expect_download() as started:
        page.get_by_role("button", name="Sheet for students").click()

    assert started.value.suggested_filename == "cfa-slope-a.pdf"
    assert started.value.path().read_bytes().startswith(b"%PDF")
