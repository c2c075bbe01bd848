"""The goal as a form: every field is saved as it is left, on the version it was read."""

from __future__ import annotations

import ipywidgets

from datacycle.reports import numbers
from plc_data.model import SmartGoal

from ...parts import (
    CheckField,
    ChecksField,
    DateField,
    RadioField,
    TextAreaField,
    TextField,
    box,
    button,
    card,
    form_row,
    message,
    paragraph,
    piece,
    tag,
)
from ..cycle_room import CycleRoom
from ..keeping import ClashPanel, Keeper
from .counts import CountsCard
from .parts_of_goal import TEXTS, goal_parts
from .rows import ActionRows, DaysOff


class GoalForm:
    """Fields round one goal. Nothing is kept here but the version that was read."""

    def __init__(self, room: CycleRoom, keeper: Keeper, changed) -> None:
        self.room, self.keeper, self._changed = room, keeper, changed
        sections = room.wb.cycles.sections(room.cycle.id)
        self._targets = room.targets()
        self.parts = goal_parts(room.wb, self._targets, {s.id: s.name for s in sections})
        keeper.parts = list(self.parts.values())
        self.fields: dict[str, object] = {}
        self.clashes = ClashPanel(keeper, room.wb.name, self._settled)
        self.counts = CountsCard(room, keeper, self._save)
        self.fields["reassessment_is_parallel"] = self.counts.form_of_second
        self.sentence = piece(paragraph(""))
        self.widget: ipywidgets.Widget = box(
            self.clashes,
            self._what(sections),
            self.counts.widget,
            self._days(),
            self._who(),
            self._everybody(),
            self._words(),
            cls="dc-stack-cards",
        )
        self.load()

    # The cards

    def _what(self, sections) -> ipywidgets.Widget:
        room = self.room
        sizes = {s.id: len(room.wb.promises.group(room.cycle.id, (s.id,))) for s in sections}
        items = {t.id: len(a.items_of(t.id)) for a in room.assessments()[:1] for t in a.targets}
        if self._targets:
            target = RadioField(
                "Learning target",
                [
                    (id, words, numbers.plural(items[id], "item") + " in the assessment")
                    if id in items
                    else (id, words)
                    for id, words in self._targets.items()
                ],
                on_change=lambda id: self._save("target_ids", (id,) if id else ()),
            )
            self.fields["target_ids"] = target
        else:
            target = piece(
                message("The targets come with the common assessment. Write it first.", "info")
            )
        self.fields["section_ids"] = ChecksField(
            "Classes",
            [(s.id, s.name, numbers.plural(sizes[s.id], "student")) for s in sections],
            on_change=lambda ids: self._save("section_ids", ids),
        )
        return card(
            "Which students, which target",
            target,
            self.fields["section_ids"],
            intro="One target and one group: a goal for everything is a goal for nothing.",
        )

    def _days(self) -> ipywidgets.Widget:
        self._field("starts_on", DateField("Begins", on_change=self._saver("starts_on")))
        self._field("ends_on", DateField("Ends", on_change=self._saver("ends_on")))
        self.days_off = DaysOff(self._saver("days_off"))
        return card(
            "When",
            form_row(self.fields["starts_on"], self.fields["ends_on"]),
            self.days_off.widget,
            intro="Three to four weeks, with both assessments inside.",
        )

    def _who(self) -> ipywidgets.Widget:
        members = [(person.id, person.name) for person in self.room.members()]
        self.actions = ActionRows(members, self._saver("strategies"), draft=self.keeper.record.id)
        more = []
        if len(members) < 2:
            more.append(
                self._field(
                    "single_member",
                    CheckField(
                        "We are a team of one, and this is my goal",
                        on_change=self._saver("single_member"),
                    ),
                )
            )
        return card(
            "Who does what by when",
            self.actions.widget,
            *more,
            intro="One person and one day for each action.",
        )

    def _everybody(self) -> ipywidgets.Widget:
        rows = [
            self._text(TextField, "school_goal"),
            self._text(TextAreaField, "far_from_cut", rows=2),
            self._text(TextAreaField, "above_cut", rows=2),
            self._text(
                TextAreaField,
                "not_met_means",
                rows=2,
                help="A goal that cannot be missed is no goal. From how many students on is it "
                "missed, and what will you do then?",
            ),
        ]
        return card("For all of them, and honest", *rows)

    def _words(self) -> ipywidgets.Widget:
        return card(
            "Our sentence",
            self.sentence,
            button("Use this sentence", self._use_sentence, saves=True),
            self._text(TextAreaField, "statement", rows=4, label="In our own words"),
            intro="Put together from what stands above; gaps stand in brackets.",
        )

    def _text(self, kind: type, name: str, *, label: str = "", **more: object):
        made = kind(
            label or TEXTS[name],
            on_change=self._saver(name),
            draft_key=f"{self.keeper.record.id}:{name}",
            **more,
        )
        return self._field(name, made)

    def _field(self, name: str, field):
        self.fields[name] = field
        return field

    # Saving

    def _saver(self, name: str):
        return lambda value: self._save(name, value)

    def _save(self, name: str, value: object) -> None:
        if name in TEXTS:
            value = (value or "").strip()
        try:
            self.keeper.change(self.parts[name], value)
        finally:
            self.load()
            self._changed()

    def made_sentence(self) -> str:
        """The goal in one sentence, put together from its parts."""
        goal: SmartGoal = self.keeper.record
        sized = goal.model_copy(update={"group_size": self.counts.n() or None})
        return self.room.wb.promises.sentence(sized)

    def _use_sentence(self) -> None:
        self._save("statement", self.made_sentence())
        self.fields["statement"].reset(self.keeper.record.statement)

    def _settled(self, key: str) -> None:
        """A clash was settled: show what stands now, and no complaint any more."""
        if key == "strategies":
            self.actions.show(self.keeper.record.strategies, anew=True)
        self.load()
        for field in (*self.counts.fields, *([self.fields[key]] if key in self.fields else [])):
            field.reset(field.value)
        self._changed()

    # Showing

    def load(self) -> None:
        """Take over what stands in the store; fields that agree are left alone."""
        goal: SmartGoal = self.keeper.record
        for name, field in self.fields.items():
            value = getattr(goal, name)
            if name == "target_ids":
                value = value[0] if value and value[0] in self._targets else None
            elif name == "reassessment_is_parallel":
                value = {True: "parallel", False: "same"}.get(value)
            if name not in self.keeper.clashes and field.value != value:
                field.value = value
        self.counts.load()
        if "strategies" not in self.keeper.clashes:
            self.actions.show(goal.strategies)
        self.days_off.show(goal.days_off)
        self.sentence.show(tag("blockquote", self.made_sentence(), cls="dc-goal"))
