"""My own checks, newest first: change one, take one back, put it back again."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets

from ...parts import box, button, card, message, paragraph, piece, row
from .entry import Entry
from .room import LogRoom

AT_FIRST = 5


class Mine:
    """The list of who writes."""

    def __init__(self, log: LogRoom, changed: Callable[[], None]) -> None:
        self.log, self._changed = log, changed
        self.open_entry: Entry | None = None
        self._all = False
        self._taken: str | None = None
        self.place = box(cls="dc-rows")
        self.widget: ipywidgets.Widget = card("My checks", self.place)
        self.draw()

    def draw(self) -> None:
        """Show the list as it stands; an open form stays."""
        if self.open_entry is not None:
            return
        documents = [
            d for d in reversed(self.log.documents()) if d.record.teacher_id == self.log.room.me.id
        ]
        shown = documents if self._all else documents[:AT_FIRST]
        rows = [self._row(document) for document in shown]
        if self._taken:
            back = button("Put it back", self._put_back, kind="small", saves=True)
            rows.insert(0, box(piece(message("The check was taken out of the log.", "info")), back))
        if not documents and not rows:
            rows = [piece(paragraph("You have noted none yet.", cls="dc-quiet"))]
        if len(documents) > len(shown):
            rows.append(button(f"Show all {len(documents)}", self._show_all, kind="quiet small"))
        self.place.children = tuple(rows)

    def _show_all(self) -> None:
        self._all = True
        self.draw()

    def _row(self, document) -> ipywidgets.Widget:
        said = self.log.said(document.record)
        return box(
            piece(paragraph(said)),
            row(
                button(
                    "Change", lambda: self._edit(document), kind="small", tooltip=f"Change: {said}"
                ),
                button(
                    "Take back",
                    lambda: self._take(document.id),
                    kind="quiet small",
                    saves=True,
                    tooltip=f"Take back: {said}",
                ),
            ),
            cls="dc-cfu-line",
        )

    def _edit(self, document) -> None:
        self.open_entry = Entry(self.log, self._changed, on_close=self._closed).edit(document)
        self.place.children = (self.open_entry.widget,)

    def _closed(self) -> None:
        self.open_entry = None
        self.draw()

    def _take(self, check_id: str) -> None:
        self.log.wb.checks.take_back(check_id)
        self._taken = check_id
        self._changed()

    def _put_back(self) -> None:
        self.log.wb.checks.put_back(self._taken)
        self._taken = None
        self._changed()
