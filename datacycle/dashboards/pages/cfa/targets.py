"""The learning targets: at most three, in students' words."""

from __future__ import annotations

import ipywidgets

from datacycle.protocol import blueprint_edits as edits
from datacycle.protocol.blueprint import TARGETS_AT_MOST
from datacycle.reports.labels import DEPTH_WORDS

from ...parts import ChoiceField, TextAreaField, TextField, box, button, card, form_row, row
from ..keeping import Keeper
from .bound import Bound, target_part

DEPTHS = [(str(n), words) for n, words in DEPTH_WORDS.items()]


class Targets:
    """One block a target; its items are written below."""

    def __init__(self, keeper: Keeper, changed) -> None:
        self.keeper, self.bound = keeper, Bound(keeper, changed)
        self.list = box(cls="dc-rows")
        self._shown: tuple[str, ...] | None = None
        self.add = button(
            "Add a target", lambda: self.bound.edit(edits.add_target), kind="plain", saves=True
        )
        self.widget: ipywidgets.Widget = card(
            "Learning targets",
            self.list,
            self.add,
            intro="What a student can do, in a student's words. Three at most, so that you can "
            "act on each next week.",
        )

    def load(self) -> None:
        """Show the targets as they stand."""
        record = self.keeper.record
        ids = tuple(t.id for t in record.targets)
        if ids != self._shown:
            self.bound.clear()
            self.list.children = tuple(self._one(n, id) for n, id in enumerate(ids, start=1))
            self._shown = ids
        self.add.layout.display = "none" if len(ids) >= TARGETS_AT_MOST else ""
        self.bound.load()

    def _one(self, n: int, id: str) -> ipywidgets.Widget:
        field = self.bound.field
        statement = field(
            TextAreaField,
            target_part(id, "statement", f"Target {n}, in students' words"),
            drafts=True,
            rows=1,
            longest=500,
            write=str.strip,
            placeholder="I can …",
        )
        standards = field(
            TextField,
            target_part(id, "standard_codes", f"Standards of target {n}"),
            read=lambda codes: ", ".join(codes or ()),
            write=lambda text: tuple(c for c in (p.strip() for p in text.split(",")) if c),
        )
        depth = field(
            ChoiceField,
            target_part(id, "depth_of_knowledge", f"Depth of target {n}"),
            DEPTHS,
            read=lambda depth: str(depth or 2),
            write=lambda text: int(text or 2),
        )
        away = button(
            "Remove",
            lambda: self.bound.edit(lambda a: edits.remove_target(a, id)),
            kind="quiet small",
            saves=True,
            tooltip=f"Remove target {n}",
        )
        return box(statement, form_row(standards, depth), row(away), cls="dc-cfa-target")
