"""Each member says for themselves that this version of the goal is theirs."""

from __future__ import annotations

import ipywidgets

from datacycle.reports import numbers

from ...parts import button, card, join, message, paragraph, people_row, piece
from ..cycle_room import CycleRoom
from ..keeping import Keeper


class Confirming:
    """Who has confirmed this version, and my own button."""

    def __init__(self, room: CycleRoom, keeper: Keeper, changed) -> None:
        self.room, self.keeper, self._changed = room, keeper, changed
        self.said = piece(paragraph(""))
        self.confirm = button(
            "I confirm this goal as mine", self._confirm, kind="primary", saves=True
        )
        self.widget: ipywidgets.Widget = card(
            "Confirmed by",
            self.said,
            self.confirm,
            intro="For this version: a change asks everybody again.",
        )
        self.refresh()

    def _confirm(self) -> None:
        self.room.wb.cycles.confirm_goal(self.room.cycle.id, self.keeper.version)
        self._changed()

    def refresh(self, open_points: int = 0) -> None:
        """Show who has confirmed what stands in the store now.

        While other points are to mend (``open_points``) nobody is asked to confirm.
        """
        version, id = self.keeper.version, self.keeper.record.id
        given = self.room.wb.cycles.confirmations(id) if version else ()
        now = {c.person_id: c.at for c in given if c.goal_version == version}
        earlier = {c.person_id for c in given} - set(now)
        members = self.room.members()
        notes = {
            person.id: f"yes, {numbers.short_day(now[person.id].astimezone().date())}"
            if person.id in now
            else "an earlier version"
            if person.id in earlier
            else "not yet"
            for person in members
        }
        n = sum(person.id in now for person in members)
        all_of_them = n == len(members) and n > 0
        head = message(
            "Everybody has confirmed this version."
            if all_of_them
            else f"{n} of {numbers.plural(len(members), 'member')} confirmed this version.",
            "good" if all_of_them else "info",
        )
        waits = open_points > 0 and not all_of_them
        self.said.show(
            join(
                [
                    head,
                    people_row(members, notes, label="Members"),
                    paragraph("Confirm it when nothing else is left to mend.", cls="dc-quiet")
                    if waits
                    else None,
                ]
            )
        )
        done = self.room.me.id in now or not self.room.may_edit or version is None
        self.confirm.layout.display = "none" if done or waits else ""
