"""The items: a compact list, and one of them open."""

from __future__ import annotations

import ipywidgets

from datacycle.protocol import blueprint_edits as edits
from datacycle.reports import numbers
from datacycle.reports.labels import words

from ...parts import (
    ChoiceField,
    ConfirmButton,
    box,
    button,
    card,
    paragraph,
    piece,
    row,
)
from ..keeping import Keeper
from .bound import Bound
from .item_form import ItemForm


class Items:
    """Add, copy, move, remove; each by a button with words."""

    def __init__(self, keeper: Keeper, me: str, changed) -> None:
        self.keeper, self._me, self._changed = keeper, me, changed
        self.bound = Bound(keeper, changed)
        self.form = ItemForm(keeper, changed)
        self.open_id: str | None = None
        self.list = box(cls="dc-cfa-list")
        self.tools = row(cls="dc-cfa-tools")
        self.target = ChoiceField("New item for", [], None, saves=False, empty="Choose a target…")
        self.add = button("Add an item", self._add, kind="primary", saves=True)
        self.empty = piece(paragraph("Write a target first; items ask for it.", cls="dc-quiet"))
        self.new = row(self.target, self.add, cls="dc-add-day")
        self._listed: object = None
        self._tools_of: object = None
        self.widget: ipywidgets.Widget = card(
            "Items",
            row(self.list, box(self.tools, self.form.widget), cls="dc-cfa-both"),
            self.empty,
            self.new,
            intro="Three or four for each target. Each wrong option is what a student with a "
            "certain idea would choose.",
        )

    def load(self) -> None:
        """Show the items as they stand."""
        record = self.keeper.record
        items = edits.sorted_items(record)
        ids = [item.id for item in items]
        if self.open_id not in ids:
            self.open_id = ids[0] if ids else None
        number = {t.id: n for n, t in enumerate(record.targets, start=1)}
        choices = [(t.id, f"Target {n}: {t.statement}") for n, t in enumerate(record.targets, 1)]
        if [tuple(c) for c in self.target.choices[1:]] != choices:
            self.target.set_choices(choices)
        if self.target.value is None and choices:
            self.target.value = choices[0][0]
        lines = tuple((i.id, self._line(i, number[i.target_id])) for i in items)
        if (lines, self.open_id) != self._listed:
            self._listed = (lines, self.open_id)
            self.list.children = tuple(self._button(id, said) for id, said in lines)
        if (self.open_id, tuple(ids)) != self._tools_of:
            self._tools_of = (self.open_id, tuple(ids))
            self.tools.children = self._tools() if self.open_id else ()
        self.form.show(self.open_id)
        self.empty.layout.display = "" if not record.targets else "none"
        self.new.layout.display = "" if record.targets else "none"

    def open(self, item_id: str) -> None:
        """Open another item."""
        self.open_id = item_id
        self.load()

    @staticmethod
    def _line(item, target: int) -> str:
        points = numbers.points(item.max_points)
        size = "1 point" if item.max_points == 1 else f"{points} points"
        return f"{item.label} · target {target} · {size} · {words(item.type).lower()}"

    def _button(self, id: str, said: str) -> ipywidgets.Widget:
        made = button(said, lambda: self.open(id), kind="plain small")
        if id == self.open_id:
            made.add_class("dc-cfa-open")
            made.tooltip = "Open now"
        return made

    def _tools(self) -> tuple[ipywidgets.Widget, ...]:
        id = self.open_id

        def edit(change):
            return lambda: self.bound.edit(change)

        return (
            button("Move up", edit(lambda a: edits.move_item(a, id, -1)), kind="small", saves=True),
            button(
                "Move down", edit(lambda a: edits.move_item(a, id, 1)), kind="small", saves=True
            ),
            button("Copy", edit(lambda a: edits.copy_item(a, id)), kind="small", saves=True),
            ConfirmButton(
                "Remove the item",
                "Remove this item? Earlier versions keep it.",
                edit(lambda a: edits.remove_item(a, id)),
                yes="Yes, remove it",
                no="Keep it",
                kind="quiet small",
                saves=True,
            ),
        )

    def _add(self) -> None:
        before = {item.id for item in self.keeper.record.items}
        target_id = self.target.value or ""
        self.bound.edit(lambda a: edits.add_item(a, target_id, self._me))
        new = [item.id for item in self.keeper.record.items if item.id not in before]
        if new:
            self.open(new[-1])
