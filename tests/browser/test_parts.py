"""All parts in a real browser: they work by mouse and keyboard, and tell the truth.

Long because it is one page's story: the server and the browser are started once.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

psutil = pytest.importorskip("psutil")
pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 45_000  # milliseconds; the first page of a start on a busy machine


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(**more: str):
    """Start the gallery and wait until it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.gallery.serve", f"--port={port}"],
        cwd=ROOT,
        env={**os.environ, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/dc/frame.css", timeout=2)
            break
        except OSError:
            time.sleep(0.25)
    return process, f"http://127.0.0.1:{port}/"


def stop(process: subprocess.Popen) -> None:
    """End the gallery and what it started."""
    children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
    for child in children:
        if child.is_running():
            child.kill()


@pytest.fixture(scope="module")
def gallery():
    process, address = start()
    yield process, address
    stop(process)


@pytest.fixture
def watched(browser):
    """Open pages that fail the test on a foreign request, a script error or a console error."""
    faults: list[str] = []
    contexts = []

    def open_page(address: str, *, width: int = 1366, ready: str = ".dc-chart-box svg", **more):
        context = browser.new_context(viewport={"width": width, "height": 1000}, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda r: local(r.url) or faults.append(f"asked {r.url}"))
        page.on("pageerror", lambda e: faults.append(f"script error {e}"))
        page.on("response", lambda r: r.status < 400 or faults.append(f"{r.status} {r.url}"))
        page.on(
            "console",
            lambda m: (
                m.type == "error"
                and not m.text.startswith("Failed to load resource")  # told by the response
                and faults.append(f"console {m.text}")
            ),
        )
        page.goto(address)
        page.wait_for_selector(ready)
        return page

    open_page.faults = faults
    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def local(address: str) -> bool:
    """This machine, or something that stands in the page itself."""
    return re.match(r"(?:(?:https?|wss?)://127\.0\.0\.1[:/]|data:|blob:)", address) is not None


@pytest.fixture
def page(gallery, watched):
    return watched(gallery[1])


def status_of(page) -> str:
    """What the status line shows."""
    return page.locator(".dc-status > span:not(.dc-sr):not(.dc-status-dot)").inner_text()


def wait_for_status(page, pattern: str, seconds: float = 15) -> str:
    """Wait until the status line fits."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said = status_of(page)
        if re.search(pattern, said):
            return said
        page.wait_for_timeout(100)
    raise AssertionError(f"the status line says {status_of(page)!r}, not {pattern!r}")


class TestForEverybody:
    @pytest.mark.parametrize("width", [1366, 800, 390])
    def test_axe_finds_nothing_serious(self, gallery, watched, width):
        page = watched(gallery[1], width=width)
        for summary in page.locator("summary:visible").all():
            summary.click()
        page.add_script_tag(path=str(ROOT / "tests" / "browser" / "axe.min.js"))

        found = page.evaluate("axe.run(document)")

        grave = [
            (v["id"], v["impact"], [n["html"][:200] for n in v["nodes"]])
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        assert grave == []

    @pytest.mark.parametrize("width", [1366, 800, 390, 320])
    def test_nothing_runs_off_the_side(self, gallery, watched, width):
        page = watched(gallery[1], width=width)

        wide = page.evaluate(
            """() => [...document.querySelectorAll('.dc-page *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1
              && !e.closest('.dc-table-wrap, .dc-sr, svg, .main-svg, .dc-chart-box'))
            .map(e => e.className + ' ' + e.tagName).slice(0, 5)"""
        )
        assert wide == []

    def test_every_control_is_large_enough_to_hit(self, page):
        small = page.evaluate(
            """() => [...document.querySelectorAll('.dc-page :is(button, select, summary, a, input)')]
            .filter(e => e.offsetParent)
            .map(e => [e.closest('label') || e, e])
            .filter(([e]) => { const r = e.getBoundingClientRect(); return r.width < 24 || r.height < 24; })
            .map(([, e]) => e.outerHTML.slice(0, 90))"""  # noqa: E501
        )
        assert small == []

    def test_focus_is_seen_wherever_the_tab_key_goes(self, page):
        page.locator("h1").click()
        unseen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            width, name = page.evaluate(
                """() => { const e = document.activeElement; const s = getComputedStyle(e);
                return [s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth),
                  e.outerHTML.slice(0, 80)]; }"""
            )
            if width < 2 and "<body" not in name:
                unseen.append(name)
        assert unseen == []

    def test_text_of_people_is_never_markup(self, page):
        page.wait_for_timeout(500)

        assert page.evaluate("window.hurt") is None

    def test_no_chart_offers_to_send_its_data_away(self, page):
        assert page.locator(".modebar, [data-title*='Share'], a[href*='plotly']").count() == 0

    def test_the_answers_table_says_what_the_chart_says(self, page):
        panel = page.locator(".dc-chart-panel").first
        panel.locator("summary").click()

        assert panel.locator("caption").inner_text() == "Learning targets: where students stand"
        cells = panel.locator("tbody tr").first.locator("td").all_inner_texts()
        assert cells[:5] == ["70", "41", "14", "15", "2"]

    def test_print_shows_the_whole_page(self, gallery, watched):
        page = watched(gallery[1])
        page.emulate_media(media="print")

        height = page.evaluate(
            "getComputedStyle(document.querySelector('#rendered_cells')).overflow"
        )
        assert height == "visible"
        assert not page.locator(".dc-clock").is_visible()


class TestSaving:
    def test_the_status_is_honest_from_the_first_key_on(self, page):
        page.get_by_label("Observation").press_sequentially("I see 12 of 24")

        assert status_of(page) == "Saving…"
        assert re.fullmatch(r"Saved \d\d:\d\d:\d\d", wait_for_status(page, "^Saved"))

    def test_leaving_a_field_saves_at_once(self, page):
        page.get_by_role("textbox", name="Meeting").fill("Team 7")
        page.get_by_role("textbox", name="Meeting").blur()

        wait_for_status(page, "^Saved", seconds=3)

    def test_a_wrong_value_is_explained_at_its_field(self, page):
        field = page.get_by_label("Students present")
        field.fill("99")
        field.blur()
        error = page.get_by_text("A number from 0 to 40 is needed here.")
        error.wait_for()

        tied = page.locator(f"#{field.get_attribute('aria-describedby')}")
        assert tied.inner_text() == "A number from 0 to 40 is needed here."
        assert field.get_attribute("aria-invalid") == "true"

    def test_a_rule_speaks_at_the_field_and_in_the_status(self, page):
        field = page.get_by_label("School goal")
        field.fill("More")
        field.blur()

        wait_for_status(page, "Only the lead may change the school goal")

    def test_an_error_shows_an_id_and_no_traceback(self, page):
        page.get_by_role("button", name="Go wrong").click()

        said = wait_for_status(page, "did not work")
        assert re.search(r"That did not work \(id \w{6}\); nothing was lost\.", said)
        assert "Traceback" not in page.content()
        assert "ZeroDivision" not in page.content()

    def test_choices_work_by_keyboard(self, page):
        page.get_by_role("radio", name="Misconception").focus()
        page.keyboard.press("ArrowDown")

        assert page.get_by_role("radio", name="Missing prerequisite").is_checked()
        wait_for_status(page, "^Saved")

    def test_what_cannot_be_undone_is_asked_once_more(self, page):
        page.get_by_role("button", name="Undo the import").press("Enter")
        page.get_by_role("button", name="Yes, do it").press("Enter")

        page.locator(".picked", has_text="undone").wait_for()


class TestMeeting:
    def test_the_current_step_is_told(self, page):
        assert page.locator("[aria-current=step] .dc-step-title").inner_text() == "See"

    def test_a_step_is_opened_by_keyboard_and_keeps_the_focus(self, page):
        page.get_by_role("button", name="Explain").press("Enter")
        page.locator("[aria-current=step]", has_text="Explain").wait_for()

        assert "Explain" in page.evaluate("document.activeElement.innerText")
        assert page.locator(".dc-clock-main").inner_text() == "06:00"

    def test_on_a_phone_the_steps_open_on_demand(self, gallery, watched):
        page = watched(gallery[1], width=390)
        more = page.get_by_role("button", name="Step 4 of 10: See")
        assert not page.get_by_role("button", name="Commit").is_visible()

        more.press("Enter")

        assert page.get_by_role("button", name="Commit").is_visible()

    def test_the_clock_runs_pauses_and_is_extended_by_keyboard(self, page):
        clock = page.locator(".dc-clock-main")
        page.get_by_role("button", name="Go on").press("Enter")
        page.get_by_role("button", name="Pause").wait_for()
        page.wait_for_timeout(2200)
        assert clock.inner_text() in {"06:09", "06:10", "06:11"}

        page.get_by_role("button", name="+5 min more").press("Enter")
        page.locator(".dc-clock-main", has_text=re.compile("^11:")).wait_for()
        page.get_by_role("button", name="Pause").press("Enter")
        page.get_by_role("button", name="Go on").wait_for()
        stood = clock.inner_text()
        page.wait_for_timeout(1500)

        assert clock.inner_text() == stood

    def test_the_time_is_no_live_region(self, page):
        live = page.evaluate(
            "!!document.querySelector('.dc-clock-main').closest('[aria-live], [role=status]')"
        )

        assert not live
        assert page.locator(".dc-clock-main").get_attribute("role") == "timer"

    def test_a_warning_is_said_once_and_over_time_locks_nothing(self, page):
        spoken = """() => { window.said = []; const note = document.querySelector('.dc-clock-note');
        const watch = new MutationObserver(() => said.push(note.textContent));
        watch.observe(note, {childList: true}); }"""
        page.evaluate(spoken)
        page.get_by_role("button", name="Close").click()  # the last step has one minute
        page.locator(".dc-clock-main", has_text="01:00").wait_for()
        page.clock.install()
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Pause").wait_for()

        for later in ("32:30", "05:00", "04:00", "01:40"):
            page.clock.fast_forward(later)
            page.wait_for_timeout(900)  # the page's own timer is a real one

        assert page.evaluate("said") == [
            "10 minutes left. The time of this step is over. Go on when the team is ready.",
            "5 minutes left.",
            "1 minute left.",
            "The planned time is over. Nothing is locked: go on, add time, or close.",
        ]
        assert page.locator(".dc-clock-main").inner_text().startswith("over time")
        assert page.get_by_role("button", name="+5 min more").is_enabled()
        assert page.get_by_label("Observation").is_enabled()

    def test_a_cell_is_tied_by_mouse_and_by_keyboard(self, page):
        cells = page.get_by_role("gridcell")
        cells.nth(1).click()
        page.locator(".picked", has_text="st01 / t2: Not yet, 1 of 4 points").wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.locator(".picked", has_text="st02 / t3: Not yet").wait_for()

        assert page.locator("td[tabindex='0']").count() == 1
        assert page.locator("td[aria-selected=true]").count() == 1


class TestCharts:
    def test_a_bar_is_picked_by_mouse(self, page):
        page.locator(".dc-chart-box .bars .point path").first.click(force=True)

        page.locator(".picked", has_text="t1").wait_for()

    def test_a_bar_is_picked_by_keyboard(self, page):
        page.get_by_label("Choose a target").select_option("t2")

        page.locator(".picked", has_text="t2").wait_for()

    def test_a_chart_in_a_tab_is_drawn_when_it_is_opened(self, page):
        page.get_by_role("tab", name="Items").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        opened = page.locator(".dc-chart-panel:visible", has_text="Options of Q6")

        opened.locator("svg.main-svg").first.wait_for()
        assert opened.locator("svg").get_by_text("31 of 71 (44 %)").is_visible()

    def test_without_our_own_file_the_kernel_sends_plotly(self, watched):
        process, address = start(GALLERY_WITHOUT_PLOTLY="1")
        try:
            page = watched(address)
            assert page.locator(".dc-chart-box svg.main-svg").count() > 0
            missing = [fault for fault in watched.faults if "plotly.min.js" in fault]
            assert len(missing) == 1  # our own file, asked for once by all charts
            page.context.close()
            watched.faults[:] = []
        finally:
            stop(process)


class TestFiles:
    def test_a_file_of_three_megabytes_arrives_whole(self, page, tmp_path):
        file = tmp_path / "unit3.csv"
        file.write_bytes(b"0123456789" * 300_000)
        page.get_by_label("Results file").set_input_files(file)

        page.locator(".picked", has_text="unit3.csv, 3000000 bytes").wait_for()

    def test_a_file_that_is_too_large_is_refused_in_words(self, page, tmp_path):
        file = tmp_path / "large.csv"
        file.write_bytes(b"0" * 21_000_000)
        page.get_by_label("Results file").set_input_files(file)

        page.get_by_text("The file has 21.0 MB; at most 20 MB can be taken.").wait_for()

    def test_a_table_is_saved_without_the_kernel(self, page, tmp_path):
        panel = page.locator(".dc-chart-panel").first
        panel.locator("summary").click()
        with page.expect_download() as waiting:
            panel.get_by_role("link", name="Save as CSV").click()

        text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
        assert waiting.value.suggested_filename == "where-students-stand.csv"
        assert text.startswith('"Learning target","Tested","Secure"')

    def test_a_package_is_made_on_a_click(self, page):
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Save the package").click()

        assert Path(waiting.value.path()).stat().st_size == 1_800_000


class TestLosingTheKernel:
    def test_the_page_says_so_and_typed_words_are_offered_again(self, browser, watched):
        process, address = start()
        try:
            page = watched(address + "?view=meeting")
            field = page.get_by_label("Observation")
            field.fill("I see 12 of 24")
            wait_for_status(page, "^Saved")
            for child in psutil.Process(process.pid).children(recursive=True):
                if "ipykernel" in " ".join(child.cmdline()):
                    child.suspend()
            field.fill("I see 12 of 24 in row 3")

            page.get_by_text("The connection to the workbench was lost.").wait_for(timeout=14_000)
            assert "NOT saved" in wait_for_status(page, "NOT saved")
            for child in psutil.Process(process.pid).children(recursive=True):
                if "ipykernel" in " ".join(child.cmdline()):
                    child.kill()
            page.get_by_role("button", name="Reload and go on").click()
            page.wait_for_selector(".dc-draft blockquote")

            assert page.url.endswith("?view=meeting")
            assert page.locator(".dc-draft blockquote").inner_text() == "I see 12 of 24 in row 3"
            page.get_by_role("button", name="Put it back").click()
            wait_for_status(page, "^Saved")
            assert page.get_by_label("Observation").input_value() == "I see 12 of 24 in row 3"
            page.context.close()
            watched.faults[:] = []  # a dead kernel and a reload leave their own marks
        finally:
            stop(process)
