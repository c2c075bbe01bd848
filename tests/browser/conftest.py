"""A real browser on a running workbench, and an eye on everything the page does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import start
from tests.browser.running import Running, running
from tests.browser.watch import Watch

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    path = start.find_browser()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium here")
        pytest.skip("there is no Chromium here")
    expect.set_options(timeout=PATIENCE)
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
