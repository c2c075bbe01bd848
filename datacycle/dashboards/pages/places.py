"""The ways between the pages of one cycle; the cycle's id stands in every address."""

from __future__ import annotations

from urllib.parse import quote

from ..parts import Place

HOME = "home"
PAGES = (
    ("home", "Home"),
    ("focus", "Focus"),
    ("smart_goal", "Goal"),
    ("assessment", "Assessment"),
    ("checks", "Checks"),
    ("bring_in_results", "Results in"),
    ("results", "Results"),
    ("data_dive", "Data dive"),
    ("close_cycle", "After"),
    ("evidence", "Evidence"),
)


def address(page: str, cycle_id: str | None = None, **more: str) -> str:
    """Where a page is, seen from any other page."""
    words = {"cycle": cycle_id, **more} if cycle_id else more
    query = "&".join(f"{key}={quote(value)}" for key, value in words.items() if value)
    return f"./{page}.ipynb{'?' + query if query else ''}"


def places(here: str, cycle_id: str | None) -> list[Place]:
    """The bar at the top; without a cycle only the way home."""
    shown = PAGES if cycle_id else PAGES[:1]
    return [
        Place(words, address(page, None if page == HOME else cycle_id), current=page == here)
        for page, words in shown
    ]
