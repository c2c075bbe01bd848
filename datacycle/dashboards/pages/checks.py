"""Checks for understanding: noted in seconds, read by target and day. No teacher is ranked."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.workbench import Workbench

from ..parts import Heartbeat, box, columns, current_guard, message, piece
from ..parts import page as whole_page
from .check_log.entry import Entry
from .check_log.mine import Mine
from .check_log.pasting import Pasting
from .check_log.room import LogRoom
from .check_log.views import views
from .cycle_room import CycleRoom


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """The log of a cycle (``?cycle=``)."""
    return ChecksPage(CycleRoom.find(wb, query)).widget


class ChecksPage:
    """Entry beside the views; a coach, and a closed cycle, get the views alone."""

    def __init__(self, room: CycleRoom) -> None:
        self.room = room
        self.log = LogRoom(room)
        self.views = box()
        self.heartbeat = Heartbeat(revision=room.wb.revision, on_change=lambda _: self.refresh())
        self.entry: Entry | None = None
        self.mine: Mine | None = None
        self.pasting: Pasting | None = None
        status = current_guard().status
        if status is not None:
            status.words = "A check is kept when you press its button."
        if self.log.writes and self.log.targets:
            self.entry = Entry(self.log, self.changed)
            self.mine = Mine(self.log, self.changed)
            self.pasting = Pasting(self.log, self.changed)
            left = box(
                self.entry.widget, self.mine.widget, self.pasting.widget, cls="dc-stack-cards"
            )
            body = [columns(left, self.views, shape="2 3")]
        else:
            body = [piece(message(self._why(), "info")), self.views]
        self.widget = whole_page(
            "Checks for understanding",
            *body,
            heartbeat=self.heartbeat,
            status="of the page" if self.log.writes else None,
            cls="dc-checks-page",
            **room.head("checks"),
        )
        self.refresh()

    def _why(self) -> str:
        if self.log.closed:
            return "This cycle is closed. Its log stays as it was."
        if not self.room.may_edit:
            return "You read along: each teacher notes their own checks."
        return "Checks look at learning targets. Name them in the focus or the assessment first."

    def changed(self) -> None:
        """After a change of ours."""
        self.refresh()
        self.heartbeat.seen()

    def refresh(self) -> None:
        """Show the log as it stands now."""
        if self.mine is not None:
            self.mine.draw()
        self.views.children = (views(self.log),)
