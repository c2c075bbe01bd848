"""Make the pictures of the documents anew: ``python docs/make_screenshots.py [NAME ...]``.

Each is the real page on the sample workspace in a real browser. Needs what the tests need.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

import start  # noqa: E402
from sample_data.workspace import ensure_sample  # noqa: E402
from tests.browser.hands import sign_in  # noqa: E402
from tests.browser.running import running  # noqa: E402

IMAGES = Path(__file__).resolve().parent / "images"
WIDTH = 1366
PATIENCE = 60_000  # milliseconds
FINISHED, RUNNING = "cycle-equations", "cycle-slope"
RENEE = "t07"


@dataclass(frozen=True)
class Picture:
    """A page, what is clicked on it first, and how much of it is shown."""

    page: str
    query: str = ""
    step: str | None = None
    """A step of the dive to look at."""
    file: str | None = None
    """A file to choose on the page, named from the project's folder."""
    wait_for: str = "h1"
    height: int = 900

    @property
    def address(self) -> str:
        return f"/voila/render/{self.page}.ipynb" + (f"?{self.query}" if self.query else "")


PICTURES = {
    "home": Picture("home"),
    "bring_in_results": Picture(
        "bring_in_results",
        f"cycle={RUNNING}",
        file="sample_data/mathematics_running/results_to_bring_in_google_forms.csv",
        wait_for="text=One thing first",
    ),
    "smart_goal": Picture("smart_goal", f"cycle={RUNNING}"),
    "data_dive": Picture(
        "data_dive",
        f"cycle={FINISHED}",
        step="See",
        wait_for=".js-plotly-plot .barlayer",
        height=1040,
    ),
    "close_cycle": Picture("close_cycle", f"cycle={FINISHED}"),
    "evidence": Picture("evidence", f"cycle={FINISHED}"),
}


def main(names: list[str]) -> None:
    """Write the pictures that are named, or all."""
    IMAGES.mkdir(exist_ok=True)
    with workbench() as page:
        for name in names or PICTURES:
            take(page, PICTURES[name], IMAGES / f"{name}.png")
            print(f"docs/images/{name}.png")


def take(page: Page, picture: Picture, to: Path) -> None:
    """Open the page, do what the picture says, and keep what is seen."""
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    sign_in(page, RENEE, then=picture.address)
    page.locator("h1").first.wait_for(timeout=PATIENCE)
    if picture.step:
        page.locator(".dc-steps").get_by_text(picture.step, exact=True).first.click()
    if picture.file:
        page.locator("input[type=file]").first.set_input_files(str(ROOT / picture.file))
    page.locator(picture.wait_for).first.wait_for(timeout=PATIENCE)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)  # charts settle
    page.mouse.move(0, 0)
    page.screenshot(path=to, animations="disabled")


@contextmanager
def workbench() -> Iterator[Page]:
    """A browser's page at a workbench that runs on a fresh sample."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sample = ensure_sample(Path(folder) / "sample", at=datetime.now(UTC))
        browser = playwright.chromium.launch(
            executable_path=start.find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        with running(sample, Path(folder)) as server:
            yield browser.new_page(base_url=server.address, locale="en-US")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
