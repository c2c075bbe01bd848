"""The focus: need seen in data, in words, with its learning targets."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets

from plc_data.errors import WorkbenchError
from plc_data.model import Need

from ...parts import (
    ChecksField,
    DateField,
    NumberField,
    TextAreaField,
    TextField,
    box,
    button,
    card,
    form_row,
    paragraph,
    piece,
    row,
)
from ..cycle_room import CycleRoom
from ..keeping import ClashPanel, Keeper
from .parts_of_need import focus_part, need_words

AT_FIRST = 4
MOST = 100_000


class NotCounted(WorkbenchError):
    """A source was named without what was counted in it."""


class FocusForm:
    """Fields round the focus; each is saved as it is left."""

    def __init__(self, room: CycleRoom, keeper: Keeper, changed: Callable[[], None]) -> None:
        self.room, self.keeper, self._changed = room, keeper, changed
        targets = room.targets()
        self.parts = {
            "statement": focus_part("statement", "Our focus", ""),
            "target_ids": focus_part(
                "target_ids",
                "Learning targets",
                (),
                lambda ids: "\n".join(targets.get(id, id) for id in ids),
            ),
            "needs": focus_part(
                "needs", "Where we see it", (), lambda all: "\n".join(map(need_words, all))
            ),
        }
        keeper.parts = list(self.parts.values())
        self.clashes = ClashPanel(keeper, room.wb.name, lambda _: self.load(settled=True))
        self.statement = TextAreaField(
            "What our students need most now",
            rows=3,
            draft_key=f"{room.cycle.id}:focus",
            help="What they can do, and what not yet. No cause, no plan.",
            on_change=lambda text: self._save("statement", text.strip()),
        )
        self.targets = (
            ChecksField(
                "Learning targets of the focus",
                list(targets.items()),
                on_change=lambda ids: self._save("target_ids", ids),
            )
            if targets
            else None
        )
        self.needs = box(cls="dc-rows")
        self.offers = box(cls="dc-rows")
        self.widget: ipywidgets.Widget = box(
            self.clashes,
            card("Where we see it", self.needs, intro="The need is shown in data, not asserted."),
            card(
                "Our focus",
                self.statement,
                self.targets
                or piece(paragraph("The targets come with the common assessment.", cls="dc-quiet")),
            ),
            card(
                "Seen in what is here already",
                self.offers,
                intro="From earlier assessments and the log; the lowest first.",
            ),
            self._other(),
            cls="dc-stack-cards",
        )
        self.load()

    def _other(self) -> ipywidgets.Widget:
        self.source = TextField("Which data", placeholder="State test, grade 7")
        self.seen = TextField("What was counted", placeholder="met the standard on ratios")
        self.numerator = NumberField("So many", lowest=0, highest=MOST)
        self.denominator = NumberField("of so many", lowest=1, highest=MOST)
        self.on = DateField("Day of the data", latest=self.room.wb.today())
        return card(
            "From another source",
            form_row(self.source, self.seen),
            form_row(self.numerator, self.denominator, self.on),
            button("Add what was seen", self.add_other, saves=True),
            intro="A school or district report, for example: the count, not only the percent.",
        )

    def add_other(self) -> None:
        """Add a need from a source that is not in the workspace."""
        fields = (self.source, self.seen, self.numerator, self.denominator, self.on)
        missing = [field for field in fields if field.value in (None, "")]
        for field in missing:
            field.error = "Needed."
        if missing:
            missing[0].focus()
            raise NotCounted("A need has its source, its count and its day; nothing was saved.")
        if self.numerator.value > self.denominator.value:
            self.numerator.error = f"At most {self.denominator.value}."
            raise NotCounted("More than there were cannot be counted; nothing was saved.")
        self.add(
            Need(
                source=self.source.value,
                seen=self.seen.value.rstrip("."),
                on=self.on.value,
                numerator=self.numerator.value,
                denominator=self.denominator.value,
            )
        )
        for field, empty in zip(fields, ("", "", None, None, None), strict=True):
            field.reset(empty)

    def add(self, need: Need) -> None:
        """Put a need on the list."""
        self.keeper.look()
        self._save("needs", (*self.parts["needs"].get(self.keeper.record), need))

    def _remove(self, need: Need) -> None:
        self.keeper.look()
        kept = tuple(n for n in self.parts["needs"].get(self.keeper.record) if n != need)
        self._save("needs", kept)

    def _save(self, name: str, value: object) -> None:
        try:
            self.keeper.change(self.parts[name], value)
        finally:
            self.load()
            self._changed()

    def load(self, *, settled: bool = False) -> None:
        """Take over what stands in the store."""
        cycle = self.keeper.record
        for name, field in (("statement", self.statement), ("target_ids", self.targets)):
            if field is None or name in self.keeper.clashes:
                continue
            value = self.parts[name].get(cycle)
            if settled:
                field.reset(value)
            elif field.value != value:
                field.value = value
        needs = self.parts["needs"].get(cycle)
        self.needs.children = tuple(self._need(need) for need in needs) or (
            piece(paragraph("Nothing named yet.", cls="dc-quiet")),
        )
        room = self.room.wb.needs
        offered = [
            *room.seen_in_assessments(self.room.cycle.id)[:AT_FIRST],
            *room.seen_in_checks(self.room.cycle.id, self.room.targets())[:AT_FIRST],
        ]
        self.offers.children = tuple(
            self._offer(need) for need in offered if need not in needs
        ) or (piece(paragraph("Nothing else is in the workspace yet.", cls="dc-quiet")),)

    def _need(self, need: Need) -> ipywidgets.Widget:
        words = need_words(need)
        away = button(
            "Remove",
            lambda: self._remove(need),
            kind="quiet small",
            saves=True,
            tooltip=f"Remove: {words}",
        )
        return row(piece(paragraph(words)), away, cls="dc-need")

    def _offer(self, need: Need) -> ipywidgets.Widget:
        words = need_words(need)
        use = button(
            "Use this", lambda: self.add(need), kind="small", saves=True, tooltip=f"Use: {words}"
        )
        return row(piece(paragraph(words)), use, cls="dc-need")
