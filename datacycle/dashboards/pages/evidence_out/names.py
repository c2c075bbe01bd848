"""Names that the search found: what is done about each, one at a time, by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets

from plc_data.privacy import WHAT_IT_DOES_NOT_FIND

from ...parts import (
    RadioField,
    TextField,
    box,
    bullets,
    button,
    card,
    details,
    join,
    message,
    paragraph,
    piece,
    row,
    tag,
)

SHOWN = 6
"""Findings shown at once; the next ones come when these are decided."""

PLACES = {
    "goal": "the goal",
    "need": "the need",
    "focus": "the focus",
    "assessment": "an assessment",
    "check": "the log of checks",
    "dive": "the data dive",
    "plan": "an action plan",
    "closing": "the closing",
    "reflection": "my reflection",
    "shared": "what I shared",
}


def place_words(document: str) -> str:
    """Where a text stands, in words."""
    return PLACES.get(document.split(".")[0], document)


class NamesCard:
    """Each open finding with its words around it, and three ways to settle it."""

    def __init__(self, decide: Callable[[dict[str, str]], None]) -> None:
        self._decide = decide
        self.widget = box()

    def show(self, plan) -> None:
        """The findings that wait for a decision."""
        waiting = [n for n in plan.open_names if n.blocks]
        if not waiting:
            self.widget.children = (
                card(
                    "Names",
                    piece(message("No name waits for a decision.", "good")),
                    piece(
                        join(
                            [
                                paragraph(WHAT_IT_DOES_NOT_FIND, cls="dc-quiet"),
                                _applied(plan),
                            ]
                        )
                    ),
                ),
            )
            return
        listed = [self._finding(plan, n) for n in waiting[:SHOWN]]
        more = len(waiting) - len(listed)
        self.widget.children = (
            card(
                "Names to decide",
                piece(
                    message(
                        f"{len(waiting)} places may name somebody. Nothing leaves before each is "
                        "decided.",
                        "warn",
                    )
                ),
                button(
                    "Replace all of them by codes",
                    lambda: self._decide({n.id: "replace" for n in waiting}),
                    saves=True,
                ),
                *listed,
                *([piece(paragraph(f"{more} more after these."))] if more > 0 else []),
            ),
        )

    def _finding(self, plan, finding) -> ipywidgets.Widget:
        before, found, after = plan.excerpt(finding)
        words = piece(
            tag(
                "div",
                tag("p", "In ", place_words(finding.document), ":", cls="dc-quiet"),
                tag("blockquote", "… ", before, tag("mark", found), after, " …"),
                tag("p", finding.message, cls="dc-quiet"),
            )
        )
        what = RadioField(
            "What to do",
            (
                ("replace", "Replace by a code"),
                ("generalise", "Say “a student” or “a colleague”"),
                ("keep", "Keep it: it is not a name here"),
            ),
            "replace",
            saves=False,
        )
        why = TextField("If kept: why", "", saves=False)

        def settle() -> None:
            choice = what.value or "replace"
            self._decide({finding.id: f"keep: {why.value}" if choice == "keep" else choice})

        return box(words, what, row(why, button("Decide", settle, saves=True)), cls="dc-plan")


def _applied(plan):
    if not plan.applied:
        return None
    counted: dict[str, int] = {}
    for one in plan.applied:
        counted[str(one.action)] = counted.get(str(one.action), 0) + 1
    lines = [f"{action}: {n}" for action, n in sorted(counted.items())]
    return tag("details", tag("summary", "What was done"), bullets(lines), cls="dc-details")


def honest_words() -> ipywidgets.Widget:
    """What nobody can promise about a package that has left."""
    return details(
        "What this cannot do",
        paragraph(WHAT_IT_DOES_NOT_FIND),
        paragraph("A package that was handed over cannot be called back."),
    )
