"""The server in a real browser: who gets in, whose page it is, what happens when things break."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.hands import axe, shoot, sign_in
from tests.browser.running import SECONDS_TO_END, Running, running
from tests.browser.stub import ANA, BEN, EVE, EVES_PASSCODE, make_pages, make_workspace

HOME = "/voila/render/home.ipynb"
TEN_PAGES_BYTES = 1_000_000_000
SECONDS_TO_USEFUL = 3.0
BUSY_MACHINE = 3  # the tests' own browser takes most of the processor meanwhile


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A workbench with two small pages."""
    folder = tmp_path_factory.mktemp("stub")
    workspace, notebooks = make_workspace(folder / "workspace"), make_pages(folder / "notebooks")
    with running(workspace, folder, notebooks=notebooks) as found:
        yield found


def useful(page: Page) -> None:
    """Wait until the page can be used."""
    expect(page.get_by_text("Useful now")).to_be_visible()


def fact(page: Page, name: str) -> str:
    """Read what the stub page says about itself."""
    return re.search(rf"{name}=(\S+)", page.locator("#rendered_cells").inner_text()).group(1)


def kernel_of(page: Page) -> str:
    """Read the id of the page's process."""
    return page.evaluate(
        "() => JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )


def cookies_of(context: BrowserContext) -> dict[str, str]:
    """Give the window's cookies as a header, for a client that is no browser."""
    pairs = [f"{cookie['name']}={cookie['value']}" for cookie in context.cookies()]
    return {"Cookie": "; ".join(pairs)}


def processes_of(server: Running) -> list[psutil.Process]:
    """List the server and everything that it started."""
    parent = psutil.Process(server.process.pid)
    return [parent, *parent.children(recursive=True)]


def is_gone(pid: int, seconds: float = 10) -> bool:
    """Say whether a process ends within some time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.1)
    return False


@contextmanager
def window(browser: Browser, server: Running) -> Iterator[BrowserContext]:
    """Open another person's browser."""
    other = browser.new_context(base_url=server.address)
    other.set_default_timeout(30_000)
    yield other
    other.close()


class TestSigningIn:
    def test_a_stranger_is_asked_for_a_name_and_comes_to_the_page(self, page):
        page.goto(HOME + "?cycle=c-1")

        expect(page).to_have_title("Sign in · Data cycle workbench")
        page.get_by_label("Your name").select_option(label="Ana Ruiz")
        page.get_by_role("button", name="Sign in").click()

        useful(page)
        assert fact(page, "person") == ANA
        assert page.url.endswith(HOME + "?cycle=c-1")
        assert "('cycle', 'c-1')" in page.locator("#rendered_cells").inner_text()

    def test_the_form_can_be_used_by_everyone(self, page):
        page.goto("/login")

        axe(page)
        shoot(page, "sign-in")
        assert page.get_by_label("Passcode").count() == 0  # nobody here has one

    def test_the_address_alone_leads_home(self, page):
        sign_in(page, ANA)

        useful(page)
        assert page.url.endswith(HOME)
        axe(page)
        shoot(page, "stub-home")

    def test_nobody_is_sent_to_another_site(self, page, server):
        sign_in(page, ANA, then="https://outside.invalid/")

        useful(page)
        assert page.url.startswith(server.address)

    def test_signing_out_ends_it(self, page):
        sign_in(page, ANA)
        useful(page)

        page.goto("/logout")
        page.goto(HOME)

        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    def test_a_name_in_the_address_or_a_header_is_worth_nothing(self, page, context):
        context.set_extra_http_headers({"X-DC-User": BEN, "X-DC-Proxy": "guess"})
        page.goto(HOME + f"?user={BEN}&person={BEN}")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

        sign_in(page, ANA)

        useful(page)
        assert fact(page, "person") == ANA

    def test_a_form_from_elsewhere_is_refused(self, context):
        answer = context.request.post("/login", form={"person": ANA})

        assert answer.status == 403
        assert context.cookies() == [] or all(
            not cookie["name"].startswith("username") for cookie in context.cookies()
        )


class TestPasscodes:
    @pytest.fixture
    def server(self, tmp_path):
        workspace = make_workspace(tmp_path / "workspace", with_eve=True)
        with running(
            workspace, tmp_path, "--no-fork", notebooks=make_pages(tmp_path / "n")
        ) as found:
            yield found

    def test_whoever_has_one_must_give_it(self, page, watch):
        watch.expect("401")
        sign_in(page, EVE, passcode="wrong passcode")
        expect(page.get_by_role("alert")).to_have_text(
            "That is not this person's passcode. Nobody was signed in."
        )
        axe(page)
        shoot(page, "sign-in-wrong-passcode")

        page.get_by_label("Passcode").fill(EVES_PASSCODE)
        page.get_by_role("button", name="Sign in").click()

        useful(page)  # in an ordinary process: forking is off here
        assert fact(page, "person") == EVE

    def test_guessing_is_slowed_down(self, page, watch):
        watch.expect("401")
        for _ in range(6):
            sign_in(page, EVE, passcode="wrong passcode")

        expect(page.get_by_role("alert")).to_contain_text("Too many wrong passcodes")


class TestWhosePageItIs:
    def test_another_person_can_not_reach_it(self, page, browser, server):
        sign_in(page, ANA)
        useful(page)
        kernel = kernel_of(page)
        line = f"{server.address.replace('http', 'ws')}/api/kernels/{kernel}/channels"

        with window(browser, server) as bens:
            bens_page = bens.new_page()
            sign_in(bens_page, BEN)
            useful(bens_page)
            with pytest.raises(InvalidStatus, match="403"):
                connect(line, additional_headers=cookies_of(bens), origin=server.address)
            same_origin = {"Sec-Fetch-Site": "same-origin"}
            shut = bens.request.post(f"/voila/api/shutdown/{kernel}", headers=same_origin)
            model = bens.request.get(f"/api/kernels/{kernel}")

        assert (shut.status, model.status) == (403, 403)
        page.get_by_role("button", name="Count").click()
        expect(page.get_by_text("Counted 1")).to_be_visible()

    def test_its_owner_can(self, page, context, server):
        sign_in(page, ANA)
        useful(page)
        line = f"{server.address.replace('http', 'ws')}/api/kernels/{kernel_of(page)}/channels"

        with connect(line, additional_headers=cookies_of(context), origin=server.address) as socket:
            assert socket.response.status_code == 101

    def test_a_stranger_and_a_foreign_site_can_not(self, page, context, server):
        sign_in(page, ANA)
        useful(page)
        line = f"{server.address.replace('http', 'ws')}/api/kernels/{kernel_of(page)}/channels"

        with pytest.raises(InvalidStatus, match="403"):
            connect(line, origin=server.address)
        with pytest.raises(InvalidStatus, match="403"):
            connect(line, additional_headers=cookies_of(context), origin="http://outside.invalid")

    def test_leaving_it_ends_its_process(self, page):
        sign_in(page, ANA)
        useful(page)
        process = int(fact(page, "pid"))

        page.reload()
        useful(page)

        assert int(fact(page, "pid")) != process
        assert is_gone(process)


class TestWhatIsGivenOut:
    @pytest.mark.parametrize(
        "path",
        [
            "/voila/render/../outside.ipynb",
            "/voila/render/..%2Foutside.ipynb",
            "/voila/render/private.csv",
            "/voila/render/nothing.ipynb",
            "/voila/files/private.csv",
            "/voila/files/home.ipynb",
            "/voila/tree",
            "/voila/api/contents",
            "/api/contents",
            "/api/kernels",
            "/api/terminals",
            "/terminals/1",
        ],
    )
    def test_nothing_but_the_pages(self, path, page, context):
        sign_in(page, ANA)
        useful(page)

        answer = context.request.get(path)

        assert answer.status == 404
        assert "A name" not in answer.text()
        assert "Outside" not in answer.text()

    @pytest.mark.parametrize(
        "path", ["/login", "/dc/plotly.min.js", "/dc/frame.css", "/nothing", HOME, "/dc/alive"]
    )
    def test_every_answer_forbids_asking_others(self, path, context):
        answer = context.request.get(path)

        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "http" not in policy
        assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}
        assert answer.headers["x-content-type-options"] == "nosniff"

    def test_the_policy_stops_a_page_that_asks_another_machine(self, page, watch):
        watch.expect("Content Security Policy")
        sign_in(page, ANA)
        useful(page)

        outcome = page.evaluate(
            "() => fetch('https://outside.invalid/').then(() => 'sent', () => 'stopped')"
        )

        assert outcome == "stopped"
        watch.requests = [url for url in watch.requests if "outside.invalid" not in url]

    def test_the_chart_library_is_kept_by_the_browser_and_packed(self, context):
        answer = context.request.get("/dc/plotly.min.js")

        assert answer.status == 200
        assert "max-age" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "gzip"
        assert "plotly.js (basic - minified)" in answer.text()[:200]

    def test_a_foreign_name_for_this_computer_is_refused(self, context):
        answer = context.request.get("/login", headers={"Host": "outside.invalid"})

        assert answer.status == 403

    def test_a_wrong_address_is_answered_in_words(self, page, watch):
        watch.expect("404")
        sign_in(page, ANA)
        useful(page)

        page.goto("/voila/render/nothing.ipynb")

        expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
        axe(page)
        shoot(page, "no-such-page")


