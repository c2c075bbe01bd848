"""What each member keeps, changes and stops, and what the team takes along."""

from __future__ import annotations

import ipywidgets

from plc_data.model import Closing, Lesson

from ...parts import (
    TextAreaField,
    box,
    card,
    columns,
    facts,
    join,
    lines,
    paragraph,
    person_line,
    piece,
    tag,
)
from ..cycle_room import CycleRoom
from ..keeping import Keeper, Part, field_part

QUESTIONS = {"keep": "I keep", "change": "I change", "stop": "I stop"}
SHARED = {
    "practice_worth_copying": "One practice worth copying",
    "next_step": "Our next step",
}


def lesson_of(closing: Closing, person_id: str) -> Lesson:
    """A member's lesson; an empty one while there is none."""
    found = [lesson for lesson in closing.lessons if lesson.author_id == person_id]
    return found[-1] if found else Lesson(author_id=person_id)


def lesson_part(name: str, person_id: str) -> Part:
    """One question of one member's lesson: everybody else's stays as it is."""

    def put(closing: Closing, value: str) -> Closing:
        mine = lesson_of(closing, person_id).model_copy(update={name: value})
        known = any(lesson.author_id == person_id for lesson in closing.lessons)
        lessons = [mine if lesson.author_id == person_id else lesson for lesson in closing.lessons]
        return closing.model_copy(update={"lessons": tuple(lessons if known else [*lessons, mine])})

    return Part(
        f"{name}:{person_id}",
        QUESTIONS[name],
        lambda closing: getattr(lesson_of(closing, person_id), name),
        put,
    )


class Lessons:
    """My own three sentences to write, everybody's to read, and two that the team shares."""

    def __init__(self, room: CycleRoom, keeper: Keeper, changed, *, to_read: bool) -> None:
        self.room, self.keeper, self._changed = room, keeper, changed
        self.parts: dict[str, Part] = {}
        self.fields: dict[str, TextAreaField] = {}
        self.others = piece(paragraph(""))
        self.shared = piece(paragraph(""))
        self._to_read = to_read
        writes = [] if to_read else [self._mine()]
        team = [self.shared] if to_read else [self._field(*pair, 3) for pair in SHARED.items()]
        keeper.parts = list(self.parts.values())
        self.widget: ipywidgets.Widget = box(
            columns(
                *writes,
                card(
                    "What we keep, change and stop",
                    self.others,
                    intro="One sentence each; nobody writes for somebody else.",
                ),
                shape=" ".join("1" for _ in (*writes, 0)),
            ),
            card("What the team takes along", *team),
            cls="dc-stack-cards",
        )
        self.load()

    def _mine(self) -> ipywidgets.Widget:
        made = []
        for name, label in QUESTIONS.items():
            part = lesson_part(name, self.room.me.id)
            self.parts[part.key] = part
            made.append(self._field(part.key, label, 2))
        return card(
            "My own", *made, intro="From this cycle, in one sentence each. Only you write here."
        )

    def _field(self, key: str, label: str, rows: int) -> TextAreaField:
        self.parts.setdefault(key, field_part(key, label))
        self.fields[key] = TextAreaField(
            label,
            rows=rows,
            on_change=lambda value: self._save(key, value),
            draft_key=f"{self.keeper.record.id}:{key}",
        )
        return self.fields[key]

    def _save(self, key: str, value: str) -> None:
        try:
            self.keeper.change(self.parts[key], (value or "").strip())
        finally:
            self.load()
            self._changed()

    def settled(self, key: str) -> None:
        """A clash was settled: show what stands now."""
        self.fields[key].reset(self.parts[key].get(self.keeper.record))
        self.load()
        self._changed()

    def load(self) -> None:
        """Take over what stands in the store; fields that agree are left alone."""
        closing: Closing = self.keeper.record
        for key, field in self.fields.items():
            value = self.parts[key].get(closing)
            if key not in self.keeper.clashes and field.value != value:
                field.value = value
        people = [p for p in self.room.members() if self._to_read or p.id != self.room.me.id]
        said = [_said(person, lesson_of(closing, person.id)) for person in people]
        alone = paragraph("You are a team of one.", cls="dc-quiet")
        self.others.show(join(said) if said else alone)
        self.shared.show(
            facts(
                (
                    (label, lines(getattr(closing, name) or "Not said yet."))
                    for name, label in SHARED.items()
                ),
                cls="dc-facts dc-facts-long",
            )
        )


def _said(person, lesson: Lesson):
    said = [(label, getattr(lesson, name)) for name, label in QUESTIONS.items()]
    written = [(label, lines(text)) for label, text in said if text.strip()]
    return tag(
        "div",
        tag("p", person_line(person)),
        facts(written, cls="dc-facts dc-facts-long")
        if written
        else paragraph("Nothing written yet.", cls="dc-quiet"),
        cls="dc-lesson",
    )
