"""The page: style sheet, head, ways to other pages, status line, cards and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ipywidgets
from ipywidgets import Widget

from plc_data.model import Person

from .guard import current_guard
from .html import Words, heading, join, link, paragraph, piece, style_sheet, tag
from .people import avatar
from .status import Status

LOOK = Path(__file__).parents[1] / "look"


@dataclass(frozen=True)
class Place:
    """One way to another page; ``current`` is where we are."""

    words: str
    address: str
    current: bool = False


@lru_cache(maxsize=1)
def css() -> str:
    """The whole style sheet as text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(LOOK.glob("*.css")))


def style() -> Words:
    """The style sheet as a widget; ``page`` puts it on, other notebooks may."""
    return style_sheet(css())


def box(*children: Widget | str, cls: str = "", row: bool = False) -> ipywidgets.Box:
    """Widgets below each other, or beside each other; texts become paragraphs."""
    kind = ipywidgets.HBox if row else ipywidgets.VBox
    made = kind([_widget(child) for child in children if child is not None])
    made.add_class("dc-row" if row else "dc-column")
    for name in cls.split():
        made.add_class(name)
    return made


def row(*children: Widget | str, cls: str = "") -> ipywidgets.Box:
    """Beside each other, below each other where it is narrow."""
    return box(*children, cls=cls, row=True)


def card(
    title: str, *children: Widget | str, intro: str = "", level: int = 2, cls: str = ""
) -> ipywidgets.Box:
    """A white card with a heading; ``intro`` is one quiet line below it."""
    head = join(
        [
            heading(level, title) if title else None,
            paragraph(intro, cls="dc-intro") if intro else None,
        ]
    )
    return box(*((piece(head),) if head else ()), *children, cls=f"dc-card {cls}")


def columns(*children: Widget, shape: str = "1 1") -> ipywidgets.Box:
    """Columns by their shares ("1 2"); below each other where it is narrow."""
    shares = shape.split()
    if len(shares) != len(children):
        raise ValueError(f"{len(children)} columns do not have the shape {shape!r}")
    for child, share in zip(children, shares, strict=True):
        child.add_class(f"dc-share-{int(share)}")
    return box(*children, cls="dc-columns", row=True)


def tiles(*children: Widget) -> ipywidgets.Box:
    """Cards of the same kind in as many columns as fit."""
    return box(*children, cls="dc-tiles", row=True)


def form_row(*children: Widget) -> ipywidgets.Box:
    """Form fields beside each other in as many columns as fit."""
    return box(*children, cls="dc-fields", row=True)


def figure_tile(number: str, words: str, note: str = "") -> Words:
    """One large number with what it counts: "17 of 24", "secure on ratios"."""
    return piece(
        tag(
            "div",
            tag("p", number, cls="dc-figure"),
            tag("p", words, cls="dc-figure-words"),
            tag("p", note, cls="dc-figure-note") if note else None,
            cls="dc-figure-tile",
        )
    )


def details(summary: str, *children: object) -> Words:
    """Words that open on demand; for widgets use ``tabs`` or a page of their own."""
    return piece(tag("details", tag("summary", summary), *children, cls="dc-details"))


def tabs(pairs: Sequence[tuple[str, Widget]], on_change: Callable[[int], object] | None = None):
    """Tabs with words; arrow keys move between them. All their content is sent to the page."""
    made = ipywidgets.Tab([widget for _, widget in pairs], titles=[words for words, _ in pairs])
    made.add_class("dc-tabs")
    if on_change is not None:
        changed = current_guard().wrap(on_change)
        made.observe(lambda change: changed(change["new"]), "selected_index")
    return made


def page(
    title: str,
    *body: Widget | str,
    subtitle: str = "",
    places: Iterable[Place] = (),
    person: Person | None = None,
    beside: Widget | None = None,
    status: Status | str | None = "of the page",
    heartbeat: Widget | None = None,
    with_style: bool = True,
    cls: str = "",
) -> ipywidgets.Box:
    """The whole page. ``beside`` stands at the right of the title (the clock).

    The status line is the one of the current guard; ``status=None`` leaves it out.
    ``cls="dc-projector"`` makes everything larger, for the wall of a meeting room.
    """
    words = piece(
        join(
            [
                heading(1, title),
                paragraph(subtitle, cls="dc-subtitle") if subtitle else None,
            ]
        ),
        "dc-title",
    )
    if status == "of the page":
        status = current_guard().status
    right = [widget for widget in (status, beside) if widget is not None]
    head = box(words, *([box(*right, cls="dc-beside")] if right else []), cls="dc-head", row=True)
    bar = _bar(list(places), person)
    parts = [
        style() if with_style else None,
        heartbeat,
        bar,
        head,
        box(*body, cls="dc-body"),
    ]
    return box(*(part for part in parts if part is not None), cls=f"dc-page {cls}")


def _bar(places: list[Place], person: Person | None) -> Words | None:
    if not places and person is None:
        return None
    links = [
        tag(
            "li",
            link(
                place.address,
                place.words,
                cls="dc-place",
                aria_current="page" if place.current else None,
            ),
        )
        for place in places
    ]
    return piece(
        tag(
            "div",
            tag("span", "Data-cycle workbench", cls="dc-brand"),
            tag("nav", tag("ul", *links), aria_label="Pages") if links else None,
            tag("span", avatar(person), tag("span", person.name), cls="dc-me") if person else None,
            cls="dc-bar",
        ),
        "dc-bar-box",
    )


def _widget(child: Widget | str) -> Widget:
    return child if isinstance(child, Widget) else piece(paragraph(child))
