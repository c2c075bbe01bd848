"""One item open: what it asks, its key, its options with the thinking behind, its levels."""

from __future__ import annotations

import ipywidgets

from datacycle.protocol import blueprint_edits as edits
from datacycle.reports import labels
from plc_data.model import Item, ItemType, Option
from plc_data.model.assessment import RubricLevel

from ...parts import (
    ChecksField,
    ChoiceField,
    NumberField,
    TextAreaField,
    TextField,
    box,
    button,
    form_row,
    paragraph,
    piece,
    row,
)
from ..keeping import Keeper
from .bound import Bound, NotUsable, item_part, level_part, option_part, with_levels
from .targets import DEPTHS

CHOSEN = (ItemType.SELECTED, ItemType.SELECTED_SEVERAL)
FIRST_LEVELS = ("Beginning", "Approaching", "Met", "Beyond")
LETTERS = "ABCDEFGH"


class ItemForm:
    """The fields of the open item; another item gets other fields."""

    def __init__(self, keeper: Keeper, changed) -> None:
        self.keeper, self.bound = keeper, Bound(keeper, changed)
        self.widget: ipywidgets.Widget = box(cls="dc-stack-fields")
        self._shape: object = None

    def show(self, item_id: str | None) -> None:
        """Show this item; fields that are there already are only brought up to date."""
        item = next((i for i in self.keeper.record.items if i.id == item_id), None)
        targets = tuple((t.id, t.statement) for t in self.keeper.record.targets)
        shape = item and (
            item.id,
            item.type,
            tuple(option.label for option in item.options),
            len(item.levels),
            item.key if item.type in CHOSEN else None,
            targets,
        )
        if shape != self._shape:
            self._shape = shape
            self.bound.clear()
            self.widget.children = self._fields(item, targets) if item else ()
        self.bound.load()

    def _fields(self, item: Item, targets) -> tuple[ipywidgets.Widget, ...]:
        field, id = self.bound.field, item.id
        prompt = field(
            TextAreaField,
            item_part(id, "prompt", "What the student reads"),
            read=lambda text: text or "",
            write=str.strip,
            rows=2,
            drafts=True,
        )
        kind = field(
            ChoiceField,
            item_part(id, "type", "Type"),
            labels.choices(ItemType),
            read=lambda kind: kind.value if kind else None,
            save=lambda value: self._retype(id, ItemType(value or item.type)),
        )
        head = form_row(
            field(TextField, item_part(id, "label", "Label"), write=_label),
            field(
                ChoiceField,
                item_part(id, "target_id", "Asks for"),
                [(t, f"Target {n}: {words}") for n, (t, words) in enumerate(targets, start=1)],
                write=lambda value: value or item.target_id,
            ),
            kind,
            field(
                ChoiceField,
                item_part(id, "depth_of_knowledge", "Depth"),
                DEPTHS,
                read=lambda depth: str(depth or 2),
                write=lambda text: int(text or 2),
            ),
        )
        if item.type is ItemType.RUBRIC_ROW:
            return (head, prompt, *self._levels(item))
        points = field(
            NumberField,
            item_part(id, "max_points", "Points"),
            lowest=0,
            whole=False,
            write=_points,
        )
        if item.type in CHOSEN:
            return (head, prompt, form_row(points, self._key(item)), *self._options(item))
        help = "Several right answers: part them by a semicolon."
        if item.type is ItemType.CONSTRUCTED:
            help = "What a full answer holds; for teachers only."
        answer = field(
            TextField,
            item_part(id, "key", "Counts as right"),
            read=lambda key: "; ".join(key or ()),
            write=lambda text: tuple(one for one in (p.strip() for p in text.split(";")) if one),
            help=help,
        )
        more = self._levels(item) if item.type is ItemType.CONSTRUCTED and item.levels else ()
        return (head, prompt, form_row(points, answer), *more)

    def _key(self, item: Item) -> ipywidgets.Widget:
        part = item_part(item.id, "key", "Right")
        choices = [(o.label, o.label) for o in item.options]
        if item.type is ItemType.SELECTED_SEVERAL:
            return self.bound.field(ChecksField, part, choices, read=lambda key: tuple(key or ()))
        return self.bound.field(
            ChoiceField,
            part,
            choices,
            empty="Choose…",
            read=lambda key: key[0] if key else None,
            write=lambda value: (value,) if value else (),
        )

    def _options(self, item: Item) -> tuple[ipywidgets.Widget, ...]:
        def one(label: str) -> ipywidgets.Widget:
            name = f"Option {label}, right" if label in item.key else f"Option {label}"
            text = option_part(item.id, label, "text", name)
            if label in item.key:
                return form_row(self.bound.field(TextField, text, drafts=True))
            why = option_part(item.id, label, "misconception", f"Who chooses {label} thinks")
            return form_row(
                self.bound.field(TextField, text, drafts=True),
                self.bound.field(TextAreaField, why, rows=1, longest=500, drafts=True),
            )

        return (
            *(one(option.label) for option in item.options),
            row(
                button(
                    "Add an option", lambda: self._more_options(item.id), kind="small", saves=True
                ),
                button(
                    "Remove the last", lambda: self._fewer(item.id, "options"), kind="quiet small",
                    saves=True, tooltip="Remove the last option",
                ),
            ),
        )  # fmt: skip

    def _levels(self, item: Item) -> tuple[ipywidgets.Widget, ...]:
        def one(at: int) -> ipywidgets.Widget:
            n, field = at + 1, self.bound.field
            name = field(TextField, level_part(item.id, at, "label", f"Level {n}"))
            points = field(
                NumberField,
                level_part(item.id, at, "points", f"Points of level {n}"),
                lowest=0,
                whole=False,
            )
            looks = field(
                TextAreaField,
                level_part(item.id, at, "description", f"Work at level {n}"),
                rows=1,
                drafts=True,
                write=str.strip,
            )
            return box(form_row(name, points), looks, cls="dc-cfa-target")

        return (
            piece(paragraph("Levels, the lowest first", cls="dc-label")),
            *(one(at) for at in range(len(item.levels))),
            row(
                button("Add a level", lambda: self._more_levels(item.id), kind="small", saves=True),
                button(
                    "Remove the highest", lambda: self._fewer(item.id, "levels"),
                    kind="quiet small", saves=True,
                ),
            ),
        )  # fmt: skip

    # Changes of an item's shape

    def _change(self, id: str, change) -> None:
        self.bound.edit(lambda record: edits.change_item(record, id, change))

    def _retype(self, id: str, kind: ItemType) -> None:
        def change(item: Item) -> Item:
            update: dict = {"type": kind}
            if kind in CHOSEN and not item.options:
                update["options"] = tuple(Option(label=x) for x in edits.FIRST_OPTIONS)
            if kind is ItemType.SELECTED:
                update["key"] = item.key[:1]
            if kind is ItemType.RUBRIC_ROW:
                made = item.levels or tuple(
                    RubricLevel(label=f"{n} {word}", points=n)
                    for n, word in enumerate(FIRST_LEVELS, start=1)
                )
                update |= {"levels": made, "max_points": max(level.points for level in made)}
            return item.model_copy(update=update)

        self._change(id, change)

    def _more_options(self, id: str) -> None:
        def change(item: Item) -> Item:
            free = [x for x in LETTERS if x not in {o.label for o in item.options}]
            if not free:
                raise NotUsable("Eight options are the most.")
            return item.model_copy(update={"options": (*item.options, Option(label=free[0]))})

        self._change(id, change)

    def _more_levels(self, id: str) -> None:
        def change(item: Item) -> Item:
            n = len(item.levels) + 1
            top = item.levels[-1].points if item.levels else 0
            return with_levels(item, [*item.levels, RubricLevel(label=f"{n}", points=top + 1)])

        self._change(id, change)

    def _fewer(self, id: str, name: str) -> None:
        def change(item: Item) -> Item:
            kept = getattr(item, name)[:-1]
            if len(kept) < 2:
                raise NotUsable("Two are the fewest; nothing was changed.")
            if name == "levels":
                return with_levels(item, list(kept))
            labels_kept = {option.label for option in kept}
            key = tuple(k for k in item.key if k in labels_kept)
            return item.model_copy(update={"options": kept, "key": key})

        self._change(id, change)


def _label(text: str) -> str:
    if not text.strip():
        raise NotUsable("An item needs a label; nothing was saved.")
    return text.strip()


def _points(value: float | None) -> float:
    if not value:
        raise NotUsable("An item earns more than 0 points; nothing was saved.")
    return value
