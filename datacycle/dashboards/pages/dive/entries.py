"""Entries of one kind, newest last, with who left them; one's own can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets
from markupsafe import Markup

from datacycle.protocol.contributions import OWN
from plc_data.model import Contribution, ContributionKind

from ...parts import box, button, piece, row, tag
from ...parts.empty import empty_words
from .room import Room

Writer = Callable[[Contribution], Markup]


class Entries(ipywidgets.VBox):
    """A list that is redrawn only when it changed, so that nothing jumps under one's hands."""

    def __init__(
        self,
        room: Room,
        kinds: Sequence[ContributionKind],
        write: Writer,
        *,
        nothing: str = "Nothing here yet.",
        only: Callable[[Contribution], bool] = lambda _: True,
    ) -> None:
        super().__init__([])
        self.add_class("dc-entries")
        self._room, self._kinds, self._write = room, set(kinds), write
        self._nothing, self._only = nothing, only
        self._drawn: tuple | None = None
        self.refresh()

    def shown(self) -> list[Contribution]:
        """The entries that are on the page."""
        return [c for c in self._room.view.visible if c.kind in self._kinds and self._only(c)]

    def refresh(self) -> None:
        """Draw again if entries came or went."""
        entries = self.shown()
        ended = self._room.view.state.finished_at is not None
        now = (ended, *((c.seq, str(self._write(c))) for c in entries))
        if now == self._drawn:
            return
        self._drawn = now
        if not entries:
            self.children = (piece(empty_words(self._nothing)),)
            return
        self.children = tuple(self._line(c) for c in entries)

    def _line(self, entry: Contribution) -> ipywidgets.Widget:
        person = self._room.wb.people.get(entry.author_id)
        who = person.name if person else entry.author_id
        words = piece(
            tag(
                "div",
                tag("div", self._write(entry), cls="dc-entry-words"),
                tag("p", who, cls="dc-entry-who"),
                cls="dc-entry",
            )
        )
        mine = entry.author_id == self._room.me
        common = self._room.is_member and entry.kind not in OWN
        if self._room.view.state.finished_at is not None or not (mine or common):
            return words
        back = button(
            "Take back",
            lambda seq=entry.seq: self._room.take_back(seq),
            kind="quiet small",
            tooltip="Take this entry back; the record keeps that it was there",
        )
        return row(box(words, cls="dc-grow"), back, cls="dc-entry-row")
