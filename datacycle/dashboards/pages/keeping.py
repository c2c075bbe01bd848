"""A document that several people write at once: saved part by part, nobody's text is lost.

What two people change in *different* parts goes together. Where both changed the *same* part, the
store refuses the later save and keeps its text; the person sees both and chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

import ipywidgets

from plc_data.errors import Conflict, WorkbenchError
from plc_data.model import Document, Record

from ..parts import box, button, columns, lines, message, paragraph, piece, row, strong, tag

TRIES = 3
"""How often a save is tried again when somebody saves another part in the same moment."""


class Unsettled(WorkbenchError):
    """Two people wrote the same part; both texts are kept and one is to be chosen."""


@dataclass(frozen=True)
class Part:
    """One part of a record that a field shows: how to read it, to change it, to say it."""

    key: str
    label: str
    get: Callable[[Any], Any]
    put: Callable[[Any, Any], Any]
    words: Callable[[Any], str] = lambda value: "" if value is None else str(value)


def field_part(name: str, label: str, words: Callable[[Any], str] | None = None) -> Part:
    """The part that is one field of the record."""

    def put(record: Record, value: object) -> Record:
        return type(record).model_validate({**record.model_dump(), name: value})

    made = Part(name, label, lambda record: getattr(record, name), put)
    return made if words is None else Part(name, label, made.get, made.put, words)


@dataclass(frozen=True)
class Clash:
    """Two texts for one part: what I wrote, and what stands there from somebody else."""

    part: Part
    mine: Any
    theirs: Any
    author_id: str
    at: datetime


class Keeper:
    """The document as this page read it, and the one way to change it.

    Parameters
    ----------
    read
        Gives the newest version, None while there is none.
    save
        Saves a record on the version it was based on; may raise ``Conflict``.
    blank
        The record to begin with while there is no version.
    name
        Words for an author's id.
    """

    def __init__(
        self,
        read: Callable[[], Document | None],
        save: Callable[[Any, int | None], Document],
        blank: Record,
        name: Callable[[str], str],
    ) -> None:
        self._read, self._save, self._name = read, save, name
        self.record: Any = blank
        self.version: int | None = None
        self.document: Document | None = None
        self.parts: list[Part] = []
        """Parts that fields of this page show; somebody may be typing in one of them."""
        self._earlier: dict[str, str] = {}
        self.clashes: dict[str, Clash] = {}
        self.on_clash: list[Callable[[], None]] = []
        self.look()

    def look(self) -> bool:
        """Read the newest version; True when it is another than the one known."""
        newest = self._read()
        if newest is None or newest.version == self.version:
            return False
        for part in self.parts:
            was, now = part.get(self.record), part.get(newest.record)
            if isinstance(was, str) and was != now:
                self._earlier.setdefault(part.key, was)
        self._take(newest)
        return True

    def change(self, part: Part, value: object) -> None:
        """Save one part. What others changed elsewhere meanwhile stays."""
        for _ in range(TRIES):
            newest = self._read()
            same = newest is None or newest.version == self.version
            there = part.get(newest.record) if newest else None
            if not same and there not in (part.get(self.record), value):
                self._refused(part, value, self.version)
            self.look()
            if self._goes_on_from_earlier(part, value, there):
                self._refused(part, value, newest.version - 1)
            base = newest.record if newest else self.record
            try:
                self._take(self._save(part.put(base, value), newest.version if newest else None))
            except Conflict:
                continue
            self._earlier.pop(part.key, None)
            self._settled(part)
            return
        raise Unsettled("Several people are saving at this moment. Try once more.")

    def keep_mine(self, key: str) -> None:
        """Choose my text: it goes over the one that stands there now."""
        clash = self.clashes[key]
        self.look()
        self._earlier.pop(key, None)
        self.change(clash.part, clash.mine)
        self._settled(clash.part)

    def take_theirs(self, key: str) -> None:
        """Choose the other text; mine stays among the refused ones in the store."""
        self.look()
        self._settled(self.clashes[key].part)

    def _goes_on_from_earlier(self, part: Part, value: object, there: object) -> bool:
        """Whether a text was made from the one that stood here before somebody else's came in.

        Who types in a field goes on seeing the old text; the page cannot know, the texts tell.
        """
        earlier = self._earlier.get(part.key)
        if earlier is None or value == there or not isinstance(value, str):
            return False
        return _likeness(value, earlier) > _likeness(value, str(there))

    def _refused(self, part: Part, value: object, based_on: int | None) -> None:
        try:
            self._take(self._save(part.put(self.record, value), based_on))
        except Conflict:
            self.look()
            self._earlier.pop(part.key, None)
            newest = self._read()
            self.clashes[part.key] = Clash(
                part, value, part.get(newest.record), newest.author_id, newest.saved_at
            )
            self._tell()
            raise Unsettled(
                f"{self._name(newest.author_id)} wrote something else here meanwhile. Both texts "
                "are kept: choose one at the top of the page."
            ) from None

    def _settled(self, part: Part) -> None:
        if self.clashes.pop(part.key, None) is not None:
            self._tell()

    def _take(self, document: Document) -> None:
        self.document, self.record, self.version = document, document.record, document.version

    def _tell(self) -> None:
        for tell in self.on_clash:
            tell()


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


class ClashPanel(ipywidgets.VBox):
    """Both texts beside each other, and what to do; nothing at all while nobody clashed."""

    def __init__(
        self, keeper: Keeper, name: Callable[[str], str], settled: Callable[[str], None]
    ) -> None:
        super().__init__([])
        self.add_class("dc-clashes")
        self._keeper, self._name, self._on_settled = keeper, name, settled
        keeper.on_clash.append(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the clashes there are."""
        self.children = tuple(self._one(clash) for clash in self._keeper.clashes.values())
        self.layout.display = "" if self.children else "none"

    def _one(self, clash: Clash) -> ipywidgets.Widget:
        who, key = self._name(clash.author_id), clash.part.key

        def settle(how: Callable[[str], None]) -> None:
            how(key)
            self._on_settled(key)

        sides = columns(
            _side("Yours, kept and not in the record yet", clash.part.words(clash.mine)),
            _side(f"{who}'s, in the record now", clash.part.words(clash.theirs)),
            shape="1 1",
        )
        answers = row(
            button(
                "Put mine in",
                lambda: settle(self._keeper.keep_mine),
                kind="primary small",
                saves=True,
            ),
            button(
                f"Leave {who}'s",
                lambda: settle(self._keeper.take_theirs),
                kind="small",
                saves=True,
            ),
        )
        head = message(
            f"{who} changed this while you wrote. Talk to each other and choose one; to join "
            "both, put yours in and add what is missing.",
            "warn",
            f"Two texts for: {clash.part.label}",
        )
        return box(piece(head), sides, answers, cls="dc-clash")


def _side(title: str, words: str) -> ipywidgets.Widget:
    said = lines(words) if words.strip() else paragraph("(nothing)", cls="dc-quiet")
    return piece(tag("div", paragraph(strong(title)), said, cls="dc-clash-side"))
