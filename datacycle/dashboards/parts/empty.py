"""Friendly words where there is nothing yet, with the one next step."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets
from markupsafe import Markup

from .buttons import ActionButton, link_button
from .guard import Guard
from .html import piece, tag


def empty_words(title: str, words: str = "", action: Markup | None = None) -> Markup:
    """The box, for places that show markup; ``action`` is a ``link_button``."""
    return tag(
        "div",
        tag("p", title, cls="dc-empty-title"),
        tag("p", words) if words else None,
        tag("p", action) if action is not None else None,
        cls="dc-empty",
    )


def empty_state(
    title: str,
    words: str = "",
    *,
    action: str = "",
    address: str = "",
    on_click: Callable[[], object] | None = None,
    guard: Guard | None = None,
) -> ipywidgets.Widget:
    """The box as a widget. The next step is a link (``address``) or a button (``on_click``)."""
    if action and address:
        return piece(empty_words(title, words, link_button(action, address, primary=True)))
    said = piece(empty_words(title, words))
    if not (action and on_click):
        return said
    box = ipywidgets.VBox([said, ActionButton(action, on_click, kind="primary", guard=guard)])
    box.add_class("dc-empty-box")
    return box