class TestProcesses:
    @pytest.mark.skipif(sys.platform == "darwin", reason="this system does not fork safely")
    def test_pages_are_forked_from_the_warm_parent(self, page):
        sign_in(page, ANA)
        useful(page)

        child = psutil.Process(int(fact(page, "pid")))

        assert "datacycle.server.forkserver" in child.parent().cmdline()
        assert child.parent().num_threads() == 1

    def test_each_has_its_own_chance(self, page, context):
        sign_in(page, ANA)
        useful(page)
        other = context.new_page()
        other.goto(HOME)
        useful(other)

        assert fact(page, "chance") != fact(other, "chance")

    def test_one_page_is_useful_soon(self, page):
        sign_in(page, ANA)
        useful(page)

        began = time.monotonic()
        page.goto(HOME)
        useful(page)

        assert time.monotonic() - began < BUSY_MACHINE * SECONDS_TO_USEFUL


class TestTenPagesAtOnce:
    @pytest.fixture
    def server(self, tmp_path):
        workspace = make_workspace(tmp_path / "workspace")
        with running(workspace, tmp_path, notebooks=make_pages(tmp_path / "n")) as found:
            yield found

    def test_they_are_quick_and_small(self, page, context, server):
        sign_in(page, ANA)
        useful(page)
        pages = [page, *(context.new_page() for _ in range(9))]

        began = time.monotonic()
        for one in pages:
            one.goto(HOME, wait_until="commit")
        for one in pages:
            useful(one)
        seconds_each = (time.monotonic() - began) / len(pages)
        memory = sum(one.memory_full_info().pss for one in processes_of(server))

        assert len({fact(one, "pid") for one in pages}) == len(pages)
        assert memory < TEN_PAGES_BYTES
        assert seconds_each < SECONDS_TO_USEFUL


