"""Fields tied to one part of the blueprint each: saved as they are left, shown as they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datacycle.protocol import blueprint_edits as edits
from plc_data.errors import WorkbenchError
from plc_data.model import Assessment, Item, LearningTarget, MasteryRule, Option
from plc_data.model.assessment import RubricLevel

from ..keeping import Keeper, Part


class NotUsable(WorkbenchError):
    """A value that an assessment cannot have; nothing was saved."""


def same(value: Any) -> Any:
    return value


class Bound:
    """The fields of one room of the page."""

    def __init__(self, keeper: Keeper, changed: Callable[[], None]) -> None:
        self.keeper, self._changed = keeper, changed
        self._pairs: list[tuple[Part, Any, Callable]] = []

    def clear(self) -> None:
        """Forget the fields: others come in their place."""
        for part, _, _ in self._pairs:
            if part in self.keeper.parts:
                self.keeper.parts.remove(part)
        self._pairs = []

    def field(
        self,
        kind: type,
        part: Part,
        *args: Any,
        read: Callable = same,
        write: Callable = same,
        save: Callable | None = None,
        drafts: bool = False,
        **more: Any,
    ) -> Any:
        """A field for a part: ``read`` makes its value, ``write`` the part's."""
        if drafts:
            more["draft_key"] = f"{self.keeper.record.id}:{part.key}"
        made = kind(
            part.label,
            *args,
            value=read(part.get(self.keeper.record)),
            on_change=save or (lambda value: self.save(part, write(value))),
            **more,
        )
        self._pairs.append((part, made, read))
        self.keeper.parts.append(part)
        return made

    def save(self, part: Part, value: Any) -> None:
        """Save one part; what others changed elsewhere stays."""
        try:
            self.keeper.change(part, value)
        finally:
            self.load()
            self._changed()

    def edit(self, change: Callable[[Assessment], Assessment]) -> None:
        """Save a change of the whole, on the newest version."""
        part = Part("whole", "The assessment", lambda _: None, lambda record, _: change(record))
        try:
            self.keeper.change(part, True)
        finally:
            self._changed()

    def load(self) -> None:
        """Take over what stands in the store; fields that agree are left alone."""
        for part, field, read in self._pairs:
            value = read(part.get(self.keeper.record))
            if part.key not in self.keeper.clashes and field.value != value:
                field.value = value

    def settled(self, key: str) -> None:
        """A clash is over: show the text that was chosen, even where somebody types."""
        for part, field, read in self._pairs:
            if part.key == key:
                field.reset(read(part.get(self.keeper.record)))


def item_part(item_id: str, name: str, label: str) -> Part:
    """One field of an item."""
    return _item(item_id, name, label, lambda i: getattr(i, name), lambda i, v: _set(i, name, v))


def option_part(item_id: str, option: str, name: str, label: str) -> Part:
    """The text of an option, or the thinking behind it."""

    def get(item: Item) -> str:
        return next((getattr(o, name) or "" for o in item.options if o.label == option), "")

    def put(item: Item, value: str) -> Item:
        text = value.strip() or ("" if name == "text" else None)
        made = [_set(o, name, text) if o.label == option else o for o in item.options]
        return _set(item, "options", made)

    return _item(item_id, f"option:{option}:{name}", label, get, put)


def level_part(item_id: str, at: int, name: str, label: str) -> Part:
    """One field of a level; the highest level's points are the item's."""

    def get(item: Item) -> Any:
        return getattr(item.levels[at], name) if at < len(item.levels) else None

    def put(item: Item, value: Any) -> Item:
        if at >= len(item.levels):
            raise NotUsable("Somebody removed this level meanwhile; nothing was saved.")
        if value is None:
            raise NotUsable("A level needs its points; nothing was saved.")
        levels = list(item.levels)
        levels[at] = _set(levels[at], name, value)
        return with_levels(item, levels)

    return _item(item_id, f"level:{at}:{name}", label, get, put)


def with_levels(item: Item, levels: list[RubricLevel]) -> Item:
    """The item with these levels; it earns what the highest earns."""
    most = max((level.points for level in levels), default=item.max_points)
    if most <= 0:
        raise NotUsable("The highest level earns more than 0 points; nothing was saved.")
    return _set(_set(item, "levels", levels), "max_points", most)


def target_part(target_id: str, name: str, label: str) -> Part:
    """One field of a learning target."""

    def get(record: Assessment) -> Any:
        return next((getattr(t, name) for t in record.targets if t.id == target_id), None)

    def put(record: Assessment, value: Any) -> Assessment:
        made = [_set(t, name, value) if t.id == target_id else t for t in record.targets]
        return _set(record, "targets", made)

    return Part(f"target:{target_id}:{name}", label, get, put, _words)


def rule_part(name: str, label: str) -> Part:
    """One number of the mastery rule."""

    def put(record: Assessment, value: Any) -> Assessment:
        if value is None:
            raise NotUsable("The rule needs this number; nothing was saved.")
        return _set(record, "rule", _set(record.rule, name, value))

    return Part(f"rule:{name}", label, lambda record: getattr(record.rule, name), put, _words)


def _item(item_id: str, key: str, label: str, get: Callable, put: Callable) -> Part:
    def read(record: Assessment) -> Any:
        item = next((i for i in record.items if i.id == item_id), None)
        return get(item) if item is not None else None

    def write(record: Assessment, value: Any) -> Assessment:
        return edits.change_item(record, item_id, lambda item: put(item, value))

    return Part(f"item:{item_id}:{key}", label, read, write, _words)


def _set(record: Any, name: str, value: Any) -> Any:
    """The record with one field changed and checked."""
    plain = value
    if isinstance(value, list):
        plain = [one.model_dump() for one in value]
    elif isinstance(value, (MasteryRule, Option, LearningTarget)):
        plain = value.model_dump()
    return type(record).model_validate({**record.model_dump(), name: plain})


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
