"""Lists that grow: who does what by when, and the days without school."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import ipywidgets

from datacycle.reports import numbers
from plc_data.errors import WorkbenchError
from plc_data.model import ActionStep

from ...parts import ChoiceField, DateField, TextAreaField, box, button, paragraph, piece, row


class NoDay(WorkbenchError):
    """The button was pressed before a day was chosen."""


Saver = Callable[[tuple], None]


class ActionRows:
    """The strategies as rows; each row is saved as it is left."""

    def __init__(self, members: list[tuple[str, str]], save: Saver, *, draft: str) -> None:
        self._members, self._save, self._draft = members, save, draft
        self._steps: tuple[ActionStep, ...] = ()
        self._rows: list[_ActionRow] = []
        self._list = box(cls="dc-rows")
        self.add = button("Add an action", self._add)
        self.widget: ipywidgets.Widget = box(self._list, self.add)

    @property
    def rows(self) -> list[_ActionRow]:
        """The rows on the page."""
        return self._rows

    def show(self, steps: tuple[ActionStep, ...], *, anew: bool = False) -> None:
        """Show the actions as they stand; rows that agree are left alone."""
        self._steps = steps
        extra = [row for row in self._rows[len(steps) :] if row.is_new]
        if anew or len(self._rows) - len(extra) != len(steps):
            self._rows = [self._row(i, step) for i, step in enumerate(steps)] + extra
        for i, step in enumerate(steps):
            self._rows[i].show(step)
        self._draw()

    def _row(self, i: int, step: ActionStep | None) -> _ActionRow:
        return _ActionRow(self, i, step, self._members, f"{self._draft}:strategy:{i}")

    def _add(self) -> None:
        self._rows.append(self._row(len(self._rows), None))
        self._draw()
        self._rows[-1].what.focus()

    def _draw(self) -> None:
        widgets = tuple(row.widget for row in self._rows)
        if not widgets:
            widgets = (piece(paragraph("No action yet.", cls="dc-quiet")),)
        if self._list.children != widgets:
            self._list.children = widgets

    def changed(self, row: _ActionRow) -> None:
        """Save the actions with this row as it is now; an empty new row waits."""
        place = self._rows.index(row)
        step = row.step()
        if place >= len(self._steps):
            if not step.what:
                return
            self._save((*self._steps, step))
        else:
            self._save((*self._steps[:place], step, *self._steps[place + 1 :]))

    def remove(self, row: _ActionRow) -> None:
        """Take a row away."""
        place = self._rows.index(row)
        if place < len(self._steps):
            self._save((*self._steps[:place], *self._steps[place + 1 :]))
        if row in self._rows:
            self._rows.remove(row)
        self.show(self._steps, anew=True)


class _ActionRow:
    """One action: what, who, by when."""

    def __init__(
        self,
        of: ActionRows,
        i: int,
        step: ActionStep | None,
        members: list[tuple[str, str]],
        draft: str,
    ) -> None:
        self._of = of
        self.is_new = step is None
        step = step or ActionStep(what="")

        def told(_value: object) -> None:
            of.changed(self)

        self.what = TextAreaField(
            "What", step.what, rows=1, longest=500, on_change=told, draft_key=f"{draft}:what"
        )
        known = {id for id, _ in members}
        owner = step.owner_id if step.owner_id in known else None
        self.who = ChoiceField("Who", members, owner, empty="Choose…", on_change=told)
        self.by = DateField("By", step.by, on_change=told)
        self.away = button(
            "Remove",
            lambda: of.remove(self),
            kind="quiet small",
            saves=True,
            tooltip=f"Remove action {i + 1}",
        )
        self.widget = row(self.what, self.who, self.by, self.away, cls="dc-action-row")

    def step(self) -> ActionStep:
        what = " ".join(self.what.value.split())
        return ActionStep(what=what, owner_id=self.who.value, by=self.by.value)

    def show(self, step: ActionStep) -> None:
        """Take over what stands in the store; fields that agree are left alone."""
        self.is_new = False
        known = {choice[0] for choice in self.who.choices}
        owner = step.owner_id if step.owner_id in known else None
        for field, value in ((self.what, step.what), (self.who, owner), (self.by, step.by)):
            if field.value != value:
                field.value = value


class DaysOff:
    """Days without school within the goal's weeks."""

    def __init__(self, save: Saver) -> None:
        self._save = save
        self._days: tuple[date, ...] = ()
        self._list = row(cls="dc-days")
        self.day = DateField("Another day without school")
        self.add = button("Add this day", self._add, saves=True)
        self.widget: ipywidgets.Widget = box(
            piece(paragraph("Days without school", cls="dc-label")),
            self._list,
            row(self.day, self.add, cls="dc-add-day"),
        )

    def show(self, days: tuple[date, ...]) -> None:
        """Show the days as they stand."""
        if days == self._days and self._list.children:
            return
        self._days = days
        self._list.children = tuple(self._one(day) for day in sorted(days)) or (
            piece(paragraph("None noted.", cls="dc-quiet")),
        )

    def _one(self, day: date) -> ipywidgets.Widget:
        words = f"{numbers.short_day(day)} ✕"
        tooltip = f"Take {numbers.day(day)} out"
        return button(words, lambda: self._remove(day), kind="small", saves=True, tooltip=tooltip)

    def _add(self) -> None:
        if self.day.value is None:
            raise NoDay("Choose the day first; nothing was saved.")
        self._save(tuple(sorted({*self._days, self.day.value})))
        self.day.reset(None)

    def _remove(self, day: date) -> None:
        self._save(tuple(one for one in self._days if one != day))
