"""The SMART goal: written field by field, checked letter by letter, confirmed by each member."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets

from datacycle.protocol.findings import to_mend
from datacycle.workbench import Workbench

from ..parts import Heartbeat, box, card, columns, message, paragraph, piece
from ..parts import page as whole_page
from .cycle_room import CycleRoom
from .goal.confirming import Confirming
from .goal.form import GoalForm
from .goal.letters import Letters
from .goal.parts_of_goal import first_goal
from .goal.told import goal_to_read, result_card
from .keeping import Keeper


def page(wb: Workbench, query: Mapping[str, str]) -> ipywidgets.Widget:
    """The goal of a cycle (``?cycle=``)."""
    return GoalPage(CycleRoom.find(wb, query)).widget


class GoalPage:
    """Form and checks beside each other; a coach, and a closed cycle, get it to read."""

    def __init__(self, room: CycleRoom) -> None:
        self.room = room
        wb, cycle = room.wb, room.cycle
        focus = cycle.focus.target_ids if cycle.focus else ()
        blank = first_goal(
            cycle.id,
            cycle.team_id,
            cycle.goal_id,
            target_ids=tuple(id for id in focus[:1] if id in room.targets()),
            section_ids=tuple(s.id for s in wb.cycles.sections(cycle.id)),
            starts_on=cycle.starts_on,
        )
        self.keeper = Keeper(
            lambda: wb.cycles.goal(cycle.id),
            lambda goal, based_on: wb.cycles.save_goal(
                goal.model_copy(update={"group_size": self._n(goal) or goal.group_size}),
                based_on=based_on,
            ),
            blank,
            wb.name,
        )
        self.closed = wb.promises.is_closed(cycle.id)
        self.letters = Letters()
        self.confirming = Confirming(room, self.keeper, self.changed)
        self.result = box()
        self.form: GoalForm | None = None
        self.place = box()
        if room.may_edit and not self.closed:
            self.form = GoalForm(room, self.keeper, self.changed)
            self.place.children = (self.form.widget,)
        self.heartbeat = Heartbeat(revision=wb.revision, on_change=lambda _: self.refresh())
        self.widget = whole_page(
            "SMART goal",
            self._note(),
            self.letters.strip,
            columns(
                self.place,
                box(self.result, self.confirming.widget, self.letters.cards, cls="dc-stack-cards"),
                shape="3 2",
            ),
            heartbeat=self.heartbeat,
            status="of the page" if self.form else None,
            cls="dc-goal-page",
            **room.head("smart_goal"),
        )
        self.changed()

    def _n(self, goal) -> int:
        return len(self.room.wb.promises.group(self.room.cycle.id, goal.section_ids))

    def _note(self) -> ipywidgets.Widget:
        focus = self.room.cycle.focus
        if self.closed:
            words = "This cycle is closed. The goal stays as it was confirmed."
        elif not self.room.may_edit:
            words = "You read along: the team's members write and confirm the goal."
        else:
            words = ""
        said = [piece(message(words, "info"))] if words else []
        if focus:
            said.append(card("What our students need", piece(paragraph(focus.statement))))
        return box(*said)

    def changed(self) -> None:
        """After a change of ours: check and show again."""
        wb, goal = self.room.wb, self.keeper.record
        findings = wb.promises.check_goal(goal)
        self.letters.show(findings)
        self.confirming.refresh(sum(f.code != "goal-confirmed" for f in to_mend(findings)))
        if self.form is None:
            self.place.children = (goal_to_read(self.room, goal, self._n(goal)),)
        result = wb.promises.result(self.room.cycle.id)
        self.result.children = (result_card(self.room, result),) if result else ()
        if hasattr(self, "heartbeat"):
            self.heartbeat.seen()

    def refresh(self) -> None:
        """Look again: somebody changed something."""
        if self.keeper.look() and self.form is not None:
            self.form.load()
        self.changed()