class TestWhenThingsBreak:
    def test_a_killed_process_is_noticed_and_a_reload_goes_on(self, page):
        sign_in(page, ANA)
        useful(page)

        os.kill(int(fact(page, "pid")), signal.SIGKILL)

        banner = page.get_by_role("button", name="Reload and go on")
        expect(banner).to_be_visible(timeout=20_000)
        shoot(page, "connection-lost")
        banner.click()
        page.get_by_role("button", name="Count").click()
        expect(page.get_by_text("Counted 1")).to_be_visible()

    def test_a_page_that_fails_says_so_without_the_code(self, page):
        sign_in(page, ANA, then="/voila/render/broken.ipynb")

        expect(page.get_by_text("Nothing was lost.")).to_be_visible()
        shoot(page, "broken-page")
        assert "a secret of the code" not in page.content()
        assert "Traceback" not in page.content()


class TestEnding:
    def test_everything_ends_within_five_seconds(self, browser, tmp_path):
        workspace = make_workspace(tmp_path / "workspace")
        with running(workspace, tmp_path, notebooks=make_pages(tmp_path / "n")) as server:
            with window(browser, server) as anas:
                for _ in range(3):
                    one = anas.new_page()
                    sign_in(one, ANA)
                    useful(one)
                started = processes_of(server)

                seconds = server.stop()

            assert len(started) >= 4
            assert seconds < SECONDS_TO_END
            assert server.process.returncode == 0
            assert [one.pid for one in started if not is_gone(one.pid)] == []

    def test_pages_do_not_outlive_a_server_that_was_killed(self, browser, tmp_path):
        workspace = make_workspace(tmp_path / "workspace")
        with (
            running(workspace, tmp_path, notebooks=make_pages(tmp_path / "n")) as server,
            window(browser, server) as anas,
        ):
            page = anas.new_page()
            sign_in(page, ANA)
            useful(page)
            started = processes_of(server)

            server.process.kill()

            assert [one.pid for one in started if not is_gone(one.pid)] == []

    def test_a_taken_port_is_told_in_words(self, server, tmp_path, monkeypatch):
        monkeypatch.setenv("DATACYCLE_NOTEBOOKS", str(make_pages(tmp_path / "n")))
        port = server.address.rpartition(":")[2]
        command = [sys.executable, "-m", "datacycle", "serve", "--no-browser", f"--port={port}"]
        command += ["--workspace", str(server.workspace)]

        second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

        assert second.returncode == 1
        assert f"Not started: port {port} at 127.0.0.1 can not be used" in second.stderr
        assert "Traceback" not in second.stderr

    def test_other_computers_are_refused_while_nobody_has_a_passcode(
        self, server, tmp_path, monkeypatch
    ):
        monkeypatch.setenv("DATACYCLE_NOTEBOOKS", str(make_pages(tmp_path / "n")))
        command = [sys.executable, "-m", "datacycle", "serve", "--address", "0.0.0.0"]
        command += ["--workspace", str(server.workspace), "--no-browser"]

        answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

        assert answer.returncode == 1
        assert "Not started: at 0.0.0.0 other computers could open the workbench" in answer.stderr
