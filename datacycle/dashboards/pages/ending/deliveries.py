"""The plans with what was given: entered here, beside what was planned and what came of it."""

from __future__ import annotations

import ipywidgets
import pandas as pd

from datacycle.protocol.plans import delivered_share
from datacycle.reports import labels, numbers
from plc_data.model import ActionPlan, Document, MasteryState, PlanState

from ...parts import (
    ChoiceField,
    NumberField,
    TextField,
    box,
    card,
    empty_state,
    form_row,
    join,
    paragraph,
    piece,
    pill,
    tag,
)
from ..cycle_room import CycleRoom
from ..dive.planning import group_words
from ..keeping import ClashPanel, Keeper, field_part
from ..places import address

PARTS = {
    "delivered_sessions": field_part("delivered_sessions", "Sessions given"),
    "delivered_minutes": field_part("delivered_minutes", "Minutes given, of all sessions"),
    "state": field_part("state", "State", lambda value: labels.words(PlanState(value))),
    "dropped_because": field_part("dropped_because", "Dropped because"),
}


class PlanRow:
    """One plan: who it is for, what was planned, and the fields for what was given."""

    def __init__(self, room: CycleRoom, plan: ActionPlan, changed, *, to_read: bool) -> None:
        self.room, self.id, self._changed, self._to_read = room, plan.id, changed, to_read
        wb = room.wb
        self.keeper = Keeper(
            self._stored,
            lambda record, based_on: wb.cycles.save_plan(record, based_on=based_on),
            plan,
            wb.name,
        )
        self.keeper.parts = list(PARTS.values())
        self.clashes = ClashPanel(self.keeper, wb.name, lambda _: self.refresh())
        self.head = piece(paragraph(""))
        self.fields = {} if to_read else self._fields()
        shown = [form_row(*self.fields.values())] if self.fields else []
        self.widget: ipywidgets.Widget = box(self.clashes, self.head, *shown, cls="dc-plan-row")
        self.load()

    def _fields(self) -> dict[str, object]:
        def saver(name: str):
            return lambda value: self._save(name, value)

        id = self.id
        return {
            "delivered_sessions": NumberField(
                "Sessions given",
                lowest=0,
                highest=200,
                on_change=saver("delivered_sessions"),
                draft_key=f"{id}:delivered_sessions",
            ),
            "delivered_minutes": NumberField(
                "Minutes given, of all sessions",
                lowest=0,
                highest=10_000,
                on_change=saver("delivered_minutes"),
                draft_key=f"{id}:delivered_minutes",
            ),
            "state": ChoiceField(
                "State", labels.choices(PlanState), self.keeper.record.state,
                on_change=saver("state"),
            ),
            "dropped_because": TextField(
                "Dropped because",
                on_change=saver("dropped_because"),
                draft_key=f"{id}:dropped_because",
            ),
        }  # fmt: skip

    def _stored(self) -> Document | None:
        plans = self.room.wb.cycles.plans(self.room.cycle.id)
        return next((document for document in plans if document.id == self.id), None)

    def _save(self, name: str, value: object) -> None:
        try:
            self.keeper.change(PARTS[name], value)
        finally:
            self.load()
            self._changed()

    def refresh(self) -> None:
        """Look again: somebody changed something."""
        self.keeper.look()
        self.load()

    def load(self) -> None:
        """Take over what stands in the store; fields that agree are left alone."""
        plan: ActionPlan = self.keeper.record
        for name, field in self.fields.items():
            value = getattr(plan, name)
            if name not in self.keeper.clashes and field.value != value:
                field.value = value
        if self.fields:
            dropped = plan.state == PlanState.DROPPED
            self.fields["dropped_because"].layout.display = "" if dropped else "none"
        self.tell(self.room.wb.promises.decisions(self.room.cycle.id))

    def tell(self, decisions: pd.DataFrame | None) -> None:
        """Show the plan's words: whom, planned and given, and what came of it."""
        plan: ActionPlan = self.keeper.record
        share = delivered_share(plan)
        tone = "plain" if share is None else "good" if share >= 0.8 else "warn"
        given = "not noted yet" if share is None else f"{numbers.percent(share)} given"
        owner = f"Owner: {self.room.wb.name(plan.owner_id)}." if plan.owner_id else ""
        given_too = given_words(plan) if self._to_read and share is not None else ""
        came = outcome_words(plan, decisions)
        self.head.show(
            join(
                [
                    tag(
                        "div",
                        tag("h3", group_words(plan.group)),
                        pill(numbers.plural(len(plan.student_ids), "student"), "info"),
                        pill(given, tone),
                        cls="dc-plan-head",
                    ),
                    paragraph(f"{planned_words(plan)} {given_too} {owner}", cls="dc-quiet"),
                    paragraph(came) if came else None,
                ]
            )
        )


def planned_words(plan: ActionPlan) -> str:
    """What the plan promised."""
    parts = []
    if plan.sessions:
        parts.append(numbers.plural(plan.sessions, "session"))
    if plan.minutes:
        parts.append(f"{numbers.plural(plan.minutes, 'minute')} in all")
    return f"Planned: {', '.join(parts)}." if parts else "No time was planned."


def given_words(plan: ActionPlan) -> str:
    """What was given, for who reads only."""
    parts = []
    if plan.delivered_sessions is not None:
        parts.append(numbers.plural(plan.delivered_sessions, "session"))
    if plan.delivered_minutes is not None:
        parts.append(f"{numbers.plural(plan.delivered_minutes, 'minute')} in all")
    return f"Given: {', '.join(parts)}."


def outcome_words(plan: ActionPlan, decisions: pd.DataFrame | None) -> str:
    """How many of the plan's students stand where now; counts only."""
    if decisions is None:
        return ""
    here = decisions[decisions["plan_id"] == plan.id]
    if here.empty:
        return ""
    now = here["after"].value_counts().to_dict()
    said = [
        f"{numbers.count(now[state.value])} {labels.words(state).lower()}"
        for state in MasteryState
        if now.get(state.value)
    ]
    return f"Now: {numbers.joined(said)}."


class Deliveries:
    """All plans of the cycle, one row each."""

    def __init__(self, room: CycleRoom, changed, *, to_read: bool) -> None:
        plans = [document.record for document in room.wb.cycles.plans(room.cycle.id)]
        self.rows = [PlanRow(room, plan, changed, to_read=to_read) for plan in plans]
        body = [row.widget for row in self.rows] or [
            empty_state(
                "There are no plans yet",
                "Plans are written in the data dive, one for each group.",
                action="To the data dive",
                address=address("data_dive", room.cycle.id),
            )
        ]
        self.widget: ipywidgets.Widget = card(
            "What the groups got",
            *body,
            intro="What was given beside what was planned: without it nobody can tell what to "
            "make of the change.",
        )

    def refresh(self) -> None:
        """Look again."""
        for row in self.rows:
            row.refresh()
