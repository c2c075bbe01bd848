"""Buttons that always have words, run guarded, and cannot be pressed twice."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets
from markupsafe import Markup

from .guard import Guard, current_guard
from .html import link, paragraph, piece

KINDS = ("plain", "primary", "quiet", "danger", "small")


class ActionButton(ipywidgets.Button):
    """A button; ``click()`` presses it in a test. It is off while its work runs."""

    def __init__(
        self,
        words: str,
        on_click: Callable[[], object],
        *,
        kind: str = "plain",
        icon: str = "",
        saves: bool = False,
        tooltip: str = "",
        disabled: bool = False,
        guard: Guard | None = None,
    ) -> None:
        if not words.strip():
            raise ValueError("a button needs its words; a sign alone says nothing")
        unknown = set(kind.split()) - set(KINDS)
        if unknown:
            raise ValueError(f"{sorted(unknown)} is not a kind of button: {KINDS}")
        super().__init__(description=words, icon=icon, disabled=disabled, tooltip=tooltip or None)
        self._work, self._saves = on_click, saves
        self.guard = guard or current_guard()
        self.add_class("dc-button")
        for one in kind.split():
            self.add_class(f"dc-{one}")
        self.on_click(self._pressed)

    def _pressed(self, _button: object) -> None:
        if self.disabled:  # a browser can press a button that is off
            return
        self.disabled = True
        try:
            self.guard.run(self._work, saves=self._saves)
        finally:
            self.disabled = False


def button(words: str, on_click: Callable[[], object], **more: object) -> ActionButton:
    """Make a button. ``kind``: plain, primary, quiet, danger, small (several, with spaces).

    ``saves=True`` puts "Saved 10:42:07" into the status line when the work is done.
    """
    return ActionButton(words, on_click, **more)


def link_button(words: str, address: str, *, primary: bool = False) -> Markup:
    """A link that looks like a button, for going to another page."""
    return link(address, words, cls="dc-button dc-primary" if primary else "dc-button")


class ConfirmButton(ipywidgets.VBox):
    """A button that asks once more, in the page, before it does what cannot be undone."""

    def __init__(
        self,
        words: str,
        question: str,
        on_yes: Callable[[], object],
        *,
        yes: str = "Yes, do it",
        no: str = "No, leave it",
        kind: str = "plain",
        saves: bool = False,
        guard: Guard | None = None,
    ) -> None:
        self.first = ActionButton(words, self._ask, kind=kind, guard=guard)
        self.yes = ActionButton(yes, self._do, kind="danger", saves=saves, guard=guard)
        self.no = ActionButton(no, self._back, kind="quiet", guard=guard)
        self._on_yes = on_yes
        answers = ipywidgets.HBox([self.yes, self.no])
        answers.add_class("dc-row")
        self._asked = (piece(paragraph(question, cls="dc-question")), answers)
        super().__init__([self.first])
        self.add_class("dc-confirm")

    def _ask(self) -> None:
        self.children = self._asked

    def _back(self) -> None:
        self.children = (self.first,)

    def _do(self) -> None:
        self._back()
        self._on_yes()
