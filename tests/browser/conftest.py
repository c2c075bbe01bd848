"""A real browser on a running workbench, and an eye on everything the page does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

import start
from tests.browser.running import Running, running

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
PATIENCE = 30_000  # milliseconds; the first page after a start is slow on a busy machine
HOSTS = ("http://127.0.0.1", "ws://127.0.0.1", "http://localhost", "ws://localhost")
HERE_ONLY = (*HOSTS, "data:", "blob:", "about:")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@dataclass
class Watch:
    """What a page asked for and complained about; a test may expect some of it."""

    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, words: str) -> None:
        """Take complaints with these words as wanted."""
        self.expected.append(words)

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a browser window."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"page error: {error.error}"))
        context.on("page", lambda page: page.on("websocket", self._websocket))

    def _websocket(self, line: object) -> None:
        self.requests.append(line.url)  # type: ignore[attr-defined]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def check(self) -> None:
        """Fail on a request that leaves this machine, and on a complaint nobody expected."""
        outside = [url for url in self.requests if not url.startswith(HERE_ONLY)]
        unexpected = [
            fault for fault in self.faults if not any(words in fault for words in self.expected)
        ]
        assert outside == []
        assert unexpected == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = start.find_browser()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium here")
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The workbench with its own dashboards on the sample workspace."""
    from sample_data.workspace import ensure_sample

    folder = tmp_path_factory.mktemp("workbench")
    ensure_sample(folder / "sample", at=datetime.now(UTC))
    with running(folder / "sample", folder) as found:
        yield found


@pytest.fixture
def watch() -> Watch:
    """What the pages of this test do."""
    return Watch()


@pytest.fixture
def context(browser: Browser, server: Running, watch: Watch) -> Iterator[BrowserContext]:
    """A browser window of its own, at the server."""
    window = browser.new_context(
        base_url=server.address, viewport={"width": 1366, "height": 900}, locale="en-US"
    )
    window.set_default_timeout(PATIENCE)
    watch.follow(window)
    yield window
    window.close()
    watch.check()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page in that window."""
    return context.new_page()
