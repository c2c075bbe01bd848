"""The data inventory: each source told by its kind, who looks, how often, for which decision."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import ipywidgets

from datacycle.reports.labels import choices
from plc_data.model import DataSource, Grain, Purpose

from ...parts import (
    CheckField,
    RadioField,
    TextAreaField,
    TextField,
    box,
    button,
    card,
    form_row,
    paragraph,
    piece,
)
from ..cycle_room import CycleRoom
from ..keeping import ClashPanel, Keeper, field_part
from .parts_of_need import SOURCE_TEXTS, source_part, sources_part

MEANINGS = {
    "formative": "comes while teaching can still change",
    "summative": "says where learning ended",
    "macro": "school or district, a few times a year",
    "micro": "one target, one class, while it is taught",
    "snapshot": "one moment, few students",
}


def _told(kind) -> list[tuple[str, str, str]]:
    return [(value, said, MEANINGS[value]) for value, said in choices(kind)]


class SourceRow:
    """The fields of one source; each is saved as it is left."""

    def __init__(self, form: InventoryForm, source: DataSource) -> None:
        self.id = source.id
        draft = f"{form.keeper.record.id}:{source.id}"
        self.fields: dict[str, object] = {}
        self.parts = {}
        for name, label in SOURCE_TEXTS.items():
            self.fields[name] = TextField(
                label, draft_key=f"{draft}:{name}", on_change=form.saver(self, name)
            )
        self.fields["purpose"] = RadioField(
            "It is", _told(Purpose), on_change=form.saver(self, "purpose")
        )
        self.fields["grain"] = RadioField(
            "How near it looks", _told(Grain), on_change=form.saver(self, "grain")
        )
        self.fields["use_more"] = CheckField(
            "We will use this more intentionally", on_change=form.saver(self, "use_more")
        )
        labels = {**SOURCE_TEXTS, "purpose": "Kind", "grain": "Grain", "use_more": "Use more"}
        self.parts = {
            name: source_part(source.id, name, f"{source.name or 'Source'}: {label}")
            for name, label in labels.items()
        }
        fields = self.fields
        self.widget = box(
            fields["name"],
            form_row(fields["purpose"], fields["grain"]),
            form_row(fields["who"], fields["how_often"], fields["decision"]),
            fields["use_more"],
            button(
                "Remove this source", lambda: form.remove(source.id), kind="quiet small", saves=True
            ),
            cls="dc-source",
        )

    def show(self, source: DataSource, clashes, *, settled: bool) -> None:
        for name, field in self.fields.items():
            value = getattr(source, name)
            if self.parts[name].key in clashes:
                continue
            if settled:
                field.reset(value)
            elif field.value != value:
                field.value = value


class InventoryForm:
    """All sources of the team, and what it will use more."""

    def __init__(self, room: CycleRoom, keeper: Keeper, changed: Callable[[], None]) -> None:
        self.room, self.keeper, self._changed = room, keeper, changed
        self._list = sources_part()
        self._more = field_part("more_intentionally", "What we will use more intentionally")
        self.rows: dict[str, SourceRow] = {}
        self.clashes = ClashPanel(keeper, room.wb.name, lambda _: self.load(settled=True))
        self.place = box()
        self.more = TextAreaField(
            "What we will use more intentionally",
            rows=2,
            help="Which source, in which meeting or lesson, for which decision.",
            draft_key=f"{keeper.record.id}:more",
            on_change=lambda text: self._save(self._more, text.strip()),
        )
        self.widget: ipywidgets.Widget = box(
            self.clashes,
            card(
                "The data we have",
                self.place,
                button("Add a source", self.add, saves=True),
                intro="A source without a decision is collected for nobody.",
            ),
            card("From now on", self.more),
            cls="dc-stack-cards",
        )
        self.load()

    def saver(self, row: SourceRow, name: str):
        def save(value: object) -> None:
            text = value.strip() if isinstance(value, str) else value
            self._save(row.parts[name], text)

        return save

    def add(self) -> None:
        """Add a source without words yet."""
        self.keeper.look()
        id = f"source-{uuid4().hex[:8]}"
        self._save(self._list, (*self.keeper.record.sources, DataSource(id=id)))
        self.rows[id].fields["name"].focus()

    def remove(self, id: str) -> None:
        """Take a source out."""
        self.keeper.look()
        self._save(self._list, tuple(s for s in self.keeper.record.sources if s.id != id))

    def _save(self, part, value: object) -> None:
        try:
            self.keeper.change(part, value)
        finally:
            self.load()
            self._changed()

    def load(self, *, settled: bool = False) -> None:
        """Take over what stands in the store."""
        sources, clashes = self.keeper.record.sources, self.keeper.clashes
        for source in sources:
            if source.id not in self.rows:
                self.rows[source.id] = SourceRow(self, source)
            self.rows[source.id].show(source, clashes, settled=settled)
        shown = tuple(self.rows[source.id].widget for source in sources)
        shown = shown or (piece(paragraph("No source yet.", cls="dc-quiet")),)
        if self.place.children != shown:
            self.place.children = shown
        # The list itself is no part that somebody types in; the fields of its sources are.
        self.keeper.parts = [
            self._more,
            *(p for s in sources for p in self.rows[s.id].parts.values()),
        ]
        if self._more.key not in clashes and (settled or self.more.value != self._text()):
            (self.more.reset if settled else self._put)(self._text())

    def _text(self) -> str:
        return self.keeper.record.more_intentionally

    def _put(self, text: str) -> None:
        self.more.value = text
