"""The data dive in real browsers: two people at once, a killed process, the clock, the keyboard."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from datacycle.workbench import Workbench
from plc_data.model import ContributionKind, Prediction
from tests.browser.hands import axe, shoot, sign_in
from tests.browser.meeting import ADDRESS, COLLEAGUE, LEAD, bring_to, results_in
from tests.browser.running import Running, running

SECONDS_TO_SEE_OTHERS = 3
SECONDS_THAT_MAY_PASS = 60


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A workspace with the results of the running cycle, to be copied."""
    return results_in(tmp_path_factory.mktemp("prepared") / "sample")


@pytest.fixture
def server(prepared, tmp_path) -> Iterator[Running]:
    """The workbench on a fresh copy."""
    import shutil

    shutil.copytree(prepared, tmp_path / "sample")
    with running(tmp_path / "sample", tmp_path) as found:
        yield found


def open_dive(page: Page, person_id: str) -> None:
    """Sign in and wait for the dive's page."""
    sign_in(page, person_id, then=ADDRESS)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("dive")


def clock_seconds(page: Page) -> int:
    """What the clock shows for the whole meeting, in seconds."""
    text = page.locator(".dc-clock").first.inner_text()
    minutes, seconds = re.findall(r"(\d+):(\d\d)", text)[-1]
    return 60 * int(minutes) + int(seconds)


def kill_pages(server: Running) -> int:
    """Kill every page's process, without a word of warning."""
    parent = psutil.Process(server.process.pid)
    killed = 0
    for child in parent.children(recursive=True):
        is_page = "datacycle.server.forkserver" in child.parent().cmdline()
        if is_page or "ipykernel_launcher" in " ".join(child.cmdline()):
            os.kill(child.pid, signal.SIGKILL)
            killed += 1
    return killed


class TestBeforeTheClock:
    def test_it_is_planned_gated_and_started(self, page, server):
        open_dive(page, LEAD)
        axe(page)
        page.get_by_role("button", name="Plan the dive").click()
        expect(page.get_by_text("The dive cannot start yet.").first).to_be_visible()
        shoot(page, "dive-gate")
        axe(page)

        page.get_by_role("button", name="Start").click()
        expect(page.locator(".dc-status [role=alert]")).to_contain_text("cannot start")
        for field in page.get_by_label(re.compile("Pieces of work ready")).all():
            field.fill("3")
            field.press("Tab")
        expect(page.get_by_text("Ready: press Start at the clock.")).to_be_visible()
        page.get_by_role("button", name="Start").click()

        expect(page.get_by_role("heading", name="Open", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        shoot(page, "dive-open")


class TestTwoPeople:
    def test_they_see_each_other_and_overwrite_nothing(self, page, browser: Browser, server):
        bring_to(server.workspace, "see")
        open_dive(page, LEAD)
        other_window = browser.new_context(base_url=server.address)
        other = other_window.new_page()
        open_dive(other, COLLEAGUE)
        for one in (page, other):
            expect(one.get_by_label("I see ...")).to_be_visible(timeout=20_000)

        page.get_by_label("I see ...").fill("I see 49 of 74 students choose B in question 1.")
        other.get_by_label("I see ...").fill("I see 17 of 74 students choose A in question 1.")
        page.get_by_role("button", name="Add what I see").click()
        other.get_by_role("button", name="Add what I see").click()

        for one in (page, other):
            for words in ("49 of 74 students choose B", "17 of 74 students choose A"):
                expect(one.locator(".dc-entry", has_text=words)).to_be_visible(
                    timeout=1000 * SECONDS_TO_SEE_OTHERS
                )
        assert other.get_by_label("I see ...").input_value() == ""
        other_window.close()

    def test_sealed_predictions_and_results_are_not_even_sent(self, page, server):
        frames: list[str] = []
        page.on(
            "websocket",
            lambda line: line.on("framereceived", lambda data: frames.append(str(data))),
        )
        dive_id = bring_to(server.workspace, "predict", reveal=False)
        colleague = Workbench.open(server.workspace, person_id=COLLEAGUE)
        mine = Prediction(shares={"t": 0.4321}, most_missed_item_id="sla-07")
        colleague.dives.contribute(dive_id, ContributionKind.PREDICTION, mine)
        colleague.close()

        open_dive(page, LEAD)
        expect(page.get_by_text("3 of 3 predictions are sealed.").first).to_be_visible()

        received = "".join(frames)
        assert "My prediction" in received
        assert "0.4321" not in received
        assert "43 %" not in received
        assert "n_secure" not in received


class TestAKilledProcess:
    def test_everything_stands_after_a_reload_the_clock_included(self, page, watch, server):
        bring_to(server.workspace, "see")
        open_dive(page, LEAD)
        page.get_by_label("I see ...").fill("I see 17 of 74 choose A in question 1.")
        page.get_by_role("button", name="Add what I see").click()
        expect(page.locator(".dc-entry", has_text="17 of 74 choose A")).to_be_visible()
        page.get_by_role("button", name=re.compile("Next step")).click()
        expect(page.get_by_label("Students can ...")).to_be_visible()
        page.get_by_label("Students can ...").fill("find the slope from a table")
        page.get_by_label("but they ...").press_sequentially("read the first value as slope")
        time.sleep(2)
        left, at = clock_seconds(page), time.monotonic()

        assert kill_pages(server) >= 1
        reload = page.get_by_role("button", name="Reload and go on")
        expect(reload).to_be_visible(timeout=20_000)
        shoot(page, "dive-connection-lost")
        reload.click()

        expect(page.get_by_label("Students can ...")).to_be_visible(timeout=30_000)
        expect(page.get_by_role("heading", name="Look inside", exact=True)).to_be_visible()
        gone = time.monotonic() - at
        assert left - gone - SECONDS_THAT_MAY_PASS <= clock_seconds(page) <= left - gone + 5
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        page.get_by_role("button", name=re.compile("^.*See", re.DOTALL)).first.click()
        expect(page.locator(".dc-entry", has_text="17 of 74 choose A")).to_be_visible()


class TestTheClock:
    def test_it_is_paused_extended_and_resumed_by_keyboard(self, page, server):
        bring_to(server.workspace, "see")
        open_dive(page, LEAD)
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        before = clock_seconds(page)

        page.get_by_role("button", name="Pause").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=re.compile("Go on|Resume"))).to_be_visible()
        page.get_by_role("button", name=re.compile(r"\+ ?5")).focus()
        page.keyboard.press("Enter")
        time.sleep(1)
        standing = clock_seconds(page)
        time.sleep(2)

        assert clock_seconds(page) == standing
        assert before + 200 < standing <= before + 300


class TestEachStep:
    def test_every_step_opens_without_a_fault_and_can_be_used_by_everyone(self, page, server):
        sign_in(page, LEAD, then="/voila/render/data_dive.ipynb?cycle=cycle-equations")
        steps = page.locator(".dc-steps ol button")
        expect(steps.first).to_be_visible(timeout=30_000)
        titles = [text.split("\n")[0] for text in steps.all_inner_texts()]

        for place in range(len(titles)):
            steps.nth(place).click()
            expect(page.locator(".dc-step-card h2")).to_be_visible()
            page.wait_for_timeout(400)
            axe(page)
            shoot(page, f"dive-step-{place + 1}")

        assert len(titles) == 10
