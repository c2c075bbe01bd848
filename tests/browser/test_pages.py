"""The pages of a cycle in a real browser, for the people who may see them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, Watch
from tests.browser.hands import axe, shoot, sign_in
from tests.browser.running import Running

LEAD, COLLEAGUE, COACH, ADMINISTRATOR, MUSIC = "t07", "t09", "c01", "a01", "t14"
SECONDS_TO_USEFUL = 3.0
BUSY_MACHINE = 3  # the tests' own browser takes most of the processor meanwhile
PHONE = {"width": 390, "height": 844}

PAGES = [
    ("home", "", LEAD, "Next step"),
    ("home", "", COACH, "Waiting for Mathematics PLC"),
    ("home", "", ADMINISTRATOR, "You are not in a team here"),
    ("home", "", MUSIC, "Chord changes in time"),
    ("smart_goal", "cycle-slope", LEAD, "Who does what by when"),
    ("smart_goal", "cycle-slope", COACH, "You read along"),
    ("smart_goal", "cycle-equations", LEAD, "What came of it"),
    ("smart_goal", "cycle-ukulele", MUSIC, "We are a team of one"),
    ("results", "cycle-equations", LEAD, "By student"),
    ("results", "cycle-equations", COACH, "Classes side by side"),
    ("results", "cycle-slope", LEAD, "There are no results yet"),
    ("results", "cycle-ukulele", MUSIC, "Levels reached"),
    ("close_cycle", "cycle-equations", LEAD, "What changed"),
    ("close_cycle", "cycle-equations", COACH, "What the groups got"),
    ("close_cycle", "cycle-slope", LEAD, "The second results are not in yet"),
]


def address(name: str, cycle_id: str = "") -> str:
    """Where a page is on the server."""
    return f"/voila/render/{name}.ipynb" + (f"?cycle={cycle_id}" if cycle_id else "")


def go(page: Page, person: str, name: str, cycle_id: str = "") -> None:
    """Sign in and wait until the page is there."""
    sign_in(page, person, then=address(name, cycle_id))
    expect(page.locator(".dc-page h1")).to_be_visible()


@contextmanager
def window(browser: Browser, server: Running, watch: Watch) -> Iterator[BrowserContext]:
    """Another person's browser."""
    other = browser.new_context(base_url=server.address, locale="en-US")
    other.set_default_timeout(PATIENCE)
    watch.follow(other)
    try:
        yield other
    finally:
        other.close()


@pytest.mark.parametrize(("name", "cycle_id", "person", "words"), PAGES)
class TestEveryPage:
    def test_opens_for_its_people_without_a_fault(self, page, name, cycle_id, person, words):
        go(page, person, name, cycle_id)

        expect(page.get_by_text(words).first).to_be_visible()
        axe(page)
        shoot(page, f"{name}-{cycle_id or 'all'}-{person}")

    def test_fits_a_phone(self, page, name, cycle_id, person, words):
        page.set_viewport_size(PHONE)
        go(page, person, name, cycle_id)

        expect(page.get_by_text(words).first).to_be_visible()
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]
        axe(page)


def test_the_start_page_is_there_in_time_and_leads_on_by_keyboard(page):
    go(page, MUSIC, "home")
    began = time.monotonic()
    page.goto(address("home"))
    button = page.get_by_role("link", name="Open the data dive")
    expect(button).to_be_visible()
    assert time.monotonic() - began < BUSY_MACHINE * SECONDS_TO_USEFUL

    button.focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"data_dive\.ipynb\?cycle=cycle-ukulele"))


def test_an_administrator_is_refused_kindly(page):
    go(page, ADMINISTRATOR, "results", "cycle-equations")

    expect(page.get_by_text("This page is not open to you")).to_be_visible()


def test_what_is_typed_is_saved_and_there_again_after_a_reload(page):
    go(page, LEAD, "smart_goal", "cycle-slope")
    field = page.get_by_label("The school goal it belongs to")

    field.fill("School goal 2, as seen in a browser.")
    page.keyboard.press("Tab")

    expect(page.locator(".dc-status")).to_contain_text("Saved")
    page.reload()
    expect(page.get_by_label("The school goal it belongs to")).to_have_value(
        "School goal 2, as seen in a browser."
    )


def test_the_checks_follow_while_one_writes(page):
    go(page, LEAD, "smart_goal", "cycle-slope")
    expect(page.get_by_text("Without a number as aim")).to_be_visible()

    page.get_by_label("Secure at the end").fill("44")
    page.keyboard.press("Tab")

    expect(page.get_by_text("44 of 76").first).to_be_visible()
    expect(page.get_by_text("Without a number as aim")).to_have_count(0)
    page.get_by_label("Secure at the end").fill("")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Without a number as aim")).to_be_visible()


def test_two_people_in_one_field_see_both_texts(page, browser, server, watch):
    label = "What happens to students who have it already"
    go(page, LEAD, "smart_goal", "cycle-slope")
    with window(browser, server, watch) as other:
        theirs = other.new_page()
        go(theirs, COLLEAGUE, "smart_goal", "cycle-slope")
        field = page.get_by_label(label)
        field.click()
        field.press_sequentially(" They lead a group.")  # not left yet: it is on its way
        theirs.get_by_label(label).fill("They plan a lesson for grade 7.")
        theirs.keyboard.press("Tab")
        expect(theirs.locator(".dc-status")).to_contain_text("Saved")

        field.press_sequentially(" And count it in.")
        page.keyboard.press("Tab")

        expect(page.get_by_text("Two texts for")).to_be_visible()
        clash = page.locator(".dc-clash")
        expect(clash).to_contain_text("They plan a lesson for grade 7.")
        expect(clash).to_contain_text("And count it in.")
        axe(page)
        shoot(page, "smart_goal-two-texts")
        page.get_by_role("button", name="Put mine in").click()
        expect(page.get_by_text("Two texts for")).to_have_count(0)
        expect(theirs.get_by_label(label)).to_have_value(re.compile("And count it in"))


def test_tables_behind_charts_open_and_carry_a_file(page):
    go(page, LEAD, "results", "cycle-equations")
    panel = page.locator(".dc-chart-panel").first

    panel.get_by_text("Show as table").click()

    expect(panel.get_by_role("table")).to_be_visible()
    with page.expect_download() as started:
        panel.get_by_role("link", name="Save as CSV").click()
    assert started.value.suggested_filename == "targets.csv"


def test_no_student_is_sent_to_a_coach(page, server):
    from plc_data.store import Store

    sent: list[str] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda data: sent.append(str(data))))
    go(page, COACH, "close_cycle", "cycle-equations")
    expect(page.get_by_text("What the groups got")).to_be_visible()
    with Store.open(server.workspace) as store:
        names = [f"{s.family}, {s.given}" for s in store.students()]
        names += [s.name for s in store.students()]

    everything = page.content() + "".join(sent)
    assert [name for name in names if name in everything] == []
