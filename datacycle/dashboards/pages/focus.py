"""Focus and data inventory: the need seen in data, and the data the team has."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.workbench import Workbench
from datacycle.workbench.needs import inventory_id
from plc_data.model import DataInventory

from ..parts import Heartbeat, box, columns, link_button, message, piece, tag
from ..parts import page as whole_page
from .cycle_room import CycleRoom
from .keeping import Keeper
from .need.seen import FocusForm
from .need.sources import InventoryForm
from .need.told import focus_to_read, inventory_to_read
from .places import address


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """The focus of a cycle (``?cycle=``)."""
    return FocusPage(CycleRoom.find(wb, query)).widget


class FocusPage:
    """Two documents beside each other; a coach, and a closed cycle, get them to read."""

    def __init__(self, room: CycleRoom) -> None:
        self.room = room
        wb, id = room.wb, room.cycle.id
        self.closed = wb.promises.is_closed(id)
        self.focus = Keeper(lambda: wb.needs.cycle(id), wb.needs.save_cycle, room.cycle, wb.name)
        self.inventory = Keeper(
            lambda: wb.needs.inventory(id),
            wb.needs.save_inventory,
            DataInventory(id=inventory_id(id), cycle_id=id),
            wb.name,
        )
        self.heartbeat = Heartbeat(revision=wb.revision, on_change=lambda _: self.refresh())
        self.form: FocusForm | None = None
        self.sources: InventoryForm | None = None
        self.place = box()
        if room.may_edit and not self.closed:
            self.form = FocusForm(room, self.focus, self.heartbeat.seen)
            self.sources = InventoryForm(room, self.inventory, self.heartbeat.seen)
            on = tag("p", link_button("On to the goal", address("smart_goal", id)))
            self.place.children = (
                columns(self.form.widget, self.sources.widget, shape="1 1"),
                piece(on),
            )
        self.widget = whole_page(
            "Focus",
            *([piece(message(self._why(), "info"))] if self.form is None else []),
            self.place,
            heartbeat=self.heartbeat,
            status="of the page" if self.form else None,
            cls="dc-focus-page",
            **room.head("focus"),
        )
        self._draw()

    def _why(self) -> str:
        if self.closed:
            return "This cycle is closed. Focus and inventory stay as they were."
        return "You read along: the team's members write the focus."

    def _draw(self) -> None:
        if self.form is None:
            self.place.children = (
                focus_to_read(self.room, self.focus.record),
                inventory_to_read(self.inventory.record),
            )

    def refresh(self) -> None:
        """Look again: somebody changed something."""
        if self.focus.look() and self.form:
            self.form.load()
        if self.inventory.look() and self.sources:
            self.sources.load()
        self._draw()
