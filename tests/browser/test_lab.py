"""JupyterLab for those who write notebooks: it opens, and asks no other machine."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hands import shoot
from tests.browser.running import SECONDS_TO_END, free_port
from tests.browser.stub import make_pages
from tests.browser.watch import Watch
from tests.support.sources import CHECKOUT

SECONDS_TO_START = 60


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address, with its token, of a JupyterLab with settings of its own."""
    notebooks, log = make_pages(tmp_path / "notebooks"), tmp_path / "lab.log"
    own = {"JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_DATA_DIR": str(tmp_path / "d")}
    environment = {**os.environ, **own, "DATACYCLE_NOTEBOOKS": str(notebooks)}
    command = [sys.executable, "-m", "datacycle", "lab", "--no-browser", f"--port={free_port()}"]
    with log.open("w") as stream:
        lab = subprocess.Popen(
            command, cwd=CHECKOUT, env=environment, stdout=stream, stderr=subprocess.STDOUT
        )
    try:
        yield _wait_for_address(log, lab)
    finally:
        lab.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            lab.wait(3 * SECONDS_TO_END)
        lab.kill()
        lab.wait()


def _wait_for_address(log: Path, lab: subprocess.Popen) -> str:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and lab.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:\d+/lab\?token=\w+", log.read_text())
        if found:
            return found.group()
        time.sleep(0.2)
    raise AssertionError("JupyterLab did not start:\n" + log.read_text())


def test_it_opens_without_asking_for_news_or_anybody(browser: Browser, address: str):
    watch = Watch()
    window = browser.new_context(viewport={"width": 1366, "height": 900})
    watch.follow(window)
    page = window.new_page()

    page.goto(address)

    expect(page.get_by_text("outside.ipynb")).to_be_visible(timeout=SECONDS_TO_START * 1000)
    page.wait_for_timeout(2000)  # a question about news would come by now
    shoot(page, "jupyterlab")
    assert page.get_by_text("Jupyter news").count() == 0
    window.close()
    assert [url for url in watch.requests if "127.0.0.1" not in url and url[:4] == "http"] == []
