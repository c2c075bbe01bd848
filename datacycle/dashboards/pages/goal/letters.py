"""The six letters, Who and Honesty: what holds, what is to mend, what only people can judge."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets
from markupsafe import Markup

from datacycle.protocol.goal import LETTERS
from datacycle.reports import numbers
from datacycle.reports.labels import FINDING_WORDS
from plc_data.model import Finding

from ...parts import box, bullets, join, paragraph, piece, pill, tag

NAMES = {
    "S": ("Specific", "Which students, which target, which assessment"),
    "M": ("Measurable", "The same count at both ends"),
    "A": ("Attainable", "More than chance, and within reach"),
    "R": ("Relevant", "About what students learn, for all of them"),
    "T": ("Timed", "Three to four weeks, with days inside"),
    "Who": ("Who", "Shared, owned, confirmed"),
    "Honesty": ("Honesty", "It can be missed, and it is counted"),
}
"""Each letter's name, and what it asks in a few words."""

LOOKS = {"mend": ("bad", "○"), "advise": ("warn", "!"), "ok": ("good", "✓")}
"""The tone and the sign of a letter by what weighs most in it."""


def weightiest(findings: Iterable[Finding]) -> str:
    """What counts for a letter: something to mend, something to look at, or that it holds."""
    levels = {finding.level for finding in findings}
    return next((level for level in ("mend", "advise") if level in levels), "ok")


def letter_words(findings: list[Finding]) -> str:
    """The state of a letter in words.

    Examples
    --------
    >>> letter_words([Finding(code="x", level="mend", message="No day.")])
    '1 to mend'
    """
    level = weightiest(findings)
    n = sum(finding.level == level for finding in findings)
    return f"{n} {FINDING_WORDS[level].lower()}" if level != "ok" else FINDING_WORDS["ok"]


class Letters:
    """Keeps the strip at the top and the cards beside the form up to what is written."""

    def __init__(self) -> None:
        self.strip = piece(paragraph(""), "dc-strip-box")
        self._cards = {letter: piece(paragraph("")) for letter in NAMES}
        self._shown: dict[str, str] = {}
        self.cards: ipywidgets.Widget = box(*self._cards.values(), cls="dc-letters")

    def show(self, findings: Iterable[Finding]) -> None:
        """Show the findings; a card that says the same as before is left alone."""
        by_letter: dict[str, list[Finding]] = {letter: [] for letter in LETTERS}
        for finding in findings:
            by_letter.setdefault(finding.where or "", []).append(finding)
        self._put("strip", self.strip, _strip(by_letter))
        for letter, widget in self._cards.items():
            self._put(letter, widget, _card(letter, by_letter[letter]))

    def _put(self, key: str, widget, markup: Markup) -> None:
        if self._shown.get(key) != str(markup):
            self._shown[key] = str(markup)
            widget.show(markup)


def _strip(by_letter: dict[str, list[Finding]]) -> Markup:
    open_ones = sum(f.level == "mend" for found in by_letter.values() for f in found)
    words = (
        f"{numbers.plural(open_ones, 'point')} to mend."
        if open_ones
        else "Nothing is left to mend. The questions marked with ? are for you to judge."
    )
    return tag(
        "div",
        tag(
            "ul",
            *(_sign(letter, by_letter[letter]) for letter in NAMES),
            cls="dc-strip",
            aria_label="The goal, letter by letter",
        ),
        paragraph(words, cls="dc-quiet"),
    )


def _sign(letter: str, findings: list[Finding]) -> Markup:
    tone, sign = LOOKS[weightiest(findings)]
    return tag(
        "li",
        tag("span", letter[:1] if letter in "SMART" else letter, cls="dc-strip-letter"),
        tag("span", tag("span", sign, aria_hidden="true"), " ", letter_words(findings)),
        cls=f"dc-strip-one dc-tone-{tone}",
    )


def _card(letter: str, findings: list[Finding]) -> Markup:
    tone, _ = LOOKS[weightiest(findings)]
    name, asks = NAMES[letter]
    at = {level: [f for f in findings if f.level == level] for level in FINDING_WORDS}
    held = at["ok"]
    return tag(
        "section",
        tag(
            "div",
            tag("span", letter[:1], cls=f"dc-letter dc-tone-{tone}", aria_hidden="true"),
            tag("div", tag("h3", name), tag("p", asks, cls="dc-quiet"), cls="dc-letter-name"),
            pill(letter_words(findings), tone),
            cls="dc-letter-head",
        ),
        _list("mend", at["mend"]),
        _list("advise", at["advise"]),
        _list("ask", at["ask"]),
        tag(
            "details",
            tag("summary", f"{numbers.plural(len(held), 'point holds', 'points hold')}"),
            bullets([f.message for f in held], cls="dc-said dc-said-ok"),
            cls="dc-details",
        )
        if held
        else None,
        cls="dc-card dc-letter-card",
    )


def _list(level: str, findings: list[Finding]) -> Markup | None:
    if not findings:
        return None
    return join(
        [
            tag("p", FINDING_WORDS[level], cls="dc-said-name"),
            bullets([f.message for f in findings], cls=f"dc-said dc-said-{level}"),
        ]
    )
