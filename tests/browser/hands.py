"""What a person does with a page, and how a test looks at it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
AXE = (HERE / "axe.min.js").read_text(encoding="utf-8")
SCREENSHOTS = HERE / "screenshots"
SERIOUS = {"serious", "critical"}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def sign_in(page: Page, person_id: str, *, passcode: str | None = None, then: str = "/") -> None:
    """Sign in as a person, whoever was signed in before, and go to a page of the workbench."""
    page.context.clear_cookies()
    page.goto(f"/login?next={then}")
    page.get_by_label("Your name").select_option(person_id)
    if passcode is not None:
        page.get_by_label("Passcode").fill(passcode)
    page.get_by_role("button", name="Sign in").click()


def axe(page: Page, *, within: str | None = None) -> list[dict[str, Any]]:
    """Assert that axe-core has nothing serious or critical to say; return all it found."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": STANDARDS}}
    found = page.evaluate(
        "([within, options]) => axe.run(within || document, options)", [within, options]
    )["violations"]
    grave = [
        {
            "rule": one["id"],
            "says": one["help"],
            "at": [node["target"] for node in one["nodes"]],
            "html": [node["html"][:200] for node in one["nodes"][:3]],
        }
        for one in found
        if one["impact"] in SERIOUS
    ]
    assert grave == [], json.dumps(grave, indent=2)
    return found


def shoot(page: Page, name: str) -> Path:
    """Write a picture of the page to a folder that is not kept; return its path."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
