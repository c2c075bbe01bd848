"""Noting a check on a phone, by keyboard, in few steps; and the pages round it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import axe, shoot
from tests.browser.test_pages import COACH, LEAD, PHONE, go

CYCLE = "cycle-slope"
SECONDS_A_STEP = 2.5
"""For a number on the keypad, a tap or a key: slower than anybody is, measured or not."""
PROMISED = 20
SMALLEST_TARGET = 44


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize(
    ("name", "person", "words"),
    [
        ("checks", LEAD, "A check just now"),
        ("checks", COACH, "You read along"),
        ("focus", LEAD, "The data we have"),
        ("focus", COACH, "You read along"),
    ],
)
def test_each_page_opens_without_a_fault_at_both_widths(page, name, person, words, width):
    page.set_viewport_size({"width": width, "height": 844})
    go(page, person, name, CYCLE)

    expect(page.get_by_text(words).first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    axe(page)
    shoot(page, f"{name}-{person}-{width}")


def test_a_check_is_noted_by_keyboard_on_a_phone_within_twenty_seconds(page):
    page.set_viewport_size(PHONE)
    go(page, LEAD, "checks", CYCLE)
    had = page.get_by_label("Had it", exact=True)
    expect(had).to_be_visible()
    steps = 0

    had.focus()
    steps += 1
    page.keyboard.type("18")
    steps += 1
    page.keyboard.press("Tab")
    expect(page.get_by_label("Not yet", exact=True)).not_to_have_value("")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    steps += 1
    expect(page.get_by_role("radio", name="Move on")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    steps += 1

    expect(page.get_by_text("Noted", exact=True)).to_be_visible()
    expect(page.locator(".dc-status")).to_contain_text("Saved")
    expect(page.get_by_text(re.compile(r"18 of \d+ had")).first).to_be_visible()
    assert steps * SECONDS_A_STEP < PROMISED
    axe(page)
    shoot(page, "checks-noted-390")


def test_what_is_tapped_is_large_enough_for_a_thumb(page):
    page.set_viewport_size(PHONE)
    go(page, LEAD, "checks", CYCLE)
    expect(page.get_by_role("button", name="Note this check")).to_be_visible()

    taps = page.locator(".dc-cfu .dc-choice, .dc-cfu .dc-cfu-piles input, .dc-cfu .dc-primary")
    heights = [taps.nth(i).bounding_box()["height"] for i in range(taps.count())]

    assert len(heights) > 10
    assert min(heights) >= SMALLEST_TARGET
